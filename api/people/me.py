"""Route of the caller: name, person, roles, kinds of case, and what these permit."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field
from starlette.responses import Response

from api.handling import answers
from api.handling.routing import Guarded
from api.http.permissions import ROLES_OF
from ledger.people.callers import Caller
from models.base import Frozen
from models.cases.cases import CaseKind
from models.people.people import PersonId
from models.roles import Role
from regulation.words.case_kinds import KINDS

router = APIRouter(prefix="/v1/me", route_class=Guarded, tags=["people"])


class Me(Frozen):
    """The caller: a person, by a key or a session, or a service."""

    id: Annotated[str, Field(description="Identifier of the key or session.")]
    actor: Annotated[str, Field(description="What is recorded as actor of the caller's requests.")]
    name: Annotated[str, Field(description="Name of the person or service.")]
    person: Annotated[PersonId | None, Field(description="The person; null for a service.")]
    roles: Annotated[tuple[Role, ...], Field(description="Roles of the key or session that the person has, too.")]
    kinds: Annotated[tuple[CaseKind, ...], Field(description="Kinds of case that the caller may decide.")]
    operations: Annotated[
        tuple[str, ...],
        Field(description="Operations that the roles permit (`operationId`); a name with a dot is a part of one."),
    ]


@router.get("", response_model=Me, summary="Read who you are, and what you may do")
async def read_me(request: Request) -> Response:
    """Whose key or session this is, and what its roles permit."""
    return answers.json(me(request.state.caller))


def me(caller: Caller) -> Me:
    """Return what the caller may know and do."""
    roles = {role.value for role in caller.roles}
    kinds = (kind for kind in CaseKind if caller.kinds is None or kind in caller.kinds)
    return Me(
        id=caller.id,
        actor=caller.actor,
        name=caller.name,
        person=caller.person,
        roles=tuple(role for role in Role if role in caller.roles),
        kinds=tuple(kind for kind in kinds if KINDS[kind].deciders & roles),
        operations=tuple(sorted(name for name, permitted in ROLES_OF.items() if caller.roles & permitted)),
    )
