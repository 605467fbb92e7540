"""Articles 1 and 7: what was held gets its service or never; an imitation gets none."""

from ledger.reactions.deciding import Deciding
from models.accounts.commands import (
    Command,
    DismissFinding,
    FindImpersonation,
    Refusal,
    SettleChange,
    SettleRegistration,
)
from models.cases.cases import Outcome
from models.cases.subjects import ImitationSuspected

WITHOUT_EFFECT = frozenset({"account_closed", "already_decided", "same_offence"})
"""The account ended meanwhile, by another way, or the same imitation is found already: then the decision changes
nothing, and closes the case.
"""


async def registration(deciding: Deciding) -> Refusal | None:
    """The hold is lifted, or the account ends before it began."""
    return await _unless_over(
        deciding,
        SettleRegistration(
            id=deciding.case.id, approved=deciding.ruling.outcome is Outcome.APPROVED, reason=deciding.ruling.reason
        ),
    )


async def profile_change(deciding: Deciding) -> Refusal | None:
    """The new profile is shown, or the old one stays."""
    return await _unless_over(
        deciding,
        SettleChange(
            id=deciding.case.id, approved=deciding.ruling.outcome is Outcome.APPROVED, reason=deciding.ruling.reason
        ),
    )


async def impersonation(deciding: Deciding) -> Refusal | None:
    """No service for an imitation; what was dismissed is not asked about again."""
    suspected, reason = deciding.case.opening.subject, deciding.ruling.reason
    if not isinstance(suspected, ImitationSuspected):
        if deciding.ruling.outcome is Outcome.DISMISSED:
            return None
        return Refusal(
            code="unfit_subject",
            message=f"case {deciding.case.id} does not say whom the account imitates: dismiss it and record the "
            "finding by `POST /v1/accounts/{account}/impersonations`",
        )
    identifier, finding = deciding.case.id, suspected.finding
    if deciding.ruling.outcome is Outcome.CONFIRMED:
        found = FindImpersonation(
            id=identifier,
            imitated=suspected.imitated,
            finding=finding,
            reason=reason,
            holder=await deciding.holder(),
        )
        return await _unless_over(deciding, found)
    if not finding:
        return None
    return await _unless_over(deciding, DismissFinding(id=identifier, finding=finding, reason=reason))


async def _unless_over(deciding: Deciding, command: Command) -> Refusal | None:
    refusal = await deciding.command(command)
    return None if refusal is not None and refusal.code in WITHOUT_EFFECT else refusal
