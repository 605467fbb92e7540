"""The table of rows: each is received once, and what came of it is written in the transaction of its facts."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Integer, LargeBinary, Text, bindparam, func, insert, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store import pages
from ledger.store.database import Database, Size
from ledger.store.pages import Order, Page, Position
from ledger.store.statements import given, one_of, unless_none
from ledger.streams import records
from ledger.streams.records import Happened
from models.accounts.commands import Refusal
from models.runs import MOST_ROWS, RowOutcome, Run, RunBody, RunProgress
from models.tables import RUN_ROWS
from regulation.runs import RUN, require_receiving

_R: Final = RUN_ROWS.c
_NEW: Final = given(
    ref=("refs", Text()),
    line=("lines", Integer()),
    fingerprint=("fingerprints", LargeBinary()),
    account=("accounts", Text()),
    content=("contents", JSONB()),
    outcome=("outcomes", Text()),
    code=("codes", Text()),
    message=("messages", Text()),
    problem=("problems", JSONB()),
).c
_INSERT: Final = insert(RUN_ROWS).from_select(
    ["run", *_NEW.keys()], select(bindparam("run", type_=Text), *_NEW), include_defaults=False
)
_KNOWN: Final = select(_R.ref, _R.line, _R.fingerprint).where(_R.run == bindparam("run"), one_of(_R.ref, "refs"))
_COUNT: Final = select(func.count()).where(_R.run == bindparam("run"))
_COUNTS: Final = select(_R.outcome, func.count().label("rows")).where(_R.run == bindparam("run")).group_by(_R.outcome)
_CLOSING: Final = _COUNT.where(_R.outcome == "waiting", _R.content["closed"].astext.is_not(None))
_WAITING: Final = (
    select(_R.place, _R.ref, _R.line, _R.account, _R.content)
    .where(_R.run == bindparam("run"), _R.outcome == "waiting", unless_none(_R.place, "only"))
    .order_by(_R.place)
    .limit(bindparam("most"))
    .with_for_update()
)
_NOW: Final = given(
    place=("places", _R.place.type),
    outcome=("outcomes", Text()),
    code=("codes", Text()),
    message=("messages", Text()),
    version=("versions", Integer()),
    case=("cases", Text()),
    problem=("problems", JSONB()),
).c
_DONE: Final = (
    update(RUN_ROWS)
    .where(_R.run == bindparam("of_run"), _R.place == _NOW.place)
    .values({name: _NOW[name] for name in ("outcome", "code", "message", "version", "case", "problem")})
)
_CANCEL: Final = (
    update(RUN_ROWS).where(_R.run == bindparam("of_run"), _R.outcome == "waiting").values(outcome="cancelled")
)
ROWS: Final = Order("rows of a run", (_R.place,))
_LIST: Final = select(
    _R.place,
    _R.ref,
    _R.line,
    _R.account,
    _R.outcome,
    _R.code,
    _R.message,
    _R.version,
    _R.case,
    _R.problem,
).where(_R.run == bindparam("run"), unless_none(_R.outcome, "outcome"), unless_none(_R.ref, "ref"))


@dataclass(frozen=True)
class Received:
    """A row as it arrived: the command for its account, or the reason for which it is refused."""

    ref: str
    line: int
    fingerprint: bytes
    """Keyed hash of the row as it was sent: an identity number cannot be found from it by guessing."""
    account: str | None = None
    content: Mapping[str, Any] | None = None
    """The command; None for a row that is refused."""
    code: str | None = None
    message: str = ""
    problem: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Kept:
    """Result of storing rows: those that are new, and those that were stored before with the same content."""

    new: int
    repeated: int
    refused: int
    """Those of the new rows that cannot be carried out."""


class RowConflictError(Exception):
    """Raised when a row has the identifier of another row of the run; none of the rows sent with it were stored."""

    def __init__(self, ref: str, line: int, earlier: int) -> None:
        super().__init__(f"row {ref} (line {line}) was sent before with other content (line {earlier})")
        self.ref, self.line, self.earlier = ref, line, earlier


class RunRefusedError(Exception):
    """Raised when the run takes no rows."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


