"""Many alike cases decided together: each in a transaction of its own, with a result of its own."""

from collections import Counter
from dataclasses import replace
from typing import Annotated, Any, Final

from fastapi import APIRouter, Request
from pydantic import Field, TypeAdapter
from starlette.responses import Response

from api.cases.bodies import DecisionBody
from api.cases.deciding import decided, require_decider
from api.handling import answers
from api.handling.entering import CommandHandling, WithCommandHandling
from api.handling.items import AS_SENT, ItemOutcome, ListItem, read_each, valid_part
from api.handling.requests import Body, examples
from api.handling.routing import Guarded, spend_items
from api.http.problems import TYPE_PREFIX, Fault, ProblemError, detail_zh, invalid
from ledger.streams import records
from models.base import Frozen
from models.cases.cases import Case, CaseStatus
from models.names import AccountId
from models.records import RecordId
from regulation.cases.reducer import CASE

router = APIRouter(prefix="/v1/cases", route_class=Guarded, tags=["cases"])

MOST: Final = 200
"""Cases that one request decides."""


class OneDecision(DecisionBody, ListItem):
    """The decision of one case."""

    model_config = examples({"case": "review_5f0c3a1be2d9", "outcome": "approved"})

    case: Annotated[RecordId, Field(description="Identifier of the case.")]


class DecisionsBody(Body):
    """Decisions of several cases, each as `POST /v1/cases/{case}/decision` takes it."""

    model_config = examples(
        {
            "decisions": [
                {"ref": "row-1", "case": "review_5f0c3a1be2d9", "outcome": "approved"},
                {"ref": "row-2", "case": "review_771be0a2c4d5", "outcome": "rejected", "reason": "未提交授权证明"},
            ]
        }
    )

    decisions: Annotated[tuple[Annotated[OneDecision, AS_SENT], ...], Field(min_length=1, max_length=MOST)]


class OneResult(Frozen):
    """The result for one case."""

    case: Annotated[RecordId | None, Field(description="The item's case; null if it names none.")]
    ref: Annotated[str | None, Field(description="The item's `ref`.")] = None
    account: Annotated[AccountId | None, Field(description="Account of the case; null if it is about none.")] = None
    decided: Annotated[bool, Field(description="Whether the decision was recorded.")]
    status: Annotated[
        CaseStatus | None,
        Field(description="`proposed`: a second person must decide; `deferred`: it can be taken back."),
    ] = None
    version: int | None = None
    problem: Annotated[str | None, Field(description="Type of the problem, as in a problem+json.")] = None
    detail: Annotated[str, Field(description="Why not, and what would be right.")] = ""
    detail_zh: Annotated[str, Field(description="The same in Chinese.")] = ""
    errors: Annotated[tuple[Fault, ...], Field(description="Faults of an invalid item, each with its path in it.")] = ()


class DecisionsAnswer(Frozen):
    """The results, in the order of the request."""

    decided: int
    refused: int
    results: tuple[OneResult, ...]


@router.post("/decisions", response_model=DecisionsAnswer, summary="Decide many cases")
async def decide_cases(body: DecisionsBody, handling: WithCommandHandling, request: Request) -> Response:
    """Each case is decided on its own, with everything that follows: one that is refused, or invalid, does not hold up
    the others, and keeps its place and `ref`. A case that two items name is decided by neither.
    Where two people must decide, each decision is a proposal or the second one, as it would be alone. With an
    `Idempotency-Key` a repeated request decides only what was not decided yet, and answers the same.
    """
    spend_items(request, len(body.decisions))
    sent: tuple[Any, ...] = body.decisions
    named = Counter(case for one in sent if (case := _case(one)) is not None)
    items = await read_each("decisions", OneDecision, sent, lambda one: _TWICE if named[one.case] > 1 else None)
    found = {place: _invalid(sent[place], item) for place, item in items.invalid.items()}
    for place, one in items.valid:
        found[place] = await _result(handling, one)
    results = tuple(found[place] for place in range(len(sent)))
    done = sum(result.decided for result in results)
    return answers.json(DecisionsAnswer(decided=done, refused=len(results) - done, results=results))


_TWICE: Final = ("case", "is named by two items: a case is decided once")
_CASE: Final[TypeAdapter[str]] = TypeAdapter(RecordId)


def _case(sent: Any) -> str | None:
    return valid_part(_CASE, sent, "case")


def _invalid(sent: Any, item: ItemOutcome) -> OneResult:
    problem = invalid(*item.errors)
    return OneResult(
        case=_case(sent),
        ref=item.ref,
        decided=False,
        problem=f"{TYPE_PREFIX}{problem.code}",
        detail=problem.detail,
        detail_zh=detail_zh(problem),
        errors=item.errors,
    )


async def _result(handling: CommandHandling, one: OneDecision) -> OneResult:
    key = handling.key and replace(handling.key, key=f"{handling.key.key}/{one.case}")
    own = replace(handling, key=key, expected_version=None)
    known: Case | None = None
    try:
        known = (await records.state_of(handling.app_state.database, CASE, one.case)).state
        if known is not None:
            require_decider(handling.caller, known)
        entered = await decided(own, one.case, one.ruling())
    except ProblemError as problem:
        return OneResult(
            case=one.case,
            ref=one.ref,
            account=None if known is None else known.opening.account,
            decided=False,
            problem=f"{TYPE_PREFIX}{problem.code}",
            detail=problem.detail,
            detail_zh=detail_zh(problem),
        )
    if entered.state is None:
        raise AssertionError("a case with an entry has a state")
    return OneResult(
        case=one.case,
        ref=one.ref,
        account=entered.state.opening.account,
        decided=True,
        status=entered.state.status,
        version=entered.version,
    )
