"""Activity that delivers the stream of events to one address.

Events of one account or one record are delivered in order; events of different ones are delivered in parallel. The
position is stored in the ledger after each page, so an interrupted delivery continues there: an event may arrive twice,
none is left out.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from fnmatch import fnmatchcase
from time import monotonic
from typing import Final, Literal

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.messages import NamedRecord, RecordFound
from activities.webhooks.envelope import enveloped
from activities.webhooks.measures import DELIVERED, FAILED, LAG
from activities.webhooks.sending import Sender, Sent
from ledger.events import feed, webhooks
from ledger.events.feed_tail import FeedTail
from ledger.events.webhooks import Attempt
from ledger.store.database import Database
from ledger.streams import records
from ledger.streams.records import Command
from models.base import Frozen
from models.events.announcements import Announcement, bodies
from models.events.webhooks import Subscription, SubscriptionStatus
from models.instants import Instant
from models.names import Text
from regulation.webhooks import SUBSCRIPTION, pause

ACTOR: Final = "webhook delivery"
TURN_S: Final = 240.0
"""Seconds that a turn lasts without a failure; each turn costs the workflow a few history events."""
LOOK_S: Final = 1.0
"""Longest delay, in seconds, before a change of the subscription is noticed."""
PAGE: Final = 200
AT_ONCE: Final = 16


class DeliveryWanted(Frozen):
    """Request to deliver for a subscription while it has this version."""

    record: NamedRecord
    version: int
    failing: bool = False
    """Whether the address accepted nothing in the last turn: then a single event is tried first."""


class DeliveryTurn(Frozen):
    """Result of a turn of delivering."""

    ended: Literal["changed", "time", "failed"]
    delivered: int = 0
    event: int | None = None
    """Event that could not be delivered."""
    said: str = ""
    """Answer of the address, or another error."""
    gone: bool = False


class PauseWanted(Frozen):
    """Request to pause a subscription: its address has failed for too long, or answered 410 (gone)."""

    record: NamedRecord
    because: Literal["failing", "gone"]
    reason: Text
    at: Instant


@dataclass
class _Turn:
    """Progress of one page."""

    until: float
    delivered: int = 0
    attempts: list[Attempt] = field(default_factory=list)
    failed: tuple[int, Sent] | None = None
    """First event that could not be delivered, in the order of the stream."""
    left: list[int] = field(default_factory=list)
    """First undelivered event of each ordered sequence, for whatever reason."""

    def over(self, event: int) -> bool:
        """Return whether this event need not be tried now.

        Events behind a failure are delivered again anyway, and a slow address must not extend the turn.
        """
        behind = self.failed is not None and event > self.failed[0]
        return behind or monotonic() > self.until or activity.is_worker_shutdown()

    def reached(self, page: feed.Page, place: int) -> int:
        """Return the position up to which every event is delivered."""
        return max(place, min(self.left) - 1) if self.left else page.next


class WebhookActivities:
    """Activities of webhooks over one database and one sender."""

    def __init__(self, database: Database, sender: Sender, *, turn_s: float = TURN_S) -> None:
        self._database = database
        self._sender = sender
        self._turn_s = turn_s
        self._feed_tail = FeedTail(database)

    async def close(self) -> None:
        """Stop waiting for new events; call it when no turn is running."""
        self._feed_tail.close()
        await self._feed_tail.ended()

    @activity.defn
    async def deliver_events(self, wanted: DeliveryWanted) -> DeliveryTurn:
        """Deliver all events, old and new, until the turn ends, the subscription changes or an event is not accepted.

        Raises:
            ApplicationError: there is no such webhook.
        """
        found = await records.state_of(self._database, SUBSCRIPTION, wanted.record)
        subscription = found.state
        if subscription is None:
            raise ApplicationError(f"there is no webhook {wanted.record}: is this the right database?")
        if found.version != wanted.version or subscription.status is not SubscriptionStatus.ACTIVE:
            return DeliveryTurn(ended="changed")
        await webhooks.prune(self._database, subscription.id, self._sender.clock())
        types = _types_of(subscription)
        place, delivered = await webhooks.position_of(self._database, subscription), 0
        until = monotonic() + self._turn_s
        most = 1 if wanted.failing else PAGE
        while monotonic() < until and not activity.is_worker_shutdown():
            activity.heartbeat(place)
            page = await feed.page(self._database, after=place, types=types, most=most)
            turn = await self._deliver(subscription, page.events, until)
            reached, most = turn.reached(page, place), PAGE
            if turn.attempts or reached - place > PAGE:
                await webhooks.move(self._database, subscription, reached, turn.attempts, self._sender.clock())
            place, delivered = reached, delivered + turn.delivered
            if turn.failed is not None:
                event, sent = turn.failed
                said = sent.error or ""
                return DeliveryTurn(ended="failed", delivered=delivered, event=event, said=said, gone=sent.gone)
            if await webhooks.version_of(self._database, subscription.id) != wanted.version:
                return DeliveryTurn(ended="changed", delivered=delivered)
            if not page.events:
                await self._feed_tail.moved(place, LOOK_S)
        return DeliveryTurn(ended="time", delivered=delivered)

    @activity.defn
    async def pause_subscription(self, wanted: PauseWanted) -> RecordFound[Subscription]:
        """Record that the subscription is paused; the event `subscription.paused` announces it.

        Raises:
            ApplicationError: there is no such webhook.
        """
        command = Command(SUBSCRIPTION, wanted.record, pause(wanted.because, wanted.reason), actor=ACTOR, now=wanted.at)
        entered = await records.execute(self._database, command)
        if entered.state is None:
            raise ApplicationError(f"there is no webhook {wanted.record}: is this the right database?")
        return RecordFound(state=entered.state, version=entered.version)

    async def _deliver(self, subscription: Subscription, events: Sequence[feed.Event], until: float) -> _Turn:
        turn = _Turn(until)
        sequences: dict[str, list[Announcement]] = {}
        for told in map(feed.announced, events):
            sequences.setdefault(told.account or f"{told.type.partition('.')[0]}:{told.dossier}", []).append(told)
        slots = asyncio.Semaphore(AT_ONCE)

        async def in_order(sequence: Sequence[Announcement]) -> None:
            for told in sequence:
                async with slots:
                    if turn.over(told.id) or not await self._deliver_one(subscription, told, turn):
                        turn.left.append(told.id)
                        return

        await asyncio.gather(*map(in_order, sequences.values()))
        return turn

    async def _deliver_one(self, subscription: Subscription, told: Announcement, turn: _Turn) -> bool:
        activity.heartbeat(told.id)
        sent = await self._sender.send(subscription, enveloped(told))
        turn.attempts.append(
            Attempt(event=told.id, at=sent.at, status=sent.status, error=sent.error, took_ms=sent.took_ms)
        )
        if sent.error is None:
            turn.delivered += 1
            DELIVERED.inc()
            LAG.labels(subscription.id).set(max(0.0, (sent.at - told.recorded_at) / timedelta(seconds=1)))
            return True
        FAILED.inc()
        if turn.failed is None or told.id < turn.failed[0]:
            turn.failed = (told.id, sent)
        return False


def _types_of(subscription: Subscription) -> tuple[str, ...] | None:
    """Return the subscribed types as known today, since a family may have grown; None: all types."""
    if "*" in subscription.types:
        return None
    return tuple(name for name in bodies() if any(fnmatchcase(name, wanted) for wanted in subscription.types))
