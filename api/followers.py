"""Followers (article 10): gains and counts that the platform reports, and clean-ups of gained followers."""

from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Path, Query
from pydantic import Field, ValidationError
from starlette.responses import Response

from api.handling import answers
from api.handling.asking import standing_for
from api.handling.commanding import REPLAYED
from api.handling.entering import WithCommandHandling, entered, found_or_404
from api.handling.requests import Body, examples
from api.handling.routing import Guarded
from api.http.cursors import PageOf, PageQuery, Word, items_named
from api.http.failures import faults
from api.http.problems import Fault, ProblemError, invalid, refused
from api.http.words import Contents
from api.state.app_state import WithAppState
from ledger.followers import cleanups, gains, reactions
from ledger.followers.cleanups import Report
from ledger.streams import records
from models.accounts.commands import Refusal
from models.base import Frozen
from models.followers import Cleanup, CleanupEntry, CleanupStatus, CleanupTerms, FollowersReported, RejectedRow
from models.instants import Instant
from models.names import AccountId, CaseId
from models.records import RecordId
from models.texts.incoming import Text
from models.words.scopes import Scope, Windows
from regulation.followers import cleanups as rules
from regulation.followers.reducer import CLEANUP
from regulation.followers.reports import INVALID, sorted_out
from regulation.words.sentences.chinese import told

router = APIRouter(prefix="/v1", route_class=Guarded, tags=["followers"])

MOST_FAULTS: Final = 20

_Account = Annotated[AccountId, Path(description="The platform's identifier of the account.")]
_Id = Annotated[RecordId, Path(description="Identifier of the clean-up.")]


class FollowersBody(FollowersReported, Body):
    """Follower gains and a count, as the platform reports them. Repeating a row with the same numbers has no effect."""

    model_config = examples(
        {
            "gains": [
                {
                    "id": "2026-03-01/post-881",
                    "begins": "2026-03-01T00:00:00+08:00",
                    "ends": "2026-03-02T00:00:00+08:00",
                    "gained": 1200,
                    "content": "post-881",
                }
            ],
            "count": {"at": "2026-03-02T00:00:00+08:00", "followers": 52000},
        }
    )


class FollowersAnswer(Frozen):
    """Outcome of a follower report: new rows, rejected rows, and clean-ups verified against the count."""

    recorded: int
    known: Annotated[int, Field(description="Number of rows that were reported before with the same numbers.")]
    verified: tuple[RecordId, ...]
    rejected: Annotated[
        tuple[RejectedRow, ...],
        Field(
            description="Rows that were not recorded; all others were. The count is rejected where a gain is missing."
        ),
    ]


class FollowerCountAnswer(Frozen):
    """The newest count of an account's followers that the platform reported."""

    account: AccountId
    followers: Annotated[int | None, Field(description="Null: none was reported.")]
    counted_at: Instant | None


class CleanupRequest(Body):
    """An order to remove the followers that a violation gained."""

    model_config = examples(
        {"violation": "v-2031", "contents": ["post-881"]},
        {
            "violation": "v-2032",
            "windows": [{"begins": "2026-03-01T00:00:00+08:00", "ends": "2026-03-03T00:00:00+08:00"}],
        },
        {"violation": "v-2033", "everything": True, "reason": "serious case: all followers are cleared"},
    )

    violation: CaseId
    contents: Contents = ()
    windows: Windows = ()
    everything: bool = False
    reason: Text = ""


class StopBody(Body):
    """The reason for undoing a clean-up."""

    model_config = examples({"reason": "the violation was overturned"})

    reason: Text = ""


class CleanupsQuery(PageQuery):
    """Filters of the list of clean-ups."""

    status: CleanupStatus | None = None
    account: AccountId | None = None


class CleanupsPage(PageOf[Cleanup, Word]):
    """Clean-ups in the order in which they were opened."""

    model_config = items_named("cleanups")


class CleanupHistory(Frozen):
    """A clean-up with all entries of its record."""

    cleanup: Cleanup
    entries: tuple[CleanupEntry, ...]


