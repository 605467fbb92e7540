"""Exemptions: granting and revoking them, and whether one is in force at an instant."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from models.accounts.commands import ExtraSeats, Refusal
from models.accounts.exemptions import (
    KIND,
    Exemption,
    ExemptionBody,
    ExemptionEntry,
    ExemptionStatus,
    Granted,
    MoreAccounts,
    OwnName,
    Revoked,
    Terms,
)
from models.instants import shown
from models.records import Listed
from regulation.articles import a01_identity as a01
from regulation.articles import a07_one_holder as a07
from regulation.records import Decided, RecordType, Step

DecideExemption = Callable[[Exemption | None, datetime], Decided[ExemptionBody]]

LONGEST: Final = timedelta(days=3 * 366)
"""Longest exemption: it is reviewed at least every three years."""


def grant(terms: Terms) -> DecideExemption:
    """Grant the exemption from now until its end."""

    def decide(exemption: Exemption | None, now: datetime) -> Decided[ExemptionBody]:
        article = a07.ARTICLE if isinstance(terms.allows, MoreAccounts) else a01.ARTICLE
        if exemption is not None:
            return Refusal(code="duplicate_id", message=f"exemption {exemption.id} exists already: choose another id")
        if not now < terms.until <= now + LONGEST:
            return Refusal(
                code="unfit_end",
                article=article,
                message=f"until {shown(terms.until)} is not an end: it must lie after now ({shown(now)}) and at most "
                f"{LONGEST.days} days ahead, {shown(now + LONGEST)}; grant it anew then",
            )
        if isinstance(terms.allows, OwnName) and not terms.evidence:
            return Refusal(
                code="evidence_needed",
                article=article,
                message=f"that {terms.allows.name!r} is the holder's own name needs evidence: add the document or link",
            )
        return Step((Granted(terms=terms),))

    return decide


def revoke(reason: str) -> DecideExemption:
    """Revoke the exemption; accounts that were opened under it stay."""

    def decide(exemption: Exemption | None, now: datetime) -> Decided[ExemptionBody]:
        if exemption is None:
            return Refusal(
                code="unknown_exemption", message="there is no such exemption: `GET /v1/exemptions` lists them"
            )
        if exemption.status is ExemptionStatus.REVOKED:
            return Refusal(
                code="exemption_over", message=f"exemption {exemption.id} was revoked {_shown(exemption.revoked_at)}"
            )
        if exemption.terms.until <= now:
            return Refusal(
                code="exemption_over", message=f"exemption {exemption.id} ended {shown(exemption.terms.until)}"
            )
        return Step((Revoked(reason=reason),))

    return decide


def holds(exemption: Exemption, at: datetime) -> bool:
    """Whether the exemption is in force at the instant."""
    return exemption.status is ExemptionStatus.GRANTED and exemption.since <= at < exemption.terms.until


def seats_of(exemption: Exemption) -> ExtraSeats | None:
    """Accounts that the exemption allows beyond the quota; None for another kind of exemption."""
    allows = exemption.terms.allows
    if not isinstance(allows, MoreAccounts):
        return None
    return ExtraSeats(id=exemption.id, seats=allows.seats, since=exemption.since, until=exemption.terms.until)


def _shown(at: datetime | None) -> str:
    return "" if at is None else shown(at)


def _apply(exemption: Exemption | None, entry: ExemptionEntry) -> Exemption:
    body = entry.body
    if isinstance(body, Granted):
        return Exemption(
            id=entry.record,
            status=ExemptionStatus.GRANTED,
            terms=body.terms,
            since=entry.recorded_at,
            granted_by=entry.actor,
        )
    if exemption is None:
        raise ValueError(f"exemption {entry.record}: its first entry is {body.type}, not its grant")
    return exemption.model_copy(
        update={"status": ExemptionStatus.REVOKED, "revoked_at": entry.recorded_at, "reason": body.reason}
    )


def _listed(exemption: Exemption) -> Listed:
    return Listed(status=exemption.status.value, label=exemption.terms.holder, due_at=exemption.terms.until)


EXEMPTION: Final[RecordType[ExemptionBody, Exemption]] = RecordType(
    KIND, ExemptionEntry, Exemption, _apply, _listed, followed=False
)
