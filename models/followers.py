"""Follower gains reported by the platform, and clean-ups that remove the followers gained by a violation (article 10).

A clean-up is a record: the tainted gain is computed, its removal ordered, the answer received, the result compared with
the next follower count, and the remainder ordered again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Final, Literal, cast

from pydantic import Field as Described
from pydantic import ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from models.base import Frozen
from models.instants import Instant
from models.names import AccountId, CaseId, Text
from models.records import Entry, RecordId
from models.texts.incoming import word
from models.words.scopes import ContentId, Scope, Window

KIND: Final = "cleanup"

MOST_FOLLOWERS: Final = 10_000_000_000
"""Largest accepted number of followers, above the number of people."""
MOST_GAINS: Final = 10_000
"""Gains in one report."""
Followers = Annotated[int, Described(ge=0, le=MOST_FOLLOWERS)]


class Gain(Window):
    """Followers gained in a window, through one content if the platform knows it."""

    id: ContentId
    gained: Followers
    content: ContentId | None = None


class GainReported(Gain):
    """Gain as received from the platform."""

    id: Annotated[ContentId, word]
    content: Annotated[ContentId, word] | None = None
    transferred_from: Annotated[
        AccountId | None,
        Described(description="Account from which the followers were moved: always refused (article 10)."),
    ] = None

    def as_kept(self) -> Gain:
        """Return the gain as it is stored."""
        return Gain(**self.model_dump(exclude={"transferred_from"}))


class FollowerCount(Frozen):
    """Number of followers of the account at an instant."""

    at: Instant
    followers: Followers


@dataclass(frozen=True)
class Unreadable:
    """Invalid row of a report, with the error."""

    error: ValidationError


def _or_unreadable(value: Any, read: ValidatorFunctionWrapHandler) -> Any:
    # An invalid row must not prevent the valid rows from being recorded.
    try:
        return read(value)
    except ValidationError as error:
        return Unreadable(error)


class FollowersReported(Frozen):
    """Report of the platform on one account.

    Use `rows` and `counted` to read it: an invalid gain or count is replaced by `Unreadable`.
    """

    gains: Annotated[
        tuple[Annotated[GainReported, WrapValidator(_or_unreadable)], ...], Described(max_length=MOST_GAINS)
    ] = ()
    count: Annotated[
        FollowerCount | None,
        WrapValidator(_or_unreadable),
        Described(description="Number of followers of the account at an instant."),
    ] = None

    def rows(self) -> Iterator[tuple[int, GainReported | Unreadable]]:
        """Return the gains with their indexes."""
        yield from enumerate(cast("tuple[GainReported | Unreadable, ...]", self.gains))

    def counted(self) -> FollowerCount | Unreadable | None:
        """Return the count."""
        return cast("FollowerCount | Unreadable | None", self.count)


class RejectedRow(Frozen):
    """Rejected row of a report."""

    path: Annotated[str, Described(examples=["gains.3.gained"], description="Path in the report.")]
    code: Annotated[
        str, Described(examples=["invalid-request"], description="Stable code, as in the `type` of problems.")
    ]
    message: Annotated[str, Described(description="Error, and what would be right.")]
    message_zh: Annotated[str, Described(description="The same in Chinese.")] = ""
    ref: Annotated[str | None, Described(description="Identifier of the rejected gain, if it is valid.")] = None


class CleanupTerms(Frozen):
    """Account and violation of a clean-up."""

    account: AccountId
    violation: CaseId
    article: int = 10
    scope: Scope
    reason: Text = ""


class CleanupStatus(StrEnum):
    """Status of a clean-up."""

    OPEN = "open"
    """A removal is to be ordered."""
    ORDERED = "ordered"
    ANSWERED = "answered"
    """The platform has reported the removal; the next count is to verify it."""
    STUCK = "stuck"
    """The maximum number of orders is reached: a person must deal with it."""
    CLEANED = "cleaned"
    SETTLED = "settled"
    """A person has dealt with it."""
    STOPPED = "stopped"
    """The violation was overturned before anything was removed."""
    RESTORING = "restoring"
    RESTORED = "restored"
    """The violation was overturned, and the removed followers were restored."""


class Opened(Frozen):
    """A clean-up was opened: followers gained by a violation are to be removed."""

    type: Literal["opened"] = "opened"
    terms: CleanupTerms


class Ordered(Frozen):
    """The removal was ordered."""

    type: Literal["ordered"] = "ordered"
    directive: RecordId
    remove: Annotated[Followers | None, Described(description="Number to remove; null: the platform determines it.")]
    tainted: Annotated[int, Described(description="Followers gained by the violation, as reported by then.")]
    before: Annotated[
        FollowerCount | None, Described(description="Last count before the order; the next one is compared with it.")
    ]


class NothingTainted(Frozen):
    """No reported gain can result from the violation."""

    type: Literal["nothing_tainted"] = "nothing_tainted"


class Answered(Frozen):
    """The platform has answered the order."""

    type: Literal["answered"] = "answered"
    directive: RecordId
    done: Followers
    left: Followers


class Refused(Frozen):
    """The order has failed, or was withdrawn by hand; a failed order may still be reported as done."""

    type: Literal["refused"] = "refused"
    directive: RecordId
    outcome: Literal["failed", "withdrawn"]
    reason: Text = ""


class Unverified(Frozen):
    """Removal that the platform has reported and no count has verified yet."""

    ordered: Annotated[Followers, Described(description="Number of followers by which the count must fall.")]
    before: Annotated[FollowerCount | None, Described(description="Last count before the order.")]
    answered_at: Instant


class TakenOver(Frozen):
    """Another violation that had tainted the same followers was overturned: they stay removed because of this one."""

    type: Literal["taken_over"] = "taken_over"
    cleanup: Annotated[RecordId, Described(description="Clean-up that had claimed them.")]
    tainted: Annotated[Followers, Described(description="Number tainted by this violation too.")]
    removed: Annotated[Followers, Described(description="Number of them already removed; the rest is to be removed.")]
    everything: bool = False
    unverified: Annotated[Unverified | None, Described(description="Removal that the next count is to verify.")] = None


class KeptAway(Frozen):
    """Some of the removed followers may not be restored, although the violation was overturned."""

    type: Literal["kept_away"] = "kept_away"
    restorable: Annotated[Followers, Described(description="Number that may be restored.")]
    tainted: Annotated[
        Followers, Described(description="Number that stay removed: other violations have tainted them too.")
    ] = 0
    by: Annotated[tuple[RecordId, ...], Described(description="Clean-ups under which they stay removed.")] = ()
    surplus: Annotated[
        Followers, Described(description="Number reported as removed without an order: they are not restored.")
    ] = 0


class Verified(Frozen):
    """A count was compared with the expected number of followers."""

    type: Literal["verified"] = "verified"
    count: FollowerCount
    expected: Annotated[int | None, Described(description="Expected count; unknown without an earlier count.")]
    left: Followers
    missing: Annotated[
        Followers, Described(description="Number below the expected count, beyond the usual fluctuation.")
    ] = 0


class Escalated(Frozen):
    """The clean-up cannot continue by itself: a person must deal with it."""

    type: Literal["escalated"] = "escalated"
    because: Literal["no_count", "not_removed", "withdrawn", "removed_too_many"]


class Settled(Frozen):
    """A person has dealt with the clean-up."""

    type: Literal["settled"] = "settled"
    reason: Text = ""


class Stopped(Frozen):
    """The violation was overturned before anything was removed."""

    type: Literal["stopped"] = "stopped"
    reason: Text = ""


class RestoreOrdered(Frozen):
    """The violation was overturned: the removed followers are to be restored."""

    type: Literal["restore_ordered"] = "restore_ordered"
    directive: RecordId
    restore: Followers
    reason: Text = ""


class Restored(Frozen):
    """The platform has restored the followers."""

    type: Literal["restored"] = "restored"
    directive: RecordId
    done: Followers


CleanupBody = Annotated[
    Opened
    | Ordered
    | NothingTainted
    | Answered
    | Refused
    | TakenOver
    | KeptAway
    | Verified
    | Escalated
    | Settled
    | Stopped
    | RestoreOrdered
    | Restored,
    Described(discriminator="type"),
]
CleanupEntry = Entry[CleanupBody]


class Cleanup(Frozen):
    """State of a clean-up."""

    id: RecordId
    status: CleanupStatus
    terms: CleanupTerms
    opened_at: Instant
    opened_by: str
    orders: int = 0
    directive: RecordId | None = None
    """Latest order."""
    ordered: int | None = None
    """Number of followers in the latest order; None when only the platform can tell."""
    done: int = 0
    """Number that the platform has reported for the latest order."""
    tainted: int = 0
    removed: int = 0
    """Number of removed followers, as reported for all orders and as taken over from other clean-ups."""
    before: FollowerCount | None = None
    answered_at: Instant | None = None
    left: int | None = None
    """Number of followers still to be removed, by the last count."""
    watching: RecordId | None = None
    """Clean-up whose removal was taken over, and which the next count is to verify."""
    missing: int = 0
    """Number of other followers missing, by the last count."""
    restorable: int | None = None
    """Number that may be restored after an overturn; None: all removed followers."""
    escalated_at: Instant | None = None
    reason: Text = ""
