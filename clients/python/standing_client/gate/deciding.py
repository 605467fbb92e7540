"""Deciding over the standings in memory. What cannot be answered exactly here returns None: the server is asked."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from time import monotonic
from typing import Any, Final

from pydantic import ValidationError

from standing_client._rules import (
    EARLIEST,
    LATEST,
    LINEAGE,
    SHANGHAI,
    Draft,
    Index,
    decide_publish,
    is_plain,
    outcome,
    verdict,
)
from standing_client.gate.answers import Answer, Written, instant, microseconds
from standing_client.gate.clock import ServerClock
from standing_client.gate.mirror import Held, Mirror
from standing_client.problems import StandingError

MICROSECONDS: Final = 1_000_000
_PLAIN: Final = ""
"""Question about a draft that no article applies to: its answer depends on the standing alone."""


class StaleMirrorError(StandingError):
    """The mirror is older than it may be, and the gate is set to refuse then instead of asking the server."""


class Deciding:
    """Answers from the mirror, while it is fresh."""

    def __init__(self, mirror: Mirror, clock: ServerClock) -> None:
        self.mirror, self.clock = mirror, clock
        self.rumours: Index | None = None
        self.fresh_until = float("-inf")
        """Instant on the monotonic clock until which the mirror may answer."""

    @property
    def fresh(self) -> bool:
        """Return whether the mirror may answer now."""
        return monotonic() < self.fresh_until

    def privilege(self, held: Held, privilege: str, at: datetime | None, now: float) -> Answer | None:
        """Return the answer whether the account may use the privilege; `now` is on the monotonic clock."""
        if at is not None:
            return self._of_instant(held, privilege, None, at) if privilege in LINEAGE else None
        least, most = self.clock.bounds(now)
        earliest, latest = int(least * MICROSECONDS), int(most * MICROSECONDS)
        kept = held.answers.get(privilege)
        if kept is not None and kept.since <= earliest and latest < kept.until:
            return Answer(kept, (earliest + latest) // 2)
        return self._anew(held, privilege, None, earliest, latest) if privilege in LINEAGE else None

    def draft(self, held: Held, draft: Draft, at: datetime | None, now: float) -> Answer | None:
        """Return the answer whether the account may publish the draft; `now` is on the monotonic clock."""
        if draft.text and self.rumours is None:
            return None
        if at is not None:
            return self._of_instant(held, _PLAIN, draft, at)
        least, most = self.clock.bounds(now)
        earliest, latest = int(least * MICROSECONDS), int(most * MICROSECONDS)
        if is_plain(draft):
            kept = held.answers.get(_PLAIN)
            if kept is not None and kept.since <= earliest and latest < kept.until:
                return Answer(kept, (earliest + latest) // 2)
        return self._anew(held, _PLAIN, draft, earliest, latest)

    def _anew(self, held: Held, question: str, draft: Draft | None, earliest: int, latest: int) -> Answer | None:
        """Decide at an instant that the server's clock may show now. None when a boundary lies between the earliest and
        the latest of them: then only the server knows on which side of it the answer is.
        """
        # A fact may have been recorded by a clock slightly ahead; the server, too, never asks before the last fact.
        known = held.known
        earliest, latest = max(earliest, known), max(latest, known)
        kept = self._written(held, question, draft, earliest)
        if latest >= kept.until:
            return None
        if draft is None or is_plain(draft):
            held.answers[question] = kept
        return Answer(kept, (earliest + latest) // 2)

    def _of_instant(self, held: Held, question: str, draft: Draft | None, at: datetime) -> Answer | None:
        if at.tzinfo is None or not EARLIEST <= at <= LATEST or at < held.standing.as_of:
            return None
        at_us = microseconds(at.astimezone(SHANGHAI))
        return Answer(self._written(held, question, draft, at_us), at_us)

    def _written(self, held: Held, question: str, draft: Draft | None, at_us: int) -> Written:
        at, standing = instant(at_us), held.standing
        if draft is not None:
            repeated = self.rumours.repeated(draft.text, at, draft.stance) if draft.text and self.rumours else ()
            return Written.of(decide_publish(standing, draft, at, repeated), at_us)
        answer, valid_until = outcome(standing, question, at)
        return Written(
            at_us,
            answer=answer.value,
            version=standing.version,
            valid_until=valid_until,
            verdict=partial(verdict, standing, question, at),
        )


_NOTHING: Final = Draft()


def draft_of(draft: Mapping[str, Any] | None) -> Draft | None:
    """Return the draft as the rules read it; None for one with a fault, which the server names."""
    if not draft:
        return _NOTHING
    try:
        return Draft.model_validate(draft)
    except ValidationError:
        return None
