"""Cases, kind by kind: by which article, within what time, how urgent, with which outcomes, decided by whom.

One literal table, `KINDS`. What follows from a decision is in the other: `ledger/consequences`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final, Literal

from models.cases import CaseKind, Outcome, Priority
from regulation.parameters import Dated, dated

Decider = Literal["reviewer", "operator"]

REVIEWERS: Final = frozenset[Decider]({"reviewer", "operator"})
OPERATORS: Final = frozenset[Decider]({"operator"})

YES_NO: Final = (Outcome.APPROVED, Outcome.REJECTED)
FINDING: Final = (Outcome.CONFIRMED, Outcome.DISMISSED)


@dataclass(frozen=True)
class Row:
    """One row of the table."""

    article: int
    due: Dated[timedelta]
    """The time there is to decide. The notice says "promptly" or nothing; these are our defaults for that."""
    priority: Priority
    outcomes: tuple[Outcome, ...]
    words: str
    words_zh: str
    deciders: frozenset[Decider] = REVIEWERS
    two_persons: frozenset[Outcome] = frozenset()
    """Outcomes that count only when two different people have decided them alike."""
    terms: Mapping[Outcome, str] = field(default_factory=dict)
    """Which outcome may say more than a reason, and the type of that."""
    reasoned: bool = False
    """Whether every outcome must say why, also one that speaks for itself elsewhere."""
    by_hand: bool = False
    """Whether a person may open one and take it back; the others come from applications, findings and delays."""


def _due(article: int, hours: int) -> Dated[timedelta]:
    return dated({date(2023, 7, 10): timedelta(hours=hours)}, article=article)


KINDS: Final[Mapping[CaseKind, Row]] = {
    CaseKind.REGISTRATION: Row(
        1, _due(1, 24), Priority.NORMAL, YES_NO, "an account with a protected name", "涉受保护名称的账号注册"
    ),
    CaseKind.PROFILE_CHANGE: Row(
        1, _due(1, 24), Priority.NORMAL, YES_NO, "a change of name, bio or avatar", "账号信息变更"
    ),
    CaseKind.CERTIFICATION: Row(
        2,
        _due(2, 72),
        Priority.NORMAL,
        YES_NO,
        "a certification of a field",
        "领域资质认证",
        terms={Outcome.APPROVED: "validity"},
    ),
    CaseKind.EMBLEM: Row(
        1, _due(1, 24), Priority.NORMAL, YES_NO, "an avatar like a protected emblem", "疑似使用标识的头像"
    ),
    CaseKind.IMPERSONATION: Row(
        1, _due(1, 24), Priority.HIGH, FINDING, "an account that may be an imitation", "疑似假冒仿冒账号"
    ),
    CaseKind.APPEAL: Row(
        9,
        _due(9, 7 * 24),
        Priority.NORMAL,
        (Outcome.UPHELD, Outcome.REDUCED, Outcome.OVERTURNED),
        "an appeal against a measure",
        "对处置措施的申诉",
        terms={Outcome.REDUCED: "duration"},
    ),
    CaseKind.COORDINATION: Row(
        7,
        _due(7, 72),
        Priority.HIGH,
        FINDING,
        "accounts that may act in concert",
        "疑似矩阵账号",
        terms={Outcome.CONFIRMED: "sanction"},
    ),
    CaseKind.CLOSURE: Row(
        12,
        _due(12, 48),
        Priority.HIGH,
        YES_NO,
        "closing an account for good",
        "关闭账号",
        two_persons=frozenset({Outcome.APPROVED}),
        by_hand=True,
    ),
    CaseKind.CANCELLATION: Row(
        9,
        _due(9, 48),
        Priority.NORMAL,
        YES_NO,
        "cancelling profit-making for good",
        "取消营利权限",
        two_persons=frozenset({Outcome.APPROVED}),
        by_hand=True,
    ),
    CaseKind.DIRECTIVE: Row(
        10,
        _due(10, 24),
        Priority.HIGH,
        (Outcome.DONE, Outcome.DISMISSED),
        "an order that was not carried out",
        "未落实的指令",
    ),
    CaseKind.RUMOUR: Row(
        6,
        _due(6, 2),
        Priority.URGENT,
        (Outcome.DONE, Outcome.DISMISSED),
        "a rumour that waits for information",
        "待补充辟谣信息的谣言",
    ),
    CaseKind.REPORT: Row(
        9,
        _due(9, 24),
        Priority.HIGH,
        (Outcome.DONE, Outcome.DISMISSED),
        "a report that does not add up",
        "待核对的报告",
    ),
    CaseKind.FOLLOWERS: Row(
        10,
        _due(10, 72),
        Priority.HIGH,
        (Outcome.DONE, Outcome.DISMISSED),
        "followers that were not removed",
        "未清理的粉丝",
    ),
    CaseKind.NETWORK: Row(
        11,
        _due(11, 72),
        Priority.HIGH,
        FINDING,
        "a network whose accounts break rules repeatedly",
        "旗下账号屡次违规的机构",
        terms={Outcome.CONFIRMED: "network"},
    ),
    CaseKind.CREDIT_CODE: Row(
        7,
        _due(7, 72),
        Priority.NORMAL,
        YES_NO,
        "a credit code that is not as the standard has it",
        "不合编码规则的统一社会信用代码",
        reasoned=True,
    ),
}

RANK: Final[Mapping[Priority, int]] = {Priority.URGENT: 3, Priority.HIGH: 2, Priority.NORMAL: 1, Priority.LOW: 0}
"""How the queue is ordered: the highest first."""

WITHOUT_REASON: Final = frozenset({Outcome.APPROVED, Outcome.DONE})
"""Outcomes that speak for themselves; every other one must say why."""

LEASE: Final = timedelta(minutes=30)
LONGEST_LEASE: Final = timedelta(hours=8)
"""A working day: who is away longer does not work on it."""

REMINDED_AFTER: Final = 0.75
"""Part of the time there is, after which it is brought to mind."""

ESCALATED_AFTER: Final = (timedelta(0), timedelta(days=1), timedelta(days=3), timedelta(days=7))
"""How long after it was due it is escalated: to the desk, then higher and higher."""


def usual_due(kind: CaseKind, now: datetime) -> datetime:
    """Until when a case that is opened now should be decided."""
    return now + KINDS[kind].due.at(now)
