"""Benchmark `coordination_sweep`: search of 1 million links and 200,000 posts in PostgreSQL, as the sweep does; time
and memory.

The limit is rustworkx alone: the same million links, already in memory, as one graph and its connected components,
without reading, weighing or texts (it joins all accounts that share anything, so it finds no rings). Each side runs in
a process of its own, since peak memory is measured per process; PostgreSQL's memory is not counted.
"""

import asyncio
import json
import resource
import sys
from datetime import UTC, datetime, timedelta
from random import Random
from time import perf_counter, process_time
from typing import Any, Final

import rustworkx
from sqlalchemy import text

from bench.progress import progress
from bench.result import Result
from bench.servers import a_folder, a_ledger
from coordination import texts
from ledger.coordination import links, sweeps
from ledger.store.database import Database
from models.coordination import TieKind

LINKS: Final = 1_000_000
POSTS: Final = 200_000
ACCOUNTS: Final = 400_000
RINGS: Final = 500
"""Number of groups that act in concert; the sweep must find every one of them."""
RING: Final = 20
COPIES: Final = 4
"""Texts that each ring publishes within an hour."""
GOAL_S: Final = 60.0
GOAL_MIB: Final = 1024.0
_KINDS: Final = (TieKind.PHONE, TieKind.DEVICE, TieKind.NETWORK, TieKind.MCN, TieKind.PAYOUT)
_BATCH: Final = 50_000
_SEED: Final = 20_230_710


async def measure() -> Result:
    """Measure the sweep, from the first row read to findings stored; then the components alone."""
    with a_folder() as folder:
        async with a_ledger(folder) as database:
            now = datetime.now(UTC)
            await _in_a_process("fill", database.url, now.isoformat())
            ours = await _in_a_process("sweep", database.url, now.isoformat())
    bare = await _in_a_process("bare")
    holds = ours["found"] == RINGS and ours["seconds"] <= GOAL_S and ours["mib"] <= GOAL_MIB
    return Result(
        name="coordination_sweep",
        value=round(ours["seconds"], 2),
        unit=f"s for {LINKS:,} links and {POSTS:,} posts",
        limit=round(bare["seconds"], 2),
        limit_name="rustworkx's components of the same links alone",
        ratio=round(ours["seconds"] / bare["seconds"], 1),
        goal=f"under {GOAL_S:.0f} s and {GOAL_MIB:.0f} MiB, every ring found and nothing else",
        holds=holds,
        remarks=f"{ours['found']} of {RINGS} rings; {ours['cpu']:.1f} s of processor time; "
        f"peak {ours['mib']:.0f} MiB against {bare['mib']:.0f} MiB; their cases in {ours['dealing']:.1f} s more",
    )


async def _fill(database: Database, now: datetime) -> dict[str, Any]:
    """Load all rows by COPY; the time of loading is not measured."""
    seen = now - timedelta(days=1)
    kinds = [kind.value for kind in _KINDS]
    rows = [
        (kinds[kind], token.to_bytes(links.TOKEN_BYTES, "big"), _name(account), seen, seen)
        for kind, token, account in drawn_links()
    ]
    await _copy(database, "links", ("kind", "token", "account", "first_seen", "last_seen"), rows)
    posts = drawn_posts()
    for begin in range(0, len(posts), _BATCH):
        part = posts[begin : begin + _BATCH]
        signatures = texts.signatures_of([said for _, said, _ in part])
        await _copy(
            database,
            "posts",
            ("account", "post", "published_at", "edition", "signature"),
            [
                (_name(account), f"p{begin + place}", seen + timedelta(minutes=minute), texts.EDITION, signature)
                for place, ((account, _, minute), signature) in enumerate(zip(part, signatures, strict=True))
            ],
        )
        progress(f"{begin + len(part):>7} posts written")
    async with database.transaction() as connection:
        await connection.execute(text("ANALYZE links, posts"))
    return {}


