"""The feed: announcements without a gap, in order, whoever writes at the same time and whatever is asked for."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from ledger.accounts.boundaries import record_overdue
from ledger.accounts.reading import Patience
from ledger.events import feed
from ledger.events.feed import Event
from ledger.store.database import Database
from ledger.streams import records
from models.accounts.commands import ChangeName, Overturn
from models.events.announcements import Announcement, bodies
from tests.ledger.doing import NOON, ban, days, do, registration, rows
from tests.ledger.notebook import Written, notebooks, write  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("notebooks")


async def events(database: Database, **asked: object) -> list[Event]:
    return list((await feed.page(database, **asked)).events)  # type: ignore[arg-type] # what the tests ask for


async def test_announcements_hold_facts_and_transitions_in_the_order_of_each_account(database: Database) -> None:
    """Also by account alone, page by page."""
    for account in ("a", "b"):
        await do(database, account, registration(f"holder-of-{account}"))
    await do(database, "a", ban())
    await do(database, "b", ban())
    await record_overdue(database, through=NOON + days(7), now=NOON + days(8), by="backstop")
    await do(database, "a", Overturn(id="b1"), NOON + days(9))
    found = await events(database)
    assert [event.id for event in found] == sorted(event.id for event in found)
    story = ["account_registered", "ban_imposed", "2026-03-08", "overturned"]
    assert [_told(event) for event in found if event.account == "a"] == story
    assert [_told(event) for event in found if event.account == "b"] == story[:3]
    alone = await events(database, account="a")
    assert [_told(event) for event in alone] == story
    assert await events(database, account="a", after=alone[1].id, most=1) == alone[2:3]
    assert await events(database, after=found[-1].id) == []


def _told(event: Event) -> str:
    if event.fact is not None:
        return event.fact.body.type
    assert event.transition is not None
    return f"{event.transition.at:%Y-%m-%d}"


async def test_an_announcement_that_commits_late_is_not_passed_over(database: Database) -> None:
    """Its number was given out before that of another which is committed already: the reader waits for it."""
    await do(database, "a", registration("h1"))
    async with database.transaction() as slow:
        await slow.execute(text("INSERT INTO events (account, seq) VALUES ('a', 1)"))
        await do(database, "b", registration("h2"))
        reader = asyncio.create_task(events(database, after=1))
        await asyncio.sleep(0.1)
        assert not reader.done()
    assert [event.id for event in await reader] == [2, 3]


async def test_waiting_for_one_gap_does_not_lead_past_the_next(database: Database) -> None:
    """While the reader waits for the first, another opens behind it: what lies behind the second is not given out."""
    await do(database, "a", registration("h1"))
    async with database.transaction() as second:
        async with database.transaction() as first:
            await first.execute(text("INSERT INTO events (account, seq) VALUES ('a', 1)"))
            await do(database, "b", registration("h2"))
            reader = asyncio.create_task(events(database))
            await asyncio.sleep(0.1)
            await second.execute(text("INSERT INTO events (account, seq) VALUES ('a', 1)"))
            await do(database, "c", registration("h3"))
        assert [event.id for event in await reader] == [1, 2, 3]
    assert [event.id for event in await events(database, after=3)] == [4, 5]


@pytest.mark.parametrize("commits", [True, False])
async def test_a_reader_stops_before_an_announcement_that_takes_too_long(
    database: Database, monkeypatch: pytest.MonkeyPatch, commits: bool
) -> None:
    """It gets what comes before; going on from `next`, the rest once the slow one has ended, committed or not."""
    monkeypatch.setattr(feed, "Patience", lambda: Patience(wait_s=0.1))
    await do(database, "a", registration("h1"))
    async with database.transaction() as slow:
        await slow.execute(text("INSERT INTO events (account, seq) VALUES ('a', 1)"))
        await do(database, "b", registration("h2"))
        first = await feed.page(database)
        assert ([event.id for event in first.events], first.next) == ([1], 1)
        again = await feed.page(database, after=first.next)
        assert (again.events, again.next) == ((), 1)
        if not commits:
            await slow.rollback()
    rest = await feed.page(database, after=again.next)
    assert ([event.id for event in rest.events], rest.next) == ([2, 3] if commits else [3], 3)


async def test_a_reader_who_follows_misses_nothing_while_many_write(database: Database) -> None:
    """Eight writers, some of whose transactions are rolled back; the follower has every announcement once, in order."""
    accounts = [f"a{number}" for number in range(8)]

    async def write(account: str) -> None:
        await do(database, account, registration(f"holder-of-{account}"))
        for number in range(20):
            await do(database, account, ChangeName(name=f"名{number}"))
            if number % 5 == 0:
                async with database.transaction() as given_up:
                    await given_up.execute(text("INSERT INTO events (account, seq) VALUES ('a', 1)"))
                    await given_up.rollback()

    writers = [asyncio.create_task(write(account)) for account in accounts]
    followed: list[int] = []
    while True:
        written = all(writer.done() for writer in writers)
        page = await events(database, after=followed[-1] if followed else 0, most=7)
        followed += [event.id for event in page]
        if written and not page:
            break
    await asyncio.gather(*writers)
    assert followed == [number for (number,) in await rows(database, "SELECT id FROM events ORDER BY id")]
    assert len(followed) == 8 * 21


async def test_who_filters_misses_nothing_that_commits_late(database: Database) -> None:
    """An entry about an account is not made under the account's lock: what comes after it waits for it all the same."""
    await do(database, "a", registration("h1"))
    async with database.transaction() as slow:
        await records.enter(slow, write("n1", Written(line="one", about="a")))
        await do(database, "a", ChangeName(name="新名"))
        reader = asyncio.create_task(feed.page(database, after=1, account="a"))
        await asyncio.sleep(0.1)
        assert not reader.done()
    assert [event.id for event in (await reader).events] == [2, 3]


