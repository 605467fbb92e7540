"""Article 9, second sentence: profit-making is cancelled where it was granted, and withheld (不得赋予) where not.

Cancelled, withheld and suspended are three things (reading 8): a cancellation ends grants, a withholding keeps them
from being given, for the clean window at least (reading 14), and a suspension comes with a ban and ends by itself.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from models.accounts import commands as c
from models.accounts import facts as f
from models.accounts.facts import Fact, FactBody, type_of
from models.accounts.standing import Standing
from models.words.privileges import Method
from models.words.sanctions import CLEAN_WINDOW, FOR_EVER, MeasureKind
from regulation.articles import a09_bans as a09
from regulation.sanctions.sanctioning import ever_granted, granted_methods, has_grants, withheld
from regulation.standing.measures import restriction_of
from regulation.standing.requirements import (
    Known,
    clean_months,
    finding_of,
    other_than_now,
    refuse,
    require_standing_finding,
    standing_of,
)

_WITHHOLDING: Final = MeasureKind.WITHHOLD_PROFIT


def cancelling(command: c.CancelMonetization, known: Known) -> tuple[FactBody, ...]:
    """Facts of a cancellation. For a violation, what is not granted is withheld for the clean window."""
    standing, months = standing_of(known), clean_months(known)
    followed = finding_of(command.id, known) if command.follows else None
    category = command.category if followed is None else followed.category
    if category is None and not has_grants(standing):
        refuse(
            "nothing_granted",
            "no profit-making privilege is granted, so there is nothing to cancel; "
            "name a category to record a violation, which withholds them",
            a09.ARTICLE,
        )
    recorded: dict[str, Any] = (
        {} if command.category is None or command.follows else {"category": category, "clean_months": months}
    )
    same: dict[str, Any] = {
        "id": command.id,
        "reason": command.reason,
        "holder": other_than_now(command.holder, known),
    }
    facts: list[FactBody] = []
    if ever_granted(standing):
        facts.append(
            f.MonetizationCancelled(**same, methods=granted_methods(standing), basis=command.basis, **recorded)
        )
        # The cancellation itself records the violation.
        recorded = {}
    withheld_already = followed is not None and _WITHHOLDING.value in followed.measures
    if category is not None and not withheld_already and len(granted_methods(standing)) < len(Method):
        common: dict[str, Any] = {**same, "category": category}
        if recorded:
            common |= {"clean_months": months, "basis": command.basis}
        facts.append(withheld(CLEAN_WINDOW, months, **common))
    if not facts:
        refuse(
            "nothing_granted",
            "no profit-making privilege is granted, and granting is withheld already: there is nothing to cancel",
            a09.ARTICLE,
        )
    return tuple(facts)


def withheld_since(facts: Iterable[Fact], cause: str, since: datetime) -> bool:
    """Whether a withholding was recorded under a finding since an instant: by the case that cancelled the rest."""
    return any(
        isinstance(fact.body, f.MeasureImposed)
        and fact.body.id == cause
        and fact.body.measure is _WITHHOLDING
        and fact.recorded_at >= since
        for fact in facts
    )


def withholding(command: c.ImposeMeasure, known: Known, finding: dict[str, Any]) -> f.MeasureImposed:
    """Fact of a withholding that a person has chosen."""
    _require_nothing_granted(standing_of(known))
    return withheld(command.duration or FOR_EVER, clean_months(known), **finding)


def lifting(command: c.LiftWithholding, known: Known) -> f.WithholdingLifted:
    """Fact that profit may be granted again; the clean window of the violation runs on."""
    require_standing_finding(command.id, known, {type_of(f.MeasureImposed)}, "withholding of profit-making")
    left = restriction_of(standing_of(known).restrictions, command.id, _WITHHOLDING)
    if left is None or left.interval.ended_by(known.timing.recorded_at):
        refuse("measure_over", f"{command.id!r} withholds no profit-making any more: there is nothing to lift")
    return f.WithholdingLifted(id=command.id, reason=command.reason)


def _require_nothing_granted(standing: Standing) -> None:
    """Refuse to withhold while something is granted: a grant is cancelled, or suspended by a ban (readings 8, 14)."""
    granted = granted_methods(standing)
    if granted:
        refuse(
            "profit_granted",
            f"{', '.join(granted)} {'is' if len(granted) == 1 else 'are'} granted, and what is granted cannot be "
            "withheld: cancel it (with the category, what is not granted is withheld too), or suspend it by a ban",
            a09.ARTICLE,
        )
