"""The ledger on PostgreSQL: each step is a command in a transaction, each answer comes from the stored standing.

On the way boundaries are settled as the backstop does it. After the last step of a scenario the ledger is verified,
and the transitions that were recorded must be the boundaries that the rules name: none more, none less, none twice.
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
from ledger.cases import cases
from ledger.cases.cases import CaseCommand, EnteredCase
from ledger.events import feed
from ledger.events.feed import RecordedTransition
from ledger.rumours import rumours
from ledger.sanctions import appeals
from ledger.store.database import Database
from ledger.streams import records
from ledger.streams.records import Act
from models.accounts.commands import ChangeHolder, Overturn, Receipt, Refusal, Register
from models.accounts.facts import Fact
from models.accounts.standing import Standing
from models.accounts.verdicts import Transition
from models.cases.cases import CaseKind, Outcome, Ruling
from models.rumours.matching import Repeated
from models.rumours.rumours import Rumour, RumourBody
from regulation.cases.cases import decide_case, open_case, opening
from regulation.cases.course import CASE
from regulation.catalogue.rulebook import IN_FORCE, Rulebook
from regulation.rumours.course import RUMOUR
from regulation.rumours.matching import Index
from regulation.sanctions.appeals import WINDOW
from regulation.standing.boundaries import transitions_between
from regulation.standing.fold import apply
from scenarios.appealing import ACTOR, REVIEWER
from scenarios.engine import Answer, Answered, Done, no_open_case, rumour_answer_of, unknown_account
from scenarios.proposing import ruling_of, subject_of
from scenarios.rules_engine import about_of, answer_from, draft_of
from scenarios.rumour_steps import REASON, AskRumour, RumourStep
from scenarios.screening import screened_by_default
from scenarios.steps import (
    Action,
    Appeal,
    AskAccount,
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
"""What a review decides; other cases have steps of their own."""
RULINGS: Final = {
    "approve": Ruling(outcome=Outcome.APPROVED),
    "reject": Ruling(outcome=Outcome.REJECTED, reason="as the scenario says"),
}
SECOND: Final = "second reviewer"
"""Who decides alike where it takes two."""
LONGEST_ID: Final = 64
_FORGET_CLOSED_NAMES: Final = text("DELETE FROM closed_names")
"""Names stay as a scenario has them, since they are screened: nobody may resemble who was closed in an earlier one."""


class RecordsDifferError(Exception):
    """What the ledger or the lifecycle holds after a scenario is not what follows from its facts."""


class LedgerEngine:
    """Lives through scenarios on a database of its own: it settles every account there is, at the scenario's times."""

    def __init__(self, database: Database, screen: Screen = screened_by_default) -> None:
        """`database` is migrated, empty or left by this engine, and stays the caller's to close."""
        self._database = database
        self._screen = screen
        self._prefix = ""
        self._rulebook: Rulebook = IN_FORCE
        self._steps_left = 0
        self._accounts: dict[str, None] = {}
        self._proposed: dict[str, CaseKind] = {}

    async def start(self, scenario: Scenario) -> None:
        """Take new names, so that accounts and holders of earlier scenarios are strangers; names shown then are new."""
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
            RecordsDifferError: after the last step, when the records are not what follows from the facts.
        """
        await self._arrive(step.at)
        if isinstance(step, Review):
            done = await self._review(step)
        elif isinstance(step, Appeal):
            done = await self._appeal(step)
        elif isinstance(step, RumourStep):
            done = await self._rumour(step)
        elif isinstance(step, Propose):
            done = await self._propose(step)
        elif isinstance(step, DecideCase):
            done = await self._decide_case(step)
        elif isinstance(step, DecideAppeal):
            done = await self._decide_appeal(step)
        else:
            done = self._outcome(await self._command(step))
        await self._left(step)
        return done

    async def ask(self, question: Question) -> Answer:
        """Answer from what is stored; with `as_of` from the facts recorded by then.

        Raises:
            RecordsDifferError: after the last step, when the records are not what follows from the facts.
        """
        await self._arrive(question.at)
        answer = await self._asked(question)
        await self._left(question)
        return answer

    async def close(self) -> None:
        """The database is the caller's."""

    # --- what an engine with a lifecycle does otherwise ---------------------------------------------------------------

    async def _arrive(self, at: datetime) -> None:
        """It is `at` now: what was passed on the way is recorded."""
        while await boundaries.settle_overdue(self._database, through=at, now=at, by="backstop"):
            pass

    async def _command(self, step: Action) -> Receipt:
        account = self._named(step.account)
        command = step.command
        if isinstance(command, Register | ChangeHolder):
            command = command.model_copy(update={"holder": self._named(command.holder)})
        elif isinstance(command, Overturn) and command.id in self._proposed:
            command = command.model_copy(update={"id": self._named(command.id)})
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
        """By two persons where it takes two."""
        if step.id not in self._proposed:
            return Done(outcome="refused", because=f"there is no open case {step.id}")
        case, kind = self._named(step.id), self._proposed[step.id]
        ruling = ruling_of(step, kind)
        entered = await self._decided(case, ruling, step.at)
        if entered.refusal is None and entered.state is not None and entered.state.decision is None:
            entered = await self._decided(case, ruling, step.at, by=SECOND)
        return self._entered(entered.refusal)

    async def _appeal(self, step: Appeal) -> Done:
        account = self._named(step.account)
        case = appeals.appeal_id(account, step.id)
        bare = open_case(opening(CaseKind.APPEAL, step.at, account=account))
        command = CaseCommand(CASE, case, bare, actor=ACTOR, now=step.at)
        act = appeals.opening_of(account, step.id, "scenario", (), WINDOW)
        return self._entered((await records.execute(self._database, command, act)).refusal)

    async def _decide_appeal(self, step: DecideAppeal) -> Done:
        case = appeals.appeal_id(self._named(step.account), step.id)
        return self._entered((await self._decided(case, step.ruling, step.at)).refusal)

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
        """Rumours that the step is not to be told of: those that it names, and those of other scenarios."""
        foreign = {name for name in await rumours.openings(self._database) if not name.startswith(self._prefix)}
        return foreign | {self._named(name) for name in step.other_than}

    async def _recorded(self, _: Receipt) -> None:
        """Nothing else has to learn of it."""

    async def _repeated(self, question: AskAccount) -> tuple[Repeated, ...]:
        """The open rumours of this scenario that its text repeats."""
        draft = draft_of(question)
        if draft is None or draft.text is None:
            return ()
        found = await rumours.openings(self._database)
        own = {name: opening for name, opening in found.items() if name.startswith(self._prefix)}
        return Index(own).repeated(draft.text, question.at, draft.stance)

    async def _review(self, step: Review) -> Done:
        account, undecided = self._named(step.account), ("open", "claimed")
        queue = await cases.queue(self._database, now=step.at, statuses=undecided, account=account)
        waiting = [case for case in queue if case.state.opening.kind in HELD]
        if not waiting:
            return no_open_case(step.account)
        oldest = min(waiting, key=lambda case: (case.opened_at, case.version, case.id))
        return self._entered((await self._decided(oldest.id, RULINGS[step.decision], step.at)).refusal)

    async def _decided(self, case: str, ruling: Ruling, at: datetime, by: str = REVIEWER) -> EnteredCase:
        decide = decide_case(by, ruling)
        command = CaseCommand(CASE, case, decide, actor=by, now=at, rulebook=self._rulebook)
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
        """The scenario ended at `at`: verify what was recorded."""
        async for fault in verify(self._database):
            raise RecordsDifferError(f"the ledger is at fault: {fault}")
        for account in self._accounts:
            facts = await self._facts(account)
            _require_same(account, named_by_the_rules(facts, at), await self._transitions(account, at))

    # --- what all of them share ---------------------------------------------------------------------------------------

    async def _left(self, step: Step) -> None:
        self._steps_left -= 1
        if not self._steps_left:
            await self._finish(step.at)

    def _named(self, name: str) -> str:
        """The account's or holder's own name in this scenario; a long one is cut and told apart by its hash."""
        if len(self._prefix + name) <= LONGEST_ID:
            return self._prefix + name
        digest = sha256(name.encode()).hexdigest()[:12]
        return f"{self._prefix}{name[: LONGEST_ID - len(self._prefix) - 13]}-{digest}"

    def _in_its_names(self, answer: Answer) -> Answer:
        """The answer with the account as the scenario names it: the cause of what was never granted."""
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
        """Every announcement of a boundary up to an instant, in the order in which it was made."""
        announced = (await feed.page(self._database, account=account, most=100_000)).events
        passed = [event.transition for event in announced if event.transition is not None]
        return [transition for transition in passed if transition.at <= through]


def named_by_the_rules(facts: Sequence[Fact], through: datetime) -> list[Transition]:
    """Every boundary that was passed up to an instant: of the standing after each fact, until the next was recorded."""
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
            raise RecordsDifferError(f"account {account}: the rules name the boundary {want}, recorded was {find}")
    if len(wanted) != len(found):
        surplus = [str(at) for at, *_ in (found[len(wanted) :] or wanted[len(found) :])]
        what = "are not boundaries" if len(found) > len(wanted) else "were never recorded"
        raise RecordsDifferError(f"account {account}: {', '.join(surplus)} {what}")
