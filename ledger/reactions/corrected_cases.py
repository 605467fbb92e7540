"""Corrections: the withdrawal of what followed from a decision, one row a kind, then the consequence of the new one.

Both run in the transaction of the correction. `regulation/cases/correcting.py` says in words what each row undoes.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from ledger.networks import networks
from ledger.reactions.certification import require_same_holder
from ledger.reactions.correcting import Correcting
from ledger.reactions.decided_cases import CONSEQUENCES
from ledger.reactions.deciding import Deciding
from ledger.streams.records import Happened
from models.accounts.commands import (
    CorrectChange,
    CorrectRegistration,
    Refusal,
    RevokeCertification,
    WithdrawConsequence,
)
from models.accounts.facts import RegistrationHeld
from models.cases.cases import Case, CaseBody, CaseKind, Outcome
from models.cases.subjects import CancellationAsked, ClosureAsked
from models.words.sanctions import ByCase
from regulation.accounts.changes import PROFILE, correction_of
from regulation.networks import NETWORK, lift
from regulation.sanctions.withholding import withheld_since

Withdrawal = Callable[[Correcting], Awaitable[Refusal | None]]


async def nothing(_: Correcting) -> None:
    """Withdraw nothing: nothing followed from the earlier decision, or nothing of it is taken back."""


async def registration(correcting: Correcting) -> Refusal | None:
    """Replace the decision on the registration; the earlier one is gone with it."""
    held = [fact.body for fact in await correcting.facts_under(correcting.deciding.case.id)]
    article = next(body.grounds.article for body in held if isinstance(body, RegistrationHeld))
    approved = correcting.deciding.ruling.outcome is Outcome.APPROVED
    case = correcting.deciding.case.id
    return await _over_only_if_rejected(
        correcting, CorrectRegistration(id=case, approved=approved, article=article, reason=correcting.reason)
    )


async def profile_change(correcting: Correcting) -> Refusal | None:
    """Replace the decision on the change of the profile; the earlier one is gone with it."""
    facts, ruling = await correcting.facts(PROFILE), correcting.deciding.ruling
    approved = ruling.outcome is Outcome.APPROVED
    command = correction_of(facts, correcting.deciding.case.id, approved=approved, reason=ruling.reason)
    refusal = await require_same_holder(correcting.deciding) if approved else None
    return refusal or await _over_only_if_rejected(correcting, command)


async def _over_only_if_rejected(
    correcting: Correcting, command: CorrectChange | CorrectRegistration
) -> Refusal | None:
    """Give the command; an account that has ended needs no rejection, but is not approved without effect."""
    if command.approved:
        return await correcting.deciding.command(command)
    return await correcting.command(command)


async def certification(correcting: Correcting) -> Refusal | None:
    """Revoke the certification that was approved; its field closes."""
    if correcting.earlier.ruling.outcome is not Outcome.APPROVED:
        return None
    return await correcting.command(RevokeCertification(id=correcting.action, reason=correcting.reason))


async def finding(correcting: Correcting) -> Refusal | None:
    """Overturn the finding that was confirmed."""
    return await correcting.overturn() if correcting.earlier.ruling.outcome is Outcome.CONFIRMED else None


async def coordination(correcting: Correcting) -> Refusal | None:
    """Overturn the sanction of every member of the cluster that was confirmed."""
    return await correcting.overturn_everywhere() if correcting.earlier.ruling.outcome is Outcome.CONFIRMED else None


async def closure(correcting: Correcting) -> Refusal | None:
    """Open the account again, and lift its holder's bar; a finding recorded before the case stands."""
    return await _consequence(correcting, "closure")


async def cancellation(correcting: Correcting) -> Refusal | None:
    """Grant again what was cancelled; a finding recorded before the case stands."""
    return await _consequence(correcting, "cancellation")


async def _consequence(correcting: Correcting, consequence: ByCase) -> Refusal | None:
    subject, earlier = correcting.deciding.case.opening.subject, correcting.earlier
    if earlier.ruling.outcome is not Outcome.APPROVED:
        return None
    if not isinstance(subject, ClosureAsked | CancellationAsked) or subject.violation is None:
        return await correcting.overturn()
    facts = await correcting.facts_under(subject.violation)
    withholding = consequence == "cancellation" and withheld_since(facts, subject.violation, earlier.at)
    return await correcting.command(
        WithdrawConsequence(
            id=subject.violation, consequence=consequence, withholding=withholding, reason=correcting.reason
        )
    )


async def network(correcting: Correcting) -> Refusal | None:
    """Lift the sanction that was confirmed, unless it was lifted or has ended."""
    deciding, earlier = correcting.deciding, correcting.earlier
    origin = deciding.case.opening.origin
    if earlier.ruling.outcome is not Outcome.CONFIRMED or origin is None:
        return None
    state = await networks.state_within(deciding.connection, origin.id)
    since = () if state is None else state.sanctions
    imposed = next((one for one in since if one.since >= earlier.at and one.reason == earlier.ruling.reason), None)
    if imposed is None or imposed.lifted_at is not None or imposed.ended:
        return None
    return (await deciding.enter(NETWORK, origin.id, lift(imposed.id, correcting.reason))).refusal


WITHDRAWALS: Final[Mapping[CaseKind, Withdrawal]] = {
    CaseKind.REGISTRATION: registration,
    CaseKind.PROFILE_CHANGE: profile_change,
    CaseKind.CERTIFICATION: certification,
    CaseKind.EMBLEM: nothing,
    CaseKind.IMPERSONATION: finding,
    CaseKind.APPEAL: nothing,
    CaseKind.COORDINATION: coordination,
    CaseKind.CLOSURE: closure,
    CaseKind.CANCELLATION: cancellation,
    CaseKind.DIRECTIVE: nothing,
    CaseKind.RUMOUR: nothing,
    CaseKind.REPORT: nothing,
    CaseKind.FOLLOWERS: nothing,
    CaseKind.NETWORK: network,
    CaseKind.CREDIT_CODE: nothing,
}
"""Withdrawal of each kind. An appeal is only corrected in the holder's favour, so the new decision is carried out on
top of the earlier one.
"""

REPLACED: Final = frozenset({CaseKind.REGISTRATION, CaseKind.PROFILE_CHANGE, CaseKind.FOLLOWERS})
"""Kinds whose withdrawal carries the new decision out, too, or of which nothing new follows: the clean-up was settled,
and stays so.
"""


async def carry_out(happened: Happened[CaseBody, Case]) -> Refusal | None:
    """React to a correction: withdraw what followed from the earlier decision, then carry out the new one, or return
    why that is impossible.
    """
    case = happened.state
    if case.decision is None:
        raise AssertionError(f"case {case.id} is corrected and has no decision")
    kind = case.opening.kind
    deciding = Deciding(happened.connection, case, case.decision, happened.command.rulebook, happened.receipts)
    refusal = await WITHDRAWALS[kind](Correcting(deciding))
    return refusal or (None if kind in REPLACED else await CONSEQUENCES[kind](deciding))
