"""Registration from outside: active, held or refused; changes; imitations; exemptions (articles 1 and 7)."""

from base64 import b64encode
from typing import Any

import httpx2
import pytest
from numpy.random import default_rng

from bench import emblem_pictures as pictures
from models.roles import Role
from tests.api.conftest import MORNING, Api, resident_id
from tests.api.test_emblems import AVATAR, added, encoded
from tests.api.test_problems import require_problem

PAPER = "人民日报"


async def register(api: Api, account: str, name: str, number: str | None = None, **more: Any) -> httpx2.Response:
    holder = {"resident_id": number or resident_id()}
    body = {"account": account, "kind": "individual", "holder": holder, "name": name, **more}
    return await api[Role.PLATFORM].post("/v1/accounts", json=body)


async def may_publish(api: Api, account: str) -> dict[str, Any]:
    asked = await api[Role.PLATFORM].post("/v1/decisions", json={"account": account, "privilege": "publish"})
    verdict: dict[str, Any] = asked.json()
    return verdict


async def decide(api: Api, case: str, outcome: str) -> httpx2.Response:
    return await api[Role.REVIEWER].post(f"/v1/cases/{case}/decision", json={"outcome": outcome, "reason": "looked"})


@pytest.mark.parametrize(("outcome", "answer"), [("approved", "allowed"), ("rejected", "refused")])
async def test_a_protected_name_is_held_until_a_person_decides(api: Api, outcome: str, answer: str) -> None:
    """202 with the case; the platform can follow its status, and the verdict changes with the decision."""
    account = f"paper-{outcome}"
    held = await register(api, account, PAPER)
    assert (held.status_code, held.json()["outcome"]) == (202, "held")
    case = held.json()["id"]
    status = (await api[Role.PLATFORM].get(held.headers["location"])).json()
    assert (status["id"], status["status"]) == (case, "open")
    refused = await may_publish(api, account)
    assert (refused["answer"], refused["reasons"][0]["article"]) == ("refused", 1)
    gate = await api[Role.PLATFORM].post("/v1/decisions/publish", json={"account": account, "draft": {}})
    assert (gate.json()["answer"], gate.json()["reasons"][0]["article"]) == ("refused", 1)
    assert (await decide(api, case, outcome)).status_code == 200
    assert (await may_publish(api, account))["answer"] == answer
    require_problem(await decide(api, case, outcome), "case-decided")


async def test_a_held_registration_takes_its_holders_seat(api: Api) -> None:
    """Until it is rejected: a second account of the same person is refused meanwhile."""
    number = resident_id()
    case = (await register(api, "seat-1", PAPER, number)).json()["id"]
    require_problem(await register(api, "seat-2", "高原", number), "quota-exceeded")
    await decide(api, case, "rejected")
    assert (await register(api, "seat-2", "高原", number)).status_code == 201


async def test_a_held_change_leaves_the_old_profile(api: Api) -> None:
    account = await api.registered(name="山野厨房")
    url = f"/v1/accounts/{account}"
    held = await api[Role.PLATFORM].post(f"{url}/profile-changes", json={"name": PAPER, "bio": "官方账号"})
    assert held.status_code == 202
    assert (await api[Role.PLATFORM].get(url)).json()["name"] == "山野厨房"
    assert (await may_publish(api, account))["answer"] == "allowed"
    await decide(api, held.json()["id"], "approved")
    shown = (await api[Role.PLATFORM].get(url)).json()
    assert (shown["name"], shown["bio"]) == (PAPER, "官方账号")
    plain = await api[Role.PLATFORM].post(f"{url}/profile-changes", json={"name": "海边厨房", "avatar": "img-1"})
    assert (plain.status_code, plain.json()["outcome"]) == (200, "changed")
    require_problem(await api[Role.PLATFORM].post(f"{url}/profile-changes", json={"name": "海边厨房"}), "same-profile")
    require_problem(await api[Role.PLATFORM].post(f"{url}/profile-changes", json={}), "invalid-request")


async def test_the_same_key_gets_the_same_202_and_one_case(api: Api) -> None:
    body = {"account": "twice", "kind": "individual", "holder": {"resident_id": resident_id()}, "name": PAPER}
    headers = {"Idempotency-Key": "twice-1"}
    first, second = [await api[Role.PLATFORM].post("/v1/accounts", json=body, headers=headers) for _ in range(2)]
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json() == second.json()
    found = (await api[Role.REVIEWER].get("/v1/cases?account=twice")).json()["cases"]
    assert len(found) == 1


