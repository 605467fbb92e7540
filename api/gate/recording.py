"""Storage of decision receipts: an answer requested with `record` is stored before it is sent."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from starlette.responses import Response

from api.gate.questions import DecisionBody, PublishBody
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


def question_of(body: DecisionBody | PublishBody) -> Question:
    """Return the question as a receipt stores it.

    Raises:
        ProblemError: when it cannot be stored: it has `as_of`, or contains a resident ID number.
    """
    if isinstance(body, PublishBody):
        draft = body.draft.model_copy(update={"text": None})
        faults = tuple(_personal(draft.model_dump(mode="json"), "body.draft"))
        if faults:
            raise invalid(*faults)
        text = body.draft.text
        return PublishQuestion(
            account=body.account,
            draft=draft,
            at=body.at,
            at_least_version=body.at_least_version,
            text_sha256=None if text is None else sha256(text.encode()).hexdigest(),
        )
    if body.as_of is not None:
        told = "must be left out with `as_of`: a receipt states what was known at the time of the question"
        raise invalid(Fault(path="body.record", message=told))
    return PrivilegeQuestion(
        account=body.account, privilege=body.privilege, at=body.at, at_least_version=body.at_least_version
    )


async def kept(app_state: AppState, caller: Caller, question: Question, answer: Verdict | PublishVerdict) -> Response:
    """Return the answer once its receipt is stored.

    Raises:
        DatabaseAwayError: when the database is unavailable, or the answer comes from before an outage.
        ClockDiffersError: when this host's clock is wrong, so that nothing may be recorded.
    """
    if answer.stale_s is not None:
        raise DatabaseAwayError("an answer from before the outage gets no receipt")
    if isinstance(question, PublishQuestion) and isinstance(answer, PublishVerdict):
        question = question.model_copy(update={"repeated": repeated_in(answer, question.draft.stance)})
    receipt = await receipts.keep(app_state.database, question, answer, caller=caller.id, asked_at=app_state.clock())
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
