"""Networks (MCN, article 11): rosters, sanctions on all their accounts, and what was proposed."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Response

from console.http.calling import Answer, segment
from console.http.confirming import CHANGE, CONFIRMED, STEP, missing
from console.http.forms import Form, WithForm
from console.http.visit import Visit, WithVisit
from console.pages.account_words import STATUSES as STATUSES_OF_ACCOUNTS
from console.texts.languages import N_
from models.networks import NetworkMeasure, NetworkStatus

router = APIRouter(prefix="/console/networks")

STATUSES: Final[Mapping[str, tuple[str, str]]] = {
    NetworkStatus.ACTIVE: (N_("in good standing"), "good"),
    NetworkStatus.SANCTIONED: (N_("sanctioned"), "wait"),
    NetworkStatus.EXPELLED: (N_("expelled"), "bad"),
}
"""Statuses of a network: the words, and the colour of the badge."""

MEASURES: Final[Mapping[str, str]] = {
    NetworkMeasure.LIMIT: N_("limit its accounts: no recommendation, no new followers"),
    NetworkMeasure.SUSPEND_PROFIT: N_("suspend the profit of its accounts"),
    NetworkMeasure.EXPEL: N_("expel the network"),
}

STEPS: Final[Mapping[str, tuple[str, str]]] = {
    "registered": (N_("Registered"), "info"),
    "roster_changed": (N_("The roster changed"), "quiet"),
    "sanctioned": (N_("Sanctioned"), "bad"),
    "sanction_lifted": (N_("The sanction was lifted"), "good"),
    "sanction_ended": (N_("The sanction ended"), "good"),
    "escalated": (N_("Handed to a person, after repeated violations"), "wait"),
}
"""Entries of a network's history: the words, and the colour of the step."""


@router.get("")
async def show_networks(
    visit: WithVisit,
    q: Annotated[str | None, Query()] = None,
    status: Annotated[str | None, Query(max_length=40)] = None,
    after: Annotated[str | None, Query(max_length=400)] = None,
) -> Response:
    """List the networks."""
    visit.require("list_networks")
    sought = (q or "").strip()
    asked = {"q": sought or None, "status": status or None, "after": after, "limit": 50}
    answer = await visit.api.get("/v1/networks", asked)
    form = Form.of(q=sought) if answer.ok else Form.of(q=sought).refused(answer)
    found = answer.json if answer.ok else {"networks": [], "next": None}
    return visit.render(
        "networks/networks.html",
        part="rows",
        status=form.status,
        form=form,
        networks=found["networks"],
        next=found["next"],
        statuses=STATUSES,
        chosen=status or "",
    )


@router.get("/{network}")
async def show_network(
    visit: WithVisit, network: str, after: Annotated[str | None, Query(max_length=200)] = None
) -> Response:
    """One network: its sanctions, its roster, its history."""
    return await _network(visit, network, after=after)


@router.post("/{network}/sanctions")
async def sanction(visit: WithVisit, network: str, form: WithForm) -> Response:
    """Show what a sanction would do to the network and its roster; carry it out when the visitor has seen that."""
    visit.require("sanction_network")
    form = replace(form, values={**dict.fromkeys(("measure", "days", "reason", "evidence"), ("",)), **form.values})
    evidence = [link.strip() for link in form["evidence"].splitlines() if link.strip()]
    days = form.text("days")
    form = missing(form, "measure", "reason")
    if days is not None and (not days.isdecimal() or not 0 < int(days) <= MOST_DAYS):
        form = form.wrong("days", N_("Write a number of days from 1 to 3650"))
    if form.errors or form[STEP] == CHANGE:
        return await _network(visit, network, form=form)
    body = {
        **form.body("measure"),
        "reason": form["reason"],
        **({} if days is None else {"duration": f"P{int(days)}D"}),
        **({"evidence": evidence} if evidence else {}),
    }
    fields = {"duration": "days"} | {f"evidence.{place}": "evidence" for place in range(len(evidence))}
    return await _foreseen_then_done(
        visit,
        form,
        Command(
            network,
            f"/v1/networks/{segment(network)}/sanctions",
            body,
            title=MEASURES.get(form["measure"], form["measure"]),
            button=N_("Sanction the network"),
            done=N_("The network is sanctioned"),
            tone="danger",
        ),
        lambda answer: _network(visit, network, form=form.refused(answer, fields)),
    )


