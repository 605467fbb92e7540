"""The caller, persons and keys over HTTP, and names beside actors in what is answered."""

from typing import Any

import httpx2
import pytest

from api.handling.naming import ACTORS
from api.http.permissions import ROLES_OF
from models.cases.cases import CaseKind
from models.roles import Role
from tests.api.conftest import Api, client_of, person_with_key
from tests.api.test_cases import opened
from tests.api.test_problems import require_problem


async def added(api: Api, **more: Any) -> str:
    answer = await api.operator.post("/v1/people", json={"name": "安莉", "roles": ["reviewer"], **more})
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"/v1/people/{answer.json()['id']}"
    return str(answer.json()["id"])


async def key(client: httpx2.AsyncClient, **body: Any) -> dict[str, Any]:
    answer = await client.post("/v1/keys", json=body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_who_am_i(api: Api) -> None:
    person, secret = await person_with_key(api.database, "安莉", [Role.REVIEWER], [CaseKind.APPEAL, CaseKind.RUMOUR])
    me = (await client_of(api, secret).get("/v1/me")).json()
    assert (me["actor"], me["person"], me["name"], me["roles"]) == (person, person, "安莉", ["reviewer"])
    assert me["kinds"] == ["appeal", "rumour"]
    assert set(me["operations"]) == {name for name, roles in ROLES_OF.items() if Role.REVIEWER in roles}
    program = (await api[Role.PLATFORM].get("/v1/me")).json()
    assert (program["person"], program["actor"], program["name"]) == (None, program["id"], "platform")
    assert program["kinds"] == []


async def test_a_person_is_added_changed_and_deactivated(api: Api) -> None:
    person = await added(api, kinds=["closure"])
    path = f"/v1/people/{person}"
    changed = await api.operator.post(f"{path}/changes", json={"name": "安丽", "every_kind": True, "reason": "婚后"})
    assert (changed.json()["name"], changed.json()["kinds"], changed.json()["roles"]) == ("安丽", None, ["reviewer"])
    same = await api.operator.post(f"{path}/changes", json={"name": "安丽"})
    assert same.json() == changed.json()
    identity = {"issuer": "https://id.example.cn", "subject": person}
    linked = await api.operator.post(f"{path}/identities", json=identity)
    assert linked.json()["identities"] == [identity]
    other = await added(api)
    require_problem(await api.operator.post(f"/v1/people/{other}/identities", json=identity), "identity-taken")
    removed = await api.operator.post(f"{path}/identities/removal", json=identity)
    assert removed.json()["identities"] == []
    gone = await api.operator.post(f"{path}/deactivation", json={"reason": "离职"})
    assert gone.json()["status"] == "inactive"
    assert person in {
        one["id"] for one in (await api.operator.get("/v1/people?status=inactive&limit=500")).json()["people"]
    }
    require_problem(await api.operator.post("/v1/keys", json={"person": person}), "person-inactive")
    assert (await api.operator.post(f"{path}/reactivation", json={})).json()["status"] == "active"
    history = (await api[Role.AUDITOR].get(path)).json()
    assert [one["body"]["type"] for one in history["entries"]] == [
        "added",
        "changed",
        "identity_linked",
        "identity_unlinked",
        "deactivated",
        "reactivated",
    ]
    assert {one["actor_name"] for one in history["entries"]} == {"operator"}
    require_problem(await api.operator.get("/v1/people/per_ffffffffffff"), "unknown-person")
    require_problem(
        await api.operator.post("/v1/people/per_ffffffffffff/changes", json={"name": "x"}), "unknown-person"
    )


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        ({"name": ""}, "body.name"),
        ({"name": "\u200b\u200b"}, "body.name"),
        ({"name": "安莉", "roles": ["boss"]}, "body.roles"),
        ({"name": "安莉", "roles": []}, "body.roles"),
        ({"name": "安莉"}, "body.roles"),
        ({"name": "安莉", "roles": ["reviewer"], "kinds": ["quarrel"]}, "body.kinds"),
    ],
)
async def test_what_is_no_person_is_said(api: Api, body: dict[str, Any], hint: str) -> None:
    problem = require_problem(await api.operator.post("/v1/people", json=body), "invalid-request")
    assert any(fault["path"].startswith(hint) for fault in problem["errors"])


