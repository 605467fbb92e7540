"""Rows by which actions and certifications are listed across accounts, derived from the facts and written with them.

An action's row is derived from all facts with its identifier, so those recorded before are read. That takes a
statement of its own, for the facts that concern an action or a certification.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from sqlalchemy import ARRAY, Boolean, Date, Integer, Select, Text, and_, cast, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store.chain import fact_from
from ledger.store.statements import INSTANT, given, one_of
from models.accounts.facts import Fact, reference_of
from models.sanctions.listed import ListedAction, ListedCertification
from models.tables import ACCOUNT_ACTIONS, ACCOUNT_CERTIFICATIONS, FACTS
from regulation.sanctions.listed import OF_ACTIONS, OF_CERTIFICATIONS, listed_actions, listed_certifications

_F: Final = FACTS.c
_FACT: Final = (_F.account, _F.seq, _F.effective_at, _F.recorded_at, _F.actor, _F.body)
_REFERRED: Final = given(account=("accounts", Text()), ref=("refs", Text()), seq=("seqs", Integer()))
_OF_REFERENCES: Final = (
    select(*_FACT)
    .join(
        _REFERRED,
        and_(_F.account == _REFERRED.c.account, _F.ref == _REFERRED.c.ref, _F.seq < _REFERRED.c.seq),
    )
    .order_by(_F.account, _F.seq)
)
_OF_TYPES: Final = (
    select(*_FACT)
    .where(one_of(_F.account, "accounts"), _F.ref.is_not(None), one_of(_F.type, "types"))
    .order_by(_F.account, _F.seq)
)

_ACTIONS: Final = given(
    account=("action_accounts", Text()),
    id=("action_ids", Text()),
    category=("categories", Text()),
    article=("articles", Integer()),
    decided_at=("decisions", INSTANT),
    effective_at=("action_starts", INSTANT),
    actor=("action_actors", Text()),
    measures=("measures", Text()),
    until=("untils", INSTANT),
    ban_until=("ban_untils", INSTANT),
    unpaid_until=("unpaid_untils", INSTANT),
    overturned_at=("overturns", INSTANT),
    reduced=("reductions", Boolean()),
).c
_CERTIFICATIONS: Final = given(
    account=("certified_accounts", Text()),
    id=("certification_ids", Text()),
    field=("certified_fields", Text()),
    valid_from=("first_days", Date()),
    valid_until=("last_days", Date()),
    starts_at=("certification_starts", INSTANT),
    ends_at=("certification_ends", INSTANT),
    ended_by=("certification_ended_by", Text()),
    granted_at=("grants", INSTANT),
    actor=("certification_actors", Text()),
).c


def _upsert(table: Any, rows: Any, lists: frozenset[str] = frozenset()) -> Any:
    # A list in a list parameter would be taken apart, so such a column is given as text.
    columns = [cast(column, ARRAY(Text)).label(name) if name in lists else column for name, column in rows.items()]
    new = insert(table).from_select(list(rows.keys()), select(*columns))
    changed = {name: new.excluded[name] for name in rows.keys() if name not in {"account", "id"}}  # noqa: SIM118 - no mapping
    return new.on_conflict_do_update(index_elements=["account", "id"], set_=changed)


_PUT_ACTIONS: Final = _upsert(ACCOUNT_ACTIONS, _ACTIONS, frozenset({"measures"}))
_PUT_CERTIFICATIONS: Final = _upsert(ACCOUNT_CERTIFICATIONS, _CERTIFICATIONS)


async def follow(connection: AsyncConnection, facts: Sequence[Fact]) -> None:
    """Write the rows that change with facts that were just appended. The caller holds the locks on the accounts."""
    acted: dict[tuple[str, str | None], list[Fact]] = {}
    for fact in facts:
        if fact.body.type in OF_ACTIONS:
            acted.setdefault((fact.account, reference_of(fact.body)), []).append(fact)
    certified = sorted({fact.account for fact in facts if fact.body.type in OF_CERTIFICATIONS})
    if acted:
        await _put_actions(connection, await _with_earlier(connection, acted))
    if certified:
        await _put_certifications(connection, await _of_types(connection, certified, OF_CERTIFICATIONS))


async def _with_earlier(
    connection: AsyncConnection, acted: Mapping[tuple[str, str | None], Sequence[Fact]]
) -> list[list[Fact]]:
    """Return the facts of each account that have one of the identifiers, those recorded before and the new ones."""
    named = {
        "accounts": [account for account, _ in acted],
        "refs": [ref for _, ref in acted],
        "seqs": [facts[0].seq for facts in acted.values()],
    }
    found: dict[str, list[Fact]] = {}
    for earlier in await _read(connection, _OF_REFERENCES, named):
        found[earlier[0].account] = earlier
    for (account, _), new in acted.items():
        found.setdefault(account, []).extend(new)
    return [sorted(facts, key=lambda fact: fact.seq) for facts in found.values()]


async def put(connection: AsyncConnection, accounts: Sequence[str]) -> None:
    """Write every row of the accounts anew. The caller holds the locks on them."""
    if accounts:
        await _put_actions(connection, await _of_types(connection, accounts, OF_ACTIONS))
        await _put_certifications(connection, await _of_types(connection, accounts, OF_CERTIFICATIONS))


async def _of_types(connection: AsyncConnection, accounts: Sequence[str], types: Iterable[str]) -> list[list[Fact]]:
    return await _read(connection, _OF_TYPES, {"accounts": list(accounts), "types": sorted(types)})


async def _read(connection: AsyncConnection, statement: Select[Any], named: dict[str, Any]) -> list[list[Fact]]:
    """Return the facts of each account, in their order."""
    rows = (await connection.execute(statement, named)).mappings()
    facts = [fact_from(dict(row)) for row in rows]
    return [list(group) for _, group in groupby(facts, key=lambda fact: fact.account)]


async def _put_actions(connection: AsyncConnection, found: Iterable[Sequence[Fact]]) -> None:
    rows: list[ListedAction] = [row for facts in found for row in listed_actions(facts)]
    if not rows:
        return
    await connection.execute(
        _PUT_ACTIONS,
        {
            "action_accounts": [row.account for row in rows],
            "action_ids": [row.id for row in rows],
            "categories": [None if row.category is None else row.category.value for row in rows],
            "articles": [row.article for row in rows],
            "decisions": [row.decided_at for row in rows],
            "action_starts": [row.effective_at for row in rows],
            "action_actors": [row.actor for row in rows],
            "measures": ["{" + ",".join(map(json.dumps, row.measures)) + "}" for row in rows],
            "untils": [row.until for row in rows],
            "ban_untils": [row.ban_until for row in rows],
            "unpaid_untils": [row.unpaid_until for row in rows],
            "overturns": [row.overturned_at for row in rows],
            "reductions": [row.reduced for row in rows],
        },
    )


async def _put_certifications(connection: AsyncConnection, found: Iterable[Sequence[Fact]]) -> None:
    rows: list[ListedCertification] = [row for facts in found for row in listed_certifications(facts)]
    if not rows:
        return
    ended: list[str | None] = [None if row.ended_by is None else row.ended_by.value for row in rows]
    grants: list[datetime] = [row.granted_at for row in rows]
    await connection.execute(
        _PUT_CERTIFICATIONS,
        {
            "certified_accounts": [row.account for row in rows],
            "certification_ids": [row.id for row in rows],
            "certified_fields": [row.field.value for row in rows],
            "first_days": [row.valid_from for row in rows],
            "last_days": [row.valid_until for row in rows],
            "certification_starts": [row.starts_at for row in rows],
            "certification_ends": [row.ends_at for row in rows],
            "certification_ended_by": ended,
            "grants": grants,
            "certification_actors": [row.actor for row in rows],
        },
    )
