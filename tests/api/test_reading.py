"""What holds at an instant, what was known then, and pages of facts and events."""

from typing import Any

import pytest

from tests.api.conftest import Api
from tests.api.test_problems import require_problem

BAN = {"category": "fabrication", "duration": "P7D"}


async def decided(api: Api, account: str, privilege: str = "publish", **more: Any) -> dict[str, Any]:
    answer = await api.operator.post("/v1/decisions", json={"account": account, "privilege": privilege, **more})
    assert answer.status_code == 200, answer.text
    assert answer.headers["etag"] == f'"{answer.json()["version"]}"'
    found: dict[str, Any] = answer.json()
    return found


async def banned(api: Api) -> str:
    """Registered at 9:00 UTC; banned for 7 days a day later."""
    account = await api.registered()
    api.clock.pass_(days=1)
    done = await api.operator.post(f"/v1/accounts/{account}/bans", json={**BAN, "id": "b1"})
    assert done.status_code == 201
    return account


async def test_a_verdict_says_until_when_it_may_be_kept(api: Api) -> None:
    """`until` is when it opens, `valid_until` the next instant at which anything may change by itself."""
    account = await banned(api)
    publish = await decided(api, account)
    assert (publish["answer"], publish["until"]) == ("refused", "2026-03-18T17:00:00+08:00")
    assert publish["valid_until"] == publish["until"]
    profit = await decided(api, account, "monetize.ecommerce")
    assert (profit["until"], profit["valid_until"]) == ("never", "2026-03-25T17:00:00+08:00")


async def test_past_and_future_come_from_the_same_intervals(api: Api) -> None:
    """Before the ban, one microsecond before its end, and at its end (half-open)."""
    account = await banned(api)
    answers = [
        (await decided(api, account, at=at))["answer"]
        for at in (
            "2026-03-10T12:00:00Z",
            "2026-03-11T09:00:00Z",
            "2026-03-18T08:59:59.999999Z",
            "2026-03-18T09:00:00Z",
        )
    ]
    assert answers == ["allowed", "refused", "refused", "allowed"]


async def test_before_the_registration_nothing_is_allowed(api: Api) -> None:
    """A decision says so; a standing there is none."""
    account = await api.registered()
    early = "2026-03-01T00:00:00+08:00"
    assert "was registered only at" in (await decided(api, account, at=early))["reasons"][0]["message"]
    url = f"/v1/accounts/{account}/standing"
    require_problem(await api.operator.get(url, params={"at": early}), "unknown-account")


async def test_what_was_known_then_does_not_change_any_more(api: Api) -> None:
    """As of the day before the overturning the ban still held, whatever was decided later."""
    account = await banned(api)
    url = f"/v1/accounts/{account}/standing"
    api.clock.pass_(days=2)
    await api.operator.post(f"/v1/accounts/{account}/bans/b1/overturn", json={})
    now = (await api.operator.get(url)).json()
    then = (await api.operator.get(url, params={"as_of": "2026-03-12T12:00:00Z"})).json()
    assert (now["status"], now["version"]) == ("active", 3)
    assert (then["status"], then["version"], then["at"]) == ("banned", 2, "2026-03-12T20:00:00+08:00")
    for as_of, answer in (("2026-03-12T12:00:00Z", "refused"), ("2026-03-13T09:00:00Z", "allowed")):
        found = await decided(api, account, at="2026-03-15T00:00:00Z", as_of=as_of)
        assert found["answer"] == answer
    unknown = await api.operator.get(url, params={"as_of": "2026-03-09T00:00:00Z"})
    assert "at 2026-03-09 08:00, as far as was known then" in require_problem(unknown, "unknown-account")["detail"]


async def test_a_plus_in_a_url_still_means_an_offset(api: Api) -> None:
    """Written as people write it with curl, `+08:00` arrives as a space; it is understood."""
    account = await banned(api)
    url = f"/v1/accounts/{account}/standing?at=2026-03-18T16:59:59+08:00"
    assert (await api.operator.get(url)).json()["status"] == "banned"


async def test_a_version_that_is_not_there_is_said_to_be_missing(api: Api) -> None:
    """Read your writes: with the version of the answer at once; a later one is not made up."""
    account = await banned(api)
    assert (await decided(api, account, at_least_version=2))["answer"] == "refused"
    question = {"account": account, "privilege": "publish", "at_least_version": 3}
    answer = await api.operator.post("/v1/decisions", json=question)
    require_problem(answer, "version-not-reached")
    assert answer.headers["retry-after"] == "2"
    nobody = {"account": "nobody", "privilege": "publish", "at_least_version": 1}
    require_problem(await api.operator.post("/v1/decisions", json=nobody), "unknown-account")


async def test_a_question_never_lies_before_the_last_fact_by_accident(api: Api) -> None:
    """Where another process's clock was ahead, "now" is the last fact's instant, not a moment before it."""
    account = await banned(api)
    api.clock.pass_(seconds=-5)
    assert (await decided(api, account))["answer"] == "refused"


