"""Pages of accounts: search, one account's past, present and future, and actions whose consequences are shown first."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from models.roles import Role
from tests.api.conftest import MORNING
from tests.console.conftest import Console, Visitor

BAN = {"id": "b1", "category": "recycled_news", "duration": "P14D", "factor": "2", "reason": "改日期重发旧闻"}


async def banned(console: Console, **more: Any) -> str:
    account = await console.api.registered(**more)
    answer = await console.api.operator.post(f"/v1/accounts/{account}/bans", json={**BAN, "another_offence": True})
    assert answer.status_code == 201, answer.text
    return account


def hidden(page: str, name: str) -> str:
    """Return the value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return found[1]


async def facts(console: Console, account: str) -> list[str]:
    found = (await console.api.operator.get(f"/v1/accounts/{account}/facts")).json()["facts"]
    return [fact["body"]["type"] for fact in found]


async def test_an_account_is_found_by_a_part_of_its_name(console: Console) -> None:
    account = await console.api.registered(name="鹿鸣晚讯")
    await console.api.registered(name="潮汐日志")
    page = (await console.reviewer.get("/console/accounts?q=晚訊")).text
    assert f'href="/console/accounts/{account}">鹿鸣晚讯</a>' in page
    assert "潮汐日志" not in page
    assert "in good standing" in page


async def test_a_search_that_is_refused_keeps_what_was_typed(console: Console) -> None:
    answer = await console.reviewer.get("/console/accounts?q=110101188001010054")
    assert answer.status_code == 422
    assert 'value="110101188001010054"' in answer.text
    assert "resident ID" in answer.text


async def test_more_filters_narrow_the_search_and_stay_chosen(console: Console) -> None:
    account = await banned(console, name="鹿鸣夜航")
    other = await console.api.registered(name="鹿鸣晨航")
    query = "q=鹿鸣&privilege=publish&open=false&category=recycled_news&registered_since=2026-03-10"
    page = (await console.reviewer.get(f"/console/accounts?{query}")).text
    assert f"/console/accounts/{account}" in page
    assert f"/console/accounts/{other}" not in page
    assert '<option value="recycled_news" selected>' in page
    assert 'value="2026-03-10"' in page
    assert '<details class="more-filters" open>' in page
    refused = await console.reviewer.get("/console/accounts?registered_since=2026-02-30")
    assert refused.status_code == 422
    assert 'id="registered_since-error"' in refused.text


async def test_a_campaign_takes_over_what_more_filters_found(console: Console) -> None:
    account = await banned(console, name="鹿鸣午航")
    found = await console.operator.get(
        "/console/campaigns/new?q=鹿鸣午航&category=recycled_news&registered_since=2026-03-10"
    )
    assert account in found.text
    none = await console.operator.get("/console/campaigns/new?q=鹿鸣午航&category=fabrication")
    assert account not in none.text


async def test_an_empty_search_says_what_to_do(console: Console) -> None:
    page = (await console.reviewer.get("/console/accounts?q=没有这样的名字")).text
    assert "No account matches" in page
    assert "<table" not in page


async def test_the_account_shows_past_present_and_future_and_why(console: Console) -> None:
    account = await banned(console, name="鹿鸣早讯")
    page = (await console.reviewer.get(f"/console/accounts/{account}")).text
    for words in (
        "鹿鸣早讯",
        "banned",
        "Past, present and future",
        "Earns again",
        "ban, article 9, b1",
        "改日期重发旧闻",
    ):
        assert words in page, words
    assert page.count('class="lane"') == 5
    assert f'href="/console/accounts/{account}/act/shorten-ban?id=b1"' in page
    assert 'href="#act-b1"' in page
    assert 'id="act-b1"' in page
    assert "/workflows/" in page or "Temporal" not in page


async def test_the_words_of_the_account_are_the_readers(console: Console) -> None:
    account = await banned(console)
    page = (await console.reviewer.get(f"/console/accounts/{account}", Accept_Language="zh-CN")).text
    for words in ("禁言中", "过去、现在与将来", "恢复营利", "第九条", "处置告知"):
        assert words in page, words


