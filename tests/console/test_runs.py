"""Runs in the console: rows are sent, looked at, started, followed and taken as a file; a run is cancelled."""

import json
import re
from html import unescape
from typing import Any

import httpx2

from models.roles import Role
from tests.api.conftest import Api
from tests.api.test_runs import carried_out, registration
from tests.console.conftest import PAGE, Console

Row = dict[str, Any]


def text(answer: httpx2.Response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def written(rows: list[Row | str]) -> str:
    return "".join(f"{row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)}\n" for row in rows)


async def sent(console: Console, path: str, form: dict[str, str], file: str | bytes | None = None) -> httpx2.Response:
    files = {"file": ("rows.ndjson", b"" if file is None else file.encode() if isinstance(file, str) else file)}
    return await console.api.operator.post(path, data=form, files=files, headers=PAGE)


def hidden(answer: httpx2.Response, action: str) -> dict[str, str]:
    """Return the hidden fields of the form that goes to an address."""
    found = re.search(rf'<form[^>]*action="{re.escape(action)}"[^>]*>(.*?)</form>', answer.text, re.DOTALL)
    assert found is not None, action
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', found[1]))


async def new_run(console: Console, run: str, rows: list[Row | str], commands: str = "register") -> str:
    answer = await sent(console, "/console/runs", {"id": run, "commands": commands, "note": "首批"}, written(rows))
    assert answer.status_code == 303, text(answer)
    return str(answer.headers["location"])


async def downloads(api: Api) -> list[Row]:
    answer = await api[Role.AUDITOR].get("/v1/audit", params={"type": "file_downloaded"})
    return [event for event in answer.json()["events"] if event["object"].startswith("run:")]


async def test_a_file_of_rows_is_checked_started_and_followed(console: Console) -> None:
    """What cannot be carried out is shown with its line before anything happens; then each row has its outcome."""
    rows: list[Row | str] = [
        {**registration("console-run-1"), "ref": "row-1"},
        "{no json",
        {**registration("console-run-2", name="人民日报"), "ref": "row-3"},
        {**registration("console-run-3"), "ref": "row-4", "kind": "company"},
    ]
    where = await new_run(console, "console-run", rows)
    assert where == "/console/runs/console-run"
    page = await console.operator.get(where)
    said = text(page)
    for words in ("not started yet", "2 rows cannot be carried out as they were sent", "Start with 4 rows", "首批"):
        assert words in said, words
    shown = re.findall(
        r'<td data-label="Line" class="number">(\d+)</td>\s*<th scope="row" class="mono">([^<]+)', page.text
    )
    assert shown == [("2", "#2"), ("4", "row-4")]
    assert (await console.api.operator.get("/v1/accounts/console-run-1")).status_code == 404

    action = f"{where}/start"
    form = hidden(page, action)
    assert form["number"] == "4"
    started = await console.operator.post(action, form)
    assert (started.status_code, started.headers["location"]) == (303, where)
    running = await console.operator.get(where)
    assert 'hx-trigger="every 1s"' in running.text
    assert "being carried out" in text(running)
    await carried_out(console.api, "/v1/runs/console-run")

    ended = await console.operator.get(where)
    assert "recorded here 1 held for review 1 refused here 2" in text(ended)
    assert 'hx-trigger="live-run-console-run from:body throttle:1s"' in ended.text
    bars = re.findall(r'<rect class="bar-(\w+)" x="([\d.]+)" y="0" width="([\d.]+)"', ended.text)
    assert [(tone, float(x), float(wide)) for tone, x, wide in bars] == [
        ("good", 0, 250),
        ("wait", 250, 250),
        ("bad", 500, 500),
    ]
    held = await console.operator.get(f"{where}?outcome=held")
    assert "row-3" in held.text
    assert "row-1" not in held.text
    assert re.search(r'href="/console/cases/[^"]+"', held.text)
    one = await console.operator.get(f"{where}?ref=row-4")
    assert "row-4" in one.text
    assert "#2" not in text(one)


async def test_why_a_row_is_refused_is_said_in_the_readers_language(console: Console) -> None:
    """As the same command alone would be told."""
    where = await new_run(console, "console-why", [{"ref": "a", "account": "nobody", "methods": ["x"]}], "monetize")
    zh = await console.operator.get(where, Accept_Language="zh-CN")
    cell = re.search(r'class="run-why">(.*?)</td>', zh.text, re.DOTALL)
    assert cell is not None
    assert re.search(r"[一-鿿]", cell[1])
    assert "1行" in text(zh)


async def test_rows_are_taken_as_a_file_and_the_audit_knows(console: Console) -> None:
    """With the filter of the page; a table for spreadsheets, or one object a line."""
    rows: list[Row | str] = [{"ref": "b-1", "account": "=nobody", "methods": ["x"]}, "[]"]
    where = await new_run(console, "console-file", rows, "monetize")
    before = len(await downloads(console.api))
    table = await console.operator.get(f"{where}/rows.csv?outcome=refused")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert table.headers["content-disposition"] == 'attachment; filename="console-file.csv"'
    assert table.content.startswith("\ufeffref,line,account,outcome,code,message,version,case\r\n".encode())
    assert len(table.text.splitlines()) == 3
    lines = await console.operator.get(f"{where}/rows.ndjson")
    assert [json.loads(line)["line"] for line in lines.text.splitlines()] == [1, 2]
    taken = (await downloads(console.api))[: -before or None]
    assert [(one["object"], one["data"]["file"], one["data"]["selection"]) for one in taken] == [
        ("run:console-file", "console-file.ndjson", ""),
        ("run:console-file", "console-file.csv", "outcome=refused"),
    ]


async def test_what_was_typed_stays_when_it_is_refused(console: Console) -> None:
    """No rows at all, a kind that is none, an identifier that is taken, a row with the ref of another."""
    nothing = await sent(console, "/console/runs", {"commands": "register", "note": "备注在此"})
    assert nothing.status_code == 422
    assert "Type rows, or choose a file" in nothing.text
    assert "备注在此" in nothing.text
    typed = {"commands": "monetize", "id": "console-typed", "rows": '{"ref": "c", "account": "x", "methods": ["x"]}'}
    other = await sent(console, "/console/runs", {**typed, "commands": "bake"})
    assert (other.status_code, "Choose what the rows do" in other.text) == (422, True)
    assert (await sent(console, "/console/runs", typed)).status_code == 303
    taken = await sent(console, "/console/runs", {**typed, "commands": "register"})
    assert taken.status_code == 409
    assert unescape(taken.text).count(typed["rows"]) == 1
    conflict = await sent(
        console, "/console/runs/console-typed/rows", {"rows": '{"ref": "c", "account": "y", "methods": ["x"]}'}
    )
    assert conflict.status_code == 409
    assert '"account": "y"' in unescape(conflict.text)
    assert "console-typed" in conflict.text
    again = await sent(console, "/console/runs/console-typed/rows", {"rows": typed["rows"]})
    assert again.status_code == 303
    run = (await console.api.operator.get("/v1/runs/console-typed")).json()
    assert run["progress"]["total"] == 1


async def test_a_run_is_not_started_with_other_rows_than_were_shown(console: Console) -> None:
    """Somebody sent more meanwhile: the number on the page no longer fits."""
    where = await new_run(console, "console-number", [{"ref": "d", "account": "x", "methods": ["x"]}], "monetize")
    form = hidden(await console.operator.get(where), f"{where}/start")
    await sent(console, f"{where}/rows", {"rows": '{"ref": "e", "account": "x", "methods": ["x"]}'})
    refused = await console.operator.post(f"{where}/start", form)
    assert refused.status_code == 409
    assert "The run lacks rows" in refused.text


async def test_a_run_is_cancelled_after_a_look_at_what_waits(console: Console) -> None:
    """The page says how many rows would be left out; the reason is on the run."""
    account = await console.api.registered()
    rows: list[Row | str] = [{"ref": f"f-{n}", "account": account, "methods": ["advertising"]} for n in range(3)]
    where = await new_run(console, "console-cancel", rows, "monetize")
    asked = await console.operator.get(f"{where}/cancellation")
    assert "3 rows still wait" in text(asked)
    form = {**hidden(asked, f"{where}/cancellation"), "reason": "文件有误"}
    assert (await console.operator.post(f"{where}/cancellation", form)).status_code == 303
    page = await console.operator.get(where)
    assert "cancelled before its end" in text(page)
    assert "文件有误" in page.text
    assert "left out by the cancellation 3" in text(page)
    assert f"{where}/start" not in page.text
    assert "It has ended already" in text(await console.operator.get(f"{where}/cancellation"))


async def test_the_list_has_the_newest_first_and_filters(console: Console) -> None:
    """Status and kind of commands; who may start none sees no button."""
    for run, commands in (("list-1", "monetize"), ("list-2", "certify")):
        await new_run(console, run, [{"ref": "a", "account": "x"}], commands)
    page = await console.operator.get("/console/runs")
    names = re.findall(r'<a href="/console/runs/(list-\d)"', page.text)
    assert names == ["list-2", "list-1"]
    one = await console.operator.get("/console/runs?commands=certify&status=receiving")
    assert re.findall(r'<a href="/console/runs/(list-\d)"', one.text) == ["list-2"]
    assert 'href="/console/runs/new"' in page.text
    auditor = await console[Role.AUDITOR].get("/console/runs")
    assert 'href="/console/runs/new"' not in auditor.text
    assert (await console[Role.AUDITOR].get("/console/runs/new")).status_code == 403


async def test_a_reviewer_is_offered_what_a_reviewer_may_start(console: Console) -> None:
    """Certifications alone; the API refuses the rest in any case."""
    page = await console.reviewer.get("/console/runs/new")
    assert re.findall(r'name="commands" value="(\w+)"', page.text) == ["certify"]
    refused = await console.api[Role.REVIEWER].post(
        "/console/runs", data={"commands": "register", "rows": "{}"}, files={"file": ("", b"")}, headers=PAGE
    )
    assert refused.status_code == 403
