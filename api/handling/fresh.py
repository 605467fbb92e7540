"""Fresh sign-in: what a stolen or forgotten session must not do takes a sign-in of the last minutes.

It is asked of every session, whether of a terminal or of the console, which leads its visitors through the sign-in and
back; a key proves itself with each request. What closes an account is known by its outcome: a command of a stale
session may close none (`may_close`), whatever its name, and is refused in the transaction in which it would.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from api.http.problems import ProblemError
from api.state.app_state import AppState
from ledger.people.callers import Caller
from ledger.streams.envelope import ClosingNotPermittedError
from models.instants import shown

CODE: Final = "fresh-sign-in-needed"


def require_fresh(app_state: AppState, caller: Caller) -> None:
    """Require that the person of a session has signed in just now (`STANDING_FRESH_SIGN_IN`): before an account is
    closed, a report released, or a key or a webhook's secret made.

    Raises:
        ProblemError: when the sign-in is older.
    """
    if is_stale(app_state, caller) and caller.proved_at is not None:
        raise ProblemError(
            CODE,
            f"this session's sign-in is of {shown(caller.proved_at)}, and this takes a fresh one: `standing sign-in`",
        )


@contextmanager
def asked_to_close(app_state: AppState, caller: Caller) -> Iterator[None]:
    """Ask for a fresh sign-in where the command of a stale session would close an account.

    Raises:
        ProblemError: when it would.
    """
    try:
        yield
    except ClosingNotPermittedError:
        require_fresh(app_state, caller)
        raise


def is_stale(app_state: AppState, caller: Caller) -> bool:
    """Return whether the caller is a session whose sign-in is older than what a fresh one may be."""
    return caller.proved_at is not None and app_state.clock() - caller.proved_at > app_state.fresh_sign_in
