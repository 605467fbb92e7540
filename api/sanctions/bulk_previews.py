"""Previews of bulk actions and of their reversal, slice by slice: what each account would come to, and why."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Path
from pydantic import Field
from starlette.responses import Response

from api.handling import answers
from api.handling.commanding import fresh_id
from api.handling.entering import WithCommandHandling, found_or_404
from api.handling.requests import Body, examples
from api.handling.routing import Guarded
from api.handling.two_persons import require_not_by_two, require_one_person_enough
from api.http.problems import refused
from api.sanctions.bulk import BulkBody
from ledger.sanctions import bulk_previews
from models.accounts.commands import Refusal
from models.base import Frozen
from models.names import AccountId
from models.records import RecordId
from models.sanctions.bulk import Member, Overturning
from models.texts.incoming import Text
from regulation.sanctions import bulk as rules
from regulation.words.sentences.chinese import told

router = APIRouter(prefix="/v1/bulk-actions", route_class=Guarded, tags=["bulk actions"])

MOST: Final = bulk_previews.MOST


class PreviewBody(BulkBody):
    """A bulk action as it would be started, with the accounts of one slice."""

    model_config = examples(
        {
            "measure": {"type": "ban", "category": "matrix_manipulation", "duration": "P7D", "factor": "2"},
            "accounts": ["kitchen", "gaoyuan-caijing"],
            "reason": "the same text from all of them within a minute",
        }
    )

    accounts: Annotated[
        tuple[AccountId, ...],
        Field(min_length=1, max_length=MOST, description="A slice of the list; send the next one after it."),
    ]


class ReversalPreviewBody(Body):
    """The slice of a reversal to preview."""

    model_config = examples({}, {"after": "kitchen", "limit": 200})

    reason: Text = ""
    after: Annotated[AccountId | None, Field(description="`next` of the slice before; null: from the beginning.")] = (
        None
    )
    limit: Annotated[int, Field(ge=1, le=MOST, description="Number of accounts.")] = MOST


class ForeseenAccount(Frozen):
    """What one account would come to."""

    account: AccountId
    outcome: Literal["done", "refused"]
    code: Annotated[str | None, Field(description="Code of the refusal; stable.")]
    message: str
    message_zh: str


class ForeseenOutcome(Frozen):
    """Number of accounts with the same outcome and code."""

    outcome: Literal["done", "refused"]
    code: str | None
    accounts: int


class BulkPreview(Frozen):
    """What a slice would come to now. Nothing was recorded, and nothing is reserved."""

    accounts: tuple[ForeseenAccount, ...]
    outcomes: Annotated[tuple[ForeseenOutcome, ...], Field(description="Counts by outcome and code, the most first.")]
    next: Annotated[
        AccountId | None,
        Field(description="Of a reversal: pass it as `after` for the next slice; null: it was the last."),
    ] = None


@router.post("/preview", response_model=BulkPreview, summary="Preview a bulk action on a slice of its accounts")
async def preview_bulk_action(body: PreviewBody, handling: WithCommandHandling) -> Response:
    """Decides the measure on each account as it stands now, by the rules that the bulk action itself obeys. An unknown
    account has the code `unknown_account`.
    """
    app_state = handling.app_state
    if (what := rules.TAKES_TWO.get(body.measure.type)) is not None:
        require_one_person_enough(app_state, what)
    if isinstance(body.measure, Overturning):
        await require_not_by_two(app_state, body.accounts, body.measure.of)
    now = app_state.clock()
    ordered = rules.start(body.measure, body.reason, len(body.accounts))(None, now)
    if isinstance(ordered, Refusal):
        raise refused(ordered)
    found = await bulk_previews.foresee(
        app_state.database,
        body.measure,
        body.id or fresh_id("bulk"),
        body.reason,
        body.accounts,
        actor=handling.caller.actor,
        now=now,
    )
    return answers.json(preview_of(found))


@router.post("/{bulk}/reversal/preview", response_model=BulkPreview, summary="Preview the reversal of a bulk action")
async def preview_bulk_reversal(
    bulk: Annotated[RecordId, Path(description="Identifier of the bulk action.")],
    body: ReversalPreviewBody,
    handling: WithCommandHandling,
) -> Response:
    """Decides the reversal on each account on which the action was carried out, slice by slice."""
    app_state = handling.app_state
    known = await found_or_404(app_state, rules.BULK, bulk)
    now = app_state.clock()
    ordered = rules.revert(body.reason)(known.state, now)
    if isinstance(ordered, Refusal):
        raise refused(ordered)
    found = await bulk_previews.foresee_reversal(
        app_state.database,
        known.state,
        body.reason,
        after=body.after or "",
        most=body.limit,
        actor=handling.caller.actor,
        now=now,
    )
    return answers.json(preview_of(found, following=found[-1].account if len(found) == body.limit else None))


def preview_of(found: Sequence[Member], following: str | None = None) -> BulkPreview:
    """Return the results of a slice with their counts."""
    counted = Counter((one.outcome.value, one.code) for one in found)
    return BulkPreview.model_validate(
        {
            "accounts": [
                {
                    "account": one.account,
                    "outcome": one.outcome.value,
                    "code": one.code,
                    "message": one.message,
                    "message_zh": one.message_zh,
                }
                for one in map(told, found)
            ],
            "outcomes": [
                {"outcome": outcome, "code": code, "accounts": count}
                for (outcome, code), count in counted.most_common()
            ],
            "next": following,
        }
    )
