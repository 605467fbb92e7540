"""Routes of API keys: made by the persons themselves, and by operators for services. The secret is shown once."""

from typing import Annotated, Self

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field, StringConstraints, ValidationInfo, field_validator, model_validator
from starlette.responses import Response

from api.handling import answers
from api.handling.fresh import require_fresh
from api.handling.requests import Body, examples
from api.handling.routing import Guarded
from api.http.authentication import require
from api.http.cursors import PageOf, PageQuery, Word, items_named
from api.http.permissions import OPERATOR
from api.http.problems import ProblemError, refused
from api.state.app_state import AppState, WithAppState
from ledger import keys
from ledger.keys import KeyEntry
from ledger.people import people
from ledger.people.callers import Caller
from ledger.store import pages
from models.accounts.commands import Refusal
from models.base import Frozen
from models.instants import Instant
from models.people.people import PersonId
from models.roles import Role
from models.texts.incoming import Line

router = APIRouter(prefix="/v1/keys", route_class=Guarded, tags=["people"])

KeyId = Annotated[str, StringConstraints(pattern=r"^key_[0-9a-f]{12}$")]
_Id = Annotated[KeyId, Path(description="Identifier of the key.")]


class KeyBody(Body):
    """A new key: yours, that of another person, or that of a service."""

    model_config = examples(
        {"name": "laptop"},
        {"person": "per_5f0c3a1be2d9", "name": "laptop", "roles": ["reviewer"]},
        {"service": "feed", "roles": ["platform"]},
    )

    person: Annotated[PersonId | None, Field(description="Another person: operators only. Omitted: yourself.")] = None
    service: Annotated[
        Line | None, StringConstraints(min_length=1), Field(description="A program that uses it: operators only.")
    ] = None
    name: Annotated[Line, Field(description="Name of a person's key, to tell several apart.")] = ""
    roles: Annotated[
        tuple[Role, ...],
        Field(max_length=len(Role), description="Omitted: all roles that the person has.", validate_default=True),
    ] = ()

    @model_validator(mode="after")
    def _of_one(self) -> Self:
        if self.person is not None and self.service is not None:
            raise ValueError("a key is a person's or a service's: give one of them")
        return self

    @field_validator("roles")
    @classmethod
    def _of_a_service(cls, roles: tuple[Role, ...], info: ValidationInfo) -> tuple[Role, ...]:
        if info.data.get("service") is not None and not roles:
            raise ValueError("a service's key needs its roles: choose at least one")
        return roles


class KeyAssignmentBody(Body):
    """The person who uses the key."""

    model_config = examples({"person": "per_5f0c3a1be2d9"})

    person: PersonId


class KeyRevocationBody(Body):
    """An empty body."""

    model_config = examples({})


class Key(Frozen):
    """An API key; the secret is never shown again."""

    id: KeyId
    name: Annotated[str, Field(description="Name of the key.")]
    person: Annotated[PersonId | None, Field(description="Its person; null for a service's key.")]
    person_name: str | None
    service: Annotated[str | None, Field(description="Its service; null for a person's key.")]
    roles: Annotated[tuple[Role, ...], Field(description="Its roles; of a person's key those that the person has.")]
    created_at: Instant
    revoked_at: Instant | None


class NewKey(Frozen):
    """A key that was just created, with its secret."""

    key: Key
    secret: Annotated[str, Field(description="Shown only here: keep it.")]


class KeyRevoked(Frozen):
    """A key that was revoked."""

    key: Key
    cases: Annotated[tuple[str, ...], Field(description="Cases that a service had claimed, and that are free again.")]


class KeysQuery(PageQuery):
    """Filters of the list of keys."""

    person: Annotated[PersonId | None, Field(description="Keys of this person. Omitted: your own.")] = None
    everybody: Annotated[bool, Field(description="All keys, of services too: operators only.")] = False
    revoked: Annotated[bool, Field(description="Also those that were revoked.")] = False


class KeysPage(PageOf[Key, Word]):
    """Keys, oldest first."""

    model_config = items_named("keys")


@router.get("", response_model=KeysPage, summary="List API keys")
async def list_keys(query: Annotated[KeysQuery, Query()], request: Request, app_state: WithAppState) -> Response:
    """Your own keys; operators may list those of others and of services."""
    caller: Caller = request.state.caller
    if query.everybody or (query.person is not None and query.person != caller.person):
        require(caller, OPERATOR)
    whose = query.person or caller.person
    found = [
        entry
        for entry in await keys.listed(app_state.database)
        if (query.everybody and query.person is None) or (whose is not None and entry.caller.person == whose)
    ]
    shown = [entry for entry in found if query.revoked or entry.revoked_at is None]
    page = pages.among(
        shown, keys.BY_AGE, lambda entry: (entry.created_at, entry.caller.id), after=query.after, most=query.limit
    )
    return answers.json(KeysPage.of(page.of(_key)))


