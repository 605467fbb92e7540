"""Request and response bodies of cases."""

from datetime import timedelta
from itertools import pairwise
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, field_validator, model_validator

from api.handling.requests import Body, EvidenceBody, examples
from api.http.cursors import PageOf, Word, items_named
from api.http.parameters import Day, Moment
from api.http.words import Actor
from models.accounts.commands import GivenMaterials
from models.base import Frozen
from models.cases.cases import (
    MOST_EVIDENCE,
    Case,
    CaseEntry,
    CaseKind,
    CaseStatus,
    Decision,
    Opening,
    Outcome,
    Priority,
    Ruling,
)
from models.cases.subjects import (
    CancellationAsked,
    CertificationApplied,
    ClosureAsked,
    DurationTerms,
    Exposing,
    SanctionTerms,
    Terms,
    ValidityTerms,
)
from models.instants import Duration, Instant
from models.names import AccountId, CaseId
from models.records import RecordId
from models.texts.incoming import Line, Text
from models.words.privileges import Field as PublishingField
from models.words.sanctions import Consequences
from models.words.violations import Category
from regulation.cases.notices import answer_of
from regulation.coordination import MOST_SANCTIONED
from regulation.words.case_kinds import LONGEST_LEASE

MoreEvidence = Annotated[tuple[EvidenceBody, ...], Field(max_length=MOST_EVIDENCE)]


def _no_path(value: str | None) -> str | None:
    if value in RESERVED:
        raise ValueError("is the word of a path of this API: choose another identifier")
    return value


RESERVED: Final = frozenset({"counts"})
"""Identifiers that no case may have."""
NewCaseId = Annotated[CaseId | None, AfterValidator(_no_path)]


class OpenCaseBody(Body):
    """A case that a reviewer opens by hand: closing an account, or cancelling its profit-making permanently."""

    model_config = examples(
        {
            "kind": "closure",
            "account": "kitchen",
            "category": "matrix_manipulation",
            "evidence": [
                {"kind": "link", "text": "the accounts and their posts", "link": "https://files.example.cn/m1"}
            ],
        },
        {"kind": "cancellation", "account": "kitchen", "category": "vulgar_persona", "priority": "high"},
    )

    id: Annotated[NewCaseId, Field(description="Your identifier, unique among cases. Omitted: one is generated.")] = (
        None
    )
    kind: CaseKind
    account: AccountId
    category: Category | None = None
    title: Line = ""
    priority: Priority | None = None
    due_at: Annotated[Moment | None, Field(description="Deadline. Omitted: the default of this kind.")] = None
    evidence: MoreEvidence = ()

    def subject(self) -> ClosureAsked | CancellationAsked | None:
        """Return the subject of the case; None for a kind that cannot be opened by hand."""
        if self.kind is CaseKind.CLOSURE and self.category is not None:
            return ClosureAsked(category=self.category)
        return CancellationAsked(category=self.category) if self.kind is CaseKind.CANCELLATION else None


class CertificationApplicationBody(Body):
    """An application for certification in a field; its materials appear on the homepage once verified."""

    model_config = examples(
        {
            "field": "healthcare",
            "valid_from": "2026-03-01",
            "valid_until": "2027-02-28",
            "materials": {"professional_qualification": "执业医师资格证 20260017"},
            "evidence": [{"kind": "document", "text": "资格证扫描件", "link": "https://files.example.cn/licence.pdf"}],
        }
    )

    id: Annotated[
        NewCaseId, Field(description="Identifier of the case and of the certification. Omitted: one is generated.")
    ] = None
    field: PublishingField
    valid_from: Day
    valid_until: Day
    materials: GivenMaterials = GivenMaterials()
    evidence: MoreEvidence = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.valid_until < self.valid_from:
            raise ValueError(f"valid_until {self.valid_until} lies before valid_from {self.valid_from}")
        return self


class ClaimBody(Body):
    """The length of a claim, during which nobody else may work on the case."""

    model_config = examples({}, {"lease": "PT2H"})

    lease: Annotated[Duration | None, Field(description="At most PT8H. Omitted: half an hour.")] = None

    @field_validator("lease")
    @classmethod
    def _no_longer_than_a_day(cls, value: timedelta | None) -> timedelta | None:
        if value is not None and value > LONGEST_LEASE:
            raise ValueError("must be at most PT8H, a working day: claim it again to go on")
        return value


