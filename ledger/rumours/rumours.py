"""Rumours in the ledger: acts that enter, and the reactions that order, call off, escalate and clear."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Text, bindparam, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.accounts import commands, holding, reactions
from ledger.cases import escalations
from ledger.store import pages
from ledger.store.database import Database
from ledger.store.pages import Order, Page, Position
from ledger.store.statements import LOCK_BY_NAME, given, instant, one_of
from ledger.streams import records
from ledger.streams.records import Act, Command, Entered, Happened
from models.accounts.commands import Overturn, Receipt, Refusal
from models.cases.cases import CaseKind
from models.directives import Directive, DirectiveBody
from models.instants import shown
from models.rumours.rumours import (
    KIND,
    Accused,
    CalledOff,
    Cleared,
    ContentsFound,
    Escalated,
    Found,
    Opening,
    Ordered,
    Rumour,
    RumourBody,
    Step,
)
from models.tables import RECORDS, RUMOUR_CONTENTS
from regulation.articles.a06_rumours import STEPS, WORDS
from regulation.catalogue.rulebook import IN_FORCE, Rulebook
from regulation.directives import DIRECTIVE, issue, withdraw
from regulation.records import Step as Entries
from regulation.rumours import rumours as rules
from regulation.rumours.matching import alike
from regulation.rumours.reducer import RUMOUR
from regulation.words.sentences.chinese import told

RumourCommand = Command[RumourBody, Rumour]
EnteredRumour = Entered[RumourBody, Rumour]

_C: Final = RUMOUR_CONTENTS.c
_D: Final = RECORDS.c
_KNOWN: Final = select(_C.content).where(_C.rumour == bindparam("rumour"), one_of(_C.content, "contents"))
_FOUND: Final = insert(RUMOUR_CONTENTS).from_select(
    ["rumour", "content", "found_at", "found_by", "via"],
    select(
        bindparam("rumour", type_=Text),
        *given(content=("contents", Text())).c,
        instant("at"),
        bindparam("by", type_=Text),
        bindparam("via", type_=Text),
    ),
)
_OLDEST: Final = (
    select(_C.content)
    .where(_C.rumour == bindparam("rumour"))
    .order_by(_C.found_at, _C.content)
    .limit(bindparam("most"))
)
_UNLABELLED: Final = _OLDEST.where(_C.label_order.is_(None))
_LABELLED: Final = _OLDEST.where(_C.label_order.is_not(None), _C.unlabel_order.is_(None))
_THESE: Final = update(RUMOUR_CONTENTS).where(_C.rumour == bindparam("of_rumour"), one_of(_C.content, "contents"))
_NAMED: Final = {
    Step.LABEL: _THESE.values(label_order=bindparam("directive")),
    Step.UNLABEL: _THESE.values(unlabel_order=bindparam("directive")),
}
_AGAIN: Final = (
    update(RUMOUR_CONTENTS)
    .where(_C.rumour == bindparam("of_rumour"), _C.unlabel_order.is_not(None))
    .values(label_order=None, unlabel_order=None)
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
CONTENTS: Final = Order("rumour contents", (_C.content,))
_PAGE: Final = select(_C.content, _C.found_at, _C.found_by, _C.via, _C.label_order, _C.unlabel_order).where(
    _C.rumour == bindparam("rumour")
)
_OF_OPEN: Final = (_D.kind == bindparam("kind")) & (_D.status == "open")
_OPEN: Final = select(_D.id, _D.state["opening"].label("opening")).where(_OF_OPEN).order_by(_D.id)
_MARK: Final = select(func.count(), func.coalesce(func.sum(_D.version), 0), func.max(_D.changed_at)).where(_OF_OPEN)


def opened_with(contents: Sequence[str]) -> Act[RumourBody, Rumour]:
    """Return the act that opens a rumour together with the contents that are known to spread it."""

    async def act(connection: AsyncConnection, command: RumourCommand) -> EnteredRumour:
        fresh = tuple(dict.fromkeys(contents))
        decide = rules.with_contents(command.decide, fresh, Found.REPORTED)
        return await records.enter(connection, replace(command, decide=decide, besides=_Fresh(fresh)))

    return act


def as_another(
    act: Act[RumourBody, Rumour] = records.enter, opening: Opening | None = None, other_than: Collection[str] = ()
) -> Act[RumourBody, Rumour]:
    """Return the act that opens a rumour, or reopens one (`opening` is None), unless it repeats another that is open.

    Two openings of the same claim at the same time take turns: the second sees the first.
    """

    async def distinct(connection: AsyncConnection, command: RumourCommand) -> EnteredRumour:
        await connection.execute(LOCK_BY_NAME, {"name": "rumour openings"})
        claimed = opening
        if claimed is None:
            before = (await records.state_within(connection, RUMOUR, command.record)).state
            claimed = None if before is None else before.opening
        if claimed is None:
            return await act(connection, command)
        rows = (await connection.execute(_OPEN, {"kind": KIND})).all()
        open_now = {row.id: Opening.model_validate(row.opening) for row in rows if row.id not in other_than}
        open_now.pop(command.record, None)
        repeated = alike(claimed, open_now, command.now)
        return await act(connection, replace(command, decide=rules.as_another(command.decide, repeated)))

    return distinct


def with_contents(contents: Sequence[str], via: Found = Found.REPORTED) -> Act[RumourBody, Rumour]:
    """Return the act that enters those of the contents that were not known yet."""

    async def act(connection: AsyncConnection, command: RumourCommand) -> EnteredRumour:
        await records.lock(connection, KIND, command.record)
        named = {"rumour": command.record, "contents": list(contents)}
        known = set((await connection.execute(_KNOWN, named)).scalars())
        fresh = tuple(content for content in dict.fromkeys(contents) if content not in known)
        finding = replace(command, decide=rules.find_contents(fresh, via), besides=_Fresh(fresh))
        return await records.enter(connection, finding)

    return act


@dataclass(frozen=True)
class Accusation:
    """The accounts involved, by making or spreading the rumour."""

    making: tuple[str, ...]
    spreading: tuple[str, ...]
    reason: str
    rulebook: Rulebook = IN_FORCE
    """Rules in force, with the platform's own catalogue, where it has one."""

    def each(self) -> list[tuple[str, rules.Did]]:
        """Return each account with its act, in the order in which the accounts are locked."""
        return rules.each(self.making, self.spreading)


