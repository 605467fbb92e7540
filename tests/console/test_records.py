"""The pages of directives, exposures, networks and due certifications."""

import re
from html import unescape

import pytest

from models.roles import Role
from tests.api.conftest import name_of
from tests.api.test_cases import reviewer
from tests.api.test_directives import issued
from tests.api.test_exposures import closed
from tests.api.test_networks import asked, network
from tests.console.conftest import Console

EMPTY = {
    "directives?status=withdrawn&account=nobody": "No directive matches",
    "exposures?account=nobody": "No exposure matches",
    "networks?status=expelled": "No network matches",
    "certifications?field=justice": "No certification is due",
}


@pytest.mark.parametrize(("page", "said"), EMPTY.items())
async def test_an_empty_list_says_what_fills_it(console: Console, page: str, said: str) -> None:
    """Words instead of an empty table."""
    shown = (await console.operator.get(f"/console/{page}")).text
    assert said in shown
    assert "<table" not in shown


async def test_a_directive_is_read_and_withdrawn_once(console: Console) -> None:
    """The order in words, its targets, its deadline; the withdrawal stands in its history."""
    directive = (await issued(console.api))["id"]
    listed = (await console.reviewer.get("/console/directives?status=open&order=label_content")).text
    assert f'href="/console/directives/{directive}">label content as a rumour</a>' in listed
    shown = (await console.reviewer.get(f"/console/directives/{directive}")).text
    assert "<code>c1</code>" in shown
    assert "谣言" in shown
    path, form = f"/console/directives/{directive}/withdrawal", {"reason": "no rumour", "_key": "w1"}
    empty = await console.reviewer.post(path, {"reason": " ", "step": "confirmed"})
    assert (empty.status_code, "Fill this in" in empty.text) == (422, True)
    asked = (await console.reviewer.post(path, form)).text
    for said in ("need not carry it out any more", "label content as a rumour", "no rumour", "cannot be opened again"):
        assert said in asked, said
    assert (await console.api.operator.get(f"/v1/directives/{directive}")).json()["directive"]["status"] == "open"
    for _ in range(2):
        answer = await console.reviewer.post(path, {**form, "step": "confirmed"})
        assert answer.status_code == 303, answer.text
    after = (await console.reviewer.get(f"/console/directives/{directive}")).text
    assert "no rumour" in after
    assert "/withdrawal" not in after, "what is withdrawn has no such button"
    readers = (await console[Role.AUDITOR].get(f"/console/directives/{directive}")).text
    assert "/withdrawal" not in readers


async def test_an_exposure_is_shown_as_the_public_reads_it_and_taken_back(console: Console) -> None:
    """A withdrawal without a reason is refused beside the field."""
    account = await console.api.registered()
    number = await closed(console.api, account, exposure={"summary": "十一个账号一分钟内发布同一内容"})
    shown = (await console.operator.get(f"/console/exposures/{number}")).text
    for text in (
        "十一个账号一分钟内发布同一内容",
        f'href="/console/accounts/{account}"',
        f'href="/v1/public/exposures/{number}"',
    ):
        assert text in shown, text
    refused = await console.operator.post(f"/console/exposures/{number}/withdrawal", {"reason": ""})
    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.text
    path = f"/console/exposures/{number}/withdrawal"
    asked = (await console.operator.post(path, {"reason": "names a village"})).text
    assert "十一个账号一分钟内发布同一内容" in asked, "what is taken back is shown word for word"
    assert "Ended" not in shown
    taken = await console.operator.confirmed(path, {"reason": "names a village"})
    assert taken.status_code == 303
    after = (await console.operator.get(f"/console/exposures/{number}")).text
    assert "names a village" in after
    assert "Taken back on" in after
    chinese = (await console.operator.get(f"/console/exposures/{number}", Accept_Language="zh")).text
    assert "撤下时间" in chinese
    assert "本期结束" not in chinese
    assert f'action="/console/exposures/{number}/publication"' in after
    assert "/publication" not in (await console.reviewer.get(f"/console/exposures/{number}")).text
    again = await console.operator.confirmed(f"/console/exposures/{number}/publication", {})
    assert again.status_code == 303


async def test_an_overturned_exposure_names_the_decision_in_words(console: Console) -> None:
    """Its measure and its day, with a link to the action; no identifier instead of words."""
    account = await console.api.registered()
    number = await closed(console.api, account)
    action = (await console.api.operator.get(f"/v1/exposures/{number}")).json()["exposure"]["cause"]
    path = f"/v1/accounts/{account}/actions/{action}/appeal"
    appeal = (await console.api[Role.PLATFORM].post(path, json={"reason": "并非本人账号"})).json()["id"]
    upset = {"outcome": "overturned", "reason": "关联有误"}
    done = await console.api.operator.post(f"/v1/cases/{appeal}/decision", json=upset)
    if done.json()["status"] != "decided":  # what two people decided takes two
        async with await reviewer(console.api) as another:
            done = await another.post(f"/v1/cases/{appeal}/decision", json=upset)
    assert done.json()["status"] == "decided", done.text
    page = (await console.operator.get(f"/console/exposures/{number}", Accept_Language="zh")).text
    assert f'href="/console/accounts/{account}#act-{action}">关闭账号' in page
    for said in ("的决定已被撤销：", "撤销时间"):
        assert said in page, said
    assert "was overturned" not in page


