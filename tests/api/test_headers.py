"""Every answer bears the security headers, whatever it is: right or wrong, drawn, listed, streamed, for everybody."""

import httpx2
import pytest

from api.http import headers
from api.state.snapshots import Snapshots
from models.roles import Role
from tests.api.conftest import Api, Clock, opened
from tests.api.test_rumours import opened as rumour_opened

NDJSON = {"Content-Type": "application/x-ndjson"}

ANSWERS: list[tuple[int, str, str, dict[str, object]]] = [
    (200, "GET", "/healthz", {}),
    (200, "HEAD", "/openapi.json", {}),
    (200, "GET", "/openapi.json", {}),
    (200, "GET", "/metrics", {}),
    (200, "GET", "/v1/public/exposures", {}),
    (200, "GET", "/v1/public/exposures.atom", {}),
    (200, "GET", "/v1/events", {}),
    (200, "POST", "/v1/decisions/stream", {"content": b"{}\n", "headers": NDJSON}),
    (200, "POST", "/v1/decisions/batch", {"json": {"items": [{"account": "a", "privilege": "publish"}]}}),
    (400, "POST", "/v1/decisions", {"content": b"{", "headers": {"Content-Type": "application/json"}}),
    (401, "GET", "/v1/accounts/a", {"headers": {"Authorization": ""}}),
    (403, "POST", "/v1/accounts/a/bans", {"json": {}, "role": Role.PLATFORM}),
    (404, "GET", "/nowhere", {}),
    (404, "GET", "/v1/accounts/nobody", {}),
    (405, "PUT", "/v1/accounts", {}),
    (413, "POST", "/v1/decisions", {"content": b" " * 2_000_000, "headers": {"Content-Type": "application/json"}}),
    (415, "POST", "/v1/decisions", {"content": b"{}"}),
    (422, "GET", "/v1/events?limit=0", {}),
]


def require_security(answer: httpx2.Response) -> None:
    """Each once, and that nobody keeps it, unless it says itself who may."""
    told = answer.headers
    assert told["x-content-type-options"] == "nosniff"
    assert told["content-security-policy"] == headers.CONTENT_SECURITY_POLICY
    assert "default-src 'none'" in told["content-security-policy"]
    assert "frame-ancestors 'none'" in told["content-security-policy"]
    assert told["x-frame-options"] == "DENY"
    assert told["referrer-policy"] == "no-referrer"
    assert told["cross-origin-resource-policy"] == "same-origin"
    assert told["cache-control"] in {"no-store", "public, max-age=60"}
    assert len(told.get_list("content-security-policy")) == 1
    assert "server" not in told


@pytest.mark.parametrize(
    ("status", "method", "path", "sent"), ANSWERS, ids=[f"{status} {path}" for status, _, path, _ in ANSWERS]
)
async def test_every_answer_bears_them(api: Api, status: int, method: str, path: str, sent: dict[str, object]) -> None:
    """Of each status and form that there is."""
    more = dict(sent)
    client = api[more.pop("role", Role.OPERATOR)]  # type: ignore[index] # the table holds roles there
    answer = await client.request(method, path, **more)  # type: ignore[arg-type]
    assert answer.status_code == status, answer.text
    require_security(answer)
    assert "strict-transport-security" not in answer.headers


async def test_an_error_on_our_side_bears_them(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """The 500 is written by the outermost layer."""
    monkeypatch.setattr(Snapshots, "get", None)
    answer = await api.operator.get("/v1/accounts/nobody-knows/standing")
    assert answer.status_code == 500
    require_security(answer)


async def test_drawings_and_what_nobody_may_keep(api: Api) -> None:
    """A drawing (SVG) is under the same policy as all; only what is for the public may be kept by caches."""
    rumour = (await rumour_opened(api))["id"]
    drawn = await api.operator.get(f"/v1/rumors/{rumour}/reach.svg")
    assert drawn.headers["content-type"].startswith("image/svg+xml")
    assert "style" not in drawn.text  # which the policy would pass over
    require_security(drawn)
    personal = await api.operator.get(f"/v1/accounts/{await api.registered()}")
    assert personal.headers["cache-control"] == "no-store"
    assert (await api[None].get("/v1/public/exposures")).headers["cache-control"] == "public, max-age=60"


async def test_behind_tls_browsers_are_told_to_insist_on_it(module_url: str) -> None:
    """Never by default: without TLS in front the name would be out of reach for a year."""
    async with opened(module_url, Clock(), behind_tls=True) as api:
        for path in ("/healthz", "/nowhere"):
            told = (await api[None].get(path)).headers["strict-transport-security"]
            assert told == "max-age=31536000; includeSubDomains"