async def keep(database: Database, run: str, received: Sequence[Received]) -> Kept:
    """Store rows that are new. A row that was stored before with the same content is counted, and not stored again.

    Raises:
        RowConflictError: one has the identifier of another row.
        RunRefusedError: there is no such run, or it takes no more rows.
    """
    async with database.transaction(Size.SLICE) as connection:
        await records.lock(connection, RUN.kind, run)
        known = (await records.state_within(connection, RUN, run)).state
        found = await connection.execute(_KNOWN, {"run": run, "refs": [one.ref for one in received]})
        stored: dict[str, Any] = {row.ref: row for row in found}
        new: dict[str, Received] = {}
        for one in received:
            earlier = stored.get(one.ref) or new.get(one.ref)
            if earlier is None:
                new[one.ref] = one
            elif earlier.fingerprint != one.fingerprint:
                raise RowConflictError(one.ref, one.line, earlier.line)
        if (new or known is None) and (refusal := require_receiving(known)) is not None:
            raise RunRefusedError(refusal)
        if new:
            await _insert(connection, run, list(new.values()))
    return Kept(len(new), len(received) - len(new), sum(one.content is None for one in new.values()))


async def _insert(connection: AsyncConnection, run: str, new: Sequence[Received]) -> None:
    await connection.execute(
        _INSERT,
        {
            "run": run,
            "refs": [one.ref for one in new],
            "lines": [one.line for one in new],
            "fingerprints": [one.fingerprint for one in new],
            "accounts": [one.account for one in new],
            "contents": [_json(one.content) for one in new],
            "outcomes": [(RowOutcome.REFUSED if one.content is None else RowOutcome.WAITING).value for one in new],
            "codes": [one.code for one in new],
            "messages": [one.message for one in new],
            "problems": [_json(one.problem) for one in new],
        },
    )


def _json(value: Mapping[str, Any] | None) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


async def number(connection: AsyncConnection, run: str) -> int:
    """Return the number of rows received."""
    found: int = (await connection.execute(_COUNT, {"run": run})).scalar_one()
    return found


async def closing(database: Database, run: str) -> int:
    """Return the number of rows that wait and would record a closed account."""
    async with database.transaction() as connection:
        found: int = (await connection.execute(_CLOSING, {"run": run})).scalar_one()
    return found


async def require_place(database: Database, run: str) -> int:
    """Return the number of rows that the run still takes."""
    async with database.transaction() as connection:
        return MOST_ROWS - await number(connection, run)


@dataclass(frozen=True)
class Waiting:
    """A row whose command is to be carried out."""

    place: int
    ref: str
    line: int
    account: str
    content: Mapping[str, Any]


async def waiting(connection: AsyncConnection, run: str, most: int, *, only: int | None = None) -> list[Waiting]:
    """Lock and return the next rows that wait, in the order in which they arrived."""
    found = await connection.execute(_WAITING, {"run": run, "most": most, "only": only})
    return [Waiting(row.place, row.ref, row.line, row.account, row.content) for row in found]


@dataclass(frozen=True)
class Result:
    """What came of a row."""

    place: int
    outcome: RowOutcome
    version: int | None = None
    case: str | None = None
    message: str = ""
    refusal: Refusal | None = None
    code: str | None = None
    """Code of an error of ours; that of a refusal is in the refusal."""


async def store(connection: AsyncConnection, run: str, results: Sequence[Result]) -> None:
    """Write what came of rows."""
    refusals = [one.refusal for one in results]
    await connection.execute(
        _DONE,
        {
            "of_run": run,
            "places": [one.place for one in results],
            "outcomes": [one.outcome.value for one in results],
            "codes": [one.code if one.refusal is None else one.refusal.code for one in results],
            "messages": [one.message or ("" if one.refusal is None else one.refusal.message) for one in results],
            "versions": [one.version for one in results],
            "cases": [one.case for one in results],
            "problems": [
                None if refusal is None else refusal.model_dump_json(exclude_defaults=True) for refusal in refusals
            ],
        },
    )


async def cancel_waiting(happened: Happened[RunBody, Run]) -> None:
    """React to a cancellation: rows that wait are not carried out."""
    await happened.connection.execute(_CANCEL, {"of_run": happened.record})


async def progress_of(database: Database, run: str) -> RunProgress:
    """Return the number of rows by outcome."""
    async with database.transaction() as connection:
        return await counted(connection, run)


async def counted(connection: AsyncConnection, run: str) -> RunProgress:
    """Return the number of rows by outcome."""
    rows = (await connection.execute(_COUNTS, {"run": run})).all()
    found: dict[str, int] = {row.outcome: row.rows for row in rows}
    return RunProgress(
        total=sum(found.values()), **{outcome.value: found.get(outcome.value, 0) for outcome in RowOutcome}
    )


async def listing(
    database: Database,
    run: str,
    *,
    outcome: str | None = None,
    ref: str | None = None,
    after: Position | None = None,
    most: int = pages.USUAL,
) -> Page[Any]:
    """Return a page of the rows in the order in which they arrived, with the outcome of each."""
    named = {"run": run, "outcome": outcome, "ref": ref}
    async with database.transaction() as connection:
        return await pages.read(connection, _LIST, ROWS, named, after=after, most=most)
