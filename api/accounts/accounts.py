"""Accounts: registration, profile, homepage and change of holder (articles 1, 4, 7 and 8)."""

from typing import Annotated, Final, Self, TypeVar

from fastapi import APIRouter, Request
from pydantic import AfterValidator, Field, model_validator
from starlette.responses import Response

from api.handling import answers
from api.handling.asking import standing_for
from api.handling.commanding import HELD_ANSWER, KnownCommand, NewCommand, built, contacts_of, holder_of
from api.handling.foreseeing import ForeseenAnswer
from api.handling.pictures import InBase64, WithPicture
from api.handling.requests import (
    ENTERPRISE_EXAMPLE,
    INDIVIDUAL_EXAMPLE,
    Body,
    ContactsBody,
    Effective,
    HolderBody,
    Proofs,
    examples,
    proofs_of,
)
from api.handling.routing import Guarded
from api.http.parameters import Account
from api.lists.tagging import NOT_MODIFIED, unchanged
from api.state.app_state import AppState, WithAppState
from models.accounts import commands as c
from models.names import AccountId, AccountKind
from models.texts.incoming import Line, Name, Text
from models.words.privileges import Field as PublishingField
from regulation.accounts.homepage import Homepage, homepage

router = APIRouter(prefix="/v1/accounts", route_class=Guarded, tags=["accounts"])
picture_router = APIRouter(prefix="/v1/accounts", route_class=WithPicture, tags=["accounts"])


B = TypeVar("B", bound="RegisterBody | ProfileBody")


def _referred(body: B) -> B:
    if body.picture is not None and not body.avatar:
        raise ValueError("gives a picture without `avatar`, the platform's reference of the picture: give both")
    return body


def _no_path(value: str) -> str:
    if value in RESERVED:
        raise ValueError("is the word of a path of this API: choose another identifier")
    return value


RESERVED: Final = frozenset({"counts", "export"})
"""Identifiers that no new account may have."""


NewAccountId = Annotated[AccountId, AfterValidator(_no_path)]


class RegisterBody(Body):
    """A new account."""

    model_config = examples(
        {"account": "gaoyuan-caijing", "kind": "individual", "holder": INDIVIDUAL_EXAMPLE, "name": "高原财经"},
        {
            "account": "minhang-yijian",
            "kind": "enterprise",
            "holder": ENTERPRISE_EXAMPLE,
            "name": "闵行医见",
            "fields": ["healthcare"],
            "bio": "一家医院的健康科普",
            "mcn": "东海传媒",
            "effective_at": "2026-03-01T09:00:00+08:00",
        },
    )

    account: NewAccountId
    kind: AccountKind
    holder: HolderBody
    name: Name
    fields: Annotated[tuple[PublishingField, ...], Field(max_length=len(PublishingField))] = ()
    bio: Text = ""
    mcn: Name | None = None
    avatar: Annotated[Line, Field(description="The platform's reference of the picture.")] = ""
    picture: Annotated[
        InBase64 | None,
        Field(description="The avatar itself (PNG, JPEG or WebP, at most 4 MiB), to be screened; it is not stored."),
    ] = None
    contacts: ContactsBody | None = None
    evidence: Proofs = ()
    effective_at: Effective = None

    @model_validator(mode="after")
    def _with_reference(self) -> Self:
        return _referred(self)


class NameBody(Body):
    """A new display name."""

    model_config = examples({"name": "高原财经观察"})

    name: Name
    evidence: Proofs = ()
    effective_at: Effective = None


class ProfileBody(Body):
    """A new name, bio or avatar, decided together; omitted fields keep their values."""

    model_config = examples(
        {"name": "高原财经观察", "bio": "每周三更新"},
        {"avatar": "img-2026-03-17"},
    )

    name: Name | None = None
    bio: Text | None = None
    avatar: Annotated[Line | None, Field(description="The platform's reference of the picture.")] = None
    picture: Annotated[
        InBase64 | None,
        Field(description="The avatar itself (PNG, JPEG or WebP, at most 4 MiB), to be screened; it is not stored."),
    ] = None
    evidence: Proofs = ()
    effective_at: Effective = None

    @model_validator(mode="after")
    def _with_reference(self) -> Self:
        return _referred(self)


