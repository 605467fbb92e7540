"""Names to show beside actors: `"actor": "per_…", "actor_name": "安莉"`. The one place that turns an actor into a name.

A name is shown as it is now, never recorded and never compared.
"""

from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy import Text, any_, bindparam, select, union_all
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store.database import Database
from models.tables import API_KEYS, PEOPLE

_P: Final = PEOPLE.c
_K: Final = API_KEYS.c
_ASKED: Final = bindparam("actors", type_=ARRAY(Text))
_PERSONS: Final = select(_P.id.label("actor"), _P.name).where(_P.id == any_(_ASKED))
_SERVICES: Final = select(_K.id, _K.service).where(_K.id == any_(_ASKED), _K.service.is_not(None))
_OWNERS: Final = select(_K.id, _P.name).join(PEOPLE, _P.id == _K.person).where(_K.id == any_(_ASKED))
_NAMES: Final = union_all(_PERSONS, _SERVICES, _OWNERS)


async def names_of(database: Database, actors: Collection[str]) -> Mapping[str, str]:
    """Return the name of each actor that has one: a person, a service, or the owner of a key. Parts of the system, such
    as `backstop`, have none beside the one that is recorded.
    """
    if not actors:
        return {}
    async with database.transaction() as connection:
        return await names_within(connection, actors)


async def names_within(connection: AsyncConnection, actors: Collection[str]) -> Mapping[str, str]:
    """Return the names as the caller's transaction sees them."""
    rows = await connection.execute(_NAMES, {"actors": sorted(set(actors))})
    return {row.actor: row.name for row in rows}
