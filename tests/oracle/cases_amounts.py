"""Standards, amendments and reductions: sections 5 and 7."""

import unittest
from fractions import Fraction

from cases_support import RANGE, Player, document, item, national
from schedule import Band
from tariffs import marginal, slab


class TariffCases(unittest.TestCase):
    """Section 5."""

    COURT = (("10000", "0"), ("100000", "2.5"), ("200000", "2"),
             ("500000", "1.5"), ("1000000", "1"), ("2000000", "0.9"),
             ("5000000", "0.8"), ("10000000", "0.7"), ("20000000", "0.6"),
             (None, "0.5"))

    def court(self):
        """The bands of the property-case fee."""
        bands = []
        for upto, percent in self.COURT:
            fixed = "0" if bands else "50"
            limit = ' upto="%s"' % upto if upto else ""
            bands.append('<band%s fixed="%s" percent="%s"/>'
                         % (limit, fixed, percent))
        return ('<brackets on="base" mode="marginal">%s</brackets>'
                % "".join(bands))

    def standard(self, tariff, **fields):
        player = Player(national(item(tariff)))
        return player.charge("T", "2026-07-01", "0", **fields)

    def test_court_fee(self):
        wanted = {"0": "50.00", "10000": "50.00", "100000": "2300.00",
                  "200000": "4300.00", "500000": "8800.00",
                  "1000000": "13800.00", "2000000": "22800.00",
                  "5000000": "46800.00", "10000000": "81800.00",
                  "20000000": "141800.00", "30000000": "191800.00",
                  "123456.78": "2769.14"}
        for base, fee in wanted.items():
            line = self.standard(self.court(), base=base)
            self.assertEqual(line["standard"], fee, base)

    def test_derived_third_is_rounded_once(self):
        items = item(self.court()) + item(
            '<derived item="I" ratio="1/3"/>', code="ORDER")
        player = Player(national(items))
        line = player.charge("T", "2026-07-01", item="ORDER",
                             base="123456.78")
        # 2769.1356 / 3 = 923.0452; 50 / 3 = 16.666...
        self.assertEqual(line["standard"], "923.05")
        line = player.charge("T2", "2026-07-01", item="ORDER", base="1")
        self.assertEqual(line["standard"], "16.67")

    def test_marginal_and_slab_edges(self):
        bands = (Band(Fraction(100), Fraction(1), Fraction(2)),
                 Band(Fraction(200), Fraction(5), Fraction(3)),
                 Band(None, Fraction(7), Fraction(4)))
        self.assertEqual(marginal(bands, Fraction(0)), 1)
        self.assertEqual(marginal(bands, Fraction(100)), 201)
        self.assertEqual(marginal(bands, Fraction(101)), 201 + 5 + 3)
        self.assertEqual(marginal(bands, Fraction(201)), 201 + 305 + 7 + 4)
        self.assertEqual(slab(bands, Fraction(0)), 1)
        self.assertEqual(slab(bands, Fraction(100)), 201)
        self.assertEqual(slab(bands, Fraction(101)), 5 + 303)
        self.assertEqual(slab(bands, Fraction(200)), 605)
        self.assertEqual(slab(bands, Fraction(201)), 7 + 804)

    def test_step_times_min_max(self):
        tariff = ('<per-unit price="1.4" unit="m2" step="1" times="days" '
                  'min="10" max="50"/>')
        days = {"attributes": {"days": "3"}}
        # 7.2 counts as 8: 1.4 x 8 x 3 = 33.6
        self.assertEqual(self.standard(tariff, quantity="7.2", **days)
                         ["standard"], "33.60")
        self.assertEqual(self.standard(tariff, quantity="0", **days)
                         ["standard"], "10.00")
        self.assertEqual(self.standard(tariff, quantity="99", **days)
                         ["standard"], "50.00")
        line = self.standard(tariff, attributes={"days": "-3"})
        self.assertEqual(line["missing"], ["days", "quantity"])
        self.assertEqual(line["codes"], ["MISSING_ATTRIBUTE"])

    def test_missing_goes_before_no_standard(self):
        nothing = item('<case><when><attr name="x" present="true"/></when>'
                       "<free/></case>", code="N")
        tariff = ('<sum><derived item="N" ratio="1"/>'
                  '<rate percent="1"/></sum>')
        player = Player(national(item(tariff) + nothing))
        self.assertEqual(player.charge("T", "2026-07-01")["missing"],
                         ["base"])
        line = player.charge("T", "2026-07-01", base="1")
        self.assertEqual(line["codes"], ["NO_STANDARD"])

    def test_kleene_conditions(self):
        when = ('<when><any><attr name="a" ge="1"/><not><attr name="b" '
                'eq="x"/></not></any></when>')
        tariff = ("<case>%s<fixed amount=\"1\"/></case>"
                  '<case><fixed amount="2"/></case>' % when)
        cases = (({}, None, ["a", "b"]),
                 ({"a": "1.0"}, "1.00", None),
                 ({"a": "one", "b": "x"}, None, ["a"]),
                 ({"b": "y"}, "1.00", None),
                 ({"a": "-2", "b": "x"}, "2.00", None),
                 ({"a": "0"}, None, ["b"]))
        for attributes, standard, missing in cases:
            line = self.standard(tariff, attributes=attributes)
            self.assertEqual(line.get("standard"), standard, attributes)
            self.assertEqual(line.get("missing"), missing, attributes)

    def test_a_false_test_decides_its_leaf(self):
        tariff = ('<case><when><attr name="a" eq="x" ge="1"/></when>'
                  '<fixed amount="1"/></case><case><free/></case>')
        line = self.standard(tariff, attributes={"a": "y"})
        self.assertEqual(line["standard"], "0.00")

    def test_cumulative(self):
        tariff = ('<brackets on="quantity" mode="marginal" '
                  'cumulative="year"><band upto="192" price="2.35"/>'
                  '<band upto="240" price="3.525"/>'
                  '<band price="7.05"/></brackets>')
        player = Player(national(item(tariff, '<period per="month"/>')))
        first = player.charge("T1", "2026-01-05", "470", quantity="200")
        # 192 x 2.35 + 8 x 3.525 = 451.2 + 28.2 = 479.4
        self.assertEqual(first["standard"], "479.40")
        second = player.charge("T2", "2026-02-05", "0", quantity="50")
        # 40 x 3.525 + 10 x 7.05 = 141 + 70.5
        self.assertEqual(second["standard"], "211.50")
        other = player.charge("T3", "2026-02-05", "0", quantity="50",
                              subject="another meter")
        self.assertEqual(other["standard"], "117.50")
        self.assertEqual(player.charge("T4", "2027-01-05", "0",
                                       quantity="1")["standard"], "2.35")

    def test_over_the_limit_takes_no_part(self):
        line = self.standard('<per-unit price="100" unit="x"/>',
                             quantity="1000000000000")
        self.assertEqual(line["codes"], ["NO_STANDARD"])


