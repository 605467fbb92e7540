"""Reports to the regulator: what the running month would say, the filed reports, and what each person does with them.

Operators build and amend, two people release, the regulator reads, acknowledges or rejects (article 9).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from console.http.calling import segment
from console.http.confirming import Question, follows, unconfirmed
from console.http.forms import Form, WithForm
from console.http.visit import Visit, WithVisit
from console.http.visitors import require_fresh
from console.texts.filters import instant
from console.texts.languages import N_, Language
from console.texts.words import words
from models.reports.reports import Channel, ReportStatus
from regulation.reports import words as said
from regulation.reports.reports import MOVES, TWO

router = APIRouter(prefix="/console/reports")

STATUSES: Final[Mapping[str, tuple[str, str]]] = {
    ReportStatus.REQUESTED: (N_("being built"), "info"),
    ReportStatus.BUILT: (N_("being counted again"), "info"),
    ReportStatus.MISMATCHED: (N_("the counts differ"), "bad"),
    ReportStatus.UNRELEASED: (N_("to be released"), "wait"),
    ReportStatus.READY: (N_("being delivered"), "info"),
    ReportStatus.DELIVERED: (N_("delivered"), "wait"),
    ReportStatus.ACKNOWLEDGED: (N_("acknowledged"), "good"),
    ReportStatus.REJECTED: (N_("rejected by the regulator"), "bad"),
}
"""Statuses of a report: the words, and the colour of the badge."""

STEPS: Final[Mapping[str, tuple[str, str]]] = {
    "requested": (N_("Requested"), "info"),
    "built": (N_("Built"), "info"),
    "reconciled": (N_("Counted a second time: the totals agree"), "good"),
    "mismatched": (N_("Counted a second time: the totals differ"), "bad"),
    "retried": (N_("To be built again"), "wait"),
    "released": (N_("Released"), "good"),
    "delivered": (N_("Delivered"), "good"),
    "delivery_failed": (N_("The delivery failed"), "bad"),
    "escalated": (N_("Handed to a person, as it is late"), "wait"),
    "acknowledged": (N_("Acknowledged by the regulator"), "good"),
    "rejected": (N_("Rejected by the regulator"), "bad"),
    "amended": (N_("Replaced by an amendment"), "quiet"),
}
"""Entries of a report's history: the words, and the colour of the step."""

CHANNELS: Final[Mapping[str, str]] = {
    Channel.HTTP: N_("sent to the regulator's address"),
    Channel.FOLDER: N_("put into the regulator's folder"),
    Channel.API: N_("fetched by the regulator here"),
}

BLOCKS: Final = (
    ("by_kind", N_("By restriction"), said.KIND),
    ("by_category", N_("By violation"), said.CATEGORY),
    ("by_field", N_("By field"), said.FIELD),
    ("by_method", N_("By way of making profit"), said.METHOD),
    ("by_account_kind", N_("By holder"), said.ACCOUNT_KIND),
)
"""Blocks of totals: their name in the API, their title, the words of their rows."""

OTHERS: Final = (
    ("closures", N_("Accounts closed")),
    ("closures_as_sanction", N_("of them as a sanction")),
    ("rumours_handled", N_("Rumours handled")),
    ("rumour_contents_labelled", N_("Contents labelled as rumours")),
    ("followers_removed", N_("Followers removed")),
    ("followers_restored", N_("Followers restored")),
)

FIELDS: Final = {"reason": "reason", "receipt": "receipt"}


@router.get("")
async def show_reports(
    visit: WithVisit,
    period: Annotated[str | None, Query(max_length=20)] = None,
    after: Annotated[str | None, Query(max_length=400)] = None,
) -> Response:
    """List the reports; those who may see a running period see what its report would say now."""
    visit.require("list_reports")
    listed = await visit.api.read("/v1/reports", {"after": after, "limit": 50})
    form, preview = Form.of(period=period or ""), None
    if visit.may("preview_report"):
        answer = await visit.api.get("/v1/reports/preview", {"period": (period or "").strip() or None})
        if answer.ok:
            preview = answer.json
        else:
            form = form.refused(answer)
    return visit.render(
        "reports/reports.html",
        part="listed",
        status=form.status,
        reports=sorted(listed["reports"], key=lambda report: report["requested_at"], reverse=True),
        next=listed["next"],
        statuses=STATUSES,
        form=form,
        preview=preview,
        blocks_of=None if preview is None else list(_blocks(preview["counts"], visit.language)),
        others=OTHERS,
    )


@router.get("/{report}")
async def show_report(visit: WithVisit, report: str) -> Response:
    """One report: its history, its files, and what this visitor may do."""
    return await _report(visit, report)


@router.get("/{report}/files/{name}")
async def download(visit: WithVisit, report: str, name: str) -> Response:
    """A file of the report, as the API gives it."""
    return await visit.api.forward(f"/v1/reports/{segment(report)}/files/{segment(name)}")


@router.get("/{report}/verification")
async def verify(visit: WithVisit, report: str) -> Response:
    """Hash the files again and show the result on the report's page."""
    return await _report(visit, report, checked=await visit.api.read(f"/v1/reports/{segment(report)}/verification"))


@router.post("")
async def request_report(visit: WithVisit, form: WithForm) -> Response:
    """Request the report of a period that the schedule left out."""
    answer = await visit.api.post("/v1/reports", form.body("period"), key=form.key)
    if not answer.ok:
        refused = form.refused(answer)
        return visit.render("reports/request.html", part="form", form=refused, status=refused.status)
    return visit.redirect(f"/console/reports/{answer.json['id']}", N_("The report is requested"))


@router.post("/{report}/release")
async def release(visit: WithVisit, report: str, form: WithForm) -> Response:
    """Release the report, as one of two people who have signed in just now."""
    visit.require("release_report")
    await require_fresh(visit.request)
    return await _done(visit, report, "release", form, {}, N_("The report is released by you"))