@router.post("", status_code=201, response_model=NewKey, summary="Create an API key")
async def create_key(body: KeyBody, request: Request, app_state: WithAppState) -> Response:
    """The secret is in this answer only. A repeated request makes another key. Your own key has at most the roles of
    the key or session that you make it with.
    """
    caller: Caller = request.state.caller
    require_fresh(app_state, caller)
    person = None if body.service is not None else body.person or caller.person
    if body.service is not None or person != caller.person:
        require(caller, OPERATOR)
    if body.service is None and person is None:
        raise ProblemError("forbidden", "a service makes no keys: a person or an operator does")
    roles = body.roles or await _roles(app_state, caller, person)
    if person == caller.person and body.service is None:
        _require_own(caller, roles)
    name = body.service or body.name or "key"
    try:
        made, secret = await keys.create(
            app_state.database, name, roles, app_state.clock(), person=person, actor=caller.actor
        )
    except keys.KeyRefusedError as error:
        raise refused(error.refusal) from None
    found = _key(await _entry(app_state, made.id))
    return answers.json(NewKey(key=found, secret=secret), 201, {"Location": f"/v1/keys/{found.id}"})


@router.get("/{key}", response_model=Key, summary="Read an API key")
async def read_key(key: _Id, request: Request, app_state: WithAppState) -> Response:
    """A key of yours; operators may read all. The secret is never shown."""
    return answers.json(_key(await _own(app_state, key, request.state.caller)))


@router.post("/{key}/revocation", response_model=KeyRevoked, summary="Revoke an API key")
async def revoke_key(
    key: _Id,
    body: KeyRevocationBody,  # noqa: ARG001 - the body is empty, but described
    request: Request,
    app_state: WithAppState,
) -> Response:
    """It is refused from now on, in every process. Yours, or as an operator anybody's; revoking twice is once."""
    caller: Caller = request.state.caller
    await _own(app_state, key, caller)
    revoked = await keys.revoke(app_state.database, key, app_state.clock(), actor=caller.actor)
    found = _key(await _entry(app_state, key))
    return answers.json(KeyRevoked(key=found, cases=() if revoked is None else revoked.cases))


@router.post("/{key}/assignment", response_model=Key, summary="Give a service's key to the person who uses it")
async def assign_key(key: _Id, body: KeyAssignmentBody, request: Request, app_state: WithAppState) -> Response:
    """Earlier entries under the key are the person's from now on. A person's key cannot be given on."""
    caller: Caller = request.state.caller
    try:
        await keys.assign(app_state.database, key, body.person, app_state.clock(), actor=caller.actor)
    except keys.KeyRefusedError as error:
        raise refused(error.refusal) from None
    return answers.json(_key(await _entry(app_state, key)))


def _require_own(caller: Caller, roles: tuple[Role, ...]) -> None:
    lacking = [role.value for role in roles if role not in caller.roles]
    if lacking:
        raise refused(
            Refusal(
                code="role_missing",
                message=f"you act without the role {' or '.join(lacking)} here: a key has no more than the key or "
                "session that makes it",
            )
        )


async def _roles(app_state: AppState, caller: Caller, person: str | None) -> tuple[Role, ...]:
    """Return the roles of a key for which none are named: the caller's own, or all of another person's."""
    if person == caller.person or person is None:
        return tuple(role for role in Role if role in caller.roles)
    found = await people.person_of(app_state.database, person)
    if found is None:
        raise ProblemError("unknown-person", people.unknown(person).message)
    return found.roles


async def _own(app_state: AppState, key: str, caller: Caller) -> KeyEntry:
    found = await keys.one(app_state.database, key)
    own = found is not None and caller.person is not None and found.caller.person == caller.person
    if found is None or not (own or Role.OPERATOR in caller.roles):
        raise ProblemError("unknown-key", f"you have no key {key}: GET /v1/keys lists yours")
    return found


async def _entry(app_state: AppState, key: str) -> KeyEntry:
    found = await keys.one(app_state.database, key)
    if found is None:
        raise AssertionError("keys are never deleted")
    return found


def _key(entry: KeyEntry) -> Key:
    caller = entry.caller
    return Key(
        id=caller.id,
        name=entry.label,
        person=caller.person,
        person_name=None if caller.person is None else caller.name,
        service=caller.name if caller.person is None else None,
        roles=tuple(role for role in Role if role in caller.roles),
        created_at=entry.created_at,
        revoked_at=entry.revoked_at,
    )