@router.post(
    "/accounts/{account}/follower-gains", response_model=FollowersAnswer, summary="Report follower gains and a count"
)
async def report_followers(account: _Account, body: FollowersBody, handling: WithCommandHandling) -> Response:
    """Up to 10,000 gains, each with an identifier of its own, and a follower count. A count taken after a removal was
    reported as done verifies that removal. Followers taken over from another account are refused.

    Each row has an outcome of its own: a row that cannot be recorded is listed in `rejected` with its position and
    reason, and does not affect the other rows. When no row can be recorded, the request is refused.
    """
    app_state = handling.app_state
    await standing_for(app_state, account)
    now = app_state.clock()
    found = sorted_out(body, app_state.latest(), _in_words)
    if found.rejected and not (found.gains or found.count):
        raise _refused(found.rejected, found.refusal)
    said = Report(
        account,
        [gain for _, gain in found.gains],
        found.count,
        actor=handling.caller.actor,
        now=now,
        key=handling.key,
        places=[place for place, _ in found.gains],
        repeated=found.repeated,
        rejected=found.rejected,
    )
    reported, again = await cleanups.report(app_state.database, said)
    if reported.refusal is not None:
        raise _refused(reported.rejected, reported.refusal)
    answer = FollowersAnswer(
        recorded=reported.recorded,
        known=reported.known,
        verified=reported.verified,
        rejected=tuple(map(told, reported.rejected)),
    )
    return answers.json(answer, 200, {REPLAYED: "true"} if again else {})


@router.get("/accounts/{account}/followers", response_model=FollowerCountAnswer, summary="Read the follower count")
async def read_follower_count(account: _Account, app_state: WithAppState) -> Response:
    """The newest count that the platform reported, for instance to tell how many people a measure concerns."""
    await standing_for(app_state, account)
    async with app_state.database.transaction() as connection:
        count = await gains.last_count(connection, account)
    return answers.json(
        FollowerCountAnswer(
            account=account,
            followers=None if count is None else count.followers,
            counted_at=None if count is None else count.at,
        )
    )


def _in_words(error: ValidationError) -> list[tuple[str, str]]:
    return [(fault.path, fault.message) for fault in faults(error.errors(include_url=False))]


def _refused(rejected: Sequence[RejectedRow], refusal: Refusal | None) -> ProblemError:
    """Return the problem when nothing was recorded: invalid rows take precedence over a rule's refusal."""
    wrong = [row for row in rejected if row.code == INVALID]
    if refusal is not None and not wrong:
        return refused(refusal)
    named = [Fault(path=f"body.{row.path}", message=row.message) for row in rejected]
    return invalid(*named[:MOST_FAULTS])


@router.post(
    "/accounts/{account}/follower-cleanups",
    status_code=201,
    response_model=Cleanup,
    summary="Order the removal of followers gained through a violation",
)
async def open_cleanup(account: _Account, body: CleanupRequest, handling: WithCommandHandling) -> Response:
    """The scope is the followers gained through the named contents or in the named windows, or all followers. Without a
    scope, the platform determines which followers the violation gained. A sanction that removes followers opens a
    clean-up automatically.
    """
    await standing_for(handling.app_state, account)
    scope = Scope(contents=body.contents, windows=body.windows, everything=body.everything)
    terms = CleanupTerms(account=account, violation=body.violation, scope=scope, reason=body.reason)
    cleanup = rules.cleanup_id(account, body.violation)
    found = await handling.execute(CLEANUP, cleanup, rules.open_cleanup(terms))
    return entered(found, status=201, location=f"/v1/follower-cleanups/{cleanup}")


@router.get("/follower-cleanups", response_model=CleanupsPage, summary="List clean-ups")
async def list_cleanups(query: Annotated[CleanupsQuery, Query()], app_state: WithAppState) -> Response:
    """Clean-ups, oldest first."""
    found = await records.listing(
        app_state.database,
        CLEANUP,
        statuses=None if query.status is None else [query.status.value],
        account=query.account,
        after=query.after,
        most=query.limit,
    )
    return answers.json(CleanupsPage.of(found.of(lambda filed: filed.state)))


@router.get("/follower-cleanups/{cleanup}", response_model=CleanupHistory, summary="Read a clean-up with its history")
async def read_cleanup(cleanup: _Id, app_state: WithAppState) -> Response:
    """The state of the clean-up and all its entries."""
    found = await found_or_404(app_state, CLEANUP, cleanup)
    return answers.json(CleanupHistory(cleanup=found.state, entries=found.entries))


@router.post("/follower-cleanups/{cleanup}/stop", response_model=Cleanup, summary="Undo a clean-up")
async def stop_cleanup(cleanup: _Id, body: StopBody, handling: WithCommandHandling) -> Response:
    """The effect is that of overturning the violation: a pending removal is stopped, and a completed removal is ordered
    to be restored.
    """
    found = await handling.execute(CLEANUP, cleanup, rules.overturn(body.reason), reactions.undo)
    return entered(found)
