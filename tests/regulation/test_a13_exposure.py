"""Article 13: which decisions the public is told of, in which words, and what may not be among them."""

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from models.accounts.commands import Refusal
from models.cases.cases import Case, CaseKind, CaseStatus, Decision, Outcome, Ruling
from models.cases.subjects import ClosureAsked, CoordinationFound, Exposing, SanctionTerms
from models.exposures import DrawnUp, Exposure, ExposureBody, ExposureEntry, ExposureStatus
from models.names import AccountKind
from models.words.violations import Category
from regulation.articles.a13_exposure import EXPOSED, personal_in
from regulation.cases.cases import opening
from regulation.exposures import (
    EXPOSURE,
    MOVES,
    About,
    DecideExposure,
    ExposureMove,
    draw_up,
    overturn,
    publish,
    unfit,
    withdraw,
)
from regulation.records import Decided, Step
from regulation.words.case_kinds import KINDS

NIGHT = datetime(2026, 3, 1, 17, tzinfo=UTC)
"""In Shanghai it is the next day already."""


@pytest.mark.parametrize(
    ("summary", "said"),
    [
        ("十一个账号一分钟内发布同一内容", None),
        ("between 2026-03-01 2026-03-04 and 2026年3月5日 it gained 120,000 followers", None),
        ("同一内容被转发 1400000 次, wechat accounts too", None),
        ("机主11010519491231002X", "a resident ID number"),
        ("机主 １１０１０５ １９４９１２３１ ００２Ｘ", "a resident ID number"),
        ("拨打 138-0013-8000", "a mobile number"),
        ("拨打+86 13800138000", "a mobile number"),
        ("座机 010-62770334", "a landline number"),
        ("写信 zhang.san@example.cn", "an email address"),
        ("卡号6222 0202 0001 1234 567", "a number as long as that of a person's card or account"),
        ("加微信: shanye_cf", "a messenger account"),
        ("加QQ 10001", "a messenger account"),
        ("the account kitchen did it", "the account's name or identifier"),
        ("the kitchenware of others", None),
        ("“山野厨房”与其他账号", "the account's name or identifier"),
        ("138\u200b0013\u200b8000", "a mobile number"),
        ("(138)00138000", "a mobile number"),
        ("１３８－００１３－８０００", "a mobile number"),
        ("138/0013/8000 起", "a mobile number"),
        ("一三八零零一三八零零零", "a mobile number"),
        ("机主110105\u200b19491231\u200b002X", "a resident ID number"),
        ("机主ID110105-1949-12-31-002X", "a resident ID number"),
        ("加vx：abcde12345", "a messenger account"),
        ("加V：abcde12345", "a messenger account"),
        ("加 薇信 abcde12345", "a messenger account"),
        ("＋微 abcde12345", "a messenger account"),
        ("v x: abcde12345", "a messenger account"),
        ("扣扣号 1000123", "a messenger account"),
        ("zhang.san＠example.cn", "an email address"),
        ("zhang.san (at) example . cn", "an email address"),
        ("“山 野 厨 房”与其他账号", "the account's name or identifier"),
        ("山·野·厨·房", "the account's name or identifier"),
        ("山\u200b野厨房", "the account's name or identifier"),
        ("山野廚房", "the account's name or identifier"),
        ("k i t c h e n", "the account's name or identifier"),
        ("ＫＩＴＣＨＥＮ", "the account's name or identifier"),
        ("播放15000、130000次，直播13:30:00-13:45 3次", None),
        ("账号加入3个群组，加强审核 version2", None),
    ],
)
def test_what_tells_of_a_person_is_found_in_whatever_form(summary: str, said: str | None) -> None:
    assert personal_in(summary, ("kitchen", "山野厨房")) == said


def test_what_is_told_of_are_outcomes_that_there_are() -> None:
    assert all(outcome in KINDS[kind].outcomes for kind, outcome in EXPOSED)
    assert {move for moves in MOVES.values() for move in moves} == set(get_args(ExposureMove))
    assert set(MOVES) == set(ExposureStatus)


def decided(exposing: Exposing | None = None) -> tuple[Case, Decision]:
    opened = opening(
        CaseKind.CLOSURE, NIGHT, account="kitchen", subject=ClosureAsked(category=Category.MATRIX_MANIPULATION)
    )
    decision = Decision(
        ruling=Ruling(outcome=Outcome.APPROVED, reason="张三 runs them", exposure=exposing), by="key_ann", at=NIGHT
    )
    case = Case(
        id="close-kitchen",
        status=CaseStatus.DECIDED,
        opening=opened,
        opened_at=NIGHT - timedelta(days=1),
        opened_by="key_ann",
        priority=opened.priority,
        decision=decision,
    )
    return case, decision


