"""The queue over HTTP: filters that combine, its order and cursors, counts, views, presence and skipping."""

from collections.abc import Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from ledger import keys
from ledger.cases import cases
from ledger.people import people
from ledger.streams import records
from models.cases.cases import CaseKind, Priority
from models.cases.subjects import ClosureAsked
from models.roles import Role
from models.words.violations import Category
from regulation.cases.cases import claim, opening
from regulation.cases.reducer import CASE
from regulation.people import add
from tests.api.conftest import MORNING, Api
from tests.api.test_problems import require_problem

HOUR = timedelta(hours=1)
NO = {"outcome": "rejected", "reason": "no matrix"}
YES = {"outcome": "approved", "reason": "matrix"}


@asynccontextmanager
async def another(api: Api, name: str = "安莉", kinds: tuple[CaseKind, ...] | None = None) -> Any:
    """Yield the client of another person who reviews cases, of some kinds or of all."""
    person = people.fresh_id()
    await people.execute(api.database, person, add(name, [Role.REVIEWER], kinds), actor="test", now=MORNING)
    _, secret = await keys.create(api.database, "another", [Role.REVIEWER], MORNING, person=person)
    async with _client(api, secret) as made:
        yield made


@asynccontextmanager
async def service(api: Api) -> Any:
    """Yield the client of a program with the role of a reviewer."""
    _, secret = await keys.create(api.database, "program", [Role.REVIEWER], MORNING)
    async with _client(api, secret) as made:
        yield made


def _client(api: Api, secret: str) -> httpx2.AsyncClient:
    client = api[None]
    return httpx2.AsyncClient(
        transport=client._transport, base_url=client.base_url, headers={"Authorization": f"Bearer {secret}"}
    )


async def opened(api: Api, kind: CaseKind = CaseKind.CLOSURE, account: str | None = None, **more: Any) -> str:
    """Open a case of any kind; return its identifier."""
    account = account or await api.registered()
    case = f"q-{api.numbers()}"
    subject = ClosureAsked(category=Category.MATRIX_MANIPULATION) if kind is CaseKind.CLOSURE else None
    made = opening(kind, api.clock.now, account=account, **{"subject": subject, **more})
    async with api.database.transaction() as connection:
        await cases.opened(connection, case, made, actor="test", now=api.clock.now)
    return case


async def found(client: httpx2.AsyncClient, **query: Any) -> list[str]:
    """Return the identifiers of all cases that pass the filters, walked in pages of two."""
    items: list[str] = []
    place: dict[str, Any] = {}
    while True:
        answer = await client.get("/v1/cases", params={**query, **place, "limit": 2})
        assert answer.status_code == 200, answer.text
        page = answer.json()
        items += [case["id"] for case in page["cases"]]
        if page["next"] is None:
            assert len(items) == len(set(items))
            return items
        place = {"after": page["next"]}


async def one(client: httpx2.AsyncClient, case: str, **query: Any) -> dict[str, Any]:
    (shown,) = [each for each in (await client.get("/v1/cases", params=query)).json()["cases"] if each["id"] == case]
    return dict(shown)


async def test_an_overdue_case_comes_first_whether_or_not_its_escalation_is_recorded(api: Api) -> None:
    """Nothing has escalated the case here: no worker runs. Order, priority, filters and counts see it all the same."""
    account = await api.registered()
    high = await opened(api, account=account, priority=Priority.HIGH, due_at=MORNING + 30 * HOUR)
    low = await opened(api, account=account, priority=Priority.LOW, due_at=MORNING + HOUR)
    reviewer = api[Role.REVIEWER]
    assert await found(reviewer, account=account) == [high, low]
    before = (await reviewer.get("/v1/cases/counts")).json()
    api.clock.pass_(hours=1)
    assert await found(reviewer, account=account) == [low, high]
    shown = await one(reviewer, low, account=account)
    assert (shown["priority"], shown["overdue"]) == ("urgent", True)
    assert (shown["deadline"]["zh"], shown["age"]["en"]) == ("已逾期不到1分钟", "waiting for 1 hour")
    assert await found(reviewer, account=account, overdue=True) == [low]
    assert await found(reviewer, account=account, overdue=False) == [high]
    assert await found(reviewer, account=account, priority="urgent") == [low]
    assert await found(reviewer, account=account, priority="low") == []
    after = (await reviewer.get("/v1/cases/counts")).json()
    assert after["overdue"] == before["overdue"] + 1
    assert after["priority"]["urgent"] == before["priority"]["urgent"] + 1
    assert after["waiting"] == before["waiting"]


