"""`DirectiveFollowUp`: one workflow an order, from its issue until the platform has answered or it is withdrawn.

The order itself goes out with the feed and the webhooks, as the event `directive.issued`; this workflow waits for the
answer, has the order sent again, and escalates what is late.
"""

from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.directives import DirectiveActivities, DirectiveDue
    from models.base import Frozen
    from models.directives import Directive, Status
    from models.dossiers import DossierChanged, DossierId
    from models.instants import shown
    from regulation.directives import CLOSED, ORDERS, next_step_at
    from workflows.deadlines import carried_out

LONGEST_HISTORY = 200


class DirectiveStart(Frozen):
    """What a run begins with: the order's id, and what the run before hands on."""

    directive: DossierId
    state: Directive | None = None
    version: int = 0


class DirectiveEnd(Frozen):
    """How it ended."""

    directive: DossierId
    status: Status
    attempts: int


@workflow.defn
class DirectiveFollowUp:
    """The life of one order."""

    @workflow.init
    def __init__(self, start: DirectiveStart) -> None:
        self._id = start.directive
        self._directive = start.state
        self._version = start.version

    @workflow.run
    async def run(self, _: DirectiveStart) -> DirectiveEnd:
        """Wait for the answer; have the order sent again and escalated when it does not come."""
        await workflow.wait_condition(lambda: self._directive is not None)
        while True:
            directive = self._known()
            workflow.set_current_details(_described(directive))
            at = next_step_at(directive)
            if directive.status in CLOSED or at is None:
                return DirectiveEnd(directive=self._id, status=directive.status, attempts=directive.attempts)
            if at <= workflow.now():
                await self._follow_up(at)
                continue
            self._continue_as_new_if_long()
            await self._wait(at)

    @workflow.signal
    def changed(self, news: DossierChanged) -> None:
        """The ledger has recorded something about this order."""
        self._learn(Directive.model_validate(news.state), news.version)

    @workflow.query
    def directive(self) -> Directive | None:
        """The order as this workflow knows it."""
        return self._directive

    def _known(self) -> Directive:
        if self._directive is None:
            raise AssertionError("waited for above")
        return self._directive

    def _learn(self, directive: Directive, version: int) -> None:
        if version > self._version:
            self._directive, self._version = directive, version

    async def _follow_up(self, at: datetime) -> None:
        found = await carried_out(
            DirectiveActivities.follow_up_directive,
            # Stamped with the time it was due, not with the time of waking up.
            DirectiveDue(directive=self._id, at=at),
            summary=f"no answer by {shown(at)}: send it again, or escalate",
        )
        self._learn(found.directive, found.version)

    async def _wait(self, at: datetime) -> None:
        version = self._version
        late = self._known().status is Status.OVERDUE or at >= self._known().terms.due_at
        try:
            await workflow.wait_condition(
                lambda: self._version > version,
                timeout=at - workflow.now(),
                timeout_summary=f"{'late: ' if late else ''}sent again or escalated at {shown(at)} without an answer",
            )
        except TimeoutError:
            return

    def _continue_as_new_if_long(self) -> None:
        info = workflow.info()
        if info.get_current_history_length() > LONGEST_HISTORY or info.is_continue_as_new_suggested():
            workflow.continue_as_new(DirectiveStart(directive=self._id, state=self._directive, version=self._version))


def _described(directive: Directive) -> str:
    """What operators read in the Temporal UI (Markdown)."""
    terms, kind = directive.terms, ORDERS[directive.terms.order]
    about = f" for account `{terms.account}`" if terms.account else ""
    lines = [
        f"**{directive.status}**: {kind.words}{about} (article {terms.article})",
        "",
        f"- issued {shown(directive.issued_at)}, due {shown(terms.due_at)}, sent {directive.attempts} times, "
        f"last {shown(directive.last_sent_at)}",
    ]
    if terms.targets:
        lines.append(f"- {len(terms.targets)} targets")
    if directive.escalated_at is not None:
        lines.append(f"- escalated {shown(directive.escalated_at)}")
    if directive.acknowledged_at is not None:
        counts = directive.counts
        said = "" if counts is None else f": {counts.done} done, {counts.left} left"
        lines.append(f"- answered {shown(directive.acknowledged_at)}{said}")
    return "\n".join(lines)
