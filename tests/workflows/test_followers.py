"""The life of a clean-up in skipped time: ordered, answered, a count that does not come, the rest, an overturn."""

from datetime import timedelta
from typing import Any

from temporalio.client import WorkflowHandle

from ledger.cases import cases
from ledger.followers import cleanups, reactions
from ledger.followers.cleanups import Report
from ledger.streams import records
from models.directives import Counts
from models.followers import CleanupStatus, CleanupTerms, FollowerCount, Gain
from models.words.scopes import Scope
from regulation.cases.reducer import CASE
from regulation.directives import DIRECTIVE, acknowledge
from regulation.followers.cleanups import cleanup_id, open_cleanup, overturn
from regulation.followers.reducer import CLEANUP
from tests.workflows.world import World, until
from workflows.follower_cleanup import FollowerCleanup

DAY = timedelta(days=1)
ID = cleanup_id("a1", "v1")


def handle(world: World) -> WorkflowHandle[Any, Any]:
    return world.client.get_workflow_handle_for(FollowerCleanup.run, f"cleanup:{ID}")


async def reported(world: World, followers: int, *gains: Gain) -> None:
    now = await world.now()
    said = Report("a1", gains, FollowerCount(at=now, followers=followers), "key_p", now)
    await cleanups.report(world.database, said)
    await world.relay_records()


async def begun(world: World) -> None:
    """5,000 followers, 900 of them through a content that a violation is about."""
    now = await world.now()
    await reported(world, 5_000, Gain(id="g1", begins=now - 2 * DAY, ends=now - DAY, gained=900, content="p1"))
    terms = CleanupTerms(account="a1", violation="v1", scope=Scope(contents=("p1",)))
    await world.enter(CLEANUP, ID, open_cleanup(terms))


async def answered(world: World, order: str, done: int) -> None:
    """By the platform, when the order's own workflow has begun."""
    await stands(world, "ordered", "restoring")
    await world.enter(DIRECTIVE, f"{ID}-{order}", acknowledge("done", "", Counts(done=done)))


async def stands(world: World, *statuses: str) -> None:
    async def so() -> bool:
        found = (await records.state_of(world.database, CLEANUP, ID)).state
        return found is not None and found.status in statuses

    await until(so, f"the clean-up is {' or '.join(statuses)}")


async def told(world: World) -> list[str]:
    return [entry.body.type for entry in await records.entries_of(world.database, CLEANUP, ID)]


async def test_the_rest_is_ordered_again_until_the_count_shows_that_all_are_gone(world: World) -> None:
    await begun(world)
    await answered(world, "1", 900)
    await world.pass_time(DAY)
    await reported(world, 4_300)
    await answered(world, "2", 200)
    await world.pass_time(DAY)
    await reported(world, 4_100)
    end = await handle(world).result()
    assert (end.status, end.orders, end.removed) == (CleanupStatus.CLEANED, 2, 1_100)
    assert await told(world) == ["opened", "ordered", "answered", "verified", "ordered", "answered", "verified"]


async def test_a_count_that_does_not_come_becomes_a_case_after_a_week(world: World) -> None:
    await begun(world)
    await answered(world, "1", 900)
    await stands(world, "answered")
    await world.pass_time(6.9 * DAY)
    assert "escalated" not in await told(world)
    await until(lambda: _described(world, "900 tainted, 900 removed, 1 of 3 orders"), "the details are shown")
    await world.pass_time(0.2 * DAY)
    await until(lambda: _escalated(world), "it is escalated")
    case = (await records.state_of(world.database, CASE, cases.case_id("cleanup", ID))).state
    assert case is not None
    entries = await records.entries_of(world.database, CLEANUP, ID)
    assert entries[-1].recorded_at - entries[-2].recorded_at == 7 * DAY, "at its own time"
    history = await handle(world).fetch_history()
    summaries = [event.user_metadata.summary.data.decode() for event in history.events]
    assert any("a follower count is awaited until" in summary for summary in summaries)


async def test_overturned_after_its_end_what_was_removed_is_ordered_back(world: World) -> None:
    """The workflow has completed: the overturn begins another, which waits until they are back."""
    await begun(world)
    await answered(world, "1", 900)
    await world.pass_time(DAY)
    await reported(world, 4_100)
    assert (await handle(world).result()).status == CleanupStatus.CLEANED
    await world.enter(CLEANUP, ID, overturn("v1 was overturned"), reactions.undo)
    await answered(world, "back", 900)
    assert (await handle(world).result()).status == CleanupStatus.RESTORED
    assert (await told(world))[-2:] == ["restore_ordered", "restored"]


async def test_what_another_violation_has_tainted_too_is_ordered_away_by_it(world: World) -> None:
    """Both name p1, and the first has had 850 of 900 removed. Overturned, it restores none; the second, whose workflow
    had ended with nothing to do, begins again and orders the other 50.
    """
    other = cleanup_id("a1", "v2")
    await begun(world)
    await answered(world, "1", 850)
    terms = CleanupTerms(account="a1", violation="v2", scope=Scope(contents=("p1",)))
    await world.enter(CLEANUP, other, open_cleanup(terms))
    second: WorkflowHandle[Any, Any] = world.client.get_workflow_handle_for(FollowerCleanup.run, f"cleanup:{other}")
    assert (await second.result()).status == CleanupStatus.CLEANED
    await world.enter(CLEANUP, ID, overturn("v1 was overturned"), reactions.undo)
    end = await handle(world).result()
    assert end.status == CleanupStatus.STOPPED

    async def ordered_away() -> bool:
        found = (await records.state_of(world.database, CLEANUP, other)).state
        return found is not None and (found.status, found.ordered) == (CleanupStatus.ORDERED, 50)

    await until(ordered_away, "the rest is ordered")
    await world.enter(DIRECTIVE, f"{other}-1", acknowledge("done", "", Counts(done=50)))
    await world.pass_time(DAY)
    await reported(world, 4_100)
    end = await second.result()
    assert (end.status, end.removed) == (CleanupStatus.CLEANED, 900)


async def test_others_that_are_gone_become_a_case_and_the_workflow_waits_for_a_person(world: World) -> None:
    await begun(world)
    await answered(world, "1", 2_000)
    await world.pass_time(DAY)
    await reported(world, 3_000)
    await stands(world, "stuck")
    await until(lambda: _described(world, "1100 other followers missing, by the last count"), "the details are shown")
    case = (await records.state_of(world.database, CASE, cases.case_id("cleanup", ID))).state
    assert case is not None
    assert "1100 followers fewer" in case.evidence[0].text


async def _described(world: World, words: str) -> bool:
    return words in await world.details_of(f"cleanup:{ID}")


async def _escalated(world: World) -> bool:
    return "escalated" in await told(world)
