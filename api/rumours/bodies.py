"""What may be sent about a rumour, and what is shown of one."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, field_validator, model_validator

from api.handling.requests import Body, examples
from api.http.cursors import BEHIND, Limit, PageOf, PageQuery, Word, items_named
from api.http.parameters import nothing_personal
from api.http.words import RumourContents, SearchTerm, ShortLink, Sought
from models.base import Frozen
from models.instants import Instant
from models.names import TEXT_LENGTH, AccountId
from models.records import RecordId
from models.rumours.rumours import (
    MOST_ACCUSED,
    MOST_EVIDENCE,
    MOST_TERMS,
    Accused,
    Claim,
    Corrected,
    Found,
    Information,
    Opening,
    Proof,
    Rumour,
    RumourEntry,
    RumourField,
    Status,
)
from models.texts.incoming import Line, Link, Readable, Text
from regulation.articles.a06_rumours import CORRECTED_EN, CORRECTED_ZH

_CLAIM = "本市自来水已被污染，三天内不能饮用"


class ProofBody(Body):
    """What speaks against the claim."""

    link: Annotated[Link, Field(description="http or https.")]
    text: Text = ""


class InformationBody(Body):
    """What is so, as it is shown beside the rumour, pinned and recommended."""

    model_config = examples(
        {
            "text_zh": "自来水各项指标合格，可以正常饮用",
            "text_en": "Tap water meets every standard",
            "link": "https://www.piyao.org.cn/",
        }
    )

    text_zh: Annotated[Line, Field(min_length=1)]
    text_en: Line = ""
    link: Annotated[ShortLink, Field(description="Where it can be read in full; http or https.")]

    def information(self) -> Information:
        """As it is kept."""
        return Information(text_zh=self.text_zh, text_en=self.text_en, link=self.link)


Contents = Annotated[RumourContents, Field(description="The platform's identifiers.")]
SearchTerms = Annotated[
    tuple[Annotated[SearchTerm, AfterValidator(nothing_personal)], ...], Field(max_length=MOST_TERMS)
]


OtherThan = Annotated[
    tuple[RecordId, ...],
    Field(max_length=MOST_TERMS, description="Open rumours that read alike and that this one is not."),
]


class OpenRumourBody(Body):
    """A rumour, and what is known of it. What comes later is added later."""

    model_config = examples(
        {"claim": _CLAIM, "field": "livelihood"},
        {
            "id": "water-2026",
            "claim": _CLAIM,
            "claim_en": "Tap water in the city is polluted and must not be drunk for three days",
            "field": "livelihood",
            "terms": ["自来水污染", "停水三天"],
            "contents": ["post-4711", "video-815"],
            "evidence": [{"link": "https://www.piyao.org.cn/", "text": "水务集团通报"}],
            "information": {"text_zh": "自来水各项指标合格，可以正常饮用", "link": "https://www.piyao.org.cn/"},
        },
    )

    id: Annotated[RecordId | None, Field(description="Yours; unique among rumours. Left out, one is made.")] = None
    claim: Annotated[Claim, Readable("text", TEXT_LENGTH, required=True)]
    claim_en: Annotated[Line, Field(description="The same in English, for the English label.")] = ""
    field: RumourField
    terms: Annotated[SearchTerms, Field(description="On whose search pages the truth is pinned.")] = ()
    contents: Contents = ()
    evidence: Annotated[tuple[ProofBody, ...], Field(max_length=MOST_EVIDENCE)] = ()
    information: InformationBody | None = None
    other_than: OtherThan = ()

    @field_validator("id")
    @classmethod
    def _not_an_address(cls, value: str | None) -> str | None:
        if value == "search":
            raise ValueError("must not be `search`: its address is that of the search")
        return value

    def opening(self) -> Opening:
        """As it is kept; the contents have a table of their own."""
        return Opening(
            claim=self.claim.strip(),
            claim_en=self.claim_en,
            field=self.field,
            terms=tuple(dict.fromkeys(self.terms)),
            evidence=tuple(Proof(link=proof.link, text=proof.text) for proof in self.evidence),
            information=None if self.information is None else self.information.information(),
        )


class ContentsBody(Body):
    """More content that spreads it; what is known already is passed over."""

    model_config = examples({"contents": ["post-4712", "post-4713"]}, {"contents": ["post-4714"], "via": "matched"})

    contents: Annotated[Contents, Field(min_length=1)]
    via: Annotated[Found, Field(description="Reported by somebody, or matched by text.")] = Found.REPORTED


class TermsBody(Body):
    """More terms by which it is searched for."""

    model_config = examples({"terms": ["水质", "停水"]})

    terms: Annotated[SearchTerms, Field(min_length=1)]


class ClosingBody(Body):
    """Why it has run out."""

    model_config = examples({}, {"reason": "三天内无新增传播"})

    reason: Text = ""


class ReopeningBody(Body):
    """Why it is open again."""

    model_config = examples({"reason": "再次传播"})

    reason: Text = ""
    other_than: OtherThan = ()


class CorrectionBody(Body):
    """The claim turned out to be true: why, and what is said where it was called a rumour."""

    model_config = examples({"reason": "水务集团已确认", "link": "https://www.example.cn/notice"})

    reason: Annotated[Text, Field(min_length=1, description="How it is known that the claim is true.")]
    statement_zh: Annotated[Line, Field(min_length=1)] = CORRECTED_ZH
    statement_en: Line = CORRECTED_EN
    link: ShortLink | None = None

    def correction(self) -> Corrected:
        """As it is entered."""
        return Corrected(
            reason=self.reason, statement_zh=self.statement_zh, statement_en=self.statement_en, link=self.link
        )


Accounts = Annotated[tuple[AccountId, ...], Field(max_length=MOST_ACCUSED)]


class AccusationBody(Body):
    """Who made the rumour, and who spread it. Who did both made it."""

    model_config = examples(
        {"making": ["kitchen"], "spreading": ["garden", "cellar"], "reason": "编造并传播水污染谣言"}
    )

    making: Accounts = ()
    spreading: Accounts = ()
    reason: Text = ""

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not 1 <= len({*self.making, *self.spreading}) <= MOST_ACCUSED:
            raise ValueError(f"must name 1 to {MOST_ACCUSED} accounts, in making or spreading")
        return self


class AccusationAnswer(Frozen):
    """What came of each account; one that was refused did not spoil the others."""

    accounts: tuple[Accused, ...]
    recorded: int
    refused: int


class RumoursQuery(PageQuery):
    """Which rumours."""

    status: Status | None = None
    field: RumourField | None = None


class RumoursPage(PageOf[Rumour, Word]):
    """Rumours in the order in which they were opened."""

    model_config = items_named("rumours")


class RumourView(Frozen):
    """A rumour, and how far its steps are, in words."""

    rumour: Rumour
    steps: tuple[str, ...]


class EntriesQuery(Frozen):
    """Which part of the history."""

    after: Annotated[int, Field(ge=0, le=2**31 - 1, description="The last entry that you have.")] = 0
    limit: Limit = 100


class RumourEntries(Frozen):
    """What was entered, oldest first."""

    entries: tuple[RumourEntry, ...]


class ContentsQuery(Frozen):
    """Which part of the contents."""

    after: Annotated[Sought, BEHIND, Field(max_length=200, description="The last content that you have.")] = ""
    limit: Limit = 100


class ContentView(Frozen):
    """A content that spreads the rumour."""

    content: str
    found_at: Instant
    found_by: str
    via: Found
    label_order: Annotated[str | None, Field(description="The directive to label it; null while it waits.")]
    unlabel_order: Annotated[str | None, Field(description="The directive to take the label back.")]


class ContentsPage(Frozen):
    """Contents by identifier."""

    contents: tuple[ContentView, ...]
