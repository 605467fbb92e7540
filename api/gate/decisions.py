"""Decisions: may it do this, at that instant? The busiest routes of the platform's gates (articles 2 to 5, 7 to 10)."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.gate.deciding import BatchAnswer, all_away, all_given, decided
from api.gate.ndjson import answered
from api.gate.questions import BatchBody, DecisionBody, PublishBody
from api.gate.recording import kept, question_of
from api.handling import answers
from api.handling.asking import standing_for
from api.handling.batches import BatchRoute, answer_in_pieces
from api.handling.fast_path import FastRoute
from api.handling.routing import NDJSON, StreamRoute, admission_of, spend_items
from api.http.authentication import require_part
from api.http.streaming import Streamed
from api.state.app_state import WithAppState
from ledger.store.database import DatabaseAwayError
from models.accounts.verdicts import Verdict
from models.gate.publishing import PublishVerdict
from regulation.standing.verdicts import verdict

router = APIRouter(prefix="/v1/decisions", route_class=FastRoute, tags=["decisions"])
batch_router = APIRouter(prefix="/v1/decisions", route_class=BatchRoute, tags=["decisions"])
stream_router = APIRouter(prefix="/v1/decisions", route_class=StreamRoute, tags=["decisions"])

_RECORDED = {
    "description": "The same answer, and a receipt for it.",
    "headers": {
        "Location": {"description": "Where the receipt is read.", "required": True, "schema": {"type": "string"}},
        "Receipt": {"description": "Its identifier.", "required": True, "schema": {"type": "string"}},
        "Receipt-Hash": {
            "description": "Its SHA-256, hexadecimal. Whoever keeps it can tell whether the receipt is still the one.",
            "required": True,
            "schema": {"type": "string"},
        },
    },
}
_LINES = {NDJSON: {"schema": {"type": "string", "description": "One question, or answer, of a batch a line."}}}


@router.post(
    "",
    response_model=Verdict,
    summary="Decide one privilege (articles 2, 7, 8, 9 and 10)",
    responses={201: {"model": Verdict, **_RECORDED}},
)
async def decide(body: DecisionBody, request: Request, app_state: WithAppState) -> Response:
    """The answer with ranked reasons; it may be cached until `valid_until`, or until a newer version is known."""
    question = question_of(body) if body.record else None
    if body.as_of is None:
        answer = await decided(app_state, body)
    else:
        require_part(request.state.caller, "decide.as_of")
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
async def decide_publish(body: PublishBody, request: Request, app_state: WithAppState) -> Response:
    """The answer with everything the draft lacks and where, the labels to show, the name to show, and how far the
    piece may be spread.
    """
    question = question_of(body) if body.record else None
    answer = await decided(app_state, body)
    if question is not None:
        return await kept(app_state, request.state.caller, question, answer)
    return answers.json(answer, headers=answers.versioned(answer.version))


@batch_router.post(
    "/batch", response_model=BatchAnswer, summary="Decide up to 10,000 questions (articles 2 to 5, 7 to 10)"
)
async def decide_batch(body: BatchBody, request: Request, app_state: WithAppState) -> Response:
    """Up to 10,000 questions of both kinds; the answers stand in the same order. An item that cannot be read, or an
    account that nobody knows, does not spoil the rest.
    """
    items, caller = list(body.items), request.state.caller.id
    del body  # so that the items go one by one, as they are answered
    spend_items(request, len(items))
    given = await all_given(app_state, items, caller)
    if all_away(given):
        raise DatabaseAwayError("and nothing that was asked can be answered without it")
    async with app_state.turns.turn(caller) as turn:
        return await answer_in_pieces("answers", [one.text for one in given], turn)


@stream_router.post(
    "/stream",
    response_class=Response,
    summary="Decide a stream of questions, line by line (articles 2 to 5, 7 to 10)",
    responses={200: {"description": "One answer a line, in the same order.", "content": _LINES}},
    openapi_extra={"requestBody": {"required": True, "content": _LINES}},
)
async def decide_stream(request: Request, app_state: WithAppState) -> Response:
    """Any number of questions, each as in a batch; the first answers come before the last question is
    sent. Read while you send: who does not read the answers is not listened to after a few megabytes. Of a key
    that was revoked meanwhile the last line is a problem.
    """
    parts = admission_of(request).while_valid(request.stream())
    return Streamed(answered(parts, app_state, request.state.caller.id, request.state.request_id), NDJSON)