@router.post("/{report}/retry")
async def retry(visit: WithVisit, report: str, form: WithForm) -> Response:
    """Build the report again."""
    return await _done(visit, report, "retry", form, form.body("reason"), N_("The report is built again"))


@router.post("/{report}/amendment")
async def amend(visit: WithVisit, report: str, form: WithForm) -> Response:
    """Replace the report by an amendment, and show that one."""
    visit.require("amend_report")
    return await _done(visit, report, "amendment", form, form.body("reason"), N_("The amendment is requested"))


@router.post("/{report}/acknowledgement")
async def acknowledge(visit: WithVisit, report: str, form: WithForm) -> Response:
    """Record the regulator's receipt."""
    visit.require("acknowledge_report")
    return await _done(visit, report, "acknowledgement", form, form.body("receipt"), N_("The receipt is recorded"))


@router.post("/{report}/rejection")
async def reject(visit: WithVisit, report: str, form: WithForm) -> Response:
    """Record that the regulator does not accept the report."""
    visit.require("reject_report")
    return await _done(visit, report, "rejection", form, form.body("reason"), N_("The rejection is recorded"))


QUESTIONS: Final[Mapping[str, Question]] = {
    "release": Question(
        N_("Release the report?"),
        N_("Release the report"),
        (
            follows(
                N_("The second release sends it to the regulator as it stands; then only an amendment replaces it.")
            ),
            follows(N_("Your name is recorded with it.")),
        ),
        tone="primary",
    ),
    "acknowledgement": Question(
        N_("Record the receipt?"),
        N_("Record the receipt"),
        (follows(N_("The report is accepted, and is not delivered again. This cannot be taken back.")),),
        typed=((N_("Reference number"), "receipt"),),
        tone="primary",
    ),
    "rejection": Question(
        N_("Reject the report?"),
        N_("Reject the report"),
        (follows(N_("The platform reads the reason at once, and must file an amendment. This cannot be taken back.")),),
        typed=((N_("Reason"), "reason"),),
    ),
    "amendment": Question(
        N_("Replace the report by an amendment?"),
        N_("Request the amendment"),
        (follows(N_("The same period is counted anew; once two people release it, it replaces what was delivered.")),),
        typed=((N_("Reason"), "reason"),),
        tone="primary",
    ),
}
"""What is asked before a command is given; building again delivers nothing, and asks nothing."""


async def _asking(visit: Visit, report: str, command: str) -> Question:
    found = await visit.api.read(f"/v1/reports/{segment(report)}")
    return replace(QUESTIONS[command], about=((N_("Report"), found["report"]["id"]),))


async def _done(visit: Visit, report: str, command: str, form: Form, body: Mapping[str, Any], told: str) -> Response:
    if command in QUESTIONS:

        async def again(typed: Form) -> Response:
            return await _report(visit, report, refused=(command, typed))

        needed = ("reason",) if command in {"rejection", "amendment"} else ()
        asking = partial(_asking, visit, report, command)
        if (shown := await unconfirmed(visit, form, asking, again, *needed)) is not None:
            return shown
    answer = await visit.api.post(f"/v1/reports/{segment(report)}/{command}", body, key=form.key)
    if answer.ok:
        return visit.redirect(f"/console/reports/{answer.json['id']}", told)
    return await _report(visit, report, refused=(command, form.refused(answer, FIELDS)))


async def _report(
    visit: Visit, report: str, *, refused: tuple[str, Form] | None = None, checked: Mapping[str, Any] | None = None
) -> Response:
    visit.require("read_report")
    found = await visit.api.read(f"/v1/reports/{segment(report)}")
    state = found["report"]
    forms = {
        command: Form.of(reason="", receipt="")
        for command in ("release", "retry", "amendment", "acknowledgement", "rejection")
    }
    if refused is not None:
        forms[refused[0]] = refused[1]
    return visit.render(
        "reports/report.html",
        part="state",
        status=200 if refused is None else refused[1].status,
        report=state,
        entries=found["entries"],
        status_words=STATUSES[state["status"]],
        steps=STEPS,
        channels=CHANNELS,
        forms=forms,
        allowed=_allowed(visit, state),
        mine=visit.caller.actor in state["released_by"],
        two=TWO,
        checked=checked,
        first=instant(state["terms"]["head"]["period"]["start"]).date(),
        last=(instant(state["terms"]["head"]["period"]["end"]) - timedelta(days=1)).date(),
        names=await visit.names([*state["released_by"], *(entry["actor"] for entry in found["entries"])]),
    )


def _allowed(visit: Visit, report: Mapping[str, Any]) -> frozenset[str]:
    """Return the commands that the visitor may give to the report as it stands."""
    moves = MOVES[ReportStatus(report["status"])]
    named = {
        "release": ("release_report", "release"),
        "retry": ("retry_report", "retry"),
        "amendment": ("amend_report", "amend"),
        "acknowledgement": ("acknowledge_report", "answer"),
        "rejection": ("reject_report", "answer"),
    }
    found = {command for command, (operation, move) in named.items() if visit.may(operation) and move in moves}
    return frozenset(found - ({"amendment"} if report["replaced_by"] else set()))


def _blocks(counts: Mapping[str, Any], language: Language) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """Yield the blocks of totals that have a row: the title, and for each row its words and the number in force."""
    for name, title, rows in BLOCKS:
        found = [
            (words(next((row for key, row in rows.items() if key == value), said.NOTHING), language), moves["in_force"])
            for value, moves in sorted(counts[name].items(), key=lambda item: -item[1]["in_force"])
            if moves["in_force"]
        ]
        if found:
            yield title, found
