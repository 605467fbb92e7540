"""Receipts through the API: asked for with `record`, proved by reading them, refused where nothing could be proved."""

import asyncio
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from embedded import EmbeddedPostgres
from models.roles import Role
from tests.api.conftest import Api, resident_id
from tests.api.test_away import NAMED, house, killable, require_503
from tests.api.test_problems import require_problem

__all__ = ["killable"]

BAN = {"id": "b1", "category": "fabrication", "duration": "P7D"}
LABELLED = {
    "topics": ["public_policy"],
    "source": {"name": "国务院公报", "link": "https://www.gov.cn/gongbao/"},
    "media": [{"kind": "synthetic", "marked": True}],
}
LACKING = {"topics": ["public_policy"], "media": [{"kind": "self_shot"}]}


async def asked(api: Api, account: str, role: Role = Role.PLATFORM, **more: Any) -> httpx2.Response:
    return await api[role].post("/v1/decisions", json={"account": account, "privilege": "publish", **more})


async def drafted(api: Api, account: str, draft: dict[str, Any], **more: Any) -> httpx2.Response:
    return await api[Role.PLATFORM].post(
        "/v1/decisions/publish", json={"account": account, "draft": draft, "record": True, **more}
    )


async def receipt_of(api: Api, answer: httpx2.Response, role: Role = Role.AUDITOR) -> dict[str, Any]:
    """The receipt that an answer names."""
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"/v1/receipts/{answer.headers['receipt']}"
    read = await api[role].get(answer.headers["location"])
    assert read.status_code == 200, read.text
    receipt: dict[str, Any] = read.json()
    assert receipt["id"] == answer.headers["receipt"]
    assert receipt["hash"] == answer.headers["receipt-hash"]
    assert receipt["answer"] == answer.json()
    return receipt


async def kept_in(api: Api) -> int:
    async with api.database.transaction() as connection:
        return int((await connection.execute(text("SELECT count(*) FROM receipts"))).scalar_one())


async def test_an_answer_that_is_recorded_is_the_same_answer(api: Api) -> None:
    """Only the status and the headers differ from the one that is not, and only that one is kept."""
    account = await api.registered()
    before = await kept_in(api)
    plain, recorded = await asked(api, account), await asked(api, account, record=True)
    assert (plain.status_code, recorded.status_code) == (200, 201)
    assert plain.json() == recorded.json()
    assert plain.headers["etag"] == recorded.headers["etag"]
    assert not {"receipt", "receipt-hash", "location"} & set(plain.headers)
    assert (await asked(api, account, record=False)).status_code == 200
    assert await kept_in(api) == before + 1


async def test_a_receipt_says_what_was_asked_answered_and_on_which_facts(api: Api) -> None:
    """The question as it was sent, the caller, the version, and the hash that the ledger shows for that fact."""
    account = await api.registered()
    await api.operator.post(f"/v1/accounts/{account}/bans", json=BAN)
    receipt = await receipt_of(api, await drafted(api, account, LABELLED, at_least_version=2))
    facts = (await api.operator.get(f"/v1/accounts/{account}/facts")).json()["facts"]
    assert receipt["facts"] == {"account": account, "version": 2, "hash": facts[1]["hash"]}
    assert receipt["kind"] == "publish"
    assert receipt["asked_at"] == "2026-03-10T17:00:00+08:00"
    assert (receipt["question"]["account"], receipt["question"]["at_least_version"]) == (account, 2)
    assert receipt["question"]["draft"]["source"] == LABELLED["source"]
    async with api.database.transaction() as connection:
        found = await connection.execute(text("SELECT name FROM api_keys WHERE id = :id"), {"id": receipt["caller"]})
        assert found.scalar_one() == "platform"


