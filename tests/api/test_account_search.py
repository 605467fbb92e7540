"""Search of accounts over HTTP: filters that combine, cursors, and what it never takes or shows."""

from typing import Any

import pytest

from models.roles import Role
from tests.api.conftest import Api, resident_id
from tests.api.test_problems import require_problem


async def listed(api: Api, **query: Any) -> list[dict[str, Any]]:
    answer = await api.operator.get("/v1/accounts", params=query)
    assert answer.status_code == 200, answer.text
    assert answer.json()["complete"] is True
    found: list[dict[str, Any]] = answer.json()["accounts"]
    return found


async def test_a_name_an_identifier_and_a_holder_find_the_account(api: Api) -> None:
    account = await api.registered("find-1", name="江南茶话会")
    for query in ({"q": "茶話"}, {"q": "find-1"}, {"q": "find"}, {"q": "江南茶话会"}):
        [one] = await listed(api, **query)
        assert (one["account"], one["name"], one["status"]) == (account, "江南茶话会", "active")
    [one] = await listed(api, q="茶话")
    assert await listed(api, holder=one["holder"]) == [one]
    assert await listed(api, q=one["holder"]) == [one]


async def test_the_status_is_that_of_now_although_no_boundary_was_recorded(api: Api) -> None:
    account = await api.registered("find-2", name="海边夜话")
    ban = {"id": "b1", "category": "recycled_news", "duration": "P7D"}
    assert (await api.operator.post(f"/v1/accounts/{account}/bans", json=ban)).status_code == 201
    [one] = await listed(api, q="海边", status="banned", restriction="ban", article=9)
    assert one["next_boundary"]["at"].startswith("2026-03-17")
    assert "banned" in one["message"]
    assert await listed(api, q="海边", status="active") == []
    api.clock.pass_(days=8)
    assert await listed(api, q="海边", status="banned") == []
    assert [one["account"] for one in await listed(api, q="海边", status="suspended")] == [account]


async def test_a_network_is_found_by_its_identifier_and_by_its_name(api: Api) -> None:
    account = await api.registered("find-3")
    answer = await api.operator.post("/v1/networks", json={"id": "n-find", "name": "东海传媒"})
    assert answer.status_code == 201, answer.text
    roster = await api.operator.post("/v1/networks/n-find/roster", json={"sign": [account]})
    assert roster.status_code == 200, roster.text
    assert [one["account"] for one in await listed(api, network="n-find")] == [account]
    shown = await api.registered("find-4", mcn="西山文化")
    assert [one["account"] for one in await listed(api, network="西山文化")] == [shown]
    assert await listed(api, network="nobody") == []


async def test_a_declared_field_and_the_kind_of_holder_narrow_the_search(api: Api) -> None:
    await api.registered("find-5", name="银杏财经", fields=["finance"])
    await api.registered("find-6", name="银杏手账")
    assert [one["account"] for one in await listed(api, q="银杏", field="finance")] == ["find-5"]
    assert len(await listed(api, q="银杏", kind="individual")) == 2
    assert await listed(api, q="银杏", kind="enterprise") == []


async def test_filters_of_privileges_findings_certifications_and_instants_combine(api: Api) -> None:
    account = await api.registered("find-9", name="杏林夜读", fields=["healthcare", "finance"])
    certificate = {
        "id": "cert-9",
        "field": "healthcare",
        "valid_from": "2026-03-01",
        "valid_until": "2026-03-31",
        "materials": {"professional_qualification": "资格证 9"},
    }
    assert (await api.operator.post(f"/v1/accounts/{account}/certifications", json=certificate)).status_code == 201
    ban = {"id": "b9", "category": "rumour_making", "duration": "P7D"}
    assert (await api.operator.post(f"/v1/accounts/{account}/bans", json=ban)).status_code == 201
    q = {"q": "杏林"}
    found = [
        {"privilege": "publish", "open": "false"},
        {"privilege": "publish.healthcare", "at": "2026-03-20T00:00:00+08:00"},
        {"category": "rumour_making", "status": "banned"},
        {"uncertified": "finance"},
        {"uncertified": "any", "field": "finance"},
        {"certification_ends_before": "2026-04-01", "restriction": "ban"},
        {"registered_since": "2026-03-10T00:00:00+08:00", "changed_since": "2026-03-10T17:00:00+08:00"},
        {"boundary_before": "2026-03-18T00:00:00+08:00", "sort": "boundary"},
        {"status": "suspended", "at": "2026-03-20T00:00:00+08:00"},
        {"uncertified": "healthcare", "at": "2026-04-01T00:00:00+08:00"},
    ]
    lost = [
        {"privilege": "publish"},
        {"privilege": "publish.healthcare"},
        {"category": "recycled_news"},
        {"uncertified": "healthcare"},
        {"certification_ends_before": "2026-03-31"},
        {"registered_before": "2026-03-10T00:00:00+08:00"},
        {"boundary_before": "2026-03-17T09:00:00+08:00"},
        {"status": "banned", "at": "2026-03-20T00:00:00+08:00"},
    ]
    for query in found:
        assert [one["account"] for one in await listed(api, **q, **query)] == [account], query
    for query in lost:
        assert await listed(api, **q, **query) == [], query
    [later] = await listed(api, **q, at="2026-03-20T00:00:00+08:00")
    assert later["status"] == "suspended"
    assert (await api.operator.post(f"/v1/accounts/{account}/bans/b9/overturn", json={})).status_code == 200
    assert await listed(api, **q, category="rumour_making") == []


