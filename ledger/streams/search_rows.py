"""Rows by which accounts are searched, derived from their standings and written with the facts in one statement."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import DateTime, Integer, Text, cast, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR, array, insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeEngine

from ledger.store.statements import INSTANT, given
from models.accounts.standing import Standing
from models.tables import ACCOUNT_NAMES, ACCOUNT_STATES
from regulation.accounts.searching import EDITION, Named, named, steps_of

_NAMES: Final = given(
    account=("named_accounts", Text()),
    name=("names", Text()),
    folded=("folded_names", Text()),
    pairs=("name_pairs", Text()),
    holder=("name_holders", Text()),
    network=("name_networks", Text()),
    kind=("name_kinds", Text()),
    fields=("name_fields", Text()),
    registered_at=("registrations", INSTANT),
    edition=("editions", Text()),
).c
_STATES: Final = given(
    account=("state_accounts", Text()),
    version=("state_versions", Integer()),
    since=("sinces", Text()),
    words=("state_words", Text()),
    ever=("evers", Text()),
    registered_at=("state_registrations", INSTANT),
    changed_at=("changes", INSTANT),
    edges=("edge_lists", Text()),
    next_at=("next_edges", INSTANT),
    cut_at=("cuts", INSTANT),
    due_at=("dues", INSTANT),
).c
# A list in a list parameter would be taken apart, so these columns are given as text.
_WRITTEN: Final[dict[str, TypeEngine[Any]]] = {
    "pairs": TSVECTOR(),
    "fields": ARRAY(Text()),
    "since": ARRAY(DateTime(timezone=True)),
    "edges": ARRAY(DateTime(timezone=True)),
    "words": ARRAY(Text()),
    "ever": ARRAY(Text()),
}


def _upsert(table: Any, rows: Any) -> Any:
    columns = [
        cast(column, _WRITTEN[name]).label(name) if name in _WRITTEN else column for name, column in rows.items()
    ]
    new = insert(table).from_select(list(rows.keys()), select(*columns))
    changed = {name: new.excluded[name] for name in rows.keys() if name != "account"}  # noqa: SIM118 - no mapping
    return new.on_conflict_do_update(index_elements=["account"], set_=changed)


PUT_NAMES: Final = _upsert(ACCOUNT_NAMES, _NAMES)
PUT_STATES: Final = _upsert(ACCOUNT_STATES, _STATES)
UNWRITTEN: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""Value of `due_at` of a row that must be written anew as soon as possible; the migration uses it."""
_BLANK: Final = given(account=("accounts", Text())).c
UNWRITE: Final = (
    insert(ACCOUNT_STATES)
    .from_select(
        ["account", "version", "since", "words", "ever", "due_at"],
        select(
            _BLANK.account,
            literal(0),
            cast(array([]), ARRAY(DateTime(timezone=True))),
            cast(array([]), ARRAY(Text())),
            cast(array([]), ARRAY(Text())),
            literal(UNWRITTEN, INSTANT),
        ),
    )
    .on_conflict_do_update(index_elements=["account"], set_={"due_at": literal(UNWRITTEN, INSTANT)})
)
"""Mark the rows of accounts as unwritten; until they are written they keep what they have."""


def names(standings: Iterable[Standing]) -> dict[str, list[Any]]:
    """Return the parameters of `PUT_NAMES` for accounts that are new, or whose name, holder or network may be."""
    rows = list(map(named, standings))
    return {
        "named_accounts": [one.account for one in rows],
        "names": [one.name for one in rows],
        "folded_names": [one.folded for one in rows],
        "name_pairs": list(map(_lexemes, rows)),
        "name_holders": [one.holder for one in rows],
        "name_networks": [one.network for one in rows],
        "name_kinds": [one.kind for one in rows],
        "name_fields": [_array(one.fields) for one in rows],
        "registrations": [one.registered_at for one in rows],
        "editions": [EDITION] * len(rows),
    }


def states(standings: Sequence[tuple[Standing, datetime]]) -> dict[str, list[Any]]:
    """Return the parameters of `PUT_STATES` for standings, each from an instant on."""
    steps = _steps_of_each(standings)
    return {
        "state_accounts": [standing.account for standing, _ in standings],
        "state_versions": [standing.version for standing, _ in standings],
        "sinces": [one.since for one in steps],
        "state_words": [one.words for one in steps],
        "evers": [one.ever for one in steps],
        "state_registrations": [standing.registered_at for standing, _ in standings],
        "changes": [standing.as_of for standing, _ in standings],
        "edge_lists": [one.edges for one in steps],
        "next_edges": [one.next_edge for one in steps],
        "cuts": [one.cut_at for one in steps],
        "dues": [one.due_at for one in steps],
    }


@dataclass(frozen=True)
class _Written:
    """Steps of a standing as they are written; lists are text."""

    since: str
    words: str
    ever: str
    edges: str
    next_edge: datetime | None
    cut_at: datetime | None
    due_at: datetime | None


def _steps_of_each(standings: Sequence[tuple[Standing, datetime]]) -> list[_Written]:
    """Return the steps of each standing. Accounts of a bulk action that differ in nothing but their identifiers, names
    and holders share theirs; with a protected field or a grant each has its own.
    """
    shared: dict[tuple[Any, ...], _Written] = {}
    written: list[_Written] = []
    for standing, since in standings:
        if standing.fields or standing.grants:
            written.append(_steps(standing, since))
            continue
        key = (since, standing.kind, standing.mcn, standing.closed_at, standing.restrictions)
        found = shared.get(key)
        if found is None:
            found = shared[key] = _steps(standing, since)
        written.append(found)
    return written


def _steps(standing: Standing, since: datetime) -> _Written:
    steps = steps_of(standing, since)
    return _Written(
        since=_instants(steps.since),
        words=_array(map(" ".join, steps.words)),
        ever=_array(steps.ever),
        edges=_instants(steps.edges),
        next_edge=steps.edges[0] if steps.edges else None,
        cut_at=steps.cut_at,
        due_at=steps.stale_from,
    )


async def put(connection: AsyncConnection, standings: Sequence[tuple[Standing, datetime]]) -> None:
    """Write the rows of standings anew, each from an instant on. The caller holds the locks on the accounts."""
    if standings:
        await connection.execute(PUT_NAMES, names(standing for standing, _ in standings))
        await connection.execute(PUT_STATES, states(standings))


def lexeme(pair: str) -> str:
    """Return a pair of characters as PostgreSQL reads it in a text vector or a query of one."""
    return "'" + pair.replace("\\", "\\\\").replace("'", "''") + "'"


def _lexemes(one: Named) -> str:
    return " ".join(map(lexeme, one.pairs))


def _instants(instants: Iterable[datetime]) -> str:
    return _array([at.astimezone(UTC).isoformat() for at in instants])


def _array(items: Iterable[str]) -> str:
    """Return texts as PostgreSQL reads a list of them: a JSON array in other brackets."""
    return "{" + json.dumps(list(items), ensure_ascii=False)[1:-1] + "}"
