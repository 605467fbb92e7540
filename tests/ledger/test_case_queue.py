"""The table of the queue is the projection of every case's state, whatever happened to the case; a database from before
gets it when it is migrated.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import pytest
from alembic import command
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from embedded import EmbeddedPostgres
from ledger.cases import cases, queue
from ledger.cases.cases import CaseCommand
from ledger.store.database import Database
from ledger.store.migrating import config, migrate
from ledger.streams import records
from models.cases.cases import Case, CaseKind, Outcome, Ruling
from models.cases.queue import WAITING_STATUSES, CaseFilters
from regulation.cases.cases import DecideCase, assign, claim, decide_case, opening, release, remind, withdraw
from regulation.cases.deferring import deferred
from regulation.cases.queue import EVERYBODYS, Reader, decidable, is_mine, is_overdue
from regulation.cases.reducer import CASE, current
from tests.examples import examples
from tests.ledger.doing import NOON, rows

HOUR = timedelta(hours=1)
PEOPLE = ("per_ann", "per_ben", "per_cai")
KINDS = (CaseKind.CLOSURE, CaseKind.REPORT, CaseKind.DIRECTIVE)
YES, NO, DONE = (Ruling(outcome=outcome, reason="r") for outcome in (Outcome.APPROVED, Outcome.REJECTED, Outcome.DONE))

moves: dict[str, Callable[[str], DecideCase]] = {
    "claim": lambda who: claim(who, HOUR),
    "release": lambda who: release(who, anybodys=True),
    "assign": assign,
    "yes": lambda who: decide_case(who, YES),
    "no": lambda who: decide_case(who, NO),
    "later": lambda who: deferred(decide_case(who, NO), HOUR),
    "done": lambda who: decide_case(who, DONE),
    "remind": lambda _: remind,
    "withdraw": lambda _: withdraw("over"),
}
histories = st.lists(
    st.tuples(st.sampled_from(sorted(moves)), st.sampled_from(PEOPLE), st.integers(0, 40)), min_size=1, max_size=8
)


@settings(
    max_examples=examples(10, times=3),
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),  # each example takes a second: shrinking one would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_whatever_happens_the_queue_shows_the_states(database_url: str, data: st.DataObject) -> None:
    """Each history of moves: the table equals its view, and lists agree with the pure rules, for every reader."""
    told = [data.draw(histories) for _ in KINDS]
    asyncio.run(_checked(database_url, told))


async def _checked(url: str, told: list[list[tuple[str, str, int]]]) -> None:
    database = Database(url, times_given=True)
    try:
        await _run(database, told)
        both = "SELECT count(*) FROM (SELECT * FROM {} EXCEPT SELECT * FROM {}) AS differing"
        for one, other in (("case_queue", "case_states"), ("case_states", "case_queue")):
            assert await rows(database, both.format(one, other)) == [(0,)]
        for hours in (0, 1, 30, 100):
            await _agrees(database, NOON + hours * HOUR)
    finally:
        await database.close()


async def _run(database: Database, told: list[list[tuple[str, str, int]]]) -> None:
    place = len(await rows(database, "SELECT id FROM case_queue"))
    for number, (kind, history) in enumerate(zip(KINDS, told, strict=True), start=place):
        case = f"c{number}"
        made = opening(kind, NOON, not_by=("per_cai",) if number % 2 else ())
        async with database.transaction() as connection:
            await cases.opened(connection, case, made, actor="system", now=NOON)
            for move, who, hours in history:
                act = CaseCommand(CASE, case, moves[move](who), actor=who, now=NOON + hours * HOUR)
                await records.enter(connection, act)


async def _agrees(database: Database, now: Any) -> None:
    async with database.transaction() as connection:
        stored = (await connection.execute(text("SELECT state FROM dossiers WHERE kind = 'case'"))).scalars()
        every = [current(Case.model_validate(state), now) for state in stored]

    async def listed(reader: Reader = queue.NOBODY, **filters: Any) -> set[str]:
        found = await queue.listed(database, CaseFilters(**filters), now=now, reader=reader, most=500)
        return {one.id for one in found}

    waiting = {case.id for case in every if case.status in WAITING_STATUSES}
    assert await listed() == waiting
    assert await listed(overdue=True) == {case.id for case in every if is_overdue(case, now)}
    counts = await queue.counts(database, (), now=now, reader=queue.NOBODY)
    assert counts.waiting == len(waiting)
    for status in WAITING_STATUSES:
        assert await listed(status=(status,)) == {case.id for case in every if case.status is status}
        assert counts.status.get(status.value, 0) == sum(case.status is status for case in every)
    for who in PEOPLE:
        reader = Reader(who, frozenset(), frozenset({CaseKind.CLOSURE, CaseKind.REPORT}))
        assert await listed(reader, decidable=True) == {case.id for case in every if decidable(case, reader)}
        mine = {case.id for case in every if case.status in WAITING_STATUSES and is_mine(case, reader)}
        assert await listed(reader, mine=True) == mine
        assert await listed(reader, mine=False) == waiting - mine


@pytest.fixture
async def before(postgres: EmbeddedPostgres) -> AsyncIterator[Database]:
    """Yield a database of the previous migration."""
    await asyncio.to_thread(postgres.create_database, "before_the_queue")
    database = Database(postgres.url("before_the_queue"), times_given=True)
    async with database.transaction() as connection:
        await connection.run_sync(lambda sync: command.upgrade(config(sync), "0028"))
    yield database
    await database.close()
    await asyncio.to_thread(postgres.drop_database, "before_the_queue")


async def test_cases_from_before_are_in_the_queue(before: Database) -> None:
    for case, move in (("waiting", None), ("claimed", claim("per_ann", HOUR)), ("over", decide_case("per_ann", DONE))):
        async with before.transaction() as connection:
            await cases.opened(connection, case, opening(CaseKind.REPORT, NOON), actor="system", now=NOON)
            if move is not None:
                await records.enter(connection, CaseCommand(CASE, case, move, actor="per_ann", now=NOON))
    await migrate(before)
    found = await queue.listed(before, now=NOON)
    assert [(one.id, one.state.status) for one in found] == [("claimed", "claimed"), ("waiting", "open")]
    ann = Reader("per_ann", frozenset(), frozenset(CaseKind))
    decided = await queue.listed(before, CaseFilters(decider="me"), now=NOON, reader=ann)
    assert [one.id for one in decided] == ["over"]


async def test_counting_reads_undecided_cases_only(database: Database) -> None:
    """However many cases were decided: their rows are not read."""
    async with database.transaction() as connection:
        await connection.execute(
            text(
                "INSERT INTO case_queue (id, kind, status, waiting, priority, opened_at, due_at, title, not_by) "
                "SELECT 'd' || n, 'report', CASE WHEN n % 100 = 0 THEN 'open' ELSE 'decided' END, n % 100 = 0, "
                "n % 4, :now, :now, '', '{}' FROM generate_series(1, 20000) AS n"
            ),
            {"now": NOON},
        )
        await connection.execute(text("ANALYZE case_queue"))
        counted = await queue.counts_within(connection, tuple(EVERYBODYS.values()), now=NOON, reader=Reader("per_ann"))
        read = text("SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'case_queue'")
        rows_read = (await connection.execute(read)).scalar_one()
    assert counted.waiting == 200
    assert rows_read < 1_000, "of 20,000"
