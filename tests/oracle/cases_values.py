"""Values and the log format: sections 1, 4, 8 and the lexical rules."""

import unittest
from datetime import date
from fractions import Fraction

from cases_support import Player, item, national
from logfile import Refused
from periods import bucket, bucket_first_day
from replay import decision_line, json_string
from values import (Malformed, Rounding, add_duration, check_code, fold,
                    lies_in, parse_money, parse_time, strip_region)


class ValueCases(unittest.TestCase):
    """Section 1, section 4 regions, section 8 folding."""

    def test_times(self):
        self.assertEqual(parse_time("2026-07-01T10:00:00+08:00"),
                         parse_time("2026-07-01t02:00:00z"))
        self.assertEqual(parse_time("2026-07-01T10:00:00"),
                         parse_time("2026-07-01T02:00:00.0000000009Z"))
        late = parse_time("2026-06-30T16:00:00Z")
        self.assertEqual(late.local_date(), date(2026, 7, 1))
        self.assertEqual(parse_time("1899-12-31T16:00:00Z").local_date(),
                         date(1900, 1, 1))
        for text in ("2199-12-31T16:00:00Z", "2026-02-29T00:00:00",
                     "2026-01-01T00:00:60Z", "2026-01-01 00:00:00",
                     "2026-01-01T24:00:00", "2026-01-01T00:00:00+24:00"):
            with self.assertRaises(Malformed):
                parse_time(text)

    def test_money(self):
        self.assertEqual(parse_money("0080.0"), 80)
        self.assertEqual(parse_money("10000000000000.00"), 10 ** 13)
        for text in ("80.000", "10000000000000.01", ".5", "5.", "-1", "1e2",
                     " 1", "", "\u0661"):
            with self.assertRaises(Malformed):
                parse_money(text)

    def test_codes(self):
        self.assertEqual(check_code("费" * 21), "费" * 21)
        for text in ("", "费" * 22, "a\nb", "a\x7f"):
            with self.assertRaises(Malformed):
                check_code(text)

    def test_regions(self):
        self.assertEqual(strip_region("210100"), "2101")
        self.assertEqual(strip_region("210000"), "21")
        self.assertEqual(strip_region("441900003000"), "441900003")
        self.assertEqual(strip_region("210100000000"), "2101")
        self.assertTrue(lies_in("110000", "000000"))
        self.assertTrue(lies_in("210102", "210100"))
        self.assertFalse(lies_in("210100", "210102"))

    def test_rounding(self):
        self.assertEqual(Rounding().apply(Fraction("2.345")),
                         Fraction("2.35"))
        self.assertEqual(Rounding("down").apply(Fraction("2.349")),
                         Fraction("2.34"))
        self.assertEqual(Rounding("up", Fraction(1)).apply(Fraction("2.01")),
                         3)

    def test_folding(self):
        self.assertEqual(fold("ＡＢ－ｃ　Ｄ"), "abcd")
        self.assertEqual(fold("赞\u200b助·「费」\u3000$"), "赞助费")
        self.assertEqual(fold("\u3041\u303f\u2027\u2028a"), "\u3041a")
        self.assertEqual(fold("É\x1c"), "É\x1c")

    def test_durations(self):
        self.assertEqual(add_duration(date(2026, 1, 31), 1, "M"),
                         date(2026, 2, 28))
        self.assertEqual(add_duration(date(2024, 2, 29), 1, "Y"),
                         date(2025, 2, 28))
        self.assertEqual(add_duration(date(2026, 1, 31), 30, "D"),
                         date(2026, 3, 2))
        self.assertEqual(add_duration(date(2026, 1, 31), 10 ** 12, "D"),
                         date.max)

    def test_buckets(self):
        self.assertEqual(bucket("year", date(2026, 9, 30), 10),
                         bucket("year", date(2025, 10, 1), 10))
        self.assertEqual(
            bucket_first_day("year", bucket("year", date(2026, 10, 1), 10),
                             10), date(2026, 10, 1))
        number = bucket("half-year", date(2026, 8, 1))
        self.assertEqual(bucket_first_day("half-year", number),
                         date(2026, 7, 1))
        number = bucket("quarter", date(2199, 12, 31))
        self.assertIsNone(bucket_first_day("quarter", number + 1))

    def test_escapes(self):
        self.assertEqual(json_string('"\\\n\x01\x1f\x7f费/'),
                         '"\\"\\\\\\n\\u0001\\u001f\x7f费/"')
        self.assertEqual(decision_line({"a": None, "codes": [], "b": ()}),
                         '{"codes":[]}')


