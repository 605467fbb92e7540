"""Articles 9 and 12: irreversible measures are carried out when two people have decided them alike."""

from ledger.reactions.deciding import Deciding
from models.accounts.commands import CancelMonetization, Close, Refusal
from models.cases.cases import Outcome
from models.cases.subjects import CancellationAsked, ClosureAsked


async def closure(deciding: Deciding) -> Refusal | None:
    """Close the account as a sanction. Its holder at the time of the offence is barred, whoever holds it now, even if
    the account was closed at the holder's wish since.
    """
    asked = deciding.case.opening.subject
    if deciding.ruling.outcome is not Outcome.APPROVED:
        return None
    if not isinstance(asked, ClosureAsked):
        return _without_subject(deciding, "closure")
    return await deciding.command(
        Close(
            id=asked.violation or deciding.id,
            follows=asked.violation is not None,
            category=asked.category,
            reason=deciding.ruling.reason,
            holder=await deciding.holder(asked.violation),
        )
    )


async def cancellation(deciding: Deciding) -> Refusal | None:
    """Cancel the account's grants of monetization for good."""
    asked = deciding.case.opening.subject
    if deciding.ruling.outcome is not Outcome.APPROVED:
        return None
    if not isinstance(asked, CancellationAsked):
        return _without_subject(deciding, "cancellation")
    return await deciding.command(
        CancelMonetization(
            id=asked.violation or deciding.id,
            follows=asked.violation is not None,
            category=None if asked.violation else asked.category,
            reason=deciding.ruling.reason,
            holder=await deciding.holder(asked.violation),
        )
    )


def _without_subject(deciding: Deciding, wanted: str) -> Refusal:
    return Refusal(
        code="unfit_subject",
        message=f"case {deciding.case.id} does not say what is to be done (a subject of type {wanted}): reject it and "
        "open another",
    )
