"""The queue's rules: urgency, the words of a list, and who may decide a case now."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from models.accounts.facts import Materials
from models.accounts.profiles import PendingChange
from models.cases.cases import (
    Case,
    CaseKind,
    CaseStatus,
    Claim,
    Decision,
    Outcome,
    Priority,
    Ruling,
)
from models.cases.queue import CaseFilters
from models.cases.subjects import (
    Appealed,
    CancellationAsked,
    CertificationApplied,
    ClosureAsked,
    CoordinationFound,
    ImitationSuspected,
    IrregularCode,
    Reference,
)
from models.coordination import Finding, Tie, TieKind
from models.roles import Role
from models.words.privileges import Field
from models.words.violations import Category
from regulation.cases.cases import opening
from regulation.cases.queue import (
    EVERYBODYS,
    VIEW_NAMES,
    Reader,
    decidable,
    decided_by,
    priority_at,
    score,
    summary,
)
from regulation.coordination import opened_for
from regulation.words.case_kinds import RANK
from regulation.words.lengths import roughly
from regulation.words.sentences.chinese import in_chinese

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANN = Reader("per_ann", frozenset({"key_old"}), frozenset(CaseKind))


def case(kind: CaseKind = CaseKind.CLOSURE, **more: Any) -> Case:
    about = {name: more.pop(name) for name in ("subject", "title", "account", "not_by", "due_at") if name in more}
    made = opening(kind, NOW, priority=more.get("priority"), **{"account": "a1", **about})
    given = {"status": CaseStatus.OPEN, "priority": made.priority, **more}
    return Case(id="c1", opening=made, opened_at=NOW, opened_by="system", **given)


def test_the_score_never_contradicts_the_order_of_the_queue() -> None:
    """Every pair of priority and deadline, hours before and after: sorted by score, it is sorted by the queue's key."""
    lefts = [timedelta(hours=hours) for hours in (-500, -48, -24, -1, 0, 1, 12, 24, 100, 500)]
    every = [case(priority=priority, due_at=NOW + left) for priority in Priority for left in lefts]
    every.sort(key=lambda one: (-RANK[priority_at(one, NOW)], one.opening.due_at))
    scores = [score(one, NOW) for one in every]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= one <= 100 for one in scores)
    assert max(scores) - min(scores) > 95


def test_an_overdue_case_is_urgent_and_a_decided_one_is_never_overdue() -> None:
    late = case(priority=Priority.LOW, due_at=NOW + HOUR)
    assert priority_at(late, NOW) is Priority.LOW
    assert priority_at(late, NOW + HOUR) is Priority.URGENT
    decided = Decision(ruling=Ruling(outcome=Outcome.REJECTED, reason="no"), by="per_ben", at=NOW)
    assert priority_at(late.model_copy(update={"status": CaseStatus.DECIDED, "decision": decided}), NOW + HOUR) is (
        Priority.LOW
    )


def claimed(by: str) -> dict[str, Any]:
    return {"status": CaseStatus.CLAIMED, "claim": Claim(by=by, since=NOW, until=NOW + HOUR)}


def proposed(by: str) -> dict[str, Any]:
    ruling = Ruling(outcome=Outcome.APPROVED)
    return {"status": CaseStatus.PROPOSED, "proposal": Decision(ruling=ruling, by=by, at=NOW)}


@pytest.mark.parametrize(
    ("given", "may"),
    [
        ({}, True),
        (claimed("per_ann"), True),
        (claimed("key_old"), True),
        (claimed("per_ben"), False),
        ({"assigned_to": "per_ann"}, True),
        ({"assigned_to": "per_ben"}, False),
        ({"not_by": ("key_old",)}, False),
        ({"not_by": ("per_ben",)}, True),
        (proposed("per_ben"), True),
        (proposed("key_old"), False),
        ({"status": CaseStatus.DECIDED}, False),
        ({"status": CaseStatus.WITHDRAWN}, False),
    ],
)
def test_who_may_decide_a_case_now(given: dict[str, Any], may: bool) -> None:
    assert decidable(case(**given), ANN) is may


def test_a_service_is_nobodys_second_person() -> None:
    service = Reader("key_s", decides=frozenset(CaseKind), counts_as_second=False)
    assert decidable(case(), service)
    assert not decidable(case(**proposed("per_ben")), service)


def test_kinds_come_from_roles_and_from_the_persons_own_limits() -> None:
    assert decided_by(frozenset({Role.REVIEWER})) == frozenset(CaseKind)
    assert decided_by(frozenset({Role.AUDITOR, Role.PLATFORM})) == frozenset()
    assert decided_by(frozenset({Role.OPERATOR}), frozenset({CaseKind.APPEAL})) == {CaseKind.APPEAL}


CERTIFICATION = CertificationApplied(
    field=Field.HEALTHCARE,
    valid_from=date(2026, 3, 1),
    valid_until=date(2027, 2, 28),
    materials=Materials(professional_qualification="执业医师"),
)


