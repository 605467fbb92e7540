"""Fresh sign-in: what a stolen or forgotten terminal must not do takes a sign-in of the last minutes.

The console asks its visitors by itself and leads them through the sign-in; a key proves itself with each request.
"""

from typing import Final

from api.http.problems import ProblemError
from api.state.app_state import AppState
from ledger.people.callers import Caller
from models.instants import shown

CODE: Final = "fresh-sign-in-needed"


def require_fresh(app_state: AppState, caller: Caller) -> None:
    """Require that the person at a terminal has signed in just now (`STANDING_FRESH_SIGN_IN`): before an account is
    closed, a report released, or a key or a webhook's secret made.

    Raises:
        ProblemError: when the sign-in is older.
    """
    if is_stale(app_state, caller) and caller.proved_at is not None:
        raise ProblemError(
            CODE,
            f"this terminal's sign-in is of {shown(caller.proved_at)}, and this takes a fresh one: `standing sign-in`",
        )


def is_stale(app_state: AppState, caller: Caller) -> bool:
    """Return whether the caller is a terminal whose sign-in is older than what a fresh one may be."""
    return caller.proved_at is not None and app_state.clock() - caller.proved_at > app_state.fresh_sign_in
