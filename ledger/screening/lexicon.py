"""The lexicon in force: the shipped names, and the operators' imports, retirements, switches and presets.

Every change is an entry of one record; the record's version and the digest of the shipped lists form the version that
each screening names. `Screeners` gives a process the screener of the version in force.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Final

from sqlalchemy import Boolean, Integer, Text, bindparam, cast, literal, or_, select, update
from sqlalchemy.dialects.postgresql import JSONB, distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store import pages
from ledger.store.database import Database
from ledger.store.pages import Order, Page, Position
from ledger.store.statements import given, member, one_of
from ledger.streams import records
from ledger.streams.records import Act, Command, Entered
from lexicon.seed import seed
from models.screening.lexicon import KIND, RECORD, Imported, LexiconBody, LexiconState
from models.screening.screening import Lexicon, ProtectedKind, ProtectedName
from models.tables import PROTECTED_NAMES, RECORD_ENTRIES, RECORDS
from regulation.screening import lexicon as rules
from screening.holding import BALANCED
from screening.screener import Screener

_N: Final = PROTECTED_NAMES.c
_E: Final = RECORD_ENTRIES.c
_VERSION: Final = select(RECORDS.c.version).where(
    RECORDS.c.kind == bindparam("kind"), RECORDS.c.id == bindparam("dossier")
)
_IN_FORCE: Final = (
    select(_N.id, _N.body)
    .where(
        _N.added_in.between(1, bindparam("version")),
        or_(_N.retired_in.is_(None), _N.retired_in > bindparam("version")),
    )
    .order_by(_N.id)
)
_SEED_RETIRED: Final = select(_N.id).where(_N.added_in == 0, _N.retired_in <= bindparam("version"))
_RETIRE: Final = (
    update(PROTECTED_NAMES).where(_N.retired_in.is_(None), one_of(_N.id, "ids")).values(retired_in=bindparam("version"))
)
_RETIRE_SEED: Final = (
    insert(PROTECTED_NAMES)
    .from_select(
        ["id", "added_in", "retired_in", "body"],
        select(*given(id=("ids", Text())).c, literal(0), bindparam("version", type_=Integer), literal({}, JSONB)),
    )
    .on_conflict_do_nothing(index_elements=["id", "added_in"])
)
_ADDED: Final = given(id=("ids", Text()), body=("bodies", JSONB())).c
_ADD: Final = insert(PROTECTED_NAMES).from_select(
    ["id", "added_in", "body"], select(_ADDED.id, bindparam("version", type_=Integer), _ADDED.body)
)
_CHANGES: Final = (_E.kind == bindparam("kind")) & (_E.dossier == bindparam("dossier"))
_PRESET: Final = (
    select(_E.seq, _E.body["preset"].astext.label("preset"))
    .where(_CHANGES, _E.type == "preset_chosen", _E.seq <= bindparam("version"))
    .order_by(_E.seq.desc())
    .limit(1)
)
_ROW: Final = member(_E.body, "row")
_SWITCHES: Final = (
    select(_ROW.label("row"), cast(member(_E.body, "on"), Boolean).label("on"))
    .ext(distinct_on(_ROW))
    .where(_CHANGES, _E.type == "switched", _E.seq > bindparam("since"), _E.seq <= bindparam("version"))
    .order_by(_ROW, _E.seq.desc())
)
_NAMED: Final = {"kind": KIND, "dossier": RECORD}


def version_text(changes: int) -> str:
    """Return the version that screenings name: the digest of the shipped lists, and the number of operators'
    changes.
    """
    return f"{seed().version}.{changes}"


async def version(database: Database) -> str:
    """Return the version in force.

    Raises:
        DatabaseAwayError: when the database cannot be reached.
    """
    async with database.transaction() as connection:
        return version_text(await _changes(connection))


async def read(database: Database, *, changes: int | None = None) -> Lexicon:
    """Return the protected names in force, or those after so many changes.

    Raises:
        DatabaseAwayError: when the database cannot be reached.
    """
    async with database.snapshot() as connection:
        return await read_within(connection, changes=changes)


async def read_within(connection: AsyncConnection, *, changes: int | None = None) -> Lexicon:
    """Return the protected names in force, or those after so many changes, as the caller's transaction sees them."""
    at = await _changes(connection) if changes is None else changes
    chosen = (await connection.execute(_PRESET, {**_NAMED, "version": at})).one_or_none()
    since = {"since": chosen.seq if chosen else 0, "version": at}
    switches = (await connection.execute(_SWITCHES, {**_NAMED, **since})).all()
    return Lexicon.trusted(
        version=version_text(at),
        names=tuple((await _in_force(connection, at)).values()),
        preset=chosen.preset if chosen else BALANCED,
        switched={switch.row: switch.on for switch in switches},
    )


