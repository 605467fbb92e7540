"""The page of a case: what it shows, what may be decided on it, and that a refused form keeps what was typed."""

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs

from models.cases.cases import CaseKind
from models.roles import Role
from regulation.words.case_kinds import KINDS
from tests.api.conftest import person_with_key
from tests.api.test_appeals import appealed, banned
from tests.api.test_cases import opened
from tests.api.test_certification_applications import applied
from tests.api.test_evidence import LINK, PDF, sent
from tests.api.test_registration import PAPER, register
from tests.console.conftest import PAGE, Console, another_visitor


async def held(console: Console, account: str, name: str, **more: Any) -> str:
    answer = await register(console.api, account, name, **more)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


async def test_a_held_name_is_shown_with_the_match_marked_and_the_proof_beside(console: Console) -> None:
    kept = (await sent(console.api, PDF, "application/pdf", "授权书.pdf")).json()
    proof = [LINK, {"kind": "document", "text": "盖章授权书", "digest": kept["digest"]}]
    case = await held(console, "page-1", f"爱看{PAPER}的人", evidence=proof)
    page = (await console.reviewer.get(f"/console/cases/{case}")).text
    assert f"爱看<mark>{PAPER}</mark>的人" in page
    assert "授权书.pdf" in page
    assert 'rel="noopener noreferrer nofollow"' in page
    for words in (
        "Standing of the account",
        "held for review",
        "The registration was approved.",
        "账号注册已通过审核。",
    ):
        assert words in page, words
    file = await console.reviewer.get(f"/console/cases/{case}/evidence/{kept['digest']}")
    assert (file.content, file.headers["content-disposition"][:10]) == (PDF, "attachment")


async def test_a_refused_decision_keeps_what_was_typed_and_says_what_would_be_right(console: Console) -> None:
    case = await held(console, "page-2", f"{PAPER}第二版")
    url = f"/console/cases/{case}/decision"
    nothing = await console.reviewer.post(url, {"outcome": "", "reason": "冒用名称"})
    assert (nothing.status_code, "choose an outcome" in nothing.text, "冒用名称" in nothing.text) == (422, True, True)
    unreasoned = await console.reviewer.post(url, {"outcome": "rejected", "reason": ""})
    assert unreasoned.status_code == 422
    assert "needs a reason" in unreasoned.text.partition('id="f-reason-error"')[2], "beside its field"
    assert re.search(r'name="reason"[^>]* aria-invalid="true"', unreasoned.text)
    assert re.search(r'value="rejected" checked', unreasoned.text), "the choice stays"
    done = await console.reviewer.post(url, {"outcome": "rejected", "reason": "冒用名称", "do": "stay"})
    assert (done.status_code, done.headers["location"]) == (303, f"/console/cases/{case}")
    page = (await console.reviewer.get(f"/console/cases/{case}")).text
    assert f"Decided: {KINDS[CaseKind.REGISTRATION].words.en}: {PAPER}第二版" in page, "by the words of the page's head"
    assert 'id="decision"' not in page, "it is decided once"
    assert "冒用名称" in page


async def test_a_template_is_put_into_the_reason_and_previewed_before_anything_is_decided(console: Console) -> None:
    case = await held(console, "page-3", f"{PAPER}第三版")
    url = f"/console/cases/{case}/decision"
    filled = await console.reviewer.post(
        url, {"outcome": "", "reason": "", "template": "registration-protected-name:zh"}
    )
    said = f"账号名称“{PAPER}第三版”含有“{PAPER}”"
    assert filled.text.count(said) >= 2, "in the reason, and in what the holder would read"
    assert re.search(r'value="rejected" checked', filled.text)
    answer = await console.api.operator.get(f"/v1/cases/{case}")
    assert answer.json()["case"]["status"] == "open"


async def test_submit_and_next_leads_through_the_queue(console: Console) -> None:
    first = await console.case(priority="urgent")
    second = await console.case(priority="urgent")
    answer = await console.reviewer.post(
        f"/console/cases/{first}/decision", {"outcome": "rejected", "reason": "no matrix", "do": "next"}
    )
    assert answer.headers["location"] == f"/console/cases/{second}"
    await console.reviewer.post(
        f"/console/cases/{second}/decision", {"outcome": "rejected", "reason": "no", "do": "next"}
    )


