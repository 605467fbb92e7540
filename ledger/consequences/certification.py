"""Article 2: an approved application opens the field, and the homepage shows its materials."""

from ledger.consequences.deciding import Deciding
from models.case_subjects import CertificationApplied, ValidityTerms
from models.cases import Outcome
from models.commands import Certify, Refusal


async def follows(deciding: Deciding) -> Refusal | None:
    """The certification bears the case's identifier; its days are those the reviewer read on the certificate."""
    if deciding.ruling.outcome is not Outcome.APPROVED:
        return None
    applied, terms = deciding.case.opening.subject, deciding.ruling.terms
    if not isinstance(applied, CertificationApplied):
        return Refusal(
            code="unfit_subject", message=f"case {deciding.case.id} holds no application for a certification: reject it"
        )
    days = terms if isinstance(terms, ValidityTerms) else applied
    if days.valid_until < days.valid_from:
        return Refusal(
            code="unfit_terms",
            message=f"valid_until {days.valid_until} lies before valid_from {days.valid_from}",
        )
    return await deciding.command(
        Certify(
            id=deciding.case.id,
            field=applied.field,
            valid_from=days.valid_from,
            valid_until=days.valid_until,
            materials=applied.materials,
        )
    )
