"""Civil time in Asia/Shanghai: months and days as the notice counts them."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta

from models.instants import SHANGHAI


def months_after(anchor: datetime, months: int) -> datetime:
    """Same clock time `months` calendar months later; 30 November + 3 months is 28 (29) February.

    Always compute from the anchor: months do not chain (31 January + 1 + 1 is 28 March, + 2 is 31 March).
    """
    local = anchor.astimezone(SHANGHAI)
    years, month0 = divmod(local.month - 1 + months, 12)
    year, month = local.year + years, month0 + 1
    return local.replace(year=year, month=month, day=min(local.day, monthrange(year, month)[1]))


def midnight(day: date) -> datetime:
    """First instant of a civil day."""
    return datetime.combine(day, time(0), SHANGHAI)


def through(last_day: date) -> datetime:
    """End of something that is valid through its last day: the next midnight."""
    return midnight(last_day + timedelta(days=1))


def civil_date(at: datetime) -> date:
    """Civil date in Shanghai at the instant."""
    return at.astimezone(SHANGHAI).date()
