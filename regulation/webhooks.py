"""Reducer of a webhook subscription: its commands, and the fold of its entries."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, Literal

from models.accounts.commands import Refusal
from models.events.webhooks import (
    KIND,
    ReplayAsked,
    SecretRotated,
    Subscription,
    SubscriptionBody,
    SubscriptionChanged,
    SubscriptionCreated,
    SubscriptionDeleted,
    SubscriptionEntry,
    SubscriptionPaused,
    SubscriptionResumed,
    SubscriptionStatus,
)
from models.records import Listed
from regulation.records import Decided, RecordType, Step

OLD_SECRET_FOR: Final = timedelta(hours=24)
"""Time after a rotation during which deliveries are signed with both secrets."""

DecideSubscription = Callable[[Subscription | None, datetime], Decided[SubscriptionBody]]


def create(created: SubscriptionCreated) -> DecideSubscription:
    """Create the subscription."""

    def decide(subscription: Subscription | None, _: datetime) -> Decided[SubscriptionBody]:
        if subscription is not None:
            return Refusal(code="duplicate_id", message=f"webhook {subscription.id} exists already: choose another id")
        return Step((created,))

    return decide


def change(changed: SubscriptionChanged) -> DecideSubscription:
    """Change the address or the types; no entry when they are the same."""

    def decide(known: Subscription) -> Decided[SubscriptionBody]:
        said = changed.model_dump(exclude={"type"}, exclude_none=True)
        same = all(getattr(known, name) == value for name, value in said.items())
        return Step() if same else Step((changed,))

    return _on_living(decide)


def rotate(salt: str) -> DecideSubscription:
    """Rotate the secret: sign with a new one from now on."""

    def decide(subscription: Subscription | None, now: datetime) -> Decided[SubscriptionBody]:
        rotated = SecretRotated(salt=salt, old_until=now + OLD_SECRET_FOR)
        return _on_living(lambda _: Step((rotated,)))(subscription, now)

    return decide


def pause(because: Literal["failing", "gone", "command"], reason: str) -> DecideSubscription:
    """Pause the deliveries."""
    paused = SubscriptionPaused(because=because, reason=reason)
    return _on_living(lambda known: Step(() if known.status is SubscriptionStatus.PAUSED else (paused,)))


def resume() -> DecideSubscription:
    """Resume after the last delivered event."""
    return _on_living(lambda known: Step((SubscriptionResumed(),) if known.status is SubscriptionStatus.PAUSED else ()))


def replay(after: int) -> DecideSubscription:
    """Replay: deliver everything after a place again."""
    return _on_living(lambda _: Step((ReplayAsked(after=after),)))


def delete() -> DecideSubscription:
    """Delete the subscription; a second time changes nothing."""

    def decide(subscription: Subscription | None, _: datetime) -> Decided[SubscriptionBody]:
        if subscription is None:
            return _unknown()
        return Step(() if subscription.status is SubscriptionStatus.DELETED else (SubscriptionDeleted(),))

    return decide


def _on_living(decide: Callable[[Subscription], Decided[SubscriptionBody]]) -> DecideSubscription:
    def checked(subscription: Subscription | None, _: datetime) -> Decided[SubscriptionBody]:
        if subscription is None:
            return _unknown()
        if subscription.status is SubscriptionStatus.DELETED:
            return deleted(subscription)
        return decide(subscription)

    return checked


def deleted(subscription: Subscription) -> Refusal:
    """Refusal of what a deleted webhook cannot do any more."""
    return Refusal(code="webhook_deleted", message=f"webhook {subscription.id} was deleted: create another one")


def _unknown() -> Refusal:
    return Refusal(code="unknown_subscription", message="there is no such webhook: `GET /v1/webhooks` lists them")


def _apply(subscription: Subscription | None, entry: SubscriptionEntry) -> Subscription:
    body = entry.body
    if isinstance(body, SubscriptionCreated):
        return Subscription(
            id=entry.record,
            status=SubscriptionStatus.ACTIVE,
            url=body.url,
            types=body.types,
            note=body.note,
            created_at=entry.recorded_at,
            created_by=entry.actor,
            salt=body.salt,
            after=body.after,
        )
    if subscription is None:
        raise ValueError(f"subscription {entry.record}: its first entry is {body.type}, not its creation")
    return subscription.model_copy(update=_changed(subscription, entry))


def _changed(known: Subscription, entry: SubscriptionEntry) -> dict[str, object]:
    match entry.body:
        case SubscriptionChanged() as body:
            return body.model_dump(exclude={"type"}, exclude_none=True)
        case SecretRotated() as body:
            return {"salt": body.salt, "old_salt": known.salt, "old_until": body.old_until}
        case SubscriptionPaused() as body:
            return {
                "status": SubscriptionStatus.PAUSED,
                "paused_at": entry.recorded_at,
                "paused_because": body.because,
                "reason": body.reason,
            }
        case SubscriptionResumed():
            return {"status": SubscriptionStatus.ACTIVE, "paused_at": None, "paused_because": None, "reason": ""}
        case ReplayAsked() as body:
            return {"after": body.after, "generation": known.generation + 1}
        case SubscriptionDeleted():
            return {"status": SubscriptionStatus.DELETED}
        case _:
            raise AssertionError(f"a subscription has no second {entry.body.type}")


def _listed(subscription: Subscription) -> Listed:
    return Listed(status=subscription.status.value)


SUBSCRIPTION: Final[RecordType[SubscriptionBody, Subscription]] = RecordType(
    KIND, SubscriptionEntry, Subscription, _apply, _listed
)
