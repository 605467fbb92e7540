"""Escalations: what is late, failed or does not add up becomes a case in the transaction that says so, and needs none
any more in the transaction that settles it.

One function each, for every kind of dossier: an order (`ledger/directives.py`), a rumour, a clean-up, a report.
"""

from collections.abc import AsyncIterator
from datetime import datetime
from itertools import count

from sqlalchemy.ext.asyncio import AsyncConnection

from ledger import cases, dossiers
from ledger.cases import EnteredCase
from ledger.dossiers import Command
from models.case_subjects import Reference
from models.cases import Case, CaseKind, Evidence, Priority
from regulation.case_course import CASE, CLOSED
from regulation.cases import add_evidence, opening


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
    """A person must see to it. Where a case about this dossier is open already, it gains the evidence; where the last
    one is closed, another one is opened. The caller has entered in the dossier, and so holds its lock.
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
        if known.status not in CLOSED:
            # A case that holds as much as it can refuses more, and stays open all the same.
            return await dossiers.enter(connection, Command(CASE, case, add_evidence(evidence), actor=actor, now=now))
    raise AssertionError("there is always another identifier")


async def settled(connection: AsyncConnection, origin: Reference, reason: str, *, actor: str, now: datetime) -> None:
    """It has settled itself: a case about this dossier that is still open needs no decision any more."""
    async for case, known in _about(connection, origin):
        if known is None:
            return
        if known.status not in CLOSED:
            await cases.needless(connection, case, reason, actor=actor, now=now)


async def _about(connection: AsyncConnection, origin: Reference) -> AsyncIterator[tuple[str, Case | None]]:
    """The cases that were opened about a dossier, oldest first, then the identifier of the next one."""
    for turn in count(1):
        name = cases.case_id(origin.kind, origin.id if turn == 1 else f"{origin.id}#{turn}")
        known = (await dossiers.state_within(connection, CASE, name)).state
        yield name, known
