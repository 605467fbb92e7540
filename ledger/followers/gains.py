"""Follower gains and counts as the platform reports them, and what a clean-up reckons from them.

Lock order: clean-ups by identifier, then the account's gains (`settled_among`), then orders and cases.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store.clock import recording_instant
from models.followers import KIND, Cleanup, FollowerCount, Gain
from models.words.scopes import Window
from regulation.followers.cleanups import Reckoned, overlapping
from regulation.followers.course import CLEANUP
from regulation.followers.reckoning import Change, changed, tainted_by

_RECORD: Final = text(
    """
    INSERT INTO follower_gains (account, id, begins, ends, gained, content, reported_at, reported_by)
    SELECT :account, g.id, g.begins, g.ends, g.gained, g.content, :now, :by
    FROM jsonb_to_recordset(CAST(:gains AS jsonb))
         AS g (id text, begins timestamptz, ends timestamptz, gained bigint, content text)
    ORDER BY g.id
    ON CONFLICT (account, id) DO NOTHING
    RETURNING id
    """
)
_AS_REPORTED: Final = text(
    "SELECT id, begins, ends, gained, content FROM follower_gains "
    "WHERE account = :account AND id = ANY(CAST(:ids AS text[]))"
)
_COUNT: Final = text(
    """
    INSERT INTO follower_counts (account, at, followers, reported_at, reported_by)
    VALUES (:account, :at, :followers, :now, :by)
    ON CONFLICT (account, at) DO NOTHING
    RETURNING followers
    """
)
_COUNTED: Final = text("SELECT followers FROM follower_counts WHERE account = :account AND at = :at")
# What is dated a little ahead counts as told when it came in: it proves nothing of what was answered since.
_LAST: Final = text(
    """
    SELECT least(at, reported_at) AS at, followers FROM follower_counts
    WHERE account = :account ORDER BY least(at, reported_at) DESC, at DESC LIMIT 1
    """
)
_UP_TO: Final = "greatest(least(g.ends, g.reported_at), g.begins + interval '1 microsecond') AS ends"
_ONE_AT_A_TIME: Final = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 20230710))")
_IN_SCOPE: Final = text(
    f"""
    SELECT g.id, g.begins, {_UP_TO}, g.gained, g.content, coalesce(
        (SELECT sum(t.tainted) FROM cleanup_gains t
         WHERE t.account = g.account AND t.gain = g.id AND t.cleanup <> :cleanup), 0
    ) AS elsewhere
    FROM follower_gains g
    WHERE g.account = :account AND (
        :everything OR g.content = ANY(CAST(:contents AS text[]))
        OR (g.begins < CAST(:ends AS timestamptz) AND g.ends > CAST(:begins AS timestamptz))
    )
    """  # noqa: S608 - our own expression
)
_TAINT: Final = text(
    """
    INSERT INTO cleanup_gains (cleanup, account, gain, tainted)
    SELECT :cleanup, :account, * FROM unnest(CAST(:gains AS text[]), CAST(:tainted AS bigint[]))
    ON CONFLICT (cleanup, account, gain) DO UPDATE SET tainted = excluded.tainted
    """
)
_CLEAR: Final = text("DELETE FROM cleanup_gains WHERE cleanup = :cleanup")
_CLAIM: Final = text(
    """
    INSERT INTO cleanup_gains (cleanup, account, gain, tainted)
    SELECT :cleanup, :account, * FROM unnest(CAST(:gains AS text[]), CAST(:tainted AS bigint[]))
    ON CONFLICT (cleanup, account, gain) DO UPDATE SET tainted = cleanup_gains.tainted + excluded.tainted
    """
)
_CLAIMED: Final = text(
    f"""
    SELECT g.id, g.begins, {_UP_TO}, g.gained, g.content, t.tainted
    FROM cleanup_gains t JOIN follower_gains g ON g.account = t.account AND g.id = t.gain
    WHERE t.cleanup = :cleanup AND t.tainted > 0
    """  # noqa: S608
)
_CLAIMS: Final = text(
    "SELECT cleanup, gain, tainted FROM cleanup_gains WHERE account = :account AND gain = ANY(CAST(:gains AS text[]))"
)
_OTHERS: Final = text(
    """
    SELECT e.kind, e.dossier, e.seq, e.recorded_at, e.actor, e.body FROM dossier_entries e
    JOIN dossiers d ON d.kind = e.kind AND d.id = e.dossier
    WHERE d.kind = :kind AND d.account = :account AND d.id <> :cleanup
    ORDER BY e.dossier, e.seq
    """
)
_SINCE: Final = text(
    f"SELECT g.id, g.begins, {_UP_TO}, g.gained, g.content FROM follower_gains g "  # noqa: S608 - our own expression
    "WHERE g.account = :account AND g.ends > :begins AND g.begins < :ends"
)


@dataclass(frozen=True)
class Recorded:
    """What of a report was new."""

    recorded: int
    known: int
    differing: frozenset[str] = frozenset()
    """Gains that were reported before with other numbers: of these nothing was kept."""


async def record(
    connection: AsyncConnection, account: str, gains: Sequence[Gain], *, actor: str, now: datetime
) -> Recorded:
    """Keep gains that are new; the same twice is one. What was reported before with other numbers stays as it was."""
    now = await recording_instant(connection, now)
    given = [gain.model_dump(mode="json") for gain in gains]
    named = {"account": account, "gains": json.dumps(given), "now": now, "by": actor}
    fresh = set((await connection.execute(_RECORD, named)).scalars())
    again = [gain for gain in gains if gain.id not in fresh]
    differing = await _differing(connection, account, again) if again else frozenset()
    return Recorded(len(fresh), len(again) - len(differing), differing)


async def settled_among(connection: AsyncConnection, account: str) -> None:
    """Let no other clean-up of the account reckon meanwhile: each follower is removed once."""
    await connection.execute(_ONE_AT_A_TIME, {"name": f"followers:{account}"})


async def reckon(connection: AsyncConnection, cleanup: Cleanup) -> Reckoned:
    """What the reports say of a clean-up now. What another one has claimed is not removed twice. The caller holds the
    clean-up.
    """
    account = cleanup.terms.account
    await settled_among(connection, account)
    tainted = await _taint(connection, cleanup)
    row = (await connection.execute(_LAST, {"account": account})).one_or_none()
    last = None if row is None else FollowerCount(at=row.at, followers=row.followers)
    if last is None or cleanup.before is None or last.at <= cleanup.before.at:
        return Reckoned(tainted, last)
    since = Window(begins=cleanup.before.at, ends=last.at)
    rows = (await connection.execute(_SINCE, {"account": account, **dict(since)})).mappings().all()
    gained = sum(overlapping(Gain(**dict(row)), (since,)) for row in rows)
    others = await _changed_by_others(connection, cleanup, since)
    return Reckoned(tainted, last, gained, others.least, others.most)


async def _changed_by_others(connection: AsyncConnection, cleanup: Cleanup, since: Window) -> Change:
    named = {"kind": KIND, "account": cleanup.terms.account, "cleanup": cleanup.id}
    rows = (await connection.execute(_OTHERS, named)).mappings().all()
    entries = [CLEANUP.entry.model_validate(dict(row)) for row in rows]
    total = Change()
    for dossier, group in groupby(entries, key=lambda entry: entry.dossier):
        watched = dossier == cleanup.watching
        total = total.plus(changed(group, since.begins, since.ends, without_removals=watched))
    return total


async def claimed(connection: AsyncConnection, cleanup: str) -> tuple[list[Gain], dict[str, int]]:
    """The gains that a clean-up claims, and how many followers of each."""
    rows = [dict(row) for row in (await connection.execute(_CLAIMED, {"cleanup": cleanup})).mappings()]
    claims = {row["id"]: int(row.pop("tainted")) for row in rows}
    return [Gain(**row) for row in rows], claims


async def claims_on(connection: AsyncConnection, account: str, gains: Iterable[str]) -> dict[str, dict[str, int]]:
    """Who claims how many followers of these gains: by clean-up, then by gain."""
    found: dict[str, dict[str, int]] = {}
    for row in await connection.execute(_CLAIMS, {"account": account, "gains": list(gains)}):
        found.setdefault(row.cleanup, {})[row.gain] = int(row.tainted)
    return found


async def claim(connection: AsyncConnection, account: str, cleanup: str, gains: Mapping[str, int]) -> None:
    """A clean-up claims so many more followers of these gains."""
    if gains:
        named = {"cleanup": cleanup, "account": account, "gains": list(gains), "tainted": list(gains.values())}
        await connection.execute(_CLAIM, named)


async def release(connection: AsyncConnection, cleanup: str) -> None:
    """Its gains are tainted no more."""
    await connection.execute(_CLEAR, {"cleanup": cleanup})


async def _taint(connection: AsyncConnection, cleanup: Cleanup) -> int:
    scope, account = cleanup.terms.scope, cleanup.terms.account
    if not scope.said:
        return 0
    named = {
        "account": account,
        "cleanup": cleanup.id,
        "everything": scope.everything,
        "contents": list(scope.contents),
        "begins": min((window.begins for window in scope.windows), default=None),
        "ends": max((window.ends for window in scope.windows), default=None),
    }
    shares: dict[str, int] = {}
    for row in (await connection.execute(_IN_SCOPE, named)).mappings().all():
        values = dict(row)
        elsewhere = int(values.pop("elsewhere"))
        gain = Gain(**values)
        shares[gain.id] = max(0, min(tainted_by(cleanup, gain), gain.gained - elsewhere))
    claimed = {"cleanup": cleanup.id, "account": account, "gains": list(shares), "tainted": list(shares.values())}
    if shares:
        await connection.execute(_TAINT, claimed)
    return sum(shares.values())


async def _differing(connection: AsyncConnection, account: str, again: Sequence[Gain]) -> frozenset[str]:
    named: dict[str, Any] = {"account": account, "ids": [gain.id for gain in again]}
    rows = (await connection.execute(_AS_REPORTED, named)).mappings().all()
    before = {row["id"]: Gain(**dict(row)) for row in rows}
    return frozenset(gain.id for gain in again if before[gain.id] != gain)


async def counted(connection: AsyncConnection, account: str, count: FollowerCount, actor: str, now: datetime) -> bool:
    """Keep a count; False when another one was reported for the same instant."""
    named = {"account": account, "at": count.at, "followers": count.followers, "now": now, "by": actor}
    if (await connection.execute(_COUNT, named)).scalar_one_or_none() is not None:
        return True
    before: int = (await connection.execute(_COUNTED, {"account": account, "at": count.at})).scalar_one()
    return before == count.followers
