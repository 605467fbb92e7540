"""Networks over HTTP: registered, signed, shown, sanctioned, lifted; mistakes are said."""

from typing import Any

import pytest

from models.roles import Role
from tests.api.conftest import Api
from tests.api.test_problems import require_problem


async def network(api: Api, name: str, *accounts: str) -> dict[str, Any]:
    registered = await api[Role.PLATFORM].post("/v1/networks", json={"id": name, "name": "东海传媒"})
    assert registered.status_code == 201, registered.text
    signed = await api[Role.PLATFORM].post(f"/v1/networks/{name}/roster", json={"sign": list(accounts)})
    assert signed.status_code == 200, signed.text
    return dict(signed.json())


async def asked(api: Api, account: str, privilege: str) -> dict[str, Any]:
    answer = await api.operator.post("/v1/decisions", json={"account": account, "privilege": privilege})
    return dict(answer.json())


async def test_a_sanction_bites_on_every_account_before_it_is_answered_and_a_lift_opens_them(api: Api) -> None:
    """No worker runs here: the request itself has seen to the roster."""
    accounts = [await api.registered() for _ in range(3)]
    assert (await network(api, "donghai", *accounts))["accounts"] == 3
    shown = (await api.operator.get(f"/v1/accounts/{accounts[0]}/homepage")).json()
    assert shown["mcn"] == "东海传媒"
    sanction = {"measure": "limit", "duration": "P30D", "reason": "a matrix of its accounts"}
    answer = await api[Role.REVIEWER].post("/v1/networks/donghai/sanctions", json=sanction)
    assert answer.status_code == 201, answer.text
    (imposed,) = answer.json()["sanctions"]
    for account in accounts:
        verdict = await asked(api, account, "be_recommended")
        (reason,) = verdict["reasons"]
        assert (verdict["answer"], reason["article"], reason["cause"]) == ("refused", 11, imposed["id"])
        assert reason["until"] == imposed["until"]
        assert reason["lifted_by"] == "its end if it has one, or lifting the sanction on the network"
    lifted = await api[Role.REVIEWER].post(
        f"/v1/networks/donghai/sanctions/{imposed['id']}/lift", json={"reason": "not so"}
    )
    assert lifted.json()["status"] == "active"
    assert {(await asked(api, account, "be_recommended"))["answer"] for account in accounts} == {"allowed"}
    history = (await api.operator.get("/v1/networks/donghai")).json()
    types = [entry["body"]["type"] for entry in history["entries"]]
    assert types == ["registered", "roster_changed", "sanctioned", "sanction_lifted"]


async def test_rosters_and_networks_are_listed_page_by_page(api: Api) -> None:
    accounts = sorted([await api.registered() for _ in range(3)])
    await network(api, "xishan", *accounts)
    first = (await api.operator.get("/v1/networks/xishan/roster?limit=2")).json()
    assert [row["account"] for row in first["accounts"]] == accounts[:2]
    rest = (await api.operator.get(f"/v1/networks/xishan/roster?limit=2&after={first['next']}")).json()
    assert ([row["account"] for row in rest["accounts"]], rest["next"]) == (accounts[2:], None)
    assert not any(row["pending"] for row in first["accounts"])
    left = await api[Role.PLATFORM].post("/v1/networks/xishan/roster", json={"release": accounts[:1]})
    assert left.json()["accounts"] == 2
    shown = (await api.operator.get(f"/v1/accounts/{accounts[0]}/homepage")).json()
    assert shown["mcn"] is None
    listed = (await api.operator.get("/v1/networks?status=active")).json()["networks"]
    assert "xishan" in [one["id"] for one in listed]
    with_left = (await api.operator.get("/v1/networks/xishan/roster?released=true")).json()["accounts"]
    assert [row["released_at"] is None for row in with_left] == [False, True, True]


@pytest.mark.parametrize(
    ("path", "body", "kind", "hint"),
    [
        ("/v1/networks", {"id": "taken", "name": "又一个"}, "duplicate-id", "taken"),
        ("/v1/networks/none/roster", {"sign": []}, "unknown-network", "GET /v1/networks"),
        ("/v1/networks/taken/roster", {"sign": ["nobody"]}, "unknown-account", "nobody"),
        ("/v1/networks/taken/roster", {"sign": ["x"], "release": ["x"]}, "invalid-request", "x is named twice"),
        ("/v1/networks/taken/sanctions", {"measure": "limit"}, "invalid-request", "reason"),
        (
            "/v1/networks/taken/sanctions",
            {"measure": "expel", "duration": "P3D", "reason": "bad"},
            "no-duration",
            "leave duration out",
        ),
        ("/v1/networks/taken/sanctions/s1/lift", {"reason": "no"}, "unknown-network-sanction", "none"),
    ],
)
async def test_mistakes_are_said(api: Api, path: str, body: dict[str, Any], kind: str, hint: str) -> None:
    await api.operator.post("/v1/networks", json={"id": "taken", "name": "西山文化"})
    answer = await api.operator.post(path, json=body)
    problem = require_problem(answer, kind)
    assert hint in answer.text, problem


async def test_the_network_of_an_account_is_found(api: Api) -> None:
    """By the roster, not by the name that the account shows; a released account has none."""
    account = await api.registered()
    await api.operator.post("/v1/networks", json={"id": "n-of", "name": "南山传媒"})
    assert (await api.operator.get("/v1/networks", params={"account": account})).json()["networks"] == []
    await api.operator.post("/v1/networks/n-of/roster", json={"sign": [account]})
    [found] = (await api.operator.get("/v1/networks", params={"account": account})).json()["networks"]
    assert found["id"] == "n-of"
    await api.operator.post("/v1/networks/n-of/roster", json={"release": [account]})
    assert (await api.operator.get("/v1/networks", params={"account": account})).json()["networks"] == []