BY_ID: Final = Order("protected names", (PROTECTED_NAMES.c.id,))


def listed(lexicon: Lexicon, *, kind: ProtectedKind | None = None, search: str | None = None) -> list[ProtectedName]:
    """Return the names of one kind that hold this text anywhere, by identifier."""
    return sorted(
        (
            name
            for name in lexicon.names
            if (kind is None or name.kind is kind)
            and (search is None or any(search in text for text in (name.id, name.name, *name.aliases, *name.plain)))
        ),
        key=lambda name: name.id,
    )


def page(
    names: Sequence[ProtectedName], *, after: Position | None = None, most: int = pages.USUAL
) -> Page[ProtectedName]:
    """Return a page of names that are sorted by identifier."""
    return pages.among(names, BY_ID, lambda name: (name.id,), after=after, most=most)


def importing(names: Sequence[ProtectedName], source: str, listed_on: date) -> Act[LexiconBody, LexiconState]:
    """Return the act that imports these names. A known name is replaced where it differs, else left unchanged."""

    async def act(
        connection: AsyncConnection, command: Command[LexiconBody, LexiconState]
    ) -> Entered[LexiconBody, LexiconState]:
        await records.claim(connection, KIND, RECORD)
        known = await _in_force(connection, await _changes(connection))
        added = [name for name in names if name.id not in known]
        replaced = [name for name in names if name.id in known and known[name.id] != name]
        bodies = [name.model_dump_json() for name in (*added, *replaced)]
        imported = Imported(
            source=source,
            listed_on=listed_on,
            added=len(added),
            replaced=len(replaced),
            digest=sha256("\n".join(bodies).encode()).hexdigest(),
        )
        entered = await records.enter(connection, replace(command, decide=rules.take_in(imported)))
        if entered.entries:
            await _retire(connection, [name.id for name in replaced], entered.version)
            named = {"version": entered.version, "ids": [name.id for name in (*added, *replaced)], "bodies": bodies}
            await connection.execute(_ADD, named)
        return entered

    return act


def retiring(ids: Sequence[str], reason: str) -> Act[LexiconBody, LexiconState]:
    """Return the act that retires these names; where one is not in force, nothing is done."""

    async def act(
        connection: AsyncConnection, command: Command[LexiconBody, LexiconState]
    ) -> Entered[LexiconBody, LexiconState]:
        await records.claim(connection, KIND, RECORD)
        known = await _in_force(connection, await _changes(connection))
        wanted = list(dict.fromkeys(ids))
        decide = rules.retire(wanted, [one for one in wanted if one not in known], reason)
        entered = await records.enter(connection, replace(command, decide=decide))
        if entered.entries:
            await _retire(connection, wanted, entered.version)
        return entered

    return act


class Screeners:
    """The screener of the version in force, built again when the version has changed. One for a process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: Screener | None = None
        self._making = asyncio.Lock()

    async def current(self) -> Screener:
        """Return the screener; it may be used from any thread, and for as long as one version is wanted.

        Raises:
            DatabaseAwayError: when the database cannot be reached.
        """
        wanted = await version(self._database)
        if self._kept is not None and self._kept.version == wanted:
            return self._kept
        async with self._making:
            if self._kept is None or self._kept.version != wanted:
                self._kept = await asyncio.to_thread(_screener, await read(self._database))
            return self._kept


def _screener(lexicon: Lexicon) -> Screener:
    # Compiling takes a second; where operators only switched rows, or changed nothing, it is done once for a process.
    if lexicon.names != seed().names:
        return Screener(lexicon)
    return shipped().switched(lexicon.switched, lexicon.version, lexicon.preset)


@cache
def shipped() -> Screener:
    """Return the screener of the shipped names."""
    return Screener(seed())


async def _changes(connection: AsyncConnection) -> int:
    found: int | None = (await connection.execute(_VERSION, _NAMED)).scalar_one_or_none()
    return found or 0


async def _in_force(connection: AsyncConnection, at: int) -> dict[str, ProtectedName]:
    retired = set((await connection.execute(_SEED_RETIRED, {"version": at})).scalars())
    own = (await connection.execute(_IN_FORCE, {"version": at})).all()
    known = {name.id: name for name in seed().names if name.id not in retired}
    return {**known, **{row.id: ProtectedName.model_validate(row.body) for row in own}}


async def _retire(connection: AsyncConnection, ids: Sequence[str], at: int) -> None:
    shipped = {name.id for name in seed().names}
    await connection.execute(_RETIRE, {"version": at, "ids": list(ids)})
    # A name that an operator's list had replaced is retired too: the shipped one must not come back.
    await connection.execute(_RETIRE_SEED, {"version": at, "ids": [one for one in ids if one in shipped]})
