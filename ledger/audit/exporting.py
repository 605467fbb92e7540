"""Events of the audit as a file: one JSON object a line, or a table; oldest first, each with its hash."""

import json
from collections.abc import AsyncIterator, Sequence
from typing import Any, Final, Literal

from ledger.audit import reading
from ledger.audit.reading import Selection
from ledger.store import pages
from ledger.store.database import Database
from models.audit import Recorded
from models.instants import rfc3339
from models.texts.cells import table

Form = Literal["ndjson", "csv"]

COLUMNS: Final = ("seq", "at", "recorded_at", "type", "actor", "object", "via", "address", "request", "data", "hash")
"""Columns of the table; `data` is JSON."""
_BESIDE: Final = ("via", "address", "request")


async def exported(database: Database, selection: Selection, form: Form) -> AsyncIterator[bytes]:
    """Yield the events of the selection in parts of a page each."""
    if form == "csv":
        yield table([COLUMNS])
    async for page in _pages(database, selection):
        yield table(map(_row, page)) if form == "csv" else b"".join(map(_line, page))


async def _pages(database: Database, selection: Selection) -> AsyncIterator[pages.Page[Recorded]]:
    after = None
    while True:
        order = reading.OLDEST_FIRST
        page = await reading.page(database, selection, after=after, most=pages.LARGE, order=order)
        yield page
        after = page.next
        if after is None:
            return


def _line(event: Recorded) -> bytes:
    return event.model_dump_json().encode() + b"\n"


def _row(event: Recorded) -> Sequence[Any]:
    data = {name: value for name, value in event.data.items() if name not in {"type", "actor", *_BESIDE}}
    return (
        event.seq,
        rfc3339(event.at),
        rfc3339(event.recorded_at),
        event.type,
        event.actor,
        event.object,
        *(event.data.get(name, "") for name in _BESIDE),
        json.dumps(data, ensure_ascii=False),
        event.hash,
    )
