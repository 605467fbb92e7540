"""Fixtures of the console: the API over a real PostgreSQL with the console mounted, and a visitor for each role."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx2
import pytest

from console.app import PATH, console_app
from embedded import EmbeddedPostgres
from models.roles import Role
from tests.api.conftest import MORNING, Api, Clock, log, opened
from tests.api.test_events import served

__all__ = ["log"]

_modules = count(1)

PAGE = {"Accept-Language": "en", "Sec-Fetch-Site": "same-origin"}
"""Headers of a browser that reads English and sends its forms from a page of the console."""


@dataclass
class Console:
    """The console as its visitors see it; `api` is the API beside it, for what a test prepares."""

    api: Api

    def __getitem__(self, role: Role | None) -> "Visitor":
        return Visitor(self.api[role])

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

    def __init__(self, client: httpx2.AsyncClient) -> None:
        self._client = client

    async def get(self, path: str, **headers: str) -> httpx2.Response:
        return await self._client.get(path, headers=PAGE | _named(headers))

    async def post(self, path: str, form: dict[str, Any], **headers: str) -> httpx2.Response:
        return await self._client.post(path, data=form, headers=PAGE | _named(headers))


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


@pytest.fixture(scope="module")
async def console_url(postgres: EmbeddedPostgres, template: str, process_name: str) -> AsyncIterator[str]:
    """Yield the address of a migrated database for the tests of one module."""
    name = f"console_{process_name}_{next(_modules)}"
    await asyncio.to_thread(postgres.create_database, name, template=template)
    yield postgres.url(name)
    await asyncio.to_thread(postgres.drop_database, name)


@pytest.fixture(scope="module")
async def shared_console(console_url: str) -> AsyncIterator[Console]:
    async with opened(console_url, Clock(), mounts={PATH: console_app}) as api:
        yield Console(api)


@pytest.fixture
def console(shared_console: Console) -> Console:
    """Return the module's console, its clock set to the same morning for each test."""
    shared_console.api.clock.now = MORNING
    for client in shared_console.api.clients.values():
        client.cookies.clear()
    return shared_console


@pytest.fixture
async def console_address(console_url: str) -> AsyncIterator[str]:
    """Yield the address of a real server over the module's database: a stream cannot be read through a transport in
    memory.
    """
    async with served(console_url, {PATH: console_app}) as (address, _):
        yield address