class LogCases(unittest.TestCase):
    """The log format."""

    def setUp(self):
        self.player = Player(national(item("<free/>")))

    def test_csv(self):
        data = (b'\xef\xbb\xbftxn,time,unit,item,payer,amount,purpose\r\n'
                b'\r\n'
                b'A,2026-01-01T00:00:00,U,I,P,0,"two\nlines"\r\n'
                b'B,2026-01-01T00:00:00,U,I,P,0,a"b\n'
                b'C,2026-01-01T00:00:00,U,I,P,0\n'
                b'D,2026-01-01T00:00:00,U,I,P,0,\xff\n'
                b'E,2026-01-01T00:00:00,U,I,P,-1,')
        lines = self.player.raw(data)
        bad = {"outcome": "deny", "told": "deny",
               "codes": ["INVALID_CHARGE"]}
        self.assertEqual((lines[0]["line"], lines[0]["codes"]), (3, []))
        self.assertEqual(lines[1], {"line": 5, **bad})
        self.assertEqual(lines[2], {"line": 6, **bad})
        self.assertEqual(lines[3], {"line": 7, "txn": "D",
                                    "event": "charge", **bad})
        self.assertEqual(lines[4]["txn"], "E")

    def test_unterminated_quote_runs_to_the_end(self):
        data = b'txn,time\n"A""b,x\nB,y\n'
        self.assertEqual([line["line"] for line in self.player.raw(data)],
                         [2])

    def test_header(self):
        for data in (b"", b"txn,txn\n", b"txn,colour\n", b'"txn\n'):
            with self.assertRaises(Refused):
                self.player.raw(data)
        self.assertEqual(self.player.raw(b"txn,colour\n",
                                         ignore_unknown=True), [])

    def test_jsonl(self):
        good = ('"time":"2026-01-01T00:00:00","unit":"U","item":"I",'
                '"payer":"P","amount":0.00')
        rows = ('{"txn":"A",%s,"region":"","subject":null}',
                '{"txn":"B",%s,"purpose":"\\ud800"}',
                '{"txn":"C",%s,"txn":"C"}',
                '{"txn":"D",%s,"attributes":{"payer.type":"x"}}',
                '{"txn":"E",%s,"attributes":{"payer.type":""}}',
                '{"txn":7,%s}', '[%s]',
                '{"txn":"F",%s,"event":"check","colour":1}')
        data = "\n".join(row % good for row in rows).encode("utf-8")
        lines = self.player.raw(data, "log.jsonl")
        self.assertEqual([(line.get("txn"), line.get("event"),
                           bool(line["codes"])) for line in lines],
                         [("A", "charge", False), ("B", "charge", True),
                          (None, None, True), ("D", "charge", True),
                          ("E", "charge", False), (None, "charge", True),
                          (None, None, True), ("F", "check", True)])

    def test_malformed_rows_move_no_clock(self):
        self.player.charge("A", "2026-01-01", event="reserve")
        self.player.charge("B", "2027-01-01", "1.234")
        self.assertEqual(self.player.event("commit", "A", "2026-01-01"),
                         "ok")
        self.assertEqual(self.player.row(
            event="refund", txn="A", refund="R", amount="0",
            time="2026-01-01")["codes"], ["INVALID_CHARGE"])
