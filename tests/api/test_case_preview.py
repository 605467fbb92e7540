"""Previews of decisions: what a person may choose, what would follow, and that a preview leaves nothing behind."""

from typing import Any

import pytest
from sqlalchemy import text

from models.roles import Role
from tests.api.conftest import Api
from tests.api.test_appeals import appealed, banned, decided, statement
from tests.api.test_cases import opened, reviewer
from tests.api.test_certification_applications import applied
from tests.api.test_problems import require_problem
from tests.api.test_registration import PAPER, register

_COUNTED = text(
    """
    SELECT (SELECT count(*) FROM facts), (SELECT count(*) FROM dossier_entries), (SELECT count(*) FROM events),
           (SELECT count(*) FROM outgoing), (SELECT count(*) FROM holders WHERE barred_by IS NOT NULL)
    """
)


async def counted(api: Api) -> tuple[int, ...]:
    """The rows that a decision would add to."""
    async with api.database.transaction() as connection:
        return tuple((await connection.execute(_COUNTED)).one())


async def previewed(api: Api, case: str, role: Role = Role.REVIEWER, **body: Any) -> dict[str, Any]:
    """The previews of a case, by outcome."""
    before = await counted(api)
    answer = await api[role].post(f"/v1/cases/{case}/decision/preview", json=body)
    assert answer.status_code == 200, answer.text
    assert await counted(api) == before, "a preview leaves nothing behind"
    return {one["choice"]["outcome"]: one for one in answer.json()["outcomes"]}


def said(preview: dict[str, Any], action: str | None) -> dict[str, Any]:
    """The text that the holder would read about an action; None: the answer to an application."""
    [found] = [one for one in preview["statements"] if one["action"] == action]
    return dict(found)


async def test_a_closure_is_previewed_as_two_people_will_decide_it(api: Api) -> None:
    account = await api.registered()
    await api.operator.post(f"/v1/accounts/{account}/monetization-applications", json={"methods": ["advertising"]})
    case = (await opened(api, account)).rpartition("/")[2]
    found = await previewed(api, case, reason="十一个账号，同一文本")
    assert set(found) == {"approved", "rejected"}
    closing = found["approved"]
    assert (closing["choice"]["may"], closing["choice"]["taking"]) == (True, "proposes")
    [effect] = closing["accounts"]
    assert (effect["status_before"], effect["status_after"]) == ("active", "closed")
    assert (effect["closed"], effect["holder_barred"]) == (True, True)
    assert effect["monetization_suspended_until"] == "never"
    changed = {one["privilege"]: (one["before"], one["after"], one["opens_at"]) for one in effect["privileges"]}
    assert changed["publish"] == changed["monetize.advertising"] == ("allowed", "refused", "never")
    assert [(r["kind"], r["article"], r["until"]) for r in effect["restrictions"] if r["privilege"] == "service"] == [
        ("closure", 7, "never")
    ]
    assert {"account.closed", "case.decided"} <= {event["type"] for event in closing["events"]}
    assert found["rejected"]["accounts"] == []
    assert found["rejected"]["choice"]["taking"] == "decides"

    body = {"outcome": "approved", "reason": "十一个账号，同一文本"}
    await api[Role.REVIEWER].post(f"/v1/cases/{case}/decision", json=body)
    again = (await previewed(api, case))["approved"]["choice"]
    assert (again["may"], again["refusal"]["code"]) == (False, "second_person_needed")
    async with await reviewer(api) as another:
        second = (await another.post(f"/v1/cases/{case}/decision/preview", json=body)).json()["outcomes"][0]
        assert second["choice"]["taking"] == "confirms"
        assert said(second, case) == said(closing, case), "the second person reads the same statement"
        await another.post(f"/v1/cases/{case}/decision", json=body)
    read = await statement(api, account, case)
    assert (read["zh"], read["en"]) == (said(closing, case)["zh"], said(closing, case)["en"])


async def test_the_statement_of_an_appeal_is_previewed_word_for_word(api: Api) -> None:
    account = await banned(api)
    case = (await appealed(api, account)).json()["id"]
    asked = {"outcome": "reduced", "reason": "复核", "terms": {"duration": "P3D"}}
    reduced = (await previewed(api, case, Role.OPERATOR, **asked))["reduced"]
    [effect] = reduced["accounts"]
    assert effect["monetization_suspended_until"] == "2026-03-16T17:00:00+08:00"
    ends = {one["kind"]: one["until"] for one in effect["restrictions"]}
    assert ends["ban"] == "2026-03-13T17:00:00+08:00"
    assert ends["suspension"] == "2026-03-16T17:00:00+08:00", "the factor of article 9 goes on holding"
    await decided(api, case, "reduced", terms={"duration": "P3D"})
    read = await statement(api, account)
    assert (read["zh"], read["en"]) == (said(reduced, "v1")["zh"], said(reduced, "v1")["en"])
    status = (await api[Role.PLATFORM].get(f"/v1/cases/{case}/status")).json()
    assert (status["zh"], status["en"]) == (said(reduced, None)["zh"], said(reduced, None)["en"])
    assert "减轻" in status["zh"]


