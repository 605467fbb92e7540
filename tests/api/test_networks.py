"""Networks over HTTP: registered, signed, shown, sanctioned, lifted; mistakes are said."""

from datetime import timedelta
from typing import Any

import pytest

from ledger.networks import roster_watch
from models.roles import Role
from tests.api.conftest import Api
from tests.api.test_case_preview import counted
from tests.api.test_problems import require_problem


async def network(api: Api, identifier: str, *accounts: str, name: str = "东海传媒") -> dict[str, Any]:
    registered = await api[Role.PLATFORM].post("/v1/networks", json={"id": identifier, "name": name})
    assert registered.status_code == 201, registered.text
    signed = await api[Role.PLATFORM].post(f"/v1/networks/{identifier}/roster", json={"sign": list(accounts)})
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
        ("/v1/networks/taken/roster", {"sign": ["nobody-1"]}, "unknown-account", "nobody-1"),
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


async def test_networks_are_found_by_a_part_of_the_name(api: Api) -> None:
    """Small and capital letters alike; `%` and `_` are characters; the account's network only if it is called so."""
    account = await api.registered()
    await network(api, "beihai-mcn", account, name="北海 Studio_100%")

    async def found(**query: str) -> list[str]:
        answer = await api.operator.get("/v1/networks", params=query)
        assert answer.status_code == 200, answer.text
        return [one["id"] for one in answer.json()["networks"]]

    for sought in ("studio_1", "100%", "beihai-"):
        assert await found(q=sought) == ["beihai-mcn"], sought
        assert await found(q=sought, account=account) == ["beihai-mcn"]
    for sought in ("studio%1", "eihai-", "南海"):
        assert await found(q=sought) == [], sought
        assert await found(q=sought, account=account) == []
    require_problem(await api.operator.get("/v1/networks", params={"q": "x" * 101}), "invalid-request")


