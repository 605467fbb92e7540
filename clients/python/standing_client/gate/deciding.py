"""Deciding over the standings in memory. What cannot be answered exactly here returns None: the server is asked."""

from collections.abc import Callable, Mapping
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
    GateAnswer,
    Index,
    Repeated,
    decide_publish,
    draft_outcome,
    is_plain,
    outcome,
    publish_outcome,
    verdict,
)
from standing_client.gate.answers import Answer, Written, instant, microseconds, until
from standing_client.gate.clock import ServerClock
from standing_client.gate.mirror import Held, Mirror
from standing_client.problems import StandingError

MICROSECONDS: Final = 1_000_000
_PLAIN: Final = ""
"""Question about a draft that no article applies to: its answer depends on the standing alone. It is no privilege."""
_NOTHING: Final = Draft()
_ALLOWED: Final = GateAnswer.ALLOWED.value


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
        if kept is not None and kept.since <= earliest and latest < kept.until and privilege != _PLAIN:
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
        account = held.answers.get(_PLAIN)
        if account is None or earliest < account.since or account.until <= latest:
            plain = self._anew(held, _PLAIN, _NOTHING, earliest, latest)
            if plain is None or is_plain(draft):
                return plain
            account = held.answers[_PLAIN]
        elif is_plain(draft):
            return Answer(account, (earliest + latest) // 2)
        if account.answer != _ALLOWED or draft.fields:
            return self._anew(held, _PLAIN, draft, earliest, latest)
        return self._stated(held, account, draft, earliest, latest)

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

    def _stated(self, held: Held, account: Written, draft: Draft, earliest: int, latest: int) -> Answer | None:
        """Decide on a draft of an account that may publish, by what the draft states: `account` is its answer to an
        empty draft, and holds now.
        """
        known, standing = held.known, held.standing
        earliest, latest = max(earliest, known), max(latest, known)
        at = instant(earliest)
        repeated = self._repeated(draft, at) if draft.text else ()
        answer, turn = draft_outcome(draft, at, standing.name, repeated)
        boundary = account.until if turn is None else min(account.until, microseconds(turn))
        if latest >= boundary:
            return None
        verdict_on = partial(decide_publish, standing, draft, at, repeated)
        written = Written(earliest, answer.value, held.version, boundary, verdict_on)
        return Answer(written, (earliest + latest) // 2)

    def _of_instant(self, held: Held, question: str, draft: Draft | None, at: datetime) -> Answer | None:
        if at.tzinfo is None or not EARLIEST <= at <= LATEST or at < held.standing.as_of:
            return None
        at_us = microseconds(at.astimezone(SHANGHAI))
        return Answer(self._written(held, question, draft, at_us), at_us)

    def _written(self, held: Held, question: str, draft: Draft | None, at_us: int) -> Written:
        at, standing = instant(at_us), held.standing
        if draft is not None:
            repeated = self._repeated(draft, at)
            gate_answer, valid_until = publish_outcome(standing, draft, at, repeated)
            return Written(
                at_us,
                gate_answer.value,
                standing.version,
                until(valid_until),
                partial(decide_publish, standing, draft, at, repeated),
            )
        answer, valid_until = outcome(standing, question, at)
        return Written(
            at_us, answer.value, standing.version, until(valid_until), partial(verdict, standing, question, at)
        )

    def _repeated(self, draft: Draft, at: datetime) -> tuple[Repeated, ...]:
        return self.rumours.repeated(draft.text, at, draft.stance) if draft.text and self.rumours else ()


_validated: Final[Callable[[Mapping[str, Any]], Draft]] = Draft.__pydantic_validator__.validate_python
"""`Draft.model_validate` without its options, which take a tenth of its time."""


def draft_of(draft: Mapping[str, Any] | None) -> Draft | None:
    """Return the draft as the rules read it; None for one with a fault, which the server names."""
    if draft is None or draft == {}:
        return _NOTHING
    try:
        return _validated(draft)
    except ValidationError:
        return None
