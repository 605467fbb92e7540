"""Jitter: the timers of many accounts with a boundary at the same instant end slightly apart.

This is safe because no verdict waits for a timer (invariant 1). The delay depends on the account alone, so a replay and
a continued run compute the same one.
"""

from datetime import datetime, timedelta
from typing import Final
from zlib import crc32

from regulation.tables.calendar import civil_date, midnight

AT_MIDNIGHT: Final = timedelta(minutes=5)
"""Width of the jitter at midnight, when all certifications end."""
OTHERWISE: Final = timedelta(milliseconds=500)


def wake_at(account: str, boundary: datetime) -> datetime:
    """Return the instant at which the account's workflow checks the boundary: up to the jitter's width after it."""
    width = AT_MIDNIGHT if boundary == midnight(civil_date(boundary)) else OTHERWISE
    return boundary + width * (crc32(account.encode()) / 2**32)
