"""`WebhookDelivery`: the workflow of one webhook.

It runs deliveries turn by turn, waits longer after each failure of the address, pauses the webhook after three days of
failure, and continues at the same place when a person resumes it. Each webhook has its own workflow, and delivery turns
have a task queue apart from the accounts' lifecycles, so a slow or dead address delays no other.
"""

from datetime import timedelta
from typing import Final

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import RecordStart
    from activities.webhooks.delivering import DeliveryTurn, DeliveryWanted, PauseWanted, WebhookActivities
    from models.base import Frozen
    from models.events.webhooks import Subscription, SubscriptionStatus
    from models.instants import Instant, shown
    from regulation.webhooks import SUBSCRIPTION
    from regulation.words.english import lasting
    from workflows.deadlines import carried_out
    from workflows.records import RecordWorkflow

PAUSES: Final = tuple(
    timedelta(seconds=seconds) for seconds in (5, 15, 60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800)
)
"""Delays before each retry; the last one repeats."""
GIVEN_UP_AFTER: Final = timedelta(days=3)
"""Time of failure with the same event after which the webhook is paused for a person to check."""
QUEUE_SUFFIX: Final = "-webhooks"

_NEWS: Final = timedelta(seconds=10)


class Failing(Frozen):
    """State of a failing delivery: the event, since when it fails, and the number of tries."""

    event: int
    since: Instant
    tries: int
    said: str


class DeliveryStart(RecordStart[Subscription]):
    """Input of the workflow, with the state of a failing delivery."""

    failing: Failing | None = None


@workflow.defn
class WebhookDelivery(RecordWorkflow[Subscription]):
    """Workflow that delivers the events of one webhook."""

    record_type = SUBSCRIPTION

    @workflow.init
    def __init__(self, start: DeliveryStart) -> None:
        super().__init__(start)
        self._failing = start.failing

    @workflow.run
    async def run(self, _: DeliveryStart) -> None:
        """Deliver, wait and pause, until the webhook is deleted."""
        await self._begun()
        while self.record.status is not SubscriptionStatus.DELETED:
            workflow.set_current_details(self._described())
            version = self._version
            if self.record.status is SubscriptionStatus.PAUSED:
                self._failing = None
                await workflow.wait_condition(lambda: self._version > version)  # noqa: B023 - awaited at once
            else:
                await self._turn(version)
            self._continue_as_new_if_long()

    def _next_start(self) -> RecordStart[Subscription]:
        return super()._next_start().model_copy(update={"failing": self._failing})

    async def _turn(self, version: int) -> None:
        turn = await carried_out(
            WebhookActivities.deliver_events,
            DeliveryWanted(record=self._id, version=version, failing=self._failing is not None),
            task_queue=f"{workflow.info().task_queue}{QUEUE_SUFFIX}",
            summary="deliver old and new events",
        )
        if turn.ended == "failed" and turn.event is not None:
            await self._wait_after(turn, turn.event, version)
            return
        self._failing = None
        if turn.ended == "changed":
            await self._news(version, _NEWS, "the subscription has changed; wait for its new state")

    async def _wait_after(self, turn: DeliveryTurn, event: int, version: int) -> None:
        before = self._failing
        same = before is not None and before.event == event
        since = before.since if before is not None and same else workflow.now()
        tries = 1 + (before.tries if before is not None and same else 0)
        self._failing = Failing(event=event, since=since, tries=tries, said=turn.said)
        if turn.gone or workflow.now() - since >= GIVEN_UP_AFTER:
            await self._pause("gone" if turn.gone else "failing", turn.said)
            return
        workflow.set_current_details(self._described())
        pause = min(PAUSES[min(tries, len(PAUSES)) - 1], since + GIVEN_UP_AFTER - workflow.now())
        await self._news(version, pause, f"{turn.said[:200]}; try {tries + 1} after {lasting(pause)}")

    async def _pause(self, because: str, said: str) -> None:
        found = await carried_out(
            WebhookActivities.pause_subscription,
            PauseWanted.model_validate({"record": self._id, "because": because, "reason": said, "at": workflow.now()}),
            task_queue=f"{workflow.info().task_queue}{QUEUE_SUFFIX}",
            summary="pause the webhook: "
            + ("its address is gone (410)" if because == "gone" else "it has failed for three days"),
        )
        self._learn(found.state, found.version)

    async def _news(self, version: int, within: timedelta, summary: str) -> None:
        """Wait until the subscription changes, for at most `within`."""
        try:
            await workflow.wait_condition(
                lambda: self._version > version, timeout=within, timeout_summary=summary[:300]
            )
        except TimeoutError:
            return

    def _described(self) -> str:
        """Return the current details for the Temporal UI (Markdown)."""
        known, failing = self.record, self._failing
        lines = [f"**{known.status}**: {', '.join(f'`{name}`' for name in known.types)} to `{known.url}`", ""]
        if known.paused_at is not None:
            lines.append(f"- paused {shown(known.paused_at)}: {known.paused_because}; `{known.reason or 'no reason'}`")
        if failing is not None:
            lines.append(
                f"- event {failing.event} fails since {shown(failing.since)}, tried {failing.tries} times: "
                f"`{failing.said}`"
            )
        return "\n".join(lines)
