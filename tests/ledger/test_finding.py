"""Filters of the search of accounts: any combination finds, in any order and page by page, what a scan of the standings
finds, at this instant and at later ones, whether or not boundaries were recorded.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.accounts import search, search_counts, search_upkeep
from ledger.accounts.search import BeyondStepsError, Sort, Wanted
from ledger.accounts.search_counts import By
from ledger.accounts.search_filters import Uncertified
from ledger.store import walking
from ledger.store.database import Database
from models.accounts import commands as c
from models.accounts.standing import RestrictionKind
from models.names import AccountKind
from models.words.privileges import ASKABLE, Field
from models.words.sanctions import Basis
from models.words.violations import Category
from regulation.accounts import searching
from regulation.accounts.homepage import due
from regulation.standing.status import kinds_in_force, status_of
from regulation.words.restrictions import AccountStatus
from tests.examples import examples
from tests.ledger.doing import NOON, ban, days, do, rows, tamper
from tests.ledger.doing import registration as registered
from tests.ledger.finding import CATEGORIES, NAMES, Life, lives, ordered, passes, populated

T = TypeVar("T")
LATER = [timedelta(0), timedelta(minutes=1), days(3), days(20), days(75), days(400)]
FEW = 5
"""Rows that are walked in these tests, so that both ways are taken."""


def _near(now: datetime, most: int = 90) -> st.SearchStrategy[datetime]:
    return st.integers(-most * 24, most * 24).map(lambda hours: now + timedelta(hours=hours))


def searches(now: datetime) -> st.SearchStrategy[Wanted]:
    """Return searches with up to three filters."""
    single: dict[str, st.SearchStrategy[Any]] = {
        "q": st.sampled_from([name[:2] for name in NAMES] + ["a0", "厨房"]),
        "holder": st.sampled_from(["h1", "h7", "nobody"]),
        "kind": st.sampled_from(AccountKind),
        "field": st.sampled_from(Field),
        "status": st.sampled_from(AccountStatus),
        "restriction": st.sampled_from(RestrictionKind),
        "article": st.sampled_from([2, 7, 8, 9, 10, 12]),
        "privilege": st.sampled_from(ASKABLE),
        "category": st.sampled_from(CATEGORIES),
        "uncertified": st.sampled_from(Uncertified),
        "certification_ends_before": _near(now).map(lambda at: at.date()),
        "registered_since": _near(now),
        "registered_before": _near(now),
        "changed_since": _near(now),
        "boundary_before": _near(now),
    }
    names = st.lists(st.sampled_from(sorted(single)), max_size=3, unique=True)
    filters = names.flatmap(lambda chosen: st.fixed_dictionaries({name: single[name] for name in chosen}))
    sorts = st.sampled_from([sort for sort in Sort if sort is not Sort.RELEVANCE])
    return st.builds(
        lambda given, is_open, sort: Wanted(**given, open=is_open, sort=sort), filters, st.booleans(), sorts
    )


async def in_thread(work: Callable[[Callable[[Coroutine[Any, Any, T]], T]], None]) -> None:
    """Run Hypothesis in a thread; what it calls runs in this loop."""
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(work, lambda coroutine: asyncio.run_coroutine_threadsafe(coroutine, loop).result(60))


async def walked(database: Database, wanted: Wanted, at: datetime, most: int) -> list[str]:
    found: list[str] = []
    after = None
    while True:
        page = (await search.find(database, wanted, at, after=after, most=most)).page
        assert len(page) == most or page.next is None
        found += [standing.account for standing in page]
        if (after := page.next) is None:
            return found


@pytest.mark.hypothesis
async def test_any_filters_in_any_order_find_what_a_scan_of_the_standings_finds(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walking, "WALKED", FEW)
    now = await populated(database, Random(20230710))
    known = await lives(database, [account for (account,) in await rows(database, "SELECT account FROM standings")])
    seen: Counter[int] = Counter()

    def compare(run: Callable[[Coroutine[Any, Any, list[str]]], list[str]]) -> None:
        @settings(max_examples=examples(150), deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(wanted=searches(now), later=st.sampled_from(LATER), most=st.sampled_from([1, 3, 100]))
        def one(wanted: Wanted, later: timedelta, most: int) -> None:
            at = now + later
            right = ordered([life for life in known if passes(life, wanted, at)], wanted.sort, at)
            seen[len(right)] += 1
            assert run(walked(database, wanted, at, most)) == right

        one()

    await in_thread(compare)
    assert len(seen) > 8, f"too alike to prove anything: {seen}"
    passed = now + LATER[3]
    while await search_upkeep.write_due(database, passed, most=7):
        pass
    for wanted in (Wanted(sort=Sort.BOUNDARY), Wanted(boundary_before=passed + days(9)), Wanted(privilege="publish")):
        right = ordered([life for life in known if passes(life, wanted, passed)], wanted.sort, passed)
        assert await walked(database, wanted, passed, 4) == right


async def test_counts_are_those_of_the_standings(database: Database) -> None:
    now = await populated(database, Random(7), accounts=15, commands=90)
    known = await lives(database, [account for (account,) in await rows(database, "SELECT account FROM standings")])
    wanted = Wanted(kind=AccountKind.INDIVIDUAL)
    for later in LATER:
        at = now + later
        ones = [life.standing for life in known if life.standing.kind is AccountKind.INDIVIDUAL]
        right = {
            By.STATUS: Counter(status_of(one, at).value for one in ones),
            By.RESTRICTION: Counter(kind.value for one in ones for kind in kinds_in_force(one, at)),
            By.ARTICLE: Counter(
                str(article)
                for one in ones
                for article in {r.article for r in one.restrictions if r.interval.covers(at)}
            ),
            By.KIND: Counter(one.kind.value for one in ones),
            By.FIELD: Counter(field.value for one in ones for field in one.fields),
            By.UNCERTIFIED: Counter(lacking.field.value for one in ones for lacking in due(one, at)),
        }
        for by in By:
            counted = await search_counts.count(database, wanted, at, by)
            assert counted.counts == right[by], (by, later)
            assert counted.total == len(ones)
            assert counted.complete


async def test_a_page_stays_whole_while_facts_arrive(database: Database) -> None:
    """What does not change is found once, whatever is registered, banned or closed between two pages."""
    for number in range(12):
        await do(database, f"a{number:02}", registered(f"h{number}", name=f"山野{number}"), at=NOON + days(number))
    wanted = Wanted(status=AccountStatus.ACTIVE, sort=Sort.NEWEST)
    first = (await search.find(database, wanted, NOON + days(20), most=4)).page
    await do(database, "a13", registered("h13", name="江边"), at=NOON + days(13))
    await do(database, "a11", ban(), at=NOON + days(13))
    await do(database, "a05", ban(), at=NOON + days(19))
    second = (await search.find(database, wanted, NOON + days(20), after=first.next, most=100)).page
    assert [one.account for one in first] == ["a11", "a10", "a09", "a08"]
    assert [one.account for one in second] == ["a07", "a06", "a04", "a03", "a02", "a01", "a00"]


async def test_an_instant_beyond_what_is_prepared_is_refused(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MOST_STEPS", 3)
    await do(database, "a1", registered())
    for number in range(3):
        violation = c.RecordViolation(
            id=f"v{number}", category=Category.MATRIX_MANIPULATION, basis=Basis(another_offence=True)
        )
        await do(database, "a1", violation, at=NOON + days(number))
    end = datetime.fromisoformat("2026-06-02T12:00:00+08:00")
    assert len((await search.find(database, Wanted(article=8), end - timedelta(seconds=1))).page) == 1
    with pytest.raises(BeyondStepsError, match="earlier instant"):
        await search.find(database, Wanted(article=8), end)
    assert await search_upkeep.write_due(database, end - days(1)) == 1
    assert len((await search.find(database, Wanted(article=8), end + timedelta(hours=1))).page) == 1


async def test_accounts_from_before_the_upgrade_get_every_row(database: Database) -> None:
    now = await populated(database, Random(3), accounts=8, commands=60)
    tables = ("account_states", "account_actions", "account_certifications")
    before = {table: await rows(database, f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables}
    assert all(before.values())
    for table in tables[1:]:
        await tamper(database, f"DELETE FROM {table}")
    await tamper(
        database, "UPDATE account_states SET due_at = 'epoch', edges = '{}', next_at = NULL, changed_at = 'epoch'"
    )
    assert not (await search.find(database, Wanted(), now)).complete
    while await search_upkeep.write_due(database, now, most=3):
        pass
    after = {table: await rows(database, f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables[1:]}
    assert after == {table: before[table] for table in tables[1:]}
    assert (await search.find(database, Wanted(), now)).complete
    known: list[Life] = await lives(database, [row[0] for row in before["account_states"]])
    wanted = Wanted(sort=Sort.BOUNDARY)
    assert await walked(database, wanted, now, 3) == ordered(
        [life for life in known if passes(life, wanted, now)], Sort.BOUNDARY, now
    )
