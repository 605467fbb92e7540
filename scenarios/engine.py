"""What an engine is: it does the steps of a scenario and answers its questions. What is shared by all lives here."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple, Protocol

from models.accounts.commands import Decision, Outcome
from models.accounts.verdicts import Eligibility, Never, Verdict
from models.base import Frozen
from models.gate.publishing import LabelKind, PublishVerdict
from models.instants import SHANGHAI, Instant
from models.rumours.rumours import Rumour, Status, Step
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
    """What the engine runs on was lost on the way. It says nothing of the rules: the scenario may begin anew."""


class Done(Frozen):
    """What became of a step, and for a refusal the reason in words."""

    outcome: Outcome
    because: str = ""


class Answered(Frozen):
    """An engine's answer to a question about a privilege, articles in order of rank."""

    answer: GateWord
    articles: tuple[int, ...] = ()
    kind: str | None = None
    """Of the first-ranked reason, as its cause."""
    cause: str | None = None
    until: Instant | Never | None = None
    labels: frozenset[LabelKind] = frozenset()
    limited: bool = False
    because: str = ""


class AnsweredEligible(Frozen):
    """An engine's answer to the question when an application would be granted."""

    eligible_at: Instant | Never
    because: str = ""


class AnsweredRumour(Frozen):
    """How a rumour stands; nothing of one that there is not."""

    status: Status | None = None
    orders: frozenset[Step] = frozenset()
    because: str = ""


Answer = Answered | AnsweredEligible | AnsweredRumour


class Engine(Protocol):
    """Whatever can live through a scenario. Steps and questions come in time order; `at` of each is "now"."""

    async def start(self, scenario: Scenario) -> None:
        """Begin anew: nothing of an earlier scenario is left, and the scenario's rulebook holds."""
        ...

    async def do(self, step: Happening) -> Done:
        """Carry out a step at its time."""
        ...

    async def ask(self, question: Question) -> Answer:
        """Answer a question at its time, with what was recorded by `as_of` (by then when it names none)."""
        ...

    async def close(self) -> None:
        """Give back what the engine holds."""
        ...


class Difference(NamedTuple):
    """What was expected, and what came instead."""

    what: str
    expected: str
    came: str


def outcome_of(decision: Decision) -> Done:
    """A decision of the rules as the outcome of a step."""
    refusal = decision.refusal
    return Done(outcome=decision.outcome, because="" if refusal is None else f"{refusal.code}: {refusal.message}")


def no_open_case(account: str) -> Done:
    """What becomes of a review where nothing waits for a person."""
    return Done(outcome="refused", because=f"account {account} has no open case")


def answer_of(verdict: Verdict) -> Answered:
    """A verdict of the rules as the answer to a question."""
    return Answered(
        answer=verdict.answer.value,
        articles=tuple(reason.article for reason in verdict.reasons),
        kind=verdict.reasons[0].kind if verdict.reasons else None,
        cause=verdict.reasons[0].cause if verdict.reasons else None,
        until=verdict.until,
        because="; ".join(reason.message for reason in verdict.reasons),
    )


def gate_answer_of(verdict: PublishVerdict) -> Answered:
    """A verdict of the publishing gate as the answer to a question with a draft."""
    return Answered(
        answer=verdict.answer.value,
        articles=tuple(reason.article for reason in verdict.reasons),
        until=verdict.until,
        labels=frozenset(label.kind for label in verdict.labels),
        limited=verdict.limited,
        because="; ".join(reason.message for reason in verdict.reasons),
    )


def eligibility_of(eligibility: Eligibility) -> AnsweredEligible:
    """An eligibility of the rules as the answer to a question."""
    return AnsweredEligible(
        eligible_at=eligibility.eligible_at,
        because="; ".join(reason.message for reason in eligibility.reasons),
    )


def rumour_answer_of(rumour: Rumour | None) -> AnsweredRumour:
    """How the rumour stands, and of which steps an order is not answered yet."""
    if rumour is None:
        return AnsweredRumour(because="there is no such rumour")
    words = "; ".join(words_of(rumour, step) for step in rumour.steps)
    waiting = frozenset(step for step, progress in rumour.steps.items() if progress.open)
    return AnsweredRumour(status=rumour.status, orders=waiting, because=words)


def unknown_account(question: AskAccount) -> Answer:
    """The answer about an account that does not exist, or did not by `as_of`."""
    because = f"there is no account {question.account}"
    if isinstance(question, AskEligible):
        return AnsweredEligible(eligible_at="never", because=because)
    return Answered(answer="refused", until="never", because=because)


def outcome_differences(step: Happening, done: Done) -> tuple[Difference, ...]:
    """What became of a step against what it says must become of it; nothing is compared when it says nothing."""
    if step.outcome is None or step.outcome == done.outcome:
        return ()
    return (Difference("outcome", step.outcome, done.outcome),)


def answer_differences(question: Question, answer: Answer) -> tuple[Difference, ...]:
    """An answer against the expected one, in everything that the question expects."""
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
