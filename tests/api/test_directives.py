"""Directives over HTTP: issued, listed, answered, withdrawn; and what goes out as events."""

from typing import Any

import pytest

from models.roles import Role
from tests.api.conftest import Api
from tests.api.test_problems import require_problem

LABEL = {"order": "label_content", "targets": ["c1", "c2"], "label_zh": "谣言", "label_en": "Rumour"}


async def issued(api: Api, **more: Any) -> dict[str, Any]:
    answer = await api.operator.post("/v1/directives", json={**LABEL, **more})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def test_an_order_is_issued_answered_and_read_with_its_history(api: Api) -> None:
    account = await api.registered()
    answer = await api.operator.post(
        "/v1/directives", json={"order": "remove_followers", "account": account, "expected": 1200}
    )
    directive = answer.json()
    assert answer.headers["location"] == f"/v1/directives/{directive['id']}"
    assert (directive["status"], directive["terms"]["article"]) == ("open", 10)
    assert directive["terms"]["due_at"] == "2026-03-13T17:00:00+08:00", "three days"
    path = answer.headers["location"]
    counts = {"done": 1187, "left": 13}
    done = await api[Role.PLATFORM].post(f"{path}/acknowledgement", json={"outcome": "done", "counts": counts})
    assert done.status_code == 200, done.text
    assert done.headers["etag"] == '"2"'
    history = (await api.operator.get(path)).json()
    assert (history["directive"]["status"], history["directive"]["counts"]) == ("done", counts)
    assert [entry["body"]["type"] for entry in history["entries"]] == ["issued", "acknowledged"]
    events = (await api.operator.get(f"/v1/events?account={account}&types=directive.*")).json()["events"]
    assert [(event["type"], event["dossier"]) for event in events] == [
        ("directive.issued", directive["id"]),
        ("directive.acknowledged", directive["id"]),
    ]
    assert events[0]["data"]["terms"]["expected"] == 1200


async def test_a_list_is_filtered_and_goes_on(api: Api) -> None:
    account = await api.registered()
    ids = [(await issued(api, account=account))["id"] for _ in range(3)]
    await api.operator.post(f"/v1/directives/{ids[0]}/withdrawal", json={"reason": "no rumour"})
    path = f"/v1/directives?account={account}"
    first = (await api.operator.get(f"{path}&limit=2")).json()
    rest = (await api.operator.get(f"{path}&limit=2&after={first['next']}")).json()
    assert [one["id"] for one in (*first["directives"], *rest["directives"])] == sorted(ids)
    assert rest["next"] is None
    open_ones = (await api.operator.get(f"{path}&status=open&order=label_content")).json()["directives"]
    assert {one["id"] for one in open_ones} == set(ids[1:])
    assert (await api.operator.get(f"{path}&order=remove_followers")).json()["directives"] == []


async def test_a_repeated_request_is_answered_alike_and_a_late_version_is_said(api: Api) -> None:
    headers = {"Idempotency-Key": f"order-{api.numbers()}"}
    first = await api.operator.post("/v1/directives", json=LABEL, headers=headers)
    again = await api.operator.post("/v1/directives", json=LABEL, headers=headers)
    assert again.json() == first.json()
    path = f"/v1/directives/{first.json()['id']}"
    stale = await api.operator.post(f"{path}/withdrawal", json={}, headers={"If-Match": '"4"'})
    require_problem(stale, "version-mismatch")
    require_problem(
        await api.operator.post("/v1/directives/nowhere/withdrawal", json={}, headers={"If-Match": '"4"'}),
        "unknown-directive",
    )


async def test_a_closed_order_takes_no_other_answer(api: Api) -> None:
    path = f"/v1/directives/{(await issued(api))['id']}"
    failed = {"outcome": "failed", "reason": "deleted by its author"}
    assert (await api.operator.post(f"{path}/acknowledgement", json=failed)).json()["status"] == "failed"
    assert (await api.operator.post(f"{path}/acknowledgement", json={"outcome": "done"})).json()["status"] == "done"
    problem = require_problem(await api.operator.post(f"{path}/acknowledgement", json=failed), "directive-closed")
    assert "is done since" in problem["detail"]


@pytest.mark.parametrize(
    ("body", "path", "hint"),
    [
        ({"order": "remove_followers"}, "body.account", "is required for remove_followers"),
        ({"order": "label_content", "targets": ["c1"]}, "body.label_zh", "is required"),
        ({"order": "explode"}, "body.order", "remove_followers"),
        ({**LABEL, "targets": ["two words"]}, "body.targets.0", "spaces"),
        ({**LABEL, "due_at": "2026-03-20"}, "body.due_at", "RFC 3339"),
        ({**LABEL, "instructions": "ask 11010519491231002X"}, "body.instructions", "resident ID"),
    ],
)
async def test_an_order_that_is_not_understood_says_what_is_wrong(
    api: Api, body: dict[str, Any], path: str, hint: str
) -> None:
    problem = require_problem(await api.operator.post("/v1/directives", json=body), "invalid-request")
    assert any(fault["path"] == path and hint in fault["message"] for fault in problem["errors"]), problem


async def test_other_mistakes_are_said_too(api: Api) -> None:
    require_problem(
        await api.operator.post("/v1/directives", json={"order": "remove_followers", "account": "nobody"}),
        "unknown-account",
    )
    past = await api.operator.post("/v1/directives", json={**LABEL, "due_at": "2026-03-09T00:00:00Z"})
    require_problem(past, "due-in-past")
    taken = await issued(api)
    require_problem(await api.operator.post("/v1/directives", json={**LABEL, "id": taken["id"]}), "duplicate-id")
    unknown = await api.operator.post("/v1/directives/none/acknowledgement", json={"outcome": "done"})
    require_problem(unknown, "unknown-directive")
    require_problem(await api.operator.get("/v1/directives/none"), "unknown-directive")
    failed = await api.operator.post(f"/v1/directives/{taken['id']}/acknowledgement", json={"outcome": "failed"})
    assert "give the obstacle" in require_problem(failed, "invalid-request")["detail"]
    require_problem(await api.operator.get("/v1/directives?after=nonsense"), "invalid-request")
