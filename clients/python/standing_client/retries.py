"""Retries: whether a request is sent again, and after how long. No network and no sleep happen here.

A request is repeated only if it may be: a reading, a question, or a command with an idempotency key, which the server
carries out once. It is repeated when the connection is lost and after the statuses in `is_transient`, after an
exponentially growing wait with full jitter (each wait is drawn between zero and the current maximum, so that many
clients do not return together), and never past the deadline of the whole call.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from random import SystemRandom
from time import monotonic
from typing import Final

_CHANCE: Final = SystemRandom()


@dataclass(frozen=True)
class Retries:
    """Policy of repetition. `Retries(most=0)` never repeats."""

    most: int = 6
    """Maximum number of repetitions of one call."""
    first_s: float = 0.1
    """Maximum of the first wait, in seconds; it doubles with each repetition."""
    longest_s: float = 8.0
    """Maximum of any wait that the server did not ask for, in seconds."""
    deadline_s: float = 60.0
    """Seconds after which the whole call ends, with all its repetitions and waits."""


def is_transient(status: int) -> bool:
    """Return whether the status may pass by itself: 408, 429 and every 5xx."""
    return status in {408, 429} or status >= 500


class Course:
    """The course of one call: how many times it was sent, and how much time is left."""

    def __init__(
        self,
        retries: Retries,
        *,
        repeatable: bool,
        clock: Callable[[], float] = monotonic,
        chance: Callable[[float, float], float] = _CHANCE.uniform,
    ) -> None:
        self._retries, self._repeatable = retries, repeatable
        self._clock, self._chance = clock, chance
        self._ends = clock() + retries.deadline_s
        self.repeated = 0
        """Number of repetitions so far."""

    def left_s(self) -> float:
        """Return the seconds until the deadline of the call."""
        return max(0.0, self._ends - self._clock())

    def after_loss(self) -> float | None:
        """Return the seconds to wait after a lost connection; None: give up."""
        return self._wait(0.0)

    def after_status(self, status: int, headers: Mapping[str, str]) -> float | None:
        """Return the seconds to wait after an answer; None: the answer is final."""
        return self._wait(retry_after_s(headers)) if is_transient(status) else None

    def _wait(self, at_least_s: float) -> float | None:
        retries = self._retries
        if not self._repeatable or self.repeated >= retries.most:
            return None
        most = min(retries.longest_s, retries.first_s * 2**self.repeated)
        wait = at_least_s + self._chance(0.0, most)
        if wait >= self.left_s():
            return None
        self.repeated += 1
        return wait


def retry_after_s(headers: Mapping[str, str]) -> float:
    """Return the seconds that the server asks to wait, 0 when it does not say.

    A date counts from the answer's own `Date`, so that this machine's clock does not matter.
    """
    asked = headers.get("retry-after", "").strip()
    if asked.isdecimal():
        return float(asked)
    try:
        until = parsedate_to_datetime(asked)
        sent = parsedate_to_datetime(headers["date"]) if "date" in headers else datetime.now(UTC)
        return max(0.0, (until - sent).total_seconds())
    except (TypeError, ValueError):
        return 0.0
