"""Actions on an account: each a form whose consequences are shown before it is carried out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from api.http.problems import ProblemError
from console.http.calling import Answer, segment
from console.http.forms import Form, WithForm
from console.http.visit import Visit, WithVisit
from console.http.visitors import require_fresh
from console.pages.account_words import (
    ACTS,
    KINDS,
    OF_MATERIALS,
    STATUSES,
    Act,
    categories,
    fields_of_publishing,
    measures,
)
from console.pages.accounts import MANY_FOLLOWERS
from console.texts.languages import N_

router = APIRouter(prefix="/console/accounts/{account}/act")

MOST_DAYS: Final = 3650
SECOND_PERSON: Final = "urn:standing:problem:second-person-needed"
CARRY_OUT: Final = "carry-out"
CLOSE: Final = "close"
"""Action that takes a fresh sign-in: it ends the account for good."""
OPEN_CASE: Final = "open-case"
_CASE_KINDS: Final = {"close": "closure", "cancel": "cancellation"}
"""Kinds of case in which two people decide an action."""

Concerned = Annotated[str, Query(alias="id", max_length=64)]


@dataclass(frozen=True)
class Acting:
    """One action on one account, by one visitor."""

    visit: Visit
    account: str
    name: str
    act: Act
    concerned: str
    """The earlier action that it concerns; empty for a new one."""

    @property
    def path(self) -> str:
        """Return the address of the command."""
        there = self.act.path if "{id}" not in self.act.path else self.act.path.format(id=segment(self.concerned))
        return f"/v1/accounts/{segment(self.account)}/{there}"

    async def shown(self, form: Form, **more: Any) -> Response:
        """Return the page with the form."""
        visit = self.visit
        account = await visit.api.read(f"/v1/accounts/{segment(self.account)}")
        followers = await visit.api.get(f"/v1/accounts/{segment(self.account)}/followers")
        values = {"foreseen": None, "digest": "", "version": None, "two": None, "changed": False, **more}
        return visit.render(
            "accounts/act.html",
            part="act",
            status=form.status,
            account=account,
            status_words=STATUSES,
            kinds=KINDS,
            name=self.name,
            act=self.act,
            concerned=self.concerned,
            form=form,
            options=self._options(),
            categories=categories(visit.language),
            followers=(followers.json or {}).get("followers") if followers.ok else None,
            many=MANY_FOLLOWERS,
            **values,
        )

    def refused(self, form: Form, answer: Answer) -> Form:
        """Return the form with what the API said about it."""
        fields = {field.name: field.name for field in self.act.fields if "." in field.name}
        return form.refused(answer, fields | ({"": self.act.whole} if self.act.whole else {}))

    def _options(self) -> dict[str, list[tuple[str, str]]]:
        lasting = self.name == "shorten-measure"
        return {
            "measure": measures(self.visit.language, lasting=lasting),
            "field": fields_of_publishing(self.visit.language),
            "consequences": [
                (value, self.visit.language.text(label))
                for value, label in (
                    ("catalogue", N_("as the catalogue provides")),
                    ("none", N_("none: the finding alone")),
                )
            ],
        }


def _acting(visit: Visit, account: str, name: str, concerned: str) -> Acting:
    if name not in ACTS:
        raise ProblemError("not-found", f"there is no action {name}")
    visit.require(ACTS[name].operation)
    if "{id}" in ACTS[name].path and not concerned:
        raise ProblemError("not-found", "name the action that it concerns")
    return Acting(visit, account, name, ACTS[name], concerned)


@router.get("/{name}")
async def show_form(visit: WithVisit, account: str, name: str, concerned: Concerned = "") -> Response:
    """Show the empty form."""
    acting = _acting(visit, account, name, concerned)
    return await acting.shown(Form.of(**{field.name: "" for field in acting.act.fields}))


@router.post("/{name}")
async def act(visit: WithVisit, account: str, name: str, form: WithForm, concerned: Concerned = "") -> Response:
    """Show what would follow; carry it out when the visitor has seen that for the same form."""
    acting = _acting(visit, account, name, concerned)
    typed = replace(form, values={**{field.name: ("",) for field in acting.act.fields}, **form.values})
    body, typed = _body(acting, typed)
    if typed.errors:
        return await acting.shown(typed)
    digest = _digest(body)
    if form["step"] in {CARRY_OUT, OPEN_CASE} and form["seen"] != digest:
        return await _previewed(acting, typed, body, changed=True)
    if form["step"] == OPEN_CASE:
        return await _case_opened(acting, typed, body)
    if form["step"] != CARRY_OUT:
        return await _previewed(acting, typed, body)
    if acting.name == CLOSE:
        await require_fresh(visit.request)
    done = await visit.api.post(acting.path, body, key=form.key, version=form.text("version"))
    if done.ok:
        return visit.redirect(f"/console/accounts/{account}", acting.act.done)
    if done.status == 412:
        return await _previewed(acting, typed, body, changed=True)
    return await acting.shown(acting.refused(typed, done))


async def _previewed(acting: Acting, form: Form, body: Mapping[str, Any], *, changed: bool = False) -> Response:
    before = await acting.visit.api.get(f"/v1/accounts/{segment(acting.account)}")
    answer = await acting.visit.api.post(acting.path, body, params={"dry_run": True})
    if answer.ok:
        foreseen = answer.json.get("foreseen", answer.json)
        return await acting.shown(
            form, foreseen=foreseen, digest=_digest(body), version=before.version, changed=changed
        )
    kind = _CASE_KINDS.get(acting.name)
    if kind is not None and answer.problem.get("type") == SECOND_PERSON and acting.visit.may("open_case"):
        return await acting.shown(form, two=kind, digest=_digest(body))
    return await acting.shown(acting.refused(form, answer))


async def _case_opened(acting: Acting, form: Form, body: Mapping[str, Any]) -> Response:
    """Open the case in which two people decide."""
    reason = str(body.get("reason", ""))
    evidence = [{"kind": "text", "text": reason}] if reason else []
    evidence += [{"kind": "link", "text": "", "link": link} for link in body.get("evidence", ())]
    case = {
        "kind": _CASE_KINDS[acting.name],
        "account": acting.account,
        "title": reason[:200],
        **({"category": body["category"]} if "category" in body else {}),
        **({"evidence": evidence} if evidence else {}),
    }
    answer = await acting.visit.api.post("/v1/cases", case, key=form.key)
    if answer.ok:
        where = f"/console/cases/{answer.json['id']}"
        return acting.visit.redirect(where, N_("The case is open: two people decide it"))
    return await acting.shown(form.refused(answer, {"title": "reason", "evidence.0.text": "reason"}))


def _body(acting: Acting, form: Form) -> tuple[dict[str, Any], Form]:
    """Return the body of the command, and the form with messages beside what cannot be one.

    A new action gets its identifier from the form, so that the statement of reasons is recorded as it was shown.
    """
    act, body = acting.act, dict[str, Any]()
    if act.begins:
        body["id"] = f"{acting.name}-{form.key[:16]}"
    if act.begins == "sanction":
        body["automated"] = False
    for field in act.fields:
        value = form.text(field.name)
        if field.kind == "check":
            if value is not None:
                body[field.name] = True
        elif value is None:
            if field.required:
                form = form.wrong(field.name, N_("Fill this in"))
        elif field.kind == "days":
            if not value.isdecimal() or not 0 < int(value) <= MOST_DAYS:
                form = form.wrong(field.name, N_("Write a number of days from 1 to 3650"))
            else:
                body[field.name] = f"P{int(value)}D"
        elif field.kind == "links":
            body[field.name] = [line.strip() for line in value.splitlines() if line.strip()]
        elif field.name.startswith(OF_MATERIALS):
            body.setdefault("materials", {})[field.name.removeprefix(OF_MATERIALS)] = value
        else:
            body[field.name] = value
    return body, form


def _digest(body: Mapping[str, Any]) -> str:
    return sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:16]
