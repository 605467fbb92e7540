"""The client's gate against the server, question by question, while bans and rumours come and go.

Both answer for the same instant. Where the server already knows a newer version, the gate is asked again with that
version, and where the gate does, the server is: answers of one version must be equal to the byte.
"""

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from standing_client import Client, Problem
from standing_client.gate import Gate, GateOptions
from standing_client.gate.answers import Answer
from tests.client_python.conftest import PATIENT, Server, registered

PRIVILEGES = ("publish", "publish.finance", "monetize.live_gifts", "gain_followers", "be_recommended", "service")
MEDIUM = {"kind": "self_shot", "shot_at": "2026-03-08T10:00:00+08:00", "place": "昆明"}
DRAFTS: tuple[dict[str, Any], ...] = (
    {},
    {"fields": ["finance"]},
    {"topics": ["public_policy"], "source": "国务院公报", "media": [MEDIUM]},
    {"topics": ["current_affairs"], "source": "网络"},
    {"media": [{"kind": "synthetic", "detection": "suspected"}], "fictional": True},
    {"old_event": {"time": "1985-05", "place": "上海"}, "disputed": True},
    {"text": "紧急通知：城东自来水厂被投毒，大家千万不要喝水，赶快转发！"},
    {"text": "辟谣：城东自来水厂被投毒是假的，请勿相信。", "anonymous": True},
)
Question = tuple[str, str | dict[str, Any]]


def question(chance: Random, accounts: list[str]) -> Question:
    asked = chance.choice(PRIVILEGES) if chance.random() < 0.7 else chance.choice(DRAFTS)
    return chance.choice(accounts), asked


def item(asked: Question, **more: Any) -> dict[str, Any]:
    account, about = asked
    return {"account": account, ("privilege" if isinstance(about, str) else "draft"): about, **more}


def here(gate: Gate, asked: Question, **more: Any) -> Answer:
    account, about = asked
    if isinstance(about, str):
        return gate.decide(account, about, **more)
    return gate.decide_publish(account, about, **more)


def there(client: Client, items: list[dict[str, Any]]) -> str:
    return client.request("POST", "/v1/decisions/batch", json={"items": items}, timeout=60).text


@contextmanager
def streaming(server: Server, accounts: list[str], seed: int, pause_s: float) -> Iterator[list[int]]:
    """Ban accounts, overturn bans, and open and close rumours, until the block ends; yield the number of changes."""
    done, changes = threading.Event(), [0]
    failures: list[BaseException] = []

    def stream() -> None:
        chance, number = Random(seed), 0
        try:
            with server.client(retries=PATIENT) as client:
                while not done.is_set():
                    number += 1
                    account, ban = chance.choice(accounts), f"s{seed}-{number}"
                    length = timedelta(seconds=chance.choice([1, 3, 3600, 864_000]))
                    client.ban_account(account, category="recycled_news", duration=length, id=ban, another_offence=True)
                    if chance.random() < 0.8:
                        client.overturn_ban(account, ban, reason="mistaken")
                    if number % 40 == 0:
                        rumour = client.open_rumour(claim="城东自来水厂被投毒", field="emergency").id
                        client.close_rumour(rumour, reason="over")
                    changes[0] += 1
                    done.wait(pause_s)
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=stream)
    thread.start()
    try:
        yield changes
    finally:
        done.set()
        thread.join()
    assert not failures, failures


def compared(gate: Gate, client: Client, asked: list[Question]) -> int:
    """Compare the answers to some questions to the byte; return how many were given here."""
    answers = [here(gate, one) for one in asked]
    items = [item(one, at=answer.at.isoformat()) for one, answer in zip(asked, answers, strict=True)]
    text = there(client, items)
    if text != f'{{"answers":[{",".join(answer.json for answer in answers)}]}}':
        for one, answer, its in zip(asked, answers, json.loads(text)["answers"], strict=True):
            if json.loads(answer.json) != its:
                settle(gate, client, one, answer)
            else:
                assert answer.json in text
    return sum(answer.local for answer in answers)


def settle(gate: Gate, client: Client, asked: Question, first: Answer) -> None:
    """Require that gate and server agree once both have the same version and the same rumours."""
    path = "/v1/decisions" if isinstance(asked[1], str) else "/v1/decisions/publish"
    told = [first.json]
    for _ in range(200):
        answer = here(gate, asked)
        try:
            its = client.request("POST", path, json=item(asked, at=answer.at.isoformat())).text
        except Problem as problem:
            told.append(str(problem))
            continue
        if answer.json == its:
            return
        told += [answer.json, its]
    raise AssertionError("\n".join(told[-4:]))


def run(
    server: Server, total: int, seed: int, options: GateOptions, *, accounts: int, size: int, pause_s: float
) -> None:
    chance = Random(seed)
    with server.client(retries=PATIENT) as client, server.client(retries=PATIENT) as own:
        known = [registered(client) for _ in range(accounts)]
        with Gate(own, options) as gate, streaming(server, known, seed, pause_s) as changes:
            local = sum(
                compared(gate, client, [question(chance, known) for _ in range(size)]) for _ in range(total // size)
            )
    assert changes[0] > 20, "else nothing has happened meanwhile"
    assert local > 0.9 * total, "else it was the server that answered"


@pytest.mark.parametrize("everything", [False, True])
def test_ten_thousand_answers_are_the_servers_while_bans_stream(server: Server, everything: bool) -> None:
    options = GateOptions(everything=everything, capacity=50)
    run(server, 10_000, 1 + everything, options, accounts=60, size=500, pause_s=0.01)


@pytest.mark.long
@pytest.mark.timeout(7_200)
def test_many_answers_are_the_servers_while_bans_stream(server: Server) -> None:
    """`QUESTIONS=1000000` asks a million: a quarter of an hour on a machine that does nothing else."""
    run(server, int(os.environ.get("QUESTIONS", "100000")), 3, GateOptions(), accounts=500, size=5_000, pause_s=0.1)


def test_versions_that_a_command_returns_are_reflected_by_both(server: Server) -> None:
    """The gate's answer with a version is never older, however the streams race."""
    with server.client(retries=PATIENT) as client, server.client(retries=PATIENT) as own, Gate(own) as gate:
        account = registered(client)
        for number in range(30):
            ban = client.ban_account(
                account, category="recycled_news", duration=timedelta(days=1), id=f"v{number}", another_offence=True
            )
            answer = gate.decide(account, "publish", at_least_version=ban.version)
            assert (answer.version, answer.allowed) == (ban.version, False)
            lifted = client.overturn_ban(account, f"v{number}", reason="mistaken")
            assert gate.decide(account, "publish", at_least_version=lifted.version).version == lifted.version
