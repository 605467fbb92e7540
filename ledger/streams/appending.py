"""Append: facts, standings, outbox and events of any number of accounts in one statement, which also tells the watches
(`ledger.store.watching`) what has changed, once it is committed.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store.chain import Entry
from ledger.streams import outbox
from models.accounts.facts import reference_of
from models.accounts.standing import Standing
from regulation.standing.boundaries import next_boundary


@dataclass(frozen=True, slots=True)
class Page:
    """What one account gains in a transaction: its new facts, and the standing after them."""

    entries: Sequence[Entry]
    standing: Standing
    settled_until: datetime
    to_temporal: bool = True
    """Whether Temporal is told; an import leaves it out where nothing is pending."""


_APPEND: Final = text(
    f"""
    WITH new_facts AS (
        INSERT INTO facts (account, seq, type, ref, effective_at, recorded_at, actor, body, hash)
        SELECT * FROM unnest(
            CAST(:accounts AS text[]), CAST(:seqs AS int[]), CAST(:types AS text[]), CAST(:refs AS text[]),
            CAST(:effective AS timestamptz[]), CAST(:recorded AS timestamptz[]), CAST(:actors AS text[]),
            CAST(:bodies AS jsonb[]), CAST(:hashes AS bytea[])
        )
    ), new_events AS (
        INSERT INTO events (account, seq)
        SELECT * FROM unnest(CAST(:accounts AS text[]), CAST(:seqs AS int[]))
    ), new_outbox AS (
        {outbox.PUT}
    )
    INSERT INTO standings (account, version, snapshot, head, settled_until, next_boundary)
    SELECT * FROM unnest(
        CAST(:standing_accounts AS text[]), CAST(:versions AS int[]), CAST(:snapshots AS jsonb[]),
        CAST(:heads AS bytea[]), CAST(:settled AS timestamptz[]), CAST(:boundaries AS timestamptz[])
    )
    ON CONFLICT (account) DO UPDATE SET
        version = excluded.version, snapshot = excluded.snapshot, head = excluded.head,
        settled_until = excluded.settled_until, next_boundary = excluded.next_boundary
    WHERE standings.version < excluded.version
    RETURNING pg_notify('standing_changed', account || ' ' || version)
    """  # noqa: S608 - a constant
)


async def append(connection: AsyncConnection, pages: Sequence[Page]) -> None:
    """Write the pages. The caller holds the lock on each account that exists already.

    Raises:
        IntegrityError: when another transaction created one of the accounts meanwhile.
    """
    entries = [entry for page in pages for entry in page.entries]
    outgoing = [(entry.fact.account, entry.fact.seq) for page in pages if page.to_temporal for entry in page.entries]
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
            **outbox.put(outbox.ACCOUNT, outgoing),
            "standing_accounts": [page.standing.account for page in pages],
            "versions": [page.standing.version for page in pages],
            "snapshots": [page.standing.model_dump_json() for page in pages],
            "heads": [page.entries[-1].hash for page in pages],
            "settled": [page.settled_until for page in pages],
            "boundaries": [next_boundary(page.standing, page.settled_until) for page in pages],
        },
    )
