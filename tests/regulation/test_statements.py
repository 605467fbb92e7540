"""Statements of reasons in words: what is said of each kind of decision, in English and in the notice's Chinese."""

from datetime import datetime, timedelta

import pytest

from models.accounts.facts import (
    Fact,
    FactBody,
    ImpersonationFound,
    MonetizationCancelled,
    Overturned,
    ViolationRecorded,
)
from models.sanctions.statements import AppealStated, Statement
from models.words.sanctions import Basis
from models.words.violations import Category
from regulation.coordination import reason_in_chinese, reason_in_english
from regulation.sanctions.actions import actions_of
from regulation.sanctions.statements import appeal_of, statement
from tests.regulation.account import on

WINDOW = timedelta(days=30)
EARLIER = (
    "one text. In concert with 5 other accounts (case c-1): the same payout account as 5 of them (×1). "
    "与其他 5 个账号联动（案件 c-1）：同一收款账户（涉及其中 5 个，1 次）。"
)
"""As facts of earlier versions have it."""


def recorded(*bodies: FactBody) -> tuple[Fact, ...]:
    """Facts of one account, one day after another from 10 March on."""
    return tuple(
        Fact(
            account="a1",
            seq=seq,
            effective_at=on("03-10") + timedelta(days=10 * (seq - 1)),
            recorded_at=on("03-10") + timedelta(days=10 * (seq - 1)),
            actor="key_ann",
            body=body,
        )
        for seq, body in enumerate(bodies, start=1)
    )


def said(*bodies: FactBody, now: datetime | None = None, two_persons: bool = False) -> Statement:
    """The statement of the action that the facts record."""
    (action,) = actions_of(recorded(*bodies))
    appeal: AppealStated = appeal_of(action, now or on("03-11"), WINDOW, None)
    return statement("a1", action, appeal, two_persons=two_persons)


def violation(**more: object) -> ViolationRecorded:
    basis = Basis.model_validate({"automated": False, **more})
    return ViolationRecorded(id="v1", category=Category.RECYCLED_NEWS, clean_months=3, reason="旧闻", basis=basis)


def line(text: str, begins: str) -> str:
    """The line of the statement that begins so."""
    return next(one for one in text.splitlines() if one.startswith(begins))


@pytest.mark.parametrize(
    ("rules", "zh"),
    [
        ("notice (2023-07-10)", "处置标准：《关于加强“自媒体”管理的通知》（2023年7月10日）"),
        ("", "处置标准：《关于加强“自媒体”管理的通知》（2023年7月10日）"),
        ("autumn (2026-10-01)", "处置标准：平台处置标准“autumn”（2026年10月1日）"),
        ("by hand", "处置标准：by hand"),
    ],
)
def test_the_rules_are_named_in_chinese(rules: str, zh: str) -> None:
    """The notice by its title and its day; a platform's own catalogue by the name that the platform gave it."""
    assert line(said(violation(rules=rules)).zh, "处置标准") == zh


@pytest.mark.parametrize(
    ("automated", "two_persons", "zh"),
    [
        (True, False, "由系统自动认定"),
        (False, False, "由人工认定"),
        (None, False, "未注明"),
        (None, True, "由人工认定（经两名审核人员复核）"),
        (False, True, "由人工认定（经两名审核人员复核）"),
    ],
)
def test_who_found_it_is_said(automated: bool | None, two_persons: bool, zh: str) -> None:
    """Nothing is called unknown that two people have decided."""
    found = said(violation(automated=automated), two_persons=two_persons)
    assert line(found.zh, "认定方式") == f"认定方式：{zh}"
    assert found.two_persons is two_persons


def test_how_often_and_against_which_article() -> None:
    """The repetition is told with its twelve months; without a measure only the offended article is named."""
    found = said(violation(nth=2))
    assert line(found.zh, "事实") == "事实：翻炒旧闻旧事（近12个月内同类违规第2次）：旧闻"
    assert line(found.zh, "依据") == "依据：《关于加强“自媒体”管理的通知》：违反第七条"


def test_an_imitation_names_whom_it_imitates() -> None:
    found = said(ImpersonationFound(id="i1", imitated="新华社", clean_months=3, reason="头像与名称"))
    assert line(found.zh, "事实") == "事实：假冒仿冒“新华社”：头像与名称"
    assert "违反第一条，依据第一条作出下列处置" in found.zh


@pytest.mark.parametrize(("reason", "grounds"), [("合作方举报属实", "合作方举报属实"), ("", "未注明")])
def test_a_measure_is_no_fact(reason: str, grounds: str) -> None:
    """A cancellation without a category has grounds, not facts, and offends no article."""
    found = said(MonetizationCancelled(id="k1", reason=reason))
    assert line(found.zh, "事由") == f"事由：{grounds}"
    assert "事实" not in found.zh
    assert line(found.zh, "依据") == "依据：《关于加强“自媒体”管理的通知》：依据第九条作出下列处置"


@pytest.mark.parametrize(
    ("now", "overturned", "zh"),
    [
        ("03-11", False, "申诉：可于2026年4月9日 00:00前通过平台申诉一次，由作出决定者以外的人员复核"),
        ("05-01", False, "申诉：申诉期限已过（截至2026年4月9日 00:00）"),
        ("05-01", True, "申诉：该决定已撤销，无需申诉"),
    ],
)
def test_why_there_is_no_appeal_any_more(now: str, overturned: bool, zh: str) -> None:
    """Too late is one thing, and overturned another."""
    found = said(violation(), *([Overturned(id="v1")] if overturned else []), now=on(now))
    assert line(found.zh, "申诉") == zh
    assert ("该决定已于2026年3月20日 00:00撤销，自始不计入违规记录。" in found.zh) is overturned


def test_each_language_has_its_own_sentence_about_the_others() -> None:
    """A reason that was recorded in both languages is told in each without the other."""
    assert reason_in_english(EARLIER) == (
        "one text. In concert with 5 other accounts (case c-1): the same payout account as 5 of them (×1)."
    )
    assert (
        reason_in_chinese(EARLIER) == "one text. 与其他 5 个账号联动（案件 c-1）：同一收款账户（涉及其中 5 个，1 次）。"
    )
    for plain in ("one text", "与其他账号发布同样内容", "In concert with others"):
        assert (reason_in_english(plain), reason_in_chinese(plain)) == (plain, plain)
