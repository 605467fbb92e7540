"""Answer of the publishing gate: whether a draft may be published, with which name and labels, and how it is
distributed.
"""

from enum import StrEnum
from typing import Self

from models.accounts.standing import RestrictionKind
from models.accounts.verdicts import Never, Reason
from models.base import Frozen
from models.instants import Instant
from models.names import AccountId, CaseId
from models.records import RecordId
from models.words.privileges import Field
from models.words.restrictions import Origin
from models.words.violations import Category


class GateAnswer(StrEnum):
    """Answer to a draft."""

    ALLOWED = "allowed"
    ALLOWED_WITH_LABELS = "allowed_with_labels"
    REFUSED = "refused"


class LabelKind(StrEnum):
    """Kind of a label, in the order of the articles that require it."""

    FIELD = "field"
    SOURCE = "source"
    SHOT_INFO = "shot_info"
    SYNTHETIC = "synthetic"
    EVENT_TIME_PLACE = "event_time_place"
    FICTION = "fiction"
    DISPUTED = "disputed"
    RUMOUR = "rumour"


class Synthesis(StrEnum):
    """Certainty that a medium is synthetic: declared by its author, or found by the platform's detector."""

    DECLARED = "declared"
    POSSIBLE = "possible"
    SUSPECTED = "suspected"


class Label(Frozen):
    """Label that the published draft must have, with its text."""

    kind: LabelKind
    article: int
    where: str
    """Part of the draft to which it belongs: `source`, `media[2]`, `fields[0]`."""
    text_zh: str
    text_en: str
    prominent: bool = False
    """Whether the article requires a prominent place."""
    link: str | None = None
    """Address of the source."""
    field: Field | None = None
    certification: CaseId | None = None
    synthesis: Synthesis | None = None
    rumour: RecordId | None = None
    """Rumour that the text repeats."""


class GateReason(Frozen):
    """Reason for a refusal: a restriction of the account (`where` is empty), or a defect of the draft."""

    article: int
    code: Category | RestrictionKind
    """Violation that publishing the draft would be, or the kind of the account's restriction."""
    where: str = ""
    """Path in the draft, such as `media[2].shot_at`."""
    cause: CaseId | None = None
    """Ban, closure or certification behind a restriction."""
    since: Instant | None = None
    until: Instant | Never
    message: str
    message_zh: str
    lifted_by: str
    """Change that would remove the reason."""
    lifted_by_zh: str
    origin: Origin | None = None
    """Account and action that a restriction was inherited from (article 7)."""

    @classmethod
    def of(cls, reason: Reason, where: str = "", *, code: Category | None = None) -> Self:
        """Return the reason for which a privilege is closed, as a reason of the gate; with `code`, as the violation
        that publishing this part of the draft would be.
        """
        return cls(
            article=reason.article,
            code=code or reason.kind,
            where=where,
            cause=reason.cause,
            since=reason.since,
            until=reason.until,
            message=reason.message,
            message_zh=reason.message_zh,
            lifted_by=reason.lifted_by,
            lifted_by_zh=reason.lifted_by_zh,
            origin=reason.origin,
        )


class DistributionLimit(Frozen):
    """Reason for limited distribution: the piece may be shown, but `privilege` is closed for it."""

    article: int
    code: LabelKind | RestrictionKind
    """`disputed` for the draft, or the kind of the account's restriction."""
    privilege: str
    cause: CaseId | None = None
    until: Instant | Never
    message: str
    message_zh: str
    origin: Origin | None = None


class PublishVerdict(Frozen):
    """Answer for one draft at one instant.

    `until` is the first instant at which this draft would be allowed without new facts (None when it is allowed);
    `valid_until` is the first instant at which the answer may change by itself. A refused draft is not published, so it
    has no labels and no limits.
    """

    account: AccountId
    at: Instant
    answer: GateAnswer
    name: str
    """Account's name, to be shown beside the piece (article 4)."""
    labels: tuple[Label, ...] = ()
    limited: bool = False
    """Whether the piece is excluded from recommendations; `limits` has the reasons."""
    limits: tuple[DistributionLimit, ...] = ()
    denies: tuple[RecordId, ...] | None = None
    """Open rumours that the text denies: it gets no label and no limit for them, and counts as debunking. None when it
    denies none.
    """
    reasons: tuple[GateReason, ...] = ()
    until: Instant | Never | None = None
    valid_until: Instant | None = None
    version: int
    stale_s: float | None = None
    """Seconds since the standing used was last known to be the newest; None when it is the newest."""
