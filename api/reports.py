"""Reports to the regulator: request, release, reading, download, acknowledgement (article 9)."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field
from starlette.responses import Response, StreamingResponse

from api.handling import answers, auditing
from api.handling.entering import CommandHandling, WithCommandHandling, entered, found_or_404
from api.handling.fresh import require_fresh
from api.handling.requests import Body, examples
from api.handling.routing import Guarded, admission_of
from api.http.cursors import PageOf, PageQuery, Word, items_named
from api.http.problems import Fault, ProblemError, invalid
from api.state.app_state import AppState, WithAppState
from ledger.reports import files as report_files
from ledger.reports import reports as ledger_reports
from ledger.reports.facts import others_in
from ledger.reports.second_count import SecondCount, count_again
from ledger.streams import records
from ledger.streams.records import Entered
from models.audit import FileDownloaded
from models.base import Frozen
from models.instants import SHANGHAI, Instant
from models.names import Digest
from models.records import RecordId
from models.reports.content import Cadence, Others, Period
from models.reports.reports import Report, ReportBody, ReportEntry, ReportStatus
from models.roles import Role
from models.texts.incoming import Line, Text, phrase
from regulation.reports import periods
from regulation.reports import reports as rules
from regulation.reports.reports import REPORT
from reports.building import MEDIA_TYPES
from reports.filing import terms_of
from reports.verifying import kept

router = APIRouter(prefix="/v1/reports", route_class=Guarded, tags=["reports"])

_Id = Annotated[RecordId, Path(description="Identifier: the period, such as 2026-10; of an amendment, 2026-10.a1.")]
_File = Annotated[Line, Path(description="Name of the file, as in `files` of the report.")]
_FILES = {
    form.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
    for form in sorted(MEDIA_TYPES.values(), key=lambda form: "text" in form or "json" in form)
}
"""Content of the description; forms of bytes precede those of text, as generated clients read the first one."""

FILED = frozenset({ReportStatus.READY, ReportStatus.DELIVERED, ReportStatus.ACKNOWLEDGED, ReportStatus.REJECTED})
"""Statuses that the regulator can see: reports counted twice and, where release is required, released."""


class RequestBody(Body):
    """The period to report on."""

    model_config = examples({"period": "2026-10"})

    period: Annotated[
        str, phrase, Field(max_length=20, description="Month, week or quarter: 2026-10, 2026-W41, 2026-Q4.")
    ]


class AmendmentBody(Body):
    """The reason for replacing a report."""

    model_config = examples({"reason": "补录两条处置"})

    reason: Annotated[Text, Field(description="Required.")] = ""


class RetryBody(Body):
    """The correction made before a retry."""

    model_config = examples({"reason": "账目已核对"})

    reason: Text = ""


class ReleaseBody(Body):
    """An empty body: the caller releases the report."""

    model_config = examples({})


class ReceiptBody(Body):
    """The regulator's acknowledgement of receipt."""

    model_config = examples({"receipt": "网信收〔2026〕1101号"})

    receipt: Annotated[Line, Field(description="The regulator's reference number; may be empty.")] = ""


class RejectionBody(Body):
    """The regulator's reason for not accepting a report."""

    model_config = examples({"reason": "缺少教育领域的明细"})

    reason: Annotated[Text, Field(description="Required.")] = ""


class ReportsQuery(PageQuery):
    """Filters of the list of reports."""

    status: ReportStatus | None = None


class ReportsPage(PageOf[Report, Word]):
    """Reports in the order in which they were requested."""

    model_config = items_named("reports")


class ReportHistory(Frozen):
    """A report with all entries of its record; the regulator receives no entries."""

    report: Report
    entries: tuple[ReportEntry, ...]


class PreviewQuery(Frozen):
    """The period to preview."""

    period: Annotated[
        Line | None, Field(description="Month, week or quarter: 2026-10, 2026-W41, 2026-Q4; default: this month.")
    ] = None


