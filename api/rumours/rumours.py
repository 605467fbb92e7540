"""Routes of the lifecycle of a rumour: identification, labels, verified information, closure and correction (article
6).
"""

import contextlib
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from api.handling import answers
from api.handling.commanding import fresh_id
from api.handling.entering import CommandHandling, WithCommandHandling, entered
from api.handling.routing import Guarded
from api.http.problems import ProblemError
from api.rumours.bodies import (
    AccusationAnswer,
    AccusationBody,
    ClosingBody,
    ContentsBody,
    ContentsPage,
    ContentsQuery,
    ContentView,
    CorrectionBody,
    EntriesQuery,
    InformationBody,
    OpenRumourBody,
    ReopeningBody,
    RumourEntries,
    RumoursPage,
    RumoursQuery,
    RumourView,
    TermsBody,
)
from api.state.app_state import AppState, WithAppState
from ledger.rumours import rumours as ledger
from ledger.rumours.rumours import EnteredRumour
from ledger.store.database import DatabaseAwayError
from ledger.streams import records
from ledger.streams.records import Act
from models.records import RecordId
from models.rumours.rumours import Rumour, RumourBody, ViolationsRecorded
from regulation.articles.a06_rumours import STEPS
from regulation.rumours import rumours as rules
from regulation.rumours.reducer import RUMOUR

router = APIRouter(prefix="/v1/rumors", route_class=Guarded, tags=["rumours"])

Id = Annotated[RecordId, Path(description="Identifier of the rumour, as in the event `rumour.opened`.")]


@router.post("", status_code=201, response_model=Rumour, summary="Open a rumour (article 6)")
async def open_rumour(body: OpenRumourBody, handling: WithCommandHandling) -> Response:
    """Orders are issued at once for what is known, each as a directive: label the contents, pin the information on the
    search terms, recommend it to viewers of the rumour, measure its reach.

    A rumour that repeats an open one is refused (409 `rumour-repeats-open`, with the open ones in `others`): add to
    those, or name them in `other_than` where this is a different rumour.
    """
    id_ = body.id or fresh_id("rumour")
    opening = body.opening()
    act = ledger.as_another(ledger.opened_with(tuple(dict.fromkeys(body.contents))), opening, body.other_than)
    found = await _enter(handling, id_, rules.open_rumour(opening), act)
    return entered(found, status=201, location=f"/v1/rumors/{found.record}")


@router.get("", response_model=RumoursPage, summary="List rumours")
async def list_rumours(query: Annotated[RumoursQuery, Query()], app_state: WithAppState) -> Response:
    """Rumours, oldest first."""
    found = await records.listing(
        app_state.database,
        RUMOUR,
        statuses=None if query.status is None else [query.status.value],
        label=None if query.field is None else query.field.value,
        after=query.after,
        most=query.limit,
    )
    return answers.json(RumoursPage.of(found.of(lambda filed: filed.state)))


@router.get("/{rumor}", response_model=RumourView, summary="Read a rumour with its steps")
async def read_rumour(rumor: Id, app_state: WithAppState) -> Response:
    """The state of the rumour, and its steps as text."""
    rumour, version = await known(app_state, rumor)
    begun = (step for step, row in STEPS.items() if rumour.status in row.during or step in rumour.steps)
    view = RumourView(rumour=rumour, steps=tuple(rules.words_of(rumour, step) for step in begun))
    return answers.json(view, headers=answers.versioned(version))


@router.get("/{rumor}/entries", response_model=RumourEntries, summary="List the entries of a rumour")
async def list_rumour_entries(rumor: Id, query: Annotated[EntriesQuery, Query()], app_state: WithAppState) -> Response:
    """Entries of the rumour, oldest first."""
    await known(app_state, rumor)
    found = await records.entries_page(app_state.database, RUMOUR, rumor, after=query.after, most=query.limit)
    return answers.json(RumourEntries(entries=found.items))


@router.get("/{rumor}/contents", response_model=ContentsPage, summary="List the contents that spread a rumour")
async def list_rumour_contents(
    rumor: Id, query: Annotated[ContentsQuery, Query()], app_state: WithAppState
) -> Response:
    """Contents by identifier."""
    await known(app_state, rumor)
    after = ledger.CONTENTS.behind(query.after or None)
    found = await ledger.contents_of(app_state.database, rumor, after=after, most=query.limit)
    return answers.json(ContentsPage(contents=tuple(ContentView(**asdict(content)) for content in found)))


