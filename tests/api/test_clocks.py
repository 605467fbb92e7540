"""Clocks: a caller's may run ahead by one tolerance everywhere; a host whose own is far off records nothing."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.app import create_app
from embedded import EmbeddedPostgres
from ledger.store.host_clock import Agreement, HostClock, Limits
from tests.api.conftest import MORNING, Api, Clock, opened, settings_for
from tests.api.test_problems import require_problem

ORDER = {"order": "label_content", "targets": ["c1"], "label_zh": "谣言"}
TEXT = "速看！再不看就没了，终于说清楚了"
AHEAD = [(2.0, True), (299.0, True), (301.0, False), (86_400.0, False)]
"""By how many seconds a caller's clock is fast, and whether that is tolerated (five minutes are usual)."""


def text(at: datetime) -> str:
    return at.isoformat()


@pytest.mark.parametrize(("ahead_s", "taken"), AHEAD)
@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("bans", {"id": "b1", "category": "fabrication", "duration": "P7D"}, "effective_at"),
        ("violations", {"id": "v1", "category": "fabrication"}, "effective_at"),
        ("name-changes", {"name": "另一个名字"}, "effective_at"),
        ("closure", {}, "effective_at"),
    ],
)
async def test_a_command_dated_a_little_ahead_counts_as_dated_now(
    api: Api, ahead_s: float, taken: bool, path: str, body: dict[str, Any], field: str
) -> None:
    """What is dated later is refused in words."""
    account = await api.registered()
    at = MORNING + timedelta(seconds=ahead_s)
    done = await api.operator.post(f"/v1/accounts/{account}/{path}", json={**body, field: text(at)})
    if not taken:
        require_problem(done, "effective-in-future")
        return
    assert done.status_code in {200, 201}, done.text
    facts = (await api.operator.get(f"/v1/accounts/{account}/facts")).json()["facts"]
    assert {datetime.fromisoformat(fact["effective_at"]) for fact in facts[1:]} == {MORNING}


@pytest.mark.parametrize(("ahead_s", "taken"), AHEAD)
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("bans", {"id": "b1", "category": "fabrication", "duration": "P7D"}),
        ("violations", {"id": "v1", "category": "fabrication"}),
    ],
)
async def test_an_offence_dated_a_little_ahead_was_committed_now(
    api: Api, ahead_s: float, taken: bool, path: str, body: dict[str, Any]
) -> None:
    """One that lies further ahead is refused in words."""
    account = await api.registered()
    at = text(MORNING + timedelta(seconds=ahead_s))
    done = await api.operator.post(f"/v1/accounts/{account}/{path}", json={**body, "occurred_at": at})
    if not taken:
        require_problem(done, "occurred-later")
        return
    assert done.status_code in {200, 201}, done.text
    facts = (await api.operator.get(f"/v1/accounts/{account}/facts")).json()["facts"]
    assert datetime.fromisoformat(facts[-1]["body"]["basis"]["occurred_at"]) == MORNING


@pytest.mark.parametrize(("ahead_s", "taken"), AHEAD)
@pytest.mark.parametrize(
    ("url", "path", "body"),
    [
        ("/v1/accounts/{account}/follower-gains", "body.count.at", {"count": {"at": "AT", "followers": 9_850}}),
        (
            "/v1/accounts/{account}/follower-gains",
            "body.gains.0.ends",
            {"gains": [{"id": "g1", "begins": text(MORNING - timedelta(days=1)), "ends": "AT", "gained": 5}]},
        ),
        (
            "/v1/coordination/posts",
            "body.posts.0.published_at",
            {
                "posts": [
                    {"account": "a", "post": "p1", "published_at": "AT", "text": "速看！再不看就没了，终于说清楚了"}
                ]
            },
        ),
        (
            "/v1/coordination/links",
            "body.links.0.seen_at",
            {"links": [{"account": "a", "kind": "device", "value": "imei-86-1", "seen_at": "AT"}]},
        ),
        (
            "/v1/rumors/r-clock/exposures",
            "body.viewers.0.at",
            {"viewers": [{"seen": "rumour", "viewer": "v-5f0c3a1b", "at": "AT"}]},
        ),
    ],
)
async def test_what_a_platform_reports_has_the_same_tolerance(
    api: Api, ahead_s: float, taken: bool, url: str, path: str, body: dict[str, Any]
) -> None:
    """Followers, posts, links, exposures: two seconds ahead is nobody's fault, a day ahead is wrong."""
    account = await api.registered()
    if "rumors" in url and (await api.operator.get("/v1/rumors/r-clock")).status_code == 404:
        made = await api.operator.post(
            "/v1/rumors", json={"id": "r-clock", "claim": "本市自来水已被污染", "field": "livelihood"}
        )
        assert made.status_code == 201, made.text
    said = _dated(body, text(MORNING + timedelta(seconds=ahead_s)))
    done = await api.operator.post(url.format(account=account), json=said)
    if taken:
        assert done.status_code == 200, done.text
    else:
        problem = require_problem(done, "invalid-request")
        assert [(fault["path"], "lies in the future" in fault["message"]) for fault in problem["errors"]] == [
            (path, True)
        ]


def _dated(value: Any, at: str) -> Any:
    if isinstance(value, dict):
        return {key: _dated(inner, at) for key, inner in value.items()}
    if isinstance(value, list):
        return [_dated(inner, at) for inner in value]
    return at if value == "AT" else value


