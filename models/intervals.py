"""Half-open intervals of time, the common form of all restrictions and grants. An interval does not include its end."""

from datetime import datetime, timedelta
from typing import Self

from models.base import Frozen
from models.instants import Instant


class Interval(Frozen):
    """Interval `[start, end)`; with `end` None it has no end."""

    start: Instant
    end: Instant | None = None

    @classmethod
    def starting(cls, at: datetime, *, lasting: timedelta) -> Self:
        """Return the interval from `at` with the length `lasting`."""
        return cls(start=at, end=at + lasting)

    @property
    def is_empty(self) -> bool:
        """Return whether it ends no later than it begins."""
        return self.end is not None and self.end <= self.start

    def covers(self, at: datetime) -> bool:
        """Return whether the instant is inside; the end is not."""
        return self.start <= at and (self.end is None or at < self.end)

    def ended_by(self, at: datetime) -> bool:
        """Return whether the interval has ended by the instant."""
        return self.end is not None and self.end <= at

    def cut_at(self, at: datetime) -> "Interval | None":
        """Return the part before `at`; None if nothing is left."""
        if at <= self.start:
            return None
        if self.end is not None and self.end <= at:
            return self
        return Interval(start=self.start, end=at)
