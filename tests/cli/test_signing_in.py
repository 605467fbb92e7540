"""Signing in at a terminal: a person confirms it in the console; the session is listed, ended and narrow."""

import asyncio
import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from cli.terminal.signing import code_of as code_of_terminal
from console.signin.terminal import code_of
from ledger.people import people, sign_in_links
from ledger.store.database import Database
from models.roles import Role
from regulation import people as rules
from tests.cli.conftest import Run, Served

ROOT = Path(__file__).parents[2]


def link_of_a_person(database_url: str) -> str:
    """Add a person who reviews and audits; return the token of a sign-in link."""

    async def made() -> str:
        database = Database(database_url)
        now, person = datetime.now(UTC), people.fresh_id()
        given = (Role.REVIEWER, Role.AUDITOR)
        await people.execute(database, person, rules.add("安莉", given), actor="test", now=now)
        token = await sign_in_links.make(database, person, now, actor="test")
        await database.close()
        return token

    return asyncio.run(made())


class Browser:
    """Client of the console that keeps its cookie: the server sets it for TLS, or for a browser on this machine."""

    def __init__(self, address: str) -> None:
        self._client = httpx2.Client(base_url=address, trust_env=False, headers={"Origin": address})
        self._cookies: dict[str, str] = {}

    def close(self) -> None:
        self._client.close()

    def send(self, method: str, path: str, **more: Any) -> httpx2.Response:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        answer = self._client.request(method, path, headers={"Cookie": cookies}, **more)
        for one in answer.headers.get_list("set-cookie"):
            name, _, value = one.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer


def test_the_terminal_and_the_console_show_the_same_code() -> None:
    assert code_of("ab" * 32) == code_of_terminal("ab" * 32)
    assert re.fullmatch(r"[A-Z2-7]{4}-[A-Z2-7]{4}", code_of("00" * 32))


def test_a_person_lets_a_terminal_act_and_takes_it_back(
    standing: Run, served: Served, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The terminal waits meanwhile; its session has the person's roles, is listed among the person's, and ends."""
    monkeypatch.delenv("STANDING_API_KEY")
    argv = [sys.executable, "-m", "cli", "sign-in", "--no-browser"]
    with subprocess.Popen(
        argv, cwd=ROOT, env=dict(os.environ), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as waiting:
        assert waiting.stderr is not None
        said = ""
        while "\n  code  " not in said:
            said += waiting.stderr.readline()
        address = re.search(r"http\S+", said)
        assert address is not None
        path = address[0].removeprefix(served.address)
        browser = Browser(served.address)
        assert browser.send("GET", path).status_code in {303, 401}, "nobody is signed in"
        link = f"/console/sign-in/link/{link_of_a_person(database_url)}"
        assert browser.send("POST", link).status_code == 303
        page = browser.send("GET", path)
        code = re.search(r"\n  code  (\S+)", said)
        assert code is not None
        assert code[1] in page.text
        assert "安莉" in page.text
        assert browser.send("POST", path).status_code == 303
        out, _ = waiting.communicate(timeout=60)
    assert waiting.returncode == 0
    assert f"Signed in to {served.address} as 安莉 (reviewer, auditor)." in out
    again = browser.send("POST", path)
    assert again.status_code == 303, "used once"

    monkeypatch.delenv("STANDING_API")
    me = json.loads(standing("profile", "show", "--json").stdout)["me"]
    assert (me["name"], me["roles"]) == ("安莉", ["reviewer", "auditor"])
    assert standing("case", "list").exit_code == 0
    assert standing("people", "add", "x").exit_code == 1, "not the roles of an operator"
    sessions = browser.send("GET", "/console/sessions").text
    assert me["id"] in sessions or "standing sign-in" in sessions
    assert standing("sign-out").output.strip() == f"Signed out of {served.address}."
    assert standing("case", "list").exit_code == 3
    assert standing("sign-out").exit_code == 2
    browser.close()


async def _aged(database_url: str, name: str) -> None:
    """Put the sign-ins of a person an hour back, as if the hour had passed, and tell the processes."""
    database = Database(database_url)
    async with database.transaction() as connection:
        await connection.execute(
            text(
                "update sessions set authenticated_at = authenticated_at - interval '1 hour' "
                "from people where people.id = sessions.person and people.name = :name and way = 'terminal'"
            ),
            {"name": name},
        )
        await connection.execute(text("select pg_notify('sessions_changed', encode(hash, 'hex')) from sessions"))
    await database.close()


def _confirmed(waiting: "subprocess.Popen[str]", browser: Browser, served: Served) -> str:
    """Confirm what a terminal asks for, in a browser; return what the terminal said before."""
    assert waiting.stderr is not None
    said = ""
    while "\n  code  " not in said:
        line = waiting.stderr.readline()
        assert line, said
        said += line
    address = re.search(r"http\S+/console/terminals/\S+", said)
    assert address is not None
    assert browser.send("POST", address[0].removeprefix(served.address)).status_code == 303
    return said


@pytest.mark.usefixtures("standing")
def test_what_is_grave_waits_at_the_terminal_for_a_fresh_sign_in(
    served: Served, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command says why, waits until the person confirms, and goes on; the session of before has ended."""
    monkeypatch.delenv("STANDING_API_KEY")
    browser = Browser(served.address)
    assert browser.send("POST", f"/console/sign-in/link/{link_of_a_person(database_url)}").status_code == 303

    def begun(*words: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "cli", *words],
            cwd=ROOT,
            env=dict(os.environ),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    with begun("sign-in", "--no-browser") as waiting:
        _confirmed(waiting, browser, served)
        assert waiting.wait(timeout=60) == 0
    monkeypatch.delenv("STANDING_API")
    asyncio.run(_aged(database_url, "安莉"))
    with begun("profile", "show", "--json") as shown:
        person = json.loads(shown.communicate(timeout=60)[0])["me"]["person"]
    with begun("keys", "create", "--person", person, "--name", "laptop") as waiting:
        said = _confirmed(waiting, browser, served)
        assert "this takes a fresh one" in said
        out, _ = waiting.communicate(timeout=60)
    assert waiting.returncode == 0, out
    assert re.search(r"sk_[A-Za-z0-9_-]{43}", out)
    listed = browser.send("GET", "/console/sessions").text
    assert len(re.findall(r"/console/sessions/ses_[0-9a-f]+/end", listed)) == 1, "the session of before has ended"
    browser.close()


def test_a_session_that_somebody_ended_is_told(
    standing: Run, served: Served, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A made-up token is refused, too."""
    monkeypatch.setenv("STANDING_API_KEY", f"st_{'x' * 43}")
    refused = standing("case", "list")
    assert refused.exit_code == 3
    assert "has ended, or is not confirmed: `standing sign-in`" in refused.stderr
