"""The life of a network in skipped time: what is decided reaches the roster, over an absence, and comes to its end."""

from datetime import timedelta
from typing import Any

from temporalio.client import WorkflowHandle

from ledger.accounts.reading import standing_of
from ledger.networks import networks
from ledger.streams import records
from models.accounts.commands import Register
from models.names import AccountKind
from models.networks import NetworkMeasure, NetworkStatus, Terms
from models.words.privileges import MONETIZE
from regulation.networks import NETWORK, change_roster, lift, register, sanction, sanction_id
from tests.workflows.world import World, until
from workflows.network_roster import NetworkRoster

DAY = timedelta(days=1)
ACCOUNTS = tuple(f"a{number}" for number in range(3))
FOR_90_DAYS = Terms(measure=NetworkMeasure.SUSPEND_PROFIT, duration=90 * DAY, reason="again and again")


def handle(world: World) -> WorkflowHandle[Any, Any]:
    return world.client.get_workflow_handle_for(NetworkRoster.run, "network:n1")


async def begun(world: World) -> None:
    """A network that has signed three accounts."""
    for account in ACCOUNTS:
        await world.record(account, Register(kind=AccountKind.INDIVIDUAL, holder=f"h_{account}", name="早报"))
    await world.enter(NETWORK, "n1", register("东海传媒"))
    roster = networks.Roster(ACCOUNTS)
    await world.enter(NETWORK, "n1", change_roster(0, 0), roster.enter)


async def decided(world: World, decide: Any) -> None:
    await world.enter(NETWORK, "n1", decide)


async def open_for(world: World) -> set[bool]:
    """Whether nothing keeps the accounts from profit now; one answer, when it is the same for all."""
    at = await world.now()
    standings = [await standing_of(world.database, account) for account in ACCOUNTS]
    return {
        not any(r.privilege == MONETIZE and r.interval.covers(at) for r in one.restrictions) for one in standings if one
    }


async def reached(world: World) -> None:
    async def so() -> bool:
        rows = await networks.members(world.database, "n1", released=True)
        return len(rows) == len(ACCOUNTS) and not any(row.pending for row in rows)

    await until(so, "it has reached every account")
    await world.at_rest("network:n1")


async def sanctioned_until_its_end(world: World) -> None:
    """Suspended from profit for 90 days, which pass; then expelled."""
    await begun(world)
    await reached(world)
    await decided(world, sanction(FOR_90_DAYS))
    await reached(world)
    await world.pass_time(90 * DAY)
    await world.has_entries(NETWORK, "n1", 4)
    await decided(world, sanction(Terms(measure=NetworkMeasure.EXPEL)))
    await handle(world).result()


async def test_a_sanction_reaches_the_roster_and_its_end_is_recorded_at_its_own_time(world: World) -> None:
    await begun(world)
    await reached(world)
    await decided(world, sanction(FOR_90_DAYS))
    await reached(world)
    assert await open_for(world) == {False}
    details = await world.details_of("network:n1")
    assert "东海传媒" in details
    assert "sanctioned, 3 accounts; suspend profit until" in details
    await world.pass_time(89 * DAY)
    assert await open_for(world) == {False}
    await world.pass_time(DAY)
    await world.has_entries(NETWORK, "n1", 4)
    entries = await records.entries_of(world.database, NETWORK, "n1")
    assert [entry.body.type for entry in entries] == ["registered", "roster_changed", "sanctioned", "sanction_ended"]
    assert entries[-1].recorded_at - entries[-2].recorded_at == 90 * DAY
    assert await open_for(world) == {True}
    history = await handle(world).fetch_history()
    summaries = [event.user_metadata.summary.data.decode() for event in history.events]
    assert any("3 accounts: apply the decisions about their network" in summary for summary in summaries)
    assert any("a sanction on the network ends" in summary for summary in summaries)


async def test_what_is_decided_while_no_worker_is_there_reaches_the_roster_when_one_is_back(world: World) -> None:
    await begun(world)
    await reached(world)
    await world.stop_working()
    command = networks.NetworkCommand(NETWORK, "n1", sanction(FOR_90_DAYS), actor="key_r", now=await world.now())
    await records.execute(world.database, command)
    await world.relay_records()
    assert await open_for(world) == {True}
    await world.start_working()
    await reached(world)
    assert await open_for(world) == {False}
    await decided(world, lift(sanction_id("n1", 1), "not so"))
    await reached(world)
    assert await open_for(world) == {True}
    await decided(world, sanction(Terms(measure=NetworkMeasure.EXPEL)))
    assert (await handle(world).result()).status is NetworkStatus.EXPELLED
