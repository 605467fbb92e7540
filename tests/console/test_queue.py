"""The queue page: cases to decide, the most urgent first, in the reader's language."""

from typing import Any

from models.roles import Role
from tests.console.conftest import Console


async def test_the_most_urgent_case_comes_first_with_a_link(console: Console) -> None:
    """The page shows what the API's queue answers, in its order."""
    calm = await console.case(title="calm", priority="low")
    urgent = await console.case(title="urgent <b>case</b>", priority="urgent")
    page = (await console.reviewer.get("/console/queue")).text
    assert f'href="/console/cases/{urgent}?view=todo"' in page
    assert "urgent &lt;b&gt;case&lt;/b&gt;" in page
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
    assert answer.text.lstrip().startswith('<div class="work" id="work"')
    assert "<html" not in answer.text


async def test_an_empty_queue_says_so(console: Console) -> None:
    """A filter that matches nothing leads to words instead of an empty table."""
    page = (await console.reviewer.get("/console/queue?kind=rumour")).text
    assert "Nothing in this view" in page
    assert "<table" not in page


async def test_whoever_may_not_read_cases_is_told_which_role_may(console: Console) -> None:
    """The regulator's role reads reports alone."""
    answer = await console[Role.REGULATOR].get("/console/queue")
    assert answer.status_code == 403
    for words in ("Your roles do not allow this", "<strong>reviewer</strong>", "Your roles:", "regulator"):
        assert words in answer.text
    assert 'href="/console/queue"' not in answer.text


async def test_filters_of_the_address_are_kept_in_the_form_and_combine(console: Console) -> None:
    """What was asked for is chosen in the form; empty fields of the form ask for nothing."""
    one = await console.case(title="eleven accounts", priority="low")
    other = await console.case(title="something else", priority="low")
    page = (await console.reviewer.get("/console/queue?search=eleven&kind=closure&kind=appeal&account=&mine=")).text
    assert one in page
    assert other not in page
    assert 'name="search" value="eleven"' in page
    assert 'name="kind" value="appeal" checked' in page
    assert "Save these filters as a view" in page


async def test_a_filter_that_is_not_understood_is_named_and_stays(console: Console) -> None:
    answer = await console.reviewer.get("/console/queue?opened_from=yesterday&search=eleven")
    assert answer.status_code == 422
    assert "opened from: must be" in answer.text
    assert "query.opened_from" not in answer.text
    assert 'value="eleven"' in answer.text
    assert 'value="yesterday"' in answer.text


async def test_a_view_is_saved_with_the_filters_of_the_page_and_remembered(console: Console) -> None:
    """The view that was opened last is the one that the next visit shows."""
    await console.case()
    said = {"name": "只看关闭", "shared": "yes"}
    saved = await console.reviewer.post("/console/queue/views?kind=closure&mine=false&search=", said)
    assert saved.status_code == 303, saved.text
    address = saved.headers["location"]
    page = (await console.reviewer.get(address)).text
    assert "只看关闭" in page
    assert 'name="kind" value="closure" checked' in page
    again = (await console.reviewer.get("/console/queue")).text
    assert f'href="{address}" aria-current="page"' in again
    assert "只看关闭" in (await console.operator.get("/console/queue")).text, "it is shared"
    view = address.rpartition("=")[2]
    starred = await console.operator.post(f"/console/queue/views/{view}/star", {"starred": "yes"})
    assert starred.headers["location"] == address
    assert "Remove the star" in (await console.operator.get(address)).text
    refused = await console.reviewer.post("/console/queue/views?kind=closure", {"name": ""})
    assert refused.status_code == 422
    assert "field-error" in refused.text
    assert (await console.reviewer.post(f"/console/queue/views/{view}/delete", {})).status_code == 303
    assert "只看关闭" not in (await console.operator.get("/console/queue")).text


async def test_chosen_cases_are_claimed_put_back_skipped_and_assigned(console: Console) -> None:
    """Without a script: check boxes and buttons; the visitor comes back to the same list."""
    first, second = await console.case(title="one"), await console.case(title="two")
    chosen = {"case": [first, second], "back": "/console/queue?view=waiting&sort=newest"}
    claimed = await console.reviewer.post("/console/queue/claim", chosen)
    assert claimed.headers["location"] == "/console/queue?view=waiting&sort=newest"
    assert "Claimed: 2" in (await console.reviewer.get(claimed.headers["location"])).text
    assert console_claims(await console.api.operator.get("/v1/cases?status=claimed&limit=500")) >= {first, second}
    refused = await console.operator.post("/console/queue/claim", chosen)
    assert "Refused for 2 of 2 cases" in (await console.operator.get(refused.headers["location"])).text
    await console.reviewer.post("/console/queue/release", {**chosen, "case": [first]})
    assert first not in console_claims(await console.api.operator.get("/v1/cases?status=claimed&limit=500"))
    await console.reviewer.post("/console/queue/skip", {**chosen, "case": [first]})
    assert f'id="row-{first}"' not in (await console.reviewer.get("/console/queue?view=todo")).text
    assert "skipped by you" in (await console.reviewer.get("/console/queue?view=waiting")).text
    nothing = await console.reviewer.post("/console/queue/claim", {"back": "https://elsewhere.example/?x=1"})
    assert nothing.headers["location"] == "/console/queue?x=1"
    assert "Choose a case first" in (await console.reviewer.get("/console/queue")).text
    refused = await console.reviewer.post("/console/queue/assignment", {**chosen, "to": ""})
    assert "Refused" in (await console.reviewer.get(refused.headers["location"])).text, "a reviewer assigns nothing"


def console_claims(answer: Any) -> set[str]:
    return {case["id"] for case in answer.json()["cases"]}


async def test_the_next_case_is_claimed_and_opened(console: Console) -> None:
    """No case is given to two people; when nothing is left, the list says so."""
    await console.case(priority="urgent")
    one = await console.reviewer.post("/console/queue/next", {"view": "todo"})
    other = await console.operator.post("/console/queue/next", {"view": "todo"})
    assert one.headers["location"].endswith("?view=todo")
    assert one.headers["location"] != other.headers["location"]
    none = await console.reviewer.post("/console/queue/next", {"view": "second"})
    assert none.headers["location"] == "/console/queue?view=second"


async def test_everybody_sees_who_looks(console: Console) -> None:
    case = await console.case(title="looked at")
    await console.api.operator.post(f"/v1/cases/{case}/presence", json={})
    page = (await console.reviewer.get("/console/queue?view=waiting")).text
    row = page[page.index(f'id="row-{case}"') :]
    assert "looking" in row[: row.index("</tr>")]
    own = (await console.operator.get("/console/queue?view=waiting")).text
    row = own[own.index(f'id="row-{case}"') :]
    assert "looking" not in row[: row.index("</tr>")]