@pytest.mark.parametrize(("ahead_s", "taken"), AHEAD)
async def test_what_will_be_known_in_the_future_is_not_said(api: Api, ahead_s: float, taken: bool) -> None:
    """`as_of` names a time before, wherever it can be asked."""
    account = await api.registered()
    as_of = text(MORNING + timedelta(seconds=ahead_s))
    answers = [
        ("query.as_of", await api.operator.get(f"/v1/accounts/{account}/standing", params={"as_of": as_of})),
        ("query.as_of", await api.operator.get(f"/v1/accounts/{account}/timeline", params={"as_of": as_of})),
        (
            "body.as_of",
            await api.operator.post("/v1/decisions", json={"account": account, "privilege": "publish", "as_of": as_of}),
        ),
    ]
    for path, answer in answers:
        if taken:
            assert answer.status_code == 200, answer.text
        else:
            [fault] = require_problem(answer, "invalid-request")["errors"]
            assert (fault["path"], "lies in the future" in fault["message"]) == (path, True)


async def test_the_tolerance_is_a_setting(module_url: str) -> None:
    async with opened(module_url, Clock(), clock_tolerance_s=1.0) as strict:
        account = await strict.registered("strict")
        at = text(MORNING + timedelta(seconds=2))
        changed = {"name": "另一个名字", "effective_at": at}
        require_problem(
            await strict.operator.post(f"/v1/accounts/{account}/name-changes", json=changed), "effective-in-future"
        )


# --- the host's own clock --------------------------------------------------------------------------------------------


@pytest.fixture
async def real(postgres: EmbeddedPostgres, template: str) -> AsyncIterator[Api]:
    """An application by the database's clock, as in production."""
    await asyncio.to_thread(postgres.create_database, "api_by_the_clock", template=template)
    async with opened(postgres.url("api_by_the_clock"), None) as api:
        yield api
    await asyncio.to_thread(postgres.drop_database, "api_by_the_clock")


def _ahead(api: Api, seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its host's clock is so much ahead from now on, compared with what was read of the database's."""
    host: HostClock = api.app.state.app_state.host_clock
    host._wall = lambda: datetime.now(UTC) + timedelta(seconds=seconds)
    monkeypatch.setattr("ledger.store.clock.host_time", host._wall)


@pytest.mark.parametrize("seconds", [0.0, 3.0, -3.0, 46_800.0, -46_800.0])
async def test_a_host_says_how_its_clock_stands_and_records_nothing_when_it_is_far_off(
    real: Api, seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Verdicts go on, by the database's time; the probe sends requests elsewhere, and commands are told so."""
    account = await real.registered(f"a{int(seconds) % 1_000_000}")
    _ahead(real, seconds, monkeypatch)
    ready = await real[None].get("/readyz")
    asked = await real.operator.post("/v1/decisions", json={"account": account, "privilege": "publish"})
    assert abs(datetime.fromisoformat(asked.json()["at"]) - datetime.now(UTC)) < timedelta(minutes=1)
    change = {"name": f"另一个名字{int(abs(seconds))}{'快' if seconds > 0 else '慢'}"}
    commands = [
        await real.operator.post(f"/v1/accounts/{account}/name-changes", json=change),
        await real.operator.post(f"/v1/accounts/{account}/bans", json={"category": "fabrication", "duration": "P1D"}),
        await real.operator.post(
            "/v1/directives", json={"order": "label_content", "targets": ["c1"], "label_zh": "谣言"}
        ),
        await real.operator.post("/v1/decisions", json={"account": account, "privilege": "publish", "record": True}),
    ]
    if abs(seconds) > 10:
        for answer in (ready, *commands):
            problem = require_problem(answer, "host-clock-differs")
            assert ("ahead of" if seconds > 0 else "behind") in problem["detail"]
            assert answer.headers["retry-after"]
        return
    said = ready.json()["clock"]
    assert said["agreement"] == (Agreement.DIFFERS if seconds else Agreement.SAME)
    assert said["difference_s"] == pytest.approx(seconds, abs=0.5)
    assert {answer.status_code for answer in commands} <= {200, 201, 202}, [answer.text for answer in commands]
    recorded = (await real.operator.get(f"/v1/accounts/{account}/facts")).json()["facts"]
    for fact in recorded:
        assert abs(datetime.fromisoformat(fact["recorded_at"]) - datetime.now(UTC)) < timedelta(minutes=1)


async def test_before_the_database_s_clock_was_read_the_time_is_not_known() -> None:
    """A process that starts while the database is away gives no answer about now."""
    app = create_app(settings_for("postgresql+asyncpg://nobody@127.0.0.1:1/nothing"))
    async with app.router.lifespan_context(app):
        app_state = app.state.app_state
        assert app_state.host_clock.agreement() is Agreement.UNKNOWN
        assert app_state.host_clock._limits == Limits()


async def test_the_difference_is_a_measure(real: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    _ahead(real, 3.0, monkeypatch)
    app_state = real.app.state.app_state
    app_state.measures.clock_difference(app_state.host_clock.difference_s())
    exposed = (await real[None].get("/metrics")).text
    [line] = [line for line in exposed.splitlines() if line.startswith("standing_host_clock_difference_seconds ")]
    assert float(line.split()[1]) == pytest.approx(3.0, abs=0.5)