@router.post("/{rumor}/contents", response_model=Rumour, summary="Report contents that spread a rumour")
async def add_rumour_contents(rumor: Id, body: ContentsBody, handling: WithCommandHandling) -> Response:
    """New contents are labelled: ordered at once, or with the next order when many are unanswered."""
    act = ledger.with_contents(body.contents, body.via)
    return entered(await _enter(handling, rumor, rules.find_contents(body.contents, body.via), act))


@router.post("/{rumor}/terms", response_model=Rumour, summary="Add search terms to a rumour")
async def add_rumour_terms(rumor: Id, body: TermsBody, handling: WithCommandHandling) -> Response:
    """Verified information is pinned at the top of the search page of each term."""
    return entered(await _enter(handling, rumor, rules.add_terms(body.terms)))


@router.post("/{rumor}/information", response_model=Rumour, summary="Publish verified information")
async def verify_rumour(rumor: Id, body: InformationBody, handling: WithCommandHandling) -> Response:
    """The information is pinned and recommended at once, in place of earlier information."""
    return entered(await _enter(handling, rumor, rules.verify(body.information())))


@router.post("/{rumor}/closure", response_model=Rumour, summary="Close a rumour that no longer spreads")
async def close_rumour(rumor: Id, body: ClosingBody, handling: WithCommandHandling) -> Response:
    """Labels stay; pinned information is removed, and all other pending orders are withdrawn."""
    return entered(await _enter(handling, rumor, rules.close(body.reason)))


@router.post("/{rumor}/correction", response_model=Rumour, summary="Correct a rumour whose claim is true")
async def correct_rumour(rumor: Id, body: CorrectionBody, handling: WithCommandHandling) -> Response:
    """Every label and pin is removed; users who saw the debunking are shown a correction; and the
    violations that were recorded from the rumour are overturned.
    """
    return entered(await _enter(handling, rumor, rules.correct(body.correction())))


@router.post("/{rumor}/reopening", response_model=Rumour, summary="Reopen a rumour")
async def reopen_rumour(rumor: Id, body: ReopeningBody, handling: WithCommandHandling) -> Response:
    """The deadlines of its steps start again; removed labels are ordered again."""
    act = ledger.as_another(other_than=body.other_than)
    return entered(await _enter(handling, rumor, rules.reopen(body.reason), act))


@router.post(
    "/{rumor}/violations",
    response_model=AccusationAnswer,
    summary="Record violations by those who made or spread a rumour",
)
async def record_rumour_violations(rumor: Id, body: AccusationBody, handling: WithCommandHandling) -> Response:
    """One violation for each account, in one transaction, with the consequences of the catalogue for that account's
    record; a closure or a cancellation becomes a case for two people. A refused account (unknown, closed, already
    accused) does not affect the others.
    """
    accusation = ledger.Accusation(body.making, body.spreading, body.reason, handling.app_state.rulebook)
    found = await _enter(handling, rumor, rules.accuse((), body.reason), ledger.accused(accusation))
    accounts = next((entry.body.accounts for entry in found.entries if isinstance(entry.body, ViolationsRecorded)), ())
    recorded = sum(one.outcome == "recorded" for one in accounts)
    answer = AccusationAnswer(accounts=accounts, recorded=recorded, refused=len(accounts) - recorded)
    return answers.json(answer, headers=answers.versioned(found.version))


async def known(app_state: AppState, rumour: str) -> tuple[Rumour, int]:
    """Return the rumour and its version.

    Raises:
        ProblemError: when no rumour has this identifier.
    """
    found = await records.state_of(app_state.database, RUMOUR, rumour)
    if found.state is None:
        raise ProblemError("unknown-rumour", f"there is no rumour {rumour}: `GET /v1/rumors` lists them")
    return found.state, found.version


async def _enter(
    handling: CommandHandling, rumour: str, decide: rules.DecideRumour, act: Act[RumourBody, Rumour] | None = None
) -> EnteredRumour:
    """Execute the command, with the orders that follow from it; the gate of this process uses the change at once."""
    found = await handling.execute(RUMOUR, rumour, decide, act)
    with contextlib.suppress(DatabaseAwayError):
        await handling.app_state.rumours.look()
    return found
