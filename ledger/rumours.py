"""Rumours in the ledger: whatever is entered, what follows from it is ordered in the same transaction.

Lock order: the rumour, then its orders, then cases, then accounts by identifier.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger import commands, directives, dossiers, escalations, following, holding
from ledger.commands import Receipt
from ledger.database import Database
from ledger.directives import EnteredDirective
from ledger.dossiers import Act, Command, Entered
from models.case_subjects import Reference
from models.cases import CaseKind, Evidence, EvidenceKind
from models.commands import Overturn, Refusal
from models.directives import Terms
from models.instants import shown
from models.rumours import (
    KIND,
    Accused,
    CalledOff,
    Cleared,
    Closed,
    Corrected,
    Escalated,
    Found,
    InformationVerified,
    Opening,
    Ordered,
    Reopened,
    Rumour,
    RumourBody,
    RumourEntry,
    Step,
)
from regulation import rumours as rules
from regulation.articles.a06_rumours import STEPS, WORDS
from regulation.courses import Step as Entries
from regulation.directives import DIRECTIVE, issue, withdraw
from regulation.rulebook import IN_FORCE, Rulebook
from regulation.rumour_course import RUMOUR
from regulation.rumour_matching import alike

RumourCommand = Command[RumourBody, Rumour]
EnteredRumour = Entered[RumourBody, Rumour]

_KNOWN: Final = text(
    "SELECT content FROM rumour_contents WHERE rumour = :rumour AND content = ANY(CAST(:contents AS text[]))"
)
_FOUND: Final = text(
    """
    INSERT INTO rumour_contents (rumour, content, found_at, found_by, via)
    SELECT :rumour, content, :at, :by, :via FROM unnest(CAST(:contents AS text[])) AS found (content)
    """
)
_UNLABELLED: Final = text(
    """
    SELECT content FROM rumour_contents WHERE rumour = :rumour AND label_order IS NULL
    ORDER BY found_at, content LIMIT :most
    """
)
_LABELLED: Final = text(
    """
    SELECT content FROM rumour_contents
    WHERE rumour = :rumour AND label_order IS NOT NULL AND unlabel_order IS NULL
    ORDER BY found_at, content LIMIT :most
    """
)
_NAMED: Final = {
    Step.LABEL: text(
        "UPDATE rumour_contents SET label_order = :directive "
        "WHERE rumour = :rumour AND content = ANY(CAST(:contents AS text[]))"
    ),
    Step.UNLABEL: text(
        "UPDATE rumour_contents SET unlabel_order = :directive "
        "WHERE rumour = :rumour AND content = ANY(CAST(:contents AS text[]))"
    ),
}
_AGAIN: Final = text(
    "UPDATE rumour_contents SET label_order = NULL, unlabel_order = NULL "
    "WHERE rumour = :rumour AND unlabel_order IS NOT NULL"
)
_ACCUSED: Final = text(
    """
    SELECT accused ->> 'account' AS account, accused ->> 'violation' AS violation
    FROM dossier_entries, jsonb_array_elements(body -> 'accounts') AS each (accused)
    WHERE kind = :kind AND dossier = :rumour AND type = 'violations_recorded'
      AND accused ->> 'outcome' = 'recorded'
      AND seq > (SELECT coalesce(max(seq), 0) FROM dossier_entries
                 WHERE kind = :kind AND dossier = :rumour AND type = 'violations_overturned')
    ORDER BY 1, 2
    """
)
_PAGE: Final = text(
    """
    SELECT content, found_at, found_by, via, label_order, unlabel_order FROM rumour_contents
    WHERE rumour = :rumour AND content > :after ORDER BY content LIMIT :most
    """
)
_OPENINGS: Final = text("SELECT pg_advisory_xact_lock(hashtextextended('rumour openings', 20230710))")
_OPEN: Final = text(
    "SELECT id, state -> 'opening' AS opening FROM dossiers WHERE kind = :kind AND status = 'open' ORDER BY id"
)
_MARK: Final = text(
    "SELECT count(*), coalesce(sum(version), 0), max(changed_at) FROM dossiers WHERE kind = :kind AND status = 'open'"
)


async def enter(connection: AsyncConnection, command: RumourCommand) -> EnteredRumour:
    """Enter something in a rumour, within the caller's transaction, with the orders that follow from it."""
    return await _arranged(connection, command, await dossiers.enter(connection, command))


