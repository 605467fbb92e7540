"""`FollowerCleanup`: one workflow a clean-up, from the violation until the followers it brought are gone for sure.

It reckons what is tainted and has its removal ordered; the order has a workflow of its own, which has it sent again
and makes a case of it when it is late. The answer and the next follower count come through the ledger. Three orders at
most, then a person. An overturned violation stops it, or turns it round: what was removed is ordered back.
"""

from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.cleanups import CleanupActivities, CleanupDue
    from models.base import Frozen
    from models.dossiers import DossierChanged, DossierId
    from models.followers import Cleanup, Status
    from models.instants import shown
    from regulation.cleanup_course import CLOSED, MOST_ORDERS
    from regulation.cleanups import next_step_at
    from workflows import search_attributes
    from workflows.deadlines import carried_out
    from workflows.dossier_life import DossierLife


WAITS_FOR = {
    Status.ORDERED: "waits for the platform's answer to order {directive}",
    Status.STUCK: "waits for a person, or for a count that shows it done",
    Status.RESTORING: "waits for the platform's answer to order {directive}",
}


class CleanupStart(Frozen):
    """What a run begins with: the clean-up's id, and what the run before hands on."""

    cleanup: DossierId
    state: Cleanup | None = None
    version: int = 0


class CleanupEnd(Frozen):
    """How it ended."""

    cleanup: DossierId
    status: Status
    orders: int
    removed: int


@workflow.defn
class FollowerCleanup(DossierLife[Cleanup]):
    """The life of one clean-up."""

    @workflow.init
    def __init__(self, start: CleanupStart) -> None:
        super().__init__(start.state, start.version)
        self._id = start.cleanup
        self._shown: tuple[str, datetime | None] | None = None

    @workflow.run
    async def run(self, _: CleanupStart) -> CleanupEnd:
        """Order, wait for the answer and the count, order the rest; until it is done, settled or undone."""
        await self._begun()
        while True:
            cleanup = self._known()
            self._describe(cleanup)
            if cleanup.status in CLOSED:
                return CleanupEnd(
                    cleanup=self._id, status=cleanup.status, orders=cleanup.orders, removed=cleanup.removed
                )
            at = next_step_at(cleanup)
            if cleanup.status is Status.OPEN:
                await self._follow_up(workflow.now(), "reckon what is tainted, and order its removal")
                continue
            if at is not None and at <= workflow.now():
                # Stamped with the time it was due, not with the time of waking up.
                await self._follow_up(at, f"no count by {shown(at)}: make a case of it")
                continue
            self._continue_as_new_if_long(CleanupStart(cleanup=self._id, state=cleanup, version=self._version))
            if at is None:
                version = self._version
                await workflow.wait_condition(lambda known=version: self._version > known)  # type: ignore[misc]
            else:
                await self._wait(at, f"a follower count is awaited until {shown(at)}")

    @workflow.signal
    def changed(self, news: DossierChanged) -> None:
        """The ledger has recorded something about this clean-up."""
        self._learn(Cleanup.model_validate(news.state), news.version)

    @workflow.query
    def cleanup(self) -> Cleanup | None:
        """The clean-up as this workflow knows it."""
        return self._state

    async def _follow_up(self, at: datetime, summary: str) -> None:
        found = await carried_out(
            CleanupActivities.follow_up_cleanup,
            CleanupDue(cleanup=self._id, at=at),
            summary=summary,
        )
        self._learn(found.cleanup, found.version)

    def _describe(self, cleanup: Cleanup) -> None:
        workflow.set_current_details(described(cleanup))
        at = next_step_at(cleanup)
        if self._shown != (cleanup.status.value, at):
            self._shown = (cleanup.status.value, at)
            workflow.upsert_search_attributes(search_attributes.updates_of_case("cleanup", cleanup.status.value, at))


def described(cleanup: Cleanup) -> str:
    """What operators read in the Temporal UI (Markdown)."""
    terms, scope = cleanup.terms, cleanup.terms.scope
    what = "all followers" if scope.everything else f"followers gained through violation `{terms.violation}`"
    lines = [
        f"**{cleanup.status}**: {what} of account `{terms.account}` (article {terms.article})",
        "",
        f"- opened {shown(cleanup.opened_at)} by {cleanup.opened_by}; {len(scope.contents)} contents, "
        f"{len(scope.windows)} windows",
        f"- {cleanup.tainted} tainted, {cleanup.removed} removed, {cleanup.orders} of {MOST_ORDERS} orders",
    ]
    if cleanup.status in WAITS_FOR:
        lines.append(f"- {WAITS_FOR[cleanup.status].format(directive=cleanup.directive)}")
    if cleanup.left is not None:
        lines.append(f"- {cleanup.left} too many by the last count")
    if cleanup.missing:
        lines.append(f"- {cleanup.missing} others gone by the last count")
    if cleanup.escalated_at is not None:
        lines.append(f"- a case for a person since {shown(cleanup.escalated_at)}")
    return "\n".join(lines)
