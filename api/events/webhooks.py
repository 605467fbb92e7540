"""Webhooks: addresses of the platform to which events are delivered, signed, as they happen."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field
from starlette.responses import Response

from activities.webhooks.envelope import a_test, fresh_salt, secret
from activities.webhooks.guard import ForbiddenAddressError, require_sendable
from api.handling import answers
from api.handling.commanding import built, fresh_id
from api.handling.entering import Entering, EnteringNow, entered, found_or_404
from api.handling.requests import Body, examples
from api.handling.routing import Guarded
from api.http.cursors import Limit, Number, PageOf, PageQuery, Word, items_named
from api.http.parameters import LAST_EVENT
from api.http.problems import Fault, ProblemError, invalid
from api.http.words import Address
from api.state.app_state import AppState, WithAppState
from ledger.events import feed, webhooks
from ledger.events.webhooks import LoggedAttempt
from ledger.store.pages import Page
from ledger.streams import records
from models.base import Frozen
from models.events.announcements import UnknownTypeError, expanded
from models.events.webhooks import Subscription, SubscriptionChanged, SubscriptionCreated, SubscriptionStatus, Types
from models.instants import Instant
from models.records import RecordId
from models.texts.incoming import Line, Text
from regulation import webhooks as rules

router = APIRouter(prefix="/v1/webhooks", route_class=Guarded, tags=["webhooks"])

_Id = Annotated[RecordId, Path(description="The webhook's identifier.")]
_Types = Annotated[Types, Field(description="As in the feed: `account.ban_imposed`, `account.*`, or `*` for all.")]
_Place = Annotated[int, Field(ge=0, le=LAST_EVENT)]


class CreateBody(Body):
    """A new webhook."""

    model_config = examples(
        {"url": "https://platform.example/hooks/standing", "types": ["account.*", "directive.*"]},
        {"id": "payout", "url": "https://platform.example/payout", "types": ["account.boundary_passed"], "after": 0},
    )

    id: Annotated[RecordId | None, Field(description="Yours; unique among webhooks. Left out, one is made.")] = None
    url: Address
    types: _Types = ("*",)
    after: Annotated[
        _Place | None, Field(description="Deliver what comes behind this event; left out, what happens from now on.")
    ] = None
    note: Line = ""


class ChangeBody(Body):
    """What shall be different from here on."""

    model_config = examples({"url": "https://platform.example/hooks/v2"}, {"types": ["*"]})

    url: Address | None = None
    types: _Types | None = None
    note: Line | None = None


class ReplayBody(Body):
    """From where everything is delivered again."""

    model_config = examples({"after": 4000})

    after: _Place


class PauseBody(Body):
    """Why nothing shall be delivered for now."""

    model_config = examples({"reason": "maintenance until noon"}, {})

    reason: Text = ""


class Nothing(Body):
    """Nothing more to say."""

    model_config = examples({})


class WebhookAnswer(Frozen):
    """A webhook as it stands. Its secret is shown once, when it is made and when it is rotated."""

    id: RecordId
    status: SubscriptionStatus
    url: str
    types: tuple[str, ...]
    note: str
    created_at: Instant
    delivered_upto: Annotated[int, Field(description="The last event that was delivered, or passed over.")]
    behind: Annotated[int, Field(description="Events between that and the end of the stream, of all types.")]
    paused_at: Instant | None
    paused_because: str | None
    reason: str
    old_secret_until: Annotated[Instant | None, Field(description="Until then it is signed with the old one too.")]


class WebhookWithSecret(WebhookAnswer):
    """The same with its secret, this once."""

    secret: Annotated[str, Field(description="For the `standardwebhooks` libraries; keep it safe.")]


class WebhooksQuery(PageQuery):
    """Which webhooks."""

    status: SubscriptionStatus | None = None


class WebhooksPage(PageOf[WebhookAnswer, Word]):
    """Webhooks in the order in which they were made."""

    model_config = items_named("webhooks")


class DeliveriesQuery(Frozen):
    """Which part of the log."""

    before: Annotated[_Place | None, Field(description="`next` of the page before.")] = None
    failed: Annotated[bool, Field(description="Only what was not taken.")] = False
    limit: Limit = 100


class DeliveriesPage(PageOf[LoggedAttempt, Number]):
    """What the address has answered, the newest first; kept for 30 days."""

    model_config = items_named("deliveries")

    next: Annotated[Number | None, Field(description="Give it as `before` for the next page; null on the last.")]


class TestAnswer(Frozen):
    """What the address answered to the test event."""

    __test__ = False

    taken: bool
    status: int | None
    error: str | None
    took_ms: int


@router.post("", status_code=201, response_model=WebhookWithSecret, summary="Add a webhook")
async def create_webhook(body: CreateBody, entering: EnteringNow) -> Response:
    """Signed as Standard Webhooks has it, in a CloudEvents envelope, in the order of each account, at least once."""
    app_state = entering.app_state
    _require_sendable(app_state, body.url)
    _require_types(body.types)
    after = await feed.newest(app_state.database) if body.after is None else body.after
    created = built(SubscriptionCreated, url=body.url, types=body.types, after=after, salt=fresh_salt(), note=body.note)
    found = await entering.execute(rules.SUBSCRIPTION, body.id or fresh_id("webhook"), rules.create(created))
    answer = await _with_secret(entering, found.state)
    return entered(found, status=201, location=f"/v1/webhooks/{found.record}", answer=answer)


@router.get("", response_model=WebhooksPage, summary="List webhooks")
async def list_webhooks(query: Annotated[WebhooksQuery, Query()], app_state: WithAppState) -> Response:
    """Deleted ones too, when they are asked for by their status."""
    living = [SubscriptionStatus.ACTIVE.value, SubscriptionStatus.PAUSED.value]
    found = await records.listing(
        app_state.database,
        rules.SUBSCRIPTION,
        statuses=living if query.status is None else [query.status.value],
        after=query.after,
        most=query.limit,
    )
    shown = tuple([await _answer(app_state, filed.state) for filed in found])
    return answers.json(WebhooksPage.of(Page(shown, found.next)))


@router.get("/{webhook}", response_model=WebhookAnswer, summary="Read a webhook with its position")
async def read_webhook(webhook: _Id, app_state: WithAppState) -> Response:
    """How it stands. What was done to it is in the feed, as `subscription.*`."""
    found = await found_or_404(app_state, rules.SUBSCRIPTION, webhook)
    return answers.json(await _answer(app_state, found.state))


@router.post("/{webhook}/changes", response_model=WebhookAnswer, summary="Change the address or the types")
async def change_webhook(webhook: _Id, body: ChangeBody, entering: EnteringNow) -> Response:
    """Delivery continues at its position."""
    if body.url is not None:
        _require_sendable(entering.app_state, body.url)
    if body.types is not None:
        _require_types(body.types)
    changed = built(SubscriptionChanged, url=body.url, types=body.types, note=body.note)
    return await _carry_out(entering, webhook, rules.change(changed))


@router.post("/{webhook}/secret-rotation", response_model=WebhookWithSecret, summary="Rotate the signing secret")
async def rotate_webhook_secret(webhook: _Id, body: Nothing, entering: EnteringNow) -> Response:  # noqa: ARG001 - the body says nothing
    """For 24 hours deliveries are signed with the old one as well, so that a receiver can change over in peace."""
    found = await entering.execute(rules.SUBSCRIPTION, webhook, rules.rotate(fresh_salt()))
    return entered(found, answer=await _with_secret(entering, found.state))


@router.post("/{webhook}/pause", response_model=WebhookAnswer, summary="Pause a webhook")
async def pause_webhook(webhook: _Id, body: PauseBody, entering: EnteringNow) -> Response:
    """Nothing is lost: the position in the stream is kept."""
    return await _carry_out(entering, webhook, rules.pause("command", body.reason))


@router.post("/{webhook}/resume", response_model=WebhookAnswer, summary="Resume a webhook")
async def resume_webhook(webhook: _Id, body: Nothing, entering: EnteringNow) -> Response:  # noqa: ARG001 - the body says nothing
    """Also after three days of failure, with everything that has happened meanwhile."""
    return await _carry_out(entering, webhook, rules.resume())


@router.post("/{webhook}/replay", response_model=WebhookAnswer, summary="Deliver again from a position in the stream")
async def replay_webhook(webhook: _Id, body: ReplayBody, entering: EnteringNow) -> Response:
    """Everything behind `after`, with the same event ids as before."""
    return await _carry_out(entering, webhook, rules.replay(body.after))


@router.post("/{webhook}/deletion", response_model=WebhookAnswer, summary="Delete a webhook")
async def delete_webhook(webhook: _Id, body: Nothing, entering: EnteringNow) -> Response:  # noqa: ARG001 - the body says nothing
    """Its history stays readable."""
    return await _carry_out(entering, webhook, rules.delete())


@router.post("/{webhook}/test", response_model=TestAnswer, summary="Send a test event")
async def check_webhook(webhook: _Id, body: Nothing, app_state: WithAppState) -> Response:  # noqa: ARG001 - the body says nothing
    """An event of type `webhook.test`, signed like any other; says what the address answered."""
    found = await found_or_404(app_state, rules.SUBSCRIPTION, webhook)
    sent = await app_state.sender.send(found.state, a_test(app_state.clock()))
    return answers.json(
        TestAnswer(taken=sent.error is None, status=sent.status, error=sent.error, took_ms=sent.took_ms)
    )


@router.get("/{webhook}/deliveries", response_model=DeliveriesPage, summary="List the deliveries of a webhook")
async def read_deliveries(
    webhook: _Id, query: Annotated[DeliveriesQuery, Query()], app_state: WithAppState
) -> Response:
    """Each attempt with its time, answer and duration."""
    await found_or_404(app_state, rules.SUBSCRIPTION, webhook)
    found = await webhooks.deliveries(
        app_state.database,
        webhook,
        after=webhooks.DELIVERIES.behind(query.before),
        failed=query.failed,
        most=query.limit,
    )
    return answers.json(DeliveriesPage.of(found))


async def _carry_out(entering: Entering, webhook: str, decide: rules.Decide) -> Response:
    found = await entering.execute(rules.SUBSCRIPTION, webhook, decide)
    return entered(found, answer=await _answer(entering.app_state, _state(found.state)))


async def _answer(app_state: AppState, known: Subscription) -> WebhookAnswer:
    place = await webhooks.position_of(app_state.database, known)
    return WebhookAnswer(
        id=known.id,
        status=known.status,
        url=known.url,
        types=known.types,
        note=known.note,
        created_at=known.created_at,
        delivered_upto=place,
        behind=max(0, await feed.newest(app_state.database) - place),
        paused_at=known.paused_at,
        paused_because=known.paused_because,
        reason=known.reason,
        old_secret_until=known.old_until,
    )


async def _with_secret(entering: Entering, known: Subscription | None) -> WebhookWithSecret:
    state = _state(known)
    answer = await _answer(entering.app_state, state)
    return WebhookWithSecret(**dict(answer), secret=secret(await entering.app_state.holder_key.proven(), state.salt))


def _state(known: Subscription | None) -> Subscription:
    if known is None:
        raise AssertionError("what was entered leaves a state")
    return known


def _require_sendable(app_state: AppState, url: str) -> None:
    try:
        require_sendable(url, allow_private=app_state.sender.allow_private)
    except ForbiddenAddressError as error:
        raise ProblemError("webhook-address-refused", str(error)) from None


def _require_types(types: tuple[str, ...]) -> None:
    for place, wanted in enumerate(types):
        try:
            expanded(wanted)
        except UnknownTypeError as error:
            raise invalid(Fault(path=f"body.types.{place}", message=str(error))) from None
