"""Fixture: one world for each test."""

from collections.abc import AsyncIterator

import pytest

from ledger.store.database import Database
from tests.workflows.world import World, living


@pytest.fixture
async def world(database: Database) -> AsyncIterator[World]:
    """Yield a ledger, a worker and a clock of this test alone."""
    async with living(database) as alive:
        yield alive
