"""Bodies and headers are read in one way on every route, whichever reader is behind it."""

import json
from typing import Any

import pytest

from tests.api.conftest import Api, resident_id
from tests.api.test_problems import require_problem

AS_JSON = {"Content-Type": "application/json"}
ROUTES: dict[str, dict[str, Any]] = {
    "/v1/decisions": {"account": "a", "privilege": "publish"},
    "/v1/decisions/publish": {"account": "a", "draft": {}},
    "/v1/decisions/batch": {"items": [{"account": "a", "draft": {}}]},
    "/v1/accounts": {"account": "a", "kind": "individual", "holder": {"resident_id": "1"}, "name": "n"},
    "/v1/accounts/a/bans": {"category": "fabrication", "duration": "P7D"},
    "/v1/screenings": {"name": "n"},
    "/v1/coordination/links": {"links": [{"account": "a", "kind": "phone", "value": "1"}]},
    "/v1/rumors": {"claim": "本市自来水已被污染", "field": "livelihood"},
}
"""One of each reader: the fast path's, for decisions and for commands, that of batches, and FastAPI's."""


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize(
    ("encoded", "said"),
    [
        (lambda text: b"\xef\xbb\xbf" + text.encode(), "byte order mark"),
        (lambda text: text.encode("utf-16"), "UTF-16"),
        (lambda text: text.encode("utf-16-le"), "UTF-16"),
        (lambda text: text.encode("utf-16-be"), "UTF-16"),
        (lambda text: text.encode("utf-32"), "UTF-16 or UTF-32"),
        (lambda text: text.replace("a", "\xff", 1).encode("latin-1", "replace"), "not UTF-8"),
        (lambda text: '{"x": ' + "[" * 5_000 + "]" * 5_000 + "}", "recursion limit"),
    ],
)
async def test_another_encoding_is_refused_alike_everywhere(api: Api, path: str, encoded: Any, said: str) -> None:
    """A mark, UTF-16, bytes of another encoding, endless nesting: 400 on each route, with what would be right."""
    answer = await api.operator.post(path, content=encoded(json.dumps(ROUTES[path])), headers=AS_JSON)

    assert said in require_problem(answer, "malformed-body")["detail"]


def _texts(value: Any, loc: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [found for key, inner in value.items() for found in _texts(inner, (*loc, key))]
    if isinstance(value, list):
        return [found for at, inner in enumerate(value) for found in _texts(inner, (*loc, at))]
    return [loc] if isinstance(value, str) else []


@pytest.mark.parametrize(("path", "loc"), [(path, loc) for path, body in ROUTES.items() for loc in _texts(body)])
async def test_half_of_a_character_is_422_wherever_it_stands(api: Api, path: str, loc: tuple[Any, ...]) -> None:
    """In every text of every body, with the path of the text; never 500, never 400."""
    body = json.loads(json.dumps(ROUTES[path]))
    inner = body
    for step in loc[:-1]:
        inner = inner[step]
    inner[loc[-1]] = "1\ud800"

    answer = await api.operator.post(path, content=json.dumps(body), headers=AS_JSON)

    (fault,) = require_problem(answer, "invalid-request")["errors"]
    assert fault["path"] == ".".join(map(str, ("body", *loc)))
    assert "U+D800 is half of a character" in fault["message"]


async def test_half_of_a_character_in_a_contact_or_a_key_is_422(api: Api) -> None:
    """Also in what is hashed at once, also as the name of a field; a pair of halves is a character."""
    body = {
        "account": "half",
        "kind": "individual",
        "holder": {"resident_id": resident_id()},
        "name": "半个字",
        "contacts": {"phone": "1\ud800"},
    }
    for sent in (body, {**body, "contacts": {}, "x\udfff": 1}):
        answer = await api.operator.post("/v1/accounts", content=json.dumps(sent), headers=AS_JSON)
        require_problem(answer, "invalid-request")
    whole = {**body, "contacts": {"phone": "1"}, "name": "\U0001f600半个字"}
    assert "\\ud83d\\ude00" in json.dumps(whole)
    assert (await api.operator.post("/v1/accounts", content=json.dumps(whole), headers=AS_JSON)).status_code == 201


async def test_a_line_among_many_says_the_same(api: Api) -> None:
    """A stream answers each line that cannot be read, and goes on."""
    good = json.dumps({"account": "nobody", "privilege": "publish"}).encode()
    sent = b"\n".join([b"\xef\xbb\xbf" + good, b'{"account": "\\ud800"}', b"\xff", good, b""])

    answer = await api.operator.post(
        "/v1/decisions/stream", content=sent, headers={"Content-Type": "application/x-ndjson"}
    )

    lines = [json.loads(line) for line in answer.text.splitlines()]
    said = [line["errors"][0]["message"] for line in lines[:3]]
    assert "byte order mark" in said[0]
    assert "half of a character" in said[1]
    assert "not UTF-8" in said[2]
    assert lines[3]["answer"] != "invalid"


@pytest.mark.parametrize(
    ("name", "method", "path"),
    [
        ("Authorization", "GET", "/v1/accounts/a"),
        ("Authorization", "POST", "/v1/decisions"),
        ("Idempotency-Key", "POST", "/v1/accounts/a/bans"),
        ("If-Match", "POST", "/v1/accounts/a/bans"),
        ("Content-Type", "POST", "/v1/decisions"),
        ("If-None-Match", "GET", "/exposures.atom"),
    ],
)
async def test_a_header_given_twice_is_refused(api: Api, name: str, method: str, path: str) -> None:
    """Of two values one would be passed over in silence, and nobody knows which."""
    values = [*api.operator.headers.multi_items(), *AS_JSON.items(), (name, '"1"'), (name, '"2"')]

    answer = await api[None].request(
        method, path, headers=values, content=json.dumps(ROUTES.get(path, {})) if method == "POST" else None
    )

    (fault,) = require_problem(answer, "invalid-request")["errors"]
    said = (fault["path"], fault["message"])
    assert said == (f"header.{name.lower()}", "was given more than once: give it once")


@pytest.mark.parametrize("sent", ["approve", "approv", "reject", "confirm", "approved."])
async def test_a_word_that_is_nearly_right_leaves_the_message_whole(api: Api, sent: str) -> None:
    """What may stand there is said as it is, although it begins with what was sent."""
    answer = await api.operator.post("/v1/cases/none/decision", json={"outcome": sent})

    (fault,) = require_problem(answer, "invalid-request")["errors"]
    assert "'approved'" in fault["message"]
    assert "…" not in fault["message"]
