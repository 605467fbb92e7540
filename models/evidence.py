"""Evidence: what a case, an application or an exemption rests on."""

from enum import StrEnum

from models.base import Frozen
from models.names import Digest, Link, Text


class EvidenceKind(StrEnum):
    """The form of a piece of evidence."""

    TEXT = "text"
    LINK = "link"
    DOCUMENT = "document"
    IMAGE = "image"
    MATCH = "match"
    """A protected name or emblem that was recognised."""
    ACCOUNT = "account"
    CONTENT = "content"
    MEASUREMENT = "measurement"


class Evidence(Frozen):
    """One piece: a text, a link or a document known by its digest."""

    kind: EvidenceKind
    text: Text = ""
    link: Link | None = None
    digest: Digest | None = None