async def test_the_score_follows_the_order(api: Api) -> None:
    account = await api.registered()
    for priority in Priority:
        for hours in (1, 30, 200):
            await opened(api, account=account, priority=priority, due_at=MORNING + hours * HOUR)
    api.clock.pass_(hours=2)
    lines = (await api.operator.get(f"/v1/cases?account={account}")).json()["cases"]
    scores = [line["score"] for line in lines]
    assert len(lines) == 12
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) > 8
    assert all(0 <= score <= 100 for score in scores)


async def test_filters_combine(api: Api) -> None:
    account = await api.registered()
    closure = await opened(api, account=account, title="eleven accounts, one text")
    report = await opened(api, CaseKind.REPORT, account, priority=Priority.NORMAL)
    rumour = await opened(api, CaseKind.RUMOUR, account)
    reviewer = api[Role.REVIEWER]
    assert await found(reviewer, account=account, kind=["report", "rumour"]) == [rumour, report]
    assert await found(reviewer, account=account, kind=["report", "rumour"], priority="normal") == [report]
    assert await found(reviewer, account=account, search="ELEVEN") == [closure]
    assert await found(reviewer, account=account, search="100%") == []
    assert await found(reviewer, search=closure) == [closure]
    assert await found(reviewer, account=account, due_within="PT3H") == [rumour]
    assert await found(reviewer, account=account, opened_from="2026-03-10") == [rumour, closure, report]
    assert await found(reviewer, account=account, opened_from="2026-03-11") == []
    assert await found(reviewer, account=account, opened_until="2026-03-09") == []
    assert await found(reviewer, account=account, opened_until="2026-03-10", sort="newest") == [rumour, report, closure]


async def test_mine_unclaimed_and_decidable_depend_on_who_asks(api: Api) -> None:
    """A lease that has ended holds nobody, also before its end is recorded."""
    account = await api.registered()
    free, claimed, given = [await opened(api, account=account, due_at=MORNING + n * HOUR) for n in (1, 2, 3)]
    reviewer = api[Role.REVIEWER]
    await reviewer.post(f"/v1/cases/{claimed}/claim", json={})
    me = (await one(reviewer, claimed, account=account))["claimed_by"]
    assert (await api.operator.post(f"/v1/cases/{given}/assignment", json={"to": me})).status_code == 200
    async with another(api) as other:
        assert await found(reviewer, account=account, mine=True) == [claimed, given]
        assert await found(reviewer, account=account, mine=False) == [free]
        assert await found(other, account=account, mine=True) == []
        assert await found(other, account=account, unclaimed=True) == [free]
        assert await found(other, account=account, decidable=True) == [free]
        assert await found(reviewer, account=account, decidable=True) == [free, claimed, given]
        assert await found(other, account=account, claimed_by=me) == [claimed]
        assert await found(other, account=account, assigned_to=me) == [given]
        assert await found(api[Role.AUDITOR], account=account, decidable=True) == []
        shown = await one(other, claimed, account=account)
        assert (shown["decidable"], shown["mine"]) == (False, False)
        api.clock.pass_(minutes=30)
        assert await found(other, account=account, decidable=True) == [free, claimed]
        assert await found(other, account=account, status="claimed") == []
        assert (await one(other, claimed, account=account))["status"] == "open"


async def test_the_second_person_finds_the_case_and_the_first_does_not(api: Api) -> None:
    account = await api.registered()
    case = await opened(api, account=account)
    async with another(api, "安莉") as reviewer, another(api, "本初") as other:
        proposed = await reviewer.post(f"/v1/cases/{case}/decision", json=YES)
        assert proposed.json()["status"] == "proposed"
        shown = await one(other, case, account=account)
        assert (shown["second_person"], shown["proposed_by_name"], shown["outcome"]) == (True, "安莉", "approved")
        async with service(api) as program:
            assert await found(program, account=account, second_person="needed") == [case]
            assert await found(program, account=account, second_person="me") == [], "a service is nobody's second"
        assert await found(other, account=account, second_person="needed") == [case]
        assert await found(other, account=account, second_person="me") == [case]
        assert await found(reviewer, account=account, second_person="needed") == [case]
        assert await found(reviewer, account=account, second_person="me") == []
        mine = (await reviewer.get("/v1/cases/counts")).json()["second_person"]
        theirs = (await other.get("/v1/cases/counts")).json()["second_person"]
        assert (mine["needed"], mine["me"] + 1) == (theirs["needed"], theirs["me"])
        assert await found(reviewer, account=account, decider="me") == [case]
        assert await found(other, account=account, decider="me") == []
        assert (await other.post(f"/v1/cases/{case}/decision", json=YES)).json()["status"] == "decided"
        assert await found(other, account=account, decider="me") == [case]
        assert await found(reviewer, account=account, decider="me", status="decided") == [case]
        shown = await one(other, case, account=account, status="decided")
        assert (shown["outcome"], shown["deadline"]["zh"]) == ("approved", "已结案")
        assert await found(other, account=account) == []


