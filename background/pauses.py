"""Pauses between attempts that fail: each twice as long as the one before, up to a longest one."""

from typing import Final

MOST_DOUBLINGS: Final = 16
"""A power of two has no bound, a float has: after a day of failures the product itself would fail."""


def pause_s(failures: int, *, first_s: float, longest_s: float) -> float:
    """Seconds to wait after so many failures in a row; `first_s` after none."""
    return min(longest_s, first_s * 2.0 ** min(failures, MOST_DOUBLINGS))
