"""The fast path answers as FastAPI's route would: the same status, headers and body, whatever is sent."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import httpx2
import pytest

from api.handling.batches import LARGE, BatchRoute
from api.handling.fast_path import FastPath
from api.handling.routing import LARGEST_BODY, Guarded
from api.routes import ROUTERS
from models.roles import Role
from tests.api.conftest import Api, Clock, name_of, opened

AS_JSON = {"Content-Type": "application/json"}
ACCOUNT = "a-known-account"
BANS = f"/v1/accounts/{ACCOUNT}/bans"
GOOD: dict[str, dict[str, Any]] = {
    "/v1/decisions": {"account": ACCOUNT, "privilege": "publish"},
    "/v1/decisions/publish": {"account": ACCOUNT, "draft": {"topics": ["public_policy"], "text": "自来水"}},
    "/v1/decisions/batch": {"items": [{"account": ACCOUNT, "draft": {}}, {"account": "nobody", "privilege": "x"}]},
    BANS: {"id": "b1", "category": "fabrication", "duration": "P7D", "factor": 2},
}
RATES = {f"rate_{use}": "100000/hour" for use in ("verdicts", "items", "commands", "reads", "strangers", "wrong_keys")}


@asynccontextmanager
async def both_over(url: str, **settings: str) -> AsyncIterator[tuple[Api, Api]]:
    """Two applications over one database: with the fast path and the reading of batches in pieces, and without: there
    FastAPI reads each body and calls each handler.
    """
    async with AsyncExitStack() as stack:
        fast = await stack.enter_async_context(opened(url, Clock(), **settings))
        fast.app.middleware_stack = fast.app.build_middleware_stack()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(FastPath, "routes_of", staticmethod(lambda _: {}))
            patch.setattr(BatchRoute, "get_route_handler", Guarded.get_route_handler)
            plain = await stack.enter_async_context(opened(url, Clock(), **settings))
            plain.app.middleware_stack = plain.app.build_middleware_stack()
        yield fast, plain


@pytest.fixture(scope="module")
async def both(module_url: str) -> AsyncIterator[tuple[Api, Api]]:
    """Both, with one account and the same left of each budget."""
    async with both_over(module_url, **RATES) as (fast, plain):
        await fast.registered(ACCOUNT)
        await plain.registered("another")
        yield fast, plain


def told(answer: httpx2.Response) -> tuple[int, list[tuple[str, str]], str]:
    """All that a caller sees, but for the request's own identifier and the end of the window of its budget."""
    headers = [
        (name, re.sub(r"t=\d+", "t=", value)) for name, value in answer.headers.multi_items() if name != "x-request-id"
    ]
    return answer.status_code, sorted(headers), re.sub(r"req_[0-9a-f]{16}", "req_", answer.text)


async def require_alike(
    both: tuple[Api, Api], path: str, content: bytes, *, method: str = "POST", role: Role | None = Role.OPERATOR
) -> int:
    """Send it to both; the status."""
    fast, plain = [await api[role].request(method, path, content=content, headers=AS_JSON) for api in both]
    assert told(fast) == told(plain)
    return fast.status_code


def _bytes(path: str) -> bytes:
    return json.dumps(GOOD[path]).encode()


def _with(path: str, **more: Any) -> bytes:
    return json.dumps({**GOOD[path], **more}).encode()


