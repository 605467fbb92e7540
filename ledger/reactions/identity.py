"""Articles 1 and 7: a held registration or change is approved or rejected; an imitation gets no service."""

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
"""Refusals that leave the decision without effect: the account has ended meanwhile, by another way, or the same
imitation is recorded already. The case is closed all the same.
"""


async def registration(deciding: Deciding) -> Refusal | None:
    """Lift the hold of a registration, or end the account before it began."""
    return await _unless_over(
        deciding,
        SettleRegistration(
            id=deciding.case.id, approved=deciding.ruling.outcome is Outcome.APPROVED, reason=deciding.ruling.reason
        ),
    )


async def profile_change(deciding: Deciding) -> Refusal | None:
    """Show the new profile, or keep the old one."""
    return await _unless_over(
        deciding,
        SettleChange(
            id=deciding.case.id, approved=deciding.ruling.outcome is Outcome.APPROVED, reason=deciding.ruling.reason
        ),
    )


async def impersonation(deciding: Deciding) -> Refusal | None:
    """Refuse service to an imitation; a dismissed finding is not raised again."""
    suspected, reason = deciding.case.opening.subject, deciding.ruling.reason
    if not isinstance(suspected, ImitationSuspected):
        if deciding.ruling.outcome is Outcome.DISMISSED:
            return None
        return Refusal(
            code="unfit_subject",
            message=f"case {deciding.case.id} does not say whom the account imitates: dismiss it and record the "
            "finding by `POST /v1/accounts/{account}/impersonations`",
        )
    identifier, finding = deciding.id, suspected.finding
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
