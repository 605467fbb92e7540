"""Campaigns in the console: lists as people bring them, previews, starting, results, and the reversal."""

import re
from datetime import timedelta
from hashlib import sha256
from html import unescape
from typing import Any

import httpx2
import pytest

from console.app import PATH, console_app
from console.pages.bulk_lists import BadLine, decoded, read_list
from console.pages.bulk_previews import Tally
from ledger.sanctions import bulk as ledger
from models.roles import Role
from regulation.sanctions.bulk import AT_WORK
from tests.api.conftest import MORNING, Clock, opened
from tests.console.conftest import LASTING, Console, console_over

NEW = {"measure": "ban", "category": "fabrication", "duration": "7", "reason": "一分钟内发布同一内容"}


def text(answer: httpx2.Response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?(?:time|strong)\b[^>]*>", "", answer.text))).split())


def hidden(answer: httpx2.Response) -> dict[str, str]:
    """Return the form of a page as a browser would send it without anything typed."""
    fields = {
        name: unescape(value)
        for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', answer.text)
    }
    for name, value in re.findall(r'<textarea name="(\w+)" hidden>\n(.*?)</textarea>', answer.text, re.DOTALL):
        fields[name] = unescape(value)
    return fields


async def accounts(console: Console, count: int) -> list[str]:
    return [await console.api.registered() for _ in range(count)]


async def carried_out(console: Console, bulk: str) -> None:
    """As the workers do it."""
    while (
        await ledger.advance(console.api.database, bulk, now=console.api.clock(), actor="bulk run")
    ).entered.entries == ():
        state = (await console.api.operator.get(f"/v1/bulk-actions/{bulk}")).json()["bulk"]["status"]
        if state not in AT_WORK:
            break


@pytest.mark.parametrize(
    ("written", "found", "bad", "repeated"),
    [
        ("a\nb\n\n c \r\nb", ("a", "b", "c"), (), 1),
        ("\ufeffaccount,name\na,山野厨房\nb,云上琴", ("a", "b"), (), 0),
        ("name;account\n山野;a\n云上;b", ("a", "b"), (), 0),
        ('"a","x"\n"b","y"', ("a", "b"), (), 0),
        ("id\naccount", ("account",), (), 0),
        ("id,account\n1,a", ("a",), (), 0),
        ("a\n山野厨房\n-b\nc d\nx" + "y" * 64, ("a",), (2, 3, 4, 5), 0),
        ("账号\na", ("a",), (), 0),
        ("name,account\nonly", (), (2,), 0),
        ("", (), (), 0),
        ("a\x0b\x85b", ("a", "b"), (), 0),
        ('"a\nb\nc', ("a", "b", "c"), (), 0),
    ],
)
def test_a_list_is_read_line_by_line(written: str, found: tuple[str, ...], bad: tuple[int, ...], repeated: int) -> None:
    """One identifier on each line, CSV with or without a heading; an open quotation mark swallows nothing."""
    listed = read_list(written)
    assert (listed.accounts, tuple(line.number for line in listed.bad), listed.repeated) == (found, bad, repeated)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "cp1252"])
def test_identifiers_are_read_in_every_usual_encoding(encoding: str) -> None:
    """They are ASCII; other columns may be misread without harm."""
    other = "é" if encoding == "cp1252" else "山野"
    assert read_list(decoded(f"account,name\nkitchen,{other}\nb-2,{other}".encode(encoding))).accounts == (
        "kitchen",
        "b-2",
    )


def test_counts_that_the_page_did_not_write_count_for_nothing() -> None:
    """Whatever comes back is read as counts or not at all."""
    tally = Tally().with_slice(
        {"accounts": [{"account": "a", "outcome": "done", "code": None, "message": ""}], "next": "a"}
    )
    assert Tally.read(tally.text) == tally
    for forged in ("", "{}", "[]", "null", '{"position": "x"}', '{"position": -5, "after": null, "groups": []}'):
        assert Tally.read(forged).position == 0


