"""One world a test."""

from collections.abc import AsyncIterator

import pytest

from ledger.store.database import Database
from tests.workflows.world import World, living


@pytest.fixture
async def world(database: Database) -> AsyncIterator[World]:
    """A ledger, a worker and a clock that nobody else touches."""
    async with living(database) as alive:
        yield alive
