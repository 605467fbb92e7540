"""What if: the future of an account after an action that nobody has taken, beside its future without it."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from console.http.calling import Answer, segment
from console.http.forms import Form
from console.http.visit import Visit, WithVisit
from console.pages.account_acts import MOST_DAYS, SECOND_PERSON
from console.pages.account_drawing import drawing, horizon
from console.pages.account_words import (
    ACTS,
    KINDS,
    ON_CLOSED,
    STATUSES,
    WHAT_IF,
    acts_on,
    categories,
    lasting_measures,
    measures,
)
from console.pages.accounts import turns
from console.texts.languages import N_
from console.texts.words import words
from regulation.words.privileges import PRIVILEGES

router = APIRouter(prefix="/console/accounts/{account}/what-if")

Typed = Annotated[str, Query(max_length=200)]

_SANCTIONS: Final = frozenset({"ban", "violation", "measure"})
"""Actions that are another offence than the recorded ones: a hypothetical one repeats none."""
_DAYS: Final = frozenset({"ban", "measure", "shorten-ban", "shorten-measure"})
_CATEGORY: Final = frozenset({"ban", "violation", "measure", "cancel", "close"})


@dataclass(frozen=True)
class Supposed:
    """A supposed action: `ban`, `measure:limit_recommendation`, `overturn::v7`, `shorten-measure:freeze_growth:v7`."""

    act: str
    measure: str = ""
    concerned: str = ""

    @classmethod
    def read(cls, text: str) -> "Supposed":
        """Return what a value of the form names."""
        act, _, rest = text.partition(":")
        measure, _, concerned = rest.partition(":")
        return cls(act, measure, concerned)

    @property
    def text(self) -> str:
        """Return it as a value of the form."""
        return f"{self.act}:{self.measure}:{self.concerned}".rstrip(":")


@router.get("")
async def suppose(visit: WithVisit, account: str, what: Typed = "", category: Typed = "", days: Typed = "") -> Response:
    """Show the future as it is; with `what`, the future after that action, too. Nothing is recorded."""
    visit.require("read_account")
    path = f"/v1/accounts/{segment(account)}"
    profile = await visit.api.read(path)
    statements = (await visit.api.read(f"{path}/actions"))["actions"] if visit.may("list_actions") else []
    offered = list(_offered(visit, profile, statements))
    known = {value for value, _ in offered}
    form = Form.of(what=what, category=category, days=days or ("14" if not what else ""))
    supposed, foreseen, two = Supposed.read(what), None, False
    if what and what not in known:
        form = form.wrong("what", N_("Choose one of these actions"))
    elif what:
        form = _checked(form, supposed)
        if not form.errors:
            answer = await _foreseen(visit, path, supposed, form)
            foreseen = answer.json.get("foreseen", answer.json) if answer.ok else None
            two = answer.problem.get("type") == SECOND_PERSON
            fields = {"duration": "days", "id": "what", "measure": "what"}
            form = form if answer.ok or two else form.refused(answer, fields)
    projection = await visit.api.read(f"{path}/projection")
    then = None if foreseen is None else foreseen["projection"]
    return visit.render(
        "accounts/what_if.html",
        part="content",
        status=form.status,
        account=profile,
        form=form,
        offered=offered,
        categories=categories(visit.language),
        supposed=supposed,
        act=ACTS.get(supposed.act),
        two=two,
        foreseen=foreseen,
        projection=projection,
        moments=turns(projection),
        then=then,
        then_moments=[] if then is None else turns(then),
        drawing=None if then is None else _drawn(then),
        statuses=STATUSES,
        privilege_words={name: words(row, visit.language) for name, row in PRIVILEGES.items()},
        kinds=KINDS,
    )


def _offered(
    visit: Visit, profile: Mapping[str, Any], statements: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[str, str]]:
    """Yield the actions that this visitor may suppose: the value, and the words."""
    text, on_action = visit.language.text, visit.language.text(N_("on action"))
    may = [name for name in WHAT_IF if visit.may(ACTS[name].operation)]
    if profile["closed_at"] is not None:
        yield from ((name, text(ACTS[name].label)) for name in ON_CLOSED if name in may)
        return
    for name in ("ban", "violation"):
        if name in may:
            yield name, text(ACTS[name].label)
    if "measure" in may:
        yield from ((f"measure:{kind}", label) for kind, label in measures(visit.language, lasting=True))
    for name in ("cancel", "close"):
        if name in may:
            yield name, text(ACTS[name].label)
    for one in reversed(statements):
        said = f"{on_action} {one['id']}"
        for name in acts_on(one):
            if name not in may:
                continue
            if name == "shorten-measure":
                for kind, label in lasting_measures(one, visit.language):
                    yield f"{name}:{kind}:{one['id']}", f"{text(ACTS[name].label)} ({label}), {said}"
            else:
                yield Supposed(name, concerned=one["id"]).text, f"{text(ACTS[name].label)}, {said}"


def _checked(form: Form, supposed: Supposed) -> Form:
    """Return the form with messages beside what the action cannot do without."""
    days = form.text("days")
    if supposed.act in _CATEGORY - {"cancel"} and form.text("category") is None:
        form = form.wrong("category", N_("Fill this in"))
    needed = supposed.act in _DAYS and (days is not None or supposed.act != "measure")
    if needed and (days is None or not days.isdecimal() or not 0 < int(days) <= MOST_DAYS):
        form = form.wrong("days", N_("Write a number of days from 1 to 3650"))
    return form


async def _foreseen(visit: Visit, path: str, supposed: Supposed, form: Form) -> Answer:
    act = ACTS[supposed.act]
    body: dict[str, Any] = {"reason": visit.language.text(N_("(hypothetical)"))}
    if act.begins:
        body |= {"id": f"what-if-{secrets.token_hex(8)}", "automated": False}
    if supposed.act in _SANCTIONS:
        body["another_offence"] = True
    if supposed.measure:
        body["measure"] = supposed.measure
    if supposed.act in _CATEGORY:
        body |= form.body("category")
    if supposed.act in _DAYS and (days := form.text("days")) is not None:
        body["duration"] = f"P{int(days)}D"
    there = act.path if "{id}" not in act.path else act.path.format(id=segment(supposed.concerned))
    return await visit.api.post(f"{path}/{there}", body, params={"dry_run": True})


def _drawn(projection: Mapping[str, Any]) -> Any:
    now = datetime.fromisoformat(projection["now"])
    return drawing(projection, now, horizon(projection["moments"], now))
