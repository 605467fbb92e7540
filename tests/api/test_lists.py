"""Lists across accounts over HTTP: filters, counts, tags that are never stale, and files."""

import csv
import io
import json
from typing import Any

import httpx2
import pytest

from api.lists import exporting
from ledger.store import pages
from models.roles import Role
from tests.api.conftest import Api, name_of
from tests.api.test_problems import require_problem

BAN = {"category": "recycled_news", "duration": "P7D", "another_offence": True}
MATERIALS = {"professional_qualification": "资格证 1"}


async def done(client: httpx2.AsyncClient, path: str, body: dict[str, Any], status: int = 201) -> dict[str, Any]:
    answer = await client.post(path, json=body)
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def read(api: Api, path: str, role: Role = Role.AUDITOR, **query: Any) -> dict[str, Any]:
    answer = await api[role].get(f"/v1/{path}", params=query)
    assert answer.status_code == 200, answer.text
    assert answer.json()["complete"] is True
    found: dict[str, Any] = answer.json()
    return found


async def sanctioned(api: Api) -> str:
    """Return an account with a ban, a shortened and an overturned one, a violation, a certification and an appeal."""
    account = await api.registered(fields=["finance"])
    at = f"/v1/accounts/{account}"
    for name in ("b1", "b2", "b3"):
        await done(api.operator, f"{at}/bans", {**BAN, "id": name})
    await done(api.operator, f"{at}/bans/b2/shorten", {"duration": "P1D"}, 200)
    await done(api.operator, f"{at}/bans/b3/overturn", {"reason": "误判"}, 200)
    violation = {"id": "v1", "category": "missing_source", "consequences": "none"}
    await done(api.operator, f"{at}/violations", violation)
    certificate = {"id": "c1", "field": "finance", "valid_from": "2026-01-01", "valid_until": "2026-03-31"}
    await done(api.operator, f"{at}/certifications", {**certificate, "materials": MATERIALS})
    await done(api[Role.PLATFORM], f"{at}/actions/b1/appeal", {"reason": "内容系原创"})
    return account


async def test_bans_violations_and_actions_are_listed_with_their_state_of_now(api: Api) -> None:
    account = await sanctioned(api)
    bans = (await read(api, "bans", account=account, sort="account"))["bans"]
    assert [(ban["id"], ban["state"], ban["reduced"]) for ban in bans] == [
        ("b1", "standing", False),
        ("b2", "standing", True),
        ("b3", "overturned", False),
    ]
    assert bans[1]["until"] == "2026-03-11T17:00:00+08:00"
    assert bans[0]["name"] == name_of(account)
    assert bans[0]["measures"] == ["ban", "suspension"]
    assert bans[0]["decided_by_name"] == "operator"
    api.clock.pass_(days=2)
    states = {ban["id"]: ban["state"] for ban in (await read(api, "bans", account=account))["bans"]}
    assert states == {"b1": "standing", "b2": "ended", "b3": "overturned"}
    ending = await read(api, "bans", account=account, until_before="2026-04-01T00:00:00+08:00", sort="until")
    assert [ban["id"] for ban in ending["bans"]] == ["b1"]
    found = await read(api, "violations", account=account, state="standing", category="missing_source")
    assert [one["id"] for one in found["violations"]] == ["v1"]
    assert (await read(api, "violations/counts", account=account))["counts"] == {"standing": 3, "overturned": 1}
    assert (await read(api, "actions/counts", account=account, by="measure"))["counts"] == {"ban": 3, "suspension": 3}
    assert (await read(api, "bans/counts", account=account, state="ended", by="category"))["total"] == 1
    found = await read(api, "actions", holder=bans[0]["holder"], measure="suspension", article=7, state="standing")
    assert {one["id"] for one in found["actions"]} == {"b1"}, "of b2 the suspension has ended, too"


