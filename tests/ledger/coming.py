"""Separate process for the race of reactions: executes one command on the accounts of many holders concurrently.

It prints "ready" when it could begin, begins on a line of input, and prints how many commands had which outcome.
"""

import asyncio
import sys
from collections import Counter
from datetime import UTC, datetime

from ledger.accounts.commands import Request, execute
from ledger.store.database import Database
from models.accounts.commands import ChangeHolder, Close, Command
from tests.ledger.doing import ENTERPRISE, ban, registration


def command_of(what: str, place: int) -> tuple[str, Command]:
    """Return the account and the command of one holder."""
    holder = f"h{place}"
    given: dict[str, tuple[str, Command]] = {
        "ban": (f"a{place}", ban("b1", "P30D")),
        "close": (f"a{place}", Close(id="own")),
        "register": (f"b{place}", registration(holder, ENTERPRISE)),
        "take_over": (f"c{place}", ChangeHolder(holder=holder)),
    }
    return given[what]


async def main(url: str, what: str, number: str) -> None:
    database = Database(url, pool_size=8)
    async with database.transaction():
        print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)

    async def give(place: int) -> str:
        account, command = command_of(what, place)
        request = Request(account=account, command=command, actor=what, now=datetime.now(UTC))
        return (await execute(database, request)).outcome

    print(dict(Counter(await asyncio.gather(*map(give, range(int(number)))))))
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
