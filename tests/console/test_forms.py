"""Forms over HTTP: read, refused, carried out, and a message on the next page."""

from functools import partial
from itertools import count
from typing import Any

import pytest
from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from console.app import PATH, console_app
from console.http.calling import segment
from console.http.flash import COOKIE
from console.http.forms import LARGEST_FORM, WithForm
from console.http.visit import WithVisit
from console.routes import ROUTERS
from tests.api.conftest import Clock, opened
from tests.console.conftest import LASTING, Console, console_over

router = APIRouter(prefix="/console/test")


@router.post("/{account}")
async def ban(visit: WithVisit, account: str, form: WithForm) -> Response:
    """A page with a form: ban an account."""
    answer = await visit.api.post(
        f"/v1/accounts/{segment(account)}/bans", form.body("category", "duration", "reason"), key=form.key
    )
    if answer.ok:
        return visit.redirect("/console/queue", "Skip to the content")
    refused = form.refused(answer)
    said: dict[str, Any] = {"values": refused.values, "errors": refused.errors, "problem": refused.problem}
    return JSONResponse(said, answer.status)


@pytest.fixture(scope="module")
async def formed(console_url: str) -> Any:
    mounts = {PATH: partial(console_app, routers=(*ROUTERS, router))}
    async with opened(console_url, Clock(), mounts=mounts, **LASTING) as api:
        yield await console_over(api)


_keys = count(1)


def typed(**more: str) -> dict[str, str]:
    """Return the fields of a form with a key of its own."""
    return {
        "category": "rumour_making",
        "duration": "P7D",
        "reason": "两次造谣\r\n第二行",
        "_key": f"form-{next(_keys)}",
    } | more


async def test_a_form_is_carried_out_once_and_the_next_page_says_so(formed: Console) -> None:
    """The hidden key makes a second click harmless."""
    account = await formed.api.registered()
    form = typed()
    for _ in range(2):
        answer = await formed.reviewer.post(f"/console/test/{account}", form)
        assert (answer.status_code, answer.headers["location"]) == (303, "/console/queue")
    facts = (await formed.api.operator.get(f"/v1/accounts/{account}/facts")).json()["facts"]
    assert [fact["body"]["type"] for fact in facts].count("ban_imposed") == 1
    assert next(fact["body"]["reason"] for fact in facts if "reason" in fact["body"]) == "两次造谣\n第二行"
    page = await formed.reviewer.get("/console/queue")
    assert 'role="status">' in page.text
    assert COOKIE in page.headers["set-cookie"]
    assert 'role="status">' not in (await formed.reviewer.get("/console/queue")).text


async def test_htmx_is_redirected_by_its_header(formed: Console) -> None:
    """A script would put the page of a plain redirect into the form."""
    account = await formed.api.registered()
    answer = await formed.reviewer.post(f"/console/test/{account}", typed(), HX_Request="true")
    assert (answer.status_code, answer.headers["hx-redirect"]) == (204, "/console/queue")


async def test_a_refused_form_keeps_what_was_typed(formed: Console) -> None:
    """The API's words stand beside the field."""
    account = await formed.api.registered()
    answer = await formed.reviewer.post(f"/console/test/{account}", typed(duration="a <week>"))
    said = answer.json()
    assert answer.status_code == 422
    assert said["values"]["duration"] == ["a <week>"]
    assert "P7D" in said["errors"]["duration"]
    assert said["problem"] is None
    refused = (await formed.reviewer.post("/console/test/nobody", typed())).json()
    assert refused["errors"] == {}
    assert refused["problem"]["type"] == "urn:standing:problem:unknown-account"


async def test_what_is_no_form_is_a_page_that_says_so(formed: Console) -> None:
    """Too large, too many fields, or broken."""
    too_large = await formed.reviewer.post("/console/test/a", {"reason": "x" * (LARGEST_FORM + 1)})
    assert too_large.status_code == 413
    assert "The form is too large" in too_large.text
    many = await formed.reviewer.post("/console/test/a", {f"f{number}": "x" for number in range(600)})
    assert many.status_code == 400


@pytest.mark.parametrize(
    "cookie",
    ["nonsense", "W10", "WyJQYXkgbm93IiwgIHt9XQ", "eyJhIjoxfQ", "WyJTa2lwIHRvIHRoZSBjb250ZW50Iiwge31d" * 40, "="],
)
async def test_a_message_that_is_not_ours_is_not_shown(formed: Console, cookie: str) -> None:
    """`["Pay now", {}]` and the like: only texts of the console are shown."""
    page = await formed.reviewer.get("/console/queue", Cookie=f"{COOKIE}={cookie}")
    assert page.status_code == 200
    assert 'role="status">' not in page.text
