"""Article 2: warnings some days before a certification expires, each given once.

Warnings move no interval, so they are not boundaries: standings, timers and verdicts do not depend on them.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from models.accounts.certifications import KIND, CertificationBody, CertificationEntry, Expiring, Watched
from models.accounts.standing import Certification, Standing
from models.records import Listed
from regulation.articles.a02_certification import WARNED_BEFORE
from regulation.records import Decided, RecordType, Step
from regulation.tables.calendar import civil_date


def warning(standing: Standing, certification: str, at: datetime) -> Expiring | None:
    """Closest warning that is due at the instant. None when none is due, or when the end changes nothing: the account
    is closed, the certification fell or was revoked, or another certification of the field is valid beyond it.
    """
    found = next((one for one in standing.certifications if one.id == certification), None)
    if found is None or found.interval.end is None or standing.closed_at is not None:
        return None
    end = found.interval.end
    if end <= at or any(_goes_on(other, found, end) for other in standing.certifications):
        return None
    due = [days for days in WARNED_BEFORE.at(at) if found.interval.start <= end - timedelta(days=days) <= at]
    if not due:
        return None
    return Expiring(
        account=standing.account,
        certification=found.id,
        field=found.field,
        days=min(due),
        valid_through=civil_date(end - timedelta(microseconds=1)),
        expires_at=end,
    )


def announce(due: Expiring) -> Callable[[Watched | None, datetime], Decided[CertificationBody]]:
    """Enter the warning, unless it or a closer one has been entered."""

    def decide(watched: Watched | None, _: datetime) -> Decided[CertificationBody]:
        return Step() if watched is not None and watched.last.days <= due.days else Step((due,))

    return decide


def record_of(account: str, certification: str) -> str:
    """Identifier of the record; `ledger/accounts/expiry.py` computes the same in SQL."""
    return sha256(f"{account}/{certification}".encode()).hexdigest()[:32]


def _goes_on(other: Certification, ending: Certification, end: datetime) -> bool:
    return other.id != ending.id and other.field is ending.field and other.interval.covers(end)


def _apply(_: Watched | None, entry: CertificationEntry) -> Watched:
    return Watched(last=entry.body, warned_at=entry.recorded_at)


def _listed(watched: Watched) -> Listed:
    last = watched.last
    return Listed(status="warned", label=str(last.days), account=last.account, due_at=last.expires_at)


EXPIRY: Final[RecordType[CertificationBody, Watched]] = RecordType(
    KIND, CertificationEntry, Watched, _apply, _listed, followed=False
)
