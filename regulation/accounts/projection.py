"""Projection of an account: its future as intervals, and what closes and opens when, if nothing else happens.

Verdicts come from the same intervals, so a projection is what the gate will answer at each of its instants.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated

from pydantic import Field as Described

from models.accounts.standing import Grant, Restriction, Standing
from models.accounts.verdicts import Answer, Eligibility, Never, Reason
from models.base import Frozen
from models.instants import Instant
from models.names import AccountId
from models.words.privileges import Method
from models.words.restrictions import RestrictionKind
from regulation.cases.effects import closed_of, granted_of, profit_closed_until
from regulation.cases.previews import Closed, Granted
from regulation.standing.boundaries import privileges_of, transition_at
from regulation.standing.status import status_of
from regulation.standing.verdicts import NEVER, PastNotKeptError, eligible_at, opens_at, permits, turns, weightiest
from regulation.words.privileges import PRIVILEGES
from regulation.words.restrictions import RANK, AccountStatus


class Stretch(Frozen):
    """Interval in which the answer for a privilege and its weightiest reason are the same."""

    start: Instant
    end: Annotated[Instant | Never, Described(description="`never`: it does not end by itself.")]
    answer: Answer
    kind: Annotated[RestrictionKind | None, Described(description="Kind of the weightiest reason; null if allowed.")]
    article: int | None
    cause: Annotated[str | None, Described(description="Fact behind the weightiest reason.")]
    message: Annotated[str | None, Described(description="The weightiest reason in words.")]
    message_zh: Annotated[str | None, Described(description="The same in Chinese.")]


class Projected(Frozen):
    """A privilege over time."""

    privilege: str
    zh: str
    en: str
    answer: Annotated[Answer, Described(description="Answer now.")]
    opens_at: Annotated[
        Instant | Never | None,
        Described(description="First instant at which it is allowed; null when it is now."),
    ]
    stretches: tuple[Stretch, ...]


class Moment(Frozen):
    """Instant at which privileges open or close by themselves."""

    at: Instant
    opens: tuple[str, ...]
    closes: tuple[str, ...]
    status: Annotated[AccountStatus, Described(description="Status from then on.")]
    message: str
    message_zh: str


class Projection(Frozen):
    """Privileges, restrictions and grants of an account over time, if nothing else happens."""

    account: AccountId
    version: int
    now: Instant
    start: Annotated[Instant, Described(serialization_alias="from")]
    end: Annotated[Instant | Never, Described(serialization_alias="to")]
    status: AccountStatus
    privileges: tuple[Projected, ...]
    restrictions: Annotated[tuple[Closed, ...], Described(description="Weightiest kind first.")]
    grants: tuple[Granted, ...]
    moments: Annotated[tuple[Moment, ...], Described(description="From now on, in order.")]
    earns_again_at: Annotated[
        Instant | Never | None,
        Described(description="First instant without a restriction of profit-making as a whole; null: none is now."),
    ]
    eligibility: Annotated[
        tuple[Eligibility, ...], Described(description="For each method: when an application would be granted.")
    ]


def projection(
    standing: Standing, now: datetime, *, start: datetime | None = None, end: datetime | None = None
) -> Projection:
    """Project a standing from `start` (None: now) to `end` (None: without an end).

    Raises:
        PastNotKeptError: when `start` lies before the last fact, and the standing was folded without its past.
        ValueError: when the end does not lie after the start.
    """
    begin = now if start is None else max(start, standing.registered_at)
    if end is not None and end <= begin:
        raise ValueError("a projection must end after it starts, and after the registration")
    if begin < standing.as_of and not standing.past_kept:
        raise PastNotKeptError(f"account {standing.account}: fold the facts with keep_past to draw the past")
    restrictions = tuple(one for one in standing.restrictions if _within(one, begin, end))
    shown = standing.model_copy(update={"restrictions": restrictions})
    edges = [begin, *(edge for edge in _edges(standing) if edge > begin and (end is None or edge < end))]
    return Projection(
        account=standing.account,
        version=standing.version,
        now=now,
        start=begin,
        end=end or NEVER,
        status=status_of(standing, now),
        privileges=tuple(
            _projected(standing, privilege, now, tuple(_stretches(shown, privilege, edges, end)))
            for privilege in privileges_of(standing)
        ),
        restrictions=tuple(closed_of(one) for one in sorted(restrictions, key=lambda one: RANK[one.kind])),
        grants=tuple(granted_of(one) for one in standing.grants if _within(one, begin, end)),
        moments=tuple(_moments(standing, [edge for edge in edges if edge > now])),
        earns_again_at=profit_closed_until(standing, now),
        eligibility=tuple(eligible_at(standing, method, now) for method in Method),
    )


def _edges(standing: Standing) -> list[datetime]:
    intervals = [one.interval for one in standing.restrictions] + [one.interval for one in standing.grants]
    return sorted({edge for interval in intervals for edge in (interval.start, interval.end) if edge is not None})


def _within(one: Restriction | Grant, start: datetime, end: datetime | None) -> bool:
    interval = one.interval
    return not interval.ended_by(start) and (end is None or interval.start < end)


def _projected(standing: Standing, privilege: str, now: datetime, stretches: tuple[Stretch, ...]) -> Projected:
    words, allowed = PRIVILEGES[privilege], permits(standing, privilege, now)
    return Projected(
        privilege=privilege,
        zh=words.zh,
        en=words.en,
        answer=Answer.ALLOWED if allowed else Answer.REFUSED,
        opens_at=None if allowed else opens_at(standing, privilege, now),
        stretches=stretches,
    )


def _stretches(
    standing: Standing, privilege: str, edges: Sequence[datetime], end: datetime | None
) -> Iterator[Stretch]:
    """Yield the stretches; of the restrictions, those that lie in no stretch may be left out of the standing."""
    begin, why = edges[0], _weightiest(standing, privilege, edges[0])
    own = set(turns(standing, privilege))
    for edge in edges[1:]:
        if edge not in own:
            continue
        then = _weightiest(standing, privilege, edge)
        if then != why:
            yield _stretch(begin, edge, why)
            begin, why = edge, then
    yield _stretch(begin, end or NEVER, why)


def _weightiest(standing: Standing, privilege: str, at: datetime) -> Reason | None:
    """Weightiest reason against the privilege at an instant; None when it is allowed."""
    return None if permits(standing, privilege, at) else weightiest(standing, privilege, at)


def _stretch(start: datetime, end: datetime | Never, why: Reason | None) -> Stretch:
    return Stretch(
        start=start,
        end=end,
        answer=Answer.ALLOWED if why is None else Answer.REFUSED,
        kind=None if why is None else why.kind,
        article=None if why is None else why.article,
        cause=None if why is None else why.cause,
        message=None if why is None else why.message,
        message_zh=None if why is None else why.message_zh,
    )


def _moments(standing: Standing, edges: Sequence[datetime]) -> Iterator[Moment]:
    for edge in edges:
        passed = transition_at(standing, edge)
        yield Moment(
            at=edge,
            opens=tuple(change.privilege for change in passed.changes if change.opened),
            closes=tuple(change.privilege for change in passed.changes if not change.opened),
            status=status_of(standing, edge),
            message=passed.message,
            message_zh=passed.message_zh,
        )
