"""The queue page: cases to decide, the most urgent first, in the reader's language."""

from models.roles import Role
from tests.console.conftest import Console


async def test_the_most_urgent_case_comes_first_with_a_link(console: Console) -> None:
    """The page shows what the API's queue answers, in its order."""
    calm = await console.case(title="calm", priority="low")
    urgent = await console.case(title="urgent <b>case</b>", priority="urgent")
    page = (await console.reviewer.get("/console/queue")).text
    assert f'href="/console/cases/{urgent}">urgent &lt;b&gt;case&lt;/b&gt;</a>' in page
    assert page.index(urgent) < page.index(calm)


async def test_words_are_the_readers(console: Console) -> None:
    """Kinds, states and roles are in Chinese for a Chinese reader, without an English word among them."""
    await console.case()
    page = (await console.reviewer.get("/console/queue", Accept_Language="zh-CN,zh;q=0.9")).text
    assert '<html lang="zh-Hans-CN"' in page
    for word in ("待办队列", "待处理", "审核人员"):
        assert word in page, word
    assert "Queue" not in page


async def test_a_part_of_the_page_is_answered_to_htmx(console: Console) -> None:
    """The list loads itself again when a case changes: only the list is sent."""
    case = await console.case()
    answer = await console.reviewer.get("/console/queue", HX_Request="true")
    assert case in answer.text
    assert answer.text.lstrip().startswith('<section id="rows"')
    assert "<html" not in answer.text


async def test_an_empty_queue_says_so(console: Console) -> None:
    """A filter that matches nothing leads to words instead of an empty table."""
    page = (await console.reviewer.get("/console/queue?kind=rumour")).text
    assert "Nothing to decide" in page
    assert "<table" not in page


async def test_whoever_may_not_read_cases_is_told_which_role_may(console: Console) -> None:
    """The regulator's role reads reports alone."""
    answer = await console[Role.REGULATOR].get("/console/queue")
    assert answer.status_code == 403
    for words in ("Your roles do not allow this", "<strong>reviewer</strong>", "Your roles:", "regulator"):
        assert words in answer.text
    assert 'href="/console/queue"' not in answer.text
