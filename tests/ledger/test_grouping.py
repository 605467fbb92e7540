"""Commands together: each comes to what it would have come to alone, whoever shares its transaction."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from ledger.accounts.commands import Request, VersionConflictError, execute
from ledger.accounts.group_commit import MOST, GroupCommit
from ledger.accounts.reading import facts_of, standing_of
from ledger.events import feed
from ledger.store.database import Database, DatabaseAwayError
from ledger.store.idempotency import KeyReusedError, RequestKey
from models.accounts.commands import ChangeName, Command, ImposeBan, Receipt, Register
from models.names import AccountKind
from models.words.violations import Category
from tests.ledger.doing import NOON, ban, faults, rows

TRANSACTIONS = text("SELECT count(DISTINCT xmin::text) FROM facts WHERE type <> 'account_registered'")


@pytest.fixture
async def grouping(database: Database) -> AsyncIterator[GroupCommit]:
    opened = GroupCommit(database)
    yield opened
    await opened.close()


@pytest.fixture
async def accounts(database: Database) -> list[str]:
    names = [f"a{number:02}" for number in range(20)]
    for name in names:
        registered = Register(kind=AccountKind.INDIVIDUAL, holder=f"h_{name}", name="早报")
        await execute(database, Request(account=name, command=registered, actor="somebody", now=NOON))
    return names


def asked(
    account: str, command: Command | None = None, *, key: str | None = None, expected: int | None = None
) -> Request:
    return Request(
        account=account,
        command=command or ban(),
        actor="somebody",
        now=NOON + timedelta(hours=1),
        key=None if key is None else RequestKey("caller", key, f"print of {account}".encode()),
        expected_version=expected,
    )


async def all_of(grouping: GroupCommit, *requests: Request) -> list[Receipt | BaseException]:
    answers = await asyncio.gather(*(grouping.executed(request) for request in requests), return_exceptions=True)
    return [answer if isinstance(answer, BaseException) else answer.receipt for answer in answers]


async def test_commands_at_the_same_moment_share_a_transaction_and_each_is_whole(
    database: Database, grouping: GroupCommit, accounts: list[str]
) -> None:
    receipts = await all_of(grouping, *map(asked, accounts))
    assert [r.version for r in receipts if isinstance(r, Receipt)] == [2] * len(accounts)
    async with database.transaction() as connection:
        assert (await connection.execute(TRANSACTIONS)).scalar_one() == 1
    for name in accounts:
        standing = await standing_of(database, name)
        assert standing is not None
        assert standing.version == 2
    told = (await feed.page(database, types=["account.ban_imposed"], most=100)).events
    assert sorted(event.account or "" for event in told) == accounts
    assert len(await rows(database, "SELECT 1 FROM outgoing")) == 2 * len(accounts)
    assert await faults(database) == []


async def test_a_group_gives_what_commands_alone_give(
    database: Database, grouping: GroupCommit, accounts: list[str]
) -> None:
    """Also a boundary that was due before the command is recorded before it."""
    short = ImposeBan(id="short", category=Category.FABRICATION, duration=timedelta(minutes=5), factor=Decimal(2))
    for name in accounts[:2]:
        await execute(database, Request(account=name, command=short, actor="somebody", now=NOON))
    alone = await execute(database, asked(accounts[0]))
    [together, *_] = await all_of(grouping, *map(asked, accounts[1:]))
    assert isinstance(together, Receipt)
    assert [f.model_copy(update={"account": "x"}) for f in together.facts] == [
        f.model_copy(update={"account": "x"}) for f in alone.facts
    ]
    passed = [
        [event.transition.at for event in (await feed.page(database, account=name)).events if event.transition]
        for name in accounts[:2]
    ]
    assert passed[0] == passed[1]
    assert len(passed[0]) == 2, "the end of the ban, and of the suspension"


async def test_a_refusal_a_conflict_and_a_reused_key_do_not_touch_their_neighbours(
    database: Database, grouping: GroupCommit, accounts: list[str]
) -> None:
    first = asked(accounts[0], key="k1")
    await grouping.executed(first)
    answers = await all_of(
        grouping,
        asked(accounts[1]),
        asked("nobody"),
        asked(accounts[2], expected=7),
        asked(accounts[3], key="k1"),
        asked(accounts[4], ChangeName(name="早报")),
        first,
        asked(accounts[5], key="k5"),
    )
    done, unknown, conflict, reused, same, again, last = answers
    assert isinstance(done, Receipt)
    assert done.version == 2
    assert isinstance(unknown, Receipt)
    assert unknown.refusal is not None
    assert unknown.refusal.code == "unknown_account"
    assert isinstance(conflict, VersionConflictError)
    assert isinstance(reused, KeyReusedError)
    assert isinstance(same, Receipt)
    assert same.refusal is not None
    assert isinstance(again, Receipt)
    assert again.replayed
    assert isinstance(last, Receipt)
    assert last.version == 2
    assert len(await facts_of(database, accounts[0])) == 2
    repeated = await grouping.executed(asked(accounts[5], key="k5"))
    assert repeated.receipt.replayed


async def test_what_came_to_nothing_leaves_its_key_free(
    database: Database, grouping: GroupCommit, accounts: list[str]
) -> None:
    conflict, _ = await all_of(grouping, asked(accounts[0], key="k1", expected=7), asked(accounts[1]))
    assert isinstance(conflict, VersionConflictError)
    done = await grouping.executed(asked(accounts[0], key="k1", expected=1))
    assert (done.receipt.replayed, done.receipt.version) == (False, 2)


async def test_the_same_key_and_the_same_account_in_one_moment_are_carried_out_one_after_the_other(
    database: Database, grouping: GroupCommit, accounts: list[str]
) -> None:
    twice = await all_of(grouping, asked(accounts[0], key="k1"), asked(accounts[0], key="k1"), asked(accounts[1]))
    assert [r.replayed for r in twice if isinstance(r, Receipt)] == [False, True, False]
    names = await all_of(grouping, *(asked(accounts[2], ChangeName(name=f"名{n}")) for n in range(5)))
    assert [r.version for r in names if isinstance(r, Receipt)] == [2, 3, 4, 5, 6]
    standing = await standing_of(database, accounts[2])
    assert standing is not None
    assert standing.name == "名4", "in the order in which they came"


async def test_two_processes_with_crossing_groups_both_come_to_an_end(
    database: Database, grouping: GroupCommit, accounts: list[str]
) -> None:
    other = GroupCommit(database)
    mine = [asked(name, ban(f"m{n}"), key=f"m{n}") for n, name in enumerate(accounts)]
    theirs = [asked(name, ban(f"t{n}"), key=f"t{n}") for n, name in enumerate(reversed(accounts))]
    answers = await asyncio.gather(all_of(grouping, *mine), all_of(other, *theirs))
    assert all(isinstance(one, Receipt) for side in answers for one in side)
    assert {len(await facts_of(database, name)) for name in accounts} == {3}
    assert await faults(database) == []


async def test_more_than_fit_into_one_group_are_all_carried_out(
    database: Database, grouping: GroupCommit, accounts: list[str]
) -> None:
    requests = [asked(accounts[n % 20], ban(f"b{n}")) for n in range(3 * MOST)]
    answers = await all_of(grouping, *requests)
    assert all(isinstance(one, Receipt) and one.refusal is None for one in answers)
    assert len(await rows(database, "SELECT 1 FROM facts WHERE type = 'ban_imposed'")) == 3 * MOST


async def test_a_group_that_fails_as_a_whole_is_carried_out_one_by_one(
    database: Database, grouping: GroupCommit, accounts: list[str]
) -> None:
    """One of them writes what the database refuses; it alone comes to nothing."""
    async with database.transaction() as connection:
        await connection.execute(
            text("ALTER TABLE facts ADD CONSTRAINT none_called_bad CHECK (body->>'name' IS DISTINCT FROM 'bad')")
        )
    answers = await all_of(grouping, asked(accounts[0]), asked(accounts[1], ChangeName(name="bad")), asked(accounts[2]))
    assert isinstance(answers[0], Receipt)
    assert isinstance(answers[1], Exception)
    assert isinstance(answers[2], Receipt)
    assert len(await facts_of(database, accounts[1])) == 1


async def test_when_the_database_goes_each_caller_is_told_and_nothing_is_half_done(
    database: Database, grouping: GroupCommit, accounts: list[str]
) -> None:
    """The connection ends while the group waits for a lock: none of its commands has left anything behind."""
    async with database.transaction() as holder:
        await holder.execute(text("SELECT 1 FROM standings WHERE account = 'a05' FOR UPDATE"))
        group = asyncio.create_task(all_of(grouping, *(asked(name, key=f"k-{name}") for name in accounts)))
        waiting = text(
            "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        pid = None
        while pid is None:
            await asyncio.sleep(0.01)
            # Each look in a transaction of its own: within one, PostgreSQL freezes what it shows of activity.
            async with database.transaction() as other:
                pid = (await other.execute(waiting)).scalar_one_or_none()
        async with database.transaction() as other:
            await other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
    answers = await group
    assert all(isinstance(answer, DatabaseAwayError) for answer in answers)
    assert await rows(database, "SELECT 1 FROM facts WHERE type = 'ban_imposed'") == []
    assert await rows(database, "SELECT 1 FROM idempotency_keys") == []
    again = await all_of(grouping, *(asked(name, key=f"k-{name}") for name in accounts))
    assert all(isinstance(answer, Receipt) and answer.version == 2 for answer in again)


async def test_who_hangs_up_undoes_nothing(database: Database, grouping: GroupCommit, accounts: list[str]) -> None:
    tasks = [asyncio.create_task(grouping.executed(asked(name))) for name in accounts[:3]]
    await asyncio.sleep(0)
    tasks[1].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await grouping.close()
    assert [len(await facts_of(database, name)) for name in accounts[:3]] == [2, 2, 2]


async def test_commands_that_lock_holders_go_their_own_way(database: Database, grouping: GroupCommit) -> None:
    register = Register(kind=AccountKind.INDIVIDUAL, holder="h_same", name="早报")
    one, two = await all_of(grouping, asked("x", register), asked("y", register))
    assert {r.outcome for r in (one, two) if isinstance(r, Receipt)} == {"active", "refused"}
