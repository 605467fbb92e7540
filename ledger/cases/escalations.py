"""Escalations: a record that is late, failed or inconsistent opens a case in the transaction of the escalation, and
closes the case in the transaction that settles the record.

The same functions serve every kind of record: an order (`ledger/directives.py`), a rumour, a clean-up, a report.
"""

from collections.abc import AsyncIterator
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.cases import cases
from ledger.cases.cases import EnteredCase
from ledger.streams import records
from ledger.streams.records import Command, Happened
from models.cases.cases import Case, CaseKind, Priority
from models.cases.subjects import Reference
from models.evidence import Evidence, EvidenceKind
from regulation.cases.cases import add_evidence, opening
from regulation.cases.reducer import CASE, SETTLED


async def escalate(
    connection: AsyncConnection,
    origin: Reference,
    kind: CaseKind,
    evidence: Evidence,
    *,
    actor: str,
    now: datetime,
    account: str | None = None,
    title: str = "",
    article: int | None = None,
    priority: Priority | None = None,
) -> EnteredCase:
    """Ask a person to deal with a record. An open case about the record gains the evidence; where the last case is
    closed, another one is opened. The caller has entered in the record, and so holds its lock.
    """
    async for case, known in _about(connection, origin):
        if known is None:
            made = opening(
                kind,
                now,
                account=account,
                title=title,
                subject=origin,
                origin=origin,
                article=article,
                priority=priority,
            )
            return await cases.opened(connection, case, made, (evidence,), actor=actor, now=now)
        if known.status not in SETTLED:
            # A case with the greatest number of pieces of evidence refuses more, and stays open all the same.
            return await records.enter(connection, Command(CASE, case, add_evidence(evidence), actor=actor, now=now))
    raise AssertionError("the numbers of cases do not end")


async def open_case(
    happened: Happened[Any, Any],
    kind: CaseKind,
    why: str,
    *,
    account: str | None = None,
    title: str = "",
    article: int | None = None,
) -> None:
    """Escalate the record to whose entry a reaction reacts, with the reason in words; see `escalate`."""
    await escalate(
        happened.connection,
        happened.reference,
        kind,
        Evidence(kind=EvidenceKind.TEXT, text=why),
        actor=happened.actor,
        now=happened.at,
        account=account,
        title=title,
        article=article,
    )


async def close_case(happened: Happened[Any, Any], reason: str) -> None:
    """Close the cases about the record to whose entry a reaction reacts; see `close_cases_about`."""
    await close_cases_about(happened.connection, happened.reference, reason, actor=happened.actor, now=happened.at)


async def close_cases_about(
    connection: AsyncConnection, origin: Reference, reason: str, *, actor: str, now: datetime
) -> None:
    """Withdraw every open case about a record that is settled and needs no decision any more."""
    async for case, known in _about(connection, origin):
        if known is None:
            return
        if known.status not in SETTLED:
            await cases.needless(connection, case, reason, actor=actor, now=now)


async def _about(connection: AsyncConnection, origin: Reference) -> AsyncIterator[tuple[str, Case | None]]:
    """Yield the cases that were opened about a record, oldest first, then the identifier of the next one."""
    for turn in count(1):
        name = cases.case_id(origin.kind, origin.id if turn == 1 else f"{origin.id}#{turn}")
        known = (await records.state_within(connection, CASE, name)).state
        yield name, known
