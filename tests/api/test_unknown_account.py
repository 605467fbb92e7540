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
    ("/v1/directives", {"order": "remove_followers", "account": NOBODY, "expected": 3}),
    ("/v1/exemptions", {"account": NOBODY, "more_accounts": 1, "reason": "x", "until": "2026-06-01T00:00:00+08:00"}),
]
ELSEWHERE = {
    "/v1/accounts": "registers it",
    "/v1/decisions/batch": "test_in_a_list_of_many",
    "/v1/bulk-actions": "test_in_a_list_of_many",
    "/v1/bulk-actions/preview": "test_in_a_list_of_many",
    "/v1/rumors/{rumor}/violations": "test_of_one_that_is_accused",
    "/v1/bulk-actions/{bulk}/start": "the number of accounts",
    "/v1/mirror/standings": "a mirror learns which are unknown",
    "/v1/views": "a filter",
    "/v1/views/{view}/changes": "a filter",
    "/v1/coordination/links": "an account may be linked before it is registered",
    "/v1/coordination/posts": "an account may post before it is registered",
    "/v1/cases/{case}/decision": "members of a cluster",
    "/v1/cases/{case}/decision/preview": "members of a cluster",
    "/v1/cases/{case}/correction": "members of a cluster",
    "/v1/cases/{case}/correction/preview": "members of a cluster",
    "/v1/cases/decisions": "members of a cluster",
}
"""Operations that name accounts in their body and are not in the table above, with the reason."""
NAMING = {"account", "accounts", "sign", "release", "making", "spreading", "transferred_from", "without"}
"""Fields of bodies that name accounts."""


def naming_accounts(schema: dict[str, Any], inside: tuple[str, ...] = ()) -> bool:
    """Whether a body of this schema may name an account."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        known = DESCRIPTION["components"]["schemas"]
        return name not in inside and naming_accounts(known[name], (*inside, name))
    parts = [part for key in ("anyOf", "oneOf", "allOf") for part in schema.get(key, ())]
    inner = [*parts, *schema.get("properties", {}).values(), schema.get("items")]
    return bool(NAMING & set(schema.get("properties", {}))) or any(naming_accounts(one, inside) for one in inner if one)


def test_every_body_that_names_an_account_is_asked() -> None:
    """A new route that takes an account in its body fails here until it is in one of the tables."""
    found = {
        path
        for path, methods in DESCRIPTION["paths"].items()
        for operation in methods.values()
        for content in operation.get("requestBody", {}).get("content", {}).values()
        if "{account}" not in path and naming_accounts(content["schema"])
    }
    asked = {path.replace("n-unknown", "{network}") for path, _ in IN_BODIES}
    assert found == asked | set(ELSEWHERE)
    assert not asked & set(ELSEWHERE)


async def test_of_one_that_is_accused(api: Api) -> None:
    """Of a rumour: that account is refused with the same words, the others are recorded."""
    known, rumour = await api.registered(), {"claim": "某市停水三天", "field": "livelihood", "contents": ["p-1"]}
    opened = (await api.operator.post("/v1/rumors", json={**rumour, "terms": ["停水三天"]})).json()
    body = {"making": [NOBODY, known], "reason": "x"}
    answer = (await api.operator.post(f"/v1/rumors/{opened['id']}/violations", json=body)).json()
    (refused,) = [one for one in answer["accounts"] if one["outcome"] == "refused"]
    assert (refused["account"], refused["code"]) == (NOBODY, SAID.code)
    assert (refused["message"], refused["message_zh"]) == (SAID.message, SAID.message_zh)


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
