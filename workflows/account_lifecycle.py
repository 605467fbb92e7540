"""`AccountLifecycle`: the workflow of one account, from its registration to its closure.

It folds the facts that the ledger has committed, waits for new facts or for the next boundary, records each boundary
that was passed, and shows operators the standing in words. It never decides whether something is allowed: callers ask
the ledger.
"""

from datetime import datetime, timedelta
from typing import Final

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from pydantic import Field as Described

    from activities.ledger import LedgerActivities
    from activities.messages import BoundaryPassed, StandingWanted
    from models.accounts.facts import Fact
    from models.accounts.standing import Standing
    from models.accounts.verdicts import Verdict
    from models.base import Frozen
    from models.instants import Instant, shown
    from models.names import AccountId
    from models.words.privileges import Privilege
    from regulation.standing.boundaries import next_boundary, transition_at
    from regulation.standing.description import described, happened, upcoming
    from regulation.standing.fold import apply
    from regulation.standing.verdicts import verdict
    from workflows import search_attributes
    from workflows.deadlines import carried_out
    from workflows.jitter import wake_at

LONGEST_HISTORY: Final = 200
"""History events after which a run continues as new, to keep a replay short."""
LONGEST_HISTORY_BEFORE_SLEEP: Final = 60
LONG_SLEEP: Final = timedelta(days=7)
NOT_YET: Final = timedelta(seconds=30)
"""Longest wait after the ledger has reported that a boundary is still ahead. Temporal's clock is fast then, and may be
corrected meanwhile.
"""
REMEMBERED: Final = 12
"""Number of lines about recent events that a run shows and passes to the next run; the ledger keeps all of them."""


class FactsRecorded(Frozen):
    """Signal with facts that the ledger has committed, oldest first. It may arrive twice, late, or with a gap."""

    facts: tuple[Fact, ...]
    names: dict[str, str] = Described(default_factory=dict)
    """Names of the persons and services who recorded them, by identifier, for operators to read."""


class Question(Frozen):
    """Input of the query `explain`: a privilege and an instant."""

    privilege: Privilege
    at: Instant


class LifecycleStart(Frozen):
    """Input of a run: the account's name alone, or the state that the previous run passes on."""

    account: AccountId
    standing: Standing | None = None
    settled_until: Instant | None = None
    lately: tuple[str, ...] = ()


class LifecycleEnd(Frozen):
    """Result of a lifecycle: when the account was closed, and the version of its standing."""

    account: AccountId
    closed_at: Instant
    version: int


