"""Runs: many commands as rows of a file; sent, looked at before they start, followed, and the outcome of each row."""

from collections.abc import AsyncIterator, Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from starlette.datastructures import UploadFile

from api.handling.routing import NDJSON
from api.runs.reading import LARGEST_UPLOAD
from console.http.calling import Answer, segment
from console.http.forms import LARGEST_FORM, Form, form_of, form_with_file
from console.http.kept_files import with_file
from console.http.visit import Visit, WithVisit
from console.pages.live import topic
from console.pages.run_words import EXAMPLES, KINDS, OUTCOMES, STATUSES, why
from console.texts.languages import N_
from models.runs import KIND

router = APIRouter(prefix="/console/runs")

LARGEST: Final = LARGEST_UPLOAD + LARGEST_FORM
"""Bytes of a form with a file."""
PAGE: Final = 50
ROWS: Final = 100
FAULTS: Final = 20
"""Rows that cannot be carried out, which are shown before a run starts; all are counted."""
_PIECE: Final = 256 * 1024
_TYPED: Final = ("commands", "id", "note", "rows")

Word = Annotated[str | None, Query(max_length=40)]
After = Annotated[str | None, Query(max_length=400)]


@router.get("")
async def show_runs(visit: WithVisit, status: Word = None, commands: Word = None, after: After = None) -> Response:
    """List the runs, the newest first."""
    visit.require("list_runs")
    wanted = {"status": status or None, "commands": commands or None, "after": after, "limit": PAGE}
    found = await visit.api.read("/v1/runs", {**wanted, "sort": "-created"})
    return visit.render(
        "runs/list.html",
        part="rows",
        runs=found["runs"],
        next=found["next"],
        names=await visit.names(run["created_by"] for run in found["runs"]),
        form=Form.of(status=status or "", commands=commands or ""),
        statuses=STATUSES,
        kinds=KINDS,
        may_start=bool(_offered(visit)),
    )


@router.get("/new")
async def show_form(visit: WithVisit, commands: Word = None) -> Response:
    """Show the form of a new run."""
    visit.require("create_run")
    offered = _offered(visit)
    return _new(visit, Form.of(commands=commands if commands in offered else next(iter(offered), "")))


@router.post("")
async def create(visit: WithVisit, request: Request) -> Response:
    """Create a run and send its rows; nothing is carried out before it is started."""
    visit.require("create_run")
    try:
        return await _created(visit, *await with_file(*await form_with_file(request, "file", LARGEST)))
    finally:
        await request.close()


async def _created(visit: Visit, form: Form, file: UploadFile | None) -> Response:
    if form["commands"] not in KINDS:
        form = form.wrong("commands", N_("Choose what the rows do"))
    form = _with_rows(form, file)
    if form.errors:
        return _new(visit, form)
    answer = await visit.api.post("/v1/runs", form.body("id", "commands", "note"), key=form.key)
    if not answer.ok:
        return _new(visit, form.refused(answer, {"id": "id", "commands": "commands", "note": "note"}))
    return await _received(visit, str(answer.json["id"]), form, file)


@router.post("/{run}/rows")
async def send_rows(visit: WithVisit, run: str, request: Request) -> Response:
    """Send further rows of a run, or the same ones again after a broken upload."""
    visit.require("send_run_rows")
    try:
        form, file = await with_file(*await form_with_file(request, "file", LARGEST))
        form = _with_rows(form, file)
        if form.errors:
            return await _page(visit, run, form=form)
        return await _received(visit, run, form, file)
    finally:
        await request.close()


async def _received(visit: Visit, run: str, form: Form, file: UploadFile | None) -> Response:
    answer = await _upload(visit, run, form, file)
    if not answer.ok:
        return await _page(visit, run, form=form.refused(answer))
    return visit.redirect(f"/console/runs/{run}", N_("The rows were received; nothing is carried out yet"))


async def _upload(visit: Visit, run: str, form: Form, file: UploadFile | None) -> Answer:
    """Send the typed rows and those of the file, piece by piece."""

    async def pieces() -> AsyncIterator[bytes]:
        if typed := form["rows"].strip():
            yield f"{typed}\n".encode()
        if file is not None:
            first = True
            while piece := await file.read(_PIECE):
                yield piece.removeprefix("\ufeff".encode()) if first else piece
                first = False

    return await visit.api.send(f"/v1/runs/{segment(run)}/rows", pieces(), NDJSON)


def _with_rows(form: Form, file: UploadFile | None) -> Form:
    if file is None and not form["rows"].strip() and "file" not in form.errors:
        return form.wrong("rows", N_("Type rows, or choose a file"))
    return form


def _offered(visit: Visit) -> list[str]:
    """Return the kinds of runs that the visitor may start."""
    return [kind for kind in KINDS if visit.may(f"create_run.{kind}")]


def _new(visit: Visit, form: Form) -> Response:
    offered = _offered(visit)
    return visit.render(
        "runs/new.html",
        status=form.status,
        form=Form({**dict.fromkeys(_TYPED, ("",)), **form.values}, form.errors, form.problem, form.key, form.status),
        kinds=[(kind, visit.language.text(KINDS[kind]), None) for kind in offered],
        examples=[(kind, EXAMPLES[kind]) for kind in offered],
    )


