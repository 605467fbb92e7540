"""Four-eyes rule: actions that take two people where the platform has configured so."""

from collections.abc import Sequence
from typing import Final, Literal

from api.http.problems import refused
from api.state.app_state import AppState
from ledger.sanctions import appeals
from models.accounts.commands import Refusal

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


async def require_not_by_two(app_state: AppState, accounts: Sequence[str], action: str | None = None) -> None:
    """Require that one person may take the action back (without an action: the closure of the account).

    Raises:
        ProblemError: two people decided it in a case; the message says which, and that a correction takes two again.
    """
    by_two = await appeals.cases_of_two(app_state.database, accounts, action)
    if by_two:
        account, case = next(iter(by_two.items()))
        raise refused(
            Refusal(
                code="second_person_needed",
                message=f"two people decided this on account {account}: correct their decision on case {case} "
                f"(POST /v1/cases/{case}/correction), which takes two again",
                article=12,
            )
        )