async def foreseen(api: Api, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """Return what a command on a network would do; nothing of it is recorded."""
    before = await counted(api)
    answer = await api.operator.post(f"{path}?dry_run=true", json=body)
    assert answer.status_code == 200, answer.text
    assert await counted(api) == before, "a preview leaves nothing behind"
    return {**answer.json(), "version": answer.headers["etag"]}


async def test_a_sanction_is_foreseen_account_by_account_and_then_follows_so(api: Api) -> None:
    """Counts, what closes and until when, what the holders read; the command with the version seen does the same."""
    one, two = await api.registered(), await api.registered()
    await network(api, "foreseen", one, two)
    path, body = "/v1/networks/foreseen/sanctions", {"measure": "limit", "duration": "P30D", "reason": "互相转发"}
    seen = await foreseen(api, path, body)
    assert (seen["dry_run"], seen["network"]["status"], seen["changed"]) == (True, "sanctioned", 2)
    assert (seen["unchanged"], seen["refused"], seen["not_looked_at"]) == (0, 0, 0)
    assert [effect["account"] for effect in seen["accounts"]] == sorted((one, two))
    assert {row["until"][:10] for effect in seen["accounts"] for row in effect["restrictions"]} == {"2026-04-09"}
    assert {said["account"] for said in seen["statements"]} == {one, two}
    assert all("第十一条" in said["zh"] and "art. 11" in said["en"] for said in seen["statements"])
    assert {event["type"] for event in seen["events"]} >= {"network.sanctioned", "account.network_restricted"}
    assert (await asked(api, one, "be_recommended"))["answer"] == "allowed"
    done = await api.operator.post(path, json=body, headers={"If-Match": seen["version"]})
    assert done.status_code == 201, done.text
    assert done.json()["sanctions"] == seen["network"]["sanctions"]
    refused = await asked(api, one, "be_recommended")
    assert refused["answer"] == "refused"
    assert refused["reasons"][0]["until"] == seen["accounts"][0]["restrictions"][0]["until"]
    late = await api.operator.post(path, json=body, headers={"If-Match": seen["version"]})
    require_problem(late, "version-mismatch")

    lifting = f"{path}/{done.json()['sanctions'][0]['id']}/lift"
    lifted = await foreseen(api, lifting, {"reason": "复核认为处置不当"})
    assert lifted["changed"] == 2
    assert {row["privilege"] for effect in lifted["accounts"] for row in effect["lifted"]} == {
        "be_recommended",
        "gain_followers",
    }
    assert (await asked(api, one, "be_recommended"))["answer"] == "refused"


async def test_an_expulsion_and_a_change_of_the_roster_are_foreseen(api: Api) -> None:
    """Which accounts lose their network; those already released stay as they are; what is refused is refused."""
    one, gone = await api.registered(), await api.registered()
    await network(api, "leaving", one, gone)
    path = "/v1/networks/leaving"
    leaving = await foreseen(api, f"{path}/roster", {"release": [gone]})
    assert (leaving["changed"], leaving["network"]["accounts"]) == (1, 1)
    await api[Role.PLATFORM].post(f"{path}/roster", json={"release": [gone]})
    seen = await foreseen(api, f"{path}/sanctions", {"measure": "expel", "reason": "third time"})
    assert (seen["changed"], seen["unchanged"], seen["network"]["status"]) == (1, 1, "expelled")
    assert [fact["type"] for fact in seen["accounts"][0]["facts"]] == ["network_left"]
    lasting = {"measure": "expel", "duration": "P1D", "reason": "x"}
    require_problem(await api.operator.post(f"{path}/sanctions?dry_run=true", json=lasting), "no-duration")
    nobody = await api.operator.post(
        "/v1/networks/none/sanctions?dry_run=true", json={"measure": "limit", "reason": "x"}
    )
    require_problem(nobody, "unknown-network")


async def test_a_large_roster_is_counted_and_its_first_accounts_are_listed(api: Api) -> None:
    """Twenty accounts in full, all in the counts."""
    accounts = [await api.registered() for _ in range(23)]
    await network(api, "many", *accounts)
    seen = await foreseen(api, "/v1/networks/many/sanctions", {"measure": "suspend_profit", "reason": "x"})
    assert (seen["changed"], len(seen["accounts"])) == (23, 20)
    assert {effect["monetization_suspended_until"] for effect in seen["accounts"]} == {"never"}


async def test_the_preview_of_a_case_about_a_network_names_the_accounts_that_it_reaches(api: Api) -> None:
    """What is proposed after repeated violations closes something on every account, not on none."""
    accounts = sorted([await api.registered() for _ in range(3)])
    await network(api, "repeating", *accounts)
    api.clock.pass_(minutes=1)
    for account in accounts:
        found = {"category": "recycled_news", "reason": "旧闻新发", "automated": False, "consequences": "none"}
        answer = await api.operator.post(f"/v1/accounts/{account}/violations", json=found)
        assert answer.status_code == 201, answer.text
    assert await roster_watch.escalate_repeated(api.database, now=api.clock.now + timedelta(hours=1)) == ["repeating"]
    cases = (await api.operator.get("/v1/cases?kind=network")).json()["cases"]
    case = next(one["id"] for one in cases if "东海传媒" in str(one) or "repeating" in str(one))
    body = {"outcome": "confirmed", "reason": "旗下账号屡次违规"}
    answer = await api[Role.REVIEWER].post(f"/v1/cases/{case}/decision/preview", json=body)
    assert answer.status_code == 200, answer.text
    [confirmed] = answer.json()["outcomes"]
    assert confirmed["accounts_concerned"] == 3
    assert [one["account"] for one in confirmed["accounts"]] == accounts
    assert all(one["restrictions"] for one in confirmed["accounts"])
    dismissed = {"outcome": "dismissed", "reason": "机构已处理"}
    answer = await api[Role.REVIEWER].post(f"/v1/cases/{case}/decision/preview", json=dismissed)
    assert answer.json()["outcomes"][0]["accounts"] == []
