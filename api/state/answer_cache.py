"""Answer cache: the text of answers that were given before.

Between two boundaries of one standing nothing but the instant in an answer differs: that follows from the interval
model. So a question about the same standing is answered by putting the instant into the text that was sent before, as
long as neither `valid_until` nor another fact has come.
"""

from datetime import UTC, datetime, timedelta
from math import inf
from typing import Final, NamedTuple

from models.accounts.standing import Standing
from models.accounts.verdicts import Answer, Verdict
from models.gate.publishing import GateAnswer, PublishVerdict

_AT: Final = '"at":"'
"""Where the instant begins: within a text of JSON its quotation marks would be escaped."""


class Given(NamedTuple):
    """One answer of many, as it is sent."""

    answer: str
    text: str
    verdict: Answer | GateAnswer | None = None
    """None when nothing was decided: an item that was not understood, an account that nobody knows."""
    away: bool = False
    """Whether this is no answer, because the database cannot be reached."""


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
    """The instant as a number: two of those are compared ten times as fast as instants of different zones."""
    return (at - _EPOCH) // _MICROSECOND


class AnswerCache:
    """What one process has answered about the standings it has in memory; when there is too much, it begins anew."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._of: dict[str, tuple[Standing, dict[str, _Written]]] = {}

    def given(self, standing: Standing, question: str, at: int, at_text: str) -> Given | None:
        """The answer at that instant (in microseconds, and as it is written), if this very standing gave it between the
        same two boundaries.
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
        """Remember what was answered from this standing, written as `text`."""
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