async def test_submit_and_next_stays_among_the_cases_of_the_filters(console: Console) -> None:
    """Filters of the address that no view has kept go along: to the case, to the next one, and back to the queue."""
    account = await console.api.registered()
    of_it = {"account": account}
    low, high = await console.case(**of_it, priority="low"), await console.case(**of_it, priority="high")
    await console.case(priority="urgent")
    await console.case(**of_it, priority="urgent")
    filters = f"account={account}&priority=high&priority=low"
    queue = (await console.reviewer.get(f"/console/queue?{filters}")).text
    link = re.search(rf'href="(/console/cases/{high}\?[^"]+)"', queue)
    assert link is not None
    address = unescape(link[1])
    assert parse_qs(address.partition("?")[2]) == parse_qs(filters)
    skipped = await console.reviewer.get(address.replace("?", "/next?"))
    assert skipped.headers["location"].startswith(f"/console/cases/{low}?")
    no = {"outcome": "rejected", "reason": "不构成违规", "do": "next"}
    decided = await console.reviewer.post(address.replace("?", "/decision?"), no)
    second = decided.headers["location"]
    assert second.startswith(f"/console/cases/{low}?")
    last = await console.reviewer.post(second.replace("?", "/decision?"), no)
    back = last.headers["location"]
    assert back.startswith("/console/queue?"), "none of them is left: the urgent ones have other filters"
    assert parse_qs(back.partition("?")[2]) == parse_qs(filters)


async def test_an_avatar_is_a_link_or_a_reference_and_never_loaded(console: Console) -> None:
    for avatar, words in (
        ("https://img.example.cn/a.png", 'href="https://img.example.cn/a.png"'),
        ("avatars/7f3a", "<code>avatars/7f3a</code>"),
    ):
        account = await console.api.registered(avatar=avatar)
        page = (await console.reviewer.get(f"/console/cases/{await console.case(account=account)}")).text
        assert words in page
        assert f'src="{avatar}"' not in page
        assert ("Opens at the platform" in page) == avatar.startswith("https")


async def test_a_closure_takes_two_people_and_each_reads_what_follows(console: Console) -> None:
    case = await console.case()
    url, body = f"/console/cases/{case}", {"outcome": "approved", "reason": "十一个账号", "do": "stay"}
    page = (await console.reviewer.get(url)).text
    assert "A second person must decide the same." in page
    assert "The holder may not register again." in page
    await console.reviewer.post(f"{url}/decision", body)
    mine = (await console.reviewer.get(url)).text
    assert "yourself" in mine
    assert re.search(r'value="approved" checked disabled', mine)
    async with await another_visitor(console.api, Role.REVIEWER) as other:
        theirs = (await other.get(url, headers=PAGE)).text
        assert "You are the second person" in theirs
        assert (await other.post(f"{url}/decision", data=body, headers=PAGE)).status_code == 303
    assert (await console.api.operator.get(f"/v1/cases/{case}")).json()["case"]["status"] == "decided"


async def test_an_appeal_against_what_two_decided_takes_two_others(console: Console) -> None:
    """The page says so beside the outcome, to the first and to the second; those who closed may not decide it."""
    case = await console.case()
    account = (await console.api.operator.get(f"/v1/cases/{case}")).json()["case"]["opening"]["account"]
    closing = {"outcome": "approved", "reason": "十一个账号", "do": "stay"}
    for visitor in (console.reviewer, console.operator):
        await visitor.post(f"/console/cases/{case}/decision", closing)
    appeal = (await appealed(console.api, account, case)).json()["id"]
    url = f"/console/cases/{appeal}"
    assert "another person" in (await console.reviewer.get(url)).text
    body = {"outcome": "overturned", "reason": "不是同一团伙", "do": "stay"}
    async with await another_visitor(console.api, Role.REVIEWER) as first:
        assert "A second person must decide the same." in (await first.get(url, headers=PAGE)).text
        assert (await first.post(f"{url}/decision", data=body, headers=PAGE)).status_code == 303
        assert "yourself" in (await first.get(url, headers=PAGE)).text
    assert (await console.api.operator.get(f"/v1/accounts/{account}")).json()["status"] == "closed"
    async with await another_visitor(console.api, Role.REVIEWER) as second:
        assert "You are the second person" in (await second.get(url, headers=PAGE)).text
        assert (await second.post(f"{url}/decision", data=body, headers=PAGE)).status_code == 303
    assert (await console.api.operator.get(f"/v1/accounts/{account}")).json()["status"] == "active"


