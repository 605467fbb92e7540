"""The client's own gate: it answers as the server does, follows every change, and never from too old a mirror."""

import contextlib
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from standing_client import Client, ConnectionLostError, InvalidRequestError, NotFoundError, Problem, Retries
from standing_client.gate import Answer, Gate, GateOptions, StaleMirrorError
from tests.client_python.conftest import PATIENT, Server, banned, registered

OPTIONS = {
    "on demand": GateOptions(max_staleness=15.0),
    "everything": GateOptions(max_staleness=15.0, everything=True),
}


QUESTIONS: list[dict[str, Any]] = [
    {"privilege": "publish"},
    {"privilege": "monetize.live_gifts"},
    {"privilege": "publish.finance"},
    {"draft": {}},
    {"draft": {"fields": ["finance"], "topics": ["public_policy"], "media": [{"kind": "self_shot"}]}},
]


@pytest.fixture(params=OPTIONS)
def gate(server: Server, request: pytest.FixtureRequest) -> Iterator[Gate]:
    """Yield a gate with a client of its own, whose commands nobody else sends."""
    with server.client(retries=PATIENT) as own, Gate(own, OPTIONS[request.param]) as made:
        assert made.fresh
        yield made


def of_server(client: Client, account: str, asked: dict[str, Any], at: datetime) -> str:
    path = "/v1/decisions/publish" if "draft" in asked else "/v1/decisions"
    return client.request("POST", path, json={"account": account, "at": at.isoformat(), **asked}).text


def asked_here(gate: Gate, account: str, asked: dict[str, Any], at: datetime | None = None) -> Answer:
    if "draft" in asked:
        return gate.decide_publish(account, asked["draft"], at=at)
    return gate.decide(account, asked["privilege"], at=at)


def followed(gate: Gate, account: str, version: int, privilege: str = "publish") -> Answer:
    """Return the first answer with a version; the change arrives by following alone."""
    ends = time.monotonic() + 5
    while (answer := gate.decide(account, privilege)).version < version:
        assert time.monotonic() < ends, answer
        time.sleep(0.01)
    return answer


def test_an_answer_is_the_servers_byte_for_byte(gate: Gate, client: Client) -> None:
    account = registered(client)
    banned(client, account, "b1")
    for asked in QUESTIONS:
        answer = (
            gate.decide_publish(account, asked["draft"])
            if "draft" in asked
            else gate.decide(account, asked["privilege"])
        )
        assert answer.local
        assert answer.json == of_server(client, account, asked, answer.at)
        for days in (1, 7, 400):
            at = datetime.now(UTC) + timedelta(days=days)
            later = asked_here(gate, account, asked, at)
            assert later.local
            assert later.json == of_server(client, account, asked, at)


def test_a_kept_answer_differs_in_its_instant_only(gate: Gate, client: Client) -> None:
    account = registered(client)
    first, second = gate.decide(account, "publish"), gate.decide(account, "publish")
    assert first.local
    assert second.local
    assert first.at < second.at
    assert second.json == of_server(client, account, {"privilege": "publish"}, second.at)
    assert abs(second.at - datetime.now(UTC)) < timedelta(seconds=1)


def test_a_change_arrives_by_itself(gate: Gate, client: Client) -> None:
    account = registered(client)
    assert gate.decide(account, "publish").allowed
    version = banned(client, account, "b1")
    refused = followed(gate, account, version)
    assert not refused.allowed
    assert refused.body["reasons"][0]["cause"] == "b1"
    assert refused.local


def test_a_command_of_the_gates_own_client_is_reflected_at_once(gate: Gate) -> None:
    """Read your writes, without saying a version."""
    account = registered(gate._client)
    for number in range(20):
        assert gate.decide(account, "publish").allowed
        banned(gate._client, account, f"b{number}")
        refused = gate.decide(account, "publish")
        assert not refused.allowed
        assert refused.local
        gate._client.request("POST", f"/v1/accounts/{account}/bans/b{number}/overturn", json={"reason": "mistaken"})


def test_a_version_from_elsewhere_is_waited_for(gate: Gate, client: Client) -> None:
    account = registered(client)
    gate.decide(account, "publish")
    version = banned(client, account, "b1")
    assert not gate.decide(account, "publish", at_least_version=version).allowed
    with pytest.raises(Problem, match="version"):
        gate.decide(account, "publish", at_least_version=version + 1)


def test_what_cannot_be_answered_here_is_asked_there(gate: Gate, client: Client) -> None:
    account = registered(client)
    banned(client, account, "b1")
    past = datetime.now(UTC) - timedelta(days=1)
    answer = gate.decide(account, "publish", at=past)
    assert not answer.local
    assert answer.json == of_server(client, account, {"privilege": "publish"}, past)
    with pytest.raises(NotFoundError, match="there is no account"):
        gate.decide("nobody", "publish")
    with pytest.raises(Problem, match="privilege"):
        gate.decide(account, "publish.gossip")
    with pytest.raises(Problem, match=r"body\.draft\.media"):
        gate.decide_publish(account, {"media": [{"kind": "drawn"}]})


