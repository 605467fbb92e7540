"""Routes: persons to whom a case may be given, and handing one's own case over."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import Field
from starlette.responses import Response

from api.cases.deciding import further_of
from api.handling import answers
from api.handling.entering import CommandHandling, WithCommandHandling, entered
from api.handling.requests import Body, examples
from api.handling.routing import Guarded
from api.http.problems import ProblemError
from api.http.words import Actor
from api.state.app_state import WithAppState
from ledger.streams import records
from models.base import Frozen
from models.cases.cases import Case
from models.people.people import PersonId
from models.records import RecordId
from models.texts.incoming import Text
from regulation.cases.barring import assignable
from regulation.cases.four_eyes import considering
from regulation.cases.handing_over import hand_over
from regulation.cases.reducer import CASE, current

router = APIRouter(prefix="/v1/cases", route_class=Guarded, tags=["cases"])

_Id = Annotated[RecordId, Path(description="Identifier of the case, as in the event `case.opened`.")]


class HandOverBody(Body):
    """The person who goes on with the case, and what that person should know."""

    model_config = examples({"to": "per_5f0c3a1be2d9", "reason": "the applicant is a relative of mine"})

    to: Annotated[Actor, Field(description="Identifier of a person: `GET /v1/cases/{case}/assignees` lists them.")]
    reason: Annotated[Text, Field(description="A note, which stands in the history of the case.")] = ""


class Assignee(Frozen):
    """A person to whom a case may be given."""

    person: PersonId
    name: str


class AssigneesAnswer(Frozen):
    """The persons to whom a case may be given now, in the order of their names."""

    case: RecordId
    assignees: tuple[Assignee, ...]


@router.get("/{case}/assignees", response_model=AssigneesAnswer, summary="List the persons to whom a case may be given")
async def read_case_assignees(case: _Id, request: Request, app_state: WithAppState) -> Response:
    """Persons who may decide the case now: active, with a role and the kind, and who decided nothing of what it is
    about.
    """
    handling = CommandHandling(app_state, request.state.caller, None, None)
    found = await records.state_of(app_state.database, CASE, case)
    if found.state is None:
        raise ProblemError("unknown-case", f"there is no case {case}")
    further = await further_of(handling, case)
    able = assignable(further.of(current(found.state, app_state.clock())), await handling.persons())
    listed = tuple(Assignee(person=one.id, name=one.name) for one in able)
    return answers.json(AssigneesAnswer(case=case, assignees=listed))


@router.post("/{case}/hand-over", response_model=Case, summary="Hand a case over to another person")
async def hand_over_case(case: _Id, body: HandOverBody, handling: WithCommandHandling) -> Response:
    """For a case that you have claimed, or that is assigned to you: your claim ends, and the case is assigned to the
    other person, who must be one that may decide it. A service receives no case.
    """
    decide = hand_over(handling.caller.actor, body.to, body.reason, persons=await handling.persons())
    return entered(await handling.execute(CASE, case, considering(await further_of(handling, case), decide)))