BODIES: dict[str, Any] = {
    "good": _bytes,
    "nothing": lambda _: b"",
    "no JSON": lambda _: b"{",
    "two values": lambda path: _bytes(path) * 2,
    "spaces around": lambda path: b" \n" + _bytes(path) + b"\t ",
    "a list": lambda path: b"[" + _bytes(path) + b"]",
    "null": lambda _: b"null",
    "a number": lambda _: b"1",
    "a text": lambda _: b'"x"',
    "an empty object": lambda _: b"{}",
    "a field more": lambda path: _with(path, surplus=1),
    "the name of a parameter of the handler": lambda path: _with(path, app_state=1, request=1, command=1),
    "every field null": lambda path: json.dumps(dict.fromkeys(GOOD[path])).encode(),
    "every field a list": lambda path: json.dumps({name: [1] for name in GOOD[path]}).encode(),
    "every field a number": lambda path: json.dumps(dict.fromkeys(GOOD[path], 7)).encode(),
    "every field true": lambda path: json.dumps(dict.fromkeys(GOOD[path], True)).encode(),
    "every field an object": lambda path: json.dumps({name: {"x": 1} for name in GOOD[path]}).encode(),
    "no account": lambda path: _with(path, account="nobody"),
    "an account that is none": lambda path: _with(path, account="../x y"),
    "a field twice": lambda path: _bytes(path)[:-1] + b', "account": "b"}',
    "not a number": lambda path: _bytes(path)[:-1] + b', "factor": NaN, "at": Infinity}',
    "half of a character": lambda path: _bytes(path).replace(b"a-known", rb"\ud800-known"),
    "a zero": lambda path: _bytes(path).replace(b"a-known", rb"\u0000-known"),
    "no UTF-8": lambda path: _bytes(path).replace(b"a-known", b"\xff-known"),
    "a mark": lambda path: b"\xef\xbb\xbf" + _bytes(path),
    "UTF-16": lambda path: _bytes(path).decode().encode("utf-16"),
    "nesting without end": lambda _: b'{"x": ' + b"[" * 5_000 + b"]" * 5_000 + b"}",
    "a time without an offset": lambda path: _with(path, at="2026-03-10T09:00:00", effective_at="2026-03-10T09:00:00"),
    "a time as a number": lambda path: _with(path, at=1_700_000_000, effective_at=1_700_000_000),
    "a time before": lambda path: _with(path, at="2020-03-10T09:00:00Z", effective_at="2020-03-10T09:00:00Z"),
    "a time ahead": lambda path: _with(path, as_of="2036-03-10T09:00:00Z", effective_at="2036-03-10T09:00:00Z"),
    "a version not reached": lambda path: _with(path, at_least_version=99),
    "a version as a text": lambda path: _with(path, at_least_version="1"),
    "a version with a point": lambda path: _with(path, at_least_version=1.0),
    "a receipt of the past": lambda path: _with(path, record=True, as_of="2026-03-10T08:00:00Z"),
    "a duration in words": lambda path: _with(path, duration="a week"),
    "a duration as a number": lambda path: _with(path, duration=7),
    "a factor as a text": lambda path: _with(path, factor="2", id="b2", category="none"),
    "a factor out of range": lambda path: _with(path, factor=9),
    "an identity number": lambda path: _with(path, reason="11010519491231002X"),
    "much space": lambda path: _bytes(path) + b" " * (2 * LARGE),
    "too much space": lambda path: _bytes(path) + b" " * (LARGEST_BODY + 1),
    "many items": lambda _: b'{"items": [' + b", ".join([b'{"account": "a", "privilege": "publish"}'] * 2_000) + b"]}",
    "too many items": lambda _: b'{"items": [' + b", ".join([b"1"] * 10_001) + b"]}",
    "many items and one unreadable": lambda _: b'{"items": [' + b"1, " * 30_000 + b"x]}",
    "many items and NaN": lambda _: b'{"items": [' + b"1, " * 3_000 + b" " * LARGE + b"NaN]}",
    "many items behind another spelling": lambda _: b'{"\\u0069tems": [' + b"1, " * 3_000 + b" " * LARGE + b"1]}",
}
HEADERS: dict[str, Any] = {
    "none": {"Content-Type": ""},
    "a form that is not read": {"Content-Type": "text/plain"},
    "JSON's cousin": {"Content-Type": "application/problem+json"},
    "capitals and a parameter": {"Content-Type": " APPLICATION/JSON ; charset=latin-1"},
    "lines": {"Content-Type": "application/x-ndjson"},
    "an announced length beyond the limit": {**AS_JSON, "Content-Length": "999999999"},
    "a key with a space": {**AS_JSON, "Idempotency-Key": "a b"},
    "an empty key": {**AS_JSON, "Idempotency-Key": ""},
    "too long a key": {**AS_JSON, "Idempotency-Key": "k" * 256},
    "a key beyond ASCII": [*AS_JSON.items(), (b"Idempotency-Key", b"k\xff")],
    "two keys": [*AS_JSON.items(), ("Idempotency-Key", "a"), ("Idempotency-Key", "b")],
    "a version without marks": {**AS_JSON, "If-Match": "1"},
    "any version": {**AS_JSON, "If-Match": "*"},
    "a weak version": {**AS_JSON, "If-Match": 'W/"1"'},
    "another version": {**AS_JSON, "If-Match": '"77"'},
    "two forms": [*AS_JSON.items(), ("Content-Type", "text/plain")],
    "no key of ours": {**AS_JSON, "Authorization": "Basic eDp5"},
    "a key that nobody knows": {**AS_JSON, "Authorization": "Bearer sk_" + "a" * 43},
    "an empty key of ours": {**AS_JSON, "Authorization": "Bearer "},
    "another method asked for": {**AS_JSON, "X-HTTP-Method-Override": "DELETE"},
}
PATHS = ["{}?", "{}?x=1", "{}?account=b", "{}?dry_run=true", "{}/", "/{}", "{}/x", "{}%2F", "{}%00", "{};x"]


@pytest.mark.parametrize("path", GOOD)
@pytest.mark.parametrize("body", BODIES)
async def test_every_body_is_answered_alike(both: tuple[Api, Api], path: str, body: str) -> None:
    """Readable or not, taken or refused; a ban that could be imposed is refused for the version it names."""
    headers = {**AS_JSON, "If-Match": '"77"'} if path == BANS else AS_JSON
    fast, plain = [await api.operator.post(path, content=BODIES[body](path), headers=headers) for api in both]
    assert told(fast) == told(plain)


