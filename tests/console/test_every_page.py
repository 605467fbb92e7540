"""Every page, whatever it is called with: an answer of the console, never an unexpected error, nothing inline."""

import re
from urllib.parse import quote

import pytest
from starlette.routing import Match, Route

from console.http.headers import CONTENT_SECURITY_POLICY
from console.routes import ROUTERS
from models.roles import Role
from tests.console.conftest import Console

ROUTES = [route for router in ROUTERS for route in router.routes if isinstance(route, Route)]
STREAMS = {"/console/live"}
READ = sorted({route.path for route in ROUTES if "GET" in (route.methods or ())} - STREAMS)
SENT = sorted({route.path for route in ROUTES if "POST" in (route.methods or ())})
NAMES = ("nobody", "厨房", "a'b\"<c>", "..", "%2e%2e", "x" * 300)
QUERIES = ("?after=~nonsense", "?after=&q=&kind=%3Cb%3E&status=x&limit=-1&page=0&lang=zh", "?%00=%00&[]=1")
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=\"|href=\"javascript:")


def filled(path: str, name: str) -> str:
    return re.sub(r"\{\w+(:\w+)?\}", quote(name, safe=""), path)


def require_answer(status: int, text: str, path: str) -> None:
    assert status < 500, f"{path}: {status}"
    assert not INLINE.search(text), path


@pytest.mark.parametrize("path", READ)
async def test_a_page_answers_every_role(console: Console, path: str) -> None:
    """What a role may not read is refused by a page; without a visitor nothing is shown at all."""
    for role in Role:
        answer = await console[role].get(filled(path, "nobody"))
        require_answer(answer.status_code, answer.text, path)
        if not path.startswith("/console/static"):
            assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY, path
    if not path.startswith(("/console/static", "/console/sign")):
        assert (await console[None].get(filled(path, "nobody"))).status_code in {303, 401}, path


@pytest.mark.parametrize("path", READ)
async def test_a_part_of_a_page_is_drawn_by_itself(console: Console, path: str) -> None:
    """A live page asks for its changing part: whatever that takes is defined in the part."""
    answer = await console[Role.AUDITOR].get(filled(path, "nobody"), HX_Request="true")
    require_answer(answer.status_code, answer.text, path)


@pytest.mark.parametrize("path", READ)
async def test_a_page_survives_what_is_typed_into_its_address(console: Console, path: str) -> None:
    """Names that no record has, cursors of other lists, parameters that mean nothing."""
    addresses = [filled(path, name) for name in NAMES] if "{" in path else []
    addresses += [filled(path, NAMES[0]) + query for query in QUERIES]
    for address in addresses:
        answer = await console.operator.get(address)
        require_answer(answer.status_code, answer.text, address)
        assert "<c>" not in answer.text


@pytest.mark.parametrize("path", SENT)
async def test_a_form_survives_what_is_typed_into_it(console: Console, path: str) -> None:
    """An empty form, and one with every field wrong."""
    for form in (
        {"_key": "a b"},
        {"text": "", "reason": "<b>" * 2000, "duration": "a week", "outcome": "x", "id": "../x"},
    ):
        answer = await console.operator.post(filled(path, "nobody"), form)
        require_answer(answer.status_code, answer.text, path)
        assert "<b><b>" not in answer.text


@pytest.mark.parametrize("path", SENT)
async def test_no_form_is_accepted_from_elsewhere(console: Console, path: str) -> None:
    """Whatever it would do."""
    answer = await console.operator.post(filled(path, "nobody"), {}, Sec_Fetch_Site="cross-site")
    assert answer.status_code == 403


@pytest.mark.parametrize("path", SENT)
def test_no_page_takes_the_address_of_a_form_for_a_name(path: str) -> None:
    """The link to another language on a page that a form answered leads to the page above: a record of that name would
    be looked for in vain.
    """
    scope = {"type": "http", "method": "GET", "path": filled(path, "nobody"), "root_path": ""}
    matched = [route for route in ROUTES if route.matches(scope)[0] is Match.FULL]
    assert [route.path for route in matched[:1]] in ([], [path])
