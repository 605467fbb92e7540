"""Article 2: an approved application opens the field, and the homepage shows its materials."""

from typing import Final

from sqlalchemy import bindparam, select

from ledger.reactions.deciding import Deciding
from models.accounts.commands import Certify, Refusal
from models.accounts.facts import HolderChanged, type_of
from models.cases.cases import Outcome
from models.cases.subjects import CertificationApplied, ValidityTerms
from models.instants import shown
from models.tables import FACTS

_F: Final = FACTS.c
_CHANGED: Final = (
    select(_F.recorded_at)
    .where(
        _F.account == bindparam("account"),
        _F.type == type_of(HolderChanged),
        _F.recorded_at >= bindparam("since"),
    )
    .order_by(_F.seq.desc())
    .limit(1)
)


async def follows(deciding: Deciding) -> Refusal | None:
    """Grant the certification under the case's identifier, with the days that the reviewer read on the certificate."""
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
    refusal = await deciding.command(
        Certify(
            id=deciding.id,
            field=applied.field,
            valid_from=days.valid_from,
            valid_until=days.valid_until,
            materials=applied.materials,
        )
    )
    return refusal or await require_same_holder(deciding)


async def require_same_holder(deciding: Deciding) -> Refusal | None:
    """Refuse when the holder has changed since the application: certifications belong to the holder (reading 6), and so
    do applications. The account is locked by now.
    """
    since = {"account": deciding.account, "since": deciding.case.opened_at}
    changed = (await deciding.connection.execute(_CHANGED, since)).one_or_none()
    if changed is None:
        return None
    return Refusal(
        code="holder_changed",
        message=f"account {deciding.account} has had another holder since {shown(changed.recorded_at)}, after the "
        "application: reject it, and let the new holder apply",
        article=2,
    )
