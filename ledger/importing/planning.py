"""A plan: the facts that follow from a row, decided one command after the other as if they were given today.

The one thing that is taken as it is, without a decision, is a grant of monetization: the platform gave it under its
own responsibility, before article 8 was asked. Who may have how many accounts is decided when the batch is written.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ledger.appending import Page
from ledger.chain import GENESIS, chained_all
from ledger.importing.rows import AccountRow, Reject
from models.commands import ChangeHolder, Command, ImposeBan, RecordViolation, Register, Seats, Timing
from models.facts import Fact, FactBody, MonetizationGranted
from models.instants import shown
from models.names import AccountKind, HolderRef
from models.standing import Standing
from regulation.boundaries import next_boundary
from regulation.commands import decide
from regulation.fold import apply
from regulation.requirements import Known
from regulation.rulebook import Rulebook

FORMER_HOLDER: Final = "former-holder"
"""Stands for the holder before a change that the row tells of: nobody knows more, and nothing depends on it."""

ACTOR: Final = "import"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a row comes to, if the account is new and its holder has a seat left."""

    line: int
    account: str
    kind: AccountKind
    holder: HolderRef
    held_since: datetime
    page: Page


class _RefusedError(Exception):
    def __init__(self, path: str, reason: str) -> None:
        super().__init__(reason)
        self.path, self.reason = path, reason


def plan(row: AccountRow, line: int, holder: HolderRef, now: datetime, rulebook: Rulebook) -> Plan | Reject:
    """The facts, or the first thing in the row that the rules refuse."""
    past = _Past(row, now, rulebook)
    try:
        for path, command, effective_at in _commands(row, holder):
            past.decide(path, command, effective_at)
        if row.monetization:
            past.take("granted_at", MonetizationGranted(methods=row.monetization), row.granted_at or row.registered_at)
    except _RefusedError as refused:
        return Reject(line, refused.path, refused.reason, row.account)
    standing = past.standing
    if standing is None:
        raise AssertionError("a row without a refusal leaves a standing")
    page = Page(
        entries=chained_all(GENESIS, past.facts),
        standing=standing,
        settled_until=now,
        to_temporal=next_boundary(standing, now) is not None,
    )
    return Plan(line, row.account, row.kind, holder, row.holder_changed_at or row.registered_at, page)


def _commands(row: AccountRow, holder: HolderRef) -> Iterator[tuple[str, Command, datetime]]:
    """The row as commands with their paths in it, in an order in which each finds what it needs.

    Certifications come after the change of holder, because those of a former holder would have fallen with it.
    """
    changed_at = row.holder_changed_at
    yield (
        "registered_at",
        Register(
            kind=row.kind,
            holder=holder if changed_at is None else FORMER_HOLDER,
            name=row.name,
            fields=row.fields,
            bio=row.bio,
            mcn=row.mcn,
        ),
        row.registered_at,
    )
    if changed_at is not None:
        yield "holder_changed_at", ChangeHolder(holder=holder), changed_at
    for place, certification in enumerate(row.certifications):
        yield f"certifications.{place}", certification, changed_at or row.registered_at
    for place, violation in enumerate(row.violations):
        recorded = RecordViolation(
            id=violation.id,
            category=violation.category,
            decided_at=violation.decided_at,
            reason=violation.reason,
        )
        yield f"violations.{place}", recorded, violation.decided_at
    for place, ban in enumerate(row.bans):
        imposed = ImposeBan(
            id=ban.id,
            category=ban.category,
            duration=ban.duration,
            factor=ban.factor,
            decided_at=ban.decided_at or ban.started_at,
            reason=ban.reason,
        )
        yield f"bans.{place}", imposed, ban.started_at


class _Past:
    """An account's facts as they are decided, in memory."""

    def __init__(self, row: AccountRow, now: datetime, rulebook: Rulebook) -> None:
        self.facts: list[Fact] = []
        self.standing: Standing | None = None
        self._account = row.account
        self._now = now
        self._rulebook = rulebook
        self._recorded: dict[str, set[str]] = {}

    def decide(self, path: str, command: Command, effective_at: datetime) -> None:
        """Decide a command by the rules, and take the facts."""
        reference: str | None = getattr(command, "id", None)
        recorded = frozenset(self._recorded.get(reference, ())) if reference else frozenset()
        decision = decide(
            command,
            Known(
                account=self._account,
                standing=self.standing,
                timing=Timing(effective_at=effective_at, recorded_at=self._now),
                seats=Seats(holder=command.holder) if isinstance(command, Register | ChangeHolder) else None,
                recorded=recorded,
                rulebook=self._rulebook,
            ),
        )
        if decision.refusal is not None:
            raise _RefusedError(path, decision.refusal.message)
        for body in decision.facts:
            self._add(body, effective_at)
            if reference is not None:
                self._recorded.setdefault(reference, set()).add(body.type)

    def take(self, path: str, body: FactBody, effective_at: datetime) -> None:
        """Take a fact as it is."""
        registered_at = self._now if self.standing is None else self.standing.registered_at
        if not registered_at <= effective_at <= self._now:
            raise _RefusedError(
                path,
                f"must lie between the registration at {shown(registered_at)} and now, {shown(self._now)}",
            )
        self._add(body, effective_at)

    def _add(self, body: FactBody, effective_at: datetime) -> None:
        fact = Fact(
            account=self._account,
            seq=len(self.facts) + 1,
            effective_at=effective_at,
            recorded_at=self._now,
            actor=ACTOR,
            body=body,
        )
        self.facts.append(fact)
        self.standing = apply(self.standing, fact)
