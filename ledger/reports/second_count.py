"""The second count: a report's totals, counted by PostgreSQL over the facts, without the fold and our calendar.

It shares nothing with `regulation/reports/content.py` but the facts, so that a fault in either shows before a report is
filed. The two must agree to the last restriction.
"""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import text

from ledger.store.database import Database, Size
from models.base import Frozen
from models.instants import Instant
from models.reports.content import Moves, Period, Totals

_COUNT: Final = text(
    """
    WITH moments (known) AS (
        VALUES (CAST(:start AS timestamptz)), (CAST(:cut_off AS timestamptz))
    ),
    causes AS (
        SELECT m.known, f.account, f.seq, f.type, f.effective_at AS start, f.recorded_at, f.body,
               coalesce(f.ref, 'application-' || f.seq) AS cause
        FROM moments m JOIN facts f ON f.recorded_at < m.known
        WHERE f.type IN (
            'ban_imposed', 'holder_changed', 'measure_imposed', 'monetization_cancelled', 'monetization_withheld',
            'network_restricted'
        )
          AND (f.type <> 'measure_imposed' OR f.body ->> 'measure' = 'withhold_profit')
          AND (f.type <> 'network_restricted' OR f.body ->> 'measure' = 'suspend_profit')
    ),
    -- A cancellation that was withdrawn, and decided again since, is counted once: as it is now.
    lasting AS (
        SELECT c.* FROM causes c
        WHERE c.type NOT IN ('monetization_cancelled', 'measure_imposed') OR NOT EXISTS (
            SELECT 1 FROM facts later WHERE later.account = c.account AND later.ref = c.cause AND later.type = c.type
              AND later.seq > c.seq AND later.recorded_at < c.known
              AND later.body ->> 'measure' IS NOT DISTINCT FROM c.body ->> 'measure')
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
                WHEN 'measure_imposed' THEN CASE
                    WHEN CAST(body ->> 'for_ever' AS boolean) THEN NULL
                    ELSE greatest(
                        start + CAST(body ->> 'duration' AS interval),
                        (
                            (recorded_at AT TIME ZONE 'Asia/Shanghai')
                            + make_interval(months => CAST(body ->> 'least_months' AS int))
                        ) AT TIME ZONE 'Asia/Shanghai'
                    ) END
                WHEN 'network_restricted' THEN CAST(body ->> 'until' AS timestamptz)
            END AS planned_end
        FROM lasting c
    ),
    items AS (
        SELECT p.known, p.account, p.seq, p.type, p.kind, p.cause, p.start, p.recorded_at, p.body,
            coalesce(p.body ->> 'category', (
                SELECT f.body ->> 'category' FROM facts f
                WHERE f.account = p.account AND f.ref = p.cause AND f.seq < p.seq AND f.body ->> 'category' IS NOT NULL
                ORDER BY f.seq LIMIT 1
            ), 'none') AS category,
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
                    FROM facts f WHERE f.account = p.account AND f.ref = p.cause AND f.type = 'withholding_lifted'
                      AND f.recorded_at < p.known AND p.type = 'measure_imposed'),
                (SELECT min(greatest(p.start, f.effective_at))
                    FROM facts f WHERE f.account = p.account AND f.ref = p.cause AND f.type = 'network_lifted'
                      AND f.recorded_at < p.known AND p.kind = 'network'),
                (SELECT min(greatest(p.start, f.effective_at))
                    FROM facts f WHERE f.account = p.account AND f.ref = p.cause AND f.type = 'overturned'
                      AND f.recorded_at < p.known),
                (SELECT min(greatest(p.start, f.effective_at))
                    FROM facts f WHERE f.account = p.account AND f.ref = p.cause AND f.type = 'consequence_withdrawn'
                      AND f.body ->> 'consequence' = 'cancellation' AND f.recorded_at < p.known AND f.seq > p.seq
                      AND (p.kind = 'cancelled'
                           OR p.type = 'measure_imposed' AND CAST(f.body ->> 'withholding' AS boolean))),
                (SELECT min(greatest(p.start, f.effective_at))
                    FROM facts f WHERE f.account = p.account AND f.type = 'monetization_granted' AND f.seq > p.seq
                      AND f.recorded_at < p.known
                      AND (p.kind = 'cancelled' OR p.type = 'monetization_withheld'
                           AND jsonb_path_exists(f.body, '$.methods[*] ? (@ == $asked[*])',
                                                 jsonb_build_object('asked', p.body -> 'methods')))),
                (SELECT greatest(p.start, f.effective_at)
                    FROM facts f WHERE f.account = p.account AND f.type = 'account_closed' AND f.recorded_at < p.known
                      AND f.seq > (SELECT coalesce(max(r.seq), 0) FROM facts r WHERE r.account = p.account
                                     AND r.type = 'account_reopened' AND r.recorded_at < p.known)
                    ORDER BY f.seq LIMIT 1)
            ) AS over_at
        FROM planned p
        -- What was over before the period began, and was recorded before, is in no line.
        WHERE p.planned_end IS NULL OR p.planned_end >= :start OR p.recorded_at >= :start
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
    ),
    described AS (
        SELECT c.*,
            (SELECT f.body ->> 'kind' FROM facts f WHERE f.account = c.account AND f.recorded_at < :cut_off
                AND f.type IN ('account_registered', 'holder_changed') ORDER BY f.seq DESC LIMIT 1) AS account_kind,
            ARRAY(SELECT jsonb_array_elements_text(f.body -> 'fields') FROM facts f
                WHERE f.account = c.account AND f.type = 'account_registered') AS fields,
            CASE
                WHEN type = 'monetization_withheld' THEN ARRAY(SELECT jsonb_array_elements_text(c.body -> 'methods'))
                WHEN body ->> 'least_months' IS NOT NULL THEN ARRAY[]::text[]
                ELSE ARRAY(
                    SELECT DISTINCT jsonb_array_elements_text(g.body -> 'methods') FROM facts g
                    WHERE g.account = c.account AND g.type = 'monetization_granted' AND g.seq < c.seq
                      AND EXISTS (
                        -- A grant opens with its application, and again with the overturn of the last cancellation.
                        SELECT 1 FROM (
                            SELECT g.seq AS seq, g.effective_at AS opened_at
                            UNION ALL
                            SELECT o.seq, o.effective_at FROM facts o
                            WHERE o.account = g.account AND o.seq > g.seq AND o.seq < c.seq
                              AND (o.type = 'overturned' OR o.type = 'consequence_withdrawn'
                                   AND o.body ->> 'consequence' = 'cancellation')
                              AND EXISTS (SELECT 1 FROM facts x WHERE x.account = g.account AND x.ref = o.ref
                                  AND x.type = 'monetization_cancelled' AND x.seq > g.seq AND x.seq < o.seq)
                              AND NOT EXISTS (SELECT 1 FROM facts x WHERE x.account = g.account
                                  AND x.type = 'monetization_cancelled' AND x.seq > g.seq AND x.seq < o.seq
                                  AND NOT EXISTS (SELECT 1 FROM facts y WHERE y.account = g.account AND y.ref = x.ref
                                      AND y.seq > x.seq AND y.seq <= o.seq
                                      AND (y.type = 'overturned' OR y.type = 'consequence_withdrawn'
                                           AND y.body ->> 'consequence' = 'cancellation')))
                        ) AS opening
                        WHERE opening.opened_at <= c.start
                          AND NOT EXISTS (SELECT 1 FROM facts x WHERE x.account = g.account
                              AND x.type = 'monetization_cancelled' AND x.seq > opening.seq AND x.seq < c.seq
                              AND x.effective_at <= c.start)
                      )
                )
            END AS methods
        FROM counted c
    )
    SELECT line, value, count(*) FILTER (WHERE begun) AS begun,
           count(*) FILTER (WHERE over_at < :end) AS ended,
           count(*) FILTER (WHERE over_at IS NULL OR over_at >= :end) AS in_force,
           count(DISTINCT account) AS accounts
    FROM described CROSS JOIN LATERAL (
        SELECT 'restrictions' AS line, 'all' AS value
        UNION ALL SELECT 'by_kind', kind
        UNION ALL SELECT 'by_category', category
        UNION ALL SELECT 'by_account_kind', account_kind
        UNION ALL SELECT 'by_field', unnest(CASE WHEN fields = '{}' THEN ARRAY['none'] ELSE fields END)
        UNION ALL SELECT 'by_method', unnest(CASE WHEN methods = '{}' THEN ARRAY['none'] ELSE methods END)
    ) AS lines
    GROUP BY 1, 2 ORDER BY 1, 2
    """
)

