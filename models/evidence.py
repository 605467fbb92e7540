"""Evidence for a case, an application or an exemption."""

from enum import StrEnum

from models.base import Frozen
from models.names import Digest, Link, Text


class EvidenceKind(StrEnum):
    """Form of a piece of evidence."""

    TEXT = "text"
    LINK = "link"
    DOCUMENT = "document"
    IMAGE = "image"
    MATCH = "match"
    """Protected name or emblem that was recognised."""
    ACCOUNT = "account"
    CONTENT = "content"
    MEASUREMENT = "measurement"


class Evidence(Frozen):
    """Piece of evidence: a text, a link, or a document identified by its digest."""

    kind: EvidenceKind
    text: Text = ""
    link: Link | None = None
    digest: Digest | None = None
