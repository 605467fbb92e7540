"""Size of slices: work on many accounts in transactions of about a tenth of a second.

What a transaction records has one instant, and answers change at its commit: a slice that takes long would make `as_of`
and the answer given at the time differ, and single commands for its accounts wait.
"""

from dataclasses import dataclass
from typing import Final

SLICE_S: Final = 0.1
"""Seconds that a slice should take."""
_FIRST: Final = 20
SMALLEST: Final = 50
"""Items below which a slice costs more for itself than for them: a busy machine makes it no smaller."""


@dataclass
class Pace:
    """Number of items of the next slice, so that it takes about `SLICE_S`."""

    largest: int
    most: int = _FIRST

    def learn(self, done: int, took_s: float) -> None:
        """Learn from a slice of `done` items that took so many seconds. The next one is at most twice as large."""
        if done:
            fitting = int(done * SLICE_S / max(took_s, 0.001))
            self.most = min(self.largest, max(SMALLEST, min(self.most * 2, fitting)))