async def test_whoever_may_only_read_sees_no_action(console: Console) -> None:
    account = await banned(console)
    page = (await console[Role.AUDITOR].get(f"/console/accounts/{account}")).text
    assert "Past, present and future" in page
    assert "/act/" not in page
    answer = await console[Role.AUDITOR].get(f"/console/accounts/{account}/act/ban")
    assert answer.status_code == 403


async def test_the_platform_sees_the_future_without_the_past_and_the_history(console: Console) -> None:
    account = await banned(console)
    page = (await console[Role.PLATFORM].get(f"/console/accounts/{account}")).text
    assert "Earns again" in page
    assert "History" not in page


async def ban_form(visitor: Visitor, account: str, **form: str) -> Any:
    typed = {"category": "recycled_news", "duration": "14", "reason": "改日期重发旧闻", "step": "preview", **form}
    return await visitor.post(f"/console/accounts/{account}/act/ban", typed)


async def test_a_ban_is_shown_before_it_is_imposed_and_records_nothing_until_then(console: Console) -> None:
    account = await console.api.registered()
    shown = await ban_form(console.reviewer, account)
    assert shown.status_code == 200
    for words in ("What this would do", "Nothing is recorded yet.", "What the holder would read", "改日期重发旧闻"):
        assert words in shown.text, words
    assert 'value="14"' in shown.text
    assert await facts(console, account) == ["account_registered"]
    done = await ban_form(
        console.reviewer,
        account,
        step="carry-out",
        seen=hidden(shown.text, "seen"),
        version=hidden(shown.text, "version").replace("&#34;", '"'),
        _key=hidden(shown.text, "_key"),
    )
    assert (done.status_code, done.headers["location"]) == (303, f"/console/accounts/{account}")
    assert await facts(console, account) == ["account_registered", "ban_imposed"]
    [action] = (await console.api.operator.get(f"/v1/accounts/{account}/actions")).json()["actions"]
    for line in action["en"].splitlines():
        assert line in unescape(shown.text), "the statement is recorded as it was shown"
    assert action["automated"] is False


async def test_a_form_changed_after_the_preview_is_shown_again_and_not_carried_out(console: Console) -> None:
    account = await console.api.registered()
    shown = await ban_form(console.reviewer, account)
    again = await ban_form(
        console.reviewer,
        account,
        step="carry-out",
        seen=hidden(shown.text, "seen"),
        duration="30",
        _key=hidden(shown.text, "_key"),
    )
    assert "has changed since" in again.text
    assert await facts(console, account) == ["account_registered"]


async def test_an_account_that_changed_after_the_preview_is_shown_again(console: Console) -> None:
    account = await console.api.registered()
    shown = await ban_form(console.reviewer, account)
    await console.api.operator.post(f"/v1/accounts/{account}/name-changes", json={"name": "松林新语"})
    version = hidden(shown.text, "version").replace("&#34;", '"')
    again = await ban_form(
        console.reviewer,
        account,
        step="carry-out",
        seen=hidden(shown.text, "seen"),
        version=version,
        _key=hidden(shown.text, "_key"),
    )
    assert "has changed since" in again.text
    assert "ban_imposed" not in await facts(console, account)


WRONG = [
    ({"duration": "0"}, "Write a number of days from 1 to 3650"),
    ({"duration": "x"}, "Write a number of days from 1 to 3650"),
    ({"duration": ""}, "Fill this in"),
    ({"category": ""}, "Fill this in"),
    ({"factor": "7"}, 'id="f-factor-error"'),
    ({"evidence": "no address"}, "Evidence: item 1: must be an address"),
    ({"evidence": "https://files.example.cn/1\n\nno address"}, "Evidence: item 2: must be an address"),
]


