"""Repeating a command is harmless: one key stands for one request; and a version can be required."""

import asyncio
import re
from typing import Any

import pytest

from models.roles import Role
from tests.api.conftest import Api, resident_id
from tests.api.test_problems import require_problem

BAN = {"category": "fabrication", "duration": "P7D"}


def keyed(key: str) -> dict[str, str]:
    return {"Idempotency-Key": key}


async def facts_of(api: Api, account: str) -> int:
    return len((await api.operator.get(f"/v1/accounts/{account}/facts")).json()["facts"])


async def test_the_same_request_is_answered_alike_whatever_happened_since(api: Api) -> None:
    """Body, status, Location and version are those of the first time, also with the identifier that was made then."""
    account = await api.registered()
    path = f"/v1/accounts/{account}"
    first = await api.operator.post(f"{path}/bans", json=BAN, headers=keyed("once"))
    assert "idempotent-replayed" not in first.headers
    api.clock.pass_(days=2)
    await api.operator.post(f"{path}/name-changes", json={"name": "另一个"})
    again = await api.operator.post(f"{path}/bans", json=BAN, headers=keyed("once"))
    assert again.headers["idempotent-replayed"] == "true"
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert [again.headers[name] for name in ("etag", "location")] == [first.headers[n] for n in ("etag", "location")]
    assert await facts_of(api, account) == 3


async def test_an_application_repeats_its_reasons(api: Api) -> None:
    """A refused application is an answer like any other, and says the same again after the way has become free."""
    account = await api.registered()
    path = f"/v1/accounts/{account}"
    await api.operator.post(f"{path}/violations", json={"id": "v", "category": "fabrication"})
    body = {"methods": ["advertising", "ecommerce"]}
    first = await api.operator.post(f"{path}/monetization-applications", json=body, headers=keyed("apply"))
    await api.operator.post(f"{path}/violations/v/overturn", json={})
    again = await api.operator.post(f"{path}/monetization-applications", json=body, headers=keyed("apply"))
    assert first.json()["outcome"] == "refused"
    assert first.json()["reasons"]
    assert again.content == first.content


async def test_a_refusal_is_kept_under_its_key_too(api: Api) -> None:
    """What was refused stays refused under that key, also when it would be granted by now."""
    account = await api.registered()
    path = f"/v1/accounts/{account}"
    first = await api.operator.post(f"{path}/bans/x/overturn", json={}, headers=keyed("early"))
    await api.operator.post(f"{path}/bans", json={**BAN, "id": "x"})
    again = await api.operator.post(f"{path}/bans/x/overturn", json={}, headers=keyed("early"))
    require_problem(first, "unknown-id")
    assert require_problem(again, "unknown-id")["detail"] == first.json()["detail"]
    assert again.headers["idempotent-replayed"] == "true"


@pytest.mark.parametrize(
    "other",
    [("bans", {**BAN, "duration": "P8D"}), ("violations", BAN), ("bans", {**BAN, "reason": "why"})],
    ids=["body", "path", "surplus"],
)
async def test_another_request_under_the_key_is_refused_for_good(api: Api, other: tuple[str, dict[str, Any]]) -> None:
    """Nothing is recorded, and the first request can still be repeated."""
    account = await api.registered()
    path = f"/v1/accounts/{account}"
    key = keyed(f"key-of-{account}")
    await api.operator.post(f"{path}/bans", json=BAN, headers=key)
    body = {name: value for name, value in other[1].items() if other[0] == "bans" or name == "category"}
    for _ in range(2):
        require_problem(await api.operator.post(f"{path}/{other[0]}", json=body, headers=key), "idempotency-key-reused")
    assert (await api.operator.post(f"{path}/bans", json=BAN, headers=key)).status_code == 201
    assert await facts_of(api, account) == 2


async def test_the_same_request_spelt_otherwise_is_the_same(api: Api) -> None:
    """Spaces and the order of fields do not make another request."""
    account = await api.registered()
    path = f"/v1/accounts/{account}/bans"
    json = {"Content-Type": "application/json", **keyed(f"spelt-{account}")}
    first = await api.operator.post(path, content=b'{"category":"fabrication","duration":"P7D"}', headers=json)
    again = await api.operator.post(path, content=b'{ "duration": "P7D", "category": "fabrication" }', headers=json)
    assert again.content == first.content


async def test_keys_belong_to_their_callers(api: Api) -> None:
    """Two callers may use the same key without knowing of each other."""
    account = await api.registered()
    path = f"/v1/accounts/{account}"
    mine = await api[Role.REVIEWER].post(f"{path}/bans", json=BAN, headers=keyed("theirs"))
    theirs = await api.operator.post(f"{path}/name-changes", json={"name": "另一个"}, headers=keyed("theirs"))
    assert (mine.status_code, theirs.status_code) == (201, 200)