@pytest.mark.parametrize(
    ("made", "zh", "en"),
    [
        (
            case(CaseKind.CERTIFICATION, subject=CERTIFICATION),
            "“闵行医见”申请医疗卫生领域资质认证（2026-03-01 – 2027-02-28）",
            "“闵行医见”: certified in healthcare, 2026-03-01 – 2027-02-28",
        ),
        (
            case(subject=ClosureAsked(category=Category.IMPERSONATION)),
            "拟关闭“闵行医见”：假冒仿冒",
            "close “闵行医见”: impersonation",
        ),
        (
            case(CaseKind.CANCELLATION, subject=CancellationAsked()),
            "拟取消“闵行医见”营利权限：未注明事由",
            "cancel the profit-making of “闵行医见”: no category given",
        ),
        (
            case(CaseKind.APPEAL, subject=Appealed(action="b1", says="原创" * 40)),
            f"“闵行医见”对处置（b1）提出申诉：{'原创' * 30}…",
            f"“闵行医见” appeals against b1: {'原创' * 30}…",
        ),
        (
            case(CaseKind.IMPERSONATION, subject=ImitationSuspected(imitated="新华社")),
            "“闵行医见”疑似假冒仿冒“新华社”",
            "“闵行医见” may imitate “新华社”",
        ),
        (
            case(
                CaseKind.CREDIT_CODE,
                subject=IrregularCode(holder="h_1", reference="东海传媒", fault="check digit"),
            ),
            "机构“东海传媒”的统一社会信用代码不合编码规则",
            "credit code of “东海传媒”: check digit",
        ),
        (
            case(CaseKind.DIRECTIVE, account=None, subject=Reference(kind="directive", id="d1"), title="late: label"),
            "未落实的指令：d1",
            "late: label",
        ),
        (
            case(CaseKind.COORDINATION, account=None, subject=CoordinationFound(cluster="k1", round=1)),
            "疑似矩阵账号：k1",
            "accounts that may act in concert",
        ),
    ],
)
def test_a_case_in_one_line(made: Case, zh: str, en: str) -> None:
    assert summary(made, "闵行医见") == (zh, en)


def test_a_cluster_is_named_by_its_size_and_by_what_its_accounts_share() -> None:
    """In both languages; what an earlier version wrote is said, too."""
    tie = Tie(kind=TieKind.PAYOUT, token="ab", accounts=("a", "b", "c"))
    text = Tie(kind=TieKind.TEXT, token="cd", accounts=("a", "b"))
    found = Finding(members=("a", "b", "c"), weight=1, pairs=3, ties=(text, tie), all_ties=2, edges=())
    opened, evidence = opened_for("clu_1", 1, found, found.members, NOW)
    said = summary(case(CaseKind.COORDINATION, account=None, title=opened.title, subject=opened.subject))
    assert said.en == (
        "3 accounts that may act in concert: the same payout account; near-duplicate texts at about the same time"
    )
    assert said.zh == "3个账号疑似联动：使用同一收款账户；在短时间内发布高度相似的内容"
    assert [in_chinese(piece.text) for piece in evidence] == [
        "3个账号，3对强关联，2项关联",
        "在短时间内发布高度相似的内容（cd）：2个账号：a、b",
        "使用同一收款账户（ab）：3个账号：a、b、c",
    ]
    later, _ = opened_for("clu_1", 2, found, ("c",), NOW)
    assert in_chinese(later.title) == "1个账号加入联动账号组：使用同一收款账户"


def test_a_change_of_the_profile_says_what_is_asked_for() -> None:
    change = case(CaseKind.PROFILE_CHANGE)
    asked = PendingChange(id="c1", name="新名")
    assert summary(change, "旧名", asked).zh == "“旧名”申请更名为“新名”"
    assert summary(change, "旧名", PendingChange(id="c1", bio="x", avatar="y")).zh == "“旧名”申请变更简介和头像"
    assert summary(change, "旧名").zh == "账号信息变更：“旧名”"


@pytest.mark.parametrize(
    ("length", "zh", "en"),
    [
        (timedelta(seconds=59), "不到1分钟", "less than a minute"),
        (timedelta(minutes=1), "1分钟", "1 minute"),
        (timedelta(hours=2, minutes=5, seconds=59), "2小时5分钟", "2 hours 5 minutes"),
        (timedelta(days=1, minutes=5), "1天", "1 day"),
        (timedelta(days=3, hours=4, minutes=5), "3天4小时", "3 days 4 hours"),
        (timedelta(days=12, hours=4), "12天", "12 days"),
        (-timedelta(hours=3), "3小时", "3 hours"),
    ],
)
def test_a_length_is_said_in_two_units_at_most(length: timedelta, zh: str, en: str) -> None:
    assert roughly(length) == (zh, en)


def test_every_view_that_everybody_has_has_a_name_in_both_languages() -> None:
    assert set(EVERYBODYS) == set(VIEW_NAMES)
    assert all(words.zh and words.en for words in VIEW_NAMES.values())


def test_without_a_status_undecided_cases_are_meant_unless_the_decision_is_asked_for() -> None:
    waiting = {CaseStatus.OPEN, CaseStatus.CLAIMED, CaseStatus.PROPOSED, CaseStatus.CORRECTING}
    assert set(CaseFilters().statuses()) == waiting
    assert set(CaseFilters(decider="me").statuses()) == set(CaseStatus)
    assert CaseFilters(status=(CaseStatus.DECIDED,)).usual_sorting() == "decided"
    assert CaseFilters(decided_from=date(2026, 3, 1)).usual_sorting() == "decided"
    assert CaseFilters().usual_sorting() == "urgency"