async def test_accounts_are_counted_under_the_same_filters(api: Api) -> None:
    for number in range(3):
        await api.registered(f"count-{number}", name=f"千灯{number}夜谈", fields=["justice"] if number else [])
    ban = {"id": "b1", "category": "recycled_news", "duration": "P7D"}
    assert (await api.operator.post("/v1/accounts/count-1/bans", json=ban)).status_code == 201

    async def counted(**query: Any) -> dict[str, Any]:
        answer = await api.operator.get("/v1/accounts/counts", params={"q": "千灯", **query})
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        assert found["complete"] is True
        return found

    whole = await counted()
    assert (whole["by"], whole["total"], whole["counts"]) == ("status", 3, {"active": 2, "banned": 1})
    assert (await counted(by="restriction"))["counts"] == {"ban": 1, "suspension": 1, "withheld": 1}
    assert (await counted(by="field", status="active"))["counts"] == {"justice": 1}
    assert (await counted(by="uncertified", at="2027-01-01T00:00:00+08:00"))["counts"] == {"justice": 2}
    assert (await counted(by="kind", article=9))["total"] == 1
    assert (await counted(by="article", q="没有"))["counts"] == {}


async def test_the_names_of_paths_are_no_identifiers_of_new_accounts(api: Api) -> None:
    body = {"kind": "individual", "holder": {"resident_id": resident_id()}, "name": "路名"}
    for account in ("counts", "export"):
        answer = await api.operator.post("/v1/accounts", json={**body, "account": account})
        problem = require_problem(answer, "invalid-request")
        assert problem["errors"][0]["path"] == "body.account"
        assert "path of this API" in problem["errors"][0]["message"]


BAD = [
    ({"status": "muted"}, "query.status"),
    ({"q": ""}, "query.q"),
    ({"q": "字" * 101}, "query.q"),
    ({"q": "\x00"}, "query.q"),
    ({"article": 14}, "query.article"),
    ({"sort": "name"}, "query.sort"),
    ({"privilege": "fly"}, "query.privilege"),
    ({"open": "true"}, "query.open"),
    ({"privilege": "publish", "open": "perhaps"}, "query.open"),
    ({"category": "rudeness"}, "query.category"),
    ({"uncertified": "sports"}, "query.uncertified"),
    ({"certification_ends_before": "2026-04-01T00:00:00+08:00"}, "query.certification_ends_before"),
    ({"registered_since": "2026-03-01"}, "query.registered_since"),
    (
        {"registered_since": "2026-03-01T00:00:00+08:00", "registered_before": "2026-03-01T00:00:00+08:00"},
        "query.registered_before",
    ),
    ({"changed_since": "yesterday"}, "query.changed_since"),
    ({"boundary_before": "1"}, "query.boundary_before"),
    ({"at": "2026-03-10T16:59:59+08:00"}, "query.at"),
    ({"q": "x", "sort": "boundary", "after": "nonsense"}, "query.after"),
    ({"unknown": "1"}, "query.unknown"),
    ({"after": "find-1"}, "query.after"),
]


@pytest.mark.parametrize(("query", "path"), BAD)
async def test_a_bad_filter_is_refused_where_it_stands(api: Api, query: dict[str, Any], path: str) -> None:
    problem = require_problem(await api.operator.get("/v1/accounts", params=query), "invalid-request")
    assert [fault["path"] for fault in problem["errors"]] == [path]


async def test_an_identity_number_is_never_taken_in_an_address(api: Api) -> None:
    answer = await api.operator.get("/v1/accounts", params={"q": resident_id()})
    assert "identity" in require_problem(answer, "invalid-request")["detail"] or "resident" in answer.text


async def test_a_cursor_of_one_order_is_refused_in_another(api: Api) -> None:
    await api.registered("find-7", name="松林一")
    await api.registered("find-8", name="松林二")
    first = await api.operator.get("/v1/accounts", params={"q": "松林", "limit": 1})
    following = first.json()["next"]
    second = await api.operator.get("/v1/accounts", params={"q": "松林", "limit": 1, "after": following})
    assert [one["account"] for one in first.json()["accounts"] + second.json()["accounts"]] == ["find-7", "find-8"]
    assert second.json()["next"] is None
    refused = await api.operator.get("/v1/accounts", params={"sort": "registered", "after": following})
    require_problem(refused, "invalid-request")


async def test_whoever_may_not_read_accounts_may_not_search_them(api: Api) -> None:
    require_problem(await api[Role.REGULATOR].get("/v1/accounts"), "forbidden")
    assert (await api[None].get("/v1/accounts")).status_code == 401
