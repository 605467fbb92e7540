"""A plan: the facts that follow from a row, in the order in which they happened, decided one command after the other as
if they were given today.

Two things are accepted without a decision. A grant of monetization: the platform gave it under its own responsibility,
before article 8 was checked. And whatever was over before today, such as a certification that has expired: it is
history. The number of accounts of a holder is decided when the batch is written.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from ledger.importing.rows import AccountRow, Reject, RowClosure
from ledger.store.chain import GENESIS, chained_all
from ledger.streams.appending import Page
from models.accounts.commands import (
    Certify,
    ChangeHolder,
    Close,
    Command,
    ImposeBan,
    RecordViolation,
    Register,
    Seats,
    Timing,
)
from models.accounts.facts import Fact, FactBody, MonetizationGranted
from models.accounts.standing import Standing
from models.instants import shown
from models.names import AccountKind, HolderRef
from regulation.accounts.commands import decide
from regulation.catalogue.rulebook import Rulebook
from regulation.standing.boundaries import next_boundary
from regulation.standing.fold import apply, fold
from regulation.standing.requirements import Known
from regulation.tables.calendar import through
from regulation.tables.clocks import by_our_clock, dated_by_our_clock

FORMER_HOLDER: Final = "former-holder"
"""Holder before a change that the row reports: nothing more is known, and nothing depends on it."""

ACTOR: Final = "import"


@dataclass(frozen=True, slots=True)
class Plan:
    """Result of a row, if the account is new and its holder has a seat left."""

    line: int
    account: str
    name: str
    kind: AccountKind
    holder: HolderRef
    held_since: datetime
    closed: RowClosure | None
    facts: tuple[Fact, ...]
    """The facts as they were decided; `page` sets their instant of recording."""

    def page(self, now: datetime) -> Page:
        """Return the facts recorded at an instant that is not before the one at which they were decided."""
        facts = [fact.model_copy(update={"recorded_at": now}) for fact in self.facts]
        standing = fold(facts)
        if standing is None:
            raise AssertionError("a plan begins with a registration")
        return Page(
            entries=chained_all(GENESIS, facts),
            standing=standing,
            settled_until=now,
            to_temporal=next_boundary(standing, now) is not None,
            later=True,
        )


class _RefusedError(Exception):
    def __init__(self, path: str, reason: str, code: str | None = None) -> None:
        super().__init__(reason)
        self.path, self.reason, self.code = path, reason, code


def plan(
    row: AccountRow,
    line: int,
    holder: HolderRef,
    now: datetime,
    rulebook: Rulebook,
    tolerance: timedelta = timedelta(0),
    actor: str = ACTOR,
) -> Plan | Reject:
    """Return the facts, or the first part of the row that the rules refuse. A date ahead of `now` by no more than the
    tolerance counts as now.
    """
    past = _Past(row, now, rulebook, tolerance, actor)
    try:
        # The registration comes first, whatever its time, so that an earlier event is refused with a message about it;
        # events of the same instant keep the order below.
        for event in sorted(_events(row, holder), key=lambda event: (event.path != "registered_at", event.at)):
            past.take(event)
    except _RefusedError as refused:
        return Reject(line, refused.path, refused.reason, row.account, refused.code)
    return Plan(
        line=line,
        account=row.account,
        name=row.name,
        kind=row.kind,
        holder=holder,
        held_since=row.holder_changed_at or row.registered_at,
        closed=row.closed,
        facts=tuple(past.facts),
    )


class _Event(NamedTuple):
    """An event in the row: its path, its content, and its instant."""

    path: str
    what: Command | MonetizationGranted
    at: datetime


def _events(row: AccountRow, holder: HolderRef) -> Iterator[_Event]:
    """Yield the row's events in an order in which each has its prerequisites if all happened in the same instant."""
    changed_at = row.holder_changed_at
    registered = Register(
        kind=row.kind,
        holder=holder if changed_at is None else FORMER_HOLDER,
        name=row.name,
        fields=row.fields,
        bio=row.bio,
        mcn=row.mcn,
    )
    yield _Event("registered_at", registered, row.registered_at)
    if changed_at is not None:
        yield _Event("holder_changed_at", ChangeHolder(holder=holder), changed_at)
    for place, certification in enumerate(row.certifications):
        yield _Event(f"certifications.{place}", certification.command(), _verified_at(certification, row))
    if row.monetization:
        granted = MonetizationGranted(methods=row.monetization)
        yield _Event("granted_at", granted, row.granted_at or row.registered_at)
    for place, violation in enumerate(row.violations):
        recorded = RecordViolation(
            id=violation.id,
            category=violation.category,
            decided_at=violation.decided_at,
            reason=violation.reason,
        )
        yield _Event(f"violations.{place}", recorded, violation.decided_at)
    for place, ban in enumerate(row.bans):
        imposed = ImposeBan(
            id=ban.id,
            category=ban.category,
            duration=ban.duration,
            factor=ban.factor,
            decided_at=ban.decided_at or ban.started_at,
            reason=ban.reason,
        )
        yield _Event(f"bans.{place}", imposed, ban.started_at)
    if row.closed is not None:
        closed = Close(id=row.closed.id, category=row.closed.category, reason=row.closed.reason)
        yield _Event("closed", closed, row.closed.at)