async def test_certifications_and_appeals_are_listed(api: Api) -> None:
    account = await sanctioned(api)
    [one] = (await read(api, "certifications", account=account, ends_before="2026-04-01"))["certifications"]
    assert (one["id"], one["state"], one["valid_until"]) == ("c1", "in_force", "2026-03-31")
    assert (await read(api, "certifications", account=account, ends_before="2026-03-31"))["certifications"] == []
    await done(api.operator, f"/v1/accounts/{account}/certifications/c1/revocation", {"reason": "伪造"}, 200)
    assert (await read(api, "certifications/counts", account=account))["counts"] == {"revoked": 1}
    [appeal] = (await read(api, "appeals", account=account, state="open", sort="due"))["appeals"]
    assert (appeal["action"], appeal["category"], appeal["outcome"]) == ("b1", "recycled_news", None)
    status = await api[Role.PLATFORM].get(f"/v1/cases/{appeal['id']}/status")
    assert status.status_code == 200
    assert (await read(api, "appeals/counts", account=account))["counts"] == {"open": 1}
    assert (await read(api, "appeals", account=account, outcome="upheld"))["appeals"] == []


BAD = [
    ("bans", {"state": "pending"}, "query.state"),
    ("bans", {"account": "not/an/account"}, "query.account"),
    ("bans", {"measure": "ban"}, "query.measure"),
    ("bans", {"sort": "name"}, "query.sort"),
    ("violations", {"state": "ended"}, "query.state"),
    ("violations", {"sort": "until"}, "query.sort"),
    ("actions", {"measure": "scolding"}, "query.measure"),
    ("actions", {"article": "14"}, "query.article"),
    ("actions", {"until_before": "tomorrow"}, "query.until_before"),
    ("certifications", {"ends_before": "soon"}, "query.ends_before"),
    ("certifications", {"field": "sports"}, "query.field"),
    ("appeals", {"outcome": "won"}, "query.outcome"),
    ("appeals", {"sort": "account"}, "query.sort"),
    ("bans/counts", {"by": "actor"}, "query.by"),
    ("bans/export", {"form": "xlsx"}, "query.form"),
    ("bans/export", {"limit": "3"}, "query.limit"),
]
BACKWARDS = {"since": "2026-03-02T00:00:00+08:00", "before": "2026-03-01T00:00:00+08:00"}


@pytest.mark.parametrize(("path", "query", "where"), BAD)
async def test_a_bad_filter_is_refused_where_it_stands(api: Api, path: str, query: dict[str, str], where: str) -> None:
    problem = require_problem(await api.operator.get(f"/v1/{path}", params=query), "invalid-request")
    assert [fault["path"] for fault in problem["errors"]] == [where]


@pytest.mark.parametrize(
    ("path", "word"),
    [("bans", "decided"), ("certifications", "granted"), ("appeals", "opened"), ("actions", "decided")],
)
async def test_a_period_that_ends_before_it_begins_is_refused(api: Api, path: str, word: str) -> None:
    query = {f"{word}_{name}": value for name, value in BACKWARDS.items()}
    problem = require_problem(await api.operator.get(f"/v1/{path}", params=query), "invalid-request")
    [fault] = problem["errors"]
    assert (fault["path"], fault["message"]) == (f"query.{word}_before", f"must be later than `{word}_since`")
    assert fault["message_zh"] == f"须晚于`{word}_since`"


async def test_a_cursor_of_one_list_is_refused_in_another(api: Api) -> None:
    await sanctioned(api)
    following = (await read(api, "bans", limit=1))["next"]
    require_problem(await api.operator.get("/v1/violations", params={"after": following}), "invalid-request")
    require_problem(
        await api.operator.get("/v1/bans", params={"after": following, "sort": "account"}), "invalid-request"
    )


# --- tags ------------------------------------------------------------------------------------------------------------


async def asked(api: Api, path: str, tag: str = "") -> tuple[int, str]:
    answer = await api[Role.AUDITOR].get(path, headers={"If-None-Match": tag} if tag else {})
    assert answer.status_code in {200, 304}, answer.text
    assert bool(answer.content) == (answer.status_code == 200)
    return answer.status_code, answer.headers["ETag"]


