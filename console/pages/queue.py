"""The queue: views with their counts, filters, and the cases to decide, the most urgent first."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Response

from console.http.calling import Answer, Params, segment
from console.http.forms import Form, WithForm
from console.http.visit import Visit, WithVisit
from console.texts.languages import N_
from console.texts.words import OUTCOMES, PRIORITIES, STATUSES, kind_of_case
from models.cases.cases import CaseKind
from models.cases.queue import CaseFilters
from regulation.words.case_kinds import KINDS

router = APIRouter(prefix="/console/queue")

QUEUE: Final = "/console/queue"
PAGE: Final = 50
USUAL_VIEW: Final = "todo"
FILTERS: Final = frozenset(CaseFilters.model_fields)
SEVERAL: Final = frozenset({"status", "kind", "priority"})
TAKEN_FROM: Final = 10
"""Cases that are tried, one after the other, when others claim them at the same moment."""

DUE: Final = (("PT4H", N_("within 4 hours")), ("P1D", N_("within a day")), ("P3D", N_("within 3 days")))
SECOND: Final = (("needed", N_("needed")), ("me", N_("I may be it")))
SORTS: Final = (("urgency", N_("most urgent")), ("newest", N_("last opened")), ("decided", N_("last decided")))
SHOWN_FIRST: Final = frozenset({"kind", "priority", "search", "mine", "unclaimed", "decidable", "overdue", "skipped"})
"""Filters that are visible at once; the others are behind "More filters"."""

BY_HAND: Final = frozenset(kind.value for kind, row in KINDS.items() if row.by_hand)
"""Kinds whose title somebody may have written."""

Shown = dict[str, list[str]]
"""Values of the filters, as the form shows them."""


@router.get("")
async def show_queue(visit: WithVisit) -> Response:
    """List the cases of a view, or those that pass the filters of the address."""
    visit.require("list_cases")
    return await _page(visit)


@router.post("/claim")
async def claim(visit: WithVisit, form: WithForm) -> Response:
    """Claim the chosen cases."""
    return await _each(visit, form, "claim", {}, N_("Claimed: %(count)s"))


@router.post("/release")
async def release(visit: WithVisit, form: WithForm) -> Response:
    """Release the claims on the chosen cases."""
    return await _each(visit, form, "release", {}, N_("Released: %(count)s"))


@router.post("/skip")
async def skip(visit: WithVisit, form: WithForm) -> Response:
    """Put the chosen cases aside for an hour."""
    return await _each(visit, form, "skip", {}, N_("Skipped for an hour: %(count)s"))


@router.post("/assignment")
async def assign(visit: WithVisit, form: WithForm) -> Response:
    """Assign the chosen cases to a person, or to nobody."""
    return await _each(visit, form, "assignment", {"to": form.text("to")}, N_("Assigned: %(count)s"))


@router.post("/next")
async def take_next(visit: WithVisit, form: WithForm) -> Response:
    """Claim the most urgent case of the view that the visitor may decide, and open it."""
    visit.require("claim_case")
    view = form.text("view") or USUAL_VIEW
    params: Params = {"view": view, "decidable": True, "skipped": False, "limit": TAKEN_FROM}
    for case in (await visit.api.read("/v1/cases", params))["cases"]:
        # A proposed case is not claimed: the second person decides it at once.
        if case["status"] == "proposed" or (await visit.api.post(f"/v1/cases/{segment(case['id'])}/claim")).ok:
            return visit.redirect(f"/console/cases/{segment(case['id'])}?{urlencode({'view': view})}")
    return visit.redirect(f"{QUEUE}?{urlencode({'view': view})}", N_("There is no case in this view that you can take"))


@router.post("/views")
async def save_view(visit: WithVisit, form: WithForm) -> Response:
    """Save the filters of the address under a name."""
    filters = _typed(_asked(visit))
    sort = visit.request.query_params.get("sort") or None
    body = {"name": form["name"], "filters": filters, "sort": sort, "shared": form.has("shared", "yes")}
    answer = await visit.api.post("/v1/views", body)
    if not answer.ok:
        return await _page(visit, saving=form.refused(answer))
    to = f"{QUEUE}?{urlencode({'view': answer.json['id']})}"
    return visit.redirect(to, N_("The view is saved"))


@router.post("/views/{view}/{step}")
async def change_view(visit: WithVisit, view: str, step: str, form: WithForm) -> Response:
    """Star, share, rename or delete a view."""
    bodies: Mapping[str, tuple[str, dict[str, Any]]] = {
        "star": ("star", {"starred": form.has("starred", "yes")}),
        "share": ("changes", {"shared": form.has("shared", "yes")}),
        "rename": ("changes", {"name": form["name"]}),
        "delete": ("deletion", {}),
    }
    if step not in bodies:
        return await _page(visit)
    path, body = bodies[step]
    answer = await visit.api.post(f"/v1/views/{segment(view)}/{path}", body)
    if not answer.ok:
        return await _page(visit, changing=form.refused(answer))
    return visit.redirect(QUEUE if step == "delete" else f"{QUEUE}?{urlencode({'view': view})}", _TOLD[step])


_TOLD: Final = {
    "star": N_("The view is changed"),
    "share": N_("The view is changed"),
    "rename": N_("The view is changed"),
    "delete": N_("The view is deleted"),
}


def _asked(visit: Visit) -> Shown:
    """Return the filters of the address; empty fields of a form ask for nothing."""
    found: Shown = {}
    for name, value in visit.request.query_params.multi_items():
        if name in FILTERS and value.strip():
            found.setdefault(name, []).append(value.strip())
    return found


def _typed(shown: Shown) -> dict[str, Any]:
    """Return the filters as a saved view has them."""
    words = {"true": True, "false": False}
    return {
        name: values if name in SEVERAL else words.get(values[0], values[0]) if name != "search" else values[0]
        for name, values in shown.items()
    }


def _written(filters: Mapping[str, Any]) -> Shown:
    """Return the filters of a view as a form shows them."""
    found: Shown = {}
    for name, value in filters.items():
        if value not in (None, []):
            several = value if isinstance(value, list) else [value]
            found[name] = [str(one).lower() if isinstance(one, bool) else str(one) for one in several]
    return found


async def _page(visit: Visit, *, saving: Form | None = None, changing: Form | None = None) -> Response:
    query = visit.request.query_params
    asked, sort, after = _asked(visit), query.get("sort") or None, query.get("after") or None
    known = await visit.api.read("/v1/views")
    views = {view["id"]: view for view in known["views"]}
    named = query.get("view") or (None if asked or sort else known["last_used"] or USUAL_VIEW)
    view = views.get(named) if named else None
    if view is not None and query.get("view") and view["id"] != known["last_used"] and not visit.by_htmx:
        await visit.api.post(f"/v1/views/{segment(view['id'])}/use")
    params: dict[str, Any] = {**asked, "sort": sort, "after": after, "view": named, "limit": PAGE}
    found: Answer = await visit.api.get("/v1/cases", params)
    counts = await visit.api.read("/v1/cases/counts")
    cases: Sequence[dict[str, Any]] = found.json["cases"] if found.ok else ()
    refused = None if found.ok else Form().refused(found)
    people = await _people(visit)
    form = next((one for one in (refused, saving, changing) if one is not None), None)
    shown = {**(_written(view["filters"]) if view else {}), **asked}
    return visit.render(
        "queue/queue.html",
        part="work",
        status=200 if form is None else form.status,
        cases=cases,
        next=found.json["next"] if found.ok else None,
        view=view,
        views=sorted(known["views"], key=lambda one: (not one["starred"], one["owner"] is not None)),
        counts={one["view"]: one["cases"] for one in counts["views"]},
        waiting=counts["waiting"],
        shown=shown,
        more=bool(set(shown) - SHOWN_FIRST),
        filtered=bool(asked),
        refused=refused,
        saving=saving or Form.of(name="", shared=""),
        changing=changing or Form.of(name=view["name"][visit.language.code] if view else "", shared=""),
        suffix=_suffix(view["id"] if view else None, asked, sort),
        sort=sort or (view["sort"] if view else None),
        people=people,
        may_claim=visit.may("claim_case"),
        may_decide=visit.may("decide_cases"),
        may_assign=visit.may("assign_case"),
        lang=visit.language.code,
        by_hand=BY_HAND,
        kinds=[(kind.value, kind_of_case(kind.value, visit.language)) for kind in CaseKind],
        priorities=PRIORITIES,
        statuses=STATUSES,
        outcomes=OUTCOMES,
        due=DUE,
        second=SECOND,
        sorts=SORTS,
    )


def _suffix(view: str | None, asked: Shown, sort: str | None) -> str:
    """Return the query by which the page of a case knows the list: its next case is taken from there."""
    named = [("view", view), *((name, value) for name, values in asked.items() for value in values), ("sort", sort)]
    query = urlencode([(name, value) for name, value in named if value])
    return f"?{query}" if query else ""


async def _people(visit: Visit) -> list[tuple[str, str]]:
    """Return the people who may be named in filters and assignments; none where the visitor may not list them."""
    answer = await visit.api.get("/v1/people") if visit.may("list_people") else None
    found = answer.json["people"] if answer is not None and answer.ok else ()
    return [(one["id"], one["name"]) for one in found]


async def _each(visit: Visit, form: Form, step: str, body: Mapping[str, Any], told: str) -> Response:
    """Carry a step out for each chosen case; what was refused is said for the first one."""
    back = _back(form)
    cases = form.all("case")
    if not cases:
        return visit.redirect(back, N_("Choose a case first"))
    answers = [await visit.api.post(f"/v1/cases/{segment(case)}/{step}", body) for case in cases]
    refused = [(case, answer) for case, answer in zip(cases, answers, strict=True) if not answer.ok]
    if not refused:
        return visit.redirect(back, told, count=str(len(cases)))
    case, answer = refused[0]
    return visit.redirect(
        back,
        N_("Refused for %(refused)s of %(count)s cases. %(case)s: %(why)s"),
        refused=str(len(refused)),
        count=str(len(cases)),
        case=case,
        why=answer.problem["detail"][:120],
    )


def _back(form: Form) -> str:
    """Return the address of the list from which the form came."""
    query = form["back"].partition("?")[2]
    return f"{QUEUE}?{query}" if query and query.isprintable() else QUEUE
