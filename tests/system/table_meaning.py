# SPDX-License-Identifier: Apache-2.0
"""What a schedule document says, without how it is written: white space, and the order of attributes,
of sections, and of children of different names go; everything else stays. Comments are compared by
themselves, with their places."""
import xml.dom.minidom as dom
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


# ---- comments ----

def label_of(node):
    """An element among its brothers: its name, and what names it or its number."""
    for key in ("code", "id", "item", "commitment"):
        if node.hasAttribute(key):
            return (node.localName, node.getAttribute(key))
    brothers = [other for other in node.parentNode.childNodes
                if other.nodeType == other.ELEMENT_NODE and other.localName == node.localName]
    return (node.localName, str(brothers.index(node) + 1))


def follower(node):
    while node is not None and node.nodeType != node.ELEMENT_NODE:
        node = node.nextSibling
    return label_of(node) if node is not None else ("", "")


def comments_below(node, trail):
    for child in node.childNodes:
        if child.nodeType == child.COMMENT_NODE:
            # 管理方式 is a column of its own, and may come to stand elsewhere in its item.
            moves = node.localName == "item" and child.data.strip().startswith("管理方式：")
            yield (trail, ("", "") if moves else follower(child.nextSibling),
                   child.data.strip() if moves else child.data)
        elif child.nodeType == child.ELEMENT_NODE:
            yield from comments_below(child, trail + (label_of(child),))


def comments_of(path):
    """Every comment with the elements around it and the one behind it."""
    return sorted(comments_below(dom.parse(str(path)), ()))
