"""Search of accounts: at every instant it finds what the rules say of the standings, and names in every spelling."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from pydantic import TypeAdapter

from ledger.accounts import reading, search, search_upkeep, verification
from ledger.accounts.search import Sort, Wanted
from ledger.store.database import Database
from models.accounts import commands as c
from models.accounts.facts import AccountRegistered, Fact, FactBody
from models.accounts.standing import RestrictionKind, Standing
from models.events.examples import EXAMPLES
from models.names import AccountKind
from models.words.privileges import Field, Method
from models.words.sanctions import Basis
from models.words.violations import Category
from regulation.accounts.searching import NAMING, named, steps_of, words_at
from regulation.standing.fold import apply
from regulation.standing.status import kinds_in_force, status_of
from regulation.words.restrictions import AccountStatus
from tests.ledger.doing import NOON, ban, count, days, do, registration, rows, tamper

NAMES = ("山野厨房", "山野書房", "新华社", "亲华社", "Ｓｈａｎ Ye", "shan ye 厨", "🍜🍜", "O'Neil\\厨")


async def found(database: Database, at: datetime = NOON, **wanted: Any) -> list[str]:
    page = (await search.find(database, Wanted(**wanted), at)).page
    return [standing.account for standing in page]


async def registered(database: Database, *names: str, at: datetime = NOON) -> None:
    for number, name in enumerate(names, start=1):
        await do(database, f"a{number}", registration(f"h{number}", name=name), at=at)


SPELLINGS = [
    ("山野", ["a1", "a2"]),
    ("野书", ["a2"]),
    ("山野書房", ["a2"]),
    ("房", ["a1", "a2"]),
    ("厨", ["a1", "a6", "a8"]),
    ("新华社", ["a3", "a4"]),
    ("新華社", ["a3", "a4"]),
    ("亲华社", ["a4", "a3"]),
    ("SHAN YE", ["a5", "a6"]),
    ("shаn", ["a5", "a6"]),
    ("🍜", ["a7"]),
    ("o'neil", ["a8"]),
    ("\\", []),
    ("a1", ["a1"]),
    ("a", [f"a{number}" for number in range(1, 9)]),
    ("h3", ["a3"]),
    ("没有", []),
    ("%", []),
]


@pytest.mark.parametrize(("text", "accounts"), SPELLINGS)
async def test_a_text_finds_names_in_every_spelling_and_the_best_match_comes_first(
    database: Database, text: str, accounts: list[str]
) -> None:
    await registered(database, *NAMES)
    assert sorted(await found(database, q=text)) == sorted(accounts)
    assert (await found(database, q=text))[:1] == accounts[:1]


@pytest.mark.parametrize("most", [1, 2, 3, 7])
@pytest.mark.parametrize("text", ["新华社", "华社", "亲华", "山野", "a1", "社", "h3"])
async def test_pages_by_relevance_make_the_whole_list(database: Database, text: str, most: int) -> None:
    """Names that only look like the text come last, however few a page has, and with other filters, too."""
    lookalikes = ("华社新亲", "新华社", "我的新华社", "亲华社", "新华社日报", "亲华社日报", "社华新", "新华社")
    await registered(database, *NAMES, *lookalikes)
    await do(database, "a4", ban("b1"))
    filters: tuple[dict[str, Any], ...] = ({}, {"status": AccountStatus.ACTIVE})
    for more in filters:
        whole = await found(database, q=text, **more)
        wanted, after, paged = Wanted(q=text, **more), None, list[str]()
        while True:
            page = (await search.find(database, wanted, NOON, after=after, most=most)).page
            paged += [standing.account for standing in page]
            after = page.next
            if after is None:
                break
        assert paged == whole
        ranks = [] if text.isascii() else [_rank(text, name) for name in await _names(database, whole)]
        assert ranks == sorted(ranks)


def _rank(text: str, name: str) -> int:
    return 0 if name == text else 1 if name.startswith(text) else 2 if text in name else 3


async def _names(database: Database, accounts: list[str]) -> list[str]:
    names = dict(await rows(database, "SELECT account, name FROM account_names"))
    return [names[account] for account in accounts]


async def test_a_change_of_name_and_of_holder_moves_the_account(database: Database) -> None:
    await registered(database, "山野厨房")
    await do(database, "a1", c.ChangeName(name="江边小馆"), at=NOON + days(1))
    assert await found(database, q="山野") == []
    assert await found(database, q="江边") == ["a1"]
    await do(database, "a1", c.ChangeHolder(holder="h9"), at=NOON + days(2))
    assert await found(database, holder="h1") == []
    assert await found(database, holder="h9", kind=AccountKind.INDIVIDUAL) == ["a1"]
    assert await found(database, holder="h9", kind=AccountKind.ENTERPRISE) == []


BODIES = [
    body
    for name, example in EXAMPLES.items()
    if name.startswith("account.") and name != "account.boundary_passed"
    for body in [TypeAdapter(FactBody).validate_python(example)]
]


def _registered() -> Standing:
    body = next(body for body in BODIES if isinstance(body, AccountRegistered))
    return apply(None, _fact(body, 1))


def _fact(body: Any, seq: int) -> Fact:
    return Fact(account="a1", seq=seq, effective_at=NOON, recorded_at=NOON, actor="somebody", body=body)


def test_no_other_fact_changes_what_an_account_is_named() -> None:
    """Each example that can be applied is; the rest presuppose an action and concern that."""
    before, changing = _registered(), set()
    for body in BODIES:
        try:
            after = apply(before, _fact(body, 2))
        except (KeyError, StopIteration, ValueError):
            continue
        if named(after) != named(before):
            changing.add(type(body))
    assert changing <= set(NAMING)
    assert len(changing) == 5


RANDOM = Random(20230710)
INSTANTS = [timedelta(0), timedelta(hours=3), timedelta(days=8), timedelta(days=40), timedelta(days=200)]


def _command(number: int) -> c.Command:
    begins = date(2026, 3, 1) + timedelta(days=RANDOM.randrange(-20, 60))
    commands: list[c.Command] = [
        c.Certify(
            id=f"i{number}",
            field=RANDOM.choice(list(Field)),
            valid_from=begins,
            valid_until=begins + timedelta(days=RANDOM.randrange(1, 90)),
        ),
        c.ImposeBan(
            id=f"i{number}",
            category=Category.RECYCLED_NEWS,
            duration=timedelta(days=RANDOM.randrange(1, 30)),
            basis=Basis(another_offence=True),
        ),
        c.RecordViolation(id=f"i{number}", category=Category.MATRIX_MANIPULATION),
        c.ApplyMonetization(methods=(Method.ADVERTISING,)),
        c.CancelMonetization(id=f"i{number}", category=Category.RUMOUR_MAKING),
        c.ChangeHolder(holder=f"new-{number}"),
        c.Overturn(id=f"i{RANDOM.randrange(number + 1)}"),
        c.Close(id=f"i{number}", category=None),
    ]
    return RANDOM.choice(commands)


async def _standings(database: Database) -> list[Standing]:
    accounts = [account for (account,) in await rows(database, "SELECT account FROM standings ORDER BY account")]
    standings = [await reading.standing_of(database, account) for account in accounts]
    return [standing for standing in standings if standing is not None]


async def _require_as_the_rules_say(database: Database, at: datetime) -> None:
    standings = await _standings(database)
    for status in AccountStatus:
        right = [one.account for one in standings if status_of(one, at) is status]
        assert await found(database, at, status=status) == right, (status, at)
    for kind in RestrictionKind:
        right = [one.account for one in standings if kind in kinds_in_force(one, at)]
        assert await found(database, at, restriction=kind) == right, (kind, at)
    for article in (2, 7, 8, 9):
        right = [
            one.account
            for one in standings
            if any(r.article == article and r.interval.covers(at) for r in one.restrictions)
        ]
        assert await found(database, at, article=article) == right, (article, at)


async def test_at_every_instant_it_finds_what_the_rules_say_while_no_boundary_is_recorded(database: Database) -> None:
    """Random lives: the statuses at later instants are those of the standings, before and after the upkeep."""
    now = NOON
    for number in range(120):
        account = f"a{number % 12:02}"
        if number < 12:
            await do(database, account, registration(f"h{number}", name=f"山野厨房{number}"), at=now)
        else:
            await do(database, account, _command(number), at=now)
        now += timedelta(hours=RANDOM.randrange(0, 60))
    for later in INSTANTS:
        await _require_as_the_rules_say(database, now + later)
    passed = now + INSTANTS[2]
    while await search_upkeep.write_due(database, passed, most=5):
        pass
    for later in INSTANTS[2:]:
        await _require_as_the_rules_say(database, now + later)


async def test_the_upkeep_writes_a_row_once_for_each_boundary_and_drops_what_has_passed(database: Database) -> None:
    await registered(database, "山野厨房")
    await do(database, "a1", ban("b1", "P7D"))
    assert await search_upkeep.write_due(database, NOON + days(6)) == 0
    assert await search_upkeep.write_due(database, NOON + days(7)) == 1
    assert await search_upkeep.write_due(database, NOON + days(7)) == 0
    [(ever,)] = await rows(database, "SELECT ever FROM account_states")
    assert "status:banned" not in ever
    assert "status:suspended" in ever


async def test_accounts_from_before_the_upgrade_are_found_once_they_are_written(database: Database) -> None:
    """A process of an earlier version writes no rows; rows of an earlier edition are written anew."""
    await registered(database, *NAMES[:3])
    await tamper(database, "DELETE FROM account_names")
    await tamper(database, "DELETE FROM account_states WHERE account = 'a1'")
    await tamper(database, "UPDATE account_states SET version = 0 WHERE account = 'a2'")
    assert await search_upkeep.mark_behind(database) == 3
    before = await search.find(database, Wanted(), NOON)
    assert not before.complete
    assert await search_upkeep.write_due(database, NOON) == 3
    after = await search.find(database, Wanted(), NOON)
    assert after.complete
    assert [one.account for one in after.page] == ["a1", "a2", "a3"]
    assert await found(database, status=AccountStatus.ACTIVE) == ["a1", "a2", "a3"]
    assert await search_upkeep.mark_behind(database) == 0


async def test_what_is_rebuilt_is_found_as_it_stands(database: Database) -> None:
    await registered(database, "山野厨房")
    await do(database, "a1", ban())
    await tamper(database, "UPDATE standings SET snapshot = jsonb_set(snapshot, '{name}', '\"无\"')")
    await tamper(database, "DELETE FROM account_states")
    assert await verification.rebuild(database) == 1
    assert await found(database, q="山野", status=AccountStatus.BANNED) == ["a1"]


async def test_a_refused_command_leaves_the_rows_as_they_were(database: Database) -> None:
    await registered(database, "山野厨房")
    await do(database, "a1", c.ShortenBan(id="none", duration=timedelta(days=1)))
    assert await count(database, "account_states") == 1


async def test_the_newest_come_first_when_asked_for(database: Database) -> None:
    for number in range(1, 4):
        at = NOON + days(number)
        await do(database, f"a{4 - number}", registration(f"h{number}", name=f"江边{number}"), at=at)
    assert await found(database, NOON + days(9), sort=Sort.NEWEST) == ["a1", "a2", "a3"]
    assert await found(database, NOON + days(9), sort=Sort.REGISTERED) == ["a3", "a2", "a1"]
    assert await found(database, NOON + days(9), q="江边", sort=Sort.NEWEST) == ["a1", "a2", "a3"]


def test_the_steps_of_a_standing_are_its_words_at_each_boundary() -> None:
    standing = apply(_registered(), _fact(next(body for body in BODIES if body.type == "ban_imposed"), 2))
    steps = steps_of(standing, NOON)
    assert len(steps.since) == 4
    for instant, words in zip(steps.since, steps.words, strict=True):
        assert words == words_at(standing, instant)
