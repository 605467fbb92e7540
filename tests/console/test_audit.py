"""The audit's pages: who used the system, drawn by day, listed with filters, one event, and as a file."""

import csv
import json
from io import StringIO

import pytest

from models.roles import Role
from tests.console.conftest import Console


@pytest.fixture
async def refused(console: Console) -> None:
    """Leave a refusal of a stranger in the audit."""
    await console.api[None].get("/v1/cases")
    await console.api.app.state.app_state.audit.flush()


async def test_events_are_listed_in_words_with_a_drawing(console: Console, refused: None) -> None:
    page = (await console.operator.get("/console/audit")).text
    for words in ("Refused", "unknown or no key", "stranger", "Process started", "Events by day", "Key made"):
        assert words in page, words
    assert 'class="bar-bad"' in page


async def test_the_page_is_chinese_for_a_chinese_reader(console: Console, refused: None) -> None:
    page = (await console.operator.get("/console/audit", Accept_Language="zh-CN")).text
    for words in ("审计", "拒绝", "密钥未知或缺失", "陌生来访者", "进程启动", "每日事件数"):
        assert words in page, words
    assert "Refused" not in page


async def test_filters_choose_events_and_stay_in_the_form(console: Console, refused: None) -> None:
    page = (await console.operator.get("/console/audit?type=request_refused&about=operation:list_cases")).text
    rows = page[page.index('<section id="rows"') :]
    assert "Refused" in rows
    assert "Process started" not in rows
    assert 'value="operation:list_cases"' in page
    assert "from=" in (await console.operator.get("/console/audit?from=2026-03-10")).text
    nothing = (await console.operator.get("/console/audit?from=2020-01-01&until=2020-01-02")).text
    assert "No event of this selection" in nothing


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("from=yesterday", "Write a day as 2026-03-01"),
        ("from=2026-03-02&until=2026-02-01", "must be later than"),
        ("type=sign_in", "signed_in"),
    ],
)
async def test_what_is_wrong_with_a_filter_is_said_and_kept(console: Console, query: str, hint: str) -> None:
    answer = await console.operator.get(f"/console/audit?{query}")
    assert answer.status_code == 422
    assert hint in answer.text
    assert "Events by day" not in answer.text


async def test_one_event_has_its_hash_and_the_start_its_settings(console: Console) -> None:
    await console.api.app.state.app_state.audit.flush()
    found = await console.api[Role.AUDITOR].get("/v1/audit", params={"type": "process_started"})
    event = found.json()["events"][0]
    page = (await console.operator.get(f"/console/audit/{event['seq']}")).text
    assert event["hash"] in page
    assert "task_queue" in page
    assert "holder_key" in page
    assert (await console.operator.get("/console/audit/999999")).status_code == 404


async def test_the_list_is_taken_as_a_file_of_the_same_selection(console: Console, refused: None) -> None:
    listed = await console.api[Role.AUDITOR].get("/v1/audit", params={"type": "request_refused"})
    page = (await console.operator.get("/console/audit?type=request_refused")).text
    assert 'href="/console/audit/export?form=csv&amp;type=request_refused"' in page
    answer = await console.operator.get("/console/audit/export?form=csv&type=request_refused")
    rows = list(csv.DictReader(StringIO(answer.text)))
    assert [int(row["seq"]) for row in rows] == [event["seq"] for event in listed.json()["events"]][::-1]
    lines = await console.operator.get("/console/audit/export?form=ndjson&type=request_refused")
    assert [json.loads(line)["type"] for line in lines.text.splitlines()] == ["request_refused"] * len(rows)


async def test_a_reviewer_reads_no_audit(console: Console) -> None:
    assert (await console.reviewer.get("/console/audit")).status_code == 403
    assert 'href="/console/audit"' not in (await console.reviewer.get("/console/queue")).text
