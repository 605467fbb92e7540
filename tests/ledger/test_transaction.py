"""One command, one transaction (invariant 3): whatever breaks, nothing is half done, and the retry succeeds."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import NamedTuple

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from ledger.accounts.boundaries import record_boundaries
from ledger.accounts.commands import VersionConflictError
from ledger.accounts.reading import facts_of, standing_of
from ledger.store.database import Database, DatabaseAwayError
from models.accounts.commands import ApplyMonetization, ChangeHolder, ChangeName, Close, Command
from models.words.privileges import Method
from models.words.violations import Category
from tests.ledger.doing import ENTERPRISE, NOON, ban, count, days, do, everything, faults, key, registration, rows

LATER = NOON + days(10)
"""After the ban that `_banned` imposes has ended: its end is due and not recorded."""


class Case(NamedTuple):
    """A command, what must have happened before it, and every table that it writes, in order."""

    before: Callable[[Database, str], Awaitable[None]]
    command: Callable[[str], Command]
    writes: tuple[str, ...]


async def _nothing(database: Database, account: str) -> None:
    pass


async def _banned(database: Database, account: str) -> None:
    await do(database, account, registration(f"holder-of-{account}", ENTERPRISE))
    await do(database, account, ban())


SEARCHED = ("account_names", "account_states")
CASES = {
    "register": Case(
        _nothing,
        lambda account: registration(f"holder-of-{account}", ENTERPRISE),
        ("idempotency_keys", "holders", "facts", "events", "outgoing", "standings", "holder_seats", *SEARCHED),
    ),
    "change the name, with boundaries due": Case(
        _banned,
        lambda _: ChangeName(name="城市厨房"),
        ("idempotency_keys", "transitions", "facts", "events", "outgoing", "standings", *SEARCHED),
    ),
    "change the holder": Case(
        _banned,
        lambda account: ChangeHolder(holder=f"next-holder-of-{account}"),
        (
            *("idempotency_keys", "holders", "transitions", "facts", "events", "outgoing", "standings", "holder_seats"),
            *SEARCHED,
        ),
    ),
    "close as a sanction": Case(
        _banned,
        lambda _: Close(id="c1", category=Category.RUMOUR_MAKING),
        (
            *("idempotency_keys", "holders", "transitions", "facts", "events", "outgoing", "standings", "holder_seats"),
            *("account_states", "account_actions", "closed_accounts", "closed_names"),
        ),
    ),
}
COMMIT = "commit"
ACCIDENTS = {
    "an error": "RAISE EXCEPTION 'an accident'",
    "a killed connection": "PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(60)",
}


async def _let_it_happen(database: Database, step: str, accident: str) -> None:
    """From now on the accident happens at the step: the first write to a table, or the commit itself."""
    async with database.transaction() as connection:
        await connection.execute(
            text(
                "CREATE OR REPLACE FUNCTION accident() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {accident}; RETURN NULL; END $$"
            )
        )
        await connection.execute(
            text(
                "CREATE CONSTRAINT TRIGGER accident AFTER INSERT OR UPDATE ON idempotency_keys "
                "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION accident()"
                if step == COMMIT
                else f"CREATE TRIGGER accident AFTER INSERT OR UPDATE OR DELETE ON {step} "
                "FOR EACH STATEMENT EXECUTE FUNCTION accident()"
            )
        )


async def _let_it_pass(database: Database, step: str) -> None:
    async with database.transaction() as connection:
        table = "idempotency_keys" if step == COMMIT else step
        await connection.execute(text(f"DROP TRIGGER accident ON {table}"))


@pytest.mark.parametrize("accident", ACCIDENTS)
@pytest.mark.parametrize("name", CASES)
async def test_an_accident_at_any_step_leaves_nothing_half_done_and_the_retry_succeeds(
    database: Database, name: str, accident: str
) -> None:
    """Every row of every table is as before the command, and the same request with the same key then goes through."""
    case = CASES[name]
    for place, step in enumerate((*case.writes, COMMIT)):
        account = f"a{place}"
        await case.before(database, account)
        before = await everything(database)
        await _let_it_happen(database, step, ACCIDENTS[accident])
        with pytest.raises((DBAPIError, DatabaseAwayError)):
            await do(database, account, case.command(account), LATER, key=key(account))
        await _let_it_pass(database, step)
        assert await everything(database) == before, step
        receipt = await do(database, account, case.command(account), LATER, key=key(account))
        assert receipt.outcome != "refused"
        assert not receipt.replayed
        assert await everything(database) != before
    assert await faults(database) == []


@pytest.mark.parametrize("name", CASES)
async def test_the_table_of_steps_above_names_every_table_that_a_command_writes(database: Database, name: str) -> None:
    """Otherwise the walk would pass over a step."""
    case = CASES[name]
    await case.before(database, "a")
    before = await everything(database)
    await do(database, "a", case.command("a"), at=LATER, key=key("k"))
    after = await everything(database)
    assert {table for table in before if before[table] != after[table]} <= set(case.writes)
    assert set(case.writes) - {table for table in before if before[table] != after[table]} <= {"holders"}


async def test_a_refused_command_writes_nothing_but_its_answer(database: Database) -> None:
    await do(database, "a", registration())
    before = await everything(database)
    receipt = await do(database, "a", ChangeName(name="山野厨房"), key=key("k"))
    after = await everything(database)
    assert receipt.outcome == "refused"
    assert receipt.version == 1
    assert [table for table in before if before[table] != after[table]] == ["idempotency_keys"]


async def test_a_refused_application_is_a_fact_of_its_own(database: Database) -> None:
    """Reading 8: withheld is recorded, and the answer is a refusal with the version it led to."""
    await do(database, "a", registration())
    await do(database, "a", ban())
    receipt = await do(database, "a", ApplyMonetization(methods=(Method.ADVERTISING,)), at=NOON + days(1))
    assert (receipt.outcome, receipt.version) == ("refused", 3)
    assert receipt.facts[0].body.type == "monetization_withheld"


async def test_an_expected_version_that_is_not_there_stops_the_command(database: Database) -> None:
    """The second of two writers who both saw version 1 is told what is there now, and nothing is done."""
    await do(database, "a", registration())
    await do(database, "a", ChangeName(name="一"), expected_version=1)
    before = await everything(database)
    with pytest.raises(VersionConflictError) as conflict:
        await do(database, "a", ChangeName(name="二"), expected_version=1, key=key("k"))
    assert (conflict.value.account, conflict.value.expected, conflict.value.actual) == ("a", 1, 2)
    assert await everything(database) == before
    assert (await do(database, "a", ChangeName(name="二"), expected_version=2, key=key("k"))).version == 3


async def test_of_writers_who_saw_the_same_version_one_wins(database: Database) -> None:
    await do(database, "a", registration())
    results = await asyncio.gather(
        *(do(database, "a", ChangeName(name=f"名{n}"), expected_version=1) for n in range(20)), return_exceptions=True
    )
    assert sum(isinstance(result, VersionConflictError) for result in results) == 19
    assert await count(database, "facts") == 2


async def test_an_unknown_account_is_at_version_0(database: Database) -> None:
    with pytest.raises(VersionConflictError):
        await do(database, "a", registration(), expected_version=1)
    assert (await do(database, "a", registration(), expected_version=0)).version == 1
    assert (await do(database, "b", ChangeName(name="一"))).version == 0


async def test_one_account_registered_many_times_at_once_exists_once(database: Database) -> None:
    """Different holders, so no lock but the account's own keeps them apart: the others are told that it exists."""
    receipts = await asyncio.gather(*(do(database, "a", registration(f"h{n}")) for n in range(20)))
    assert [receipt.outcome for receipt in receipts].count("active") == 1
    assert {receipt.refusal.code for receipt in receipts if receipt.refusal} == {"account_exists"}
    assert await count(database, "facts") == await count(database, "holder_seats") == 1
    assert await faults(database) == []


