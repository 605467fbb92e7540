"""Queue of cases: pages of it, and how many cases each status, kind, priority and view has.

The table `case_queue` finds and counts them; the states are read only for the cases of a page.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.cases import presence
from ledger.cases.filtering import Conditions, Names, Q
from ledger.store import pages
from ledger.store.database import Database
from ledger.store.pages import Order, Page, Position
from ledger.store.statements import one_of
from ledger.streams.records import Filed
from models.accounts.profiles import PendingChange
from models.cases.cases import KIND, Case, Priority
from models.cases.queue import ME, CaseFilters, Looking, Sorting, View
from models.tables import CASE_QUEUE, PEOPLE, RECORDS, STANDINGS
from regulation.cases.queue import Reader
from regulation.words.case_kinds import RANK

NOBODY: Final = Reader("")
"""Reader of lists that do not depend on who reads."""
COUNTED_TO: Final = 1_000
"""Greatest count of a view with decided cases, of which there are too many to count each time."""

_D: Final = RECORDS.c
_S: Final = STANDINGS.c
_STATES: Final = select(_D.id, _D.version, _D.opened_at, _D.state).where(_D.kind == KIND, one_of(_D.id, "ids"))
_ACCOUNTS: Final = select(
    _S.account, _S.snapshot["name"].astext.label("name"), _S.snapshot["pending"].label("pending")
).where(one_of(_S.account, "accounts"))
_ALIASES: Final = select(PEOPLE.c.id, PEOPLE.c.aliases).where(one_of(PEOPLE.c.id, "persons"))
_ENDED: Final = Order("decided", (Q.ended_at, Q.id), descending=True)
_OPENED: Final = Order("newest", (Q.opened_at, Q.id), descending=True)


@dataclass(frozen=True)
class Queued(Filed[Case]):
    """A case in the queue."""

    name: str | None = None
    """Present name of the account concerned."""
    change: PendingChange | None = None
    """Change of the profile that the case is about, while it waits."""
    looking: tuple[Looking, ...] = ()
    skipped: bool = False
    """Whether the reader has skipped it for now."""


@dataclass(frozen=True)
class Counts:
    """Numbers of undecided cases, as one reader sees them."""

    waiting: int
    status: Mapping[str, int]
    kind: Mapping[str, int]
    priority: Mapping[Priority, int]
    overdue: int
    mine: int
    unclaimed: int
    decidable: int
    second_needed: int
    second_me: int
    views: Mapping[str, int] = field(default_factory=dict)
    """Number of cases of each view that was asked for; at most `COUNTED_TO` where decided ones count."""


async def listed(
    database: Database,
    filters: CaseFilters | None = None,
    *,
    now: datetime,
    reader: Reader = NOBODY,
    sort: Sorting | None = None,
    after: Position | None = None,
    most: int = pages.USUAL,
) -> Page[Queued]:
    """Return a page of the cases that pass the filters.

    A case that becomes urgent between two pages moves to the front: it appears on a new first page, and never twice on
    the later pages.

    Raises:
        ForeignPositionError: when the position belongs to another list, or to another order of this one.
    """
    filters = filters or CaseFilters()
    async with database.transaction() as connection:
        conditions = Conditions(reader, now, await _names_in(connection, [filters]))
        order = _order(conditions, sort or filters.usual_sorting())
        statement = select(*order.key, conditions.skipped().label("skipped")).where(conditions.of(filters))
        if order is _ENDED:
            statement = statement.where(Q.ended_at.is_not(None))
        found = await pages.read(connection, statement, order, {}, after=after, most=most)
        return Page(await _queued(connection, found.items, now), found.next)


def _order(conditions: Conditions, sort: Sorting) -> Order:
    if sort == "decided":
        return _ENDED
    if sort == "newest":
        return _OPENED
    return Order("queue", ((-conditions.rank).label("urgency"), Q.due_at, Q.id))


async def _queued(connection: AsyncConnection, rows: Sequence[Any], now: datetime) -> tuple[Queued, ...]:
    """Return the cases of the rows, in their order."""
    if not rows:
        return ()
    ids = [row.id for row in rows]
    states = {row.id: row for row in await connection.execute(_STATES, {"ids": ids})}
    cases = {name: Case.model_validate(row.state) for name, row in states.items()}
    accounts = sorted({account for case in cases.values() if (account := case.opening.account) is not None})
    known = {row.account: row for row in await connection.execute(_ACCOUNTS, {"accounts": accounts})}
    looking = await presence.within(connection, ids, now)
    return tuple(
        Queued(
            row.id,
            states[row.id].version,
            states[row.id].opened_at,
            cases[row.id],
            name=None if (about := known.get(cases[row.id].opening.account)) is None else about.name,
            change=None if about is None else _change(row.id, about.pending),
            looking=looking.get(row.id, ()),
            skipped=row.skipped,
        )
        for row in rows
    )


def _change(case: str, pending: Iterable[dict[str, Any]] | None) -> PendingChange | None:
    return next((PendingChange.model_validate(change) for change in pending or () if change["id"] == case), None)


async def counts(database: Database, views: Iterable[View], *, now: datetime, reader: Reader) -> Counts:
    """Count the undecided cases, and those of each view, in one pass over the queue."""
    async with database.transaction() as connection:
        return await counts_within(connection, tuple(views), now=now, reader=reader)


async def counts_within(connection: AsyncConnection, views: Sequence[View], *, now: datetime, reader: Reader) -> Counts:
    """Count as `counts` does, as the caller's transaction sees the queue."""
    conditions = Conditions(reader, now, await _names_in(connection, [view.filters for view in views]))
    waiting = [view for view in views if conditions.waiting_only(view.filters)]
    rows = (await connection.execute(_counting(conditions, waiting))).mappings().all()
    of_views = {view.id: sum(row[f"view {place}"] for row in rows) for place, view in enumerate(waiting)}
    for view in views:
        if view.id not in of_views:
            of_views[view.id] = (await connection.execute(_counted(conditions, view))).scalar_one()
    return _counts(rows, of_views)


