"""The audit over HTTP: what requests leave in it, who reads it, and that reading it is recorded."""

import csv
import json
from io import StringIO
from typing import Any

import httpx2
import pytest

from api.handling.auditing import NOT_PERSONAL
from api.http.permissions import ROLES_OF
from ledger import keys
from ledger.people import people
from models.audit import TYPES
from models.people.people import Person
from models.roles import Role
from regulation import people as rules
from settings.disclosed import disclosed
from tests.api.conftest import Api, client_of, settings_for


async def _events(api: Api, **query: Any) -> list[dict[str, Any]]:
    """Return the events of the audit, newest first, after everything that was noted is written."""
    await api.app.state.app_state.audit.flush()
    answer = await api[Role.AUDITOR].get("/v1/audit", params=query)
    assert answer.status_code == 200, answer.text
    events: list[dict[str, Any]] = answer.json()["events"]
    return events


@pytest.fixture
async def anne(api: Api) -> Person:
    """Return a new person who reviews and operates."""
    added = await people.execute(
        api.database,
        people.fresh_id(),
        rules.add("安莉", [Role.REVIEWER, Role.OPERATOR]),
        actor="command line",
        now=api.clock(),
    )
    assert added.state is not None
    return added.state


def _client(api: Api, secret: str) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=api.app),
        base_url="http://standing.test",
        headers={"Authorization": f"Bearer {secret}"},
    )


async def _client_of(api: Api, person: Person) -> httpx2.AsyncClient:
    """Return a client with a key of the person."""
    _, secret = await keys.create(api.database, "laptop", person.roles, api.clock(), person=person.id)
    return _client(api, secret)


async def test_the_start_of_the_api_is_recorded_with_its_settings_and_without_its_secrets(api: Api) -> None:
    """Secrets are named; neither their values nor the database's address are in the event."""
    (event,) = await _events(api, type="process_started")
    assert (event["actor"], event["object"]) == ("process:api", "process:api")
    data = event["data"]
    assert data["settings"]["task_queue"] == "standing"
    assert data["settings"]["effective_at_limit"] == "P30D"
    assert data["secrets"] == ["database_url", "holder_key"]
    settings = settings_for("postgresql://somebody:hidden@db.example:5432/standing")
    for secret in ("holder_key", "database_url"):
        assert getattr(settings, secret).get_secret_value() not in json.dumps(event)
        assert secret not in data["settings"]


def test_a_user_within_an_address_is_left_out() -> None:
    settings = settings_for("postgresql://x@db/standing").model_copy(
        update={"api_host": "http://proxy:hidden@10.0.0.1:8080/a"}
    )
    assert disclosed(settings).settings["api_host"] == "http://10.0.0.1:8080/a"


async def test_a_key_that_is_not_known_or_may_not_is_recorded_with_the_operation(api: Api) -> None:
    """A stranger is recorded with the address, a known caller with the identifier; the text of the request is not."""
    account = await api.registered()
    await api[None].get(f"/v1/accounts/{account}")
    await api[Role.PLATFORM].get(f"/v1/accounts/{account}/facts")
    forbidden, unknown = await _events(api, type="request_refused")
    assert (unknown["actor"], unknown["object"]) == ("", "operation:read_account")
    assert unknown["data"]["address"] == "127.0.0.1"
    assert (unknown["data"]["status"], unknown["data"]["code"]) == (401, "unauthenticated")
    assert (forbidden["data"]["status"], forbidden["data"]["code"]) == (403, "forbidden")
    assert forbidden["object"] == "operation:list_facts"
    assert forbidden["actor"].startswith("key_")
    assert account not in json.dumps([unknown, forbidden])
    assert await _events(api, type="request_refused", actor="stranger") == [unknown]
    assert await _events(api, object="operation:list_facts") == [forbidden]


async def test_a_refusal_on_the_fast_path_is_recorded_as_on_every_other(api: Api) -> None:
    account = await api.registered()
    body = {"account": account, "privilege": "publish"}
    assert (await api[Role.REGULATOR].post("/v1/decisions", json=body)).status_code == 403
    assert await _events(api, object="operation:ask_decision") != []