async def test_a_person_is_offered_the_kinds_that_the_person_may_decide(api: Api) -> None:
    account = await api.registered()
    closure = await opened(api, account=account)
    report = await opened(api, CaseKind.REPORT, account)
    async with another(api, kinds=(CaseKind.REPORT,)) as other:
        assert await found(other, account=account) == [report, closure]
        assert await found(other, account=account, decidable=True) == [report]
        assert (await one(other, closure, account=account))["decidable"] is False


async def test_a_person_is_found_under_earlier_names(api: Api) -> None:
    """The person's cases under a key from before are the person's own, also for others who ask for the person."""
    account = await api.registered()
    case = await opened(api, account=account)
    before, _ = await keys.create(api.database, "her key", [Role.REVIEWER], MORNING)
    async with api.database.transaction() as connection:
        command = cases.CaseCommand(CASE, case, claim(before.id), actor=before.id, now=MORNING)
        assert (await records.enter(connection, command)).refusal is None
    person = people.fresh_id()
    decide = add("安莉", [Role.REVIEWER], aliases=[before.id])
    await people.execute(api.database, person, decide, actor="test", now=MORNING)
    assert await found(api.operator, account=account, claimed_by=person) == [case]
    assert await found(api.operator, account=account, claimed_by=people.fresh_id()) == []


async def test_somebody_whose_decision_is_under_appeal_is_not_offered_the_appeal(api: Api) -> None:
    account = await api.registered()
    me = (await api[Role.REVIEWER].post("/v1/views", json={"name": "to know who I am"})).json()["owner"]
    case = await opened(api, CaseKind.APPEAL, account, not_by=(me,))
    async with another(api) as other:
        assert await found(api[Role.REVIEWER], account=account, decidable=True) == []
        assert await found(other, account=account, decidable=True) == [case]


async def test_decided_cases_are_listed_by_their_decision_and_by_its_day(api: Api) -> None:
    account = await api.registered()
    first, second, third = [await opened(api, account=account) for _ in range(3)]
    reviewer = api[Role.REVIEWER]
    for case, hours in ((second, 1), (third, 23), (first, 1)):
        api.clock.pass_(hours=hours)
        assert (await reviewer.post(f"/v1/cases/{case}/decision", json=NO)).json()["status"] == "decided"
    assert await found(reviewer, account=account, status="decided") == [first, third, second]
    assert await found(reviewer, account=account, status="decided", sort="newest") == [third, second, first]
    assert await found(reviewer, account=account, decided_until="2026-03-10") == [second]
    assert await found(reviewer, account=account, decided_from="2026-03-11") == [first, third]
    shown = await one(reviewer, first, account=account, status="decided")
    assert (shown["age"]["en"], shown["outcome"]) == ("took 1 day 1 hour", "rejected")
    cursor = (await reviewer.get(f"/v1/cases?account={account}&status=decided&limit=1")).json()["next"]
    foreign = await reviewer.get(f"/v1/cases?account={account}&after={cursor}")
    require_problem(foreign, "invalid-request")


async def test_each_case_is_summed_up_in_both_languages(api: Api) -> None:
    account = await api.registered(name="城南旧事录")
    closure = await opened(api, account=account)
    shown = await one(api.operator, closure, account=account)
    assert shown["summary"] == {
        "zh": "拟关闭“城南旧事录”：操纵账号矩阵发布传播违法和不良信息",
        "en": "close “城南旧事录”: running accounts as a matrix",
    }
    assert shown["account_name"] == "城南旧事录"
    assert shown["kind_words"]["zh"] == "关闭账号"
    assert (shown["deadline"]["zh"], shown["deadline"]["en"]) == ("2天后到期", "due in 2 days")


async def test_counts_agree_with_the_lists(api: Api) -> None:
    reviewer = api[Role.REVIEWER]
    counts = (await reviewer.get("/v1/cases/counts")).json()
    everything = [await one_page(reviewer)]
    waiting = [case for page in everything for case in page]
    assert counts["waiting"] == len(waiting) > 5
    for name in ("status", "kind", "priority"):
        for value, number in counts[name].items():
            assert number == sum(case[name] == value for case in waiting), (name, value)
    for name in ("overdue", "mine", "decidable"):
        assert counts[name] == sum(case[name] for case in waiting), name
    for count in counts["views"]:
        assert count["cases"] == len(await found(reviewer, view=count["view"])), count


