"""Appending of facts: facts, standings, outbox, events and search rows of any number of accounts in one statement,
which also notifies the watches (`ledger.store.watching`) of the change once it is committed. Where there are actions or
certifications among them, the rows of lists follow.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Integer, LargeBinary, Text, func, select
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store.chain import ChainedFact
from ledger.store.statements import INSTANT, given
from ledger.streams import list_rows, outbox, search_rows
from models.accounts.facts import reference_of
from models.accounts.standing import Standing
from models.tables import EVENTS, FACTS, STANDINGS
from regulation.accounts.searching import renames
from regulation.standing.boundaries import next_boundary


@dataclass(frozen=True, slots=True)
class Page:
    """The additions to one account in a transaction: its new facts, and the standing after them."""

    entries: Sequence[ChainedFact]
    standing: Standing
    settled_until: datetime
    to_temporal: bool = True
    """Whether the facts go to Temporal; an import leaves them out where nothing is pending."""
    later: bool = False
    """Whether they wait there behind the news of other accounts."""


_NEW_FACTS: Final = given(
    account=("accounts", Text()),
    seq=("seqs", Integer()),
    type=("types", Text()),
    ref=("refs", Text()),
    effective_at=("effective", INSTANT),
    recorded_at=("recorded", INSTANT),
    actor=("actors", Text()),
    body=("bodies", JSONB()),
    hash=("hashes", LargeBinary()),
).c
_NEW_EVENTS: Final = given(account=("accounts", Text()), seq=("seqs", Integer())).c
_NEW_STANDINGS: Final = given(
    account=("standing_accounts", Text()),
    version=("versions", Integer()),
    snapshot=("snapshots", JSONB()),
    head=("heads", LargeBinary()),
    settled_until=("settled", INSTANT),
    next_boundary=("boundaries", INSTANT),
).c
_FOLDED: Final = ("version", "snapshot", "head", "settled_until", "next_boundary")
"""Columns of a standing that each append writes anew."""
_STANDING: Final = insert(STANDINGS).from_select(["account", *_FOLDED], select(*_NEW_STANDINGS))
_APPEND: Final = (
    _STANDING.on_conflict_do_update(
        index_elements=["account"],
        set_={name: _STANDING.excluded[name] for name in _FOLDED},
        where=STANDINGS.c.version < _STANDING.excluded.version,
    )
    .returning(func.pg_notify("standing_changed", func.concat(STANDINGS.c.account, " ", STANDINGS.c.version)))
    .add_cte(
        insert(FACTS).from_select(_NEW_FACTS.keys(), select(*_NEW_FACTS)).cte("new_facts"),
        insert(EVENTS).from_select(["account", "seq"], select(*_NEW_EVENTS)).cte("new_events"),
        outbox.PUT.cte("new_outbox"),
        search_rows.PUT_NAMES.cte("new_names"),
        search_rows.PUT_STATES.cte("new_states"),
    )
)


async def append(connection: AsyncConnection, pages: Sequence[Page]) -> None:
    """Write the pages. The caller holds the lock on each account that exists already.

    Raises:
        IntegrityError: when another transaction created one of the accounts meanwhile.
    """
    entries = [entry for page in pages for entry in page.entries]
    told = [
        (page.later, (entry.fact.account, entry.fact.seq))
        for page in pages
        if page.to_temporal
        for entry in page.entries
    ]
    outgoing, later = ([row for waits, row in told if waits is behind] for behind in (False, True))
    await connection.execute(
        _APPEND,
        {
            "accounts": [entry.fact.account for entry in entries],
            "seqs": [entry.fact.seq for entry in entries],
            "types": [entry.fact.body.type for entry in entries],
            "refs": [reference_of(entry.fact.body) for entry in entries],
            "effective": [entry.fact.effective_at for entry in entries],
            "recorded": [entry.fact.recorded_at for entry in entries],
            "actors": [entry.fact.actor for entry in entries],
            "bodies": [json.dumps(entry.body, ensure_ascii=False) for entry in entries],
            "hashes": [entry.hash for entry in entries],
            **outbox.put(outbox.ACCOUNT, outgoing, later),
            **search_rows.names(page.standing for page in pages if renames(entry.fact for entry in page.entries)),
            **search_rows.states([(page.standing, page.settled_until) for page in pages]),
            "standing_accounts": [page.standing.account for page in pages],
            "versions": [page.standing.version for page in pages],
            "snapshots": [page.standing.model_dump_json() for page in pages],
            "heads": [page.entries[-1].hash for page in pages],
            "settled": [page.settled_until for page in pages],
            "boundaries": [next_boundary(page.standing, page.settled_until) for page in pages],
        },
    )
    await list_rows.follow(connection, [entry.fact for entry in entries])