async def test_a_flood_of_unknown_keys_leaves_two_events_a_minute(api: Api) -> None:
    api.clock.pass_(hours=5)
    for _ in range(40):
        await api[None].get("/v1/cases")
    api.clock.pass_(minutes=1)
    await api.app.state.app_state.audit.flush()
    api.clock.pass_(minutes=1)
    found = await _events(api, type="request_refused", **{"from": "2026-03-10T22:00:00+08:00"})
    assert [event["data"]["count"] for event in found] == [39, 1]


async def test_what_services_read_is_no_view(api: Api) -> None:
    account = await api.registered()
    _, secret = await keys.create(api.database, "feed", [Role.OPERATOR], api.clock())
    async with client_of(api, secret) as feed:
        for path in (f"/v1/accounts/{account}", f"/v1/accounts/{account}/standing", "/v1/cases"):
            assert (await feed.get(path)).status_code == 200
    assert [one for one in await _events(api, type="personal_data_viewed") if account in str(one)] == []


async def test_what_a_person_reads_is_recorded_once_an_hour(api: Api, anne: Person) -> None:
    """Whatever was read of an account how often is one view; so are a list, and an account whose case was read."""
    account = await api.registered()
    client = await _client_of(api, anne)
    for path in ("", "/standing", "/facts", "/timeline", "/actions"):
        assert (await client.get(f"/v1/accounts/{account}{path}")).status_code == 200
    for _ in range(2):
        assert (await client.get("/v1/cases")).status_code == 200
    assert (await client.get("/v1/cases/none")).status_code == 404
    assert (await client.get("/v1/lexicon")).status_code == 200
    views = await _events(api, type="personal_data_viewed", actor=anne.id)
    assert [(view["object"], view["data"]["operation"]) for view in views] == [
        ("list:list_cases", "list_cases"),
        (f"account:{account}", "read_account"),
    ]
    assert {(view["actor"], view["actor_name"], view["data"]["via"]) for view in views} == {(anne.id, "安莉", "api")}
    api.clock.pass_(hours=1)
    await client.get(f"/v1/accounts/{account}/standing")
    assert len(await _events(api, object=f"account:{account}")) == 2


async def test_verdicts_are_no_view(api: Api, anne: Person) -> None:
    account = await api.registered()
    client = await _client_of(api, anne)
    answer = await client.post("/v1/decisions", json={"account": account, "privilege": "publish"})
    assert answer.status_code == 200
    assert await _events(api, object=f"account:{account}") == []


def test_what_is_no_personal_data_names_operations_that_exist() -> None:
    assert set(ROLES_OF) >= NOT_PERSONAL


async def test_keys_and_people_are_recorded_with_whoever_changed_them(api: Api, anne: Person) -> None:
    """A person is added, gets a key that is assigned, loses it, and is deactivated: each is an event of its own."""
    now = api.clock()
    caller, _ = await keys.create(api.database, "moderation", [Role.REVIEWER], now)
    await keys.assign(api.database, caller.id, anne.id, now)
    await keys.revoke(api.database, caller.id, now, actor=anne.id)
    await people.execute(api.database, anne.id, rules.deactivate("left"), actor="command line", now=now)
    of_key = await _events(api, object=f"key:{caller.id}")
    assert [(event["type"], event["actor"]) for event in of_key] == [
        ("key_revoked", anne.id),
        ("key_assigned", "command line"),
        ("key_created", "command line"),
    ]
    assert of_key[0]["object_name"] == "安莉"
    of_person = await _events(api, object=f"person:{anne.id}")
    assert (of_person[-1]["data"]["entry"], of_person[-1]["data"]["active"]) == ("added", True)
    assert (of_person[0]["data"]["entry"], of_person[0]["data"]["active"]) == ("deactivated", False)
    assert "left" not in json.dumps(of_person), "texts stay in the person's record"


async def test_what_earlier_keys_of_a_person_did_is_found_under_the_person(api: Api, anne: Person) -> None:
    caller, secret = await keys.create(api.database, "moderation", [Role.REVIEWER], api.clock())
    async with _client(api, secret) as client:
        assert (await client.get("/v1/audit")).status_code == 403
    await keys.assign(api.database, caller.id, anne.id, api.clock())
    (event,) = await _events(api, actor=anne.id, type="request_refused")
    assert (event["actor"], event["actor_name"]) == (caller.id, "安莉")