async def test_a_campaign_is_previewed_started_and_reversed(console: Console) -> None:
    """Every step without a script; the preview says what then happens."""
    named = await accounts(console, 3)
    closed = named[2]
    await console.api.operator.post(f"/v1/accounts/{closed}/closure", json={})
    form = {**NEW, "accounts": "\n".join([*named, "nobody", named[0]])}
    preview = await console.operator.post("/console/campaigns/new/preview", form)
    assert preview.status_code == 200
    said = text(preview)
    for words in (
        "would be carried out 2",
        "would be refused 1 There is no such account unknown_account",
        "1 line named an account again and counts once.",
        "Start on 4 accounts",
    ):
        assert words in said, words

    started = await console.operator.post("/console/campaigns", hidden(preview))
    assert started.status_code == 303
    where = started.headers["location"]
    bulk = where.rpartition("/")[2]
    again = await console.operator.post("/console/campaigns", hidden(preview))
    assert again.headers["location"] == where
    running = await console.operator.get(where)
    assert "being carried out" in text(running)
    assert 'hx-trigger="every 1s"' in running.text
    await carried_out(console, bulk)
    finished = await console.operator.get(where)
    assert "Impose a ban · 7 days · " in text(finished)
    refused = text(await console.operator.get(f"{where}?outcome=refused"))
    assert "nobody" in refused
    assert named[0] not in refused
    file = await console.operator.get(f"{where}/accounts.csv?outcome=refused")
    assert file.headers["content-disposition"] == f'attachment; filename="{bulk}.csv"'
    assert [line.split(",")[:3] for line in file.text.splitlines()[1:]] == sorted(
        [[closed, "refused", "account_closed"], ["nobody", "refused", "unknown_account"]]
    )

    taken = (await console.api[Role.AUDITOR].get("/v1/audit?type=file_downloaded")).json()["events"]
    assert [(one["object"], one["data"]["file"], one["data"]["via"], one["data"]["sha256"]) for one in taken] == [
        (f"bulk:{bulk}", f"{bulk}.csv", "console", sha256(file.content).hexdigest())
    ]
    assert taken[0]["actor"].startswith("per_")

    reversal = await console.operator.get(f"{where}/reversal")
    assert "would be carried out 2" in text(reversal)
    silent = await console.operator.post(f"{where}/reversal", {"reason": " "})
    assert (silent.status_code, "Say why: each holder reads it" in silent.text) == (422, True)
    back = await console.operator.post(f"{where}/reversal", {"reason": "the detector was wrong", "_key": "r-1"})
    assert (back.status_code, back.headers["location"]) == (303, where)
    await carried_out(console, bulk)
    assert "reversed on 2" in text(await console.operator.get(where))
    standing = (await console.api.operator.get(f"/v1/accounts/{named[0]}")).json()
    assert standing["status"] == "active"
    assert "cannot be reversed now" in text(await console.operator.get(f"{where}/reversal"))
    assert bulk in text(await console.operator.get("/console/campaigns"))


async def test_a_campaign_is_cancelled_in_the_middle(console: Console) -> None:
    """Its page has the button while it runs; what was not done is shown, and what was done can be reversed."""
    named = sorted(await accounts(console, 3))
    preview = await console.operator.post("/console/campaigns/new/preview", {**NEW, "accounts": "\n".join(named)})
    where = (await console.operator.post("/console/campaigns", hidden(preview))).headers["location"]
    bulk = where.rpartition("/")[2]
    await ledger.advance(console.api.database, bulk, now=console.api.clock(), actor="bulk run", most=1)
    assert f"{where}/cancellation" in (await console.operator.get(where)).text
    assert f"{where}/cancellation" not in (await console.reviewer.get(where)).text
    asked = await console.operator.get(f"{where}/cancellation")
    assert "What was carried out stays, and can be reversed as one" in text(asked)
    done = await console.operator.post(f"{where}/cancellation", {**hidden(asked), "reason": "名单有误"})
    assert (done.status_code, done.headers["location"]) == (303, where)
    await carried_out(console, bulk)
    said = text(await console.operator.get(where))
    for words in ("cancelled before its end", "carried out on 1", "cancelled before their turn 2", "名单有误"):
        assert words in said, words
    left = await console.operator.get(f"{where}?outcome=cancelled")
    assert [name in left.text for name in named] == [False, True, True]
    assert f"{where}/reversal" in left.text
    assert f"{where}/cancellation" not in left.text
    again = await console.operator.post(f"{where}/cancellation", {"_key": "c-2"})
    assert again.headers["location"] == where
    assert (await console.reviewer.get(f"{where}/cancellation")).status_code == 403


async def test_a_reversal_is_cancelled_and_continued(console: Console) -> None:
    """Its page has the button while it runs, then what was and was not reversed, and the button to go on."""
    named = sorted(await accounts(console, 3))
    preview = await console.operator.post("/console/campaigns/new/preview", {**NEW, "accounts": "\n".join(named)})
    where = (await console.operator.post("/console/campaigns", hidden(preview))).headers["location"]
    bulk = where.rpartition("/")[2]
    await carried_out(console, bulk)
    assert f"{where}/reversal/cancellation" not in (await console.operator.get(where)).text
    asked = await console.operator.get(f"{where}/reversal")
    await console.operator.post(f"{where}/reversal", {**hidden(asked), "reason": "名单有误"})
    await ledger.advance(console.api.database, bulk, now=console.api.clock(), actor="bulk run", most=1)
    assert f"{where}/reversal/cancellation" in (await console.operator.get(where)).text
    asked = await console.operator.get(f"{where}/reversal/cancellation")
    assert "On the accounts that wait the campaign stays in force" in text(asked)
    done = await console.operator.post(f"{where}/reversal/cancellation", {**hidden(asked), "reason": "名单无误"})
    assert (done.status_code, done.headers["location"]) == (303, where)
    await carried_out(console, bulk)
    said = text(await console.operator.get(where))
    for words in ("reversal cancelled before its end", "reversed on 1", "cancelled before their turn 2", "名单无误"):
        assert words in said, words
    left = await console.operator.get(f"{where}?reversal=cancelled")
    assert [name in left.text for name in named] == [False, True, True]
    assert "Reverse it on 2 accounts" in text(await console.operator.get(f"{where}/reversal"))
    assert (await console.reviewer.get(f"{where}/reversal/cancellation")).status_code == 403