async def test_an_appeal_shows_what_it_is_about_and_takes_a_new_length(console: Console) -> None:
    account = await banned(console.api)
    case = (await appealed(console.api, account)).json()["id"]
    url = f"/console/cases/{case}"
    page = (await console.operator.get(url)).text
    for words in ("Decision under appeal", "已注明时间和地点", "断章取义", "publishing is banned for 7 days"):
        assert words in page, words
    wrong = await console.operator.post(f"{url}/decision", {"outcome": "reduced", "reason": "轻微", "days": "soon"})
    assert wrong.status_code == 422
    assert 'value="soon"' in wrong.text
    assert "P7D" in wrong.text
    shown = await console.operator.post(f"{url}/preview", {"outcome": "reduced", "reason": "轻微", "days": "3"})
    assert "Profit-making is closed until" in shown.text
    done = await console.operator.post(f"{url}/decision", {"outcome": "reduced", "reason": "轻微", "days": "3"})
    assert done.status_code == 303


async def test_enter_in_a_field_previews_and_puts_no_template_into_the_reason(console: Console) -> None:
    """A browser presses the first button of the form when somebody presses Enter in a field."""
    case = (await appealed(console.api, await banned(console.api))).json()["id"]
    page = (await console.operator.get(f"/console/cases/{case}")).text
    form = page[page.index('id="decision"') :]
    first = re.search(r"<button[^>]*>", form)
    assert first is not None
    assert 'name="do" value="preview"' in first[0]


async def test_a_decision_that_came_second_is_told_and_its_reason_kept(console: Console) -> None:
    """Somebody decided the case while another person wrote: the page says that nothing was taken from that form."""
    case = await console.case()
    url = f"/console/cases/{case}"
    await console.reviewer.post(f"{url}/decision", {"outcome": "rejected", "reason": "证据不足", "do": "stay"})
    late = await console.operator.post(f"{url}/decision", {"outcome": "rejected", "reason": "另有新证据", "do": "stay"})
    assert late.status_code == 409
    for words in ('role="alert"', "Your reason was not sent:", "另有新证据"):
        assert words in late.text, words


async def test_a_fault_of_the_reason_is_told_in_the_readers_language(console: Console) -> None:
    case = await console.case()
    wrong = await console.reviewer.post(
        f"/console/cases/{case}/decision?lang=zh", {"outcome": "rejected", "reason": "字" * 2500}
    )
    assert wrong.status_code == 422
    assert "最多2000个字符" in wrong.text
    assert "must have at most" not in wrong.text


async def test_notes_claims_and_evidence_are_made_on_the_page(console: Console) -> None:
    case = (await applied(console.api, await console.api.registered())).split("/")[3]
    url = f"/console/cases/{case}"
    assert (await console.reviewer.post(f"{url}/claim", {})).status_code == 303
    assert "Put back" in (await console.reviewer.get(url)).text
    assert (await console.reviewer.post(f"{url}/note", {"text": "周一答复"})).status_code == 303
    refused = await console.reviewer.post(f"{url}/evidence", {"link": "javascript:alert(1)", "said": "看这里"})
    assert refused.status_code == 422
    assert "看这里" in refused.text
    kept = await console.reviewer.post(f"{url}/evidence", {"link": "https://files.example.cn/more", "said": "看这里"})
    assert kept.status_code == 303
    page = (await console.reviewer.get(url, **{"Accept-Language": "zh"})).text
    for words in ("周一答复", "https://files.example.cn/more", "认领人", "决定的后果", "申请：2027-02-28"):
        assert words in page, words


