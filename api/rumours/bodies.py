"""Request and response bodies of rumours."""

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
    RumourStatus,
)
from models.texts.incoming import Line, Link, Readable, Text
from regulation.articles.a06_rumours import CORRECTED_EN, CORRECTED_ZH

_CLAIM = "本市自来水已被污染，三天内不能饮用"


class ProofBody(Body):
    """Evidence against the claim."""

    link: Annotated[Link, Field(description="An http or https address.")]
    text: Text = ""


class InformationBody(Body):
    """Verified information, shown beside the rumour, pinned and recommended."""

    model_config = examples(
        {
            "text_zh": "自来水各项指标合格，可以正常饮用",
            "text_en": "Tap water meets every standard",
            "link": "https://www.piyao.org.cn/",
        }
    )

    text_zh: Annotated[Line, Field(min_length=1)]
    text_en: Line = ""
    link: Annotated[ShortLink, Field(description="Address of the full text; http or https.")]

    def information(self) -> Information:
        """Return the information as it is recorded."""
        return Information(text_zh=self.text_zh, text_en=self.text_en, link=self.link)


Contents = Annotated[RumourContents, Field(description="The platform's identifiers of the contents.")]
SearchTerms = Annotated[
    tuple[Annotated[SearchTerm, AfterValidator(nothing_personal)], ...], Field(max_length=MOST_TERMS)
]


OtherThan = Annotated[
    tuple[RecordId, ...],
    Field(max_length=MOST_TERMS, description="Similar open rumours from which this one differs."),
]


class OpenRumourBody(Body):
    """A rumour and what is known of it. Further data can be added later."""

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

    id: Annotated[
        RecordId | None, Field(description="Your identifier, unique among rumours. Omitted: one is generated.")
    ] = None
    claim: Annotated[Claim, Readable("text", TEXT_LENGTH, required=True)]
    claim_en: Annotated[Line, Field(description="The claim in English, for the English label.")] = ""
    field: RumourField
    terms: Annotated[
        SearchTerms, Field(description="Search terms on whose search pages verified information is pinned.")
    ] = ()
    contents: Contents = ()
    evidence: Annotated[tuple[ProofBody, ...], Field(max_length=MOST_EVIDENCE)] = ()
    information: InformationBody | None = None
    other_than: OtherThan = ()

    @field_validator("id")
    @classmethod
    def _not_an_address(cls, value: str | None) -> str | None:
        if value == "search":
            raise ValueError("must be another identifier: this one is a path of the API")
        return value

    def opening(self) -> Opening:
        """Return the opening as it is recorded; the contents have a table of their own."""
        return Opening(
            claim=self.claim.strip(),
            claim_en=self.claim_en,
            field=self.field,
            terms=tuple(dict.fromkeys(self.terms)),
            evidence=tuple(Proof(link=proof.link, text=proof.text) for proof in self.evidence),
            information=None if self.information is None else self.information.information(),
        )


class ContentsBody(Body):
    """Further contents that spread the rumour; known ones are ignored."""

    model_config = examples({"contents": ["post-4712", "post-4713"]}, {"contents": ["post-4714"], "via": "matched"})

    contents: Annotated[Contents, Field(min_length=1)]
    via: Annotated[Found, Field(description="Whether the content was reported, or matched by text.")] = Found.REPORTED


class TermsBody(Body):
    """Further search terms of the rumour."""

    model_config = examples({"terms": ["水质", "停水"]})

    terms: Annotated[SearchTerms, Field(min_length=1)]


class ClosingBody(Body):
    """The reason for closing a rumour."""

    model_config = examples({}, {"reason": "三天内无新增传播"})

    reason: Text = ""


class ReopeningBody(Body):
    """The reason for reopening a rumour."""

    model_config = examples({"reason": "再次传播"})

    reason: Text = ""
    other_than: OtherThan = ()


class CorrectionBody(Body):
    """Correction of a rumour whose claim is true: the reason, and the statement shown in place of the label."""

    model_config = examples({"reason": "水务集团已确认", "link": "https://www.example.cn/notice"})

    reason: Annotated[Text, Field(min_length=1, description="Grounds on which the claim is true.")]
    statement_zh: Annotated[Line, Field(min_length=1)] = CORRECTED_ZH
    statement_en: Line = CORRECTED_EN
    link: ShortLink | None = None

    def correction(self) -> Corrected:
        """Return the correction as it is recorded."""
        return Corrected(
            reason=self.reason, statement_zh=self.statement_zh, statement_en=self.statement_en, link=self.link
        )


Accounts = Annotated[tuple[AccountId, ...], Field(max_length=MOST_ACCUSED)]


class AccusationBody(Body):
    """Accounts that made the rumour, and accounts that spread it. An account in both lists made it."""

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
    """Outcome for each account; a refusal does not affect the other accounts."""

    accounts: tuple[Accused, ...]
    recorded: int
    refused: int


class RumoursQuery(PageQuery):
    """Filters of the list of rumours."""

    status: RumourStatus | None = None
    field: RumourField | None = None


class RumoursPage(PageOf[Rumour, Word]):
    """Rumours in the order in which they were opened."""

    model_config = items_named("rumours")


class RumourView(Frozen):
    """A rumour and the progress of its steps as text."""

    rumour: Rumour
    steps: tuple[str, ...]


class EntriesQuery(Frozen):
    """Page of the entries of a rumour."""

    after: Annotated[int, Field(ge=0, le=2**31 - 1, description="Number of the last entry of the previous page.")] = 0
    limit: Limit = 100


class RumourEntries(Frozen):
    """Entries of a rumour, oldest first."""

    entries: tuple[RumourEntry, ...]


class ContentsQuery(Frozen):
    """Page of the contents of a rumour."""

    after: Annotated[Sought, BEHIND, Field(max_length=200, description="Last content of the previous page.")] = ""
    limit: Limit = 100


class ContentView(Frozen):
    """A content that spreads the rumour."""

    content: str
    found_at: Instant
    found_by: str
    via: Found
    label_order: Annotated[str | None, Field(description="The directive to label it; null until it is issued.")]
    unlabel_order: Annotated[str | None, Field(description="The directive to remove the label.")]


class ContentsPage(Frozen):
    """Contents by identifier."""

    contents: tuple[ContentView, ...]
