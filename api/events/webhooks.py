"""Routes of webhooks: addresses of the platform to which signed events are delivered."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from pydantic import Field
from starlette.responses import Response

from activities.webhooks.envelope import a_test, enveloped, fresh_salt, secret
from activities.webhooks.guard import ForbiddenAddressError, require_sendable
from api.handling import answers
from api.handling.commanding import built, fresh_id
from api.handling.entering import CommandHandling, WithCommandHandling, entered, found_or_404
from api.handling.fresh import require_fresh
from api.handling.requests import Body, examples
from api.handling.routing import Guarded
from api.http.cursors import Limit, Number, PageOf, PageQuery, Word, items_named
from api.http.parameters import LAST_EVENT
from api.http.problems import Fault, ProblemError, invalid, refused
from api.http.words import Address
from api.state.app_state import AppState, WithAppState
from ledger.events import feed, webhooks
from ledger.events.webhooks import Attempt, LoggedAttempt
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

_Id = Annotated[RecordId, Path(description="Identifier of the webhook.")]
_Types = Annotated[
    Types, Field(description="Event types as in the feed: `account.ban_imposed`, `account.*`, or `*` for all.")
]
_Place = Annotated[int, Field(ge=0, le=LAST_EVENT)]


class CreateBody(Body):
    """A new webhook."""

    model_config = examples(
        {"url": "https://platform.example/hooks/standing", "types": ["account.*", "directive.*"]},
        {"id": "payout", "url": "https://platform.example/payout", "types": ["account.boundary_passed"], "after": 0},
    )

    id: Annotated[
        RecordId | None, Field(description="Your identifier, unique among webhooks. Omitted: one is generated.")
    ] = None
    url: Address
    types: _Types = ("*",)
    after: Annotated[
        _Place | None, Field(description="Deliver events after this one. Omitted: future events only.")
    ] = None
    note: Line = ""


class ChangeBody(Body):
    """Changes to a webhook; omitted fields keep their values."""

    model_config = examples({"url": "https://platform.example/hooks/v2"}, {"types": ["*"]})

    url: Address | None = None
    types: _Types | None = None
    note: Line | None = None


class ReplayBody(Body):
    """The position from which events are delivered again."""

    model_config = examples({"after": 4000})

    after: _Place


class PauseBody(Body):
    """The reason for pausing deliveries."""

    model_config = examples({"reason": "maintenance until noon"}, {})

    reason: Text = ""


class Nothing(Body):
    """An empty body."""

    model_config = examples({})


class WebhookAnswer(Frozen):
    """State of a webhook. Its secret is shown only when it is created and when it is rotated."""

    id: RecordId
    status: SubscriptionStatus
    url: str
    types: tuple[str, ...]
    note: str
    created_at: Instant
    delivered_upto: Annotated[
        int, Field(description="Identifier of the last event that was delivered or filtered out.")
    ]
    behind: Annotated[int, Field(description="Number of events of all types after `delivered_upto`.")]
    paused_at: Instant | None
    paused_because: str | None
    reason: str
    old_secret_until: Annotated[
        Instant | None, Field(description="Until then deliveries are also signed with the old secret.")
    ]


class WebhookWithSecret(WebhookAnswer):
    """State of a webhook with its secret."""

    secret: Annotated[
        str, Field(description="Signing secret, for the `standardwebhooks` libraries; keep it confidential.")
    ]


class WebhooksQuery(PageQuery):
    """Filters of the list of webhooks."""

    status: SubscriptionStatus | None = None


class WebhooksPage(PageOf[WebhookAnswer, Word]):
    """Webhooks in the order in which they were created."""

    model_config = items_named("webhooks")


class DeliveriesQuery(Frozen):
    """Filters of the delivery log."""

    before: Annotated[_Place | None, Field(description="`next` of the previous page.")] = None
    failed: Annotated[bool, Field(description="Only failed attempts.")] = False
    limit: Limit = 100


class LoggedDelivery(LoggedAttempt):
    """A delivery attempt, and whether its event can be sent again."""

    resend: Annotated[
        Literal["possible", "awaited", "excluded"],
        Field(
            description="`possible`: the event can be sent again; `awaited`: it is still to be delivered in its order, "
            "which happens by itself; `excluded`: the webhook is deleted, or events of this type are not among its "
            "types."
        ),
    ]


class DeliveriesPage(PageOf[LoggedDelivery, Number]):
    """Delivery attempts, the newest first; kept for 30 days."""

    model_config = items_named("deliveries")

    next: Annotated[Number | None, Field(description="Pass it as `before` for the next page; null on the last page.")]


class TestAnswer(Frozen):
    """The response of the address to a test event."""

    __test__ = False

    taken: bool
    status: int | None
    error: str | None
    took_ms: int


class DeliveryAnswer(Frozen):
    """The response of the address to an event that was sent again."""

    event: Annotated[int, Field(description="Number of the event.")]
    taken: bool
    status: int | None
    error: str | None
    took_ms: int


@router.post("", status_code=201, response_model=WebhookWithSecret, summary="Add a webhook")
async def create_webhook(body: CreateBody, handling: WithCommandHandling) -> Response:
    """Deliveries are signed according to Standard Webhooks, in a CloudEvents envelope, at least once, in order for each
    account.
    """
    app_state = handling.app_state
    require_fresh(app_state, handling.caller)
    _require_sendable(app_state, body.url)
    _require_types(body.types)
    after = await feed.newest(app_state.database) if body.after is None else body.after
    created = built(SubscriptionCreated, url=body.url, types=body.types, after=after, salt=fresh_salt(), note=body.note)
    found = await handling.execute(rules.SUBSCRIPTION, body.id or fresh_id("webhook"), rules.create(created))
    answer = await _with_secret(handling, found.state)
    return entered(found, status=201, location=f"/v1/webhooks/{found.record}", answer=answer)


@router.get("", response_model=WebhooksPage, summary="List webhooks")
async def list_webhooks(query: Annotated[WebhooksQuery, Query()], app_state: WithAppState) -> Response:
    """Deleted webhooks are included when requested by their status."""
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
    """The state of the webhook. Its history is in the feed, as `subscription.*`."""
    found = await found_or_404(app_state, rules.SUBSCRIPTION, webhook)
    return answers.json(await _answer(app_state, found.state))


@router.post("/{webhook}/changes", response_model=WebhookAnswer, summary="Change the address or the types")
async def change_webhook(webhook: _Id, body: ChangeBody, handling: WithCommandHandling) -> Response:
    """Delivery continues at its position."""
    if body.url is not None:
        _require_sendable(handling.app_state, body.url)
    if body.types is not None:
        _require_types(body.types)
    changed = built(SubscriptionChanged, url=body.url, types=body.types, note=body.note)
    return await _carry_out(handling, webhook, rules.change(changed))


@router.post("/{webhook}/secret-rotation", response_model=WebhookWithSecret, summary="Rotate the signing secret")
async def rotate_webhook_secret(webhook: _Id, body: Nothing, handling: WithCommandHandling) -> Response:  # noqa: ARG001 - the body is empty
    """For 24 hours deliveries are also signed with the old secret, so that a receiver can change over."""
    require_fresh(handling.app_state, handling.caller)
    found = await handling.execute(rules.SUBSCRIPTION, webhook, rules.rotate(fresh_salt()))
    return entered(found, answer=await _with_secret(handling, found.state))


@router.post("/{webhook}/pause", response_model=WebhookAnswer, summary="Pause a webhook")
async def pause_webhook(webhook: _Id, body: PauseBody, handling: WithCommandHandling) -> Response:
    """No event is lost: the position in the stream is kept."""
    return await _carry_out(handling, webhook, rules.pause("command", body.reason))


@router.post("/{webhook}/resume", response_model=WebhookAnswer, summary="Resume a webhook")
async def resume_webhook(webhook: _Id, body: Nothing, handling: WithCommandHandling) -> Response:  # noqa: ARG001 - the body is empty
    """Delivery resumes with every event since the pause, also when the webhook was paused after three days of
    failure.
    """
    return await _carry_out(handling, webhook, rules.resume())


@router.post("/{webhook}/replay", response_model=WebhookAnswer, summary="Deliver again from a position in the stream")
async def replay_webhook(webhook: _Id, body: ReplayBody, handling: WithCommandHandling) -> Response:
    """Delivers every event after `after` again, with the same event identifiers."""
    return await _carry_out(handling, webhook, rules.replay(body.after))


@router.post("/{webhook}/deletion", response_model=WebhookAnswer, summary="Delete a webhook")
async def delete_webhook(webhook: _Id, body: Nothing, handling: WithCommandHandling) -> Response:  # noqa: ARG001 - the body is empty
    """The history of the webhook stays readable."""
    return await _carry_out(handling, webhook, rules.delete())


@router.post("/{webhook}/test", response_model=TestAnswer, summary="Send a test event")
async def check_webhook(webhook: _Id, body: Nothing, app_state: WithAppState) -> Response:  # noqa: ARG001 - the body is empty
    """Sends an event of type `webhook.test`, signed like any other, and returns the response of the address."""
    found = await found_or_404(app_state, rules.SUBSCRIPTION, webhook)
    sent = await app_state.sender.send(found.state, a_test(app_state.clock()))
    return answers.json(
        TestAnswer(taken=sent.error is None, status=sent.status, error=sent.error, took_ms=sent.took_ms)
    )


@router.get("/{webhook}/deliveries", response_model=DeliveriesPage, summary="List the deliveries of a webhook")
async def list_webhook_deliveries(
    webhook: _Id, query: Annotated[DeliveriesQuery, Query()], app_state: WithAppState
) -> Response:
    """Each attempt with its time, response and duration."""
    known = _state((await found_or_404(app_state, rules.SUBSCRIPTION, webhook)).state)
    found = await webhooks.deliveries(
        app_state.database,
        webhook,
        after=webhooks.DELIVERIES.behind(query.before),
        failed=query.failed,
        most=query.limit,
    )
    position = await webhooks.position_of(app_state.database, known)
    wanted = () if known.status is SubscriptionStatus.DELETED else _wanted(known)
    sendable = await feed.numbered(app_state.database, {one.event for one in found}, wanted)
    numbers = {event.id for event in sendable}
    return answers.json(DeliveriesPage.of(found.of(lambda one: _logged(one, numbers, position))))


def _logged(one: LoggedAttempt, sendable: set[int], position: int) -> LoggedDelivery:
    resend = "excluded" if one.event not in sendable else "awaited" if one.event > position else "possible"
    return LoggedDelivery.model_validate({**dict(one), "resend": resend})


def _wanted(known: Subscription) -> list[str] | None:
    """Return the types of event that the webhook is sent; None for all."""
    return None if "*" in known.types else [name for kind in known.types for name in expanded(kind)]


@router.post(
    "/{webhook}/deliveries/{event}/resend", response_model=DeliveryAnswer, summary="Send an event to a webhook again"
)
async def resend_webhook_event(
    webhook: _Id,
    event: Annotated[int, Path(ge=1, le=LAST_EVENT, description="Number of an event that was delivered.")],
    body: Nothing,  # noqa: ARG001 - the body is empty
    app_state: WithAppState,
) -> Response:
    """Sends one event once, with the same identifier, beside the ordered delivery, which stays where it is; also while
    the webhook is paused. The attempt is in the log. Events that are still to be delivered are not sent this way.
    """
    found = await found_or_404(app_state, rules.SUBSCRIPTION, webhook)
    known = _state(found.state)
    if known.status is SubscriptionStatus.DELETED:
        raise refused(rules.deleted(known))
    database, wanted = app_state.database, _wanted(known)
    event_of = {one.id: one for one in await feed.numbered(database, [event])}
    if event not in event_of:
        raise ProblemError("unknown-delivery", f"there is no event {event}")
    if not await feed.numbered(database, [event], wanted):
        raise ProblemError(
            "unknown-delivery",
            f"webhook {webhook} is sent no events of the type of event {event}: its types are {', '.join(known.types)}",
        )
    position = await webhooks.position_of(database, known)
    if event > position:
        raise ProblemError(
            "delivery-awaited",
            f"event {event} is still to be delivered to webhook {webhook}, in its order: resume the webhook where it "
            f"is paused; up to event {position} events can be sent again",
        )
    sent = await app_state.sender.send(known, enveloped(feed.announced(event_of[event])))
    await webhooks.note(
        database, webhook, Attempt(event=event, at=sent.at, status=sent.status, error=sent.error, took_ms=sent.took_ms)
    )
    return answers.json(
        DeliveryAnswer(
            event=event, taken=sent.error is None, status=sent.status, error=sent.error, took_ms=sent.took_ms
        )
    )


async def _carry_out(handling: CommandHandling, webhook: str, decide: rules.DecideSubscription) -> Response:
    found = await handling.execute(rules.SUBSCRIPTION, webhook, decide)
    return entered(found, answer=await _answer(handling.app_state, _state(found.state)))


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


async def _with_secret(handling: CommandHandling, known: Subscription | None) -> WebhookWithSecret:
    state = _state(known)
    answer = await _answer(handling.app_state, state)
    return WebhookWithSecret(**dict(answer), secret=secret(await handling.app_state.holder_key.proven(), state.salt))


def _state(known: Subscription | None) -> Subscription:
    if known is None:
        raise AssertionError("a record with an entry has a state")
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
