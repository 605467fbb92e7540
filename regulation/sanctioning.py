"""From a finding to its consequences: what the catalogue says for this record, and the facts that make it so.

The facts bear one identifier, so that overturning it takes all of them away and nothing else. The finding itself is the
ban where there is one, as a ban is a violation too; otherwise it has a fact of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from models import facts as f
from models.commands import Sanction, Timing
from models.facts import FactBody
from models.sanctions import Basis, Consequences, Finding, MeasureKind, Term
from models.standing import GrantEnd, Standing
from models.violations import Category
from regulation.articles import a08_profit as a08
from regulation.record import nth
from regulation.rulebook import Rulebook
from regulation.violations import CATALOGUE


@dataclass(frozen=True)
class Judged:
    """What was decided about a finding, and on what it rests."""

    consequences: Consequences
    basis: Basis


def decided(command: Sanction, record: tuple[Finding, ...], rulebook: Rulebook, timing: Timing) -> Judged:
    """What the catalogue in force says; or what a person said in its place."""
    at = timing.recorded_at
    if command.consequences is not None:
        chosen = _with_factor(command.consequences, command.category, rulebook, timing)
        return Judged(chosen, command.basis.model_copy(update={"consequences": chosen}))
    times = nth(record, command.category, at, rulebook.record_months.at(at))
    found = _with_factor(
        rulebook.catalogue.consequences(command.category, times, at), command.category, rulebook, timing
    )
    rules = rulebook.catalogue.version(command.category, at)
    return Judged(found, command.basis.model_copy(update={"rules": rules, "nth": times, "consequences": found}))


def _with_factor(found: Consequences, category: Category, rulebook: Rulebook, timing: Timing) -> Consequences:
    """With the category's own factor where a ban has none (article 9)."""
    if found.ban is None or found.factor is not None:
        return found
    permitted = rulebook.suspension_factor.at(timing.effective_at)
    return found.model_copy(update={"factor": permitted.nearest(CATALOGUE[category].factor)})


def facts_of(
    command: Sanction, judged: Judged, standing: Standing, rulebook: Rulebook, timing: Timing
) -> Iterator[FactBody]:
    """The facts, the closure last: nothing can be done to a closed account."""
    found, clean_months = judged.consequences, rulebook.clean_months.at(timing.recorded_at)
    common: dict[str, Any] = {"id": command.id, "category": command.category, "reason": command.reason}
    finding: dict[str, Any] = {**common, "clean_months": clean_months, "basis": judged.basis}
    if found.ban is None or found.factor is None:
        yield f.ViolationRecorded(**finding)
    else:
        yield f.BanImposed(**finding, duration=found.ban, factor=found.factor)
    for measure, duration in measures_in(found):
        yield f.MeasureImposed(**common, measure=measure, duration=duration)
    if found.cancel_profit and command.cancelling == "at_once" and ever_granted(standing):
        yield f.MonetizationCancelled(id=command.id, reason=command.reason)
    if found.close and command.closing == "at_once":
        yield f.AccountClosed(**common)


def measures_in(found: Consequences) -> Iterator[tuple[MeasureKind, timedelta | None]]:
    """The measures among the consequences, each with how long it holds; None: without an end, or done at once."""
    done = {
        MeasureKind.WARNING: found.warning,
        MeasureKind.REMOVE_FOLLOWERS: found.remove_followers and not found.clear_followers,
        MeasureKind.CLEAR_FOLLOWERS: found.clear_followers,
        MeasureKind.REPORT: found.report,
    }
    timed: dict[MeasureKind, Term | None] = {
        MeasureKind.LIMIT_RECOMMENDATION: found.limit_recommendation,
        MeasureKind.FREEZE_GROWTH: found.freeze_growth,
        MeasureKind.WITHHOLD_PROFIT: found.withhold_profit,
    }
    for kind in MeasureKind:
        if done.get(kind, False):
            yield kind, None
        elif (term := timed.get(kind)) is not None:
            yield kind, term if isinstance(term, timedelta) else None


def has_grants(standing: Standing) -> bool:
    """Whether an application was granted that no cancellation has ended."""
    return any(
        grant.article == a08.ARTICLE and grant.ended_by is not GrantEnd.CANCELLATION for grant in standing.grants
    )


def ever_granted(standing: Standing) -> bool:
    """Whether there is a grant to cancel, or a cancelled one that an overturn of that cancellation must not restore."""
    return any(grant.article == a08.ARTICLE for grant in standing.grants)
