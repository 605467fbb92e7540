"""Retries against a real server that drops, stalls and refuses: what is repeated, with which key, and when it ends."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from standing_client import (
    AsyncClient,
    Client,
    ConnectionLostError,
    Problem,
    Reply,
    Retries,
    TooManyRequestsError,
    UnavailableError,
)
from standing_client.calls import call_of
from standing_client.retries import Course, retry_after_s
from tests.client_python.unsteady import Answer, Unsteady, serving

OK = Answer(200, {"fine": True})
BUSY = Answer.problem(503, "database-away")
QUICK = Retries(first_s=0.001, longest_s=0.002)
BAN = ("POST", "/v1/accounts/kitchen/bans")

Ask = Callable[..., Reply]


def blocking(url: str, *args: Any, retries: Retries = QUICK, timeout: float = 10.0, **named: Any) -> Reply:
    with Client(url, "sk_one", retries=retries, timeout=timeout) as client:
        return client.request(*args, **named)


def awaited(url: str, *args: Any, retries: Retries = QUICK, timeout: float = 10.0, **named: Any) -> Reply:
    async def ask() -> Reply:
        async with AsyncClient(url, "sk_one", retries=retries, timeout=timeout) as client:
            return await client.request(*args, **named)

    return asyncio.run(ask())


@pytest.fixture(params=[blocking, awaited])
def ask(request: pytest.FixtureRequest) -> Ask:
    """Return the call of one client, then of the other."""
    return request.param


def keys(server: Unsteady) -> set[str]:
    return {one.headers.get("idempotency-key", "") for one in server.received}


@pytest.mark.parametrize("step", ["drop", "cut", *(Answer.problem(s, "x") for s in (408, 429, 500, 502, 503, 504))])
def test_a_reading_is_repeated_until_it_succeeds(step: Any, ask: Ask) -> None:
    with serving(step, step, OK) as server:
        assert ask(server.url, "GET", "/v1/me").json() == {"fine": True}
        assert len(server.received) == 3


@pytest.mark.parametrize("step", ["drop", "cut", BUSY])
def test_a_command_keeps_its_key_over_all_repetitions(step: Any, ask: Ask) -> None:
    with serving(step, step, step, OK) as server:
        ask(server.url, *BAN, json={"duration": "P7D"})
        ask(server.url, *BAN, json={"duration": "P7D"})
        assert [one.body for one in server.received] == [b'{"duration":"P7D"}'] * 5
        first = {one.headers["idempotency-key"] for one in server.received[:4]}
        assert len(first) == 1
        assert len(keys(server)) == 2
        assert server.received[0].headers["authorization"] == "Bearer sk_one"


def test_a_key_of_your_own_is_used(ask: Ask) -> None:
    with serving("drop", OK) as server:
        ask(server.url, *BAN, json={}, idempotency_key="ban-4711")
        assert keys(server) == {"ban-4711"}


@pytest.mark.parametrize(
    ("path", "sent"),
    [("/v1/keys", 1), ("/v1/not/known/yet", 1), ("/v1/decisions", 4), ("/v1/sessions/end", 4), ("/v1/screenings", 4)],
)
def test_what_takes_no_key_is_repeated_only_where_that_is_harmless(path: str, sent: int, ask: Ask) -> None:
    """Creating a key twice would leave a second one behind; a question may be asked again."""
    with serving("drop", "drop", "drop", OK) as server:
        if sent == 1:
            with pytest.raises(ConnectionLostError):
                ask(server.url, "POST", path, json={})
        else:
            ask(server.url, "POST", path, json={})
        assert len(server.received) == sent


def test_a_route_that_is_not_known_gets_a_key_all_the_same(ask: Ask) -> None:
    with serving(OK) as server:
        ask(server.url, "POST", "/v1/not/known/yet", json={})
        assert "" not in keys(server)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 412, 422])
def test_a_final_answer_is_not_asked_for_again(status: int, ask: Ask) -> None:
    with serving(Answer.problem(status, "x"), OK) as server, pytest.raises(Problem):
        ask(server.url, "GET", "/v1/me")
    assert len(server.received) == 1


def test_repetitions_end(ask: Ask) -> None:
    with serving(BUSY) as server:
        with pytest.raises(UnavailableError) as raised:
            ask(server.url, *BAN, json={}, retries=Retries(most=3, first_s=0.001))
        assert len(server.received) == 4
        assert keys(server) == {raised.value.idempotency_key}


def test_a_lost_command_says_its_key(ask: Ask) -> None:
    """Whoever repeats the command later can do so with the same key."""
    with serving("drop") as server:
        with pytest.raises(ConnectionLostError, match=r"POST /v1/accounts/kitchen/bans: no answer after 3") as raised:
            ask(server.url, *BAN, json={}, retries=Retries(most=2, first_s=0.001))
        assert keys(server) == {raised.value.idempotency_key}


def test_retry_after_beyond_the_deadline_is_not_waited_for(ask: Ask) -> None:
    refused = Answer.problem(429, "too-many-requests", {"Retry-After": "3600"})
    with serving(refused) as server, pytest.raises(TooManyRequestsError):
        ask(server.url, "GET", "/v1/me")
    assert len(server.received) == 1


def test_a_silent_server_is_left_and_the_whole_call_ends(ask: Ask) -> None:
    with serving("stall", OK) as server:
        assert ask(server.url, "GET", "/v1/me", timeout=0.2).status == 200
    with serving("stall") as server, pytest.raises(ConnectionLostError):
        ask(server.url, "GET", "/v1/me", retries=Retries(deadline_s=0.5, first_s=0.001), timeout=0.2)


def test_a_server_that_is_not_there_is_said_so(ask: Ask) -> None:
    with serving(OK) as server:
        pass
    with pytest.raises(ConnectionLostError, match="GET /v1/me: no answer"):
        ask(server.url, "GET", "/v1/me", retries=Retries(most=0))


# --- without a network -----------------------------------------------------------------------------------------------


class Clock:
    """A clock that a test sets."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def course(retries: Retries, clock: Clock | None = None, *, repeatable: bool = True) -> Course:
    """Return a course whose every wait is the longest that may be drawn."""
    return Course(retries, repeatable=repeatable, clock=clock or Clock(), chance=lambda _, most: most)