async def test_who_was_closed_is_known_again_by_phone(api: Api) -> None:
    """However it is written; the number itself is nowhere in what is stored or answered."""
    contacts = {"phone": "+86 138-0013-8000", "device": "a3f0-77c1"}
    assert (await register(api, "closed", "甲乙丙", contacts=contacts)).status_code == 201
    await api.operator.post("/v1/accounts/closed/closure", json={"category": "matrix_manipulation"})
    held = await register(api, "again", "丁戊己", contacts={"phone": "13800138000"})
    assert held.status_code == 202
    case = (await api[Role.REVIEWER].get(f"/v1/cases/{held.json()['id']}")).json()["case"]
    assert "phone of account closed" in case["evidence"][0]["text"]
    facts = await api.operator.get("/v1/accounts/again/facts")
    assert "13800138000" not in facts.text
    assert "c_" in facts.text
    blank = await register(api, "blank", "庚", contacts={"phone": "  "})
    require_problem(blank, "invalid-request")


async def test_an_imitation_has_no_service_until_it_ends_or_is_overturned(api: Api) -> None:
    account = await api.registered()
    url = f"/v1/accounts/{account}/impersonations"
    found = await api[Role.REVIEWER].post(url, json={"id": "i1", "imitated": "东海日报", "reason": "its emblem"})
    assert found.status_code == 201
    verdict = await may_publish(api, account)
    assert (verdict["answer"], verdict["until"], verdict["reasons"][0]["cause"]) == ("refused", "never", "i1")
    ended = await api[Role.REVIEWER].post(f"{url}/i1/end", json={"reason": "renamed"})
    assert ended.status_code == 200
    assert (await may_publish(api, account))["answer"] == "allowed"
    require_problem(await api[Role.REVIEWER].post(f"{url}/i1/end", json={}), "already-decided")
    assert (await api[Role.REVIEWER].post(f"{url}/i1/overturn", json={})).status_code == 200


async def test_an_imitation_reads_why_and_may_appeal(api: Api) -> None:
    """The statement of reasons says the article and what follows; another person undoes it on appeal."""
    account = await api.registered()
    found = {"id": "i1", "imitated": "东海日报", "reason": "其头像与名称"}
    await api[Role.REVIEWER].post(f"/v1/accounts/{account}/impersonations", json=found)
    action = f"/v1/accounts/{account}/actions/i1"
    said = (await api[Role.PLATFORM].get(action)).json()
    assert (said["category"], said["article"]) == ("impersonation", 1)
    assert [(one["measure"], one["until"]) for one in said["measures"]] == [("denial", "never")]
    assert "no service is provided to an imitation" in said["en"]
    assert "事实：假冒仿冒“东海日报”：其头像与名称" in said["zh"]
    case = (await api[Role.PLATFORM].post(f"{action}/appeal", json={"reason": "本报自己的账号"})).json()["id"]
    ruling = {"outcome": "overturned", "reason": "it is the newspaper's own"}
    own = await api[Role.REVIEWER].post(f"/v1/cases/{case}/decision", json=ruling)
    require_problem(own, "another-person-needed")
    assert (await may_publish(api, account))["answer"] == "refused"
    assert (await api.operator.post(f"/v1/cases/{case}/decision", json=ruling)).status_code == 200
    assert (await may_publish(api, account))["answer"] == "allowed"


async def test_an_exemption_is_granted_used_and_taken_back(api: Api) -> None:
    """Two accounts of one person while it holds; the number is not kept, and a bad end is explained."""
    number, url = resident_id(), "/v1/exemptions"
    until = MORNING.replace(year=2027).isoformat()
    body = {"id": "x1", "holder": {"resident_id": number}, "more_accounts": 1, "until": until, "reason": "editions"}
    require_problem(await api.operator.post(url, json={**body, "until": MORNING.isoformat()}), "unfit-end")
    require_problem(await api.operator.post(url, json={**body, "own_name": PAPER}), "invalid-request")
    named = {key: value for key, value in body.items() if key != "more_accounts"} | {"own_name": PAPER, "id": "x2"}
    require_problem(await api.operator.post(url, json=named), "evidence-needed")
    assert (await api.operator.post(url, json=body)).status_code == 201
    evidence = [{"kind": "document", "text": "licence 17"}]
    granted = await api.operator.post(url, json={**named, "evidence": evidence})
    assert granted.status_code == 201
    assert number not in granted.text
    assert (await register(api, "x-1", PAPER, number)).status_code == 201
    assert (await register(api, "x-2", "高原", number)).status_code == 201
    require_problem(await register(api, "x-3", "高原", number), "quota-exceeded")
    assert (await api.operator.post(f"{url}/x1/revocation", json={"reason": "merged"})).status_code == 200
    require_problem(await api.operator.post(f"{url}/x1/revocation", json={}), "exemption-over")
    listed = (await api.operator.get(f"{url}?status=granted")).json()["exemptions"]
    assert [one["id"] for one in listed] == ["x2"]


