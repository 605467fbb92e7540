"""Rate limits: refused beyond the budget with when to come back, each key for itself, strangers by address."""

import json
from typing import Any

import pytest

from api.http.budgets import Budgets, Use, Windows, use_of
from api.http.measures import Measures
from api.http.permissions import ROLES_OF
from api.http.problems import ProblemError
from ledger import keys
from models.roles import Role
from tests.api.conftest import MORNING, Api, Clock, opened
from tests.api.test_authentication import Elapsed
from tests.api.test_problems import require_problem

RATES = dict.fromkeys(Use, "5/second")
ITEM = {"account": "nobody", "privilege": "publish"}


def budgets(elapsed: Elapsed, **more: str) -> Budgets:
    return Budgets({**RATES, **{Use(use): rate for use, rate in more.items()}}, Measures(), elapsed)


def test_a_budget_is_spent_and_comes_back() -> None:
    """Each key and each use has its own; the window begins with the first request."""
    elapsed = Elapsed()
    found = budgets(elapsed)
    lefts = [found.spend(Use.READS, "a").limit for _ in range(5)]
    assert lefts == [f'"reads";r={left};t=1' for left in (4, 3, 2, 1, 0)]
    elapsed.now = 0.4
    with pytest.raises(ProblemError) as caught:
        found.spend(Use.READS, "a")
    assert caught.value.headers == {
        "Retry-After": "1",
        "RateLimit-Policy": '"reads";q=5;w=1',
        "RateLimit": '"reads";r=0;t=1',
    }
    found.spend(Use.READS, "b")
    found.spend(Use.COMMANDS, "a")
    elapsed.now = 1.0
    assert found.spend(Use.READS, "a", 5).limit == '"reads";r=0;t=1'


def test_a_batch_costs_what_it_asks() -> None:
    """More than is left is refused."""
    found = budgets(Elapsed(), items="10/minute")
    found.spend(Use.ITEMS, "a", 6)
    with pytest.raises(ProblemError, match="10 items in 60 s"):
        found.spend(Use.ITEMS, "a", 6)


async def test_a_stream_waits_instead() -> None:
    """It goes on when the window is over, not before; more than a window holds at once is let by in an empty one."""
    from time import monotonic

    found = Budgets({**RATES, Use.ITEMS: "10/second"}, Measures())
    began = monotonic()
    for _ in range(3):
        await found.await_turn(Use.ITEMS, "a", 10)
    assert monotonic() - began >= 2.0
    await found.await_turn(Use.ITEMS, "b", 10_000)


def test_what_is_counted_is_bounded() -> None:
    """A flood from ever other addresses drives out the oldest, not the memory."""
    elapsed = Elapsed()
    windows = Windows(elapsed, most=100)
    for number in range(1_000):
        windows.incr(str(number), 60)
    assert len(windows._counts) == 100
    assert (windows.get("0"), windows.get("999")) == (0, 1)
    elapsed.now = 60.0
    assert windows.get("999") == 0
    assert windows.get_expiry("999") == 60.0
    windows.clear("999")
    assert windows.check()
    assert windows.reset() == 99


def test_every_operation_has_a_budget_by_what_it_costs() -> None:
    """Verdicts, batches and files apart; the names there are names of operations."""
    named = {
        name: use_of(name, {"POST"})
        for name in ("ask_decision", "ask_publish_decision", "ask_decisions", "stream_decisions")
    }
    assert named == {
        "ask_decision": Use.VERDICTS,
        "ask_publish_decision": Use.VERDICTS,
        "ask_decisions": Use.ITEMS,
        "stream_decisions": Use.ITEMS,
    }
    assert use_of("ban_account", {"POST"}) is Use.COMMANDS
    assert use_of("read_account", {"GET", "HEAD"}) is Use.READS
    assert use_of("download_report", {"GET"}) is Use.EXPORTS
    from api.http.budgets import _USE_OF

    assert set(_USE_OF) <= set(ROLES_OF)


USES: list[tuple[Use, str, str, dict[str, Any]]] = [
    (Use.VERDICTS, "POST", "/v1/decisions", {"json": ITEM}),
    (Use.VERDICTS, "POST", "/v1/decisions/publish", {"json": {"account": "nobody", "draft": {}}}),
    (Use.ITEMS, "POST", "/v1/decisions/batch", {"json": {"items": [ITEM]}}),
    (Use.READS, "GET", "/v1/accounts/nobody", {}),
    (Use.READS, "GET", "/v1/events", {}),
    (Use.COMMANDS, "POST", "/v1/accounts/nobody/bans", {"json": {"category": "fabrication", "duration": "P7D"}}),
    (Use.COMMANDS, "POST", "/v1/accounts/nobody/violations", {"json": {"surplus": 1}}),
    (Use.COMMANDS, "POST", "/v1/cases/c/notes", {"json": {}}),
    (Use.EXPORTS, "GET", "/v1/reports/none/files/report.pdf", {}),
]


