"""Random lives of accounts, lived through by the ledger and by the pure rules in memory side by side: outcomes,
refusals, facts, standings, verdicts and transitions are the same.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from ledger.accounts import boundaries, reading
from ledger.events import feed
from ledger.store.database import Database
from models.accounts import commands as c
from models.accounts.commands import LESSENING, Command, Decision, Timing
from models.accounts.facts import Fact, reference_of
from models.accounts.standing import Standing
from models.accounts.verdicts import Transition
from models.instants import SHANGHAI
from models.names import AccountKind
from models.words.privileges import ASKABLE, Field, Method
from models.words.violations import Category
from regulation.accounts.commands import decide
from regulation.holders import inheritance as holders_rules
from regulation.holders.findings import record_of
from regulation.holders.inheritance import Holding
from regulation.holders.seats import Registry, seat_changes
from regulation.standing.boundaries import transitions_between
from regulation.standing.fold import apply, fold
from regulation.standing.requirements import Known
from regulation.standing.verdicts import eligible_at, verdict
from tests.examples import examples
from tests.ledger.doing import do, faults

START = datetime(2026, 1, 31, 23, 30, tzinfo=SHANGHAI)
BACKDATING_LIMIT = timedelta(days=30)

ACCOUNTS, HOLDERS, IDENTIFIERS = ("a", "b", "c", "d"), ("h1", "h2"), ("i1", "i2", "i3", "i4")
identifiers = st.sampled_from(IDENTIFIERS)
categories = st.sampled_from([Category.RECYCLED_NEWS, Category.MATRIX_MANIPULATION, Category.RUMOUR_MAKING])
kinds = st.sampled_from(AccountKind)
holders = st.sampled_from(HOLDERS)
durations = st.sampled_from([timedelta(seconds=30), timedelta(hours=12), timedelta(days=7), timedelta(days=30)])
dates = st.integers(-30, 200).map(lambda number: (START + timedelta(days=number)).date())

COMMANDS: st.SearchStrategy[Command] = st.one_of(
    st.builds(c.ChangeName, name=st.sampled_from(["一", "二"])),
    st.tuples(identifiers, st.sampled_from(Field), dates, dates).map(
        lambda drawn: c.Certify(id=drawn[0], field=drawn[1], valid_from=min(drawn[2:]), valid_until=max(drawn[2:]))
    ),
    st.builds(c.RevokeCertification, id=identifiers),
    st.builds(c.ChangeHolder, holder=holders, kind=st.none() | kinds),
    st.builds(c.ApplyMonetization, methods=st.lists(st.sampled_from(Method), min_size=1, max_size=2).map(tuple)),
    st.builds(c.CancelMonetization, id=identifiers, category=st.none() | categories),
    st.builds(c.RecordViolation, id=identifiers, category=categories),
    st.builds(
        c.ImposeBan,
        id=identifiers,
        category=categories,
        duration=durations,
        factor=st.none() | st.sampled_from([Decimal(2), Decimal("2.5"), Decimal(4)]),
    ),
    st.builds(c.ShortenBan, id=identifiers, duration=durations),
    st.builds(c.Overturn, id=identifiers),
)
CLOSURES = st.builds(c.Close, id=identifiers, category=st.none() | categories)
REGISTRATIONS = st.builds(c.Register, kind=kinds, holder=holders, name=st.just("山野厨房"))
STEPS = st.sampled_from(
    [timedelta(0), timedelta(seconds=30), timedelta(hours=1), timedelta(days=1), timedelta(days=13), timedelta(days=95)]
)
MOMENTS = st.tuples(
    st.sampled_from(ACCOUNTS), COMMANDS | REGISTRATIONS, st.sampled_from([0, 0, 0, 0, 1, 10, 40]), STEPS
)
"""Which account, what, how many days it is dated back, and how much time passes then."""


class InMemory:
    """The rules with lists for a ledger."""

    def __init__(self) -> None:
        self.facts: dict[str, list[Fact]] = {}
        self.standings: dict[str, Standing] = {}
        self.transitions: dict[str, list[Transition]] = {}
        self.settled: dict[str, datetime] = {}
        self.registry = Registry()

    def do(self, account: str, command: Command, now: datetime, effective_at: datetime | None) -> Decision:
        before = self.standings.get(account)
        timing = Timing(effective_at=effective_at or now, recorded_at=now)
        coming = command.holder if isinstance(command, c.Register | c.ChangeHolder) else None
        holder = coming or (None if before is None else before.holder)
        identifier = getattr(command, "id", None)
        known = self.facts.get(account, [])
        decision = decide(
            command,
            Known(
                account=account,
                standing=before,
                timing=timing,
                seats=None if holder is None else self.registry.seats(holder),
                recorded=frozenset(
                    fact.body.type for fact in known if identifier and reference_of(fact.body) == identifier
                ),
                record=record_of(known),
                actions=() if coming is None else holders_rules.running(coming, self.holdings(), now),
                backdating_limit=BACKDATING_LIMIT,
            ),
        )
        if decision.facts:
            self.settle(account, now)
        for body in decision.facts:
            seq = len(self.facts.setdefault(account, [])) + 1
            fact = Fact(
                account=account,
                seq=seq,
                effective_at=timing.effective_at,
                recorded_at=now,
                actor="somebody",
                body=body,
            )
            earlier = self.standings.get(account)
            self.facts[account].append(fact)
            self.standings[account] = apply(earlier, fact)
            self.registry = self.registry.after(*seat_changes(fact, None if earlier is None else earlier.holder))
            self.settled[account] = now
        if decision.facts and isinstance(command, LESSENING):
            self.ease(account, now, effective_at)
        return decision

    def holdings(self) -> list[Holding]:
        return [Holding(standing, tuple(self.facts[account])) for account, standing in self.standings.items()]

    def ease(self, account: str, now: datetime, effective_at: datetime | None) -> None:
        """Less is left of what others have inherited from the account (article 9, reading 11)."""
        for heir, standing in list(self.standings.items()):
            origins = dict.fromkeys(closed.origin for closed in standing.restrictions if closed.origin is not None)
            actions = tuple(
                c.HolderAction(
                    origin=origin,
                    restrictions=holders_rules.left_of(self.standings[account], origin.action, now),
                )
                for origin in origins
                if origin.account == account
            )
            if actions:
                effective = effective_at and max(effective_at, standing.registered_at)
                self.do(heir, c.FollowHolder(actions=actions), now, effective)

    def settle(self, account: str, through: datetime) -> None:
        if (standing := self.standings.get(account)) is not None and through > self.settled[account]:
            due = transitions_between(standing, self.settled[account], through)
            self.transitions.setdefault(account, []).extend(due)
            self.settled[account] = through


class SideBySide(RuleBasedStateMachine):
    """Every rule does the same to both, and compares what came of it."""

    loop: ClassVar[asyncio.Runner]
    database: ClassVar[Database]
    lives: ClassVar[int] = 0

    @initialize(kind=kinds, holder=holders)
    def begin(self, kind: AccountKind, holder: str) -> None:
        """A life of its own: accounts and holders that no earlier run has touched, all but one registered."""
        type(self).lives += 1
        self.life = f"{self.lives}-"
        self.memory = InMemory()
        self.now = START
        self.give(ACCOUNTS[0], c.Register(kind=kind, holder=holder, name="山野厨房"))
        for place, account in enumerate(ACCOUNTS[1:-1]):
            self.give(account, c.Register(kind=AccountKind.ENTERPRISE, holder=HOLDERS[place % 2], name="山野厨房"))

    def run(self, coroutine: Any) -> Any:
        return self.loop.run(coroutine)

    def give(self, account: str, command: Command, effective_at: datetime | None = None) -> None:
        account = self.life + account
        if isinstance(command, c.Register | c.ChangeHolder):
            command = command.model_copy(update={"holder": self.life + command.holder})
        decision = self.memory.do(account, command, self.now, effective_at)
        receipt = self.run(
            do(
                self.database,
                account,
                command,
                self.now,
                effective_at=effective_at,
                backdating_limit=BACKDATING_LIMIT,
            )
        )
        assert (receipt.outcome, receipt.refusal) == (decision.outcome, decision.refusal)
        assert tuple(fact.body for fact in receipt.facts) == decision.facts
        assert receipt.version == len(self.memory.facts.get(account, ()))
        self.compare(account)

    def compare(self, account: str) -> None:
        found = self.run(reading.settled_standing_of(self.database, account))
        standing = self.memory.standings.get(account)
        if standing is None:
            assert found is None
            return
        assert found is not None
        assert found[0] == standing == fold(self.memory.facts[account])
        assert found[1] == self.memory.settled[account]

    @rule(stretch=st.lists(MOMENTS, min_size=12, max_size=20))
    def things_happen(self, stretch: list[tuple[str, Command, int, timedelta]]) -> None:
        """Many at once: left to itself Hypothesis makes lives in which little happens."""
        for account, command, days_back, step in stretch:
            self.give(account, command, self.now - timedelta(days=days_back) if days_back else None)
            self.now += step

    @rule(account=st.sampled_from(ACCOUNTS), command=CLOSURES)
    def close(self, account: str, command: c.Close) -> None:
        """Not before something has happened, as nothing happens afterwards."""
        if len(self.memory.facts.get(self.life + account, ())) > 5:
            self.give(account, command)

    @rule(account=st.sampled_from(ACCOUNTS))
    def the_lifecycle_settles(self, account: str) -> None:
        account = self.life + account
        self.memory.settle(account, self.now)
        self.run(boundaries.record_boundaries(self.database, account, through=self.now, now=self.now, by="lifecycle"))
        self.compare(account)

    @rule(account=st.sampled_from(ACCOUNTS), back=st.integers(0, 60), known=st.integers(0, 60))
    def history_is_the_same(self, account: str, back: int, known: int) -> None:
        """At any instant, with what was known by any other."""
        account = self.life + account
        at, as_of = self.now - timedelta(days=back), self.now - timedelta(days=known)
        facts = [fact for fact in self.memory.facts.get(account, ()) if fact.recorded_at <= as_of]
        expected = fold(facts, keep_past=True)
        found = self.run(reading.history_of(self.database, account, as_of=as_of))
        assert found == expected
        if found is not None and expected is not None:
            for privilege in ASKABLE:
                assert verdict(found, privilege, at) == verdict(expected, privilege, at)

    @rule(account=st.sampled_from(ACCOUNTS))
    def verdicts_are_the_same(self, account: str) -> None:
        """From the stored snapshot now, and from the whole past."""
        account = self.life + account
        found = self.run(reading.standing_of(self.database, account))
        whole = fold(self.memory.facts.get(account, ()), keep_past=True)
        if found is None or whole is None:
            assert found is whole
            return
        for privilege in ASKABLE:
            assert verdict(found, privilege, self.now) == verdict(whole, privilege, self.now)
        for method in Method:
            assert eligible_at(found, method, self.now) == eligible_at(whole, method, self.now)

    @invariant()
    def nobody_has_more_accounts_than_seats(self) -> None:
        if not hasattr(self, "memory"):
            return
        for holder, accounts in self.memory.registry.open_accounts.items():
            assert len(accounts) <= 2, holder

    def teardown(self) -> None:
        """The transitions that were recorded are those that the rules named, each once and in order."""
        if not hasattr(self, "memory"):
            return
        for account, standing in self.memory.standings.items():
            self.memory.settle(account, self.now)
            self.run(
                boundaries.record_boundaries(self.database, account, through=self.now, now=self.now, by="backstop")
            )
            announced = self.run(feed.page(self.database, account=account, most=10_000)).events
            passed = [event.transition for event in announced if event.transition is not None]
            assert [(t.at, t.version, t.changes, t.message) for t in passed] == [
                (t.at, t.version, t.changes, t.message) for t in self.memory.transitions.get(account, ())
            ]
            recorded = [event.fact for event in announced if event.fact is not None]
            assert recorded == self.memory.facts[account]
            assert standing.version == len(recorded)


@contextmanager
def opened(url: str) -> Iterator[None]:
    with asyncio.Runner() as loop:
        SideBySide.loop, SideBySide.database = loop, Database(url, pool_size=2, times_given=True)
        yield
        found = loop.run(faults(SideBySide.database))
        loop.run(SideBySide.database.close())
        assert found == []


@pytest.mark.hypothesis
def test_the_ledger_does_what_the_rules_say(database_url: str) -> None:
    with opened(database_url):
        run_state_machine_as_test(
            SideBySide,
            settings=settings(
                max_examples=examples(30),
                stateful_step_count=25,
                deadline=None,
                # Shrinking takes minutes with a database behind it; take this line out to have a failure made small.
                phases=[Phase.explicit, Phase.reuse, Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )
