"""The page of statistics: figures of a period, drawn and in tables, in the reader's language."""

import pytest

from models.roles import Role
from tests.api.conftest import client_of, person_with_key
from tests.console.conftest import Console


async def _decided(console: Console) -> str:
    """A closure that one person proposes and another one approves, and one that waits; return the second's name."""
    names = ("安莉", "本")
    clients = [
        client_of(console.api, (await person_with_key(console.api.database, n, [Role.REVIEWER]))[1]) for n in names
    ]
    case = await console.case()
    await console.case()
    for client in clients:
        answer = await client.post(f"/v1/cases/{case}/decision", json={"outcome": "approved", "reason": "matrix"})
        assert answer.status_code == 200, answer.text
    return names[1]


async def test_figures_are_drawn_and_in_tables(console: Console) -> None:
    name = await _decided(console)
    page = (await console.operator.get("/console/statistics")).text
    for words in ("Waiting now", "Second persons agreed", "100%", "Opened and decided by day", "By person", name):
        assert words in page, words
    for tone in ("bar-info", "bar-good"):
        assert f'class="{tone}"' in page


async def test_words_are_chinese_for_a_chinese_reader(console: Console) -> None:
    await _decided(console)
    page = (await console.operator.get("/console/statistics", Accept_Language="zh-CN")).text
    for words in ("统计", "当前待办", "复核一致率", "每日新增与办结", "按人员", "不足3天"):
        assert words in page, words
    assert "Statistics" not in page


async def test_a_long_period_is_drawn_by_week_and_an_empty_one_says_so(console: Console) -> None:
    await _decided(console)
    year = (await console.operator.get("/console/statistics?from=2025-06-01&until=2026-03-10")).text
    assert "Opened and decided by week" in year
    past = (await console.operator.get("/console/statistics?from=2020-01-01&until=2020-01-31&kind=rumour")).text
    assert "No case in this period" in past


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("from=2026-03-10&until=2026-03-09", "must not be before"),
        ("from=2020-01-01&until=2026-03-09", "at most 400 days"),
        ("from=yesterday", "2026-03-01"),
    ],
)
async def test_what_is_wrong_with_a_period_is_said_and_kept(console: Console, query: str, hint: str) -> None:
    answer = await console.operator.get(f"/console/statistics?{query}")
    assert answer.status_code == 422
    assert hint in answer.text
    assert f'value="{query.rsplit("=", maxsplit=1)[-1]}"' in answer.text


async def test_the_regulator_reads_no_statistics(console: Console) -> None:
    assert (await console[Role.REGULATOR].get("/console/statistics")).status_code == 403
