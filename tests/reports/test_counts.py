"""Whatever happens to accounts, the fold and PostgreSQL count the same, and each report begins where the last ended."""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

import pytest

from ledger.reports.facts import restricted_accounts
from ledger.reports.second_count import count_again, differences
from ledger.store.database import Database
from models.accounts.commands import (
    ApplyMonetization,
    CancelMonetization,
    ChangeHolder,
    Close,
    Command,
    FollowNetwork,
    ImposeBan,
    ImposeMeasure,
    LiftWithholding,
    Overturn,
    Reopen,
    Sanction,
    ShortenBan,
    ShortenMeasure,
)
from models.networks import NetworkMeasure, NetworkSanction
from models.reports.content import Head, Others, Totals
from models.words.privileges import Field, Method
from models.words.restrictions import ProfitRestriction
from models.words.sanctions import MeasureKind
from models.words.violations import Category
from regulation.reports.content import Tally
from regulation.reports.periods import before, period_of
from reports.building import reduced_to
from tests.reports.ledgers import do, on, registered

WITHHELD = MeasureKind.WITHHOLD_PROFIT
ACCOUNTS, COMMANDS = 12, 16


def some_command(random: Random, number: int, known: list[str]) -> Command:
    """Anything that touches profit; much of it is refused, as in life."""
    days = timedelta(days=random.randint(1, 45))
    named = random.choice(known) if known else "nothing"
    fresh = f"x{number}"
    known.append(fresh)
    category = random.choice(list(Category))
    choices: list[Command] = [
        ImposeBan(id=fresh, category=category, duration=days, factor=Decimal(random.choice(["2", "2.5", "3"]))),
        ImposeBan(id=fresh, category=category, duration=days / 7, factor=Decimal(2)),
        ImposeMeasure(id=fresh, measure=WITHHELD, category=category, duration=random.choice([days, 5 * days, None])),
        Sanction(id=fresh, category=category),
        Sanction(id=fresh, category=random.choice([Category.VULGAR_PERSONA, Category.PUBLIC_ORDER])),
        LiftWithholding(id=named, reason="seen to"),
        CancelMonetization(id=fresh, category=random.choice([category, None])),
        ChangeHolder(holder=f"h_{random.random()}"),
        ApplyMonetization(methods=tuple(random.sample(list(Method), 2))),
        ApplyMonetization(methods=tuple(random.sample(list(Method), 3))),
        Overturn(id=named),
        Overturn(id=named),
        ShortenBan(id=named, duration=days / 3),
        ShortenMeasure(id=named, measure=WITHHELD, duration=3 * days),
        Close(id=fresh, category=category),
        Reopen(),
        FollowNetwork(network="n", name="星河", member=True, sanctions=(sanction(fresh, days),)),
        FollowNetwork(network="n", name="星河", member=True, sanctions=(sanction(named, days, lifted_at=on(12, 31)),)),
    ]
    return random.choice(choices)


def sanction(id_: str, days: timedelta, lifted_at: datetime | None = None) -> NetworkSanction:
    """Some run for a while, some have no end."""
    until = on(3, 1) + 5 * days if days.days % 2 else None
    return NetworkSanction(
        id=id_, measure=NetworkMeasure.SUSPEND_PROFIT, since=on(2, 1), until=until, lifted_at=lifted_at
    )


async def lived(database: Database, seed: int) -> None:
    random = Random(seed)
    for account in (f"a{number}" for number in range(ACCOUNTS)):
        fields = tuple(random.sample(list(Field), random.choice([0, 0, 1, 2])))
        await registered(database, account, on(1, 1), fields=fields)
        days = sorted(random.uniform(0, 330) for _ in range(COMMANDS))
        known: list[str] = []
        for number, day in enumerate(days):
            at = on(1, 2) + timedelta(days=day)
            late = at - timedelta(days=random.choice([0, 0, 0, 3, 20]))
            command = some_command(random, number, known)
            await do(database, account, command, at, None if isinstance(command, ApplyMonetization) else late)


async def counted(database: Database, written: str) -> Totals:
    period = period_of(written)
    head = Head(report=written, platform="", period=period, cut_off=period.end, previous=before(period))
    tally, tally_before = Tally(), Tally()
    async for page in restricted_accounts(database, head.cut_off):
        for account in page:
            reduced = reduced_to(account, head)
            tally.add(reduced.restrictions)
            tally_before.add(reduced.before)
    totals, previous = tally.totals(Others()), tally_before.totals(Others())
    every = totals.restrictions
    assert every.in_force == previous.restrictions.in_force + every.begun - every.ended, written
    assert differences(totals, await count_again(database, period, period.end)) == (), written
    return totals


@pytest.mark.parametrize("seed", [1, 2])
async def test_the_two_counts_agree_on_whatever_happens(database: Database, seed: int) -> None:
    await lived(database, seed)
    last: Totals | None = None
    seen: set[ProfitRestriction] = set()
    for month in range(1, 13):
        totals = await counted(database, f"2024-{month:02}")
        every = totals.restrictions
        assert last is None or every.in_force == last.restrictions.in_force + every.begun - every.ended
        last = totals
        seen |= {kind for kind, moves in totals.by_kind.items() if moves.begun}
    assert seen == set(ProfitRestriction), "every kind was met"
    for written in ("2024-Q2", "2024-W20", "2024-W33"):
        await counted(database, written)