async def test_a_claimed_case_is_handed_over_on_its_page(console: Console) -> None:
    """Whoever works on it gives it to one of those who may decide it; without a name the note stays in its field."""
    case = await console.case()
    path = f"/console/cases/{case}"
    assert 'id="hand-over"' not in (await console.reviewer.get(path)).text, "nobody has claimed it"
    await console.reviewer.post(f"{path}/claim", {})
    other, _ = await person_with_key(console.api.database, "本宁", [Role.REVIEWER])
    auditor, _ = await person_with_key(console.api.database, "审计", [Role.AUDITOR])
    page = (await console.reviewer.get(path)).text
    offered = set(re.findall(r'<option value="(per_[0-9a-f]+)"', page))
    assert other in offered
    assert auditor not in offered
    me = (await console.api[Role.REVIEWER].get("/v1/me")).json()["actor"]
    assert me not in offered
    assert 'id="hand-over"' not in (await console.operator.get(path)).text, "it is not the operator's"
    nobody = await console.reviewer.post(f"{path}/hand-over", {"to": "", "why": "申请人是我的亲属"})
    assert nobody.status_code == 422
    assert "choose a person" in nobody.text
    assert "申请人是我的亲属" in nobody.text
    done = await console.reviewer.post(f"{path}/hand-over", {"to": other, "why": "申请人是我的亲属"})
    assert (done.status_code, done.headers["location"]) == (303, path)
    page = (await console.reviewer.get(path)).text
    for words in ("Handed over", "本宁", "申请人是我的亲属", "Assigned to"):
        assert words in page, words
    assert 'id="hand-over"' not in page, "it is the other's now"


async def test_who_else_looks_at_it_is_shown(console: Console) -> None:
    case = await console.case()
    await console.operator.post(f"/console/cases/{case}/presence", {})
    seen = await console.reviewer.post(f"/console/cases/{case}/presence", {}, **{"HX-Request": "true"})
    assert (seen.status_code, "Looking now:" in seen.text) == (200, True)
    alone = await console.reviewer.post(f"/console/cases/{await console.case()}/presence", {}, **{"HX-Request": "true"})
    assert "Looking now:" not in alone.text


async def test_an_auditor_reads_and_decides_nothing_and_the_platform_sees_nothing(console: Console) -> None:
    case = await console.case()
    page = await console[Role.AUDITOR].get(f"/console/cases/{case}")
    assert (page.status_code, 'id="decision"' in page.text) == (200, False)
    assert (await console[Role.PLATFORM].get(f"/console/cases/{case}")).status_code == 403
    assert (await console.reviewer.get("/console/cases/nobody")).status_code == 404


async def test_a_decision_is_corrected_on_the_page_and_both_are_shown(console: Console) -> None:
    """Chosen, previewed with what is undone and both answers, refused beside the field, then done."""
    case = await held(console, "page-c1", f"{PAPER}更正")
    url = f"/console/cases/{case}"
    await console.reviewer.post(f"{url}/decision", {"outcome": "rejected", "reason": "无授权", "do": "stay"})
    page = (await console.reviewer.get(url)).text
    assert f'href="{url}?correct=yes#decide"' in page
    assert 'id="decision"' not in page
    form = (await console.reviewer.get(f"{url}?correct=yes")).text
    assert f'action="{url}/correction"' in form
    assert "Taken back:" in form
    assert "takes a seat of its holder" in form
    unreasoned = await console.reviewer.post(f"{url}/correction", {"outcome": "approved", "reason": ""})
    assert unreasoned.status_code == 422
    assert re.search(r'value="approved" checked', unreasoned.text), "the choice stays"
    chosen = {"outcome": "approved", "reason": "授权书此前未被看到"}
    seen = (await console.reviewer.post(f"{url}/correction", {**chosen, "do": "preview"})).text
    assert "it was withdrawn at" in seen
    done = await console.reviewer.post(f"{url}/correction", {**chosen, "do": "stay"})
    assert (done.status_code, done.headers["location"]) == (303, url)
    after = (await console.reviewer.get(url)).text
    assert "Corrected; withdrawn:" in after
    assert "无授权" in after
    assert "授权书此前未被看到" in after
    assert (await console.api.operator.get("/v1/accounts/page-c1")).json()["status"] == "active"


async def test_a_correction_by_two_waits_for_another_person(console: Console) -> None:
    account = await console.api.registered()
    case = (await opened(console.api, account)).rpartition("/")[2]
    url = f"/console/cases/{case}"
    await console.reviewer.post(f"{url}/decision", {"outcome": "rejected", "reason": "无联动", "do": "stay"})
    again = {"outcome": "approved", "reason": "确有联动", "do": "stay"}
    await console.reviewer.post(f"{url}/correction", again)
    page = (await console.reviewer.get(url)).text
    assert "proposes to correct it:" in page
    assert "correction proposed" in page
    assert (await console.api.operator.get(f"/v1/accounts/{account}")).json()["status"] == "active"
