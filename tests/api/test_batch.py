"""Many questions in one body: answered in order, each for itself."""

from datetime import timedelta
from typing import Any

from sqlalchemy import text

from tests.api.conftest import Api
from tests.api.test_problems import require_problem

BAN = {"id": "b1", "category": "rumour_making", "duration": "P7D"}


async def answers_to(api: Api, *items: Any) -> list[dict[str, Any]]:
    answer = await api.operator.post("/v1/decisions/batch", json={"items": items})
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
        ({"account": account, "privilege": "publish", "as_of": "2026-03-08T00:00:00Z"}, ["as_of"]),
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
