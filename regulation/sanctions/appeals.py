"""Appeals: once per action, within its window, while there is something to appeal against (articles 9 and 12)."""

from datetime import datetime, timedelta
from typing import Final

from models.accounts.commands import Command, Overturn, Refusal, ShortenBan, ShortenMeasure
from models.cases.cases import Case, Outcome, Ruling
from models.cases.subjects import DurationTerms
from models.instants import shown
from models.sanctions.statements import Action
from models.words.sanctions import MeasureKind
from regulation.sanctions.actions import timed_measures

WINDOW: Final = timedelta(days=30)
"""Default time for an appeal, if the platform has set none. The notice names no time."""


def refusal_of(
    account: str, action: str, found: Action | None, case: Case | None, now: datetime, window: timedelta
) -> Refusal | None:
    """Refusal of an appeal against an action; None when it can be appealed against."""
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


def command_of(action: Action, ruling: Ruling) -> Command | Refusal | None:
    """Command that carries out the decision: None when the action is upheld, a shorter measure, or an overturn."""
    if ruling.outcome is Outcome.OVERTURNED:
        return Overturn(id=action.id, reason=ruling.reason)
    return _shorter(action, ruling) if ruling.outcome is Outcome.REDUCED else None


def _shorter(action: Action, ruling: Ruling) -> Command | Refusal:
    terms, timed = ruling.terms, timed_measures(action)
    named = ", ".join("ban" if kind is None else kind.value for kind in timed) or "none"
    if not isinstance(terms, DurationTerms):
        return Refusal(
            code="unfit_terms",
            message=f"give the new total length, with terms of type duration (what can be shorter: {named})",
        )
    kind = timed[0] if terms.of is None and len(timed) == 1 else _kind(terms.of)
    if kind not in timed:
        return Refusal(
            code="unfit_terms",
            message=f"name in `of` the measure to shorten: {named}; a measure done at once can only be overturned",
        )
    if kind is None:
        return ShortenBan(id=action.id, duration=terms.duration, reason=ruling.reason)
    return ShortenMeasure(id=action.id, measure=kind, duration=terms.duration, reason=ruling.reason)


def _kind(named: str | None) -> MeasureKind | None:
    """Measure by its name; None (the ban) when no name is given, or none of that name exists."""
    return MeasureKind(named) if named in {kind.value for kind in MeasureKind} else None
