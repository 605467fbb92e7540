"""Account with a clock for tests of the rules: takes commands at instants, returns facts and standings."""

from datetime import datetime, timedelta

from models.accounts.commands import (
    Command,
    CorrectRegistration,
    Decision,
    Overturn,
    Register,
    Reopen,
    Seats,
    Timing,
    WithdrawConsequence,
)
from models.accounts.facts import Fact, FactBody, reference_of
from models.accounts.profiles import Grounds
from models.accounts.standing import Standing
from models.cases.rulings import DecidedByTwo
from models.instants import SHANGHAI
from models.names import AccountKind
from regulation.accounts.commands import decide
from regulation.catalogue.rulebook import IN_FORCE, Rulebook
from regulation.holders.findings import record_of
from regulation.standing.fold import apply, fold
from regulation.standing.requirements import Known


def on(text: str) -> datetime:
    """Return an instant in Shanghai: `03-10`, `03-10 12:00`, `2027-03-10 12:00:30`; without a year it is 2026."""
    day, _, clock = text.partition(" ")
    full = day if day.count("-") == 2 else f"2026-{day}"
    return datetime.fromisoformat(f"{full}T{clock or '00:00'}").replace(tzinfo=SHANGHAI)


class Account:
    """Facts of one account, and its standing folded with and without its past."""

    def __init__(
        self, registered: datetime | None = None, rulebook: Rulebook = IN_FORCE, grounds: Grounds | None = None
    ) -> None:
        self.facts: list[Fact] = []
        self.rulebook = rulebook
        self.carried: Standing | None = None
        self.by_two: tuple[DecidedByTwo, ...] = ()
        self.do(
            Register(kind=AccountKind.INDIVIDUAL, holder="h1", name="山野厨房"),
            registered or on("01-01 09:00"),
            grounds=grounds,
        )

    def known(
        self,
        command: Command | None,
        at: datetime,
        *,
        effective: datetime | None = None,
        seats: Seats | None = None,
        limit: timedelta | None = None,
        grounds: Grounds | None = None,
    ) -> Known:
        """Return the input of the rules for a decision."""
        identifier = getattr(command, "id", None)
        holder = getattr(command, "holder", None)
        if (
            isinstance(command, Overturn | Reopen | CorrectRegistration | WithdrawConsequence)
            and self.carried is not None
        ):
            holder = self.carried.holder
        return Known(
            account="a1",
            standing=self.carried,
            timing=Timing(effective_at=effective or at, recorded_at=at),
            seats=seats or (None if holder is None else Seats(holder=holder)),
            recorded=frozenset(
                fact.body.type
                for fact in self.facts
                if identifier is not None and reference_of(fact.body) == identifier
            ),
            grounds=grounds,
            record=record_of(self.facts),
            by_two=self.by_two,
            rulebook=self.rulebook,
            backdating_limit=limit,
        )

    def decide(
        self,
        command: Command,
        at: datetime,
        *,
        effective: datetime | None = None,
        seats: Seats | None = None,
        limit: timedelta | None = None,
        grounds: Grounds | None = None,
    ) -> Decision:
        """Return the decision on the command, without recording it."""
        known = self.known(command, at, effective=effective, seats=seats, limit=limit, grounds=grounds)
        return decide(command, known)

    def do(
        self,
        command: Command,
        at: datetime,
        *,
        effective: datetime | None = None,
        seats: Seats | None = None,
        grounds: Grounds | None = None,
    ) -> Decision:
        """Decide the command and record its facts."""
        decision = self.decide(command, at, effective=effective, seats=seats, grounds=grounds)
        for body in decision.facts:
            self.record(body, at, effective=effective)
        return decision

    def record(self, body: FactBody, at: datetime, *, effective: datetime | None = None) -> None:
        """Record a fact without asking the rules."""
        fact = Fact(
            account="a1",
            seq=len(self.facts) + 1,
            effective_at=effective or at,
            recorded_at=at,
            actor="test",
            body=body,
        )
        self.facts.append(fact)
        self.carried = apply(self.carried, fact)

    @property
    def standing(self) -> Standing:
        """Standing with its past, folded anew."""
        standing = fold(self.facts, keep_past=True)
        assert standing is not None
        return standing

    @property
    def pruned(self) -> Standing:
        """Standing updated incrementally, without its past."""
        assert self.carried is not None
        return self.carried
