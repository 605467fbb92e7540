"""Verdicts: whether a privilege is open at an instant, with reasons. A refusal is a value, not an exception."""

from enum import StrEnum
from typing import Literal

from models.accounts.standing import RestrictionKind
from models.base import Frozen
from models.instants import Instant
from models.names import AccountId
from models.words.privileges import Method
from models.words.restrictions import Origin


class Answer(StrEnum):
    """Answer to a question about a privilege."""

    ALLOWED = "allowed"
    REFUSED = "refused"


Never = Literal["never"]
"""Marker of an instant that is not reached unless a new fact is recorded."""


class Reason(Frozen):
    """Reason for a closed privilege: its article, start and end, and the ways to lift it."""

    article: int
    kind: RestrictionKind
    privilege: str
    """Closed privilege: the requested one, its parent, or the service as a whole."""
    cause: str
    since: Instant
    until: Instant | Never
    message: str
    message_zh: str
    lifted_by: str
    """Change that would remove the reason."""
    lifted_by_zh: str
    origin: Origin | None = None
    """Account and action that it was inherited from, if the holder was restricted there (article 7)."""


class Verdict(Frozen):
    """Answer for one privilege at one instant.

    `until` is the first instant at which the answer would be `allowed` without new facts (None when it is allowed now);
    `valid_until` is the first instant at which this answer or its reasons may change by themselves, so the verdict may
    be cached until then, or until a newer `version` is known.
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
    """Seconds since the standing used was last known to be the newest; None when it is the newest."""


class Eligibility(Frozen):
    """First instant at which an application for a method would be granted without new facts (article 8)."""

    account: AccountId
    method: Method
    at: Instant
    eligible_at: Instant | Never
    reasons: tuple[Reason, ...] = ()
    version: int


class Segment(Frozen):
    """Interval of a timeline in which the answer for one privilege and its causes are the same."""

    privilege: str
    start: Instant
    end: Instant | None
    answer: Answer
    causes: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    """Accounts and actions from which causes were inherited (article 7)."""


class Change(Frozen):
    """Effect of a boundary on one privilege."""

    privilege: str
    opened: bool
    causes: tuple[str, ...] = ()


class Transition(Frozen):
    """Passing of a boundary without a new fact: an interval began or ended."""

    account: AccountId
    at: Instant
    version: int
    changes: tuple[Change, ...]
    message: str
    message_zh: str = ""
    """Empty for transitions that an earlier version made."""
