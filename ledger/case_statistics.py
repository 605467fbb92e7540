"""Figures of the review queue, counted by PostgreSQL in one reading.

A key that was given to a person counts for the person. A second look is the first judgement after a proposal by
somebody else: the same decision ends the case, another one is a new proposal. A case counts as decided when it was
decided first, by whoever did so; a correction counts for whose decision was withdrawn, when it was.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.people.names import names_within
from ledger.store.database import Database
from models.cases.statistics import Age, AppealFigures, CaseDay, CaseStatistics, KindFigures, PersonFigures
from models.instants import SHANGHAI

_CASES: Final = """
    WITH chosen AS (
      SELECT q.id, q.kind, q.status, q.opened_at, q.due_at, q.ended_at AS decided_at,
             COALESCE(k.person, q.decided_by) AS actor,
             q.status NOT IN ('decided', 'correcting', 'withdrawn') AS undecided
      FROM case_queue q LEFT JOIN api_keys k ON k.id = q.decided_by
      WHERE (CAST(:kinds AS text[]) IS NULL OR q.kind = ANY(CAST(:kinds AS text[])))
        AND (q.ended_at IS NULL OR q.ended_at >= :begin)
    ), decided AS (
      SELECT *, decided_at > due_at AS late, EXTRACT(epoch FROM decided_at - opened_at) AS took_s
      FROM chosen WHERE status IN ('decided', 'correcting') AND decided_at >= :begin AND decided_at < :end
    )