def test_the_longest_wait_doubles_up_to_its_limit() -> None:
    running = course(Retries(most=9, first_s=0.5, longest_s=3.0))
    waits = [running.after_loss() for _ in range(10)]
    assert waits == [0.5, 1.0, 2.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0, None]


def test_waits_are_drawn_from_the_whole_interval() -> None:
    drawn = [Course(Retries(first_s=1.0), repeatable=True).after_loss() or 0.0 for _ in range(300)]
    assert min(drawn) < 0.2
    assert max(drawn) > 0.8
    assert max(drawn) <= 1.0


def test_retry_after_is_the_least_that_is_waited() -> None:
    running = course(Retries(first_s=0.5))
    assert running.after_status(429, {"retry-after": "7"}) == 7.5


def test_the_deadline_bounds_the_whole_call() -> None:
    clock = Clock()
    running = course(Retries(most=99, deadline_s=10.0, first_s=1.0, longest_s=1.0), clock)
    clock.now += 8.5
    assert running.after_loss() == 1.0
    clock.now += 1.0
    assert running.left_s() == 0.5
    assert running.after_loss() is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0.0),
        ({"retry-after": "3"}, 3.0),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after": "soon"}, 0.0),
        ({"retry-after": "Sun, 01 Mar 2026 09:00:30 GMT", "date": "Sun, 01 Mar 2026 09:00:00 GMT"}, 30.0),
        ({"retry-after": "Sun, 01 Mar 2026 08:59:30 GMT", "date": "Sun, 01 Mar 2026 09:00:00 GMT"}, 0.0),
    ],
)
def test_retry_after_is_read_in_both_forms_by_the_servers_own_clock(headers: dict[str, str], seconds: float) -> None:
    assert retry_after_s(headers) == seconds


def test_a_call_is_refused_before_it_is_sent_when_it_cannot_be_meant() -> None:
    with pytest.raises(ValueError, match="give json or content"):
        call_of("POST", "/v1/evidence", json={}, content=b"x")
    with pytest.raises(ValueError, match="begins with a slash"):
        call_of("GET", "v1/me")
    with pytest.raises(ValueError, match="begins with http://"):
        Client("standing.example.cn", "sk_one")
