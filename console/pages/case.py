"""One case on one page: evidence and subject, the account's standing, earlier decisions and similar cases, and the
decision with what would follow from it.
"""

from asyncio import gather
from collections.abc import Mapping
from typing import Annotated, Any, Final
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, Depends, Query, Request, Response

from console.http.calling import segment
from console.http.forms import Form, WithForm
from console.http.visit import Visit, WithVisit
from console.http.visitors import require_fresh
from console.pages import case_deciding as deciding
from console.pages import case_view as view_of
from console.texts.languages import N_
from console.texts.words import OUTCOMES
from models.cases.cases import CaseKind, CaseStatus, Outcome
from models.cases.queue import CaseFilters

router = APIRouter(prefix="/console/cases")

PLACE: Final = frozenset(CaseFilters.model_fields) | {"view", "sort"}
"""Parameters of the queue."""


def _place(request: Request) -> str | None:
    """Return the part of the query that says from which list of the queue the visitor came."""
    named = [(name, value) for name, value in request.query_params.multi_items() if name in PLACE and value.strip()]
    return urlencode(named) or None


View = Annotated[str | None, Depends(_place)]
"""View and filters of the queue from which the visitor came, as a query: the next case is taken from that list."""

Seen = Annotated[int | None, Query(ge=0)]
Asked = Annotated[str | None, Query(max_length=8)]
UNDECIDED = {CaseStatus.OPEN, CaseStatus.CLAIMED, CaseStatus.PROPOSED}
DECIDED = {CaseStatus.DECIDED, CaseStatus.CORRECTING}
QUEUE = "/console/queue"


@router.get("/{case}")
async def show_case(
    visit: WithVisit, case: str, view: View = None, correct: Asked = None, seen: Seen = None
) -> Response:
    """The case with everything that an informed decision takes; with `correct` the form of a correction, too. `seen` is
    the number of entries that the page shows whose state loads itself again.
    """
    return await _page(visit, case, view, part="state", correct=correct is not None, seen=seen)


@router.get("/{case}/next")
async def show_next(visit: WithVisit, case: str, view: View = None) -> Response:
    """Lead to the next case of the queue, and leave this one as it is."""
    visit.require("list_cases")
    return visit.redirect(await _next(visit, case, view))


@router.post("/{case}/preview")
async def preview(visit: WithVisit, case: str, form: WithForm, view: View = None) -> Response:
    """What would follow from the decision as it stands in the form."""
    return await _page(visit, case, view, part="preview", form=form)


@router.post("/{case}/decision")
async def decide(visit: WithVisit, case: str, form: WithForm, view: View = None) -> Response:
    """Decide the case, show what would follow, or put a template into the reason; what was typed stays."""
    if form.text("template") is not None:
        return await _page(visit, case, view, part="decide", form=await deciding.with_template(visit, case, form))
    if form.has("do", "preview"):
        return await _page(visit, case, view, part="decide", form=form)
    if form.text("outcome") is None:
        return await _page(visit, case, view, part="decide", form=form.wrong("outcome", N_("choose an outcome")))
    if form.has("outcome", Outcome.APPROVED) and await _closes(visit, case):
        await require_fresh(visit.request)
    answer = await visit.api.post(f"/v1/cases/{segment(case)}/decision", deciding.body_of(form), key=form.key)
    if not answer.ok:
        return await _page(visit, case, view, part="decide", form=form.refused(answer, deciding.FIELDS))
    to = await _next(visit, case, view) if form.has("do", "next") else _address(case, view)
    return visit.redirect(to, deciding.told(answer.json), title=await deciding.heading(visit, answer.json))


@router.post("/{case}/correction/preview")
async def preview_correction(visit: WithVisit, case: str, form: WithForm, view: View = None) -> Response:
    """What the correction in the form would undo, and what would follow instead."""
    return await _page(visit, case, view, part="preview", form=form, correct=True)


@router.post("/{case}/correction")
async def correct_decision(visit: WithVisit, case: str, form: WithForm, view: View = None) -> Response:
    """Correct the decision of the case, show what would follow, or put a template into the reason."""
    if form.text("template") is not None:
        form = await deciding.with_template(visit, case, form)
    elif not form.has("do", "preview") and form.text("outcome") is None:
        form = form.wrong("outcome", N_("choose an outcome"))
    elif not form.has("do", "preview"):
        if form.has("outcome", Outcome.APPROVED) and await _closes(visit, case):
            await require_fresh(visit.request)
        path = f"/v1/cases/{segment(case)}"
        before = (await visit.api.read(path))["case"]
        answer = await visit.api.post(f"{path}/correction", deciding.body_of(form), key=form.key)
        if answer.ok:
            title = await deciding.heading(visit, answer.json)
            return visit.redirect(_address(case, view), deciding.corrected(answer.json, before), title=title)
        form = form.refused(answer, deciding.FIELDS)
    return await _page(visit, case, view, part="decide", form=form, correct=True)


@router.post("/{case}/take-back")
async def take_back(visit: WithVisit, case: str, form: WithForm, view: View = None) -> Response:
    """Take the visitor's own decision back before it takes effect."""
    path = f"/v1/cases/{segment(case)}/decision/take-back"
    return await _done(visit, case, view, form, path, form.body("reason"), N_("The decision is taken back"))


@router.post("/{case}/claim")
async def claim(visit: WithVisit, case: str, form: WithForm, view: View = None) -> Response:
    """Claim the case."""
    return await _done(visit, case, view, form, f"/v1/cases/{segment(case)}/claim", {}, N_("The case is yours"))


@router.post("/{case}/release")
async def release(visit: WithVisit, case: str, form: WithForm, view: View = None) -> Response:
    """Release the claim."""
    path = f"/v1/cases/{segment(case)}/release"
    return await _done(visit, case, view, form, path, {}, N_("The claim is released"))


@router.post("/{case}/assignment")
async def assign(visit: WithVisit, case: str, form: WithForm, view: View = None) -> Response:
    """Assign the case to a person, or to nobody."""
    path, body = f"/v1/cases/{segment(case)}/assignment", {"to": form.text("to"), **form.body("why")}
    body = {"to": body["to"], **({"reason": body["why"]} if "why" in body else {})}
    return await _done(visit, case, view, form, path, body, N_("The case is assigned"))


@router.post("/{case}/hand-over")
async def hand_over(visit: WithVisit, case: str, form: WithForm, view: View = None) -> Response:
    """Hand the visitor's own case over to another person."""
    path, body = f"/v1/cases/{segment(case)}/hand-over", {"to": form["to"]}
    body |= {"reason": form["why"]} if form["why"] else {}
    if form.text("to") is None:
        refused = "hand-over", form.wrong("to", N_("choose a person"))
        return await _page(visit, case, view, part="state", refused=refused)
    return await _done(visit, case, view, form, path, body, N_("The case is handed over"))


@router.post("/{case}/note")
async def add_note(visit: WithVisit, case: str, form: WithForm, view: View = None) -> Response:
    """Leave a note for the others."""
    path = f"/v1/cases/{segment(case)}/notes"
    return await _done(visit, case, view, form, path, form.body("text"), N_("The note was added"))


@router.post("/{case}/evidence")
async def add_evidence(visit: WithVisit, case: str, form: WithForm, view: View = None) -> Response:
    """Add a link or a text to the evidence."""
    named = form.body("said", "link")
    body = {"kind": "link" if "link" in named else "text", "text": named.get("said", "")}
    body |= {"link": named["link"]} if "link" in named else {}
    path = f"/v1/cases/{segment(case)}/evidence"
    return await _done(visit, case, view, form, path, body, N_("The evidence was added"))


@router.get("/{case}/evidence/{digest}")
async def download(visit: WithVisit, case: str, digest: str) -> Response:
    """A file of the evidence, as the API gives it."""
    return await visit.api.forward(f"/v1/cases/{segment(case)}/evidence/{segment(digest)}")


@router.post("/{case}/presence")
async def look(visit: WithVisit, case: str) -> Response:
    """Tell that the visitor looks at the case, and show who else does."""
    answer = await visit.api.post(f"/v1/cases/{segment(case)}/presence", {})
    looking = answer.json["looking"] if answer.ok else []
    return visit.render("case/looking.html", part="looking", case=case, looking=looking)


async def _done(
    visit: Visit, case: str, view: str | None, form: Form, path: str, body: Mapping[str, Any], told: str
) -> Response:
    answer = await visit.api.post(path, body, key=form.key)
    if answer.ok:
        return visit.redirect(_address(case, view), told)
    name = path.rpartition("/")[2]
    return await _page(visit, case, view, part="state", refused=(name, form.refused(answer, _NAMED.get(name))))


_NAMED: Final = {"evidence": {"text": "said"}, "assignment": {"reason": "why"}, "hand-over": {"reason": "why"}}
"""Fields of a form whose name differs from the API's, by the last part of the command's path."""