def opened_with(contents: Sequence[str]) -> Act[RumourBody, Rumour]:
    """Open a rumour together with the contents that are known to spread it."""

    async def act(connection: AsyncConnection, command: RumourCommand) -> EnteredRumour:
        entered = await dossiers.enter(connection, command)
        if entered.entries and contents:
            entered = _joined(entered, await _find(connection, command, contents, Found.REPORTED))
        return await _arranged(connection, command, entered)

    return act


def as_another(
    act: Act[RumourBody, Rumour], opening: Opening | None = None, other_than: Collection[str] = ()
) -> Act[RumourBody, Rumour]:
    """Open a rumour, or reopen one (`opening` is None), unless it repeats another that is open.

    Two openings of the same claim at the same time take turns: the second sees the first.
    """

    async def distinct(connection: AsyncConnection, command: RumourCommand) -> EnteredRumour:
        await connection.execute(_OPENINGS)
        claimed = opening
        if claimed is None:
            before = (await dossiers.state_within(connection, RUMOUR, command.dossier)).state
            claimed = None if before is None else before.opening
        if claimed is None:
            return await act(connection, command)
        rows = (await connection.execute(_OPEN, {"kind": KIND})).all()
        open_now = {row.id: Opening.model_validate(row.opening) for row in rows if row.id not in other_than}
        open_now.pop(command.dossier, None)
        repeated = alike(claimed, open_now, command.now)
        return await act(connection, replace(command, decide=rules.as_another(command.decide, repeated)))

    return distinct


def with_contents(contents: Sequence[str], via: Found = Found.REPORTED) -> Act[RumourBody, Rumour]:
    """Enter those of the contents that were not known yet."""

    async def act(connection: AsyncConnection, command: RumourCommand) -> EnteredRumour:
        await dossiers.lock(connection, KIND, command.dossier)
        return await _arranged(connection, command, await _find(connection, command, contents, via))

    return act


async def heard(connection: AsyncConnection, rumour: str, order: EnteredDirective, command: Command[Any, Any]) -> None:
    """Something has happened to an order that the rumour gave; the caller has locked the rumour before the order."""
    decide = rules.hear(order.dossier, order.entries)
    await enter(connection, Command(RUMOUR, rumour, decide, actor=command.actor, now=command.now))


@dataclass(frozen=True)
class Accusation:
    """The accounts involved, and what they did."""

    making: tuple[str, ...]
    spreading: tuple[str, ...]
    reason: str
    rulebook: Rulebook = IN_FORCE
    """With the platform's own catalogue, where it has one."""

    def each(self) -> list[tuple[str, rules.Did]]:
        """Account by account, in the order in which they are locked."""
        return rules.each(self.making, self.spreading)


def accused(accusation: Accusation, receipts: list[Receipt]) -> Act[RumourBody, Rumour]:
    """Record a violation for each account, and in the rumour what came of each. One that is refused does not spoil the
    others. What was recorded is added to `receipts`.
    """

    async def act(connection: AsyncConnection, command: RumourCommand) -> EnteredRumour:
        await dossiers.lock(connection, KIND, command.dossier)
        before = await dossiers.state_within(connection, RUMOUR, command.dossier)
        refusal = rules.accuse((), "")(before.state, command.now)
        rumour = before.state
        if rumour is None or isinstance(refusal, Refusal):
            return await dossiers.enter(connection, command)
        await holding.hold_all(connection, [account for account, _ in accusation.each()])
        outcomes = [
            await _record(connection, command, rumour, account, did, accusation, receipts)
            for account, did in accusation.each()
        ]
        return await enter(connection, replace(command, decide=rules.accuse(outcomes, accusation.reason)))

    return act


