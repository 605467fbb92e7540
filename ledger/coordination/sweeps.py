"""A sweep for accounts in concert, in steps that may be repeated: search, deal with what was found, finish."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Final

from sqlalchemy import text

from coordination import clusters as searching
from ledger.coordination import clusters, links
from ledger.store.database import Database, Size
from models.coordination import Finding, SweepResult

BATCH: Final = 50
"""Findings that are dealt with between two reports of progress."""

Progress = Callable[[str], None]

_RESULT: Final = "id AS sweep, at, links, texts, hubs, found, opened, grown"
_BEGUN: Final = text(f"SELECT {_RESULT}, finished_at FROM sweeps WHERE id = :sweep")  # noqa: S608 - our own columns
_NEWEST: Final = text(
    f"SELECT {_RESULT} FROM sweeps WHERE finished_at IS NOT NULL ORDER BY at DESC LIMIT 1"  # noqa: S608 - our own columns
)
_BEGIN: Final = text(
    "INSERT INTO sweeps (id, at, links, texts, hubs, found, opened, grown) "
    "VALUES (:sweep, :at, :links, :texts, :hubs, :found, 0, 0)"
)
_KEEP: Final = text(
    """
    INSERT INTO sweep_findings (sweep, place, finding)
    SELECT :sweep, place, finding
    FROM unnest(CAST(:places AS int[]), CAST(:findings AS jsonb[])) AS given (place, finding)
    """
)
_NEXT: Final = text("SELECT place, finding FROM sweep_findings WHERE sweep = :sweep ORDER BY place LIMIT :most")
_DONE: Final = text("DELETE FROM sweep_findings WHERE sweep = :sweep AND place = :place")
_COUNT: Final = text("UPDATE sweeps SET opened = opened + :opened, grown = grown + :grown WHERE id = :sweep")
_FINISH: Final = text("UPDATE sweeps SET finished_at = coalesce(finished_at, :now) WHERE id = :sweep")


async def search(database: Database, sweep: str, now: datetime, progress: Progress = lambda _: None) -> SweepResult:
    """Find the clusters and keep them to be dealt with; begun again, it goes by what it has found already."""
    known = await result_of(database, sweep)
    if known is not None:
        return known
    progress("reads what accounts share")
    shared, hubs = await links.shared(database, now)
    ties = len(shared.sizes)
    progress(f"{ties} ties; reads the posts of the last weeks")
    posts = await links.signed(database, now)
    progress(f"compares {len(posts.accounts)} posts")
    # Seconds of work: on a thread, so that whoever waits for signs of life gets them.
    texts, text_hubs = await asyncio.to_thread(links.add_texts, shared, posts, now)
    progress(f"{ties} ties, {texts} texts")
    found = await asyncio.to_thread(searching.found, shared, now, progress)
    result = SweepResult(sweep=sweep, at=now, links=ties, texts=texts, hubs=hubs + text_hubs, found=len(found))
    named = {"sweep": sweep, "places": list(range(len(found))), "findings": [one.model_dump_json() for one in found]}
    async with database.transaction(Size.SLICE) as connection:
        await connection.execute(_BEGIN, result.model_dump(exclude={"opened", "grown"}))
        await connection.execute(_KEEP, named)
    return result


async def deal(database: Database, sweep: str, now: datetime, most: int = BATCH) -> int:
    """Deal with the next findings; 0 when none is left. Each is taken from the list in the transaction of its case."""
    async with database.transaction() as connection:
        rows = (await connection.execute(_NEXT, {"sweep": sweep, "most": most})).all()
    for row in rows:
        async with database.transaction() as connection:
            dealt = await clusters.deal_with(connection, Finding.model_validate(row.finding), now)
            await connection.execute(_COUNT, {"sweep": sweep, "opened": dealt.opened, "grown": dealt.grown})
            await connection.execute(_DONE, {"sweep": sweep, "place": row.place})
    return len(rows)


async def finish(database: Database, sweep: str, now: datetime) -> SweepResult:
    """Note that it is done, and remove signatures that are too old."""
    await links.prune_posts(database, now)
    async with database.transaction() as connection:
        await connection.execute(_FINISH, {"sweep": sweep, "now": now})
    found = await result_of(database, sweep)
    if found is None:
        raise ValueError(f"there is no sweep {sweep}: is this the right database?")
    return found


async def sweep_now(database: Database, sweep: str, now: datetime, progress: Progress = lambda _: None) -> SweepResult:
    """All of it, one after the other."""
    found = await search(database, sweep, now, progress)
    done = 0
    while count := await deal(database, sweep, now):
        done += count
        progress(f"{done} of {found.found} clusters are dealt with")
    return await finish(database, sweep, now)


async def result_of(database: Database, sweep: str) -> SweepResult | None:
    """What a sweep came to so far."""
    async with database.transaction() as connection:
        row = (await connection.execute(_BEGUN, {"sweep": sweep})).mappings().one_or_none()
    return None if row is None else SweepResult.model_validate({k: v for k, v in row.items() if k != "finished_at"})


async def newest(database: Database) -> SweepResult | None:
    """The last sweep that was finished."""
    async with database.transaction() as connection:
        row = (await connection.execute(_NEWEST)).mappings().one_or_none()
    return None if row is None else SweepResult.model_validate(dict(row))