def amending(tariff, name, level, region, standard=""):
    """A lower document that amends item I."""
    return document(
        '<amendments><amend item="I"><standard basis="b" %s><case>%s</case>'
        "</standard></amend></amendments>" % (standard, tariff),
        name, level, region)


class AmendmentCases(unittest.TestCase):
    """Section 5, ranges and amendments."""

    def decide(self, *documents, amount="0"):
        return Player(*documents).charge("T", "2026-07-01", amount)

    def test_range_edges(self):
        home = national(item(RANGE % ("100", "300")))
        self.assertEqual(self.decide(home, amount="100")["codes"], [])
        self.assertEqual(self.decide(home, amount="99.99")["codes"],
                         ["BELOW_STANDARD"])
        self.assertEqual(self.decide(home, amount="300.01")["codes"],
                         ["OVER_STANDARD"])

    def test_lowest_standard_highest_low(self):
        home = national(item(RANGE % ("100", "300")))
        province = amending(RANGE % ("150", "250"), "B", "provincial",
                            "210000")
        city = amending('<fixed amount="400"/>', "C", "municipal", "210100")
        line = self.decide(home, province, city)
        self.assertEqual((line["standard"], line["low"]),
                         ("250.00", "150.00"))
        self.assertEqual(line["schedules"], ["A@1", "B@1", "C@1"])

    def test_low_end_never_above_the_standard(self):
        home = national(item(RANGE % ("100", "300")))
        city = amending('<fixed amount="80"/>', "C", "municipal", "210100")
        line = self.decide(home, city, amount="79")
        self.assertEqual((line["standard"], line["low"]),
                         ("80.00", "80.00"))
        self.assertEqual(line["codes"], ["BELOW_STANDARD"])

    def test_equal_standards_take_the_higher_rounding(self):
        half = ('<reductions><reduction id="r" basis="b" items="I">'
                '<percent-off percent="50"/></reduction></reductions>')
        home = national(item('<fixed amount="5"/>',
                             standard='rounding="down" round-to="1"'), half)
        city = amending('<fixed amount="5"/>', "C", "municipal", "210100")
        # Kept 2.5, rounded down to whole yuan by the national rule.
        self.assertEqual(self.decide(home, city)["due"], "2.00")

    def test_missing_in_any(self):
        home = national(item('<rate percent="1"/>'))
        city = amending('<per-unit price="1" unit="x"/>', "C", "municipal",
                        "210100")
        self.assertEqual(self.decide(home, city)["missing"],
                         ["base", "quantity"])

    def test_elsewhere_is_not_amended(self):
        home = national(item('<fixed amount="5"/>'))
        other = amending('<fixed amount="1"/>', "C", "municipal", "210200")
        line = self.decide(home, other)
        self.assertEqual(line["standard"], "5.00")
        self.assertEqual(line["schedules"], ["A@1"])