async def _record(
    connection: AsyncConnection,
    command: RumourCommand,
    rumour: Rumour,
    account: str,
    did: rules.Did,
    accusation: Accusation,
    receipts: list[Receipt],
) -> Accused:
    wanted = rules.accusation(rumour, did, accusation.reason)
    request = commands.Request(
        account=account, command=wanted, actor=command.actor, now=command.now, rulebook=accusation.rulebook
    )
    receipt = (await commands.carry_out(connection, request)).receipt
    if receipt.refusal is not None:
        why = receipt.refusal
        return Accused(account=account, did=did, outcome="refused", code=why.code, message=why.message)
    receipts.append(receipt)
    basis = getattr(receipt.facts[0].body, "basis", None)
    followed = None if basis is None else basis.consequences
    return Accused(account=account, did=did, outcome="recorded", violation=wanted.id, consequences=followed)


def corrected(receipts: list[Receipt]) -> Act[RumourBody, Rumour]:
    """Enter a correction, and overturn every violation that was recorded from the rumour: the claim is true. What was
    recorded for accounts is added to `receipts`.
    """

    async def act(connection: AsyncConnection, command: RumourCommand) -> EnteredRumour:
        entered = await enter(connection, command)
        if not entered.entries:
            return entered
        rows = (await connection.execute(_ACCUSED, {"kind": KIND, "rumour": command.dossier})).all()
        if not rows:
            return entered
        undone = Overturn(id=rows[0].violation)
        for row in rows:
            # Locked before any account: what an overturn takes back besides.
            await following.hold(connection, row.account, undone.model_copy(update={"id": row.violation}))
        await holding.hold_all(connection, [row.account for row in rows], heirs=True)
        cleared = [await _clear(connection, command, row.account, row.violation, receipts) for row in rows]
        further = replace(command, decide=rules.clear(cleared), expected_version=None)
        return _joined(entered, await dossiers.enter(connection, further))

    return act


async def _clear(
    connection: AsyncConnection, command: RumourCommand, account: str, violation: str, receipts: list[Receipt]
) -> Cleared:
    wanted = Overturn(id=violation, reason=f"the claim of rumour {command.dossier} is true")
    request = commands.Request(account=account, command=wanted, actor=command.actor, now=command.now)
    done = await commands.carry_out(connection, request)
    receipt = done.receipt
    if receipt.refusal is not None:
        why = receipt.refusal
        return Cleared(account=account, violation=violation, outcome="refused", code=why.code, message=why.message)
    receipts += [receipt, *done.others]
    return Cleared(account=account, violation=violation, outcome="overturned")


async def _find(
    connection: AsyncConnection, command: RumourCommand, contents: Sequence[str], via: Found
) -> EnteredRumour:
    named = {"rumour": command.dossier, "contents": list(contents)}
    known = set((await connection.execute(_KNOWN, named)).scalars())
    fresh = [content for content in dict.fromkeys(contents) if content not in known]
    entered = await dossiers.enter(
        connection, replace(command, decide=rules.find_contents(fresh, via), expected_version=None)
    )
    if entered.entries:
        at = entered.entries[-1].recorded_at
        row = {"rumour": command.dossier, "contents": fresh, "at": at, "by": command.actor, "via": via.value}
        await connection.execute(_FOUND, row)
    return entered


async def _arranged(connection: AsyncConnection, command: RumourCommand, entered: EnteredRumour) -> EnteredRumour:
    """What was entered, with what follows from it."""
    rumour = entered.state
    if rumour is None or not entered.entries:
        return entered
    if any(isinstance(entry.body, Reopened) for entry in entered.entries):
        await connection.execute(_AGAIN, {"rumour": rumour.id})
    now = entered.entries[-1].recorded_at
    arranged = rules.arrange(rumour, now, await _contents(connection, rumour))
    if arranged.bodies:
        bodies = arranged.bodies
        further = Command(RUMOUR, rumour.id, lambda _, __: Entries(bodies), actor=command.actor, now=now)
        entered = _joined(entered, await dossiers.enter(connection, further))
    for entry in entered.entries:
        await _follow(connection, rumour, entry, arranged.orders)
    return entered


