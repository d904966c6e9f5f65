# SPDX-License-Identifier: Apache-2.0
"""What a schedule document says, without how it is written: comments, white space, and the order of
attributes, of sections, and of children of different names go; everything else stays."""
import xml.etree.ElementTree as tree

# Children of one name keep their order; among names this is it, for all parents alike.
ORDER = ["bases", "units", "items", "amendments", "reductions", "commitments", "prohibitions",
         "calendar", "unit", "delegation", "commitment", "revoke", "grants", "standard", "period",
         "uniform", "observe", "when", "exempt", "percent-off", "amount-off", "cap", "limit",
         "category", "keyword", "except"]
SECTIONS = ORDER[:8]


def name_of(element):
    return element.tag.rsplit("}", 1)[-1]


def meaning(element):
    """Nested tuples that are equal where two elements say the same."""
    children = [child for child in element if isinstance(child.tag, str)]
    if name_of(element) == "schedule":
        children = [child for child in children if len(child) > 0]
    # Cases, bands, conditions and the like are in an order of their own.
    if all(name_of(child) in ORDER for child in children):
        children.sort(key=lambda child: ORDER.index(name_of(child)))
    text = (element.text or "").strip() if not children else ""
    return (name_of(element), tuple(sorted(element.attrib.items())), text,
            tuple(meaning(child) for child in children))


def meaning_of(path):
    return meaning(tree.parse(path).getroot())
