"""Networks (MCN, article 11): registration, rosters, display on homepages, sanctions on all roster accounts."""

from collections import Counter
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Path, Query
from pydantic import Field
from starlette.responses import Response

from api.handling import answers
from api.handling.entering import CommandHandling, WithCommandHandling, entered, found_or_404, unless_refused
from api.handling.foreseeing import NOT_DRY, DryRunQuery
from api.handling.requests import Body, examples
from api.handling.routing import Guarded
from api.http.cursors import AccountKey, AccountQuery, PageOf, PageQuery, Word, items_named
from api.http.problems import Fault, invalid
from api.http.words import Sought
from api.state.app_state import AppState, WithAppState
from ledger.networks import networks as ledger
from ledger.networks import previews
from ledger.store.pages import Page
from ledger.streams import records
from ledger.streams.records import Act
from models.base import Frozen
from models.instants import Duration
from models.names import NAME_LENGTH, AccountId, CaseId
from models.networks import (
    MOST_ACCOUNTS,
    Member,
    Network,
    NetworkBody,
    NetworkEntry,
    NetworkMeasure,
    NetworkStatus,
    Terms,
)
from models.records import RecordId
from models.texts.incoming import Link, Name, Text
from regulation import networks as rules
from regulation.cases.previews import AccountEffect, EventForeseen, StatementForeseen
from regulation.networks import NETWORK
from regulation.words.sentences.chinese import told

router = APIRouter(prefix="/v1/networks", route_class=Guarded, tags=["networks"])

AT_ONCE: Final = 10
"""Number of roster slices processed before the response is sent; a workflow processes the remaining slices."""

_Id = Annotated[RecordId, Path(description="Identifier given when the network was registered.")]
_Accounts = Annotated[tuple[AccountId, ...], Field(max_length=MOST_ACCOUNTS)]


class NetworkRequest(Body):
    """A network to register, with the name that homepages display."""

    model_config = examples({"id": "donghai", "name": "东海传媒"})

    id: RecordId
    name: Name


class RosterBody(Body):
    """Accounts that sign with the network, and accounts that it releases."""

    model_config = examples({"sign": ["kitchen", "gaoyuan-caijing"]}, {"release": ["kitchen"]})

    sign: _Accounts = ()
    release: _Accounts = ()


class SanctionBody(Body):
    """A sanction on the network, which reaches its roster."""

    model_config = examples(
        {"measure": "suspend_profit", "duration": "P90D", "reason": "旗下账号多次传播同一谣言"},
        {"measure": "expel", "reason": "third time", "evidence": ["https://files.example.cn/donghai"]},
    )

    measure: NetworkMeasure
    duration: Annotated[Duration | None, Field(description="Length of the sanction. Omitted: no end.")] = None
    reason: Annotated[Text, Field(min_length=1)]
    evidence: Annotated[tuple[Link, ...], Field(max_length=20)] = ()


class LiftBody(Body):
    """The reason for lifting a sanction."""

    model_config = examples({"reason": "复核认为处置不当"})

    reason: Annotated[Text, Field(min_length=1)]


class NetworksQuery(PageQuery):
    """Filters of the list of networks."""

    q: Annotated[
        Sought | None,
        Field(
            min_length=1, max_length=NAME_LENGTH, description="Part of the name, or the beginning of the identifier."
        ),
    ] = None
    status: NetworkStatus | None = None
    account: Annotated[AccountId | None, Field(description="Only the network whose roster has this account.")] = None


class NetworksPage(PageOf[Network, Word]):
    """Networks in the order in which they were registered."""

    model_config = items_named("networks")


class NetworkHistory(Frozen):
    """A network with all entries of its record."""

    network: Network
    entries: tuple[NetworkEntry, ...]


class RosterQuery(AccountQuery):
    """Filters of the roster."""

    released: Annotated[bool, Field(description="Include released accounts.")] = False


class RosterPage(PageOf[Member, AccountKey]):
    """Accounts in the order of their identifiers."""

    model_config = items_named("accounts")


class NetworkForeseen(Frozen):
    """What a command on a network would do; nothing of it is recorded."""

    dry_run: Literal[True] = True
    network: Annotated[Network, Field(description="The network after the command.")]
    changed: Annotated[int, Field(description="Number of accounts that would change.")]
    unchanged: Annotated[int, Field(description="Number of accounts, signed or released, that would stay as they are.")]
    refused: Annotated[int, Field(description="Number of accounts whose own state refuses it.")]
    not_looked_at: Annotated[
        int, Field(description="Number of accounts beyond the first 2,000 in the order of their identifiers.")
    ]
    accounts: Annotated[
        tuple[AccountEffect, ...], Field(description="Effects on the first accounts that would change.")
    ]
    events: Annotated[
        tuple[EventForeseen, ...],
        Field(description="Events that the platform would receive of the network and of the listed accounts."),
    ]
    statements: Annotated[
        tuple[StatementForeseen, ...], Field(description="What the holders of the listed accounts would read.")
    ]


_DRY: Final[dict[int | str, dict[str, Any]]] = {
    200: {"model": NetworkForeseen, "description": "With `dry_run`: what would follow; nothing is recorded."}
}


@router.post("", status_code=201, response_model=Network, summary="Register a network")
async def register_network(body: NetworkRequest, handling: WithCommandHandling) -> Response:
    """The roster of a new network is empty."""
    found = await handling.execute(NETWORK, body.id, rules.register(body.name))
    return entered(found, status=201, location=f"/v1/networks/{body.id}")


