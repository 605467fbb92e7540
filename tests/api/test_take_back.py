"""Taking a decision back before it takes effect: what the holder, the gate and the others see meanwhile."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from ledger import keys
from ledger.cases.deferring import carry_out_due
from ledger.people import people
from models.roles import Role
from regulation.people import add
from tests.api.conftest import MORNING, Api, client_of
from tests.api.test_certification_applications import applied
from tests.api.test_problems import require_problem

WINDOW = timedelta(minutes=5)


@pytest.fixture
def windowed(api: Api) -> Iterator[Api]:
    """The application with a window of five minutes."""
    before = api.app.state.app_state
    api.app.state.app_state = replace(before, take_back_window=WINDOW)
    yield api
    api.app.state.app_state = before


@pytest.fixture
async def ann(windowed: Api) -> AsyncIterator[httpx2.AsyncClient]:
    async with AsyncExitStack() as stack:
        yield await stack.enter_async_context(await a_person(windowed, "安莉"))


async def a_person(api: Api, name: str) -> httpx2.AsyncClient:
    """A reviewer who is a person, with a key."""
    person = people.fresh_id()
    await people.execute(api.database, person, add(name, [Role.REVIEWER]), actor="test", now=MORNING)
    _, secret = await keys.create(api.database, name, [Role.REVIEWER], MORNING, person=person)
    client = api[None]
    return httpx2.AsyncClient(
        transport=client._transport,
        base_url=client.base_url,
        headers={"Authorization": f"Bearer {secret}", "Person": person},
    )


async def a_service(api: Api) -> httpx2.AsyncClient:
    """A program with the role of a reviewer."""
    _, secret = await keys.create(api.database, "machine", [Role.REVIEWER], MORNING)
    return client_of(api, secret)


async def application(api: Api) -> tuple[str, str]:
    """An account, and its application for a certification."""
    account = await api.registered(fields=["healthcare"])
    return account, (await applied(api, account)).split("/")[3]


async def gate(api: Api, account: str) -> str:
    question = {"account": account, "privilege": "publish.healthcare"}
    return str((await api[Role.PLATFORM].post("/v1/decisions", json=question)).json()["answer"])


async def decide(client: httpx2.AsyncClient, case: str, outcome: str = "approved", **more: Any) -> Any:
    return await client.post(f"/v1/cases/{case}/decision", json={"outcome": outcome, **more})


async def test_a_decision_takes_effect_when_its_window_has_passed_and_not_before(
    windowed: Api, ann: httpx2.AsyncClient
) -> None:
    account, case = await application(windowed)
    choices = (await ann.get(f"/v1/cases/{case}/outcomes")).json()["outcomes"]
    assert {one["takes_effect_at"] for one in choices} == {"2026-03-10T17:05:00+08:00"}
    deferred = (await decide(ann, case)).json()
    assert (deferred["status"], deferred["decision"]) == ("deferred", None)
    assert deferred["deferral"]["takes_effect_at"] == "2026-03-10T17:05:00+08:00"
    assert deferred["deferral"]["by"] == ann.headers["Person"]

    assert await gate(windowed, account) == "refused", "nothing has followed yet"
    status = (await windowed[Role.PLATFORM].get(f"/v1/cases/{case}/status")).json()
    assert (status["status"], status["outcome"], status["zh"]) == ("open", None, "")
    queue = (await windowed.operator.get(f"/v1/cases?account={account}")).json()["cases"]
    assert queue == [], "it leaves the queue at once"
    later = await decide(windowed.operator, case, "rejected", reason="no")
    assert "takes effect at" in require_problem(later, "case-decided")["detail"]

    almost = MORNING + WINDOW - timedelta(seconds=1)
    assert await carry_out_due(windowed.database, now=almost) == []
    windowed.clock.now = MORNING + WINDOW
    assert await carry_out_due(windowed.database, now=windowed.clock()) == [case]
    assert await carry_out_due(windowed.database, now=windowed.clock()) == [], "once"
    assert await gate(windowed, account) == "allowed"
    fact = (await windowed.operator.get(f"/v1/accounts/{account}/facts")).json()["facts"][-1]
    assert (fact["body"]["type"], fact["actor"], fact["recorded_at"]) == (
        "certification_granted",
        ann.headers["Person"],
        "2026-03-10T17:05:00+08:00",
    )
    seen = (await windowed.operator.get(f"/v1/cases/{case}")).json()
    assert seen["case"]["decision"]["by"] == ann.headers["Person"]
    assert [entry["body"]["type"] for entry in seen["entries"]] == ["opened", "deferred", "decided"]


async def test_its_person_takes_it_back_and_decides_otherwise(windowed: Api, ann: httpx2.AsyncClient) -> None:
    account, case = await application(windowed)
    await decide(ann, case)
    async with await a_person(windowed, "本") as ben:
        other = await ben.post(f"/v1/cases/{case}/decision/take-back", json={})
        require_problem(other, "another-persons-decision")
    windowed.clock.pass_(minutes=4)
    back = await ann.post(f"/v1/cases/{case}/decision/take-back", json={"reason": "点错了"})
    assert (back.json()["status"], back.json()["deferral"]) == ("open", None)
    windowed.clock.pass_(minutes=10)
    assert await carry_out_due(windowed.database, now=windowed.clock()) == []
    assert await gate(windowed, account) == "refused"
    await decide(ann, case, "rejected", reason="证书持有人不符")
    windowed.clock.pass_(minutes=5)
    late = await ann.post(f"/v1/cases/{case}/decision/take-back", json={})
    require_problem(late, "too-late-to-take-back")
    await carry_out_due(windowed.database, now=windowed.clock())
    status = (await windowed[Role.PLATFORM].get(f"/v1/cases/{case}/status")).json()
    assert (status["status"], status["outcome"]) == ("decided", "rejected")


async def test_what_would_be_refused_is_refused_at_once_and_what_came_between_leaves_the_case_open(
    windowed: Api, ann: httpx2.AsyncClient
) -> None:
    account, case = await application(windowed)
    shut, unlucky = await application(windowed)
    await windowed[Role.PLATFORM].post(f"/v1/accounts/{shut}/closure", json={})
    require_problem(await decide(ann, unlucky), "account-closed")
    assert (await windowed.operator.get(f"/v1/cases/{unlucky}")).json()["case"]["status"] == "open"

    await decide(ann, case)
    await windowed[Role.PLATFORM].post(f"/v1/accounts/{account}/closure", json={})
    windowed.clock.now = MORNING + WINDOW
    assert await carry_out_due(windowed.database, now=windowed.clock()) == [case]
    seen = (await windowed.operator.get(f"/v1/cases/{case}")).json()
    last = seen["entries"][-1]["body"]
    assert (seen["case"]["status"], last["because"], "closed" in last["reason"]) == ("open", "refused", True)
    assert (await decide(ann, case, "rejected", reason="已注销")).json()["status"] == "deferred"


async def test_a_service_decides_at_once_and_so_does_a_person_where_nothing_may_wait(
    windowed: Api, ann: httpx2.AsyncClient
) -> None:
    _, case = await application(windowed)
    assert (await decide(await a_service(windowed), case)).json()["status"] == "decided"
    account = await windowed.registered()
    body = {"kind": "closure", "category": "matrix_manipulation", "account": account}
    closing = (await windowed.operator.post("/v1/cases", json=body)).json()["id"]
    assert (await decide(ann, closing, "rejected", reason="no")).json()["status"] == "decided"


async def test_a_preview_shows_what_follows_after_the_window(windowed: Api, ann: httpx2.AsyncClient) -> None:
    _, case = await application(windowed)
    answer = (await ann.post(f"/v1/cases/{case}/decision/preview", json={"outcome": "approved"})).json()
    [preview] = answer["outcomes"]
    assert preview["choice"]["takes_effect_at"] == "2026-03-10T17:05:00+08:00"
    assert [one["source"] for one in preview["accounts"][0]["grants"]] == [case]
    path, body = f"/v1/cases/{case}/decision/preview", {"outcome": "approved"}
    [at_once] = (await (await a_service(windowed)).post(path, json=body)).json()["outcomes"]
    assert at_once["choice"]["takes_effect_at"] is None
