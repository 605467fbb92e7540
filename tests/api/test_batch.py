"""Many questions in one body: answered in order, each for itself."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from models.roles import Role
from tests.api.conftest import Api, resident_id
from tests.api.test_problems import require_problem

BAN = {"id": "b1", "category": "rumour_making", "duration": "P7D"}


async def answers_to(api: Api, *items: Any, role: Role = Role.OPERATOR, **usual: Any) -> list[dict[str, Any]]:
    answer = await api[role].post("/v1/decisions/batch", json={"items": items, **usual})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["answers"]
    assert len(found) == len(items)
    return found


async def test_both_kinds_are_answered_in_the_order_in_which_they_were_asked(api: Api) -> None:
    """Each exactly as it would be answered alone."""
    free, banned = await api.registered(), await api.registered()
    await api.operator.post(f"/v1/accounts/{banned}/bans", json=BAN)
    items: list[dict[str, Any]] = [
        {"account": account, **question}
        for question in ({"privilege": "publish"}, {"draft": {"disputed": True}}, {"privilege": "monetize.live_gifts"})
        for account in (banned, free, banned)
    ]
    found = await answers_to(api, *items)
    for item, answer in zip(items, found, strict=True):
        path = "/v1/decisions/publish" if "draft" in item else "/v1/decisions"
        assert answer == (await api.operator.post(path, json=item)).json()


async def test_what_was_answered_before_is_answered_as_if_it_were_new(api: Api) -> None:
    """Texts are remembered between two boundaries: over a ban's whole life, and after it was overturned, each answer is
    the one that is given alone, at every instant and a moment before and after each boundary.
    """
    free, banned = await api.registered(), await api.registered()
    questions: list[dict[str, Any]] = [
        {"draft": {}}, {"draft": {"source": {"name": "新华社"}}}, {"draft": {"fields": ["finance"]}},
        {"privilege": "publish"}, {"privilege": "publish.finance"}, {"privilege": "monetize.live_gifts"},
        {"privilege": "apply_monetization"}, {"privilege": "be_recommended"},
    ]  # fmt: skip
    items = [{"account": account, **question} for account in (free, banned) for question in questions]

    async def same_as_alone() -> None:
        for _ in range(2):
            api.clock.pass_(seconds=0.25)
            for item, answer in zip(items, await answers_to(api, *items), strict=True):
                path = "/v1/decisions/publish" if "draft" in item else "/v1/decisions"
                assert answer == (await api.operator.post(path, json=item)).json()

    await same_as_alone()
    await api.operator.post(f"/v1/accounts/{banned}/bans", json=BAN)
    imposed = api.clock.now
    for days in (0, 3, 7, 13.99, 14, 80, 100):
        api.clock.now = imposed + timedelta(days=days) - timedelta(seconds=0.4)
        await same_as_alone()
    api.clock.now = imposed + timedelta(days=101)
    await api.operator.post(f"/v1/accounts/{banned}/bans", json={**BAN, "id": "b2"})
    await same_as_alone()
    assert (await api.operator.post(f"/v1/accounts/{banned}/bans/b2/overturn", json={})).status_code in {200, 201}
    await same_as_alone()


async def test_bad_items_are_explained_in_their_place_and_do_not_spoil_the_rest(api: Api) -> None:
    """Misspelt, unfinished or no object at all: each fault has its path inside the item."""
    account = await api.registered()
    bad: list[tuple[Any, list[str]]] = [
        ({"account": account, "privilege": "fly"}, ["privilege"]),
        ({"account": account}, ["privilege"]),
        ({"account": account, "privilege": "publish", "at": "2026-03-08T00:00:00"}, ["at"]),
        ({"account": account, "privilege": "publish", "as_of": "2027-03-08T00:00:00Z"}, ["as_of"]),
        ({"account": account, "draft": {}, "as_of": "2026-03-08T00:00:00Z"}, ["as_of"]),
        ({"account": account, "privilege": "publish", "draft": {}}, ["privilege"]),
        (
            {"account": account, "draft": {"media": [{"kind": "quoted", "shot_at": "2026-2"}]}},
            ["draft.media.0.shot_at"],
        ),
        ({"account": "not an id", "draft": {"topics": ["x"]}}, ["account", "draft.topics.0"]),
        (None, [""]),
        ([], [""]),
        ("publish", [""]),
    ]
    good = {"account": account, "privilege": "publish"}
    found = await answers_to(api, good, *(item for item, _ in bad), good)
    assert [found[0]["answer"], found[-1]["answer"]] == ["allowed", "allowed"]
    for (_, paths), answer in zip(bad, found[1:-1], strict=True):
        assert answer["answer"] == "invalid"
        assert [fault["path"] for fault in answer["errors"]] == paths


async def test_an_unknown_account_is_refused_with_that_reason(api: Api) -> None:
    """A verdict, not an error: whom nobody has registered may do nothing."""
    known = await api.registered()
    found = await answers_to(
        api,
        {"account": "nobody-knows", "privilege": "publish"},
        {"account": known, "draft": {}},
        {"account": "nobody-knows", "draft": {}, "at_least_version": 3},
    )
    for answer in (found[0], found[2]):
        assert (answer["account"], answer["answer"], answer["version"]) == ("nobody-knows", "refused", 0)
        assert [reason["code"] for reason in answer["reasons"]] == ["unknown_account"]
    assert found[1]["answer"] == "allowed"


async def test_a_version_that_is_not_there_leaves_only_its_item_unanswered(api: Api) -> None:
    """And a version that is there is read, also where an older standing is in memory."""
    account = await api.registered()
    ask = {"account": account, "privilege": "publish"}
    found = await answers_to(api, {**ask, "at_least_version": 2}, {**ask, "at_least_version": 1})
    assert [answer["answer"] for answer in found] == ["unavailable", "allowed"]
    assert found[0]["code"] == "version_not_reached"


async def test_what_is_in_memory_does_not_hide_the_version_asked_for(api: Api) -> None:
    """A notice that has not come yet, as if another process had just been told: the database is asked."""
    account = await api.registered()
    ask = {"account": account, "privilege": "publish"}
    await api.operator.post(f"/v1/accounts/{account}/bans", json=BAN)
    snapshots = api.app.state.app_state.snapshots
    before = await snapshots.get(account)
    snapshots.superseded(account, before.version + 1)
    snapshots._kept[account] = before.model_copy(update={"version": 1, "restrictions": ()})
    found = await answers_to(api, ask, {**ask, "at_least_version": 2})
    assert [(answer["answer"], answer["version"]) for answer in found] == [("refused", 2), ("refused", 2)]


async def test_items_may_ask_about_other_instants(api: Api) -> None:
    """Past and future beside now, of one account, in one body."""
    account = await api.registered()
    api.clock.pass_(days=1)
    await api.operator.post(f"/v1/accounts/{account}/bans", json=BAN)
    at = ["2026-03-10T18:00:00+08:00", "2026-03-11T18:00:00+08:00", "2026-03-18T17:00:00+08:00"]
    ask = {"account": account, "privilege": "publish", "at_least_version": 2}
    found = await answers_to(api, *({**ask, "at": one} for one in at), ask)
    assert [answer["answer"] for answer in found] == ["allowed", "refused", "allowed", "refused"]


async def test_ten_thousand_items_are_answered_and_one_more_is_refused(api: Api) -> None:
    """The limit stands in the error; so does that there must be an item at all."""
    account = await api.registered()
    most = [{"account": account if n % 2 else f"nobody-{n}", "privilege": "publish"} for n in range(10_000)]
    found = await answers_to(api, *most)
    assert [answer["account"] for answer in found] == [item["account"] for item in most]
    for items in ([*most, most[0]], []):
        problem = require_problem(
            await api.operator.post("/v1/decisions/batch", json={"items": items}), "invalid-request"
        )
        assert [fault["path"] for fault in problem["errors"]] == ["body.items"]
    assert (
        "10000"
        in require_problem(
            await api.operator.post("/v1/decisions/batch", json={"items": [*most, most[0]]}), "invalid-request"
        )["errors"][0]["message"]
    )


async def test_a_repaired_standing_replaces_the_one_in_memory(api: Api) -> None:
    """What `standing ledger rebuild` puts right has the version it had, and must not stay wrong in memory."""
    from ledger.accounts.verification import rebuild

    account = await api.registered(name="高原财经")
    ask = {"account": account, "draft": {}}
    async with api.database.transaction() as connection:
        await connection.execute(text("ALTER TABLE standings DISABLE TRIGGER USER"))
        wrong = "UPDATE standings SET snapshot = jsonb_set(snapshot, '{name}', '\"x\"') WHERE account = :account"
        await connection.execute(text(wrong), {"account": account})
        await connection.execute(text("ALTER TABLE standings ENABLE TRIGGER USER"))
    assert (await answers_to(api, ask))[0]["name"] == "x"
    assert await rebuild(api.database) == 1
    while api.app.state.app_state.snapshots.at_hand(account) is not None:
        await api[None].get("/readyz")
    assert (await answers_to(api, ask))[0]["name"] == "高原财经"


REFS = ["q-1", "稿件:7/a", 'a"b\\c', "🙂", "x" * 200]


async def test_each_item_is_answered_under_its_own_reference(api: Api) -> None:
    """A verdict, a cached one, an unknown account, an item that cannot be answered now, an invalid one: each in its
    place, with its `ref`; without one there is none.
    """
    account = await api.registered()
    asks: list[dict[str, Any]] = [
        {"account": account, "privilege": "publish"},
        {"account": account, "draft": {"fields": ["finance"]}},
        {"account": "nobody-knows", "privilege": "publish"},
        {"account": account, "privilege": "publish", "at_least_version": 9},
        {"account": account, "privilege": "fly"},
    ]
    for _ in range(2):
        for ref in REFS:
            found = await answers_to(api, *({"ref": ref, **ask} for ask in asks), asks[0])
            assert [answer.get("ref") for answer in found] == [ref] * len(asks) + [None]
            assert [answer["account"] for answer in found] == [ask["account"] for ask in asks] + [account]
            assert [answer["answer"] for answer in found] == [
                "allowed", "refused", "refused", "unavailable", "invalid", "allowed"
            ]  # fmt: skip
            assert "ref" not in found[-1]


async def test_an_invalid_item_keeps_its_account_and_reference(api: Api) -> None:
    """What is valid of the two; what is not is named by its path and not repeated."""
    found = await answers_to(
        api,
        {"ref": "r-1", "account": "kitchen", "privilege": "fly"},
        {"ref": "two words", "account": "kitchen"},
        {"ref": "r-3", "account": "not an id", "privilege": "publish"},
        {"ref": 4, "account": None, "privilege": "publish"},
        ["r-5"],
    )
    assert [(answer.get("ref"), answer.get("account")) for answer in found] == [
        ("r-1", "kitchen"), (None, "kitchen"), ("r-3", None), (None, None), (None, None)
    ]  # fmt: skip
    assert [fault["path"] for fault in found[1]["errors"]] == ["privilege", "ref"]


async def test_past_knowledge_is_asked_for_one_item_or_for_all(api: Api) -> None:
    """With the meaning of the single question: what was answered then is answered now."""
    account = await api.registered()
    before = api.clock.now
    api.clock.pass_(days=1)
    await api.operator.post(f"/v1/accounts/{account}/bans", json=BAN)
    ask = {"account": account, "privilege": "publish"}
    then, earlier = before.isoformat(), "2026-03-01T00:00:00+08:00"
    at = api.clock.now.isoformat()
    items = [ask, {**ask, "as_of": then}, {**ask, "as_of": then, "at": at}, {**ask, "as_of": earlier}]
    found = await answers_to(api, *items)
    assert [answer["answer"] for answer in found] == ["refused", "allowed", "allowed", "refused"]
    for item, answer in zip(items[:3], found[:3], strict=True):
        assert answer == (await api.operator.post("/v1/decisions", json=item)).json()
    unknown = await api.operator.post("/v1/decisions", json=items[3])
    problem = require_problem(unknown, "unknown-account")
    (reason,) = found[3]["reasons"]
    assert (reason["message"], reason["message_zh"], reason["type"]) == (
        problem["detail"], problem["detail_zh"], problem["type"]
    )  # fmt: skip

    for_all = await answers_to(
        api, {**ask, "ref": "a"}, {**ask, "as_of": at}, {"account": account, "draft": {}}, as_of=then
    )
    assert [answer["answer"] for answer in for_all] == ["allowed", "refused", "invalid"]
    assert [fault["path"] for fault in for_all[2]["errors"]] == ["as_of"]


async def test_the_limits_of_past_knowledge_are_those_of_the_single_question(api: Api) -> None:
    """The role, the future, and no receipt with it; of one item only that item is refused."""
    account = await api.registered()
    ask = {"account": account, "privilege": "publish"}
    then, later = api.clock.now.isoformat(), "2027-01-01T00:00:00+08:00"
    found = await answers_to(api, {**ask, "as_of": then}, ask, role=Role.PLATFORM)
    assert [answer["answer"] for answer in found] == ["invalid", "allowed"]
    assert "reviewer, operator or auditor" in found[0]["errors"][0]["message"]
    found = await answers_to(api, {**ask, "as_of": later}, {**ask, "as_of": then, "record": True}, ask)
    assert [answer["answer"] for answer in found] == ["invalid", "invalid", "allowed"]
    assert [answer["errors"][0]["path"] for answer in found[:2]] == ["as_of", "record"]

    post = api.operator.post
    body = {"items": [ask]}
    require_problem(await api[Role.PLATFORM].post("/v1/decisions/batch", json={**body, "as_of": then}), "forbidden")
    for more, path in (({"as_of": later}, "body.as_of"), ({"as_of": then, "record": True}, "body.record")):
        problem = require_problem(await post("/v1/decisions/batch", json={**body, **more}), "invalid-request")
        assert [fault["path"] for fault in problem["errors"]] == [path]


async def test_recorded_items_have_a_receipt(api: Api) -> None:
    """Each that says so, or all but those that do not want one; the receipt has the answer and the piece."""
    account = await api.registered()
    ask: dict[str, Any] = {"account": account, "privilege": "publish", "content": "post-1"}
    draft: dict[str, Any] = {"account": account, "draft": {"text": "今天下雨"}, "content": "post-2", "ref": "d"}
    plain, kept = await answers_to(api, ask, {**ask, "record": True})
    assert "receipt" not in plain
    for answer in [kept, *await answers_to(api, ask, draft, {**ask, "record": False}, record=True)]:
        receipt = answer.pop("receipt", None)
        if receipt is None:
            assert answer == plain
            continue
        read = (await api[Role.AUDITOR].get(f"/v1/receipts/{receipt['id']}")).json()
        assert (read["hash"], read["same"]) == (receipt["hash"], True)
        ref = answer.pop("ref", None)
        assert read["answer"] == answer
        assert read["question"]["content"] == ("post-1" if ref is None else "post-2")


async def test_what_cannot_be_recorded_leaves_the_others_alone(api: Api) -> None:
    """An identity number in a draft, an unknown account, an account of a version that is not there."""
    account = await api.registered()
    number = resident_id(3)
    found = await answers_to(
        api,
        {"account": account, "draft": {"source": {"name": f"张三{number}"}}},
        {"account": "nobody-knows", "privilege": "publish"},
        {"account": account, "privilege": "publish", "at_least_version": 7},
        {"account": account, "privilege": "publish"},
        record=True,
    )
    assert [answer["answer"] for answer in found] == ["invalid", "refused", "unavailable", "allowed"]
    assert [fault["path"] for fault in found[0]["errors"]] == ["draft.source.name"]
    assert number not in str(found)
    assert ["receipt" in answer for answer in found] == [False, False, False, True]


@pytest.mark.parametrize("privilege", ["publish", "publish.finance", "monetize.live_gifts", "apply_monetization"])
async def test_every_reason_is_said_in_chinese_too(api: Api, privilege: str) -> None:
    """Cause and remedy, for a reader without English."""
    account = await api.registered()
    await api.operator.post(f"/v1/accounts/{account}/bans", json=BAN)
    (answer,) = await answers_to(api, {"account": account, "privilege": privilege})
    for reason in answer["reasons"]:
        assert "第" in reason["message_zh"] or "没有" in reason["message_zh"]
        assert reason["lifted_by_zh"]
