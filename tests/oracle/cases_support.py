"""Small documents and a replay to play rows with."""

import json

from logfile import parse_log
from replay import Replay
from schedule import Bundle, parse_document


DOCUMENT = """<schedule xmlns="urn:feeguard:schedule:1" id="%(id)s"
 level="%(level)s" region="%(region)s" serial="%(serial)d"
 effective="%(effective)s"><bases><basis id="b" level="national"/></bases>
%(body)s</schedule>"""
UNIT = '<units><unit code="U" department="d" region="210100"/></units>'


def document(body, name="A", level="national", region="000000", serial=1,
             effective="2000-01-01"):
    """A parsed document around sections."""
    text = DOCUMENT % {"id": name, "level": level, "region": region,
                       "serial": serial, "effective": effective,
                       "body": body}
    return parse_document(text.encode("utf-8"))


def item(tariff, rest="", code="I", attributes="", standard=""):
    """An item with one case, or with the cases given as `tariff`."""
    cases = (tariff if tariff.startswith("<case")
             else "<case>%s</case>" % tariff)
    return ('<item code="%s" kind="administrative" basis="b" %s><grants>'
            '<grant department="d"/></grants><standard basis="b" %s>%s'
            "</standard>%s</item>" % (code, attributes, standard, cases,
                                      rest))


def national(items, rest=""):
    """The one national document that most cases need."""
    return document(UNIT + "<items>%s</items>%s" % (items, rest))


class Player:
    """Replays rows given as keywords and returns parsed lines."""

    def __init__(self, *documents, mode="enforce", as_known=None):
        self.replay = Replay(Bundle(documents), mode, as_known)

    def raw(self, data, name="log.csv", ignore_unknown=False):
        """The lines of a log given as bytes."""
        return [json.loads(self.replay.line(row)[0])
                for row in parse_log(name, data, ignore_unknown)]

    def row(self, **fields):
        """The line of one row; a bare date means ten o'clock."""
        if "T" not in fields["time"]:
            fields["time"] += "T10:00:00"
        data = json.dumps(fields).encode("utf-8")
        return self.raw(data, "log.jsonl")[0]

    def charge(self, txn, time, amount="0", **fields):
        """The line of a charge of item I by unit U."""
        fields = {"unit": "U", "item": "I", "payer": "P", **fields}
        return self.row(txn=txn, time=time, amount=amount, **fields)

    def event(self, event, txn, time, **fields):
        """The result of a commit, release or refund."""
        return self.row(event=event, txn=txn, time=time, **fields)["result"]


RANGE = ('<range><low><fixed amount="%s"/></low>'
         '<high><fixed amount="%s"/></high></range>')
