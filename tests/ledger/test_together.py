"""Commands carried out together write what the same commands write alone: every row of every table, field by field."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.accounts import commands, entanglements
from ledger.accounts.commands import Executed, Request
from ledger.accounts.together import carry_out_together, overturn_together
from ledger.store.database import Database
from models.accounts.commands import (
    ApplyMonetization,
    CancelMonetization,
    Certify,
    ChangeHolder,
    ChangeName,
    Close,
    Command,
    ImposeBan,
    Overturn,
    RecordViolation,
    Register,
)
from models.names import AccountKind
from models.tables import METADATA
from models.words.privileges import Field, Method
from models.words.violations import Category
from tests.ledger.doing import NOON, ban, do

LATER = NOON + timedelta(days=2)
CLEAN = [f"clean-{number}" for number in range(6)]
ALIKE = [*CLEAN, "granted", "declared", "banned", "found", "shortened", "closed", "handed", "cancelled", "nobody"]

Act = Callable[[AsyncConnection, Sequence[Request]], Awaitable[list[Executed | Exception]]]


async def alike(database: Database) -> None:
    """Register accounts that a measure does not treat alike."""
    for account in ALIKE[:-1]:
        fields = (Field.FINANCE,) if account == "declared" else ()
        kind = AccountKind.INDIVIDUAL
        await do(
            database, account, Register(kind=kind, holder=f"h_{account}", name=f"山野厨房{account}", fields=fields)
        )
    for account, command in (
        ("granted", ApplyMonetization(methods=(Method.ADVERTISING,))),
        (
            "declared",
            Certify(id="c1", field=Field.FINANCE, valid_from=date(2026, 1, 1), valid_until=date(2026, 12, 31)),
        ),
        ("banned", ban("b0", "P30D")),
        ("found", RecordViolation(id="b1", category=Category.FABRICATION)),
        ("shortened", ban("b1", "P9D")),
        ("closed", Close(id="k1")),
        ("handed", ban("b0")),
        ("handed", ChangeHolder(kind=AccountKind.INDIVIDUAL, holder="h_other")),
        ("cancelled", CancelMonetization(id="m0", category=Category.VULGAR_PERSONA)),
    ):
        await do(database, account, command, NOON + timedelta(hours=1))


async def written(connection: AsyncConnection) -> dict[str, list[str]]:
    """Return every row of every table as JSON, without the numbers that PostgreSQL gives in the order of writing."""
    found: dict[str, list[str]] = {}
    for table in METADATA.sorted_tables:
        numbers = [c.name for c in table.c if c.identity is not None or c is table.autoincrement_column]
        rows = await connection.execute(
            text(f"SELECT (to_jsonb(t) - CAST(:numbers AS text[]))::text FROM {table.name} t ORDER BY 1"),
            {"numbers": numbers},
        )
        found[table.name] = [row[0] for row in rows]
    return found


async def one_by_one(connection: AsyncConnection, requests: Sequence[Request]) -> list[Executed | Exception]:
    return [await commands.carry_out(connection, request) for request in requests]


async def compared(database: Database, requests: Sequence[Request], together: Act) -> list[Executed | Exception]:
    """Carry the commands out alone, then together, each time in a transaction that is rolled back; compare."""
    results: list[list[Executed | Exception]] = []
    tables: list[dict[str, list[str]]] = []
    for act in (one_by_one, together):
        async with database.rehearsal() as connection:
            before = await written(connection)
            results.append(await act(connection, requests))
            tables.append(await written(connection))
        assert tables[-1] != before, "nothing was recorded, so nothing is compared"
    assert [one.receipt if isinstance(one, Executed) else one for one in results[1]] == [
        one.receipt if isinstance(one, Executed) else one for one in results[0]
    ]
    for name, rows in tables[0].items():
        assert tables[1][name] == rows, name
    return results[1]


def requests(command: Command, accounts: Sequence[str] = ALIKE) -> list[Request]:
    return [
        Request(account=account, command=command, actor="key_op", now=LATER, later=True) for account in sorted(accounts)
    ]


@pytest.mark.parametrize(
    "command",
    [
        ImposeBan(id="b1", category=Category.FABRICATION, duration=timedelta(days=7), reason="one text"),
        ImposeBan(id="b2", category=Category.FABRICATION, duration=timedelta(hours=5), factor=Decimal("2.5")),
        ImposeBan(id="b2", category=Category.FABRICATION, duration=timedelta(hours=5), factor=Decimal("2.50")),
        RecordViolation(id="b1", category=Category.DISTORTION),
        CancelMonetization(id="m1", category=Category.VULGAR_PERSONA),
        CancelMonetization(id="m1"),
        ApplyMonetization(methods=tuple(Method)),
        ChangeName(name="云上琴"),
    ],
    ids=lambda command: f"{type(command).__name__}-{getattr(command, 'id', '')}-{getattr(command, 'factor', '')}",
)
async def test_a_slice_writes_what_single_commands_write(database: Database, command: Command) -> None:
    """Facts with their hashes, standings, search rows, lists, events, outbox: the same, and the same refusals."""
    await alike(database)
    found = await compared(database, requests(command), carry_out_together)
    assert any(isinstance(one, Executed) and one.receipt.refusal is not None for one in found)


async def test_overturns_together_write_what_single_ones_write(database: Database) -> None:
    """On accounts that concern nothing else; those that do are never in a slice."""
    await alike(database)
    for account in (*CLEAN, "granted", "declared", "banned"):
        await do(database, account, ban("b1", "P7D"), NOON + timedelta(hours=2))
    asked = requests(Overturn(id="b1", reason="the detector was wrong"))
    async with database.transaction() as connection:
        apart = await entanglements.entangled(connection, asked)
    assert apart <= {"closed", "handed"}
    plain = [request for request in asked if request.account not in apart]
    found = await compared(database, plain, overturn_together)
    assert sum(isinstance(one, Executed) and one.receipt.refusal is None for one in found) == len(CLEAN) + 5


async def test_registrations_together_write_what_single_ones_write(database: Database) -> None:
    """Free seats, a full holder, a holder with a running ban, a taken account."""
    await alike(database)
    await do(database, "handed", ban("b3", "P30D"), NOON + timedelta(hours=3))
    await do(database, "second", Register(kind=AccountKind.INDIVIDUAL, holder="h_full", name="第一家"))
    kind = AccountKind.INDIVIDUAL

    asked = [
        Request(
            account=account,
            command=Register(kind=kind, holder=holder, name=name),
            actor="platform",
            now=LATER,
            later=True,
        )
        for account, holder, name in (
            ("new-1", "h_new_1", "云上琴"),
            ("new-2", "h_new_2", "云上琴"),
            ("new-3", "h_full", "第二家"),
            ("new-4", "h_other", "换过主体"),
            ("clean-0", "h_new_3", "已有账号"),
        )
    ]
    await compared(database, asked, carry_out_together)
