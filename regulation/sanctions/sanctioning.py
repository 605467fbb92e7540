"""Sanctioning: the catalogue's consequences for a finding and its record, and the facts that put them in force.

The facts share one identifier, so that overturning it takes all of them away and nothing else. The finding itself is
the ban if there is one, as a ban is a violation too; otherwise it has a fact of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from models.accounts import facts as f
from models.accounts.commands import Sanction, Timing
from models.accounts.facts import FactBody
from models.accounts.standing import Grant, GrantEnd, Standing
from models.words.privileges import Method, monetize_by
from models.words.sanctions import (
    CLEAN_WINDOW,
    FOR_EVER,
    Basis,
    ByCase,
    Consequences,
    Finding,
    MeasureKind,
    Withholding,
)
from models.words.violations import Category
from regulation.articles import a08_profit as a08
from regulation.catalogue.rulebook import Rulebook
from regulation.holders.findings import nth
from regulation.words.categories import CATEGORIES
from regulation.words.measures import MEASURES


@dataclass(frozen=True)
class Judged:
    """Decision about a finding, and its basis."""

    consequences: Consequences
    basis: Basis
    cancels: bool = False
    """Whether it ends a grant, also one that the overturn of an earlier cancellation would restore."""


def decided(
    command: Sanction, record: tuple[Finding, ...], standing: Standing, rulebook: Rulebook, timing: Timing
) -> Judged:
    """Decision by the catalogue in force, or by a person in its place. Both are adapted to the account's grants."""
    at = timing.recorded_at
    said: dict[str, Any] = {}
    if command.consequences is not None:
        chosen = command.consequences
    else:
        times = nth(record, command.category, at, rulebook.record_months.at(at), command.basis.occurred_at)
        chosen = rulebook.catalogue.consequences(command.category, times, at)
        said = {"rules": rulebook.catalogue.version(command.category, at), "nth": times}
    found = fitting(_with_factor(chosen, command.category, rulebook, timing), standing)
    waiting: list[ByCase] = []
    if found.close and command.closing == "by_case":
        waiting.append("closure")
    if found.cancel_profit and command.cancelling == "by_case":
        waiting.append("cancellation")
    basis = command.basis.model_copy(update={**said, "consequences": found, "by_case": tuple(waiting)})
    cancels = chosen.cancel_profit and command.cancelling == "at_once" and ever_granted(standing)
    return Judged(found, basis, cancels)


def fitting(chosen: Consequences, standing: Standing) -> Consequences:
    """Adapt the consequences to the grants: what is granted is cancelled, what is not is withheld (article 9, reading
    14), for the stated time and never for less than the clean window.
    """
    if not chosen.cancel_profit:
        return chosen
    update: dict[str, Any] = {"cancel_profit": has_grants(standing)}
    if chosen.withhold_profit is None and len(granted_methods(standing)) < len(Method):
        update["withhold_profit"] = CLEAN_WINDOW
    return chosen.model_copy(update=update)


def _with_factor(found: Consequences, category: Category, rulebook: Rulebook, timing: Timing) -> Consequences:
    """Consequences with the category's own factor if a ban has none (article 9)."""
    if found.ban is None or found.factor is not None:
        return found
    permitted = rulebook.suspension_factor.at(timing.effective_at)
    return found.model_copy(update={"factor": permitted.nearest(CATEGORIES[category].factor)})


def facts_of(
    command: Sanction, judged: Judged, standing: Standing, rulebook: Rulebook, timing: Timing
) -> Iterator[FactBody]:
    """Facts of the sanction, the closure last: a closed account takes no further facts."""
    found, clean_months = judged.consequences, rulebook.clean_months.at(timing.recorded_at)
    common: dict[str, Any] = {"id": command.id, "category": command.category, "reason": command.reason}
    finding: dict[str, Any] = {**common, "clean_months": clean_months, "basis": judged.basis}
    if found.ban is None or found.factor is None:
        yield f.ViolationRecorded(**finding)
    else:
        yield f.BanImposed(**finding, duration=found.ban, factor=found.factor)
    for measure, term in measures_in(found):
        if measure is MeasureKind.WITHHOLD_PROFIT and term is not None:
            yield withheld(term, clean_months, **common)
        else:
            yield f.MeasureImposed(**common, measure=measure, duration=term if isinstance(term, timedelta) else None)
    if judged.cancels:
        yield f.MonetizationCancelled(id=command.id, reason=command.reason, methods=granted_methods(standing))
    if found.close and command.closing == "at_once":
        yield f.AccountClosed(**common)


def withheld(term: Withholding, least_months: int, **common: Any) -> f.MeasureImposed:
    """Fact of a withholding: nothing is granted for the stated time, and for the clean window at least (reading 14)."""
    return f.MeasureImposed(
        measure=MeasureKind.WITHHOLD_PROFIT,
        duration=term if isinstance(term, timedelta) else None,
        least_months=least_months,
        for_ever=term == FOR_EVER,
        **common,
    )


def measures_in(found: Consequences) -> Iterator[tuple[MeasureKind, Withholding | None]]:
    """Measures among the consequences, each with its length; None for a measure done at once."""
    for kind in MeasureKind:
        said: bool | Withholding | None = getattr(found, kind.value)
        if kind is MeasureKind.REMOVE_FOLLOWERS and found.clear_followers:
            continue
        if MEASURES[kind].lasts == "at_once":
            if said is True:
                yield kind, None
        elif said is not None and not isinstance(said, bool):
            yield kind, said


def granted_methods(standing: Standing) -> tuple[Method, ...]:
    """Methods granted on application that no cancellation has ended; a suspension or a freeze does not end a grant."""
    held = {grant.privilege for grant in standing.grants if _granted(grant)}
    return tuple(method for method in Method if monetize_by(method) in held)


def has_grants(standing: Standing) -> bool:
    """Whether an application was granted that no cancellation has ended."""
    return any(map(_granted, standing.grants))


def ever_granted(standing: Standing) -> bool:
    """Whether there is a grant to cancel, or a cancelled one that an overturn of that cancellation must not restore."""
    return any(grant.article == a08.ARTICLE for grant in standing.grants)


def _granted(grant: Grant) -> bool:
    return grant.article == a08.ARTICLE and grant.ended_by is not GrantEnd.CANCELLATION
