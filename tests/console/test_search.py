"""The search: pages, accounts and cases that this visitor may open, and nothing else."""

import re
from typing import Any
from urllib.parse import quote

from console.navigation import PAGES
from console.pages.search import RECORDS
from models.roles import Role
from tests.api.test_networks import network
from tests.console.conftest import PAGE, Console, another_visitor
from tests.console.test_every_page import READ


async def test_a_page_is_found_by_its_name_in_the_readers_language(console: Console) -> None:
    """Part of it suffices."""
    english = (await console.reviewer.get("/console/search?q=ueu")).text
    assert english.count('href="/console/queue"') == 2  # in the navigation, and among what was found
    chinese = (await console.reviewer.get("/console/search?q=队列", Accept_Language="zh")).text
    assert chinese.count('href="/console/queue"') == 2


async def test_a_case_is_found_by_its_identifier(console: Console) -> None:
    """Only by whoever may read cases."""
    case = await console.case(title="矩阵")
    link = f'href="/console/cases/{case}"'
    assert link in (await console.reviewer.get(f"/console/search?q={case}")).text
    assert link not in (await console[Role.PLATFORM].get(f"/console/search?q={case}")).text


async def test_a_network_is_found_by_its_name(console: Console) -> None:
    """By a part of it, or the beginning of its identifier, also in the list of networks; only by who may read them."""
    await network(console.api, "donghai-mcn", name="东海Media传媒")
    link = 'href="/console/networks/donghai-mcn"'
    for typed in ("东海media", "donghai-"):
        assert link in (await console.reviewer.get(f"/console/search?q={quote(typed)}")).text, typed
        assert link in (await console.reviewer.get(f"/console/networks?q={quote(typed)}")).text, typed
    assert link not in (await console.reviewer.get("/console/networks?q=%25")).text, "a wildcard is a text"
    assert link not in (await console[Role.REGULATOR].get("/console/search?q=donghai")).text


async def test_a_long_text_is_kept_and_its_limit_is_said(console: Console) -> None:
    """Also far beyond it, on the page and in the palette."""
    for length in (101, 201, 2000):
        page = await console.reviewer.get(f"/console/search?q={'x' * length}", Accept_Language="zh")
        assert page.status_code == 200
        assert f'value="{"x" * length}"' in page.text
        assert f"最多可查找 100 个字符，当前为 {length:,} 个" in page.text
    palette = await console.reviewer.get(f"/console/search?q={'x' * 201}", HX_Request="true")
    assert "Look for at most 100 characters" in palette.text


async def test_the_palette_is_answered_with_what_was_found_alone(console: Console) -> None:
    """htmx puts it into the dialog."""
    answer = await console.reviewer.get("/console/search?q=zzz", HX_Request="true")
    assert answer.text.lstrip().startswith('<div class="found"')
    assert "Nothing found" in answer.text


async def test_what_was_typed_is_a_text(console: Console) -> None:
    """Whatever it is; and nothing is called with it that is no identifier."""
    for typed in ("<b>", "../../metrics", "%2e%2e%2f", "a/b", "'"):
        answer = await console.reviewer.get(f"/console/search?q={quote(typed)}")
        assert answer.status_code == 200
        assert "<b>" not in answer.text


async def test_the_queue_is_counted_in_the_navigation(console: Console) -> None:
    """The cases that this person may decide, and how many are overdue; it follows the cases."""
    page = (await console.reviewer.get("/console/queue")).text
    assert 'hx-get="/console/counts/queue"' in page
    counts = (await console.api[Role.REVIEWER].get("/v1/cases/counts")).json()
    await console.case()
    told = (await console.reviewer.get("/console/counts/queue", HX_Request="true")).text
    assert f">{counts['decidable'] + 1}<" in told
    assert (await console[Role.REGULATOR].get("/console/counts/queue")).status_code == 403


