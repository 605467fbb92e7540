"""Spreading: boundaries that fall on one instant for many accounts wake their workflows a little apart.

It is safe because no verdict waits for a timer (invariant 1). The delay depends on the account alone, so that a replay
and a continued run come to the same.
"""

from datetime import datetime, timedelta
from typing import Final
from zlib import crc32

from regulation.tables.calendar import civil_date, midnight

AT_MIDNIGHT: Final = timedelta(minutes=5)
"""Certifications end at midnight, all over the country: their timers are spread over minutes."""
OTHERWISE: Final = timedelta(milliseconds=500)


def wake_at(account: str, boundary: datetime) -> datetime:
    """When the account's workflow should look at the boundary."""
    width = AT_MIDNIGHT if boundary == midnight(civil_date(boundary)) else OTHERWISE
    return boundary + width * (crc32(account.encode()) / 2**32)
