"""Reports over HTTP: asked for, released, fetched, answered; and what the regulator sees of them."""

from hashlib import sha256
from typing import Any

import pytest

from ledger.reports import reports
from ledger.streams import records
from models.reports.reports import Delivered
from models.roles import Role
from regulation.reports import reports as rules
from regulation.reports.periods import period_of
from regulation.reports.reports import REPORT
from reports.filing import Filing, terms_of
from tests.api.conftest import Api
from tests.api.test_problems import require_problem
from tests.ledger.doing import tamper
from tests.reports.building_here import built_here
from tests.reports.ledgers import autumn

G = Role.REGULATOR


@pytest.fixture(scope="module", autouse=True)
async def facts(shared: Api) -> None:
    """What there is to report."""
    await autumn(shared.database)


async def asked(api: Api, period: str) -> dict[str, Any]:
    answer = await api.operator.post("/v1/reports", json={"period": period})
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"/v1/reports/{period}"
    return dict(answer.json())


async def ready(api: Api, period: str) -> None:
    """Built and counted as a worker does it."""
    await asked(api, period)
    await built_here(api.database, period, api.clock())


async def delivered(api: Api, period: str) -> None:
    await ready(api, period)
    body = Delivered(attempt=1, to="ready to be fetched")
    await reports.execute(api.database, period, rules.delivered(body), actor="x", now=api.clock())


async def test_a_report_is_asked_for_built_fetched_verified_and_acknowledged(api: Api) -> None:
    assert (await asked(api, "2024-09"))["status"] == "requested"
    assert (await asked(api, "2024-09"))["status"] == "requested", "asked for twice, it is one report"
    require_problem(await api[G].get("/v1/reports/2024-09"), "unknown-report")
    await built_here(api.database, "2024-09", api.clock())
    seen = (await api[G].get("/v1/reports/2024-09")).json()
    assert (seen["report"]["status"], seen["entries"]) == ("ready", [])
    for file in seen["report"]["files"]:
        answer = await api[G].get(f"/v1/reports/2024-09/files/{file['name']}")
        assert sha256(answer.content).hexdigest() == file["sha256"] == answer.headers["etag"].strip('"')
        assert answer.headers["content-disposition"] == f'attachment; filename="2024-09-{file["name"]}"'
    none = require_problem(await api[G].get("/v1/reports/2024-09/files/other.doc"), "unknown-file")
    assert "report.xlsx" in none["detail"]
    assert (await api[G].get("/v1/reports/2024-09/verification")).json()["same"] is True
    early = require_problem(await api[G].post("/v1/reports/2024-09/acknowledgement", json={}), "report-not-there")
    assert "needs a report that is delivered" in early["detail"]
    body = Delivered(attempt=1, to="ready to be fetched")
    await reports.execute(api.database, "2024-09", rules.delivered(body), actor="x", now=api.clock())
    for _ in range(2):
        done = await api[G].post("/v1/reports/2024-09/acknowledgement", json={"receipt": "网信收1号"})
        assert (done.json()["status"], done.json()["receipt"]) == ("acknowledged", "网信收1号")
    entries = (await api.operator.get("/v1/reports/2024-09")).json()["entries"]
    assert [entry["body"]["type"] for entry in entries] == [
        "requested", "built", "reconciled", "delivered", "acknowledged",
    ]  # fmt: skip
    events = (await api.operator.get("/v1/events?types=report.*")).json()["events"]
    assert [event["type"] for event in events if event["dossier"] == "2024-09"][-1] == "report.acknowledged"


async def test_a_rejection_opens_a_case_and_an_amendment_replaces_the_report(api: Api) -> None:
    await delivered(api, "2024-10")
    unsaid = await api[G].post("/v1/reports/2024-10/rejection", json={"reason": ""})
    (fault,) = require_problem(unsaid, "invalid-request")["errors"]
    assert (fault["path"], fault["message"]) == ("body.reason", "is required: say why the report is not accepted")
    rejected = await api[G].post("/v1/reports/2024-10/rejection", json={"reason": "缺少明细"})
    assert rejected.json()["status"] == "rejected"
    waiting = (await api.operator.get("/v1/cases?kind=report")).json()["cases"]
    assert any("2024-10: rejected" in case["title"] for case in waiting)
    headers = {"Idempotency-Key": "amend-october"}
    path = "/v1/reports/2024-10/amendment"
    made = await api.operator.post(path, json={"reason": "补录"}, headers=headers)
    assert made.status_code == 201, made.text
    assert made.headers["location"] == "/v1/reports/2024-10.a1"
    assert (await api.operator.post(path, json={"reason": "补录"}, headers=headers)).json() == made.json()
    require_problem(await api.operator.post(path, json={"reason": "另一原因"}), "report-replaced")
    head = made.json()["terms"]["head"]
    assert (head["replaces"], head["period"]["id"]) == ("2024-10", "2024-10")
    assert not [
        case
        for case in (await api.operator.get("/v1/cases?kind=report")).json()["cases"]
        if "2024-10:" in case["title"]
    ]


