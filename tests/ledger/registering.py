"""Separate process for tests of the quota: registers accounts of one holder concurrently.

It prints "ready" when it could begin, begins on a line of input, and prints the outcomes.
"""

import asyncio
import sys
from collections import Counter

from ledger.store.database import Database
from models.names import AccountKind
from tests.ledger.doing import PATIENT, do, registration


async def main(url: str, kind: str, prefix: str, number: str) -> None:
    database = Database(url, pool_size=8, times_given=True, deadlines=PATIENT)
    async with database.transaction():
        print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    receipts = await asyncio.gather(
        *(do(database, f"{prefix}{n}", registration("h1", AccountKind(kind))) for n in range(int(number)))
    )
    print(dict(Counter(receipt.outcome for receipt in receipts)))
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
