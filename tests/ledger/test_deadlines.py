"""Nothing that is asked of PostgreSQL waits without an end, and a server that stands still costs nobody a fact."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

import ledger
from embedded import EmbeddedPostgres
from ledger.accounts import commands
from ledger.accounts.commands import Request
from ledger.accounts.group_commit import GroupCommit
from ledger.accounts.quick_reads import QuickReads
from ledger.accounts.reading import standing_of
from ledger.store.database import Database, DatabaseAwayError, DatabaseSlowError, Size
from ledger.store.deadlines import Deadlines, within
from ledger.store.migrating import migrate
from ledger.store.watching import Watcher, watch_forever
from models.accounts.commands import ChangeName, ImposeBan, Receipt
from tests.ledger.doing import NOON, count, do, faults, key, registration, rows
from tests.standstill import standstill

SHORT = Deadlines(statement_s=0.4, lock_s=0.3, idle_s=0.5, read_s=0.6, work_s=0.8, slice_s=5, long_s=30)
TIMEOUTS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
SHOWN = "SELECT " + ", ".join(f"current_setting('{name}')" for name in TIMEOUTS)
AT_MOST_S = 60.0
"""Far beyond every deadline here: who needs it waits without one."""


@pytest.fixture
async def short(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url, pool_size=4, times_given=True, deadlines=SHORT)
    yield opened
    await opened.close()


@pytest.fixture(scope="module")
async def own_server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EmbeddedPostgres]:
    """A server that may stand still: nobody else uses it."""
    server = EmbeddedPostgres(tmp_path_factory.mktemp("own"), tuning={"fsync": "off"})
    await asyncio.to_thread(server.start)
    await asyncio.to_thread(server.create_database, "template")
    database = Database(server.url("template"))
    await migrate(database)
    await database.close()
    yield server
    await asyncio.to_thread(server.stop)


@pytest.fixture
async def own(own_server: EmbeddedPostgres, request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    name = f"own_{abs(hash(request.node.name))}"
    await asyncio.to_thread(own_server.create_database, name, template="template")
    database = Database(own_server.url(name), pool_size=4, times_given=True, deadlines=SHORT)
    yield database
    await database.close()


# --- the server's own ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "shown"), [(Size.WORK, ("400ms", "300ms", "500ms")), (Size.SLICE, ("5s", "2500ms", "5s"))]
)
async def test_the_server_knows_the_deadlines_of_every_transaction(
    short: Database, size: Size, shown: tuple[str, ...]
) -> None:
    """Also the next one on the same connection, after one that could take longer."""
    for begin in (short.transaction, short.snapshot):
        async with begin(size) as connection:
            assert tuple((await connection.execute(text(SHOWN))).one()) == shown
        async with begin() as connection:
            assert tuple((await connection.execute(text(SHOWN))).one()) == ("400ms", "300ms", "500ms")


async def test_the_server_knows_them_of_the_connections_beside_the_pool(short: Database) -> None:
    """Those of quick reads and of the watch: what they do is asked of the server itself."""
    reads = QuickReads(short.url, SHORT)
    await reads.standing("nobody")
    for one in reads._connections:
        if one._connection is not None:
            assert [tuple(row) for row in await one._connection.fetch(SHOWN)] == [("400ms", "300ms", "500ms")]
    begun = asyncio.Event()
    watcher = Watcher(begun=begun.set, changed=lambda *_: None, alive=lambda: None, ended=lambda: None)
    watching = asyncio.create_task(watch_forever(short.url, watcher, SHORT))
    await begun.wait()
    watching.cancel()
    await reads.close()


def test_there_is_no_other_way_to_the_database() -> None:
    """Whoever connects past these modules would have no deadlines: the next one has to be added here, with its own."""
    connecting = re.compile(r"create_async_engine\(|create_engine\(|asyncpg\.connect\(|asyncpg\.create_pool\(")
    house = Path(ledger.__file__).parent.parent
    sources = [p for p in house.glob("*/**/*.py") if p.relative_to(house).parts[0] not in {"tests", "bench", ".venv"}]
    assert len(sources) > 300
    found = {p.relative_to(house).as_posix() for p in sources if connecting.search(p.read_text(encoding="utf-8"))}
    assert found == {"ledger/store/database.py", "ledger/accounts/quick_reads.py", "ledger/store/watching.py"}


async def test_a_slow_statement_is_ended_by_the_server(short: Database) -> None:
    """Nothing was done, the caller is told so, and the connection is still good."""
    with pytest.raises(DatabaseSlowError, match="statement timeout"):
        await rows(short, "SELECT pg_sleep(60)")
    assert await rows(short, "SELECT 1") == [(1,)]
    async with short.transaction(Size.SLICE) as connection:
        await connection.execute(text("SELECT pg_sleep(0.6)"))


async def test_nobody_waits_for_a_lock_without_an_end(short: Database) -> None:
    """The account of a transaction that does not end is told apart from a database that is away."""
    await do(short, "a", registration("h1"))
    async with short.transaction(Size.SLICE) as connection:
        await connection.execute(text("SELECT * FROM standings FOR UPDATE"))
        with pytest.raises(DatabaseSlowError, match="lock timeout"):
            await do(short, "a", ChangeName(name="山野"))
    assert (await do(short, "a", ChangeName(name="山野"))).version == 2


async def test_the_locks_of_a_transaction_that_asks_nothing_go_to_others(short: Database) -> None:
    """As of a process that was stopped in the middle."""
    idle = Database(short.url, times_given=True, deadlines=Deadlines(idle_s=0.2))
    await do(short, "a", registration("h1"))

    has_it = asyncio.Event()

    async def hold(until: asyncio.Event) -> None:
        async with idle.transaction() as connection:
            await connection.execute(text("SELECT * FROM standings FOR UPDATE"))
            has_it.set()
            await until.wait()
            await connection.execute(text("SELECT 1"))

    has_gone = asyncio.Event()
    holding = asyncio.create_task(hold(has_gone))
    await has_it.wait()
    version = 1
    while version == 1:
        try:
            version = (await do(short, "a", ChangeName(name="山野"))).version
        except DatabaseSlowError:
            assert not holding.done()
    has_gone.set()
    with pytest.raises(DatabaseAwayError):
        await holding
    await idle.close()


# --- a server that stands still --------------------------------------------------------------------------------------


@pytest.fixture
async def asking(own: Database) -> AsyncIterator[dict[str, Callable[[], Any]]]:
    """Every way of asking the database, by name."""
    reads, grouping = QuickReads(own.url, SHORT, own.silence), GroupCommit(own)

    def ban(name: str) -> Request:
        command = ImposeBan.model_validate({"id": name, "category": "fabrication", "duration": "P1D"})
        return Request(account="a", command=command, actor="somebody", now=NOON, key=key(name))

    yield {
        "a transaction": lambda: rows(own, "SELECT 1"),
        "a snapshot": lambda: standing_of(own, "a"),
        "a quick read": lambda: reads.standing("a"),
        "a command": lambda: commands.executed(own, ban("alone")),
        "a command in a group": lambda: grouping.executed(ban("grouped")),
    }
    await reads.close()
    await grouping.close()


async def _within_a_slice(own: Database) -> None:
    with within(1):
        async with own.transaction(Size.SLICE) as connection:
            await connection.execute(text("SELECT 1"))


@pytest.mark.parametrize("connected", [True, False], ids=["connected", "not connected"])
@pytest.mark.parametrize("name", ["a transaction", "a snapshot", "a quick read", "a command", "a command in a group"])
async def test_every_way_of_asking_ends_while_the_server_stands_still(
    own_server: EmbeddedPostgres, own: Database, asking: dict[str, Callable[[], Any]], name: str, connected: bool
) -> None:
    """Each says that the database is away, though no connection was refused; all go on by themselves afterwards."""
    await do(own, "a", registration("h1"))
    ask = asking[name]
    if connected:
        await ask()
    else:
        await own.close()
    with standstill(own_server):
        for _ in range(2):
            with pytest.raises(DatabaseAwayError):
                await asyncio.wait_for(ask(), AT_MOST_S)
    await ask()
    assert await faults(own) == []


async def test_a_cancelled_question_ends_while_the_server_stands_still(
    own_server: EmbeddedPostgres, own: Database
) -> None:
    """Whoever stops a process, or hangs up, does not wait for an answer to the request to forget it."""
    patient = Database(own.url, pool_size=1, deadlines=Deadlines())
    assert await rows(patient, "SELECT 1") == [(1,)]
    with standstill(own_server):
        question = asyncio.create_task(rows(patient, "SELECT 1"))
        await asyncio.sleep(0.1)
        question.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(question, AT_MOST_S)
        await asyncio.wait_for(patient.close(), AT_MOST_S)
    assert await rows(patient, "SELECT 1") == [(1,)]
    await patient.close()


async def test_one_asks_a_silent_server_and_the_others_are_told_at_once(
    own_server: EmbeddedPostgres, own: Database
) -> None:
    """A thousand callers do not wait one deadline each, one after the other, for a few connections."""
    assert await rows(own, "SELECT 1") == [(1,)]
    with standstill(own_server):
        with pytest.raises(DatabaseAwayError, match=r"did not answer within 0\.8 s"):
            await rows(own, "SELECT 1")
        said = await asyncio.gather(*(rows(own, "SELECT 1") for _ in range(1000)), return_exceptions=True)
        words = [str(one) for one in said if isinstance(one, DatabaseAwayError)]
        assert len(words) == 1000
        assert sum("did not answer within" in one for one in words) == 1
        assert sum("has not answered for" in one for one in words) == 999
    assert await rows(own, "SELECT 1") == [(1,)]


@pytest.mark.long
async def test_a_burst_through_a_standstill_is_recorded_once_each(own_server: EmbeddedPostgres, own: Database) -> None:
    """Some were answered, some were told that the database is away, and nobody knows which of those were committed: who
    repeats with the same key has each exactly once.
    """
    await do(own, "a", registration("h1"))
    grouping = GroupCommit(own)

    async def ban(number: int) -> Receipt | DatabaseAwayError:
        command = ImposeBan.model_validate({"id": f"b{number}", "category": "fabrication", "duration": "P1D"})
        request = Request(account="a", command=command, actor="somebody", now=NOON, key=key(f"k{number}"))
        try:
            return (await grouping.executed(request)).receipt
        except DatabaseAwayError as away:
            return away

    burst = [asyncio.create_task(ban(number)) for number in range(200)]
    while await count(own, "facts") < 10:
        pass
    with standstill(own_server):
        answers = await asyncio.wait_for(asyncio.gather(*burst), AT_MOST_S)
    assert any(isinstance(answer, Receipt) for answer in answers)
    assert any(isinstance(answer, DatabaseAwayError) for answer in answers)

    async def insist(number: int) -> Receipt:
        """Two hundred on one account may take longer than this short deadline."""
        while True:
            if isinstance(answer := await ban(number), Receipt):
                return answer
            await asyncio.sleep(0.1)

    again = await asyncio.wait_for(asyncio.gather(*map(insist, range(200))), AT_MOST_S)
    kept = {answer.model_copy(update={"replayed": True}) for answer in answers if isinstance(answer, Receipt)}
    assert kept <= set(again)
    assert await count(own, "facts") == await count(own, "events") == 201
    assert await faults(own) == []


async def test_the_watch_ends_when_the_server_stands_still_and_begins_again(
    own_server: EmbeddedPostgres, own: Database
) -> None:
    """Standings in memory are newest only as long as somebody would tell of a change."""
    begun, ended = asyncio.Event(), asyncio.Event()
    watcher = Watcher(begun=begun.set, changed=lambda *_: None, alive=lambda: None, ended=ended.set)
    watching = asyncio.create_task(watch_forever(own.url, watcher, SHORT))
    await asyncio.wait_for(begun.wait(), AT_MOST_S)
    begun.clear()
    with standstill(own_server):
        await asyncio.wait_for(ended.wait(), AT_MOST_S)
        assert not begun.is_set()
    await asyncio.wait_for(begun.wait(), AT_MOST_S)
    watching.cancel()


async def test_a_shorter_deadline_from_around_counts_for_everything_inside(
    own_server: EmbeddedPostgres, own: Database
) -> None:
    """So a probe ends soon, whatever it asks."""
    assert await rows(own, "SELECT 1") == [(1,)]
    with standstill(own_server), within(0.3):
        for _ in range(2):
            with pytest.raises(DatabaseAwayError):
                await asyncio.wait_for(_within_a_slice(own), AT_MOST_S)
    assert await rows(own, "SELECT 1") == [(1,)]
