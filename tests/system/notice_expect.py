# SPDX-License-Identifier: Apache-2.0
"""What a notice must list, read from the XML anew and by other means than the program's."""
import glob
import hashlib
import os
import xml.etree.ElementTree

SPACE = "{urn:feeguard:schedule:1}"


def holds(element, date):
    return (element.get("from") or "0000") <= date <= (element.get("to") or "9999")


def stripped(region):
    """The prefix by which a region is found in another."""
    while len(region) > 6 and region.endswith("000"):
        region = region[:-3]
    while 0 < len(region) <= 6 and region.endswith("00"):
        region = region[:-2]
    return region


class Bundle:
    """The documents of a folder as they stand on a date, by the rules of versions and places."""

    def __init__(self, folder, date):
        self.date = date
        self.files = []
        for file in sorted(glob.glob(os.path.join(folder, "*.xml"))):
            with open(file, "rb") as content:
                digest = hashlib.sha256(content.read()).hexdigest()
            self.files.append((xml.etree.ElementTree.parse(file).getroot(), digest, file))
        chosen = {}
        for root, _, _ in self.files:
            best = chosen.get(root.get("id"))
            if root.get("effective") > date:
                continue
            if best is None or int(best.get("serial")) < int(root.get("serial")):
                chosen[root.get("id")] = root
        self.roots = list(chosen.values())

    def elements(self, name):
        """Pairs of a document in effect and an element of it."""
        return [(root, element) for root in self.roots for element in root.iter(SPACE + name)]

    def items(self):
        return {item.get("code"): (root, item) for root, item in self.elements("item")}

    def current(self):
        """Codes of the items in force."""
        return {code for code, (_, item) in self.items().items() if holds(item, self.date)}

    def units(self):
        return {unit.get("code"): unit for _, unit in self.elements("unit")
                if holds(unit, self.date)}

    def _grants(self, code, place):
        root, item = self.items()[code]
        owners = [(root, item)] + [(other, amend) for other, amend in self.elements("amend")
                                   if amend.get("item") == code]
        return [grant for other, owner in owners if place.startswith(stripped(other.get("region")))
                for grant in owner.iter(SPACE + "grant")]

    def _covered(self, code, unit, place):
        return any(
            holds(grant, self.date)
            and grant.get("unit") in (None, unit.get("code"))
            and grant.get("department") in (None, unit.get("department"))
            and grant.get("level") in (None, unit.get("level"))
            and unit.get("region").startswith(stripped(grant.get("region") or "000000"))
            for grant in self._grants(code, place))

    def may_charge(self, code, unit):
        """By a grant, or by delegation of a unit that has one."""
        place = unit.get("region")
        if not place.startswith(stripped(self.items()[code][0].get("region"))):
            return False
        if self._covered(code, unit, place):
            return True
        return any(
            delegation.get("to") == unit.get("code")
            and code in delegation.get("items").split()
            and (delegation.get("from-date") or "0000") <= self.date
            and self.date <= (delegation.get("to-date") or "9999")
            and delegation.get("from") in self.units()
            and self._covered(code, self.units()[delegation.get("from")], place)
            for _, delegation in self.elements("delegation"))

    def chargers(self, code):
        """Codes of the units that may charge an item."""
        return {name for name, unit in self.units().items() if self.may_charge(code, unit)}