def accused(accusation: Accusation) -> Act[RumourBody, Rumour]:
    """Return the act that records a violation for each account, and the result of each in the rumour. A refusal for one
    account does not affect the others.
    """

    async def act(connection: AsyncConnection, command: RumourCommand) -> EnteredRumour:
        await records.lock(connection, KIND, command.record)
        before = await records.state_within(connection, RUMOUR, command.record)
        refusal = rules.accuse((), "")(before.state, command.now)
        rumour = before.state
        if rumour is None or isinstance(refusal, Refusal):
            return await records.enter(connection, command)
        await holding.hold_all(connection, [account for account, _ in accusation.each()])
        receipts: list[Receipt] = []
        outcomes = [
            await _record(connection, command, rumour, account, did, accusation, receipts)
            for account, did in accusation.each()
        ]
        entered = await records.enter(connection, replace(command, decide=rules.accuse(outcomes, accusation.reason)))
        return replace(entered, receipts=tuple(receipts))

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
        return told(Accused(account=account, did=did, outcome="refused", code=why.code, message=why.message))
    receipts.append(receipt)
    basis = getattr(receipt.facts[0].body, "basis", None)
    followed = None if basis is None else basis.consequences
    return Accused(account=account, did=did, outcome="recorded", violation=wanted.id, consequences=followed)


async def clear_accused(happened: Happened[RumourBody, Rumour]) -> None:
    """React to a correction: the claim is true, so every violation that was recorded from the rumour is overturned.

    What two persons have decided on an account stands until two persons take it back; a case asks for them.
    """
    connection, command = happened.connection, happened.command
    rows = (await connection.execute(_ACCUSED, {"kind": KIND, "rumour": happened.record})).all()
    if not rows:
        return
    for row in rows:
        # Lock the records that an overturn takes back, before any account.
        await reactions.hold(connection, row.account, Overturn(id=row.violation))
    await holding.hold_all(connection, [row.account for row in rows], heirs=True)
    cleared = [await _clear(connection, command, row.account, row.violation, happened.receipts) for row in rows]
    clearing = Command(RUMOUR, happened.record, rules.clear(cleared), actor=command.actor, now=command.now)
    await records.enter(connection, clearing)
    for one in cleared:
        if one.code == "second_person_needed":
            title = f"the claim is true, and {one.violation} stands on account {one.account}"
            await escalations.open_case(happened, CaseKind.RUMOUR, one.message, title=title[:200])


async def _clear(
    connection: AsyncConnection, command: RumourCommand, account: str, violation: str, receipts: list[Receipt]
) -> Cleared:
    wanted = Overturn(id=violation, reason=f"the claim of rumour {command.record} is true")
    request = commands.Request(account=account, command=wanted, actor=command.actor, now=command.now)
    done = await commands.carry_out(connection, request)
    receipt = done.receipt
    if receipt.refusal is not None:
        why = receipt.refusal
        refused = Cleared(account=account, violation=violation, outcome="refused", code=why.code, message=why.message)
        return told(refused)
    receipts += [receipt, *done.others]
    return Cleared(account=account, violation=violation, outcome="overturned")


@dataclass(frozen=True)
class _Fresh:
    """Contents that were not known yet; the entry holds their number."""

    contents: tuple[str, ...]


async def keep_contents(happened: Happened[RumourBody, Rumour]) -> None:
    """React to contents that were found: store them, one row each."""
    for entry in happened.entries:
        if isinstance(entry.body, ContentsFound):
            contents = list(happened.command.besides.contents)
            row = {"rumour": happened.record, "contents": contents, "at": entry.recorded_at, "by": entry.actor}
            await happened.connection.execute(_FOUND, {**row, "via": entry.body.by.value})


