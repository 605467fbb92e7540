"""The publishing gate's answer: may this draft go out, under which name, with which labels, and how far?"""

from enum import StrEnum

from models.accounts.standing import RestrictionKind
from models.accounts.verdicts import Never
from models.base import Frozen
from models.instants import Instant
from models.names import AccountId, CaseId
from models.records import RecordId
from models.words.privileges import Field
from models.words.restrictions import Origin
from models.words.violations import Category


class GateAnswer(StrEnum):
    """What the platform may do with the draft."""

    ALLOWED = "allowed"
    ALLOWED_WITH_LABELS = "allowed_with_labels"
    REFUSED = "refused"


class LabelKind(StrEnum):
    """What a label tells the reader, in the order of the articles that demand it."""

    FIELD = "field"
    SOURCE = "source"
    SHOT_INFO = "shot_info"
    SYNTHETIC = "synthetic"
    EVENT_TIME_PLACE = "event_time_place"
    FICTION = "fiction"
    DISPUTED = "disputed"
    RUMOUR = "rumour"


class Synthesis(StrEnum):
    """How sure it is that a medium is synthetic: its author says so, or the platform's detector does."""

    DECLARED = "declared"
    POSSIBLE = "possible"
    SUSPECTED = "suspected"


class Label(Frozen):
    """A label that the published draft must carry, with the text to show."""

    kind: LabelKind
    article: int
    where: str
    """The part of the draft that it belongs to: `source`, `media[2]`, `fields[0]`."""
    text_zh: str
    text_en: str
    prominent: bool = False
    """Whether the article wants it where nobody can miss it."""
    link: str | None = None
    """Where the source can be read."""
    field: Field | None = None
    certification: CaseId | None = None
    synthesis: Synthesis | None = None
    rumour: RecordId | None = None
    """The rumour that the text repeats."""


class GateReason(Frozen):
    """One thing that stands in the way: of the account (`where` is empty), or missing in the draft."""

    article: int
    code: Category | RestrictionKind
    """For the draft the violation that publishing it would be; for the account the kind of its restriction."""
    where: str = ""
    """The path in the draft, such as `media[2].shot_at`."""
    cause: CaseId | None = None
    """The ban, closure or certification behind a restriction."""
    since: Instant | None = None
    until: Instant | Never
    message: str
    message_zh: str
    lifted_by: str
    """What would be right."""
    lifted_by_zh: str
    origin: Origin | None = None
    """Where a restriction comes from that the holder brought along from another account (article 7)."""


class DistributionLimit(Frozen):
    """Why the piece may be shown but not spread: `privilege` is closed for it."""

    article: int
    code: LabelKind | RestrictionKind
    """`disputed` for the draft; for the account the kind of its restriction."""
    privilege: str
    cause: CaseId | None = None
    until: Instant | Never
    message: str
    message_zh: str
    origin: Origin | None = None


class PublishVerdict(Frozen):
    """The answer for one draft at one instant.

    `until` is the first instant at which this very draft would be allowed if nothing else happened (None when it is
    allowed); `valid_until` is the first instant at which the answer may change by itself. A refused draft is shown to
    nobody, so it has no labels and no limits.
    """

    account: AccountId
    at: Instant
    answer: GateAnswer
    name: str
    """The account's name, to be shown beside the piece (article 4)."""
    labels: tuple[Label, ...] = ()
    limited: bool = False
    """Whether the piece is kept out of recommendations; `limits` says why."""
    limits: tuple[DistributionLimit, ...] = ()
    denies: tuple[RecordId, ...] | None = None
    """The open rumours that the text denies: no label and no limit for them, and the piece counts as debunking. None
    when it denies none."""
    reasons: tuple[GateReason, ...] = ()
    until: Instant | Never | None = None
    valid_until: Instant | None = None
    version: int
    stale_s: float | None = None
    """Seconds since the standing behind it was last known to be the newest; None when it is."""