async def test_a_standing_lists_each_privilege_and_each_grant(api: Api) -> None:
    """The whole answer for a certified, banned account, in values and in words."""
    account = await api.registered()
    path = f"/v1/accounts/{account}"
    certification = {
        "id": "c1",
        "field": "justice",
        "valid_from": "2026-03-01",
        "valid_until": "2026-03-31",
        "materials": {"professional_qualification": "资格证 1"},
    }
    await api.operator.post(f"{path}/certifications", json=certification)
    await api.operator.post(f"{path}/bans", json={**BAN, "id": "b1", "factor": "2.5"})
    standing = (await api.operator.get(f"{path}/standing")).json()
    assert standing["grants"] == [
        {
            "privilege": "publish.justice",
            "article": 2,
            "source": "c1",
            "since": "2026-03-10T17:00:00+08:00",
            "until": "2026-04-01T00:00:00+08:00",
        }
    ]
    assert [(one["privilege"], one["kind"], one["until"][:10]) for one in standing["restrictions"]] == [
        ("publish", "ban", "2026-03-17"),
        ("gain_followers", "ban", "2026-03-17"),
        ("be_recommended", "ban", "2026-03-17"),
        ("monetize", "suspension", "2026-03-28"),
        ("apply_monetization", "withheld", "2026-06-10"),
    ]
    assert len(standing["privileges"]) == 16
    assert standing["next_boundary"]["at"] == "2026-03-17T17:00:00+08:00"
    assert standing["message"].endswith("(b1, art. 9); 4 more")


async def test_eligibility_says_when_an_application_would_be_granted(api: Api) -> None:
    """And then it is granted, at that very instant (reading 4)."""
    account = await api.registered()
    path = f"/v1/accounts/{account}"
    await api.operator.post(f"{path}/violations", json={"category": "missing_source"})
    found = (await api.operator.get(f"{path}/eligibility", params={"method": "ecommerce"})).json()
    assert found["eligible_at"] == "2026-06-10T17:00:00+08:00"
    api.clock.pass_(days=92)
    done = await api.operator.post(f"{path}/monetization-applications", json={"methods": ["ecommerce"]})
    assert (api.clock.now.isoformat(), done.json()["outcome"]) == ("2026-06-10T09:00:00+00:00", "granted")


async def test_a_timeline_shows_past_and_future(api: Api) -> None:
    """From the registration to a year from now, or between the instants given; as known at any instant."""
    account = await banned(api)
    url = f"/v1/accounts/{account}/timeline"
    found = (await api.operator.get(url)).json()
    assert (found["from"], found["to"]) == ("2026-03-10T17:00:00+08:00", "2027-03-12T17:00:00+08:00")
    publish = [(s["start"][:10], s["answer"]) for s in found["segments"] if s["privilege"] == "publish"]
    assert publish == [("2026-03-10", "allowed"), ("2026-03-11", "refused"), ("2026-03-18", "allowed")]
    window = {"from": "2026-03-12T00:00:00+08:00", "to": "2026-03-13T00:00:00+08:00"}
    found = (await api.operator.get(url, params=window)).json()
    assert [s["answer"] for s in found["segments"] if s["privilege"] == "publish"] == ["refused"]
    found = (await api.operator.get(url, params={**window, "as_of": "2026-03-10T09:30:00Z"})).json()
    assert [s["answer"] for s in found["segments"] if s["privilege"] == "publish"] == ["allowed"]


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5, 100])
async def test_facts_come_in_pages_without_gaps(api: Api, limit: int) -> None:
    """Following `next` gives every fact once, in order, and null at the end, however the pages fall."""
    account = await api.registered()
    for place in range(3):
        await api.operator.post(
            f"/v1/accounts/{account}/violations",
            json={"id": f"v{place}", "category": "public_order", "consequences": "none"},
        )
    seen: list[dict[str, Any]] = []
    after: int | None = 0
    while after is not None:
        url = f"/v1/accounts/{account}/facts?after={after}&limit={limit}"
        page = (await api.operator.get(url)).json()
        assert 0 < len(page["facts"]) <= limit
        seen += page["facts"]
        after = page["next"]
    assert [fact["seq"] for fact in seen] == [1, 2, 3, 4]
    assert len({fact["hash"] for fact in seen}) == 4
    assert all(len(bytes.fromhex(fact["hash"])) == 32 for fact in seen)


async def test_dating_back_is_limited_by_the_settings(api: Api) -> None:
    """Thirty days back are accepted to the second, one more second is not; the ban runs from its own instant."""
    account = await api.registered(effective_at="2026-02-08T09:00:00Z")
    path = f"/v1/accounts/{account}/bans"
    at_limit = await api.operator.post(path, json={**BAN, "effective_at": "2026-02-08T09:00:00Z"})
    assert at_limit.status_code == 201
    assert at_limit.json()["facts"][0]["effective_at"] == "2026-02-08T17:00:00+08:00"
    assert at_limit.json()["standing"]["status"] == "active"
    beyond = await api.operator.post(path, json={**BAN, "effective_at": "2026-02-08T08:59:59Z"})
    assert "more than 30 days back" in require_problem(beyond, "effective-too-old")["detail"]
