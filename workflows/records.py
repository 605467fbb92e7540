"""Base classes of the workflows that follow one record each.

`RecordWorkflow` keeps the record's newest state, waits, shows the state to operators and continues as new.
`FollowUpWorkflow` adds the loop for records that wait for people or for the platform and have due steps recorded
meanwhile.
"""

from abc import ABC, abstractmethod
from datetime import datetime
from typing import ClassVar, Generic, NamedTuple

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.follow_ups import FOLLOW_UPS
    from activities.messages import RecordDue, RecordFound, RecordStart
    from models.records import RecordChanged, S
    from regulation.records import AnyRecordType
    from workflows import search_attributes
    from workflows.deadlines import followed_up

LONGEST_HISTORY = 200


class Searched(NamedTuple):
    """The search attributes of a record's workflow."""

    kind: str
    status: str
    next_step: datetime | None


class RecordWorkflow(Generic[S]):
    """Base of a workflow that follows one record; a subclass sets `record_type` and has its own `@workflow.init`.

    The signal `changed` carries the newest state; the query with the kind's name (`case`, `directive`, …) returns it.
    """

    record_type: ClassVar[AnyRecordType]

    def __init__(self, start: RecordStart[S]) -> None:
        self._id = start.record
        self._state = start.state
        self._version = start.version
        self._names = dict(start.names)
        self._start = start
        self._shown: Searched | None = None
        workflow.set_query_handler(self.record_type.kind, self._newest)

    @workflow.signal
    def changed(self, news: RecordChanged) -> None:
        """Receive the record's newest state from the ledger."""
        self._names |= news.names
        self._learn(self.record_type.state.model_validate(news.state), news.version)

    def _called(self, actor: str | None) -> str:
        """Return the actor as operators read it: with the name, where a signal has told one."""
        name = self._names.get(actor or "")
        return f"{name} ({actor})" if name else str(actor)

    def _newest(self) -> S | None:
        return self._state

    @property
    def record(self) -> S:
        """Newest state; available once `_begun` has returned."""
        if self._state is None:
            raise AssertionError("the state is read before _begun has returned")
        return self._state

    async def _begun(self) -> None:
        """Wait for the first state, which the relay sends with the start."""
        await workflow.wait_condition(lambda: self._state is not None)

    def _learn(self, state: S, version: int) -> None:
        """Store the state unless a newer one is known."""
        if version > self._version:
            self._state, self._version = state, version

    async def _wait(self, at: datetime | None, summary: str = "") -> None:
        """Wait until the record changes, or until the instant if there is one. `summary`: what the timer shows."""
        version = self._version
        try:
            await workflow.wait_condition(
                lambda: self._version > version,
                timeout=None if at is None else at - workflow.now(),
                timeout_summary=summary,
            )
        except TimeoutError:
            return

    def _show(self, details: str, searched: Searched | None = None) -> None:
        """Set the current details (Markdown), and the search attributes where they have changed."""
        workflow.set_current_details(details)
        if searched is not None and self._shown != searched:
            self._shown = searched
            workflow.upsert_search_attributes(search_attributes.updates_of_case(*searched))

    def _next_start(self) -> RecordStart[S]:
        """The input of the next run."""
        return self._start.model_copy(update={"state": self._state, "version": self._version, "names": self._names})

    def _continue_as_new_if_long(self) -> None:
        info = workflow.info()
        if info.get_current_history_length() > LONGEST_HISTORY or info.is_continue_as_new_suggested():
            workflow.continue_as_new(self._next_start())


class FollowUpWorkflow(RecordWorkflow[S], ABC):
    """Base of a workflow that runs the follow-up of a record (`activities/follow_ups.py`) until it is over."""

    async def _followed(self) -> S:
        """Wait for changes and have due steps recorded; return the last state."""
        await self._begun()
        while True:
            self._show(self._described(), self._searched())
            at = self._due_at()
            if at is not None and at <= workflow.now():
                # Stamped with the due time, not with the time at which the run woke.
                due = RecordDue(record=self._id, at=at)
                found: RecordFound[S] = await followed_up(self.record_type, due, summary=self._due(at))
                self._learn(found.state, found.version)
            elif self._is_over():
                return self.record
            else:
                self._continue_as_new_if_long()
                await self._wait(at, "" if at is None else self._awaited(at))

    def _next_step_at(self) -> datetime | None:
        at: datetime | None = FOLLOW_UPS[self.record_type.kind].next_step_at(self.record)
        return at

    def _searched(self) -> Searched | None:
        kind = self._searched_as()
        status = self.record_type.listed(self.record).status
        return None if kind is None else Searched(kind, status, self._next_step_at())

    # --- overridden by each kind -------------------------------------------------------------------------------------

    @abstractmethod
    def _is_over(self) -> bool:
        """Return whether the workflow ends."""

    @abstractmethod
    def _described(self) -> str:
        """Return the current details (Markdown)."""

    @abstractmethod
    def _due(self, at: datetime) -> str:
        """Return the summary of the activity that is called at the instant."""

    @abstractmethod
    def _awaited(self, at: datetime) -> str:
        """Return the summary of the timer that ends at the instant."""

    def _due_at(self) -> datetime | None:
        """Return the instant at which the activity is called if nothing changes; None: never."""
        return self._next_step_at()

    def _searched_as(self) -> str | None:
        """Return the kind for the search attributes; None: the workflow sets none."""
        return self.record_type.kind
