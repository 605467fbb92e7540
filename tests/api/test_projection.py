"""Projections: the future as intervals, the same as what the gate answers at each instant."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from models.roles import Role
from models.words.privileges import ASKABLE
from tests.api.conftest import MORNING, Api
from tests.api.test_problems import require_problem

BAN = {"id": "b1", "category": "recycled_news", "duration": "P14D", "factor": "2"}


async def projected(api: Api, account: str, **query: str) -> dict[str, Any]:
    answer = await api.operator.get(f"/v1/accounts/{account}/projection", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def banned(api: Api, account: str) -> None:
    methods = {"methods": ["advertising"]}
    assert (
        await api.operator.post(f"/v1/accounts/{account}/monetization-applications", json=methods)
    ).status_code == 200
    api.clock.pass_(hours=1)
    assert (await api.operator.post(f"/v1/accounts/{account}/bans", json=BAN)).status_code == 201


async def test_a_ban_says_when_the_account_may_earn_again(api: Api) -> None:
    account = await api.registered()
    await banned(api, account)
    found = await projected(api, account)
    start = MORNING + timedelta(hours=1)
    by_name = {one["privilege"]: one for one in found["privileges"]}
    assert datetime.fromisoformat(by_name["publish"]["opens_at"]) == start + timedelta(days=14)
    assert datetime.fromisoformat(by_name["monetize.advertising"]["opens_at"]) == start + timedelta(days=28)
    assert datetime.fromisoformat(found["earns_again_at"]) == start + timedelta(days=28)
    [closed, opened] = by_name["publish"]["stretches"]
    assert (closed["answer"], closed["kind"], closed["article"], closed["cause"]) == ("refused", "ban", 9, "b1")
    assert (opened["answer"], opened["end"], opened["kind"]) == ("allowed", "never", None)
    assert [(moment["opens"], moment["status"]) for moment in found["moments"]] == [
        (["publish", "gain_followers", "be_recommended"], "suspended"),
        (["monetize.advertising"], "active"),
        (["apply_monetization"], "active"),
    ]
    bars = {(one["kind"], one["privilege"]): one for one in found["restrictions"]}
    assert "禁言" in bars["ban", "publish"]["zh"]
    assert bars["suspension", "monetize"]["article"] == 9


async def test_a_projection_is_what_the_gate_answers_at_each_instant(api: Api) -> None:
    account = await api.registered()
    await banned(api, account)
    day = MORNING.date()
    certificate = {
        "id": "c1",
        "field": "finance",
        "valid_from": f"{day}",
        "valid_until": f"{day + timedelta(days=20)}",
        "materials": {"professional_qualification": "证券从业资格证书"},
    }
    answer = await api.operator.post(f"/v1/accounts/{account}/certifications", json=certificate)
    assert answer.status_code == 201, answer.text
    found = await projected(api, account)
    edges = sorted({stretch["start"] for one in found["privileges"] for stretch in one["stretches"]})
    assert len(edges) >= 5
    for edge in edges:
        for before in (timedelta(0), timedelta(microseconds=1)):
            at = max(datetime.fromisoformat(edge) - before, datetime.fromisoformat(found["now"]))
            for one in found["privileges"]:
                asked = {"account": account, "privilege": one["privilege"], "at": at.isoformat()}
                said = (await api.operator.post("/v1/decisions", json=asked)).json()["answer"]
                [shown] = [
                    stretch["answer"]
                    for stretch in one["stretches"]
                    if datetime.fromisoformat(stretch["start"]) <= at
                    and (stretch["end"] == "never" or at < datetime.fromisoformat(stretch["end"]))
                ]
                assert shown == said, (one["privilege"], at)
    assert {one["privilege"] for one in found["privileges"]} <= set(ASKABLE)


async def test_the_past_is_drawn_for_those_who_may_read_it(api: Api) -> None:
    account = await api.registered()
    await banned(api, account)
    api.clock.pass_(days=40)
    now = await projected(api, account)
    assert not [one for one in now["restrictions"] if one["kind"] == "ban"]
    whole = await projected(api, account, **{"from": MORNING.isoformat()})
    assert [one["cause"] for one in whole["restrictions"] if (one["kind"], one["privilege"]) == ("ban", "publish")] == [
        "b1"
    ]
    publish = next(one for one in whole["privileges"] if one["privilege"] == "publish")
    assert [stretch["answer"] for stretch in publish["stretches"]] == ["allowed", "refused", "allowed"]
    assert publish["answer"] == "allowed"
    past = {"from": MORNING.isoformat()}
    refused = await api[Role.PLATFORM].get(f"/v1/accounts/{account}/projection", params=past)
    require_problem(refused, "forbidden")


async def test_a_projection_has_an_end_if_one_is_given(api: Api) -> None:
    account = await api.registered()
    end = MORNING + timedelta(days=1)
    found = await projected(api, account, to=end.isoformat())
    assert {stretch["end"] for one in found["privileges"] for stretch in one["stretches"]} == {found["to"]}
    assert datetime.fromisoformat(found["to"]) == end


@pytest.mark.parametrize("to", ["2026-03-10T09:00:00Z", "2020-01-01T00:00:00Z"])
async def test_an_end_before_the_beginning_is_refused_where_it_stands(api: Api, to: str) -> None:
    account = await api.registered()
    answer = await api.operator.get(f"/v1/accounts/{account}/projection", params={"to": to})
    assert [fault["path"] for fault in require_problem(answer, "invalid-request")["errors"]] == ["query.to"]


async def test_an_unknown_account_has_no_future(api: Api) -> None:
    require_problem(await api.operator.get("/v1/accounts/nobody/projection"), "unknown-account")
