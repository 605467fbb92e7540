"""The second count: a report's totals once more, by PostgreSQL over the facts, without the fold and our calendar.

It shares nothing with `regulation/report_content.py` but the facts, so that a fault in either shows before a report is
filed. The two must agree to the last restriction.
"""

from collections.abc import Mapping
from typing import Any, Final, Literal

from sqlalchemy import text

from ledger.database import Database
from models.base import Frozen
from models.instants import Instant
from models.report_content import NONE, Moves, Period, RestrictionKind, Totals
from models.violations import Category

_COUNT: Final = text(
    """
    WITH moments (known) AS (
        VALUES (CAST(:start AS timestamptz)), (CAST(:cut_off AS timestamptz))
    ),
    causes AS (
        SELECT m.known, f.account, f.seq, f.type, f.effective_at AS start, f.recorded_at, f.body,
               coalesce(f.ref, 'application-' || f.seq) AS cause
        FROM moments m JOIN facts f ON f.recorded_at < m.known
        WHERE f.type IN ('ban_imposed', 'holder_changed', 'monetization_withheld', 'monetization_cancelled')
           OR f.type = 'measure_imposed' AND f.body ->> 'measure' = 'withhold_profit'
           OR f.type = 'network_restricted' AND f.body ->> 'measure' = 'suspend_profit'
    ),
    planned AS (
        SELECT c.*,
            CASE type WHEN 'ban_imposed' THEN 'suspension' WHEN 'holder_changed' THEN 'freeze'
                      WHEN 'monetization_cancelled' THEN 'cancelled' WHEN 'network_restricted' THEN 'network'
                      ELSE 'withheld' END AS kind,
            CASE type
                WHEN 'ban_imposed' THEN start + make_interval(secs => CAST(
                    extract(epoch FROM CAST(body ->> 'duration' AS interval)) * CAST(body ->> 'factor' AS numeric)
                    AS double precision))
                WHEN 'holder_changed' THEN (
                    (start AT TIME ZONE 'Asia/Shanghai')
                    + make_interval(months => CAST(body ->> 'freeze_months' AS int))
                ) AT TIME ZONE 'Asia/Shanghai'
                WHEN 'monetization_withheld' THEN greatest(CAST(body ->> 'eligible_at' AS timestamptz), CASE
                    WHEN body ->> 'eligible_at' IS NOT NULL THEN start END)
                WHEN 'measure_imposed' THEN start + CAST(body ->> 'duration' AS interval)
                WHEN 'network_restricted' THEN CAST(body ->> 'until' AS timestamptz)
            END AS planned_end
        FROM causes c
    ),
    items AS (
        SELECT p.known, p.account, p.kind, p.cause, p.start, p.recorded_at, p.body ->> 'category' AS category,
            least(
                p.planned_end,
                (SELECT min(greatest(f.effective_at, p.start + make_interval(secs => CAST(
                        extract(epoch FROM CAST(f.body ->> 'duration' AS interval))
                        * CAST(p.body ->> 'factor' AS numeric) AS double precision))))
                    FROM facts f WHERE f.account = p.account AND f.ref = p.cause AND f.type = 'ban_shortened'
                      AND f.recorded_at < p.known AND p.kind = 'suspension'),
                (SELECT min(greatest(f.effective_at, p.start + CAST(f.body ->> 'duration' AS interval)))
                    FROM facts f WHERE f.account = p.account AND f.ref = p.cause AND f.type = 'measure_shortened'
                      AND f.body ->> 'measure' = 'withhold_profit' AND f.recorded_at < p.known
                      AND p.type = 'measure_imposed'),
                (SELECT min(greatest(p.start, f.effective_at))
                    FROM facts f WHERE f.account = p.account AND f.ref = p.cause AND f.type = 'network_lifted'
                      AND f.recorded_at < p.known AND p.kind = 'network'),
                (SELECT min(greatest(p.start, f.effective_at))
                    FROM facts f WHERE f.account = p.account AND f.ref = p.cause AND f.type = 'overturned'
                      AND f.recorded_at < p.known),
                (SELECT min(greatest(p.start, f.effective_at))
                    FROM facts f WHERE f.account = p.account AND f.type = 'monetization_granted' AND f.seq > p.seq
                      AND f.recorded_at < p.known
                      AND (p.kind = 'cancelled' OR p.type = 'monetization_withheld'
                           AND jsonb_path_exists(f.body, '$.methods[*] ? (@ == $asked[*])',
                                                 jsonb_build_object('asked', p.body -> 'methods')))),
                (SELECT CASE f.type WHEN 'account_closed' THEN greatest(p.start, f.effective_at) END
                    FROM facts f WHERE f.account = p.account AND f.type IN ('account_closed', 'account_reopened')
                      AND f.recorded_at < p.known ORDER BY f.seq DESC LIMIT 1)
            ) AS over_at
        FROM planned p
    ),
    reported AS (
        SELECT now.*, before.start IS NULL OR coalesce(before.over_at < :start, false) AS begun
        FROM items now LEFT JOIN items before
          ON before.known = :start AND before.account = now.account
          AND before.kind = now.kind AND before.cause = now.cause
        WHERE now.known = :cut_off AND now.start < :end
    ),
    counted AS (
        SELECT * FROM reported
        WHERE NOT begun OR (recorded_at >= :start AND recorded_at < :end) OR over_at IS NULL OR over_at >= :start
    )
    SELECT kind, coalesce(category, 'none') AS category,
           count(*) FILTER (WHERE begun) AS begun,
           count(*) FILTER (WHERE over_at < :end) AS ended,
           count(*) FILTER (WHERE over_at IS NULL OR over_at >= :end) AS in_force,
           (SELECT count(DISTINCT account) FROM counted) AS accounts
    FROM counted GROUP BY 1, 2 ORDER BY 1, 2
    """
)

Line = tuple[RestrictionKind, Category | Literal["none"]]


class SecondCount(Frozen):
    """What the second count came to, line by line."""

    accounts: int
    by_kind: Mapping[RestrictionKind, Moves]
    by_category: Mapping[Category | Literal["none"], Moves]


async def count_again(database: Database, period: Period, cut_off: Instant) -> SecondCount:
    """Count the restrictions of a report over the facts."""
    named = {"start": period.start, "end": period.end, "cut_off": cut_off}
    async with database.snapshot() as connection:
        rows = (await connection.execute(_COUNT, named)).mappings().all()
    return SecondCount(
        accounts=rows[0]["accounts"] if rows else 0,
        by_kind=_summed(rows, "kind", tuple(RestrictionKind)),
        by_category=_summed(rows, "category", (*Category, NONE)),
    )


def differences(totals: Totals, again: SecondCount) -> tuple[str, ...]:
    """Where the two counts differ, in words; nothing when they agree."""
    found = []
    if totals.accounts != again.accounts:
        found.append(f"accounts: the report has {totals.accounts}, the ledger {again.accounts}")
    for name in ("by_kind", "by_category"):
        ours, theirs = getattr(totals, name), getattr(again, name)
        for line in dict.fromkeys((*ours, *theirs)):
            one, other = ours.get(line, Moves()), theirs.get(line, Moves())
            found += [
                f"{line} {move}: the report has {getattr(one, move)}, the ledger {getattr(other, move)}"
                for move in Moves.model_fields
                if getattr(one, move) != getattr(other, move)
            ]
    return tuple(found)


def _summed(rows: Any, column: str, lines: tuple[Any, ...]) -> dict[Any, Moves]:
    return {
        line: Moves(**{move: sum(row[move] for row in rows if row[column] == str(line)) for move in Moves.model_fields})
        for line in lines
    }
