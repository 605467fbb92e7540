"""Routes of persons: who decides, reviews and operates, with which roles and for which kinds of case."""

from typing import Annotated, Self

from fastapi import APIRouter, Path, Query
from pydantic import AfterValidator, Field, StringConstraints, model_validator
from starlette.responses import Response

from api.handling import answers
from api.handling.entering import CommandHandling, WithCommandHandling, entered, found_or_404
from api.handling.requests import Body, examples
from api.handling.routing import Guarded
from api.http.cursors import PageOf, PageQuery, Word, items_named
from api.http.words import Actor
from api.state.app_state import WithAppState
from ledger.people import people
from ledger.streams import records
from models.base import Frozen
from models.cases.cases import CaseKind
from models.people.people import Identity, Person, PersonEntry, PersonId, PersonStatus
from models.roles import Role
from models.texts.incoming import Line, Text
from regulation import people as rules
from regulation.people import PERSON, UNCHANGED

router = APIRouter(prefix="/v1/people", route_class=Guarded, tags=["people"])

_Id = Annotated[PersonId, Path(description="Identifier of the person.")]
_Name = Annotated[Line, StringConstraints(min_length=1), Field(description="Name, as colleagues read it.")]


def _some(roles: tuple[Role, ...] | None) -> tuple[Role, ...] | None:
    if roles is not None and not roles:
        raise ValueError("choose at least one role: whoever shall do nothing any more is deactivated instead")
    return roles


_Roles = Annotated[tuple[Role, ...], Field(max_length=len(Role)), AfterValidator(_some)]
_Kinds = Annotated[tuple[CaseKind, ...], Field(max_length=len(CaseKind))]


class NewPersonBody(Body):
    """A new person."""

    model_config = examples({"name": "安莉", "roles": ["reviewer"], "kinds": ["appeal", "closure"]})

    name: _Name
    roles: Annotated[_Roles, Field(description="At least one.", validate_default=True)] = ()
    kinds: Annotated[_Kinds | None, Field(description="Kinds of case that the person may decide; null: all.")] = None
    aliases: Annotated[
        tuple[Actor, ...], Field(max_length=20, description="Names under which earlier entries have the person.")
    ] = ()


class PersonChangeBody(Body):
    """Changes of a person; what is left out stays."""

    model_config = examples({"roles": ["reviewer", "operator"], "reason": "值班"}, {"every_kind": True})

    name: _Name | None = None
    roles: Annotated[_Roles | None, Field(description="At least one; whoever shall do nothing is deactivated.")] = None
    kinds: Annotated[_Kinds | None, Field(description="Only these kinds of case.")] = None
    every_kind: Annotated[bool, Field(description="All kinds of case.")] = False
    reason: Text = ""

    @model_validator(mode="after")
    def _one(self) -> Self:
        if self.every_kind and self.kinds is not None:
            raise ValueError("give `kinds`, or `every_kind`: one of them")
        return self


class PersonReasonBody(Body):
    """The reason."""

    model_config = examples({"reason": "离职"})

    reason: Text = ""


class IdentityBody(Body):
    """An identity at a sign-in provider (OpenID Connect)."""

    model_config = examples({"issuer": "https://id.example.cn", "subject": "anli"})

    issuer: Annotated[Line, StringConstraints(min_length=1), Field(description="Address of the provider (`iss`).")]
    subject: Annotated[Line, StringConstraints(min_length=1), Field(description="The user there (`sub`).")]


class PeopleQuery(PageQuery):
    """Filters of the list of persons."""

    status: Annotated[PersonStatus | None, Field(description="Omitted: both.")] = None


class PeoplePage(PageOf[Person, Word]):
    """Persons in the order in which they were added."""

    model_config = items_named("people")


class PersonHistory(Frozen):
    """A person with all entries of the record."""

    person: Person
    entries: tuple[PersonEntry, ...]


@router.get("", response_model=PeoplePage, summary="List persons")
async def list_people(query: Annotated[PeopleQuery, Query()], app_state: WithAppState) -> Response:
    """Deactivated persons included, unless `status` says otherwise."""
    statuses = None if query.status is None else [query.status.value]
    found = await records.listing(app_state.database, PERSON, statuses=statuses, after=query.after, most=query.limit)
    return answers.json(PeoplePage.of(found.of(lambda filed: filed.state)))


@router.post("", status_code=201, response_model=Person, summary="Add a person")
async def add_person(body: NewPersonBody, handling: WithCommandHandling) -> Response:
    """The person has no key and no sign-in yet: create a key, or link an identity."""
    decide = rules.add(body.name, body.roles, body.kinds, body.aliases)
    found = await handling.execute(PERSON, people.fresh_id(), decide)
    return entered(found, status=201, location=f"/v1/people/{found.record}")


@router.get("/{person}", response_model=PersonHistory, summary="Read a person with the history")
async def read_person(person: _Id, app_state: WithAppState) -> Response:
    """The state of the person and all entries of the record."""
    found = await found_or_404(app_state, PERSON, person)
    return answers.json(
        PersonHistory(person=found.state, entries=found.entries), headers=answers.versioned(len(found.entries))
    )


@router.post("/{person}/changes", response_model=Person, summary="Change a person's name, roles or kinds of case")
async def change_person(person: _Id, body: PersonChangeBody, handling: WithCommandHandling) -> Response:
    """Keys and sessions have the change at once; cases that the person may not decide any more become free."""
    kinds = None if body.every_kind else UNCHANGED if body.kinds is None else body.kinds
    return await _enter(
        person, handling, rules.change(name=body.name, roles=body.roles, kinds=kinds, reason=body.reason)
    )


@router.post("/{person}/deactivation", response_model=Person, summary="Deactivate a person")
async def deactivate_person(person: _Id, body: PersonReasonBody, handling: WithCommandHandling) -> Response:
    """Keys and sessions end at once, claimed cases become free. What the person decided stays."""
    return await _enter(person, handling, rules.deactivate(body.reason))


@router.post("/{person}/reactivation", response_model=Person, summary="Let a person work again")
async def reactivate_person(person: _Id, body: PersonReasonBody, handling: WithCommandHandling) -> Response:
    """Earlier keys stay revoked: create new ones."""
    return await _enter(person, handling, rules.reactivate(body.reason))


@router.post("/{person}/identities", response_model=Person, summary="Let a person sign in with an identity")
async def link_identity(person: _Id, body: IdentityBody, handling: WithCommandHandling) -> Response:
    """An identity belongs to one person."""
    return await _enter(person, handling, rules.link(Identity(issuer=body.issuer, subject=body.subject)))


@router.post("/{person}/identities/removal", response_model=Person, summary="Take an identity from a person")
async def unlink_identity(person: _Id, body: IdentityBody, handling: WithCommandHandling) -> Response:
    """The person signs in with it no more; sessions in force go on until they end."""
    return await _enter(person, handling, rules.unlink(Identity(issuer=body.issuer, subject=body.subject)))


async def _enter(person: str, handling: CommandHandling, decide: rules.DecidePerson) -> Response:
    return entered(await handling.execute(PERSON, person, decide))
