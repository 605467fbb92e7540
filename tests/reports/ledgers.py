"""Ledgers with known numbers, written through real commands at chosen instants."""

from datetime import datetime, timedelta
from decimal import Decimal

from ledger.accounts.commands import Request, execute
from ledger.store.database import Database
from models.accounts.commands import (
    ApplyMonetization,
    CancelMonetization,
    ChangeHolder,
    Close,
    Command,
    ImposeBan,
    Overturn,
    Receipt,
    Register,
    ShortenBan,
)
from models.instants import SHANGHAI
from models.names import AccountKind
from models.words.privileges import Field, Method
from models.words.violations import Category

PLATFORM = "山野平台"


def on(month: int, day: int, hour: int = 12, *, year: int = 2024) -> datetime:
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


async def do(
    database: Database, account: str, command: Command, at: datetime, effective_at: datetime | None = None
) -> Receipt:
    return await execute(
        database, Request(account=account, command=command, actor="key_test", now=at, effective_at=effective_at)
    )


async def registered(database: Database, account: str, at: datetime, *methods: Method, **more: object) -> None:
    values = {"kind": AccountKind.INDIVIDUAL, "holder": f"h_{account}", "name": f"早报 {account}", **more}
    await do(database, account, Register.model_validate(values), at)
    if methods:
        await do(database, account, ApplyMonetization(methods=methods), at)


def ban(id_: str, days: int, factor: int = 2, category: Category = Category.FABRICATION) -> ImposeBan:
    return ImposeBan(id=id_, category=category, duration=timedelta(days=days), factor=Decimal(factor))


async def autumn(database: Database) -> None:
    """Record an autumn with one of everything; the tests give the contents of the reports of September to December."""
    for account in ("a", "b", "c", "d", "e", "f"):
        await registered(database, account, on(1, 5), Method.ADVERTISING, Method.LIVE_GIFTS)
    await registered(database, "formula", on(1, 5), name='=HYPERLINK("http://evil.example","点我")')
    await registered(database, "firm", on(1, 5), kind=AccountKind.ENTERPRISE, fields=(Field.FINANCE, Field.JUSTICE))
    # September: a ban of 10 days, profit until 10 October; one of 30 days, tripled, until 29 November.
    await do(database, "a", ban("b-a", 15), on(9, 10))
    await do(database, "b", ban("b-b", 30, 3), on(9, 1, 0))
    await do(database, "c", ban("b-c", 20, 3, Category.RECYCLED_NEWS), on(9, 20))
    # October: a cancellation, a change of holder, a refused application, the ban of September overturned.
    await do(database, "d", CancelMonetization(id="m-d", category=Category.VULGAR_PERSONA), on(10, 3))
    await do(database, "e", ChangeHolder(holder="h_e2"), on(10, 5))
    await do(database, "d", ApplyMonetization(methods=(Method.ADVERTISING,)), on(10, 8))
    await do(database, "c", Overturn(id="b-c"), on(10, 12))
    await do(database, "b", ShortenBan(id="b-b", duration=timedelta(days=25)), on(10, 13))
    await do(database, "formula", ban("b-x", 5), on(10, 20))
    await do(database, "firm", ban("b-firm", 3), on(10, 21))
    # November: one that began in October was recorded late; the account with the cancellation is closed.
    await do(database, "f", ban("b-f", 1), on(11, 2), on(10, 28))
    await do(database, "d", Close(id="cl-d", category=Category.RUMOUR_MAKING), on(11, 9))
