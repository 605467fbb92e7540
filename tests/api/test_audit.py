"""The audit over HTTP: what requests leave in it, who reads it, and that reading it is recorded."""

import csv
import json
from io import StringIO
from typing import Any

import pytest

from models.audit import TYPES
from models.roles import Role
from settings.disclosed import disclosed
from tests.api.conftest import Api, settings_for


async def _events(api: Api, **query: Any) -> list[dict[str, Any]]:
    """Return the events of the audit, newest first, after everything that was noted is written."""
    await api.app.state.app_state.audit.flush()
    answer = await api[Role.AUDITOR].get("/v1/audit", params=query)
    assert answer.status_code == 200, answer.text
    events: list[dict[str, Any]] = answer.json()["events"]
    return events


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
    assert forbidden["object"] == "operation:read_facts"
    assert forbidden["actor"].startswith("key_")
    assert account not in json.dumps([unknown, forbidden])
    assert await _events(api, type="request_refused", actor="stranger") == [unknown]
    assert await _events(api, object="operation:read_facts") == [forbidden]


async def test_a_refusal_on_the_fast_path_is_recorded_as_on_every_other(api: Api) -> None:
    account = await api.registered()
    body = {"account": account, "privilege": "publish"}
    assert (await api[Role.REGULATOR].post("/v1/decisions", json=body)).status_code == 403
    assert await _events(api, object="operation:decide") != []


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
    for path in (f"/v1/accounts/{account}", f"/v1/accounts/{account}/standing", "/v1/cases"):
        assert (await api.operator.get(path)).status_code == 200
    assert await _events(api, type="personal_data_viewed") == []


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
        assert [json.loads(line) for line in answer.text.splitlines()] == listed
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
