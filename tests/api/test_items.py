"""Requests with more than one item: each item has an outcome of its own, with its `ref`, its place and its account.

The tables are compared with the description of the API: a list in a body that is in none of them fails.
"""

import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import pytest

from api.app import create_app
from models.roles import Role
from tests.api import test_bulk, test_rumours, test_runs
from tests.api.conftest import Api, settings_for
from tests.api.test_registration import PAPER, register

DESCRIPTION = create_app(settings_for("postgresql+asyncpg://nobody@nowhere/standing")).openapi()
NDJSON: Final = {"content-type": "application/x-ndjson"}
AT: Final = "2026-03-01T01:00:00Z"
Item = dict[str, Any]


# --- items with a `ref` ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sent:
    """Outcome of one item, whatever the form of the answer."""

    ref: str | None
    account: str | None
    valid: bool
    errors: tuple[str, ...]
    """Paths of its faults."""

    @classmethod
    def of(cls, one: Item, *, valid: bool) -> "Sent":
        return cls(one.get("ref"), one.get("account"), valid, tuple(fault["path"] for fault in one.get("errors") or ()))


@dataclass(frozen=True)
class Row:
    """An operation that takes items with a `ref`: two that are valid, and between them one that is not."""

    items: Callable[[Api], Awaitable[tuple[Item, Item, Item]]]
    send: Callable[[Api, list[Item]], Awaitable[list[Sent]]]
    """Send the items, and return the outcomes in the order of the answer."""
    fault: str
    """Path of the fault in the item."""
    has_account: bool = True


async def questions(api: Api) -> tuple[Item, Item, Item]:
    account = await api.registered()
    asked = {"account": account, "privilege": "publish"}
    return asked, {**asked, "privilege": "fly"}, {"account": account, "draft": {}}


async def as_batch(api: Api, items: list[Item]) -> list[Sent]:
    answer = await api.operator.post("/v1/decisions/batch", json={"items": items})
    return [Sent.of(one, valid=one["answer"] != "invalid") for one in answer.json()["answers"]]


async def as_stream(api: Api, items: list[Item]) -> list[Sent]:
    answer = await api.operator.post("/v1/decisions/stream", content=lines(items), headers=NDJSON)
    answers = [json.loads(line) for line in answer.text.splitlines()]
    return [Sent.of(one, valid=one["answer"] != "invalid") for one in answers]


async def held(api: Api) -> tuple[Item, Item, Item]:
    cases = []
    for _ in range(2):
        account = f"item-{api.numbers()}"
        cases.append(str((await register(api, account, f"{PAPER}{account}")).json()["id"]))
    first, last = ({"case": case, "outcome": "approved"} for case in cases)
    return first, {"case": "c-none", "outcome": "shoe"}, last


async def as_decisions(api: Api, items: list[Item]) -> list[Sent]:
    answer = await api[Role.REVIEWER].post("/v1/cases/decisions", json={"decisions": items})
    results = answer.json()["results"]
    assert [one["case"] for one in results] == [item["case"] for item in items]
    return [Sent.of(one, valid=one["decided"]) for one in results]


async def links(api: Api) -> tuple[Item, Item, Item]:
    link = {"account": await api.registered(), "kind": "device", "value": f"imei-{api.numbers()}"}
    return link, {**link, "kind": "text"}, {**link, "kind": "phone", "value": "13800138000"}


async def posts(api: Api) -> tuple[Item, Item, Item]:
    post = {"account": await api.registered(), "post": "p1", "published_at": AT, "text": "早"}
    return post, {**post, "post": "p2", "published_at": "yesterday"}, {**post, "post": "p3"}


async def views(_: Api) -> tuple[Item, Item, Item]:
    view = {"seen": "rumour", "viewer": "v-5f0c3a1b", "at": AT}
    return view, {**view, "at": "2099-01-01T00:00:00Z"}, {**view, "viewer": "v-6f0c3a1b"}


async def hours(_: Api) -> tuple[Item, Item, Item]:
    hour = {"seen": "rumour", "hour": AT, "viewers": 3}
    return hour, {**hour, "viewers": -1}, {**hour, "seen": "debunking"}


def reported(path: str, name: str) -> Callable[[Api, list[Item]], Awaitable[list[Sent]]]:
    """Send items as a report whose answer lists outcomes in `items`."""

    async def send(api: Api, items: list[Item]) -> list[Sent]:
        own = path
        if "{rumor}" in path:
            own = path.replace("{rumor}", (await test_rumours.opened(api))["id"])
        answer = await api.operator.post(own, json={name: items})
        assert answer.status_code == 200, answer.text
        found = answer.json()
        assert found["invalid"] == 1
        assert [one["path"] for one in found["items"]] == [f"{name}.{place}" for place in range(3)]
        return [Sent.of(one, valid=one["outcome"] != "invalid") for one in found["items"]]

    return send


async def registrations(api: Api) -> tuple[Item, Item, Item]:
    first, wrong, last = (test_runs.registration(f"item-{api.numbers()}") for _ in range(3))
    return first, {**wrong, "kind": "shoe"}, last


