"""Lists across accounts: any filters in any order find, page by page, what a scan of the facts finds, at this instant
and later, whether or not boundaries were recorded.
"""

from collections import Counter
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.cases.cases import CaseCommand
from ledger.lists import actions, appeals, certifications
from ledger.lists.actions import Kind
from ledger.lists.common import Rows
from ledger.sanctions import appeals as appealing
from ledger.store import walking
from ledger.store.database import Database
from ledger.store.pages import Position
from ledger.streams import records
from models.accounts.standing import Standing
from models.cases.cases import CaseKind, Outcome, Ruling
from models.sanctions.listed import ActionState, CertificationState
from models.sanctions.statements import Action
from models.words.privileges import Field, publish_in
from regulation.cases import cases as rules
from regulation.cases.reducer import CASE
from regulation.sanctions.actions import actions_of
from regulation.sanctions.appeals import WINDOW
from regulation.sanctions.statements import article_of
from regulation.tables.calendar import midnight
from tests.examples import examples
from tests.ledger.doing import NOON, ban, days, do, registration, rows
from tests.ledger.finding import CATEGORIES, Life, lives, populated
from tests.ledger.test_finding import LATER, in_thread
from tests.persons import persons_of


class Known(NamedTuple):
    """An action with its account."""

    life: Life
    action: Action

    @property
    def key(self) -> tuple[str, str]:
        return self.life.standing.account, self.action.id

    def end(self, kind: Kind) -> datetime | None:
        """End of the ban, or of everything; None where there is none."""
        ends = [
            m.until
            for m in self.action.measures
            if m.until is not None and (kind is Kind.ACTIONS or m.measure == "ban")
        ]
        instants = [end for end in ends if not isinstance(end, str)]
        return max(instants, default=None) if len(instants) == len(ends) else None

    def state(self, kind: Kind, at: datetime) -> ActionState:
        if self.action.overturned_at is not None and self.action.overturned_at <= at:
            return ActionState.OVERTURNED
        end = None if kind is Kind.VIOLATIONS else self.end(kind)
        return ActionState.ENDED if end is not None and end <= at else ActionState.STANDING


def _passes(one: Known, wanted: actions.Wanted, at: datetime) -> bool:
    action, kind, end = one.action, wanted.kind, one.end(wanted.kind)
    measures = {measure.measure for measure in action.measures}
    runs = one.state(kind, at) is ActionState.STANDING and end is not None and end > at
    return all(
        (
            kind is not Kind.BANS or "ban" in measures,
            kind is not Kind.VIOLATIONS or action.category is not None,
            wanted.account in {None, one.life.standing.account},
            wanted.holder in {None, one.life.standing.holder},
            wanted.category in {None, action.category},
            wanted.article in {None, article_of(action)},
            wanted.measure is None or wanted.measure in measures,
            wanted.state in {None, one.state(kind, at)},
            wanted.actor is None or action.decided_by[0] == wanted.actor,
            wanted.decided_since is None or action.decided_at >= wanted.decided_since,
            wanted.decided_before is None or action.decided_at < wanted.decided_before,
            wanted.until_before is None or (runs and end is not None and end < wanted.until_before),
            wanted.sort is not actions.Sort.UNTIL or runs,
        )
    )


def _ordered(found: list[Known], wanted: actions.Wanted) -> list[tuple[str, str]]:
    def key(one: Known) -> tuple[Any, ...]:
        if wanted.sort is actions.Sort.ACCOUNT:
            return one.key
        if wanted.sort is actions.Sort.UNTIL:
            return one.end(wanted.kind), *one.key
        return one.action.decided_at, *one.key

    return [one.key for one in sorted(found, key=key, reverse=wanted.sort in {None, actions.Sort.NEWEST})]


def _wanted(now: datetime) -> st.SearchStrategy[actions.Wanted]:
    instants = st.integers(-120 * 24, 90 * 24).map(lambda hours: now + timedelta(hours=hours))
    single: dict[str, st.SearchStrategy[Any]] = {
        "account": st.sampled_from(["a01", "a02", "nobody"]),
        "holder": st.sampled_from(["h1", "h3"]),
        "category": st.sampled_from(CATEGORIES),
        "article": st.sampled_from([6, 9, 10, 12]),
        "measure": st.sampled_from(["ban", "suspension", "closure", "warning", "freeze_growth", "cancellation"]),
        "state": st.sampled_from(ActionState),
        "actor": st.sampled_from(["somebody", "nobody"]),
        "decided_since": instants,
        "decided_before": instants,
        "until_before": instants,
    }
    names = st.lists(st.sampled_from(sorted(single)), max_size=3, unique=True)
    filters = names.flatmap(lambda chosen: st.fixed_dictionaries({name: single[name] for name in chosen}))
    sorts = st.sampled_from([None, *actions.Sort])
    every = st.builds(
        lambda given, kind, sort: actions.Wanted(kind=kind, sort=sort, **given), filters, st.sampled_from(Kind), sorts
    )
    # The list of violations has no ends: its query takes neither of these.
    return every.filter(
        lambda one: one.kind is not Kind.VIOLATIONS or (one.sort is not actions.Sort.UNTIL and one.until_before is None)
    )


async def _walked(read: Callable[[Position | None], Coroutine[Any, Any, Rows]]) -> list[Any]:
    found: list[Any] = []
    after = None
    while True:
        page = (await read(after)).page
        found += page.items
        if (after := page.next) is None:
            return found


async def _known(database: Database) -> list[Life]:
    return await lives(database, [account for (account,) in await rows(database, "SELECT account FROM standings")])


