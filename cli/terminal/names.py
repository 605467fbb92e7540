"""Names beside actors in the output of commands: `安莉 (per_5f0c3a1be2d9)`."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from models.records import Entry

if TYPE_CHECKING:
    from ledger.store.database import Database

E = TypeVar("E", bound=Entry[Any])


async def called(database: "Database", actors: Iterable[str | None]) -> Mapping[str, str]:
    """Return each actor as it is shown: with the name, where it has one."""
    from ledger.people.names import names_of

    known = {actor for actor in actors if actor is not None}
    named = await names_of(database, known)
    return {actor: f"{named[actor]} ({actor})" if actor in named else actor for actor in known}


async def with_names(database: "Database", entries: Iterable[E]) -> list[E]:
    """Return the entries of a record to show, each with its actor's name."""
    listed = list(entries)
    shown = await called(database, [entry.actor for entry in listed])
    return [entry.model_copy(update={"actor": shown[entry.actor]}) for entry in listed]