def _verified_at(certification: Certify, row: AccountRow) -> datetime:
    """Return the instant from which the certification counts. One that was still valid when the holder changed is the
    present holder's, or it would have ended with the former one (reading 6); one that was over by then is the former
    one's.
    """
    changed_at = row.holder_changed_at
    if changed_at is None or through(certification.valid_until) <= changed_at:
        return row.registered_at
    return changed_at


class _Past:
    """An account's facts as they are decided, in memory."""

    def __init__(self, row: AccountRow, now: datetime, rulebook: Rulebook, tolerance: timedelta, actor: str) -> None:
        self.facts: list[Fact] = []
        self._standing: Standing | None = None
        self._account = row.account
        self._now = now
        self._tolerance = tolerance
        self._rulebook = rulebook
        self._actor = actor
        self._recorded: dict[str, set[str]] = {}

    def take(self, event: _Event) -> None:
        """Decide one more event, after those that happened before it."""
        at = by_our_clock(event.at, self._now, self._tolerance)
        if isinstance(event.what, MonetizationGranted):
            self._take_as_it_is(event.path, event.what, at)
        else:
            self._decide(event.path, dated_by_our_clock(event.what, self._now, self._tolerance), at)

    def _decide(self, path: str, command: Command, effective_at: datetime) -> None:
        reference: str | None = getattr(command, "id", None)
        recorded = frozenset(self._recorded.get(reference, ())) if reference else frozenset()
        decision = decide(
            command,
            Known(
                account=self._account,
                standing=self._standing,
                timing=Timing(effective_at=effective_at, recorded_at=self._now),
                seats=Seats(holder=command.holder) if isinstance(command, Register | ChangeHolder) else None,
                recorded=recorded,
                rulebook=self._rulebook,
                imported=True,
            ),
        )
        if decision.refusal is not None:
            raise _RefusedError(path, decision.refusal.message, decision.refusal.code)
        for body in decision.facts:
            self._add(body, effective_at)
            if reference is not None:
                self._recorded.setdefault(reference, set()).add(body.type)

    def _take_as_it_is(self, path: str, body: FactBody, effective_at: datetime) -> None:
        if self._standing is None:
            raise AssertionError("the registration comes first")
        registered_at, closed_at = self._standing.registered_at, self._standing.closed_at
        if not registered_at <= effective_at <= self._now:
            raise _RefusedError(
                path,
                f"must lie between the registration at {shown(registered_at)} and now, {shown(self._now)}",
            )
        if closed_at is not None:
            raise _RefusedError(path, f"lies after the closure at {shown(closed_at)}")
        self._add(body, effective_at)

    def _add(self, body: FactBody, effective_at: datetime) -> None:
        fact = Fact(
            account=self._account,
            seq=len(self.facts) + 1,
            effective_at=effective_at,
            recorded_at=self._now,
            actor=self._actor,
            body=body,
        )
        self.facts.append(fact)
        self._standing = apply(self._standing, fact)