@workflow.defn
class AccountLifecycle:
    """Workflow that follows one account until it is closed."""

    @workflow.init
    def __init__(self, start: LifecycleStart) -> None:
        self._account = start.account
        self._standing = start.standing
        self._settled_until = start.settled_until
        self._lately = list(start.lately)
        self._inbox: list[Fact] = []
        self._names: dict[str, str] = {}
        self._shown: search_attributes.Shown | None = None
        self._not_before: datetime | None = None
        """Earliest instant of the next attempt to record a boundary, after the ledger reported that it is ahead."""

    @workflow.run
    async def run(self, _: LifecycleStart) -> LifecycleEnd:
        """Fold facts, record due boundaries and wait, until the account is closed."""
        while True:
            await self._fold_facts()
            await self._record_boundaries()
            if self._inbox:
                continue
            self._describe()
            standing = self._standing
            if standing is not None and standing.closed_at is not None:
                return LifecycleEnd(account=self._account, closed_at=standing.closed_at, version=standing.version)
            boundary = self._next_boundary()
            self._continue_as_new_if_long(boundary)
            await self._wait(boundary)

    @workflow.signal
    def facts_recorded(self, news: FactsRecorded) -> None:
        """Receive facts that the ledger has committed."""
        self._inbox.extend(news.facts)
        self._names |= news.names

    @workflow.query
    def standing(self) -> Standing | None:
        """Return the standing as this workflow knows it; None before the first fact."""
        return self._standing

    @workflow.query
    def explain(self, privilege: str, at: datetime) -> Verdict:
        """Return the verdict on a privilege at an instant, with reasons and their ends.

        Raises:
            ValueError: the account has no standing yet, or the privilege or the instant is invalid.
        """
        # Validated here, not by the parameter types: Temporal would only report that it cannot decode the arguments.
        question = Question(privilege=privilege, at=at)
        if self._standing is None:
            raise ValueError(f"account {self._account} has no standing yet")
        return verdict(self._standing, question.privilege, question.at)

    @workflow.query
    def settled_until(self) -> Instant | None:
        """Return the instant up to which the account's boundaries are recorded, as far as this workflow knows."""
        return self._settled_until

    async def _fold_facts(self) -> None:
        """Fold the received facts: skip those already known, and read the standing from the ledger over a gap."""
        while self._inbox:
            fact = self._inbox.pop(0)
            known = 0 if self._standing is None else self._standing.version
            if fact.seq <= known:
                continue
            if fact.seq > known + 1:
                await self._catch_up(fact.seq)
                continue
            # The ledger recorded every boundary up to a fact in the transaction that recorded the fact.
            self._standing = apply(self._standing, fact)
            self._settled_until = max(fact.recorded_at, self._settled_until or fact.recorded_at)
            self._remember(happened(fact, by=self._names.get(fact.actor)))

    async def _catch_up(self, version: int) -> None:
        found = await carried_out(
            LedgerActivities.load_standing,
            StandingWanted(account=self._account, at_least_version=version),
            summary=f"read the standing from the ledger: facts before number {version} are missing here",
        )
        self._standing = found.standing
        self._settled_until = found.settled_until
        self._remember(f"{shown(found.standing.as_of)} standing read from the ledger, version {found.standing.version}")

    async def _record_boundaries(self) -> None:
        """Record every boundary that is due. Each is stamped with its own time, not with the time at which the run
        woke.
        """
        boundary = self._next_boundary()
        while boundary is not None and self._due_at(boundary) <= workflow.now() and not self._inbox:
            if self._standing is None:
                raise AssertionError("a boundary without a standing")
            message = transition_at(self._standing, boundary).message
            recorded = await carried_out(
                LedgerActivities.record_boundary,
                BoundaryPassed(account=self._account, boundary=boundary, seen_at=workflow.now()),
                summary=_brief(message),
            )
            if recorded.not_yet_s:
                self._not_before = workflow.now() + min(timedelta(seconds=recorded.not_yet_s), NOT_YET)
                return
            self._remember(f"{shown(boundary)} {message} (recorded by {recorded.by})")
            self._settled_until = max(boundary, self._settled_until or boundary)
            boundary = self._next_boundary()

    def _next_boundary(self) -> datetime | None:
        if self._standing is None or self._settled_until is None:
            return None
        return next_boundary(self._standing, self._settled_until)

    def _due_at(self, boundary: datetime) -> datetime:
        return boundary if self._not_before is None else max(boundary, self._not_before)

    async def _wait(self, boundary: datetime | None) -> None:
        """Wait until a fact arrives or the boundary is due."""
        if boundary is None or self._standing is None or self._settled_until is None:
            await workflow.wait_condition(lambda: bool(self._inbox))
            return
        pause = max(wake_at(self._account, boundary), self._due_at(boundary)) - workflow.now()
        if pause > timedelta(0):
            try:
                await workflow.wait_condition(
                    lambda: bool(self._inbox),
                    timeout=pause,
                    timeout_summary=_brief(upcoming(self._standing, self._settled_until)),
                )
            except TimeoutError:
                return

    def _continue_as_new_if_long(self, boundary: datetime | None) -> None:
        info = workflow.info()
        events = info.get_current_history_length()
        long_sleep = boundary is None or boundary - workflow.now() > LONG_SLEEP
        most = LONGEST_HISTORY_BEFORE_SLEEP if long_sleep else LONGEST_HISTORY
        if events < most and not info.is_continue_as_new_suggested():
            return
        workflow.continue_as_new(
            LifecycleStart(
                account=self._account,
                standing=self._standing,
                settled_until=self._settled_until,
                lately=tuple(self._lately),
            )
        )

    def _remember(self, line: str) -> None:
        self._lately = [*self._lately, line][-REMEMBERED:]

    def _describe(self) -> None:
        """Set the current details and the search attributes from the standing."""
        if self._standing is None or self._settled_until is None:
            return
        now = workflow.now()
        workflow.set_current_details(described(self._standing, now, lately=tuple(self._lately)))
        shown_now = search_attributes.shown_of(self._standing, now, self._next_boundary())
        if shown_now != self._shown:
            workflow.upsert_search_attributes(search_attributes.updates(shown_now))
            self._shown = shown_now


def _brief(message: str) -> str:
    """Shorten a message for a summary, which Temporal limits to 400 bytes."""
    return message.encode()[:380].decode(errors="ignore")
