"""Tolerance for callers' clocks: a time slightly ahead of ours is taken as now.

One tolerance applies to all of them (`clock_tolerance_s` in the settings). A time further ahead stays as it is, and the
rules refuse it.
"""

from datetime import datetime, timedelta

from models.accounts.commands import Command


def by_our_clock(at: datetime, now: datetime, tolerance: timedelta) -> datetime:
    """`now` where `at` lies ahead of it by no more than the tolerance; else `at`."""
    return now if now < at <= now + tolerance else at


def dated_by_our_clock(command: Command, now: datetime, tolerance: timedelta) -> Command:
    """Command with its own times adjusted: when it was decided, when the offence was committed."""
    changed: dict[str, object] = {}
    decided_at: datetime | None = getattr(command, "decided_at", None)
    if decided_at is not None:
        changed["decided_at"] = by_our_clock(decided_at, now, tolerance)
    basis = getattr(command, "basis", None)
    if basis is not None and basis.occurred_at is not None:
        occurred_at = by_our_clock(basis.occurred_at, now, tolerance)
        changed["basis"] = basis.model_copy(update={"occurred_at": occurred_at})
    return command.model_copy(update=changed) if changed else command
