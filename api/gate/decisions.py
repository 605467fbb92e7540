"""Decision routes: whether an account may use a privilege or publish a draft at an instant (articles 2 to 5, 7 to 10).

These are the busiest routes, called by the platform's gates.
"""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.gate.deciding import all_away, all_given, decided
from api.gate.ndjson import answered
from api.gate.outcomes import BatchAnswer, Usual
from api.gate.questions import BatchBody, DecisionBody, PublishBody
from api.gate.recording import NOT_WITH_AS_OF, kept, required
from api.handling import answers
from api.handling.asking import require_past, standing_for
from api.handling.batches import BatchRoute, answer_in_pieces
from api.handling.fast_path import FastRoute
from api.handling.routing import NDJSON, StreamRoute, admission_of, spend_items
from api.http.authentication import require_part
from api.http.problems import Fault, invalid
from api.http.streaming import Streamed
from api.state.app_state import AppState, WithAppState
from ledger.store.database import DatabaseAwayError
from models.accounts.verdicts import Verdict
from models.gate.publishing import PublishVerdict
from regulation.standing.verdicts import verdict

router = APIRouter(prefix="/v1/decisions", route_class=FastRoute, tags=["decisions"])
batch_router = APIRouter(prefix="/v1/decisions", route_class=BatchRoute, tags=["decisions"])
stream_router = APIRouter(prefix="/v1/decisions", route_class=StreamRoute, tags=["decisions"])

_RECORDED = {
    "description": "The same answer, with a receipt.",
    "headers": {
        "Location": {"description": "Address of the receipt.", "required": True, "schema": {"type": "string"}},
        "Receipt": {"description": "Identifier of the receipt.", "required": True, "schema": {"type": "string"}},
        "Receipt-Hash": {
            "description": "SHA-256 of the receipt, hexadecimal. Keep it to verify that the receipt is unchanged.",
            "required": True,
            "schema": {"type": "string"},
        },
    },
}
_LINES = {
    NDJSON: {
        "schema": {
            "type": "string",
            "format": "binary",
            "description": "One question or answer of a batch on each line.",
        }
    }
}


@router.post(
    "",
    response_model=Verdict,
    summary="Decide one privilege (articles 2, 7, 8, 9 and 10)",
    responses={201: {"model": Verdict, **_RECORDED}},
)
async def ask_decision(body: DecisionBody, request: Request, app_state: WithAppState) -> Response:
    """The answer with ranked reasons; it may be cached until `valid_until`, or until a newer version is known."""
    question = required(body)
    if body.as_of is None:
        answer = await decided(app_state, body)
    else:
        require_part(request.state.caller, "ask_decision.as_of")
        standing, at = await standing_for(
            app_state,
            body.account,
            at=body.at,
            as_of=body.as_of,
            as_of_path="body.as_of",
            at_least_version=body.at_least_version,
        )
        answer = verdict(standing, body.privilege, at)
        app_state.measures.verdict(answer.answer)
    if question is not None:
        return await kept(app_state, request.state.caller, question, answer)
    return answers.json(answer, headers=answers.versioned(answer.version))


@router.post(
    "/publish",
    response_model=PublishVerdict,
    summary="Decide one draft (articles 2 to 5, 9, 10)",
    responses={201: {"model": PublishVerdict, **_RECORDED}},
)
async def ask_publish_decision(body: PublishBody, request: Request, app_state: WithAppState) -> Response:
    """The answer with everything the draft lacks and where, the labels and the name to show, and how far the content
    may be distributed.
    """
    question = required(body)
    answer = await decided(app_state, body)
    if question is not None:
        return await kept(app_state, request.state.caller, question, answer)
    return answers.json(answer, headers=answers.versioned(answer.version))


@batch_router.post(
    "/batch", response_model=BatchAnswer, summary="Decide up to 10,000 questions (articles 2 to 5, 7 to 10)"
)
async def ask_decisions(body: BatchBody, request: Request, app_state: WithAppState) -> Response:
    """Up to 10,000 questions of both kinds; the answers are in the same order, each with the `ref` of its item. An
    unreadable item or an unknown account does not affect the other items.

    `as_of` and `record` of the batch hold for every item that does not say them itself. An item of which a receipt is
    wanted is answered once its receipt is stored.
    """
    items, caller, usual = list(body.items), request.state.caller, _usual(body, request, app_state)
    del body  # so that each item is freed once it is answered
    spend_items(request, len(items))
    given = await all_given(app_state, items, caller, usual=usual)
    if all_away(given):
        raise DatabaseAwayError("no question can be answered without the database")
    async with app_state.turns.turn(caller.id) as turn:
        return await answer_in_pieces("answers", [one.text for one in given], turn)


def _usual(body: BatchBody, request: Request, app_state: AppState) -> Usual:
    """Return what holds for every item that does not say it itself.

    Raises:
        ProblemError: when the key may not ask about past knowledge, or the batch asks for what no question may.
    """
    if body.as_of is not None:
        require_part(request.state.caller, "ask_decision.as_of")
        require_past(app_state, body.as_of, "body.as_of")
        if body.record:
            raise invalid(Fault(path="body.record", message=NOT_WITH_AS_OF))
    return Usual(body.as_of, body.record)


@stream_router.post(
    "/stream",
    response_class=Response,
    summary="Decide a stream of questions, line by line (articles 2 to 5, 7 to 10)",
    responses={200: {"description": "One answer on each line, in the same order.", "content": _LINES}},
    openapi_extra={"requestBody": {"required": True, "content": _LINES}},
)
async def stream_decisions(request: Request, app_state: WithAppState) -> Response:
    """Any number of questions, each as in a batch; answers are sent before the last question arrives. Read the answers
    while sending: after a few megabytes of unread answers, further questions are not read. When the key is revoked, the
    last line is a problem.
    """
    parts = admission_of(request).while_valid(request.stream())
    return Streamed(answered(parts, app_state, request.state.caller, request.state.request_id), NDJSON)
