"""Appeals: once per action, within its window, while there is something to appeal against (articles 9 and 12)."""

from datetime import datetime, timedelta

from models.cases import Case
from models.commands import Refusal
from models.instants import shown
from models.statements import Action


def refusal_of(
    account: str, action: str, found: Action | None, case: Case | None, now: datetime, window: timedelta
) -> Refusal | None:
    """Why an action cannot be appealed against; None when it can."""
    if found is None:
        return Refusal(code="unknown_id", message=f"account {account} has no action {action!r}")
    if case is not None:
        return Refusal(
            code="appealed_already",
            message=f"{action!r} was appealed against at {shown(case.opened_at)} (case {case.id}, {case.status}): once "
            "is the limit",
        )
    if found.overturned_at is not None:
        return Refusal(code="already_overturned", message=f"{action!r} was overturned already")
    until = found.decided_at + window
    if now >= until:
        return Refusal(
            code="appeal_too_late",
            message=f"the window for an appeal against {action!r} ended at {shown(until)}",
        )
    return None
