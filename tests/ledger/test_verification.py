"""Verify and rebuild: whatever was changed behind the ledger's back is found and named; what is derived is repaired."""

import asyncio
import json
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from ledger.accounts import verification
from ledger.accounts.boundaries import record_overdue
from ledger.accounts.reading import every_fact, facts_of, history_of, standing_of
from ledger.accounts.verification import BeyondRepairError, Fault
from ledger.store.chain import GENESIS, chained, chained_all, fact_from
from ledger.store.database import Database
from ledger.streams.appending import Page, append
from models.accounts.commands import ApplyMonetization, Certify, ChangeHolder, ChangeName, Command, Overturn
from models.accounts.facts import BanImposed, Fact
from models.words.privileges import Field, Method
from models.words.violations import Category
from regulation.standing.fold import fold
from tests.ledger.doing import ENTERPRISE, NOON, ban, days, do, everything, faults, registration, rows, tamper

COLUMNS = ("seq", "type", "ref", "effective_at", "recorded_at", "actor", "body", "hash")
AT_HASH = "does not match its hash"


async def _lived(database: Database, account: str = "a", holder: str = "h1") -> int:
    """An account with a fact of most types; says how many."""
    certificate = Certify.model_validate(
        {"id": "cert1", "field": Field.FINANCE, "valid_from": "2026-03-01", "valid_until": "2026-12-31"}
    )
    commands: tuple[Command, ...] = (
        registration(holder, ENTERPRISE),
        ChangeName(name="城市厨房"),
        certificate,
        ApplyMonetization(methods=(Method.ADVERTISING,)),
        ban(),
        Overturn(id="b1", reason="申诉成立"),
        ChangeHolder(holder=f"{holder}-next"),
    )
    for place, command in enumerate(commands):
        assert (await do(database, account, command, NOON + days(place))).outcome != "refused"
    return len(commands)


def _other(column: str, value: Any) -> Any:
    """Another value of the same type."""
    if isinstance(value, datetime):
        return value + days(1)
    if isinstance(value, bytes):
        return value[::-1]
    if isinstance(value, int):
        return value + 100
    return "another"


async def _one_fault(database: Database) -> Fault:
    found = [fault for fault in await faults(database) if fault.account == "a"]
    assert len(found) == 1
    return found[0]


async def test_a_ledger_as_it_was_written_has_no_faults(database: Database) -> None:
    await _lived(database)
    await record_overdue(database, through=NOON + days(400), now=NOON + days(400), by="backstop")
    looked_at: list[int] = []
    assert [fault async for fault in verification.verify(database, looked_at.append)] == []
    assert sum(looked_at) == await verification.count(database) == 1


@pytest.mark.parametrize("column", COLUMNS)
async def test_a_changed_column_of_any_fact_is_found_and_named(database: Database, column: str) -> None:
    """Each fact in turn: changed past the triggers, found with account and number, put back, clean again."""
    number = await _lived(database)
    for seq in range(1, number + 1):
        before = (await rows(database, f"SELECT {column} FROM facts WHERE seq = :seq", seq=seq))[0][0]
        moved = seq + 100 if column == "seq" else seq
        value = _other(column, before) if column != "body" else '{"type": "another"}'
        cast = f"CAST(:value AS {'jsonb' if column == 'body' else 'text'})" if isinstance(value, str) else ":value"
        change = f"UPDATE facts SET {column} = {cast} WHERE seq = :seq"
        await tamper(database, change, value=value, seq=seq)
        found = await _one_fault(database)
        assert found.seq == seq, (column, str(found))
        assert str(found).startswith(f"account a, fact {seq}: ")
        back = json.dumps(before) if column == "body" else before
        await tamper(database, change, value=back, seq=moved)
        assert await faults(database) == []


async def test_a_changed_value_in_the_body_of_any_fact_is_found_and_named(database: Database) -> None:
    """Every key of every body: changed, dropped, and one that was not there added."""
    number = await _lived(database)
    for seq in range(1, number + 1):
        body = (await rows(database, "SELECT body FROM facts WHERE seq = :seq", seq=seq))[0][0]
        changed = [{**body, key: "another"} for key in body]
        dropped = [{other: body[other] for other in body if other != key} for key in body]
        for tampered in (*changed, *dropped, {**body, "surplus": 1}):
            change = "UPDATE facts SET body = CAST(:body AS jsonb) WHERE seq = :seq"
            await tamper(database, change, body=json.dumps(tampered), seq=seq)
            found = await _one_fault(database)
            assert (found.seq, AT_HASH in found.what) == (seq, True), tampered
            await tamper(database, change, body=json.dumps(body), seq=seq)
    assert await faults(database) == []


async def test_a_fact_moved_to_another_account_is_missed_in_its_own(database: Database) -> None:
    number = await _lived(database)
    await tamper(database, "UPDATE facts SET account = 'b' WHERE seq = :seq", seq=number)
    found = {fault.account: fault for fault in await faults(database)}
    assert (found["a"].seq, found["b"].seq) == (number, 1)