# --- one run ---------------------------------------------------------------------------------------------------------


@router.get("/{run}")
async def show_run(
    visit: WithVisit, run: str, outcome: Word = None, ref: Annotated[str | None, Query(max_length=128)] = None,
    after: After = None,
) -> Response:  # fmt: skip
    """Show one run: what was received, its progress, and the outcome of each row."""
    return await _page(visit, run, outcome=outcome or None, ref=(ref or "").strip() or None, after=after)


async def _page(
    visit: Visit,
    run: str,
    *,
    form: Form | None = None,
    outcome: str | None = None,
    ref: str | None = None,
    after: str | None = None,
) -> Response:
    visit.require("read_run")
    path = f"/v1/runs/{segment(run)}"
    found = await visit.api.read(path)
    state, progress = found["run"], found["progress"]
    receiving = state["status"] == "receiving"
    shown = outcome
    if receiving and outcome is None and ref is None and after is None and progress["refused"]:
        shown = "refused"  # what cannot be carried out comes first, while it can still be corrected
    most = FAULTS if shown != outcome else ROWS
    answer = await visit.api.get(f"{path}/rows", {"outcome": shown, "ref": ref, "after": after, "limit": most})
    wanted = Form.of(ref=ref or "")
    if not answer.ok:
        wanted = wanted.refused(answer)
    rows = answer.json if answer.ok else {"rows": [], "next": None}
    may = visit.may(f"create_run.{state['commands']}")
    sent = form or Form.of(rows="")
    return visit.render(
        "runs/run.html",
        part="run",
        status=wanted.status if form is None else form.status,
        run=state,
        progress=progress,
        parts=[(word, tone, progress[name]) for name, (word, tone) in OUTCOMES.items()],
        kind=KINDS[state["commands"]],
        statuses=STATUSES,
        outcomes=OUTCOMES,
        rows=rows["rows"],
        next=rows["next"] if shown == outcome else None,
        first_faults=shown != outcome,
        outcome=outcome,
        wanted=wanted,
        form=sent,
        why=lambda row: why(row, visit.language),
        names=await visit.names((state["created_by"], state["started_by"], state["cancelled_by"])),
        may_start=receiving and may and visit.may("start_run"),
        may_cancel=state["status"] in {"receiving", "running"} and may and visit.may("cancel_run"),
        example=EXAMPLES[state["commands"]],
        topic=topic(KIND, state["id"]),
        workflow=visit.console.settings.workflow_address(f"{KIND}:{state['id']}"),
    )


@router.get("/{run}/rows.{form}")
async def download(
    visit: WithVisit,
    run: str,
    form: str,
    outcome: Word = None,
    ref: Annotated[str | None, Query(max_length=128)] = None,
) -> Response:
    """The outcome of each row as a file, with the filters of the page; recorded in the audit."""
    visit.require("list_run_rows")
    wanted = {"format": form if form in {"csv", "ndjson"} else "csv", "outcome": outcome or None, "ref": ref or None}
    return await visit.api.forward(f"/v1/runs/{segment(run)}/rows", wanted)


@router.post("/{run}/start")
async def start(visit: WithVisit, run: str, request: Request) -> Response:
    """Start a run with the rows that its page has shown."""
    visit.require("start_run")
    form = await form_of(request)
    rows = form["number"].strip()
    body: Mapping[str, Any] = {"rows": int(rows)} if rows.isascii() and rows.isdigit() else {}
    answer = await visit.api.post(f"/v1/runs/{segment(run)}/start", body, key=form.key)
    if not answer.ok:
        return await _page(visit, run, form=form.refused(answer))
    return visit.redirect(f"/console/runs/{run}", N_("The run has begun"))


@router.get("/{run}/cancellation")
async def show_cancellation(visit: WithVisit, run: str) -> Response:
    """Show what cancelling the run would leave."""
    return await _cancellation(visit, run, Form.of(reason=""))


@router.post("/{run}/cancellation")
async def cancel(visit: WithVisit, run: str, request: Request) -> Response:
    """Cancel the run: rows that wait are not carried out."""
    visit.require("cancel_run")
    form = await form_of(request)
    answer = await visit.api.post(f"/v1/runs/{segment(run)}/cancellation", form.body("reason"), key=form.key)
    if not answer.ok:
        return await _cancellation(visit, run, form.refused(answer))
    return visit.redirect(f"/console/runs/{run}", N_("The run is cancelled"))


async def _cancellation(visit: Visit, run: str, form: Form) -> Response:
    visit.require("cancel_run")
    found = await visit.api.read(f"/v1/runs/{segment(run)}")
    return visit.render(
        "runs/cancel.html",
        part="content",
        status=form.status,
        run=found["run"],
        progress=found["progress"],
        kind=KINDS[found["run"]["commands"]],
        possible=found["run"]["status"] in {"receiving", "running"},
        form=form,
    )
