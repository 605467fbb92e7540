"""Bulk actions: one measure on up to 10,000 accounts, with one reason, and its reversal."""

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field, field_validator
from starlette.responses import Response

from api.handling import answers
from api.handling.commanding import fresh_id
from api.handling.entering import WithCommandHandling, entered, found_or_404
from api.handling.fresh import require_fresh
from api.handling.requests import Body, examples
from api.handling.routing import Guarded
from api.handling.two_persons import require_not_by_two, require_one_person_enough
from api.http.cursors import AccountKey, AccountQuery, PageOf, PageQuery, Word, items_named
from api.state.app_state import AppState, WithAppState
from ledger.sanctions import bulk as ledger_bulk
from ledger.streams import records
from models.base import Frozen
from models.names import AccountId
from models.records import RecordId
from models.sanctions.bulk import (
    MOST_ACCOUNTS,
    Bulk,
    BulkEntry,
    BulkStatus,
    Measure,
    Member,
    Outcome,
    Overturning,
    Progress,
)
from models.texts.incoming import Text
from regulation.sanctions import bulk as rules
from regulation.words.sentences.chinese import told

router = APIRouter(prefix="/v1/bulk-actions", route_class=Guarded, tags=["bulk actions"])

_Id = Annotated[RecordId, Path(description="Identifier given or generated when the bulk action was started.")]
_SHOWN = 5


