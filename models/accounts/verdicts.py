"""Verdicts: the answer to "may it do this, at that instant?", with reasons. A refusal is a value, not an exception."""

from enum import StrEnum
from typing import Literal

from models.accounts.standing import RestrictionKind
from models.base import Frozen
from models.instants import Instant
from models.names import AccountId
from models.words.privileges import Method
from models.words.restrictions import Origin


class Answer(StrEnum):
    """What the platform may do with the request."""

    ALLOWED = "allowed"
    REFUSED = "refused"


Never = Literal["never"]
"""There is no such instant unless something else happens."""


class Reason(Frozen):
    """One thing that stands in the way: which article, since when, until when, and what would lift it."""

    article: int
    kind: RestrictionKind
    privilege: str
    """The privilege that is closed: the one asked about, its parent, or the service as a whole."""
    cause: str
    since: Instant
    until: Instant | Never
    message: str
    lifted_by: str
    origin: Origin | None = None
    """The account and the action that it comes from, when the holder brought it along from there (article 7)."""


class Verdict(Frozen):
    """The answer for one privilege at one instant.

    `until` is the first instant at which the answer would be `allowed` if nothing else happened (None when it is
    allowed already); `valid_until` is the first instant at which this answer or its reasons may change by themselves,
    so the verdict may be cached until then, or until a newer `version` is known.
    """

    account: AccountId
    privilege: str
    at: Instant
    answer: Answer
    reasons: tuple[Reason, ...] = ()
    until: Instant | Never | None = None
    valid_until: Instant | None = None
    version: int
    stale_s: float | None = None
    """Seconds since the standing behind it was last known to be the newest; None when it is."""


class Eligibility(Frozen):
    """When an application for a method would be granted, if nothing else happened (article 8)."""

    account: AccountId
    method: Method
    at: Instant
    eligible_at: Instant | Never
    reasons: tuple[Reason, ...] = ()
    version: int


class Segment(Frozen):
    """A stretch of a timeline during which one privilege is answered alike, for the same causes."""

    privilege: str
    start: Instant
    end: Instant | None
    answer: Answer
    causes: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    """Where causes come from that the holder brought along from another account (article 7)."""


class Change(Frozen):
    """What a boundary did to one privilege."""

    privilege: str
    opened: bool
    causes: tuple[str, ...] = ()


class Transition(Frozen):
    """A boundary was passed without any new fact: an interval began or ended."""

    account: AccountId
    at: Instant
    version: int
    changes: tuple[Change, ...]
    message: str
