"""Items, pages and counts of the lists across accounts."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from api.http.cursors import PageOf, Word, items_named
from ledger.lists import actions, appeals, certifications
from ledger.lists.actions import Kind
from ledger.lists.common import Counted, Rows
from models.base import Frozen
from models.instants import CivilDate, Instant
from models.names import AccountId, CaseId, HolderRef
from models.records import RecordId
from models.sanctions.listed import ActionState, CertificationState
from models.words.privileges import Field as PublishingField
from models.words.violations import Category

COMPLETE = Annotated[
    bool, Field(description="False for some minutes after an upgrade, while the rows of older accounts are prepared.")
]
_Until = Annotated[Instant | None, Field(description="End of the last of its measures; null: none that lasts ends.")]


class OfAccount(Frozen):
    """The account that an item is about."""

    account: AccountId
    name: Annotated[str, Field(description="The account's name now.")]
    holder: Annotated[HolderRef, Field(description="Reference of the account's holder now.")]


class ListedFinding(OfAccount):
    """What actions, violations and bans have in common. `/v1/accounts/{account}/actions/{id}` has the statement."""

    id: CaseId
    category: Category | None
    article: Annotated[int, Field(description="Article that was offended, or that of the measure.")]
    decided_at: Annotated[Instant, Field(description="Instant of the recording.")]
    effective_at: Instant
    decided_by: Annotated[str, Field(description="Who decided it, or its first part.")]
    measures: tuple[str, ...]
    state: ActionState
    overturned_at: Instant | None


class ListedViolation(ListedFinding):
    """A violation."""


class ListedBan(ListedFinding):
    """A ban."""

    until: Annotated[Instant, Field(description="End of the ban.")]
    unpaid_until: Annotated[Instant | None, Field(description="End of the suspension of profit.")]
    reduced: Annotated[bool, Field(description="Whether it was shortened.")]


class ListedAction(ListedFinding):
    """An action."""

    until: _Until
    reduced: Annotated[bool, Field(description="Whether a part of it was shortened or lifted.")]


class ListedCertification(OfAccount):
    """A certification."""

    id: CaseId
    field: PublishingField
    valid_from: CivilDate
    valid_until: Annotated[CivilDate, Field(description="Last day written on the certificate.")]
    starts_at: Instant
    ends_at: Annotated[Instant, Field(description="End of its validity, or the instant that ended it before.")]
    state: CertificationState
    granted_at: Annotated[Instant, Field(description="Instant of the recording.")]
    granted_by: str


class ListedAppeal(OfAccount):
    """An appeal; `/v1/cases/{id}/status` has its course."""

    id: Annotated[RecordId, Field(description="Identifier of the case.")]
    action: Annotated[CaseId, Field(description="Action appealed against.")]
    category: Category | None
    state: appeals.State
    opened_at: Instant
    due_at: Instant
    decided_at: Annotated[Instant | None, Field(description="Time of the decision, or of the withdrawal.")]
    decided_by: str | None
    outcome: appeals.AppealOutcome | None


class ActionListPage(PageOf[ListedAction, Word]):
    """Actions of all accounts."""

    model_config = items_named("actions")
    complete: COMPLETE


class ViolationListPage(PageOf[ListedViolation, Word]):
    """Violations of all accounts."""

    model_config = items_named("violations")
    complete: COMPLETE


class BanListPage(PageOf[ListedBan, Word]):
    """Bans of all accounts."""

    model_config = items_named("bans")
    complete: COMPLETE


class CertificationListPage(PageOf[ListedCertification, Word]):
    """Certifications of all accounts."""

    model_config = items_named("certifications")
    complete: COMPLETE


class AppealListPage(PageOf[ListedAppeal, Word]):
    """Appeals of all accounts."""

    model_config = items_named("appeals")
    complete: COMPLETE


class ListCounts(Frozen):
    """Numbers of the items of a list."""

    by: str
    total: Annotated[int, Field(description="Items that pass the filters.")]
    counts: Annotated[
        dict[str, int], Field(description="Items with each value, most first; values that none has are left out.")
    ]
    complete: COMPLETE


def counted(found: Counted, by: str) -> ListCounts:
    """Return counts as a response body."""
    return ListCounts(by=by, total=found.total, counts=dict(found.counts), complete=found.complete)


def _about(rows: Rows, account: str) -> dict[str, Any]:
    name, holder = rows.named.get(account, ("", ""))
    return {"account": account, "name": name, "holder": holder}


def finding(kind: Kind, rows: Rows, row: Any, at: datetime) -> ListedFinding:
    """Return a row of actions as an item of its list."""
    common = {
        **_about(rows, row.account),
        "id": row.id,
        "category": row.category,
        "article": row.article,
        "decided_at": row.decided_at,
        "effective_at": row.effective_at,
        "decided_by": row.actor,
        "measures": tuple(row.measures),
        "state": actions.state_at(kind, row, at),
        "overturned_at": row.overturned_at,
    }
    if kind is Kind.VIOLATIONS:
        return ListedViolation.model_validate(common)
    if kind is Kind.BANS:
        more = {"until": row.ban_until, "unpaid_until": row.unpaid_until, "reduced": row.reduced}
        return ListedBan.model_validate({**common, **more})
    return ListedAction.model_validate({**common, "until": row.until, "reduced": row.reduced})


def certification(rows: Rows, row: Any, at: datetime) -> ListedCertification:
    """Return a row of certifications as an item."""
    return ListedCertification(
        **_about(rows, row.account),
        id=row.id,
        field=row.field,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        state=certifications.state_at(row, at),
        granted_at=row.granted_at,
        granted_by=row.actor,
    )


def appeal(rows: Rows, row: Any) -> ListedAppeal:
    """Return a row of appeals as an item."""
    return ListedAppeal(
        **_about(rows, row.account),
        id=row.id,
        action=row.action,
        category=row.category,
        state=appeals.state_of(row),
        opened_at=row.opened_at,
        due_at=row.due_at,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        outcome=row.outcome,
    )
