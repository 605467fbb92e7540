"""HEAD: what GET answers, without the body, at every path that GET answers."""

import re
from typing import Any

import pytest
from starlette.routing import Route

from api.routes import ROUTERS
from models.roles import Role
from tests.api.conftest import Api
from tests.api.test_problems import require_problem
from tests.api.test_server import account as registration
from tests.api.test_server import serving

ROUTES = [route for router in ROUTERS for route in router.routes if isinstance(route, Route)]
READ = sorted({route.path for route in ROUTES if "GET" in (route.methods or ())})
WRITTEN = sorted(
    {route.path for route in ROUTES}
    - set(READ)
    - {"/v1/rumors/match", "/v1/bulk-actions/preview", "/v1/bulk-actions/drafts", "/v1/cases/decisions"}
)
"""A rumour could have the name `match`: that path can be read, as `/v1/rumors/{rumor}`; so can those of a bulk action
and of a case.
"""
OWN_HEADERS = {"x-request-id", "date", "ratelimit"}
"""Of each answer: HEAD takes from the budget what GET takes, so the second has less left."""


def filled(path: str, account: str) -> str:
    return re.sub(r"{[^}]+}", lambda part: account if part[0] == "{account}" else "1", path)


def test_all_paths_are_looked_at() -> None:
    assert len(READ) > 50
    assert "/v1/accounts/{account}/standing" in READ


@pytest.mark.parametrize("path", [*READ, "/openapi.json", "/v1/nothing/here"])
async def test_head_is_get_without_its_body(api: Api, path: str) -> None:
    """Status and headers are the same, the length too: also where the answer is a problem, or nobody is asking."""
    account = await api.registered()
    # The measures and the audit count the question before, and readiness tells the clocks' difference: lengths vary.
    varies = OWN_HEADERS | ({"content-length"} if path in {"/metrics", "/readyz", "/v1/audit/days"} else set())
    for client in (api.operator, api[None]):
        got, head = await client.get(filled(path, account)), await client.head(filled(path, account))
        assert (head.status_code, head.content) == (got.status_code, b"")
        assert said(head.headers, varies) == said(got.headers, varies)


def said(headers: Any, but: set[str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in but}


@pytest.mark.parametrize("path", WRITTEN)
async def test_where_nothing_can_be_read_head_is_no_method(api: Api, path: str) -> None:
    answer = await api.operator.head(filled(path, "kitchen"))
    assert (answer.status_code, answer.headers["allow"], answer.content) == (405, "POST", b"")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/v1/accounts/kitchen", "GET, HEAD"),
        ("DELETE", "/v1/webhooks", "GET, HEAD, POST"),
        ("PATCH", "/v1/decisions", "POST"),
        ("GET", "/v1/decisions", "POST"),
        ("POST", "/readyz", "GET, HEAD"),
        ("POST", "/openapi.json", "GET, HEAD"),
    ],
)
async def test_every_method_of_a_path_is_named(api: Api, method: str, path: str, allowed: str) -> None:
    """Of all its routes, not of the first one."""
    answer = await api.operator.request(method, path)
    assert require_problem(answer, "method-not-allowed")["detail"] == f"use {allowed} here"
    assert answer.headers["allow"] == allowed


async def test_a_stream_ends_with_its_headers(api: Api) -> None:
    """GET would never end."""
    answer = await api.operator.head("/v1/events", headers={"Accept": "text/event-stream"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"].startswith("text/event-stream")


async def test_the_description_does_not_say_it_everywhere(api: Api) -> None:
    paths = (await api[None].get("/openapi.json")).json()["paths"]
    assert all("head" not in operations for operations in paths.values())


async def test_over_a_socket_the_connection_goes_on(database_url: str) -> None:
    """A length without a body does not confuse the next answer on the same connection; the measures tell HEAD apart."""
    async with serving(database_url) as (client, _):
        assert (await client.post("/v1/accounts", json=registration())).status_code == 201
        for _ in range(3):
            head = await client.head("/v1/accounts/one/standing")
            got = await client.get("/v1/accounts/one/standing")
            assert head.headers["etag"] == got.headers["etag"] == '"1"'
            assert head.headers["content-length"] == got.headers["content-length"] == str(len(got.content))
        assert (await client.head("/v1/decisions")).status_code == 405
        stream = await client.head("/v1/events", headers={"Accept": "text/event-stream"})
        assert stream.headers["content-type"].startswith("text/event-stream")
        measures = (await client.get("/metrics")).text
        assert 'method="HEAD",route="/v1/accounts/{account}/standing",status="200"} 3.0' in measures


async def test_head_takes_the_same_roles(api: Api) -> None:
    account = await api.registered()
    assert (await api[Role.PLATFORM].head(f"/v1/accounts/{account}/facts")).status_code == 403
    assert (await api[Role.AUDITOR].head(f"/v1/accounts/{account}/facts")).status_code == 200
