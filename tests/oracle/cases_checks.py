"""Periods, the life of a charge and the other checks."""

import unittest
from datetime import date

from cases_support import RANGE, UNIT, Player, document, item, national


class PeriodCases(unittest.TestCase):
    """Section 6 and the remedy of section 11."""

    def player(self, period, attributes="", mode="enforce"):
        return Player(national(item('<fixed amount="100"/>',
                                    "<period %s/>" % period,
                                    attributes=attributes)), mode=mode)

    def codes(self, line):
        return [code for code in line["codes"] if code != "UNDERCHARGED"]

    def test_calendar(self):
        player = self.player('per="year" year-starts="10"')
        self.assertEqual(self.codes(player.charge("T1", "2025-10-01")), [])
        line = player.charge("T2", "2026-09-30")
        self.assertEqual(self.codes(line), ["DUPLICATE"])
        self.assertEqual((line["conflict"], line["earliest"]),
                         ("T1", "2026-10-01"))
        self.assertEqual(self.codes(player.charge("T3", "2026-10-01")), [])
        self.assertEqual(self.codes(player.charge(
            "T4", "2026-10-02", period="2027-09-30")),
            ["DUPLICATE"])

    def test_once_has_no_remedy(self):
        player = self.player('per="once" key="subject"')
        player.charge("T1", "2026-01-01", subject="car")
        line = player.charge("T2", "2030-01-01", subject="car", payer="Q")
        self.assertEqual(self.codes(line), ["DUPLICATE"])
        self.assertNotIn("earliest", line)

    def test_rolling_month_end(self):
        player = self.player('within="P1M"')
        player.charge("T1", "2026-01-31")
        line = player.charge("T2", "2026-02-28")
        self.assertEqual(self.codes(line), ["DUPLICATE"])
        self.assertEqual(line["earliest"], "2026-03-01")
        self.assertEqual(self.codes(player.charge("T3", "2026-03-01")), [])

    def test_rolling_looks_both_ways(self):
        player = self.player('within="P10D"')
        player.charge("T1", "2026-01-20")
        line = player.charge("T2", "2026-01-10")
        self.assertEqual(self.codes(line), ["DUPLICATE"])
        self.assertEqual(line["earliest"], "2026-01-31")
        self.assertEqual(self.codes(player.charge("T3", "2026-01-09")), [])

    def test_rolling_with_max(self):
        player = self.player('within="P10D" max="2"')
        for txn, day in (("A", "01"), ("B", "06"), ("C", "16")):
            line = player.charge(txn, "2026-01-" + day)
            self.assertEqual(self.codes(line), [], txn)
        # The 11th lies with A and B in one period (1st to 11th), and with
        # B and C in another (6th to 16th); A is the earliest.
        line = player.charge("D", "2026-01-11")
        self.assertEqual(self.codes(line), ["DUPLICATE"])
        self.assertEqual(line["conflict"], "A")
        # Up to the 16th B's period holds B, C and the charge; on the 17th
        # only C is within ten days.
        self.assertEqual(line["earliest"], "2026-01-17")
        line = player.charge("E", "2026-01-12")
        self.assertEqual(line["conflict"], "B")

    def test_groups(self):
        items = "".join(
            item('<fixed amount="1"/>', '<period per="year" group="g"/>',
                 code=code) for code in ("I", "J"))
        player = Player(national(items))
        player.charge("T1", "2026-01-01", "1")
        line = player.charge("T2", "2026-02-01", "1", item="J")
        self.assertEqual(line["codes"], ["DUPLICATE"])

    def test_instalments(self):
        player = self.player('per="year" instalments="true"')
        for number, amount in enumerate(("40", "60", "0")):
            line = player.charge("T%d" % number, "2026-01-01", amount)
            self.assertEqual(line["codes"], [])
        line = player.charge("X", "2026-01-02", "0.01")
        self.assertEqual(line["codes"], ["INSTALMENTS_EXCEED"])
        self.assertEqual(line["conflict"], "T0")
        player.event("refund", "T0", "2026-01-03", refund="R",
                     amount="0.01")
        self.assertEqual(player.charge("X", "2026-01-04", "0.01")["codes"],
                         [])

    def test_premature(self):
        player = self.player('per="quarter" advance="1"')
        for period, codes in (("2026-09-30", []), ("2026-10-01", []),
                              ("2027-01-01", ["PREMATURE_COLLECTION"])):
            line = player.charge(period, "2026-07-01", period=period)
            self.assertEqual(self.codes(line), codes, period)

    def test_required_subject(self):
        line = self.player('per="once" subject="required"').charge(
            "T", "2026-01-01", "100")
        self.assertEqual(line["codes"], ["MISSING_ATTRIBUTE"])
        self.assertEqual(line["missing"], ["subject"])
        self.assertEqual(line["due"], "100.00")

    def test_accepted(self):
        player = self.player('per="once"',
                             'dated-by="accepted" from="2020-01-01"')
        line = player.charge("T", "2026-01-01", "999")
        self.assertEqual(line["codes"], ["MISSING_ATTRIBUTE"])
        self.assertEqual(line["missing"], ["accepted"])
        line = player.charge("T", "2026-01-01", "999",
                             accepted="2019-12-31")
        self.assertEqual(line["codes"], ["NOT_IN_FORCE"])


