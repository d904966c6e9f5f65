"""Three-valued conditions (section 5).

A condition evaluates to True, False or None (undetermined).
"""

from dataclasses import dataclass

from values import condition_number


def kleene_all(results):
    """Kleene conjunction."""
    results = list(results)
    if False in results:
        return False
    return None if None in results else True


def kleene_any(results):
    """Kleene disjunction."""
    results = list(results)
    if True in results:
        return True
    return None if None in results else False


@dataclass(frozen=True)
class Attr:
    """A leaf: all of its tests on one attribute must hold."""

    name: str
    tests: tuple

    def evaluate(self, charge):
        value = charge.attribute(self.name)
        return kleene_all(_test(kind, wanted, value)
                          for kind, wanted in self.tests)

    def undetermined(self, charge):
        return {self.name} if self.evaluate(charge) is None else set()


@dataclass(frozen=True)
class Combination:
    """`all`, `any` or `not` of other conditions."""

    kind: str
    parts: tuple

    def evaluate(self, charge):
        results = [part.evaluate(charge) for part in self.parts]
        if self.kind == "any":
            return kleene_any(results)
        if self.kind == "all":
            return kleene_all(results)
        return None if results[0] is None else not results[0]

    def undetermined(self, charge):
        """The names of the leaves that are themselves undetermined."""
        return set().union(*(part.undetermined(charge)
                             for part in self.parts))


def _test(kind, wanted, value):
    """One test of a leaf; `value` is None when the attribute is absent."""
    if kind == "present":
        return (value is not None) == (wanted == "true")
    if value is None:
        return None
    if kind in ("ge", "le"):
        return _compare(kind, wanted, value)
    if kind == "eq":
        return value == wanted
    if kind == "ne":
        return value != wanted
    if kind == "in":
        return value in wanted.split()
    return value.startswith(wanted)


def _compare(kind, wanted, value):
    number, bound = condition_number(value), condition_number(wanted)
    if number is None:
        return None
    return number >= bound if kind == "ge" else number <= bound


def parse_when(element):
    """A `when` element: the conjunction of its conditions."""
    return Combination("all", tuple(_parse(child) for child in element))


def _parse(element):
    kind = element.tag.rpartition("}")[2]
    if kind == "attr":
        tests = tuple((name, text) for name, text in element.attrib.items()
                      if name != "name")
        return Attr(element.get("name"), tests)
    return Combination(kind, tuple(_parse(child) for child in element))


def judge(when, charge):
    """(result, names) of a `when`; None stands for a `when` not there.

    The names are given only where the result is undetermined.
    """
    if when is None:
        return True, set()
    result = when.evaluate(charge)
    return result, when.undetermined(charge) if result is None else set()