@pytest.mark.parametrize(("typed", "message"), WRONG)
async def test_a_refused_form_keeps_what_was_typed_and_says_what_would_be_right(
    console: Console, typed: dict[str, str], message: str
) -> None:
    account = await console.api.registered()
    answer = await ban_form(console.reviewer, account, **typed)
    assert answer.status_code in {409, 422}
    assert message in answer.text
    assert "改日期重发旧闻" in answer.text
    assert "What this would do</h2>" not in answer.text


async def test_an_action_is_shortened_and_overturned_from_its_statement(console: Console) -> None:
    account = await banned(console)
    where = f"/console/accounts/{account}/act/overturn?id=b1"
    assert "Overturn the action" in (await console.reviewer.post(where, {"reason": "申诉成立", "step": "preview"})).text
    shown = (await console.reviewer.post(where, {"reason": "申诉成立", "step": "preview"})).text
    done = await console.reviewer.post(
        where, {"reason": "申诉成立", "step": "carry-out", "seen": hidden(shown, "seen")}
    )
    assert done.status_code == 303, done.text
    page = (await console.reviewer.get(f"/console/accounts/{account}")).text
    assert "overturned" in page
    assert "/act/overturn?id=b1" not in page


async def test_every_action_has_a_form(console: Console) -> None:
    account = await banned(console)
    for name in ("ban", "violation", "measure", "cancel", "close"):
        assert (await console.reviewer.get(f"/console/accounts/{account}/act/{name}")).status_code == 200, name
    for name in ("shorten-ban", "shorten-measure", "overturn", "lift"):
        assert (await console.reviewer.get(f"/console/accounts/{account}/act/{name}?id=b1")).status_code == 200, name
    assert (await console.reviewer.get(f"/console/accounts/{account}/act/nothing")).status_code == 404
    assert (await console.reviewer.get(f"/console/accounts/{account}/act/overturn")).status_code == 404


async def test_an_account_with_many_followers_is_pointed_out_before_it_is_touched(console: Console) -> None:
    account = await console.api.registered()
    count = {"count": {"at": MORNING.isoformat(), "followers": 1_250_000}}
    assert (await console.api.operator.post(f"/v1/accounts/{account}/follower-gains", json=count)).status_code == 200
    for path in (f"/console/accounts/{account}", f"/console/accounts/{account}/act/ban"):
        assert "1,250,000 followers" in (await console.reviewer.get(path)).text


async def test_an_unknown_account_is_a_page_that_says_so(console: Console) -> None:
    assert (await console.reviewer.get("/console/accounts/nobody")).status_code == 404


async def carried_out(visitor: Visitor, account: str, name: str, typed: dict[str, str]) -> str:
    """Preview an action and carry it out as shown; return the preview."""
    where = f"/console/accounts/{account}/act/{name}"
    shown = await visitor.post(where, {**typed, "step": "preview"})
    assert shown.status_code == 200, shown.text
    form = {name: hidden(shown.text, name) for name in ("seen", "_key")}
    done = await visitor.post(where, {**typed, **form, "step": "carry-out"})
    assert (done.status_code, done.headers["location"]) == (303, f"/console/accounts/{account}"), done.text
    return shown.text


CERTIFICATE = {
    "field": "finance",
    "valid_from": "2026-03-01",
    "valid_until": "2027-02-28",
    "materials.professional_qualification": "证券投资咨询业务资格 ZX0017",
}


async def test_an_account_is_certified_by_a_form_with_preview(console: Console) -> None:
    """The preview opens the field and records nothing; the materials then stand on the homepage."""
    account = await console.api.registered(fields=["finance"])
    assert (
        f"/console/accounts/{account}/act/certify" in (await console.reviewer.get(f"/console/accounts/{account}")).text
    )
    where = f"/console/accounts/{account}/act/certify"
    assert "finance" in (await console.reviewer.post(where, {**CERTIFICATE, "step": "preview"})).text
    assert await facts(console, account) == ["account_registered"]
    await carried_out(console.reviewer, account, "certify", CERTIFICATE)
    assert await facts(console, account) == ["account_registered", "certification_granted"]
    home = (await console.api.operator.get(f"/v1/accounts/{account}/homepage")).json()
    assert "证券投资咨询业务资格 ZX0017" in str(home)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"valid_until": "2025-02-28"}, "valid_until"),
        ({"valid_until": ""}, "valid_until"),
        ({"field": "cooking"}, "field"),
        ({"materials.professional_qualification": "\u202e证"}, "materials.professional_qualification"),
    ],
)
async def test_a_wrong_certificate_is_told_beside_its_field(
    console: Console, typed: dict[str, str], wrong: str
) -> None:
    account = await console.api.registered()
    where = f"/console/accounts/{account}/act/certify"
    answer = await console.reviewer.post(where, {**CERTIFICATE, **typed, "step": "preview"})
    assert answer.status_code in {409, 422}
    assert f'id="f-{wrong}-error"' in answer.text
    assert 'value="2026-03-01"' in answer.text


