"""A sweep for accounts in concert, in repeatable steps: search, process the findings, finish."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Final

from sqlalchemy import Integer, Text, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import JSONB

from coordination import clusters as searching
from ledger.coordination import clusters, links
from ledger.store.database import Database, Size
from ledger.store.statements import given, instant
from models.coordination import Finding, SweepResult
from models.tables import SWEEP_FINDINGS, SWEEPS

BATCH: Final = 50
"""Findings that are processed between two reports of progress."""

Progress = Callable[[str], None]

_S: Final = SWEEPS.c
_FINDING: Final = SWEEP_FINDINGS.c
_RESULT: Final = select(_S.id.label("sweep"), _S.at, _S.links, _S.texts, _S.hubs, _S.found, _S.opened, _S.grown)
_BEGUN: Final = _RESULT.where(_S.id == bindparam("sweep"))
_NEWEST: Final = _RESULT.where(_S.finished_at.is_not(None)).order_by(_S.at.desc()).limit(1)
_BEGIN: Final = insert(SWEEPS)
_FOUND: Final = given(place=("places", Integer()), finding=("findings", JSONB())).c
_KEEP: Final = insert(SWEEP_FINDINGS).from_select(
    ["sweep", "place", "finding"], select(bindparam("sweep", type_=Text), _FOUND.place, _FOUND.finding)
)
_NEXT: Final = (
    select(_FINDING.place, _FINDING.finding)
    .where(_FINDING.sweep == bindparam("sweep"))
    .order_by(_FINDING.place)
    .limit(bindparam("most"))
)
_DONE: Final = delete(SWEEP_FINDINGS).where(_FINDING.sweep == bindparam("sweep"), _FINDING.place == bindparam("place"))
_COUNT: Final = (
    update(SWEEPS)
    .where(_S.id == bindparam("sweep"))
    .values(
        opened=_S.opened + bindparam("newly_opened", type_=Integer),
        grown=_S.grown + bindparam("newly_grown", type_=Integer),
    )
)
_FINISH: Final = (
    update(SWEEPS).where(_S.id == bindparam("sweep")).values(finished_at=func.coalesce(_S.finished_at, instant("now")))
)


async def search(database: Database, sweep: str, now: datetime, progress: Progress = lambda _: None) -> SweepResult:
    """Find the clusters and store them for processing; a repeated call returns what was found the first time."""
    known = await result_of(database, sweep)
    if known is not None:
        return known
    progress("reads what accounts share")
    shared, hubs = await links.shared(database, now)
    ties = len(shared.sizes)
    progress(f"{ties} ties; reads the posts of the last weeks")
    posts = await links.signed(database, now)
    progress(f"compares {len(posts.accounts)} posts")
    # Seconds of work: on a thread, so that heartbeats go on.
    texts, text_hubs = await asyncio.to_thread(links.add_texts, shared, posts, now)
    progress(f"{ties} ties, {texts} texts")
    found = await asyncio.to_thread(searching.found, shared, now, progress)
    result = SweepResult(sweep=sweep, at=now, links=ties, texts=texts, hubs=hubs + text_hubs, found=len(found))
    named = {"sweep": sweep, "places": list(range(len(found))), "findings": [one.model_dump_json() for one in found]}
    async with database.transaction(Size.SLICE) as connection:
        await connection.execute(_BEGIN, {**result.model_dump(exclude={"sweep"}), "id": sweep})
        await connection.execute(_KEEP, named)
    return result


async def deal(database: Database, sweep: str, now: datetime, most: int = BATCH) -> int:
    """Process the next findings; 0 when none is left. Each is deleted from the list in the transaction of its case."""
    async with database.transaction() as connection:
        rows = (await connection.execute(_NEXT, {"sweep": sweep, "most": most})).all()
    for row in rows:
        async with database.transaction() as connection:
            processed = await clusters.process(connection, Finding.model_validate(row.finding), now)
            await connection.execute(
                _COUNT, {"sweep": sweep, "newly_opened": processed.opened, "newly_grown": processed.grown}
            )
            await connection.execute(_DONE, {"sweep": sweep, "place": row.place})
    return len(rows)


async def finish(database: Database, sweep: str, now: datetime) -> SweepResult:
    """Mark the sweep as finished, and delete signatures that are too old."""
    await links.prune_posts(database, now)
    async with database.transaction() as connection:
        await connection.execute(_FINISH, {"sweep": sweep, "now": now})
    found = await result_of(database, sweep)
    if found is None:
        raise ValueError(f"there is no sweep {sweep}: is this the right database?")
    return found


async def sweep_now(database: Database, sweep: str, now: datetime, progress: Progress = lambda _: None) -> SweepResult:
    """Run all steps, one after the other."""
    found = await search(database, sweep, now, progress)
    done = 0
    while count := await deal(database, sweep, now):
        done += count
        progress(f"{done} of {found.found} clusters are processed")
    return await finish(database, sweep, now)


async def result_of(database: Database, sweep: str) -> SweepResult | None:
    """Return the result of a sweep so far; None when it has not begun."""
    async with database.transaction() as connection:
        row = (await connection.execute(_BEGUN, {"sweep": sweep})).mappings().one_or_none()
    return None if row is None else SweepResult.model_validate(dict(row))


async def newest(database: Database) -> SweepResult | None:
    """Return the result of the last sweep that was finished."""
    async with database.transaction() as connection:
        row = (await connection.execute(_NEWEST)).mappings().one_or_none()
    return None if row is None else SweepResult.model_validate(dict(row))
