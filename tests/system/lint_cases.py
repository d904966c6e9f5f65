# SPDX-License-Identifier: Apache-2.0
"""Defects that deep lint finds: (rule, story, bundle with it, bundle without, what its witnesses
must show). The line of the finding carries the comment <!--!-->. All is sample data."""

HERE = "<!--!-->"
GRANT = "<grants><grant department='d'/></grants>"


def item(inside, code="I", more="", grants=GRANT, here=""):
    return (f"<item code='{code}' kind='administrative' basis='b' {more}>{here}\n{grants}\n"
            f"{inside}\n</item>\n")


def items(*all_items):
    return "<items>\n" + "".join(all_items) + "</items>\n"


def standard(inside, days="", here=""):
    return f"<standard basis='b' {days}>{here}\n{inside}\n</standard>\n"


def case(tariff, when="", here=""):
    when = f"<when>{when}</when>" if when else ""
    return f"<case>{here}{when}{tariff}</case>\n"


def attr(name, tests):
    return f"<attr name='{name}' {tests}/>"


def fixed(amount):
    return f"<fixed amount='{amount}'/>"


def reductions(*inside):
    return "<reductions>\n" + "".join(inside) + "</reductions>\n"


def reduction(name, relief, more="items='I'", here=""):
    return f"<reduction id='{name}' basis='b' {more}>{here}{relief}</reduction>\n"


def prohibition(name, keywords, more="payers='enterprise'"):
    return f"<prohibition id='{name}' basis='b' {more}>\n{keywords}</prohibition>\n"


def keyword(text, here=""):
    return f"<keyword>{text}</keyword>{here}\n"


def plain(amount="80.00"):
    return standard(case(fixed(amount)))


def slab(*bands):
    return "<brackets on='base' mode='slab'>" + "\n".join(bands) + "</brackets>"


def has(code):
    return lambda *all_of: all(code in one["codes"] for one in all_of)


def priced(*all_of):
    return all("standard" in one for one in all_of)


def unused(name):
    return lambda one: "due" in one and name not in [r["id"] for r in one.get("reductions", [])]


def falls(low, high):
    return float(high["standard"]) < float(low["standard"])


ONE = items(item(plain()))
EXEMPT = "<exempt/>"
HALF = "<percent-off percent='50'/>"

