"""Who decided: persons, not keys. What one person did with two keys, or a service for a person, is not done by two."""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import httpx2
import pytest
from starlette.types import Receive, Scope, Send

from api.http.visitors import VISITOR, Visitor
from ledger import keys
from ledger.people import people
from ledger.people.callers import Caller
from ledger.streams import records
from models.cases.cases import CaseKind, Outcome, Proposed, Ruling
from models.roles import Role
from regulation import people as rules
from regulation.cases.reducer import CASE
from regulation.people import DecidePerson
from regulation.records import Step
from tests.api.conftest import MORNING, Api, client_of, person_with_key
from tests.api.test_appeals import appealed, banned
from tests.api.test_cases import opened
from tests.api.test_problems import require_problem

YES = {"outcome": "approved", "reason": "matrix"}
NAMES = ("Ann", "ann", "ANN", "ann\u200b", "Ann")
"""One name in the eyes of whoever reads it; each is also another person's good right."""


async def another_key(api: Api, person: str, *roles: Role) -> httpx2.AsyncClient:
    _, secret = await keys.create(api.database, "another", roles or [Role.REVIEWER], MORNING, person=person)
    return client_of(api, secret)


async def reviewer(
    api: Api, name: str = "ann", kinds: Iterable[CaseKind] | None = None
) -> tuple[str, httpx2.AsyncClient]:
    person, secret = await person_with_key(api.database, name, [Role.REVIEWER], kinds)
    return person, client_of(api, secret)


async def service(api: Api, *roles: Role) -> tuple[str, httpx2.AsyncClient]:
    made, secret = await keys.create(api.database, "ann", roles or [Role.REVIEWER], MORNING)
    return made.id, client_of(api, secret)


async def changed(api: Api, person: str, decide: DecidePerson) -> None:
    done = await people.execute(api.database, person, decide, actor="test", now=MORNING)
    assert done.refusal is None


async def decide(client: httpx2.AsyncClient, path: str, **more: Any) -> httpx2.Response:
    return await client.post(f"{path}/decision", json={**YES, **more})


async def case(api: Api) -> str:
    return await opened(api, await api.registered())


async def entered(api: Api, path: str, body: Proposed, actor: str) -> None:
    """Enter a proposal as an earlier version did, under the identifier of a key."""
    command = records.Command(CASE, path.rpartition("/")[2], lambda _, __: Step((body,)), actor=actor, now=MORNING)
    assert (await records.execute(api.database, command)).refusal is None


async def test_two_keys_of_one_person_are_one_person(api: Api) -> None:
    """FAULTS 2.1: proposed with one key, approved with another."""
    person, first = await reviewer(api)
    second = await another_key(api, person)
    path = await case(api)
    assert (await decide(first, path)).json()["status"] == "proposed"
    require_problem(await decide(second, path), "second-person-needed")
    _, ben = await reviewer(api, "ben")
    assert (await decide(ben, path)).json()["status"] == "decided"


async def test_a_session_and_a_key_are_one_person(api: Api) -> None:
    """Proposed with a key, approved in the console: the person of the session is the same."""
    person, ann = await reviewer(api)
    path = await case(api)
    assert (await decide(ann, path)).json()["status"] == "proposed"
    [caller] = [
        found.caller
        for found in api.app.state.app_state.authentication._found.values()
        if found.caller.person == person
    ]
    signed_in = replace(caller, id="ses_000000000001")

    async def again() -> Caller:
        return signed_in

    async def visiting(scope: Scope, receive: Receive, send: Send) -> None:
        await api.app({**scope, VISITOR: Visitor(signed_in, again)}, receive, send)

    transport = httpx2.ASGITransport(app=visiting)
    async with httpx2.AsyncClient(transport=transport, base_url="http://standing.test") as console:
        assert (await console.get("/v1/me")).json()["id"] == "ses_000000000001"
        require_problem(await decide(console, path), "second-person-needed")
        other = await case(api)
        assert (await decide(console, other)).json()["proposal"]["by"] == person
        require_problem(await decide(ann, other), "second-person-needed")


