"""Appeals for the engine without a ledger: the rules of cases (article 12), on cases kept in memory."""

from collections.abc import Callable, Sequence
from typing import Final

from models.accounts.commands import Command, Refusal
from models.accounts.facts import Fact
from models.cases.cases import KIND, Case, CaseEntry, CaseKind, Outcome
from models.cases.subjects import Appealed
from models.instants import Instant
from regulation.cases.cases import DecideCase, decide_case, open_case, opening
from regulation.cases.four_eyes import Further, considering
from regulation.cases.reducer import CASE
from regulation.people import Persons, stand_in
from regulation.sanctions.actions import actions_of
from regulation.sanctions.appeals import WINDOW, command_of, refusal_of
from scenarios.engine import Done
from scenarios.steps import Appeal, DecideAppeal

ACTOR: Final = "scenario"
"""Actor of every step except decisions about cases, which need other persons."""
REVIEWER: Final = "reviewer"
SECOND: Final = "second-reviewer"
THIRD: Final = "third-reviewer"
OF_APPEALS: Final = ("appeal-reviewer", "second-appeal-reviewer")
"""Persons who decide appeals, the second where one is not enough: neither has decided anything else."""
PERSONS: Final = Persons(tuple(stand_in(name) for name in (REVIEWER, SECOND, THIRD, *OF_APPEALS)))
"""Directory of a scenario: the persons who decide its cases."""


class Appeals:
    """Appeals of a scenario, by account and action."""

    def __init__(self) -> None:
        self._cases: dict[tuple[str, str], Case] = {}
        self._entries: dict[tuple[str, str], int] = {}

    def open(self, step: Appeal, facts: Sequence[Fact]) -> Done:
        """Open an appeal of the account, or refuse it by the rules."""
        key = (step.account, step.id)
        found = next((one for one in actions_of(facts) if one.id == step.id), None)
        refusal = refusal_of(step.account, step.id, found, self._cases.get(key), step.at, WINDOW)
        if refusal is not None or found is None:
            return _done(refusal)
        opened = opening(
            CaseKind.APPEAL,
            step.at,
            account=step.account,
            subject=Appealed(action=step.id, category=found.category, says="scenario"),
            not_by=found.decided_by,
        )
        return _done(self._enter(key, open_case(opened), ACTOR, step.at))

    def decide(
        self,
        step: DecideAppeal,
        facts: Sequence[Fact],
        two_persons: tuple[Outcome, ...],
        carry_out: Callable[[Command, bool], Done],
    ) -> Done:
        """Decide the appeal by the first of `OF_APPEALS`, and by the second where the outcome takes two persons. If the
        command that follows is refused, the appeal stays as it was.
        """
        key = (step.account, step.id)
        before = self._cases.get(key)
        found = next((one for one in actions_of(facts) if one.id == step.id), None)
        by_two = step.ruling.outcome in two_persons
        for person in OF_APPEALS if by_two else OF_APPEALS[:1]:
            decide = considering(Further(two_persons), decide_case(person, step.ruling, persons=PERSONS))
            refusal = self._enter(key, decide, person, step.at)
            if refusal is not None:
                return _done(refusal)
        if found is None:
            return _done(None)
        command = command_of(found, step.ruling)
        if command is None:
            return Done(outcome="done")
        if isinstance(command, Refusal):
            done = Done(outcome="refused", because=command.message)
        else:
            done = carry_out(command, by_two)
        if done.outcome == "refused" and before is not None:
            self._cases[key] = before
        return done

    def _enter(self, key: tuple[str, str], decide: DecideCase, actor: str, at: Instant) -> Refusal | None:
        case = self._cases.get(key)
        decided = decide(case, at)
        if isinstance(decided, Refusal):
            return decided
        for body in decided.bodies:
            seq = self._entries.get(key, 0) + 1
            self._entries[key] = seq
            entry = CaseEntry(kind=KIND, record="appeal", seq=seq, recorded_at=at, actor=actor, body=body)
            case = CASE.apply(case, entry)
        if case is not None:
            self._cases[key] = case
        return None


def _done(refusal: Refusal | None) -> Done:
    if refusal is None:
        return Done(outcome="done")
    return Done(outcome="refused", because=f"{refusal.code}: {refusal.message}")
