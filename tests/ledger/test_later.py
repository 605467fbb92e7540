"""News that waits behind others: what comes by the thousand delays nobody, and each stream keeps its order."""

from ledger.accounts import commands
from ledger.accounts.commands import Request
from ledger.sanctions.bulk import BulkCommand
from ledger.store.database import Database
from ledger.streams import outbox, records
from ledger.streams.outbox import ACCOUNT, Depth
from models.sanctions.bulk import Violation
from models.words.violations import Category
from regulation.sanctions.bulk import BULK, start
from tests.ledger.doing import NOON, ban, do, registration

MANY = 30


async def banned_later(database: Database, account: str) -> None:
    request = Request(account=account, command=ban(), actor="somebody", now=NOON, later=True)
    assert (await commands.execute(database, request)).refusal is None


async def told(database: Database, most: int) -> list[tuple[str, list[int]]]:
    """Take a batch out of the outbox, as the relay does; return the streams with the numbers of their facts."""
    async with outbox.waiting(database, [ACCOUNT], most) as batch:
        await batch.delivered({message.name for message in batch.messages})
        return [(message.stream, [fact.seq for fact in message.news]) for message in batch.messages]  # type: ignore[union-attr]


async def accounts(database: Database) -> list[str]:
    names = [f"a{number:02}" for number in range(MANY)]
    for name in names:
        await do(database, name, registration(f"h_{name}"))
    await told(database, 500)
    return names


async def test_a_flood_has_its_own_share_of_a_batch(database: Database) -> None:
    names = await accounts(database)
    for name in names:
        await banned_later(database, name)
    await do(database, "new", registration("h_new"))
    assert await outbox.depth(database) == Depth(MANY + 1, 0)
    first = await told(database, 10)
    assert first == [("new", [1]), *((name, [2]) for name in names[:5])]
    assert await told(database, 100) == [(name, [2]) for name in names[5:]]
    assert await outbox.depth(database) == Depth(0, 0)


async def test_other_news_takes_what_waits_of_its_account_along(database: Database) -> None:
    names = await accounts(database)
    for name in names:
        await banned_later(database, name)
    await do(database, names[-1], ban("b2"))
    assert (await told(database, 10))[0] == (names[-1], [2, 3])
    assert (names[-1], [2]) not in await told(database, 100)


async def test_few_go_while_a_bulk_action_is_at_work(database: Database) -> None:
    names = await accounts(database)
    for name in names:
        await banned_later(database, name)
    begin = start(Violation(category=Category.FABRICATION), "one text", 1)
    command = BulkCommand(BULK, "b1", begin, actor="key_op", now=NOON, besides=("nobody",))
    assert (await records.execute(database, command)).refusal is None
    assert len(await told(database, 100)) == outbox.LATER_WHILE_BUSY