@pytest.mark.parametrize("name", NAMES)
async def test_a_name_makes_nobody_another_person(api: Api, name: str) -> None:
    """FAULTS 2.2: the name changes between the proposal and the approval; the person does not."""
    person, ann = await reviewer(api, "ann")
    path = await case(api)
    assert (await decide(ann, path)).json()["proposal"]["by"] == person
    await changed(api, person, rules.change(name=name))
    again = await another_key(api, person)
    require_problem(await decide(again, path), "second-person-needed")


async def test_one_person_does_not_take_back_what_two_decided(api: Api) -> None:
    """Nobody reopens alone an account that two people closed, nor overturns the closure, alone or among many; by
    correcting the case two people do.
    """
    account = await api.registered()
    path = await opened(api, account)
    _, ann = await reviewer(api)
    _, ben = await reviewer(api, "ben")
    await decide(ann, path)
    assert (await decide(ben, path)).json()["status"] == "decided"
    case = path.rpartition("/")[2]
    why = {"reason": "the evidence was wrong"}
    for alone in (f"/v1/accounts/{account}/reopening", f"/v1/accounts/{account}/actions/{case}/overturn"):
        for asked in ("", "?dry_run=true"):
            problem = require_problem(await api.operator.post(alone + asked, json=why), "second-person-needed")
            assert f"/v1/cases/{case}/correction" in problem["detail"]
    many = {"measure": {"type": "overturn", "of": case}, "accounts": [account], **why}
    for place in ("/v1/bulk-actions", "/v1/bulk-actions/preview"):
        require_problem(await api.operator.post(place, json=many), "second-person-needed")
    assert (await api.operator.get(f"/v1/accounts/{account}")).json()["status"] == "closed"

    correction = {"outcome": "rejected", **why}
    assert (await ann.post(f"{path}/correction", json=correction)).json()["status"] == "correcting"
    _, cat = await reviewer(api, "cat")
    assert (await cat.post(f"{path}/correction", json=correction)).json()["status"] == "decided"
    assert (await api.operator.get(f"/v1/accounts/{account}")).json()["status"] != "closed"


@pytest.fixture
def two_close(api: Api) -> Iterator[None]:
    """Two persons close an account, as `STANDING_TWO_PERSONS=closure` has it; the API is shared by the file."""
    state = api.app.state
    usual = state.app_state
    state.app_state = replace(usual, two_persons=frozenset({"closure"}))
    yield
    state.app_state = usual


@pytest.mark.usefixtures("two_close")
async def test_on_appeal_two_others_overturn_what_two_decided(api: Api) -> None:
    """The appeal was opened while one person had decided. Neither of the two who closed decides it; of the two who do,
    one alone, twice or among many, decides nothing.
    """
    account = await api.registered()
    finding = {"id": "v1", "category": "reregistration", "reason": "转世", "automated": False}
    [closure] = (await api.operator.post(f"/v1/accounts/{account}/violations", json=finding)).json()["cases"]
    path = f"/v1/cases/{closure}"
    appeal = (await appealed(api, account)).json()["id"]
    clients = [(await reviewer(api, name))[1] for name in ("ann", "ben", "cat", "dan")]
    ann, ben, cat, dan = clients
    for client in (ann, ben):
        assert (await decide(client, path)).status_code == 200
    assert (await api.operator.get(f"/v1/accounts/{account}")).json()["status"] == "closed"

    won = {"outcome": "overturned", "reason": "不是同一团伙"}
    at = f"/v1/cases/{appeal}"
    for client in (ann, ben):
        require_problem(await client.post(f"{at}/decision", json=won), "another-person-needed")
    taking = {one["outcome"]: one["taking"] for one in (await cat.get(f"{at}/outcomes")).json()["outcomes"]}
    assert taking == {"upheld": "decides", "reduced": "decides", "overturned": "proposes"}
    [preview] = (await cat.post(f"{at}/decision/preview", json=won)).json()["outcomes"]
    assert [one["status_after"] for one in preview["accounts"]] == ["active"]

    assert (await cat.post(f"{at}/decision", json=won)).json()["status"] == "proposed"
    require_problem(await cat.post(f"{at}/decision", json=won), "second-person-needed")
    many = {"decisions": [{"case": appeal, **won}]}
    [again] = (await cat.post("/v1/cases/decisions", json=many)).json()["results"]
    assert again["problem"] == "urn:standing:problem:second-person-needed"
    assert (await api.operator.get(f"/v1/accounts/{account}")).json()["status"] == "closed"
    [found] = (await dan.post("/v1/cases/decisions", json=many)).json()["results"]
    assert (found["decided"], found["status"]) == (True, "decided")
    assert (await api.operator.get(f"/v1/accounts/{account}")).json()["status"] == "active"
    history = (await api.operator.get(f"/v1/cases/{appeal}")).json()["case"]
    assert history["decision"]["proposed_by"] != history["decision"]["by"]


