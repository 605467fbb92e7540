"""Exemptions of holders, as other commands need them (articles 1 and 7)."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store.statements import one_of
from models.accounts.commands import ExtraSeats
from models.accounts.exemptions import KIND, Exemption, ExemptionStatus, OwnName
from models.tables import RECORDS
from regulation.accounts.exemptions import holds, seats_of

# These statements use the index on kind, status and end: exemptions that have not ended are few.
_RECORD: Final = RECORDS.c
_GRANTED: Final = (_RECORD.kind == bindparam("kind")) & (_RECORD.status == bindparam("granted"))
_OF_HOLDERS: Final = select(_RECORD.state).where(_GRANTED, one_of(_RECORD.label, "holders"))
_NAMES: Final = select(_RECORD.label, _RECORD.state).where(
    _GRANTED,
    _RECORD.due_at > bindparam("at"),
    _RECORD.state["terms", "allows", "type"].astext == "own_name",
)


async def seats(connection: AsyncConnection, holders: Collection[str]) -> Mapping[str, tuple[ExtraSeats, ...]]:
    """Return the accounts that holders may have beyond the quota, each with the time in which it counts."""
    found: defaultdict[str, tuple[ExtraSeats, ...]] = defaultdict(tuple)
    for exemption in await _of(connection, holders):
        if (extra := seats_of(exemption)) is not None:
            found[exemption.terms.holder] += (extra,)
    return found


async def names_of(connection: AsyncConnection, holder: str, at: datetime) -> frozenset[str]:
    """Return the protected names that are the holder's own at the instant."""
    return frozenset(
        exemption.terms.allows.name
        for exemption in await _of(connection, [holder])
        if isinstance(exemption.terms.allows, OwnName) and holds(exemption, at)
    )


async def names(connection: AsyncConnection, at: datetime) -> Mapping[str, frozenset[str]]:
    """Return the protected names of every holder who has one, for callers that check all accounts."""
    found: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for row in await connection.execute(_NAMES, {"kind": KIND, "granted": ExemptionStatus.GRANTED, "at": at}):
        exemption = Exemption.model_validate(row.state)
        if isinstance(exemption.terms.allows, OwnName) and holds(exemption, at):
            found[row.label] |= {exemption.terms.allows.name}
    return found


async def _of(connection: AsyncConnection, holders: Collection[str]) -> list[Exemption]:
    named = {"kind": KIND, "granted": ExemptionStatus.GRANTED, "holders": list(holders)}
    return [Exemption.model_validate(row.state) for row in await connection.execute(_OF_HOLDERS, named)]
