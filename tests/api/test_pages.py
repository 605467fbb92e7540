"""Every list of the API: walked in pages of any size it shows the same items once, in one order, and it takes no cursor
of another list.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta, timezone
from typing import Any
from xml.etree import ElementTree as ET

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.app import create_app
from api.http.cursors import LONGEST, position_of, word_of
from api.http.parameters import MOST_ROWS
from ledger import keys
from ledger.coordination import sweeps
from ledger.events import webhooks
from ledger.events.webhooks import Attempt
from ledger.store.pages import ForeignPositionError, Position
from ledger.streams import records
from models.roles import Role
from regulation.webhooks import SUBSCRIPTION
from tests.api import test_bulk, test_coordination, test_rumours, test_runs, test_sessions
from tests.api.conftest import MORNING, Api, resident_id, settings_for
from tests.api.test_certification_applications import applied
from tests.api.test_exposures import ATOM, closed
from tests.api.test_problems import require_problem
from tests.api.test_webhooks import made
from tests.examples import examples

NOWHERE = "postgresql+asyncpg://nobody@nowhere/standing"
SOME = 4
"""Items of each list at least: more than two pages of one, and a last page of two that is full."""
FEED = {"list_events"}
"""A stream that never ends: `next` is where to go on, also when there is nothing new."""
NO_LIST = {"search_rumours"}
GROWING = {"list_audit_events"}
"""A list that grows while it is read, because that is recorded in it (tests/api/test_audit.py)."""


@dataclass(frozen=True)
class Listed:
    """A list, and where it is: `last` is for those whose answer does not say where to go on."""

    path: str
    items: str
    by: str | None = "id"
    """By what its items are sorted here, where all were made at one time."""
    descending: bool = False
    place: str = "after"
    opaque: bool = True
    """Whether its cursors mean nothing outside of it; others go on behind a number or an identifier."""
    most: int = MOST_ROWS
    query: dict[str, str] = field(default_factory=dict)
    last: Callable[[dict[str, Any]], Any] | None = None


LISTS = {
    "list_accounts": Listed("/v1/accounts", "accounts", by="account"),
    "list_all_actions": Listed("/v1/actions", "actions", by=None),
    "list_appeals": Listed("/v1/appeals", "appeals", by=None),
    "list_bans": Listed("/v1/bans", "bans", by=None),
    "list_certifications": Listed("/v1/certifications", "certifications", by=None),
    "list_violations": Listed("/v1/violations", "violations", by=None),
    "list_account_events": Listed("/v1/accounts/main/events", "events", descending=True, place="before", opaque=False),
    "list_receipts": Listed("/v1/receipts", "receipts", by=None, query={"account": "main"}),
    "list_actions": Listed("/v1/accounts/main/actions", "actions", by=None, opaque=False),
    "list_bulk_action_accounts": Listed("/v1/bulk-actions/b1/accounts", "accounts", by="account", opaque=False),
    "list_bulk_actions": Listed("/v1/bulk-actions", "bulk_actions"),
    "list_cases": Listed("/v1/cases", "cases", by=None),
    "list_certification_applications": Listed("/v1/accounts/main/certification-applications", "applications"),
    "list_cleanups": Listed("/v1/follower-cleanups", "cleanups"),
    "list_clusters": Listed("/v1/coordination/clusters", "clusters"),
    "list_directives": Listed("/v1/directives", "directives"),
    "list_due_certifications": Listed(
        "/v1/certifications/due", "due", by="account", opaque=False, query={"field": "finance"}
    ),
    "list_exemptions": Listed("/v1/exemptions", "exemptions"),
    "list_exposures": Listed("/v1/exposures", "exposures", descending=True),
    "list_keys": Listed("/v1/keys", "keys", query={"everybody": "true"}),
    "list_networks": Listed("/v1/networks", "networks"),
    "list_people": Listed("/v1/people", "people"),
    "list_protected_names": Listed("/v1/lexicon/names", "names", opaque=False, query={"search": "山野"}),
    "list_public_exposures": Listed("/v1/public/exposures", "exposures", by="number", descending=True, most=100),
    "list_reports": Listed("/v1/reports", "reports"),
    "list_rescreens": Listed("/v1/rescreens", "rescreens"),
    "list_network_roster": Listed("/v1/networks/n1/roster", "accounts", by="account", opaque=False),
    "list_run_rows": Listed("/v1/runs/r1/rows", "rows", by=None),
    "list_runs": Listed("/v1/runs", "runs"),
    "list_rumours": Listed("/v1/rumors", "rumours"),
    "list_sessions": Listed("/v1/sessions", "sessions", by=None, query={"everybody": "true"}),
    "list_webhooks": Listed("/v1/webhooks", "webhooks"),
    "list_webhook_deliveries": Listed(
        "/v1/webhooks/w1/deliveries", "deliveries", descending=True, place="before", opaque=False
    ),
    "list_facts": Listed("/v1/accounts/main/facts", "facts", by="seq", opaque=False),
    "list_rumour_contents": Listed(
        "/v1/rumors/r1/contents", "contents", by="content", opaque=False, last=lambda item: item["content"]
    ),
    "list_rumour_entries": Listed(
        "/v1/rumors/r1/entries", "entries", by="seq", opaque=False, last=lambda item: item["seq"]
    ),
}
ATOM_FEED = "read_exposure_feed"
"""The public list once more, in XML; it has the same cursors."""


def test_every_list_of_the_api_has_a_row_here() -> None:
    paths = create_app(settings_for(NOWHERE)).openapi()["paths"]
    sized = {
        operation["operationId"]
        for methods in paths.values()
        for operation in methods.values()
        if "limit" in {parameter["name"] for parameter in operation.get("parameters", ())}
    }
    assert sized == {*LISTS, ATOM_FEED, *FEED, *NO_LIST, *GROWING}


async def sent(client: httpx2.AsyncClient, path: str, body: dict[str, Any], status: int = 201) -> dict[str, Any]:
    answer = await client.post(path, json=body)
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def about_accounts(api: Api, others: list[str]) -> None:
    client = api.operator
    for number in range(SOME):
        # The clock stands still, and identifiers come in another order than they are made: only they tell items apart.
        name = SOME - number
        ban = {"id": f"v{name}", "category": "fabrication", "duration": "P7D", "another_offence": True}
        await sent(client, "/v1/accounts/main/bans", ban)
        cleanup = {"violation": f"v{name}", "everything": True}
        await sent(client, "/v1/accounts/main/follower-cleanups", cleanup)
        order = {"id": f"d{name}", "order": "remove_followers", "account": "main", "expected": 1}
        await sent(client, "/v1/directives", order)
        exemption = {"id": f"x{name}", "holder": {"resident_id": resident_id()}, "more_accounts": 1}
        until = MORNING.replace(year=2027).isoformat()
        await sent(client, "/v1/exemptions", {**exemption, "until": until, "reason": "editions"})
        bulk = {"id": f"b{name}", "measure": test_bulk.BAN, "accounts": others, "reason": "one text"}
        await sent(client, "/v1/bulk-actions", bulk)
        await sent(client, "/v1/networks", {"id": f"n{name}", "name": f"东海传媒{name}"})
        await sent(client, "/v1/runs", {"id": f"r{name}", "commands": "monetize"})
        await sent(client, f"/v1/accounts/main/actions/v{name}/appeal", {"reason": "请复核"})
        await sent(client, "/v1/decisions", {"account": "main", "privilege": "publish", "record": True})
    await test_runs.sent(api, "/v1/runs/r1", [{"ref": f"row-{number}"} for number in range(SOME)])
    for publishing in ("finance", "education", "healthcare", "justice"):
        await applied(api, "main", field=publishing)
        certificate = {"field": publishing, "valid_from": "2026-03-01", "valid_until": "2026-12-31"}
        materials = {"professional_qualification": "资格证 1"}
        await sent(client, "/v1/accounts/main/certifications", {**certificate, "materials": materials})
    await sent(client, "/v1/networks/n1/roster", {"sign": others}, 200)


async def about_the_rest(api: Api) -> None:
    client = api.operator
    for number in range(SOME):
        name = SOME - number
        await test_rumours.opened(api, id=f"r{name}", terms=[f"自来水{name}"])
        await sent(
            client, "/v1/rumors/r1/contents" if name == 1 else "/v1/rumors/r4/contents", {"contents": ["c9"]}, 200
        )
        await sent(client, "/v1/rescreens", {"id": f"again-{name}", "reason": "holiday"})
        await sent(client, "/v1/reports", {"period": f"2024-0{name}"})
        links = [test_coordination.link(f"{one}-{number}", f"card {number}") for one in ("x", "y", "z")]
        await test_coordination.sent(api, test_coordination.LINKS, links=links)
        await made(api, id=f"w{name}", after=0)
        await test_sessions.signed_in(api, f"person-{name}", Role.REVIEWER)
    for number in range(SOME):
        await sent(client, "/v1/rumors/r1/contents", {"contents": [f"c{SOME - number}"]}, 200)
    names = [{"kind": "news_media", "name": f"山野融媒{one}"} for one in "乙甲丁丙"]
    listed = {"source": "省级融媒体名录", "listed_on": "2026-03-01", "names": names}
    await sent(client, "/v1/lexicon/imports", listed, 200)
    await sweeps.sweep_now(api.database, "s1", api.clock.now)
    state = (await records.state_of(api.database, SUBSCRIPTION, "w1")).state
    assert state is not None
    attempts = [Attempt(event=number, at=MORNING, status=204, took_ms=3) for number in range(1, SOME + 1)]
    await webhooks.move(api.database, state, SOME, attempts, MORNING)


@pytest.fixture(scope="module")
async def reader(shared: Api) -> httpx2.AsyncClient:
    """Whoever may read everything, where each list has something to show."""
    for _ in range(SOME):
        await closed(shared, await shared.registered())
    others = [await shared.registered(f"other-{name}", fields=["finance"]) for name in "dacb"]
    await shared.registered("main")
    await about_accounts(shared, others)
    await about_the_rest(shared)
    _, secret = await keys.create(shared.database, "everything", list(Role), MORNING)
    client = shared.operator
    client.headers["Authorization"] = f"Bearer {secret}"
    return client


async def page(reader: httpx2.AsyncClient, wanted: Listed, **query: Any) -> dict[str, Any]:
    answer = await reader.get(wanted.path, params={**wanted.query, **query})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def walked(reader: httpx2.AsyncClient, wanted: Listed, size: int) -> list[Any]:
    """All items, page by page, as a caller reads them."""
    items: list[Any] = []
    query: dict[str, Any] = {}
    while True:
        found = await page(reader, wanted, limit=size, **query)
        some = found[wanted.items]
        assert len(some) <= size
        items += some
        following = found["next"] if wanted.last is None else (wanted.last(some[-1]) if some else None)
        if following is None:
            return items
        assert wanted.last is not None or len(some) == size, "a page that is not the last is full"
        query = {wanted.place: following}


@pytest.mark.parametrize("name", LISTS)
async def test_every_size_of_page_shows_the_same_items_once_in_one_order(reader: httpx2.AsyncClient, name: str) -> None:
    wanted = LISTS[name]
    whole = await walked(reader, wanted, wanted.most)
    assert len(whole) >= SOME, "else nothing was walked"
    assert all(whole.count(item) == 1 for item in whole)
    if wanted.by is not None:
        keys_of = [item[wanted.by] for item in whole]
        assert keys_of == sorted(keys_of, reverse=wanted.descending)
    for size in (1, 2, 3, SOME):
        assert await walked(reader, wanted, size) == whole, size
    answer = await reader.get(wanted.path, params={"limit": wanted.most + 1})
    assert require_problem(answer, "invalid-request")["errors"][0]["path"] == "query.limit"


async def test_the_feed_for_readers_leads_through_the_public_list(reader: httpx2.AsyncClient) -> None:
    numbers = [one["number"] for one in await walked(reader, LISTS["list_public_exposures"], 100)]
    seen, address = [], "/v1/public/exposures.atom?limit=1"
    while address:
        feed = ET.fromstring((await reader.get(address)).text)
        seen += [
            (entry.findtext("a:id", namespaces=ATOM) or "").split(":")[-1] for entry in feed.findall("a:entry", ATOM)
        ]
        address = next((link.get("href", "") for link in feed.findall("a:link[@rel='next']", ATOM)), "")
    assert seen == numbers


@pytest.fixture(scope="module")
async def following(reader: httpx2.AsyncClient) -> dict[str, Any]:
    """Where the first page of each list leads."""
    found = {}
    for name, wanted in LISTS.items():
        first = await page(reader, wanted, limit=1)
        found[name] = first["next"] if wanted.last is None else wanted.last(first[wanted.items][0])
    return found


@pytest.mark.parametrize("name", LISTS)
async def test_a_cursor_of_another_list_is_refused(
    reader: httpx2.AsyncClient, following: dict[str, Any], name: str
) -> None:
    """A number or an identifier may stand for something in several lists; a cursor never does."""
    wanted = LISTS[name]
    for other, cursor in following.items():
        if other == name or not (wanted.opaque or LISTS[other].opaque):
            continue
        answer = await reader.get(wanted.path, params={**wanted.query, wanted.place: cursor})
        problem = require_problem(answer, "invalid-request")
        assert [fault["path"] for fault in problem["errors"]] == [f"query.{wanted.place}"], other


@pytest.mark.parametrize("word", ["nonsense", "~", "~!", "~bnVsbA", "7", "", "~W10", "~W251bGxd", "á", "~" + "A" * 300])
async def test_a_cursor_that_was_never_given_is_refused_with_what_would_be_right(
    reader: httpx2.AsyncClient, word: str
) -> None:
    for wanted in LISTS.values():
        if wanted.opaque:
            answer = await reader.get(wanted.path, params={"after": word})
            problem = require_problem(answer, "invalid-request")
            assert "take it as it was given" in problem["detail"], wanted.path


FORGED = [
    ("queue", (2**40, MORNING, "c1")),
    ("queue", (True, MORNING, "c1")),
    ("queue", (-2, MORNING)),
    ("queue", (-2, "2026-03-10", "c1")),
    ("queue", ("-2", MORNING, "c1")),
]


@pytest.mark.parametrize(("order", "key"), FORGED)
async def test_a_cursor_whose_key_has_another_form_is_refused(
    reader: httpx2.AsyncClient, order: str, key: tuple[Any, ...]
) -> None:
    """Whoever writes one must not reach the database with it."""
    answer = await reader.get("/v1/cases", params={"after": word_of(Position(order, key))})
    assert "of this list" in require_problem(answer, "invalid-request")["detail"]


ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
DAYS = st.timedeltas(timedelta(days=-700_000), timedelta(days=2_900_000))
INSTANTS = st.builds(lambda by, zone: (MORNING + by).astimezone(zone), DAYS, ZONES)
IDENTIFIERS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", fullmatch=True)
KEYS = st.lists(st.one_of(IDENTIFIERS, INSTANTS, st.integers(-(2**63), 2**63)), min_size=1, max_size=2).map(tuple)


@pytest.mark.hypothesis
@settings(max_examples=examples(100), deadline=None, database=None)
@given(order=st.sampled_from(["queue", "public exposures"]), key=KEYS)
def test_a_cursor_stands_for_the_position_it_was_made_of(order: str, key: tuple[Any, ...]) -> None:
    word = word_of(Position(order, key))
    assert position_of(word) == Position(order, key)
    assert len(word) <= LONGEST
    assert set(word) <= set("~ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), "fit for an address"


@pytest.mark.hypothesis
@settings(max_examples=examples(200), deadline=None, database=None)
@given(word=st.one_of(st.text(), st.text(alphabet="ABCDabcd0123-_").map(lambda text: f"~{text}")))
def test_what_is_no_cursor_is_refused_and_never_an_error(word: str) -> None:
    with pytest.raises(ForeignPositionError):
        position_of(word)