async def test_a_ban_is_imposed_and_repeated_alike(both: tuple[Api, Api]) -> None:
    """What it is answered, and what a repetition by its key is."""
    answers = []
    for api, account in zip(both, ("one-ban", "two-ban"), strict=True):
        await api.registered(account)
        headers = {**AS_JSON, "Idempotency-Key": "once", "If-Match": '"1"'}
        path = f"/v1/accounts/{account}/bans"
        both_times = [await api.operator.post(path, content=_bytes(BANS), headers=headers) for _ in range(2)]
        assert [answer.status_code for answer in both_times] == [201, 201]
        seen = [str(told(answer)).replace(account, "").replace(name_of(account), "") for answer in both_times]
        answers.append([re.sub("sha256:[0-9a-f]+|h_[0-9a-f]+", "", one) for one in seen])
    for first, second in zip(*answers, strict=True):
        assert first == second
    assert "idempotent-replayed" in answers[0][1]


@pytest.mark.parametrize("path", GOOD)
@pytest.mark.parametrize("name", HEADERS)
async def test_every_header_is_answered_alike(both: tuple[Api, Api], path: str, name: str) -> None:
    """Of the form, the key, the version and who asks; none of these bans is imposed."""
    given = HEADERS[name]
    given = list(given.items()) if isinstance(given, dict) else given
    known = {key.lower() for key, _ in given if isinstance(key, str)}
    body = _with(path, category="none") if path == BANS else _bytes(path)
    answers = []
    for api in both:
        own = [(key, value) for key, value in api.operator.headers.multi_items() if key not in known]
        async with httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=api.app, raise_app_exceptions=False), base_url="http://standing.test"
        ) as client:
            request = client.build_request("POST", path, content=body, headers=[*own, *given])
            answers.append(await client.send(request))
    assert told(answers[0]) == told(answers[1])


@pytest.mark.parametrize("path", GOOD)
@pytest.mark.parametrize("form", PATHS)
async def test_every_path_near_by_is_answered_alike(both: tuple[Api, Api], path: str, form: str) -> None:
    """A query, a slash more, an end in escapes."""
    body = _with(path, category="none") if path == BANS else _bytes(path)
    await require_alike(both, form.format(path), body)


@pytest.mark.parametrize("path", GOOD)
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "post"])
async def test_every_method_is_answered_alike(both: tuple[Api, Api], path: str, method: str) -> None:
    """Only POST is fast."""
    await require_alike(both, path, _with(path, category="none"), method=method)


@pytest.mark.parametrize("account", ["nobody", "%20", "a b", "..", "x" * 64, "x" * 65, "-a", "%E9%AB%98", "a%2Fb", ""])
async def test_every_account_in_a_path_is_answered_alike(both: tuple[Api, Api], account: str) -> None:
    """One that nobody knows, and what can be none."""
    path = f"/v1/accounts/{account}/bans"
    await require_alike(both, path, _bytes(BANS))


@pytest.mark.parametrize("path", GOOD)
@pytest.mark.parametrize("role", [None, *Role])
async def test_every_role_is_answered_alike(both: tuple[Api, Api], path: str, role: Role | None) -> None:
    """Let in or not, before the body is looked at."""
    status = await require_alike(both, path, b"{", role=role)
    assert status in {400, 401, 403}


@pytest.mark.parametrize("path", GOOD)
async def test_a_spent_budget_is_told_alike(module_url: str, path: str) -> None:
    """A request that goes from the fast path on to FastAPI costs one, as on the other."""
    async with both_over(module_url, **dict.fromkeys(RATES, "3/hour")) as both:
        statuses = [await require_alike(both, path, content) for content in (b"{", b"{}", b"[]", b"{", b"{}")]
    assert statuses == [400, 422, 422, 429, 429]


class ReachedError(Exception):
    """The framework was asked."""


async def _framework(*_: Any) -> None:
    raise ReachedError


@pytest.mark.parametrize("path", [path for path in GOOD if not path.endswith("/batch")])
async def test_a_clean_request_does_not_reach_the_framework(both: tuple[Api, Api], path: str) -> None:
    """Else nothing would be fast; and one with anything wrong in it does."""
    fast = both[0]
    layer = FastPath(_framework, [route for router in ROUTERS for route in router.routes])

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await layer({**scope, "app": fast.app, "state": {"request_id": "req_0"}}, receive, send)

    client = httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://standing.test")
    async with client:
        headers = {**AS_JSON, "Authorization": fast.operator.headers["authorization"]}
        content = _bytes(path).replace(b'"b1"', b'"b9"')
        clean = await client.post(path, content=content, headers=headers)
        assert clean.status_code in {200, 201}
        for content, more in ((b"{", {}), (_bytes(path), {"Content-Type": "text/plain"})):
            with pytest.raises(ReachedError):
                await client.post(path, content=content, headers={**headers, **more})
