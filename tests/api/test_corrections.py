"""Corrections over HTTP: previewed, done once, told to the applicant, in the feed, and in the statistics."""

from typing import Any

from models.roles import Role
from tests.api.conftest import Api, client_of, person_with_key
from tests.api.test_appeals import appealed, banned, decided, statement
from tests.api.test_case_preview import counted
from tests.api.test_cases import opened, reviewer
from tests.api.test_problems import require_problem
from tests.api.test_registration import PAPER, register


async def previewed(api: Api, case: str, **body: Any) -> dict[str, Any]:
    """The previews of a correction, by outcome."""
    before = await counted(api)
    answer = await api[Role.REVIEWER].post(f"/v1/cases/{case}/correction/preview", json=body)
    assert answer.status_code == 200, answer.text
    assert await counted(api) == before, "a preview leaves nothing behind"
    return {one["choice"]["outcome"]: one for one in answer.json()["outcomes"]}


async def events(api: Api, case: str) -> list[str]:
    """The types of the case's events."""
    found = (await api.operator.get("/v1/events?limit=500")).json()["events"]
    return [one["type"] for one in found if one.get("id") == case or one.get("record") == case]


async def test_an_applicant_reads_both_answers_and_both_decisions_stay_on_record(api: Api) -> None:
    held = await register(api, "corrected-1", PAPER)
    case = held.json()["id"]
    await api[Role.REVIEWER].post(f"/v1/cases/{case}/decision", json={"outcome": "rejected", "reason": "无授权"})
    foreseen = (await previewed(api, case, reason="授权书此前未被看到"))["approved"]
    assert foreseen["undone"]["outcome"] == "rejected"
    assert "名额" in foreseen["undone"]["zh"]
    [effect] = foreseen["accounts"]
    assert (effect["status_before"], effect["status_after"]) == ("denied", "active")

    body, headers = {"outcome": "approved", "reason": "授权书此前未被看到"}, {"Idempotency-Key": f"c-{api.numbers()}"}
    async with await reviewer(api) as another:
        first = await another.post(f"/v1/cases/{case}/correction", json=body, headers=headers)
        assert first.status_code == 200, first.text
        again = await another.post(f"/v1/cases/{case}/correction", json=body, headers=headers)
        assert again.json() == first.json()
        assert again.headers["idempotent-replayed"] == "true"
    state = first.json()
    assert (state["status"], state["decision"]["ruling"]["outcome"]) == ("decided", "approved")
    assert [one["ruling"]["outcome"] for one in state["corrected"]] == ["rejected"]

    read = (await api[Role.PLATFORM].get(f"/v1/cases/{case}/status")).json()
    [wrong] = read["withdrawn"]
    assert (wrong["outcome"], wrong["reason"], read["outcome"]) == ("rejected", "无授权", "approved")
    assert read["zh"].startswith("2026年")
    assert "已于" in read["zh"]
    assert read["zh"].endswith("账号注册已通过审核。理由：授权书此前未被看到")
    assert read["zh"] == foreseen["statements"][-1]["zh"], "the preview says what is read afterwards"
    told = (await api.operator.get(f"/v1/cases/{case}")).json()["entries"]
    assert [entry["body"]["type"] for entry in told] == ["opened", "decided", "corrected"]
    other = (await opened(api, "corrected-1")).rpartition("/")[2]
    [earlier] = (await api.operator.get(f"/v1/cases/{other}/context")).json()["earlier"]
    assert (earlier["outcome"], earlier["superseded"][0]["outcome"]) == ("approved", "rejected")