async def test_recording_times_never_go_back_although_clocks_do(database: Database) -> None:
    """Commands from machines whose clocks differ: each fact is recorded at or after the one before."""
    clocks = [NOON, NOON - days(1), NOON + days(2), NOON, NOON + days(1), NOON + days(3)]
    await do(database, "a", registration(), at=clocks[0])
    for number, clock in enumerate(clocks[1:]):
        await do(database, "a", ChangeName(name=f"名{number}"), at=clock)
    recorded = [one.fact.recorded_at for one in await facts_of(database, "a")]
    assert recorded == [NOON, NOON, NOON + days(2), NOON + days(2), NOON + days(2), NOON + days(3)]
    assert await faults(database) == []


async def test_a_fact_is_never_recorded_before_a_boundary_that_was_recorded_already(database: Database) -> None:
    """The lifecycle's clock was ahead: what comes with a slower clock is recorded after what it saw pass."""
    await do(database, "a", registration())
    await do(database, "a", ban(duration="PT1H"))
    end: datetime = NOON + days(1 / 24)
    await record_boundaries(database, "a", through=end, now=end, by="lifecycle")
    receipt = await do(database, "a", ban("b2", "PT0.5S"), at=NOON + days(1 / 48))
    assert receipt.facts[0].recorded_at == end
    assert (await rows(database, "SELECT settled_until FROM standings"))[0][0] == end
    assert await faults(database) == []


async def test_backdating_keeps_both_times(database: Database) -> None:
    """Invariant 2: when it held in the world, and when we learned it."""
    await do(database, "a", registration(), at=NOON)
    receipt = await do(database, "a", ban(), at=NOON + days(3), effective_at=NOON + days(1))
    assert (receipt.facts[0].effective_at, receipt.facts[0].recorded_at) == (NOON + days(1), NOON + days(3))
    standing = await standing_of(database, "a")
    assert standing is not None
    assert standing.bans[0].start == NOON + days(1)
    late = await do(database, "a", ban("b2"), at=NOON + days(9), effective_at=NOON, backdating_limit=days(8))
    assert late.refusal is not None
    assert late.refusal.code == "effective_too_old"