async def label_again(happened: Happened[RumourBody, Rumour]) -> None:
    """React to a reopening: labels that were taken back are ordered again."""
    await happened.connection.execute(_AGAIN, {"of_rumour": happened.record})


async def arrange(happened: Happened[RumourBody, Rumour]) -> None:
    """React to news: enter the orders and withdrawals that are due now. Entries of this reaction itself are no news."""
    command, rumour = happened.command, happened.state
    if isinstance(command.besides, rules.Arranged):
        return
    arranged = rules.arrange(rumour, happened.at, await _contents(happened.connection, rumour))
    if arranged.bodies:
        further = Command(
            RUMOUR, rumour.id, lambda _, __: Entries(arranged.bodies), command.actor, happened.at, besides=arranged
        )
        await records.enter(happened.connection, further)


async def give_order(happened: Happened[RumourBody, Rumour]) -> None:
    """React to an order: issue it to the platform."""
    arranged: rules.Arranged = happened.command.besides
    for entry in happened.entries:
        body = entry.body
        if not isinstance(body, Ordered):
            continue
        terms = arranged.orders[body.directive]
        issuing = Command(DIRECTIVE, body.directive, issue(terms), actor=entry.actor, now=entry.recorded_at)
        issued = await records.enter(happened.connection, issuing)
        if issued.refusal is not None:
            raise ValueError(f"order {body.directive} of rumour {happened.record}: {issued.refusal.message}")
        if body.step in _NAMED:
            named = {"of_rumour": happened.record, "directive": body.directive, "contents": list(terms.targets)}
            await happened.connection.execute(_NAMED[body.step], named)


async def call_off(happened: Happened[RumourBody, Rumour]) -> None:
    """React to an order that is called off: withdraw it, unless somebody has done that by hand."""
    for entry in happened.entries:
        if isinstance(entry.body, CalledOff):
            decide = withdraw(entry.body.reason)
            withdrawal = Command(DIRECTIVE, entry.body.directive, decide, actor=entry.actor, now=entry.recorded_at)
            await records.enter(happened.connection, withdrawal)


async def open_case(happened: Happened[RumourBody, Rumour]) -> None:
    """React to an escalation: open a case, so that a person verifies the claim. A late order has a case of its own."""
    rumour = happened.state
    for entry in happened.entries:
        if isinstance(entry.body, Escalated) and entry.body.directive is None:
            title = f"verified information is missing: {rumour.opening.claim}"[:200]
            why = f"{WORDS[entry.body.step]}: nobody has verified the claim"
            await escalations.open_case(happened, CaseKind.RUMOUR, why, title=title)


async def close_case(happened: Happened[RumourBody, Rumour]) -> None:
    """React to information, an end or a correction: close the case, since the claim needs no verification any more."""
    for entry in happened.entries:
        reason = f"{entry.body.type.replace('_', ' ')} {shown(entry.recorded_at)}"
        await escalations.close_case(happened, reason)


async def note_order(happened: Happened[DirectiveBody, Directive], rumour: str) -> None:
    """React to the outcome of an order of the rumour."""
    decide = rules.hear(happened.record, happened.entries)
    await records.enter(
        happened.connection, Command(RUMOUR, rumour, decide, actor=happened.actor, now=happened.command.now)
    )


async def _contents(connection: AsyncConnection, rumour: Rumour) -> rules.Contents:
    found = {}
    for step, query in ((Step.LABEL, _UNLABELLED), (Step.UNLABEL, _LABELLED)):
        if rumour.status in STEPS[step].during:
            named = {"rumour": rumour.id, "most": rules.room(rumour, step)}
            found[step] = tuple((await connection.execute(query, named)).scalars())
    return rules.Contents(unlabelled=found.get(Step.LABEL, ()), labelled=found.get(Step.UNLABEL, ()))


@dataclass(frozen=True)
class Content:
    """A content that spreads a rumour, as stored in the table."""

    content: str
    found_at: datetime
    found_by: str
    via: str
    label_order: str | None
    unlabel_order: str | None


async def contents_of(
    database: Database, rumour: str, *, after: Position | None = None, most: int = pages.USUAL
) -> Page[Content]:
    """Return a page of a rumour's contents, by identifier."""
    async with database.transaction() as connection:
        found = await pages.read(connection, _PAGE, CONTENTS, {"rumour": rumour}, after=after, most=most)
    return found.of(lambda row: Content(**row._mapping))


async def openings(database: Database) -> dict[str, Opening]:
    """Return the opening of every open rumour, by its identifier."""
    async with database.transaction() as connection:
        rows = (await connection.execute(_OPEN, {"kind": KIND})).all()
    return {row.id: Opening.model_validate(row.opening) for row in rows}


async def mark(database: Database) -> tuple[Any, ...]:
    """Return a value that differs whenever an open rumour has changed, or the set of open rumours has."""
    async with database.transaction() as connection:
        return tuple((await connection.execute(_MARK, {"kind": KIND})).one())
