"""Fixtures of the API over a real PostgreSQL: one database for each module, one key for each role, and a clock set by
the test.
"""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from io import StringIO
from itertools import count
from typing import Any
from urllib.parse import parse_qsl

import httpx2
import pytest
import structlog
from fastapi import FastAPI
from pydantic import SecretStr

from api.app import create_app
from api.http import logs
from api.http.budgets import Use
from embedded import EmbeddedPostgres
from ledger import keys
from ledger.accounts.reading import Patience
from ledger.people import people
from ledger.store.database import Database
from models.cases.cases import CaseKind
from models.roles import Role
from regulation import people as rules
from settings import Settings
from tests.chinese import english_left

_DESCRIBED = "/openapi.json"
HOLDER_KEY = "a key that only these tests know.."
MORNING = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)

_modules = count(1)
_people = count(1)
_SYLLABLES = "云雨风雪山川溪谷松竹梅兰茶酒琴棋"


def resident_id(serial: int | None = None) -> str:
    """Return a valid resident ID that nobody has: of a town that never existed, with the right check digit."""
    number = serial or next(_people)
    head = f"110105{date(1950, 1, 1) + timedelta(days=number // 1000):%Y%m%d}{number % 1000:03d}"
    weights = [pow(2, 17 - place, 11) for place in range(17)]
    total = sum(int(digit) * weight for digit, weight in zip(head, weights, strict=True))
    check = (1 - total) % 11
    return head + ("X" if check == 10 else str(check))


def name_of(account: str) -> str:
    """Return a name that resembles no other account's name and no protected name."""
    digest = sha256(account.encode()).digest()
    return "".join(_SYLLABLES[byte % len(_SYLLABLES)] for byte in digest[:8])


@dataclass
class Clock:
    """Clock that stands still until a test moves it."""

    now: datetime = MORNING

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **lengths: float) -> None:
        self.now += timedelta(**lengths)


@dataclass
class Api:
    """Application as its callers see it, with one client for each role."""

    app: FastAPI
    clock: Clock
    clients: dict[Role | None, httpx2.AsyncClient]
    database: Database
    secrets: dict[Role, str]
    numbers: Callable[[], int] = field(default_factory=lambda: count(1).__next__)

    def __getitem__(self, role: Role | None) -> httpx2.AsyncClient:
        return self.clients[role]

    @property
    def operator(self) -> httpx2.AsyncClient:
        return self[Role.OPERATOR]

    async def registered(self, account: str | None = None, **more: Any) -> str:
        """Register a new account of a new holder, with a name unlike that of any account closed by another test; return
        its identifier.
        """
        account = account or f"account-{self.numbers()}"
        body = {
            "account": account,
            "kind": "individual",
            "holder": {"resident_id": resident_id()},
            "name": name_of(account),
            **more,
        }
        answer = await self.operator.post("/v1/accounts", json=body)
        assert answer.status_code == 201, answer.text
        return account


SERVICES = frozenset({Role.PLATFORM, Role.REGULATOR})
"""Roles whose key is a service's; those of all others are persons'."""


async def secret_of(database: Database, role: Role) -> str:
    """Return the secret of a new key with the role: a service's, or that of a new person called like the role."""
    if role in SERVICES:
        return (await keys.create(database, role.value, [role], MORNING))[1]
    return (await person_with_key(database, role.value, [role]))[1]


async def person_with_key(
    database: Database, name: str, roles: Iterable[Role], kinds: Iterable[CaseKind] | None = None
) -> tuple[str, str]:
    """Add a person; return the identifier, and the secret of the person's key."""
    given = tuple(roles)
    person = people.fresh_id()
    added = await people.execute(database, person, rules.add(name, given, kinds), actor="test", now=MORNING)
    assert added.refusal is None
    return person, (await keys.create(database, "key", given, MORNING, person=person))[1]


def client_of(api: "Api", secret: str) -> httpx2.AsyncClient:
    """Return a client that sends this key."""
    client = api[None]
    headers = {"Authorization": f"Bearer {secret}"}
    return httpx2.AsyncClient(transport=client._transport, base_url=client.base_url, headers=headers)


