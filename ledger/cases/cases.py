"""Cases in the ledger: opened and withdrawn within other transactions. The consequences of their decisions are in
`ledger/reactions/decided_cases.py`, their lists in `ledger/cases/queue.py`.

Lock order: the record from which a case was opened, then the case, then accounts in the order of their identifiers. A
transaction that holds an account may still open a new case, because nobody can be waiting for that one.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.streams import records
from ledger.streams.records import Command, Entered
from models.cases.cases import Case, CaseBody, Opening
from models.evidence import Evidence
from regulation.cases.cases import case_id as case_id  # noqa: PLC0414 - found here too, beside what takes it
from regulation.cases.cases import open_case, withdraw
from regulation.cases.reducer import CASE

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
    """Open a case within the caller's transaction. With an identifier of `case_id` a second opening is refused as
    `duplicate_id`, which a caller that reacts to an event may ignore.
    """
    return await records.enter(
        connection, Command(CASE, case, open_case(opening, tuple(evidence)), actor=actor, now=now)
    )


async def needless(connection: AsyncConnection, case: str, reason: str, *, actor: str, now: datetime) -> EnteredCase:
    """Withdraw a case within the caller's transaction, because its subject is settled; a case that is decided already,
    or was never opened, stays as it is.
    """
    return await records.enter(connection, Command(CASE, case, withdraw(reason), actor=actor, now=now))
