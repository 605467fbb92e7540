"""Lives that are recorded: each shows one way in which a lifecycle goes on."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from decimal import Decimal

from models.commands import (
    ApplyMonetization,
    CancelMonetization,
    Certify,
    ChangeHolder,
    ChangeName,
    Close,
    ImposeBan,
    Overturn,
    Register,
    ShortenBan,
)
from models.names import AccountKind
from models.privileges import Field, Method
from models.violations import Category
from regulation.calendar import civil_date
from tests.workflows.world import World

DAY = timedelta(days=1)


def _ban(name: str, days: int, factor: int = 2) -> ImposeBan:
    return ImposeBan(id=name, category=Category.FABRICATION, duration=timedelta(days=days), factor=Decimal(factor))


async def ban(world: World) -> None:
    """A ban ends, then its suspension, then the clean window."""
    await world.register("a")
    await world.do("a", ApplyMonetization(methods=(Method.ADVERTISING,)))
    await world.do("a", _ban("b1", 7))
    await world.pass_time(100 * DAY)
    await world.caught_up("a")


async def ban_changed(world: World) -> None:
    """One ban is shortened, another overturned: timers are left for earlier ones, or for none."""
    await world.register("a")
    await world.do("a", _ban("b1", 30, factor=3))
    await world.pass_time(2 * DAY)
    await world.do("a", ShortenBan(id="b1", duration=timedelta(days=5)))
    await world.pass_time(10 * DAY)
    await world.do("a", _ban("b2", 20))
    await world.pass_time(DAY)
    await world.do("a", Overturn(id="b2"))
    await world.pass_time(10 * DAY)
    await world.caught_up("a")


async def certification(world: World) -> None:
    """A certification ends at midnight and is renewed; then it falls with the holder."""
    await world.register("a", fields=(Field.HEALTHCARE,))
    today = civil_date(await world.now())
    await world.do("a", Certify(id="c1", field=Field.HEALTHCARE, valid_from=today, valid_until=today + 10 * DAY))
    await world.pass_time(12 * DAY)
    await world.caught_up("a")
    await world.do("a", Certify(id="c2", field=Field.HEALTHCARE, valid_from=today, valid_until=today + 99 * DAY))
    await world.pass_time(DAY)
    await world.do("a", ChangeHolder(holder="h_b"))
    await world.pass_time(100 * DAY)
    await world.caught_up("a")


async def continued(world: World) -> None:
    """More facts than one run should hold, with a ban that ends in a later run than the one that learned of it."""
    await world.register("a")
    await world.do("a", _ban("b1", 20))
    for number in range(20):
        await world.do("a", ChangeName(name=f"name {number}"))
    await world.pass_time(30 * DAY)
    await world.caught_up("a")


async def gap(world: World) -> None:
    """Facts that were never told are read from the ledger; late and doubled ones are passed over."""
    await world.record("a", Register(kind=AccountKind.ENTERPRISE, holder="h_a", name="早报"))
    for number in range(3):
        await world.record("a", ChangeName(name=f"name {number}"))
    await world.record("a", _ban("b1", 3))
    facts = await world.facts("a")
    await world.tell("a", facts[2])
    await world.caught_up_with_version("a", 5)
    await world.tell("a", facts[0], facts[4], facts[1])
    await world.pass_time(5 * DAY)
    await world.caught_up("a")


async def closure(world: World) -> None:
    """Profit is cancelled, the account is banned, then closed as a sanction while the ban lasts."""
    await world.register("a")
    await world.do("a", ApplyMonetization(methods=(Method.LIVE_GIFTS, Method.ADVERTISING)))
    await world.do("a", CancelMonetization(id="x1", category=Category.VULGAR_PERSONA))
    await world.do("a", _ban("b1", 7))
    await world.pass_time(2 * DAY)
    await world.do("a", Close(id="z1", category=Category.RUMOUR_MAKING))
    await world.handle("a").result()


async def outage(world: World) -> None:
    """The worker is away while a fact is told and a boundary falls due: both come in one task."""
    await world.register("a")
    await world.do("a", _ban("b1", 7))
    await world.stop_working()
    await world.pass_time_without_worker("a", 3 * DAY)
    await world.record("a", ChangeName(name="second"))
    await world.pass_time_without_worker("a", 5 * DAY)
    await world.relay()
    await world.start_working()
    await world.caught_up("a")


STORIES: Mapping[str, Callable[[World], Awaitable[None]]] = {
    story.__name__: story for story in (ban, ban_changed, certification, continued, gap, closure, outage)
}