async def test_twenty_equal_requests_at_once_are_carried_out_once(api: Api) -> None:
    """All get the same answer; exactly one of them is not a repetition."""
    account = await api.registered()
    path = f"/v1/accounts/{account}/bans"
    found = await asyncio.gather(
        *(api.operator.post(path, json=BAN, headers=keyed(f"at-once-{account}")) for _ in range(20))
    )
    assert {answer.content for answer in found} == {found[0].content}
    assert [answer.headers.get("idempotent-replayed") for answer in found].count(None) == 1
    assert await facts_of(api, account) == 2


async def test_fifty_registrations_of_one_holder_leave_one(api: Api) -> None:
    """However close together they come, one person has one account (article 7)."""
    holder = {"resident_id": resident_id()}
    found = await asyncio.gather(
        *(
            api.operator.post(
                "/v1/accounts",
                json={"account": f"rush-{place}", "kind": "individual", "holder": holder, "name": "甲"},
            )
            for place in range(50)
        )
    )
    assert sorted(answer.status_code for answer in found) == [201, *[409] * 49]
    for answer in found:
        if answer.status_code == 409:
            require_problem(answer, "quota-exceeded")


async def test_fifty_registrations_of_one_account_leave_one(api: Api) -> None:
    """An identifier is given once, whoever else asks for it in the same moment."""
    found = await asyncio.gather(
        *(
            api.operator.post(
                "/v1/accounts",
                json={
                    "account": "wanted",
                    "kind": "individual",
                    "holder": {"resident_id": resident_id()},
                    "name": "甲",
                },
            )
            for _ in range(50)
        )
    )
    assert sorted(answer.status_code for answer in found) == [201, *[409] * 49]


async def test_a_command_may_require_the_version_it_was_made_for(api: Api) -> None:
    """The ETag of an answer is what If-Match takes; an older one is refused with 412, and nothing is recorded."""
    account = await api.registered()
    path = f"/v1/accounts/{account}"
    seen = (await api.operator.get(f"{path}/standing")).headers["etag"]
    assert seen == '"1"'
    first = await api.operator.post(f"{path}/bans", json=BAN, headers={"If-Match": seen})
    assert (first.status_code, first.headers["etag"]) == (201, '"2"')
    late = await api.operator.post(f"{path}/bans", json=BAN, headers={"If-Match": seen})
    assert "at version 2, not 1" in require_problem(late, "version-mismatch")["detail"]
    assert await facts_of(api, account) == 2


async def test_of_two_commands_for_one_version_one_is_carried_out(api: Api) -> None:
    """Two reviewers who decide on the same standing at once cannot both be right."""
    account = await api.registered()
    sent = [api.operator.post(f"/v1/accounts/{account}/bans", json=BAN, headers={"If-Match": '"1"'}) for _ in range(8)]
    assert sorted(answer.status_code for answer in await asyncio.gather(*sent)) == [201, *[412] * 7]


async def test_a_repetition_is_answered_before_the_version_is_looked_at(api: Api) -> None:
    """Who repeats a command because the answer was lost must not be told that the account has changed since."""
    account = await api.registered()
    path, headers = f"/v1/accounts/{account}/bans", {"If-Match": '"1"', **keyed(f"lost-{account}")}
    first = await api.operator.post(path, json=BAN, headers=headers)
    again = await api.operator.post(path, json=BAN, headers=headers)
    assert (again.status_code, again.content) == (201, first.content)


async def test_no_route_that_takes_a_key_fails_on_a_body_that_is_no_text(api: Api) -> None:
    """Each is sent bytes in each form that it declares, and in none: refused or answered, never an error of ours."""
    declared = (await api[None].get("/openapi.json")).json()["paths"]
    sent = 0
    for path, operations in declared.items():
        for operation in operations.values():
            if not any(one["name"].lower() == "idempotency-key" for one in operation.get("parameters", ())):
                continue
            for form in (*operation.get("requestBody", {}).get("content", {}), "application/octet-stream"):
                headers = {**keyed(f"bytes-{sent}"), "Content-Type": form}
                where = re.sub(r"\{[a-z_]+\}", "x", path)
                answer = await api.operator.post(where, content=b"\x89PNG\r\n\x1a\n\xff\x00", headers=headers)
                assert answer.status_code in {400, 403, 415, 422}, (path, form, answer.text)
                sent += 1
    assert sent > 150