async def test_an_upheld_appeal_against_what_two_decided_is_corrected_by_two(api: Api) -> None:
    account = await api.registered()
    path = await opened(api, account)
    clients = [(await reviewer(api, name))[1] for name in ("ann", "ben", "cat", "dan")]
    ann, ben, cat, dan = clients
    for client in (ann, ben):
        assert (await decide(client, path)).status_code == 200
    appeal = (await appealed(api, account, path.rpartition("/")[2])).json()["id"]
    upheld = await cat.post(f"/v1/cases/{appeal}/decision", json={"outcome": "upheld", "reason": "属实"})
    assert upheld.json()["status"] == "decided"
    correction = {"outcome": "overturned", "reason": "证据有误"}
    [preview] = (await cat.post(f"/v1/cases/{appeal}/correction/preview", json=correction)).json()["outcomes"]
    assert (preview["choice"]["may"], preview["choice"]["taking"]) == (True, "proposes")
    first = await cat.post(f"/v1/cases/{appeal}/correction", json=correction)
    assert first.json()["status"] == "correcting"
    require_problem(await ann.post(f"/v1/cases/{appeal}/correction", json=correction), "another-person-needed")
    assert (await dan.post(f"/v1/cases/{appeal}/correction", json=correction)).json()["status"] == "decided"
    assert (await api.operator.get(f"/v1/accounts/{account}")).json()["status"] == "active"


async def test_one_person_does_not_lift_what_two_withheld(api: Api) -> None:
    """A cancellation by two also withholds the methods that were not granted: lifting that takes two as well."""
    account = await api.registered()
    await api.operator.post(f"/v1/accounts/{account}/monetization-applications", json={"methods": ["advertising"]})
    path = await opened(api, account, kind="cancellation", category="vulgar_persona")
    for name in ("ann", "ben"):
        assert (await decide((await reviewer(api, name))[1], path)).status_code == 200
    case = path.rpartition("/")[2]
    for step in ("lift", "overturn"):
        at = f"/v1/accounts/{account}/actions/{case}/{step}"
        problem = require_problem(await api.operator.post(at, json={"reason": "已整改"}), "second-person-needed")
        assert f"/v1/cases/{case}/correction" in problem["detail"]


async def test_a_closure_by_one_person_is_taken_back_by_one(api: Api) -> None:
    account = await api.registered()
    closure = {"id": "c1", "category": "matrix_manipulation", "reason": "one text"}
    _, ann = await reviewer(api)
    assert (await ann.post(f"/v1/accounts/{account}/closure", json=closure)).status_code == 201
    back = await api.operator.post(f"/v1/accounts/{account}/reopening", json={"reason": "the evidence was wrong"})
    assert back.status_code == 200


async def test_two_persons_may_have_one_name(api: Api) -> None:
    path = await case(api)
    for status in ("proposed", "decided"):
        _, client = await reviewer(api, "王伟")
        assert (await decide(client, path)).json()["status"] == status


async def test_a_service_is_neither_the_first_nor_the_second(api: Api) -> None:
    _, program = await service(api)
    path = await case(api)
    require_problem(await decide(program, path), "person-needed")
    _, ann = await reviewer(api)
    assert (await decide(ann, path)).json()["status"] == "proposed"
    require_problem(await decide(program, path), "person-needed")
    assert (await decide(program, path, outcome="rejected")).json()["status"] == "decided", "one is enough for that"


