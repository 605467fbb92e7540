"""What a Chinese reader is told is Chinese, whole: boundaries, histories, findings, and whatever the system records."""

import re
from datetime import timedelta

import pytest
from hypothesis import given, settings

from models.accounts.facts import Fact
from regulation.standing.boundaries import next_boundary, transition_at
from regulation.standing.description import happened_zh, upcoming_zh
from regulation.words.field_names import place_zh
from regulation.words.sentences.boundaries import announced_zh
from regulation.words.sentences.chinese import in_chinese
from tests.chinese import english_in
from tests.examples import examples
from tests.regulation.histories import FIRST, Life, Move, histories


def _alike(said: str) -> str:
    """Return a sentence with one joint of lists, and without seconds that are none."""
    return re.sub(r"(\d\d:\d\d):00", r"\1", said.replace("和", "、"))


@settings(deadline=None, max_examples=examples(40))
@given(histories)
def test_every_boundary_that_was_recorded_in_english_is_told_in_chinese(moves: list[Move]) -> None:
    """The ledger keeps the English sentence: its Chinese has the same causes, articles and instants, and no English."""
    life = Life()
    for move in moves:
        life.make(move)
    standing, at = life.account.standing, FIRST - timedelta(days=1)
    while (boundary := next_boundary(standing, at)) is not None:
        passed = transition_at(standing, boundary)
        told = announced_zh(passed.message)
        assert told, passed.message
        for said in (told, passed.message_zh, upcoming_zh(standing, at)):
            assert english_in(said) == [], said
        assert _alike(told) == _alike(passed.message_zh)
        at = boundary
    for fact in life.account.facts:
        assert isinstance(fact, Fact)
        assert english_in(happened_zh(fact), fact.model_dump_json()) == [], happened_zh(fact)


@pytest.mark.parametrize(
    ("recorded", "told"),
    [
        ("close-3 was overturned", "close-3 已被撤销"),
        ("overdue: label content as a rumour", "指令逾期：为谣言内容加注标签"),
        (
            "山 → 新: the name is 新华社 (news media, protected_name); "
            "the name holds 央视 (state broadcaster, short_name)",
            "山 → 新：名称即“新华社”（新闻媒体；受保护的名称）；名称含有“央视”（中央广播电视；没有其他含义的简称）",
        ),
        (
            "12 violations on its roster; proposed: no profit-making for its accounts for 90 days. "
            "a-1: fabrication (v-1), a-2: fabrication (v-2)",
            "其签约账号共有12次违规；建议：暂停营利权限90天。a-1：无中生有（v-1）、a-2：无中生有（v-2）",
        ),
        (
            "the same phone (ab12): 3 accounts, a, b, c and 4 more",
            "使用同一手机号（ab12）：3个账号：a、b、c等（另有4个）",
        ),
        (
            "two people have to decide here before an account is closed as a sanction: open a case of kind closure "
            "(POST /v1/cases), or record the violation with its consequences, which opens one",
            "须由两人决定，方可因违规关闭账号：请立“关闭”类事项（POST /v1/cases），或记录违规及其后果（将自动立项）",
        ),
        (
            "'x' is not a period: write a month such as 2026-10, a week such as 2026-W41, or a quarter such as 2026-Q4",
            "'x'不是期间：请写作月（如2026-10）、周（如2026-W41）或季度（如2026-Q4）",
        ),
        ("must be one of service, publish", "须为下列之一：`service`、`publish`"),
    ],
)
def test_a_sentence_is_told_whole(recorded: str, told: str) -> None:
    """Also the sentences and lists within it; what must be sent stands as it is, marked."""
    assert in_chinese(recorded) == told


@pytest.mark.parametrize("how", ["is", "holds", "looks like", "spells"])
@pytest.mark.parametrize("part", ["name", "bio"])
def test_every_finding_of_screening_is_told(part: str, how: str) -> None:
    """Of a name and of a bio, alone and after the name of the account."""
    for before in ("", "山野厨房: "):
        said = in_chinese(f"{before}the {part} {how} 新华社 (news media, look_alike)")
        assert "新华社" in said
        assert english_in(said) == []


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("body.duration", "期限"),
        ("body.terms.valid_from", "条款·有效期起"),
        ("body.items.16.account", "列表·第17项·账号"),
        ("query.view", "视图"),
        ("body", "请求内容"),
        ("query.after.constrained-int", "起始位置"),
        ("body.(a name that is not shown)", "未列出的一项"),
        ("body.durration", "“durration”"),
    ],
)
def test_a_field_is_named_by_its_label(path: str, told: str) -> None:
    """And not by its path, which is for programs."""
    assert place_zh(path) == told