@pytest.mark.parametrize("seq", [1, 4, 7])
async def test_a_removed_fact_is_missed(database: Database, seq: int) -> None:
    """The first, one in the middle, the last: account and number are named."""
    assert await _lived(database) == 7
    await tamper(database, "DELETE FROM facts WHERE seq = :seq", seq=seq)
    found = await _one_fault(database)
    assert found.seq == seq
    assert "is missing" in found.what


async def test_facts_that_were_all_removed_are_missed(database: Database) -> None:
    await _lived(database)
    await tamper(database, "DELETE FROM facts")
    assert (
        str(await _one_fault(database)) == "account a, standing: exists although there are no facts: they were removed"
    )


async def test_a_last_fact_that_was_replaced_with_a_fitting_hash_is_found(database: Database) -> None:
    """Its chain is whole again; the head that the standing keeps is not in it."""
    number = await _lived(database)
    recorded = [one async for one in every_fact(database, "a")]
    last = recorded[-1].fact
    forged = chained(bytes.fromhex(recorded[-2].hash), last.model_copy(update={"actor": "another"}))
    await tamper(
        database,
        "UPDATE facts SET actor = 'another', hash = :hash WHERE seq = :seq",
        hash=forged.hash,
        seq=number,
    )
    found = await _one_fault(database)
    assert (found.seq, found.what) == (number, "is not the fact that the standing was folded from")


STANDINGS = {
    "another name in the snapshot": "snapshot = jsonb_set(snapshot, '{name}', '\"another\"')",
    "a restriction less in the snapshot": "snapshot = jsonb_set(snapshot, '{restrictions}', '[]')",
    "nothing readable in the snapshot": "snapshot = '{}'",
    "an earlier next boundary": "next_boundary = next_boundary - interval '1 second'",
    "no next boundary": "next_boundary = NULL",
    "an older version with its head": "version = 3, head = (SELECT hash FROM facts WHERE account = 'a' AND seq = 3)",
}
EVIDENCE = {
    "another head": ("head = '\\x00'", 7),
    "a version too many": ("version = version + 1", 8),
    "an older version without its head": ("version = version - 1", 6),
}


@pytest.mark.parametrize("change", STANDINGS)
async def test_a_standing_that_differs_is_found_and_rebuilt(database: Database, change: str) -> None:
    """After the rebuild every row is as it was, and verifying finds nothing."""
    await _lived(database)
    await _lived(database, "b", "h2")
    before = await everything(database)
    await tamper(database, f"UPDATE standings SET {STANDINGS[change]} WHERE account = 'a'")
    found = await _one_fault(database)
    assert (found.seq, found.repairable) == (None, True)
    assert "rebuild the ledger" in found.what
    assert await verification.rebuild(database) == 1
    assert await faults(database) == []
    assert await everything(database) == before
    assert await verification.rebuild(database) == 0


async def test_a_removed_standing_is_found_and_rebuilt(database: Database) -> None:
    await _lived(database)
    before = await standing_of(database, "a")
    await tamper(database, "DELETE FROM standings")
    assert "is missing although there are 7 facts" in (await _one_fault(database)).what
    assert await verification.rebuild(database) == 1
    assert await faults(database) == []
    assert await standing_of(database, "a") == before
    assert (await do(database, "a", ChangeName(name="山"), NOON + days(9))).version == 8
    assert await faults(database) == []


@pytest.mark.parametrize("change", EVIDENCE)
async def test_a_standing_that_does_not_fit_the_chain_is_evidence_and_is_not_rebuilt(
    database: Database, change: str
) -> None:
    """Facts may have been removed or replaced: a rebuild would wipe the trace away."""
    await _lived(database)
    statement, seq = EVIDENCE[change]
    await tamper(database, f"UPDATE standings SET {statement}")
    found = await _one_fault(database)
    assert (found.seq, found.repairable) == (seq, False)
    before = await everything(database)
    with pytest.raises(BeyondRepairError, match=f"account a, fact {seq}"):
        await verification.rebuild(database)
    assert await everything(database) == before


async def test_one_broken_account_does_not_keep_the_others_from_being_rebuilt(database: Database) -> None:
    for account in ("a", "b", "c"):
        await _lived(database, account, f"h-{account}")
    await tamper(database, "DELETE FROM facts WHERE account = 'b' AND seq = 7")
    await tamper(database, "UPDATE standings SET snapshot = '{}' WHERE account IN ('a', 'c')")
    with pytest.raises(BeyondRepairError) as beyond:
        await verification.rebuild(database)
    assert [fault.account for fault in beyond.value.faults] == ["b"]
    assert [fault.account for fault in await faults(database)] == ["b"]


async def test_many_accounts_are_verified_page_by_page(database: Database) -> None:
    """More than fit on a page, the fault on the last one."""
    await _lived(database)
    await tamper(
        database,
        "INSERT INTO standings SELECT 'x' || lpad(n::text, 5, '0'), version, snapshot, head, settled_until, "
        "next_boundary FROM standings, generate_series(1, 1200) AS n",
    )
    pages: list[int] = []
    found = [fault async for fault in verification.verify(database, pages.append)]
    assert (sum(pages), len(pages)) == (1201, 3)
    assert [fault.account for fault in found] == [f"x{n:05}" for n in range(1, 1201)]