async def test_a_proposal_under_a_key_is_its_owners_once_the_key_is_assigned(api: Api) -> None:
    """Entries of earlier versions name keys: until a key is assigned nobody knows whose proposal it was, and it does
    not count; afterwards it is the owner's.
    """
    proposed = Proposed(ruling=Ruling(outcome=Outcome.APPROVED, reason="matrix"))
    key, program = await service(api)
    ann, _ = await reviewer(api)
    path = await case(api)
    await entered(api, path, proposed, key)
    await keys.assign(api.database, key, ann, MORNING)
    api.app.state.app_state.authentication._found.clear()
    require_problem(await decide(program, path), "second-person-needed")
    require_problem(await decide(await another_key(api, ann), path), "second-person-needed")
    _, ben = await reviewer(api, "ben")
    assert (await decide(ben, path)).json()["decision"]["proposed_by"] == key

    other = await case(api)
    nobodys, _ = await service(api)
    await entered(api, other, proposed, nobodys)
    first = (await decide(ben, other)).json()
    assert first["status"] == "proposed", "the first decision of a person is the proposal"


async def test_a_key_that_was_revoked_is_still_its_persons_past(api: Api) -> None:
    person, ann = await reviewer(api)
    path = await case(api)
    assert (await decide(ann, path)).json()["status"] == "proposed"
    for entry in await keys.listed(api.database):
        if entry.caller.person == person:
            await keys.revoke(api.database, entry.caller.id, MORNING)
    require_problem(await decide(await another_key(api, person), path), "second-person-needed")


@pytest.mark.parametrize(
    "lost",
    [rules.deactivate("离职"), rules.change(roles=[Role.AUDITOR]), rules.change(kinds=[CaseKind.APPEAL])],
    ids=["deactivated", "no role", "other kinds"],
)
async def test_a_proposal_counts_while_its_author_may_decide(api: Api, lost: DecidePerson) -> None:
    """It stays readable; the next person's decision is a proposal again."""
    person, ann = await reviewer(api)
    path = await case(api)
    assert (await decide(ann, path)).json()["status"] == "proposed"
    await changed(api, person, lost)
    ben, client = await reviewer(api, "ben")
    again = (await decide(client, path)).json()
    assert (again["status"], again["proposal"]["by"]) == ("proposed", ben)
    history = (await api.operator.get(path)).json()["entries"]
    assert [one["actor"] for one in history if one["body"]["type"] == "proposed"] == [person, ben]
    _, chi = await reviewer(api, "chi")
    assert (await decide(chi, path)).json()["status"] == "decided"


async def test_whoever_decided_does_not_decide_the_appeal_with_another_key_nor_by_a_program(api: Api) -> None:
    account = await api.registered()
    person, ann = await reviewer(api)
    body = {"id": "v1", "category": "distortion", "reason": "断章取义", "automated": False}
    assert (await ann.post(f"/v1/accounts/{account}/violations", json=body)).status_code == 201
    path = f"/v1/cases/{(await appealed(api, account)).json()['id']}"
    second = await another_key(api, person)
    _, program = await service(api)
    upheld = {"outcome": "upheld"}
    for client, code in (
        (ann, "another-person-needed"),
        (second, "another-person-needed"),
        (program, "person-needed"),
    ):
        require_problem(await decide(client, path, **upheld), code)
        require_problem(await client.post(f"{path}/claim", json={}), code)
    require_problem(await api.operator.post(f"{path}/assignment", json={"to": person}), "another-person-needed")
    _, ben = await reviewer(api, "ben")
    assert (await decide(ben, path, **upheld)).json()["status"] == "decided"


async def test_a_claim_is_the_persons_with_whichever_key(api: Api) -> None:
    person, ann = await reviewer(api)
    second = await another_key(api, person)
    path = await case(api)
    assert (await ann.post(f"{path}/claim", json={})).json()["claim"]["by"] == person
    assert (await second.post(f"{path}/claim", json={"lease": "PT2H"})).status_code == 200
    mine = (await second.get("/v1/cases?claimed_by=me&limit=500")).json()["cases"]
    assert path.rpartition("/")[2] in {one["id"] for one in mine}
    assert (await second.post(f"{path}/release", json={})).json()["claim"] is None


@pytest.mark.parametrize("to", ["nobody", "key_5f0c3a1be2d9", "per_ffffffffffff", "安莉", "command line (ann)"])
async def test_nobody_is_given_a_case_who_does_not_exist(api: Api, to: str) -> None:
    """FAULTS 2.4: the refusal says who could be meant, and the case stays free."""
    anna, ann = await reviewer(api, "安莉")
    path = await case(api)
    problem = require_problem(await api.operator.post(f"{path}/assignment", json={"to": to}), "unfit-assignee")
    assert "who could be meant" in problem["detail"]
    assert "per_" in problem["detail"]
    assert (await ann.post(f"{path}/claim", json={})).json()["claim"]["by"] == anna


