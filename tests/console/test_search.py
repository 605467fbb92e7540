"""The search: pages, accounts and cases that this visitor may open, and nothing else."""

from urllib.parse import quote

from models.roles import Role
from tests.api.test_networks import network
from tests.console.conftest import Console


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