async def test_a_long_list_is_previewed_slice_by_slice(console: Console) -> None:
    """Each answer carries the counts so far; the page asks for the next slice by itself, or by its button."""
    one = (await accounts(console, 1))[0]
    form = {**NEW, "accounts": "\n".join([one, *(f"nobody-{number}" for number in range(1100))])}
    first = await console.operator.post("/console/campaigns/new/preview", form)
    assert 'hx-trigger="load"' in first.text
    assert "500 / 1,101" in text(first)
    second = await console.operator.post("/console/campaigns/new/preview", hidden(first), HX_Request="true")
    assert "1,000 / 1,101" in text(second)
    assert "<html" not in second.text
    last = await console.operator.post("/console/campaigns/new/preview", hidden(second))
    assert "1,101 / 1,101" in text(last)
    assert "would be refused 1,100" in text(last)
    assert "Start on 1101 accounts" in text(last)
    assert 'hx-trigger="load"' not in last.text


async def previewed(console: Console, where: str) -> httpx2.Response:
    """Ask for slice after slice, as the page does by itself."""
    page = await console.operator.get(where)
    while 'hx-trigger="load"' in page.text:
        page = await console.operator.post(f"{where}/preview", hidden(page))
    return page


async def test_a_list_that_no_page_carries_is_sent_to_a_draft(console: Console) -> None:
    """More than ten thousand accounts: received, previewed by outcome, started on all of them."""
    one = (await accounts(console, 1))[0]
    form = {**NEW, "accounts": "\n".join([one, *(f"nobody-{number:05}" for number in range(10_500))])}
    sent = await console.operator.post("/console/campaigns/new/preview", form)
    assert sent.status_code == 303, sent.text
    where = sent.headers["location"]
    bulk = where.split("/")[3]
    assert "draft" in text(await console.operator.get(f"/console/campaigns/{bulk}"))
    first = await console.operator.get(where)
    assert "500 / 10,501" in text(first)
    second = await console.operator.post(f"{where}/preview", hidden(first), HX_Request="true")
    assert ("1,000 / 10,501" in text(second), "<html" in second.text) == (True, False)
    began = await console.operator.post(f"/console/campaigns/{bulk}/start", hidden(second))
    assert (began.status_code, began.headers["location"]) == (303, f"/console/campaigns/{bulk}")
    assert "being carried out" in text(await console.operator.get(f"/console/campaigns/{bulk}"))
    assert "It is no draft" in text(await console.operator.get(where))
    assert (await console.reviewer.get(where)).status_code == 403


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
async def test_a_large_file_goes_to_the_draft_in_pieces(console: Console, encoding: str) -> None:
    """A table of some megabytes with the identifiers in its second column, in every usual encoding."""
    named = await accounts(console, 2)
    rows = ["名称,账号", *(f"山野厨房,{account}" for account in named), "某店,某 号", *(["某店,nobody"] * 400_000)]
    content = "\n".join(rows).encode(encoding)
    assert len(content) > 4 * 1024 * 1024
    sent = await console.api.operator.post(
        "/console/campaigns/new/preview",
        data=NEW,
        files={"file": ("list.csv", content, "text/csv")},
        headers={"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"},
    )
    assert sent.status_code == 200, text(sent)
    said = text(sent)
    assert "3 accounts were received." in said
    assert "1 line names no account: 某店,某 号" in said
    assert '<li value="4">' in sent.text
    where = re.search(r'href="(/console/campaigns/[^/"]+/draft)"', sent.text)
    assert where is not None
    page = text(await previewed(console, where[1]))
    for words in ("would be carried out 2", "would be refused 1", "Start on 3 accounts"):
        assert words in page, words