@pytest.mark.parametrize(
    ("draft", "answer"), [({}, "allowed"), (LABELLED, "allowed_with_labels"), (LACKING, "refused")]
)
async def test_labels_and_refusals_are_recorded_and_hold_after_all_that_follows(
    api: Api, draft: dict[str, Any], answer: str
) -> None:
    """A ban, its overturn, another holder and a closure later the day's answer follows from the day's facts."""
    account = await api.registered()
    recorded = await drafted(api, account, draft)
    assert recorded.json()["answer"] == answer
    path = f"/v1/accounts/{account}"
    for hours, (what, body) in enumerate(
        (
            ("bans", BAN),
            ("bans/b1/overturn", {}),
            ("holder-changes", {"holder": {"resident_id": resident_id()}}),
            ("name-changes", {"name": "另一个"}),
            ("closure", {}),
        )
    ):
        api.clock.pass_(hours=hours + 1)
        done = await api.operator.post(f"{path}/{what}", json=body)
        assert done.is_success, done.text
    assert (await drafted(api, account, draft)).json()["answer"] == "refused"
    receipt = await receipt_of(api, recorded)
    assert (receipt["same"], receipt["faults"], receipt["differences"]) == (True, [], [])
    assert receipt["reevaluated"] == recorded.json()
    assert receipt["facts"]["version"] == 1


async def test_a_ban_and_its_overturn_each_have_their_receipts(api: Api) -> None:
    """Before, during and after: three answers to one question, each of them proved."""
    account = await api.registered()
    given = [await asked(api, account, record=True)]
    await api.operator.post(f"/v1/accounts/{account}/bans", json=BAN)
    given.append(await asked(api, account, record=True, at_least_version=2))
    await api.operator.post(f"/v1/accounts/{account}/bans/b1/overturn", json={})
    given.append(await asked(api, account, record=True, at_least_version=3))
    receipts = [await receipt_of(api, answer) for answer in given]
    assert [receipt["answer"]["answer"] for receipt in receipts] == ["allowed", "refused", "allowed"]
    assert [receipt["facts"]["version"] for receipt in receipts] == [1, 2, 3]
    assert all(receipt["same"] for receipt in receipts)


async def test_the_past_and_the_future_are_recorded_too(api: Api) -> None:
    """The instant asked about is the one that is asked about again."""
    account = await api.registered()
    api.clock.pass_(days=1)
    await api.operator.post(f"/v1/accounts/{account}/bans", json=BAN)
    answers = {
        at: await asked(api, account, record=True, at=at)
        for at in ("2026-03-10T20:00:00+08:00", "2026-03-15T00:00:00+08:00", "2026-03-20T00:00:00+08:00")
    }
    assert [answer.json()["answer"] for answer in answers.values()] == ["allowed", "refused", "allowed"]
    for at, answer in answers.items():
        receipt = await receipt_of(api, answer)
        assert (receipt["same"], receipt["question"]["at"], receipt["reevaluated"]["at"]) == (True, at, at)


async def test_a_changed_answer_is_shown_beside_the_right_one(api: Api) -> None:
    """Past the triggers, as the owner of the database could: `same` is false, and what was changed is named."""
    account = await api.registered()
    answer = await drafted(api, account, LACKING)
    async with api.database.transaction() as connection:
        await connection.execute(text("SET LOCAL session_replication_role = replica"))
        await connection.execute(
            text("UPDATE receipts SET answer = jsonb_set(answer, '{answer}', '\"allowed\"') WHERE id = :id"),
            {"id": answer.headers["receipt"]},
        )
    receipt = (await api.operator.get(answer.headers["location"])).json()
    assert receipt["same"] is False
    assert receipt["differences"] == [{"path": "answer", "stored": "allowed", "now": "refused"}]
    assert "changed after it was given" in receipt["faults"][0]
    assert receipt["reevaluated"] == answer.json()


async def test_what_was_known_at_another_time_gets_no_receipt(api: Api) -> None:
    """It is said why, at the field, and nothing is kept."""
    account = await api.registered()
    before = await kept_in(api)
    refused = await asked(api, account, Role.AUDITOR, record=True, as_of="2026-03-10T18:00:00+08:00")
    problem = require_problem(refused, "invalid-request")
    assert [fault["path"] for fault in problem["errors"]] == ["body.record"]
    assert "as_of" in problem["detail"]
    assert await kept_in(api) == before