class ReportPreview(Frozen):
    """What a report on the period would say, if it were cut off now. Nothing is recorded, and nothing is filed."""

    period: Period
    counted_at: Annotated[Instant, Field(description="The cut-off of the preview: the facts recorded before it count.")]
    running: Annotated[bool, Field(description="Whether the period is still running, so that the numbers may change.")]
    counts: SecondCount
    others: Others


class FileCheck(Frozen):
    """A file that was hashed again."""

    name: str
    sha256: Digest
    same: Annotated[bool, Field(description="Whether the stored file has the recorded hash.")]


class Verification(Frozen):
    """The result of hashing every file of a report again."""

    report: RecordId
    same: bool
    files: tuple[FileCheck, ...]


@router.post("", status_code=201, response_model=Report, summary="Request the report on a period")
async def request_report(body: RequestBody, handling: WithCommandHandling) -> Response:
    """The schedule requests reports automatically; this request is for a period that was left out. A second request for
    the same period returns the same report.
    """
    period = _period(body.period, "body")
    terms = terms_of(handling.app_state.filing, period)
    found = await handling.execute(REPORT, period.id, rules.request(terms))
    return entered(found, status=201, location=f"/v1/reports/{found.record}")


@router.get("", response_model=ReportsPage, summary="List reports")
async def list_reports(query: Annotated[ReportsQuery, Query()], app_state: WithAppState, request: Request) -> Response:
    """Reports in the order in which they were requested; the regulator sees filed reports only."""
    wanted = set(ReportStatus) if query.status is None else {query.status}
    if _is_the_regulator(request):
        wanted &= FILED
    found = await records.listing(
        app_state.database,
        REPORT,
        statuses=sorted(status.value for status in wanted),
        after=query.after,
        most=query.limit,
    )
    return answers.json(ReportsPage.of(found.of(lambda filed: filed.state)))


@router.get("/preview", response_model=ReportPreview, summary="Preview the report on a period")
async def preview_report(query: Annotated[PreviewQuery, Query()], app_state: WithAppState) -> Response:
    """The totals as PostgreSQL counts them now, for a running period too. The report itself is built and counted twice
    when its period is over.
    """
    now = app_state.clock()
    period = periods.period_containing(Cadence.MONTHLY, now) if query.period is None else _period(query.period, "query")
    assert period is not None
    if period.start > now:
        raise invalid(Fault(path="query.period", message=f"{period.id} has not begun: name one that has"))
    cut_off = min(now, period.end).astimezone(SHANGHAI)
    counts = await count_again(app_state.database, period, cut_off)
    others = await others_in(app_state.database, period.start, cut_off)
    return answers.json(
        ReportPreview(period=period, counted_at=cut_off, running=now < period.end, counts=counts, others=others)
    )


@router.get("/{report}", response_model=ReportHistory, summary="Read a report with its history")
async def read_report(report: _Id, app_state: WithAppState, request: Request) -> Response:
    """The status of the report, its files and all its entries."""
    found = await found_or_404(app_state, REPORT, report)
    if _is_the_regulator(request):
        _require_filed(found.state)
        return answers.json(ReportHistory(report=found.state, entries=()))
    history = ReportHistory(report=found.state, entries=found.entries)
    return answers.json(history, headers=answers.versioned(len(found.entries)))


@router.get(
    "/{report}/files/{name}",
    response_class=Response,
    summary="Download a file of a report",
    responses={200: {"description": "The file, as an attachment.", "content": _FILES}},
)
async def download_report(report: _Id, name: _File, app_state: WithAppState, request: Request) -> Response:
    """One of `report.json`, `report.xlsx`, `report.pdf` and `restrictions.csv`; the ETag is the file's SHA-256."""
    found = await _seen(app_state, report, request)
    file = next((file for file in found.files if file.name == name), None)
    if file is None:
        names = ", ".join(file.name for file in found.files) or "none: the report has not been built"
        raise ProblemError("unknown-file", f"report {report} has the files {names}")
    await auditing.record(
        request, FileDownloaded, kind="report", id=found.id, file=file.name, sha256=file.sha256, size=file.size
    )
    return StreamingResponse(
        admission_of(request).while_valid(report_files.pieces(app_state.database, file.sha256)),
        media_type=file.media_type,
        headers={
            "ETag": f'"{file.sha256}"',
            "Content-Length": str(file.size),
            "Content-Disposition": f'attachment; filename="{found.id}-{file.name}"',
        },
    )