async def test_a_page_of_rare_types_leads_on_past_what_was_not_asked_for(database: Database) -> None:
    for number in range(3):
        await do(database, f"a{number}", registration(f"h{number}"))
        await do(database, f"a{number}", ban())
    first = await feed.page(database, types=["account.ban_imposed"], most=2)
    assert [event.account for event in first.events] == ["a0", "a1"]
    rest = await feed.page(database, types=["account.ban_imposed"], after=first.next, most=2)
    assert [event.account for event in rest.events] == ["a2"]
    assert rest.next == 6
    nothing = await feed.page(database, types=["account.closed"])
    assert (nothing.events, nothing.next) == ((), 6)


async def test_rare_events_are_looked_for_window_by_window_up_to_the_limit_of_one_page(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lies several windows ahead is found in one page; past the limit the page ends, and `next` leads on."""
    monkeypatch.setattr(feed, "_WINDOW", 2)
    for number in range(5):
        await do(database, f"a{number}", registration(f"h{number}"))
    await do(database, "a0", ban())
    found = await feed.page(database, types=["account.ban_imposed"])
    assert ([event.id for event in found.events], found.next) == ([6], 6)
    monkeypatch.setattr(feed, "_WINDOWS", 2)
    first = await feed.page(database, types=["account.ban_imposed"])
    assert (first.events, first.next) == ((), 4)
    rest = await feed.page(database, types=["account.ban_imposed"], after=first.next)
    assert [event.id for event in rest.events] == [6]


async def test_the_stream_goes_on_when_everything_was_read(database: Database) -> None:
    assert await feed.page(database) == feed.Page((), 0)
    await do(database, "a", registration("h1"))
    assert (await feed.page(database, after=7)).next == 7
    assert await feed.newest(database) == 1


async def test_every_event_is_announced_by_its_type_with_what_the_ledger_holds(database: Database) -> None:
    await do(database, "a", registration("h1"))
    await do(database, "a", ban(), NOON + timedelta(hours=1))
    await record_overdue(database, through=NOON + days(8), now=NOON + days(8), by="backstop")
    await records.execute(database, write("n1", Written(line="one", about="a")))
    told = [feed.announced(event) for event in await events(database)]
    assert [(one.type, one.version, one.actor) for one in told] == [
        ("account.registered", 1, "somebody"),
        ("account.ban_imposed", 2, "somebody"),
        ("account.boundary_passed", 2, "backstop"),
        ("notebook.written", 1, "somebody"),
    ]
    assert told[1].recorded_at == NOON + timedelta(hours=1)
    assert type(told[3]) is Announcement, "a type that this version does not know is passed on as it is"
    for one in told[:3]:
        assert isinstance(one.data, bodies()[one.type])
        assert type(one).model_validate_json(one.model_dump_json()) == one
