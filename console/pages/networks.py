"""Networks (MCN, article 11): rosters, sanctions on all their accounts, and what was proposed."""

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Query, Response

from console.http.calling import segment
from console.http.forms import Form, WithForm
from console.http.visit import Visit, WithVisit
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
    status: Annotated[str | None, Query(max_length=40)] = None,
    after: Annotated[str | None, Query(max_length=400)] = None,
) -> Response:
    """List the networks."""
    visit.require("list_networks")
    found = await visit.api.read("/v1/networks", {"status": status or None, "after": after, "limit": 50})
    return visit.render(
        "networks/networks.html",
        part="rows",
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
    """Sanction the network and every account of its roster."""
    evidence = [link.strip() for link in form["evidence"].splitlines() if link.strip()]
    days = form.text("days")
    if days is not None and (not days.isdecimal() or not 0 < int(days) <= MOST_DAYS):
        return await _network(visit, network, form=form.wrong("days", N_("Write a number of days from 1 to 3650")))
    body = {
        **form.body("measure"),
        "reason": form["reason"],
        **({} if days is None else {"duration": f"P{int(days)}D"}),
        **({"evidence": evidence} if evidence else {}),
    }
    answer = await visit.api.post(f"/v1/networks/{segment(network)}/sanctions", body, key=form.key)
    if answer.ok:
        return visit.redirect(f"/console/networks/{network}", N_("The network is sanctioned"))
    return await _network(visit, network, form=form.refused(answer, {"duration": "days"}))


@router.post("/{network}/sanctions/{sanction_id}/lift")
async def lift(visit: WithVisit, network: str, sanction_id: str, form: WithForm) -> Response:
    """Lift a sanction, on the network and on every account that it has reached."""
    path = f"/v1/networks/{segment(network)}/sanctions/{segment(sanction_id)}/lift"
    answer = await visit.api.post(path, {"reason": form["reason"]}, key=form.key)
    if answer.ok:
        return visit.redirect(f"/console/networks/{network}", N_("The sanction is lifted"))
    return await _network(visit, network, lifting=(sanction_id, form.refused(answer)))


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
    )
