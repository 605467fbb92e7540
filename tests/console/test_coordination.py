"""The case about accounts that may act in concert: who they are, how they stand, what they share, in both languages."""

import re

from ledger.coordination import sweeps
from regulation.coordination import TIES
from regulation.words.sentences.chinese import in_chinese
from tests.api.test_coordination import LINKS, link, sent
from tests.console.conftest import Console


async def test_a_case_shows_its_cluster_and_the_standing_of_each_account(console: Console) -> None:
    """The graph and the cluster are one click away; each account with name, status and what is in force on it."""
    api = console.api
    accounts = sorted([await api.registered() for _ in range(3)])
    ban = {"id": "b9", "category": "recycled_news", "duration": "P14D", "factor": "2", "reason": "旧闻新发"}
    assert (await api.operator.post(f"/v1/accounts/{accounts[0]}/bans", json=ban)).status_code == 201
    links = [link(account, "6222 0210 0111 0000 777") for account in accounts]
    await sent(api, LINKS, links=[*links, link("never-here", "6222 0210 0111 0000 777")])
    await sweeps.sweep_now(api.database, "s-case", api.clock.now)
    (cluster,) = (await api.operator.get("/v1/coordination/clusters")).json()["clusters"]
    context = (await api.operator.get(f"/v1/cases/{cluster['case']}/context")).json()["cluster"]
    assert (context["cluster"], context["accounts"]) == (cluster["id"], 4)
    assert {one["account"]: one["status"] for one in context["members"]} == {
        accounts[0]: "banned",
        accounts[1]: "active",
        accounts[2]: "active",
        "never-here": None,
    }
    page = (await console.reviewer.get(f"/console/cases/{cluster['case']}", Accept_Language="zh")).text
    where = f"/console/coordination/{cluster['id']}"
    for text in (
        f'href="{where}"',
        f'src="{where}/graph.svg"',
        "已被禁言",
        "正常",
        "未在本平台注册",
        "项限制",
        "使用同一收款账户",
    ):
        assert text in page, text
    for account in accounts:
        assert f'href="/console/accounts/{account}"' in page
    assert "GET /v1" not in page
    evidence = page[page.index('id="evidence"') : page.index('id="cluster"')]
    assert "4个账号，6对强关联" in evidence
    assert not re.search(r">[^<]*\b(accounts|pairs|ties|tied)\b[^<]*<", evidence), (
        "a Chinese page has no English sentence"
    )
    english = (await console.reviewer.get(f"/console/cases/{cluster['case']}")).text
    assert "4 accounts, 6 pairs tied strongly" in english


async def test_the_queue_says_how_many_accounts_and_what_they_share(console: Console) -> None:
    """Instead of the cluster's number."""
    zh = (await console.reviewer.get("/console/queue?kind=coordination", Accept_Language="zh")).text
    assert re.search(r"\d+个账号疑似联动：使用同一收款账户", zh)
    assert "clu_" not in re.sub(r"<[^>]+>", "", zh)
    assert (
        "4 accounts that may act in concert: the same payout account"
        in (await console.reviewer.get("/console/queue?kind=coordination")).text
    )


def test_every_tie_has_one_chinese() -> None:
    """The table of ties and that of sentences agree."""
    for row in TIES.values():
        assert in_chinese(row.words) == row.words_zh
