"""Follower gains as the platform reports them, and clean-ups: what a violation brought is verified and removed.

A clean-up is a record: the tainted gain is reckoned, its removal ordered, the answer heard, the result compared with
the next follower count, and what is left ordered again (article 10).
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
"""More than there are people."""
MOST_GAINS: Final = 10_000
"""In one report."""
Followers = Annotated[int, Described(ge=0, le=MOST_FOLLOWERS)]


class Gain(Window):
    """Followers gained in a window, through one content where the platform can tell."""

    id: ContentId
    gained: Followers
    content: ContentId | None = None


class GainReported(Gain):
    """A gain as the platform sends it."""

    id: Annotated[ContentId, word]
    content: Annotated[ContentId, word] | None = None
    transferred_from: Annotated[
        AccountId | None, Described(description="Whose followers they were before: always refused (article 10).")
    ] = None

    def as_kept(self) -> Gain:
        """The gain as it is kept."""
        return Gain(**self.model_dump(exclude={"transferred_from"}))


class FollowerCount(Frozen):
    """How many followers the account had at an instant."""

    at: Instant
    followers: Followers


@dataclass(frozen=True)
class Unreadable:
    """A row of a report that is none, with what is wrong with it."""

    error: ValidationError


def _or_unreadable(value: Any, read: ValidatorFunctionWrapHandler) -> Any:
    # One row that is wrong must not cost those that are right.
    try:
        return read(value)
    except ValidationError as error:
        return Unreadable(error)


class FollowersReported(Frozen):
    """What the platform reports of one account at once. Read it by `rows` and `counted`: what is no gain or no count
    stands there as `Unreadable`.
    """

    gains: Annotated[
        tuple[Annotated[GainReported, WrapValidator(_or_unreadable)], ...], Described(max_length=MOST_GAINS)
    ] = ()
    count: Annotated[
        FollowerCount | None,
        WrapValidator(_or_unreadable),
        Described(description="How many followers the account had at an instant."),
    ] = None

    def rows(self) -> Iterator[tuple[int, GainReported | Unreadable]]:
        """The gains with their places."""
        yield from enumerate(cast("tuple[GainReported | Unreadable, ...]", self.gains))

    def counted(self) -> FollowerCount | Unreadable | None:
        """The count."""
        return cast("FollowerCount | Unreadable | None", self.count)


class RejectedRow(Frozen):
    """A row of a report that was not taken."""

    path: Annotated[str, Described(examples=["gains.3.gained"], description="Where in the report.")]
    code: Annotated[str, Described(examples=["invalid-request"], description="Stable, as the `type` of problems.")]
    message: Annotated[str, Described(description="What is wrong, and what would be right.")]


class CleanupTerms(Frozen):
    """Whose followers are cleaned up, because of what."""

    account: AccountId
    violation: CaseId
    article: int = 10
    scope: Scope
    reason: Text = ""


class Status(StrEnum):
    """Where a clean-up stands."""

    OPEN = "open"
    """There is something to order."""
    ORDERED = "ordered"
    ANSWERED = "answered"
    """The platform says it is done; the next count will show."""
    STUCK = "stuck"
    """Ordered as often as makes sense: a person must see to it."""
    CLEANED = "cleaned"
    SETTLED = "settled"
    """A person has seen to it."""
    STOPPED = "stopped"
    """The violation was overturned before anything was removed."""
    RESTORING = "restoring"
    RESTORED = "restored"
    """The violation was overturned, and what had been removed is back."""


class Opened(Frozen):
    """A violation has brought followers: they are to go."""

    type: Literal["opened"] = "opened"
    terms: CleanupTerms


class Ordered(Frozen):
    """Their removal was ordered."""

    type: Literal["ordered"] = "ordered"
    directive: RecordId
    remove: Annotated[Followers | None, Described(description="None: the platform finds out how many they are.")]
    tainted: Annotated[int, Described(description="All that the violation has brought, as reported by then.")]
    before: Annotated[FollowerCount | None, Described(description="The last count before: what the next is held to.")]


class NothingTainted(Frozen):
    """No gain was reported that the violation could have brought."""

    type: Literal["nothing_tainted"] = "nothing_tainted"


class Answered(Frozen):
    """The platform has answered the order."""

    type: Literal["answered"] = "answered"
    directive: RecordId
    done: Followers
    left: Followers


class Refused(Frozen):
    """The order failed, or was withdrawn by hand; an order that failed may still be reported as done."""

    type: Literal["refused"] = "refused"
    directive: RecordId
    outcome: Literal["failed", "withdrawn"]
    reason: Text = ""


class Unverified(Frozen):
    """A removal that was answered, and that no count has shown yet."""

    ordered: Annotated[Followers, Described(description="How many the count has to show as gone.")]
    before: Annotated[FollowerCount | None, Described(description="The last count before the order.")]
    answered_at: Instant


class TakenOver(Frozen):
    """Another violation was overturned that had tainted the same followers: they stay away because of this one."""

    type: Literal["taken_over"] = "taken_over"
    cleanup: Annotated[RecordId, Described(description="The clean-up that had claimed them.")]
    tainted: Annotated[Followers, Described(description="How many are tainted by this violation too.")]
    removed: Annotated[Followers, Described(description="How many of them had been removed; the rest is to go.")]
    everything: bool = False
    unverified: Annotated[
        Unverified | None, Described(description="The removal, where the next count has to show it yet.")
    ] = None


class KeptAway(Frozen):
    """Of what was removed not all may come back, although the violation is overturned."""

    type: Literal["kept_away"] = "kept_away"
    restorable: Annotated[Followers, Described(description="How many may come back.")]
    tainted: Annotated[Followers, Described(description="How many stay away: what stands has tainted them too.")] = 0
    by: Annotated[tuple[RecordId, ...], Described(description="The clean-ups under which they stay away.")] = ()
    surplus: Annotated[
        Followers, Described(description="Answered as removed, but never ordered away: nothing to take back.")
    ] = 0


class Verified(Frozen):
    """A count has shown what is left."""

    type: Literal["verified"] = "verified"
    count: FollowerCount
    expected: Annotated[int | None, Described(description="What it should be; unknown without a count before.")]
    left: Followers
    missing: Annotated[
        Followers, Described(description="So many fewer than there should be, beyond the usual coming and going.")
    ] = 0


class Escalated(Frozen):
    """It does not go on by itself: a person must see to it."""

    type: Literal["escalated"] = "escalated"
    because: Literal["no_count", "not_removed", "withdrawn", "removed_too_many"]


class Settled(Frozen):
    """A person has seen to it."""

    type: Literal["settled"] = "settled"
    reason: Text = ""


class Stopped(Frozen):
    """The violation was overturned; nothing had been removed."""

    type: Literal["stopped"] = "stopped"
    reason: Text = ""


class RestoreOrdered(Frozen):
    """The violation was overturned: what was removed is to come back."""

    type: Literal["restore_ordered"] = "restore_ordered"
    directive: RecordId
    restore: Followers
    reason: Text = ""


class Restored(Frozen):
    """The platform has brought them back."""

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
    """A clean-up as it stands."""

    id: RecordId
    status: Status
    terms: CleanupTerms
    opened_at: Instant
    opened_by: str
    orders: int = 0
    directive: RecordId | None = None
    """The order that is under way, or was last."""
    ordered: int | None = None
    """How many followers that order is about; None where only the platform can tell."""
    done: int = 0
    """What it has answered to that order."""
    tainted: int = 0
    removed: int = 0
    """As the platform has answered, over all orders, and as taken over from other clean-ups."""
    before: FollowerCount | None = None
    answered_at: Instant | None = None
    left: int | None = None
    """What the last count has shown."""
    watching: RecordId | None = None
    """Whose removal, taken over, the next count has to show."""
    missing: int = 0
    """How many others the last count has shown to be gone."""
    restorable: int | None = None
    """How many may come back after an overturn; None where all that were removed may."""
    escalated_at: Instant | None = None
    reason: Text = ""
