"""Evidence for a case, an application or an exemption."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field as Described

from models.base import Frozen
from models.instants import Instant
from models.names import Digest, Line, Link, Text


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


class Spot(Frozen):
    """Place in a profile where screening found a protected name."""

    part: Literal["name", "bio"]
    text: str
    """Whole text of that part."""
    protected: str
    """Protected name as listed."""
    start: Annotated[int, Described(ge=0)]
    """Start of the match in the text, in characters."""
    end: Annotated[int, Described(ge=0)]
    """End of the match, not included."""


class Evidence(Frozen):
    """Piece of evidence: a text, a link, or a document identified by its digest."""

    kind: EvidenceKind
    text: Text = ""
    link: Link | None = None
    digest: Digest | None = None
    spot: Annotated[Spot | None, Described(description="Place of a match in the profile.")] = None


class EvidenceFile(Frozen):
    """File sent as evidence; a case names it by its digest."""

    digest: Digest
    media_type: str
    name: Line
    size: Annotated[int, Described(description="Size in bytes.")]
    sent_at: Instant
