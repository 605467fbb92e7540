"""Directives: orders to the platform, and the platform's acknowledgements (articles 6 and 10)."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from pydantic import Field
from starlette.responses import Response

from api.handling import answers
from api.handling.asking import standing_for
from api.handling.commanding import built, fresh_id
from api.handling.entering import WithCommandHandling, entered, found_or_404
from api.handling.requests import Body, examples
from api.handling.routing import Guarded
from api.http.cursors import PageOf, PageQuery, Word, items_named
from api.http.parameters import Moment
from api.http.problems import Fault, invalid
from api.http.words import Target
from api.state.app_state import WithAppState
from ledger.streams import records
from models.base import Frozen
from models.directives import MOST_TARGETS, Counts, Directive, DirectiveEntry, DirectiveStatus, Order, Terms
from models.names import AccountId
from models.records import RecordId
from models.texts.incoming import Line, Text
from regulation import directives as rules

router = APIRouter(prefix="/v1/directives", route_class=Guarded, tags=["directives"])

_Id = Annotated[RecordId, Path(description="Identifier of the directive, as in the event `directive.issued`.")]


class IssueBody(Body):
    """An order to the platform. Which further fields are required depends on `order`."""

    model_config = examples(
        {"order": "remove_followers", "account": "kitchen", "expected": 1200, "cause": "v-1"},
        {
            "order": "label_content",
            "targets": ["content-1", "content-2"],
            "label_zh": "谣言",
            "label_en": "Rumour",
            "link": "https://www.piyao.org.cn/",
        },
    )

    id: Annotated[
        RecordId | None, Field(description="Your identifier, unique among directives. Omitted: one is generated.")
    ] = None
    order: Order
    account: AccountId | None = None
    targets: Annotated[
        tuple[Target, ...],
        Field(max_length=MOST_TARGETS, description="Identifiers of contents or accounts, or search terms."),
    ] = ()
    expected: Annotated[int | None, Field(ge=0, description="Expected number of items to process, where known.")] = None
    label_zh: Line = ""
    label_en: Line = ""
    link: Line = ""
    instructions: Text = ""
    cause: Annotated[RecordId | None, Field(description="Identifier of the violation, rumour or case behind it.")] = (
        None
    )
    due_at: Annotated[Moment | None, Field(description="Deadline. Omitted: the default of this order.")] = None


class AcknowledgementBody(Body):
    """The outcome of a directive, as the platform reports it."""

    model_config = examples(
        {"outcome": "done", "counts": {"done": 1187, "left": 13}},
        {"outcome": "failed", "reason": "the content was deleted by its author"},
    )

    outcome: Literal["done", "failed"]
    reason: Annotated[Text, Field(description="Required when `outcome` is `failed`.")] = ""
    counts: Counts | None = None


class WithdrawalBody(Body):
    """The reason for withdrawing a directive."""

    model_config = examples({"reason": "appeal upheld"})

    reason: Text = ""


class DirectivesQuery(PageQuery):
    """Filters of the list of directives."""

    status: DirectiveStatus | None = None
    order: Order | None = None
    account: AccountId | None = None


class DirectivesPage(PageOf[Directive, Word]):
    """Directives in the order in which they were issued."""

    model_config = items_named("directives")


class DirectiveHistory(Frozen):
    """A directive with all entries of its record."""

    directive: Directive
    entries: tuple[DirectiveEntry, ...]


@router.post("", status_code=201, response_model=Directive, summary="Issue a directive")
async def issue_directive(body: IssueBody, handling: WithCommandHandling) -> Response:
    """The directive is announced as the event `directive.issued`, sent again until it is acknowledged, and escalated
    when it is overdue.
    """
    values = body.model_dump(exclude={"id", "due_at"})
    if missing := rules.missing(body.order, values):
        raise invalid(*(Fault(path=f"body.{name}", message=f"is required for {body.order}") for name in missing))
    if body.account is not None:
        await standing_for(handling.app_state, body.account)
    kind, now = rules.ORDERS[body.order], handling.app_state.clock()
    due_at = body.due_at or now + kind.due.at(now)
    terms = built(Terms, **values, article=kind.article, due_at=due_at)
    id_ = body.id or fresh_id("directive")
    found = await handling.execute(rules.DIRECTIVE, id_, rules.issue(terms))
    return entered(found, status=201, location=f"/v1/directives/{found.record}")


@router.get("", response_model=DirectivesPage, summary="List directives")
async def list_directives(query: Annotated[DirectivesQuery, Query()], app_state: WithAppState) -> Response:
    """Directives, oldest first."""
    found = await records.listing(
        app_state.database,
        rules.DIRECTIVE,
        statuses=None if query.status is None else [query.status.value],
        label=None if query.order is None else query.order.value,
        account=query.account,
        after=query.after,
        most=query.limit,
    )
    return answers.json(DirectivesPage.of(found.of(lambda filed: filed.state)))


@router.get("/{directive}", response_model=DirectiveHistory, summary="Read a directive with its history")
async def read_directive(directive: _Id, app_state: WithAppState) -> Response:
    """The state of the directive and all its entries."""
    found = await found_or_404(app_state, rules.DIRECTIVE, directive)
    return answers.json(DirectiveHistory(directive=found.state, entries=found.entries))


@router.post(
    "/{directive}/acknowledgement", response_model=Directive, summary="Acknowledge a directive as done or failed"
)
async def acknowledge_directive(directive: _Id, body: AcknowledgementBody, handling: WithCommandHandling) -> Response:
    """Repeating the same acknowledgement has no further effect. A failed directive opens a case, and may still be
    acknowledged as done later.
    """
    if body.outcome == "failed" and not body.reason:
        raise invalid(Fault(path="body.reason", message="is required when the outcome is failed: give the obstacle"))
    decide = rules.acknowledge(body.outcome, body.reason, body.counts)
    return entered(await handling.execute(rules.DIRECTIVE, directive, decide))


@router.post("/{directive}/withdrawal", response_model=Directive, summary="Withdraw a directive")
async def withdraw_directive(directive: _Id, body: WithdrawalBody, handling: WithCommandHandling) -> Response:
    """The platform need not carry the directive out any more; whatever it has done already is kept."""
    withdrawn = await handling.execute(rules.DIRECTIVE, directive, rules.withdraw(body.reason))
    return entered(withdrawn)
