"""Many alike cases decided together: one outcome and one reason, what would follow for each, and the result of each."""

from asyncio import Semaphore, gather
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from fastapi import APIRouter, Response

from console.http.calling import segment
from console.http.forms import Form, WithForm
from console.http.visit import Visit, WithVisit
from console.http.visitors import require_fresh
from console.texts.languages import N_
from console.texts.words import OUTCOMES
from models.cases.cases import CaseKind, Outcome
from regulation.words.case_kinds import KINDS

router = APIRouter(prefix="/console/queue/together")

QUEUE: Final = "/console/queue"
MOST: Final = 200
"""Cases that are decided together."""
REASON_NEEDED: Final = "urn:standing:problem:reason-needed"
AT_ONCE: Final = 8
"""Cases that are read at the same time."""

TAKING: Final[Mapping[str, tuple[str, str]]] = {
    "decides": (N_("decides"), "good"),
    "proposes": (N_("proposes, a second person must decide"), "wait"),
    "confirms": (N_("confirms as the second person"), "good"),
    "refused": (N_("refused"), "bad"),
}
"""Weight of the decision on a case, in words and colour."""
RESULTS: Final[Mapping[str, tuple[str, str]]] = {
    "decided": (N_("decided"), "good"),
    "proposed": (N_("proposed, a second person must decide"), "wait"),
    "deferred": (N_("waits to take effect"), "wait"),
    "refused": (N_("refused"), "bad"),
}
"""Result for a case, in words and colour."""


@router.post("")
async def choose_outcome(visit: WithVisit, form: WithForm) -> Response:
    """Show the chosen cases with the outcomes that all of them may have."""
    return await _page(visit, form)


@router.post("/preview")
async def preview_together(visit: WithVisit, form: WithForm) -> Response:
    """Show what the outcome in the form would lead to, case by case."""
    if form.text("outcome") is None:
        return await _page(visit, form.wrong("outcome", N_("choose an outcome")))
    return await _page(visit, form, previewed=True)


@router.post("/decision")
async def decide_together(visit: WithVisit, form: WithForm) -> Response:
    """Decide the cases, each in a transaction of its own, and show the result of each."""
    if form.text("outcome") is None:
        return await _page(visit, form.wrong("outcome", N_("choose an outcome")))
    cases = await _chosen(visit, form)
    kinds = {case["opening"]["kind"] for case in cases}
    if form.has("outcome", Outcome.APPROVED) and CaseKind.CLOSURE in kinds:
        await require_fresh(visit.request)
    ruling = form.body("outcome", "reason")
    body = {"decisions": [{"case": case["id"], **ruling} for case in cases]}
    answer = await visit.api.post("/v1/cases/decisions", body, key=form.key)
    if not answer.ok:
        places = {f"decisions.{place}.reason": "reason" for place in range(len(cases))}
        return await _page(visit, form.refused(answer, {**places, "decisions": "reason"}))
    if (wrong := _wrong_reason(answer.json["results"])) is not None:
        return await _page(visit, form.wrong("reason", wrong))
    results = {one["case"]: one for one in answer.json["results"]}
    return visit.render(
        "together/results.html",
        part="content",
        cases=cases,
        results=results,
        words=RESULTS,
        decided=answer.json["decided"],
        refused=answer.json["refused"],
        outcome=OUTCOMES[form["outcome"]],
        back=_back(form),
    )


def _wrong_reason(results: Sequence[Mapping[str, Any]]) -> str | None:
    """Return what is wrong, where nothing was decided because the reason is missing or cannot be taken."""
    found = [
        one["detail"] if one["problem"] == REASON_NEEDED else next(map(_of_reason, one["errors"]), None)
        for one in results
    ]
    return str(found[0]) if found and all(found) else None


def _of_reason(fault: Mapping[str, Any]) -> str | None:
    return fault["message"] if str(fault["path"]).rpartition(".")[2] == "reason" else None


async def _page(visit: Visit, form: Form, *, previewed: bool = False) -> Response:
    visit.require("decide_cases")
    cases = await _chosen(visit, form)
    outcomes = _common({CaseKind(case["opening"]["kind"]) for case in cases})
    previews = await _previews(visit, cases, form) if previewed else {}
    return visit.render(
        "together/together.html",
        part="content",
        status=form.status,
        cases=cases,
        form=replace(form, values={"reason": ("",), **form.values}),
        outcomes=[(outcome.value, OUTCOMES[outcome]) for outcome in outcomes],
        templates=await _templates(visit, cases, form),
        previews=previews,
        counted=_counted(previews),
        words=TAKING,
        names=await visit.names({case["assigned_to"] for case in cases}),
        back=_back(form),
    )


async def _chosen(visit: Visit, form: Form) -> list[dict[str, Any]]:
    """Return the chosen cases that are still there, in the order of the list."""
    places = Semaphore(AT_ONCE)

    async def read(case: str) -> dict[str, Any] | None:
        async with places:
            answer = await visit.api.get(f"/v1/cases/{segment(case)}")
        found: dict[str, Any] | None = answer.json["case"] if answer.ok else None
        return found

    chosen = list(dict.fromkeys(form.all("case")))[:MOST]
    return [case for case in await gather(*map(read, chosen)) if case is not None]


def _common(kinds: set[CaseKind]) -> tuple[Outcome, ...]:
    """Return the outcomes that every kind has."""
    rows = [KINDS[kind].outcomes for kind in kinds]
    return tuple(outcome for outcome in Outcome if rows and all(outcome in row for row in rows))


async def _previews(visit: Visit, cases: Sequence[Mapping[str, Any]], form: Form) -> dict[str, dict[str, Any]]:
    """Return what would follow for each case; one that cannot be previewed has none."""
    places, body = Semaphore(AT_ONCE), form.body("outcome", "reason")

    async def preview(case: str) -> tuple[str, dict[str, Any] | None]:
        async with places:
            answer = await visit.api.post(f"/v1/cases/{segment(case)}/decision/preview", body)
        return case, answer.json["outcomes"][0] if answer.ok else None

    found = await gather(*(preview(case["id"]) for case in cases))
    return {case: one for case, one in found if one is not None}


def _counted(previews: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    """Return how many cases would be decided, proposed, confirmed or refused."""
    counts = dict.fromkeys(TAKING, 0)
    for one in previews.values():
        counts[one["choice"]["taking"] if one["choice"]["may"] else "refused"] += 1
    return {taking: count for taking, count in counts.items() if count}


async def _templates(visit: Visit, cases: Sequence[Mapping[str, Any]], form: Form) -> list[dict[str, Any]]:
    """Return reason templates where all cases are of one kind; their placeholders are not filled."""
    kinds = {case["opening"]["kind"] for case in cases}
    if len(kinds) != 1 or not visit.may("list_reason_templates"):
        return []
    answer = await visit.api.get("/v1/reason-templates", {"kind": next(iter(kinds)), "outcome": form.text("outcome")})
    found = answer.json["templates"] if answer.ok else []
    return [one for one in found if not one["open"]]


def _back(form: Form) -> str:
    """Return the address of the page from which the cases were chosen."""
    back = form["back"]
    inside = back.startswith("/console/") and back.isprintable() and "//" not in back
    return back if inside else QUEUE
