#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a bundle of any size, for measuring: made-up items in the mix of real schedules (fixed
amounts, cases by kind, unit prices, brackets, rates with a maximum, ranges), with units, grants,
reductions and prohibitions. Nothing of it is real; deep lint finds nothing in it.

usage: large_schedule.py ITEMS > large.xml      (50,000 items are about 50 MB)
"""
import sys

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!-- Sample data, made by tests/bench/large_schedule.py. -->
<schedule xmlns="urn:feeguard:schedule:1" id="LARGE" level="national" region="000000" issuer="示例"
          serial="{serial}" published="2025-12-01" effective="{effective}">
  <bases>
"""
DEPARTMENTS = 40


def cases(number):
    """The standard of an item, by its number."""
    base = 10 + number % 90
    kind = number % 10
    if kind < 4:
        return f'<case><fixed amount="{base}.00"/></case>'
    if kind == 4:
        return "\n".join(
            f'        <case><when><attr name="kind-{number % 7}" eq="{word}"/></when>'
            f'<fixed amount="{base * (at + 1)}.00"/></case>'
            for at, word in enumerate(["first", "renewal", "lost", "damaged"]))
    if kind == 5:
        return f'<case><per-unit price="{base}.5" unit="平方米" step="1"/></case>'
    if kind == 6:
        return ('<case><brackets on="base" mode="marginal"><band upto="10000.00" fixed="50.00"/>'
                f'<band upto="100000.00" percent="2.5"/><band percent="0.{base}"/></brackets></case>')
    if kind == 7:
        return (f'<case><when><attr name="size" ge="{base}"/></when>'
                f'<rate percent="2" max="{base}000.00"/></case><case><rate percent="3"/></case>')
    if kind == 8:
        return (f'<case><range><low><fixed amount="{base}.00"/></low>'
                f'<high><fixed amount="{base * 5}.00"/></high></range></case>')
    return ('<case><brackets on="quantity" mode="slab"><band upto="3" fixed="90.00"/>'
            f'<band upto="6" fixed="120.00"/><band fixed="{base + 200}.00"/></brackets></case>')


def item(number):
    code = f"LARGE-{number:06d}"
    department = number % DEPARTMENTS
    return f"""    <!-- 第 {number} 项：示例项目，只用来测量装入一大套标准要多少时间，名称、依据、数额都是编造的。 -->
    <item code="{code}" name="示例收费项目第 {number} 号（测量用，金额为虚构）" kind="administrative"
          category="group-{number % 200}" basis="basis-{number % 50}" from="2010-01-01"
          local="provincial" local-relief="municipal" enterprise="true" dated-by="accepted">
      <grants>
        <grant department="department-{department}" level="municipal" region="210000"/>
        <grant department="department-{department}" level="county" region="210000" basis="basis-1"/>
      </grants>
      <standard from="2010-01-01" to="2019-12-31" basis="basis-{number % 50}">
        <case><fixed amount="{10 + number % 90}.00"/></case>
      </standard>
      <standard from="2020-01-01" basis="basis-{number % 50}" rounding="half-up" round-to="0.01">
        {cases(number)}
      </standard>
      <period per="once" key="payer subject" subject="required"/>
    </item>
"""


def main():
    if len(sys.argv) not in (2, 4):
        sys.exit(__doc__)
    count = int(sys.argv[1])
    serial, effective = sys.argv[2:] if len(sys.argv) == 4 else ("1", "2020-01-01")
    out = sys.stdout
    out.write(HEAD.format(serial=serial, effective=effective))
    for number in range(50):
        out.write(f'    <basis id="basis-{number}" number="示例〔2020〕{number}号" level="national"/>\n')
    out.write("  </bases>\n  <units>\n")
    for number in range(DEPARTMENTS * 10):
        level = "municipal" if number % 10 == 0 else "county"
        region = "210100" if number % 10 == 0 else f"2101{number % 10:02d}"
        out.write(f'    <unit code="U{number:05d}" name="示例单位 {number}" '
                  f'department="department-{number // 10}" level="{level}" region="{region}"/>\n')
    out.write("  </units>\n  <items>\n")
    for number in range(count):
        out.write(item(number))
    out.write("  </items>\n  <reductions>\n")
    for number in range(200):
        out.write(f'    <reduction id="small-{number:03d}" basis="basis-1" categories="group-{number}" '
                  f'from="2023-01-01"><when><attr name="payer.type" eq="enterprise"/>'
                  f'<attr name="staff" le="{number + 10}"/></when><percent-off percent="50"/>'
                  "</reduction>\n")
    out.write("  </reductions>\n  <prohibitions>\n")
    for number in range(100):
        out.write(f'    <prohibition id="p-{number}" basis="basis-1" payers="enterprise">'
                  f"<keyword>强收{number:03d}号款</keyword></prohibition>\n")
    out.write("  </prohibitions>\n</schedule>\n")


if __name__ == "__main__":
    main()