class ReleaseBody(Body):
    """An empty body."""

    model_config = examples({})


class AssignmentBody(Body):
    """The assignee of a case; null removes the assignment. A claim by another person ends."""

    model_config = examples({"to": "per_5f0c3a1be2d9", "reason": "knows the field"}, {"to": None})

    to: Annotated[
        Actor | None, Field(description="Identifier of a person: `GET /v1/cases/{case}/assignees` lists them.")
    ]
    reason: Text = ""


class NoteBody(Body):
    """A note for the other reviewers."""

    model_config = examples({"text": "the bureau answers on Monday"})

    text: Annotated[Text, Field(min_length=1)]


class SanctionBody(Body):
    """The sanction on every member of a cluster, each with its own statement of reasons."""

    category: Category = Category.MATRIX_MANIPULATION
    consequences: Annotated[
        Literal["none", "catalogue"] | Consequences,
        Field(
            description="`catalogue`: the catalogue's consequences for each member's own record; `none`: the finding "
            "alone; or chosen consequences. Closing an account or cancelling its profit-making takes a case of its own."
        ),
    ] = "catalogue"
    without: Annotated[
        tuple[AccountId, ...], Field(max_length=MOST_SANCTIONED, description="Members that are not sanctioned.")
    ] = ()

    def terms(self) -> SanctionTerms:
        """Return the terms as they are recorded."""
        said = Consequences() if self.consequences == "none" else self.consequences
        return SanctionTerms(
            category=self.category, consequences=None if said == "catalogue" else said, without=self.without
        )


class TermsBody(Body):
    """Terms of a decision: validity days other than those applied for, a duration, or a sanction on all members."""

    model_config = examples(
        {"valid_from": "2026-01-01", "valid_until": "2026-06-30"},
        {"duration": "P3D"},
        {"sanction": {"category": "matrix_manipulation", "consequences": {"ban": "P7D"}, "without": ["kitchen"]}},
    )

    valid_from: Day | None = None
    valid_until: Day | None = None
    duration: Duration | None = None
    of: Annotated[
        CaseId | None,
        Field(description="Identifier of the measure that the duration applies to, where there are several."),
    ] = None

    sanction: Annotated[SanctionBody | None, Field(description="For a confirmed coordination case.")] = None

    @model_validator(mode="after")
    def _one_of_three(self) -> Self:
        days = (self.valid_from, self.valid_until)
        if self.sanction is not None:
            if days == (None, None) and self.duration is None and self.of is None:
                return self
            raise ValueError("a sanction excludes the other terms: give its duration in `consequences`")
        if self.duration is None and None not in days and self.of is None:
            return self
        if self.duration is not None and days == (None, None):
            return self
        raise ValueError("give valid_from and valid_until, a duration, or a sanction")

    def terms(self) -> Terms:
        """Return the terms as they are recorded."""
        if self.valid_from is not None and self.valid_until is not None:
            return ValidityTerms(valid_from=self.valid_from, valid_until=self.valid_until)
        if self.sanction is not None:
            return self.sanction.terms()
        if self.duration is None:
            raise AssertionError("the validator requires a duration here")
        return DurationTerms(duration=self.duration, of=self.of)


class ExposingBody(Body):
    """Publication of a decision that is published (article 13). Omitted: the standard text, without a name."""

    model_config = examples(
        {"summary": "十一个账号一分钟内发布同一内容"},
        {"named": True},
        {"withheld": "a minor is concerned"},
    )

    summary: Annotated[Text, Field(description="Additional public text, without personal data.")] = ""
    named: Annotated[bool, Field(description="Whether to name the account of an enterprise.")] = False
    withheld: Annotated[Text, Field(description="Reason for not publishing; empty: the decision is published.")] = ""


