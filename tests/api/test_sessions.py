"""Sessions over HTTP, and as the process that answers knows them: what is ended ends everywhere at once."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from api.http.sessions import TRUST_S, Sessions
from ledger import keys
from ledger.people import people, sessions, signing_in
from ledger.people.sessions import From, Lasting
from ledger.people.signing_in import Came, Rights, SignedIn
from models.people.people import Identity, Person
from models.roles import Role
from regulation import people as rules
from tests.api.conftest import Api

LASTING = Lasting(idle=timedelta(minutes=30), most=timedelta(hours=12))


@dataclass
class Someone:
    """A person with a key, for calls of the API."""

    person: Person
    api: Api
    headers: dict[str, str]

    async def get(self, path: str) -> httpx2.Response:
        return await self.api[None].get(path, headers=self.headers)

    async def post(self, path: str, body: Any = None) -> httpx2.Response:
        return await self.api[None].post(path, json=body, headers=self.headers)

    async def signs_in(self) -> SignedIn:
        return await signed_in(self.api, self.person.identities[0].subject, *self.person.roles)


async def signed_in(api: Api, subject: str, *roles: Role) -> SignedIn:
    identity = Identity(issuer="https://id.example.cn", subject=subject)
    came = Came(From("203.0.113.7", "Browser/1.0"), LASTING, api.clock.now)
    return await signing_in.by_provider(
        api.database, identity, subject, Rights(roles or (Role.REVIEWER,), None), came, api.clock.now
    )


async def someone(api: Api, *roles: Role) -> Someone:
    """Return a new person who is signed in nowhere."""
    first = await signed_in(api, f"person-{api.numbers()}", *roles)
    await sessions.end_all(api.database, first.person.id, origin={"actor": first.person.id}, now=api.clock.now)
    _, secret = await keys.create(
        api.database, "laptop", first.person.roles, api.clock.now, person=first.person.id, actor="command line"
    )
    return Someone(first.person, api, {"Authorization": f"Bearer {secret}"})


def ids(answer: httpx2.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json()["sessions"]]


async def test_a_person_sees_and_ends_own_sessions(api: Api) -> None:
    """Each with the browser and the address from which it came, never with its token."""
    ann = await someone(api)
    one, two = await ann.signs_in(), await ann.signs_in()
    answer = await ann.get("/v1/sessions")
    assert set(ids(answer)) == {one.session, two.session}
    assert one.token not in answer.text
    shown = answer.json()["sessions"][0]
    assert (shown["user_agent"], shown["address"], shown["person_name"]) == (
        "Browser/1.0",
        "203.0.113.7",
        ann.person.name,
    )
    ended = await ann.post(f"/v1/sessions/{one.session}/end")
    assert (ended.status_code, ended.json()["ended_by"]) == (200, ann.person.id)
    again = await ann.post(f"/v1/sessions/{one.session}/end")
    assert again.json() == ended.json()
    assert ids(await ann.get("/v1/sessions")) == [two.session]
    assert set(ids(await ann.get("/v1/sessions?ended=true"))) >= {one.session, two.session}


async def test_sessions_of_others_are_for_operators(api: Api) -> None:
    """Others get neither the list nor a sign that a session exists."""
    ann, bo, operator = await someone(api), await someone(api, Role.AUDITOR), await someone(api, Role.OPERATOR)
    theirs = await ann.signs_in()
    for path in (f"/v1/sessions?person={ann.person.id}", "/v1/sessions?everybody=true"):
        assert (await bo.get(path)).status_code == 403
        assert theirs.session in ids(await operator.get(path))
    for session in (theirs.session, "ses_000000000000"):
        refused = await bo.post(f"/v1/sessions/{session}/end")
        assert (refused.status_code, refused.json()["type"]) == (404, "urn:standing:problem:unknown-session")
    assert (await bo.post("/v1/sessions/end", {"person": ann.person.id})).status_code == 403
    assert (await operator.post(f"/v1/sessions/{theirs.session}/end")).json()["ended_by"] == operator.person.id
    assert ids(await ann.get("/v1/sessions")) == []


async def test_all_sessions_end_together(api: Api) -> None:
    """But for the one from which they are ended."""
    ann, operator = await someone(api), await someone(api, Role.OPERATOR)
    one, two, three = [await ann.signs_in() for _ in range(3)]
    answer = await ann.post("/v1/sessions/end", {"but": two.session})
    assert set(answer.json()["ended"]) == {one.session, three.session}
    assert ids(await ann.get("/v1/sessions")) == [two.session]
    answer = await operator.post("/v1/sessions/end", {"person": ann.person.id})
    assert answer.json() == {"ended": [two.session]}


async def test_a_service_has_no_sessions(api: Api) -> None:
    """A program signs in nowhere, and there is nothing to end."""
    _, secret = await keys.create(api.database, "program", [Role.PLATFORM], api.clock.now)
    headers = {"Authorization": f"Bearer {secret}"}
    assert ids(await api[None].get("/v1/sessions", headers=headers)) == []
    assert (await api[None].post("/v1/sessions/end", json={}, headers=headers)).json() == {"ended": []}


async def test_a_list_continues_where_the_page_ended(api: Api) -> None:
    """As every list."""
    ann = await someone(api)
    begun = {(await ann.signs_in()).session for _ in range(3)}
    first = await ann.get("/v1/sessions?limit=2")
    rest = await ann.get(f"/v1/sessions?limit=2&after={first.json()['next']}")
    assert {*ids(first), *ids(rest)} == begun
    assert rest.json()["next"] is None


# --- the process's own knowledge ----------------------------------------------------------------------------------


async def told(done: Callable[[], Awaitable[bool]]) -> None:
    """Wait until the process was told by the ledger."""
    async with asyncio.timeout(10):
        while not await done():  # noqa: ASYNC110 - what is awaited happens in the watch of the process
            await asyncio.sleep(0.001)


async def test_what_is_ended_is_refused_at_once_in_every_process(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each process is told by the ledger: here, where no time passes, no cache expires."""
    ann = await someone(api)
    begun, other = await ann.signs_in(), await ann.signs_in()
    here: Sessions = api.app.state.app_state.sessions
    monkeypatch.setattr(here, "_elapsed", lambda: 0.0)

    async def ended(token: str) -> bool:
        return await here.visit(token) is None

    async def without_roles() -> bool:
        found = await here.visit(other.token)
        return found is not None and not found.caller.roles

    for token in (begun.token, other.token):
        assert await here.visit(token) is not None
    await sessions.end(api.database, begun.session, why="ended", origin={"actor": "elsewhere"}, now=api.clock.now)
    await told(lambda: ended(begun.token))
    assert await here.visit(other.token) is not None
    await people.execute(
        api.database, ann.person.id, rules.change(roles=[Role.AUDITOR]), actor="elsewhere", now=api.clock.now
    )
    await told(without_roles)
    await people.execute(api.database, ann.person.id, rules.deactivate(), actor="elsewhere", now=api.clock.now)
    await told(lambda: ended(other.token))