async def test_a_person_keeps_a_role(api: Api) -> None:
    """All roles are taken by deactivating; a change without roles leaves them."""
    person, _ = await person_with_key(api.database, "安莉", [Role.REVIEWER])
    path = f"/v1/people/{person}/changes"
    problem = require_problem(await api.operator.post(path, json={"roles": []}), "invalid-request")
    assert [(fault["path"], "deactivated" in fault["message"]) for fault in problem["errors"]] == [("body.roles", True)]
    assert (await api.operator.post(path, json={"name": "安丽"})).json()["roles"] == ["reviewer"]


async def test_a_services_key_has_a_role(api: Api) -> None:
    for body in ({"service": "feed"}, {"service": "feed", "roles": []}):
        problem = require_problem(await api.operator.post("/v1/keys", json=body), "invalid-request")
        assert [fault["path"] for fault in problem["errors"]] == ["body.roles"]


async def test_persons_make_and_revoke_their_own_keys(api: Api) -> None:
    person, secret = await person_with_key(api.database, "安莉", [Role.REVIEWER, Role.AUDITOR])
    ann = client_of(api, secret)
    made = await key(ann, name="laptop", roles=["reviewer"])
    assert (made["key"]["person"], made["key"]["person_name"], made["key"]["roles"]) == (person, "安莉", ["reviewer"])
    laptop = client_of(api, made["secret"])
    listed = await laptop.get("/v1/keys")
    assert made["secret"] not in listed.text
    assert {one["name"] for one in listed.json()["keys"]} == {"key", "laptop"}
    assert (await laptop.get(f"/v1/keys/{made['key']['id']}")).json() == made["key"]
    more = await laptop.post("/v1/keys", json={"name": "more", "roles": ["auditor"]})
    require_problem(more, "role-missing")
    assert (await key(laptop))["key"]["roles"] == ["reviewer"], "no more than the key that makes it"
    revoked = await ann.post(f"/v1/keys/{made['key']['id']}/revocation", json={})
    assert revoked.json()["key"]["revoked_at"] is not None
    assert len((await ann.get("/v1/keys?revoked=true")).json()["keys"]) == 3
    assert len((await ann.get("/v1/keys")).json()["keys"]) == 2


async def test_keys_of_others_are_for_operators(api: Api) -> None:
    ann, secret = await person_with_key(api.database, "安莉", [Role.REVIEWER])
    client = client_of(api, secret)
    ben = await added(api, name="博文")
    bens = await key(api.operator, person=ben)
    assert bens["key"]["roles"] == ["reviewer"]
    for answer in (
        await client.post("/v1/keys", json={"person": ben}),
        await client.post("/v1/keys", json={"service": "feed", "roles": ["platform"]}),
        await client.get(f"/v1/keys?person={ben}"),
        await client.get("/v1/keys?everybody=true"),
        await api[Role.PLATFORM].post("/v1/keys", json={}),
    ):
        require_problem(answer, "forbidden")
    for answer in (
        await client.get(f"/v1/keys/{bens['key']['id']}"),
        await client.post(f"/v1/keys/{bens['key']['id']}/revocation", json={}),
    ):
        require_problem(answer, "unknown-key")
    assert (await api[Role.PLATFORM].get("/v1/keys")).json()["keys"] == []
    feed = await key(api.operator, service="feed", roles=["platform"])
    assert (feed["key"]["service"], feed["key"]["person"]) == ("feed", None)
    shown = (await api.operator.get("/v1/keys?everybody=true&limit=500")).json()["keys"]
    assert {bens["key"]["id"], feed["key"]["id"]} <= {one["id"] for one in shown}
    require_problem(
        await api.operator.post(f"/v1/keys/{feed['key']['id']}/assignment", json={"person": ann}), "role-missing"
    )
    require_problem(
        await api.operator.post(f"/v1/keys/{bens['key']['id']}/assignment", json={"person": ann}), "key-taken"
    )
    program = await key(api.operator, service="ben's", roles=["reviewer"])
    given = await api.operator.post(f"/v1/keys/{program['key']['id']}/assignment", json={"person": ben})
    assert (given.json()["person"], given.json()["person_name"]) == (ben, "博文")
    gone = await api.operator.post(f"/v1/keys/{bens['key']['id']}/revocation", json={})
    assert gone.json()["cases"] == []


