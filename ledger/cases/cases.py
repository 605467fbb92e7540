"""Cases in the ledger: opened and withdrawn within other transactions, read as a queue. The consequences of their
decisions are in `ledger/reactions/decided_cases.py`.

Lock order: the record from which a case was opened, then the case, then accounts in the order of their identifiers. A
transaction that holds an account may still open a new case, because nobody can be waiting for that one.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Text, and_, bindparam, case, cast, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store import pages
from ledger.store.database import Database
from ledger.store.pages import Order, Page, Position
from ledger.store.statements import INSTANT, instant, one_of, unless_none
from ledger.streams import records
from ledger.streams.records import Command, Entered, Filed
from models.cases.cases import KIND, Case, CaseBody, Opening
from models.evidence import Evidence
from models.tables import RECORDS
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


_D: Final = RECORDS.c
_URGENCY: Final = (-_D.priority).label("urgency")
_CLAIMED_UNTIL: Final = cast(_D.state[("claim", "until")].astext, INSTANT)
_IN_QUEUE: Final = Order("queue", (_URGENCY, _D.due_at, _D.id))
_QUEUE: Final = select(_D.id, _D.version, _D.opened_at, _D.state, _URGENCY, _D.due_at).where(
    _D.kind == KIND,
    unless_none(_D.account, "account"),
    unless_none(_D.state["assigned_to"].astext, "assigned_to"),
    or_(
        bindparam("claimed_by", type_=Text).is_(None),
        and_(_D.state[("claim", "by")].astext == bindparam("claimed_by"), instant("now") < _CLAIMED_UNTIL),
    ),
)
_STATUS: Final = case((and_(_D.status == "claimed", instant("now") >= _CLAIMED_UNTIL), "open"), else_=_D.status)
"""Status of a case in the queue. A case whose lease has lapsed may still be stored as claimed; `kept_as` is the
condition that the index serves.
"""


async def queue(
    database: Database,
    *,
    now: datetime,
    statuses: Sequence[str] | None = None,
    kinds: Sequence[str] | None = None,
    account: str | None = None,
    claimed_by: str | None = None,
    assigned_to: str | None = None,
    after: Position | None = None,
    most: int = pages.USUAL,
) -> Page[Filed[Case]]:
    """Return a page of the cases by priority, then by due time. A case that is escalated between two pages moves to the
    front: it appears on a new first page, and never twice on the later pages.
    """
    named: dict[str, Any] = {"now": now, "account": account, "claimed_by": claimed_by, "assigned_to": assigned_to}
    wanted = _QUEUE
    if statuses is not None:
        wanted = wanted.where(one_of(_D.status, "kept_as"), one_of(_STATUS, "statuses"))
        named["statuses"] = list(statuses)
        named["kept_as"] = [*statuses, *(["claimed"] if "open" in statuses else [])]
    if kinds is not None:
        wanted = wanted.where(one_of(_D.label, "labels"))
        named["labels"] = list(kinds)
    async with database.transaction() as connection:
        found = await pages.read(connection, wanted, _IN_QUEUE, named, after=after, most=most)
    return found.of(lambda row: Filed(row.id, row.version, row.opened_at, Case.model_validate(row.state)))