class BulkBody(Body):
    """A measure, the accounts, and the reason."""

    model_config = examples(
        {
            "id": "sweep-2026-03",
            "measure": {"type": "ban", "category": "matrix_manipulation", "duration": "P7D", "factor": "2"},
            "accounts": ["kitchen", "gaoyuan-caijing"],
            "reason": "the same text from all of them within a minute",
        },
        {
            "measure": {"type": "overturn", "of": "sweep-2026-02"},
            "accounts": ["kitchen"],
            "reason": "appeal 2026-88 upheld",
        },
    )

    id: Annotated[
        RecordId | None,
        Field(
            description="Your identifier, also used for what is recorded on each account. Omitted: one is generated."
        ),
    ] = None
    measure: Measure
    accounts: Annotated[tuple[AccountId, ...], Field(min_length=1, max_length=MOST_ACCOUNTS)]
    reason: Annotated[Text, Field(min_length=1, description="Shown to each holder.")]

    @field_validator("accounts")
    @classmethod
    def _each_once(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        twice = [account for account, times in Counter(value).items() if times > 1]
        if twice:
            more = f" and {len(twice) - _SHOWN} more" if len(twice) > _SHOWN else ""
            raise ValueError(f"{', '.join(twice[:_SHOWN])}{more}: named twice; name each account once")
        return value


class ReversalBody(Body):
    """The reason for reversing a bulk action."""

    model_config = examples({"reason": "the detector was wrong"})

    reason: Annotated[Text, Field(min_length=1, description="Shown to each holder.")]


class BulkCancellationBody(Body):
    """The reason for cancelling a bulk action or its reversal."""

    model_config = examples({"reason": "the list was wrong"}, {})

    reason: Text = ""


class BulkView(Frozen):
    """A bulk action, its progress and all its entries."""

    bulk: Bulk
    progress: Progress
    entries: tuple[BulkEntry, ...]


class BulksQuery(PageQuery):
    """Filters of the list of bulk actions."""

    status: BulkStatus | None = None


class BulksPage(PageOf[Bulk, Word]):
    """Bulk actions in the order in which they were started."""

    model_config = items_named("bulk_actions")


class MembersQuery(AccountQuery):
    """Filters of the accounts of a bulk action."""

    outcome: Outcome | None = None
    reversal: Outcome | None = None


class MembersPage(PageOf[Member, AccountKey]):
    """Accounts in the order of their identifiers."""

    model_config = items_named("accounts")


class WithList(Guarded):
    """Guarded route whose body has a long list of accounts."""

    largest_body = 8 * 1024 * 1024


list_router = APIRouter(prefix="/v1/bulk-actions", route_class=WithList, tags=["bulk actions"])


@list_router.post("", status_code=201, response_model=Bulk, summary="Start a bulk action")
async def start_bulk_action(body: BulkBody, handling: WithCommandHandling) -> Response:
    """The measure is applied account by account and survives crashes; each outcome is listed. The refusal for one
    account does not affect the others.
    """
    if (what := rules.TAKES_TWO.get(body.measure.type)) is not None:
        if what == "closure":
            require_fresh(handling.app_state, handling.caller)
        require_one_person_enough(handling.app_state, what)
    if isinstance(body.measure, Overturning):
        await require_not_by_two(handling.app_state, body.accounts, body.measure.of)
    decide = rules.start(body.measure, body.reason, len(body.accounts))
    found = await handling.execute(rules.BULK, body.id or fresh_id("bulk"), decide, besides=body.accounts)
    return entered(found, status=201, location=f"/v1/bulk-actions/{found.record}")


@router.get("", response_model=BulksPage, summary="List bulk actions")
async def list_bulk_actions(query: Annotated[BulksQuery, Query()], app_state: WithAppState) -> Response:
    """Bulk actions, oldest first."""
    found = await records.listing(
        app_state.database,
        rules.BULK,
        statuses=None if query.status is None else [query.status.value],
        after=query.after,
        most=query.limit,
    )
    return answers.json(BulksPage.of(found.of(lambda filed: filed.state)))


@router.get("/{bulk}", response_model=BulkView, summary="Read a bulk action with its progress")
async def read_bulk_action(bulk: _Id, app_state: WithAppState) -> Response:
    """The measure and its reason, the progress, and all entries."""
    found = await found_or_404(app_state, rules.BULK, bulk)
    progress = await ledger_bulk.progress_of(app_state.database, found.state)
    view = BulkView(bulk=found.state, progress=progress, entries=found.entries)
    return answers.json(view, headers=answers.versioned(len(found.entries)))


@router.get("/{bulk}/accounts", response_model=MembersPage, summary="List the outcome of each account")
async def list_bulk_action_accounts(
    bulk: _Id, query: Annotated[MembersQuery, Query()], app_state: WithAppState
) -> Response:
    """Outcome of the measure and of the reversal: done, or refused with the reason."""
    await _require(app_state, bulk)
    found = await ledger_bulk.members(
        app_state.database,
        bulk,
        outcome=query.outcome,
        reversal=query.reversal,
        after=ledger_bulk.MEMBERS.behind(query.after),
        most=query.limit,
    )
    return answers.json(MembersPage.of(found.of(told)))


@router.post("/{bulk}/cancellation", response_model=Bulk, summary="Cancel a bulk action")
async def cancel_bulk_action(bulk: _Id, body: BulkCancellationBody, handling: WithCommandHandling) -> Response:
    """Accounts that wait stay as they are; what was carried out stays, and can be reversed as one. Cancelling again
    changes nothing.
    """
    return entered(await handling.execute(rules.BULK, bulk, rules.cancel(body.reason)))


@router.post("/{bulk}/reversal", response_model=Bulk, summary="Reverse a bulk action")
async def revert_bulk_action(bulk: _Id, body: ReversalBody, handling: WithCommandHandling) -> Response:
    """Overturns what the bulk action recorded on each account where it was done; refused accounts are unchanged. After
    a cancelled reversal it continues with the accounts that are left.
    """
    return entered(await handling.execute(rules.BULK, bulk, rules.revert(body.reason)))


@router.post("/{bulk}/reversal/cancellation", response_model=Bulk, summary="Cancel the reversal of a bulk action")
async def cancel_bulk_reversal(bulk: _Id, body: BulkCancellationBody, handling: WithCommandHandling) -> Response:
    """Nothing more is overturned: on the accounts that wait the action stays in force, and what was overturned stays
    overturned. Reversing again continues with the accounts that are left. Cancelling again changes nothing.
    """
    return entered(await handling.execute(rules.BULK, bulk, rules.cancel_reversal(body.reason)))


async def _require(app_state: AppState, bulk: str) -> None:
    await found_or_404(app_state, rules.BULK, bulk)
