"""Request bodies of the commands on accounts. An unknown field is refused, so that a misspelt field is not ignored."""

from collections.abc import Callable
from typing import Annotated, Any, Final, Self

from pydantic import (
    ConfigDict,
    Field,
    SecretStr,
    StrictBool,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from api.http.parameters import Moment, nothing_personal
from api.http.words import Contents
from models.accounts.facts import Materials
from models.base import Frozen
from models.evidence import Evidence as Piece
from models.evidence import EvidenceKind
from models.names import CaseId, Digest
from models.texts.incoming import MARK, Link, Text
from models.texts.legible import shows_something
from models.words.sanctions import MOST_LINKS, Basis
from models.words.scopes import Scope, Windows

_NUMBER_LENGTH: Final = 40
"""Maximum length of a number, above any valid one; its exact form is checked later, with a specific message."""

OptionalId = Annotated[
    CaseId | None, Field(description="Your identifier, unique on the account. Omitted: one is generated.")
]
Effective = Annotated[
    Moment | None, Field(description="Time of the event, if before now; limited by the configuration.")
]


OccurredAt = Annotated[
    Moment | None,
    Field(
        description="Time of the offence, if known: then only findings recorded before that time make it a "
        "repetition. Not after `effective_at`, nor before the account's registration."
    ),
]
AnotherOffence = Annotated[
    StrictBool,
    Field(
        description="True for a different offence from a standing finding of the same category with the same "
        "contents, or the same evidence where no contents are named. Otherwise refused with `same-offence`."
    ),
]


class Body(Frozen):
    """Request body that refuses texts with a resident ID number."""

    @field_validator("*", mode="after")
    @classmethod
    def _nothing_personal(cls, value: Any) -> Any:
        if isinstance(value, str):
            nothing_personal(value)
        elif isinstance(value, tuple):
            for text in value:
                if isinstance(text, str):
                    nothing_personal(text)
        elif isinstance(value, Materials):
            for text in value.model_dump().values():
                nothing_personal(text)
        return value


def _secret(description: str, example: str) -> Any:
    return WithJsonSchema(
        {
            "type": "string",
            "maxLength": _NUMBER_LENGTH,
            "writeOnly": True,
            MARK: "compared",
            "description": description,
            "examples": [example],
        }
    )


CreditCode = Annotated[
    SecretStr,
    Field(max_length=_NUMBER_LENGTH),
    _secret("An organisation's unified social credit code (GB 32100).", "91350100M000100Y43"),
]


class HolderBody(Frozen):
    """The holder of an account: exactly one number, which is hashed at once and not stored."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    resident_id: Annotated[
        SecretStr | None,
        Field(max_length=_NUMBER_LENGTH),
        _secret("An individual's resident ID number (GB 11643).", "11010519491231002X"),
    ] = None
    unified_social_credit_code: Annotated[
        SecretStr | None,
        Field(max_length=_NUMBER_LENGTH),
        _secret("An enterprise's unified social credit code (GB 32100).", "91350100M000100Y43"),
    ] = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (self.resident_id is None) == (self.unified_social_credit_code is None):
            raise ValueError("give exactly one: resident_id for an individual, unified_social_credit_code otherwise")
        return self


INDIVIDUAL_EXAMPLE: Final = {"resident_id": "11010519491231002X"}
ENTERPRISE_EXAMPLE: Final = {"unified_social_credit_code": "91350100M000100Y43"}


def examples(*bodies: dict[str, Any]) -> ConfigDict:
    """Return a model configuration with examples of the body, for the description."""
    return ConfigDict(json_schema_extra={"examples": list(bodies)})


_CONTACT: Final = Field(max_length=200)


class ContactsBody(Frozen):
    """Contacts by which a holder whose account was closed can be recognised (article 7): hashed at once, stored only as
    hashes.
    """

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    phone: Annotated[SecretStr | None, _CONTACT, _secret("A phone number.", "+86 138 0013 8000")] = None
    device: Annotated[SecretStr | None, _CONTACT, _secret("A device identifier.", "a3f0-77c1-09be")] = None
    payout_account: Annotated[
        SecretStr | None, _CONTACT, _secret("The account to which earnings are paid.", "6222 0200 0000 0000 000")
    ] = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        for name, value in self:
            if value is not None and not shows_something(value.get_secret_value()):
                raise ValueError(f"{name} is blank: leave it out, or give it")
        return self


class EvidenceBody(Body):
    """A piece of evidence: a text, a link, or the digest of a document stored elsewhere; at least one of the three."""

    model_config = examples(
        {"kind": "document", "text": "资格证扫描件", "link": "https://files.example.cn/licence.pdf"},
        {"kind": "content", "text": "post 4711 claims to speak for the bureau", "digest": "ab" * 32},
    )

    kind: EvidenceKind
    text: Text = ""
    link: Annotated[Link | None, Field(description="An http or https address.")] = None
    digest: Digest | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.text and self.link is None and self.digest is None:
            raise ValueError("is empty: give text, link or digest")
        return self

    def evidence(self) -> Piece:
        """Return the evidence as it is recorded."""
        return Piece(kind=self.kind, text=self.text, link=self.link, digest=self.digest)


MOST_PROOFS: Final = 10
Proofs = Annotated[
    tuple[EvidenceBody, ...],
    Field(
        max_length=MOST_PROOFS,
        description="The applicant's own proof, for the reviewer if the profile is held: links, or digests of files "
        "sent to `POST /v1/evidence` before. Not stored when nothing is held.",
    ),
]


def proofs_of(given: tuple[EvidenceBody, ...]) -> tuple[Piece, ...]:
    """Return the applicant's proof as it is recorded."""
    return tuple(piece.evidence() for piece in given)


class ReasonBody(Body):
    """The reason, for the record."""

    model_config = examples({"reason": "appeal 2026-88 upheld"}, {})

    reason: Text = ""
    effective_at: Effective = None


Evidence = Annotated[
    tuple[Link, ...], Field(max_length=MOST_LINKS, description="Addresses of the evidence; stored with the finding.")
]
Automated = Annotated[
    StrictBool | None,
    Field(description="Whether the violation was detected automatically; stated in the statement of reasons."),
]


Follows = Annotated[
    CaseId | None,
    Field(
        description="Identifier of the recorded finding that this follows from: it gets the same identifier, counts "
        "no second time, and is overturned with it. Instead of `id`."
    ),
]


class Founded(Body):
    """Request body of a finding, with its evidence."""

    reason: Text = ""
    contents: Annotated[
        Contents,
        Field(
            description="The platform's identifiers of the contents concerned: they identify another finding as "
            "the same offence, and the followers to remove (article 10)."
        ),
    ] = ()
    evidence: Evidence = ()
    automated: Automated = None
    occurred_at: OccurredAt = None
    another_offence: AnotherOffence = False
    effective_at: Effective = None

    def basis(self) -> Basis | None:
        """Return the basis for the statement of reasons; None when no part of it is given."""
        scope = self._scope()
        basis = Basis(
            evidence=self.evidence,
            automated=self.automated,
            gained=scope if scope.said else None,
            occurred_at=self.occurred_at,
            another_offence=self.another_offence,
        )
        return None if basis == Basis() else basis

    def _scope(self) -> Scope:
        return Scope(contents=self.contents)


class Gaining(Founded):
    """Request body of a finding that may have gained followers, also in time windows (article 10)."""

    windows: Annotated[Windows, Field(description="Time windows in which the violation gained followers.")] = ()

    def _scope(self) -> Scope:
        return Scope(contents=self.contents, windows=self.windows)


class Following(Founded):
    """Request body of a sanction that may follow from a recorded finding."""

    id: OptionalId = None
    follows: Follows = None

    @model_validator(mode="after")
    def _one_identifier(self) -> Self:
        if self.id is not None and self.follows is not None:
            raise ValueError("gives both id and follows: a consequence of a finding has the identifier of the finding")
        return self

    def named(self, otherwise: Callable[[], str]) -> dict[str, Any]:
        """Return the identifier of the command, and whether it is that of a recorded finding."""
        return {"id": self.follows or self.id or otherwise(), "follows": self.follows is not None}