async def one_page(client: httpx2.AsyncClient) -> list[dict[str, Any]]:
    answer = (await client.get("/v1/cases?limit=500")).json()
    assert answer["next"] is None
    return list(answer["cases"])


async def test_a_view_is_saved_shared_changed_and_deleted(api: Api) -> None:
    account = await api.registered()
    closure = await opened(api, account=account)
    await opened(api, CaseKind.REPORT, account)
    reviewer = api[Role.REVIEWER]
    saved = await reviewer.post(
        "/v1/views", json={"id": "mine-1", "name": "关闭账号", "filters": {"kind": ["closure"], "account": account}}
    )
    assert saved.status_code == 201, saved.text
    again = await reviewer.post(
        "/v1/views", json={"id": "mine-1", "name": "关闭账号", "filters": {"kind": ["closure"], "account": account}}
    )
    assert again.json() == saved.json(), "saved again, it is the same"
    require_problem(await reviewer.post("/v1/views", json={"id": "mine-1", "name": "other"}), "duplicate-id")
    assert await found(reviewer, view="mine-1") == [closure]
    assert await found(reviewer, view="mine-1", kind=["report", "closure"], search="nothing") == []
    async with another(api) as other:
        require_problem(await other.get("/v1/cases?view=mine-1"), "invalid-request")
        require_problem(await other.post("/v1/views/mine-1/use", json={}), "unknown-view")
        shared = await reviewer.post("/v1/views/mine-1/changes", json={"shared": True, "name": "Closures"})
        assert (shared.json()["shared"], shared.json()["name"]["en"]) == (True, "Closures")
        assert await found(other, view="mine-1") == [closure]
        require_problem(await other.post("/v1/views/mine-1/changes", json={"name": "x"}), "view-of-another")
        require_problem(await other.post("/v1/views/mine-1/deletion", json={}), "view-of-another")
        assert (await other.post("/v1/views/mine-1/star", json={"starred": True})).json()["starred"] is True
        assert (await reviewer.get("/v1/views")).json()["last_used"] is None
        assert (await other.post("/v1/views/mine-1/use", json={})).status_code == 200
        api.clock.pass_(minutes=1)
        assert (await other.post("/v1/views/overdue/use", json={})).status_code == 200
        assert (await other.get("/v1/views")).json()["last_used"] == "overdue"
        mine = {view["id"]: view for view in (await reviewer.get("/v1/views")).json()["views"]}
        assert (mine["mine-1"]["starred"], mine["mine-1"]["mine"]) == (False, True)
        assert mine["todo"]["name"]["zh"] == "我可处理"
        assert (await api.operator.post("/v1/views/mine-1/deletion", json={})).status_code == 200
        require_problem(await other.post("/v1/views/mine-1/use", json={}), "unknown-view")
        assert (await other.get("/v1/views")).json()["last_used"] == "overdue"


async def test_what_is_wrong_with_a_view_is_said(api: Api) -> None:
    reviewer = api[Role.REVIEWER]
    for body, where in (
        ({"name": ""}, "body.name"),
        ({"name": "a" * 61}, "body.name"),
        ({"name": "a", "filters": {"kind": ["quarrel"]}}, "body.filters.kind"),
        ({"name": "a", "filters": {"opened_from": "1 March"}}, "body.filters.opened_from"),
        ({"name": "a", "filters": {"search": "11010519491231002X"}}, "body.filters.search"),
        ({"name": "a", "filters": {"colour": "red"}}, "body.filters.colour"),
    ):
        problem = require_problem(await reviewer.post("/v1/views", json=body), "invalid-request")
        assert any(where in fault["path"] for fault in problem["errors"]), problem
    require_problem(await reviewer.post("/v1/views/overdue/changes", json={"name": "x"}), "everybodys-view")
    require_problem(await reviewer.post("/v1/views/overdue/deletion", json={}), "everybodys-view")


async def test_nobody_saves_views_without_end(api: Api) -> None:
    async with another(api) as other:
        every = [await other.post("/v1/views", json={"name": f"view {number}"}) for number in range(50)]
        assert {saved.status_code for saved in every} == {201}
        require_problem(await other.post("/v1/views", json={"name": "one too many"}), "too-many-views")
        await other.post(f"/v1/views/{every[-1].json()['id']}/deletion", json={})
        assert (await other.post("/v1/views", json={"name": "one again"})).status_code == 201


