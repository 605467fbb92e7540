"""An account that does not exist is answered alike wherever it is named: one status, one type, one wording."""

import json
import re
from typing import Any

import pytest

from api.app import create_app
from regulation.standing.unknown import no_account
from tests.api.conftest import Api, settings_for
from tests.api.test_problems import require_problem

NOBODY = "nobody-knows"
SAID = no_account(NOBODY)
DESCRIPTION = create_app(settings_for("postgresql+asyncpg://nobody@nowhere/standing")).openapi()


def named_in_path() -> list[tuple[str, str, dict[str, Any]]]:
    """Every operation with `{account}` in its path."""
    return [
        (method.upper(), path, operation)
        for path, methods in DESCRIPTION["paths"].items()
        for method, operation in methods.items()
        if "{account}" in path
    ]


def asked_in_query() -> list[str]:
    """Every list with a filter `account`."""
    return [
        path
        for path, methods in DESCRIPTION["paths"].items()
        if any(
            one["name"] == "account" and one["in"] == "query" for one in methods.get("get", {}).get("parameters", ())
        )
    ]


def body_of(operation: dict[str, Any]) -> Any:
    """The first example of the operation's body."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return None
    name = re.search(r"schemas/([\w.-]+)", json.dumps(content["schema"]))
    assert name is not None
    return DESCRIPTION["components"]["schemas"][name[1]].get("examples", [{}])[0]


@pytest.mark.parametrize(
    ("method", "path", "operation"), named_in_path(), ids=lambda one: one if isinstance(one, str) else ""
)
async def test_in_the_path(api: Api, method: str, path: str, operation: dict[str, Any]) -> None:
    """Reading and commanding."""
    own = re.sub(r"\{(?!account)\w+\}", "x1", path).replace("{account}", NOBODY)
    query = {
        one["name"]: "advertising" if one["name"] == "method" else "2026-03-01T00:00:00Z"
        for one in operation.get("parameters", ())
        if one["in"] == "query" and one.get("required")
    }
    answer = await api.operator.request(method, own, params=query, json=body_of(operation))
    problem = require_problem(answer, "unknown-account")
    assert (problem["detail"], problem["detail_zh"]) == (SAID.message, SAID.message_zh)


@pytest.mark.parametrize("path", asked_in_query())
async def test_in_a_filter(api: Api, path: str) -> None:
    """A filter that nothing passes gives an empty list, in every list alike; the events of an account are its own."""
    answer = await api.operator.get(path, params={"account": NOBODY})
    if path == "/v1/events":
        assert require_problem(answer, "unknown-account")["detail"] == SAID.message
    else:
        assert answer.status_code == 200, answer.text


IN_BODIES: list[tuple[str, dict[str, Any]]] = [
    ("/v1/decisions", {"account": NOBODY, "privilege": "publish"}),
    ("/v1/decisions/publish", {"account": NOBODY, "draft": {}}),
    ("/v1/cases", {**body_of(DESCRIPTION["paths"]["/v1/cases"]["post"]), "account": NOBODY}),
    ("/v1/networks/n-unknown/roster", {"sign": [NOBODY]}),
]


@pytest.mark.parametrize(("path", "body"), IN_BODIES, ids=[path for path, _ in IN_BODIES])
async def test_in_the_body(api: Api, path: str, body: dict[str, Any]) -> None:
    """A question, a case, a roster."""
    await api.operator.post("/v1/networks", json={"id": "n-unknown", "name": "东海传媒"})
    problem = require_problem(await api.operator.post(path, json=body), "unknown-account")
    assert (problem["detail"], problem["detail_zh"]) == (SAID.message, SAID.message_zh)


async def test_in_a_list_of_many(api: Api) -> None:
    """A batch and a bulk action say it of that account only, with the same words."""
    known = await api.registered()
    items = [{"account": account, "privilege": "publish"} for account in (NOBODY, known)]
    answers = (await api.operator.post("/v1/decisions/batch", json={"items": items})).json()["answers"]
    assert [answer["answer"] for answer in answers] == ["refused", "allowed"]
    measure = {"type": "violation", "category": "missing_source"}
    body = {"measure": measure, "reason": "x", "accounts": [NOBODY, known]}
    found = (await api.operator.post("/v1/bulk-actions/preview", json=body)).json()
    (refused,) = [one for one in found["accounts"] if one["account"] == NOBODY]
    (reason,) = answers[0]["reasons"]
    for said in (reason, refused):
        assert (said["code"], said["message"], said["message_zh"]) == (SAID.code, SAID.message, SAID.message_zh)
