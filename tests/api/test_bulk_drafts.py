"""Bulk actions whose list is sent as a file: received once, line by line, previewed in slices, started, reversed."""

import json
from typing import Any

import pytest

from ledger.sanctions import bulk
from models.roles import Role
from tests.api.conftest import Api
from tests.api.test_bulk import BAN, carried_out, mixed, results
from tests.api.test_problems import require_problem

NDJSON = "application/x-ndjson"
SHAPES = {NDJSON: '{"account": "%s"}', "text/csv": "x,%s", "text/plain": "%s"}


async def drafted(api: Api, name: str, measure: dict[str, Any] = BAN) -> str:
    answer = await api.operator.post("/v1/bulk-actions/drafts", json={"id": name, "measure": measure, "reason": "one"})
    assert (answer.status_code, answer.json()["status"], answer.json()["accounts"]) == (201, "draft", 0), answer.text
    return str(answer.headers["location"])


async def sent(api: Api, path: str, content: str, form: str = NDJSON, line: int = 1) -> dict[str, Any]:
    answer = await api.operator.post(
        f"{path}/accounts?line={line}", content=content.encode(), headers={"content-type": form}
    )
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


@pytest.mark.parametrize("form", SHAPES)
async def test_a_list_is_received_once_previewed_started_and_reversed(api: Api, form: str) -> None:
    """In every form: lines that name no account are told by number; the same again is counted and stored once."""
    accounts = await mixed(api)
    path = await drafted(api, f"draft-{form.rpartition('/')[2]}")
    assert (await drafted(api, path.rpartition("/")[2])) == path, "the same draft again changes nothing"
    rows = [SHAPES[form] % account for account in accounts]
    head = ["名称,账号"] if form == "text/csv" else []
    bad = {NDJSON: '{"account": 7}', "text/csv": "x,某 号", "text/plain": "某 号"}[form]
    text = "\n".join([*head, *rows[:3], "", bad, *rows[3:], rows[0]])
    first = await sent(api, path, text, form)
    number = len(head) + 5
    assert first == {
        "bulk": path.rpartition("/")[2],
        "lines": len(accounts) + 2,
        "new": len(accounts),
        "repeated": 1,
        "bad": 1,
        "bad_lines": [{"line": number, "text": bad}],
    }
    again = await sent(api, path, text, form)
    assert (again["new"], again["repeated"]) == (0, len(accounts) + 1)
    view = (await api.operator.get(path)).json()
    assert (view["bulk"]["status"], view["progress"]["waiting"]) == ("draft", len(accounts))

    foreseen: list[dict[str, Any]] = []
    after = None
    while True:
        page = (await api.operator.post(f"{path}/preview", json={"limit": 3, "after": after})).json()
        foreseen += page["accounts"]
        after = page["next"]
        if after is None:
            break
    assert [one["account"] for one in foreseen] == sorted(accounts)

    short = await api.operator.post(f"{path}/start", json={"accounts": len(accounts) + 1})
    assert f"has {len(accounts)} accounts, not" in require_problem(short, "bulk-incomplete")["detail"]
    for _ in range(2):
        started = (await api.operator.post(f"{path}/start", json={"accounts": len(accounts)})).json()
        assert (started["status"], started["accounts"]) == ("running", len(accounts))
    late = await api.operator.post(f"{path}/accounts", content=b'"late"', headers={"content-type": NDJSON})
    require_problem(late, "bulk-not-draft")
    require_problem(await api.operator.post(f"{path}/preview", json={}), "bulk-not-draft")
    await carried_out(api, path)
    found = (await api.operator.get(f"{path}/accounts")).json()["accounts"]
    assert results(found) == results(foreseen)
    assert (await api.operator.post(f"{path}/reversal", json={"reason": "wrong"})).json()["status"] == "reverting"
    await carried_out(api, path)
    events = (await api.operator.get("/v1/events?types=bulk.*&limit=500")).json()["events"]
    mine = [event["type"] for event in events if event["dossier"] == path.rpartition("/")[2]]
    assert mine == ["bulk.drafted", "bulk.started", "bulk.finished", "bulk.reversal_started", "bulk.reverted"]


async def test_a_broken_upload_goes_on_with_the_rest(api: Api) -> None:
    """Parts of a file, cut anywhere, with the number of their first line; nothing is carried out before the start."""
    path = await drafted(api, "parts")
    names = [f"part-{number:05}" for number in range(5_000)]
    await sent(api, path, "\n".join(names[:2_000]), "text/plain")
    rest = await sent(api, path, "\n".join([*names[1_500:], "no account"]), "text/plain", line=1_501)
    assert (rest["new"], rest["repeated"], rest["bad_lines"][0]["line"]) == (3_000, 500, 5_001)
    assert (await api.operator.get(path)).json()["progress"]["waiting"] == 5_000
    await bulk.advance(api.database, "parts", now=api.clock(), actor="bulk run")
    assert (await api.operator.get(path)).json()["progress"]["waiting"] == 5_000


async def test_a_draft_is_cancelled(api: Api) -> None:
    path = await drafted(api, "dropped")
    await sent(api, path, json.dumps("kitchen"))
    assert (await api.operator.post(f"{path}/cancellation", json={})).json()["status"] == "cancelling"
    await carried_out(api, path)
    view = (await api.operator.get(path)).json()
    assert (view["bulk"]["status"], view["bulk"]["totals"]) == ("cancelled", {"done": 0, "refused": 0, "cancelled": 1})
    require_problem(await api.operator.post(f"{path}/start", json={}), "bulk-not-draft")


async def test_what_a_draft_refuses(api: Api) -> None:
    """As the order of a bulk action does; and lists that are none."""
    base = {"measure": BAN, "reason": "one text"}
    factor = await api.operator.post("/v1/bulk-actions/drafts", json={**base, "measure": {**BAN, "factor": "4"}})
    require_problem(factor, "factor-out-of-range")
    require_problem(await api[Role.REVIEWER].post("/v1/bulk-actions/drafts", json=base), "forbidden")
    path = await drafted(api, "empty")
    other = await api.operator.post("/v1/bulk-actions/drafts", json={**base, "id": "empty", "reason": "another"})
    require_problem(other, "duplicate-id")
    require_problem(await api.operator.post(f"{path}/start", json={}), "bulk-incomplete")
    require_problem(await api.operator.post(f"{path}/reversal", json={"reason": "x"}), "bulk-not-finished")
    form = await api.operator.post(f"{path}/accounts", content=b"a", headers={"content-type": "application/json"})
    require_problem(form, "unsupported-media-type")
    unknown = await api.operator.post(
        "/v1/bulk-actions/none/accounts", content=b"a", headers={"content-type": "text/plain"}
    )
    require_problem(unknown, "unknown-bulk")
    long = await sent(api, path, "x" * 70_000 + "\nkitchen", "text/plain")
    assert (long["new"], long["bad"]) == (1, 1)
