"""API with one of its fast paths disabled: `python -m bench.without NAME`, started by `bench.fast_paths`."""
# ruff: noqa: B010 - a type checker would rightly refuse these assignments

import sys
from collections.abc import Callable, Mapping
from typing import Any, Final


def _fast_path() -> None:
    """Let FastAPI route every request and resolve its handler's parameters."""
    from api.handling.fast_path import FastPath

    setattr(FastPath, "routes_of", staticmethod(lambda _: {}))


def _answer_cache() -> None:
    """Decide and write every question of a batch anew."""
    from api.state.answer_cache import AnswerCache

    setattr(AnswerCache, "given", lambda *_: None)
    setattr(AnswerCache, "keep", lambda *_: None)


def _body_in_pieces() -> None:
    """Read the body of a batch in one piece."""
    from api.handling import batches

    setattr(batches, "LARGE", batches.LARGEST_BATCH + 1)


def _answer_in_pieces() -> None:
    """Send the answer to a batch in one piece."""
    from starlette.responses import Response

    from api.gate import decisions

    async def answer(name: str, texts: Any, _: Any) -> Response:
        return Response(f'{{"{name}":[{",".join(texts)}]}}', media_type="application/json")

    setattr(decisions, "answer_in_pieces", answer)


def _turns() -> None:
    """Answer a batch without yielding to other requests."""
    from api.http.turns import Turn

    setattr(Turn, "over", property(lambda _: False))


def _standings_in_memory() -> None:
    """Read the standing from PostgreSQL for each verdict."""
    from api.state.snapshots import Snapshots

    setattr(Snapshots, "_keep_unless_changed", lambda *_: None)


def _shared_reads() -> None:
    """Read each standing that is not in memory in a transaction of its own."""
    from api.state.snapshots import Snapshots
    from ledger.accounts.reading import standing_of

    _standings_in_memory()

    async def get(self: Snapshots, account: str, at_least_version: int = 0) -> Any:
        return await standing_of(self._database, account, at_least_version=at_least_version, patience=self._patience)

    setattr(Snapshots, "get", get)


def _group_commit() -> None:
    """Commit each command alone."""
    from ledger.accounts import group_commit

    setattr(group_commit, "GROUPED", ())


def _rare_collection() -> None:
    """Run Python's garbage collector over all standings at its default rate."""
    import gc

    setattr(gc, "freeze", lambda: None)
    setattr(gc, "set_threshold", lambda *_: None)


def _uvloop() -> None:
    """Use Python's own event loop."""
    from cli.servers import processes

    setattr(processes, "_quicker_loop", lambda: None)


def _log_level() -> None:
    """Ask `structlog` for each request whether it is to be logged."""
    from api.http import observing

    class Always:
        isEnabledFor = staticmethod(lambda _: True)  # noqa: N815 - the standard library's name

    setattr(observing, "_quick", Always())


def _plain_draft() -> None:
    """Decide a draft that no rule about content concerns like any other draft."""
    from regulation import gate

    setattr(gate, "is_plain", lambda _: False)


WITHOUT: Final[Mapping[str, Callable[[], None]]] = {
    "nothing": lambda: None,
    "fast path": _fast_path,
    "answer cache": _answer_cache,
    "body in pieces": _body_in_pieces,
    "answer in pieces": _answer_in_pieces,
    "turns": _turns,
    "standings in memory": _standings_in_memory,
    "shared reads": _shared_reads,
    "group commit": _group_commit,
    "rare collection": _rare_collection,
    "uvloop": _uvloop,
    "log level": _log_level,
    "plain draft": _plain_draft,
}


if __name__ == "__main__":
    WITHOUT[sys.argv[1]]()
    from cli import main

    sys.argv[1:] = ["api"]
    main()