def _counting(conditions: Conditions, views: Sequence[View]) -> Select[Any]:
    """Return the statement that counts undecided cases by status, kind and priority, and by further conditions."""
    further = {
        "overdue": conditions.overdue,
        "mine": conditions.mine,
        "unclaimed": conditions.unclaimed,
        "decidable": conditions.decidable,
        "second_needed": conditions.second_needed,
        "second_me": conditions.second_me,
        **{f"view {place}": conditions.of(view.filters) for place, view in enumerate(views)},
    }
    groups = (conditions.status.label("status"), Q.kind, conditions.rank.label("rank"))
    seen = select(*groups, *(of.label(name) for name, of in further.items())).where(Q.waiting).subquery().c
    grouped = (seen.status, seen.kind, seen.rank)
    numbers = (func.count().filter(seen[name]).label(name) for name in further)
    return select(*grouped, func.count().label("all"), *numbers).group_by(*grouped)


def _counted(conditions: Conditions, view: View) -> Select[Any]:
    some = select(literal(1)).select_from(CASE_QUEUE).where(conditions.of(view.filters)).limit(COUNTED_TO).subquery()
    return select(func.count()).select_from(some)


def _counts(rows: Sequence[Mapping[str, Any]], views: Mapping[str, int]) -> Counts:
    def by(group: str) -> Counter[Any]:
        found: Counter[Any] = Counter()
        for row in rows:
            found[row[group]] += row["all"]
        return found

    def total(name: str) -> int:
        return sum(row[name] for row in rows)

    ranks = by("rank")
    return Counts(
        waiting=total("all"),
        status=by("status"),
        kind=by("kind"),
        priority={priority: ranks[rank] for priority, rank in RANK.items()},
        overdue=total("overdue"),
        mine=total("mine"),
        unclaimed=total("unclaimed"),
        decidable=total("decidable"),
        second_needed=total("second_needed"),
        second_me=total("second_me"),
        views=views,
    )


async def _names_in(connection: AsyncConnection, filters: Iterable[CaseFilters]) -> Names:
    """Return the earlier names of the persons whom the filters name."""
    asked = {
        name for one in filters for name in (one.claimed_by, one.assigned_to, one.decider) if name not in (None, ME)
    }
    if not asked:
        return {}
    rows = await connection.execute(_ALIASES, {"persons": sorted(asked)})
    return {row.id: frozenset(row.aliases) for row in rows}