async def everything(console: Console) -> dict[str, tuple[str, str, str]]:
    """Make one of each kind; return what to look for, its address, and its name on the page."""
    api, number = console.api, console.api.numbers()
    account = await api.registered()

    async def made(path: str, body: dict[str, Any], kind: str = "id") -> Any:
        answer = await api.operator.post(path, json=body)
        assert answer.status_code in {200, 201}, answer.text
        return answer.json()[kind]

    ban = {"type": "ban", "category": "fabrication", "duration": "P1D"}
    bulk = await made("/v1/bulk-actions", {"measure": ban, "accounts": [account], "reason": f"清朗行动{number}"})
    run = await made("/v1/runs", {"id": f"found-{number}", "commands": "register", "note": f"东站开户{number}"})
    rumour = {"id": f"water-{number}", "claim": f"自来水{number}不能饮用", "field": "livelihood", "contents": ["p"]}
    await made("/v1/rumors", rumour)
    order = {"order": "label_content", "targets": ["c1"], "label_zh": f"谣言{number}号", "label_en": "Rumour"}
    directive = await made("/v1/directives", order)
    person = await made("/v1/people", {"name": f"欧阳{number}", "roles": ["reviewer"]})
    await made("/v1/webhooks", {"id": f"hook-{number}", "url": f"https://hooks.example.cn/{number}/x"})
    view = await made("/v1/views", {"name": f"晨会{number}", "filters": {"overdue": True}, "shared": True})
    return {
        "campaign": (f"清朗行动{number}", f"/console/campaigns/{bulk}", f"清朗行动{number}"),
        "run by its note": (f"开户{number}", f"/console/runs/{run}", f"东站开户{number}"),
        "run by its identifier": (f"found-{number}", f"/console/runs/{run}", run),
        "rumour": (f"水{number}不能", f"/console/rumours/water-{number}", f"自来水{number}不能饮用"),
        "directive": (f"谣言{number}号", f"/console/directives/{directive}", f"谣言{number}号"),
        "person": (f"欧阳{number}", f"/console/people/{person}", f"欧阳{number}"),
        "webhook": (f"EXAMPLE.CN/{number}/", f"/console/connections/webhooks/hook-{number}", f"hook-{number}"),
        "view": (f"晨会{number}", f"/console/queue?view={view}", f"晨会{number}"),
        "list": ("Certifications in", "/console/lists/certifications", "Certifications in fields"),
    }


async def test_everything_that_has_a_page_and_a_name_is_found(console: Console) -> None:
    """By whoever may read it, and leads to its page; by nobody else."""
    found = await everything(console)
    reader = await another_visitor(console.api, *(role for role in Role if role is not Role.REGULATOR))
    for what, (sought, href, said) in found.items():
        answer = await reader.get("/console/search", params={"q": sought}, headers=PAGE)
        assert f'href="{href}"' in answer.text, what
        assert said in answer.text, what
        shown = await reader.get(href, headers=PAGE)
        assert shown.status_code == 200, f"{what}: {href}"
    await reader.aclose()
    for what, role in (("campaign", Role.PLATFORM), ("person", Role.REVIEWER), ("webhook", Role.AUDITOR)):
        sought, href, _ = found[what]
        answer = await console[role].get(f"/console/search?q={quote(sought)}")
        assert (answer.status_code, f'href="{href}"' in answer.text) == (200, False), what


def test_every_kind_of_record_with_a_page_is_sought() -> None:
    """A page with an address of one record belongs to a kind that is found."""
    single = {path.partition("/{")[0] for path in READ if re.fullmatch(r"/console(?:/[\w-]+)+/\{\w+\}", path)}
    by_other_ways = {
        "/console/accounts": "by the API's own search",
        "/console/networks": "by the API's own search",
        "/console/cases": "by their identifier: they have a queue",
        "/console/coordination": "by their identifier: they have no name",
        "/console/lists": "by the names of the lists",
        "/console/audit": "numbered, not named",
        "/console/reference/records": "in the reference's own index",
        "/console/lexicon/emblems": "pictures, shown in the lexicon",
        "/console/sign-in/link": "asked once",
        "/console/sign-in/kept": "exists while a form waits for a sign-in",
        "/console/terminals": "asked once",
    }
    assert single - {PAGES[one.kind].rstrip("/") for one in RECORDS} - {*by_other_ways} == set()