CASES = [
    ("standard-gap", "a month between two versions",
     items(item(standard(case(fixed("1.00")), "to='2022-05-31'") +
                standard(case(fixed("2.00")), "from='2022-07-01'", HERE))),
     items(item(standard(case(fixed("1.00")), "to='2022-06-30'") +
                standard(case(fixed("2.00")), "from='2022-07-01'"))),
     has("NO_STANDARD")),
    ("standard-gap", "a standard that begins after the item, later than today",
     items(item(standard(case(fixed("2.00")), "from='2027-01-01'", HERE), more="from='2025-01-01'")),
     items(item(standard(case(fixed("2.00")), "from='2025-06-01'"), more="from='2025-01-01'")),
     has("NO_STANDARD")),
    ("standard-gap", "a gap between versions of an amendment",
     {"CN national 000000": "<units><unit code='U' department='d' region='210102'/></units>" +
      items(item("", more="local='provincial'")),
      "LN provincial 210000": "<amendments><amend item='I'>" +
      standard(case(fixed("1.00")), "to='2022-05-31'") +
      standard(case(fixed("2.00")), "from='2022-07-01'", HERE) + "</amend></amendments>"},
     {"CN national 000000": "<units><unit code='U' department='d' region='210102'/></units>" +
      items(item("", more="local='provincial'")),
      "LN provincial 210000": "<amendments><amend item='I'>" +
      standard(case(fixed("1.00")), "to='2022-06-30'") +
      standard(case(fixed("2.00")), "from='2022-07-01'") + "</amend></amendments>"},
     has("NO_STANDARD")),
    ("standard-ends", "a successor that was forgotten",
     items(item(standard(case(fixed("1.00")), "to='2022-06-30'") +
                standard(case(fixed("2.00")), "from='2022-07-01' to='2025-12-31'", HERE))),
     items(item(standard(case(fixed("1.00")), "to='2022-06-30'") +
                standard(case(fixed("2.00")), "from='2022-07-01' to='2026-12-31'"),
                more="to='2026-12-31'")),
     has("NO_STANDARD")),
    ("standard-ends", "a lone standard without a beginning",
     items(item(standard(case(fixed("1.00")), "to='2026-12-31'", HERE))),
     items(item(standard(case(fixed("1.00")), "from='2024-01-01' to='2026-12-31'"))),
     has("NO_STANDARD")),
    ("item-without-standard", "an item in force without any",
     items(item("", here=HERE)),
     items(item("", more="to='2020-12-31'"), item("", "J", "local='provincial'")),
     has("NO_STANDARD")),
    ("case-never", "two values at once",
     items(item(standard(case(fixed("1.00"), attr("a", "eq='x'") + attr("a", "eq='y'"), HERE) +
                         case(fixed("2.00"))))),
     items(item(standard(case(fixed("1.00"), attr("a", "eq='x'") + attr("b", "eq='y'")) +
                         case(fixed("2.00"))))),
     priced),
    ("case-never", "a number above and below",
     items(item(standard(case(fixed("1.00"), attr("a", "ge='10' le='9'"), HERE) +
                         case(fixed("2.00"))))),
     items(item(standard(case(fixed("1.00"), attr("a", "ge='9' le='10'")) +
                         case(fixed("2.00"))))),
     None),
    ("case-hidden", "a narrower case behind a wider one",
     items(item(standard(case(fixed("1.00"), attr("a", "in='x y'")) +
                         case(fixed("2.00"), attr("a", "eq='x'") + attr("b", "eq='z'"), HERE) +
                         case(fixed("3.00"))))),
     items(item(standard(case(fixed("2.00"), attr("a", "eq='x'") + attr("b", "eq='z'")) +
                         case(fixed("1.00"), attr("a", "in='x y'")) + case(fixed("3.00"))))),
     priced),
    ("case-hidden", "a case behind one without a condition",
     items(item(standard(case(fixed("1.00")) + case(fixed("2.00"), attr("a", "eq='x'"), HERE)))),
     items(item(standard(case(fixed("2.00"), attr("a", "eq='x'")) + case(fixed("1.00"))))),
     priced),
    ("charges-without-standard", "a number between two cases",
     items(item(standard(case(fixed("1.00"), attr("a", "le='10'")) +
                         case(fixed("2.00"), attr("a", "ge='20'")), here=HERE))),
     items(item(standard(case(fixed("1.00"), attr("a", "le='10'")) +
                         case(fixed("2.00"), "<not>" + attr("a", "le='10'") + "</not>")))),
     has("NO_STANDARD")),
    ("charges-without-standard", "a combination of named words",
     items(item(standard(case(fixed("1.00"), attr("a", "eq='x'") + attr("b", "eq='p'")) +
                         case(fixed("2.00"), attr("a", "eq='x'") + attr("b", "eq='q'")) +
                         case(fixed("3.00"), attr("a", "eq='y'") + attr("b", "eq='p'")),
                         here=HERE))),
     items(item(standard(case(fixed("1.00"), attr("a", "eq='x'") + attr("b", "eq='p'")) +
                         case(fixed("2.00"), attr("a", "eq='x'") + attr("b", "eq='q'")) +
                         case(fixed("3.00"), attr("a", "eq='y'"))))),
     has("NO_STANDARD")),
    ("higher-costs-less", "a whole-amount rate that falls",
     items(item(standard(case(slab("<band upto='1000.00' percent='5'/>",
                                   f"<band percent='3'/>{HERE}"))))),
     items(item(standard(case(slab("<band upto='1000.00' percent='5'/>",
                                   "<band percent='3' fixed='20.00'/>"))))),
     falls),
    ("higher-costs-less", "a fixed sum that ends, inside a sum",
     items(item(standard(case("<sum><rate percent='1'/>" +
                              slab("<band upto='1000.00' fixed='50.00'/>",
                                   f"<band fixed='40.00'/>{HERE}") + "</sum>")))),
     items(item(standard(case("<sum><rate percent='1'/>" +
                              slab("<band upto='1000.00' fixed='50.00'/>",
                                   "<band fixed='50.00'/>") + "</sum>")))),
     falls),
    ("higher-costs-less", "a condition on the base",
     items(item(standard(case("<rate percent='5'/>", attr("charge.base", "le='1000'")) +
                         case("<rate percent='3'/>"), here=HERE))),
     items(item(standard(case("<rate percent='3'/>", attr("charge.base", "le='1000'")) +
                         case("<rate percent='5'/>")))),
     falls),
    ("higher-costs-less", "a quantity in whole steps",
     items(item(standard(case("<brackets on='quantity' mode='slab' step='10'>"
                              f"{HERE}<band upto='25' price='3'/><band price='1'/></brackets>")))),
     items(item(standard(case("<brackets on='quantity' mode='slab' step='10'>"
                              "<band upto='25' price='1'/><band price='3'/></brackets>")))),
     falls),
    ("bound-unreached", "a maximum above a fixed amount",
     items(item(standard(case(f"<fixed amount='80.00' max='100.00'/>{HERE}")))),
     items(item(standard(case("<rate percent='1' max='100.00'/>")))), priced),
    ("bound-unreached", "a minimum below what is always due",
     items(item(standard(case("<sum><fixed amount='80.00'/>"
                              f"<rate percent='1'/></sum>{HERE}".replace("<sum>", "<sum min='50.00'>"))))),
     items(item(standard(case("<sum min='90.00'><fixed amount='80.00'/><rate percent='1'/></sum>")))),
     priced),
    ("reduction-not-in-force", "an item that ended before",
     items(item(plain(), more="to='2024-12-31'"), item(plain(), "J")) +
     reductions(reduction("r", EXEMPT, "items='I' from='2025-01-01'", HERE)),
     items(item(plain(), more="to='2024-12-31'"), item(plain(), "J")) +
     reductions(reduction("r", EXEMPT, "items='I J' from='2025-01-01'")),
     None),
    ("reduction-not-in-force", "a fine without leave to reduce it",
     items(item(plain()).replace("administrative", "penalty")) +
     reductions(reduction("r", EXEMPT, "items='I'", HERE)),
     items(item(plain()).replace("administrative", "penalty")) +
     reductions(reduction("r", EXEMPT, "items='I' penalties='true'")),
     unused("r")),
    ("reduction-never", "a payer of two types",
     ONE + reductions(reduction("r", "<when>" + attr("payer.type", "eq='enterprise'") +
                                attr("payer.type", "eq='individual'") + "</when>" + EXEMPT,
                                here=HERE)),
     ONE + reductions(reduction("r", "<when>" + attr("payer.type", "eq='enterprise'") + "</when>" +
                                EXEMPT)),
     unused("r")),
    ("reduction-never", "a commitment that its condition takes back",
     ONE + "<commitments><commitment id='c' basis='b' payers='P7' items='I'>" + HERE + "<when>" +
     attr("payer.type", "eq='enterprise' ne='enterprise'") + "</when><exempt/></commitment>"
     "</commitments>",
     ONE + "<commitments><commitment id='c' basis='b' payers='P7' items='I'><exempt/></commitment>"
     "</commitments>",
     unused("c")),
    ("reduction-without-effect", "nothing per cent",
     ONE + reductions(reduction("r", "<percent-off percent='0'/>", here=HERE)),
     ONE + reductions(reduction("r", "<percent-off percent='1'/>")), unused("r")),
    ("reduction-without-effect", "a cap above the standard",
     ONE + reductions(reduction("r", "<cap amount='90.00'/>", here=HERE)),
     ONE + reductions(reduction("r", "<cap amount='70.00'/>")), unused("r")),
    ("reduction-beaten", "by a stronger one of its group",
     ONE + reductions(reduction("r", HALF, "items='I' group='g'", HERE),
                      reduction("s", EXEMPT, "items='I' group='g'")),
     ONE + reductions(reduction("r", HALF, "items='I' group='g'"),
                      reduction("s", "<when>" + attr("a", "eq='x'") + "</when>" + EXEMPT,
                                "items='I' group='g'")),
     unused("r")),
    ("reduction-beaten", "by one whose condition is wider",
     ONE + reductions(reduction("r", "<when>" + attr("a", "le='10'") + "</when>" + HALF,
                                "items='I' group='g'", HERE),
                      reduction("s", "<when>" + attr("a", "le='20'") + "</when>" + EXEMPT,
                                "items='I' group='g'")),
     ONE + reductions(reduction("r", "<when>" + attr("a", "le='30'") + "</when>" + HALF,
                                "items='I' group='g'"),
                      reduction("s", "<when>" + attr("a", "le='20'") + "</when>" + EXEMPT,
                                "items='I' group='g'")),
     unused("r")),
    ("reduction-beaten", "by an exemption that goes first",
     ONE + reductions(reduction("r", HALF, "items='I' priority='20'", HERE),
                      reduction("s", EXEMPT, "items='I' priority='10'")),
     ONE + reductions(reduction("r", HALF, "items='I' priority='10'"),
                      reduction("s", EXEMPT, "items='I' priority='20'")),
     unused("r")),
    ("reduction-beaten", "by one in force longer",
     ONE + reductions(reduction("r", HALF, "items='I' group='g' from='2025-01-01'", HERE),
                      reduction("s", EXEMPT, "items='I' group='g' from='2024-01-01'")),
     ONE + reductions(reduction("r", HALF, "items='I' group='g' from='2024-01-01'"),
                      reduction("s", EXEMPT, "items='I' group='g' from='2025-01-01'")),
     unused("r")),
    ("limit-unreached", "more than a year can bring",
     items(item(plain("80.00") + "<period per='year' key='payer'/>")) +
     reductions(reduction("r", EXEMPT + "<limit amount='100.00' per='year'/>", here=HERE)),
     items(item(plain("80.00") + "<period per='month' key='payer'/>")) +
     reductions(reduction("r", EXEMPT + "<limit amount='100.00' per='year'/>")),
     lambda one: one["reductions"] == [{"id": "r", "relief": "80.00"}]),
    ("item-without-grant", "nobody is granted it",
     items(item(plain(), grants="", here=HERE), item(plain(), "J")),
     items(item(plain(), grants="", more="to='2020-12-31'"), item(plain(), "J")),
     has("NOT_AUTHORISED")),
    ("item-without-unit", "a department that nobody belongs to",
     items(item(plain(), grants="<grants><grant department='e'/></grants>", here=HERE),
           item(plain(), "J")),
     items(item(plain(), grants="<grants><grant department='e'/><grant level='county'/></grants>"),
           item(plain(), "J")),
     has("NOT_AUTHORISED")),
    ("item-without-unit", "a grant that has ended",
     items(item(plain(), grants="<grants><grant department='d' to='2025-12-31'/></grants>",
                here=HERE), item(plain(), "J")),
     items(item(plain(), grants="<grants><grant department='d' to='2026-12-31'/></grants>"),
           item(plain(), "J")),
     has("NOT_AUTHORISED")),
    ("unit-idle", "a unit of another department",
     {"CN national 000000": "<units>\n<unit code='U' department='d' region='210102'/>\n"
      f"<unit code='V' department='x' region='210102'/>{HERE}\n</units>\n" + ONE},
     {"CN national 000000": "<units>\n<unit code='U' department='d' region='210102'/>\n"
      "<unit code='V' department='x' region='210102'/>\n"
      "<delegation from='U' to='V' items='I' basis='b'/></units>\n" + ONE},
     has("NOT_AUTHORISED")),
    ("keyword-covered", "a longer one of the same prohibition",
     ONE + "<prohibitions>" + prohibition("p", keyword("赞助") + keyword("赞助费", HERE)) +
     "</prohibitions>",
     ONE + "<prohibitions>" + prohibition("p", keyword("赞助") + keyword("捐赠")) +
     "</prohibitions>",
     has("PROHIBITED_LEVY")),
    ("keyword-covered", "the same after folding",
     ONE + "<prohibitions>" + prohibition("p", keyword("A B") + keyword("ab", HERE)) +
     "</prohibitions>",
     ONE + "<prohibitions>" + prohibition("p", keyword("A B") + keyword("ba")) + "</prohibitions>",
     has("PROHIBITED_LEVY")),
    ("keyword-covered", "one of a broader prohibition",
     ONE + "<prohibitions>" + prohibition("p", keyword("中介服务费", HERE)) +
     prohibition("q", keyword("服务费"), "") + "</prohibitions>",
     ONE + "<prohibitions>" + prohibition("p", keyword("中介服务费")) +
     prohibition("q", keyword("服务费"), "payers='enterprise' advisory='true'") +
     "</prohibitions>",
     has("PROHIBITED_LEVY")),
]

# Bundles whose findings differ in number from their rule, and ones that look wrong and are meant.
EXTRA = [
    ("an item of which every case contradicts itself",
     items(item(standard(case(fixed("1.00"), attr("a", "eq='x' ne='x'"), HERE), here=HERE))),
     ["item-never-priced", "case-never"]),
    ("documents without any unit",
     {"CN national 000000": HERE + ONE}, ["no-units"]),
    ("a past without standards is history",
     items(item(standard(case(fixed("1.00")), "from='2022-01-01'"))), []),
    ("a list of words is closed",
     items(item(standard(case(fixed("1.00"), attr("a", "eq='x'")) +
                         case(fixed("2.00"), attr("a", "eq='y'"))))), []),
    ("what only an older serial says can no longer be mended",
     items(item(plain(), more="to='2025-12-31'"), item(plain(), "J")), []),
]
