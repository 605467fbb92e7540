"""Networks (article 11): the moves that each status allows, the fold of entries, and the facts for an account of the
roster.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from models import networks as n
from models.accounts import facts as f
from models.accounts.commands import FollowNetwork, Refusal
from models.accounts.facts import FactBody
from models.accounts.standing import Standing
from models.instants import shown
from models.networks import (
    KIND,
    Network,
    NetworkBody,
    NetworkEntry,
    NetworkMeasure,
    NetworkSanction,
    NetworkStatus,
    Terms,
)
from models.records import Listed
from regulation.articles.a11_networks import ARTICLE, MEASURES, REPEATED, proposed
from regulation.holders import subjects
from regulation.holders.subjects import Burden
from regulation.records import Decided, RecordType, Step

DecideNetwork = Callable[[Network | None, datetime], Decided[NetworkBody]]


def sanction_id(network: str, number: int) -> str:
    """Identifier of a network's sanction, on the network and on each account that it reaches."""
    return f"{CAUSE}{sha256(network.encode()).hexdigest()[:16]}-{number}"


CAUSE: Final = "network-sanction-"
"""Prefix of the identifiers of sanctions on networks."""


# --- commands --------------------------------------------------------------------------------------------------------


def register(name: str) -> DecideNetwork:
    """Register the network."""

    def decide(network: Network | None, _: datetime) -> Decided[NetworkBody]:
        if network is not None:
            return Refusal(code="duplicate_id", message=f"network {network.id} exists already: choose another id")
        return Step((n.NetworkRegistered(name=name),))

    return decide


def change_roster(signed: int, released: int) -> DecideNetwork:
    """Change the roster: numbers of accounts signed and released."""

    def decide(network: Network | None, _: datetime) -> Decided[NetworkBody]:
        if network is None:
            return unknown()
        if signed and network.status is NetworkStatus.EXPELLED:
            return _expelled(network, "it may sign no accounts")
        return Step((n.RosterChanged(signed=signed, released=released),)) if signed or released else Step()

    return decide


def sanction(terms: Terms) -> DecideNetwork:
    """Sanction the network, and its roster with it."""

    def decide(network: Network | None, _: datetime) -> Decided[NetworkBody]:
        if network is None:
            return unknown()
        if network.status is NetworkStatus.EXPELLED:
            return _expelled(network, "it has no roster left to sanction")
        if terms.measure is NetworkMeasure.EXPEL and terms.duration is not None:
            return Refusal(
                code="no_duration",
                message=f"{MEASURES[terms.measure].words}; leave duration out, and lift the sanction to take it back",
                article=ARTICLE,
            )
        return Step((n.NetworkSanctioned(id=sanction_id(network.id, len(network.sanctions) + 1), terms=terms),))

    return decide


def lift(identifier: str, reason: str) -> DecideNetwork:
    """Lift a sanction that was wrong, or is no longer needed."""

    def decide(network: Network | None, _: datetime) -> Decided[NetworkBody]:
        if network is None:
            return unknown()
        found = next((one for one in network.sanctions if one.id == identifier), None)
        if found is None or found.lifted_at is not None or found.ended:
            running = ", ".join(one.id for one in network.sanctions if _runs(one)) or "none"
            return Refusal(
                code="unknown_network_sanction",
                message=f"network {network.id} has no sanction {identifier!r} in force; in force: {running}",
                article=ARTICLE,
            )
        return Step((n.SanctionLifted(id=identifier, reason=reason),))

    return decide


def settle(network: Network | None, now: datetime) -> Decided[NetworkBody]:
    """Enter the ends of sanctions that have passed."""
    due = () if network is None else tuple(one for one in network.sanctions if _ends_by(one, now))
    return Step(tuple(n.SanctionEnded(id=one.id) for one in due))


def escalate(found: Sequence[n.RosterViolation]) -> DecideNetwork:
    """Enter the findings on accounts of the roster since the last time; from a number on, a person decides."""

    def decide(network: Network | None, now: datetime) -> Decided[NetworkBody]:
        if network is None or network.status is NetworkStatus.EXPELLED or len(found) < REPEATED.at(now):
            return Step()
        standing = sum(one.lifted_at is None for one in network.sanctions)
        terms = proposed(standing).model_copy(update={"reason": f"{len(found)} violations on its roster"})
        return Step((n.NetworkEscalated(count=len(found), violations=tuple(found[: n.MOST_SHOWN]), proposed=terms),))

    return decide


def next_end(network: Network) -> datetime | None:
    """Next instant at which a sanction ends by itself; None when there is none."""
    return min((one.until for one in network.sanctions if _runs(one) and one.until is not None), default=None)


def unknown() -> Refusal:
    """Refusal of an unknown network."""
    return Refusal(
        code="unknown_network",
        message="there is no such network: `GET /v1/networks` lists them, `POST /v1/networks` registers one",
        article=ARTICLE,
    )


