"""What may be sent: one body a command. An unknown field is refused, so that a misspelt one cannot be lost."""

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, Self, TypeVar

from pydantic import (
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
from models.instants import Duration
from models.names import AccountId, AccountKind, CaseId
from models.texts.incoming import MARK, Line, Link, Name, Text
from models.texts.legible import shows_something
from models.words.privileges import Field as PublishingField
from models.words.sanctions import MOST_LINKS, Basis, MeasureKind
from models.words.scopes import Scope, Windows
from models.words.violations import Category

_NUMBER_LENGTH: Final = 40
"""More than any identity number has; the exact form is checked where an error can say what is wrong with it."""

OptionalId = Annotated[CaseId | None, Field(description="Yours; unique on the account. Left out, one is made.")]
Effective = Annotated[
    Moment | None, Field(description="When it happened, if that was before now; bounded by the configured limit.")
]


OccurredAt = Annotated[
    Moment | None,
    Field(
        description="When the offence was committed, if that is known: then only findings recorded before it make it a "
        "repetition. Not after `effective_at`, nor before the account's registration."
    ),
]
AnotherOffence = Annotated[
    StrictBool,
    Field(
        description="That it is another offence than a finding of the same category that stands and rests on the same "
        "contents, or evidence where none are named. Else that is refused with `same-offence`: one offence counts once."
    ),
]


class Body(Frozen):
    """Refuses texts that hold a resident ID number."""

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
    """Who stands behind an account: exactly one number, which is hashed at once and kept nowhere."""

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
    """What may stand in a body, for the description."""
    return ConfigDict(json_schema_extra={"examples": list(bodies)})


_CONTACT: Final = Field(max_length=200)


class ContactsBody(Frozen):
    """By what else somebody may be known again who was closed (article 7): hashed at once and kept nowhere else."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    phone: Annotated[SecretStr | None, _CONTACT, _secret("A phone number.", "+86 138 0013 8000")] = None
    device: Annotated[SecretStr | None, _CONTACT, _secret("What identifies the device.", "a3f0-77c1-09be")] = None
    payout_account: Annotated[
        SecretStr | None, _CONTACT, _secret("Where earnings are paid to.", "6222 0200 0000 0000 000")
    ] = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        for name, value in self:
            if value is not None and not shows_something(value.get_secret_value()):
                raise ValueError(f"{name} is blank: leave it out, or give it")
        return self


B = TypeVar("B", bound="RegisterBody | ProfileBody")


def _referred(body: B) -> B:
    if body.picture is not None and not body.avatar:
        raise ValueError("gives a picture without `avatar`, the platform's reference of it: give both")
    return body


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

    account: AccountId
    kind: AccountKind
    holder: HolderBody
    name: Name
    fields: Annotated[tuple[PublishingField, ...], Field(max_length=len(PublishingField))] = ()
    bio: Text = ""
    mcn: Name | None = None
    avatar: Annotated[Line, Field(description="The platform's reference of the picture.")] = ""
    picture: Annotated[
        InBase64 | None,
        Field(description="The avatar itself (PNG, JPEG or WebP, at most 4 MiB), to be screened; it is not kept."),
    ] = None
    contacts: ContactsBody | None = None
    effective_at: Effective = None

    @model_validator(mode="after")
    def _with_reference(self) -> Self:
        return _referred(self)


class NameBody(Body):
    """Another name to show."""

    model_config = examples({"name": "高原财经观察"})

    name: Name
    effective_at: Effective = None


class ProfileBody(Body):
    """Another name, bio or avatar, decided together; what is left out stays."""

    model_config = examples(
        {"name": "高原财经观察", "bio": "每周三更新"},
        {"avatar": "img-2026-03-17"},
    )

    name: Name | None = None
    bio: Text | None = None
    avatar: Annotated[Line | None, Field(description="The platform's reference of the picture.")] = None
    picture: Annotated[
        InBase64 | None,
        Field(description="The avatar itself (PNG, JPEG or WebP, at most 4 MiB), to be screened; it is not kept."),
    ] = None
    effective_at: Effective = None

    @model_validator(mode="after")
    def _with_reference(self) -> Self:
        return _referred(self)


class ImpersonationBody(Body):
    """A finding that the account passes itself off as somebody else."""

    model_config = examples({"id": "imp-31", "imitated": "东海日报", "reason": "name and emblem of the paper"})

    id: OptionalId = None
    imitated: Annotated[Line, Field(min_length=1, description="Whom it passes itself off as.")]
    reason: Text = ""
    occurred_at: OccurredAt = None
    another_offence: AnotherOffence = False
    effective_at: Effective = None

    def basis(self) -> Basis | None:
        """What is said besides; None where nothing is."""
        basis = Basis(occurred_at=self.occurred_at, another_offence=self.another_offence)
        return None if basis == Basis() else basis


class HolderChangeBody(Body):
    """Another holder; the kind of the account follows from the number."""

    model_config = examples({"holder": _ENTERPRISE, "kind": "enterprise"})

    holder: HolderBody
    kind: AccountKind | None = None
    effective_at: Effective = None


class CertificationBody(Body):
    """A certification that was verified."""

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
    """Why, for the record."""

    model_config = examples({"reason": "appeal 2026-88 upheld"}, {})

    reason: Text = ""
    effective_at: Effective = None


class MonetizationBody(Body):
    """The profit-making methods applied for: all are granted, or none."""

    model_config = examples({"methods": ["advertising", "live_gifts"]})

    methods: Methods


Evidence = Annotated[
    tuple[Link, ...], Field(max_length=MOST_LINKS, description="Where the evidence lies; kept with the finding.")
]
Automated = Annotated[
    StrictBool | None, Field(description="Whether a machine found it; the statement of reasons says so.")
]


Follows = Annotated[
    CaseId | None,
    Field(
        description="The finding that it follows from, where that is recorded already: it bears its identifier, counts "
        "no second time, and falls with it. Instead of `id`."
    ),
]


class Founded(Body):
    """What rests on evidence."""

    reason: Text = ""
    contents: Annotated[
        Contents,
        Field(
            description="The contents it is about, by the platform's identifiers: by these another finding is known as "
            "the same offence, and where followers are to go, these tell which (article 10)."
        ),
    ] = ()
    evidence: Evidence = ()
    automated: Automated = None
    occurred_at: OccurredAt = None
    another_offence: AnotherOffence = False
    effective_at: Effective = None

    def basis(self) -> Basis | None:
        """What the statement of reasons will say; None where nothing was said."""
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
    """What may have brought followers, in certain windows too (article 10)."""

    windows: Annotated[Windows, Field(description="When the violation brought followers.")] = ()

    def _scope(self) -> Scope:
        return Scope(contents=self.contents, windows=self.windows)


class Following(Founded):
    """What may follow from a finding that is recorded already."""

    id: OptionalId = None
    follows: Follows = None

    @model_validator(mode="after")
    def _one_identifier(self) -> Self:
        if self.id is not None and self.follows is not None:
            raise ValueError("gives both id and follows: what follows from a finding bears its identifier")
        return self

    def named(self, otherwise: Callable[[], str]) -> dict[str, Any]:
        """The identifier of the command, and whether it is that of a finding recorded already."""
        return {"id": self.follows or self.id or otherwise(), "follows": self.follows is not None}


class CancellationBody(Following):
    """A cancellation; with a category it is a violation too."""

    model_config = examples({"id": "cancel-9", "category": "vulgar_persona", "reason": "third warning"}, {})

    category: Category | None = None


class ViolationBody(Gaining):
    """A finding, decided, with all that the catalogue says follows from it; or alone."""

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
        Field(description="`catalogue`: all that follows from it, in the same transaction. `none`: the finding alone."),
    ] = "catalogue"


class MeasureBody(Following, Gaining):
    """One measure that is no ban; the violation behind it is recorded with it."""

    model_config = examples(
        {"id": "m-7", "measure": "warning", "category": "missing_source", "reason": "第一次提醒"},
        {"measure": "freeze_growth", "category": "hot_event_exploitation"},
        {"measure": "limit_recommendation", "category": "distortion", "duration": "P30D"},
    )

    measure: MeasureKind
    category: Category
    duration: Annotated[Duration | None, Field(description="Left out: without an end, or done at once.")] = None


class ShortenMeasureBody(Body):
    """How long the measure shall last in total."""

    model_config = examples({"measure": "limit_recommendation", "duration": "P3D"})

    measure: MeasureKind
    duration: Duration
    reason: Text = ""
    effective_at: Effective = None


class LiftBody(Body):
    """Why profit-making may be granted again; kept with the decision."""

    model_config = examples({"reason": "已整改，经复核准予申请"})

    reason: Annotated[Text, Field(min_length=1)]
    effective_at: Effective = None


class AppealBody(Body):
    """Why the account holds that it is wrong, in its own words."""

    model_config = examples({"reason": "视频中已注明旧闻时间和地点", "evidence": ["https://files.example.cn/a-1"]})

    reason: Annotated[Text, Field(min_length=1)]
    evidence: Evidence = ()


class BanBody(Following):
    """禁言 for a duration; without a factor, the category's own."""

    model_config = examples(
        {"id": "ban-4711", "category": "rumour_making", "duration": "P7D"},
        {"category": "coordinated_malicious_marketing", "duration": "P30D", "factor": "3", "reason": "case 88"},
    )

    category: Category
    duration: Duration
    factor: Annotated[Decimal, Field(max_digits=6, decimal_places=3)] | None = None


class ShortenBody(Body):
    """How long the ban shall last in total."""

    model_config = examples({"duration": "P3D"})

    duration: Duration
    reason: Text = ""
    effective_at: Effective = None


class ClosureBody(Following):
    """The end of the account: as a sanction with a category, else by the holder's own wish."""

    model_config = examples({}, {"category": "matrix_manipulation", "reason": "case 112"})

    category: Category | None = None
