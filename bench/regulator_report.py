"""Benchmark `regulator_report`: time and memory of a report on 100,000 restrictions, including its second count.

The report is built in all four forms, by a process of its own, whose peak memory is measured. The limit is a bare loop
that reads the same facts page by page and does nothing with them.
"""

import asyncio
import gc
import json
import resource
import sys
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, Final

from sqlalchemy import text

from bench.accounts import added, banned, fact_of, registered, write
from bench.progress import progress
from bench.result import Result
from bench.servers import a_folder, a_ledger
from ledger.reports.facts import restricted_accounts
from ledger.reports.second_count import count_again, differences
from ledger.store.database import Database
from ledger.streams.appending import Page
from models.accounts.facts import MonetizationGranted
from models.words.privileges import Method
from regulation.reports.periods import period_of
from reports.building import build
from reports.filing import Filing, terms_of

RESTRICTIONS: Final = 100_000
FEW: Final = 10_000
"""Number of restrictions in the small run: memory is bounded when ten times as many take hardly more."""
TEMPLATES: Final = 500
GOAL_S: Final = 60.0
GOAL_MIB: Final = 400
PERIOD: Final = period_of("2025-10")

_COPY: Final = text(
    """
    INSERT INTO facts (account, seq, type, ref, effective_at, recorded_at, actor, body, hash)
    SELECT account || '-' || copy, seq, type, ref, effective_at, recorded_at, actor, body, hash
    FROM facts CROSS JOIN generate_series(CAST(:first AS int), CAST(:last AS int)) AS copy
    WHERE account LIKE 'template-___'
    """
)


async def measure() -> Result:
    """Measure a tenth of the restrictions first, then all."""
    with a_folder() as folder:
        async with a_ledger(folder) as database:
            await write(database, [_restricted(f"template-{number:03}") for number in range(TEMPLATES)])
            few = await _built(database, folder, FEW)
            many = await _built(database, folder, RESTRICTIONS)
            bare = await _bare(database)
    seconds = many["building_s"] + many["counting_s"]
    return Result(
        name="regulator_report",
        value=round(seconds, 1),
        unit="s for 100,000 restrictions",
        limit=round(bare, 1),
        limit_name="reading the same facts and no more",
        ratio=round(seconds / bare, 2),
        goal=f"under {GOAL_S:.0f} s, at most {GOAL_MIB} MiB",
        holds=seconds < GOAL_S and many["peak_mib"] <= GOAL_MIB,
        remarks=f"{many['building_s']:.1f} s to build, {many['counting_s']:.1f} s to count again, "
        f"{many['cpu_s']:.1f} s of them computing; at most {many['peak_mib']:.0f} MiB, with a tenth of them "
        f"{few['peak_mib']:.0f} MiB; {many['files_mib']:.0f} MiB of files",
    )


def _restricted(account: str) -> Page:
    """Return an account registered in spring, making profit since, banned for ten days in the period."""
    spring, autumn = PERIOD.start - timedelta(days=180), PERIOD.start + timedelta(days=9)
    first = registered(account, spring, to_temporal=False)
    granted = MonetizationGranted(methods=(Method.ADVERTISING, Method.LIVE_GIFTS))
    second = added(first, fact_of(account, 2, spring, granted), to_temporal=False)
    third = banned(second, autumn, autumn + timedelta(days=10), to_temporal=False)
    entries = (*first.entries, *second.entries, *third.entries)
    return Page(entries, third.standing, settled_until=autumn, to_temporal=False)


async def _built(database: Database, folder: Path, restrictions: int) -> dict[str, Any]:
    """Build the report on this many accounts in a process of its own; return its figures."""
    async with database.transaction() as connection:
        have = (await connection.execute(text("SELECT count(DISTINCT account) FROM facts"))).scalar_one()
        numbered = {"first": have // TEMPLATES, "last": restrictions // TEMPLATES - 1}
        await connection.execute(_COPY, numbered)
    async with database.engine.connect() as connection:
        outside = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await outside.execute(text("ANALYZE facts"))
    progress(f"{restrictions:>6} restrictions are in the ledger")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.regulator_report", database.url, str(folder), stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    found: dict[str, Any] = json.loads(said)
    if found["rows"] != restrictions or found["differences"]:
        raise RuntimeError(f"{found['rows']} rows instead of {restrictions}; {found['differences']}")
    return found


async def _bare(database: Database) -> float:
    started = perf_counter()
    async for _ in restricted_accounts(database, PERIOD.end):
        pass
    return perf_counter() - started


async def _here(url: str, folder: Path) -> dict[str, Any]:
    """Build the report in this process as a worker does, and return time and memory."""
    # As in a worker: objects of one account are freed by reference counting, without a search for cycles.
    gc.set_threshold(100_000, 50, 100)
    database, started = Database(url), perf_counter()
    head = terms_of(Filing(platform="山野平台"), PERIOD).head
    built = await build(
        database, head, folder, bilingual=True, advance=lambda done, of: progress(f"{done:>6} of {of} accounts read")
    )
    counting = perf_counter()
    differing = differences(built.summary.totals, await count_again(database, PERIOD, head.cut_off))
    finished = perf_counter()
    await database.close()
    return {
        "rows": built.rows,
        "differences": differing,
        "building_s": counting - started,
        "cpu_s": process_time(),
        "counting_s": finished - counting,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "files_mib": sum(file.size for file in built.files) / 2**20,
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_here(sys.argv[1], Path(sys.argv[2])))))