@pytest.mark.parametrize(
    ("place", "draft"),
    [
        ("body.draft.source.name", {"source": {"name": "消息人士{}"}}),
        ("body.draft.source.link", {"source": {"name": "某人", "link": "https://example.com/{}"}}),
        ("body.draft.media.1.place", {"media": [{"kind": "quoted"}, {"kind": "quoted", "place": "{}的家"}]}),
        ("body.draft.old_event.place", {"old_event": {"time": "2019", "place": "{}"}}),
    ],
)
async def test_a_draft_that_names_a_person_by_number_gets_no_receipt(
    api: Api, place: str, draft: dict[str, Any]
) -> None:
    """It would stay for ever (invariant 7). The place is named, the number is not; without `record` it is answered."""
    account, number = await api.registered(), resident_id()
    filled = _filled(draft, number)
    before = await kept_in(api)
    refused = await drafted(api, account, filled)
    problem = require_problem(refused, "invalid-request")
    assert [fault["path"] for fault in problem["errors"]] == [place]
    assert number not in refused.text
    assert await kept_in(api) == before
    assert (await drafted(api, account, filled, record=False)).status_code == 200


def _filled(value: Any, number: str) -> Any:
    if isinstance(value, dict):
        return {key: _filled(inner, number) for key, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, number) for inner in value]
    return value.replace("{}", number) if isinstance(value, str) else value


async def test_batches_give_receipts_in_their_answers(api: Api) -> None:
    """There are no headers of one answer: each has the receipt's identifier and hash."""
    account = await api.registered()
    items = [
        {"account": account, "privilege": "publish", "record": True},
        {"account": account, "draft": {}, "record": True},
    ]
    answers = (await api.operator.post("/v1/decisions/batch", json={"items": items})).json()["answers"]
    for answer in answers:
        read = (await api[Role.AUDITOR].get(f"/v1/receipts/{answer['receipt']['id']}")).json()
        assert (read["hash"], read["same"]) == (answer["receipt"]["hash"], True)


@pytest.mark.parametrize("sent", ["true", 1, None])
async def test_record_is_true_or_false_and_nothing_like_it(api: Api, sent: Any) -> None:
    """Who misspells it learns so, and is not left without the receipt."""
    account = await api.registered()
    problem = require_problem(await asked(api, account, record=sent), "invalid-request")
    assert [fault["path"] for fault in problem["errors"]] == ["body.record"]


async def test_what_cannot_be_answered_leaves_no_receipt(api: Api) -> None:
    """An unknown account, or a version that is not there."""
    account = await api.registered()
    before = await kept_in(api)
    require_problem(await asked(api, "nobody-knows", record=True), "unknown-account")
    require_problem(await asked(api, account, record=True, at_least_version=7), "version-not-reached")
    assert await kept_in(api) == before


async def test_an_answer_from_before_an_outage_gets_no_receipt(killable: EmbeddedPostgres) -> None:
    """Where the platform allows such answers, the plain one is given and the recorded one is 503; when the database is
    back there is a receipt again.
    """
    async with house(killable, **NAMED) as here:
        account = await here.known("a")
        draft = {"account": account, "draft": {}}
        await here.lose()
        assert (await here.ask(account)).json()["stale_s"] is not None
        require_503(await here.ask(account, record=True))
        assert (await here.client.post("/v1/decisions/publish", json=draft)).status_code == 200
        require_503(await here.client.post("/v1/decisions/publish", json={**draft, "record": True}))
        require_503(await here.client.get(f"/v1/receipts/rct_{0:032x}"))
        await asyncio.to_thread(here.server.start)
        recorded = await here.ask(account, record=True)
        assert recorded.status_code == 201
        assert (await here.client.get(recorded.headers["location"])).json()["same"] is True


async def test_an_unknown_receipt_is_told_apart_from_a_misspelt_one(api: Api) -> None:
    """404 for one that was never given, 422 with the form for what cannot be one."""
    require_problem(await api.operator.get(f"/v1/receipts/rct_{0:032x}"), "unknown-receipt")
    problem = require_problem(await api.operator.get("/v1/receipts/rct_1"), "invalid-request")
    assert "rct_ and 32 hexadecimal digits" in problem["detail"]