async def _follow(connection: AsyncConnection, rumour: Rumour, entry: RumourEntry, orders: dict[str, Terms]) -> None:
    body, actor, now = entry.body, entry.actor, entry.recorded_at
    if isinstance(body, Ordered):
        terms = orders[body.directive]
        issued = await dossiers.enter(
            connection, Command(DIRECTIVE, body.directive, issue(terms), actor=actor, now=now)
        )
        if issued.refusal is not None:
            raise ValueError(f"order {body.directive} of rumour {rumour.id}: {issued.refusal.message}")
        if body.step in _NAMED:
            named = {"rumour": rumour.id, "directive": body.directive, "contents": list(terms.targets)}
            await connection.execute(_NAMED[body.step], named)
    elif isinstance(body, CalledOff):
        # One that was withdrawn by hand is withdrawn already; that changes nothing.
        await directives.enter(
            connection, Command(DIRECTIVE, body.directive, withdraw(body.reason), actor=actor, now=now)
        )
    elif isinstance(body, Escalated) and body.directive is None:
        # What is late with an order is a case of the order's own.
        evidence = Evidence(kind=EvidenceKind.TEXT, text=f"{WORDS[body.step]}: nobody has said what is so")
        await escalations.escalate(
            connection,
            _origin(rumour),
            CaseKind.RUMOUR,
            evidence,
            actor=actor,
            now=now,
            title=f"verified information is missing: {rumour.opening.claim}"[:200],
        )
    elif isinstance(body, InformationVerified | Closed | Corrected):
        reason = f"{body.type.replace('_', ' ')} {shown(now)}"
        await escalations.settled(connection, _origin(rumour), reason, actor=actor, now=now)


async def _contents(connection: AsyncConnection, rumour: Rumour) -> rules.Contents:
    found = {}
    for step, query in ((Step.LABEL, _UNLABELLED), (Step.UNLABEL, _LABELLED)):
        if rumour.status in STEPS[step].during:
            named = {"rumour": rumour.id, "most": rules.room(rumour, step)}
            found[step] = tuple((await connection.execute(query, named)).scalars())
    return rules.Contents(unlabelled=found.get(Step.LABEL, ()), labelled=found.get(Step.UNLABEL, ()))


def _origin(rumour: Rumour) -> Reference:
    return Reference(kind=KIND, id=rumour.id)


def _joined(first: EnteredRumour, then: EnteredRumour) -> EnteredRumour:
    return replace(then, entries=(*first.entries, *then.entries))


@dataclass(frozen=True)
class Content:
    """A content that spreads a rumour, as the table has it."""

    content: str
    found_at: datetime
    found_by: str
    via: str
    label_order: str | None
    unlabel_order: str | None


async def contents_of(database: Database, rumour: str, *, after: str = "", most: int = 100) -> list[Content]:
    """A page of a rumour's contents, by identifier."""
    async with database.transaction() as connection:
        rows = (await connection.execute(_PAGE, {"rumour": rumour, "after": after, "most": most})).mappings().all()
    return [Content(**row) for row in rows]


async def openings(database: Database) -> dict[str, Opening]:
    """What every open rumour claims, by its identifier."""
    async with database.transaction() as connection:
        rows = (await connection.execute(_OPEN, {"kind": KIND})).all()
    return {row.id: Opening.model_validate(row.opening) for row in rows}


async def mark(database: Database) -> tuple[Any, ...]:
    """Another value whenever an open rumour has changed, or there are others."""
    async with database.transaction() as connection:
        return tuple((await connection.execute(_MARK, {"kind": KIND})).one())