@pytest.mark.parametrize("draft", [[], "", 0, "text", [{}]])
@pytest.mark.parametrize("privilege", ["", "monetize", "PUBLISH"])
def test_a_question_with_a_fault_is_refused_as_the_server_refuses_it(
    gate: Gate, client: Client, draft: Any, privilege: str
) -> None:
    """Also after answers were kept: none of them is an answer to it."""
    account = registered(client)
    assert gate.decide_publish(account).local
    assert gate.decide(account, "publish").local
    with pytest.raises(InvalidRequestError, match=r"body\.draft: must be a JSON object"):
        gate.decide_publish(account, draft)
    with pytest.raises(InvalidRequestError, match=r"body\.privilege: must be one of"):
        gate.decide(account, privilege)


def test_a_boundary_is_passed_on_time(gate: Gate, client: Client) -> None:
    """No event announces it: the standing says when the ban ends. Near it, only the server knows which side it is."""
    account = registered(client)
    version = banned(client, account, "b1", "PT2S")
    refused = gate.decide(account, "publish", at_least_version=version)
    ends = datetime.fromisoformat(refused.body["reasons"][0]["until"])
    seen = []
    while not (answer := gate.decide(account, "publish")).allowed:
        seen.append(answer)
        assert answer.at < ends
    assert answer.at >= ends
    assert len(seen) > 100
    assert sum(not one.local for one in seen) < len(seen) / 10


def test_a_draft_that_repeats_an_open_rumour_gets_its_label(gate: Gate, client: Client) -> None:
    account = registered(client)
    draft = {"text": "紧急通知：城东自来水厂被投毒，大家千万不要喝水，赶快转发给家人！"}
    assert gate.decide_publish(account, draft).answer == "allowed"
    rumour = client.request(
        "POST", "/v1/rumors", json={"claim": "城东自来水厂被投毒", "field": "emergency", "terms": ["自来水"]}
    ).json()["id"]
    ends = time.monotonic() + 6
    while (answer := gate.decide_publish(account, draft)).answer == "allowed":
        assert time.monotonic() < ends
        time.sleep(0.05)
    assert answer.local
    assert [label["rumour"] for label in answer.body["labels"]] == [rumour]
    assert answer.json == of_server(client, account, {"draft": draft}, answer.at)
    denied = gate.decide_publish(account, {**draft, "stance": "denies"})
    assert denied.json == of_server(client, account, {"draft": {**draft, "stance": "denies"}}, denied.at)
    client.request("POST", f"/v1/rumors/{rumour}/closure", json={"reason": "over"})


def test_the_number_of_standings_is_bounded(server: Server, client: Client) -> None:
    accounts = [registered(client) for _ in range(12)]
    with server.client() as own, Gate(own, GateOptions(capacity=5)) as gate:
        gate.warm(accounts)
        assert len(gate) == 5
        for account in accounts:
            assert gate.decide(account, "publish").local
        assert len(gate) == 5
    with server.client() as own, Gate(own, GateOptions(capacity=5, everything=True)) as gate:
        assert len(gate) >= 12
        for account in accounts * 2:
            assert gate.decide(account, "publish").local
        assert len(gate._mirror._held) == 5


@pytest.mark.long
@pytest.mark.parametrize("when_stale", ["ask", "refuse"])
def test_a_mirror_that_is_too_old_never_answers(server: Server, client: Client, when_stale: Any) -> None:
    """The server is away longer than the bound: nothing is allowed from memory any more."""
    account = registered(client)
    options = GateOptions(max_staleness=0.6, when_stale=when_stale)
    with server.client(retries=Retries(most=0)) as own, Gate(own, options) as gate:
        assert gate.decide(account, "publish").local
        server.kill()
        killed = time.monotonic()
        asked: list[Answer] = []

        def ask_until_it_raises() -> None:
            while (before := time.monotonic()) - killed < 60:
                asked.append(gate.decide(account, "publish"))
                assert asked[-1].local
                assert before - killed < options.max_staleness

        with pytest.raises(StaleMirrorError if when_stale == "refuse" else ConnectionLostError):
            ask_until_it_raises()
        assert asked
        server.start()
        version = banned(client, account, "b1")
        ends, answer = time.monotonic() + 60, None
        while answer is None or not answer.local or answer.version < version:
            assert time.monotonic() < ends, answer
            with contextlib.suppress(StaleMirrorError):
                answer = gate.decide(account, "publish")
            time.sleep(0.01)
        assert not answer.allowed


def test_the_server_with_other_rules_is_asked_everything(
    server: Server, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = registered(client)
    monkeypatch.setattr("standing_client.gate.following.VERSION", "older")
    with server.client() as own, Gate(own) as gate:
        answer = gate.decide(account, "publish")
        assert not answer.local
        assert answer.allowed
        assert len(gate) == 0


def test_options_that_cannot_be_meant_are_refused() -> None:
    with pytest.raises(ValueError, match=r"0\.1 seconds at least"):
        GateOptions(max_staleness=0.01)
    with pytest.raises(ValueError, match="capacity 1 at least"):
        GateOptions(capacity=0)
