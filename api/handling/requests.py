"""Request bodies of the commands on accounts. An unknown field is refused, so that a misspelt field is not ignored."""

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    SecretStr,
    StrictBool,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from api.handling.pictures import InBase64
from api.http.parameters import Day, Moment, nothing_personal
from api.http.words import Contents
from models.accounts.commands import GivenMaterials, Methods
from models.accounts.facts import Materials
from models.base import Frozen
from models.evidence import Evidence as Piece
from models.evidence import EvidenceKind
from models.instants import Duration
from models.names import AccountId, AccountKind, CaseId, Digest
from models.texts.incoming import MARK, Line, Link, Name, Text
from models.texts.legible import shows_something
from models.words.privileges import Field as PublishingField
from models.words.sanctions import MOST_LINKS, Basis, MeasureKind
from models.words.scopes import Scope, Windows
from models.words.violations import Category

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


_INDIVIDUAL: Final = {"resident_id": "11010519491231002X"}
_ENTERPRISE: Final = {"unified_social_credit_code": "91350100M000100Y43"}


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


B = TypeVar("B", bound="RegisterBody | ProfileBody")


def _referred(body: B) -> B:
    if body.picture is not None and not body.avatar:
        raise ValueError("gives a picture without `avatar`, the platform's reference of the picture: give both")
    return body


def _no_path(value: str) -> str:
    if value in RESERVED:
        raise ValueError(f"{value} is a path of this API: choose another identifier")
    return value


RESERVED: Final = frozenset({"counts", "export"})
"""Identifiers that no new account may have."""
NewAccountId = Annotated[AccountId, AfterValidator(_no_path)]


class RegisterBody(Body):
    """A new account."""

    model_config = examples(
        {"account": "gaoyuan-caijing", "kind": "individual", "holder": _INDIVIDUAL, "name": "高原财经"},
        {
            "account": "minhang-yijian",
            "kind": "enterprise",
            "holder": _ENTERPRISE,
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


class ImpersonationBody(Body):
    """A finding that the account impersonates a person or organisation."""

    model_config = examples({"id": "imp-31", "imitated": "东海日报", "reason": "name and emblem of the paper"})

    id: OptionalId = None
    imitated: Annotated[Line, Field(min_length=1, description="Name of the impersonated person or organisation.")]
    reason: Text = ""
    occurred_at: OccurredAt = None
    another_offence: AnotherOffence = False
    effective_at: Effective = None

    def basis(self) -> Basis | None:
        """Return the basis of the finding; None when no part of it is given."""
        basis = Basis(occurred_at=self.occurred_at, another_offence=self.another_offence)
        return None if basis == Basis() else basis


class HolderChangeBody(Body):
    """A new holder; the kind of the account follows from the number."""

    model_config = examples({"holder": _ENTERPRISE, "kind": "enterprise"})

    holder: HolderBody
    kind: AccountKind | None = None
    effective_at: Effective = None


class CertificationBody(Body):
    """A verified certification."""

    model_config = examples(
        {
            "id": "cert-2026-017",
            "field": "finance",
            "valid_from": "2026-03-01",
            "valid_until": "2027-02-28",
            "materials": {"professional_qualification": "证券投资咨询业务资格 ZX0017"},
        }
    )

    id: OptionalId = None
    field: PublishingField
    valid_from: Day
    valid_until: Day
    materials: GivenMaterials = GivenMaterials()
    effective_at: Effective = None


class ReasonBody(Body):
    """The reason, for the record."""

    model_config = examples({"reason": "appeal 2026-88 upheld"}, {})

    reason: Text = ""
    effective_at: Effective = None


class MonetizationBody(Body):
    """The profit-making methods applied for: all are granted, or none."""

    model_config = examples({"methods": ["advertising", "live_gifts"]})

    methods: Methods


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


class CancellationBody(Following):
    """A cancellation of profit-making; with a category it is also recorded as a violation."""

    model_config = examples({"id": "cancel-9", "category": "vulgar_persona", "reason": "third warning"}, {})

    category: Category | None = None


class ViolationBody(Gaining):
    """A decided finding, with the consequences of the catalogue, or alone."""

    model_config = examples(
        {"id": "v-31", "category": "missing_source"},
        {
            "id": "v-32",
            "category": "hot_event_exploitation",
            "consequences": "catalogue",
            "evidence": ["https://files.example.cn/v-32"],
            "reason": "借突发事件引流",
            "contents": ["post-881"],
        },
    )

    id: OptionalId = None
    category: Category
    consequences: Annotated[
        Literal["none", "catalogue"],
        Field(description="`catalogue`: all consequences, in the same transaction. `none`: the finding alone."),
    ] = "catalogue"


class MeasureBody(Following, Gaining):
    """A measure other than a ban; the violation behind it is recorded with it."""

    model_config = examples(
        {"id": "m-7", "measure": "warning", "category": "missing_source", "reason": "第一次提醒"},
        {"measure": "freeze_growth", "category": "hot_event_exploitation"},
        {"measure": "limit_recommendation", "category": "distortion", "duration": "P30D"},
    )

    measure: MeasureKind
    category: Category
    duration: Annotated[
        Duration | None, Field(description="Length of the measure. Omitted: no end, or an immediate measure.")
    ] = None


class ShortenMeasureBody(Body):
    """The new total length of a measure."""

    model_config = examples({"measure": "limit_recommendation", "duration": "P3D"})

    measure: MeasureKind
    duration: Duration
    reason: Text = ""
    effective_at: Effective = None


class LiftBody(Body):
    """The reason for permitting profit-making again; recorded with the decision."""

    model_config = examples({"reason": "已整改，经复核准予申请"})

    reason: Annotated[Text, Field(min_length=1)]
    effective_at: Effective = None


class AppealBody(Body):
    """The account's reasons for its appeal, in its own words."""

    model_config = examples({"reason": "视频中已注明旧闻时间和地点", "evidence": ["https://files.example.cn/a-1"]})

    reason: Annotated[Text, Field(min_length=1)]
    evidence: Evidence = ()


class BanBody(Following):
    """A ban (禁言) for a duration; without `factor`, the factor of the category applies."""

    model_config = examples(
        {"id": "ban-4711", "category": "rumour_making", "duration": "P7D"},
        {"category": "coordinated_malicious_marketing", "duration": "P30D", "factor": "3", "reason": "case 88"},
    )

    category: Category
    duration: Duration
    factor: Annotated[Decimal, Field(max_digits=6, decimal_places=3)] | None = None


class ShortenBody(Body):
    """The new total length of a ban."""

    model_config = examples({"duration": "P3D"})

    duration: Duration
    reason: Text = ""
    effective_at: Effective = None


class ClosureBody(Following):
    """Closure of an account: with a category as a sanction, otherwise at the holder's request."""

    model_config = examples({}, {"category": "matrix_manipulation", "reason": "case 112"})

    category: Category | None = None