class HolderChangeBody(Body):
    """A new holder; the kind of the account follows from the number."""

    model_config = examples({"holder": ENTERPRISE_EXAMPLE, "kind": "enterprise"})

    holder: HolderBody
    kind: AccountKind | None = None
    effective_at: Effective = None


async def registration(body: RegisterBody, app_state: AppState) -> c.Register:
    """Return the command of a registration; numbers and contacts are hashed.

    Raises:
        ProblemError: when the holder's number is invalid, or of another kind.
    """
    holder, kind = await holder_of(body.holder, body.kind, app_state)
    return built(
        c.Register,
        kind=kind,
        holder=holder,
        name=body.name,
        fields=body.fields,
        bio=body.bio,
        mcn=body.mcn,
        avatar=body.avatar,
        contacts=await contacts_of(body.contacts, app_state),
        evidence=proofs_of(body.evidence),
    )


def profile_change(body: ProfileBody) -> c.ChangeProfile:
    """Return the command of a change of the profile.

    Raises:
        ProblemError: when nothing would change.
    """
    return built(c.ChangeProfile, name=body.name, bio=body.bio, avatar=body.avatar, evidence=proofs_of(body.evidence))


@picture_router.post(
    "",
    status_code=201,
    response_model=answers.CommandAnswer,
    responses=HELD_ANSWER,
    summary="Register an account (articles 1 and 7)",
)
async def register_account(body: RegisterBody, command: NewCommand) -> Response:
    """A person may have one account, an enterprise two; a holder whose account was closed as a sanction may not
    register again.

    201: the account is active. 202: the account is held, because it shows a protected name or emblem or resembles a
    closed account. It is registered, and has no service until a reviewer has decided the case `id`.
    """
    register = await registration(body, command.app_state)
    return await command.carry_out(body.account, register, body.effective_at, status=201, picture=body.picture)


@router.get("/{account}", response_model=answers.AccountAnswer, responses=NOT_MODIFIED, summary="Read an account")
async def read_account(account: Account, app_state: WithAppState, request: Request) -> Response:
    """The account's data; its holder is shown as a keyed hash. With `If-None-Match` 304 while it is unchanged."""
    standing, at = await standing_for(app_state, account)
    headers = answers.versioned(standing.version)
    if unchanged(request, standing, at):
        return Response(status_code=304, headers=headers)
    return answers.json(answers.account(standing, at), headers=headers)


@router.get(
    "/{account}/homepage",
    response_model=Homepage,
    summary="Read what the homepage must display (articles 2, 4 and 11)",
)
async def read_homepage(account: Account, app_state: WithAppState) -> Response:
    """The name to show, the field labels with their qualifications, and the network that signed the account."""
    standing, at = await standing_for(app_state, account)
    return answers.json(homepage(standing, at), headers=answers.versioned(standing.version))


@router.post(
    "/{account}/name-changes",
    response_model=answers.CommandAnswer | ForeseenAnswer,
    responses=HELD_ANSWER,
    summary="Change the name (articles 1 and 4)",
)
async def change_name(account: Account, body: NameBody, command: KnownCommand) -> Response:
    """The new name applies from now on. 202: a reviewer must decide first; until then the old name stays."""
    return await command.carry_out(
        account, built(c.ChangeName, name=body.name, evidence=proofs_of(body.evidence)), body.effective_at
    )


@picture_router.post(
    "/{account}/profile-changes",
    response_model=answers.CommandAnswer | ForeseenAnswer,
    responses=HELD_ANSWER,
    summary="Change name, bio or avatar (article 1)",
)
async def change_profile(account: Account, body: ProfileBody, command: KnownCommand) -> Response:
    """The new profile applies from now on. 202: a reviewer must decide first; until then the old profile stays
    unchanged.
    """
    return await command.carry_out(account, profile_change(body), body.effective_at, picture=body.picture)


@router.post(
    "/{account}/holder-changes",
    response_model=answers.CommandAnswer | ForeseenAnswer,
    summary="Change the holder (articles 2, 7 and 8)",
)
async def change_holder(account: Account, body: HolderChangeBody, command: KnownCommand) -> Response:
    """Profit-making freezes for three months, certifications lapse, and the account counts towards the new holder's
    quota.
    """
    holder, kind = await holder_of(body.holder, body.kind, command.app_state)
    return await command.carry_out(account, built(c.ChangeHolder, holder=holder, kind=kind), body.effective_at)
