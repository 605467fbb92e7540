"""Worker that kills itself at one step: `python -m tests.chaos.dying <step>`. Everything else is the product's code."""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any, Final

import activities.ledger
import regulation.standing.description
import worker
from background import relay
from ledger.accounts import boundaries
from ledger.streams import outbox

Step = Callable[..., Any]


def _die(*_: Any, **__: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def _before(step: Step) -> Step:
    async def dying(*words: Any, **named: Any) -> Any:
        return await step(*words, **named) if _idle(words) else _die()

    return dying


def _after(step: Step) -> Step:
    async def dying(*words: Any, **named: Any) -> Any:
        done = await step(*words, **named)
        return done if _idle(words) else _die()

    return dying


def _idle(words: tuple[Any, ...]) -> bool:
    """Return whether the round has nothing to do."""
    return not words[-1]


class _Counter:
    """Replacement of the counter of relayed facts, incremented right after the commit: kills the process."""

    def inc(self, amount: float = 1) -> None:
        if amount:
            _die()


def _patched(owner: Any, name: str, how: Callable[[Any], Any]) -> Callable[[], None]:
    return lambda: setattr(owner, name, how(getattr(owner, name)))


STEPS: Final[dict[str, Callable[[], None]]] = {
    "facts read from the outbox, none told": _patched(relay, "start_or_signal", _before),
    "facts told, none taken out of the outbox": _patched(outbox.Batch, "delivered", _before),
    "facts taken out of the outbox, not committed": _patched(outbox.Batch, "delivered", _after),
    "facts taken out of the outbox and committed": _patched(relay, "RELAYED", lambda _: _Counter()),
    "facts folded, nothing answered to Temporal": _patched(
        regulation.standing.description, "described", lambda _: _die
    ),
    "boundary written, not committed": _patched(boundaries, "_advance", _before),
    "boundary recorded, Temporal not told": _patched(activities.ledger, "record_boundaries", _after),
}

if __name__ == "__main__":
    STEPS[sys.argv[1]]()
    worker.main()