@pytest.fixture
def two_close(console: Console) -> Iterator[None]:
    """Two persons close an account, as `STANDING_TWO_PERSONS=closure` has it; the console is shared by the file."""
    state = console.api.app.state
    usual = state.app_state
    state.app_state = replace(usual, two_persons=frozenset({"closure"}))
    yield
    state.app_state = usual


@pytest.mark.usefixtures("two_close")
async def test_the_reason_of_a_closure_by_two_reaches_the_second_person_whole(console: Console) -> None:
    """Where two people close an account, the form opens a case; its page shows what was typed, to the last word."""
    account = await console.api.registered()
    where = f"/console/accounts/{account}/act/close"
    reason = "十一个账号同一文案，" * 30 + "证据齐全"
    typed = {"category": "matrix_manipulation", "reason": reason, "step": "preview"}
    shown = (await console.operator.post(where, typed)).text
    hidden = dict(re.findall(r'name="(_key|seen)" value="([^"]*)"', shown))
    opened = await console.operator.post(where, {**typed, **hidden, "step": "open-case"})
    assert opened.status_code == 303
    assert reason in (await console.reviewer.get(opened.headers["location"])).text


async def test_a_closed_account_is_reopened_by_a_form_with_preview(console: Console) -> None:
    """It has this action alone, and an open account lacks it; without a reason nothing happens."""
    account = await console.api.registered()
    assert "/act/reopen" not in (await console.reviewer.get(f"/console/accounts/{account}")).text
    closed = {"category": "fabrication", "reason": "编造谣言"}
    assert (await console.api.operator.post(f"/v1/accounts/{account}/closure", json=closed)).status_code == 201
    page = (await console.reviewer.get(f"/console/accounts/{account}")).text
    assert f"/console/accounts/{account}/act/reopen" in page
    assert "/act/ban" not in page
    where = f"/console/accounts/{account}/act/reopen"
    assert "Fill this in" in (await console.reviewer.post(where, {"reason": "", "step": "preview"})).text
    shown = await carried_out(console.reviewer, account, "reopen", {"reason": "复核认为编造一节不成立"})
    assert "What this would do" in shown
    assert (await facts(console, account))[-1] == "account_reopened"


async def test_the_feed_of_an_account_is_read_backwards_in_words(console: Console) -> None:
    """What the platform was told, with a link to the record that it is about; older events by a link."""
    account = await banned(console)
    for number in range(14):
        body = {"name": f"松林夜话{'甲乙丙丁戊己庚辛壬癸子丑寅卯'[number]}"}
        changed = await console.api.operator.post(f"/v1/accounts/{account}/name-changes", json=body)
        assert changed.status_code < 300, changed.text
    case = await console.api.operator.post(
        "/v1/cases", json={"kind": "closure", "account": account, "category": "fabrication"}
    )
    page = (await console.reviewer.get(f"/console/accounts/{account}")).text
    assert f'<a href="/console/cases/{case.json()["id"]}">Case: Opened</a>' in page
    assert '<code class="under">account.ban_imposed</code>' not in page
    (earlier,) = re.findall(r'href="([^"]+before=\d+)#feed"', page)
    assert '<code class="under">account.ban_imposed</code>' in (await console.reviewer.get(unescape(earlier))).text
