"""Exposures: the notice drawn up when a case is decided, and the moves that each status allows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

from models.accounts.commands import Refusal
from models.cases.cases import Case, Decision
from models.cases.subjects import CancellationAsked, ClosureAsked, CoordinationFound, Exposing, SanctionTerms
from models.exposures import (
    KIND,
    DrawnUp,
    Exposure,
    ExposureBody,
    ExposureEntry,
    ExposureStatus,
    Notice,
    Overturned,
    Published,
    Withdrawn,
    Withheld,
)
from models.instants import shown
from models.names import AccountKind
from models.records import Listed
from models.words.sanctions import Consequences
from models.words.violations import Category
from regulation.articles.a13_exposure import ARTICLE, EXPOSED, personal_in
from regulation.cases.correcting import action_id
from regulation.coordination import USUAL
from regulation.records import Decided, RecordType, Step
from regulation.sanctions.consequence_words import chinese
from regulation.tables.calendar import civil_date
from regulation.words.account_kinds import ACCOUNT_KINDS
from regulation.words.categories import CATEGORIES
from regulation.words.languages import TITLE_ZH, article_zh

DecideExposure = Callable[[Exposure | None, datetime], Decided[ExposureBody]]

ExposureMove = Literal["publish", "withdraw", "overturn"]

MOVES: Final[Mapping[ExposureStatus, Mapping[ExposureMove, ExposureStatus]]] = {
    ExposureStatus.WITHHELD: {"publish": ExposureStatus.PUBLISHED, "overturn": ExposureStatus.OVERTURNED},
    ExposureStatus.PUBLISHED: {"withdraw": ExposureStatus.WITHDRAWN, "overturn": ExposureStatus.OVERTURNED},
    ExposureStatus.WITHDRAWN: {"publish": ExposureStatus.PUBLISHED, "overturn": ExposureStatus.OVERTURNED},
    ExposureStatus.OVERTURNED: {},
}
"""Moves that each status allows, and the status that each leads to."""


@dataclass(frozen=True)
class About:
    """Accounts that a case is about: never published, except the name of a single named account."""

    known: tuple[str, ...] = ()
    """Names and identifiers of the accounts."""
    name: str | None = None
    kind: AccountKind | None = None
    """Kind of the account that the case is about; None when it is about several."""


def unfit(asked: Exposing, about: About) -> Refusal | None:
    """Refusal when a decision may not be published in that way; None when it may."""
    if asked.named and about.kind is not AccountKind.ENTERPRISE:
        return _personal("the name of a person's account may be that of the person: only enterprises are named")
    found = personal_in(asked.summary, (known for known in about.known if not asked.named or known != about.name))
    return None if found is None else _personal(f"the summary contains {found}: leave that out")


def _personal(why: str) -> Refusal:
    return Refusal(code="personal_data", message=f"{why}; everybody can read what is published", article=ARTICLE)


def draw_up(case: Case, decision: Decision, about: About) -> DecideExposure:
    """Draw up the notice of the decision, and publish or withhold it."""
    asked = decision.ruling.exposure or Exposing()

    def decide(exposure: Exposure | None, _: datetime) -> Decided[ExposureBody]:
        if exposure is not None:
            return Refusal(code="duplicate_id", message=f"exposure {exposure.id} exists already")
        drawn = DrawnUp(
            notice=_notice(case, decision, about.name if asked.named else None, about.kind),
            case=case.id,
            account=case.opening.account,
            cause=action_id(case),
        )
        return Step((drawn, Withheld(reason=asked.withheld) if asked.withheld else Published()))

    return decide


def publish(exposure: Exposure | None, _: datetime) -> Decided[ExposureBody]:
    """Publish the exposure."""
    return _moved(exposure, "publish", Published())


def withdraw(reason: str) -> DecideExposure:
    """Withdraw the exposure from the public."""
    return lambda exposure, _: _moved(exposure, "withdraw", Withdrawn(reason=reason))


def overturn(reason: str) -> DecideExposure:
    """Overturn the exposure: the decision behind it no longer stands; a second time changes nothing."""

    def decide(exposure: Exposure | None, _: datetime) -> Decided[ExposureBody]:
        if exposure is None or exposure.status is ExposureStatus.OVERTURNED:
            return Step()
        return Step((Overturned(reason=reason),))

    return decide


def _moved(exposure: Exposure | None, move: ExposureMove, body: ExposureBody) -> Decided[ExposureBody]:
    if exposure is None:
        return Refusal(code="unknown_exposure", message="there is no such exposure: `GET /v1/exposures` lists them")
    if move in MOVES[exposure.status]:
        return Step((body,))
    if _LEADS_TO[move] is exposure.status:
        return Step()  # the status is reached already
    since = exposure.ended_at or exposure.drawn_up_at
    why = f" ({exposure.reason})" if exposure.reason else ""
    return Refusal(
        code="exposure_not_open",
        message=f"exposure {exposure.id} is {exposure.status} since {shown(since)}{why}: {_RIGHT[exposure.status]}",
        article=ARTICLE,
    )


_LEADS_TO: Final[Mapping[ExposureMove, ExposureStatus]] = {
    "publish": ExposureStatus.PUBLISHED,
    "withdraw": ExposureStatus.WITHDRAWN,
}
_RIGHT: Final[Mapping[ExposureStatus, str]] = {
    ExposureStatus.WITHHELD: "it is not public, so there is nothing to withdraw",
    ExposureStatus.PUBLISHED: "withdraw it first",
    ExposureStatus.WITHDRAWN: "publish it first",
    ExposureStatus.OVERTURNED: "an overturned decision is not published",
}


def _notice(case: Case, decision: Decision, name: str | None, kind: AccountKind | None) -> Notice:
    opening, outcome = case.opening, decision.ruling.outcome
    category, on = _category(case, decision), civil_date(decision.at)
    did = EXPOSED[opening.kind, outcome]
    return Notice(
        kind=opening.kind,
        article=opening.article,
        category=category,
        outcome=outcome,
        decided_on=on,
        account_kind=kind,
        name=name,
        summary=(decision.ruling.exposure or Exposing()).summary,
        zh=_chinese(on, name, kind, category, did.zh.format(measures=_measures(decision)), opening.article),
        en=_english(on, name, kind, category, did.en, opening.article),
    )


def _category(case: Case, decision: Decision) -> Category | None:
    subject, terms = case.opening.subject, decision.ruling.terms
    if isinstance(subject, ClosureAsked | CancellationAsked):
        return subject.category
    if isinstance(subject, CoordinationFound):
        return (terms if isinstance(terms, SanctionTerms) else USUAL).category
    return None


def _measures(decision: Decision) -> str:
    """Measures in Chinese: those of the members of a cluster; if the decision names none, those by the record of
    each.
    """
    terms = decision.ruling.terms
    named = terms.consequences if isinstance(terms, SanctionTerms) else None
    if named is None:
        return "按平台处置标准处置"
    applied = named.model_copy(update={"report": False})
    return f"处以{chinese(applied)}" if applied != Consequences() else "记录违规"


def _english(
    on: date, name: str | None, kind: AccountKind | None, category: Category | None, did: str, article: int
) -> str:
    unnamed = "a group of accounts" if kind is None else f"an {ACCOUNT_KINDS[kind].en}'s account"
    who = f"the account “{name}”" if name else unnamed
    why = "" if category is None else f" for {CATEGORIES[category].words.en}"
    return f"On {on:%Y-%m-%d} {who} {did}{why} (article {article} of the notice on self-media)."


def _chinese(
    on: date, name: str | None, kind: AccountKind | None, category: Category | None, did: str, article: int
) -> str:
    who = f"账号“{name}”" if name else "多个账号" if kind is None else f"某{ACCOUNT_KINDS[kind].zh}账号"
    why = "" if category is None else f"因{CATEGORIES[category].words.zh}，"
    day = f"{on.year}年{on.month}月{on.day}日"
    return f"{day}，{who}{why}依据《{TITLE_ZH}》{article_zh(article)}{did}。"


def _apply(exposure: Exposure | None, entry: ExposureEntry) -> Exposure:
    body, at = entry.body, entry.recorded_at
    if isinstance(body, DrawnUp):
        return Exposure(
            id=entry.record,
            status=ExposureStatus.WITHHELD,
            notice=body.notice,
            case=body.case,
            account=body.account,
            cause=body.cause,
            drawn_up_at=at,
        )
    if exposure is None:
        raise ValueError(f"exposure {entry.record}: its first entry is {body.type}, not its notice")
    return exposure.model_copy(update=_changed(exposure, entry))


def _changed(exposure: Exposure, entry: ExposureEntry) -> dict[str, Any]:
    body, at = entry.body, entry.recorded_at
    if isinstance(body, Published):
        return {"status": ExposureStatus.PUBLISHED, "published_at": at, "ended_at": None, "reason": ""}
    if isinstance(body, Withheld):
        return {"reason": body.reason}
    if isinstance(body, Withdrawn):
        return {"status": MOVES[exposure.status]["withdraw"], "ended_at": at, "reason": body.reason}
    if isinstance(body, Overturned):
        return {"status": MOVES[exposure.status]["overturn"], "ended_at": at, "reason": body.reason}
    raise AssertionError("an exposure is drawn up once")


def _listed(exposure: Exposure) -> Listed:
    return Listed(status=exposure.status.value, label=exposure.notice.kind.value, account=exposure.account)


EXPOSURE: Final[RecordType[ExposureBody, Exposure]] = RecordType(
    KIND, ExposureEntry, Exposure, _apply, _listed, followed=False
)