async def as_rows(api: Api, items: list[Item]) -> list[Sent]:
    rows = await test_runs.run_of(api, "register", f"run-{api.numbers()}", list(items))
    found: list[Sent] = []
    for row in sorted(rows.values(), key=lambda one: one["line"]):
        faults = [{"path": fault["path"].removeprefix("body.")} for fault in row.get("problem", {}).get("errors", ())]
        found.append(Sent.of({**row, "errors": faults}, valid=row["outcome"] == "done"))
    return found


def lines(items: list[Item]) -> bytes:
    return "".join(f"{json.dumps(item)}\n" for item in items).encode()


WITH_REF: Final[dict[tuple[str, str], Row]] = {
    ("ask_decisions", "items"): Row(questions, as_batch, "privilege"),
    ("stream_decisions", "a line"): Row(questions, as_stream, "privilege"),
    ("decide_cases", "decisions"): Row(held, as_decisions, "outcome", has_account=False),
    ("send_run_rows", "a line"): Row(registrations, as_rows, "kind"),
    ("add_coordination_links", "links"): Row(links, reported("/v1/coordination/links", "links"), "kind"),
    ("add_coordination_posts", "posts"): Row(posts, reported("/v1/coordination/posts", "posts"), "published_at"),
    ("report_rumour_exposures", "viewers"): Row(
        views, reported("/v1/rumors/{rumor}/exposures", "viewers"), "at", has_account=False
    ),
    ("report_rumour_exposures", "hours"): Row(
        hours, reported("/v1/rumors/{rumor}/exposures", "hours"), "viewers", has_account=False
    ),
}


@pytest.mark.parametrize("key", WITH_REF, ids="-".join)
async def test_each_item_has_its_outcome_under_its_ref(api: Api, key: tuple[str, str]) -> None:
    """The invalid one keeps its place, its `ref` and its account, and affects no other."""
    row = WITH_REF[key]
    items = [{"ref": f"r-{place}", **item} for place, item in enumerate(await row.items(api))]
    found = await row.send(api, items)
    assert [(one.ref, one.valid) for one in found] == [("r-0", True), ("r-1", False), ("r-2", True)]
    assert [one.errors for one in found] == [(), (row.fault,), ()]
    if row.has_account:
        assert [one.account for one in found] == [item["account"] for item in items]


# --- items that are identifiers, or have one that is required ---------------------------------------------------------


async def unknown_beside_known(api: Api) -> tuple[str, str, str]:
    """Two accounts, and between them one that nobody registered."""
    return await api.registered(), f"nobody-{api.numbers()}", await api.registered()


async def bulk_preview(api: Api) -> None:
    names = await unknown_beside_known(api)
    body = {"measure": test_bulk.BAN, "reason": "x", "accounts": names}
    found = (await api.operator.post("/v1/bulk-actions/preview", json=body)).json()["accounts"]
    assert [(one["account"], one["code"]) for one in found] == [
        (names[0], None),
        (names[1], "unknown_account"),
        (names[2], None),
    ]


async def bulk_start(api: Api) -> None:
    names = await unknown_beside_known(api)
    path = await test_bulk.ordered(api, *names)
    await test_bulk.carried_out(api, path)
    found = (await api.operator.get(f"{path}/accounts")).json()["accounts"]
    assert {one["account"]: one["code"] for one in found} == {
        names[0]: None,
        names[1]: "unknown_account",
        names[2]: None,
    }


async def bulk_lines(api: Api) -> None:
    names = await unknown_beside_known(api)
    draft = {"measure": test_bulk.BAN, "reason": "x"}
    bulk = (await api.operator.post("/v1/bulk-actions/drafts", json=draft)).json()["id"]
    content = "\n".join(json.dumps({"account": name}) for name in (names[0], "a b", names[2])).encode()
    answer = await api.operator.post(f"/v1/bulk-actions/{bulk}/accounts", content=content, headers=NDJSON)
    found = answer.json()
    assert (found["new"], found["bad"]) == (2, 1)
    assert [(one["line"], "a b" in one["text"]) for one in found["bad_lines"]] == [(2, True)]


async def mirrored(api: Api) -> None:
    """One that does not exist is left out."""
    names = await unknown_beside_known(api)
    body = {"accounts": [{"account": name} for name in names]}
    found = (await api[Role.PLATFORM].post("/v1/mirror/standings", json=body)).json()
    assert {one["account"] for one in found["standings"]} == {names[0], names[2]}


async def screened(api: Api) -> None:
    answer = await api.operator.post("/v1/screenings/names", json={"names": ["山野厨房", "\u202e新华社", "人民日报"]})
    assert [one["outcome"] for one in answer.json()["screenings"]] == ["clear", "review", "review"]


async def accused(api: Api) -> None:
    names = await unknown_beside_known(api)
    path = f"/v1/rumors/{(await test_rumours.opened(api))['id']}/violations"
    body = {"making": names[:1], "spreading": names[1:], "reason": "x"}
    found = (await api.operator.post(path, json=body)).json()["accounts"]
    assert {one["account"]: one["outcome"] for one in found} == dict(
        zip(names, ("recorded", "refused", "recorded"), strict=True)
    )


