#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What `feeguard health` tells: text, JSON, and metrics that a strict reader of Prometheus' text
format takes line by line.

usage: health.py FEEGUARD SCHEDULES-DIR
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

FEEGUARD, BUNDLE = sys.argv[1:3]
failures = 0

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\\\|\\"|\\n)*"'
SAMPLE = re.compile(rf"({NAME})(?:\{{({LABEL}(?:,{LABEL})*)\}})? (-?[0-9]+(?:\.[0-9]+)?)")


def check(story, good, detail=""):
    global failures
    if not good:
        failures += 1
        print(f"{story}: {detail}", file=sys.stderr)


def run(*arguments):
    return subprocess.run([FEEGUARD, "health", *map(str, arguments)], encoding="utf-8",
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)


def read_metrics(text):
    """{family: (type, {(name, labels): value})}; anything against the format is an error."""
    families, family = {}, None
    if not text.endswith("\n"):
        raise ValueError("no line feed at the end")
    for line in text[:-1].split("\n"):
        if line.startswith("# HELP "):
            family = line.split(" ")[2]
            if family in families or not re.fullmatch(NAME, family):
                raise ValueError(f"a family comes twice or has no name: {line}")
            families[family] = [None, {}]
        elif line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            if name != family or families[family][0] or kind not in ("counter", "gauge"):
                raise ValueError(f"TYPE without its HELP: {line}")
            families[family][0] = kind
        else:
            match = SAMPLE.fullmatch(line)
            if not match or match[1] != family or not families[family][0]:
                raise ValueError(f"no sample of {family}: {line}")
            key = (match[1], match[2])
            if key in families[family][1]:
                raise ValueError(f"a sample comes twice: {line}")
            families[family][1][key] = float(match[3])
    return families


def metrics():
    done = run("--schedules", BUNDLE, "--metrics")
    check("metrics", done.returncode in (0, 1) and not done.stderr, done.stderr)
    families = read_metrics(done.stdout)
    documents = len(list(pathlib.Path(BUNDLE).glob("*.xml")))
    check("a line for each document",
          len(families["feeguard_schedule_info"][1]) == documents, done.stdout)
    check("documents", families["feeguard_documents"][1][("feeguard_documents", None)] ==
          documents, done.stdout)
    check("counters end in total", all(name.endswith("_total") == (kind == "counter")
                                       for name, (kind, _) in families.items()), done.stdout)


def words_and_json():
    done = run("--schedules", BUNDLE)
    check("text", done.returncode in (0, 1) and "收费项目" in done.stdout, done.stderr)
    done = run("--schedules", BUNDLE, "--language", "en")
    check("English", "in effect" in done.stdout and "items" in done.stdout, done.stdout)
    done = run("--schedules", BUNDLE, "--json")
    told = json.loads(done.stdout)
    check("JSON", told["items"] > 0 and all(len(one["sha256"]) == 64 and one["serial"] > 0
                                            for one in told["documents"]), done.stdout)


DOCUMENT = """<schedule xmlns='urn:feeguard:schedule:1' id='A' level='national' region='000000'
 serial='1' effective='2020-01-01'>
<bases><basis id='b' number='示例' title='示例' level='national'/></bases>
<units><unit code='U' region='210100'/></units>
<items><item code='ITEM' kind='service' basis='b'><grants><grant region='210000'/></grants>
<standard basis='b'{end}><case><fixed amount='1.00'/></case></standard><period per='day'/></item>
</items></schedule>
"""


def warnings(work):
    document = work / "a.xml"
    document.write_text(DOCUMENT.format(end=""), encoding="utf-8")
    check("nothing near", run("--schedules", work).returncode == 0)
    document.write_text(DOCUMENT.format(end=" to='2089-12-31'"), encoding="utf-8")
    done = run("--schedules", work)
    check("a gap far away", done.returncode == 0 and "2090-01-01" in done.stdout, done.stdout)
    date = subprocess.run(["date", "-d", "+10 days", "+%F"], encoding="utf-8", check=True,
                          stdout=subprocess.PIPE).stdout.strip()
    document.write_text(DOCUMENT.format(end=f" to='{date}'"), encoding="utf-8")
    done = run("--schedules", work)
    check("a gap near", done.returncode == 1 and "没有收费标准" in done.stdout, done.stdout)
    check("a gap near enough", run("--schedules", work, "--warn-days", 5).returncode == 0)


def refused(work):
    check("no schedules", run().returncode == 2)
    check("help", "usage" in run("--help").stdout)
    check("two forms", run("--schedules", work, "--json", "--metrics").returncode == 2)
    check("days", run("--schedules", work, "--warn-days", "soon").returncode == 2)
    check("language", run("--schedules", work, "--language", "fr").returncode == 2)
    check("no plugin", run("--schedules", work, "--plugin", work / "none.so").returncode == 2)
    (work / "a.xml").write_text("<schedule/>", encoding="utf-8")
    done = run("--schedules", work)
    check("refused schedules", done.returncode == 2 and "a.xml:1: " in done.stderr, done.stderr)


def main():
    metrics()
    words_and_json()
    with tempfile.TemporaryDirectory() as directory:
        warnings(pathlib.Path(directory))
        refused(pathlib.Path(directory))
    sys.exit(failures > 0)


if __name__ == "__main__":
    main()
