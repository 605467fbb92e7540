"""Writing of a batch: a few statements read everything it needs, one transaction writes everything it changes."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Integer, Text, and_, bindparam, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.accounts import registry
from ledger.importing import inheriting
from ledger.importing.closing import bar_at, bars_of, keep_closed
from ledger.importing.planning import Plan
from ledger.importing.rows import Reject
from ledger.store.clock import recording_instant
from ledger.store.database import Database, Size
from ledger.store.statements import given
from ledger.streams.appending import append
from models.tables import FACTS, IMPORTS
from regulation.articles import a07_one_holder as a07
from regulation.catalogue.rulebook import Rulebook

_F: Final = FACTS.c
_I: Final = IMPORTS.c
_WANTED: Final = given(account=("accounts", Text()), facts=("counts", Integer()))
_FOUND: Final = (
    select(_F.account, _F.effective_at, _F.body)
    .join(_WANTED, and_(_F.account == _WANTED.c.account, _F.seq <= _WANTED.c.facts))
    .order_by(_F.account, _F.seq)
)
_TAKE: Final = text(
    """
    INSERT INTO holder_seats (holder, seat, account)
    SELECT wanted.holder, free.seat, wanted.account
    FROM (
        SELECT holder, account, row_number() OVER (PARTITION BY holder ORDER BY place) AS nth
        FROM unnest(CAST(:holders AS text[]), CAST(:accounts AS text[])) WITH ORDINALITY AS t (holder, account, place)
    ) AS wanted
    CROSS JOIN LATERAL (
        SELECT candidate.seat FROM generate_series(
            1, (SELECT count(*) FROM holder_seats s WHERE s.holder = wanted.holder) + wanted.nth
        ) AS candidate (seat)
        WHERE NOT EXISTS (SELECT 1 FROM holder_seats s WHERE s.holder = wanted.holder AND s.seat = candidate.seat)
        ORDER BY candidate.seat OFFSET wanted.nth - 1 LIMIT 1
    ) AS free
    """
)
_NEW: Final = insert(IMPORTS)
_BEGIN: Final = _NEW.on_conflict_do_update(index_elements=["digest"], set_={"file": _NEW.excluded.file}).returning(
    _I.rows_done, _I.rows_imported, _I.rows_rejected
)
_GO_ON: Final = (
    update(IMPORTS)
    .where(_I.digest == bindparam("of_digest"), _I.rows_done == bindparam("before"))
    .values(
        rows_done=bindparam("done"),
        rows_imported=_I.rows_imported + bindparam("imported", type_=Integer),
        rows_rejected=_I.rows_rejected + bindparam("rejected", type_=Integer),
        updated_at=bindparam("now"),
    )
    .returning(_I.digest)
)


class ImportedElsewhereError(Exception):
    """Raised when another process is importing the same file at this moment."""


@dataclass(frozen=True)
class Batch:
    """A number of records of the file: those that became plans, and those that did not."""

    plans: Sequence[Plan]
    rejects: Sequence[Reject]
    records: int
    last_line: int
    position: int
    """Bytes of the file that were read when the batch was full."""
    now: datetime


@dataclass(frozen=True)
class Written:
    """Result of a batch."""

    imported: int
    rejects: Sequence[Reject]


@dataclass(frozen=True)
class Taken:
    """Plans that were written, and those that were refused; a plan that is neither was written before."""

    taken: Sequence[Plan]
    rejects: Sequence[Reject]


@dataclass(frozen=True)
class Done:
    """Progress of an import."""

    rows: int = 0
    imported: int = 0
    rejected: int = 0

    @property
    def present(self) -> int:
        """Number of rows whose accounts existed already, with the same content."""
        return self.rows - self.imported - self.rejected


async def begin(database: Database, digest: bytes, file: str, now: datetime) -> Done:
    """Return the progress of this file's import so far."""
    new = {"digest": digest, "file": file, "rows_done": 0, "rows_imported": 0, "rows_rejected": 0}
    async with database.transaction() as connection:
        row = (await connection.execute(_BEGIN, {**new, "updated_at": now})).one()
    return Done(row.rows_done, row.rows_imported, row.rows_rejected)