async def gained(api: Api) -> None:
    gain = {"begins": "2026-02-27T00:00:00Z", "ends": "2026-02-28T00:00:00Z", "gained": 5}
    gains = [{"id": "g-0", **gain}, {"id": "g-1", **gain, "ends": "2099-01-01T00:00:00Z"}, {"id": "g-2", **gain}]
    path = f"/v1/accounts/{await api.registered()}/follower-gains"
    found = (await api.operator.post(path, json={"gains": gains})).json()
    assert found["recorded"] == 2
    assert [(one["path"], one["ref"]) for one in found["rejected"]] == [("gains.1.ends", "g-1")]


BY_NAME: Final[dict[tuple[str, str], Callable[[Api], Awaitable[None]]]] = {
    ("preview_bulk_action", "accounts"): bulk_preview,
    ("start_bulk_action", "accounts"): bulk_start,
    ("send_bulk_action_accounts", "a line"): bulk_lines,
    ("load_mirrored_standings", "accounts"): mirrored,
    ("screen_names", "names"): screened,
    ("record_rumour_violations", "making"): accused,
    ("record_rumour_violations", "spreading"): accused,
    ("report_followers", "gains"): gained,
}
"""Operations whose items are their own reference, or have an `id` of their own that the outcome names."""


@pytest.mark.parametrize("key", BY_NAME, ids="-".join)
async def test_each_item_has_its_outcome_under_its_own_name(api: Api, key: tuple[str, str]) -> None:
    """One that is wrong or unknown is told by its name or line, and affects no other."""
    await BY_NAME[key](api)


# --- lists that are one thing ----------------------------------------------------------------------------------------

ONE_THING: Final[dict[str, str]] = {
    "evidence": "belongs to one command",
    "contents": "the contents of one violation or rumour",
    "windows": "the windows of one violation",
    "targets": "the contents of one order",
    "terms": "the search terms of one rumour",
    "other_than": "what one rumour is not",
    "methods": "one application",
    "fields": "of one account or draft",
    "topics": "of one draft",
    "media": "of one draft",
    "without": "the members that one sanction spares",
    "sign": "a roster changes all or none",
    "release": "a roster changes all or none",
    "status": "a filter",
    "kind": "a filter",
    "priority": "a filter",
    "types": "the subscription of one webhook",
    "roles": "of one person or key",
    "kinds": "of one person",
    "aliases": "of one name or person",
    "plain": "of one name",
    "entries": "names are retired all or none",
}
"""Lists that are a part of one thing, which is recorded or refused as a whole, by their name, with the reason."""
WHOLE: Final = {("import_protected_names", "names"): "half of a list would leave names without protection unnoticed"}


def lists_in(schema: dict[str, Any], name: str, inside: tuple[str, ...] = ()) -> Iterator[str]:
    """Names of the lists in a body."""
    if "$ref" in schema:
        own = schema["$ref"].rpartition("/")[2]
        if own not in inside:
            yield from lists_in(DESCRIPTION["components"]["schemas"][own], name, (*inside, own))
    for key in ("anyOf", "oneOf", "allOf"):
        for one in schema.get(key, ()):
            yield from lists_in(one, name, inside)
    if schema.get("type") == "array":
        yield name
        yield from lists_in(schema.get("items", {}), name, inside)
    for own, one in schema.get("properties", {}).items():
        yield from lists_in(one, own, inside)


def test_every_list_in_a_body_is_in_a_table() -> None:
    """A new route that takes several items fails here until it has a row."""
    found: set[tuple[str, str]] = set()
    for methods in DESCRIPTION["paths"].values():
        for operation in methods.values():
            for form, content in operation.get("requestBody", {}).get("content", {}).items():
                if form == "application/x-ndjson":
                    found.add((operation["operationId"], "a line"))
                found |= {(operation["operationId"], name) for name in lists_in(content["schema"], "")}
    several = {(operation, name) for operation, name in found if name not in ONE_THING}
    assert several == {*WITH_REF, *BY_NAME, *WHOLE}
    assert set(ONE_THING) <= {name for _, name in found}


def test_every_item_with_fields_of_its_own_takes_a_ref() -> None:
    """By its schema, so that generated clients have it."""
    for operation, name in WITH_REF:
        if name == "a line":
            continue
        for own in objects_in(schema_of(operation)["properties"][name]["items"]):
            assert "ref" in own["properties"], (operation, own)


def objects_in(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The schemas of the objects that an item may be."""
    if "$ref" in schema:
        schema = DESCRIPTION["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    for one in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from objects_in(one)
    if "properties" in schema:
        yield schema


def schema_of(operation: str) -> dict[str, Any]:
    """The schema of an operation's body."""
    [content] = [
        one["requestBody"]["content"]["application/json"]
        for methods in DESCRIPTION["paths"].values()
        for one in methods.values()
        if one["operationId"] == operation
    ]
    found: dict[str, Any] = DESCRIPTION["components"]["schemas"][content["schema"]["$ref"].rpartition("/")[2]]
    return found
