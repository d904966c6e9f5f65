#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`feeguard schedule test`: on the real schedules every case holds, nothing is left untouched, and a
figure that is changed is found out; on a small bundle just the gaps that it has are told; failing,
malformed and missing cases, in two languages, as text and as JSON.

usage: trial.py FEEGUARD BUNDLE LIAR STRIDE    (LIAR: a library with untrue answers; each
STRIDE-th figure of the real schedules is changed)
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from trial_bundle import (COMPLETE, COUNTS_WITH_GAPS, GAPS_EN, GAPS_ZH, HEADER, NATION, PROVINCE,
                          REPLACED, ROWS)


class Runner:
    def __init__(self, feeguard):
        self.feeguard = feeguard
        self.wrong = 0

    def expect(self, story, good, what):
        if good:
            return
        self.wrong += 1
        print(f"{story}: {what}")

    def test(self, folder, *options):
        run = subprocess.run([self.feeguard, "schedule", "test", str(folder), *options],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        return run.returncode, run.stdout.decode(), run.stderr.decode()

    def json(self, story, folder, *options):
        """Exit status and the lines, each of which is JSON."""
        status, output, errors = self.test(folder, "--json", *options)
        self.expect(story, errors == "", errors)
        return status, [json.loads(line) for line in output.splitlines()]


def write(folder, rows, header=HEADER):
    (folder / "nation.xml").write_text(NATION, encoding="utf-8")
    (folder / "province.xml").write_text(PROVINCE, encoding="utf-8")
    (folder / "replaced.xml").write_text(REPLACED, encoding="utf-8")
    (folder / "tests.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


# ---- the real schedules ----

def real(runner, bundle):
    status, output, errors = runner.test(bundle, "--strict")
    runner.expect("real schedules", status == 0 and errors == "", output + errors)
    runner.expect("real schedules", len(output.splitlines()) == 2, output)


def blank(found):
    return " " * len(found[0])


def figures(text):
    """(element, attribute, figure, where) of the sums, prices, percents, bounds and steps that some
    decision can depend on: not in comments, not low ends that do not bind because instalments are
    allowed."""
    text = re.sub(r"<!--.*?-->", blank, text, flags=re.S)
    text = re.sub(r"<item .*?</item>",
                  lambda item: re.sub(r"<low>.*?</low>", blank, item[0], flags=re.S)
                  if 'instalments="true"' in item[0] else item[0], text, flags=re.S)
    return [(tag[1], found[1], found[2], tag.start() + found.start(2))
            for tag in re.finditer(r"<(?!period)([a-z-]+) [^<>]*>", text)
            for found in re.finditer(r'\b(amount|percent|price|fixed|min|max|upto|step)="([0-9.]+)"',
                                     tag[0])]


def other_figure(element, attribute, figure):
    """One more. What is taken off, one less: more than all of it is refused. A bound of many yuan a
    tenth more: one yuan more is lost in rounding."""
    figure = int(float(figure))
    if attribute == "upto" and figure >= 10000:
        return figure + figure // 10
    return figure + (-1 if element == "percent-off" else 1)


def changed_figures(runner, bundle, stride):
    changed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name) / "schedules"
        shutil.copytree(bundle, folder)
        for file in sorted(folder.glob("[a-z][a-z]-*.xml")):
            text = file.read_text(encoding="utf-8")
            for element, attribute, figure, begin in figures(text)[::stride]:
                changed += 1
                line = text.count("\n", 0, begin) + 1
                other = other_figure(element, attribute, figure)
                file.write_text(f"{text[:begin]}{other}{text[begin + len(figure):]}",
                                encoding="utf-8")
                status, output, errors = runner.test(folder)
                runner.expect(f"{file.name}:{line}", status == 1 and ": error: 用例" in errors,
                              f"{attribute} {figure} was changed and no case fails: {output[:200]}"
                              f"{errors[:200]}")
            file.write_text(text, encoding="utf-8")
    runner.expect("changed figures", changed > 350 // stride, f"only {changed} were found")
    return changed


# ---- a small bundle ----

def gaps(runner, folder):
    write(folder, ROWS)
    for language, expected in (("zh", GAPS_ZH), ("en", GAPS_EN)):
        status, output, errors = runner.test(folder, "--language", language)
        lines = [line.removeprefix(f"{folder}/") for line in output.splitlines()]
        runner.expect(f"gaps {language}", status == 0 and errors == "", errors)
        runner.expect(f"gaps {language}", lines == expected, "\n".join(lines))
    status, output, errors = runner.test(folder, "--strict")
    runner.expect("strict", status == 1 and errors == "", f"{status} {errors}")


def gaps_as_json(runner, folder):
    write(folder, ROWS)
    status, lines = runner.json("json", folder)
    runner.expect("json", status == 0, status)
    untouched = [line for line in lines if line["type"] == "untouched"]
    told = [f"{pathlib.Path(line['file']).name}:{line['line']}" for line in untouched]
    listed = [":".join(line.split(":")[:2]) for line in GAPS_ZH[3:]]
    runner.expect("json", told == listed, told)
    band = next(line for line in untouched if line["kind"] == "band")
    keys = ["type", "kind", "file", "line", "document", "item", "to", "case", "band", "words"]
    runner.expect("json", list(band) == keys, band)
    runner.expect("json", band["item"] == "TIERS" and band["to"] == "2021-12-31" and
                  band["document"] == "NATION@1" and band["case"] == 1 and band["band"] == 3, band)
    coverage = {line["kind"]: [line["touched"], line["all"]] for line in lines
                if line["type"] == "coverage"}
    runner.expect("json", coverage == COUNTS_WITH_GAPS, coverage)
    runner.expect("json", lines[-1] == {"type": "summary", "cases": len(ROWS), "failed": 0,
                                        "untouched": len(untouched)}, lines[-1])


def complete(runner, folder):
    write(folder, ROWS + COMPLETE)
    status, output, errors = runner.test(folder, "--strict", "--language", "en")
    runner.expect("complete", status == 0 and errors == "", output + errors)
    runner.expect("complete", output == f"{len(ROWS) + len(COMPLETE)} cases, all as expected\n"
                  "touched: item 6/6, case 10/10, band 13/13, reduction 4/4, basis 9/9\n", output)


# ---- what is wrong with cases ----

GOOD = ROWS[0]
WRONG = [
    # story, row, reason, parts of the message in Chinese, the same in English
    ("outcome", GOOD.replace(",allow,", ",deny,"), "mismatch",
     ["用例 T-1 与期望不符：期望 deny，应缴 100.00；实际 allow，应缴 100.00，标准 100.00（nation.xml:",
      "判断没错的，把 expect 改为 allow；用例没错的，核对标准文件"],
     ["T-1: not as expected: expected deny, due 100.00; got allow, due 100.00, standard 100.00 (",
      "if that is right, write expect allow; if not, look at the schedule"]),
    ("due", GOOD.replace(",100.00,,", ",99.00,,").replace("allow,100.00", "allow,99.00"),
     "mismatch",
     ["期望 allow，应缴 99.00；实际 allow:UNDERCHARGED（少收），应缴 100.00",
      "把 expect 改为 allow:UNDERCHARGED、expect_due 改为 100.00",
      "核对 amount、quantity、base、attr:*、payer_type 各列和标准文件"],
     ["got allow:UNDERCHARGED, due 100.00", "write expect allow:UNDERCHARGED and expect_due 100.00",
      "look at amount, quantity, base, attr:*, payer_type and at the schedule"]),
    ("codes", GOOD.replace("allow,100.00", "deny:DUPLICATE,100.00"), "mismatch",
     ["期望 deny:DUPLICATE，应缴 100.00；实际 allow", "核对 payer、subject、time、period 各列"],
     ["expected deny:DUPLICATE", "look at payer, subject, time, period and"]),
    ("missing attribute", GOOD.replace(",tiers,", ",,"), "mismatch",
     ["实际 deny:MISSING_ATTRIBUTE（缺少计费要素），没有算出应缴额", "核对 attr:kind、quantity"],
     ["got deny:MISSING_ATTRIBUTE, no due was computed", "look at attr:kind, quantity"]),
    ("malformed", GOOD.replace("2021-05-06T", "2021-05-36T"), "malformed",
     ["用例 T-1 这一行写法有误：time: 须为 RFC 3339 时间", "请改正；有意如此的"],
     ["T-1: the row is malformed: time: not an RFC 3339 time", "mend it"]),
    ("no expectation", GOOD.replace(",allow,", ",,"), "no-expectation",
     ["用例 T-1 没有写期望：在 expect 列写 allow 或者 deny:CODE；现在的判断是 allow"],
     ["T-1: no expectation: write allow or deny:CODE in the column expect; judged now: allow"]),
    ("commit of nothing", "commit,T-0,2021-05-06T10:00:00,,,,,,,,,,,,,allow,,", "mismatch",
     ["期望 allow；实际 deny（结果 not-found）"], ["expected allow; got deny (result not-found)"]),
]


def wrong_cases(runner, folder):
    for story, row, reason, zh, en in WRONG:
        write(folder, [*ROWS[1:3], row])
        for language, parts in (("zh", zh), ("en", en)):
            status, output, errors = runner.test(folder, "--language", language)
            runner.expect(story, status == 1, f"exit status {status}")
            runner.expect(story, errors.startswith(f"{folder}/tests.csv:4: error: "), errors)
            runner.expect(story, errors.count("\n") == 1, errors)
            for part in parts:
                runner.expect(story, part in errors, errors)
        runner.expect(story, output.startswith("3 cases, 1 failed\n"), output)
        status, lines = runner.json(story, folder)
        failures = [line for line in lines if line["type"] == "failure"]
        runner.expect(story, status == 1 and len(failures) == 1, failures)
        runner.expect(story, failures[0]["reason"] == reason and failures[0]["line"] == 4, failures)
        runner.expect(story, zh[0].split(" ", 2)[-1][:20] in failures[0]["message"], failures)
        runner.expect(story, lines[-1]["failed"] == 1, lines[-1])


def meant_malformed(runner, folder):
    write(folder, [GOOD.replace("2021-05-06T", "2021-05-36T").replace("allow,100.00",
                                                                     "deny:INVALID_CHARGE,")])
    status, _, errors = runner.test(folder)
    runner.expect("meant to be malformed", status == 0 and errors == "", errors)


def many_malformed(runner, folder):
    """Each is told: none is cut off after some."""
    row = GOOD.replace("2021-05-06T", "2021-05-36T")
    write(folder, [row.replace("T-1", f"T-{i}") for i in range(30)])
    status, _, errors = runner.test(folder)
    runner.expect("many malformed", status == 1 and len(errors.splitlines()) == 30, errors[-300:])


# ---- what cannot be carried out ----

def cannot(runner, folder):
    write(folder, ROWS, HEADER.replace("attr:kind", "kind"))
    status, output, errors = runner.test(folder)
    runner.expect("unknown column", status == 2 and output == "" and
                  errors == f"{folder}/tests.csv:1: error: unknown column: kind\n", errors)
    (folder / "tests.csv").unlink()
    for language, part in (("zh", "tests.csv：没有用例文件。请在该处写一个 CSV"),
                           ("en", "tests.csv: there is no such file; write cases into it")):
        status, output, errors = runner.test(folder, "--language", language)
        runner.expect("no cases", status == 2 and output == "" and part in errors and
                      "expect,expect_due,note" in errors, errors)
    (folder / "tests.csv").mkdir()
    status, _, errors = runner.test(folder)
    runner.expect("a folder", status == 2 and "tests.csv" in errors, errors)
    (folder / "tests.csv").rmdir()
    write(folder, ROWS)
    (folder / "nation.xml").write_text(NATION.replace("basis='standard-1'", "basis='nothing'"),
                                       encoding="utf-8")
    status, output, errors = runner.test(folder)
    runner.expect("refused", status == 1 and output == "" and "nation.xml" in errors, errors)
    write(folder, ROWS)
    status, _, errors = runner.test(folder, "--trust", str(folder / "nowhere"))
    runner.expect("no trust", status == 1 and "nowhere" in errors, errors)
    for options in (["--plugin", "/dev/null"], ["--language", "fr"], ["extra"], ["--wrong"]):
        status, output, errors = runner.test(folder, *options)
        runner.expect(str(options), status == 2 and output == "" and errors != "", errors)
    status, _, errors = runner.test(folder / "nowhere")
    runner.expect("no directory", status == 2, errors)
    status, output, _ = runner.test(folder, "--help")
    runner.expect("help", status == 0 and "usage: feeguard schedule test DIR" in output, output)


def untrue_answers(runner, folder, liar):
    """A library that does not decide as the rules say ends the run: nothing would be certain."""
    write(folder, ROWS)
    status, _, errors = runner.test(folder, "--plugin", liar)
    runner.expect("liar with nothing to lie about", status == 0, errors)
    for txn, expect, part in (("LIE-DUE", "allow", "the library decides otherwise"),
                              ("LIE-CODES", "deny", "the library decides otherwise"),
                              ("LIE-STATUS", "allow", f"{folder}/tests.csv:2: error: ")):
        row = GOOD.replace("T-1", txn).replace("allow,100.00", f"{expect},")
        write(folder, [row.replace(",100.00,", ",101.00,") if txn == "LIE-CODES" else row])
        status, output, errors = runner.test(folder, "--plugin", liar)
        runner.expect(txn, status == 2 and output == "" and part in errors, errors)


def main():
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    runner = Runner(sys.argv[1])
    real(runner, sys.argv[2])
    for check in (gaps, gaps_as_json, complete, wrong_cases, meant_malformed, many_malformed, cannot):
        with tempfile.TemporaryDirectory() as name:
            check(runner, pathlib.Path(name))
    with tempfile.TemporaryDirectory() as name:
        untrue_answers(runner, pathlib.Path(name), sys.argv[3])
    changed = changed_figures(runner, sys.argv[2], int(sys.argv[4]))
    print(f"{changed} figures changed, {runner.wrong} wrong")
    sys.exit(1 if runner.wrong else 0)


if __name__ == "__main__":
    main()
