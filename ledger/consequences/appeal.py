"""Articles 9 and 12: what an appeal comes to is recorded with its decision: nothing, less, or all of it undone."""

from ledger.appeals import actions_within
from ledger.consequences.deciding import Deciding
from models.case_subjects import Appealed, DurationTerms
from models.cases import Outcome
from models.commands import Overturn, Refusal, ShortenBan, ShortenMeasure
from models.sanctions import MeasureKind
from regulation.actions import timed_measures


async def follows(deciding: Deciding) -> Refusal | None:
    """Upheld: nothing. Reduced: the measure lasts as the reviewer says. Overturned: every consequence is undone."""
    appealed, reason = deciding.case.opening.subject, deciding.ruling.reason
    if not isinstance(appealed, Appealed):
        return Refusal(code="unfit_subject", message=f"case {deciding.case.id} names no action: withdraw it")
    if deciding.ruling.outcome is Outcome.REDUCED:
        return await _reduce(deciding, appealed)
    if deciding.ruling.outcome is Outcome.OVERTURNED:
        return await deciding.command(Overturn(id=appealed.action, reason=reason))
    return None


async def _reduce(deciding: Deciding, appealed: Appealed) -> Refusal | None:
    terms, reason = deciding.ruling.terms, deciding.ruling.reason
    (action,) = await actions_within(deciding.connection, deciding.account, appealed.action)
    timed = timed_measures(action)
    named = ", ".join("ban" if kind is None else kind.value for kind in timed) or "none"
    if not isinstance(terms, DurationTerms):
        return Refusal(
            code="unfit_terms",
            message=f"say how long it shall last in total, with terms of type duration (what can be shorter: {named})",
        )
    kind = timed[0] if terms.of is None and len(timed) == 1 else _kind(terms.of)
    if kind not in timed:
        return Refusal(
            code="unfit_terms",
            message=f"say in `of` which measure shall be shorter: {named}; what is done at once can only be overturned",
        )
    if kind is None:
        return await deciding.command(ShortenBan(id=appealed.action, duration=terms.duration, reason=reason))
    return await deciding.command(
        ShortenMeasure(id=appealed.action, measure=kind, duration=terms.duration, reason=reason)
    )


def _kind(named: str | None) -> MeasureKind | None:
    """The measure by its name; the ban where none is said, or none of that name exists."""
    return MeasureKind(named) if named in {kind.value for kind in MeasureKind} else None
