"""Answer cache: serialised answers by standing and question.

Between two boundaries of one standing, answers differ in their instant only; that follows from the interval model. A
question about the same standing is therefore answered by inserting the instant into the cached text, until
`valid_until` or a new fact.
"""

from datetime import UTC, datetime, timedelta
from math import inf
from typing import Final, NamedTuple

from models.accounts.standing import Standing
from models.accounts.verdicts import Answer, Verdict
from models.gate.publishing import GateAnswer, PublishVerdict

_AT: Final = '"at":"'
"""Text before the instant: within a JSON string its quotation marks would be escaped."""


class Given(NamedTuple):
    """One serialised answer of a batch."""

    answer: str
    text: str
    verdict: Answer | GateAnswer | None = None
    """None when nothing was decided: an item that was not understood, or an unknown account."""
    away: bool = False
    """Whether there is no answer because the database cannot be reached."""


class _Written(NamedTuple):
    since: int
    until: float
    verdict: Answer | GateAnswer
    answer: str
    before: str
    after: str


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def microseconds(at: datetime) -> int:
    """Return the instant as a number: comparing two numbers is ten times as fast as comparing instants of different
    zones.
    """
    return (at - _EPOCH) // _MICROSECOND


class AnswerCache:
    """Cached answers for the standings in memory of one process; a full cache is cleared."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._of: dict[str, tuple[Standing, dict[str, _Written]]] = {}

    def given(self, standing: Standing, question: str, at: int, at_text: str) -> Given | None:
        """Return the cached answer of this standing at an instant between the same two boundaries; None if there is
        none.

        `at` is the instant in microseconds, `at_text` as it is serialised.
        """
        held = self._of.get(standing.account)
        if held is None or held[0] is not standing:
            return None
        written = held[1].get(question)
        if written is None:
            return None
        since, until, verdict, answer, before, after = written
        return Given(answer, f"{before}{at_text}{after}", verdict) if since <= at < until else None

    def keep(self, standing: Standing, question: str, answer: Verdict | PublishVerdict, text: str) -> None:
        """Cache the answer to a question about this standing, serialised as `text`."""
        held = self._of.get(standing.account)
        if held is None or held[0] is not standing:
            if len(self._of) >= self._capacity:
                self._of.clear()
            held = self._of[standing.account] = (standing, {})
        before, mark, rest = text.partition(_AT)
        _, quote, after = rest.partition('"')
        until = inf if answer.valid_until is None else microseconds(answer.valid_until)
        held[1][question] = _Written(
            microseconds(answer.at), until, answer.answer, answer.answer.value, before + mark, quote + after
        )
