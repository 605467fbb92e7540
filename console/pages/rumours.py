"""Rumours: the steps against each with their deadlines, its reach, and what a person does about it (article 6)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from console.http.calling import segment
from console.http.confirming import Question, follows, unconfirmed
from console.http.forms import Form, WithForm
from console.http.visit import Visit, WithVisit
from console.rendering.curves import Curves, cumulative
from console.texts.filters import instant
from console.texts.languages import N_
from models.rumours.rumours import Rumour, RumourField, RumourStatus, Step
from regulation.articles.a06_rumours import STEPS, due
from regulation.rumours.reducer import MOVES, progress
from regulation.rumours.rumours import waits_for_information

router = APIRouter(prefix="/console/rumours")

CONTENTS: Final = 100
"""Contents of a rumour that are shown at once."""

STATUSES: Final[Mapping[str, tuple[str, str]]] = {
    RumourStatus.OPEN: (N_("spreading"), "bad"),
    RumourStatus.CLOSED: (N_("no longer spreading"), "quiet"),
    RumourStatus.CORRECTED: (N_("true after all"), "wait"),
}
"""Statuses of a rumour: the words, and the colour of the badge."""

FIELDS: Final[Mapping[str, str]] = {
    RumourField.PUBLIC_POLICY: N_("public policy"),
    RumourField.LIVELIHOOD: N_("livelihood"),
    RumourField.EMERGENCY: N_("emergency"),
    RumourField.OTHER: N_("other"),
}

STEP_NAMES: Final[Mapping[Step, str]] = {
    Step.LABEL: N_("Label the content"),
    Step.PIN: N_("Pin the verified information"),
    Step.RECOMMEND: N_("Recommend the debunking"),
    Step.MEASURE: N_("Measure the reach"),
    Step.UNLABEL: N_("Take the labels back"),
    Step.UNPIN: N_("Take the pinned information back"),
    Step.CORRECT: N_("Send a correction to those who saw the debunking"),
}


@dataclass(frozen=True)
class StepShown:
    """A step as the page shows it."""

    name: str
    state: str
    """One of `open`, `failed`, `done`, `waits`, `nothing`."""
    done: int
    orders: int
    due_at: datetime | None
    late_since: datetime | None
    done_at: datetime | None
    directives: tuple[str, ...]


@router.get("")
async def show_rumours(
    visit: WithVisit,
    status: Annotated[str | None, Query(max_length=40)] = None,
    field: Annotated[str | None, Query(max_length=40)] = None,
    after: Annotated[str | None, Query(max_length=400)] = None,
) -> Response:
    """List the rumours."""
    visit.require("list_rumours")
    chosen = {"status": status or None, "field": field or None}
    found = await visit.api.read("/v1/rumors", {**chosen, "after": after, "limit": 50})
    rumours = [_read(each) for each in found["rumours"]]
    return visit.render(
        "rumours/rumours.html",
        part="rows",
        rumours=[
            (each, max((one.late_since for one in steps(each) if one.late_since), default=None)) for each in rumours
        ],
        next=found["next"],
        statuses=STATUSES,
        subjects=FIELDS,
        chosen=chosen,
    )


@router.get("/{rumour}")
async def show_rumour(
    visit: WithVisit, rumour: str, after: Annotated[str | None, Query(max_length=400)] = None
) -> Response:
    """One rumour: its steps, its reach, its contents, and the forms of what may be done."""
    return await _rumour(visit, rumour, after=after)


@router.post("/{rumour}/information")
async def verify(visit: WithVisit, rumour: str, form: WithForm) -> Response:
    """Publish verified information: it is pinned and recommended."""
    body = {"text_zh": form["text_zh"], "text_en": form["text_en"], "link": form["link"]}
    return await _done(visit, rumour, "information", form, body, N_("The information is published"))


@router.post("/{rumour}/contents")
async def add_contents(visit: WithVisit, rumour: str, form: WithForm) -> Response:
    """Add contents that spread the rumour: they are labelled."""
    body = {"contents": form["contents"].split()}
    return await _done(visit, rumour, "contents", form, body, N_("The contents are to be labelled"))


@router.post("/{rumour}/terms")
async def add_terms(visit: WithVisit, rumour: str, form: WithForm) -> Response:
    """Add search terms: the information is pinned on their pages."""
    body = {"terms": form["terms"].split()}
    return await _done(visit, rumour, "terms", form, body, N_("The search terms are added"))


@router.post("/{rumour}/violations")
async def accuse(visit: WithVisit, rumour: str, form: WithForm) -> Response:
    """Record a violation for each account that made or spread the rumour."""
    body = {"making": form["making"].split(), "spreading": form["spreading"].split(), "reason": form["reason"]}
    return await _done(visit, rumour, "violations", form, body, N_("The violations are recorded"))


@router.post("/{rumour}/closure")
async def close(visit: WithVisit, rumour: str, form: WithForm) -> Response:
    """Close the rumour: it no longer spreads."""
    return await _done(visit, rumour, "closure", form, form.body("reason"), N_("The rumour is closed"))


@router.post("/{rumour}/correction")
async def correct(visit: WithVisit, rumour: str, form: WithForm) -> Response:
    """Record that the claim is true: everything is taken back."""
    return await _done(visit, rumour, "correction", form, {"reason": form["reason"]}, N_("The correction is recorded"))


@router.post("/{rumour}/reopening")
async def reopen(visit: WithVisit, rumour: str, form: WithForm) -> Response:
    """Open the rumour again."""
    return await _done(visit, rumour, "reopening", form, form.body("reason"), N_("The rumour is open again"))


COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "information": ("verify_rumour", "verify"),
    "contents": ("add_rumour_contents", "add_contents"),
    "terms": ("add_rumour_terms", "add_terms"),
    "violations": ("record_rumour_violations", "accuse"),
    "closure": ("close_rumour", "close"),
    "correction": ("correct_rumour", "correct"),
    "reopening": ("reopen_rumour", "reopen"),
}
"""Commands: the operation of the API whose roles may give them, and the move of the rumour that each is."""


QUESTIONS: Final[Mapping[str, Question]] = {
    "information": Question(
        N_("Publish the verified information?"),
        N_("Publish it"),
        (
            follows(N_("The platform is ordered to pin it in the search, and to recommend it to who saw the rumour.")),
            follows(N_("Everybody reads the text and the link as they stand.")),
        ),
        typed=((N_("In Chinese"), "text_zh"), (N_("In English"), "text_en"), (N_("Link"), "link")),
        tone="primary",
    ),
    "contents": Question(
        N_("Add these contents?"),
        N_("Add the contents"),
        (follows(N_("The platform is ordered to label each of them as a rumour, in public.")),),
        typed=((N_("Contents"), "contents"),),
        tone="primary",
    ),
    "terms": Question(
        N_("Add these search terms?"),
        N_("Add the search terms"),
        (follows(N_("The verified information is pinned at the top of what is found by them.")),),
        typed=((N_("Search terms"), "terms"),),
        tone="primary",
    ),
    "violations": Question(
        N_("Record the violations?"),
        N_("Record the violations"),
        (
            follows(
                N_("Each account gets the consequences of its own record; a closure becomes a case for two people.")
            ),
            follows(N_("Each holder gets a statement of reasons, and may appeal.")),
        ),
        typed=(
            (N_("Accounts that made the rumour"), "making"),
            (N_("Accounts that spread it"), "spreading"),
            (N_("Reason"), "reason"),
        ),
    ),
    "closure": Question(
        N_("Close the rumour?"),
        N_("Close the rumour"),
        (
            follows(N_("The pinned information is taken back, and other open orders are withdrawn.")),
            follows(N_("Labels stay, and content found later is labelled, too. The rumour can be opened again.")),
        ),
        typed=((N_("Reason"), "reason"),),
        tone="primary",
    ),
    "correction": Question(
        N_("Take everything back?"),
        N_("Take everything back"),
        (
            follows(
                N_(
                    "Labels and pins are taken back, those who saw the debunking are told, and the violations recorded "
                    "from the rumour are overturned."
                )
            ),
        ),
        typed=((N_("Grounds"), "reason"),),
    ),
    "reopening": Question(
        N_("Open the rumour again?"),
        N_("Open it again"),
        (follows(N_("Its steps begin again, with new deadlines: what was taken back is ordered again.")),),
        typed=((N_("Reason"), "reason"),),
        tone="primary",
    ),
}
"""What is asked before each command is given."""
REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    "information": ("text_zh", "link"),
    "contents": ("contents",),
    "terms": ("terms",),
    "correction": ("reason",),
}
"""Fields that a command may not do without."""


async def _asking(visit: Visit, rumour: str, command: str) -> Question:
    opening = (await visit.api.read(f"/v1/rumors/{segment(rumour)}"))["rumour"]["opening"]
    return replace(QUESTIONS[command], about=((N_("Rumour"), opening["claim"]),))


async def _done(visit: Visit, rumour: str, command: str, form: Form, body: Mapping[str, Any], told: str) -> Response:
    visit.require(COMMANDS[command][0])

    async def again(typed: Form) -> Response:
        return await _rumour(visit, rumour, refused=(command, typed))

    asking = partial(_asking, visit, rumour, command)
    if (shown := await unconfirmed(visit, form, asking, again, *REQUIRED.get(command, ()))) is not None:
        return shown
    answer = await visit.api.post(f"/v1/rumors/{segment(rumour)}/{command}", body, key=form.key)
    if answer.ok:
        refused = [one for one in answer.json.get("accounts", ()) if one["outcome"] != "recorded"]
        if not refused:
            return visit.redirect(f"/console/rumours/{rumour}", told)
        return await _rumour(visit, rumour, refused=(command, _left(form, refused)), not_recorded=refused)
    fields = {f"{name}.{place}": name for name in ("contents", "terms", "making", "spreading") for place in range(200)}
    return await _rumour(visit, rumour, refused=(command, form.refused(answer, fields)))


def _left(form: Form, refused: Sequence[Mapping[str, Any]]) -> Form:
    """Return the form with the accounts that were not recorded, to be corrected and sent again."""
    left = {one["account"] for one in refused}
    accused = {name: "\n".join(each for each in form[name].split() if each in left) for name in ("making", "spreading")}
    return Form.of(**accused, reason=form["reason"])


async def _rumour(
    visit: Visit,
    rumour: str,
    *,
    refused: tuple[str, Form] | None = None,
    not_recorded: list[Mapping[str, Any]] | None = None,
    after: str | None = None,
) -> Response:
    visit.require("read_rumour")
    path = f"/v1/rumors/{segment(rumour)}"
    found = _read((await visit.api.read(path))["rumour"])
    reach = await visit.api.read(f"{path}/reach")
    contents = await visit.api.read(f"{path}/contents", {"after": after, "limit": CONTENTS})
    information = found.opening.information
    forms = {name: Form.of(reason="", contents="", terms="", making="", spreading="") for name in COMMANDS}
    if information is not None:
        forms["information"] = Form.of(text_zh=information.text_zh, text_en=information.text_en, link=information.link)
    if refused is not None:
        forms[refused[0]] = refused[1]
    moves = MOVES[found.status]
    return visit.render(
        "rumours/rumour.html",
        part="state",
        status=200 if refused is None else refused[1].status,
        rumour=found,
        steps=list(steps(found)),
        reach=reach,
        curves=drawn(reach["points"]),
        contents=contents["contents"],
        next=contents["contents"][-1]["content"] if len(contents["contents"]) == CONTENTS else None,
        statuses=STATUSES,
        subjects=FIELDS,
        forms=forms,
        opened=None if refused is None else refused[0],
        not_recorded=not_recorded or [],
        allowed={name for name, (operation, move) in COMMANDS.items() if move in moves and visit.may(operation)},
        names=await visit.names([found.opened_by]),
    )


def _read(answer: Mapping[str, Any]) -> Rumour:
    """Return the rumour of an answer, without the names of actors that the API adds."""
    return Rumour.model_validate({name: answer[name] for name in Rumour.model_fields if name in answer})


def steps(rumour: Rumour) -> Iterator[StepShown]:
    """Yield the steps that apply to the rumour as it stands, or were begun."""
    for step, row in STEPS.items():
        if rumour.status not in row.during and step not in rumour.steps:
            continue
        known = progress(rumour, step)
        waits = waits_for_information(rumour, step)
        yield StepShown(
            name=STEP_NAMES[step],
            state="open"
            if known.open
            else "failed"
            if known.failed
            else "done"
            if known.done_at
            else "waits"
            if waits
            else "nothing",
            done=known.done,
            orders=known.orders,
            due_at=min((order.due_at for order in known.open), default=due(step, rumour.since) if waits else None),
            late_since=known.late_since,
            done_at=known.done_at,
            directives=tuple(order.directive for order in known.open),
        )


def drawn(points: list[Mapping[str, Any]]) -> Curves | None:
    """Return the curves of those who saw the rumour and those who saw the debunking; None while nobody has."""
    if not points:
        return None
    hours = [instant(point["hour"]) for point in points]
    return cumulative(hours, [[point["rumour"] for point in points], [point["debunking"] for point in points]])
