"""Fresh sign-in at a terminal: before an account is closed, a report released, or a secret made; never for a key."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any, get_args

import httpx2
import pytest

from ledger.people import people, sessions
from ledger.people.sessions import From, Lasting, Way
from models.roles import Role
from models.runs import RunKind
from models.sanctions.bulk import Measure
from tests.api.conftest import Api, person_with_key
from tests.api.test_problems import require_problem
from tests.api.test_runs import NDJSON, created, registration, sent

LONG = timedelta(minutes=11)
"""Longer than a sign-in is fresh."""
REASON = {"category": "matrix_manipulation", "reason": "十一个账号同一内容"}
TOKEN = "st_" + "t" * 38


@pytest.fixture
async def terminal(api: Api) -> AsyncIterator[httpx2.AsyncClient]:
    """Yield the client of a terminal that a person with all roles has just signed in to."""
    person, _ = await person_with_key(api.database, f"terminal {api.numbers()}", Role)
    found = await people.person_of(api.database, person)
    assert found is not None
    token = f"{TOKEN}{api.numbers():05}"
    api.app.state.app_state.budgets._windows.reset()  # a new session is looked up, and an hour has a number of these
    async with api.database.transaction() as connection:
        await sessions.begin(
            connection,
            found,
            Way.TERMINAL,
            now=api.clock.now,
            lasting=Lasting(idle=timedelta(hours=12), most=timedelta(hours=12)),
            authenticated_at=api.clock.now,
            came=From(),
            digest=sessions.digest_of(token),
        )
    async with httpx2.AsyncClient(
        transport=api[None]._transport, base_url=api[None].base_url, headers={"Authorization": f"Bearer {token}"}
    ) as client:
        yield client


async def closing(api: Api) -> tuple[str, Any]:
    return f"/v1/accounts/{await api.registered()}/closure", REASON


async def closing_by_wish(api: Api) -> tuple[str, Any]:
    return f"/v1/accounts/{await api.registered()}/closure", {}


async def closing_many(api: Api) -> tuple[str, Any]:
    measure = {"type": "close", "category": "matrix_manipulation"}
    return "/v1/bulk-actions", {"accounts": [await api.registered()], "measure": measure, "reason": "专项治理"}


async def closing_a_long_list(api: Api) -> tuple[str, Any]:
    measure = {"type": "close", "category": "matrix_manipulation"}
    draft = {"id": f"fresh-{api.numbers()}", "measure": measure, "reason": "专项治理"}
    path = (await api.operator.post("/v1/bulk-actions/drafts", json=draft)).headers["location"]
    content = json.dumps({"account": await api.registered()}).encode()
    assert (await api.operator.post(f"{path}/accounts", content=content, headers=NDJSON)).status_code == 200
    return f"{path}/start", {}


async def finding_what_closes(api: Api) -> tuple[str, Any]:
    return f"/v1/accounts/{await api.registered()}/violations", {"category": "reregistration", "reason": "换号重来"}


async def finding_again_what_then_closes(api: Api) -> tuple[str, Any]:
    path = f"/v1/accounts/{await api.registered()}/violations"
    assert (await api.operator.post(path, json=REASON)).status_code == 201
    return path, REASON


async def importing_closed_accounts(api: Api) -> tuple[str, Any]:
    path = await created(api, "import", f"fresh-{api.numbers()}")
    closed = {"at": "2026-02-01T08:00:00+08:00", **REASON}
    row = registration(f"fresh-{api.numbers()}", registered_at="2026-01-01T08:00:00+08:00", closed=closed)
    answer = await sent(api, path, [{"ref": "1", **row}])
    assert answer.json()["refused"] == 0, (await api.operator.get(f"{path}/rows")).text
    return f"{path}/start", {}


async def approving(api: Api) -> tuple[str, Any]:
    case = {"kind": "closure", "account": await api.registered(), "category": "matrix_manipulation"}
    opened = (await api.operator.post("/v1/cases", json=case)).json()["id"]
    return f"/v1/cases/{opened}/decision", {"outcome": "approved", "reason": "确有联动"}


async def correcting(api: Api) -> tuple[str, Any]:
    path, yes = await approving(api)
    no = {"outcome": "rejected", "reason": "不构成违规"}
    assert (await api[Role.REVIEWER].post(path, json=no)).status_code == 200
    return path.replace("/decision", "/correction"), yes


async def making_a_key(api: Api) -> tuple[str, Any]:
    return "/v1/keys", {"name": f"laptop {api.numbers()}"}


async def making_a_webhook(_: Api) -> tuple[str, Any]:
    return "/v1/webhooks", {"url": "https://hooks.example.cn/standing"}


async def another_secret(api: Api) -> tuple[str, Any]:
    made = (await api.operator.post("/v1/webhooks", json={"url": "https://hooks.example.cn/other"})).json()
    return f"/v1/webhooks/{made['id']}/secret-rotation", {}


GRAVE = (
    closing,
    closing_by_wish,
    closing_many,
    closing_a_long_list,
    finding_what_closes,
    finding_again_what_then_closes,
    importing_closed_accounts,
    approving,
    correcting,
    making_a_key,
    making_a_webhook,
    another_secret,
)


@pytest.mark.parametrize("grave", GRAVE, ids=lambda made: made.__name__)
async def test_a_terminal_signs_in_anew_before_what_is_grave(
    api: Api, terminal: httpx2.AsyncClient, grave: Any
) -> None:
    """After ten minutes it is refused and nothing is recorded; within them it is done."""
    path, body = await grave(api)
    before = api.clock.now
    api.clock.now = before + LONG
    problem = require_problem(await terminal.post(path, json=body), "fresh-sign-in-needed")
    assert problem["status"] == 403
    assert "standing sign-in" in problem["detail"]
    assert "重新" in problem["detail_zh"]
    api.clock.now = before
    answer = await terminal.post(path, json=body)
    assert answer.is_success, answer.text


async def test_of_findings_those_alone_that_close_take_it(api: Api, terminal: httpx2.AsyncClient) -> None:
    """It is known by what follows, not by what is asked: the same finding the first time, or its preview, is none."""
    again, _ = await finding_again_what_then_closes(api)
    api.clock.now += LONG
    first = f"/v1/accounts/{await api.registered()}/violations"
    assert (await terminal.post(first, json=REASON)).status_code == 201
    seen = await terminal.post(f"{again}?dry_run=true", json=REASON)
    assert (seen.status_code, "account_closed" in seen.text) == (200, True)
    alone = {**REASON, "consequences": "none"}
    assert (await terminal.post(again, json=alone)).status_code == 201


def test_work_that_ends_later_is_asked_about_when_it_starts() -> None:
    """The worker asks nobody: whatever kind of work may close accounts is a row above. A new kind has to be decided."""
    measures = {one.model_fields["type"].default for one in get_args(get_args(Measure)[0])}
    assert measures == {"ban", "violation", "cancel_profit", "close", "overturn"}
    assert {kind.value for kind in RunKind} == {
        "register",
        "certify",
        "apply_for_certification",
        "monetize",
        "change_profile",
        "import",
    }


async def test_a_terminal_does_everything_else_and_a_key_everything(api: Api, terminal: httpx2.AsyncClient) -> None:
    api.clock.now += LONG
    path, yes = await approving(api)
    assert (await terminal.post(path.replace("/decision", "/claim"), json={})).status_code == 200
    no = {"outcome": "rejected", "reason": "不构成违规"}
    assert (await terminal.post(path, json=no)).status_code == 200
    path, yes = await approving(api)
    assert (await api[Role.REVIEWER].post(path, json=yes)).status_code == 200


async def test_a_report_is_released_by_a_fresh_sign_in(api: Api, terminal: httpx2.AsyncClient) -> None:
    """It is asked before anything is looked up: there is no such report here."""
    path = "/v1/reports/none/release"
    require_problem(await terminal.post(path, json={}), "unknown-report")
    api.clock.now += LONG
    require_problem(await terminal.post(path, json={}), "fresh-sign-in-needed")


async def test_of_many_decisions_those_that_close_are_refused(api: Api, terminal: httpx2.AsyncClient) -> None:
    api.clock.now += LONG
    cases = [(await approving(api))[0].split("/")[3] for _ in range(2)]
    decisions = [
        {"case": cases[0], "outcome": "approved", "reason": "确有联动"},
        {"case": cases[1], "outcome": "rejected", "reason": "不构成违规"},
    ]
    answer = (await terminal.post("/v1/cases/decisions", json={"decisions": decisions})).json()
    first, second = answer["results"]
    assert first["problem"].endswith("fresh-sign-in-needed")
    assert second["decided"]
