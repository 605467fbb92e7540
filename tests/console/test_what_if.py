"""What if: the future of an account after an action that nobody takes, beside the future without it."""

import pytest

from models.roles import Role
from tests.console.conftest import Console
from tests.console.test_accounts import banned, facts


async def page_of(console: Console, account: str, language: str = "en", **query: str) -> str:
    wanted = "&".join(f"{name}={value}" for name, value in query.items())
    before = await facts(console, account)
    answer = await console.reviewer.get(f"/console/accounts/{account}/what-if?{wanted}", Accept_Language=language)
    assert answer.status_code == 200, answer.text
    assert await facts(console, account) == before, "nothing is recorded"
    return answer.text


async def test_a_ban_of_fourteen_days_says_when_it_can_earn_again(console: Console) -> None:
    """The suspension lasts two times as long; the account earns now."""
    account = await console.api.registered()
    assert (
        f'href="/console/accounts/{account}/what-if"'
        in (await console.reviewer.get(f"/console/accounts/{account}")).text
    )
    page = await page_of(console, account, what="ban", category="recycled_news", days="14")
    for said in ("Without it", "Nothing changes by itself.", "With it", "Earns again", "7 Apr, 17:00", "24 Mar, 17:00"):
        assert said in page, said
    chinese = await page_of(console, account, "zh", what="ban", category="recycled_news", days="14")
    for said in ("不操作", "操作后", "4月7日 17:00"):
        assert said in chinese, said


@pytest.mark.parametrize(
    ("what", "query", "said"),
    [
        ("violation", {"category": "fabrication"}, "Would close"),
        ("measure:limit_recommendation", {"category": "recycled_news", "days": "30"}, "9 Apr, 17:00"),
        ("measure:freeze_growth", {"category": "recycled_news", "days": "30"}, "9 Apr, 17:00"),
        ("measure:withhold_profit", {"category": "recycled_news"}, "Would close"),
    ],
)
async def test_each_kind_of_action_is_projected(console: Console, what: str, query: dict[str, str], said: str) -> None:
    """Each measure by itself, as the act would do it."""
    account = await console.api.registered()
    page = await page_of(console, account, what=what, **query)
    assert said in page
    assert "With it" in page


async def test_what_was_decided_is_shortened_and_overturned_in_thought(console: Console) -> None:
    """The options name the standing actions; the ban's end moves, or it is gone."""
    account = await banned(console)
    page = await page_of(console, account)
    for value in ("shorten-ban::b1", "overturn::b1"):
        assert f'<option value="{value}"' in page, value
    shorter = await page_of(console, account, what="shorten-ban::b1", days="7")
    assert "24 Mar, 17:00" in shorter, "the suspension ends twice seven days after its beginning"
    gone = await page_of(console, account, what="overturn::b1")
    assert "Earns now" in gone
    assert f'href="/console/accounts/{account}/act/overturn?id=b1"' in gone


async def test_what_cannot_be_is_said_and_what_was_typed_stays(console: Console) -> None:
    """Beside the field, in the reader's language; a closure by two leads to its form; who may not act sees nothing."""
    account = await console.api.registered()
    path = f"/console/accounts/{account}/what-if"
    for query, said in (
        ("what=ban&category=&days=14", "请填写"),
        ("what=ban&category=recycled_news&days=much", "请填写 1 至 3650 的天数"),
        ("what=overturn::nothing", "请选择列表中的操作"),
        ("what=ban&category=recycled_news&days=4000", "3650"),
    ):
        answer = await console.reviewer.get(f"{path}?{query}", Accept_Language="zh")
        assert answer.status_code == 422, query
        assert said in answer.text, query
    two = await page_of(console, account, what="close", category="fabrication")
    assert "Two people decide this" in two or "closed for good" in two
    page = (await console[Role.AUDITOR].get(f"/console/accounts/{account}")).text
    assert "/what-if" not in page


async def test_a_closed_account_is_opened_again_in_thought(console: Console) -> None:
    """Its only action is offered."""
    account = await console.api.registered()
    closed = {"id": "c1", "category": "fabrication", "reason": "x", "automated": False}
    assert (await console.api.operator.post(f"/v1/accounts/{account}/closure", json=closed)).status_code == 201
    answer = await console.operator.get(f"/console/accounts/{account}/what-if?what=reopen")
    assert answer.status_code == 200
    assert '<option value="reopen" selected>' in answer.text
    assert '<option value="ban"' not in answer.text


async def test_the_history_says_that_it_is_shortened_where_it_is(console: Console) -> None:
    """Three facts of three are all; of twenty the latest twelve."""
    account = await console.api.registered()
    assert "仅显示最新的" not in (await console.operator.get(f"/console/accounts/{account}", Accept_Language="zh")).text
    found = {"category": "recycled_news", "reason": "旧闻新发", "automated": False, "consequences": "none"}
    for _ in range(14):
        finding = {**found, "another_offence": True}
        answer = await console.api.operator.post(f"/v1/accounts/{account}/violations", json=finding)
        assert answer.status_code == 201, answer.text
    page = (await console.operator.get(f"/console/accounts/{account}", Accept_Language="zh")).text
    version = (await console.api.operator.get(f"/v1/accounts/{account}")).json()["version"]
    assert f"共 {version} 条记录，仅显示最新的 12 条。" in page