async def _copy(database: Database, table: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    async with database.transaction() as connection:
        await connection.execute(text("SELECT 1"))
        driver: Any = (await connection.get_raw_connection()).driver_connection
        await driver.copy_records_to_table(table, columns=columns, records=rows)


def drawn_links() -> list[tuple[int, int, int]]:
    """Return kind, token and account of each link. Every account has a telephone and a device of its own; some share
    one with one other account (a family), some use one network or work for one MCN, two networks are hubs. Half of the
    rings share a payout account, the others a telephone (and texts).
    """
    phone, device, network, mcn, payout = range(len(_KINDS))
    members = RINGS * RING
    rows = [
        (payout if ring % 2 == 0 else phone, ring, ring * RING + one) for ring in range(RINGS) for one in range(RING)
    ]
    rows += [(device, account, account) for account in range(members)]
    rows += [(phone, account, account) for account in range(members, ACCOUNTS)]
    rows += [
        (device, account - account % 2 if account % 10 < 2 else account, account)
        for account in range(members, ACCOUNTS)
    ]
    chance = Random(_SEED)
    honest = range(members, ACCOUNTS)
    left = LINKS - len(rows)
    hubs, offices = 10_000, left - 10_000 - 40_000
    rows += [(network, place % 2, account) for place, account in enumerate(chance.sample(honest, hubs))]
    rows += [(network, 10 + place // 20, account) for place, account in enumerate(chance.sample(honest, offices))]
    rows += [(mcn, place // 150, account) for place, account in enumerate(chance.sample(honest, 40_000))]
    return rows


def drawn_posts() -> list[tuple[int, str, int]]:
    """Return account, text and minute of each post: copies by rings, each altered a little; popular texts; and
    unrelated ones.
    """
    chance = Random(_SEED)
    posts: list[tuple[int, str, int]] = []
    for ring in range(1, RINGS, 2):
        for copy in range(COPIES):
            said = _text(chance)
            posts += [
                (ring * RING + one, _altered(said, chance), copy * 120 + chance.randrange(60)) for one in range(RING)
            ]
    for _ in range(300):
        said = _text(chance)
        fashionable = chance.sample(range(RINGS * RING, ACCOUNTS), 60)
        posts += [(account, _altered(said, chance), chance.randrange(300)) for account in fashionable]
    while len(posts) < POSTS:
        posts.append((chance.randrange(RINGS * RING, ACCOUNTS), _text(chance), chance.randrange(1200)))
    return posts


def _text(chance: Random) -> str:
    return "".join(map(chr, chance.choices(range(0x4E00, 0x4E00 + 3000), k=80)))


def _altered(said: str, chance: Random) -> str:
    place = chance.randrange(len(said))
    return f"{said[:place]}{chr(0x4E00 + chance.randrange(3000))}{said[place + 1 :]}"


def _name(account: int) -> str:
    return f"account-{account:06}"


async def _in_a_process(*words: str) -> dict[str, Any]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.coordination_sweep", *words, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"{words[0]} ended with {process.returncode}")
    found: dict[str, Any] = json.loads(said)
    return found


async def _sweep(database: Database, now: datetime) -> dict[str, Any]:
    started, worked = perf_counter(), process_time()
    found = await sweeps.search(database, "bench", now, progress)
    seconds, cpu, peak = perf_counter() - started, process_time() - worked, _peak_mib()
    started = perf_counter()
    while await sweeps.deal(database, "bench", now):
        pass
    dealing = perf_counter() - started
    return {"seconds": seconds, "cpu": cpu, "mib": peak, "found": found.found, "dealing": dealing}


def _bare() -> dict[str, Any]:
    """Compute the connected components of the graph of accounts and tokens, and nothing else."""
    rows = drawn_links()
    tokens: dict[tuple[int, int], int] = {}
    pairs = [(account, ACCOUNTS + tokens.setdefault((kind, token), len(tokens))) for kind, token, account in rows]
    del rows
    started = perf_counter()
    graph: rustworkx.PyGraph[int, None] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(ACCOUNTS + len(tokens)))
    graph.add_edges_from_no_data(pairs)
    found = rustworkx.connected_components(graph)
    return {"seconds": perf_counter() - started, "mib": _peak_mib(), "found": len(found)}


def _peak_mib() -> float:
    """Return the peak memory of this process in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def _side(name: str, *given: str) -> dict[str, Any]:
    if name == "bare":
        return _bare()
    database, now = Database(given[0]), datetime.fromisoformat(given[1])
    try:
        return await (_fill if name == "fill" else _sweep)(database, now)
    finally:
        await database.close()


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_side(*sys.argv[1:]))))
