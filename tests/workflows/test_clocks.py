"""A Temporal server whose clock is fast: the database's decides, and nothing that lies ahead by it is recorded."""

from datetime import timedelta

from ledger.store.database import Database
from ledger.store.host_clock import time_of
from models.accounts.commands import ChangeName, ImposeBan
from models.accounts.verdicts import Answer
from models.words.privileges import PUBLISH
from models.words.violations import Category
from tests.workflows.world import living

HOUR = timedelta(hours=1)


async def test_a_fast_temporal_server_ends_no_ban_and_facts_go_on(database: Database) -> None:
    """The server says that six hours have passed. The lifecycle asks the ledger, is told how far ahead the end lies
    and waits; what happens meanwhile it hears at once.
    """
    opened = Database(database.url, pool_size=4)
    async with living(opened) as world:
        await world.register("a")
        await world.do("a", ImposeBan(id="b1", category=Category.FABRICATION, duration=6 * HOUR))
        await world.pass_time(6 * HOUR + timedelta(minutes=2))
        assert "record_boundary" in await world.activities("a"), "it took the end for passed"
        assert await world.transitions("a") == []
        standing = await world.in_ledger("a")
        await world.do("a", ChangeName(name="晚报"))
        assert (await world.standing("a")) == await world.in_ledger("a")
        now = await time_of(opened)
        assert (await world.explain("a", PUBLISH, now)).answer is Answer.REFUSED
        facts = await world.facts("a")
        assert max(fact.recorded_at for fact in facts) <= now
        assert (await world.in_ledger("a")).version == standing.version + 1
        assert await world.transitions("a") == []
    await opened.close()