async def test_a_refused_command_leaves_no_event_of_a_key(api: Api) -> None:
    before = await _events(api, type="key_created")
    with pytest.raises(keys.KeyRefusedError):
        await keys.create(api.database, "x", [Role.REVIEWER], api.clock(), person="per_ffffffffffff")
    assert await _events(api, type="key_created") == before


async def test_reading_the_audit_is_recorded_once_an_hour_for_each_selection(api: Api) -> None:
    for _ in range(3):
        await _events(api, type="key_created", object="key:none")
    events = await _events(api, type="audit_read", object="audit:type=key_created&object=key:none")
    assert [event["data"]["selection"] for event in events] == ["type=key_created&object=key:none"]
    api.clock.pass_(hours=1)
    await _events(api, type="key_created", object="key:none")
    assert len(await _events(api, object="audit:type=key_created&object=key:none")) == 2


async def test_days_are_counted_in_shanghai_by_type(api: Api) -> None:
    await _events(api)
    answer = await api[Role.AUDITOR].get("/v1/audit/days", params={"type": "process_started"})
    assert answer.json() == {"days": [{"day": "2026-03-10", "events": 1, "types": {"process_started": 1}}]}


@pytest.mark.parametrize("form", ["ndjson", "csv"])
async def test_an_export_has_every_event_of_the_selection_and_is_recorded(api: Api, form: str) -> None:
    """As one JSON object a line, or as a table; the export itself is in the audit before the first byte is sent."""
    listed = await _events(api, type="process_started")
    answer = await api[Role.AUDITOR].get("/v1/audit/export", params={"form": form, "type": "process_started"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"] == f'attachment; filename="audit.{form}"'
    if form == "ndjson":
        named = {"actor_name": None, "object_name": None}
        assert [{**json.loads(line), **named} for line in answer.text.splitlines()] == listed
    else:
        (row,) = csv.DictReader(StringIO(answer.text))
        assert (row["seq"], row["type"], row["hash"]) == (
            str(listed[0]["seq"]),
            "process_started",
            listed[0]["hash"],
        )
        assert json.loads(row["data"])["settings"]["task_queue"] == "standing"
    exported = (await _events(api, type="audit_exported"))[0]
    assert (exported["data"]["form"], exported["data"]["selection"]) == (form, "type=process_started")


async def test_pages_follow_each_other_without_a_gap(api: Api) -> None:
    await _events(api)
    first = (await api[Role.AUDITOR].get("/v1/audit", params={"limit": 2})).json()
    second = (await api[Role.AUDITOR].get("/v1/audit", params={"limit": 2, "after": first["next"]})).json()
    numbers = [event["seq"] for event in [*first["events"], *second["events"]]]
    assert numbers == list(range(numbers[0], numbers[0] - 4, -1))
    one = await api[Role.AUDITOR].get(f"/v1/audit/{numbers[0]}")
    assert one.json() == first["events"][0]


@pytest.mark.parametrize(
    ("query", "path", "hint"),
    [
        ({"from": "2026-03-02T00:00:00Z", "until": "2026-03-01T00:00:00Z"}, "query.until", "later than"),
        ({"type": "sign_in"}, "query.type.0", "signed_in"),
        ({"from": "yesterday"}, "query.from", "2026-03-01T09:00:00+08:00"),
        ({"limit": 0}, "query.limit", "1"),
    ],
)
async def test_what_is_wrong_with_a_selection_is_said(api: Api, query: dict[str, Any], path: str, hint: str) -> None:
    answer = await api[Role.AUDITOR].get("/v1/audit", params=query)
    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert fault["path"] == path
    assert hint in fault["message"]


async def test_an_event_that_is_not_there_is_a_404(api: Api) -> None:
    answer = await api[Role.AUDITOR].get("/v1/audit/999999")
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:standing:problem:unknown-event")


async def test_every_type_can_be_asked_for(api: Api) -> None:
    answer = await api[Role.AUDITOR].get("/v1/audit", params={"type": list(TYPES)})
    assert answer.status_code == 200, answer.text