async def test_a_rescreen_can_be_started_read_and_stopped(api: Api) -> None:
    started = await api.operator.post("/v1/rescreens", json={"id": "r1", "reason": "holiday"})
    assert (started.status_code, started.json()["status"]) == (201, "running")
    require_problem(await api.operator.post("/v1/rescreens", json={"id": "r1"}), "duplicate-id")
    assert (await api.operator.post("/v1/rescreens/r1/stop", json={"reason": "mistake"})).json()["status"] == "stopped"
    require_problem(await api.operator.post("/v1/rescreens/r1/stop", json={}), "rescreen-over")
    history = (await api.operator.get("/v1/rescreens/r1")).json()
    assert [entry["body"]["type"] for entry in history["entries"]] == ["started", "stopped"]
    for one in ("r2", "r3"):
        await api.operator.post("/v1/rescreens", json={"id": one})
    both = (await api.operator.get("/v1/rescreens")).json()["rescreens"]
    ends = {one["id"]: (one["status"], one["reason"]) for one in both}
    assert ends["r2"] == ("stopped", "r3 screens all accounts again")
    assert ends["r3"][0] == "running"


async def test_a_change_of_the_lexicon_has_all_accounts_looked_at_again(api: Api) -> None:
    """Begun in the same transaction, for the version it leads to; a change that changes nothing begins none."""
    body = {"row": "newsroom_alone", "on": True, "reason": "campaign"}
    changed, _ = [(await api.operator.post("/v1/lexicon/switches", json=body)).json() for _ in range(2)]
    rescreens = (await api.operator.get("/v1/rescreens?status=running")).json()["rescreens"]
    assert [(one["because"], one["lexicon"]) for one in rescreens] == [("lexicon", changed["version"])]


async def test_a_protected_emblem_in_the_avatar_holds_the_account_and_later_the_change(api: Api) -> None:
    """A match is evidence: a person looks, and until then there is no service, or the old picture stays."""
    await added(api)
    sealed, honest = b64encode(AVATAR).decode(), b64encode(encoded(pictures.honest(default_rng(5)))).decode()
    held = await register(api, "sealed", "山野厨房", avatar="img-1", picture=sealed)
    assert (held.status_code, held.json()["outcome"]) == (202, "held"), held.text
    case = (await api[Role.REVIEWER].get(f"/v1/cases/{held.json()['id']}")).json()["case"]
    assert (case["opening"]["kind"], case["opening"]["article"]) == ("registration", 1)
    assert "the avatar is like the emblem 某某市公安局" in case["evidence"][0]["text"]
    assert (await decide(api, held.json()["id"], "approved")).status_code == 200
    assert (await may_publish(api, "sealed"))["answer"] == "allowed"
    changes = "/v1/accounts/sealed/profile-changes"
    kept = await api[Role.PLATFORM].post(changes, json={"avatar": "img-2", "picture": honest})
    assert kept.status_code == 200, kept.text
    waits = await api[Role.PLATFORM].post(changes, json={"avatar": "img-3", "picture": sealed})
    assert (waits.status_code, waits.json()["outcome"]) == (202, "held")
    bare = await api[Role.PLATFORM].post(changes, json={"picture": honest, "bio": "x"})
    assert "give both" in require_problem(bare, "invalid-request")["detail"]
    spoilt = await api[Role.PLATFORM].post(changes, json={"avatar": "img-4", "picture": "bm8gcGljdHVyZQ=="})
    assert "no PNG, JPEG or WebP" in require_problem(spoilt, "unusable-image")["detail"]
