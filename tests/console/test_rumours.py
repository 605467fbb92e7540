"""The pages of rumours and of coordinated accounts."""

from datetime import timedelta

from console.rendering import curves
from ledger.coordination import sweeps
from models.instants import SHANGHAI, rfc3339
from tests.api.conftest import MORNING
from tests.api.test_coordination import LINKS, link, sent
from tests.console.conftest import Console

CLAIM = "本市自来水已被污染，三天内不能饮用"


async def rumour(console: Console, name: str, claim: str) -> None:
    body = {"id": name, "claim": claim, "field": "livelihood", "contents": ["post-1"], "terms": ["停水三天"]}
    answer = await console.api.operator.post("/v1/rumors", json=body)
    assert answer.status_code == 201, answer.text


def hour(ago: int) -> str:
    return rfc3339((MORNING - timedelta(hours=ago)).astimezone(SHANGHAI).replace(minute=0))


async def test_a_rumour_shows_its_steps_its_reach_and_what_is_verified(console: Console) -> None:
    """The steps with their deadlines, the curves with their numbers, the information published by the form."""
    await rumour(console, "water", CLAIM)
    assert CLAIM in (await console.reviewer.get("/console/rumours?status=open&field=livelihood")).text
    page = (await console.reviewer.get("/console/rumours/water")).text
    for text in ("Label the content", "1 order waits for the platform", "waits for verified information", "post-1"):
        assert text in page, text
    assert "has not reported any viewers" in page
    told = {"text_zh": "自来水各项指标合格", "text_en": "", "link": "https://www.piyao.org.cn/"}
    wrong = await console.reviewer.confirmed(
        "/console/rumours/water/information", {**told, "link": "javascript:alert(1)"}
    )
    assert wrong.status_code == 422
    for text in ("自来水各项指标合格", 'aria-invalid="true"', '<details class="panel" open>'):
        assert text in wrong.text, text
    assert (await console.reviewer.confirmed("/console/rumours/water/information", told)).status_code == 303
    hours = [
        {
            "seen": seen,
            "hour": rfc3339((MORNING - timedelta(hours=ago)).astimezone(SHANGHAI).replace(minute=0)),
            "viewers": n,
        }
        for seen, ago, n in (("rumour", 3, 900), ("rumour", 2, 300), ("debunking", 1, 150))
    ]
    reported = await console.api.operator.post("/v1/rumors/water/exposures", json={"hours": hours})
    assert reported.status_code == 200, reported.text
    page = (await console.reviewer.get("/console/rumours/water")).text
    for text in ("自来水各项指标合格", "1,200", "<polyline", "at most 12.5%"):
        assert text in page, text


async def test_accounts_that_cannot_be_accused_are_named_and_the_others_are_recorded(console: Console) -> None:
    """A part of the work that was refused is not lost in a message of success."""
    await rumour(console, "quake", "今晚本地将发生七级地震，请立即撤离")
    account = await console.api.registered()
    form = {"making": f"{account}\nnobody-9", "spreading": "", "reason": "编造谣言"}
    page = await console.reviewer.confirmed("/console/rumours/quake/violations", form)
    assert page.status_code == 200
    assert "Not recorded for these accounts" in page.text
    assert "nobody-9" in page.text
    for kept in ('<details class="panel" open>', "nobody-9</textarea>", "编造谣言"):
        assert kept in page.text, kept
    assert f"{account}</textarea>" not in page.text
    record = (await console.api.operator.get(f"/v1/accounts/{account}/actions")).json()
    assert len(record["actions"]) == 1


async def test_a_rumour_that_changed_is_drawn_again_in_an_open_page(console: Console) -> None:
    """A live page asks for its changing part alone; the forms are in it."""
    await rumour(console, "tide", "海水将倒灌市区，请立即撤离")
    part = await console.reviewer.get("/console/rumours/tide", HX_Request="true")
    assert part.status_code == 200
    assert 'action="/console/rumours/tide/information"' in part.text
    assert "<html" not in part.text


async def test_a_closed_rumour_offers_what_may_follow(console: Console) -> None:
    """Only the moves that the rumour allows have a form; a correction takes grounds."""
    await rumour(console, "salt", "食盐将全面断供，请尽快囤积")
    assert (
        await console.reviewer.confirmed("/console/rumours/salt/closure", {"reason": "三天内无新增"})
    ).status_code == 303
    page = (await console.reviewer.get("/console/rumours/salt")).text
    assert 'action="/console/rumours/salt/reopening"' in page
    assert "/information" not in page
    assert (await console.reviewer.post("/console/rumours/salt/correction", {"reason": ""})).status_code == 422
    assert (
        await console.reviewer.confirmed("/console/rumours/salt/correction", {"reason": "盐业公司确认"})
    ).status_code == 303
    assert "盐业公司确认" in (await console.reviewer.get("/console/rumours/salt")).text


async def test_a_cluster_is_shown_with_its_graph_and_its_case(console: Console) -> None:
    """The graph is a picture of the same origin; what the accounts share stands beside it in words."""
    api = console.api
    accounts = sorted([await api.registered() for _ in range(4)])
    await sent(api, LINKS, links=[link(account, "6222 0210 0111 6245 123") for account in accounts])
    await sweeps.sweep_now(api.database, "s1", api.clock.now)
    (cluster,) = (await api.operator.get("/v1/coordination/clusters")).json()["clusters"]
    assert f'href="/console/cases/{cluster["case"]}"' in (await console.reviewer.get("/console/coordination")).text
    page = (await console.reviewer.get(f"/console/coordination/{cluster['id']}")).text
    graph = f"/console/coordination/{cluster['id']}/graph.svg"
    for text in ("the same payout account", f'src="{graph}"', *accounts):
        assert text in page, text
    drawn = await console.reviewer.get(graph)
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert all(account in drawn.text for account in accounts)


def test_curves_add_up_and_end_at_their_totals() -> None:
    """The last point of a curve is its total; an hour without a number is level; the scale has round numbers."""
    hours = [MORNING + timedelta(hours=at) for at in (0, 5)]
    drawing = curves.cumulative(hours, [[30, 70], [0, 0]])
    above = {number: place for place, number in drawing.levels}
    last = drawing.lines[0].split()[-1]
    assert last == f"{float(curves.WIDTH)},{above[100]}"
    assert {point.split(",")[1] for point in drawing.lines[1].split()} == {str(above[0])}
    assert [level for _, level in drawing.levels] == [0, 50, 100]
    assert len(drawing.times) <= curves.MOST_TICKS + 1