class LifeCases(unittest.TestCase):
    """Section 10."""

    def setUp(self):
        self.player = Player(national(item('<fixed amount="100"/>',
                                           '<period per="year"/>')))

    def reserve(self, txn, time, amount="100", **fields):
        return self.player.charge(txn, time, amount, event="reserve",
                                  **fields)

    def test_late_commit(self):
        self.reserve("T1", "2026-01-01T10:00:00")
        # 15 minutes on, to the second, the reservation has run out.
        line = self.player.charge("T2", "2026-01-01T10:15:00", "100")
        self.assertEqual(line["codes"], [])
        line = self.player.row(event="commit", txn="T1",
                               time="2026-01-01T10:16:00")
        self.assertEqual(line, {
            "line": 1, "txn": "T1", "event": "commit",
            "result": "committed-late", "codes": ["DUPLICATE"],
            "conflict": "T2"})
        self.assertEqual(self.player.event("commit", "T1", "2026-01-02"),
                         "ok")

    def test_late_commit_without_findings(self):
        self.reserve("T1", "2026-01-01")
        line = self.player.row(event="commit", txn="T1",
                               time="2026-02-01T00:00:00")
        self.assertNotIn("codes", line)

    def test_retries(self):
        first = self.reserve("T1", "2026-01-01T10:00:00", "100")
        again = self.player.row(txn="T1", time="2026-01-01T02:00:00Z",
                                unit="U", item="I", payer="P",
                                amount="100.0", currency="CNY")
        self.assertEqual({**again, "event": "reserve"}, first)
        self.assertEqual(self.player.event("release", "T1", "2026-01-01"),
                         "not-reserved")
        line = self.reserve("T1", "2026-01-01", "99")
        self.assertEqual(line["result"], "conflicting-retry")

    def test_release(self):
        self.reserve("T1", "2026-01-01")
        for event, result in (("refund", "not-committed"),
                              ("release", "ok"), ("release", "ok"),
                              ("commit", "not-found"),
                              ("refund", "not-committed")):
            self.assertEqual(self.player.event(
                event, "T1", "2026-01-01", refund="R", amount="1"), result)
        line = self.player.charge("T1", "2026-01-01", "101")
        self.assertEqual(line["outcome"], "deny")
        self.assertEqual(self.player.event("release", "T1", "2026-01-01"),
                         "not-found")

    def test_refunds(self):
        self.player.charge("T1", "2026-01-01", "100")
        for refund, amount, result in (
                ("A", "60", "ok"), ("A", "60.00", "ok"),
                ("A", "61", "conflicting-retry"), ("B", "41", "over-refund"),
                ("B", "40", "ok"), ("C", "0.01", "over-refund")):
            self.assertEqual(self.player.event(
                "refund", "T1", "2026-01-02", refund=refund, amount=amount),
                result, (refund, amount))
        # Fully refunded: it stands no more, yet its id stays used.
        self.assertEqual(self.player.charge("T2", "2026-01-03",
                                            "100")["codes"], [])
        self.assertEqual(self.player.charge("T1", "2026-01-03",
                                            "100")["result"],
                         "conflicting-retry")

    def test_monitor_lets_violations_stand(self):
        self.player.replay.mode = "monitor"
        line = self.player.charge("T1", "2026-01-01", "101")
        self.assertEqual((line["outcome"], line["told"]), ("deny", "allow"))
        self.assertEqual(self.player.event("commit", "T1", "2026-01-01"),
                         "ok")

    def test_check_changes_nothing(self):
        self.player.charge("T1", "2026-01-01", "100", event="check")
        self.assertEqual(self.player.event("commit", "T1", "2026-01-01"),
                         "not-found")