"""


def _of_cases(rest: str) -> TextClause:
    """Return a statement on the cases of a period."""
    return text(_CASES + rest)


_KINDS: Final = _of_cases(
    """
    , figures AS (
      SELECT kind, count(*) AS decided, count(*) FILTER (WHERE late) AS late,
             percentile_cont(0.5) WITHIN GROUP (ORDER BY took_s) AS median_s,
             percentile_cont(0.9) WITHIN GROUP (ORDER BY took_s) AS slowest_s
      FROM decided GROUP BY kind
    )
    SELECT c.kind, count(*) FILTER (WHERE undecided) AS open,
           count(*) FILTER (WHERE undecided AND due_at <= :now) AS overdue,
           count(*) FILTER (WHERE opened_at >= :begin AND opened_at < :end) AS opened,
           COALESCE(max(f.decided), 0) AS decided, COALESCE(max(f.late), 0) AS late,
           max(f.median_s) AS median_s, max(f.slowest_s) AS slowest_s
    FROM chosen c LEFT JOIN figures f USING (kind) GROUP BY c.kind
    """
)
_AGES: Final = _of_cases(
    """
    SELECT width_bucket(EXTRACT(epoch FROM CAST(:now AS timestamptz) - opened_at) / 86400.0,
                        CAST(:bounds AS float8[])) AS age,
           count(*) AS cases, count(*) FILTER (WHERE due_at <= :now) AS overdue
    FROM chosen WHERE undecided GROUP BY age
    """
)
_DAYS: Final = _of_cases(
    """
    SELECT CAST(at AT TIME ZONE 'Asia/Shanghai' AS date) AS day,
           sum(opened) AS opened, sum(decided) AS decided, sum(late) AS late
    FROM (
      SELECT opened_at AS at, 1 AS opened, 0 AS decided, 0 AS late FROM chosen
      WHERE opened_at >= :begin AND opened_at < :end
      UNION ALL
      SELECT decided_at, 0, 1, CASE WHEN late THEN 1 ELSE 0 END FROM decided
    ) moves GROUP BY day
    """
)
_PERSONS: Final = _of_cases(
    """
    SELECT actor, count(*) AS decided, count(*) FILTER (WHERE late) AS late,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY took_s) AS median_s,
           percentile_cont(0.9) WITHIN GROUP (ORDER BY took_s) AS slowest_s
    FROM decided GROUP BY actor
    """
)
_SECONDS: Final = _of_cases(
    """
    , judgements AS (
      SELECT c.kind, e.type, COALESCE(k.person, e.actor) AS actor,
             lead(e.type) OVER later AS next_type, lead(COALESCE(k.person, e.actor)) OVER later AS second,
             lead(e.recorded_at) OVER later AS answered_at, lead(e.body ->> 'proposed_by') OVER later AS confirmed
      FROM (
        SELECT id, kind FROM chosen
        UNION
        SELECT id, label FROM dossiers
        WHERE kind = 'case' AND state #> '{corrected,0}' IS NOT NULL AND changed_at >= :begin
          AND (CAST(:kinds AS text[]) IS NULL OR label = ANY(CAST(:kinds AS text[])))
      ) c
      JOIN dossier_entries e ON e.kind = 'case' AND e.dossier = c.id
       AND e.type IN ('proposed', 'decided', 'correction_proposed', 'corrected', 'correction_dropped')
      LEFT JOIN api_keys k ON k.id = e.actor
      WINDOW later AS (PARTITION BY e.dossier ORDER BY e.seq)
    )
    SELECT kind, second AS actor, count(*) AS seconds,
           count(*) FILTER (WHERE next_type IN ('decided', 'corrected') AND confirmed IS NOT NULL) AS agreed
    FROM judgements
    WHERE type IN ('proposed', 'correction_proposed') AND second <> actor
      AND answered_at >= :begin AND answered_at < :end
    GROUP BY kind, second
    """
)
_APPEALS: Final = _of_cases(
    """
    SELECT category,
           count(*) FILTER (WHERE outcome = 'upheld') AS upheld,
           count(*) FILTER (WHERE outcome = 'reduced') AS reduced,
           count(*) FILTER (WHERE outcome = 'overturned') AS overturned
    FROM (
      SELECT d.state #>> '{opening,subject,category}' AS category, d.state #>> '{decision,ruling,outcome}' AS outcome
      FROM decided JOIN dossiers d ON d.kind = 'case' AND d.id = decided.id WHERE decided.kind = 'appeal'
    ) appeals
    GROUP BY category ORDER BY count(*) DESC, category
    """
)
_APPEALED: Final = _of_cases(
    """
    SELECT COALESCE(k.person, first.actor) AS actor, count(DISTINCT d.id) AS appealed,
           count(DISTINCT d.id) FILTER (WHERE d.state #>> '{decision,ruling,outcome}' IN ('reduced', 'overturned'))
             AS changed
    FROM decided JOIN dossiers d ON d.kind = 'case' AND d.id = decided.id
    CROSS JOIN LATERAL jsonb_array_elements_text(d.state #> '{opening,not_by}') AS first (actor)
    LEFT JOIN api_keys k ON k.id = first.actor
    WHERE decided.kind = 'appeal' GROUP BY 1
    """
)
_CORRECTED: Final = text(
    """
    SELECT d.label AS kind, COALESCE(k.person, past.decision ->> 'by') AS actor, count(*) AS corrected
    FROM dossiers d
    CROSS JOIN jsonb_array_elements(d.state -> 'corrected') WITH ORDINALITY AS past (decision, place)
    CROSS JOIN LATERAL (
      SELECT CAST(COALESCE(d.state -> 'corrected' -> CAST(past.place AS int), d.state -> 'decision') ->> 'at'
                  AS timestamptz) AS at
    ) AS withdrawn
    LEFT JOIN api_keys k ON k.id = past.decision ->> 'by'
    WHERE d.kind = 'case' AND d.state #> '{corrected,0}' IS NOT NULL AND d.changed_at >= :begin
      AND (CAST(:kinds AS text[]) IS NULL OR d.label = ANY(CAST(:kinds AS text[])))
      AND withdrawn.at >= :begin AND withdrawn.at < :end
    GROUP BY 1, 2
    """
)
AGES: Final = (1, 3, 7, 14, 30)
"""Bounds of the ages of undecided cases, in days."""

Rows = list[Mapping[str, Any]]


async def of_period(
    database: Database, first: date, last: date, now: datetime, *, kinds: Collection[str] | None = None
) -> CaseStatistics:
    """Return the figures of the civil days from the first to the last one, and of what waits now."""
    named = {
        "kinds": None if kinds is None else list(kinds),
        "begin": datetime.combine(first, time(), SHANGHAI),
        "end": datetime.combine(last + timedelta(days=1), time(), SHANGHAI),
        "now": now,
    }
    async with database.snapshot() as connection:

        async def read(statement: TextClause, **more: Any) -> Rows:
            return [dict(row) for row in (await connection.execute(statement, {**named, **more})).mappings()]

        of_kinds, days, ages = await read(_KINDS), await read(_DAYS), await read(_AGES, bounds=[0.0, *map(float, AGES)])
        persons, seconds = await read(_PERSONS), await read(_SECONDS)
        appeals, appealed, corrected = await read(_APPEALS), await read(_APPEALED), await read(_CORRECTED)
        return CaseStatistics(
            from_=first,
            until=last,
            counted_at=now,
            ages=_ages(ages),
            days=_days(days, first, last),
            kinds=_kinds(of_kinds, seconds, corrected),
            persons=await _persons(connection, persons, seconds, appealed, corrected),
            appeals=tuple(AppealFigures(**row) for row in appeals),
        )


def _ages(rows: Rows) -> tuple[Age, ...]:
    found = {max(1, row["age"]): row for row in rows}
    bounds = (*AGES, None)
    return tuple(
        Age(days=bound, cases=found[place]["cases"], overdue=found[place]["overdue"])
        if place in found
        else Age(days=bound, cases=0, overdue=0)
        for place, bound in enumerate(bounds, start=1)
    )


def _days(rows: Rows, first: date, last: date) -> tuple[CaseDay, ...]:
    found = {row["day"]: row for row in rows}
    every = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return tuple(CaseDay(**found.get(day, {"day": day, "opened": 0, "decided": 0, "late": 0})) for day in every)


def _kinds(rows: Rows, seconds: Rows, corrected: Rows) -> tuple[KindFigures, ...]:
    found = []
    for row in rows:
        looked = [one for one in seconds if one["kind"] == row["kind"]]
        wrong = sum(one["corrected"] for one in corrected if one["kind"] == row["kind"])
        found.append(KindFigures.model_validate({**row, **_agreement(looked), "corrected": wrong}))
    return tuple(sorted(found, key=lambda one: (-one.open, -one.decided, one.kind)))


async def _persons(
    connection: AsyncConnection, decided: Rows, seconds: Rows, appealed: Rows, corrected: Rows
) -> tuple[PersonFigures, ...]:
    figures = {row["actor"]: row for row in decided}
    under_appeal = {row["actor"]: row for row in appealed}
    actors = {*figures, *under_appeal, *(row["actor"] for row in (*seconds, *corrected))}
    names = await names_within(connection, actors)
    found = []
    for actor in actors:
        looked = [one for one in seconds if one["actor"] == actor]
        wrong = sum(one["corrected"] for one in corrected if one["actor"] == actor)
        row = {**under_appeal.get(actor, {}), **figures.get(actor, {}), "actor": actor, "corrected": wrong}
        found.append(PersonFigures.model_validate({**row, **_agreement(looked), "actor_name": names.get(actor)}))
    return tuple(sorted(found, key=lambda one: (-one.decided, one.actor)))


def _agreement(looked: Rows) -> dict[str, int]:
    return {name: sum(row[name] for row in looked) for name in ("seconds", "agreed")}
