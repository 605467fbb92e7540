"""Drafts of bulk actions: the list of accounts is sent as a file, line by line, previewed in slices, and started."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field
from starlette.responses import Response

from api.handling import answers
from api.handling.commanding import fresh_id
from api.handling.entering import WithCommandHandling, entered, found_or_404
from api.handling.fresh import require_fresh
from api.handling.requests import Body, examples
from api.handling.routing import NDJSON, Guarded, StreamRoute, admission_of, media_type
from api.handling.two_persons import require_not_by_two, require_one_person_enough
from api.http.budgets import Use
from api.http.problems import ProblemError, refused
from api.runs.bodies import UploadQuery
from api.runs.reading import Line, lines
from api.sanctions.bulk_lists import Heading, account_in, account_of
from api.sanctions.bulk_previews import MOST, BulkPreview, preview_of
from api.state.app_state import AppState, WithAppState
from ledger.sanctions import bulk_drafts, bulk_previews
from ledger.sanctions.bulk_drafts import DraftRefusedError
from ledger.streams import records
from models.base import Frozen
from models.names import AccountId
from models.records import RecordId
from models.sanctions.bulk import MOST_LISTED, Bulk, Measure, Overturning
from models.texts.incoming import Text
from regulation.sanctions import bulk as rules

router = APIRouter(prefix="/v1/bulk-actions", route_class=Guarded, tags=["bulk actions"])

_Id = Annotated[RecordId, Path(description="Identifier given or generated when the bulk action was drafted.")]
_STORED_AT_ONCE: Final = 2_000
"""Accounts in one transaction of an upload."""
_LONGEST: Final = 64 * 1024
"""Maximum bytes of a line; a table may have other columns."""
_SHOWN: Final = 50
_CUT: Final = 60
LIST_FORMS: Final = (NDJSON, "text/csv", "text/plain")
_LINES: Final = {
    NDJSON: {
        "schema": {
            "type": "string",
            "format": "binary",
            "description": "One account on each line: as JSON, or as text (`text/csv`, `text/plain`).",
        }
    }
}


class ListRoute(StreamRoute):
    """Guarded route whose body is a list of accounts, read line by line."""

    forms = LIST_FORMS


upload_router = APIRouter(prefix="/v1/bulk-actions", route_class=ListRoute, tags=["bulk actions"])


class DraftBody(Body):
    """A measure and its reason; the accounts are sent afterwards."""

    model_config = examples(
        {
            "id": "sweep-2026-04",
            "measure": {"type": "ban", "category": "matrix_manipulation", "duration": "P7D", "factor": "2"},
            "reason": "the same text from all of them within a minute",
        }
    )

    id: Annotated[
        RecordId | None,
        Field(description="Your identifier, used for what is recorded on each account. Omitted: one is generated."),
    ] = None
    measure: Measure
    reason: Annotated[Text, Field(min_length=1, description="Shown to each holder.")]


class BadLine(Frozen):
    """A line that names no account."""

    line: int
    text: Annotated[str, Field(description="The line, cut to 60 characters.")]


class AccountsReceived(Frozen):
    """What was received by one upload."""

    bulk: RecordId
    lines: Annotated[int, Field(description="Lines of this upload, without blank ones and headings.")]
    new: int
    repeated: Annotated[int, Field(description="Lines that name an account which the draft has already.")]
    bad: Annotated[int, Field(description="Lines that name no account; nothing is stored for them.")]
    bad_lines: Annotated[tuple[BadLine, ...], Field(description="The first fifty of them.")] = ()


class BulkStartBody(Body):
    """The number of accounts that were sent."""

    model_config = examples({"accounts": 1260000}, {})

    accounts: Annotated[
        int | None,
        Field(ge=1, description="Number of different accounts sent; with another number received it is refused."),
    ] = None


class DraftPreviewBody(Body):
    """The slice of a draft to preview."""

    model_config = examples({}, {"after": "kitchen", "limit": 200})

    after: Annotated[AccountId | None, Field(description="`next` of the slice before; null: from the beginning.")] = (
        None
    )
    limit: Annotated[int, Field(ge=1, le=MOST, description="Number of accounts.")] = MOST


@router.post("/drafts", status_code=201, response_model=Bulk, summary="Draft a bulk action for a long list")
async def draft_bulk_action(body: DraftBody, handling: WithCommandHandling) -> Response:
    """Its accounts are sent afterwards, and nothing is carried out before its start. Drafting the same again changes
    nothing.
    """
    if (what := rules.TAKES_TWO.get(body.measure.type)) is not None:
        require_one_person_enough(handling.app_state, what)
    decide = rules.draft(body.measure, body.reason, handling.caller.actor)
    found = await handling.execute(rules.BULK, body.id or fresh_id("bulk"), decide)
    return entered(found, status=201, location=f"/v1/bulk-actions/{found.record}")


@upload_router.post(
    "/{bulk}/accounts",
    response_model=AccountsReceived,
    summary="Send accounts of a drafted bulk action, one a line",
    openapi_extra={"requestBody": {"required": True, "content": _LINES}},
)
async def send_bulk_action_accounts(
    bulk: _Id, query: Annotated[UploadQuery, Query()], request: Request, app_state: WithAppState
) -> Response:
    """Accounts are stored as they arrive, each once: after a broken upload send the file again, or the rest of it. A
    line is `{"account": "kitchen"}` or `"kitchen"` (NDJSON), or an identifier, first or named column of a table
    (`text/csv`, `text/plain`). A line that names no account is told by its number, and affects no other.
    """
    state = await _draft(app_state, bulk)
    reading = _Reading(bulk, media_type(request) == NDJSON)
    async with app_state.database.transaction() as connection:
        place = MOST_LISTED - await bulk_drafts.number(connection, bulk)
    async for group in lines(admission_of(request).while_valid(request.stream()), query.line, _LONGEST):
        for begin in range(0, len(group), _STORED_AT_ONCE):
            some = group[begin : begin + _STORED_AT_ONCE]
            await app_state.budgets.await_turn(Use.ITEMS, request.state.caller.id, len(some))
            accounts = reading.accounts(some)
            if isinstance(state.measure, Overturning) and accounts:
                await require_not_by_two(app_state, accounts, state.measure.of)
            reading.kept(await _kept(app_state, bulk, accounts))
            if reading.new > place:
                raise ProblemError(
                    "body-too-large", f"a bulk action may have at most {MOST_LISTED} accounts: use a second one"
                )
    return answers.json(reading.received())


@router.post("/{bulk}/preview", response_model=BulkPreview, summary="Preview a slice of a drafted bulk action")
async def preview_drafted_bulk_action(bulk: _Id, body: DraftPreviewBody, handling: WithCommandHandling) -> Response:
    """Decides the measure on the next accounts of the list as they stand now; nothing is recorded."""
    app_state = handling.app_state
    state = await _draft(app_state, bulk)
    accounts = await bulk_drafts.following(app_state.database, bulk, after=body.after or "", most=body.limit)
    found = await bulk_previews.foresee(
        app_state.database,
        state.measure,
        bulk,
        state.reason,
        accounts,
        actor=handling.caller.actor,
        now=app_state.clock(),
    )
    return answers.json(preview_of(found, following=accounts[-1] if len(accounts) == body.limit else None))


@router.post("/{bulk}/start", response_model=Bulk, summary="Start a drafted bulk action")
async def start_drafted_bulk_action(bulk: _Id, body: BulkStartBody, handling: WithCommandHandling) -> Response:
    """All accounts were sent: the measure is applied to each. Starting again changes nothing."""
    known = (await records.state_of(handling.app_state.database, rules.BULK, bulk)).state
    if known is not None and known.measure.type == "close":
        require_fresh(handling.app_state, handling.caller)

    async def act(connection: Any, command: Any) -> Any:
        await records.lock(connection, rules.BULK.kind, bulk)
        found = await bulk_drafts.number(connection, bulk)
        return await records.enter(connection, replace(command, decide=rules.start_draft(found, body.accounts)))

    return entered(await handling.execute(rules.BULK, bulk, rules.start_draft(0, body.accounts), act))


class _Reading:
    """Counts of an upload so far."""

    def __init__(self, bulk: str, is_json: bool) -> None:
        self._bulk, self._heading = bulk, None if is_json else Heading()
        self._lines = self._repeated = self._bad = 0
        self._bad_lines: list[BadLine] = []
        self.new = 0

    def accounts(self, group: Iterable[Line]) -> list[str]:
        """Return the accounts that the lines name."""
        found: list[str] = []
        for line in group:
            text = None if line.sent is None else line.sent.decode("utf-8", errors="replace").removeprefix("\ufeff")
            if text is not None and self._heading is not None and self._heading.is_in(text):
                continue
            self._lines += 1
            account = None
            if text is not None:
                account = account_in(text) if self._heading is None else account_of(text, self._heading.column)
            if account is not None:
                found.append(account)
                continue
            self._bad += 1
            if len(self._bad_lines) < _SHOWN:
                self._bad_lines.append(BadLine(line=line.number, text="…" if text is None else text.strip()[:_CUT]))
        return found

    def kept(self, kept: bulk_drafts.Kept) -> None:
        """Count accounts that were stored."""
        self.new += kept.new
        self._repeated += kept.repeated

    def received(self) -> AccountsReceived:
        """Return the answer."""
        return AccountsReceived(
            bulk=self._bulk,
            lines=self._lines,
            new=self.new,
            repeated=self._repeated,
            bad=self._bad,
            bad_lines=tuple(self._bad_lines),
        )


async def _kept(app_state: AppState, bulk: str, accounts: list[str]) -> bulk_drafts.Kept:
    try:
        return await bulk_drafts.keep(app_state.database, bulk, accounts)
    except DraftRefusedError as error:
        raise refused(error.refusal) from None


async def _draft(app_state: AppState, bulk: str) -> Bulk:
    state = (await found_or_404(app_state, rules.BULK, bulk)).state
    refusal = rules.require_draft(state)
    if refusal is not None:
        raise refused(refusal)
    return state