async def test_without_notifications_a_session_is_used_for_a_second_at_most(api: Api) -> None:
    """The watch may be lost."""
    elapsed = [0.0]
    alone = Sessions(api.database, LASTING, api.clock, lambda: elapsed[0])
    begun = await signed_in(api, "alone")
    assert await alone.visit(begun.token) is not None
    await sessions.end(api.database, begun.session, why="ended", origin={"actor": "elsewhere"}, now=api.clock.now)
    elapsed[0] = TRUST_S - 0.01
    assert await alone.visit(begun.token) is not None
    elapsed[0] = TRUST_S
    assert await alone.visit(begun.token) is None


async def test_requests_put_off_the_end_and_live_streams_do_not(api: Api) -> None:
    """Half an hour after the last request the session is over, in a process that has it in memory, too."""
    alone = Sessions(api.database, LASTING, api.clock, lambda: 0.0)
    begun = await signed_in(api, "busy")
    for _ in range(4):
        api.clock.pass_(minutes=20)
        assert await alone.visit(begun.token) is not None
    for _ in range(2):
        api.clock.pass_(minutes=14)
        assert await alone.visit(begun.token, counts=False) is not None
    api.clock.pass_(minutes=2)
    assert await alone.visit(begun.token, counts=False) is None
    assert await alone.visit(begun.token) is None
    ended = await sessions.one(api.database, begun.session)
    assert ended is not None
    assert ended.ended_by == sessions.BY_TIME


async def test_a_request_in_another_process_counts_here(api: Api) -> None:
    """What is kept in memory for a second may be older than the last request."""
    here, there = (Sessions(api.database, LASTING, api.clock, lambda: 0.0) for _ in range(2))
    begun = await signed_in(api, "two-screens")
    assert await here.visit(begun.token) is not None
    api.clock.pass_(minutes=29)
    assert await there.visit(begun.token) is not None
    api.clock.pass_(minutes=2)
    assert await here.visit(begun.token) is not None


async def test_twelve_hours_are_the_end_in_any_case(api: Api) -> None:
    """However busy the person is."""
    alone = Sessions(api.database, LASTING, api.clock, lambda: 0.0)
    begun = await signed_in(api, "tireless")
    for _ in range(35):
        api.clock.pass_(minutes=20)
        assert await alone.visit(begun.token) is not None
    api.clock.pass_(minutes=20)
    assert await alone.visit(begun.token) is None


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "ses_000000000000", "'; DROP TABLE sessions --", "\u0000"])
async def test_a_made_up_token_is_no_session(api: Api, token: str) -> None:
    """Whatever it looks like."""
    assert await api.app.state.app_state.sessions.visit(token) is None
