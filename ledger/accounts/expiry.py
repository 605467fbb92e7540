"""Warnings of certifications that end soon: found by the day of their end, and announced once each (article 2)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import text

from ledger.store.database import Database, Size
from ledger.streams import records
from ledger.streams.records import Command
from models.accounts.standing import Standing
from regulation.accounts.expiry import EXPIRY, announce, record_of, warning
from regulation.articles.a02_certification import WARNED_BEFORE
from regulation.tables.calendar import civil_date

ACTOR: Final = "expiry watch"

_ENDING: Final = text(
    """
    SELECT f.account, f.ref, f.body ->> 'valid_until' AS valid_until, CAST(s.snapshot AS text) AS snapshot
    FROM facts f
    JOIN standings s ON s.account = f.account
    LEFT JOIN dossiers d ON d.kind = 'certification'
      AND d.id = left(encode(sha256(convert_to(f.account || '/' || f.ref, 'UTF8')), 'hex'), 32)
    WHERE f.type = 'certification_granted'
      AND f.body ->> 'valid_until' BETWEEN :today AND :latest
      AND (f.body ->> 'valid_until', f.account, f.ref) > (:after_day, :after_account, :after_ref)
      AND (d.id IS NULL OR CAST(d.label AS int) > (
        SELECT min(days) FROM unnest(CAST(:days AS int[])) AS days
        WHERE CAST(f.body ->> 'valid_until' AS date) + 1 - days <= CAST(CAST(:today AS text) AS date)
      ))
    ORDER BY f.body ->> 'valid_until', f.account, f.ref LIMIT :most
    """
)
"""Query of certifications that end soon, using the index `facts_by_last_day`; those that have had their closest warning
are skipped.
"""


@dataclass(frozen=True)
class _Place:
    day: str = ""
    account: str = ""
    ref: str = ""


async def warn_of_expiries(database: Database, *, now: datetime, batch: int = 500) -> int:
    """Announce every warning that is due and was not announced. Returns the number announced; a second call announces
    none.

    Raises:
        DatabaseAwayError: when PostgreSQL cannot be reached; what was announced stays announced.
    """
    announced, place = 0, _Place()
    days = WARNED_BEFORE.at(now)
    today = civil_date(now)
    while True:
        named = {
            "today": today.isoformat(),
            "latest": (today + timedelta(days=max(days) - 1)).isoformat(),
            "days": list(days),
            "after_day": place.day,
            "after_account": place.account,
            "after_ref": place.ref,
            "most": batch,
        }
        async with database.transaction(Size.SLICE) as connection:
            rows = (await connection.execute(_ENDING, named)).all()
            for row in rows:
                standing = Standing.model_validate_json(row.snapshot)
                due = warning(standing, row.ref, now)
                if due is None:
                    continue
                record, at = record_of(row.account, row.ref), max(now, standing.as_of)
                entered = await records.enter(connection, Command(EXPIRY, record, announce(due), actor=ACTOR, now=at))
                announced += len(entered.entries)
        if len(rows) < batch:
            return announced
        place = _Place(rows[-1].valid_until, rows[-1].account, rows[-1].ref)