async def write(
    database: Database,
    batch: Batch,
    *,
    digest: bytes,
    before: int,
    rulebook: Rulebook,
    keep: Callable[[Sequence[Reject]], None],
) -> Written:
    """Append what is new in the batch, and record the progress; `keep` is called with the rejected rows just before the
    commit.

    Raises:
        ImportedElsewhereError: when another process has continued with the same file.
        IntegrityError: when another transaction created one of the accounts meanwhile.
        HoldersMovedError: when a holder got another account meanwhile.
    """
    async with database.transaction(Size.SLICE) as connection:
        written = await write_within(connection, batch.plans, now=batch.now, rulebook=rulebook)
        rejects = sorted([*batch.rejects, *written.rejects], key=lambda reject: reject.line)
        gone_on = await connection.execute(
            _GO_ON,
            {
                "of_digest": digest,
                "before": before,
                "done": before + batch.records,
                "imported": len(written.taken),
                "rejected": len(rejects),
                "now": batch.now,
            },
        )
        if gone_on.one_or_none() is None:
            raise ImportedElsewhereError("another process imports the same file at this moment: let it finish")
        keep(rejects)
    return Written(len(written.taken), rejects)


async def write_within(
    connection: AsyncConnection, plans: Sequence[Plan], *, now: datetime, rulebook: Rulebook
) -> Taken:
    """Append what is new of the plans within the caller's transaction.

    Raises:
        IntegrityError: when another transaction created one of the accounts meanwhile.
        HoldersMovedError: when a holder got another account meanwhile.
    """
    fresh, refused = await _new_ones(connection, plans)
    others = await inheriting.locked(connection, fresh)
    taken, unseated = await _seated(connection, fresh, rulebook)
    await inheriting.require_same(connection, fresh, others)
    taken = inheriting.bound(taken, others, now)
    if taken:
        held = [plan for plan in taken if plan.closed is None]
        seats = {"holders": [plan.holder for plan in held], "accounts": [plan.account for plan in held]}
        await connection.execute(_TAKE, seats)
        await keep_closed(connection, [plan for plan in taken if plan.closed is not None])
        # Last, so that little time lies between the instant of recording and the commit.
        at = await recording_instant(connection, now)
        await append(connection, [plan.page(at) for plan in taken])
    return Taken(taken, [*refused, *unseated])


async def _new_ones(connection: AsyncConnection, plans: Sequence[Plan]) -> tuple[list[Plan], list[Reject]]:
    """Return the accounts that do not exist yet. The same account with the same content is no fault, with another it
    is.
    """
    found = await _recorded(connection, plans)
    fresh: dict[str, Plan] = {}
    refused: list[Reject] = []
    for plan in plans:
        earlier = fresh.get(plan.account)
        known = found.get(plan.account) if earlier is None else _content(earlier)
        if known is None:
            fresh[plan.account] = plan
        elif known != _content(plan):
            refused.append(
                Reject(
                    plan.line,
                    "account",
                    "the account exists already with other content; an import adds accounts, it changes none",
                    plan.account,
                    "account_exists",
                )
            )
    return list(fresh.values()), refused


_Content = list[tuple[datetime, str]]
"""Content of an account, sorted: earlier imports recorded it in another order."""


def _content(plan: Plan) -> _Content:
    return sorted((fact.effective_at, _canonical(fact.body.model_dump(mode="json"))) for fact in plan.facts)


def _canonical(body: dict[str, Any]) -> str:
    return json.dumps(body, sort_keys=True)


async def _recorded(connection: AsyncConnection, plans: Sequence[Plan]) -> dict[str, _Content]:
    """Return, for the accounts that exist, as many of their first facts as the plan has."""
    counts: dict[str, int] = {}
    for plan in plans:
        counts[plan.account] = max(counts.get(plan.account, 0), len(plan.facts))
    rows = await connection.execute(_FOUND, {"accounts": list(counts), "counts": list(counts.values())})
    found: dict[str, _Content] = {}
    for row in rows:
        found.setdefault(row.account, []).append((row.effective_at, _canonical(row.body)))
    return {account: sorted(content) for account, content in found.items()}


async def _seated(
    connection: AsyncConnection, plans: Sequence[Plan], rulebook: Rulebook
) -> tuple[list[Plan], list[Reject]]:
    """Return the plans whose holders have a seat left (article 7), the earlier row before the later. An account that is
    closed takes no seat, and bars its holder from accounts that the holder got after that.
    """
    if not plans:
        return [], []
    seats = await registry.lock(connection, {plan.holder for plan in plans})
    taken: list[Plan] = []
    refused: list[Reject] = []
    bars = await bars_of(connection, plans)
    for plan in plans:
        if plan.closed is not None:
            taken.append(plan)
            continue
        known = seats[plan.holder].model_copy(update={"barred_by": bar_at(bars, plan)})
        refusal = a07.refusal_of(known, plan.kind, rulebook.quota(plan.kind), plan.held_since)
        if refusal is not None:
            refused.append(Reject(plan.line, "holder", refusal.message, plan.account, refusal.code))
            continue
        seats[plan.holder] = known.model_copy(update={"open_accounts": (*known.open_accounts, plan.account)})
        taken.append(plan)
    return taken, refused
