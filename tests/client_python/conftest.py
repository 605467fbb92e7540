"""A real server in a process of its own, which tests may kill and start again, and clients for it."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import httpx2
import pytest

from embedded import EmbeddedPostgres, free_port
from ledger import keys
from ledger.people import people
from ledger.store.database import Database
from models.roles import Role
from regulation import people as rules
from standing_client import Client, Retries
from tests.api.conftest import HOLDER_KEY, name_of, resident_id

_numbers = count(1)
PATIENT = Retries(most=30, first_s=0.05, longest_s=0.5)
"""Waits while a server starts again."""


@dataclass
class Server:
    """The API in a process of its own."""

    database_url: str
    log: Path
    port: int = field(default_factory=free_port)
    keys: dict[Role, str] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        environment = {
            **os.environ,
            "STANDING_DATABASE_URL": self.database_url.replace("+asyncpg", ""),
            "STANDING_HOLDER_KEY": HOLDER_KEY,
            "STANDING_API_PORT": str(self.port),
            "STANDING_LOG_LEVEL": "warning",
            **self.settings,
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "cli", "api"], env=environment, stdout=log, stderr=log
            )
        ends = time.monotonic() + 150
        while True:
            try:
                if httpx2.get(f"{self.url}/healthz").status_code == 200:
                    return
            except httpx2.TransportError:
                assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
                assert time.monotonic() < ends, self.log.read_text(encoding="utf-8")
                time.sleep(0.1)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    @contextmanager
    def client(self, role: Role = Role.OPERATOR, **more: Any) -> Iterator[Client]:
        with Client(self.url, self.keys[role], **more) as client:
            yield client


async def _keys(database_url: str) -> dict[Role, str]:
    database, now = Database(database_url), datetime.now(UTC)
    person = people.fresh_id()
    added = await people.execute(database, person, rules.add("operator", (Role.OPERATOR,), None), actor="test", now=now)
    assert added.refusal is None
    found = {Role.OPERATOR: (await keys.create(database, "operator", [Role.OPERATOR], now, person=person))[1]}
    for role in (Role.PLATFORM, Role.REGULATOR):
        found[role] = (await keys.create(database, role.value, [role], now))[1]
    await database.close()
    return found


@pytest.fixture(scope="module")
def server(
    postgres: EmbeddedPostgres, template: str, process_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Yield a running server over a database of its own, for the tests of one module."""
    name = f"client_{process_name}_{next(_numbers)}"
    postgres.create_database(name, template=template)
    made = Server(postgres.url(name), tmp_path_factory.mktemp("api") / "log")
    made.keys = asyncio.run(_keys(made.database_url))
    try:
        made.start()
        yield made
    finally:
        made.kill()
    postgres.drop_database(name)


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    """Yield a client with an operator's key."""
    with server.client(retries=PATIENT) as made:
        yield made


_accounts = count(1)


def registered(client: Client, **more: Any) -> str:
    """Register a new account of a new holder and return its identifier."""
    account = f"account-{next(_accounts)}"
    body = {"kind": "individual", "holder": {"resident_id": resident_id()}, "name": name_of(account), **more}
    client.request("POST", "/v1/accounts", json={"account": account, **body})
    return account


def banned(client: Client, account: str, ban: str, duration: str = "P7D", **more: Any) -> int:
    """Ban an account and return its version."""
    body = {"id": ban, "category": "recycled_news", "duration": duration, "factor": 2, **more}
    return int(client.request("POST", f"/v1/accounts/{account}/bans", json=body).json()["version"])
