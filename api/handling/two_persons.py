"""Four-eyes rule: actions that take two people where the platform has configured so."""

from typing import Final, Literal

from api.http.problems import refused
from api.state.app_state import AppState
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