async def test_people_see_who_looks_at_a_case(api: Api) -> None:
    account = await api.registered()
    case = await opened(api, account=account)
    reviewer, path = api[Role.REVIEWER], f"/v1/cases/{case}/presence"
    first = (await reviewer.post(path, json={})).json()
    assert [one["me"] for one in first["looking"]] == [True]
    assert first["lease_s"] == 30
    async with another(api) as other:
        api.clock.pass_(seconds=20)
        both = (await other.post(path, json={})).json()["looking"]
        assert [(one["me"], one["person_name"]) for one in both] == [(False, "reviewer"), (True, "安莉")]
        assert both[0]["since"] == first["looking"][0]["since"]
        shown = await one(other, case, account=account)
        assert [one["person"] for one in shown["looking"]] == [one["person"] for one in both]
        api.clock.pass_(seconds=10)
        left = (await one(other, case, account=account))["looking"]
        assert [one["me"] for one in left] == [True], "the first one sent nothing for half a minute"
        came_back = (await reviewer.post(path, json={})).json()["looking"]
        assert [one["me"] for one in came_back] == [False, True], "and has come back as the last"
        gone = (await other.post(path, json={"leaving": True})).json()["looking"]
        assert [one["me"] for one in gone] == [False]
    require_problem(await reviewer.post("/v1/cases/none/presence", json={}), "unknown-case")


async def test_a_skipped_case_is_offered_to_others(api: Api) -> None:
    account = await api.registered()
    case = await opened(api, account=account)
    reviewer = api[Role.REVIEWER]
    skipped = await reviewer.post(f"/v1/cases/{case}/skip", json={"for": "PT2H"})
    assert skipped.json() == {"case": case, "skipped_until": "2026-03-10T19:00:00+08:00"}
    assert await found(reviewer, account=account, skipped=False) == []
    assert await found(reviewer, account=account, skipped=True) == [case]
    assert await found(reviewer, account=account) == [case]
    assert (await one(reviewer, case, account=account))["skipped"] is True
    async with another(api) as other:
        assert await found(other, account=account, skipped=False) == [case]
    api.clock.pass_(hours=2)
    assert await found(reviewer, account=account, skipped=False) == [case]
    require_problem(await reviewer.post("/v1/cases/none/skip", json={}), "unknown-case")
    problem = require_problem(await reviewer.post(f"/v1/cases/{case}/skip", json={"for": "P4D"}), "invalid-request")
    assert "P3D" in problem["errors"][0]["message"]


def every_change(me: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield each change of a case by a person, with the event that announces it."""
    yield "claimed", "claim", {}
    yield "released", "release", {}
    yield "assigned", "assignment", {"to": me}
    yield "noted", "notes", {"text": "between us"}
    yield "evidence_added", "evidence", {"kind": "text", "text": "more"}
    yield "proposed", "decision", YES
    yield "decided", "decision", NO


async def test_every_change_of_a_case_is_an_event_that_names_the_case(api: Api) -> None:
    account = await api.registered()
    case = await opened(api, account=account)
    place = 0
    me = (await api[Role.REVIEWER].post("/v1/views", json={"name": "who am I"})).json()["owner"]
    for name, step, body in every_change(me):
        client = api.operator if name == "assigned" else api[Role.REVIEWER]
        answer = await client.post(f"/v1/cases/{case}/{step}", json=body)
        assert answer.status_code == 200, answer.text
        feed = (await api.operator.get(f"/v1/events?account={account}&types=case.*&after={place}")).json()
        place = feed["next"]
        last = feed["events"][-1]
        assert (last["type"], last["dossier"]) == (f"case.{name}", case)


async def test_a_case_may_not_have_the_name_of_a_path(api: Api) -> None:
    body = {"kind": "closure", "account": await api.registered(), "category": "matrix_manipulation", "id": "counts"}
    problem = require_problem(await api[Role.REVIEWER].post("/v1/cases", json=body), "invalid-request")
    assert problem["errors"][0]["path"] == "body.id"


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("overdue=perhaps", "query.overdue"),
        ("priority=very", "query.priority"),
        ("opened_from=yesterday", "query.opened_from"),
        ("due_within=P1M", "query.due_within"),
        ("second_person=you", "query.second_person"),
        ("view=nothing", "query.view"),
        ("sort=colour", "query.sort"),
    ],
)
async def test_a_filter_that_is_not_understood_is_named(api: Api, query: str, where: str) -> None:
    problem = require_problem(await api.operator.get(f"/v1/cases?{query}"), "invalid-request")
    assert problem["errors"][0]["path"].startswith(where), problem
