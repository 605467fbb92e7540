"""A credit code that is not as the standard has it: refused, asked for with evidence, decided by a person."""

from typing import Any

import httpx2
from sqlalchemy import text

from models.roles import Role
from tests.api.conftest import Api, resident_id
from tests.api.test_problems import require_problem
from tests.regulation.test_identifiers import IRREGULAR, coded

WAY = "/v1/credit-code-admissions"


async def register(api: Api, account: str, code: str) -> httpx2.Response:
    body = {"account": account, "kind": "enterprise", "name": account, "holder": {"unified_social_credit_code": code}}
    return await api[Role.PLATFORM].post("/v1/accounts", json=body)


async def ask(api: Api, code: str, **more: Any) -> httpx2.Response:
    evidence = [{"kind": "document", "text": "营业执照扫描件", "link": "https://files.example.cn/licence.pdf"}]
    body = {"unified_social_credit_code": code, "reference": "file 7", "evidence": evidence, **more}
    return await api[Role.PLATFORM].post(WAY, json=body)


async def decide(api: Api, case: str, outcome: str, reason: str = "the public register shows it") -> httpx2.Response:
    return await api[Role.REVIEWER].post(f"/v1/cases/{case}/decision", json={"outcome": outcome, "reason": reason})


async def test_a_residents_number_is_no_credit_code_and_nobody_can_admit_it(api: Api) -> None:
    for number in ("110101188001010919", resident_id()):
        for answer in (await register(api, "seat-thief", number), await ask(api, number)):
            require_problem(answer, "invalid-request")
            assert "number of a resident" in answer.json()["errors"][0]["message"]
            assert number not in answer.text


async def test_an_irregular_code_is_admitted_by_a_person_with_the_reason_on_record(api: Api) -> None:
    refused = await register(api, "irregular-1", IRREGULAR)
    require_problem(refused, "invalid-request")
    assert WAY in refused.json()["errors"][0]["message"]

    asked = await ask(api, IRREGULAR.lower())
    assert (asked.status_code, asked.json()["status"], asked.json()["kind"]) == (202, "open", "credit_code")
    case = asked.json()["id"]
    again = await ask(api, f" {IRREGULAR}")
    assert (again.status_code, again.json()["id"]) == (202, case)
    waiting = await register(api, "irregular-1", IRREGULAR)
    require_problem(waiting, "invalid-request")
    assert case in waiting.json()["errors"][0]["message"]

    require_problem(await decide(api, case, "approved", ""), "reason-needed")
    assert (await decide(api, case, "approved")).status_code == 200
    status = (await api[Role.PLATFORM].get(asked.headers["location"])).json()
    assert (status["outcome"], status["reason"]) == ("approved", "the public register shows it")

    # Taken from now on, in every spelling, and like every other: two accounts and no more.
    first = await register(api, "irregular-1", IRREGULAR.lower())
    assert first.status_code == 201, first.text
    shown = (await api.operator.get("/v1/accounts/irregular-1")).json()
    assert shown["holder"] == asked.json()["holder"]
    assert (await register(api, "irregular-2", IRREGULAR)).status_code == 201
    require_problem(await register(api, "irregular-3", IRREGULAR), "quota-exceeded")
    closed = await api[Role.REVIEWER].post(
        "/v1/accounts/irregular-2/closure", json={"category": "matrix_manipulation", "reason": "test"}
    )
    assert closed.status_code in {200, 201}, closed.text
    require_problem(await register(api, "irregular-3", IRREGULAR), "holder-barred")

    # The number stands nowhere: not in the case, not in the ledger.
    view = await api[Role.REVIEWER].get(f"/v1/cases/{case}")
    assert view.json()["case"]["opening"]["subject"]["reference"] == "file 7"
    assert IRREGULAR not in view.text
    async with api.database.transaction() as connection:
        rows = await connection.execute(text("SELECT CAST(body AS text) AS body FROM dossier_entries"))
        assert not [row.body for row in rows if IRREGULAR in row.body.upper()]


async def test_what_was_rejected_stays_refused_and_may_be_asked_for_again(api: Api) -> None:
    code = coded("94350203M0009QKT1")
    case = (await ask(api, code)).json()["id"]
    await decide(api, case, "rejected", "the register does not know it")
    require_problem(await register(api, "rejected-1", code), "invalid-request")
    again = (await ask(api, code)).json()
    assert again["id"] != case
    assert again["status"] == "open"
    await decide(api, again["id"], "approved")
    assert (await register(api, "rejected-1", code)).status_code == 201


async def test_only_an_irregular_code_is_asked_for_and_with_evidence_that_does_not_say_it(api: Api) -> None:
    regular = await ask(api, "91350100M000100Y43")
    require_problem(regular, "invalid-request")
    assert "register with it" in regular.json()["errors"][0]["message"]
    require_problem(await ask(api, "9135"), "invalid-request")
    require_problem(await ask(api, IRREGULAR, evidence=[]), "invalid-request")
    spelled = f"{IRREGULAR[:8]} {IRREGULAR[8:].lower()}"
    said = await ask(api, IRREGULAR, reference=spelled, evidence=[{"kind": "text", "text": f"执照：{spelled}"}])
    require_problem(said, "invalid-request")
    assert [fault["path"] for fault in said.json()["errors"]] == ["body.reference", "body.evidence.0.text"]
    assert IRREGULAR[8:] not in said.text
