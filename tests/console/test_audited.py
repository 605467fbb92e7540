"""What the console leaves in the audit: forged requests and refused pages, once each, and what its calls read."""

from typing import Any

from models.roles import Role
from tests.console.conftest import Console


async def _refusals(console: Console) -> list[dict[str, Any]]:
    await console.api.app.state.app_state.audit.flush()
    answer = await console.api[Role.AUDITOR].get("/v1/audit", params={"type": "request_refused"})
    return [event["data"] for event in answer.json()["events"]]


async def test_a_forged_request_is_recorded(console: Console) -> None:
    """A form sent from another site is refused before anybody is asked who sent it."""
    console.api.clock.pass_(hours=1)
    answer = await console.operator.post("/console/preferences", {"theme": "dark"}, Sec_Fetch_Site="cross-site")
    assert answer.status_code == 403
    found = [data for data in await _refusals(console) if data["code"] == "forged-request"]
    assert [(data["via"], data["status"], data["actor"]) for data in found] == [("console", 403, "")]


async def test_a_page_that_a_role_does_not_allow_is_recorded_once(console: Console) -> None:
    """With the visitor as actor; the page asks the API nothing, so there is no second refusal."""
    console.api.clock.pass_(hours=2)
    assert (await console[Role.REGULATOR].get("/console/queue")).status_code == 403
    found = [data for data in await _refusals(console) if data["code"] == "forbidden"]
    assert [(data["via"], data["status"]) for data in found] == [("console", 403)]
    assert found[0]["actor"].startswith("per_")
