"""Follower clean-ups in the ledger: their next steps, the platform's reports, and the cases about them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.cases import escalations
from ledger.followers import gains
from ledger.followers.reactions import CleanupCommand, EnteredCleanup
from ledger.store.database import Database
from ledger.store.idempotency import RequestKey
from ledger.store.statements import either
from ledger.streams import envelope, records
from ledger.streams.records import Command, Happened
from models.accounts.commands import Refusal
from models.base import Frozen
from models.cases.cases import CaseKind
from models.directives import Directive, DirectiveBody
from models.followers import KIND, Cleanup, CleanupBody, CleanupStatus, Escalated, FollowerCount, Gain, RejectedRow
from models.instants import rfc3339
from models.names import TEXT_LENGTH
from models.records import RecordId
from models.tables import RECORDS
from regulation.followers import cleanups as rules
from regulation.followers import reports
from regulation.followers.reducer import CLEANUP, CLOSED

_D: Final = RECORDS.c
_AWAITING: Final = (
    select(_D.id)
    .where(
        _D.kind == bindparam("kind"),
        _D.account == bindparam("account"),
        either(_D.status, CleanupStatus.ANSWERED, CleanupStatus.STUCK),
    )
    .order_by(_D.id)
)

WHY: Final = {
    "no_count": "the platform says that the followers are removed, and reports no count that would show it",
    "not_removed": "after {orders} orders the count still shows {left} followers too many",
    "withdrawn": "the order was withdrawn by hand: {reason}",
    "removed_too_many": "the count shows {missing} followers fewer than there should be: others than "
    "ordered were removed; find out which, and have them restored",
}


TITLES: Final = {"removed_too_many": "followers were removed that no order asked for"}
"""Titles of cases where the title of the kind would mislead, by the reason of the escalation."""


async def open_case(happened: Happened[CleanupBody, Cleanup]) -> None:
    """React to an escalation: open a case, so that a person deals with the clean-up."""
    cleanup = happened.state
    for entry in happened.entries:
        if isinstance(entry.body, Escalated):
            await escalations.open_case(
                happened,
                CaseKind.FOLLOWERS,
                _why(cleanup, entry.body),
                account=cleanup.terms.account,
                title=TITLES.get(entry.body.because, ""),
            )


async def close_case(happened: Happened[CleanupBody, Cleanup]) -> None:
    """React to the end of a clean-up: close the case, since no person has to deal with it any more."""
    cleanup = happened.state
    if cleanup.status in CLOSED:
        await escalations.close_case(happened, f"the clean-up is {cleanup.status}")


async def follow_up(connection: AsyncConnection, command: CleanupCommand) -> EnteredCleanup:
    """Enter what is due now: the next order where the clean-up is open, else what the command decides."""
    await records.lock(connection, KIND, command.record)
    found = (await records.state_within(connection, CLEANUP, command.record)).state
    if found is None or found.status is not CleanupStatus.OPEN:
        return await records.enter(connection, command)
    return await records.enter(connection, replace(command, decide=rules.order(await gains.reckon(connection, found))))


async def note_order(happened: Happened[DirectiveBody, Directive], cleanup: str) -> None:
    """React to the outcome of an order of the clean-up."""
    decide = rules.hear(happened.record, happened.entries)
    await records.enter(
        happened.connection, Command(CLEANUP, cleanup, decide, actor=happened.actor, now=happened.command.now)
    )


@dataclass(frozen=True)
class Report:
    """A platform's report about an account's followers."""

    account: str
    gains: Sequence[Gain]
    count: FollowerCount | None
    actor: str
    now: datetime
    key: RequestKey | None = None
    places: Sequence[int] | None = None
    """Positions of the gains in what was sent; None: one after the other."""
    repeated: int = 0
    """Number of gains that were sent twice, left out here."""
    rejected: tuple[RejectedRow, ...] = ()
    """Rows that were rejected before anything was looked up."""


class Reported(Frozen):
    """Result of a report."""

    recorded: int
    """Number of new gains."""
    known: int
    """Number of gains reported before, with the same numbers."""
    verified: tuple[RecordId, ...] = ()
    """Clean-ups that were compared with the count."""
    rejected: tuple[RejectedRow, ...] = ()
    """Rows that were not taken."""
    refusal: Refusal | None = None
    """Reason, where nothing at all was taken and the ledger has other numbers."""


async def report(database: Database, said: Report) -> tuple[Reported, bool]:
    """Store what can be taken of a report, and compare the count with the clean-ups that wait for one. The flag is True
    for an answer kept from an earlier request.

    Raises:
        KeyReusedError: the idempotency key belongs to another request.
        DatabaseAwayError: PostgreSQL cannot be reached.
    """

    async def again(_: AsyncConnection, given: dict[str, Any]) -> tuple[Reported, bool]:
        return Reported.model_validate(given), True

    async def keep(connection: AsyncConnection) -> tuple[Reported, bool]:
        return await _kept(connection, said), False

    return await envelope.answered(
        database, said.key, said.now, keep, kept=lambda answer: answer[0].model_dump_json(), again=again
    )


async def _kept(connection: AsyncConnection, said: Report) -> Reported:
    kept = await gains.record(connection, said.account, said.gains, actor=said.actor, now=said.now)
    refusals = [
        (f"gains.{place}", reports.differs(f"gain {gain.id}"))
        for place, gain in zip(said.places or range(len(said.gains)), said.gains, strict=True)
        if gain.id in kept.differing
    ]
    rejected, count = [*said.rejected], said.count
    if count is not None and refusals:
        rejected.append(reports.gains_missing())
        count = None
    if count is not None and not await gains.counted(connection, said.account, count, said.actor, said.now):
        refusals.append(("count", reports.differs(f"the count at {rfc3339(count.at)}")))
        count = None
    rejected += [RejectedRow(path=path, code="report-differs", message=why.message) for path, why in refusals]
    nothing = not (kept.recorded or kept.known or said.repeated or count)
    return Reported(
        recorded=kept.recorded,
        known=kept.known + said.repeated,
        verified=() if count is None else await _verified(connection, said),
        rejected=tuple(rejected),
        refusal=refusals[0][1] if nothing and refusals else None,
    )


async def _verified(connection: AsyncConnection, said: Report) -> tuple[str, ...]:
    waiting = list((await connection.execute(_AWAITING, {"kind": KIND, "account": said.account})).scalars())
    # Lock all of them before the account's gains: two reports must not wait for each other.
    for cleanup in waiting:
        await records.lock(connection, KIND, cleanup)
    verified: list[str] = []
    for cleanup in waiting:
        found = (await records.state_within(connection, CLEANUP, cleanup)).state
        if found is None:
            continue
        decide = rules.verify(await gains.reckon(connection, found))
        entered = await records.enter(connection, Command(CLEANUP, cleanup, decide, actor=said.actor, now=said.now))
        if entered.entries:
            verified.append(cleanup)
    return tuple(verified)


def _why(cleanup: Cleanup, escalated: Escalated) -> str:
    said = WHY[escalated.because].format(
        orders=cleanup.orders, left=cleanup.left, missing=cleanup.missing, reason=cleanup.reason or "no reason"
    )
    return f"violation {cleanup.terms.violation}: {said}"[:TEXT_LENGTH]
