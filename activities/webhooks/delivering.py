"""The activity that delivers: it follows the stream for one address until something stands in its way.

Events of one account, or of one case or directive, go one after the other; those of different ones go side by side. The
place reached is kept in the ledger after each page, so that a delivery that is interrupted goes on there: an event may
come twice, none is left out.
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
from ledger.events.feed_tail import Tail
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
"""How long one turn lasts when all is well: each costs the workflow a few events of history."""
LOOK_S: Final = 1.0
"""How soon a change of the subscription is noticed."""
PAGE: Final = 200
AT_ONCE: Final = 16


class DeliveryWanted(Frozen):
    """Deliver for this subscription, as long as it is at this version."""

    record: NamedRecord
    version: int
    failing: bool = False
    """Whether its address took nothing the last time: then one event goes ahead of the others."""


class DeliveryTurn(Frozen):
    """How a turn of delivering ended."""

    ended: Literal["changed", "time", "failed"]
    delivered: int = 0
    event: int | None = None
    """The event that could not be delivered."""
    said: str = ""
    """What its address answered, or what else was wrong."""
    gone: bool = False


class PauseWanted(Frozen):
    """Stop delivering: the address has failed for too long, or wants nothing any more."""

    record: NamedRecord
    because: Literal["failing", "gone"]
    reason: Text
    at: Instant


@dataclass
class _Turn:
    """What has become of one page."""

    until: float
    delivered: int = 0
    attempts: list[Attempt] = field(default_factory=list)
    failed: tuple[int, Sent] | None = None
    """The first event that could not be delivered, in the order of the stream."""
    left: list[int] = field(default_factory=list)
    """Of each lane the first event that was not delivered, for whatever reason."""

    def over(self, event: int) -> bool:
        """Whether this event need not be tried now: what lies behind a failure comes again anyhow, and a slow address
        must not hold the turn for ever.
        """
        behind = self.failed is not None and event > self.failed[0]
        return behind or monotonic() > self.until or activity.is_worker_shutdown()

    def reached(self, page: feed.Page, place: int) -> int:
        """Up to where everything is delivered."""
        return max(place, min(self.left) - 1) if self.left else page.next


class WebhookActivities:
    """Activities over one database and one sender."""

    def __init__(self, database: Database, sender: Sender, *, turn_s: float = TURN_S) -> None:
        self._database = database
        self._sender = sender
        self._turn_s = turn_s
        self._tail = Tail(database)

    async def close(self) -> None:
        """Look for news no more; when no turn goes on any longer."""
        self._tail.close()
        await self._tail.ended()

    @activity.defn
    async def deliver_events(self, wanted: DeliveryWanted) -> DeliveryTurn:
        """Deliver everything there is and everything that comes, until the turn is over, the subscription changes or
        the address does not take an event.
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
                await self._tail.moved(place, LOOK_S)
        return DeliveryTurn(ended="time", delivered=delivered)

    @activity.defn
    async def pause_subscription(self, wanted: PauseWanted) -> RecordFound[Subscription]:
        """Enter that it is paused; the event `subscription.paused` tells everybody else."""
        command = Command(SUBSCRIPTION, wanted.record, pause(wanted.because, wanted.reason), actor=ACTOR, now=wanted.at)
        entered = await records.execute(self._database, command)
        if entered.state is None:
            raise ApplicationError(f"there is no webhook {wanted.record}: is this the right database?")
        return RecordFound(state=entered.state, version=entered.version)

    async def _deliver(self, subscription: Subscription, events: Sequence[feed.Event], until: float) -> _Turn:
        turn = _Turn(until)
        lanes: dict[str, list[Announcement]] = {}
        for told in map(feed.announced, events):
            lanes.setdefault(told.account or f"{told.type.partition('.')[0]}:{told.dossier}", []).append(told)
        slots = asyncio.Semaphore(AT_ONCE)

        async def one_lane(lane: Sequence[Announcement]) -> None:
            for told in lane:
                async with slots:
                    if turn.over(told.id) or not await self._deliver_one(subscription, told, turn):
                        turn.left.append(told.id)
                        return

        await asyncio.gather(*map(one_lane, lanes.values()))
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
    """The types as they are known today: a family may have grown since the subscription was made."""
    if "*" in subscription.types:
        return None
    return tuple(name for name in bodies() if any(fnmatchcase(name, wanted) for wanted in subscription.types))
