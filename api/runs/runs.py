"""Routes of runs: create one, send its rows as NDJSON, start it, follow it, read the outcome of each row."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from api.handling import answers, auditing
from api.handling.commanding import fresh_id
from api.handling.entering import WithCommandHandling, entered, found_or_404
from api.handling.fresh import is_stale, require_fresh
from api.handling.routing import NDJSON, Guarded, StreamRoute, admission_of
from api.http.authentication import require_part
from api.http.budgets import Use
from api.http.problems import ANSWERED, ProblemError, refused, written
from api.http.streaming import Streamed
from api.lists.exporting import BYTE_ORDER_MARK, CSV
from api.runs import bodies
from api.runs.reading import Reader, fault_of, lines
from api.state.app_state import AppState, WithAppState
from ledger.runs import rows
from ledger.runs.rows import Received, RowConflictError, RunRefusedError
from ledger.store import pages
from ledger.streams import records
from models.accounts.commands import Refusal
from models.audit import FileDownloaded
from models.records import RecordId
from models.runs import MOST_ROWS, Run, RunRow
from models.texts.cells import table
from regulation import runs as rules
from regulation.words.sentences.chinese import in_chinese

router = APIRouter(prefix="/v1/runs", route_class=Guarded, tags=["runs"])
upload_router = APIRouter(prefix="/v1/runs", route_class=StreamRoute, tags=["runs"])

_Id = Annotated[RecordId, Path(description="Identifier given or generated when the run was created.")]
_STORED_AT_ONCE: Final = 500
"""Rows in one transaction of an upload."""
_COLUMNS: Final = ("ref", "line", "account", "outcome", "code", "message", "version", "case")
"""Columns of the table of rows."""
_LINES: Final = {
    NDJSON: {"schema": {"type": "string", "format": "binary", "description": "One row on each line, with its `ref`."}}
}


@router.post("", status_code=201, response_model=Run, summary="Create a run of commands")
async def create_run(body: bodies.NewRunBody, handling: WithCommandHandling) -> Response:
    """A run takes rows of one kind of command, and carries them out once it is started. Creating the same run again
    changes nothing.
    """
    require_part(handling.caller, f"create_run.{body.commands.value}")
    decide = rules.create(body.commands, body.note, handling.caller.actor)
    found = await handling.execute(rules.RUN, body.id or fresh_id("run"), decide)
    return entered(found, status=201, location=f"/v1/runs/{found.record}")


@router.get("", response_model=bodies.RunsPage, summary="List runs")
async def list_runs(query: Annotated[bodies.RunsQuery, Query()], app_state: WithAppState) -> Response:
    """Runs, the oldest first unless another order is asked for."""
    found = await records.listing(
        app_state.database,
        rules.RUN,
        statuses=None if query.status is None else [query.status.value],
        label=None if query.commands is None else query.commands.value,
        newest_first=query.sort == "-created",
        after=query.after,
        most=query.limit,
    )
    return answers.json(bodies.RunsPage.of(found.of(lambda filed: filed.state)))


@router.get("/{run}", response_model=bodies.RunView, summary="Read a run with its progress")
async def read_run(run: _Id, app_state: WithAppState) -> Response:
    """The run, the number of rows by outcome, and all entries."""
    found = await found_or_404(app_state, rules.RUN, run)
    progress = await rows.progress_of(app_state.database, run)
    view = bodies.RunView(run=found.state, progress=progress, entries=found.entries)
    return answers.json(view, headers=answers.versioned(len(found.entries)))


@upload_router.post(
    "/{run}/rows",
    response_model=bodies.RowsReceived,
    summary="Send rows of a run, one JSON object a line",
    openapi_extra={"requestBody": {"required": True, "content": _LINES}},
)
async def send_run_rows(
    run: _Id, query: Annotated[bodies.UploadQuery, Query()], request: Request, app_state: WithAppState
) -> Response:
    """Rows are stored as they arrive, each once: after a broken upload send the file again, or the rest of it. A line
    that cannot be read is a refused row with its line number. A row with the `ref` of another row is a 409 that names
    it; the rows before it are stored.
    """
    caller = request.state.caller
    state = await _receiving(app_state, run)
    require_part(caller, f"create_run.{state.commands.value}")
    reader = Reader(app_state, state.commands, await app_state.holder_key.proven())
    place = await rows.require_place(app_state.database, run)
    lines_read = new = repeated = refused_rows = 0
    parts = admission_of(request).while_valid(request.stream())
    async for group in lines(parts, query.line, reader.longest):
        for begin in range(0, len(group), _STORED_AT_ONCE):
            some = group[begin : begin + _STORED_AT_ONCE]
            await app_state.budgets.await_turn(Use.ITEMS, caller.id, len(some))
            received = [await _read(reader, line, caller.id) for line in some]
            kept = await _kept(app_state, run, received)
            lines_read, new, repeated = lines_read + len(some), new + kept.new, repeated + kept.repeated
            refused_rows += kept.refused
            if new > place:
                raise ProblemError("body-too-large", f"a run may have at most {MOST_ROWS} rows: use a second run")
    return answers.json(
        bodies.RowsReceived(run=run, lines=lines_read, new=new, repeated=repeated, refused=refused_rows)
    )


async def _read(reader: Reader, line: Any, caller: str) -> Received:
    async with reader.app_state.turns.turn(caller):
        return await reader.received(line)


async def _kept(app_state: AppState, run: str, received: list[Received]) -> rows.Kept:
    try:
        return await rows.keep(app_state.database, run, received)
    except RowConflictError as error:
        raise ProblemError("row-conflict", f"{error}: give it another `ref`", others=(error.ref,)) from None
    except RunRefusedError as error:
        raise refused(error.refusal) from None


async def _receiving(app_state: AppState, run: str) -> Run:
    found = (await records.state_of(app_state.database, rules.RUN, run)).state
    if found is None:
        raise ProblemError("unknown-run", f"there is no run {run}")
    return found


@router.post("/{run}/start", response_model=Run, summary="Start a run")
async def start_run(run: _Id, body: bodies.RunStartBody, handling: WithCommandHandling) -> Response:
    """All rows were sent: they are carried out in the order in which they arrived. Starting again changes nothing."""
    state = await _receiving(handling.app_state, run)
    require_part(handling.caller, f"create_run.{state.commands.value}")
    if is_stale(handling.app_state, handling.caller) and await rows.closing(handling.app_state.database, run):
        require_fresh(handling.app_state, handling.caller)

    async def act(connection: Any, command: Any) -> Any:
        await records.lock(connection, rules.RUN.kind, run)
        found = await rows.number(connection, run)
        return await records.enter(connection, replace(command, decide=rules.start(found, body.rows)))

    return entered(await handling.execute(rules.RUN, run, rules.start(0, body.rows), act))


@router.post("/{run}/cancellation", response_model=Run, summary="Cancel a run")
async def cancel_run(run: _Id, body: bodies.RunCancellationBody, handling: WithCommandHandling) -> Response:
    """Rows that wait are not carried out; what is recorded stays. Cancelling again changes nothing."""
    state = await _receiving(handling.app_state, run)
    require_part(handling.caller, f"create_run.{state.commands.value}")
    return entered(await handling.execute(rules.RUN, run, rules.cancel(body.reason)))


@router.get(
    "/{run}/rows",
    response_model=bodies.RunRowsPage,
    summary="List the outcome of each row",
    responses={200: {"content": {form: {"schema": {"type": "string"}} for form in (NDJSON, CSV)}}},
)
async def list_run_rows(
    run: _Id, query: Annotated[bodies.RunRowsQuery, Query()], request: Request, app_state: WithAppState
) -> Response:
    """Rows in the order in which they arrived: done, held with the case that decides, or refused with the problem. All
    rows as a file are recorded in the audit as a download.
    """
    await _receiving(app_state, run)
    by_header = request.headers.get("accept", "").startswith(NDJSON)
    if query.format != "json" or by_header:
        return await _file(request, app_state, run, query, "csv" if query.format == "csv" else "ndjson")
    found = await _page(app_state, run, query, query.after, query.limit)
    return answers.json(bodies.RunRowsPage.of(found))


async def _file(request: Request, app_state: AppState, run: str, query: bodies.RunRowsQuery, form: str) -> Response:
    name = f"{run}.{form}"
    await auditing.record(request, FileDownloaded, kind="run", id=run, file=name, selection=_selection(query))
    parts = admission_of(request).while_valid(_every_row(app_state, run, query, form))
    answer = Streamed(parts, NDJSON if form == "ndjson" else f"{CSV}; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _selection(query: bodies.RunRowsQuery) -> str:
    given = {"outcome": query.outcome, "ref": query.ref}
    return urlencode({name: value for name, value in given.items() if value is not None})


async def _every_row(app_state: AppState, run: str, query: bodies.RunRowsQuery, form: str) -> AsyncIterator[bytes]:
    if form == "csv":
        yield BYTE_ORDER_MARK + table([_COLUMNS])
    after = query.after
    while True:
        page = await _page(app_state, run, query, after, pages.LARGE)
        if form == "csv":
            yield table([_cell(getattr(row, column)) for column in _COLUMNS] for row in page)
        else:
            yield "".join(f"{row.model_dump_json(exclude_none=True)}\n" for row in page).encode()
        if page.next is None:
            return
        after = page.next


def _cell(value: Any) -> Any:
    return "" if value is None else value


async def _page(app_state: AppState, run: str, query: bodies.RunRowsQuery, after: Any, most: int) -> pages.Page[RunRow]:
    outcome = None if query.outcome is None else query.outcome.value
    found = await rows.listing(app_state.database, run, outcome=outcome, ref=query.ref, after=after, most=most)
    return found.of(lambda row: _row(run, row))


def _problem(stored: Mapping[str, Any] | None, code: str, message: str) -> ProblemError:
    if stored is None:
        return ProblemError(code.replace("_", "-"), message)
    if "own" in stored:
        return fault_of(stored, message)
    return refused(Refusal.model_validate(stored))


def _row(run: str, row: Any) -> RunRow:
    problem = None
    if row.code is not None and row.code not in ANSWERED:
        error = _problem(row.problem, row.code, row.message)
        problem = {**json.loads(written(error, "")), "instance": f"urn:standing:run:{run}:{row.ref}"}
    return RunRow(
        ref=row.ref,
        line=row.line,
        account=row.account,
        outcome=row.outcome,
        code=row.code,
        message=row.message,
        message_zh="" if not row.message else in_chinese(row.message, "" if problem is None else problem["detail_zh"]),
        version=row.version,
        case=row.case,
        problem=problem,
    )
