"""Fixtures of the console: the API over a real PostgreSQL with the console mounted, and a visitor for each role."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

import httpx2
import pytest

from console.app import PATH, console_app
from console.http.visitors import COOKIE
from embedded import EmbeddedPostgres
from ledger import keys
from ledger.people import people, sessions
from ledger.people.sessions import From, Lasting, Way
from models.roles import Role
from tests.api.conftest import MORNING, Api, Clock, log, opened, person_with_key
from tests.api.test_events import served

__all__ = ["log"]

_modules = count(1)

FOR_EVER = timedelta(days=3650)
"""Sessions of these tests do not end while the clock moves; those of `test_signin.py` do."""
LASTING: Any = {"session_idle": FOR_EVER, "session_lasts": FOR_EVER, "fresh_sign_in": FOR_EVER}
PAGE = {"Accept-Language": "en", "Sec-Fetch-Site": "same-origin"}
"""Headers of a browser that reads English and sends its forms from a page of the console."""


@dataclass
class Console:
    """The console as its visitors see it; `api` is the API beside it, for what a test prepares."""

    api: Api
    tokens: dict[Role | None, str] = field(default_factory=dict)
    """Token of the session of a person with each role."""

    def __getitem__(self, role: Role | None) -> "Visitor":
        return Visitor(self.api[role], self.tokens.get(role, ""))

    def forget_cookies(self) -> None:
        """Forget what the browsers were sent, but for their sessions."""
        for role, client in self.api.clients.items():
            client.cookies.clear()
            if role is not None:
                client.cookies.set(COOKIE, self.tokens[role])

    @property
    def reviewer(self) -> "Visitor":
        return self[Role.REVIEWER]

    @property
    def operator(self) -> "Visitor":
        return self[Role.OPERATOR]

    async def case(self, **more: Any) -> str:
        """Open a case by hand on a new account; return its identifier."""
        account = await self.api.registered()
        body = {"kind": "closure", "account": account, "category": "matrix_manipulation", **more}
        answer = await self.api.operator.post("/v1/cases", json=body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])


class Visitor:
    """One visitor, who reads English unless the test says otherwise."""

    def __init__(self, client: httpx2.AsyncClient, token: str) -> None:
        self._client = client
        self._token = token

    async def get(self, path: str, **headers: str) -> httpx2.Response:
        return await self._client.get(path, headers=PAGE | self._named(headers))

    async def post(self, path: str, form: dict[str, Any], **headers: str) -> httpx2.Response:
        return await self._client.post(path, data=form, headers=PAGE | self._named(headers))

    async def upload(
        self, path: str, form: dict[str, Any], files: dict[str, tuple[str, bytes]], **headers: str
    ) -> httpx2.Response:
        """Send a form with files, as a browser does."""
        return await self._client.post(path, data=form, files=files, headers=PAGE | self._named(headers))

    async def confirmed(self, path: str, form: dict[str, Any], **headers: str) -> httpx2.Response:
        """Send a form, read what would follow, and confirm it; return the answer to the confirmation."""
        asked = await self.post(path, form, **headers)
        assert asked.status_code == 200, asked.text
        assert 'value="confirmed"' in asked.text, "the form was carried out without a question, or was refused"
        return await self.post(path, {**form, "step": "confirmed"}, **headers)

    def _named(self, headers: dict[str, str]) -> dict[str, str]:
        """Return the headers; cookies that a test sends come beside that of the session."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if "Cookie" in named:
            named["Cookie"] += f"; {COOKIE}={self._token}"
        return named


async def signed_in(api: Api, role: Role) -> str:
    """Sign in the person who has the role's key, or a new one where the key is a service's; return the token."""
    caller = await keys.find(api.database, api.secrets[role])
    assert caller is not None
    return await session_of(api, caller.person or (await person_with_key(api.database, role.value, [role]))[0])


async def another_visitor(api: Api, *roles: Role) -> httpx2.AsyncClient:
    """Return the browser of a new person with these roles."""
    person, _ = await person_with_key(api.database, f"visitor {api.numbers()}", roles)
    cookies = {COOKIE: await session_of(api, person)}
    return httpx2.AsyncClient(transport=api[None]._transport, base_url=api[None].base_url, cookies=cookies)


async def session_of(api: Api, person: str) -> str:
    """Sign in a person; return the token."""
    found = await people.person_of(api.database, person)
    assert found is not None
    async with api.database.transaction() as connection:
        begun = await sessions.begin(
            connection,
            found,
            Way.LINK,
            now=MORNING,
            lasting=Lasting(idle=FOR_EVER, most=FOR_EVER),
            authenticated_at=MORNING,
            came=From(),
        )
    return begun.token


async def console_over(api: Api) -> Console:
    """Return the console of an API, with a person signed in for each role."""
    console = Console(api, {role: await signed_in(api, role) for role in Role})
    console.forget_cookies()
    return console


@pytest.fixture(scope="module")
async def console_url(postgres: EmbeddedPostgres, template: str, process_name: str) -> AsyncIterator[str]:
    """Yield the address of a migrated database for the tests of one module."""
    name = f"console_{process_name}_{next(_modules)}"
    await asyncio.to_thread(postgres.create_database, name, template=template)
    yield postgres.url(name)
    await asyncio.to_thread(postgres.drop_database, name)


@pytest.fixture(scope="module")
async def shared_console(console_url: str) -> AsyncIterator[Console]:
    async with opened(console_url, Clock(), mounts={PATH: console_app}, **LASTING) as api:
        yield await console_over(api)


@pytest.fixture
def console(shared_console: Console) -> Console:
    """Return the module's console, its clock set to the same morning for each test."""
    shared_console.api.clock.now = MORNING
    shared_console.forget_cookies()
    return shared_console


@pytest.fixture
async def console_address(console_url: str) -> AsyncIterator[str]:
    """Yield the address of a real server over the module's database: a stream cannot be read through a transport in
    memory.
    """
    async with served(console_url, {PATH: console_app}, **LASTING) as (address, _):
        yield address
