"""Real Temporal development server for all tests of this folder."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from background import temporal
from embedded import EmbeddedTemporal, free_port
from ledger.store.database import Database
from tests.background.posting import Post


@pytest.fixture(scope="session")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EmbeddedTemporal]:
    """Yield the running server; a test that kills it starts it again."""
    started = EmbeddedTemporal(tmp_path_factory.mktemp("temporal"), port=free_port(), ui_port=None)
    await asyncio.to_thread(started.start)
    yield started
    await asyncio.to_thread(started.stop)


@pytest.fixture(scope="session")
async def client(server: EmbeddedTemporal) -> Client:
    """Return a client with the search attributes registered."""
    connected = await Client.connect(server.address, data_converter=pydantic_data_converter)
    await temporal.register_search_attributes(connected)
    return connected


@pytest.fixture
async def post(database: Database, client: Client) -> Post:
    """Yield a ledger with accounts and notebooks of this test alone."""
    return Post(database, client)
