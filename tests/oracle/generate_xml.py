"""A minimal element tree and a writer that varies spelling but not meaning."""

NAMESPACE = "urn:feeguard:schedule:1"


class E:
    """An element: a name, attributes in order, and children (elements or text)."""

    __slots__ = ("name", "attrs", "kids")

    def __init__(self, name, attrs=None, kids=()):
        self.name = name
        self.attrs = dict(attrs or {})
        self.kids = list(kids)

    def get(self, name, default=None):
        """The attribute called name, or default."""
        return self.attrs.get(name, default)

    def first(self, name):
        """The first child called name, or None."""
        return next((k for k in self.elements() if k.name == name), None)

    def every(self, name):
        """All children called name."""
        return [k for k in self.elements() if k.name == name]

    def elements(self):
        """All children that are elements."""
        return [k for k in self.kids if isinstance(k, E)]

    def walk(self):
        """This element and every one below it, in document order."""
        yield self
        for kid in self.elements():
            yield from kid.walk()

    def copy(self):
        """A deep copy."""
        kids = [k.copy() if isinstance(k, E) else k for k in self.kids]
        return E(self.name, self.attrs, kids)


def plain(text, quote=None):
    """Escape text for content, or for an attribute value inside quote."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if quote:
        text = text.replace(quote, "&quot;" if quote == '"' else "&apos;")
        text = text.replace("\n", "&#10;").replace("\t", "&#9;").replace("\r", "&#13;")
    return text


class Writer:
    """Renders a tree; the random source decides quotes, order, prefix, comments."""

    def __init__(self, rng):
        self.rng = rng
        self.prefix = rng.choice(["", "", "", "fg:", "收:"])
        self.newline = rng.choice(["\n", "\n", "\n", "\r\n"])
        self.lines = []

    def document(self, root):
        """The bytes of one document."""
        xmlns = "xmlns:" + self.prefix[:-1] if self.prefix else "xmlns"
        self.lines = []
        if self.rng.random() < 0.8:
            self.lines.append('<?xml version="1.0" encoding="UTF-8"?>')
        self.element(root, 0, [(xmlns, NAMESPACE)])
        text = self.newline.join(self.lines) + self.newline
        mark = b"\xef\xbb\xbf" if self.rng.random() < 0.1 else b""
        return mark + text.encode("utf-8")

    def tag(self, element, extra):
        """The inside of a start tag: name and attributes."""
        pairs = list(element.attrs.items())
        self.rng.shuffle(pairs)
        parts = [self.prefix + element.name]
        for name, value in extra + pairs:
            quote = "'" if self.rng.random() < 0.1 else '"'
            parts.append(f"{name}={quote}{plain(value, quote)}{quote}")
        return " ".join(parts)

    def text(self, text):
        """Character content, sometimes as CDATA or with blanks around it."""
        body = plain(text)
        roll = self.rng.random()
        if roll < 0.15 and "]]>" not in text:
            body = f"<![CDATA[{text}]]>"
        elif roll < 0.25:
            body = "".join(f"&#x{ord(c):X};" for c in text)
        return f" {body}\t" if self.rng.random() < 0.2 else body

    def element(self, element, depth, extra=()):
        """Append the lines of one element."""
        pad = "  " * depth
        tag = self.tag(element, list(extra))
        name = self.prefix + element.name
        if self.rng.random() < 0.02:
            self.lines.append(pad + self.rng.choice(["<!-- 说明 & note -->", "<?editor a=1?>"]))
        if not element.kids:
            empty = f"<{tag}/>" if self.rng.random() < 0.9 else f"<{tag}></{name}>"
            self.lines.append(pad + empty)
        elif not element.elements():
            body = self.text("".join(element.kids))
            self.lines.append(f"{pad}<{tag}>{body}</{name}>")
        else:
            self.lines.append(f"{pad}<{tag}>")
            for kid in element.elements():
                self.element(kid, depth + 1)
            self.lines.append(f"{pad}</{name}>")
