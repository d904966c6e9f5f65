"""The decision on one charge (sections 2 to 9 and 11)."""

from datetime import timedelta

from decision import Decision, Found
from ledger import check_period
from periods import earliest_lawful, premature
from relief import ReliefReader, in_force, sort_by_when
from tariffs import TariffReader, compute_standard
from values import fold, lies_in


class Decider:
    """Decides charges by a bundle; `as_known` fixes the documents' date."""

    def __init__(self, bundle, as_known=None):
        self.bundle = bundle
        self.as_known = as_known

    def decide(self, charge, standing):
        """The decision on `charge` against the records that stand."""
        documents = self.bundle.in_effect(self.as_known or charge.date)
        return Examination(documents, charge, standing).run()


class Examination:
    """All checks of section 3 on one charge, in their order of need."""

    def __init__(self, documents, charge, standing):
        self.documents = documents
        self.charge = charge
        self.standing = standing
        self.found = Found()
        self.missing = set()
        self.report = {}
        self.unit = self._find_unit(charge.unit)
        self.scope = self._documents_for_place()
        self.item = self._find_item(charge.item)

    # Look-ups (section 2)

    def _find_unit(self, code):
        """A unit, looked up in all documents in effect on the day."""
        for document in self.documents:
            if code in document.units:
                return document.units[code]
        return None

    def _documents_for_place(self):
        """The documents in effect for the charge."""
        place = self.charge.region
        if place is None and self.unit:
            place = self.unit.region
        if place is None:
            return self.documents
        return [document for document in self.documents
                if lies_in(place, document.region)]

    def _find_item(self, code):
        for document in self.scope:
            if code in document.items:
                return document.items[code]
        return None

    def _amendments(self):
        """Amendments of the item, from the highest level down, then by id."""
        amending = [document for document in self.scope
                    if self.item.code in document.amendments]
        amending.sort(key=lambda document: (document.level, document.id))
        return [document.amendments[self.item.code]
                for document in amending]

    # The run

    def run(self):
        """Find every violation and put the decision together."""
        if not self.scope:
            self.found.add("NO_SCHEDULE")
            return self._decision()
        self.report["schedules"] = tuple(
            "%s@%d" % (d.id, d.serial) for d in self.scope)
        unit_known = self._check_unit()
        self._check_prohibitions()
        if self.item is None:
            self.found.add("UNLISTED_ITEM")
            return self._decision()
        self.report["rule"] = self.item.period
        if unit_known:
            self._check_authority()
        if premature(self.item.period, self.charge):
            self.found.add("PREMATURE_COLLECTION")
        self._check_rules()
        self._check_holidays()
        self._observe()
        return self._decision()

    def _decision(self):
        self.report.setdefault("conflict", self.found.conflict())
        return Decision(outcome=self.found.outcome(),
                        codes=self.found.names(),
                        missing=tuple(sorted(self.missing)), **self.report)

    def _observe(self):
        observe = self.item.observe
        if observe and observe.hold(self.charge.date):
            self.found.observe()
            self.report["observed"] = True

    # Units and authority (sections 3 and 4)

    def _check_unit(self):
        """UNKNOWN_UNIT; True when the unit may be looked at further."""
        known = bool(self.unit) and self.unit.dates.hold(self.charge.date)
        if not known:
            self.found.add("UNKNOWN_UNIT")
        return known

    def _check_authority(self):
        """NOT_AUTHORISED and OUTSIDE_JURISDICTION."""
        givers = [self.unit] + self._delegating_units()
        if not any(self._granted(unit) for unit in givers):
            self.found.add("NOT_AUTHORISED")
        region = self.charge.region
        if region is not None and not lies_in(region, self.unit.region):
            self.found.add("OUTSIDE_JURISDICTION")

    def _delegating_units(self):
        """Units that delegate this item to the charge's unit."""
        day = self.charge.date
        givers = [self._find_unit(delegation.giver)
                  for document in self.documents
                  for delegation in document.delegations
                  if delegation.taker == self.unit.code
                  and self.item.code in delegation.items
                  and delegation.dates.hold(day)]
        return [unit for unit in givers if unit and unit.dates.hold(day)]

    def _granted(self, unit):
        """A grant of the item, own or by amendment, covers the unit."""
        grants = list(self.item.grants)
        for amendment in self._amendments():
            grants.extend(amendment.grants)
        return any(self._covers(grant, unit) for grant in grants)

    def _covers(self, grant, unit):
        return (grant.dates.hold(self.charge.date)
                and grant.unit in (None, unit.code)
                and grant.department in (None, unit.department)
                and grant.level in (None, unit.level)
                and (grant.region is None
                     or lies_in(unit.region, grant.region)))

    # Prohibited levies (section 8)

    def _check_prohibitions(self):
        matching = [prohibition for document in self.scope
                    for prohibition in document.prohibitions
                    if self._prohibited(prohibition)]
        if matching:
            self.found.add("PROHIBITED_LEVY",
                           warn=all(p.advisory for p in matching))

    def _prohibited(self, prohibition):
        charge = self.charge
        if (prohibition.payers and charge.payer_type is not None
                and charge.payer_type not in prohibition.payers):
            return False
        if charge.item in prohibition.exceptions:
            return False
        if charge.category in prohibition.categories:
            return True
        purpose = fold(charge.purpose or "")
        return any(word in purpose for word in prohibition.keywords)

    # The rules of the item (sections 5 to 7, 9)

    def _rule_date(self):
        """Which version of the item's rules applies; None: unknown."""
        if self.item.dated_by == "accepted":
            return self.charge.accepted
        if self.item.dated_by == "charge":
            return self.charge.date
        return self.charge.basis_date

    def _check_rules(self):
        """Codes 4 and 10 to 19."""
        rule_date = self._rule_date()
        if rule_date is None:
            self._note_missing({"accepted"})
        elif not self.item.dates.hold(rule_date):
            self.found.add("NOT_IN_FORCE")
            return
        else:
            self._check_amount(rule_date)
        self._check_period()
        self._check_uniform()

    def _note_missing(self, names):
        self.found.add("MISSING_ATTRIBUTE")
        self.missing |= names

    def _check_amount(self, rule_date):
        """Codes 10 to 14, 18 and 19."""
        reductions = self._reductions(rule_date)
        result = self._standard(rule_date)
        if result.missing:
            self._note_missing(result.missing)
        elif result.standard is None:
            self.found.add("NO_STANDARD")
        else:
            self._compare_amount(result, reductions)

    def _standard(self, rule_date):
        reader = TariffReader(self.charge, self.item, rule_date,
                              self._find_item, self.standing)
        sources = [self.item.standards]
        sources += [entry.standards for entry in self._amendments()]
        return compute_standard(reader, sources)

    def _reductions(self, rule_date):
        """The applicable reductions; notes code 19 for undetermined ones."""
        forced = [reduction for document in self.scope
                  for reduction in document.reductions
                  if in_force(reduction, self.item, self.charge, rule_date)]
        applicable, missing = sort_by_when(forced, self.charge)
        if missing:
            self.found.add("REDUCTION_UNDETERMINED")
            self.missing |= missing
        return applicable

    def _compare_amount(self, result, reductions):
        """Codes 12, 13, 14 and 18."""
        reader = ReliefReader(self.charge, result.rounding, self.standing)
        due = reader.due(reductions, result.standard)
        self.report.update(standard=result.standard, low=result.low,
                           due=due.amount, reductions=due.reliefs)
        amount = self.charge.amount
        instalments = bool(self.item.period
                           and self.item.period.instalments)
        if amount > result.standard:
            self.found.add("OVER_STANDARD")
        if due.amount < result.standard and amount > due.amount:
            self.found.add("REDUCTION_NOT_APPLIED")
        if instalments or amount >= due.amount:
            return
        if result.low is None:
            self.found.add("UNDERCHARGED")
        elif amount < result.low:
            self.found.add("BELOW_STANDARD")

    def _check_period(self):
        """Codes 15 and 16, the subject they need, the earliest date."""
        rule = self.item.period
        if rule is None:
            return
        if rule.subject_required and self.charge.subject is None:
            self._note_missing({"subject"})
            return
        self.report["period_ran"] = True
        check_period(self.found, rule, self.charge, self.report.get("due"),
                     self.standing)
        if "DUPLICATE" in self.found.names():
            self.report["earliest"] = earliest_lawful(
                rule, self.charge, self.standing)

    # Penalties (section 9)

    def _check_uniform(self):
        """UNEQUAL_PENALTY."""
        names = self.item.uniform
        if names is None:
            return
        mine = self._uniform_key(self.charge)
        if None in mine:
            return
        unequal = [record for record in self.standing
                   if record.charge.item == self.charge.item
                   and record.charge.date.year == self.charge.date.year
                   and self._uniform_key(record.charge) == mine
                   and record.charge.amount != self.charge.amount]
        if unequal:
            self.found.add("UNEQUAL_PENALTY")
            self.found.conflict_with(unequal)

    def _uniform_key(self, charge):
        return [charge.attribute(name) for name in self.item.uniform]

    def _check_holidays(self):
        """PRE_HOLIDAY_PENALTY."""
        if self.item.kind != "penalty":
            return
        holidays = [holiday for document in self.scope
                    for holiday in document.holidays]
        for holiday in holidays:
            ahead = holiday.first - self.charge.date
            if timedelta(0) < ahead <= timedelta(days=holiday.watch):
                self.found.add("PRE_HOLIDAY_PENALTY")
