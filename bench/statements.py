"""Benchmark `statements`: CPU time of statements built from `models/tables/`, against the same in SQL text (decision
32).

CPU time of this process alone: PostgreSQL's work is the same for both, and the machine may be shared.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count
from statistics import median
from time import process_time
from typing import Any, Final

from sqlalchemy import Executable, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bench.accounts import many
from bench.progress import progress
from bench.result import Result
from bench.servers import a_folder, a_ledger
from ledger.accounts import boundaries, commands, holding, reading, verification
from ledger.store import idempotency
from ledger.streams import appending

ACCOUNTS: Final = 500
ROUNDS: Final = 21
ONCE_MS: Final = 20.0
"""Milliseconds that each side runs before the other has its turn."""
GOAL: Final = 1.1
"""Maximum ratio. SQLAlchemy processes a list of a known type value by value: 1.2 µs for each appended fact."""

_TEXTS: Final[Mapping[str, tuple[Executable, Executable]]] = {
    "a standing": (
        reading._STANDING,
        text("SELECT snapshot FROM standings WHERE account = :account"),
    ),
    "a page of facts": (
        reading._FACTS,
        text(
            "SELECT account, seq, effective_at, recorded_at, actor, body, hash FROM facts WHERE account = :account "
            "AND seq > :after AND (CAST(:as_of AS timestamptz) IS NULL OR recorded_at <= :as_of) "
            "ORDER BY seq LIMIT :most"
        ),
    ),
    "a lock of 64 accounts": (
        holding._LOCK,
        text(
            "SELECT account, CAST(snapshot AS text) AS snapshot, head, settled_until, next_boundary FROM standings "
            "WHERE account = ANY(CAST(:accounts AS text[])) ORDER BY account FOR UPDATE"
        ),
    ),
    "64 references": (
        commands._TYPES,
        text(
            "SELECT DISTINCT f.account, f.type FROM facts f "
            "JOIN unnest(CAST(:accounts AS text[]), CAST(:refs AS text[])) AS asked (account, ref) "
            "ON f.account = asked.account AND f.ref = asked.ref"
        ),
    ),
    "a key": (
        idempotency._CLAIM,
        text(
            "INSERT INTO idempotency_keys (caller, key, fingerprint, created_at) "
            "VALUES (:caller, :key, :fingerprint, :created_at) ON CONFLICT (caller, key) DO NOTHING RETURNING key"
        ),
    ),
    "settled accounts": (
        boundaries._ADVANCE,
        text(
            "UPDATE standings SET settled_until = greatest(settled_until, due.settled), next_boundary = due.boundary "
            "FROM unnest(CAST(:accounts AS text[]), CAST(:settled AS timestamptz[]), "
            "CAST(:boundaries AS timestamptz[])) AS due (account, settled, boundary) "
            "WHERE standings.account = due.account"
        ),
    ),
    f"the facts of {ACCOUNTS} accounts": (
        verification._FACTS,
        text(
            "SELECT account, seq, type, ref, effective_at, recorded_at, actor, body, hash FROM facts "
            "WHERE account = ANY(CAST(:accounts AS text[])) ORDER BY account, seq"
        ),
    ),
    "64 facts that are appended": (
        appending._APPEND,
        text(
            """
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
                INSERT INTO outgoing (kind, stream, seq) SELECT *
                FROM unnest(CAST(:outbox_kinds AS text[]), CAST(:outbox_streams AS text[]), CAST(:outbox_seqs AS int[]))
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
            """
        ),
    ),
}

_seqs: Final = count(2)
"""Sequence numbers of appended facts, each used once. The append is measured last, since it makes the accounts long."""


async def measure() -> Result:
    """Measure both sides in turn on one connection; the worst of the ratios counts."""
    with a_folder() as folder:
        async with a_ledger(folder) as database:
            accounts = await many(database, ACCOUNTS)
            ratios: dict[str, float] = {}
            costs: dict[str, tuple[float, float]] = {}
            async with database.engine.connect() as connection:  # no deadline: the measurement takes long
                for place, (name, sides) in enumerate(_TEXTS.items(), start=1):
                    progress(f"{place} of {len(_TEXTS)}: {name}", last=place == len(_TEXTS))
                    built, written = await _compared(connection, sides, _named(accounts, name))
                    costs[name], ratios[name] = (built, written), built / written
                await connection.rollback()
    worst = max(ratios, key=lambda name: ratios[name])
    built, written = costs[worst]
    return Result(
        name="statements",
        value=round(built, 1),
        unit=f"µs of processor time for {worst}, built from the tables",
        limit=round(written, 1),
        limit_name="the same as SQL text",
        ratio=round(ratios[worst], 2),
        goal=f"ratio at most {GOAL}",
        holds=ratios[worst] <= GOAL,
        remarks="; ".join(f"{name}: {one:.0f} against {other:.0f} µs" for name, (one, other) in costs.items()),
    )


def _named(accounts: list[str], name: str) -> dict[str, Any]:
    """Return the parameters of all statements; each uses its own."""
    now, most = datetime.now(UTC), ACCOUNTS if str(ACCOUNTS) in name else 64
    some = accounts[:most]
    facts = {
        "types": ["ban_imposed"] * most,
        "effective": [now] * most,
        "recorded": [now] * most,
        "actors": ["bench"] * most,
        "bodies": [json.dumps({"type": "ban_imposed", "reason": "x" * 400})] * most,
        "hashes": [b"0" * 32] * most,
        "outbox_kinds": ["account"] * most,
        "outbox_streams": some,
        "outbox_seqs": [2] * most,
    }
    standings = {
        "standing_accounts": some,
        "snapshots": [json.dumps({"name": "x" * 800})] * most,
        "heads": [b"0" * 32] * most,
        "settled": [now] * most,
        "boundaries": [None] * most,
    }
    key = {"caller": "bench", "key": "k1", "fingerprint": b"0" * 32, "created_at": now}
    page = {"account": accounts[0], "after": 0, "as_of": None, "most": 100}
    return {**facts, **standings, **key, **page, "accounts": some, "refs": ["b1"] * most, "seqs": [], "versions": []}


async def _compared(
    connection: AsyncConnection, sides: tuple[Executable, Executable], named: dict[str, Any]
) -> tuple[float, float]:
    """Return microseconds of CPU time for each side: medians of alternating rounds."""
    own = [_own(side, named) for side in sides]
    times = max(1, int(ONCE_MS / 1e3 / await _once(connection, sides[0], own[0], 3)))
    took: tuple[list[float], list[float]] = ([], [])
    for turn in range(ROUNDS):
        for place in (0, 1) if turn % 2 else (1, 0):
            took[place].append(await _once(connection, sides[place], own[place], times))
    return median(took[0]) * 1e6, median(took[1]) * 1e6


def _own(statement: Executable, named: dict[str, Any]) -> dict[str, Any]:
    wanted = statement.compile().params  # type: ignore[attr-defined]
    return {name: named[name] for name in wanted if name in named}


async def _once(connection: AsyncConnection, statement: Executable, named: dict[str, Any], times: int) -> float:
    begun = process_time()
    for _ in range(times):
        if "seqs" in named:
            named["seqs"] = named["versions"] = [next(_seqs)] * len(named["types"])
        result = await connection.execute(statement, named)
        if result.returns_rows:
            result.all()
    return (process_time() - begun) / times
