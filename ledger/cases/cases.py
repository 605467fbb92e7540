"""Cases in the ledger: opened and withdrawn within other transactions, read as a queue. What follows from their
decisions is in `ledger/consequences`.

Lock order: the dossier a case was opened from, then the case, then accounts in the order of their identifiers. Whoever
holds an account may still open a new case, because nobody can be waiting for that one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store.database import Database
from ledger.streams import records
from ledger.streams.records import Command, Entered, Filed
from models.cases.cases import KIND, Case, CaseBody, Opening
from models.evidence import Evidence
from regulation.cases.cases import case_id as case_id  # noqa: PLC0414 - found here too, beside what takes it
from regulation.cases.cases import open_case, withdraw
from regulation.cases.course import CASE

CaseCommand = Command[CaseBody, Case]
EnteredCase = Entered[CaseBody, Case]


async def opened(
    connection: AsyncConnection,
    case: str,
    opening: Opening,
    evidence: Sequence[Evidence] = (),
    *,
    actor: str,
    now: datetime,
) -> EnteredCase:
    """Open a case within the caller's transaction. With an identifier of `case_id` a second time is refused as
    `duplicate_id`, which whoever opens on an event may pass over.
    """
    return await records.enter(
        connection, Command(CASE, case, open_case(opening, tuple(evidence)), actor=actor, now=now)
    )


async def needless(connection: AsyncConnection, case: str, reason: str, *, actor: str, now: datetime) -> EnteredCase:
    """Withdraw a case within the caller's transaction, because what it was about has settled itself; one that is
    decided already, or was never opened, stays as it is.
    """
    return await records.enter(connection, Command(CASE, case, withdraw(reason), actor=actor, now=now))


_QUEUE: Final = text(
    """
    SELECT id, version, opened_at, state, priority, due_at FROM dossiers
    WHERE kind = :kind
      AND (CAST(:after_priority AS int) IS NULL
           OR (-priority, due_at, id) > (-CAST(:after_priority AS int), CAST(:after_due AS timestamptz), :after_id))
      AND (CAST(:kept_as AS text[]) IS NULL OR status = ANY(CAST(:kept_as AS text[])))
      AND (CAST(:statuses AS text[]) IS NULL OR CASE
             WHEN status = 'claimed' AND CAST(state #>> '{claim,until}' AS timestamptz) <= :now THEN 'open'
             ELSE status
           END = ANY(CAST(:statuses AS text[])))
      AND (CAST(:labels AS text[]) IS NULL OR label = ANY(CAST(:labels AS text[])))
      AND (CAST(:account AS text) IS NULL OR account = :account)
      AND (CAST(:claimed_by AS text) IS NULL
           OR (state #>> '{claim,by}' = :claimed_by AND CAST(state #>> '{claim,until}' AS timestamptz) > :now))
      AND (CAST(:assigned_to AS text) IS NULL OR state ->> 'assigned_to' = :assigned_to)
    ORDER BY -priority, due_at, id LIMIT :most
    """
)


@dataclass(frozen=True)
class Place:
    """Behind which case a page of the queue begins."""

    priority: int
    due_at: datetime
    id: str


@dataclass(frozen=True)
class Queued(Filed[Case]):
    """A case in the queue, and its place there."""

    place: Place


async def queue(
    database: Database,
    *,
    now: datetime,
    statuses: Sequence[str] | None = None,
    kinds: Sequence[str] | None = None,
    account: str | None = None,
    claimed_by: str | None = None,
    assigned_to: str | None = None,
    after: Place | None = None,
    most: int = 100,
) -> list[Queued]:
    """Cases by priority, then by when they are due, page by page. One that is escalated between two pages moves to the
    front: it is on the next first page, never twice on those behind.
    """
    named = {
        "kind": KIND,
        "now": now,
        "statuses": None if statuses is None else list(statuses),
        # One whose lease has lapsed may still be kept as claimed; this is the part that an index answers.
        "kept_as": None if statuses is None else [*statuses, *(["claimed"] if "open" in statuses else [])],
        "labels": None if kinds is None else list(kinds),
        "account": account,
        "claimed_by": claimed_by,
        "assigned_to": assigned_to,
        "after_priority": None if after is None else after.priority,
        "after_due": None if after is None else after.due_at,
        "after_id": "" if after is None else after.id,
        "most": most,
    }
    async with database.transaction() as connection:
        rows = (await connection.execute(_QUEUE, named)).all()
    return [
        Queued(
            row.id, row.version, row.opened_at, Case.model_validate(row.state), Place(row.priority, row.due_at, row.id)
        )
        for row in rows
    ]