def about(kind: AccountKind) -> About:
    return About(("kitchen", "山野厨房"), "山野厨房", kind)


class Board:
    """One exposure, with everything that was entered."""

    def __init__(self, exposing: Exposing | None = None, kind: AccountKind = AccountKind.INDIVIDUAL) -> None:
        self.entries: list[ExposureEntry] = []
        self.do(draw_up(*decided(exposing), about(kind)))

    @property
    def state(self) -> Exposure:
        state = EXPOSURE.fold(self.entries)
        assert state is not None
        return state

    def do(self, decide: DecideExposure) -> Decided[ExposureBody]:
        found = decide(EXPOSURE.fold(self.entries), NIGHT)
        for body in found.bodies if isinstance(found, Step) else ():
            seq = len(self.entries) + 1
            self.entries.append(
                ExposureEntry(kind="exposure", record="e1", seq=seq, recorded_at=NIGHT, actor="key_ann", body=body)
            )
        return found


def test_the_words_are_ours_and_name_nobody_but_an_enterprise_where_that_was_decided() -> None:
    notice = Board().state.notice
    assert notice.zh == (
        "2026年3月2日，某个人账号因操纵账号矩阵发布传播违法和不良信息，依据《关于加强“自媒体”管理的通知》第十二条被关闭。"
    )
    assert notice.en == (
        "On 2026-03-02 an individual's account was closed for running accounts as a matrix "
        "(article 12 of the notice on self-media)."
    )
    assert all(personal not in notice.model_dump_json() for personal in ("kitchen", "山野厨房", "张三"))
    named = Board(Exposing(named=True), AccountKind.ENTERPRISE).state.notice
    assert (named.name, "账号“山野厨房”因" in named.zh) == ("山野厨房", True)
    unnamed = Board(Exposing(summary="同一内容"), AccountKind.ENTERPRISE).state.notice
    assert (unnamed.name, "某企业账号" in unnamed.zh, unnamed.summary) == (None, True, "同一内容")


def test_a_group_is_told_of_as_a_group() -> None:
    found = CoordinationFound(cluster="k1", round=1)
    case, decision = decided()
    group = case.model_copy(update={"opening": opening(CaseKind.COORDINATION, NIGHT, subject=found)})
    ruling = Ruling(outcome=Outcome.CONFIRMED, reason="one text", terms=SanctionTerms(category=Category.RECYCLED_NEWS))
    told = draw_up(group, decision.model_copy(update={"ruling": ruling}), About(("a1", "a2")))(None, NIGHT)
    assert isinstance(told, Step)
    drawn = told.bodies[0]
    assert isinstance(drawn, DrawnUp)
    assert drawn.notice.zh == (
        "2026年3月2日，多个账号因翻炒旧闻旧事，依据《关于加强“自媒体”管理的通知》第七条被按平台处置标准处置。"
    )


def test_a_person_is_not_named_and_an_enterprise_only_on_purpose() -> None:
    person = unfit(Exposing(named=True), about(AccountKind.INDIVIDUAL))
    assert person is not None
    assert "only enterprises are named" in person.message
    told = Exposing(summary="“山野厨房”发布")
    hidden = unfit(told, about(AccountKind.ENTERPRISE))
    assert hidden is not None
    assert "山野厨房" not in hidden.message, "what is refused is not repeated"
    assert unfit(told.model_copy(update={"named": True}), about(AccountKind.ENTERPRISE)) is None


def test_what_was_withheld_or_withdrawn_may_be_published_and_what_was_overturned_never_again() -> None:
    board = Board(Exposing(withheld="a minor is concerned"))
    assert (board.state.status, board.state.published_at) == (ExposureStatus.WITHHELD, None)
    refused = board.do(withdraw("no"))
    assert isinstance(refused, Refusal)
    assert "a minor is concerned" in refused.message
    for decide, status in (
        (publish, ExposureStatus.PUBLISHED),
        (publish, ExposureStatus.PUBLISHED),
        (withdraw("a village is named"), ExposureStatus.WITHDRAWN),
        (withdraw("again"), ExposureStatus.WITHDRAWN),
        (publish, ExposureStatus.PUBLISHED),
        (overturn("it was wrong"), ExposureStatus.OVERTURNED),
        (overturn("again"), ExposureStatus.OVERTURNED),
    ):
        board.do(decide)
        assert board.state.status is status
    assert [entry.body.type for entry in board.entries] == [
        "drawn_up",
        "withheld",
        "published",
        "withdrawn",
        "published",
        "overturned",
    ], "what is so already is not entered again"
    refused = board.do(publish)
    assert isinstance(refused, Refusal)
    assert "it was wrong" in refused.message
