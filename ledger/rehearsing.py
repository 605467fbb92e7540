"""Rehearsals: the real transaction of a command, rolled back, and what it would have left (dry run)."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeVar

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.events import feed
from ledger.store.database import Database
from ledger.streams.envelope import table
from models.accounts.facts import Fact
from models.accounts.standing import Standing
from regulation.cases.effects import effect
from regulation.cases.previews import AccountEffect, EventForeseen

T = TypeVar("T")

_TRIES: Final = 3
_NOT_SERIALIZABLE: Final = "40001"


async def rehearsed(database: Database, act: Callable[[AsyncConnection], Awaitable[T]]) -> T:
    """Return what `act` found in a transaction of which nothing is kept.

    Raises:
        DatabaseAwayError: PostgreSQL cannot be reached.
    """
    table()
    for left in reversed(range(_TRIES)):
        try:
            async with database.rehearsal() as connection:
                found = await act(connection)
        except (IntegrityError, DBAPIError) as error:
            # Another transaction changed meanwhile what this one locks.
            repeatable = isinstance(error, IntegrityError) or getattr(error.orig, "sqlstate", "") == _NOT_SERIALIZABLE
            if not left or not repeatable:
                raise
        else:
            return found
    raise AssertionError("the last attempt returns or raises")


def effect_of(before: Standing, after: Standing, facts: Sequence[Fact]) -> AccountEffect:
    """Return the effect of facts on an account at the instant at which they would be recorded."""
    return effect(before, after, facts, facts[-1].recorded_at)


def foreseen(event: feed.Event) -> EventForeseen:
    """Return an event that the platform would receive."""
    told = feed.announced(event)
    record = None if event.entry is None else event.entry.record
    return EventForeseen(type=told.type, account=event.account, record=record)