def reduction(name, relief, attributes="", rest=""):
    """A reduction of item I."""
    return ('<reduction id="%s" basis="b" items="I" %s>%s%s</reduction>'
            % (name, attributes, relief, rest))


class ReliefCases(unittest.TestCase):
    """Section 7."""

    def player(self, *reductions, amount="100", rest=""):
        section = "<reductions>%s</reductions>" % "".join(reductions)
        tariff = '<fixed amount="%s"/>' % amount
        return Player(national(item(tariff, rest), section))

    def applied(self, line):
        return [(entry["id"], entry["relief"])
                for entry in line.get("reductions", [])]

    def test_groups_compete_in_turn(self):
        player = self.player(
            reduction("fixed", '<amount-off amount="30"/>',
                      'group="g" priority="50"'),
            reduction("half", '<percent-off percent="50"/>',
                      'group="g" priority="200"'),
            reduction("first", '<amount-off amount="60"/>',
                      'priority="60"'))
        line = player.charge("T", "2026-07-01", "0")
        # Group g comes first by its lowest member: half gives 50 > 30.
        self.assertEqual(self.applied(line),
                         [("half", "50.00"), ("first", "50.00")])
        self.assertEqual(line["due"], "0.00")

    def test_exclusive_alone_and_ties(self):
        player = self.player(
            reduction("a", '<amount-off amount="40"/>', 'exclusive="true"'),
            reduction("b", '<cap amount="60"/>'))
        line = player.charge("T", "2026-07-01", "60")
        self.assertEqual(self.applied(line), [("b", "40.00")])
        self.assertEqual(line["codes"], [])
        line = player.charge("T2", "2026-07-01", "60.01")
        self.assertEqual(line["codes"], ["REDUCTION_NOT_APPLIED"])

    def test_percent_off_rounds_what_is_kept(self):
        player = self.player(reduction("r", '<percent-off percent="33"/>'),
                             amount="0.05")
        line = player.charge("T", "2026-07-01", "0.03")
        # 0.05 x 0.67 = 0.0335, kept 0.03, relief 0.02
        self.assertEqual(self.applied(line), [("r", "0.02")])

    def test_limit(self):
        limit = '<limit amount="100" per="year"/>'
        player = self.player(
            reduction("r", '<amount-off amount="60"/>', rest=limit))
        first = player.charge("T1", "2026-01-01", "40")
        self.assertEqual(first["due"], "40.00")
        second = player.charge("T2", "2026-02-01", "60")
        self.assertEqual(self.applied(second), [("r", "40.00")])
        self.assertEqual(player.event("refund", "T2", "2026-02-02",
                                      refund="R", amount="59.99"), "ok")
        third = player.charge("T3", "2026-03-01", "100")
        self.assertEqual(self.applied(third), [])
        self.assertEqual(player.event("refund", "T2", "2026-03-02",
                                      refund="S", amount="0.01"), "ok")
        fourth = player.charge("T4", "2026-03-03", "60")
        self.assertEqual(self.applied(fourth), [("r", "40.00")])
        other = player.charge("T5", "2027-01-01", "40")
        self.assertEqual(other["due"], "40.00")

    def test_no_relief_stands_where_it_was_not_applied(self):
        player = Player(national(
            item('<fixed amount="100"/>'),
            "<reductions>%s</reductions>" % reduction(
                "r", '<amount-off amount="60"/>',
                rest='<limit amount="60" per="year"/>')), mode="monitor")
        self.assertEqual(player.charge("T1", "2026-01-01", "100")["codes"],
                         ["REDUCTION_NOT_APPLIED"])
        self.assertEqual(player.charge("T2", "2026-01-02", "40")["due"],
                         "40.00")

    def test_undetermined(self):
        player = self.player(reduction(
            "r", "<exempt/>",
            rest='<when><attr name="staff" le="300"/></when>'))
        line = player.charge("T", "2026-07-01", "100")
        self.assertEqual(line["codes"], ["REDUCTION_UNDETERMINED"])
        self.assertEqual(line["missing"], ["staff"])
        self.assertEqual(line["outcome"], "allow")
