"""People: who decides, reviews and operates; their roles and kinds of case; added, changed, deactivated."""

from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from console.http.calling import Answer, segment
from console.http.confirming import Question, follows, unconfirmed
from console.http.forms import Form, WithForm
from console.http.visit import Visit, WithVisit
from console.navigation import ROLE_NAMES
from console.texts.languages import N_
from console.texts.words import kind_of_case
from models.cases.cases import CaseKind
from models.roles import Role

router = APIRouter(prefix="/console/people")

STATES: Final = {"active": (N_("active"), "good"), "inactive": (N_("deactivated"), "quiet")}
"""Statuses of a person: the words, and the colour of the badge."""
STEPS: Final = {
    "added": (N_("Added"), "good"),
    "changed": (N_("Details changed"), "info"),
    "alias_added": (N_("Key given"), "quiet"),
    "identity_linked": (N_("Sign-in linked"), "info"),
    "identity_unlinked": (N_("Sign-in unlinked"), "wait"),
    "deactivated": (N_("Deactivated"), "bad"),
    "reactivated": (N_("Works again"), "good"),
}
"""Entries of a person's history: the words, and the colour of the step."""
FIELDS: Final = {"name": "name", "roles": "roles", "kinds": "kinds", "reason": "reason"}


@router.get("")
async def show_people(visit: WithVisit, after: Annotated[str | None, Query(max_length=400)] = None) -> Response:
    """List the persons, and let an operator add one."""
    return await _people(visit, Form.of(name=""), after=after)


@router.post("")
async def add_person(visit: WithVisit, form: WithForm) -> Response:
    """Add a person."""
    answer = await visit.api.post("/v1/people", _body(form), key=form.key)
    if not answer.ok:
        return await _people(visit, form.refused(answer, FIELDS))
    return visit.redirect(f"/console/people/{answer.json['id']}", N_("The person was added"))


@router.get("/{person}")
async def show_person(visit: WithVisit, person: str) -> Response:
    """One person with the history."""
    return await _person(visit, person)


@router.post("/{person}/changes")
async def change_person(visit: WithVisit, person: str, form: WithForm) -> Response:
    """Change name, roles or kinds; no kind chosen means all kinds."""
    body = {**_body(form), **form.body("reason"), "roles": list(form.all("roles"))}
    if "kinds" not in body:
        body["every_kind"] = True
    answer = await visit.api.post(f"/v1/people/{segment(person)}/changes", body, key=form.key)
    return await _done(visit, person, answer, form, N_("The person was changed"))


@router.post("/{person}/deactivation")
async def deactivate_person(visit: WithVisit, person: str, form: WithForm) -> Response:
    """End the person's keys and sessions."""
    visit.require("deactivate_person")

    async def again(typed: Form) -> Response:
        return await _person(visit, person, refused=typed)

    if (shown := await unconfirmed(visit, form, partial(_deactivating, visit, person), again)) is not None:
        return shown
    path = f"/v1/people/{segment(person)}/deactivation"
    answer = await visit.api.post(path, form.body("reason"), key=form.key)
    return await _done(visit, person, answer, form, N_("The person was deactivated"))


async def _deactivating(visit: Visit, person: str) -> Question:
    found = (await visit.api.read(f"/v1/people/{segment(person)}"))["person"]
    return Question(
        N_("Deactivate the person?"),
        N_("Deactivate the person"),
        (
            follows(N_("Keys and sessions end at once, claimed cases become free. What the person decided stays.")),
            follows(N_("The keys do not come back: to work again, the person needs new ones.")),
        ),
        about=((N_("Person"), found["name"]),),
        typed=((N_("Reason"), "reason"),),
    )


@router.post("/{person}/reactivation")
async def reactivate_person(visit: WithVisit, person: str, form: WithForm) -> Response:
    """Let the person work again."""
    path = f"/v1/people/{segment(person)}/reactivation"
    answer = await visit.api.post(path, form.body("reason"), key=form.key)
    return await _done(visit, person, answer, form, N_("The person may work again"))


def _body(form: Form) -> dict[str, Any]:
    body: dict[str, Any] = {"name": form["name"]}
    for name in ("roles", "kinds"):
        if chosen := form.all(name):
            body[name] = list(chosen)
    return body


async def _done(visit: Visit, person: str, answer: Answer, form: Form, told: str) -> Response:
    if answer.ok:
        return visit.redirect(f"/console/people/{segment(person)}", told)
    return await _person(visit, person, refused=form.refused(answer, FIELDS))


def _choices(visit: Visit) -> dict[str, Any]:
    kinds = [(kind.value, kind_of_case(kind.value, visit.language), None) for kind in CaseKind]
    return {
        "role_choices": [(role.value, visit.language.text(ROLE_NAMES[role]), None) for role in Role],
        "kind_choices": kinds,
        "role_names": {role.value: name for role, name in ROLE_NAMES.items()},
        "states_of": STATES,
    }


async def _people(visit: Visit, form: Form, *, after: str | None = None) -> Response:
    visit.require("list_people")
    listed = await visit.api.read("/v1/people", {"after": after, "limit": 100})
    return visit.render(
        "people/people.html",
        part="content",
        status=form.status,
        people=listed["people"],
        next=listed["next"],
        form=form,
        may_add=visit.may("add_person"),
        **_choices(visit),
    )


async def _person(visit: Visit, person: str, *, refused: Form | None = None) -> Response:
    visit.require("read_person")
    found = await visit.api.read(f"/v1/people/{segment(person)}")
    state = found["person"]
    values = {"name": (state["name"],), "roles": tuple(state["roles"]), "kinds": tuple(state["kinds"] or ())}
    return visit.render(
        "people/person.html",
        part="content",
        status=200 if refused is None else refused.status,
        found=state,
        entries=found["entries"],
        steps=STEPS,
        form=refused or Form({**values, "reason": ()}),
        may_change=visit.may("change_person"),
        names=await visit.names(entry["actor"] for entry in found["entries"]),
        **_choices(visit),
    )