async def test_nobody_is_given_a_case_who_may_not_decide_it(api: Api) -> None:
    auditor, _ = await person_with_key(api.database, "auditor", [Role.AUDITOR])
    appeals, _ = await reviewer(api, "appeals", [CaseKind.APPEAL])
    gone, _ = await reviewer(api, "gone")
    await changed(api, gone, rules.deactivate())
    program, _ = await service(api)
    path = await case(api)
    for to in (auditor, appeals, gone, program):
        require_problem(await api.operator.post(f"{path}/assignment", json={"to": to}), "unfit-assignee")
    ann, client = await reviewer(api)
    key = next(entry.caller.id for entry in await keys.listed(api.database) if entry.caller.person == ann)
    given = await api.operator.post(f"{path}/assignment", json={"to": key})
    assert given.json()["assigned_to"] == ann, "a person's key means the person"
    assert (await decide(client, path)).status_code == 200


async def test_a_person_hands_a_case_over_with_whichever_key(api: Api) -> None:
    """Persons are compared, not keys; the note stands in the history, and the case is in the other's queue."""
    ann, first = await reviewer(api, "安莉")
    second = await another_key(api, ann)
    ben, other = await reviewer(api, "本宁")
    appeals, _ = await reviewer(api, "appeals", [CaseKind.APPEAL])
    program, _ = await service(api)
    bens = next(entry.caller.id for entry in await keys.listed(api.database) if entry.caller.person == ben)
    path = await case(api)
    require_problem(await first.post(f"{path}/hand-over", json={"to": ben}), "not-claimed")
    assert (await first.post(f"{path}/claim", json={})).status_code == 200
    require_problem(await other.post(f"{path}/hand-over", json={"to": ben}), "case-claimed")
    for to in (ann, appeals, program, "command line (ben)"):
        require_problem(await second.post(f"{path}/hand-over", json={"to": to}), "unfit-assignee")
    able = {one["person"]: one["name"] for one in (await first.get(f"{path}/assignees")).json()["assignees"]}
    assert able[ben] == "本宁"
    assert appeals not in able
    note = {"to": bens, "reason": "申请人是我的亲属"}
    given = (await second.post(f"{path}/hand-over", json=note)).json()
    assert (given["assigned_to"], given["claim"], given["status"]) == (ben, None, "open")
    entry = (await first.get(path)).json()["entries"][-1]
    assert (entry["actor"], entry["body"]["to"], entry["body"]["reason"]) == (ann, ben, "申请人是我的亲属")
    require_problem(await first.post(f"{path}/claim", json={}), "case-assigned")
    mine = (await other.get("/v1/cases?mine=true&limit=500")).json()["cases"]
    assert path.rpartition("/")[2] in {one["id"] for one in mine}
    assert (await decide(other, path, outcome="rejected", reason="不构成违规")).json()["status"] == "decided"
    require_problem(await other.post(f"{path}/hand-over", json={"to": ann}), "case-decided")


async def test_a_person_decides_the_kinds_that_were_given(api: Api) -> None:
    _, ann = await reviewer(api, "ann", [CaseKind.APPEAL, CaseKind.RUMOUR])
    path = await case(api)
    for answer in (await decide(ann, path), await ann.post(f"{path}/claim", json={})):
        problem = require_problem(answer, "other-kind")
        assert "closure" in problem["detail"]
        assert "appeal, rumour" in problem["detail"]
    account = await banned(api)
    appeal = f"/v1/cases/{(await appealed(api, account)).json()['id']}"
    assert (await decide(ann, appeal, outcome="upheld")).json()["status"] == "decided"


async def test_with_the_person_the_key_ends_at_once(api: Api) -> None:
    person, ann = await reviewer(api)
    path = await case(api)
    await ann.post(f"{path}/claim", json={})
    authentication = api.app.state.app_state.authentication
    await changed(api, person, rules.deactivate())
    while any(found.caller.person == person for found in authentication._found.values()):  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    require_problem(await decide(ann, path), "unauthenticated")
    _, ben = await reviewer(api, "ben")
    assert (await ben.post(f"{path}/claim", json={})).status_code == 200
