"""Four-eyes rule: actions that take two people where the platform has configured so."""

from collections.abc import Sequence
from typing import Final, Literal

from api.http.problems import refused
from api.state.app_state import AppState
from ledger.accounts import by_two
from models.accounts.commands import Refusal
from regulation.sanctions.by_two import refusal_of_one

What = Literal["closure", "cancellation"]

_SAID: Final[dict[What, tuple[str, int]]] = {
    "closure": ("before an account is closed as a sanction", 12),
    "cancellation": ("before profit-making is cancelled for good", 9),
}


def require_one_person_enough(app_state: AppState, what: What) -> None:
    """Require that one person may take this action.

    Raises:
        ProblemError: where two people must decide; the message says how.
    """
    if what not in app_state.two_persons:
        return
    when, article = _SAID[what]
    raise refused(
        Refusal(
            code="second_person_needed",
            message=f"two people have to decide here {when}: open a case of kind {what} (POST /v1/cases), or record "
            "the violation with its consequences, which opens one",
            article=article,
        )
    )


async def require_not_by_two(app_state: AppState, accounts: Sequence[str], action: str) -> None:
    """Require that one person may overturn the action on all of these accounts.

    Each account's own rules refuse it, too (`regulation/sanctions/by_two.py`); a bulk action that would be refused is
    refused before it begins.

    Raises:
        ProblemError: two people decided it in a case; the message says which, and that a correction takes two again.
    """
    async with app_state.database.snapshot() as connection:
        found = await by_two.on_accounts(connection, accounts)
    for account, decisions in found.items():
        for decided in decisions:
            if decided.in_force and decided.action == action:
                raise refused(refusal_of_one(account, decided))
