"""The pages of reports: preview, release by two people, download, verification, and the regulator's page."""

from hashlib import sha256

import pytest

from ledger.reports import reports
from models.reports.reports import Delivered
from models.roles import Role
from regulation.reports import reports as rules
from tests.console.conftest import Console
from tests.reports.building_here import built_here
from tests.reports.ledgers import autumn


@pytest.fixture(scope="module", autouse=True)
async def facts(shared_console: Console) -> None:
    """What there is to report."""
    await autumn(shared_console.api.database)


async def built(console: Console, period: str) -> None:
    """Built and counted as a worker does it."""
    answer = await console.operator.post("/console/reports", {"period": period})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/console/reports/{period}")
    await built_here(console.api.database, period, console.api.clock())


async def delivered(console: Console, period: str) -> None:
    await built(console, period)
    body = Delivered(attempt=1, to="ready to be fetched")
    await reports.execute(console.api.database, period, rules.delivered(body), actor="x", now=console.api.clock())


async def test_a_period_is_previewed_without_a_report(console: Console) -> None:
    """The totals are drawn and written; nothing is recorded."""
    page = (await console.operator.get("/console/reports?period=2024-10")).text
    assert "2024-10 as counted now" in page
    assert 'class="bars"' in page
    assert "<rect" in page
    assert "No report yet" in page


async def test_a_wrong_period_keeps_what_was_typed_and_says_what_is_right(console: Console) -> None:
    """The message stands beside the field, in the filter and in the form."""
    page = await console.operator.get("/console/reports?period=2024-13")
    assert page.status_code == 422
    assert 'value="2024-13"' in page.text
    assert "write a month such as 2026-10" in page.text
    answer = await console.operator.post("/console/reports", {"period": "yesterday"})
    assert answer.status_code == 422
    assert 'value="yesterday"' in answer.text
    assert "is not a period" in answer.text


async def test_files_are_downloaded_and_hashed_again(console: Console) -> None:
    """The file comes byte for byte, with its name; the page says that it is as recorded."""
    await built(console, "2024-10")
    page = (await console.operator.get("/console/reports/2024-10")).text
    for name in ("report.json", "report.xlsx", "report.pdf", "restrictions.csv"):
        assert f'href="/console/reports/2024-10/files/{name}"' in page
    file = await console.operator.get("/console/reports/2024-10/files/report.json")
    assert file.headers["content-disposition"] == 'attachment; filename="2024-10-report.json"'
    assert sha256(file.content).hexdigest() in page
    checked = (await console.operator.get("/console/reports/2024-10/verification")).text
    assert checked.count("as recorded") == 4
    missing = await console.operator.get("/console/reports/2024-10/files/other.doc")
    assert missing.status_code == 404


async def test_the_regulator_sees_delivered_reports_and_answers(console: Console) -> None:
    """This page alone: no history, no preview, no other page; the answer is recorded once."""
    await delivered(console, "2024-09")
    regulator = console[Role.REGULATOR]
    page = (await regulator.get("/console/reports")).text
    assert "2024-09" in page
    assert 'id="preview"' not in page
    assert 'href="/console/queue"' not in page
    shown = (await regulator.get("/console/reports/2024-09")).text
    assert "History" not in shown
    assert "Acknowledge" in shown
    form = {"receipt": "网信收〔2024〕9号", "_key": "k1"}
    for _ in range(2):
        answer = await regulator.confirmed("/console/reports/2024-09/acknowledgement", form)
        assert answer.status_code == 303
    assert "网信收〔2024〕9号" in (await regulator.get("/console/reports/2024-09")).text


async def test_a_rejection_without_a_reason_is_refused_beside_the_field(console: Console) -> None:
    """Nothing is recorded until the regulator says why."""
    await delivered(console, "2024-08")
    regulator = console[Role.REGULATOR]
    answer = await regulator.post("/console/reports/2024-08/rejection", {"reason": " "})
    assert answer.status_code == 422
    assert "Fill this in" in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "delivered" in (await regulator.get("/console/reports/2024-08")).text


async def test_a_reviewer_without_the_right_is_told_which_role_may(console: Console) -> None:
    """Requesting a report takes an operator."""
    answer = await console.reviewer.post("/console/reports", {"period": "2024-07"})
    assert answer.status_code == 403
