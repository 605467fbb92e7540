"""Runs over HTTP: rows are received once, carried out as single commands are, and each states what came of it."""

import json
from collections.abc import Iterable
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from ledger.runs import running
from ledger.runs.carrying import Work
from ledger.screening.lexicon import Screeners
from ledger.store.slices import Pace
from models.roles import Role
from regulation.catalogue.rulebook import IN_FORCE
from screening.profiles import screening_by
from tests.api.conftest import Api, name_of, resident_id
from tests.api.test_problems import require_problem

NDJSON = {"content-type": "application/x-ndjson"}
Row = dict[str, Any]


def lines_of(rows: Iterable[Row | str]) -> bytes:
    return "".join(f"{row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()


async def created(api: Api, commands: str, run: str) -> str:
    answer = await api.operator.post("/v1/runs", json={"id": run, "commands": commands})
    assert answer.status_code == 201, answer.text
    return str(answer.headers["location"])


async def sent(api: Api, path: str, rows: Iterable[Row | str], line: int = 1) -> httpx2.Response:
    return await api.operator.post(f"{path}/rows?line={line}", content=lines_of(rows), headers=NDJSON)


async def carried_out(api: Api, path: str) -> dict[str, Any]:
    """As the workers do it."""
    work = Work(
        now=api.clock(),
        rulebook=IN_FORCE,
        backdating_limit=None,
        tolerance=api.app.state.app_state.tolerance,
        screen=screening_by(await Screeners(api.database).current()),
    )
    run = path.rpartition("/")[2]
    while (view := (await api.operator.get(path)).json())["run"]["status"] == "running":
        await running.advance(api.database, run, work, actor="run", pace=Pace(running.SLICE), within_s=0)
    return dict(view)


async def run_of(api: Api, commands: str, run: str, rows: list[Row | str]) -> dict[str, Row]:
    """Send the rows, carry them out, and return what came of each by its identifier."""
    path = await created(api, commands, run)
    answer = await sent(api, path, rows)
    assert answer.status_code == 200, answer.text
    assert (await api.operator.post(f"{path}/start", json={"rows": len(rows)})).status_code == 200
    view = await carried_out(api, path)
    assert view["run"]["status"] == "finished", view
    answer = await api.operator.get(f"{path}/rows?format=ndjson")
    found = {row["ref"]: row for row in map(json.loads, answer.text.splitlines())}
    assert len(found) == len(rows)
    return found


def registration(account: str, **more: Any) -> Row:
    holder = {"resident_id": resident_id()}
    return {"account": account, "kind": "individual", "holder": holder, "name": name_of(account), **more}


async def closed_as_a_sanction(api: Api, account: str, **more: Any) -> Row:
    """Register an account and close it as a sanction; return its registration."""
    body = registration(account, **more)
    assert (await api.operator.post("/v1/accounts", json=body)).status_code == 201
    answer = await api.operator.post(f"/v1/accounts/{account}/closure", json={"category": "matrix_manipulation"})
    assert answer.is_success, answer.text
    return body


def same(single: httpx2.Response, row: Row) -> None:
    """Require that a row came to what the same command alone came to."""
    if not single.is_success:
        problem, of_row = single.json(), dict(row["problem"])
        assert row["outcome"] == "refused", row
        for one in (problem, of_row):
            one.pop("instance")
            for words in ("detail", "detail_zh"):
                one[words] = one[words].replace("single-", "row-")
        assert of_row == problem
        return
    answer = single.json()
    held = single.status_code == 202
    assert (row["outcome"], row["version"]) == ("held" if held else "done", answer["version"]), row
    assert (row.get("case") is not None) is held


async def compared(api: Api, commands: str, run: str, path: str, bodies: dict[str, tuple[Row, Row]]) -> dict[str, Row]:
    """Give each command alone, and its like as the row of a run; require the same of both."""
    rows = await run_of(api, commands, run, [{**body, "ref": ref} for ref, (_, body) in bodies.items()])
    for ref, (single, _) in bodies.items():
        account = "" if path == "" else f"/{single['account']}"
        body = single if path == "" else {key: value for key, value in single.items() if key != "account"}
        same(await api.operator.post(f"/v1/accounts{account}{path}", json=body), rows[ref])
    return rows


async def test_registrations_of_a_run_come_to_what_single_ones_come_to(api: Api) -> None:
    barred = await closed_as_a_sanction(api, "closed-1", contacts={"phone": "+86 138 0013 8001"})
    full = registration("full-1")
    assert (await api.operator.post("/v1/accounts", json=full)).status_code == 201
    alike = name_of("closed-1")

    def both(make: Any) -> tuple[Row, Row]:
        return make("single"), make("row")

    bodies = {
        "active": both(lambda how: registration(f"{how}-active", bio="每周三更新", fields=["finance"])),
        "protected-name": both(lambda how: registration(f"{how}-protected", name="人民日报")),
        "look-alike": both(lambda how: registration(f"{how}-alike", name=alike)),
        "same-contact": both(lambda how: registration(f"{how}-contact", contacts={"phone": "+86 138 0013 8001"})),
        "barred": both(lambda how: registration(f"{how}-barred", holder=barred["holder"])),
        "full": both(lambda how: registration(f"{how}-full", holder=full["holder"])),
        "exists": both(lambda _: registration("full-1", holder=full["holder"], name=full["name"])),
        "wrong-digit": both(lambda how: registration(f"{how}-digit", holder={"resident_id": "110105194912310021"})),
        "no-name": both(lambda how: {**registration(f"{how}-nameless"), "name": ""}),
        "unknown-key": both(lambda how: registration(f"{how}-key", nickname="x")),
        "personal": both(lambda how: registration(f"{how}-personal", bio="我的号码 11010519491231002X")),
        "future": both(lambda how: registration(f"{how}-future", effective_at="2026-12-01T00:00:00+08:00")),
        "other-kind": both(lambda how: {**registration(f"{how}-kind"), "kind": "enterprise"}),
        "irregular-code": both(
            lambda how: registration(
                f"{how}-code", kind="enterprise", holder={"unified_social_credit_code": "91350100M000100Y44"}
            )
        ),
    }
    rows = await compared(api, "register", "registrations", "", bodies)
    outcomes = {ref: row["outcome"] for ref, row in rows.items()}
    assert [ref for ref, outcome in outcomes.items() if outcome == "done"] == ["active"]
    assert [ref for ref, outcome in outcomes.items() if outcome == "held"] == [
        "protected-name",
        "look-alike",
        "same-contact",
    ]
    case = (await api.operator.get(f"/v1/cases/{rows['look-alike']['case']}")).json()
    assert case["case"]["opening"]["kind"] == "registration"
    assert rows["barred"]["code"] == "holder_barred"
    assert rows["full"]["code"] == "quota_exceeded"


async def test_rows_of_one_holder_take_the_seats_in_their_order(api: Api) -> None:
    holder = {"resident_id": resident_id()}
    rows: list[Row | str] = [{**registration(f"seat-{n}", holder=holder), "ref": f"{n}"} for n in range(3)]
    found = await run_of(api, "register", "seats", rows)
    assert [row["outcome"] for row in found.values()] == ["done", "refused", "refused"]


async def test_other_kinds_of_rows_come_to_what_single_commands_come_to(api: Api) -> None:
    pairs = [(await api.registered(), await api.registered()) for _ in range(4)]
    for account in pairs[3]:
        assert (await api.operator.post(f"/v1/accounts/{account}/closure", json={})).is_success
    field = {"field": "finance", "valid_from": "2026-01-01", "valid_until": "2027-12-31"}
    shown = {"materials": {"professional_qualification": "证券投资咨询业务资格 ZX0017"}}

    def each(pair: tuple[str, str], **body: Any) -> tuple[Row, Row]:
        return {"account": pair[0], **body}, {"account": pair[1], **body}

    nobody = ("single-nobody", "row-nobody")
    rows = await compared(
        api,
        "certify",
        "certificates",
        "/certifications",
        {
            "granted": each(pairs[0], id="cert-1", **field, **shown),
            "lacking": each(pairs[1], id="cert-1", **field),
            "over": each(pairs[2], id="cert-1", **{**field, "valid_until": "2026-02-01"}, **shown),
            "nobody": each(nobody, id="cert-1", **field, **shown),
            "bad-day": each(pairs[2], id="cert-1", **{**field, "valid_from": "yesterday"}, **shown),
        },
    )
    assert [row["outcome"] for row in rows.values()] == ["done", *["refused"] * 4]
    rows = await compared(
        api,
        "change_profile",
        "profiles",
        "/profile-changes",
        {
            "changed": each(pairs[0], bio="每周五更新"),
            "held": each(pairs[1], name="人民日报"),
            "nothing": each(pairs[2]),
            "nobody": each(nobody, bio="x"),
        },
    )
    assert [row["outcome"] for row in rows.values()] == ["done", "held", "refused", "refused"]
    applied = await run_of(
        api,
        "apply_for_certification",
        "applications",
        [
            {"account": pairs[2][1], "ref": "first", **field, **shown},
            {"account": pairs[2][1], "ref": "second", **field, **shown},
            {"account": pairs[3][1], "ref": "closed", **field, **shown},
        ],
    )
    single = f"/v1/accounts/{pairs[2][0]}/certification-applications"
    assert (await api.operator.post(single, json={**field, **shown})).status_code == 201
    again = require_problem(await api.operator.post(single, json={**field, **shown}), "application-pending")
    assert [(row["outcome"], row.get("code")) for row in applied.values()] == [
        ("held", None),
        ("refused", "application_pending"),
        ("refused", "account_closed"),
    ]
    assert applied["second"]["problem"]["title"] == again["title"]
    status = await api.operator.get(f"/v1/cases/{applied['first']['case']}/status")
    assert status.json()["status"] == "open"


async def test_applications_for_profit_are_granted_or_withheld_with_the_reason(api: Api) -> None:
    granted, banned = await api.registered(), await api.registered()
    ban = {"id": "b1", "category": "fabrication", "duration": "P7D"}
    assert (await api.operator.post(f"/v1/accounts/{banned}/bans", json=ban)).status_code == 201
    rows = await run_of(
        api,
        "monetize",
        "profit",
        [
            {"account": granted, "ref": "granted", "methods": ["advertising"]},
            {"account": banned, "ref": "withheld", "methods": ["advertising"]},
            {"account": "nobody", "ref": "nobody", "methods": ["advertising"]},
        ],
    )
    single = await api.operator.post(
        f"/v1/accounts/{banned}/monetization-applications", json={"methods": ["advertising"]}
    )
    assert (rows["granted"]["outcome"], rows["granted"]["version"]) == ("done", 2)
    assert (rows["withheld"]["outcome"], rows["withheld"]["code"]) == ("refused", "monetization_withheld")
    assert rows["withheld"]["message"] == single.json()["message"]
    assert rows["nobody"]["code"] == "unknown_account"


async def test_imported_rows_are_accounts_with_their_past(api: Api) -> None:
    past = {
        **registration("past-1"),
        "registered_at": "2024-03-01T09:00:00+08:00",
        "monetization": ["advertising"],
        "bans": [
            {"id": "ban-1", "category": "recycled_news", "started_at": "2026-03-09T00:00:00+08:00", "duration": "P7D"}
        ],
    }
    second = {**past, "account": "past-2"}
    late = {**past, "account": "past-3", "registered_at": "2027-01-01T00:00:00+08:00"}
    rows = await run_of(
        api, "import", "imports", [{**past, "ref": "first"}, {**second, "ref": "full"}, {**late, "ref": "late"}]
    )
    assert [(row["outcome"], row.get("code")) for row in rows.values()] == [
        ("done", None),
        ("refused", "quota_exceeded"),
        ("refused", "effective_in_future"),
    ]
    facts = (await api.operator.get("/v1/accounts/past-1/facts")).json()["facts"]
    assert [fact["body"]["type"] for fact in facts] == ["account_registered", "monetization_granted", "ban_imposed"]
    assert facts[0]["actor"] == (await api.operator.get("/v1/runs/imports")).json()["run"]["started_by"]
    again = await run_of(
        api, "import", "imports-again", [{**past, "ref": "first"}, {**past, "name": "别的", "ref": "other"}]
    )
    assert (again["first"]["outcome"], again["first"]["message"]) == (
        "done",
        "the account exists already with the same content",
    )
    assert again["other"]["code"] == "account_exists"


async def test_a_broken_upload_goes_on_and_a_bad_line_is_its_own_refusal(api: Api) -> None:
    path = await created(api, "register", "resumed")
    rows: list[Row | str] = [{**registration(f"resumed-{n}"), "ref": f"r{n}"} for n in range(4)]
    first = await sent(api, path, rows[:3])
    assert first.json() == {"run": "resumed", "lines": 3, "new": 3, "repeated": 0, "refused": 0}
    again = await sent(api, path, [*rows, "", "{not json", '{"account": "x"}'])
    assert again.json() == {"run": "resumed", "lines": 6, "new": 3, "repeated": 3, "refused": 2}
    part = await sent(api, path, ["[]"], line=1001)
    assert part.json()["refused"] == 1
    other = await sent(api, path, [{**registration("resumed-9"), "ref": "r9"}, {**registration("other"), "ref": "r1"}])
    problem = require_problem(other, "row-conflict")
    assert problem["others"] == ["r1"]
    assert "row r1 (line 2)" in problem["detail"]
    require_problem(await api.operator.post(f"{path}/start", json={"rows": 8}), "run-incomplete")
    assert (await api.operator.post(f"{path}/start", json={"rows": 7})).status_code == 200
    assert (await api.operator.post(f"{path}/start", json={})).status_code == 200
    assert (await sent(api, path, rows)).json()["repeated"] == 4
    require_problem(await sent(api, path, [{**registration("late"), "ref": "late"}]), "run-not-open")
    view = await carried_out(api, path)
    assert view["run"]["totals"] == {"done": 4, "held": 0, "refused": 3}
    bad = (await api.operator.get(f"{path}/rows?outcome=refused&limit=2")).json()
    rest = (await api.operator.get(f"{path}/rows?outcome=refused&after={bad['next']}")).json()
    assert [(row["ref"], row["line"], row["code"]) for row in (*bad["rows"], *rest["rows"])] == [
        ("#6", 6, "malformed_body"),
        ("#7", 7, "invalid_request"),
        ("#1001", 1001, "invalid_request"),
    ]
    assert any(fault["path"] == "body.ref" for fault in bad["rows"][1]["problem"]["errors"])
    [one] = (await api.operator.get(f"{path}/rows?ref=r2")).json()["rows"]
    assert (one["account"], one["outcome"]) == ("resumed-2", "done")


async def test_a_cancelled_run_carries_out_nothing_more(api: Api) -> None:
    path = await created(api, "register", "cancelled")
    await sent(api, path, [{**registration(f"cancelled-{n}"), "ref": f"r{n}"} for n in range(2)])
    assert (await api.operator.post(f"{path}/start", json={})).status_code == 200
    answer = await api.operator.post(f"{path}/cancellation", json={"reason": "the wrong file"})
    assert (answer.json()["status"], answer.json()["cancelled_because"]) == ("cancelled", "the wrong file")
    assert (await api.operator.post(f"{path}/cancellation", json={})).json()["status"] == "cancelled"
    view = await carried_out(api, path)
    assert (view["run"]["status"], view["progress"]["cancelled"]) == ("cancelled", 2)
    require_problem(await api.operator.get("/v1/accounts/cancelled-0"), "unknown-account")
    require_problem(await api.operator.post(f"{path}/start", json={}), "run-not-open")
    events = (await api.operator.get("/v1/events?types=run.*&limit=500")).json()["events"]
    mine = [event["type"] for event in events if event["dossier"] == "cancelled"]
    assert mine == ["run.created", "run.started", "run.cancelled"]


async def test_who_may_not_give_a_command_may_not_send_it_in_a_run(api: Api) -> None:
    for role, commands in ((Role.PLATFORM, "certify"), (Role.REVIEWER, "register"), (Role.PLATFORM, "import")):
        body = {"id": f"mine-{commands}", "commands": commands}
        require_problem(await api[role].post("/v1/runs", json=body), "forbidden")
    path = await created(api, "certify", "certified")
    answer = await api[Role.PLATFORM].post(f"{path}/rows", content=b"{}\n", headers=NDJSON)
    require_problem(answer, "forbidden")
    require_problem(await api[Role.PLATFORM].post(f"{path}/start", json={}), "forbidden")
    require_problem(await api.operator.post("/v1/runs", json={"id": "certified", "commands": "import"}), "duplicate-id")
    assert (await api.operator.post("/v1/runs", json={"id": "certified", "commands": "certify"})).status_code == 201
    require_problem(await api.operator.post("/v1/runs/none/rows", content=b"{}\n", headers=NDJSON), "unknown-run")
    listed = (await api.operator.get("/v1/runs?commands=certify&status=receiving")).json()["runs"]
    assert [run["id"] for run in listed] == ["certified"]


async def test_no_identity_number_is_stored_in_clear(api: Api) -> None:
    number = resident_id()
    path = await created(api, "register", "private")
    wrong = {**registration("private-2"), "holder": {"resident_id": number[:-2] + "00"}, "ref": "wrong"}
    await sent(api, path, [{**registration("private-1"), "holder": {"resident_id": number}, "ref": "r1"}, wrong])
    imports = await created(api, "import", "private-import")
    past = {**registration("private-3"), "registered_at": "2024-03-01T09:00:00+08:00", "ref": "r3"}
    await sent(api, imports, [past])
    async with api.database.transaction() as connection:
        stored = (await connection.execute(text("SELECT CAST(run_rows AS text) FROM run_rows"))).scalars().all()
    assert not any(secret in row for row in stored for secret in (number, number[:-2], past["holder"]["resident_id"]))
    shown = (await api.operator.get(f"{path}/rows")).text
    assert number not in shown
    assert number[:-2] not in shown


@pytest.mark.parametrize("size", [1, 7, 4096])
async def test_an_upload_may_arrive_in_any_pieces(api: Api, size: int) -> None:
    path = await created(api, "monetize", f"pieces-{size}")
    content = lines_of([{"ref": f"r{n}", "account": "nobody", "methods": ["advertising"]} for n in range(3)])

    async def pieces() -> Any:
        for begin in range(0, len(content), size):
            yield content[begin : begin + size]

    answer = await api.operator.post(f"{path}/rows", content=pieces(), headers=NDJSON)
    assert answer.json()["new"] == 3, answer.text
    long = b'{"ref": "long", "account": "' + b"a" * 300_000 + b'"}\n' + lines_of([{"ref": "after"}])
    answer = await api.operator.post(f"{path}/rows?line=4", content=long, headers=NDJSON)
    assert answer.json() == {"run": f"pieces-{size}", "lines": 2, "new": 2, "repeated": 0, "refused": 2}
    found = (await api.operator.get(f"{path}/rows?outcome=refused")).json()["rows"]
    assert [(row["ref"], row["line"]) for row in found] == [("#4", 4), ("after", 5)]


async def test_outcomes_are_taken_as_a_table_and_the_audit_knows(api: Api) -> None:
    """A cell that a spreadsheet would calculate is made harmless; the filter is recorded."""
    rows: list[Row | str] = [{"ref": "r", "account": "nobody", "methods": ["advertising"]}, '"=1+1"']
    await run_of(api, "monetize", "table", rows)
    table = await api.operator.get("/v1/runs/table/rows?format=csv&outcome=refused")
    assert table.headers["content-disposition"] == 'attachment; filename="table.csv"'
    assert table.content.startswith(b"\xef\xbb\xbfref,line,account,outcome,code,message,version,case\r\n")
    assert [line.split(",")[:5] for line in table.text.splitlines()[1:]] == [
        ["r", "1", "nobody", "refused", "unknown_account"],
        ["#2", "2", "", "refused", "invalid_request"],
    ]
    found = (await api[Role.AUDITOR].get("/v1/audit", params={"type": "file_downloaded", "object": "run:table"})).json()
    assert [(one["data"]["file"], one["data"]["selection"]) for one in found["events"]] == [
        ("table.csv", "outcome=refused"),
        ("table.ndjson", ""),
    ]


async def test_runs_are_listed_from_either_end_and_found_by_a_beginning(api: Api) -> None:
    """A position of the one order is none of the other."""
    for name in ("order-1", "order-2", "order-3"):
        await created(api, "monetize", name)
    place: dict[str, str] = {}
    for sort, names in (
        ("created", ["order-1", "order-2", "order-3"]),
        ("-created", ["order-3", "order-2", "order-1"]),
    ):
        found: list[str] = []
        place.clear()
        while True:
            page = (await api.operator.get("/v1/runs", params={"sort": sort, "limit": 2, **place})).json()
            found += [run["id"] for run in page["runs"]]
            if page["next"] is None:
                break
            place["after"] = page["next"]
        assert [run for run in found if run.startswith("order-")] == names
        assert len(set(found)) == len(found)
    wrong = await api.operator.get("/v1/runs", params={"sort": "created", **place})
    assert wrong.status_code == 422
    begun = await api.operator.get("/v1/identifiers", params={"kind": "run", "begins": "order-"})
    assert begun.json() == {"identifiers": ["order-1", "order-2", "order-3"]}
