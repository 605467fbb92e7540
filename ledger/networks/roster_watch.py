"""Escalation of repeated violations: enough violations on one roster become a case about the network (article 11)."""

from datetime import datetime
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.cases import escalations
from ledger.store.database import Database, Size
from ledger.streams import records
from ledger.streams.records import Command, Happened
from models.cases.cases import CaseKind
from models.names import TEXT_LENGTH
from models.networks import KIND, Network, NetworkBody, NetworkEscalated, RosterViolation
from regulation.articles.a11_networks import ARTICLE, MEASURES, REPEATED, WITHIN
from regulation.holders.findings import FINDINGS
from regulation.networks import NETWORK, escalate

ACTOR: Final = "roster watch"

_FOUND: Final = """
    SELECT DISTINCT ON (f.account, f.ref) f.account, f.ref AS id, f.recorded_at,
        coalesce(f.body ->> 'category', 'impersonation') AS category
    FROM network_members m
    JOIN facts f ON f.account = m.account
    WHERE m.network = d.id AND m.released_at IS NULL AND f.type = ANY(CAST(:findings AS text[]))
      AND (f.type = 'impersonation_found' OR f.body ->> 'category' IS NOT NULL)
      AND f.recorded_at > greatest(m.signed_at, CAST(d.state ->> 'counted_since' AS timestamptz), CAST(:since AS timestamptz))
      AND NOT EXISTS (
          SELECT 1 FROM facts o WHERE o.account = f.account AND o.ref = f.ref AND o.type = 'overturned' AND o.seq > f.seq
      )
      AND NOT EXISTS (  -- what follows from a finding later is no other one
          SELECT 1 FROM facts e WHERE e.account = f.account AND e.ref = f.ref AND e.seq < f.seq
            AND e.type = ANY(CAST(:findings AS text[])) AND (e.type = 'impersonation_found' OR e.body ->> 'category' IS NOT NULL)
      )
    ORDER BY f.account, f.ref, f.seq
"""  # noqa: E501 - a statement
_REPEATED: Final = text(
    f"""
    SELECT d.id FROM dossiers d
    WHERE d.kind = :kind AND d.status <> 'expelled' AND (SELECT count(*) FROM ({_FOUND}) AS found) >= :enough
    ORDER BY d.id
    """  # noqa: S608 - both parts are constants
)
_OF_ONE: Final = text(
    f"""
    SELECT found.* FROM dossiers d, LATERAL ({_FOUND}) AS found
    WHERE d.kind = :kind AND d.id = :network ORDER BY found.recorded_at, found.account
    """  # noqa: S608
)


async def escalate_repeated(database: Database, *, now: datetime) -> list[str]:
    """Open a case about every network on whose roster there are enough violations since the last case.

    Raises:
        DatabaseAwayError: PostgreSQL cannot be reached.
    """
    named = {"kind": KIND, "findings": list(FINDINGS), "since": now - WITHIN.at(now)}
    async with database.transaction(Size.SLICE) as connection:
        found = (await connection.execute(_REPEATED, {**named, "enough": REPEATED.at(now)})).scalars().all()
    escalated: list[str] = []
    for network in found:
        async with database.transaction() as connection:
            if await _escalated(connection, network, named, now):
                escalated.append(network)
    return escalated


async def _escalated(connection: AsyncConnection, network: str, named: dict[str, object], now: datetime) -> bool:
    await records.lock(connection, KIND, network)
    rows = (await connection.execute(_OF_ONE, {**named, "network": network})).all()
    violations = [RosterViolation(account=row.account, id=row.id, category=row.category) for row in rows]
    entered = await records.enter(connection, Command(NETWORK, network, escalate(violations), ACTOR, now))
    return bool(entered.entries)


async def open_case(happened: Happened[NetworkBody, Network]) -> None:
    """React to repeated violations on a roster: open a case, in which a person decides on the sanction of the
    network.
    """
    for entry in happened.entries:
        if isinstance(entry.body, NetworkEscalated):
            await escalations.open_case(happened, CaseKind.NETWORK, _words(entry.body), article=ARTICLE)


def _words(escalated: NetworkEscalated) -> str:
    listed = ", ".join(f"{one.account}: {one.category} ({one.id})" for one in escalated.violations)
    proposed = escalated.proposed
    for_days = "" if proposed.duration is None else f" for {proposed.duration.days} days"
    return (
        f"{escalated.count} violations on its roster; proposed: {MEASURES[proposed.measure].words}{for_days}. {listed}"
    )[:TEXT_LENGTH]
