"""Reports to the regulator: asked for, released, read, fetched, answered (article 9)."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field
from starlette.responses import Response, StreamingResponse

from api.handling import answers
from api.handling.entering import Entering, EnteringNow, entered, found_or_404
from api.handling.requests import Body, examples
from api.handling.routing import Guarded, admission_of
from api.http.cursors import PageOf, PageQuery, Word, items_named
from api.http.problems import Fault, ProblemError, invalid
from api.state.app_state import AppState, WithAppState
from ledger.reports import files as report_files
from ledger.reports import reports as ledger_reports
from ledger.streams import records
from ledger.streams.records import Entered
from models.base import Frozen
from models.names import Digest
from models.records import RecordId
from models.reports.reports import Report, ReportBody, ReportEntry, Status
from models.roles import Role
from models.texts.incoming import Line, Text, phrase
from regulation.reports import periods
from regulation.reports import reports as rules
from regulation.reports.reports import REPORT
from reports.filing import terms_of
from reports.verifying import kept

router = APIRouter(prefix="/v1/reports", route_class=Guarded, tags=["reports"])

_Id = Annotated[RecordId, Path(description="The period, as 2026-10; of an amendment 2026-10.a1.")]
_File = Annotated[Line, Path(description="As `files` in the report names it.")]

FILED = frozenset({Status.READY, Status.DELIVERED, Status.ACKNOWLEDGED, Status.REJECTED})
"""What the regulator sees: what was counted twice and, where that is wanted, released."""


class RequestBody(Body):
    """Which period."""

    model_config = examples({"period": "2026-10"})

    period: Annotated[str, phrase, Field(max_length=20, description="2026-10, 2026-W41, 2026-Q4.")]


class AmendmentBody(Body):
    """Why it is replaced."""

    model_config = examples({"reason": "补录两条处置"})

    reason: Annotated[Text, Field(description="Required.")] = ""


class RetryBody(Body):
    """What was put right."""

    model_config = examples({"reason": "账目已核对"})

    reason: Text = ""


class ReleaseBody(Body):
    """Nothing to say: the caller lets it go."""

    model_config = examples({})


class ReceiptBody(Body):
    """The regulator has received it."""

    model_config = examples({"receipt": "网信收〔2026〕1101号"})

    receipt: Annotated[Line, Field(description="Under which number; may be empty.")] = ""


class RejectionBody(Body):
    """Why the regulator does not accept it."""

    model_config = examples({"reason": "缺少教育领域的明细"})

    reason: Annotated[Text, Field(description="Required.")] = ""


class ReportsQuery(PageQuery):
    """Which reports."""

    status: Status | None = None


class ReportsPage(PageOf[Report, Word]):
    """Reports in the order in which they were asked for."""

    model_config = items_named("reports")


class ReportHistory(Frozen):
    """A report with everything that was entered; the regulator sees the report alone."""

    report: Report
    entries: tuple[ReportEntry, ...]


class FileCheck(Frozen):
    """A file that was hashed again."""

    name: str
    sha256: Digest
    same: Annotated[bool, Field(description="Whether what is kept has the hash that was recorded.")]


class Verification(Frozen):
    """Every file of a report, hashed again."""

    report: RecordId
    same: bool
    files: tuple[FileCheck, ...]


@router.post("", status_code=201, response_model=Report, summary="Request the report on a period")
async def request_report(body: RequestBody, entering: EnteringNow) -> Response:
    """The schedule does it by itself; this is for a period that was left out. Asked for twice, it is one report."""
    try:
        period = periods.period_of(body.period)
    except ValueError as error:
        raise invalid(Fault(path="body.period", message=str(error))) from None
    terms = terms_of(entering.app_state.filing, period)
    found = await entering.execute(REPORT, period.id, rules.request(terms))
    return entered(found, status=201, location=f"/v1/reports/{found.record}")


@router.get("", response_model=ReportsPage, summary="List reports")
async def list_reports(query: Annotated[ReportsQuery, Query()], app_state: WithAppState, request: Request) -> Response:
    """In the order in which they were asked for; the regulator sees those that are filed."""
    wanted = set(Status) if query.status is None else {query.status}
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


@router.get("/{report}", response_model=ReportHistory, summary="Read a report with its history")
async def read_report(report: _Id, app_state: WithAppState, request: Request) -> Response:
    """How it stands, its files, and everything that was entered."""
    found = await found_or_404(app_state, REPORT, report)
    if _is_the_regulator(request):
        _require_filed(found.state)
        return answers.json(ReportHistory(report=found.state, entries=()))
    history = ReportHistory(report=found.state, entries=found.entries)
    return answers.json(history, headers=answers.versioned(len(found.entries)))


@router.get("/{report}/files/{name}", response_class=Response, summary="Download a file of a report")
async def download_report(report: _Id, name: _File, app_state: WithAppState, request: Request) -> Response:
    """`report.json`, `report.xlsx`, `report.pdf` or `restrictions.csv`; the ETag is its SHA-256."""
    found = await _seen(app_state, report, request)
    file = next((file for file in found.files if file.name == name), None)
    if file is None:
        names = ", ".join(file.name for file in found.files) or "none yet: it is not built"
        raise ProblemError("unknown-file", f"report {report} has the files {names}")
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
    """Whether what is kept is what was recorded. `standing report verify` also builds it anew from the facts."""
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


@router.post("/{report}/release", response_model=Report, summary="Let a report go, as one of two people")
async def release_report(
    report: _Id,
    body: ReleaseBody,  # noqa: ARG001 - it takes nothing, and says so
    entering: EnteringNow,
) -> Response:
    """Where reports are released before they are filed; the second person must be another one."""
    return await _enter(entering, report, rules.release(entering.caller.id))


@router.post("/{report}/retry", response_model=Report, summary="Build a report anew")
async def retry_report(report: _Id, body: RetryBody, entering: EnteringNow) -> Response:
    """One that did not add up, or was not released, after what was wrong has been put right."""
    return await _enter(entering, report, rules.retry(body.reason))


@router.post("/{report}/acknowledgement", response_model=Report, summary="The regulator has received it")
async def acknowledge_report(report: _Id, body: ReceiptBody, entering: EnteringNow) -> Response:
    """The same answer twice is one answer."""
    return await _enter(entering, report, rules.acknowledge(body.receipt))


@router.post("/{report}/rejection", response_model=Report, summary="The regulator does not accept it")
async def reject_report(report: _Id, body: RejectionBody, entering: EnteringNow) -> Response:
    """A case is opened; an amendment replaces it."""
    _require(body.reason, "why it is not accepted")
    return await _enter(entering, report, rules.reject(body.reason))


@router.post("/{report}/amendment", status_code=201, response_model=Report, summary="Replace a report by another")
async def amend_report(report: _Id, body: AmendmentBody, entering: EnteringNow) -> Response:
    """About the same period, with what has been recorded since; it names what it replaces."""
    _require(body.reason, "why it is replaced")
    found = await found_or_404(entering.app_state, REPORT, report)
    terms = ledger_reports.amended(found.state, ledger_reports.cut_off_now(entering.app_state.clock()), body.reason)
    made = await entering.execute(
        REPORT, terms.head.report, rules.request_amendment(terms), ledger_reports.amending(report)
    )
    return entered(made, status=201, location=f"/v1/reports/{made.record}")


async def _enter(entering: Entering, report: str, decide: rules.Decide) -> Response:
    found: Entered[ReportBody, Report] = await entering.execute(REPORT, report, decide)
    return entered(found)


async def _seen(app_state: AppState, report: str, request: Request) -> Report:
    found = (await found_or_404(app_state, REPORT, report)).state
    if _is_the_regulator(request):
        _require_filed(found)
    return found


def _require(reason: str, what: str) -> None:
    if not reason:
        raise invalid(Fault(path="body.reason", message=f"is required: say {what}"))


def _is_the_regulator(request: Request) -> bool:
    return bool(request.state.caller.roles <= {Role.REGULATOR})


def _require_filed(report: Report) -> None:
    if report.status not in FILED:
        raise ProblemError("unknown-report", f"there is no report {report.id}")
