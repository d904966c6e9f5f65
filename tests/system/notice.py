#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Publishes the notice of the real schedules and uses it in a real browser: what is listed, searched
and filtered, keys, a phone, no script, paper, contrast; and that it asks for nothing and says nothing.

usage: notice.py FEEGUARD SCHEDULES-DIR CHROMEDRIVER CHROMIUM [PICTURES-DIR]
"""
import base64
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import notice_expect
from webdriver import DOWN, ENTER, TAB, Browser

DATE = "2026-07-01"
SHOWN = """return Array.from(document.querySelectorAll("tr.item"))
    .filter((row) => row.offsetHeight > 0)
    .map((row) => row.querySelector(".code").textContent);"""
CONTRAST = r"""
const light = (rgb) => rgb.map((v) => v / 255).map((v) => v <= 0.03928 ? v / 12.92
    : ((v + 0.055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
const parts = (color) => color.match(/[\d.]+/g).map(Number);
const ground = (element) => {
  for (; element; element = element.parentElement) {
    const color = parts(getComputedStyle(element).backgroundColor);
    if (color.length === 3 || color[3] > 0) return color.slice(0, 3);
  }
  return [255, 255, 255];
};
const bad = [];
for (const element of document.querySelectorAll("body *")) {
  const text = Array.from(element.childNodes).some((n) => n.nodeType === 3 && n.data.trim());
  if (!text || element.tagName === "SCRIPT") continue;
  const pair = [light(parts(getComputedStyle(element).color).slice(0, 3)), light(ground(element))];
  const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
  if (ratio < 4.5) bad.push([element.outerHTML.slice(0, 80), ratio]);
}
return bad;"""
UNTITLED = """return Array.from(document.querySelectorAll("table.list > tbody > tr > td"))
    .filter((cell) => cell.offsetHeight > 0 && getComputedStyle(cell, "::before").content.length < 4)
    .map((cell) => cell.textContent.slice(0, 40));"""
failures = []


def expect(what, got, wanted):
    if got != wanted:
        failures.append(f"{what}:\n  got    {got!r}\n  wanted {wanted!r}")


def expect_true(what, value):
    if not value:
        failures.append(what)


def count(browser):
    return browser.run("return document.getElementById('count').textContent")


def choose(browser, field, value):
    browser.run("""const field = document.getElementById(arguments[0]);
        field.value = arguments[1];
        field.dispatchEvent(new Event("change", {bubbles: true}));""", field, value)


def reset(browser):
    browser.click("#filters button")
    browser.run("return new Promise((done) => setTimeout(done, 50))")


def check_content(browser, bundle):
    """The right items in the right sections, units, standards and digests."""
    def codes(section):
        return set(browser.run("""return Array.from(document.querySelectorAll(
            "section[aria-labelledby=" + arguments[0] + "] tr.item .name + .code"))
            .map((code) => code.textContent)""", section))
    expect("items in force", codes("current"), bundle.current())
    expect("items that ended", codes("ended"), {code for code, (_, item) in bundle.items().items()
                                                 if (item.get("to") or "9999") < bundle.date})
    expect("items to come", codes("coming"), set())
    units = browser.run("""const found = {};
        document.querySelectorAll("section[aria-labelledby=current] tr.item").forEach((row) => {
          found[row.querySelector(".code").textContent] =
            Array.from(row.querySelectorAll(".units .code")).map((code) => code.textContent);
        });
        return found;""")
    expect("units by item", {code: set(names) for code, names in units.items()},
           {code: bundle.chargers(code) for code in bundle.current()})
    text = browser.run("return document.documentElement.textContent")
    for _, digest, file in bundle.files:
        expect_true(f"digest of {file}", digest in text)
    samples = browser.run("""return Array.from(document.querySelectorAll("tr.item"))
        .filter((row) => row.querySelector("th .sample"))
        .map((row) => row.querySelector(".code").textContent)""")
    expect("items marked as sample data", set(samples),
           {code for code, (root, _) in bundle.items().items()
            if root.get("id").lower().startswith("sample")})


def check_words(browser):
    """A few rows whose law is known by heart."""
    def cell(code, name):
        return browser.run("""const row = Array.from(document.querySelectorAll("tr.item")).find(
            (one) => one.querySelector(".code").textContent === arguments[0]);
            return row.querySelector("." + arguments[1]).textContent;""", code, name)
    property_case = cell("CN-COURT-PROPERTY", "standards")
    for part in ("超过1万元、不超过10万元的部分", "按2.5%", "2300 + (诉讼请求的金额或者价额 − 100000) × 2%",
                 "国务院令第481号"):
        expect_true(f"CN-COURT-PROPERTY: {part}", part in property_case)
    for code, name, part in (
            ("CN-COURT-PAYMENT-ORDER", "standards", "财产案件受理费（CN-COURT-PROPERTY）"),
            ("CN-COURT-PRESERVE", "standards", "总额最高5000元"),
            ("CN-PASSPORT", "standards", "120元"),
            ("CN-PASSPORT", "authority", "按受理日期适用当日的标准和减免"),
            ("CN-RE-REG", "relief", "缴款人类型为个体工商户"),
            ("SY-WATER", "standards", "连续累计分段"),
            ("SY-WATER", "relief", "名单不在此公开"),
            ("CN-SEWAGE", "standards", "沈阳市另定标准"),
            ("CN-FINE-FIRE", "authority", "与下列项目合并计次"),
            ("CN-OLD-TERMITE", "authority", "已不得收取")):
        expect_true(f"{code}: {part}", part in cell(code, name))
    whole = browser.run("return document.body.textContent")
    expect_true("prohibitions", "禁止摊派的红线" in whole and "强制入会收取会费" in whole)
    expect_true("no payer of a commitment is named", "912101000000000197" not in whole)


def check_search(browser, total):
    expect("count at first", count(browser), f"共{total}项")
    browser.type("#search", "护照")
    shown = browser.run(SHOWN)
    expect_true("the passport is found", "CN-PASSPORT" in shown and len(shown) < total)
    expect("count of a search", count(browser), f"共{total}项，符合条件的{len(shown)}项")
    browser.clear("#search")
    browser.type("#search", "ｃｎ－ｐａｓｓｐｏｒｔ　工本费") # full width, two words
    expect("two words in full width", browser.run(SHOWN), ["CN-PASSPORT"])
    browser.clear("#search")
    browser.type("#search", "没有这样的项目")
    expect("nothing is found", browser.run(SHOWN), [])
    expect("count of nothing", count(browser), f"共{total}项，符合条件的0项；请减少或者更换条件")
    reset(browser)
    expect("all again", (len(browser.run(SHOWN)), count(browser)), (total, f"共{total}项"))


def check_filters(browser, bundle):
    items = bundle.items()

    def expect_codes(what, wanted):
        expect(what, set(browser.run(SHOWN)), {code for code in items if wanted(code)})
    choose(browser, "kind", "4")
    expect_codes("penalties", lambda code: items[code][1].get("kind") == "penalty")
    choose(browser, "enterprise", "no")
    expect_codes("penalties not on enterprises",
                 lambda code: items[code][1].get("kind") == "penalty"
                 and items[code][1].get("enterprise") != "true")
    reset(browser)
    choose(browser, "enterprise", "yes")
    expect_codes("on enterprises", lambda code: items[code][1].get("enterprise") == "true")
    reset(browser)
    choose(browser, "region", "")
    for region in browser.run("return Array.from(document.getElementById('region').options)"
                              ".map((option) => option.value).filter(Boolean)"):
        choose(browser, "region", region)
        expect_codes(f"region {region}", lambda code, region=region: region.startswith(
            notice_expect.stripped(items[code][0].get("region"))))
    reset(browser)
    units = bundle.units()
    for label, department in (("法院", "court"), ("水务部门", "water"), ("税务机关", "tax")):
        choose(browser, "department", browser.run(
            "return Array.from(document.getElementById('department').options)"
            ".find((option) => option.textContent === arguments[0]).value", label))
        for level in ("provincial", "municipal", "county"):
            choose(browser, "level", level)
            shown = set(browser.run(SHOWN)) & bundle.current()
            expect(f"{label} {level}", shown, {
                code for code in bundle.current()
                if any(units[name].get("department") == department
                       and units[name].get("level") == level for name in bundle.chargers(code))})
    reset(browser)


def check_keyboard(browser, url):
    """Everything can be reached and worked without a mouse."""
    browser.open(url)
    focused = "return document.activeElement.id || document.activeElement.className"
    browser.press(TAB)
    expect("the first stop", browser.run(focused), "skip")
    expect_true("the skip link is seen", browser.run(
        "return document.activeElement.getBoundingClientRect().left >= 0"))
    stops = []
    for _ in range(7):
        browser.press(TAB)
        stops.append(browser.run(focused + " || document.activeElement.type"))
    expect("the stops", stops, ["search", "department", "level", "kind", "enterprise", "region",
                                "reset"])
    browser.run("document.getElementById('kind').focus()")
    browser.press(DOWN)
    expect("a filter by key", browser.run("return document.getElementById('kind').value"), "0")
    browser.run("document.getElementById('search').focus()")
    browser.press("CN-SEWAGE")
    expect("a search by keys", browser.run(SHOWN), [])  # a fund: the filter by key holds
    reset(browser)
    summary = "document.querySelector('tr.item details summary')"
    browser.run(f"{summary}.focus()")
    browser.press(ENTER)
    expect_true("a fold by key", browser.run(f"return {summary}.parentElement.open"))
    browser.run("document.querySelector('.skip').focus()")
    browser.press(ENTER)
    expect("skipped to", browser.run(focused), "list")


def check_form(browser):
    """Names, headings, tables as assistive programs need them."""
    expect("language", browser.run("return document.documentElement.lang"), "zh-CN")
    expect("fields without a label", browser.run(
        "return Array.from(document.querySelectorAll('input, select'))"
        ".filter((field) => field.labels.length !== 1).length"), 0)
    expect("headers without a scope", browser.run(
        "return document.querySelectorAll('th:not([scope])').length"), 0)
    expect("tables without a caption", browser.run(
        "return Array.from(document.querySelectorAll('table')).filter((t) => !t.caption).length"), 0)
    expect("ids twice", browser.run(
        "const ids = Array.from(document.querySelectorAll('[id]')).map((e) => e.id);"
        "return ids.filter((id, at) => ids.indexOf(id) !== at)"), [])
    expect("live region", browser.run(
        "return document.getElementById('count').getAttribute('aria-live')"), "polite")
    expect("handlers and styles in place", browser.run(
        "return document.querySelectorAll('[style], [onclick], [onload], [src]').length"), 0)
    expect("too little contrast", browser.run(CONTRAST), [])
    expect("visible lists without headers", browser.run(
        "return Array.from(document.querySelectorAll('table.list'))"
        ".filter((t) => t.tHead.rows[0].cells.length < 5).length"), 0)


def roles(browser):
    tree = browser.devtools("Accessibility.getFullAXTree")["nodes"]
    found = {}
    for node in tree:
        role = node.get("role", {}).get("value")
        found[role] = found.get(role, 0) + 1
    return found


def check_widths(browser, url, pictures):
    """No sideways scrolling from a small phone to a desk; on a phone it is still a table."""
    browser.open(url)
    for width, height, mobile in ((320, 640, True), (390, 844, True), (768, 1024, True),
                                  (1024, 768, False), (1920, 1080, False)):
        browser.viewport(width, height, mobile)
        widths = browser.run("return [document.documentElement.scrollWidth, innerWidth]")
        expect(f"width at {width}", widths, [width, width])
        beyond = browser.run("""return Array.from(document.querySelectorAll("main *"))
            .filter((one) => one.getBoundingClientRect().right > innerWidth + 1
                && getComputedStyle(one.closest("thead, caption") || one).position !== "absolute")
            .map((one) => one.outerHTML.slice(0, 80))""")
        expect(f"beyond the edge at {width}", beyond, [])
        if width == 390:
            expect("cells on a phone that do not say what they are", browser.run(UNTITLED), [])
            expect("too little contrast on a phone", browser.run(CONTRAST), [])
        if width in (390, 1920):
            found = roles(browser)
            expect_true(f"table roles at {width}: {found}",
                        found.get("row", 0) > 90 and found.get("rowheader", 0) > 90
                        and found.get("columnheader", 0) >= 15)
        if pictures and width in (390, 1024, 1920):
            browser.picture(pictures / f"{width}.png")
            for part in range(1, 6):
                browser.run("scrollTo(0, arguments[0])", part * (3000 if mobile else 2500))
                browser.picture(pictures / f"{width}-{part}.png")
    browser.devtools("Emulation.clearDeviceMetricsOverride")


def check_without_script(browser, url, total):
    browser.devtools("Emulation.setScriptExecutionDisabled", value=True)
    browser.open(url)
    expect("rows without a script", len(browser.run(SHOWN)), total)
    expect("folds closed without a script", browser.run(
        "return document.querySelectorAll('details:not([open])').length"), 0)
    expect("a form that would do nothing", browser.run(
        "return document.getElementById('filters').offsetHeight"), 0)
    browser.devtools("Emulation.setScriptExecutionDisabled", value=False)


def check_print(browser, url, pictures):
    browser.open(url)
    browser.devtools("Emulation.setEmulatedMedia", media="print")
    expect("the form on paper", browser.run(
        "return document.getElementById('filters').offsetHeight"), 0)
    expect("table headers repeat", browser.run(
        "return Array.from(document.querySelectorAll('table.list > thead'))"
        ".map((head) => getComputedStyle(head).display)"
        ".filter((display) => display !== 'table-header-group').length"), 0)
    browser.devtools("Emulation.setEmulatedMedia", media="")
    browser.run("""window.closed_on_paper = null;
        window.addEventListener("beforeprint", () => {
          window.closed_on_paper = document.querySelectorAll("details:not([open])").length;
        });""")
    pdf = base64.b64decode(browser.devtools("Page.printToPDF", preferCSSPageSize=True,
                                            printBackground=False)["data"])
    expect("folds closed on paper", browser.run("return window.closed_on_paper"), 0)
    expect_true("a PDF", pdf.startswith(b"%PDF-") and len(pdf) > 100_000)
    boxes = [tuple(map(float, box.split())) for box in
             re.findall(rb"/MediaBox \[([\d. ]+)\]", pdf)]
    expect_true(f"pages: {len(boxes)}", len(boxes) > 10)
    expect_true(f"A4 across: {boxes[:1]}",
                all(840 < box[2] < 844 and 593 < box[3] < 597 for box in boxes))
    if pictures:
        (pictures / "notice.pdf").write_bytes(pdf)


def check_quiet(browser):
    """Nothing was asked of anybody, nothing went wrong."""
    expect("requests", sorted({url for url in browser.requests()
                               if not url.startswith(("file:", "data:"))}), [])
    expect("said on the console", [entry["message"] for entry in browser.log("browser")], [])


def check_policy(browser):
    """The page's policy holds: what is not its own script does not run."""
    browser.run("""const script = document.createElement("script");
        script.textContent = "window.foreign = true;";
        document.body.append(script);
        const image = document.createElement("img");
        image.src = "http://127.0.0.1:9/picture.png";
        document.body.append(image);""")
    expect("a foreign script", browser.run("return window.foreign === undefined"), True)
    refused = [entry["message"] for entry in browser.log("browser")
               if "Content Security Policy" in entry["message"]]
    expect_true(f"refused by the policy: {refused}", len(refused) >= 2)


HOSTILE = """<schedule xmlns="urn:feeguard:schedule:1" id="H&lt;b&gt;" level="national"
    region="000000" serial="1" effective="2020-01-01" issuer="&lt;/td&gt;">
  <bases><basis id="b" level="national" number="&quot;&gt;&lt;img src=x&gt;" title="--&gt;"/></bases>
  <items><item code="&lt;script&gt;X&lt;/script&gt;" kind="service" basis="b"
      name="&lt;/script&gt;&lt;img src='x'&gt;&amp;amp;">
    <standard basis="b"><case>
      <when><attr name="&quot;&gt;&lt;u&gt;" eq="&amp;lt;&lt;i&gt;"/></when><fixed amount="1"/>
    </case></standard>
  </item>
  <item code="later" kind="service" basis="b" from="2027-01-01"/></items>
</schedule>"""


def check_escapes(browser, feeguard, work):
    """Names are text, whatever they look like; an item that begins later is listed as such."""
    folder = work / "hostile"
    folder.mkdir()
    (folder / "h.xml").write_text(HOSTILE, encoding="utf-8")
    page = folder / "h.html"
    subprocess.run([feeguard, "schedule", "publish", folder, "--html", page, "--date", DATE],
                   check=True)
    browser.open(page.as_uri())
    expect("elements from names", browser.run(
        "return document.querySelectorAll('img, u, i, b, td script, th script').length"), 0)
    text = browser.run("return document.querySelector('tr.item').textContent")
    for part in ("</script><img src='x'>&amp;", "<script>X</script>", '"><img src=x>《-->》',
                 '"><u>为&lt;<i>', "</td>"):
        expect_true(f"shown as it is: {part}", part in text)
    expect("to come", browser.run("return document.querySelector("
                                  "'section[aria-labelledby=coming] .code').textContent"), "later")
    expect("no samples", browser.run("return document.querySelectorAll('.warning').length"), 0)


def check_statuses(feeguard, schedules, work):
    def status(*arguments):
        return subprocess.run([feeguard, "schedule", "publish", *map(str, arguments)],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              check=False).returncode
    page = work / "page.html"
    bad = work / "bad"
    bad.mkdir()
    (bad / "x.xml").write_text("<schedule/>", encoding="utf-8")
    expect("no --html", status(schedules), 2)
    expect("no DIR", status("--html", page), 2)
    expect("bad date", status(schedules, "--html", page, "--date", "2026-02-30"), 2)
    expect("bad region", status(schedules, "--html", page, "--region", "21x"), 2)
    expect("no such terms", status(schedules, "--html", page, "--terms", work / "none.csv"), 2)
    expect("no such directory", status(work / "none", "--html", page), 2)
    expect("refused schedules", status(bad, "--html", page), 1)
    expect("nowhere to write", status(schedules, "--html", work / "none" / "page.html"), 2)
    expect("a full disk", status(schedules, "--html", "/dev/full"), 2)
    expect_true("no page after a failure", not page.exists())
    expect("standard output", status(schedules, "--html", "-"), 0)
    expect("before the first document", status(schedules, "--html", page, "--date", "1999-01-01"),
           0)
    text = page.read_text(encoding="utf-8")
    expect_true("items to come", "将开始收取的项目" in text and "开始收取：" in text)
    expect("help", status("--help"), 0)
    expect("one place", status(schedules, "--html", page, "--date", DATE, "--region", "110000"), 0)
    text = page.read_text(encoding="utf-8")
    expect_true("another place's items are not listed",
                "CN-PASSPORT" in text and "SY-WATER" not in text and "LN-ROAD-OCCUPY" not in text)
    expect("nothing is left beside", sorted(os.listdir(work)), ["bad", "hostile", "page.html"])


def main():
    if len(sys.argv) not in (5, 6):
        sys.exit(__doc__)
    feeguard, schedules, driver, chromium = sys.argv[1:5]
    pictures = pathlib.Path(sys.argv[5]) if len(sys.argv) == 6 else None
    bundle = notice_expect.Bundle(schedules, DATE)
    with tempfile.TemporaryDirectory() as folder, Browser(driver, chromium) as browser:
        work = pathlib.Path(folder)
        page = work / "notice.html"
        subprocess.run([feeguard, "schedule", "publish", schedules, "--html", page, "--date", DATE],
                       check=True)
        url = page.as_uri()
        total = len(bundle.items())
        browser.open("about:blank")
        browser.requests()  # those of the browser's own first page
        expect_true("enough items to look at", total > 60)
        browser.open(url)
        check_content(browser, bundle)
        check_words(browser)
        check_search(browser, total)
        check_filters(browser, bundle)
        check_form(browser)
        check_keyboard(browser, url)
        check_widths(browser, url, pictures)
        check_without_script(browser, url, total)
        check_print(browser, url, pictures)
        check_quiet(browser)
        check_policy(browser)
        check_escapes(browser, feeguard, work)
        page.unlink()
        check_statuses(feeguard, schedules, work)
    for failure in failures:
        print(failure)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
