"""Screener of the lexicon that comes with the program: created once, since it keeps nothing between two calls."""

import pytest

from lexicon.seed import seed
from screening.screener import Screener


@pytest.fixture(scope="session")
def screener() -> Screener:
    """Return the screener with the rows at their defaults."""
    return Screener(seed())
