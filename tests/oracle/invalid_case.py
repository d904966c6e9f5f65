"""What a mutation of the base bundle is, and how it becomes a folder."""

from dataclasses import dataclass, field

from invalid_base import BUNDLE, NEW

CLOSING = "  </{}>\n"


@dataclass(frozen=True)
class Edit:
    """Replace the one place where old stands by new (or by one of several)."""

    file: str
    old: str
    new: object


@dataclass(frozen=True)
class Added:
    """One more document."""

    file: str
    text: str


@dataclass(frozen=True)
class Raw:
    """Bytes made of a finished document's text by a function."""

    file: str
    make: object


@dataclass
class Case:
    """One mutation: the last edit is the fault; earlier ones only prepare it.

    mark: text whose line is to be reported (None: the first changed line,
    "" : no particular line); files: where a fault may be reported, if not only
    in the last edit's file.
    """

    slug: str
    rule: str
    edits: list
    mark: object = None
    files: list = field(default_factory=list)


def sub(file, old, new):
    """An edit."""
    return Edit(file, old, new)


def put(section, xml, file=NEW):
    """Insert one line at the end of a section."""
    closing = CLOSING.format(section)
    options = xml if isinstance(xml, tuple) else (xml,)
    return Edit(file, closing, tuple(f"    {one}\n{closing}" for one in options))


def add(file, text):
    """One more document."""
    return Added(file, text)


def raw(file, make):
    """Change the bytes of a document."""
    return Raw(file, make)


def applied(rng, text, edit):
    """(changed text, line of the first change)."""
    if text.count(edit.old) != 1:
        raise ValueError(f"{edit.file}: {text.count(edit.old)} times: {edit.old!r}")
    new = rng.choice(edit.new) if isinstance(edit.new, tuple) else edit.new
    same = 0
    while same < min(len(edit.old), len(new)) and edit.old[same] == new[same]:
        same += 1
    at = text.index(edit.old)
    line_start = new[:same].rfind("\n") + 1
    text = text[:at] + new + text[at + len(edit.old):]
    return text, text.count("\n", 0, at + line_start) + 1


def pad(rng, text):
    """Some comment lines behind the XML declaration, so that lines differ by seed."""
    first, rest = text.split("\n", 1)
    return "\n".join([first] + ["<!-- 注 -->"] * rng.randint(0, 4) + [rest])


def render(rng, edits, base=None):
    """(file name -> bytes, last file, line of the last edit)."""
    texts = dict(base) if base else {name: pad(rng, text) for name, text in BUNDLE.items()}
    data = {}
    last, line = "", 0
    for edit in edits:
        last = edit.file
        if isinstance(edit, Added):
            texts[last], line = edit.text, 0
        elif isinstance(edit, Raw):
            data[last], line = edit.make(texts[last]), 0
        else:
            texts[last], line = applied(rng, texts[last], edit)
    made = {name: text.encode("utf-8") for name, text in texts.items()}
    made.update(data)
    return {name: body for name, body in made.items() if body is not None}, last, line


def line_of(body, mark):
    """The line a mark stands on."""
    text = body.decode("utf-8", "replace")
    if text.count(mark) != 1:
        raise ValueError(f"{text.count(mark)} times: {mark!r}")
    return text.count("\n", 0, text.index(mark)) + 1


def reason(case, bodies, last, line):
    """The text of reason.txt."""
    if case.mark:
        line = line_of(bodies[last], case.mark)
    elif case.mark == "":
        line = 0
    lines = [case.slug, case.rule]
    lines += [f"file: {name}" for name in case.files or [last]]
    if line:
        lines.append(f"line: {line}")
    return "\n".join(lines) + "\n"


def write(folder, number, slug, note, text, bodies):
    """One folder with its documents and its note."""
    place = folder / f"{number:03d}-{slug}"
    place.mkdir(parents=True, exist_ok=True)
    for old in place.iterdir():
        old.unlink()
    for name, body in bodies.items():
        (place / name).write_bytes(body)
    (place / note).write_text(text, encoding="utf-8")


def tariff(slug, xml, rule):
    """A case: one more provincial item with this tariff."""
    options = xml if isinstance(xml, tuple) else (xml,)
    return Case(slug, rule, [put("items", tuple(item(case(one)) for one in options))])


def case(tariff_xml):
    """A standard of one case."""
    return f'<standard basis="own"><case>{tariff_xml}</case></standard>'


def item(inside, attrs='kind="service" basis="own"'):
    """One more provincial item."""
    return f'<item code="X" {attrs}>{inside}</item>'


def condition(slug, xml, rule):
    """A case: a tariff that applies under this condition."""
    return tariff(slug, f"<when>{xml}</when><free/>", rule)