async def test_lines_without_an_account_are_named_and_may_be_left_out(console: Console) -> None:
    """Nothing is lost: what was typed and uploaded stays, also where the form is refused."""
    one, two = await accounts(console, 2)
    typed = f"{one}\n这不是账号\n{two}"
    refused = await console.operator.post("/console/campaigns/new/preview", {**NEW, "accounts": typed})
    assert refused.status_code == 422
    assert '<li value="2"><code>这不是账号</code>' in refused.text
    assert unescape(refused.text.partition('name="accounts"')[2]).partition(">\n")[2].startswith(typed)
    assert "Leave them out, and go on with 2 accounts" in text(refused)
    kept = await console.operator.post("/console/campaigns/new/preview", {**NEW, "accounts": typed, "skip": "yes"})
    assert kept.status_code == 200
    assert "1 line without an account is left out." in text(kept)
    changed = await console.operator.post("/console/campaigns/new/preview", {**hidden(kept), "step": "change"})
    assert "这不是账号" in changed.text
    assert (await console.operator.post("/console/campaigns", hidden(kept))).status_code == 303


async def test_a_file_is_added_to_what_was_typed(console: Console) -> None:
    """As a browser uploads it."""
    one, two = await accounts(console, 2)
    answer = await console.api.operator.post(
        "/console/campaigns/new/preview",
        data={**NEW, "accounts": one},
        files={"file": ("list.csv", f"{two},山野厨房\n".encode("gbk"), "text/csv")},
        headers={"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"},
    )
    assert answer.status_code == 200
    assert "would be carried out 2" in text(answer)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"reason": ""}, "Say why: each holder reads it"),
        ({"duration": ""}, "Say how long, for example 7 or P7D"),
        ({"duration": "P1M"}, "is not a duration we can multiply exactly"),
        ({"duration": "0"}, "the duration must be longer than zero"),
        ({"factor": "4"}, "factor 4 is outside [2, 3]"),
        ({"category": ""}, "Choose the category of the violation"),
        ({"category": "nonsense"}, "category"),
        ({"measure": "nonsense"}, "Choose a measure"),
        ({"measure": "overturn"}, "Name the action to overturn"),
        ({"accounts": " \n "}, "Name at least one account"),
        ({"reason": "号码 11010519491231002X"}, "resident ID number"),
        ({"id": "no id"}, "must be 1 to 64 letters"),
    ],
)
async def test_a_refused_form_says_what_would_be_right(console: Console, typed: dict[str, str], said: str) -> None:
    """Beside the field, or above the form; what was typed stays."""
    form = {**NEW, "accounts": "kitchen", **typed}
    answer = await console.operator.post("/console/campaigns/new/preview", form)
    assert answer.status_code == 422
    assert said in text(answer)
    assert form["reason"] in unescape(answer.text)


async def test_the_accounts_of_a_search_fill_the_list(console: Console) -> None:
    """The same parameters as the search of accounts has."""
    name = "独一无二的名字"
    one = await console.api.registered(name=name)
    searched = await console.operator.get(f"/console/accounts?q={name}")
    found = re.search(r'href="(/console/campaigns/new[^"]*)"', searched.text)
    assert found is not None
    answer = await console.operator.get(unescape(found[1]))
    assert "The search finds 1 account." in text(answer)
    assert one in answer.text
    assert "/console/campaigns/new" not in (await console.reviewer.get(f"/console/accounts?q={name}")).text


async def test_who_may_what(console: Console) -> None:
    """Reviewers and auditors read campaigns; operators start them; the platform sees none."""
    for role in (Role.REVIEWER, Role.AUDITOR):
        listed = await console[role].get("/console/campaigns")
        assert listed.status_code == 200
        assert "New campaign" not in listed.text
        for path in ("/console/campaigns/new", "/console/campaigns/x/reversal"):
            assert (await console[role].get(path)).status_code == 403
        assert (await console[role].post("/console/campaigns", {**NEW, "accounts": "a"})).status_code == 403
    assert (await console[Role.PLATFORM].get("/console/campaigns")).status_code == 403
    assert (await console.operator.get("/console/campaigns/unknown")).status_code == 404


async def test_closing_many_takes_a_fresh_sign_in(console_url: str) -> None:
    """As closing one does; what was typed is kept by the sign-in."""
    lasting: Any = {**LASTING, "fresh_sign_in": timedelta(minutes=10)}
    async with opened(console_url, Clock(), mounts={PATH: console_app}, **lasting) as api:
        console = await console_over(api)
        account = f"fresh-{MORNING:%H%M}"
        await api.registered(account)
        api.clock.pass_(minutes=11)
        form = {**NEW, "accounts": account}
        refused = await console.operator.post("/console/campaigns", {**form, "measure": "close"})
        assert (refused.status_code, "why=fresh" in refused.headers["location"]) == (303, True)
        banned = await console.operator.post("/console/campaigns", form)
        assert banned.headers["location"].startswith("/console/campaigns/bulk-")


def test_a_bad_line_is_cut() -> None:
    """What is shown of it is short."""
    assert read_list("名" * 100).bad == (BadLine(1, "名" * 60),)