async def test_the_regulator_lists_what_is_filed_and_others_list_all(api: Api) -> None:
    await asked(api, "2024-01")
    await ready(api, "2024-02")
    for role, sees in ((G, False), (Role.AUDITOR, True)):
        listed = {one["id"] for one in (await api[role].get("/v1/reports")).json()["reports"]}
        assert "2024-02" in listed
        assert ("2024-01" in listed) is sees
    first = (await api.operator.get("/v1/reports?limit=1")).json()
    rest = (await api.operator.get(f"/v1/reports?limit=500&after={first['next']}")).json()
    assert first["reports"][0]["id"] not in {one["id"] for one in rest["reports"]}
    assert [one["status"] for one in (await api[G].get("/v1/reports?status=requested")).json()["reports"]] == []


async def test_a_report_that_two_release_is_not_seen_before(api: Api) -> None:
    filing = Filing(release=True)
    await records.execute(api.database, _command(api, "2024-03", filing))
    await built_here(api.database, "2024-03", api.clock())
    require_problem(await api[G].get("/v1/reports/2024-03/files/report.pdf"), "unknown-report")
    assert (await api[Role.REVIEWER].post("/v1/reports/2024-03/release", json={})).json()["status"] == "unreleased"
    again = await api[Role.REVIEWER].post("/v1/reports/2024-03/release", json={})
    require_problem(again, "another-person-needed")
    assert (await api.operator.post("/v1/reports/2024-03/release", json={})).json()["status"] == "ready"
    assert (await api[G].get("/v1/reports/2024-03/files/report.pdf")).content.startswith(b"%PDF")


def _command(api: Api, period: str, filing: Filing) -> Any:
    decide = rules.request(terms_of(filing, period_of(period)))
    return records.Command(REPORT, period, decide, actor="x", now=api.clock())


async def test_a_file_that_was_changed_is_found(api: Api) -> None:
    await ready(api, "2024-04")
    found = (await api.operator.get("/v1/reports/2024-04")).json()["report"]
    pdf = next(file for file in found["files"] if file["name"] == "report.pdf")
    change = "UPDATE report_pieces SET content = content || '\\x00'::bytea WHERE sha256 = :sha256"
    await tamper(api.database, change, sha256=bytes.fromhex(pdf["sha256"]))
    verified = (await api.operator.get("/v1/reports/2024-04/verification")).json()
    assert verified["same"] is False
    assert [file["name"] for file in verified["files"] if not file["same"]] == ["report.pdf"]


@pytest.mark.parametrize(
    ("body", "problem", "hint"),
    [
        ({"period": "October"}, "invalid-request", "a month such as 2026-10"),
        ({"period": "2998-01"}, "period-running", "2998-02-01 00:15"),
        ({}, "invalid-request", "period"),
        ({"period": "2024-01", "surplus": 1}, "invalid-request", "surplus"),
    ],
)
async def test_what_is_wrong_is_said(api: Api, body: dict[str, Any], problem: str, hint: str) -> None:
    found = require_problem(await api.operator.post("/v1/reports", json=body), problem)
    assert hint in str(found)
    assert found.get("until") == ("2998-02-01T00:15:00+08:00" if problem == "period-running" else None)


async def test_what_is_not_there_is_said(api: Api) -> None:
    for method, path in (
        ("GET", "/v1/reports/none"),
        ("GET", "/v1/reports/none/verification"),
        ("GET", "/v1/reports/none/files/report.json"),
        ("POST", "/v1/reports/none/release"),
        ("POST", "/v1/reports/none/retry"),
        ("POST", "/v1/reports/none/acknowledgement"),
    ):
        answer = await api.operator.request(method, path, json={} if method == "POST" else None)
        require_problem(answer, "unknown-report")


async def test_a_preview_counts_a_period_as_the_report_does_and_records_nothing(api: Api) -> None:
    before = (await api.operator.get("/v1/reports")).json()
    seen = (await api.operator.get("/v1/reports/preview?period=2024-10")).json()
    assert (seen["period"]["id"], seen["running"]) == ("2024-10", False)
    assert seen["counted_at"] == seen["period"]["end"]
    assert (await api.operator.get("/v1/reports")).json() == before
    await ready(api, "2024-10")
    report = (await api.operator.get("/v1/reports/2024-10/files/report.json")).json()
    assert seen["counts"]["accounts"] == report["totals"]["accounts"] > 0
    assert seen["counts"]["restrictions"] == report["totals"]["restrictions"]
    assert seen["counts"]["by_kind"].items() <= report["totals"]["by_kind"].items()
    assert seen["others"] == report["totals"]["others"]


async def test_the_running_month_can_be_previewed_and_a_coming_one_cannot(api: Api) -> None:
    seen = (await api.operator.get("/v1/reports/preview")).json()
    assert seen["running"] is True
    assert seen["period"]["start"] <= seen["counted_at"] < seen["period"]["end"]
    ahead = require_problem(await api.operator.get("/v1/reports/preview?period=2999-01"), "invalid-request")
    assert "has not begun" in ahead["errors"][0]["message"]
    wrong = require_problem(await api.operator.get("/v1/reports/preview?period=2024-13"), "invalid-request")
    assert "write a month such as" in wrong["errors"][0]["message"]
    require_problem(await api[G].get("/v1/reports/preview"), "forbidden")
