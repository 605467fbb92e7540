"""Reach in the ledger: viewers of rumours and of debunkings, as the platform reports them, and their totals.

Reports arrive in bulk and may be repeated: the first report of a viewer counts, and the last number of an hour.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from hmac import new as hmac
from typing import Final

from sqlalchemy import BigInteger, bindparam, cast, func, insert, select, text

from ledger.store.clock import recording_instant
from ledger.store.database import Database
from models.rumours.reach import HourSeen, Reach, ReachPoint, RumourCounts, ViewerSeen
from models.rumours.rumours import KIND
from models.tables import RUMOUR_REPORTS

_VIEWERS: Final = text(
    """
    WITH seen AS (
        INSERT INTO rumour_viewers (rumour, viewer, rumour_at, debunking_at)
        SELECT :rumour, viewer, min(at) FILTER (WHERE seen = 'rumour'), min(at) FILTER (WHERE seen = 'debunking')
        FROM unnest(CAST(:viewers AS bytea[]), CAST(:seen AS text[]), CAST(:at AS timestamptz[]))
            AS told (viewer, seen, at)
        GROUP BY viewer ORDER BY viewer
        ON CONFLICT (rumour, viewer) DO UPDATE SET
            rumour_at = least(rumour_viewers.rumour_at, excluded.rumour_at),
            debunking_at = least(rumour_viewers.debunking_at, excluded.debunking_at)
        RETURNING old.rumour_at AS exposed_before, old.debunking_at AS informed_before,
                  new.rumour_at AS exposed, new.debunking_at AS informed
    )
    SELECT count(*) FILTER (WHERE exposed_before IS NULL AND exposed IS NOT NULL) AS exposed,
           count(*) FILTER (WHERE informed_before IS NULL AND informed IS NOT NULL) AS informed,
           count(*) FILTER (WHERE (exposed_before IS NULL OR informed_before IS NULL)
               AND exposed IS NOT NULL AND informed IS NOT NULL) AS reached
    FROM seen
    """
)
_HOURS: Final = text(
    """
    WITH counted AS (
        INSERT INTO rumour_counts (rumour, seen, hour, viewers)
        SELECT DISTINCT ON (seen, hour) :rumour, seen, hour, viewers
        FROM unnest(CAST(:seen AS text[]), CAST(:hours AS timestamptz[]), CAST(:viewers AS bigint[]))
            WITH ORDINALITY AS told (seen, hour, viewers, place)
        ORDER BY seen, hour, place DESC
        ON CONFLICT (rumour, seen, hour) DO UPDATE SET viewers = excluded.viewers
        RETURNING new.seen AS seen, new.viewers - coalesce(old.viewers, 0) AS more
    )
    SELECT CAST(coalesce(sum(more) FILTER (WHERE seen = 'rumour'), 0) AS bigint) AS exposed,
           CAST(coalesce(sum(more) FILTER (WHERE seen = 'debunking'), 0) AS bigint) AS informed,
           0 AS reached
    FROM counted
    """
)
_R: Final = RUMOUR_REPORTS.c
_TOLD: Final = insert(RUMOUR_REPORTS)
_POINTS: Final = text(
    """
    SELECT hour, CAST(sum(rumour) AS bigint) AS rumour, CAST(sum(debunking) AS bigint) AS debunking,
           CAST(sum(reached) AS bigint) AS reached, CAST(sum(known) AS bigint) AS known
    FROM (
        SELECT date_trunc('hour', rumour_at, 'UTC') AS hour, 1 AS rumour, 0 AS debunking, 0 AS reached, 1 AS known
        FROM rumour_viewers WHERE rumour = :rumour AND rumour_at IS NOT NULL
        UNION ALL
        SELECT date_trunc('hour', debunking_at, 'UTC'), 0, 1, 0, 0
        FROM rumour_viewers WHERE rumour = :rumour AND debunking_at IS NOT NULL
        UNION ALL
        SELECT date_trunc('hour', greatest(rumour_at, debunking_at), 'UTC'), 0, 0, 1, 0
        FROM rumour_viewers WHERE rumour = :rumour AND rumour_at IS NOT NULL AND debunking_at IS NOT NULL
        UNION ALL
        SELECT hour, CASE seen WHEN 'rumour' THEN viewers ELSE 0 END,
               CASE seen WHEN 'debunking' THEN viewers ELSE 0 END, 0, 0
        FROM rumour_counts WHERE rumour = :rumour
    ) AS seen
    GROUP BY hour ORDER BY hour
    """
)
_ENTERED: Final = text(
    """
    SELECT type, count(*) AS entries,
           CAST(coalesce(sum(CAST(body ->> 'count' AS bigint))
                FILTER (WHERE type = 'contents_found'), 0) AS bigint) AS found,
           CAST(coalesce(sum(CAST(body #>> '{counts,done}' AS bigint))
                FILTER (WHERE type = 'answered' AND body ->> 'step' = 'label'), 0) AS bigint) AS labelled,
           CAST(coalesce(sum((SELECT count(*) FROM jsonb_array_elements(body -> 'accounts') AS one (accused)
                WHERE accused ->> 'outcome' = 'recorded')) FILTER (WHERE type = 'violations_recorded'), 0) AS bigint)
                AS violations
    FROM dossier_entries
    WHERE kind = :kind AND recorded_at >= :since AND recorded_at < :until GROUP BY type
    """
)
_NEWS: Final = select(
    *(
        cast(func.coalesce(func.sum(told), 0), BigInteger).label(told.name)
        for told in (_R.exposed, _R.informed, _R.reached)
    )
).where(_R.told_at >= bindparam("since"), _R.told_at < bindparam("until"))


def viewer_hash(key: bytes, rumour: str, viewer: str) -> bytes:
    """Return the keyed hash that is stored of a viewer's token: it identifies repetitions within one rumour, and no
    person.
    """
    return hmac(key, f"{rumour}\n{viewer}".encode(), sha256).digest()[:16]


async def report(
    database: Database,
    rumour: str,
    key: bytes,
    viewers: Sequence[ViewerSeen],
    hours: Sequence[HourSeen],
    *,
    now: datetime,
) -> None:
    """Store reported viewers; a repeated report changes nothing. The increase is stored with the time of the report, so
    that the count of a past period does not change.
    """
    seen = {
        "rumour": rumour,
        "viewers": [viewer_hash(key, rumour, one.viewer) for one in viewers],
        "seen": [one.seen.value for one in viewers],
        "at": [one.at for one in viewers],
    }
    counted = {
        "rumour": rumour,
        "seen": [one.seen.value for one in hours],
        "hours": [one.hour for one in hours],
        "viewers": [one.viewers for one in hours],
    }
    async with database.transaction() as connection:
        now = await recording_instant(connection, now)
        news = Counter[str]()
        for query, told in ((_VIEWERS, seen), (_HOURS, counted)):
            if told["viewers"]:
                news.update(dict((await connection.execute(query, told)).mappings().one()))
        if any(news.values()):
            await connection.execute(_TOLD, {"rumour": rumour, "told_at": now, **news})


async def reach_of(database: Database, rumour: str) -> Reach:
    """Return the reach of a rumour and its debunking, hour by hour."""
    async with database.transaction() as connection:
        rows = (await connection.execute(_POINTS, {"rumour": rumour})).all()
    points = tuple(
        ReachPoint(hour=row.hour, rumour=row.rumour, debunking=row.debunking, reached=row.reached) for row in rows
    )
    exposed, informed = sum(point.rumour for point in points), sum(point.debunking for point in points)
    known, reached = sum(row.known for row in rows), sum(point.reached for point in points)
    return Reach(
        rumour=rumour,
        exposed=exposed,
        informed=informed,
        known_exposed=known,
        reached=reached,
        share=round(reached / known, 4) if known else None,
        share_at_most=round(min(1.0, informed / exposed), 4) if exposed else None,
        points=points,
    )


async def counted(database: Database, since: datetime, until: datetime) -> RumourCounts:
    """Count what was recorded about rumours in `[since, until)`, and the reach reported in that time."""
    named = {"kind": KIND, "since": since, "until": until}
    async with database.snapshot() as connection:
        entered = {row.type: row for row in (await connection.execute(_ENTERED, named)).all()}
        news = (await connection.execute(_NEWS, named)).one()

    def number(entry: str, column: str = "entries") -> int:
        return int(getattr(entered[entry], column)) if entry in entered else 0

    return RumourCounts(
        since=since,
        until=until,
        opened=number("opened"),
        closed=number("closed"),
        corrected=number("corrected"),
        contents_found=number("contents_found", "found"),
        labelled=number("answered", "labelled"),
        orders=number("ordered"),
        late=number("escalated"),
        violations=number("violations_recorded", "violations"),
        exposed=news.exposed,
        informed=news.informed,
        reached=news.reached,
    )
