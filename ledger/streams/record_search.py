"""Search for records by the beginning of their identifier or a part of their name: what people call them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Text, bindparam, case, func, literal, or_, select

from ledger.store.database import Database
from ledger.store.statements import one_of
from models.tables import RECORDS

NAMES: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "bulk": (("reason",),),
    "directive": (("terms", "label_zh"), ("terms", "label_en"), ("terms", "instructions")),
    "exposure": (("notice", "name"), ("account",)),
    "person": (("name",),),
    "report": (("terms", "period"),),
    "rumour": (("opening", "claim"),),
    "run": (("note",),),
    "subscription": (("note",), ("url",)),
}
"""Where each kind of record has its names, the first filled one before the others."""

_D: Final = RECORDS.c


def _name(kind: str) -> ColumnElement[str]:
    """Return the names of a record, each on a line."""
    return func.concat_ws("\n", *(func.nullif(_D.state[path].astext, "") for path in NAMES[kind]))


_NAMED: Final = (
    select(
        _D.kind,
        _D.id,
        case(*((_D.kind == kind, _name(kind)) for kind in NAMES), else_=literal("")).label("name"),
        _D.changed_at,
    )
    .where(one_of(_D.kind, "kinds"))
    .subquery()
    .c
)
_SOUGHT: Final = bindparam("sought", type_=Text)
_FOUND: Final = (
    select(
        _NAMED.kind,
        _NAMED.id,
        _NAMED.name,
        func.row_number().over(partition_by=_NAMED.kind, order_by=(_NAMED.changed_at.desc(), _NAMED.id)).label("place"),
    )
    .where(or_(func.strpos(func.lower(_NAMED.name), func.lower(_SOUGHT)) > 0, func.starts_with(_NAMED.id, _SOUGHT)))
    .subquery()
    .c
)
_FIRST: Final = (
    select(_FOUND.kind, _FOUND.id, _FOUND.name)
    .where(_FOUND.place <= bindparam("most"))
    .order_by(_FOUND.kind, _FOUND.place)
)


@dataclass(frozen=True)
class Named:
    """A record that was found."""

    kind: str
    id: str
    name: str
    """Its first name; empty where it has none."""


async def search(database: Database, kinds: Collection[str], sought: str, *, most: int) -> tuple[Named, ...]:
    """Return the records of these kinds, by kind, the last changed first; at most so many of each kind.

    Raises:
        DatabaseAwayError: PostgreSQL cannot be reached.
    """
    if not kinds or not sought:
        return ()
    named = {"kinds": sorted(kinds), "sought": sought, "most": most}
    async with database.snapshot() as connection:
        rows = (await connection.execute(_FIRST, named)).all()
    return tuple(Named(row.kind, row.id, row.name.partition("\n")[0]) for row in rows)