def _expelled(network: Network, why: str) -> Refusal:
    return Refusal(
        code="network_expelled",
        message=f"network {network.id} was expelled: {why}; lift that sanction first if it was wrong",
        article=ARTICLE,
    )


def _runs(one: NetworkSanction) -> bool:
    return one.lifted_at is None and not one.ended


def _ends_by(one: NetworkSanction, now: datetime) -> bool:
    return _runs(one) and one.until is not None and one.until <= now


# --- accounts of the roster ------------------------------------------------------------------------------------------


def follow(network: Network, *, member: bool) -> FollowNetwork:
    """Command that brings one account in line with its network as it stands."""
    return FollowNetwork(network=network.id, name=network.name, member=member, sanctions=network.sanctions)


def reaching(command: FollowNetwork, standing: Standing, at: datetime) -> Iterator[FactBody]:
    """Facts that are missing on the account. An account that leaves keeps the sanctions that reached it until they end,
    so that leaving evades nothing; one that joins while a sanction holds gets it too.
    """
    if command.member and standing.mcn != command.name:
        yield f.NetworkSigned(network=command.network, name=command.name)
    if not command.member and standing.mcn == command.name:
        yield f.NetworkLeft(network=command.network)
    yield from subjects.reaching([_burden(one, command, at) for one in command.sanctions], standing, at)


def _burden(one: NetworkSanction, command: FollowNetwork, at: datetime) -> Burden:
    over = one.lifted_at is not None or one.ended or (one.until is not None and one.until <= at)
    binds = command.member and not over and bool(MEASURES[one.measure].closes)
    return Burden(
        one.id,
        binds=f.NetworkRestricted(id=one.id, network=command.network, measure=one.measure, until=one.until)
        if binds
        else None,
        frees=None if one.lifted_at is None else f.NetworkLifted(id=one.id, network=command.network),
    )


# --- reducer ---------------------------------------------------------------------------------------------------------


def _roster_changed(network: Network, entry: Any) -> dict[str, Any]:
    return {"accounts": network.accounts + entry.body.signed - entry.body.released}


def _sanctioned(network: Network, entry: Any) -> dict[str, Any]:
    terms: Terms = entry.body.terms
    until = None if terms.duration is None else entry.recorded_at + terms.duration
    imposed = NetworkSanction(
        id=entry.body.id, measure=terms.measure, since=entry.recorded_at, until=until, reason=terms.reason
    )
    changed = _with_status((*network.sanctions, imposed))
    return {**changed, "accounts": 0} if terms.measure is NetworkMeasure.EXPEL else changed


def _over(network: Network, entry: Any) -> dict[str, Any]:
    change = {"ended": True} if isinstance(entry.body, n.SanctionEnded) else {"lifted_at": entry.recorded_at}
    return _with_status(
        tuple(one.model_copy(update=change) if one.id == entry.body.id else one for one in network.sanctions),
    )


def _escalated(network: Network, entry: Any) -> dict[str, Any]:
    return {
        "escalations": network.escalations + 1,
        "counted_since": entry.recorded_at,
        "proposed": entry.body.proposed,
    }


def _with_status(sanctions: tuple[NetworkSanction, ...]) -> dict[str, Any]:
    running = [one.measure for one in sanctions if _runs(one)]
    status = NetworkStatus.SANCTIONED if running else NetworkStatus.ACTIVE
    return {"sanctions": sanctions, "status": NetworkStatus.EXPELLED if NetworkMeasure.EXPEL in running else status}


_FOLDS: Final[Mapping[type, Callable[[Network, Any], dict[str, Any]]]] = {
    n.RosterChanged: _roster_changed,
    n.NetworkSanctioned: _sanctioned,
    n.SanctionLifted: _over,
    n.SanctionEnded: _over,
    n.NetworkEscalated: _escalated,
}


def _apply(network: Network | None, entry: NetworkEntry) -> Network:
    if isinstance(entry.body, n.NetworkRegistered):
        return Network(
            id=entry.record,
            name=entry.body.name,
            status=NetworkStatus.ACTIVE,
            registered_at=entry.recorded_at,
            registered_by=entry.actor,
            counted_since=entry.recorded_at,
        )
    if network is None:
        raise ValueError(f"network {entry.record}: its first entry is {entry.body.type}, not its registration")
    return network.model_copy(update=_FOLDS[type(entry.body)](network, entry))


def _listed(network: Network) -> Listed:
    return Listed(status=network.status.value, due_at=next_end(network))


NETWORK: Final[RecordType[NetworkBody, Network]] = RecordType(KIND, NetworkEntry, Network, _apply, _listed)


def described(network: Network) -> str:
    """Network in one line, for lists and workflows."""
    said = [
        f"{one.measure.value.replace('_', ' ')} {'without end' if one.until is None else f'until {shown(one.until)}'}"
        for one in network.sanctions
        if _runs(one)
    ]
    return "; ".join((f"{network.status}, {network.accounts} accounts", *said))