class CheckCases(unittest.TestCase):
    """Sections 2 to 4, 8 and 9."""

    def test_schedule_of_the_day(self):
        body = UNIT + "<items>%s</items>"
        old = document(body % item('<fixed amount="1"/>'))
        new = document(body % item('<fixed amount="2"/>'), serial=2,
                       effective="2026-07-01")
        player = Player(old, new)
        self.assertEqual(player.charge("A", "2026-06-30")["standard"],
                         "1.00")
        self.assertEqual(player.charge("B", "2026-07-01")["standard"],
                         "2.00")
        known = Player(old, new, as_known=date(2026, 6, 30))
        self.assertEqual(known.charge("C", "2026-07-01")["standard"],
                         "1.00")
        line = player.charge("D", "1999-12-31")
        self.assertEqual(line["codes"], ["NO_SCHEDULE"])
        self.assertNotIn("schedules", line)

    def test_delegation(self):
        units = ('<units><unit code="U" department="d" region="210100" '
                 'to="2026-06-30"/><unit code="V" region="210102"/>'
                 '<delegation from="U" to="V" items="I" basis="b"/></units>')
        player = Player(document(units + "<items>%s</items>"
                                 % item("<free/>")))
        self.assertEqual(player.charge("A", "2026-06-30", unit="V")["codes"],
                         [])
        self.assertEqual(player.charge("B", "2026-07-01", unit="V")["codes"],
                         ["NOT_AUTHORISED"])
        line = player.charge("C", "2026-06-30", unit="V", region="210103")
        self.assertEqual(line["codes"], ["OUTSIDE_JURISDICTION"])
        self.assertEqual(player.charge("D", "2026-07-01")["codes"],
                         ["UNKNOWN_UNIT"])

    def test_prohibition(self):
        levies = ('<prohibitions><prohibition id="p" basis="b" '
                  'payers="enterprise"%s><category> donation </category>'
                  "<keyword>赞 助</keyword></prohibition></prohibitions>")
        strict = Player(national(item("<free/>"), levies % ""))
        soft = Player(national(item("<free/>"),
                               levies % ' advisory="true"'))
        fields = {"purpose": "赞-助费", "item": "X"}
        line = strict.charge("A", "2026-01-01", **fields)
        self.assertEqual(line["codes"], ["UNLISTED_ITEM", "PROHIBITED_LEVY"])
        line = strict.charge("B", "2026-01-01", payer_type="individual",
                             category="donation")
        self.assertEqual(line["codes"], [])
        line = soft.charge("C", "2026-01-01", category="donation")
        self.assertEqual((line["codes"], line["outcome"]),
                         (["PROHIBITED_LEVY"], "allow"))

    def test_observe(self):
        player = Player(national(item(
            '<fixed amount="1"/>',
            '<observe from="2026-01-01" to="2026-01-31"/>')))
        line = player.charge("A", "2026-01-31", "2")
        self.assertEqual((line["outcome"], line["observed"]),
                         ("allow", True))
        line = player.charge("B", "2026-02-01", "2")
        self.assertEqual(line["outcome"], "deny")
        self.assertNotIn("observed", line)

    def test_penalties(self):
        fine = item(RANGE % ("0", "900"), '<uniform key="grade"/>')
        fine = fine.replace('"administrative"', '"penalty"')
        player = Player(national(fine, '<calendar><holiday from="2026-02-15"'
                                 ' to="2026-02-23" watch="7"/></calendar>'))
        grade = {"attributes": {"grade": "minor"}}
        player.charge("A", "2026-01-01", "500", **grade)
        line = player.charge("B", "2026-02-08", "600", **grade)
        self.assertEqual(line["codes"],
                         ["UNEQUAL_PENALTY", "PRE_HOLIDAY_PENALTY"])
        self.assertEqual((line["outcome"], line["conflict"]),
                         ("allow", "A"))
        self.assertEqual(player.charge("C", "2026-02-15", "1")["codes"], [])
        self.assertEqual(player.charge("D", "2026-02-07", "500",
                                       **grade)["conflict"], "B")
        self.assertEqual(player.charge("E", "2027-01-01", "1",
                                       **grade)["codes"], [])
