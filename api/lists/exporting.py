"""A list as a file: one JSON object a line, or a table; streamed page by page, so that memory stays bounded.

The CSV is UTF-8 with a byte order mark, since spreadsheets read it as another encoding without one. Cells that they
would calculate get an apostrophe. The download is recorded in the audit before its first byte.
"""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlencode

from fastapi import Request
from pydantic import BaseModel, Field

from api.handling import auditing
from api.handling.routing import NDJSON, admission_of
from api.http.streaming import Streamed
from ledger.store import pages
from ledger.store.pages import Page, Position
from models.audit import FileDownloaded
from models.base import Frozen
from models.instants import rfc3339
from models.texts.cells import table

CSV: Final = "text/csv"
BYTE_ORDER_MARK: Final = "\ufeff".encode()
Form = Literal["csv", "ndjson"]
Read = Callable[[Position | None, int], Awaitable[Page[Any]]]
"""Function that returns the items of the page at a position."""

AS_FILE: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The whole list, in the order asked for.",
        "content": {form: {"schema": {"type": "string"}} for form in (NDJSON, CSV)},
    }
}
"""Description of the answer."""


class FormQuery(Frozen):
    """Form of the file."""

    form: Annotated[
        Form, Field(description="One JSON object a line, each as in the list; or a table for spreadsheets (CSV).")
    ] = "ndjson"


async def export(request: Request, operation: str, query: BaseModel, items: type[BaseModel], read: Read) -> Streamed:
    """Return a list as a file: all pages, of whose items `items` is the model. The filters are those of the query.

    Raises:
        ForeignPositionError, ProblemError, DatabaseAwayError: as the list itself, before anything is sent.
    """
    form: Form = getattr(query, "form", "ndjson")
    first = await read(None, pages.LARGE)
    name = operation.removeprefix("export_").replace("_", "-")
    await auditing.record(
        request, FileDownloaded, kind="export", id=operation, file=f"{name}.{form}", selection=selection_of(query)
    )
    parts = _parts(first, read, form, tuple(items.model_fields))
    answer = Streamed(admission_of(request).while_valid(parts), NDJSON if form == "ndjson" else f"{CSV}; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer


async def _parts(first: Page[Any], read: Read, form: Form, columns: Sequence[str]) -> AsyncIterator[bytes]:
    if form == "csv":
        yield BYTE_ORDER_MARK + table([columns])
    page = first
    while True:
        yield table(_cells(item, columns) for item in page) if form == "csv" else _lines(page)
        if page.next is None:
            return
        page = await read(page.next, pages.LARGE)


def _lines(items: Iterable[BaseModel]) -> bytes:
    return b"".join(item.model_dump_json(by_alias=True).encode() + b"\n" for item in items)


def _cells(item: BaseModel, columns: Sequence[str]) -> list[Any]:
    values = item.model_dump(mode="json")
    return [_cell(values[name]) for name in columns]


def _cell(value: Any) -> Any:
    """Return a value for a table: a list of words separated by blanks, any other object as JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return " ".join(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def selection_of(query: BaseModel) -> str:
    """Return the filters as the audit records them: a text that was sought is a person's, and stays out."""
    given = {name: value for name, value in query.model_dump(exclude_unset=True).items() if value is not None}
    given.pop("form", None)
    return urlencode({name: "*" if name == "q" else _word(value) for name, value in given.items()}, safe=":,+*")


def _word(value: Any) -> str:
    return (
        rfc3339(value) if isinstance(value, datetime) else str(value).lower() if isinstance(value, bool) else str(value)
    )
