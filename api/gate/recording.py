"""Storage of decision receipts: an answer requested with `record` is stored before it is sent."""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from starlette.responses import Response

from api.gate.questions import Asked, DecisionBody, PublishBody
from api.gate.questions import PublishQuestion as PublishAsked
from api.handling import answers
from api.http.parameters import nothing_personal
from api.http.problems import Fault, invalid
from api.state.app_state import AppState
from ledger import receipts
from ledger.people.callers import Caller
from ledger.store.database import DatabaseAwayError
from models.accounts.verdicts import Verdict
from models.gate.publishing import PublishVerdict
from models.gate.receipts import PrivilegeQuestion, PublishQuestion, Question
from regulation.articles.a06_rumours import repeated_in

NOT_WITH_AS_OF: Final = "must be left out with `as_of`: a receipt states what was known at the time of the question"


def question_of(asked: Asked) -> Question:
    """Return the question as a receipt stores it, if `unfit` finds nothing against that."""
    if isinstance(asked, PublishAsked):
        text = asked.draft.text
        return PublishQuestion(
            account=asked.account,
            draft=asked.draft.model_copy(update={"text": None}),
            at=asked.at,
            at_least_version=asked.at_least_version,
            content=asked.content,
            text_sha256=None if text is None else sha256(text.encode()).hexdigest(),
        )
    return PrivilegeQuestion(
        account=asked.account,
        privilege=asked.privilege,
        at=asked.at,
        at_least_version=asked.at_least_version,
        content=asked.content,
    )


def unfit(asked: Asked, as_of: datetime | None, inside: str = "") -> tuple[Fault, ...]:
    """Return why the question cannot be stored: it has `as_of`, or contains a resident ID number. `inside` is the path
    of the question.
    """
    if as_of is not None:
        return (Fault(path=f"{inside}record", message=NOT_WITH_AS_OF),)
    if isinstance(asked, PublishAsked):
        draft = asked.draft.model_copy(update={"text": None})
        return tuple(_personal(draft.model_dump(mode="json"), f"{inside}draft"))
    return ()


def required(body: DecisionBody | PublishBody) -> Question | None:
    """Return the question of which a receipt is wanted; None when none is.

    Raises:
        ProblemError: when it cannot be stored.
    """
    if not body.record:
        return None
    faults = unfit(body, body.as_of if isinstance(body, DecisionBody) else None, "body.")
    if faults:
        raise invalid(*faults)
    return question_of(body)


def completed(question: Question, answer: Verdict | PublishVerdict) -> Question:
    """Return the question with what the answer depends on beside the facts: the rumours that the text repeats."""
    if isinstance(question, PublishQuestion) and isinstance(answer, PublishVerdict):
        return question.model_copy(update={"repeated": repeated_in(answer, question.draft.stance)})
    return question


async def kept(app_state: AppState, caller: Caller, question: Question, answer: Verdict | PublishVerdict) -> Response:
    """Return the answer once its receipt is stored.

    Raises:
        DatabaseAwayError: when the database is unavailable, or the answer comes from before an outage.
        ClockDiffersError: when this host's clock is wrong, so that nothing may be recorded.
    """
    if answer.stale_s is not None:
        raise DatabaseAwayError("an answer from before the outage gets no receipt")
    receipt = await receipts.keep(
        app_state.database, completed(question, answer), answer, caller=caller.id, asked_at=app_state.clock()
    )
    return answers.json(
        answer,
        status=201,
        headers={
            **answers.versioned(answer.version),
            "Location": f"/v1/receipts/{receipt.id}",
            "Receipt": receipt.id,
            "Receipt-Hash": receipt.hash,
        },
    )


def _personal(value: Any, path: str) -> Iterator[Fault]:
    """Yield a fault for each text that contains a resident ID number."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _personal(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _personal(inner, f"{path}.{place}")
    elif isinstance(value, str):
        try:
            nothing_personal(value)
        except ValueError as error:
            yield Fault(path=path, message=str(error))
