"""Case kinds: one row each, with article, time to decide, priority, outcomes, deciders and the wording of the exposure
(article 13).

One literal table, `KINDS`. The reactions to a decision are registered in `ledger/reactions/decided_cases.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final, Literal

from models.cases.cases import CaseKind, Outcome, Priority
from regulation.tables.parameters import Dated, dated
from regulation.words.languages import Words

Decider = Literal["reviewer", "operator"]

REVIEWERS: Final = frozenset[Decider]({"reviewer", "operator"})
OPERATORS: Final = frozenset[Decider]({"operator"})

YES_NO: Final = (Outcome.APPROVED, Outcome.REJECTED)
FINDING: Final = (Outcome.CONFIRMED, Outcome.DISMISSED)


@dataclass(frozen=True)
class CaseRow:
    """One row of the table."""

    article: int
    due: Dated[timedelta]
    """Time to decide. The notice says "promptly" or nothing; these are our defaults."""
    priority: Priority
    outcomes: tuple[Outcome, ...]
    words: Words
    deciders: frozenset[Decider] = REVIEWERS
    two_persons: frozenset[Outcome] = frozenset()
    """Outcomes that count only when two different people have decided them alike."""
    terms: Mapping[Outcome, str] = field(default_factory=dict)
    """Type of the terms that an outcome may carry beside its reason."""
    reasoned: bool = False
    """Whether every outcome needs a reason, also one that normally needs none."""
    by_hand: bool = False
    """Whether a person may open and withdraw one; the others come from applications, findings and delays."""
    exposed: Mapping[Outcome, Words] = field(default_factory=dict)
    """Outcomes that are published, with their wording: the account "was closed", 被关闭; `{measures}` stands for the
    account's measures.
    """


def _due(article: int, hours: int) -> Dated[timedelta]:
    return dated({date(2023, 7, 10): timedelta(hours=hours)}, article=article)


KINDS: Final[Mapping[CaseKind, CaseRow]] = {
    CaseKind.REGISTRATION: CaseRow(
        1, _due(1, 24), Priority.NORMAL, YES_NO, Words("涉受保护名称的账号注册", "an account with a protected name")
    ),
    CaseKind.PROFILE_CHANGE: CaseRow(
        1, _due(1, 24), Priority.NORMAL, YES_NO, Words("账号信息变更", "a change of name, bio or avatar")
    ),
    CaseKind.CERTIFICATION: CaseRow(
        2,
        _due(2, 72),
        Priority.NORMAL,
        YES_NO,
        Words("领域资质认证", "a certification of a field"),
        terms={Outcome.APPROVED: "validity"},
    ),
    CaseKind.EMBLEM: CaseRow(
        1, _due(1, 24), Priority.NORMAL, YES_NO, Words("疑似使用标识的头像", "an avatar like a protected emblem")
    ),
    CaseKind.IMPERSONATION: CaseRow(
        1,
        _due(1, 24),
        Priority.HIGH,
        FINDING,
        Words("疑似假冒仿冒账号", "an account that may be an imitation"),
        exposed={Outcome.CONFIRMED: Words("被认定为假冒仿冒，不予提供服务", "was found to imitate somebody else")},
    ),
    CaseKind.APPEAL: CaseRow(
        9,
        _due(9, 7 * 24),
        Priority.NORMAL,
        (Outcome.UPHELD, Outcome.REDUCED, Outcome.OVERTURNED),
        Words("对处置措施的申诉", "an appeal against a measure"),
        terms={Outcome.REDUCED: "duration"},
    ),
    CaseKind.COORDINATION: CaseRow(
        7,
        _due(7, 72),
        Priority.HIGH,
        FINDING,
        Words("疑似矩阵账号", "accounts that may act in concert"),
        terms={Outcome.CONFIRMED: "sanction"},
        exposed={Outcome.CONFIRMED: Words("被{measures}", "was sanctioned as acting in concert")},
    ),
    CaseKind.CLOSURE: CaseRow(
        12,
        _due(12, 48),
        Priority.HIGH,
        YES_NO,
        Words("关闭账号", "closing an account for good"),
        two_persons=frozenset({Outcome.APPROVED}),
        by_hand=True,
        exposed={Outcome.APPROVED: Words("被关闭", "was closed")},
    ),
    CaseKind.CANCELLATION: CaseRow(
        9,
        _due(9, 48),
        Priority.NORMAL,
        YES_NO,
        Words("取消营利权限", "cancelling profit-making for good"),
        two_persons=frozenset({Outcome.APPROVED}),
        by_hand=True,
        exposed={Outcome.APPROVED: Words("被取消营利权限", "lost its profit-making for good")},
    ),
    CaseKind.DIRECTIVE: CaseRow(
        10,
        _due(10, 24),
        Priority.HIGH,
        (Outcome.DONE, Outcome.DISMISSED),
        Words("未落实的指令", "an order that was not carried out"),
    ),
    CaseKind.RUMOUR: CaseRow(
        6,
        _due(6, 2),
        Priority.URGENT,
        (Outcome.DONE, Outcome.DISMISSED),
        Words("待补充辟谣信息的谣言", "a rumour that waits for information"),
    ),
    CaseKind.REPORT: CaseRow(
        9,
        _due(9, 24),
        Priority.HIGH,
        (Outcome.DONE, Outcome.DISMISSED),
        Words("待核对的报告", "a report that does not add up"),
    ),
    CaseKind.FOLLOWERS: CaseRow(
        10,
        _due(10, 72),
        Priority.HIGH,
        (Outcome.DONE, Outcome.DISMISSED),
        Words("未清理的粉丝", "followers that were not removed"),
    ),
    CaseKind.NETWORK: CaseRow(
        11,
        _due(11, 72),
        Priority.HIGH,
        FINDING,
        Words("旗下账号屡次违规的机构", "a network whose accounts break rules repeatedly"),
        terms={Outcome.CONFIRMED: "network"},
    ),
    CaseKind.CREDIT_CODE: CaseRow(
        7,
        _due(7, 72),
        Priority.NORMAL,
        YES_NO,
        Words("不合编码规则的统一社会信用代码", "a credit code that is not as the standard has it"),
        reasoned=True,
    ),
}

MAY_WAIT: Final[Dated[frozenset[CaseKind]]] = dated(
    {
        date(2023, 7, 10): frozenset(
            {
                CaseKind.PROFILE_CHANGE,  # until then the earlier profile is shown (article 1)
                CaseKind.CERTIFICATION,  # until then the field stays closed (article 2)
                CaseKind.CREDIT_CODE,  # until then nobody registers with the code (article 7)
                CaseKind.EMBLEM,  # nothing follows from these decisions: acts have records of their own
                CaseKind.DIRECTIVE,
                CaseKind.REPORT,
            }
        )
    },
    article=1,
)
"""Kinds whose decision by one person may wait for the end of a window in which it can be taken back: nothing forbidden
is open meanwhile, and nothing that was taken is kept longer. Never those that give or deny service, impose or lift a
restriction, or that the notice wants done promptly (decision 42).
"""
MOST_WAIT: Final = timedelta(minutes=30)
"""Longest window to take a decision back."""

RANK: Final[Mapping[Priority, int]] = {Priority.URGENT: 3, Priority.HIGH: 2, Priority.NORMAL: 1, Priority.LOW: 0}
"""Rank of each priority in the queue: the highest first."""

WITHOUT_REASON: Final = frozenset({Outcome.APPROVED, Outcome.DONE})
"""Outcomes that need no reason; every other one does."""

LEASE: Final = timedelta(minutes=30)
LONGEST_LEASE: Final = timedelta(hours=8)
"""Longest lease: one working day."""

REMINDED_AFTER: Final = 0.75
"""Share of the time to decide after which a reminder is sent."""

ESCALATED_AFTER: Final = (timedelta(0), timedelta(days=1), timedelta(days=3), timedelta(days=7))
"""Delays after the due time at which the case is escalated: to the desk, then to higher levels."""


def usual_due(kind: CaseKind, now: datetime) -> datetime:
    """Default due time of a case that is opened now."""
    return now + KINDS[kind].due.at(now)
