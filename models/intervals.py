"""The one idea: a half-open interval of time. At its end a thing is over, and the next may begin."""

from datetime import datetime, timedelta
from typing import Self

from models.base import Frozen
from models.instants import Instant


class Interval(Frozen):
    """`[start, end)`; `end` None means that it never ends."""

    start: Instant
    end: Instant | None = None

    @classmethod
    def starting(cls, at: datetime, *, lasting: timedelta) -> Self:
        """The interval that begins at `at` and lasts so long."""
        return cls(start=at, end=at + lasting)

    @property
    def is_empty(self) -> bool:
        """Whether it is over when it begins."""
        return self.end is not None and self.end <= self.start

    def covers(self, at: datetime) -> bool:
        """Whether the instant lies inside; the end itself does not."""
        return self.start <= at and (self.end is None or at < self.end)

    def ended_by(self, at: datetime) -> bool:
        """Whether it is over at the instant."""
        return self.end is not None and self.end <= at

    def cut_at(self, at: datetime) -> "Interval | None":
        """What is left when it may not go past `at`: shorter, the same, or nothing at all."""
        if at <= self.start:
            return None
        if self.end is not None and self.end <= at:
            return self
        return Interval(start=self.start, end=at)
