"""Application state: the dependencies of every request, created once for an application."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from time import monotonic
from typing import Annotated, Final, cast

from fastapi import Depends, Request

from activities.webhooks.sending import Sender
from api.http.addresses import address_of
from api.http.authentication import Authentication
from api.http.budgets import Budgets, Use
from api.http.measures import Measures
from api.http.sessions import Sessions
from api.http.turns import Turns
from api.state.answer_cache import AnswerCache
from api.state.open_rumours import OpenRumours
from api.state.rulebook import rulebook_of
from api.state.snapshots import Snapshots, StalePolicy
from api.state.status_link_policy import StatusLinkPolicy
from ledger.accounts.group_commit import GroupCommit
from ledger.accounts.quick_reads import QuickReads
from ledger.accounts.reading import Patience
from ledger.accounts.reviews import Screen
from ledger.audit.writing import AuditLog
from ledger.events.feed_tail import FeedTail
from ledger.people.sessions import Lasting
from ledger.screening.lexicon import Screeners
from ledger.screening.recognition import Recogniser
from ledger.store.database import Database
from ledger.store.holder_key import require_same_key
from ledger.store.host_clock import HostClock
from ledger.store.watching import Watcher
from regulation.catalogue.rulebook import Rulebook
from regulation.tables.calendar import civil_date
from reports.filing import Filing
from screening.profiles import screening_by
from settings import Settings

Clock = Callable[[], datetime]

SILENT_POLLS: Final = 3
"""Number of missed intervals after which a worker does not count as polling."""


class HolderKey:
    """Key of the holder hashes, released only after a check that the database was created with it."""

    def __init__(self, database: Database, key: bytes) -> None:
        self._database = database
        self._key = key
        self._is_same = False

    async def proven(self) -> bytes:
        """Return the key after the check.

        Raises:
            WrongHolderKeyError: when the database was created with another key; no holder would be recognised.
            DatabaseAwayError: when the check is impossible, as the database cannot be reached.
        """
        if not self._is_same:
            await require_same_key(self._database, self._key)
            self._is_same = True
        return self._key


@dataclass(frozen=True)
class AppState:
    """Dependencies of every request; the lifespan of the application opens and closes them."""

    database: Database
    clock: Clock
    """The database's time, known without a query; another clock in tests only."""
    host_clock: HostClock
    holder_key: HolderKey
    effective_at_limit: timedelta
    tolerance: timedelta
    """Maximum time by which a caller's clock may be ahead of the database's."""
    patience: Patience
    authentication: Authentication
    sessions: Sessions
    budgets: Budgets
    turns: Turns
    measures: Measures
    snapshots: Snapshots
    answer_cache: AnswerCache
    stale: StalePolicy
    feed_tail: FeedTail
    commands: GroupCommit
    rumours: OpenRumours
    screeners: Screeners
    rulebook: Rulebook
    appeal_window: timedelta
    take_back_window: timedelta
    """Window in which a person may take back a decision; 0: off."""
    fresh_sign_in: timedelta
    """Age of a sign-in up to which a terminal may close an account, release a report or make a key."""
    status_links: StatusLinkPolicy
    two_persons: frozenset[str]
    """Actions that take two people on this platform, beyond those of the case kinds: closure, cancellation."""
    sender: Sender
    recogniser: Recogniser
    audit: AuditLog
    filing: Filing
    worker_silence: timedelta
    """Time after which a silent worker does not count as polling."""
    probe_s: float
    """Timeout in seconds of the database checks of `/readyz`."""

    async def screen(self) -> Screen:
        """Return the screening of a profile for protected names, by the lists in force.

        Raises:
            DatabaseAwayError: when the database cannot be reached.
        """
        return screening_by(await self.screeners.current())

    @property
    def watcher(self) -> Watcher:
        """Return the callbacks of the watch on the ledger: for standings in memory, keys and sessions."""
        standings = self.snapshots.watcher

        def begun() -> None:
            standings.begun()
            self.authentication.begun()
            self.sessions.forget()

        def ended() -> None:
            standings.ended()
            self.authentication.ended()
            self.sessions.forget()

        return replace(
            standings,
            begun=begun,
            ended=ended,
            key_changed=self.authentication.changed,
            session_changed=self.sessions.changed,
        )

    def latest(self) -> datetime:
        """Return the latest instant that a caller's clock may show."""
        return self.clock() + self.tolerance

    def today(self) -> date:
        """Return the civil day in Shanghai."""
        return civil_date(self.clock())


def app_state_over(
    database: Database,
    settings: Settings,
    *,
    clock: Clock | None = None,
    host_clock: HostClock,
    measures: Measures,
    patience: Patience | None = None,
    elapsed: Callable[[], float] = monotonic,
) -> AppState:
    """Return the application state over this database. `elapsed` is a monotonic clock in seconds for cache lifetimes;
    `clock` replaces the database's time.
    """
    patience = patience or Patience()
    budgets = Budgets(settings.rates(), measures)
    clock = clock or host_clock.now
    sessions = Sessions(database, Lasting(idle=settings.session_idle, most=settings.session_lasts), clock, elapsed)
    return AppState(
        database=database,
        clock=clock,
        host_clock=host_clock,
        holder_key=HolderKey(database, settings.holder_key_bytes()),
        effective_at_limit=settings.effective_at_limit,
        tolerance=settings.clock_tolerance,
        patience=patience,
        authentication=Authentication(
            database,
            elapsed,
            trust_while_away_s=settings.stale_within_s if settings.stale_privileges else 0.0,
            guess=lambda host: budgets.spend(Use.WRONG_KEYS, address_of(host)),
            sessions=sessions,
        ),
        sessions=sessions,
        budgets=budgets,
        turns=Turns(),
        measures=measures,
        snapshots=Snapshots(
            database,
            measures,
            reads=QuickReads(database.url, database.deadlines, database.silence),
            patience=patience,
            capacity=settings.snapshots_kept,
            clock=elapsed,
        ),
        answer_cache=AnswerCache(settings.snapshots_kept),
        stale=StalePolicy(frozenset(settings.stale_privileges), settings.stale_within_s),
        feed_tail=FeedTail(database),
        commands=GroupCommit(database),
        rumours=OpenRumours(database),
        screeners=Screeners(database),
        rulebook=rulebook_of(settings),
        appeal_window=settings.appeal_window,
        take_back_window=timedelta(minutes=settings.take_back_minutes),
        fresh_sign_in=settings.fresh_sign_in,
        status_links=settings.status_links(settings.public_address),
        two_persons=frozenset(settings.two_persons),
        sender=Sender(
            settings.holder_key_bytes(),
            allow_private=settings.webhook_allow_private,
            clock=clock,
            within_s=settings.webhook_s,
            connect_within_s=settings.webhook_connect_s,
            resolve_within_s=settings.webhook_resolve_s,
        ),
        recogniser=Recogniser(
            database, settings.pictures(), told=measures.picture, replaced=measures.picture_process_replaced
        ),
        audit=AuditLog(database, "api", clock=clock, meter=measures),
        filing=settings.filing(),
        worker_silence=timedelta(seconds=SILENT_POLLS * settings.presence_poll_s),
        probe_s=settings.probe_s,
    )


def app_state_of(request: Request) -> AppState:
    """Return the state of the application that received the request."""
    return cast("AppState", request.app.state.app_state)


async def _app_state(request: Request) -> AppState:
    # FastAPI would run a plain function in another thread.
    return app_state_of(request)


WithAppState = Annotated[AppState, Depends(_app_state)]