async def test_each_outcome_of_an_appeal_says_what_it_still_needs(api: Api) -> None:
    account = await banned(api)
    case = (await appealed(api, account)).json()["id"]
    found = await previewed(api, case, Role.OPERATOR)
    assert found["reduced"]["choice"]["refusal"]["code"] == "unfit_terms", "the new length is missing"
    overturned = found["overturned"]
    assert overturned["reason_missing"]
    [effect] = overturned["accounts"]
    assert (effect["status_before"], effect["status_after"]) == ("banned", "active")
    assert {one["kind"] for one in effect["lifted"]} >= {"ban", "suspension"}
    assert effect["monetization_suspended_until"] is None
    assert found["upheld"]["accounts"] == []
    mine = await previewed(api, case, Role.REVIEWER)
    assert {one["choice"]["refusal"]["code"] for one in mine.values()} == {"another_person_needed"}


@pytest.mark.parametrize(
    ("outcome", "zh", "status"),
    [
        ("approved", "账号注册已通过审核。", "active"),
        ("rejected", "账号注册未通过审核，不予提供服务（第一条）。理由：冒用报社名称", "denied"),
    ],
)
async def test_an_applicant_reads_what_was_previewed(api: Api, outcome: str, zh: str, status: str) -> None:
    held = await register(api, f"held-{outcome}", PAPER)
    assert held.status_code == 202, held.text
    case, reason = held.json()["id"], "" if outcome == "approved" else "冒用报社名称"
    found = (await previewed(api, case, outcome=outcome, reason=reason))[outcome]
    assert said(found, None)["zh"] == zh
    assert [one["status_after"] for one in found["accounts"]] == [status]
    await api[Role.REVIEWER].post(f"/v1/cases/{case}/decision", json={"outcome": outcome, "reason": reason})
    read = (await api[Role.PLATFORM].get(f"/v1/cases/{case}/status")).json()
    assert (read["zh"], read["en"]) == (zh, said(found, None)["en"])


async def test_a_consequence_that_would_refuse_says_so_before_the_decision(api: Api) -> None:
    account = await api.registered()
    case = (await applied(api, account)).split("/")[3]
    granted = (await previewed(api, case))["approved"]
    [effect] = granted["accounts"]
    assert [(one["privilege"], one["source"]) for one in effect["grants"]] == [("publish.healthcare", case)]
    assert "医疗卫生" in granted["statements"][0]["zh"] or "healthcare" in granted["statements"][0]["en"]
    await api[Role.PLATFORM].post(f"/v1/accounts/{account}/closure", json={})
    refused = (await previewed(api, case))["approved"]["choice"]
    assert (refused["may"], refused["refusal"]["code"]) == (False, "account_closed")
    assert (await previewed(api, case))["rejected"]["choice"]["may"], "another outcome stays possible"


async def test_who_may_not_decide_reads_why(api: Api) -> None:
    case = (await opened(api, await api.registered())).rpartition("/")[2]
    seen = (await api[Role.AUDITOR].get(f"/v1/cases/{case}/outcomes")).json()
    assert {(one["may"], one["refusal"]["code"]) for one in seen["outcomes"]} == {(False, "not_permitted")}
    mine = (await api[Role.REVIEWER].get(f"/v1/cases/{case}/outcomes")).json()["outcomes"]
    assert [(one["outcome"], one["taking"], one["reason_needed"]) for one in mine] == [
        ("approved", "proposes", False),
        ("rejected", "decides", True),
    ]
    require_problem(await api[Role.AUDITOR].post(f"/v1/cases/{case}/decision/preview", json={}), "forbidden")
    require_problem(await api[Role.REVIEWER].get("/v1/cases/none/outcomes"), "unknown-case")
    unfit = await api[Role.REVIEWER].post(f"/v1/cases/{case}/decision/preview", json={"terms": {"duration": "P1D"}})
    require_problem(unfit, "invalid-request")
