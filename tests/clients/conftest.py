"""Fixtures of the tests of generated clients: the description as served, and a prepared platform for each file."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from embedded import EmbeddedPostgres
from tests.api.conftest import log  # noqa: F401 - a fixture
from tests.clients.platform import Platform, prepared


@pytest.fixture(scope="module")
async def platform(
    postgres: EmbeddedPostgres, template: str, process_name: str, request: pytest.FixtureRequest
) -> AsyncIterator[Platform]:
    """Yield a platform with a database of its own, whose server listens."""
    name = f"clients_{process_name}_{request.module.__name__.rpartition('.')[2]}"
    await asyncio.to_thread(postgres.create_database, name, template=template)
    async with prepared(postgres.url(name)) as platform:
        yield platform
    await asyncio.to_thread(postgres.drop_database, name)


@pytest.fixture(scope="module")
async def described(platform: Platform, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path]:
    """Return the description as the server sends it, and a file that holds it."""
    async with httpx2.AsyncClient(trust_env=False, timeout=60) as client:
        answer = await client.get(f"{platform.address}/openapi.json")
    file = tmp_path_factory.mktemp("description") / "openapi.json"
    file.write_bytes(answer.content)
    return json.loads(answer.content), file
