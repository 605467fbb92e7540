"""Previews of decisions: the real transaction of a decision, rolled back (dry run).

The decision goes through `records.enter` with all reactions, so that a preview and the decision itself cannot differ;
what they left is read within the transaction, then nothing of it is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from ledger import rehearsing
from ledger.accounts.reading import standings_within
from ledger.events import feed
from ledger.networks import previews as networks
from ledger.sanctions import appeals
from ledger.store.database import Database
from ledger.streams import records
from ledger.streams.records import Command, Entered
from models.accounts.commands import Receipt, Refusal
from models.accounts.facts import Fact, reference_of
from models.cases.cases import Case, CaseBody, CaseKind, Decided, Ruling
from models.cases.corrections import Corrected
from models.cases.subjects import Appealed
from regulation.cases import cases as rules
from regulation.cases.choosing import Deciding, choice, with_reason
from regulation.cases.correcting import CORRECTIONS, correct_case
from regulation.cases.four_eyes import Further, considering
from regulation.cases.notices import answer_of
from regulation.cases.previews import Preview, StatementForeseen, Undoing
from regulation.cases.reducer import CASE, current
from regulation.catalogue.rulebook import Rulebook
from regulation.networks import NETWORK
from regulation.people import Persons, stand_in
from regulation.words.sentences.chinese import told

MOST_ACCOUNTS: Final = 20
"""Accounts whose effects a preview lists; the others are counted."""
SECOND: Final = "second-person"
"""Actor of the second decision in a preview; never recorded."""


@dataclass(frozen=True)
class Previewing:
    """Context of the previews of one case for one person."""

    case: str
    actor: str
    deciding: Deciding
    """Decides the case as this person, as the answer to the decision itself would say."""
    persons: Persons
    further: Further
    """What was decided elsewhere, and counts here."""
    now: datetime
    rulebook: Rulebook
    appeal_window: timedelta
    barred: Refusal | None = None
    """Refusal of this person whatever the outcome is (the role)."""
    correcting: bool = False
    """Whether the ruling corrects the decision of the case."""

    def at_once(self, actor: str, ruling: Ruling, persons: Persons) -> rules.DecideCase:
        """Return the rule that decides or corrects the case as the actor, without a window to take it back."""
        decide = correct_case if self.correcting else rules.decide_case
        return considering(self.further, decide(actor, ruling, persons=persons))


async def preview(database: Database, previewing: Previewing, ruling: Ruling) -> Preview | None:
    """Return what would follow from the ruling; None when there is no such case.

    Raises:
        DatabaseAwayError: PostgreSQL cannot be reached.
    """
    return await rehearsing.rehearsed(database, lambda connection: _rehearsed(connection, previewing, ruling))


async def _rehearsed(connection: AsyncConnection, previewing: Previewing, ruling: Ruling) -> Preview | None:
    known = (await records.state_within(connection, CASE, previewing.case)).state
    if known is None:
        return None
    case = current(known, previewing.now)
    correcting = previewing.correcting
    chosen = choice(case, ruling, previewing.deciding, previewing.now, previewing.barred, correcting=correcting)
    undone = _undoing(case) if correcting else None
    if not chosen.may or chosen.taking == "drops":
        return Preview(choice=chosen, undone=undone if chosen.may else None)
    full = with_reason(case, ruling, correcting=correcting)
    missing = chosen.reason_needed and not ruling.reason
    newest = await feed.newest_within(connection)
    savepoint = await connection.begin_nested()
    entered = await _decided(connection, previewing, full)
    if entered.refusal is not None or entered.state is None or entered.state.decision is None:
        refused = chosen.model_copy(
            update={"may": False, "refusal": entered.refusal and told(entered.refusal), "taking": None}
        )
        return Preview(choice=refused, reason_missing=missing)
    roster = await _roster(connection, previewing, entered.state)
    facts = _by_account((*entered.receipts, *(() if roster is None else roster.receipts)))
    listed = list(facts)[:MOST_ACCOUNTS]
    after = await standings_within(connection, listed)
    events = await feed.written_within(connection, newest)
    statements = await _statements(connection, previewing, entered.state, facts, listed)
    await savepoint.rollback()
    before = await standings_within(connection, listed)
    return Preview(
        choice=chosen,
        undone=undone,
        accounts=tuple(rehearsing.effect_of(before[account], after[account], facts[account]) for account in listed),
        accounts_concerned=len(facts) if roster is None else roster.changed + roster.not_looked_at,
        events=tuple(map(rehearsing.foreseen, events)),
        statements=statements,
        reason_missing=missing,
    )


async def _decided(connection: AsyncConnection, previewing: Previewing, ruling: Ruling) -> Entered[CaseBody, Case]:
    """Decide the case, by two persons where it takes two: what follows is what the second decision would lead to."""
    at_once, persons = previewing.at_once, previewing.persons
    entered = await _enter(connection, previewing, previewing.actor, at_once(previewing.actor, ruling, persons))
    if entered.refusal is not None or any(isinstance(one.body, Decided | Corrected) for one in entered.entries):
        return entered
    both = Persons((*persons.everybody, stand_in(SECOND)))
    return await _enter(connection, previewing, SECOND, at_once(SECOND, ruling, both))


async def _roster(connection: AsyncConnection, previewing: Previewing, case: Case) -> networks.Reached | None:
    """Return what the decision of a case about a network does to the roster, which follows after the transaction."""
    origin = case.opening.origin
    if case.opening.kind is not CaseKind.NETWORK or origin is None:
        return None
    network = (await records.state_within(connection, NETWORK, origin.id)).state
    if network is None:
        return None
    return await networks.reach(connection, network, actor=previewing.actor, now=previewing.now, listed=MOST_ACCOUNTS)


def _undoing(case: Case) -> Undoing | None:
    if case.decision is None:
        return None
    outcome = case.decision.ruling.outcome
    words = CORRECTIONS[case.opening.kind][outcome].words
    return Undoing(outcome=outcome, zh=words.zh, en=words.en)


async def _enter(
    connection: AsyncConnection, previewing: Previewing, actor: str, decide: rules.DecideCase
) -> Entered[CaseBody, Case]:
    command = Command(CASE, previewing.case, decide, actor=actor, now=previewing.now, rulebook=previewing.rulebook)
    return await records.enter(connection, command)


def _by_account(receipts: Sequence[Receipt]) -> dict[str, tuple[Fact, ...]]:
    found: dict[str, tuple[Fact, ...]] = {}
    for receipt in receipts:
        if receipt.facts:
            found[receipt.account] = (*found.get(receipt.account, ()), *receipt.facts)
    return found


async def _statements(
    connection: AsyncConnection,
    previewing: Previewing,
    case: Case,
    facts: dict[str, tuple[Fact, ...]],
    listed: Sequence[str],
) -> tuple[StatementForeseen, ...]:
    """Return the texts that the holders would read: statements of the actions concerned, and answers to applicants."""
    named = [(account, reference_of(fact.body)) for account in listed for fact in facts[account]]
    subject, account = case.opening.subject, case.opening.account
    if isinstance(subject, Appealed) and account is not None:
        named.append((account, subject.action))
    found: list[StatementForeseen] = []
    for about, action in dict.fromkeys(named):
        stated = action and await appeals.statement_within(
            connection, about, action, now=previewing.now, window=previewing.appeal_window
        )
        if stated:
            found.append(StatementForeseen(account=about, action=stated.id, zh=stated.zh, en=stated.en))
    answer = answer_of(case)
    if answer is not None:
        found.append(StatementForeseen(account=account, zh=answer.zh, en=answer.en))
    return tuple(found)
