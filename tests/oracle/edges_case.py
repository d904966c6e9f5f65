"""The list of valid oddities is built of these."""

from dataclasses import dataclass


@dataclass
class Edge:
    """One valid bundle: edits of the base bundle and the sentence that allows it.

    documents: used in place of the base bundle where given.
    """

    slug: str
    why: str
    edits: list
    documents: dict = None
