"""`AccountLifecycle`: one workflow an account, from its registration to its closure.

It folds the facts that the ledger has committed, waits for more facts or for the next boundary, records that a boundary
was passed, and shows operators the standing in words. It is never asked whether something is allowed: the ledger is.
"""

from datetime import datetime, timedelta
from typing import Final

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
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
    from workflows.spreading import wake_at

LONGEST_HISTORY: Final = 200
"""Events after which a run continues as new: a replay stays tiny."""
LONGEST_HISTORY_BEFORE_SLEEP: Final = 60
LONG_SLEEP: Final = timedelta(days=7)
NOT_YET: Final = timedelta(seconds=30)
"""The longest wait where the ledger says that a boundary lies ahead: Temporal's clock is fast, and may be set."""
REMEMBERED: Final = 12
"""Lines about what happened last that a run shows and hands on; the ledger has them all."""


class FactsRecorded(Frozen):
    """Signal: facts that the ledger has committed, oldest first. May come twice, late, or with a gap."""

    facts: tuple[Fact, ...]


class Question(Frozen):
    """May the account use this privilege at that instant?"""

    privilege: Privilege
    at: Instant


class LifecycleStart(Frozen):
    """What a run begins with: nothing but the account's name, or what the run before hands on."""

    account: AccountId
    standing: Standing | None = None
    settled_until: Instant | None = None
    lately: tuple[str, ...] = ()


class LifecycleEnd(Frozen):
    """How a lifecycle ended."""

    account: AccountId
    closed_at: Instant
    version: int


@workflow.defn
class AccountLifecycle:
    """The life of one account."""

    @workflow.init
    def __init__(self, start: LifecycleStart) -> None:
        self._account = start.account
        self._standing = start.standing
        self._settled_until = start.settled_until
        self._lately = list(start.lately)
        self._inbox: list[Fact] = []
        self._shown: search_attributes.Shown | None = None
        self._not_before: datetime | None = None
        """Until when no boundary is brought to the ledger, which has said that it lies ahead."""

    @workflow.run
    async def run(self, _: LifecycleStart) -> LifecycleEnd:
        """Absorb facts, settle boundaries, wait; until the account is closed."""
        while True:
            await self._absorb()
            await self._settle()
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
        """The ledger has committed these facts."""
        self._inbox.extend(news.facts)

    @workflow.query
    def standing(self) -> Standing | None:
        """The standing as this workflow knows it."""
        return self._standing

    @workflow.query
    def explain(self, privilege: str, at: datetime) -> Verdict:
        """May the account do this at that instant, and if not, why and until when?"""
        # Validated here and not by the types above: Temporal would only say that it cannot decode the arguments.
        question = Question(privilege=privilege, at=at)
        if self._standing is None:
            raise ValueError(f"account {self._account} has no standing yet")
        return verdict(self._standing, question.privilege, question.at)

    @workflow.query
    def settled_until(self) -> Instant | None:
        """The instant up to which the boundaries of this account are recorded, as far as this workflow knows."""
        return self._settled_until

    async def _absorb(self) -> None:
        """Fold what came in. What is known already is passed over; over a gap the ledger helps."""
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
            self._remember(happened(fact))

    async def _catch_up(self, version: int) -> None:
        found = await carried_out(
            LedgerActivities.load_standing,
            StandingWanted(account=self._account, at_least_version=version),
            summary=f"read the standing from the ledger: facts before number {version} are missing here",
        )
        self._standing = found.standing
        self._settled_until = found.settled_until
        self._remember(f"{shown(found.standing.as_of)} standing read from the ledger, version {found.standing.version}")

    async def _settle(self) -> None:
        """Record every boundary that is due, each stamped with its own time, not with the time of waking up."""
        boundary = self._next_boundary()
        while boundary is not None and self._due_at(boundary) <= workflow.now() and not self._inbox:
            if self._standing is None:
                raise AssertionError("without a standing there is no boundary")
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
        """Until something comes in, or the boundary is there."""
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
        """Show the standing in words, and make it searchable."""
        if self._standing is None or self._settled_until is None:
            return
        now = workflow.now()
        workflow.set_current_details(described(self._standing, now, lately=tuple(self._lately)))
        shown_now = search_attributes.shown_of(self._standing, now, self._next_boundary())
        if shown_now != self._shown:
            workflow.upsert_search_attributes(search_attributes.updates(shown_now))
            self._shown = shown_now


def _brief(message: str) -> str:
    """Fit for a summary, which Temporal limits to 400 bytes."""
    return message.encode()[:380].decode(errors="ignore")