@pytest.mark.parametrize(("use", "method", "path", "sent"), USES, ids=[path for _, _, path, _ in USES])
async def test_each_way_into_the_house_is_limited(
    module_url: str, use: Use, method: str, path: str, sent: dict[str, Any]
) -> None:
    """The fast ways as the slow one, and each request once; another key is not touched, and `/healthz` never."""
    async with opened(module_url, Clock(), **{f"rate_{use}": "3/hour"}) as api:
        answers = [await api.operator.request(method, path, **sent) for _ in range(5)]
        assert [answer.status_code == 429 for answer in answers] == [False] * 3 + [True] * 2
        assert [answer.headers["ratelimit"].split(";")[1] for answer in answers] == ["r=2", "r=1", "r=0", "r=0", "r=0"]
        assert {answer.headers["ratelimit-policy"] for answer in answers} == {f'"{use}";q=3;w=3600'}
        require_problem(answers[-1], "too-many-requests")
        assert 0 < int(answers[-1].headers["retry-after"]) <= 3600
        other = api[Role.REVIEWER] if use is not Use.EXPORTS else api[Role.REGULATOR]
        assert (await other.request(method, path, **sent)).status_code != 429
        assert (await api.operator.get("/healthz")).status_code == 200
        assert f'standing_api_refused_total{{why="rate-{use}"}} 2.0' in (await api[None].get("/metrics")).text


async def test_a_batch_is_paid_by_the_item(module_url: str) -> None:
    """And refused as one when there is not enough left for it."""
    async with opened(module_url, Clock(), rate_items="10/hour") as api:
        limits = api.app.state.app_state.budgets
        limits._elapsed = limits._windows._elapsed = Elapsed()  # no second passes between the two
        first = await api.operator.post("/v1/decisions/batch", json={"items": [ITEM] * 6})
        assert (first.status_code, first.headers.get_list("ratelimit")) == (200, ['"items";r=4;t=3600'])
        second = await api.operator.post("/v1/decisions/batch", json={"items": [ITEM] * 5})
        require_problem(second, "too-many-requests")
        assert second.headers.get_list("ratelimit") == ['"items";r=0;t=3600']


async def test_a_stream_is_slowed_down(module_url: str) -> None:
    """All its lines are answered, whatever the budget."""
    async with opened(module_url, Clock(), rate_items="10/second") as api:
        lines = b"".join(json.dumps(ITEM).encode() + b"\n" for _ in range(40))
        answer = await api.operator.post(
            "/v1/decisions/stream", content=lines, headers={"Content-Type": "application/x-ndjson"}
        )
        assert len(answer.text.splitlines()) == 40


STRANGERS = ["/v1/public/exposures", "/openapi.json", "/readyz", "/metrics", "/nowhere", "/v1/accounts/a"]


@pytest.mark.parametrize("path", STRANGERS)
@pytest.mark.parametrize("shown", ["", "Bearer sk_" + "a" * 43, "nonsense"])
async def test_strangers_are_limited_by_address(module_url: str, path: str, shown: str) -> None:
    """Whatever they ask and whatever they show; a caller with a key from the same address is not touched."""
    async with opened(module_url, Clock(), rate_strangers="10/hour") as api:
        assert (await api.operator.get("/v1/accounts/a")).status_code == 404
        headers = {"Authorization": shown} if shown else {}
        answers = [await api[None].get(path, headers=headers) for _ in range(12)]
        assert [answer.status_code == 429 for answer in answers] == [False] * 9 + [True] * 3
        require_problem(answers[-1], "too-many-requests")
        assert (await api[None].get("/healthz", headers=headers)).status_code == 200
        assert (await api.operator.get("/v1/accounts/a")).status_code == 404


async def test_a_process_that_begins_takes_a_crowd_with_one_key(module_url: str) -> None:
    """Two hundred at once, before anybody was let in: the first one's key is looked up for all."""
    import asyncio

    async with opened(module_url, Clock(), rate_strangers="2/hour") as api:
        _, secret = await keys.create(api.database, "gate", [Role.PLATFORM], MORNING)
        headers = {"Authorization": f"Bearer {secret}"}
        answers = await asyncio.gather(
            *(api[None].post("/v1/decisions", json=ITEM, headers=headers) for _ in range(200))
        )
        assert {answer.status_code for answer in answers} == {404}


async def test_the_description_says_so(api: Api) -> None:
    """Every operation may be answered 429, and what comes before it."""
    paths = (await api[None].get("/openapi.json")).json()["paths"]
    for path, methods in paths.items():
        for method, operation in methods.items():
            assert {"400", "408", "429", "431", "503"} <= set(operation["responses"]), (method, path)
