"""Reading: what is, what was, what was known then, and what one has written oneself."""

import asyncio
from datetime import datetime

import pytest

from ledger.accounts.reading import (
    Patience,
    VersionNotReachedError,
    every_fact,
    facts_of,
    history_of,
    settled_standing_of,
    standing_of,
)
from ledger.store.database import Database
from models.accounts.commands import ChangeName, Overturn, ShortenBan
from models.accounts.verdicts import Answer
from models.instants import SHANGHAI
from models.words.privileges import PUBLISH
from regulation.standing.verdicts import PastNotKeptError, verdict
from tests.ledger.doing import NOON, ban, days, do, registration

AT_ONCE = Patience(wait_s=0.0)


async def may_publish(database: Database, at: datetime, as_of: datetime | None = None) -> bool:
    standing = await history_of(database, "a", as_of=as_of)
    assert standing is not None
    return verdict(standing, PUBLISH, at).answer is Answer.ALLOWED


# --- what did we know then? ------------------------------------------------------------------------------------------


async def test_what_we_knew_on_a_day_is_answered_with_the_facts_recorded_by_then(database: Database) -> None:
    """A ban of 10 March was recorded on the 12th, and overturned on the 14th with effect from the 13th: four answers
    to one question about the evening of the 13th, depending on the day of asking.
    """

    def march(day: int, hour: int = 12) -> datetime:
        return datetime(2026, 3, day, hour, tzinfo=SHANGHAI)

    await do(database, "a", registration(), march(1))
    await do(database, "a", ban(), march(12), effective_at=march(10))
    await do(database, "a", Overturn(id="b1"), march(14), effective_at=march(13))
    asked = march(13, 20)
    assert await may_publish(database, asked, as_of=march(11))
    assert not await may_publish(database, asked, as_of=march(12))
    assert not await may_publish(database, asked, as_of=march(13))
    assert await may_publish(database, asked, as_of=march(14))
    assert await may_publish(database, asked)
    assert not await may_publish(database, march(11)), "what was true in the meantime stays readable (reading 3)"


async def test_a_fact_is_known_from_the_very_instant_it_was_recorded(database: Database) -> None:
    await do(database, "a", registration(), NOON)
    await do(database, "a", ChangeName(name="一"), NOON + days(1))
    just_before = NOON + days(1) - days(1 / 86_400_000_000)
    before, then = (
        await history_of(database, "a", as_of=just_before),
        await history_of(database, "a", as_of=NOON + days(1)),
    )
    assert before is not None
    assert then is not None
    assert (before.version, then.version) == (1, 2)
    assert await history_of(database, "a", as_of=NOON - days(1)) is None
    assert await history_of(database, "unknown") is None


async def test_history_answers_for_the_past_that_the_standing_has_dropped(database: Database) -> None:
    """Ask the standing about a day before its last fact and it says that it cannot know."""
    await do(database, "a", registration())
    await do(database, "a", ban(duration="P1D"))
    await do(database, "a", ChangeName(name="一"), NOON + days(200))
    standing = await standing_of(database, "a")
    assert standing is not None
    assert standing.restrictions == ()
    with pytest.raises(PastNotKeptError):
        verdict(standing, PUBLISH, NOON + days(0.5))
    assert not await may_publish(database, NOON + days(0.5))
    assert await may_publish(database, NOON + days(1))


async def test_a_shortened_ban_had_its_old_end_until_it_was_shortened(database: Database) -> None:
    await do(database, "a", registration())
    await do(database, "a", ban(duration="P7D"))
    await do(database, "a", ShortenBan.model_validate({"id": "b1", "duration": "P3D"}), NOON + days(2))
    assert await may_publish(database, NOON + days(4))
    assert not await may_publish(database, NOON + days(4), as_of=NOON + days(1))


# --- facts, page by page ---------------------------------------------------------------------------------------------


async def test_facts_come_in_the_order_they_were_recorded_page_by_page(database: Database) -> None:
    await do(database, "a", registration())
    await do(database, "b", registration("h2"))
    for number in range(9):
        await do(database, "a", ChangeName(name=f"名{number}"), NOON + days(number))
    pages = [await facts_of(database, "a", after=after, most=4) for after in (0, 4, 8)]
    assert [[one.fact.seq for one in page] for page in pages] == [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10]]
    assert {one.fact.account for page in pages for one in page} == {"a"}
    assert [one async for one in every_fact(database, "a", after=8)] == list(pages[2])


# --- read your writes ------------------------------------------------------------------------------------------------


async def test_a_reader_who_names_a_version_waits_for_it(database: Database) -> None:
    """Invariant 5: asked before the command is given, answered after it was committed."""
    await do(database, "a", registration())
    reader = asyncio.create_task(standing_of(database, "a", at_least_version=2, patience=Patience(wait_s=60.0)))
    newcomer = asyncio.create_task(standing_of(database, "b", at_least_version=1, patience=Patience(wait_s=60.0)))
    assert (await standing_of(database, "a", at_least_version=1, patience=AT_ONCE)) is not None
    assert not reader.done()
    await do(database, "a", ChangeName(name="一"))
    await do(database, "b", registration("h2"))
    for task, version in ((reader, 2), (newcomer, 1)):
        standing = await task
        assert standing is not None
        assert standing.version == version


async def test_a_version_that_does_not_turn_up_is_said_and_not_passed_over(database: Database) -> None:
    await do(database, "a", registration())
    for account, found in (("a", 1), ("unknown", 0)):
        with pytest.raises(VersionNotReachedError) as missing:
            await standing_of(database, account, at_least_version=2, patience=Patience(wait_s=0.05))
        assert (missing.value.account, missing.value.wanted, missing.value.found) == (account, 2, found)


async def test_every_process_reads_a_write_at_once(database_url: str) -> None:
    """Written through one engine, read through another, with no patience at all."""
    one, another = (Database(database_url, times_given=True) for _ in range(2))
    await do(one, "a", registration())
    for number in range(20):
        version = (await do(one, "a", ChangeName(name=f"名{number}"))).version
        standing = await standing_of(another, "a", at_least_version=version, patience=AT_ONCE)
        assert standing is not None
        assert standing.name == f"名{number}"
    await one.close()
    await another.close()


async def test_an_unknown_account_has_no_standing(database: Database) -> None:
    assert await standing_of(database, "unknown") is None
    assert await settled_standing_of(database, "unknown") is None