async def test_verifying_waits_for_no_command_and_no_command_waits_for_it(database: Database) -> None:
    """With a command's transaction open on the account, and while a page is read, both come through."""
    await _lived(database)
    async with asyncio.timeout(60), database.transaction() as holding:
        await holding.exec_driver_sql("UPDATE standings SET settled_until = settled_until WHERE account = 'a'")
        assert await faults(database) == []
        await holding.rollback()
    async with asyncio.timeout(60), database.snapshot() as reading:
        await reading.exec_driver_sql("SELECT * FROM standings")
        assert (await do(database, "a", ChangeName(name="山"), NOON + days(9))).version == 8


async def test_verifying_and_rebuilding_while_commands_are_written_raise_no_false_alarm(database: Database) -> None:
    """Eight writers; meanwhile verify and rebuild go round and round, and what rebuild repaired is never older."""
    accounts = [f"a{number}" for number in range(8)]
    for account in accounts:
        await do(database, account, registration(f"holder-of-{account}"))

    async def write(account: str) -> None:
        for number in range(25):
            await do(database, account, ban(f"b{number}", "PT1H"), NOON + days(number))

    async def watch() -> tuple[int, list[Fault]]:
        rounds, found = 0, []
        while not all(writer.done() for writer in writers):
            found += await faults(database)
            await tamper(database, "UPDATE standings SET next_boundary = NULL WHERE account = 'a0'")
            await verification.rebuild(database)
            rounds += 1
        return rounds, found

    writers = [asyncio.create_task(write(account)) for account in accounts]
    rounds, found = await watch()
    await asyncio.gather(*writers)
    assert rounds > 0
    assert found == []
    await verification.rebuild(database)
    assert await faults(database) == []
    standings = [await standing_of(database, account) for account in accounts]
    assert [standing.version for standing in standings if standing] == [26] * 8


async def test_a_rebuild_never_puts_back_an_older_standing(database: Database) -> None:
    """A command that commits between the look at the page and its lock: its fact stays in the standing."""
    await _lived(database)
    await tamper(database, "UPDATE standings SET next_boundary = NULL")
    async with database.transaction() as holding:
        await holding.exec_driver_sql("SELECT 1 FROM standings WHERE account = 'a' FOR UPDATE")
        command = asyncio.create_task(do(database, "a", ChangeName(name="山"), NOON + days(9)))
        await _until_waiting(database, 1)
        rebuild = asyncio.create_task(verification.rebuild(database))
        await _until_waiting(database, 2)
    assert (await command).version == 8
    assert await rebuild == 0
    standing = await standing_of(database, "a")
    assert standing is not None
    assert standing.version == 8
    assert await faults(database) == []


async def _until_waiting(database: Database, transactions: int) -> None:
    """Until so many transactions wait for a lock."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    async with asyncio.timeout(60):
        while (await rows(database, waiting))[0][0] < transactions:  # noqa: ASYNC110 - PostgreSQL has no event for it
            await asyncio.sleep(0.01)


async def test_the_chain_is_what_its_description_says(database: Database) -> None:
    """Computed again here from the stored bodies alone, without the statements that wrote them."""
    number = await _lived(database)
    previous = GENESIS
    for one in await facts_of(database, "a"):
        previous = chained(previous, fact_from(one.fact.model_dump())).hash
        assert previous.hex() == one.hash
    assert (await rows(database, "SELECT version, head FROM standings")) == [(number, previous)]


async def test_an_account_of_5000_facts_has_a_small_standing_that_equals_the_fold(database: Database) -> None:
    """Bans of seconds, ten days apart over 137 years: what can no longer change an answer is not carried along."""
    start = NOON.replace(year=1993)
    await do(database, "a", registration(), start)
    first = (await facts_of(database, "a"))[0]
    facts = [
        Fact(
            account="a",
            seq=seq,
            effective_at=start + days(10 * seq),
            recorded_at=start + days(10 * seq),
            actor="somebody",
            body=BanImposed(
                id=f"b{seq}",
                category=Category.RECYCLED_NEWS,
                duration=timedelta(seconds=30),
                factor=Decimal(2),
                clean_months=3,
            ),
        )
        for seq in range(2, 4981)
    ]
    standing = fold([first.fact, *facts])
    assert standing is not None
    entries = chained_all(bytes.fromhex(first.hash), facts)
    async with database.transaction() as connection:
        await append(connection, [Page(entries, standing, settled_until=facts[-1].recorded_at)])
    for seq in range(4981, 5001):
        await do(database, "a", ban(f"b{seq}", "PT30S"), start + days(10 * seq))
    kept = await standing_of(database, "a")
    whole = await history_of(database, "a")
    assert kept is not None
    assert whole is not None
    assert kept.version == whole.version == 5000
    assert kept == fold([one.fact async for one in every_fact(database, "a")])
    assert len(whole.restrictions) == 4999 * 5
    assert len(kept.restrictions) < 20
    (size,) = (await rows(database, "SELECT octet_length(snapshot::text) FROM standings"))[0]
    assert size < 6_000