LINES: Final = ("by_kind", "by_category", "by_field", "by_method", "by_account_kind")
"""Totals that are counted again, beside all restrictions and their accounts."""


class SecondCount(Frozen):
    """Result of the second count, line by line."""

    accounts: int
    restrictions: Moves
    by_kind: Mapping[str, Moves]
    by_category: Mapping[str, Moves]
    by_field: Mapping[str, Moves]
    by_method: Mapping[str, Moves]
    by_account_kind: Mapping[str, Moves]


async def count_again(database: Database, period: Period, cut_off: Instant) -> SecondCount:
    """Count the restrictions of a report over the facts."""
    named = {"start": period.start, "end": period.end, "cut_off": cut_off}
    async with database.snapshot(Size.LONG) as connection:
        rows = (await connection.execute(_COUNT, named)).all()
    moves = {(row.line, row.value): Moves(begun=row.begun, ended=row.ended, in_force=row.in_force) for row in rows}
    every = next((row for row in rows if row.line == "restrictions"), None)
    return SecondCount(
        accounts=0 if every is None else every.accounts,
        restrictions=moves.get(("restrictions", "all"), Moves()),
        **{name: {value: counted for (line, value), counted in moves.items() if line == name} for name in LINES},
    )


def differences(totals: Totals, again: SecondCount) -> tuple[str, ...]:
    """Return the differences of the two counts, in words; empty when they agree."""
    found = []
    if totals.accounts != again.accounts:
        found.append(f"accounts: the report has {totals.accounts}, the ledger {again.accounts}")
    found += _differing("restrictions", totals.restrictions, again.restrictions)
    for name in LINES:
        ours: Mapping[str, Moves] = getattr(totals, name)
        theirs: Mapping[str, Moves] = getattr(again, name)
        for line in dict.fromkeys((*ours, *theirs)):
            what = str(line) if name in {"by_kind", "by_category"} else f"{name.removeprefix('by_')} {line}"
            found += _differing(what, ours.get(line, Moves()), theirs.get(line, Moves()))
    return tuple(found)


def _differing(line: str, one: Moves, other: Moves) -> list[str]:
    return [
        f"{line} {move}: the report has {getattr(one, move)}, the ledger {getattr(other, move)}"
        for move in Moves.model_fields
        if getattr(one, move) != getattr(other, move)
    ]
