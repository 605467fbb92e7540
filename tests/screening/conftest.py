"""The screener of the lexicon that comes with the program: made once, it keeps nothing between two calls."""

import pytest

from lexicon.seed import seed
from screening.screener import Screener


@pytest.fixture(scope="session")
def screener() -> Screener:
    """With the rows as the table has them."""
    return Screener(seed())
