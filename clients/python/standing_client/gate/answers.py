"""Answers of the gate. One decided here and one from the server look the same, byte for byte."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from pydantic_core import from_json

from standing_client._rules import SHANGHAI, PublishVerdict, Verdict
from standing_client._rules import Answer as RulesAnswer

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC).astimezone(SHANGHAI)
_MICROSECOND: Final = timedelta(microseconds=1)
_NEVER: Final = 2**63
"""Microseconds since 1970 of a boundary that never comes."""
_AT: Final = '"at":"'
"""Text before the instant: within a JSON string its quotation marks would be escaped."""


def microseconds(at: datetime) -> int:
    """Return the instant as microseconds since 1970, which are compared ten times as fast."""
    return (at - _EPOCH) // _MICROSECOND


def until(valid_until: datetime | None) -> int:
    """Return a boundary as microseconds since 1970."""
    return _NEVER if valid_until is None else microseconds(valid_until)


def instant(at_us: int) -> datetime:
    """Return the instant of a number of microseconds, in Shanghai's time."""
    return _EPOCH + timedelta(0, *divmod(at_us, 1_000_000))


class Written:
    """An answer that holds between two boundaries: between them, answers differ in their instant only. Its words are
    written when they are asked for.
    """

    __slots__ = ("_after", "_before", "_verdict", "answer", "since", "until", "version")

    def __init__(
        self,
        since: int,
        answer: str,
        version: int,
        until: int,
        verdict: Callable[[], Verdict | PublishVerdict],
    ) -> None:
        """Keep an answer that holds from `since` on until its next boundary, both in microseconds."""
        self.since, self.answer, self.version, self.until, self._verdict = since, answer, version, until, verdict
        self._before: str | None = None
        self._after = ""

    def at(self, at: int) -> str:
        """Return the answer at an instant as the server writes it."""
        if self._before is None:
            before, mark, rest = self._verdict().model_dump_json(by_alias=True).partition(_AT)
            _, quote, after = rest.partition('"')
            self._after = quote + after
            self._before = before + mark  # last: another thread looks whether it is there
        return f"{self._before}{instant(at).isoformat()}{self._after}"


class Answer:
    """Whether the account may, and if not, why not and until when."""

    __slots__ = ("_at", "_body", "_text", "_written", "answer", "local", "version")

    def __init__(self, held: Written | None, at: int, text: str | None = None) -> None:
        self._written, self._at, self._text = held, at, text
        self._body: Mapping[str, Any] | None = None
        self.local = held is not None
        """Whether it was decided in this process."""
        if held is not None:
            self.answer, self.version = held.answer, held.version
        else:
            self.answer, self.version = str(self.body["answer"]), int(self.body["version"])

    @classmethod
    def of_server(cls, text: str) -> "Answer":
        """Return an answer that the server gave."""
        return cls(None, 0, text)

    @property
    def allowed(self) -> bool:
        """Return whether it is allowed, with labels or without."""
        return self.answer != _REFUSED

    @property
    def at(self) -> datetime:
        """Return the instant of the answer, by the server's clock."""
        return instant(self._at) if self.local else datetime.fromisoformat(self.body["at"])

    @property
    def json(self) -> str:
        """Return the answer as the server writes it."""
        if self._text is None:
            assert self._written is not None
            self._text = self._written.at(self._at)
        return self._text

    @property
    def body(self) -> Mapping[str, Any]:
        """Return the answer as JSON objects: `reasons`, `labels`, `until`, `valid_until` and the others."""
        if self._body is None:
            self._body = from_json(self.json)
        return self._body

    def __repr__(self) -> str:
        return f"<{self.answer}, version {self.version}, {'decided here' if self.local else 'from the server'}>"


_REFUSED: Final = RulesAnswer.REFUSED.value
