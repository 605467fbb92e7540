"""Engine of the ledger on PostgreSQL: each step is a command in a transaction, answers come from the stored standing.

Between steps, boundaries are recorded as the backstop does it. After the last step of a scenario the ledger is
verified, and the recorded transitions must be exactly the boundaries that the rules name, each once.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from itertools import pairwise
from typing import Final

from sqlalchemy import text

from ledger.accounts import boundaries, reading
from ledger.accounts.commands import Request, executed
from ledger.accounts.reviews import Screen
from ledger.accounts.verification import verify
from ledger.cases import queue
from ledger.cases.cases import CaseCommand, EnteredCase
from ledger.events import feed
from ledger.events.feed import RecordedTransition
from ledger.rumours import rumours
from ledger.sanctions import appeals, four_eyes
from ledger.store.database import Database
from ledger.streams import records
from ledger.streams.records import Act
from models.accounts.commands import ChangeHolder, Overturn, Receipt, Refusal, Register
from models.accounts.facts import Fact
from models.accounts.standing import Standing
from models.accounts.verdicts import Transition
from models.cases.cases import CaseKind, CaseStatus, Outcome, Ruling
from models.cases.queue import CaseFilters
from models.rumours.matching import Repeated
from models.rumours.rumours import Rumour, RumourBody
from regulation.cases import cases as rules
from regulation.cases.cases import decide_case, open_case, opening
from regulation.cases.correcting import correct_case
from regulation.cases.four_eyes import NOTHING, considering
from regulation.cases.reducer import CASE
from regulation.catalogue.rulebook import IN_FORCE, Rulebook
from regulation.rumours.matching import Index
from regulation.rumours.reducer import RUMOUR
from regulation.sanctions.appeals import WINDOW
from regulation.standing.boundaries import transitions_between
from regulation.standing.fold import apply
from scenarios.appealing import ACTOR, OF_APPEALS, PERSONS, REVIEWER, SECOND, THIRD
from scenarios.engine import Answer, Answered, Done, no_open_case, rumour_answer_of, unknown_account
from scenarios.proposing import ruling_of, subject_of
from scenarios.rules_engine import about_of, answer_from, draft_of
from scenarios.rumour_steps import REASON, AskRumour, RumourStep
from scenarios.screening import screened_by_default
from scenarios.steps import (
    Action,
    Appeal,
    AskAccount,
    CorrectCase,
    CorrectReview,
    DecideAppeal,
    DecideCase,
    Happening,
    Propose,
    Question,
    Review,
    Scenario,
    Step,
)

HELD: Final = frozenset({CaseKind.REGISTRATION, CaseKind.PROFILE_CHANGE})
"""Kinds of cases that the step `review` decides; others have steps of their own."""
RULINGS: Final = {
    "approve": Ruling(outcome=Outcome.APPROVED),
    "reject": Ruling(outcome=Outcome.REJECTED, reason="as the scenario says"),
}
LONGEST_ID: Final = 64
_FORGET_CLOSED_NAMES: Final = text("DELETE FROM closed_names")
"""Account names are screened as the scenario writes them, so names closed in earlier scenarios are removed."""


class RecordsDifferError(Exception):
    """Records of the ledger or the lifecycle after a scenario differ from what follows from its facts."""


class LedgerEngine:
    """Engine on a database of its own; it records the boundaries of all accounts there, at the scenario's times."""

    def __init__(self, database: Database, screen: Screen = screened_by_default) -> None:
        """Use a migrated `database` that is empty or was used by this engine only; the caller closes it."""
        self._database = database
        self._screen = screen
        self._prefix = ""
        self._rulebook: Rulebook = IN_FORCE
        self._steps_left = 0
        self._accounts: dict[str, None] = {}
        self._proposed: dict[str, CaseKind] = {}

    async def start(self, scenario: Scenario) -> None:
        """Start with a new prefix for identifiers, which keeps accounts and holders of earlier scenarios apart."""
        self._prefix = f"{secrets.token_hex(4)}-"
        self._rulebook = scenario.rulebook
        self._steps_left = len(scenario.steps)
        self._accounts = {}
        self._proposed = {}
        async with self._database.transaction() as connection:
            await connection.execute(_FORGET_CLOSED_NAMES)

    async def do(self, step: Happening) -> Done:
        """Carry out a step at its time.

        Raises:
            RecordsDifferError: after the last step, when the records differ from what follows from the facts.
        """
        await self._arrive(step.at)
        if isinstance(step, CorrectReview):
            done = await self._correct_review(step)
        elif isinstance(step, Review):
            done = await self._review(step)
        elif isinstance(step, Appeal):
            done = await self._appeal(step)
        elif isinstance(step, RumourStep):
            done = await self._rumour(step)
        elif isinstance(step, Propose):
            done = await self._propose(step)
        elif isinstance(step, CorrectCase):
            done = await self._correct_case(step)
        elif isinstance(step, DecideCase):
            done = await self._decide_case(step)
        elif isinstance(step, DecideAppeal):
            done = await self._decide_appeal(step)
        else:
            done = self._outcome(await self._command(step))
        await self._left(step)
        return done

    async def ask(self, question: Question) -> Answer:
        """Answer from the stored standing, or with `as_of` from the facts recorded by then.

        Raises:
            RecordsDifferError: after the last step, when the records differ from what follows from the facts.
        """
        await self._arrive(question.at)
        answer = await self._asked(question)
        await self._left(question)
        return answer

    async def close(self) -> None:
        """Do nothing: the caller closes the database."""

    # --- overridden by the engine with lifecycles ---------------------------------------------------------------------

    async def _arrive(self, at: datetime) -> None:
        """Advance to `at` and record the boundaries up to then."""
        while await boundaries.record_overdue(self._database, through=at, now=at, by="backstop"):
            pass

    async def _command(self, step: Action) -> Receipt:
        account = self._named(step.account)
        command = step.command
        if isinstance(command, Register | ChangeHolder):
            command = command.model_copy(update={"holder": self._named(command.holder)})
        elif isinstance(command, Overturn):
            command = command.model_copy(update={"id": self._action(command.id)})
        done = await executed(
            self._database,
            Request(
                account=account,
                command=command,
                actor=ACTOR,
                now=step.at,
                effective_at=step.effective_at,
                rulebook=self._rulebook,
                screen=self._screen,
            ),
        )
        for other in done.others:
            await self._recorded(other)
        if done.receipt.version:
            self._accounts[account] = None
        return done.receipt

    async def _propose(self, step: Propose) -> Done:
        kind, subject = subject_of(step)
        opened = open_case(opening(kind, step.at, account=self._named(step.account), subject=subject))
        self._proposed[step.id] = kind
        command = CaseCommand(CASE, self._named(step.id), opened, actor=ACTOR, now=step.at)
        return self._entered((await records.execute(self._database, command)).refusal)

    async def _decide_case(self, step: DecideCase) -> Done:
        """Decide the case, by a second person too if it needs two."""
        if step.id not in self._proposed:
            return Done(outcome="refused", because=f"there is no open case {step.id}")
        case, kind = self._named(step.id), self._proposed[step.id]
        ruling = ruling_of(step, kind)
        entered = await self._decided(case, ruling, step.at)
        if entered.refusal is None and entered.state is not None and entered.state.decision is None:
            entered = await self._decided(case, ruling, step.at, by=SECOND)
        return self._entered(entered.refusal)

    async def _correct_case(self, step: CorrectCase) -> Done:
        """Correct the decision, by a second person too if it needs two."""
        if step.id not in self._proposed:
            return Done(outcome="refused", because=f"there is no decided case {step.id}")
        case, ruling = self._named(step.id), ruling_of(step, self._proposed[step.id])
        entered = await self._corrected(case, ruling, step.at, by=SECOND)
        known = entered.state
        if entered.refusal is None and known is not None and known.correction is not None:
            took_part = set() if known.decision is None else {known.decision.by, known.decision.proposed_by}
            another = next(person for person in (THIRD, REVIEWER) if person not in took_part)
            entered = await self._corrected(case, ruling, step.at, by=another)
        return self._entered(entered.refusal)

    async def _appeal(self, step: Appeal) -> Done:
        account = self._named(step.account)
        action = self._action(step.id)
        case = appeals.appeal_id(account, action)
        bare = open_case(opening(CaseKind.APPEAL, step.at, account=account))
        command = CaseCommand(CASE, case, bare, actor=ACTOR, now=step.at)
        act = appeals.opening_of(account, action, "scenario", (), WINDOW)
        return self._entered((await records.execute(self._database, command, act)).refusal)

    async def _decide_appeal(self, step: DecideAppeal) -> Done:
        case = appeals.appeal_id(self._named(step.account), self._action(step.id))
        first, second = OF_APPEALS
        entered = await self._decided(case, step.ruling, step.at, by=first)
        if entered.refusal is None and entered.state is not None and entered.state.decision is None:
            entered = await self._decided(case, step.ruling, step.at, by=second)
        return self._entered(entered.refusal)

    def _action(self, action: str) -> str:
        """Identifier of an action in the database: that of a case of the scenario has its prefix."""
        return self._named(action) if action in self._proposed else action

    async def _rumour(self, step: RumourStep) -> Done:
        act: Act[RumourBody, Rumour] | None = None
        if step.name == "rumour":
            act = rumours.as_another(rumours.opened_with(step.contents), step.opening(), await self._besides(step))
        elif step.name == "reopen_rumour":
            act = rumours.as_another(other_than=await self._besides(step))
        elif step.name == "rumour_contents":
            act = rumours.with_contents(step.contents)
        elif step.name == "accuse":
            making, spreading = (tuple(map(self._named, named)) for named in (step.making, step.spreading))
            act = rumours.accused(rumours.Accusation(making, spreading, REASON, self._rulebook))
        command = records.Command(RUMOUR, self._named(step.id), step.decide(), actor=ACTOR, now=step.at)
        entered = await records.execute(self._database, command, act)
        for receipt in entered.receipts:
            await self._recorded(receipt)
        return self._entered(entered.refusal)

    async def _besides(self, step: RumourStep) -> set[str]:
        """Rumours that the step is not compared with: those that it names, and those of other scenarios."""
        foreign = {name for name in await rumours.openings(self._database) if not name.startswith(self._prefix)}
        return foreign | {self._named(name) for name in step.other_than}

    async def _recorded(self, _: Receipt) -> None:
        """Do nothing: without lifecycles no other component needs the facts."""

    async def _repeated(self, question: AskAccount) -> tuple[Repeated, ...]:
        """Open rumours of this scenario that the question's draft repeats."""
        draft = draft_of(question)
        if draft is None or draft.text is None:
            return ()
        found = await rumours.openings(self._database)
        own = {name: opening for name, opening in found.items() if name.startswith(self._prefix)}
        return Index(own).repeated(draft.text, question.at, draft.stance)

    async def _review(self, step: Review) -> Done:
        undecided = CaseFilters(status=(CaseStatus.OPEN, CaseStatus.CLAIMED), account=self._named(step.account))
        found = await queue.listed(self._database, undecided, now=step.at)
        waiting = [case for case in found if case.state.opening.kind in HELD]
        if not waiting:
            return no_open_case(step.account)
        oldest = min(waiting, key=lambda case: (case.opened_at, case.version, case.id))
        return self._entered((await self._decided(oldest.id, RULINGS[step.decision], step.at)).refusal)

    async def _correct_review(self, step: CorrectReview) -> Done:
        decided = CaseFilters(status=(CaseStatus.DECIDED,), account=self._named(step.account))
        found = await queue.listed(self._database, decided, now=step.at, sort="decided")
        reviews = [case for case in found if case.state.opening.kind in HELD]
        if not reviews:
            return Done(outcome="refused", because=f"account {step.account} has no decided review")
        ruling = RULINGS[step.decision].model_copy(update={"reason": REASON})
        return self._entered((await self._corrected(reviews[0].id, ruling, step.at)).refusal)

    async def _corrected(self, case: str, ruling: Ruling, at: datetime, by: str = REVIEWER) -> EnteredCase:
        return await self._ruled(case, correct_case(by, ruling, persons=PERSONS), at, by)

    async def _decided(self, case: str, ruling: Ruling, at: datetime, by: str = REVIEWER) -> EnteredCase:
        return await self._ruled(case, decide_case(by, ruling, persons=PERSONS), at, by)

    async def _ruled(self, case: str, decide: rules.DecideCase, at: datetime, by: str) -> EnteredCase:
        async with self._database.snapshot() as connection:
            known = (await records.state_within(connection, CASE, case)).state
            further = NOTHING if known is None else await four_eyes.further(connection, known)
        considered = considering(further, decide)
        command = CaseCommand(CASE, case, considered, actor=by, now=at, rulebook=self._rulebook)
        entered = await records.execute(self._database, command)
        for receipt in entered.receipts:
            await self._recorded(receipt)
        return entered

    def _entered(self, refusal: Refusal | None) -> Done:
        if refusal is None:
            return Done(outcome="done")
        return Done(outcome="refused", because=f"{refusal.code}: {refusal.message}".replace(self._prefix, ""))

    async def _asked(self, question: Question) -> Answer:
        if isinstance(question, AskRumour):
            rumour = await records.state_of(self._database, RUMOUR, self._named(question.id))
            return rumour_answer_of(rumour.state)
        return await self._answer(question)

    async def _answer(self, question: AskAccount) -> Answer:
        account = self._named(question.account)
        if question.as_of is None and about_of(question) == question.at:
            standing = await reading.standing_of(self._database, account)
        else:
            standing = await reading.history_of(self._database, account, as_of=question.as_of)
        if standing is None:
            return unknown_account(question)
        return self._in_its_names(answer_from(standing, question, await self._repeated(question)))

    async def _finish(self, at: datetime) -> None:
        """Verify the ledger and the recorded boundaries at the end of the scenario."""
        async for fault in verify(self._database):
            raise RecordsDifferError(f"verification of the ledger failed: {fault}")
        for account in self._accounts:
            facts = await self._facts(account)
            _require_same(account, named_by_the_rules(facts, at), await self._transitions(account, at))

    # --- shared by both engines ---------------------------------------------------------------------------------------

    async def _left(self, step: Step) -> None:
        self._steps_left -= 1
        if not self._steps_left:
            await self._finish(step.at)

    def _named(self, name: str) -> str:
        """Identifier of an account or holder in the database: prefix and name; a long name is cut and gets a hash."""
        if len(self._prefix + name) <= LONGEST_ID:
            return self._prefix + name
        digest = sha256(name.encode()).hexdigest()[:12]
        return f"{self._prefix}{name[: LONGEST_ID - len(self._prefix) - 13]}-{digest}"

    def _in_its_names(self, answer: Answer) -> Answer:
        """Answer whose cause has the scenario's name instead of the database's identifier."""
        if isinstance(answer, Answered) and answer.cause is not None:
            return answer.model_copy(update={"cause": answer.cause.removeprefix(self._prefix)})
        return answer

    def _outcome(self, receipt: Receipt) -> Done:
        refusal = receipt.refusal
        because = "" if refusal is None else f"{refusal.code}: {refusal.message}"
        return Done(outcome=receipt.outcome, because=because.replace(self._prefix, ""))

    async def _facts(self, account: str) -> list[Fact]:
        return [recorded.fact async for recorded in reading.every_fact(self._database, account)]

    async def _transitions(self, account: str, through: datetime) -> list[RecordedTransition]:
        """Announced boundaries up to an instant, in the order of their announcement."""
        announced = (await feed.page(self._database, account=account, most=100_000)).events
        passed = [event.transition for event in announced if event.transition is not None]
        return [transition for transition in passed if transition.at <= through]


def named_by_the_rules(facts: Sequence[Fact], through: datetime) -> list[Transition]:
    """Boundaries up to an instant by the rules: those of the standing after each fact, until the next is recorded."""
    named: list[Transition] = []
    standing: Standing | None = None
    ends = (*(fact.recorded_at for fact in facts), through)
    for fact, (start, end) in zip(facts, pairwise(ends), strict=True):
        standing = apply(standing, fact)
        named += transitions_between(standing, start, end)
    return named


def _require_same(account: str, named: Sequence[Transition], recorded: Sequence[RecordedTransition]) -> None:
    wanted = [(one.at, one.version, one.changes, one.message) for one in named]
    found = [(one.at, one.version, one.changes, one.message) for one in recorded]
    for want, find in zip(wanted, found, strict=False):
        if want != find:
            raise RecordsDifferError(f"account {account}: the boundary by the rules is {want}, the recorded one {find}")
    if len(wanted) != len(found):
        surplus = [str(at) for at, *_ in (found[len(wanted) :] or wanted[len(found) :])]
        what = "are no boundaries by the rules" if len(found) > len(wanted) else "were not recorded"
        raise RecordsDifferError(f"account {account}: {', '.join(surplus)} {what}")
