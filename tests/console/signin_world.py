"""The console with a real provider, and browsers in front of it: fixtures of the tests of the sign-in."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

import httpx2
import pytest

from console.app import PATH, console_app
from console.http.visitors import COOKIE
from embedded import EmbeddedPostgres
from models.roles import Role
from tests.api.conftest import Api, Clock, opened
from tests.console.signing_in import CLIENT_ID, CLIENT_SECRET, AtProvider, provider_running

HERE = "https://standing.test"
ROLES = {"review": ("reviewer",), "lead": ("reviewer", "operator"), "audit": ("auditor",)}
KINDS = {"review": ("appeal", "closure"), "lead": ("*",)}
subjects = count(1)
_databases = count(1)


@dataclass
class Browser:
    """A browser with its own cookies, as far as the server sees it."""

    client: httpx2.AsyncClient
    at_provider: AtProvider
    seen: list[httpx2.Response] = field(default_factory=list)

    async def get(self, path: str, **headers: str) -> httpx2.Response:
        return await self._kept(await self.client.get(path, headers=_named(headers)))

    async def post(self, path: str, form: dict[str, Any] | None = None, **headers: str) -> httpx2.Response:
        return await self._kept(
            await self.client.post(path, data=form or {}, headers={"Sec-Fetch-Site": "same-origin", **_named(headers)})
        )

    async def _kept(self, answer: httpx2.Response) -> httpx2.Response:
        self.seen.append(answer)
        return answer

    async def to_provider(self, to: str = "/console/sessions", **more: str) -> str:
        """Begin a sign-in; return the address at the provider."""
        answer = await self.client.get("/console/sign-in/start", params={"next": to, **more})
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    async def comes_back(self, address: str) -> httpx2.Response:
        """Follow the provider's redirect to the callback."""
        assert address.startswith(f"{HERE}/console/sign-in/callback?")
        return await self.get(address)

    async def signs_in(self, subject: str, to: str = "/console/sessions", **more: str) -> httpx2.Response:
        """Sign in at the provider and come back."""
        return await self.comes_back(self.at_provider.signed_in(await self.to_provider(to, **more), subject))

    async def is_in(self) -> bool:
        """Whether a page is shown to the person, rather than the way to the sign-in."""
        return (await self.client.get("/console/sessions")).status_code == 200

    @property
    def token(self) -> str:
        return str(self.client.cookies.get(COOKIE))

    @property
    def session(self) -> str:
        """Cookie header of the session, for another browser that has stolen it."""
        return f"{COOKIE}={self.token}"


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {"Accept-Language": "en", **{name.replace("_", "-"): value for name, value in headers.items()}}


@dataclass
class World:
    """The console with a provider, and browsers in front of it."""

    api: Api
    at_provider: AtProvider
    browsers: list[httpx2.AsyncClient] = field(default_factory=list)

    def browser(self) -> Browser:
        client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=self.api.app, raise_app_exceptions=False), base_url=HERE
        )
        self.browsers.append(client)
        return Browser(client, self.at_provider)

    def person(self, *groups: str, **claims: Any) -> str:
        """Return a new person at the provider, with these groups."""
        return self.at_provider.person(f"person-{next(subjects)}", groups=list(groups), **claims)

    async def audited(self, *types: str) -> list[dict[str, Any]]:
        """Return what the audit has of these types, oldest first."""
        await self.api.app.state.app_state.audit.flush()
        answer = await self.api[Role.AUDITOR].get("/v1/audit", params={"type": list(types), "limit": 500})
        assert answer.status_code == 200, answer.text
        return [event["data"] for event in reversed(answer.json()["events"])]


@asynccontextmanager
async def world_of(postgres: EmbeddedPostgres, template: str, name: str, issuer: AtProvider | None, **more: Any):
    """Yield the API with the console; without an issuer, people sign in by links."""
    named = f"signin_{name}_{next(_databases)}"
    await asyncio.to_thread(postgres.create_database, named, template=template)
    given: dict[str, Any] = {"public_address": HERE, "sign_in_contact": "周远 it@example.cn", **more}
    if issuer is not None:
        given |= {
            "oidc_issuer": issuer.issuer,
            "oidc_client_id": CLIENT_ID,
            "oidc_client_secret": CLIENT_SECRET,
            "oidc_roles": ROLES,
            "oidc_kinds": KINDS,
        }
    async with opened(postgres.url(named), Clock(datetime.now(UTC)), mounts={PATH: console_app}, **given) as api:
        yield api
    await asyncio.to_thread(postgres.drop_database, named)


@pytest.fixture(scope="module")
def running() -> Iterator[AtProvider]:
    with provider_running() as at_provider:
        yield at_provider


@pytest.fixture(scope="module")
async def shared_world(
    postgres: EmbeddedPostgres, template: str, process_name: str, running: AtProvider
) -> AsyncIterator[World]:
    async with world_of(postgres, template, process_name, running, rate_strangers="10000/second") as api:
        yield World(api, running)


@pytest.fixture
async def world(shared_world: World) -> AsyncIterator[World]:
    shared_world.api.clock.now = datetime.now(UTC)
    shared_world.at_provider.forge()
    yield shared_world
    while shared_world.browsers:
        await shared_world.browsers.pop().aclose()