@pytest.mark.parametrize("role", list(Role))
async def test_who_may_ask_may_read_the_receipt(api: Api, role: Role) -> None:
    """Everybody who works with accounts, and the auditor; the regulator has its reports."""
    account = await api.registered()
    recorded = await asked(api, account, record=True)
    if role is Role.REGULATOR:
        require_problem(await api[role].get(recorded.headers["location"]), "forbidden")
    else:
        assert (await receipt_of(api, recorded, role))["same"] is True


@pytest.mark.parametrize("statement", ["UPDATE receipts SET caller = 'x'", "DELETE FROM receipts", "TRUNCATE receipts"])
async def test_a_receipt_that_was_given_cannot_be_changed(api: Api, statement: str) -> None:
    """The database refuses it, and the receipt is read as before."""
    recorded = await asked(api, await api.registered(), record=True)
    with pytest.raises(Exception, match="receipts is append-only"):
        async with api.database.transaction() as connection:
            await connection.execute(text(statement))
    assert (await receipt_of(api, recorded))["same"] is True


async def test_the_description_names_the_headers_of_a_recorded_answer(api: Api) -> None:
    """A client that is made from it finds the receipt."""
    paths = (await api[None].get("/openapi.json")).json()["paths"]
    for path in ("/v1/decisions", "/v1/decisions/publish"):
        recorded = paths[path]["post"]["responses"]["201"]
        assert set(recorded["headers"]) == {"Location", "Receipt", "Receipt-Hash"}
        [(kind, answered)] = paths[path]["post"]["responses"]["200"]["content"].items()
        del answered["example"]  # an answer of its own, without a receipt
        assert recorded["content"] == {kind: answered}


async def listed(api: Api, role: Role = Role.AUDITOR, **query: str) -> dict[str, Any]:
    answer = await api[role].get("/v1/receipts", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_receipts_are_found_by_account_and_by_piece(api: Api) -> None:
    """The newest first, page by page, within a period; what was asked without a piece is found by its account."""
    one, other = await api.registered(), await api.registered()
    kept: list[str] = []
    for account, content in ((one, "p-1"), (other, "p-1"), (one, None), (one, "p-1")):
        api.clock.pass_(seconds=60)
        kept.append((await asked(api, account, record=True, content=content)).headers["receipt"])
    await asked(api, one, content="p-1")
    of_one = (await listed(api, account=one))["receipts"]
    assert [row["id"] for row in of_one] == [kept[3], kept[2], kept[0]]
    assert [row["content"] for row in of_one] == ["p-1", None, "p-1"]
    assert [row["id"] for row in (await listed(api, content="p-1"))["receipts"]] == [kept[3], kept[1], kept[0]]
    assert [row["id"] for row in (await listed(api, content="p-1", account=other))["receipts"]] == [kept[1]]
    assert (await listed(api, content="p-9"))["receipts"] == []

    first = await listed(api, account=one, limit="2")
    rest = await listed(api, account=one, limit="2", after=first["next"])
    assert [row["id"] for row in (*first["receipts"], *rest["receipts"])] == [kept[3], kept[2], kept[0]]
    assert rest["next"] is None
    at = of_one[1]["asked_at"]
    assert [row["id"] for row in (await listed(api, account=one, **{"from": at}))["receipts"]] == [kept[3], kept[2]]
    assert [row["id"] for row in (await listed(api, account=one, until=at))["receipts"]] == [kept[0]]

    row, read = of_one[0], (await api.operator.get(f"/v1/receipts/{kept[3]}")).json()
    assert (row["hash"], row["caller"], row["answer"]) == (read["hash"], read["caller"], read["answer"]["answer"])
    assert (row["privilege"], row["kind"], row["version"]) == ("publish", "privilege", 1)


async def test_a_list_of_receipts_is_of_something(api: Api) -> None:
    """All receipts of all accounts are no list for anybody."""
    get = api.operator.get
    assert require_problem(await get("/v1/receipts"), "invalid-request")["errors"][0]["path"] == "query"
    await api.registered()
    period = {"content": "p", "from": "2026-03-02T00:00:00Z", "until": "2026-03-01T00:00:00Z"}
    assert require_problem(await get("/v1/receipts", params=period), "invalid-request")["errors"][0]["path"] == (
        "query.until"
    )