async def test_a_long_text_in_a_filter_is_named_and_the_page_exists(console: Console) -> None:
    """Not "there is no such page", whatever the list."""
    answer = await console.operator.get(f"/console/directives?account={'长' * 200}", Accept_Language="zh")
    assert answer.status_code == 422
    assert "没有这个页面" not in answer.text
    assert "query.account" in answer.text or "account" in answer.text


async def previewed(console: Console, path: str, form: dict[str, str]) -> dict[str, str]:
    """Send a form of a network, and return it as the page of its preview sends it."""
    page = await console.reviewer.post(path, form)
    assert page.status_code == 200, page.text
    assert "Nothing is recorded yet." in page.text
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text))
    return {**form, **{name: unescape(value) for name, value in hidden.items()}, "step": "confirmed"}


async def test_a_network_is_sanctioned_and_the_sanction_lifted(console: Console) -> None:
    """Each is previewed; the sanction reaches the roster before the page comes back; what was typed stays when it is
    refused.
    """
    account = await console.api.registered()
    await network(console.api, "xihai", account)
    page = (await console.reviewer.get("/console/networks/xihai")).text
    assert f'href="/console/accounts/{account}">{name_of(account)}</a>' in page
    assert "It reaches 1 account." in page
    path = "/console/networks/xihai/sanctions"
    wrong = {"measure": "limit", "days": "a month", "reason": "三个账号互相转发", "evidence": ""}
    refused = await console.reviewer.post(path, wrong)
    assert refused.status_code == 422
    for text in ("Write a number of days from 1 to 3650", 'value="a month"', "三个账号互相转发"):
        assert text in refused.text, text
    unreasoned = await console.reviewer.post(path, {"measure": "limit", "days": "30", "reason": "", "evidence": ""})
    assert unreasoned.status_code == 422
    form = await previewed(console, path, {**wrong, "days": "30"})
    assert (await asked(console.api, account, "be_recommended"))["answer"] == "allowed"
    done = await console.reviewer.post(path, form)
    assert done.status_code == 303, done.text
    assert (await console.reviewer.post(path, form)).status_code == 303, "sent twice it counts once"
    assert (await asked(console.api, account, "be_recommended"))["answer"] == "refused"
    (sanction,) = (await console.api.operator.get("/v1/networks/xihai")).json()["network"]["sanctions"]
    path = f"{path}/{sanction['id']}/lift"
    assert (await console.reviewer.post(path, {"reason": ""})).status_code == 422
    form = await previewed(console, path, {"reason": "复核认为处置不当"})
    assert (await console.reviewer.post(path, form)).status_code == 303
    assert (await asked(console.api, account, "be_recommended"))["answer"] == "allowed"
    assert "复核认为处置不当" in (await console.reviewer.get("/console/networks/xihai")).text


async def test_the_preview_of_a_sanction_says_whom_it_reaches_and_until_when(console: Console) -> None:
    """In the reader's language, with what the holder would read; another form, or a changed roster, is shown anew."""
    account, later = await console.api.registered(), await console.api.registered()
    await network(console.api, "beihai", account)
    path = "/console/networks/beihai/sanctions"
    typed = {"measure": "suspend_profit", "days": "90", "reason": "三个账号互相转发", "evidence": "https://x.example/1"}
    page = (await console.reviewer.post(path, typed, Accept_Language="zh")).text
    for said in ("将受影响的账号", account, "账号主体将看到的内容", "第十一条", "2026年6月8日", "network.sanctioned"):
        assert said in page, said
    form = await previewed(console, path, typed)
    other = await console.reviewer.post(path, {**form, "measure": "limit"})
    assert "has changed since: look at what would follow now" in other.text
    signed = await console.api[Role.PLATFORM].post("/v1/networks/beihai/roster", json={"sign": [later]})
    assert signed.status_code == 200, signed.text
    changed = await console.reviewer.post(path, form)
    assert (changed.status_code, later in changed.text) == (200, True), "the account signed meanwhile is shown"
    back = await console.reviewer.post(path, {**form, "step": "change"})
    for said in ('value="90"', "三个账号互相转发", "https://x.example/1"):
        assert said in back.text, said
    assert (await console.api.operator.get("/v1/networks/beihai")).json()["network"]["status"] == "active"
    expelled = await console.reviewer.post(
        path, {"measure": "expel", "days": "", "reason": "third time", "evidence": ""}
    )
    assert "The network would be expelled" in expelled.text
    lasting = await console.reviewer.post(path, {"measure": "expel", "days": "3", "reason": "x", "evidence": ""})
    assert (lasting.status_code, 'value="3"' in lasting.text) == (422, True)


async def test_declared_fields_without_a_certification_are_listed(console: Console) -> None:
    """By field, in words, with a link to the account."""
    account = await console.api.registered(fields=["healthcare"])
    page = (await console.reviewer.get("/console/certifications?field=healthcare")).text
    assert f'href="/console/accounts/{account}"' in page
    assert "never certified" in page
    assert account not in (await console.reviewer.get("/console/certifications?field=justice")).text


@pytest.mark.parametrize("page", ["directives", "exposures", "networks", "certifications"])
async def test_the_regulator_sees_none_of_these(console: Console, page: str) -> None:
    """The regulator's role reads reports alone."""
    assert (await console[Role.REGULATOR].get(f"/console/{page}")).status_code == 403
