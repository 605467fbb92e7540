"""A fresh sign-in in the console: before whatever closes an account, releases a report, or makes a key or a secret."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from html import unescape
from typing import Any

import httpx2
import pytest

from console.app import PATH, console_app
from tests.api import test_fresh_sign_in as at_a_terminal
from tests.api.conftest import MORNING, Clock, opened
from tests.console.conftest import LASTING, Console, console_over

LONG = timedelta(minutes=11)
"""Longer than a sign-in is fresh."""
REASON = at_a_terminal.REASON
Form = dict[str, Any]


@pytest.fixture(scope="module")
async def fresh_console(console_url: str) -> AsyncIterator[Console]:
    """Yield a console in which a sign-in is fresh for ten minutes."""
    lasting: Any = {**LASTING, "fresh_sign_in": timedelta(minutes=10)}
    async with opened(console_url, Clock(), mounts={PATH: console_app}, **lasting) as api:
        yield await console_over(api)


@pytest.fixture
def console(fresh_console: Console) -> Console:
    """Return it, on the same morning for each test."""
    fresh_console.api.clock.now = MORNING
    fresh_console.forget_cookies()
    return fresh_console


async def acting(console: Console, account: str, name: str, form: Form) -> tuple[str, Form]:
    """Return the form of an action whose consequences were shown."""
    path = f"/console/accounts/{account}/act/{name}"
    shown = await console.operator.post(path, form)
    assert shown.status_code == 200, shown.text
    hidden = re.findall(r'name="(seen|version|_key)" value="([^"]*)"', shown.text)
    return path, {**form, **{name: unescape(value) for name, value in hidden}, "step": "carry-out"}


async def closing(console: Console) -> tuple[str, Form]:
    return await acting(console, await console.api.registered(), "close", REASON)


async def finding_what_closes(console: Console) -> tuple[str, Form]:
    form = {"category": "reregistration", "reason": "换号重来", "consequences": "catalogue"}
    return await acting(console, await console.api.registered(), "violation", form)


async def finding_again_what_then_closes(console: Console) -> tuple[str, Form]:
    path, body = await at_a_terminal.finding_again_what_then_closes(console.api)
    return await acting(console, path.split("/")[3], "violation", {**body, "consequences": "catalogue"})


async def closing_many(console: Console) -> tuple[str, Form]:
    return "/console/campaigns", {**REASON, "measure": "close", "accounts": await console.api.registered()}


async def closing_a_long_list(console: Console) -> tuple[str, Form]:
    path, _ = await at_a_terminal.closing_a_long_list(console.api)
    return f"/console/campaigns/{path.split('/')[3]}/start", {"accounts": "1"}


async def importing_closed_accounts(console: Console) -> tuple[str, Form]:
    path, _ = await at_a_terminal.importing_closed_accounts(console.api)
    return f"/console/runs/{path.split('/')[3]}/start", {"rows": "1"}


async def approving(console: Console) -> tuple[str, Form]:
    return f"/console/cases/{await console.case()}/decision", {"outcome": "approved", "reason": "确有联动"}


async def approving_together(console: Console) -> tuple[str, Form]:
    form = {"case": await console.case(), "outcome": "approved", "reason": "确有联动"}
    return "/console/queue/together/decision", form


async def making_a_key(_: Console) -> tuple[str, Form]:
    return "/console/connections/keys", {"name": "laptop"}


async def making_a_webhook(_: Console) -> tuple[str, Form]:
    return "/console/connections/webhooks", {"url": "https://hooks.example.cn/standing"}


Grave = Callable[[Console], Awaitable[tuple[str, Form]]]
GRAVE: tuple[Grave, ...] = (
    closing,
    finding_what_closes,
    finding_again_what_then_closes,
    closing_many,
    closing_a_long_list,
    importing_closed_accounts,
    approving,
    approving_together,
    making_a_key,
    making_a_webhook,
)
BY_REVIEWERS: frozenset[Grave] = frozenset({approving, approving_together})


@pytest.mark.parametrize("grave", GRAVE, ids=lambda made: made.__name__)
async def test_what_is_grave_leads_through_the_sign_in(console: Console, grave: Grave) -> None:
    """After ten minutes nothing is done and what was typed is kept; within them it is done at once."""
    path, form = await grave(console)
    visitor = console.reviewer if grave in BY_REVIEWERS else console.operator
    before = console.api.clock.now
    console.api.clock.now = before + LONG
    asked = await visitor.post(path, form)
    assert asked.status_code == 303, asked.text
    assert "why=fresh" in asked.headers["location"]
    assert "%2Fconsole%2Fsign-in%2Fkept%2F" in asked.headers["location"]
    console.api.clock.now = before
    done = await visitor.post(path, form)
    assert was_done(done), done.text


def was_done(answer: httpx2.Response) -> bool:
    """Return whether a form was carried out: it leads on, or shows what came of it."""
    if answer.status_code == 303:
        return "/console/sign-in" not in answer.headers["location"]
    return answer.status_code in {200, 201} and 'class="problem' not in answer.text


async def test_the_second_refusal_is_the_api_s_own(console: Console) -> None:
    """A page that forgets to ask is asked by the API: no form of the console can close an account otherwise."""
    path, form = await finding_what_closes(console)
    account = path.split("/")[3]
    console.api.clock.now += LONG
    await console.operator.post(path, form)
    read = (await console.api.operator.get(f"/v1/accounts/{account}")).json()
    assert read["status"] == "active"
    assert (await console.api.operator.get(f"/v1/accounts/{account}/facts")).json()["facts"][-1]["seq"] == 1
