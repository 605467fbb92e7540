"""Accounts in concert over HTTP: bulks in, clusters out, and a decision that sanctions all members at once."""

from io import StringIO
from random import Random
from typing import Any

import pytest

from api.coordination.bodies import MOST_LINKS, MOST_POSTS
from ledger.coordination import sweeps
from models.roles import Role
from tests.api.conftest import Api
from tests.api.test_problems import require_problem

LINKS = "/v1/coordination/links"
POSTS = "/v1/coordination/posts"
CLUSTERS = "/v1/coordination/clusters"
AHEAD = "2099-01-01T00:00:00Z"
TEXT = "速看！再不看就没了，某地自来水被污染的消息终于有人说清楚了，赶快转给家里人，先关注后看。"


def link(account: str, value: str = "card-1", kind: str = "payout", **more: Any) -> dict[str, Any]:
    return {"account": account, "kind": kind, "value": value, **more}


def post(account: str, number: int, text: str = TEXT) -> dict[str, Any]:
    return {"account": account, "post": f"p{number}", "published_at": f"2026-03-10T0{number}:00:00+08:00", "text": text}


def taken(**more: int) -> dict[str, Any]:
    return {"new": 0, "known": 0, "too_short": 0, "invalid": 0, "items": [], **more}


async def sent(api: Api, path: str, **body: Any) -> dict[str, Any]:
    answer = await api[Role.PLATFORM].post(path, json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_from_links_and_posts_to_sanctions(api: Api, log: StringIO) -> None:
    """Everything that a platform, a reviewer and the accounts see of it."""
    accounts = sorted([await api.registered() for _ in range(4)])
    links = [link(account, "6222 0210 0111 6245 123") for account in accounts]
    assert await sent(api, LINKS, links=links) == taken(new=4)
    assert await sent(api, LINKS, links=links) == taken(known=4)
    posts = [post(account, number) for number, account in enumerate(accounts)]
    assert await sent(api, POSTS, posts=[*posts, post(accounts[0], 9, "早")]) == taken(new=4, too_short=1)
    await sweeps.sweep_now(api.database, "s1", api.clock.now)
    page = (await api[Role.REVIEWER].get(CLUSTERS)).json()
    assert (page["sweep"]["sweep"], page["sweep"]["opened"]) == ("s1", 1)
    (cluster,) = page["clusters"]
    assert cluster["finding"]["members"] == accounts
    assert {tie["kind"] for tie in cluster["finding"]["ties"]} == {"payout", "text"}
    one = await api[Role.AUDITOR].get(f"{CLUSTERS}/{cluster['id']}")
    assert one.json() == cluster
    graph = await api[Role.REVIEWER].get(f"{CLUSTERS}/{cluster['id']}/graph")
    assert graph.headers["content-type"] == "image/svg+xml"
    assert all(account in graph.text for account in accounts)
    case = (await api[Role.REVIEWER].get(f"/v1/cases/{cluster['case']}")).json()["case"]
    assert (case["opening"]["kind"], case["priority"]) == ("coordination", "high")
    sanction = {"category": "matrix_manipulation", "consequences": {"ban": "P7D"}, "without": [accounts[3]]}
    decided = await api[Role.REVIEWER].post(
        f"/v1/cases/{cluster['case']}/decision",
        json={"outcome": "confirmed", "reason": "one text, one card", "terms": {"sanction": sanction}},
    )
    assert decided.status_code == 200, decided.text
    statuses = [(await api.operator.get(f"/v1/accounts/{account}")).json()["status"] for account in accounts]
    assert statuses == ["banned", "banned", "banned", "active"]
    actions = f"/v1/accounts/{accounts[0]}/actions"
    (action,) = (await api.operator.get(actions)).json()["actions"]
    assert (action["id"], action["article"], action["automated"]) == (cluster["case"], 7, False)
    assert "one text, one card. In concert with 3 other accounts" in action["en"]
    assert "one text, one card. 与其他3个账号存在联动" in action["zh"]
    assert "其中3个使用同一收款账户" in action["zh"]
    assert "In concert" not in action["zh"]
    assert "联动" not in action["en"]
    assert "6222021001116245123" not in log.getvalue().replace(" ", "")


@pytest.mark.parametrize(
    ("path", "body", "where"),
    [
        (LINKS, {"links": []}, "body.links"),
        (LINKS, {"links": [link("a")] * (MOST_LINKS + 1)}, "body.links"),
        (LINKS, {"links": [link("b", kind="text")]}, "body.links.0.kind"),
        (LINKS, {"links": [link("b", kind="shoe")]}, "body.links.0.kind"),
        (LINKS, {"links": [link("a b")]}, "body.links.0.account"),
        (LINKS, {"links": [link("a", "")]}, "body.links.0.value"),
        (LINKS, {"links": [link("a", seen="2026-03-01T00:00:00Z")]}, "body.links.0.seen"),
        (POSTS, {"posts": [post("a", 1)] * (MOST_POSTS + 1)}, "body.posts"),
        (POSTS, {"posts": [{**post("a", 1), "published_at": "yesterday"}]}, "body.posts.0.published_at"),
        (POSTS, {"posts": [{**post("a", 2), "published_at": AHEAD}]}, "body.posts.0.published_at"),
    ],
    ids=[
        "none",
        "too many",
        "a text",
        "no kind",
        "no account",
        "no value",
        "misspelt",
        "too many posts",
        "no time",
        "ahead",
    ],
)
async def test_a_bulk_without_a_valid_row_is_refused_and_says_where(
    api: Api, path: str, body: dict[str, Any], where: str
) -> None:
    """A row that is wrong beside others that are not: `test_items`."""
    problem = require_problem(await api[Role.PLATFORM].post(path, json=body), "invalid-request")
    assert problem["errors"][0]["path"] == where


async def test_a_value_that_is_refused_is_not_repeated(api: Api) -> None:
    answer = await api[Role.PLATFORM].post(LINKS, json={"links": [link("a b", "13800138000", "phone")]})
    assert "13800138000" not in answer.text


async def test_clusters_come_page_by_page_and_an_unknown_one_is_told(api: Api) -> None:
    chance = Random(1)
    for number in range(3):
        card = str(chance.random())
        await sent(api, LINKS, links=[link(f"{name}-{number}", card) for name in ("x", "y", "z")])
    await sweeps.sweep_now(api.database, "s2", api.clock.now)
    seen, after = [], ""
    while True:
        page = (await api[Role.REVIEWER].get(f"{CLUSTERS}?limit=2{after}")).json()
        seen += [one["id"] for one in page["clusters"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert len(seen) == len(set(seen)) >= 3
    require_problem(await api[Role.REVIEWER].get(f"{CLUSTERS}/clu_none"), "unknown-cluster")
    require_problem(await api[Role.REVIEWER].get(f"{CLUSTERS}/clu_none/graph"), "unknown-cluster")