def settings_for(url: str, holder_key: str = HOLDER_KEY, **more: Any) -> Settings:
    """Return the settings of an application under test: its rates are out of reach where a test gives none.

    Else a test fails when others of its module ask much within the same second.
    """
    rates = dict.fromkeys((f"rate_{use.name.lower()}" for use in Use), "100000000/hour")
    return Settings(database_url=SecretStr(url), holder_key=SecretStr(holder_key), **{**rates, **more})


_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?")
_LETTERS = ("text/", "application/json", "application/problem+json", "application/x-ndjson", "application/atom+xml")


def times_in(text: str) -> list[str]:
    """Return everything in a text that is written as a time."""
    return _TIME.findall(text)


async def require_one_form_of_times(answer: httpx2.Response) -> None:
    """Require of every answer to a test that each time in its body and headers is written at +08:00."""
    kind = answer.headers.get("content-type", "")
    if not kind.startswith(_LETTERS) or kind.startswith("text/event-stream") or answer.request.url.path == _DESCRIBED:
        return
    await answer.aread()
    other = [at for at in times_in(f"{answer.text} {dict(answer.headers)}") if not at.endswith("+08:00")]
    assert not other, f"{answer.request.method} {answer.request.url} answers with {other[:5]}: {answer.text[:2000]}"


async def require_chinese_without_english(answer: httpx2.Response) -> None:
    """Require of every answer to a test that what it says in Chinese has no English in it, but what the caller gave."""
    kind = answer.headers.get("content-type", "")
    if not kind.startswith(("application/json", "application/problem+json")) or answer.request.url.path == _DESCRIBED:
        return
    await answer.aread()
    left = english_left(
        answer.text or "{}",
        vars(answer.request).get("_content", b""),
        f"{answer.request.url.path} {parse_qsl(answer.request.url.query.decode())}",
    )
    assert not left, f"{answer.request.method} {answer.request.url} answers with {left[:5]}"


@asynccontextmanager
async def opened(
    url: str,
    clock: Clock | None,
    holder_key: str = HOLDER_KEY,
    mounts: Any = None,
    **more: Any,
) -> AsyncIterator[Api]:
    """Yield the application over a migrated database, with a key for each role; without `clock` it uses the database's
    time.
    """
    app = create_app(settings_for(url, holder_key, **more), clock=clock, patience=Patience(wait_s=0.05), mounts=mounts)
    database = Database(url, pool_size=4, times_given=True)
    secrets = {role: await secret_of(database, role) for role in Role}
    async with app.router.lifespan_context(app):
        clients = {
            role: httpx2.AsyncClient(
                transport=httpx2.ASGITransport(app=app, raise_app_exceptions=False),
                base_url="http://standing.test",
                headers={"Authorization": f"Bearer {secrets[role]}"} if role else {},
                event_hooks={"response": [require_one_form_of_times, require_chinese_without_english]},
            )
            for role in (*Role, None)
        }
        yield Api(app, clock or Clock(), clients, database, secrets)
        for client in clients.values():
            await client.aclose()
    await database.close()


@pytest.fixture(scope="package", autouse=True)
def log() -> Iterator[StringIO]:
    """Yield the log of these tests, rendered as in production."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    written = StringIO()
    logs.configure("debug", "json", written)
    yield written
    structlog.reset_defaults()
    root.handlers[:], root.level = before


@pytest.fixture(scope="module")
async def module_url(postgres: EmbeddedPostgres, template: str, process_name: str) -> AsyncIterator[str]:
    """Yield the address of a migrated database for the tests of one module."""
    name = f"api_{process_name}_{next(_modules)}"
    await asyncio.to_thread(postgres.create_database, name, template=template)
    yield postgres.url(name)
    await asyncio.to_thread(postgres.drop_database, name)


@pytest.fixture(scope="module")
async def shared(module_url: str) -> AsyncIterator[Api]:
    """Yield one application for the tests of a module; each test creates its own accounts."""
    async with opened(module_url, Clock()) as api:
        yield api


@pytest.fixture
def api(shared: Api) -> Api:
    """Return the module's application, its clock set to the same morning for each test."""
    shared.clock.now = MORNING
    return shared
