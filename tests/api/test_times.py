"""One form of times: whatever offset comes in, or stands in a clock or a row, what goes out is written at +08:00.

That every answer is so is checked where the answers come in: `conftest.require_one_form_of_times` looks at each one
that any test of the API gets. Here it is proved that no answer can be otherwise by its type, and that the look sees.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any, get_args, get_origin

import httpx2
import pytest
from pydantic import BaseModel, PlainSerializer
from starlette.routing import Route

from activities.webhooks.envelope import a_test
from api.http.problems import Problem
from api.routes import ROUTERS
from models.events.announcements import Announcement, bodies
from models.instants import Instant
from tests.api.conftest import MORNING, Api, require_one_form_of_times, times_in
from tests.api.test_problems import require_problem

[WRITTEN] = [mark for mark in get_args(Instant) if isinstance(mark, PlainSerializer)]
UNTYPED = {
    *(f"/v1/{one}/export" for one in ("accounts", "actions", "appeals", "bans", "certifications", "violations")),
    "/v1/decisions/stream",  # lines of the answers of /v1/decisions
    "/v1/public/exposures.atom",
    "/v1/rumors/{rumor}/reach.svg",
    "/v1/emblems/{emblem}/image",
    "/v1/coordination/clusters/{cluster}/graph",
    "/v1/reports/{report}/files/{name}",
    "/v1/cases/{case}/evidence/{digest}",
    "/v1/audit/export",  # lines of the answers of /v1/audit
    "/metrics",
}
"""Answers that are no JSON document of a model."""


def bare_times(annotation: Any, path: str, seen: set[type], *, marked: bool = False) -> Iterator[str]:
    """Where a `datetime` can be answered that `Instant` does not write."""
    if annotation is datetime:
        if not marked:
            yield path
    elif get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        yield from bare_times(inner, path, seen, marked=marked or WRITTEN in marks)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if annotation in seen:
            return
        seen.add(annotation)
        for name, field in annotation.model_fields.items():
            at = f"{annotation.__name__}.{name}"
            yield from bare_times(field.annotation, at, seen, marked=WRITTEN in field.metadata)
    else:
        for part in get_args(annotation):
            yield from bare_times(part, path, seen, marked=marked)


def test_every_time_of_every_answer_is_an_instant() -> None:
    """All answers of all routes, every event, every problem."""
    answers: dict[str, Any] = {}
    untyped: set[str] = set()
    for route in (route for router in ROUTERS for route in router.routes):
        assert isinstance(route, Route)
        model = getattr(route, "response_model", None)
        if model is None:
            untyped.add(route.path)
        else:
            answers[f"{route.methods} {route.path}"] = model
    assert untyped == UNTYPED
    seen: set[type] = set()
    wanted = {**answers, **bodies(), "event": Announcement, "problem": Problem}
    found = [at for name, model in wanted.items() for at in bare_times(model, name, seen)]
    assert found == []
    assert len(seen) > 400, "they are looked into"


def test_a_bare_time_would_be_found() -> None:
    class Bare(BaseModel):
        at: list[datetime | None]
        when: Instant

    assert list(bare_times(Bare, "", set())) == ["Bare.at"]


@pytest.mark.parametrize("written", ["2026-03-10T09:00:00Z", "2026-03-10T09:00:00+00:00", "2026-03-10T09:00:00.5"])
async def test_another_form_would_be_seen(written: str) -> None:
    for text, headers in ((f'{{"at":"{written}"}}', {}), ("{}", {"x-at": written})):
        answer = httpx2.Response(
            200,
            text=text,
            headers={"content-type": "application/json", **headers},
            request=httpx2.Request("GET", "http://standing.test/v1/x"),
        )
        with pytest.raises(AssertionError, match="answers with"):
            await require_one_form_of_times(answer)


@pytest.mark.parametrize("offset", ["Z", "-05:00", "+00:00", "+08:00", "+14:00"])
async def test_any_offset_comes_in_and_one_goes_out(api: Api, offset: str) -> None:
    """In a command, its facts, events, the standing, timeline, decisions in all forms, and in what a problem says."""
    account = await api.registered()
    api.clock.pass_(days=3)
    given = datetime(2026, 3, 12, 9, 0, tzinfo=datetime.fromisoformat(f"2026-01-01T00:00{offset}").tzinfo)
    ban = {"id": "b1", "category": "fabrication", "duration": "P7D", "effective_at": given.isoformat()}
    made = await api.operator.post(f"/v1/accounts/{account}/bans", json=ban)
    assert made.status_code == 201, made.text
    path, at = f"/v1/accounts/{account}", {"at": f"2026-03-13T20:00:00{offset}"}
    for url, query in (
        (path, {}),
        (f"{path}/facts", {}),
        (f"{path}/standing", at),
        (f"{path}/timeline", {"from": f"2026-03-11T00:00:00{offset}"}),
        ("/v1/events", {"account": account}),
    ):
        answer = await api.operator.get(url, params=query)
        assert answer.status_code == 200, answer.text
        assert times_in(answer.text), url
    asked = {"account": account, "privilege": "publish", **at}
    for question in (asked, {key: asked[key] for key in ("account", "privilege")}):
        assert times_in((await api.operator.post("/v1/decisions", json=question)).text)
    ahead = {**ban, "id": "b2", "effective_at": f"2027-01-01T00:00:00{offset}"}
    refused = await api.operator.post(f"{path}/bans", json=ahead)
    told = times_in(require_problem(refused, "effective-in-future")["detail"])
    assert len(told) == 2, "what was given, and what time it is"


def test_a_webhook_says_it_alike() -> None:
    assert a_test(MORNING).time == "2026-03-10T17:00:00+08:00"
    assert MORNING.tzinfo is UTC
