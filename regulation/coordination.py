"""Article 7: no running of account matrices. Shared attributes of accounts are weighed as ties; strongly tied accounts
form one cluster.

A cluster is evidence for a person to review. Families share a telephone, an agency's accounts a network: so no single
weak tie joins accounts, and an attribute that thousands share joins nobody.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from models.cases.cases import MOST_EVIDENCE, Case, CaseKind, Opening, Outcome, Priority
from models.cases.subjects import CoordinationFound, SanctionTerms
from models.coordination import Finding, Tie, TieKind
from models.evidence import Evidence, EvidenceKind
from models.names import TEXT_LENGTH
from models.words.violations import Category
from regulation.cases.cases import opening
from regulation.tables.parameters import Dated, dated
from regulation.words.sentences.chinese import in_chinese


@dataclass(frozen=True)
class TieRow:
    """One row of the table."""

    weight: int
    """Weight of one such tie between two accounts."""
    most: int
    """Most ties of this kind that count for a pair."""
    hub: int
    """Most accounts that share the attribute; an attribute of more accounts is a hub and proves nothing."""
    words: str
    words_zh: str


TIES: Final[Mapping[TieKind, TieRow]] = {
    TieKind.HOLDER: TieRow(60, 1, 200, "the same holder", "属于同一主体"),
    TieKind.PAYOUT: TieRow(60, 1, 100, "the same payout account", "使用同一收款账户"),
    TieKind.PHONE: TieRow(45, 1, 50, "the same phone", "使用同一手机号"),
    TieKind.DEVICE: TieRow(40, 2, 50, "the same device", "使用同一设备"),
    TieKind.NETWORK: TieRow(15, 2, 30, "the same network", "使用同一网络"),
    TieKind.MCN: TieRow(10, 1, 300, "the same MCN", "属于同一MCN机构"),
    TieKind.TEXT: TieRow(20, 4, 100, "near-duplicate texts at about the same time", "在短时间内发布高度相似的内容"),
}

JOINED_AT: Final[Dated[int]] = dated({date(2023, 7, 10): 60}, article=7)
"""Weight from which two accounts are taken to be run by one hand."""
SMALLEST: Final[Dated[int]] = dated({date(2023, 7, 10): 3}, article=7)
"""Fewest accounts of a cluster; an enterprise may have two of its own."""
TEXT_WINDOW: Final[Dated[timedelta]] = dated({date(2023, 7, 10): timedelta(hours=6)}, article=7)
"""Longest time between similar posts that count as published in concert."""
LOOKED_BACK: Final[Dated[timedelta]] = dated({date(2023, 7, 10): timedelta(days=90)}, article=7)
"""Age of the last sighting beyond which a link is ignored."""
POSTS_KEPT: Final[Dated[timedelta]] = dated({date(2023, 7, 10): timedelta(days=30)}, article=7)
"""Age beyond which signatures of posts are neither compared nor kept."""

GROWN_AFTER: Final[Mapping[Outcome, float]] = {Outcome.CONFIRMED: 0.0, Outcome.DISMISSED: 0.5}
"""Growth of a decided cluster (newcomers as a share of its members) beyond which it is a new case: any growth after a
confirmed finding; a dismissed one is not reopened for every account that joins.
"""

MOST_SANCTIONED: Final = 500
"""Most members that one decision sanctions: they are recorded with it, in one transaction."""
USUAL: Final = SanctionTerms(category=Category.MATRIX_MANIPULATION)
"""Default sanction if the reviewer names none: the finding alone."""
_SIGNALS: Final = 3
"""Most kinds of ties in the title of a case."""
_NAMED: Final = 12
"""Most accounts named in a line of evidence."""


def opened_for(
    cluster: str, round_: int, finding: Finding, newcomers: Sequence[str], now: datetime
) -> tuple[Opening, tuple[Evidence, ...]]:
    """Case about a new cluster; in a later round about the accounts that joined after the decision."""
    texts = any(tie.kind is TieKind.TEXT for tie in finding.ties)
    count, shared = len(newcomers), signals(finding, newcomers)
    first = f"{count} accounts that may act in concert: {shared}"
    opened = opening(
        CaseKind.COORDINATION,
        now,
        title=first if round_ == 1 else f"{count} accounts that joined a cluster: {shared}",
        subject=CoordinationFound(cluster=cluster, round=round_),
        # Shared ownership alone may have an innocent reason; similar posts on top of it show common action.
        priority=Priority.HIGH if texts else Priority.NORMAL,
    )
    return opened, evidence_of(finding)


def signals(finding: Finding, accounts: Sequence[str]) -> str:
    """Kinds of what the accounts share, those with the highest weight first."""
    about = set(accounts)
    kinds = {tie.kind for tie in finding.ties if not about.isdisjoint(tie.accounts)}
    weightiest = sorted(kinds, key=lambda kind: (-TIES[kind].weight, kind))
    return "; ".join(TIES[kind].words for kind in weightiest[:_SIGNALS]) or "tied to each other through others"


def evidence_of(finding: Finding) -> tuple[Evidence, ...]:
    """Ties of the cluster as evidence, the strongest first; room is left for evidence added later."""
    size = Evidence(
        kind=EvidenceKind.MEASUREMENT,
        text=f"{len(finding.members)} accounts, {finding.pairs} pairs tied strongly, {finding.all_ties} ties",
    )
    ties = tuple(Evidence(kind=EvidenceKind.MATCH, text=tie_in_words(tie)) for tie in finding.ties)
    return (size, *ties[: MOST_EVIDENCE // 2 - 1])


def grown_evidence(cluster: str, newcomers: Sequence[str], joined: Sequence[str]) -> Evidence:
    """Evidence of growth: the newcomers, and the clusters merged into this one."""
    also = f"; it is one with {', '.join(joined)}" if joined else ""
    return Evidence(
        kind=EvidenceKind.MEASUREMENT,
        text=f"cluster {cluster} has grown by {len(newcomers)} accounts: {named(newcomers)}{also}",
    )


def is_news(case: Case, newcomers: int, before: int) -> bool:
    """Whether the growth since the decision is worth another decision."""
    if case.decision is None:
        return newcomers > 0
    return newcomers > GROWN_AFTER[case.decision.ruling.outcome] * before


def tie_in_words(tie: Tie) -> str:
    """Description of one tie, for people."""
    return f"{TIES[tie.kind].words} ({tie.token}): {len(tie.accounts)} accounts, {named(tie.accounts)}"


def named(accounts: Sequence[str]) -> str:
    """First of the accounts, and the number of the others."""
    more = f" and {len(accounts) - _NAMED} more" if len(accounts) > _NAMED else ""
    return f"{', '.join(accounts[:_NAMED])}{more}"


def statement_for(account: str, case: str, finding: Finding, reason: str) -> str:
    """Reason in an account's own statement of reasons: what the decision says, and the ties of this account.

    The other accounts are counted, not named: if the finding is wrong, they are innocent third parties.
    """
    own = [tie for tie in finding.ties if account in tie.accounts]
    counted = {kind: count for kind in TieKind if (count := sum(tie.kind is kind for tie in own))}
    with_ = {kind: len({one for tie in own if tie.kind is kind for one in tie.accounts}) - 1 for kind in counted}
    en = "; ".join(f"{TIES[kind].words} as {with_[kind]} of them (×{times})" for kind, times in counted.items())
    zh = "，".join(f"其中{with_[kind]}个{TIES[kind].words_zh}（{times}次）" for kind, times in counted.items())
    others = len(finding.members) - 1
    said = f"In concert with {others} other accounts (case {case}): {en or 'tied to them through others'}."
    said_zh = f"与其他{others}个账号存在联动（案件 {case}），{zh or '经其他账号相关联'}。"
    end = "" if not reason or unicodedata.category(reason[-1]).startswith("P") else "."
    return f"{reason}{end} {said} {said_zh}".strip()[:TEXT_LENGTH]


_SAID_EN: Final = re.compile(r"In concert with \d+ other accounts \(case \S+\): .*?\.(?= 与其他|$)")
_SAID_ZH: Final = re.compile(r" ?与其他 ?\d+ ?个账号(?:存在)?联动（案件 \S+?）.*$")


def reason_in_english(reason: str) -> str:
    """Recorded reason without the sentence that `statement_for` has added in Chinese."""
    return _SAID_ZH.sub("", reason) if _SAID_EN.search(reason) else reason


def reason_in_chinese(reason: str) -> str:
    """Recorded reason without the sentence that `statement_for` has added in English; the system's own in Chinese."""
    said = _SAID_EN.sub("", reason).replace("  ", " ").strip() if _SAID_ZH.search(reason) else reason
    return in_chinese(said, said)