@router.post("/{network}/sanctions/{sanction_id}/lift")
async def lift(visit: WithVisit, network: str, sanction_id: str, form: WithForm) -> Response:
    """Show what lifting a sanction would do; lift it, on the network and on every account that it has reached."""
    visit.require("lift_network_sanction")
    form = missing(form, "reason")
    if form.errors or form[STEP] == CHANGE:
        return await _network(visit, network, lifting=(sanction_id, form))
    return await _foreseen_then_done(
        visit,
        form,
        Command(
            network,
            f"/v1/networks/{segment(network)}/sanctions/{segment(sanction_id)}/lift",
            {"reason": form["reason"]},
            title=N_("Lift the sanction"),
            button=N_("Lift the sanction"),
            done=N_("The sanction is lifted"),
        ),
        lambda answer: _network(visit, network, lifting=(sanction_id, form.refused(answer))),
    )


@dataclass(frozen=True)
class Command:
    """A command on a network that is previewed before it is carried out."""

    network: str
    path: str
    body: Mapping[str, Any]
    title: str
    button: str
    done: str
    tone: Literal["primary", "danger"] = "primary"

    @property
    def digest(self) -> str:
        """Return the digest of what was previewed: another body is previewed anew."""
        return sha256(json.dumps([self.path, self.body], sort_keys=True).encode()).hexdigest()[:16]


async def _foreseen_then_done(
    visit: Visit, form: Form, command: Command, refused: Callable[[Answer], Awaitable[Response]]
) -> Response:
    confirmed = form[STEP] == CONFIRMED
    if confirmed and form["seen"] == command.digest:
        done = await visit.api.post(command.path, command.body, key=form.key, version=form.text("version"))
        if done.ok:
            return visit.redirect(f"/console/networks/{command.network}", command.done)
        if done.status != 412:
            return await refused(done)
    answer = await visit.api.post(command.path, command.body, params={"dry_run": True})
    if not answer.ok:
        return await refused(answer)
    found = answer.json
    return visit.render(
        "networks/foreseen.html",
        part="content",
        command=command,
        network=found["network"],
        foreseen=found,
        expels=found["network"]["status"] == NetworkStatus.EXPELLED,
        changed=confirmed,
        kept=[(name, form[name]) for name in ("measure", "days", "reason", "evidence") if name in form.values],
        version=answer.version,
        form=form,
        status_words=STATUSES_OF_ACCOUNTS,
    )


MOST_DAYS: Final = 3650


async def _network(
    visit: Visit,
    network: str,
    *,
    after: str | None = None,
    form: Form | None = None,
    lifting: tuple[str, Form] | None = None,
) -> Response:
    visit.require("read_network")
    found = await visit.api.read(f"/v1/networks/{segment(network)}")
    roster = await visit.api.read(f"/v1/networks/{segment(network)}/roster", {"after": after, "limit": 50})
    state, entries = found["network"], found["entries"]
    shown = form or (lifting[1] if lifting else None)
    proposed = state["proposed"] or {}
    return visit.render(
        "networks/network.html",
        part="state",
        status=200 if shown is None else shown.status,
        network=state,
        entries=entries,
        roster=roster["accounts"],
        next=roster["next"],
        statuses=STATUSES,
        measures=MEASURES,
        steps=STEPS,
        form=form or Form.of(measure=proposed.get("measure"), days="", reason="", evidence=""),
        lifting=lifting or ("", Form.of(reason="")),
        may_sanction=visit.may("sanction_network") and state["status"] != NetworkStatus.EXPELLED,
        may_lift=visit.may("lift_network_sanction"),
        names=await visit.names(entry["actor"] for entry in entries),
        called=await visit.called(each["account"] for each in roster["accounts"]),
    )
