"""Dry runs of commands: what they promise is what the command then does, and they leave nothing behind."""

from random import Random
from typing import Any

import pytest

from models.roles import Role
from tests.api.conftest import Api, resident_id
from tests.api.test_case_preview import counted
from tests.api.test_problems import require_problem

LINK = "https://files.example.cn/v-1"


async def dry(api: Api, path: str, body: dict[str, Any], **headers: str) -> Any:
    """Run the command dry, and require that nothing changed."""
    before = await counted(api)
    answer = await api.operator.post(f"{path}?dry_run=true", json=body, headers=headers)
    assert await counted(api) == before, "a dry run leaves nothing behind"
    return answer


async def newest(api: Api) -> int:
    found = 0
    while True:
        page = (await api.operator.get("/v1/events", params={"after": found, "limit": 500})).json()
        if not page["events"]:
            return found
        found = page["next"]


async def require_kept(api: Api, account: str, path: str, body: dict[str, Any]) -> bool:
    """Run the command dry and for real; require that the second did what the first promised. Returns whether it was
    carried out.
    """
    promised = await dry(api, path, body)
    before = await newest(api)
    real = await api.operator.post(path, json=body)
    if promised.status_code != 200:
        kept = ("type", "status", "detail", "title", "article", "until")
        assert {name: promised.json().get(name) for name in kept} == {name: real.json().get(name) for name in kept}
        return False
    assert real.status_code in {200, 201, 202}, real.text
    said, done = promised.json(), real.json()
    said = said.get("foreseen", said)
    assert said["dry_run"] is True
    for name in ("outcome", "version", "facts", "standing", "account"):
        assert said[name] == done[name], name
    told = (await api.operator.get("/v1/events", params={"after": before})).json()["events"]
    assert [event["type"] for event in said["events"]] == [event["type"] for event in told]
    assert said["projection"] == (await api.operator.get(f"/v1/accounts/{account}/projection")).json()
    for statement in said["statements"]:
        where = f"/v1/accounts/{statement['account']}/actions/{statement['action']}"
        read = (await api.operator.get(where)).json()
        assert (statement["zh"], statement["en"]) == (read["zh"], read["en"])
    [effect, *_] = said["accounts"]
    assert effect["status_after"] == done["standing"]["status"]
    return True


def commands(rnd: Random, number: int) -> list[tuple[str, dict[str, Any]]]:
    some = f"i{rnd.randrange(number + 1)}"
    category = rnd.choice(["recycled_news", "fabrication", "matrix_manipulation", "hot_event_exploitation"])
    grounds = {"id": f"i{number}", "category": category, "reason": "同一视频改日期重发", "another_offence": True}
    return [
        ("bans", {**grounds, "duration": f"P{rnd.randrange(1, 30)}D"}),
        ("violations", grounds),
        ("violations", {**grounds, "consequences": "none"}),
        ("actions", {**grounds, "measure": "limit_reach", "duration": "P7D"}),
        (f"bans/{some}/shorten", {"duration": f"P{rnd.randrange(1, 9)}D", "reason": "情节较轻"}),
        (f"bans/{some}/overturn", {"reason": "申诉成立"}),
        (f"actions/{some}/overturn", {"reason": "申诉成立"}),
        ("name-changes", {"name": rnd.choice(["松下听雨", "人民日报", "竹里煎茶"])}),
        ("holder-changes", {"holder": {"resident_id": resident_id()}}),
        ("monetization-cancellations", {**grounds, "category": None}),
        (
            "certifications",
            {
                "id": f"i{number}",
                "field": "finance",
                "valid_from": "2026-03-01",
                "valid_until": f"2026-{rnd.randrange(4, 9):02}-28",
                "materials": {"professional_qualification": "证券从业资格证书"},
            },
        ),
        (f"certifications/{some}/revocation", {"reason": "材料失效"}),
        ("impersonations", {"id": f"i{number}", "imitated": "东海日报", "reason": "头像与名称"}),
        ("closure", {"id": f"i{number}", "reason": "本人注销"}),
        ("closure", {**grounds}),
        ("reopening", {"reason": "申诉成立"}),
    ]


@pytest.mark.parametrize("seed", range(4))
async def test_what_a_dry_run_promises_the_command_then_does(api: Api, seed: int) -> None:
    """Random lives: facts, standing, events, statements, the future and the refusals are the same."""
    rnd = Random(seed)
    account = await api.registered()
    await api.operator.post(f"/v1/accounts/{account}/monetization-applications", json={"methods": ["advertising"]})
    carried_out: list[str] = []
    for number in range(30):
        what, body = rnd.choice(commands(rnd, number))
        if what == "closure" and number < 24:
            continue
        if await require_kept(api, account, f"/v1/accounts/{account}/{what}", body):
            carried_out.append(what)
        api.clock.pass_(hours=rnd.randrange(0, 100))
    assert len(carried_out) >= 8, carried_out


async def test_a_hypothetical_ban_says_when_the_account_may_earn_again(api: Api) -> None:
    account = await api.registered()
    answer = await dry(api, f"/v1/accounts/{account}/bans", {"category": "recycled_news", "duration": "P14D"})
    said = answer.json()
    assert said["projection"]["earns_again_at"].startswith("2026-04-07T17:00:00")
    [statement] = said["statements"]
    assert "禁言" in statement["zh"]
    assert "14 days" in statement["en"]
    assert {event["type"] for event in said["events"]} >= {"account.ban_imposed"}
    assert (await api.operator.get(f"/v1/accounts/{account}")).json()["status"] == "active"


async def test_a_dry_run_leaves_the_idempotency_key_free(api: Api) -> None:
    account = await api.registered()
    path, body = f"/v1/accounts/{account}/bans", {"category": "recycled_news", "duration": "P14D"}
    assert (await dry(api, path, body, **{"Idempotency-Key": f"k-{account}"})).status_code == 200
    real = await api.operator.post(path, json=body, headers={"Idempotency-Key": f"k-{account}"})
    assert real.status_code == 201
    assert "Idempotent-Replayed" not in real.headers


async def test_a_dry_run_at_another_version_is_refused_as_the_command_is(api: Api) -> None:
    account = await api.registered()
    answer = await dry(
        api, f"/v1/accounts/{account}/bans", {"category": "recycled_news", "duration": "P1D"}, **{"If-Match": '"7"'}
    )
    require_problem(answer, "version-mismatch")


async def test_whoever_may_not_give_the_command_may_not_run_it_dry(api: Api) -> None:
    account = await api.registered()
    body = {"category": "recycled_news", "duration": "P1D"}
    answer = await api[Role.AUDITOR].post(f"/v1/accounts/{account}/bans?dry_run=true", json=body)
    require_problem(answer, "forbidden")


async def test_a_name_that_must_be_reviewed_would_be_held_and_opens_no_case(api: Api) -> None:
    account = await api.registered()
    answer = await dry(api, f"/v1/accounts/{account}/name-changes", {"name": "人民日报"})
    assert (answer.status_code, answer.json()["outcome"]) == (200, "held")
    assert (await api.operator.get("/v1/cases", params={"account": account})).json()["cases"] == []
