"""Many cases decided in one request: each on its own, once, with a result of its own."""

from typing import Any

from models.roles import Role
from tests.api.conftest import Api
from tests.api.test_cases import opened, reviewer
from tests.api.test_problems import require_problem
from tests.api.test_registration import PAPER, register


async def held(api: Api, account: str) -> str:
    return str((await register(api, account, f"{PAPER}{account}")).json()["id"])


async def decide(api: Api, decisions: list[dict[str, Any]], key: str | None = None) -> Any:
    headers = {} if key is None else {"Idempotency-Key": key}
    return await api[Role.REVIEWER].post("/v1/cases/decisions", json={"decisions": decisions}, headers=headers)


async def test_each_case_has_its_own_result_and_one_that_is_refused_holds_up_no_other(api: Api) -> None:
    cases = [await held(api, f"many-{place}") for place in range(3)]
    closure = (await opened(api, await api.registered())).rpartition("/")[2]
    asked: list[dict[str, Any]] = [
        {"case": cases[0], "outcome": "approved"},
        {"case": cases[1], "outcome": "rejected"},
        {"case": "nobody", "outcome": "approved"},
        {"case": cases[2], "outcome": "rejected", "reason": "未提交授权证明"},
        {"case": closure, "outcome": "approved", "reason": "matrix"},
    ]
    answer = (await decide(api, asked, "many")).json()
    assert (answer["decided"], answer["refused"]) == (3, 2)
    assert [(one["case"], one["status"], one["problem"]) for one in answer["results"]] == [
        (cases[0], "decided", None),
        (cases[1], None, "urn:standing:problem:reason-needed"),
        ("nobody", None, "urn:standing:problem:unknown-case"),
        (cases[2], "decided", None),
        (closure, "proposed", None),
    ]
    statuses = [(await api.operator.get(f"/v1/accounts/many-{place}")).json()["status"] for place in range(3)]
    assert statuses == ["active", "held", "denied"]

    again = (await decide(api, asked, "many")).json()
    assert again == answer, "the same request decides nothing twice"
    require_problem(await decide(api, asked[:1], "many"), "idempotency-key-reused")
    async with await reviewer(api) as another:
        confirmed = await another.post("/v1/cases/decisions", json={"decisions": [asked[-1]]})
        assert [one["status"] for one in confirmed.json()["results"]] == ["decided"]


async def test_a_case_that_two_items_name_is_decided_by_neither(api: Api) -> None:
    """Which of them is meant nobody knows; the other items are decided."""
    twice, once = await held(api, "many-twice"), await held(api, "many-once")
    asked = [(twice, "approved"), (once, "approved"), (twice, "approved")]
    answer = (await decide(api, [{"case": case, "outcome": outcome} for case, outcome in asked])).json()
    assert [(one["case"], one["decided"]) for one in answer["results"]] == [
        (twice, False),
        (once, True),
        (twice, False),
    ]
    assert {one["problem"] for one in answer["results"]} == {"urn:standing:problem:invalid-request", None}
    [fault] = answer["results"][2]["errors"]
    assert (fault["path"], fault["message_zh"]) == ("case", "重复：一个事项只决定一次")


async def test_a_list_names_some_cases_and_not_too_many(api: Api) -> None:
    require_problem(await decide(api, []), "invalid-request")
    require_problem(
        await decide(api, [{"case": f"c{place}", "outcome": "approved"} for place in range(201)]), "invalid-request"
    )