async def test_a_tag_holds_until_the_answer_changes_be_it_by_time_alone(api: Api) -> None:
    """No boundary is recorded here, no worker runs: the status changes because time passes."""
    account = await sanctioned(api)
    paths = [
        f"/v1/accounts?q={account}",
        "/v1/accounts/counts?status=banned",
        f"/v1/bans?account={account}",
        f"/v1/bans/counts?account={account}",
        f"/v1/actions?account={account}",
        f"/v1/certifications?account={account}",
    ]
    tags = {path: (await asked(api, path))[1] for path in paths}
    api.clock.pass_(hours=1)
    for path, tag in tags.items():
        assert await asked(api, path, tag) == (304, tag)
        assert await asked(api, path, f'"other", W/{tag}') == (304, tag)
        assert (await asked(api, path, '"other"'))[0] == 200
    api.clock.pass_(days=60)
    for path, tag in tags.items():
        status, fresh = await asked(api, path, tag)
        assert (status, fresh == tag) == (200, False), path
    tag = (await asked(api, paths[2]))[1]
    await done(api.operator, f"/v1/accounts/{account}/bans/b1/overturn", {}, 200)
    assert (await asked(api, paths[2], tag))[0] == 200


async def test_an_account_is_not_sent_again_while_nothing_about_it_has_changed(api: Api) -> None:
    account = await api.registered()
    path = f"/v1/accounts/{account}"
    tag = (await asked(api, path))[1]
    assert tag == '"1"'
    assert (await asked(api, path, tag))[0] == 304
    await done(api.operator, f"{path}/bans", BAN)
    status, tag = await asked(api, path, tag)
    assert (status, tag) == (200, '"2"')
    assert (await asked(api, path, tag))[0] == 304
    api.clock.pass_(days=8)
    answer = await api[Role.AUDITOR].get(path, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.json()["status"]) == (200, "suspended")


# --- files -----------------------------------------------------------------------------------------------------------

UGLY = ('=HYPERLINK("x")', '引号"和,逗号', "+86", "＝1+1")


async def file_of(api: Api, path: str, **query: Any) -> httpx2.Response:
    answer = await api[Role.AUDITOR].get(f"/v1/{path}/export", params=query)
    assert answer.status_code == 200, answer.text
    return answer


async def test_a_table_is_read_back_as_it_is_and_calculates_nothing(api: Api) -> None:
    names = {f"ugly-{number}": f"{name}静{number}" for number, name in enumerate(UGLY)}
    for account, name in names.items():
        await api.registered(account, name=name, fields=["finance", "justice"], bio="一行\n二行，“引”")
    answer = await file_of(api, "accounts", q="ugly-", form="csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="accounts.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["account"]: row["name"].removeprefix("'") for row in rows} == names
    assert all(row["name"][0] not in "=+-@＝" for row in rows)
    assert {row["fields"] for row in rows} == {"finance justice"}
    assert {row["bio"] for row in rows} == {"一行\n二行，“引”"}


async def test_a_file_has_the_whole_list_page_by_page_in_its_order(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "LARGE", 2)
    account = await sanctioned(api)
    query = {"account": account, "sort": "account"}
    for path, items in (("bans", "bans"), ("actions", "actions"), ("violations", "violations")):
        listed = (await read(api, path, role=Role.PLATFORM, **query))[items]
        lines = [json.loads(line) for line in (await file_of(api, path, **query)).text.splitlines()]
        assert lines == listed
        table = (await file_of(api, path, form="csv", **query)).content.decode("utf-8-sig")
        assert [row["id"] for row in csv.DictReader(io.StringIO(table))] == [one["id"] for one in listed]
    for path in ("certifications", "appeals"):
        listed = (await read(api, path, role=Role.PLATFORM, account=account))[path]
        assert [json.loads(line) for line in (await file_of(api, path, account=account)).text.splitlines()] == listed
    empty = await file_of(api, "bans", account="nobody", form="csv")
    assert empty.text.count("\n") == 1


async def test_a_download_is_recorded_without_the_text_that_was_sought(api: Api) -> None:
    await file_of(api, "accounts", q="静夜", status="active", at="2026-05-01T00:00:00+08:00")
    answer = await api.operator.get("/v1/audit", params={"type": "file_downloaded"})
    event = answer.json()["events"][0]["data"]
    assert (event["kind"], event["id"], event["file"]) == ("export", "export_accounts", "accounts.ndjson")
    assert event["selection"] == "q=*&status=active&at=2026-05-01T00:00:00+08:00"


async def test_a_bad_file_is_a_problem_and_no_file(api: Api) -> None:
    require_problem(await api.operator.get("/v1/accounts/export?open=true"), "invalid-request")
    require_problem(await api[Role.REGULATOR].get("/v1/bans/export"), "forbidden")
    assert exporting.FormQuery().form == "ndjson"
