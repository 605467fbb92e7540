"""Live pages: what changes is told by name, once, to whoever may read it, and from where the page left off."""

import asyncio
import re

import httpx2
import pytest

from console.http.visitors import COOKIE
from console.pages.live import topic
from console.rendering.environment import FOLDER
from ledger.people import sessions
from models.roles import Role
from tests.console.conftest import Console, signed_in


async def told(console: Console, address: str, until: str, *, after: int | None = None, resumed: int = -1) -> list[str]:
    """Return the names of the messages up to the one named `until`."""
    headers = {"Cookie": f"{COOKIE}={console.tokens[Role.REVIEWER]}"}
    headers |= {"Last-Event-ID": str(resumed)} if resumed >= 0 else {}
    found: list[str] = []
    query = "" if after is None else f"?after={after}"
    async with (
        asyncio.timeout(20),
        httpx2.AsyncClient(trust_env=False) as client,
        client.stream("GET", f"{address}/console/live{query}", headers=headers, timeout=20) as stream,
    ):
        assert stream.headers["content-type"].startswith("text/event-stream")
        async for line in stream.aiter_lines():
            if line.startswith("event: "):
                found.append(line.removeprefix("event: "))
                if found[-1] == until:
                    return found
    return found


async def test_events_are_told_by_name_once(console: Console, console_address: str) -> None:
    """Several events about one thing are one message; another record's name is another message."""
    case = await console.case()
    found = await told(console, console_address, topic("case", case), after=0)
    assert found.count("live-case") == 1
    assert found.count(topic("case", case)) == 1
    assert "live-account" in found


async def test_a_page_resumes_after_the_last_event_it_received(console: Console, console_address: str) -> None:
    """`Last-Event-ID` counts more than the address, which is as old as the page."""
    first = await console.case()
    newest = (await console.api.operator.get("/v1/events?after=latest")).json()["next"]
    second = await console.case()
    found = await told(console, console_address, topic("case", second), after=0, resumed=newest)
    assert topic("case", first) not in found


async def test_the_page_names_the_event_that_it_is_as_old_as(console: Console) -> None:
    """Nothing that happens between page and stream is lost."""
    await console.case()
    newest = (await console.api.operator.get("/v1/events?after=latest")).json()["next"]
    page = (await console.reviewer.get("/console/queue")).text
    named = re.search(r'hx-sse:connect="/console/live\?after=(\d+)"', page)
    assert named is not None
    assert int(named[1]) == newest


async def test_whoever_may_not_read_events_is_told_nothing(console: Console) -> None:
    """The regulator's pages are not live."""
    assert (await console[Role.REGULATOR].get("/console/live")).status_code == 403
    assert (await console[None].get("/console/live")).status_code == 401
    assert "hx-sse" not in (await console[Role.REGULATOR].get("/console")).text


async def test_the_stream_ends_with_the_right_to_read(console: Console, console_address: str) -> None:
    """A session that is ended reads no further, and is told so."""
    token = await signed_in(console.api, Role.REVIEWER)
    found = await sessions.find(console.api.database, token)
    assert found is not None
    by = {"actor": found.caller.actor}
    async with (
        asyncio.timeout(20),
        httpx2.AsyncClient(trust_env=False) as client,
        client.stream(
            "GET", f"{console_address}/console/live", headers={"Cookie": f"{COOKIE}={token}"}, timeout=20
        ) as stream,
    ):
        lines = stream.aiter_lines()
        assert await anext(lines) == ": live"
        await sessions.end(console.api.database, found.session, why="ended", origin=by, now=console.api.clock.now)
        rest = [line async for line in lines]
    assert "event: live-over" in rest


@pytest.mark.parametrize(
    ("name", "said"), [("case_1", "live-case-case_1"), ("a b.c<d>", "live-case-a_b_c_d_"), ("厨房", "live-case-__")]
)
def test_names_are_safe_in_an_attribute(name: str, said: str) -> None:
    """What htmx would read as syntax becomes an underscore; a page that loads itself once more costs nothing."""
    assert topic("case", name) == said


BY_ITSELF = re.compile(r'<[^<>]*?hx-trigger="[^"]*\b(?:load|every|live-)[^>]*>')
ASKED_FOR = re.compile(r"hx-post=\"[^\"]*preview\"")
"""The next slice of a preview that a person has asked for."""


def test_whatever_a_page_asks_for_by_itself_is_no_sign_of_a_person() -> None:
    """An open page would keep its session for ever: each of its own requests says that nobody pressed anything."""
    found = [tag for page in FOLDER.rglob("*.html") for tag in BY_ITSELF.findall(page.read_text())]
    assert len(found) > 3
    assert [tag for tag in found if "X-Unattended" not in tag and not ASKED_FOR.search(tag)] == []