@pytest.mark.parametrize(
    "body", [{"person": "per_ffffffffffff", "service": "x", "roles": ["auditor"]}, {"service": "x"}]
)
async def test_a_key_has_one_owner(api: Api, body: dict[str, Any]) -> None:
    require_problem(await api.operator.post("/v1/keys", json=body), "invalid-request")


async def test_names_are_shown_beside_actors_and_follow_the_person(api: Api) -> None:
    """In the queue, a case, its history, facts, actions and the answer to a command; not in what the platform reads."""
    ann, secret = await person_with_key(api.database, "安莉", [Role.REVIEWER])
    client = client_of(api, secret)
    account = await api.registered()
    path = await opened(api, account)
    claimed = (await client.post(f"{path}/claim", json={})).json()
    assert (claimed["claim"]["by"], claimed["claim"]["by_name"]) == (ann, "安莉")
    await client.post(f"{path}/decision", json={"outcome": "approved", "reason": "matrix"})
    seen = (await api[Role.AUDITOR].get(path)).json()
    assert (seen["case"]["opened_by_name"], seen["case"]["proposal"]["by_name"]) == ("reviewer", "安莉")
    assert [one["actor_name"] for one in seen["entries"]] == ["reviewer", "安莉", "安莉"]
    other = await api.registered(name="海边小馆")
    beside = await opened(api, other)
    await api.operator.post(f"{beside}/assignment", json={"to": ann})
    await api.operator.post(f"/v1/people/{ann}/changes", json={"name": "安丽"})
    [queued] = (await api.operator.get(f"/v1/cases?account={other}")).json()["cases"]
    assert (queued["assigned_to"], queued["assigned_to_name"]) == (ann, "安丽")
    entries = (await api.operator.get(beside)).json()["entries"]
    assert entries[-1]["body"]["to_name"] == "安丽"
    body = {"id": "v1", "category": "distortion", "reason": "断章取义"}
    assert (await client.post(f"/v1/accounts/{account}/violations", json=body)).status_code == 201
    facts = (await api.operator.get(f"/v1/accounts/{account}/facts")).json()["facts"]
    assert [one["actor_name"] for one in facts] == ["operator", "安丽"]
    feed = await api.operator.get(f"/v1/events?account={account}")
    assert ann in feed.text
    assert "安丽" not in feed.text


async def test_the_platforms_programs_get_no_names_of_its_reviewers(api: Api) -> None:
    order = {"order": "remove_followers", "expected": 1200, "cause": "v-1"}
    account = await api.registered()
    path = "/v1/directives"
    issued = await api[Role.REVIEWER].post(path, json={**order, "account": account})
    assert issued.status_code == 201, issued.text
    assert issued.json()["issued_by_name"] == "reviewer"
    read = await api[Role.PLATFORM].get(f"{path}/{issued.json()['id']}")
    assert issued.json()["issued_by"] in read.text
    assert "issued_by_name" not in read.text


async def test_every_field_with_a_name_beside_it_is_described(api: Api) -> None:
    """The schemas of answers have the names; those of requests do not take them."""
    schemas = (await api[None].get("/openapi.json")).json()["components"]["schemas"]
    assert "assigned_to_name" in schemas["QueuedCase"]["properties"]
    assert "released_by_names" in schemas["Report"]["properties"]
    assert "to_name" in schemas["CaseAssigned"]["properties"]
    assert "to_name" not in schemas["CaseAssignmentBody"]["properties"]
    assert {"actor", "by", "opened_by"} <= ACTORS