@router.get("/{report}/verification", response_model=Verification, summary="Hash the files of a report again")
async def verify_report(report: _Id, app_state: WithAppState, request: Request) -> Response:
    """Compares the hash of each stored file with the recorded one. `standing report verify` also rebuilds the report
    from the facts.
    """
    found = await _seen(app_state, report, request)
    checks = tuple(
        [
            FileCheck(name=check.name, sha256=check.sha256, same=check.same)
            async for check in kept(app_state.database, found)
        ]
    )
    return answers.json(
        Verification(report=found.id, same=bool(checks) and all(check.same for check in checks), files=checks)
    )


@router.post("/{report}/release", response_model=Report, summary="Release a report, as one of two people")
async def release_report(
    report: _Id,
    body: ReleaseBody,  # noqa: ARG001 - the body is empty, but described
    handling: WithCommandHandling,
) -> Response:
    """Applies where reports need a release before they are filed; the second release must come from another person."""
    require_fresh(handling.app_state, handling.caller)
    decide = rules.release(handling.caller.actor, persons=await handling.persons())
    return await _enter(handling, report, decide)


@router.post("/{report}/retry", response_model=Report, summary="Rebuild a report")
async def retry_report(report: _Id, body: RetryBody, handling: WithCommandHandling) -> Response:
    """Rebuilds a report whose counts differed or that was not released, after the cause was corrected."""
    return await _enter(handling, report, rules.retry(body.reason))


@router.post(
    "/{report}/acknowledgement", response_model=Report, summary="Acknowledge receipt of a report, as the regulator"
)
async def acknowledge_report(report: _Id, body: ReceiptBody, handling: WithCommandHandling) -> Response:
    """Repeating the same acknowledgement has no further effect."""
    return await _enter(handling, report, rules.acknowledge(body.receipt))


@router.post("/{report}/rejection", response_model=Report, summary="Reject a report, as the regulator")
async def reject_report(report: _Id, body: RejectionBody, handling: WithCommandHandling) -> Response:
    """The rejection opens a case; an amendment replaces the report."""
    _require(body.reason, "why the report is not accepted")
    return await _enter(handling, report, rules.reject(body.reason))


@router.post("/{report}/amendment", status_code=201, response_model=Report, summary="Replace a report by an amendment")
async def amend_report(report: _Id, body: AmendmentBody, handling: WithCommandHandling) -> Response:
    """The amendment covers the same period, includes what was recorded since, and names the report that it replaces."""
    _require(body.reason, "why the report is replaced")
    found = await found_or_404(handling.app_state, REPORT, report)
    terms = ledger_reports.amended(found.state, ledger_reports.cut_off_now(handling.app_state.clock()), body.reason)
    made = await handling.execute(
        REPORT, terms.head.report, rules.request_amendment(terms), ledger_reports.amending(report)
    )
    return entered(made, status=201, location=f"/v1/reports/{made.record}")


async def _enter(handling: CommandHandling, report: str, decide: rules.DecideReport) -> Response:
    found: Entered[ReportBody, Report] = await handling.execute(REPORT, report, decide)
    return entered(found)


async def _seen(app_state: AppState, report: str, request: Request) -> Report:
    found = (await found_or_404(app_state, REPORT, report)).state
    if _is_the_regulator(request):
        _require_filed(found)
    return found


def _period(written: str, place: str) -> Period:
    try:
        return periods.period_of(written)
    except ValueError as error:
        raise invalid(Fault(path=f"{place}.period", message=str(error))) from None


def _require(reason: str, what: str) -> None:
    if not reason:
        raise invalid(Fault(path="body.reason", message=f"is required: say {what}"))


def _is_the_regulator(request: Request) -> bool:
    return bool(request.state.caller.roles <= {Role.REGULATOR})


def _require_filed(report: Report) -> None:
    if report.status not in FILED:
        raise ProblemError("unknown-report", f"there is no report {report.id}")
