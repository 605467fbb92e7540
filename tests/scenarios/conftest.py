"""Engines that every scenario runs against."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Final

import pytest

from scenarios.engine import Engine
from scenarios.rules_engine import RulesEngine


async def _rules(_: pytest.FixtureRequest) -> Engine:
    return RulesEngine()


# One line for each engine. It gets the request, so that it can take the servers it needs from other fixtures.
ENGINES: Final[Mapping[str, Callable[[pytest.FixtureRequest], Awaitable[Engine]]]] = {
    "rules": _rules,
}


@pytest.fixture(scope="session", params=ENGINES)
async def engine(request: pytest.FixtureRequest) -> AsyncIterator[Engine]:
    """Yield each engine in turn, one for all its scenarios."""
    made = await ENGINES[request.param](request)
    yield made
    await made.close()