async def _page(
    visit: Visit,
    case: str,
    view: str | None,
    *,
    part: str,
    form: Form | None = None,
    refused: tuple[str, Form] | None = None,
    correct: bool = False,
    seen: int | None = None,
) -> Response:
    visit.require("read_case")
    path = f"/v1/cases/{segment(case)}"
    found, context = await gather(visit.api.read(path), visit.api.read(f"{path}/context"))
    state, entries = found["case"], found["entries"]
    form = form or deciding.opening_form(state)
    decides = visit.may("preview_case_decision") and state["status"] in UNDECIDED
    corrects = visit.may("preview_case_correction") and state["status"] in DECIDED
    correcting = corrects and (correct or state["status"] == CaseStatus.CORRECTING)
    previews, templates, people = [], [], []
    if (decides or correcting) and not (visit.by_htmx and part == "state"):
        previews, templates, people = await gather(
            deciding.previews(visit, case, form, correcting=correcting),
            deciding.templates(visit, case, form),
            _people(visit, path, state) if decides else _nobody(),
        )
    forms = {name: Form.of(text="", said="", link="", to="", why="", reason="") for name in view_of.COMMANDS}
    if refused is not None:
        forms[refused[0]] = refused[1]
    shown = refused[1] if refused is not None else form
    return visit.render(
        "case/case.html",
        part=part,
        status=shown.status,
        case=state,
        found=found,
        entries=view_of.steps(entries),
        context=context,
        parts=view_of.parts_of(context),
        subject=view_of.subject_of(state, visit.language),
        evidence=view_of.evidence_of(state),
        drawing=view_of.drawing(context["standing"], visit.now, visit.language),
        files={file["digest"]: file for file in context["files"]},
        overdue=view_of.overdue(state, visit.now),
        state_address=f"{_address(case, view)}{'?' if view is None else '&'}seen={seen or len(entries)}",
        newer=seen is not None and seen < len(entries),
        form=form,
        forms=forms,
        decides=decides,
        undecided=UNDECIDED,
        alike=any(one["status"] in UNDECIDED for one in context["similar"]) and visit.may("decide_cases"),
        corrects=corrects,
        correcting=correcting,
        previews=previews,
        templates=templates,
        terms=deciding.terms_of(state, context),
        outcomes=OUTCOMES,
        traits=view_of.TRAITS,
        account_link=view_of.account_link(visit.console.pages),
        measure_options=view_of.measure_options(visit.language),
        published=deciding.published(state["opening"]["kind"]),
        me=visit.caller.actor,
        may_assign=visit.may("assign_case"),
        mine=_is_mine(visit, state),
        people=people,
        grouped=view_of.grouped,
        names=await visit.names(view_of.actors(state, entries, context)),
        workflow=visit.console.settings.workflow_address(f"case:{state['id']}"),
        view=view,
        suffix="" if view is None else f"?{view}",
        back=QUEUE if view is None else f"{QUEUE}?{view}",
    )


async def _closes(visit: Visit, case: str) -> bool:
    """Return whether approving the case ends an account for good, which takes a fresh sign-in."""
    answer = await visit.api.get(f"/v1/cases/{segment(case)}/status")
    return bool(answer.ok and answer.json["kind"] == CaseKind.CLOSURE)


async def _nobody() -> list[tuple[str, str]]:
    return []


async def _people(visit: Visit, path: str, case: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the persons to whom the visitor may give the case."""
    if not (visit.may("assign_case") or _is_mine(visit, case)):
        return []
    answer = await visit.api.get(f"{path}/assignees")
    return [(one["person"], one["name"]) for one in (answer.json["assignees"] if answer.ok else ())]


def _is_mine(visit: Visit, case: Mapping[str, Any]) -> bool:
    """Return whether the visitor has claimed the case, or it is assigned to the visitor."""
    claimed_by = case["claim"]["by"] if case["claim"] else None
    return bool(visit.caller.actor == (claimed_by or case["assigned_to"]))


async def _next(visit: Visit, case: str, view: str | None) -> str:
    """Return the address of the next case that the visitor can decide, in the order of the queue; else of the queue."""
    answer = await visit.api.get("/v1/cases", {**parse_qs(view or ""), "limit": 50})
    listed = answer.json["cases"] if answer.ok else []
    here = next((place for place, one in enumerate(listed) if one["id"] == case), -1)
    # What stands behind this case comes first, then the queue from its beginning.
    for one in (*listed[here + 1 :], *listed[: max(here, 0)]):
        others = {one["claimed_by"], one["assigned_to"]} - {None, visit.caller.actor}
        if not others:
            return _address(one["id"], view)
    return QUEUE if view is None else f"{QUEUE}?{view}"


def _address(case: str, view: str | None) -> str:
    return f"/console/cases/{segment(case)}" + ("" if view is None else f"?{view}")