@router.get("", response_model=NetworksPage, summary="List networks")
async def list_networks(query: Annotated[NetworksQuery, Query()], app_state: WithAppState) -> Response:
    """Networks, oldest first."""
    if query.account is not None:
        return answers.json(await _network_of(app_state, query))
    found = await records.listing(
        app_state.database,
        NETWORK,
        statuses=None if query.status is None else [query.status.value],
        only=None if query.q is None else ledger.called(query.q),
        after=query.after,
        most=query.limit,
    )
    return answers.json(NetworksPage.of(found.of(lambda filed: filed.state)))


async def _network_of(app_state: AppState, query: NetworksQuery) -> NetworksPage:
    network = await ledger.network_of(app_state.database, query.account or "")
    state = None if network is None else (await records.state_of(app_state.database, NETWORK, network)).state
    if state is None or query.status not in {None, state.status}:
        return NetworksPage.of(Page(()))
    sought = "" if query.q is None else query.q
    named = sought.lower() in state.name.lower() or state.id.startswith(sought)
    return NetworksPage.of(Page((state,) if named else ()))


@router.get("/{network}", response_model=NetworkHistory, summary="Read a network with its history")
async def read_network(network: _Id, app_state: WithAppState) -> Response:
    """The network with its sanctions and all its entries."""
    found = await found_or_404(app_state, NETWORK, network)
    return answers.json(NetworkHistory(network=found.state, entries=found.entries))


@router.get("/{network}/roster", response_model=RosterPage, summary="List the roster of a network")
async def list_network_roster(
    network: _Id, query: Annotated[RosterQuery, Query()], app_state: WithAppState
) -> Response:
    """Each account with the time of its signing, and whether every decision about the network has reached it."""
    await found_or_404(app_state, NETWORK, network)
    found = await ledger.members(
        app_state.database,
        network,
        released=query.released,
        after=ledger.ROSTER.behind(query.after),
        most=query.limit,
    )
    return answers.json(RosterPage.of(found.of(told)))


@router.post("/{network}/roster", response_model=Network | NetworkForeseen, summary="Sign accounts, and release them")
async def change_network_roster(
    network: _Id, body: RosterBody, handling: WithCommandHandling, query: Annotated[DryRunQuery, Query()] = NOT_DRY
) -> Response:
    """Up to 10,000 accounts in one transaction. Each signed account displays the network's name from now on and
    receives the sanctions in force. A released account keeps the sanctions that have reached it until they end.
    """
    twice = [account for account, times in Counter((*body.sign, *body.release)).items() if times > 1]
    if twice:
        raise invalid(Fault(path="body", message=f"{twice[0]} is named twice: name it once, in `sign` or in `release`"))
    roster = ledger.Roster(body.sign, body.release)
    decide = rules.change_roster(len(body.sign), 0)
    if query.dry_run:
        return await _foreseen(handling, network, decide, roster.enter)
    found = await handling.execute(NETWORK, network, decide, roster.enter)
    await _reach(handling, network)
    return entered(found)


@router.post(
    "/{network}/sanctions", status_code=201, response_model=Network, responses=_DRY, summary="Sanction a network"
)
async def sanction_network(
    network: _Id, body: SanctionBody, handling: WithCommandHandling, query: Annotated[DryRunQuery, Query()] = NOT_DRY
) -> Response:
    """A limit or a suspension of profit applies to every account of the roster, with the sanction as its cause, until
    the sanction ends. An expelled network loses its roster and cannot sign accounts.
    """
    terms = Terms(measure=body.measure, duration=body.duration, reason=body.reason, evidence=body.evidence)
    if query.dry_run:
        return await _foreseen(handling, network, rules.sanction(terms))
    found = await handling.execute(NETWORK, network, rules.sanction(terms))
    await _reach(handling, network)
    return entered(found, status=201, location=f"/v1/networks/{network}")


@router.post(
    "/{network}/sanctions/{id}/lift",
    response_model=Network | NetworkForeseen,
    summary="Lift a sanction on a network",
)
async def lift_network_sanction(
    network: _Id,
    id: Annotated[CaseId, Path(description="Identifier of the sanction, as in the network's `sanctions`.")],  # noqa: A002 - the path's own word
    body: LiftBody,
    handling: WithCommandHandling,
    query: Annotated[DryRunQuery, Query()] = NOT_DRY,
) -> Response:
    """The restrictions that the sanction placed on roster accounts end; past states stay readable."""
    if query.dry_run:
        return await _foreseen(handling, network, rules.lift(id, body.reason))
    found = await handling.execute(NETWORK, network, rules.lift(id, body.reason))
    await _reach(handling, network)
    return entered(found)


async def _foreseen(
    handling: CommandHandling,
    network: str,
    decide: rules.DecideNetwork,
    act: Act[NetworkBody, Network] | None = None,
) -> Response:
    """Return what a command would do, with the version of the network that it was decided on."""
    found = await previews.preview(handling.app_state.database, handling.command(NETWORK, network, decide), act)
    done = unless_refused(found.entered)
    if done.state is None:
        raise AssertionError("a network with an entry has a state")
    answer = NetworkForeseen(
        network=done.state,
        changed=found.changed,
        unchanged=found.unchanged,
        refused=found.refused,
        not_looked_at=found.not_looked_at,
        accounts=found.accounts,
        events=found.events,
        statements=found.statements,
    )
    return answers.json(answer, headers=answers.versioned(done.version - len(done.entries)))


async def _reach(handling: CommandHandling, network: str) -> None:
    """Apply network decisions to the first slices of the roster at once, whether or not a workflow is running."""
    app_state = handling.app_state
    for _ in range(AT_ONCE):
        advanced = await ledger.advance(app_state.database, network, now=app_state.clock(), actor=handling.caller.actor)
        for receipt in advanced.receipts:
            app_state.snapshots.superseded(receipt.account, receipt.version)
        if not advanced.waiting:
            return