class DecisionBody(Body):
    """The decision. The possible outcomes depend on the kind of the case."""

    model_config = examples(
        {"outcome": "approved"},
        {"outcome": "rejected", "reason": "the certificate is of another person"},
        {"outcome": "approved", "terms": {"valid_from": "2026-01-01", "valid_until": "2026-06-30"}},
        {"outcome": "approved", "reason": "eleven accounts, one text", "exposure": {"summary": "十一个账号，同一内容"}},
    )

    outcome: Outcome
    reason: Annotated[Text, Field(description="Required, unless the outcome is `approved` or `done`.")] = ""
    terms: TermsBody | None = None
    exposure: ExposingBody | None = None

    def ruling(self) -> Ruling:
        """Return the ruling as it is recorded."""
        terms = None if self.terms is None else self.terms.terms()
        exposure = None if self.exposure is None else Exposing(**self.exposure.model_dump())
        return Ruling(outcome=self.outcome, reason=self.reason, terms=terms, exposure=exposure)


class EarlierAnswer(Frozen):
    """An answer that was withdrawn when the decision was corrected."""

    outcome: Outcome
    reason: str
    decided_at: Instant
    withdrawn_at: Instant


class WithdrawCaseBody(Body):
    """The reason for withdrawing a case."""

    model_config = examples({"reason": "the holder has closed the account"})

    reason: Text = ""


class TakeBackBody(Body):
    """The reason for taking a decision back."""

    model_config = examples({"reason": "点错了"}, {})

    reason: Text = ""


class CaseView(Frozen):
    """A case with its evidence, notes and all entries."""

    case: Case
    entries: tuple[CaseEntry, ...]
    holder_changed_at: Annotated[
        Instant | None,
        Field(description="When the holder changed after the case was opened; the case concerns the earlier holder."),
    ] = None
    closed_by_wish_at: Annotated[
        Instant | None,
        Field(description="When its holder closed the account after the case was opened; the case stays open."),
    ] = None


class CaseStatusAnswer(Frozen):
    """The public part of a case for an applicant: its status and outcome, without the reviewers and their notes."""

    id: RecordId
    kind: CaseKind
    account: AccountId | None
    status: Annotated[CaseStatus, Field(description="Claimed, proposed and deferred cases are shown as `open`.")]
    opened_at: Instant
    due_at: Instant
    outcome: Outcome | None
    reason: str
    decided_at: Instant | None
    withdrawn: Annotated[
        tuple[EarlierAnswer, ...], Field(description="Earlier answers that were corrected, the first one first.")
    ] = ()
    zh: Annotated[str, Field(description="Answer to the applicant in Chinese, once decided.")] = ""
    en: Annotated[str, Field(description="Answer to the applicant in English, once decided.")] = ""


def status_of(case: Case) -> CaseStatusAnswer:
    """Return the part of a case that an applicant may see."""
    decision: Decision | None = case.decision
    opening: Opening = case.opening
    answer = answer_of(case)
    decisions = (*case.corrected, *([] if decision is None else [decision]))
    return CaseStatusAnswer(
        id=case.id,
        kind=opening.kind,
        account=opening.account,
        status=case.public_status,
        opened_at=case.opened_at,
        due_at=opening.due_at,
        outcome=None if decision is None else decision.ruling.outcome,
        reason=case.reason if decision is None else decision.ruling.reason,
        decided_at=None if decision is None else decision.at,
        withdrawn=tuple(
            EarlierAnswer(
                outcome=one.ruling.outcome, reason=one.ruling.reason, decided_at=one.at, withdrawn_at=following.at
            )
            for one, following in pairwise(decisions)
        ),
        zh="" if answer is None else answer.zh,
        en="" if answer is None else answer.en,
    )


class ApplicationShown(CaseStatusAnswer):
    """An application for a certification, with what was applied for."""

    applied: Annotated[CertificationApplied | None, Field(description="The field, the days and the materials.")] = None


def application_shown(case: Case) -> ApplicationShown:
    """Return an application as an applicant may see it."""
    subject = case.opening.subject
    applied = subject if isinstance(subject, CertificationApplied) else None
    return ApplicationShown(**dict(status_of(case)), applied=applied)


class ApplicationsPage(PageOf[ApplicationShown, Word]):
    """Applications of an account, in the order in which they were made."""

    model_config = items_named("applications")
