"""Figures of the queue over HTTP, against a story whose numbers one can count by hand."""

from typing import Any

import httpx2
import pytest

from models.roles import Role
from tests.api.conftest import Api, client_of, person_with_key
from tests.api.test_problems import require_problem

CLOSURE = {"kind": "closure", "category": "matrix_manipulation"}
YES, NO = {"outcome": "approved", "reason": "matrix"}, {"outcome": "rejected", "reason": "no"}


async def _closure(api: Api) -> str:
    account = await api.registered()
    answer = await api.operator.post("/v1/cases", json={**CLOSURE, "account": account})
    assert answer.status_code == 201, answer.text
    return f"/v1/cases/{answer.json()['id']}"


async def _decide(client: httpx2.AsyncClient, path: str, ruling: dict[str, Any]) -> None:
    answer = await client.post(f"{path}/decision", json=ruling)
    assert answer.status_code == 200, answer.text


async def _appealed(api: Api, first: httpx2.AsyncClient, second: httpx2.AsyncClient, outcome: str) -> None:
    """A violation found by `first`, whose appeal `second` decides."""
    account = await api.registered()
    found = await first.post(f"/v1/accounts/{account}/violations", json={"id": "v1", "category": "vulgar_persona"})
    assert found.status_code in {200, 201}, found.text
    asked = await api[Role.PLATFORM].post(f"/v1/accounts/{account}/actions/v1/appeal", json={"reason": "不是我发的"})
    assert asked.status_code == 201, asked.text
    await _decide(second, f"/v1/cases/{asked.json()['id']}", {"outcome": outcome, "reason": "checked"})


@pytest.fixture(scope="module")
async def story(shared: Api) -> tuple[str, str, httpx2.AsyncClient]:
    """Two weeks of Anne and Ben; the first of them lies before the period of the tests.

    Day 0: a closure that both approve. Day 8: two closures are proposed by Anne; Ben approves one two hours later, and
    rejects the other two days after that. Day 10: two appeals against what Anne found; Ben upholds one and overturns
    one. Day 12: a closure that nobody has decided.
    """
    api = shared
    anne, anne_secret = await person_with_key(api.database, "安莉", [Role.REVIEWER])
    ben, ben_secret = await person_with_key(api.database, "本", [Role.REVIEWER])
    a, b = client_of(api, anne_secret), client_of(api, ben_secret)
    early = await _closure(api)
    await _decide(a, early, YES)
    await _decide(b, early, YES)
    api.clock.pass_(days=8)
    agreed, disputed = await _closure(api), await _closure(api)
    await _decide(a, agreed, YES)
    await _decide(a, disputed, YES)
    api.clock.pass_(hours=2)
    await _decide(b, agreed, YES)
    api.clock.pass_(days=2)
    await _decide(b, disputed, NO)
    for outcome in ("upheld", "overturned"):
        await _appealed(api, a, b, outcome)
    api.clock.pass_(days=2)
    await _closure(api)
    return anne, ben, a


async def _figures(api: Api, **query: Any) -> dict[str, Any]:
    answer = await api[Role.AUDITOR].get("/v1/statistics/cases", params={"from": "2026-03-17", **query})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


@pytest.fixture
def later(api: Api, story: tuple[str, str, httpx2.AsyncClient]) -> Api:
    """Return the application one day after the story."""
    api.clock.pass_(days=13, hours=4)
    return api


async def test_figures_of_each_kind(later: Api) -> None:
    kinds = {row["kind"]: row for row in (await _figures(later))["kinds"]}
    closures = kinds["closure"]
    assert (closures["open"], closures["overdue"], closures["opened"], closures["decided"]) == (1, 0, 3, 2)
    assert closures["median_s"] == (2 + 50) * 3600 / 2, "two hours, and two days and two hours"
    assert closures["slowest_s"] == pytest.approx((2 + 0.9 * 48) * 3600)
    assert (closures["seconds"], closures["agreed"]) == (2, 1), "one proposal was answered otherwise"
    assert (kinds["appeal"]["opened"], kinds["appeal"]["decided"]) == (2, 2)


async def test_figures_of_each_person(later: Api, story: tuple[str, str, httpx2.AsyncClient]) -> None:
    """Second looks count for whoever looked second; appeals for whoever made the decision under appeal."""
    anne, ben, _ = story
    rows = {row["actor"]: row for row in (await _figures(later))["persons"]}
    assert (rows[anne]["actor_name"], rows[anne]["decided"], rows[ben]["decided"]) == ("安莉", 0, 4)
    assert (rows[anne]["seconds"], rows[anne]["agreed"]) == (0, 0)
    assert (rows[ben]["seconds"], rows[ben]["agreed"]) == (2, 1)
    assert (rows[anne]["appealed"], rows[anne]["changed"]) == (2, 1)
    assert (rows[ben]["appealed"], rows[ben]["changed"]) == (0, 0)


async def test_figures_of_each_day_and_age(later: Api) -> None:
    found = await _figures(later)
    moves = {day["day"]: (day["opened"], day["decided"]) for day in found["days"] if day["opened"] or day["decided"]}
    assert moves == {"2026-03-18": (2, 1), "2026-03-20": (2, 3), "2026-03-22": (1, 0)}
    assert len(found["days"]) == 7, "every day of the period, from the seventeenth to today"
    assert [(age["days"], age["cases"]) for age in found["ages"] if age["cases"]] == [(3, 1)]


async def test_what_appeals_came_to_by_category(later: Api) -> None:
    (row,) = (await _figures(later))["appeals"]
    assert row == {"category": "vulgar_persona", "upheld": 1, "reduced": 0, "overturned": 1}


async def test_a_period_and_a_kind_choose(later: Api) -> None:
    before = await _figures(later, **{"from": "2026-03-01", "until": "2026-03-16", "kind": "closure"})
    assert [(row["kind"], row["opened"], row["decided"]) for row in before["kinds"]] == [("closure", 1, 1)]
    appeals = await _figures(later, kind="appeal")
    assert [row["kind"] for row in appeals["kinds"]] == ["appeal"]


async def test_a_reviewer_reads_the_own_figures_alone(later: Api, story: tuple[str, str, httpx2.AsyncClient]) -> None:
    anne, _, client = story
    answer = await client.get("/v1/statistics/cases?from=2026-03-17")
    assert [row["actor"] for row in answer.json()["persons"]] == [anne]
    assert answer.json()["kinds"] == (await _figures(later))["kinds"]


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("from=2026-03-10&until=2026-03-09", "query.until"),
        ("from=2020-01-01&until=2026-03-09", "query.from"),
        ("kind=quarrel", "query.kind.0"),
        ("until=tomorrow", "query.until"),
    ],
)
async def test_what_is_wrong_with_a_period_is_said(api: Api, query: str, path: str) -> None:
    answer = await api[Role.AUDITOR].get(f"/v1/statistics/cases?{query}")
    assert require_problem(answer, "invalid-request")["errors"][0]["path"] == path
