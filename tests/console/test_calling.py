"""Calls of the API in process: as the visitor, through everything that a request from outside passes."""

import httpx2
import pytest
from fastapi import FastAPI, Request
from starlette.types import Scope

from api.http.visitors import VISITOR, Visitor
from console.http.calling import Answer, Api, query, segment
from console.http.forms import Form
from console.http.state import ConsoleState
from ledger.people.callers import Caller
from models.roles import Role
from tests.api.conftest import settings_for
from tests.console.conftest import Console


def calling(console: Console, *roles: Role) -> Api:
    """Return the API as a visitor with these roles calls it."""
    caller = Caller("session-1", "安莉", frozenset(roles))

    async def again() -> Caller:
        return caller

    app = FastAPI()
    app.state.console = ConsoleState(console.api.app, settings_for("postgresql://nobody@nowhere/none"), frozenset())
    scope: Scope = {"type": "http", "app": app, "headers": [], "client": ("192.0.2.7", 1), "scheme": "http"}
    return Api(Request(scope), Visitor(caller, again))


async def test_a_visitor_may_what_the_roles_may(console: Console) -> None:
    """The API's own table of permissions decides."""
    account = await console.api.registered()
    assert (await calling(console, Role.AUDITOR).get(f"/v1/accounts/{account}")).status == 200
    refused = await calling(console, Role.REGULATOR).get(f"/v1/accounts/{account}")
    assert (refused.status, refused.ok) == (403, False)
    assert refused.json["type"] == "urn:standing:problem:forbidden"


async def test_a_command_is_recorded_as_the_visitors_and_once(console: Console) -> None:
    """The fast path and the idempotency key work as for callers from outside."""
    account = await console.api.registered()
    api, body = calling(console, Role.REVIEWER), {"category": "rumour_making", "duration": "P7D", "reason": "两次造谣"}
    first, again = [await api.post(f"/v1/accounts/{account}/bans", body, key="form-1") for _ in range(2)]
    assert first.ok, first.body
    assert (again.status, again.body) == (first.status, first.body)
    facts = await calling(console, Role.AUDITOR).read(f"/v1/accounts/{account}/facts")
    assert [fact["actor"] for fact in facts["facts"]][1:] == ["session-1"] * (len(facts["facts"]) - 1)


async def test_faults_come_back_with_their_positions(console: Console) -> None:
    """They become messages beside the fields of the form, and what was typed stays."""
    account = await console.api.registered()
    typed = Form.of(category="rumour_making", length="a week", reason="x")
    body = {"category": "rumour_making", "duration": "a week", "reason": "x"}
    answer = await calling(console, Role.REVIEWER).post(f"/v1/accounts/{account}/bans", body)
    form = typed.refused(answer, {"duration": "length"})
    assert (form.status, form["length"], form.problem) == (422, "a week", None)
    assert "P7D" in form.errors["length"]
    assert form.key != typed.key


async def test_no_request_from_outside_brings_a_visitor_along(console: Console) -> None:
    """The entry of the scope is no header, and a header of its name is only a header."""
    for name in (VISITOR, "X-Standing-Visitor", "standing-visitor"):
        answer = await console.api[None].get("/v1/cases", headers={name: "session-1"})
        assert answer.status_code == 401


async def test_the_budget_is_the_visitors(console: Console) -> None:
    """Calls of a page are counted on the visitor, not on the address."""
    answer = await calling(console, Role.AUDITOR).get("/v1/cases")
    assert answer.headers["ratelimit-policy"].startswith('"reads"')


def test_parameters() -> None:
    """None is left out, several are repeated; what was typed stays one segment of a path."""
    assert query({"kind": ["appeal", "closure"], "after": None, "limit": 5, "open": True}) == (
        "kind=appeal&kind=closure&limit=5&open=true"
    )
    assert segment("厨房") == "厨房"
    for wrong in ("", "a/b"):
        with pytest.raises(Exception, match="slash"):
            segment(wrong)


def test_faults_of_no_field_are_shown_above() -> None:
    """Nothing that the API says is lost."""
    said = httpx2.Response(
        422,
        json={
            "title": "The request is not valid",
            "errors": [{"path": "body.reason", "message": "is required"}, {"path": "query.x", "message": "is unknown"}],
        },
    )
    form = Form.of(reason="").refused(Answer(422, said.content, {}))
    assert form.errors == {"reason": "is required"}
    assert form.problem is not None
    assert form.problem["errors"] == [{"path": "query.x", "message": "is unknown"}]