@pytest.mark.hypothesis
async def test_any_filters_of_actions_find_what_a_scan_of_the_facts_finds(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walking, "WALKED", 6)
    now = await populated(database, Random(11))
    known = [Known(life, action) for life in await _known(database) for action in actions_of(life.facts)]
    seen: Counter[int] = Counter()

    def compare(run: Callable[[Coroutine[Any, Any, Any]], Any]) -> None:
        @settings(max_examples=examples(150), deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(wanted=_wanted(now), later=st.sampled_from(LATER), most=st.sampled_from([2, 7, 200]))
        def one(wanted: actions.Wanted, later: timedelta, most: int) -> None:
            at = now + later
            passing = [one for one in known if _passes(one, wanted, at)]
            found = run(_walked(lambda after: actions.listed(database, wanted, at, after=after, most=most)))
            assert [(row.account, row.id) for row in found] == _ordered(passing, wanted)
            states = {one.key: one.state(wanted.kind, at) for one in passing}
            assert all(actions.state_at(wanted.kind, row, at) is states[row.account, row.id] for row in found)
            counted = run(actions.count(database, wanted, at, actions.By.STATE))
            assert counted.total == len(passing)
            assert counted.counts == Counter(state.value for state in states.values())
            seen[len(passing)] += 1

        one()

    await in_thread(compare)
    assert len(seen) > 10, f"too alike to prove anything: {seen}"


def _certified(standing: Standing, certification: str, field: Field, at: datetime) -> bool:
    return any(
        grant.source == certification and grant.privilege == publish_in(field) and grant.interval.covers(at)
        for grant in standing.grants
    )


async def _listed(database: Database, wanted: certifications.Wanted, at: datetime, after: Position | None) -> Rows:
    return await certifications.listed(database, wanted, at, after=after, most=4)


async def test_a_certification_is_in_force_exactly_while_its_grant_is(database: Database) -> None:
    now = await populated(database, Random(5), commands=200)
    known = {life.standing.account: life.standing for life in await _known(database)}
    states: Counter[CertificationState] = Counter()
    for later in (days(-40), days(-10), *LATER):
        at = now + later
        wanted = certifications.Wanted(sort=certifications.Sort.ACCOUNT)
        found = await _walked(partial(_listed, database, wanted, at))
        assert [(row.account, row.id) for row in found] == sorted((row.account, row.id) for row in found)
        by_state: Counter[str] = Counter()
        for row in found:
            state = certifications.state_at(row, at)
            right = _certified(known[row.account], row.id, Field(row.field), at)
            assert (state is CertificationState.IN_FORCE) == right, row
            by_state[state.value] += 1
            states[state] += 1
        counted = await certifications.count(database, certifications.Wanted(), at, certifications.By.STATE)
        assert counted.counts == by_state
        for state in CertificationState:
            some = certifications.Wanted(state=state, field=Field.FINANCE)
            ones = await _walked(partial(_listed, database, some, at))
            assert {(row.account, row.id) for row in ones} == {
                (row.account, row.id)
                for row in found
                if certifications.state_at(row, at) is state and row.field == "finance"
            }
        ending = certifications.Wanted(ends_before=(at + days(20)).date(), sort=certifications.Sort.UNTIL)
        ones = await _walked(partial(_listed, database, ending, at))
        end = midnight((at + days(20)).date())
        assert [row.ends_at for row in ones] == sorted(row.ends_at for row in found if at < row.ends_at <= end)
    assert set(states) == set(CertificationState)


async def test_appeals_follow_their_cases(database: Database) -> None:
    for number in range(3):
        await do(database, f"a{number}", registration(f"h{number}", name=f"山野{number}"))
        await do(database, f"a{number}", ban(f"b{number}"))
        bare = rules.open_case(rules.opening(CaseKind.APPEAL, NOON, account=f"a{number}"))
        act = appealing.opening_of(f"a{number}", f"b{number}", "请复核", (), WINDOW)
        command: Any = records.Command(
            CASE, appealing.appeal_id(f"a{number}", f"b{number}"), bare, actor="platform", now=NOON + days(number)
        )
        await records.execute(database, command, act)
    upheld, persons = Ruling(outcome=Outcome.UPHELD, reason="维持"), persons_of("per_000000000001")
    decided = rules.decide_case("per_000000000001", upheld, persons=persons)
    named = appealing.appeal_id("a1", "b1")
    entered = await records.execute(
        database, CaseCommand(CASE, named, decided, actor="per_000000000001", now=NOON + days(4))
    )
    assert entered.refusal is None

    async def found(**wanted: Any) -> list[str]:
        some = appeals.Wanted(**wanted)
        return [row.account for row in await _walked(lambda after: appeals.listed(database, some, after=after, most=1))]

    assert await found() == ["a2", "a1", "a0"]
    assert await found(sort=appeals.Sort.OLDEST) == ["a0", "a1", "a2"]
    assert await found(sort=appeals.Sort.DUE) == ["a0", "a2"]
    assert await found(sort=appeals.Sort.DECIDED) == ["a1"]
    assert await found(state=appeals.State.OPEN, holder="h2") == ["a2"]
    assert await found(outcome=appeals.AppealOutcome.UPHELD, decided_by="per_000000000001") == ["a1"]
    assert await found(category=CATEGORIES[0], opened_since=NOON + days(1)) == ["a2", "a1"]
    assert await found(category=CATEGORIES[1]) == []
    assert await found(due_before=NOON + days(2)) == []
    counted = await appeals.count(database, appeals.Wanted(), appeals.By.STATE)
    assert (counted.total, counted.counts) == (3, {"open": 2, "decided": 1})
    assert (await appeals.count(database, appeals.Wanted(), appeals.By.OUTCOME)).counts == {"upheld": 1}
    projected = await rows(database, "SELECT * FROM appeals ORDER BY id")
    assert projected == await rows(database, "SELECT * FROM appeal_states ORDER BY id")
