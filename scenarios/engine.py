"""Interface of the engines, which carry out the steps of a scenario and answer its questions, and code they share."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple, Protocol

from models.accounts.commands import Decision, Outcome
from models.accounts.verdicts import Eligibility, Never, Verdict
from models.base import Frozen
from models.gate.publishing import LabelKind, PublishVerdict
from models.instants import SHANGHAI, Instant
from models.rumours.rumours import Rumour, RumourStatus, Step
from regulation.rumours.rumours import words_of
from scenarios.rumour_steps import AskRumour
from scenarios.steps import (
    AskAccount,
    AskEligible,
    AskPrivilege,
    ExpectedAnswer,
    GateWord,
    Happening,
    Question,
    Scenario,
)


class LostError(Exception):
    """The engine lost its server. This says nothing about the rules, so the scenario may be run again."""


class Done(Frozen):
    """Outcome of a step, and for a refusal the reason in words."""

    outcome: Outcome
    because: str = ""


class Answered(Frozen):
    """Answer to a question about a privilege; articles in order of rank."""

    answer: GateWord
    articles: tuple[int, ...] = ()
    kind: str | None = None
    """Kind of the first-ranked reason; `cause` is its cause."""
    cause: str | None = None
    until: Instant | Never | None = None
    labels: frozenset[LabelKind] = frozenset()
    limited: bool = False
    because: str = ""


class AnsweredEligible(Frozen):
    """Answer to the question when an application would be granted."""

    eligible_at: Instant | Never
    because: str = ""


class AnsweredRumour(Frozen):
    """State of a rumour; `status` is None if there is no such rumour."""

    status: RumourStatus | None = None
    orders: frozenset[Step] = frozenset()
    because: str = ""


Answer = Answered | AnsweredEligible | AnsweredRumour


class Engine(Protocol):
    """Engine that can run a scenario. Steps and questions come in time order; `at` of each is "now"."""

    async def start(self, scenario: Scenario) -> None:
        """Start a scenario with its rulebook, without anything of earlier scenarios."""
        ...

    async def do(self, step: Happening) -> Done:
        """Carry out a step at its time."""
        ...

    async def ask(self, question: Question) -> Answer:
        """Answer a question at its time, by the facts recorded by `as_of` (default: by its time)."""
        ...

    async def close(self) -> None:
        """Release the engine's resources."""
        ...


class Difference(NamedTuple):
    """Difference between an expected value and the actual one."""

    what: str
    expected: str
    actual: str


def outcome_of(decision: Decision) -> Done:
    """Outcome of a step from a decision of the rules."""
    refusal = decision.refusal
    return Done(outcome=decision.outcome, because="" if refusal is None else f"{refusal.code}: {refusal.message}")


def no_open_case(account: str) -> Done:
    """Outcome of a review when no case of the account waits for a person."""
    return Done(outcome="refused", because=f"account {account} has no open case")


def answer_of(verdict: Verdict) -> Answered:
    """Answer from a verdict of the rules."""
    return Answered(
        answer=verdict.answer.value,
        articles=tuple(reason.article for reason in verdict.reasons),
        kind=verdict.reasons[0].kind if verdict.reasons else None,
        cause=verdict.reasons[0].cause if verdict.reasons else None,
        until=verdict.until,
        because="; ".join(reason.message for reason in verdict.reasons),
    )


def gate_answer_of(verdict: PublishVerdict) -> Answered:
    """Answer from a verdict of the publishing gate, for a question with a draft."""
    return Answered(
        answer=verdict.answer.value,
        articles=tuple(reason.article for reason in verdict.reasons),
        until=verdict.until,
        labels=frozenset(label.kind for label in verdict.labels),
        limited=verdict.limited,
        because="; ".join(reason.message for reason in verdict.reasons),
    )


def eligibility_of(eligibility: Eligibility) -> AnsweredEligible:
    """Answer from an eligibility of the rules."""
    return AnsweredEligible(
        eligible_at=eligibility.eligible_at,
        because="; ".join(reason.message for reason in eligibility.reasons),
    )


def rumour_answer_of(rumour: Rumour | None) -> AnsweredRumour:
    """State of the rumour, with the steps whose orders are not answered yet."""
    if rumour is None:
        return AnsweredRumour(because="there is no such rumour")
    words = "; ".join(words_of(rumour, step) for step in rumour.steps)
    waiting = frozenset(step for step, progress in rumour.steps.items() if progress.open)
    return AnsweredRumour(status=rumour.status, orders=waiting, because=words)


def unknown_account(question: AskAccount) -> Answer:
    """Answer about an account that does not exist, or did not by `as_of`."""
    because = f"there is no account {question.account}"
    if isinstance(question, AskEligible):
        return AnsweredEligible(eligible_at="never", because=because)
    return Answered(answer="refused", until="never", because=because)


def outcome_differences(step: Happening, done: Done) -> tuple[Difference, ...]:
    """Difference between a step's outcome and the expected one; empty if the step expects none."""
    if step.outcome is None or step.outcome == done.outcome:
        return ()
    return (Difference("outcome", step.outcome, done.outcome),)


def answer_differences(question: Question, answer: Answer) -> tuple[Difference, ...]:
    """Differences between an answer and the expected one, in the fields that the question names."""
    if isinstance(question, AskRumour):
        return tuple(_rumour_compared(question, answer))
    return tuple(_compared(question, answer))


def _compared(question: AskAccount, answer: Answer) -> Iterator[Difference]:
    if isinstance(question, AskEligible):
        if not isinstance(answer, AnsweredEligible):
            raise TypeError(f"{question.place}: the engine answered {answer!r}")
        if answer.eligible_at != question.eligible_at:
            yield Difference("eligible_at", _shown(question.eligible_at), _shown(answer.eligible_at))
        return
    if not isinstance(answer, Answered):
        raise TypeError(f"{question.place}: the engine answered {answer!r}")
    wanted = question.expected
    if wanted.answer not in {None, answer.answer}:
        yield Difference("answer", str(wanted.answer), answer.answer)
    if wanted.articles is not None and wanted.articles != frozenset(answer.articles):
        yield Difference("articles", _listed(wanted.articles), _listed(answer.articles))
    if isinstance(question, AskPrivilege):
        yield from _reason_compared(question.expected, answer)
        return
    if question.expected.labels not in {None, answer.labels}:
        yield Difference("labels", _listed(question.expected.labels or ()), _listed(answer.labels))
    if question.expected.limited not in {None, answer.limited}:
        yield Difference("limited", str(question.expected.limited).lower(), str(answer.limited).lower())


def _reason_compared(wanted: ExpectedAnswer, answer: Answered) -> Iterator[Difference]:
    first = next(iter(answer.articles), None)
    if wanted.article not in {None, first}:
        yield Difference("article", str(wanted.article), "none" if first is None else str(first))
    if wanted.kind not in {None, answer.kind}:
        yield Difference("kind", str(wanted.kind), answer.kind or "none")
    if wanted.cause not in {None, answer.cause}:
        yield Difference("cause", str(wanted.cause), answer.cause or "none")
    if wanted.until not in {None, answer.until}:
        yield Difference("until", _shown(wanted.until), _shown(answer.until))


def _rumour_compared(question: AskRumour, answer: Answer) -> Iterator[Difference]:
    if not isinstance(answer, AnsweredRumour):
        raise TypeError(f"{question.place}: the engine answered {answer!r}")
    wanted = question.expected
    if wanted.status not in {None, answer.status}:
        yield Difference("status", str(wanted.status), str(answer.status or "none"))
    if wanted.orders not in {None, answer.orders}:
        yield Difference("orders", _listed(wanted.orders or frozenset()), _listed(answer.orders))


def _shown(instant: datetime | Never | None) -> str:
    if instant is None:
        return "none"
    return instant if isinstance(instant, str) else instant.astimezone(SHANGHAI).isoformat()


def _listed(things: frozenset[int] | frozenset[LabelKind] | frozenset[Step] | tuple[int, ...] | tuple[()]) -> str:
    return f"[{', '.join(map(str, sorted(set(things), key=str)))}]"