async def test_two_people_correct_a_closure_and_the_statement_says_so(api: Api) -> None:
    account = await api.registered()
    case = (await opened(api, account)).rpartition("/")[2]
    yes = {"outcome": "approved", "reason": "matrix"}
    no = {"outcome": "rejected", "reason": "认错了账号"}
    path = f"/v1/cases/{case}"
    await api[Role.REVIEWER].post(f"{path}/decision", json=yes)
    async with await reviewer(api) as second:
        await second.post(f"{path}/decision", json=yes)
        proposed = (await api[Role.REVIEWER].post(f"{path}/correction", json=no)).json()
        assert proposed["status"] == "correcting"
        require_problem(await second.post(f"{path}/correction", json=no), "another-person-needed")
        status = (await api[Role.PLATFORM].get(f"{path}/status")).json()
        assert (status["status"], status["outcome"]) == ("decided", "approved"), "it stands meanwhile"
        _, secret = await person_with_key(api.database, "third", [Role.REVIEWER])
        async with client_of(api, secret) as third:
            seen = (await third.post(f"{path}/correction/preview", json=no)).json()["outcomes"][0]
            assert seen["choice"]["taking"] == "confirms"
            mine = (await third.get("/v1/cases?second_person=me")).json()["cases"]
            assert [one["status"] for one in mine if one["id"] == case] == ["correcting"]
            done = await third.post(f"{path}/correction", json=no)
            assert done.status_code == 200, done.text
    assert (await api.operator.get(f"/v1/accounts/{account}")).json()["status"] == "active"
    said = await statement(api, account, case)
    assert said["overturned_at"] is not None
    assert "该决定已于" in said["zh"]
    [public] = (await api.operator.get(f"/v1/exposures?case={case}")).json()["exposures"]
    assert public["status"] == "overturned"
    figures = (await api.operator.get("/v1/statistics/cases")).json()
    [row] = [one for one in figures["kinds"] if one["kind"] == "closure"]
    assert row["corrected"] >= 1
    assert row["seconds"] >= 2, "the second look at the decision, and at the correction"


async def test_an_appeal_that_was_won_is_final(api: Api) -> None:
    account = await banned(api)
    case = (await appealed(api, account)).json()["id"]
    await decided(api, case, "overturned")
    refused = await api.operator.post(f"/v1/cases/{case}/correction", json={"outcome": "upheld", "reason": "no"})
    assert f"/v1/accounts/{account}/violations" in require_problem(refused, "decision-final")["detail"]


async def test_an_upheld_appeal_is_overturned_after_all(api: Api) -> None:
    account = await banned(api)
    case = (await appealed(api, account)).json()["id"]
    await decided(api, case, "upheld")
    corrected = await api.operator.post(
        f"/v1/cases/{case}/correction", json={"outcome": "overturned", "reason": "证据有误"}
    )
    assert corrected.status_code == 200, corrected.text
    assert (await api.operator.get(f"/v1/accounts/{account}")).json()["status"] == "active"
    said = await statement(api, account)
    assert (said["appeal"]["outcome"], said["appeal"]["reason"]) == ("overturned", "证据有误")


async def test_what_cannot_be_corrected_is_refused_with_what_is_right(api: Api) -> None:
    case = (await opened(api, await api.registered())).rpartition("/")[2]
    body = {"outcome": "rejected", "reason": "r"}
    require_problem(await api[Role.REVIEWER].post(f"/v1/cases/{case}/correction", json=body), "nothing-to-correct")
    bare = await api[Role.REVIEWER].post(f"/v1/cases/{case}/correction", json={"outcome": "rejected"})
    assert require_problem(bare, "invalid-request")["errors"][0]["path"] == "body.reason"
    require_problem(await api[Role.REVIEWER].post("/v1/cases/none/correction", json=body), "unknown-case")
    require_problem(await api[Role.AUDITOR].post(f"/v1/cases/{case}/correction", json=body), "forbidden")
    await api[Role.REVIEWER].post(f"/v1/cases/{case}/decision", json=body)
    again = await api[Role.REVIEWER].post(f"/v1/cases/{case}/decision", json=body)
    assert f"/v1/cases/{case}/correction" in require_problem(again, "case-decided")["detail"]
