"""Who may decide a case: lists, counts, filters, views and the case itself say what the decision then answers."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import httpx2
import pytest

from models.cases.cases import CaseKind
from models.roles import Role
from tests.api.conftest import Api, client_of, person_with_key
from tests.api.test_appeals import appealed, banned
from tests.api.test_persons_decide import decide, reviewer, service
from tests.api.test_queue import found, one
from tests.api.test_queue import opened as opened_of

YES = {"outcome": "approved", "reason": "matrix"}
NO = {"outcome": "rejected", "reason": "认错了账号"}
UPHELD = {"outcome": "upheld", "reason": "属实"}


class Desk:
    """Reviewers of one test, and a program with the role of one."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.people: dict[str, tuple[str, httpx2.AsyncClient]] = {}

    async def of(self, name: str) -> httpx2.AsyncClient:
        return (await self.person(name))[1]

    async def person(self, name: str) -> tuple[str, httpx2.AsyncClient]:
        if name not in self.people:
            made = {
                "program": lambda: service(self.api),
                "limited": lambda: reviewer(self.api, name, [CaseKind.CANCELLATION]),
                "auditor": self._auditor,
            }
            self.people[name] = await made.get(name, lambda: reviewer(self.api, name))()
        return self.people[name]

    async def _auditor(self) -> tuple[str, httpx2.AsyncClient]:
        person, secret = await person_with_key(self.api.database, "auditor", [Role.AUDITOR])
        return person, client_of(self.api, secret)

    async def closure(self) -> str:
        return await opened_of(self.api)

    async def proposed(self, *by: str) -> str:
        """Return a closure that these have approved, one after the other."""
        case = await opened_of(self.api)
        for name in by:
            assert (await decide(await self.of(name), f"/v1/cases/{case}")).status_code == 200
        return case

    async def appeal(self, *closed_by: str, proposing: str = "") -> str:
        """Return an appeal against a finding of ann's; its closure was decided by others since then."""
        api, account = self.api, await self.api.registered()
        finding = {"id": "v1", "category": "reregistration", "reason": "转世", "automated": False}
        answer = await (await self.of("ann")).post(f"/v1/accounts/{account}/violations", json=finding)
        [closure] = answer.json()["cases"]
        appeal = str((await appealed(api, account)).json()["id"])
        for name in closed_by:
            assert (await decide(await self.of(name), f"/v1/cases/{closure}")).status_code == 200
        if proposing:
            won = {"outcome": "overturned", "reason": "不是同一团伙"}
            answer = await (await self.of(proposing)).post(f"/v1/cases/{appeal}/decision", json=won)
            assert answer.json()["status"] == "proposed"
        return appeal


async def free(desk: Desk) -> str:
    return await desk.closure()


async def of_another_kind(desk: Desk) -> str:
    return await opened_of(desk.api, CaseKind.CANCELLATION)


async def claimed(desk: Desk) -> str:
    case = await desk.closure()
    assert (await (await desk.of("ann")).post(f"/v1/cases/{case}/claim", json={})).status_code == 200
    return case


async def claimed_long_ago(desk: Desk) -> str:
    case = await claimed(desk)
    desk.api.clock.pass_(days=1)
    return case


async def assigned(desk: Desk) -> str:
    case, (person, _) = await desk.closure(), await desk.person("ann")
    answer = await desk.api.operator.post(f"/v1/cases/{case}/assignment", json={"to": person})
    assert answer.status_code == 200, answer.text
    return case


async def proposed(desk: Desk) -> str:
    return await desk.proposed("ann")


async def decided(desk: Desk) -> str:
    return await desk.proposed("ann", "ben")


async def withdrawn(desk: Desk) -> str:
    case = await desk.closure()
    answer = await desk.api.operator.post(f"/v1/cases/{case}/withdrawal", json={"reason": "twice"})
    assert answer.status_code == 200, answer.text
    return case


async def correcting(desk: Desk) -> str:
    case = await desk.proposed("ann", "ben")
    answer = await (await desk.of("ann")).post(f"/v1/cases/{case}/correction", json=NO)
    assert answer.json()["status"] == "correcting"
    return case


async def correcting_by_another(desk: Desk) -> str:
    case = await desk.proposed("ann", "ben")
    answer = await (await desk.of("cat")).post(f"/v1/cases/{case}/correction", json=NO)
    assert answer.json()["status"] == "correcting"
    return case


async def appeal_of_one(desk: Desk) -> str:
    return str((await appealed(desk.api, await banned(desk.api))).json()["id"])


async def appeal_before_any_closure(desk: Desk) -> str:
    return await desk.appeal()


async def appeal_closed_afterwards(desk: Desk) -> str:
    return await desk.appeal("ben", "cat")


async def appeal_half_won(desk: Desk) -> str:
    return await desk.appeal("ben", "cat", proposing="dan")


Made = Callable[[Desk], Awaitable[str]]
READERS = ("ann", "ben", "cat", "dan", "eve", "program", "limited", "auditor")
PEOPLE = {"ann", "ben", "cat", "dan", "eve"}
MAY: tuple[tuple[Made, set[str], dict[str, Any]], ...] = (
    (free, {*PEOPLE, "program"}, NO),
    (of_another_kind, {*PEOPLE, "program", "limited"}, NO),
    (claimed, {"ann"}, NO),
    (claimed_long_ago, {*PEOPLE, "program"}, NO),
    (assigned, {"ann"}, NO),
    (proposed, PEOPLE - {"ann"}, YES),
    (decided, set(), YES),
    (withdrawn, set(), YES),
    (correcting, {"cat", "dan", "eve"}, NO),
    (correcting_by_another, {"ann", "ben", "dan", "eve"}, NO),
    (appeal_of_one, PEOPLE, UPHELD),
    (appeal_before_any_closure, PEOPLE - {"ann"}, UPHELD),
    (appeal_closed_afterwards, {"dan", "eve"}, UPHELD),
    (appeal_half_won, {"eve"}, {"outcome": "overturned", "reason": "不是同一团伙"}),
)
"""A case, who may decide it, and how: for a proposal as it was proposed, so that it takes the second person."""


@pytest.fixture
async def desk(api: Api) -> Any:
    """Yield a desk at which two persons close an account; the API is shared by the file."""
    state = api.app.state
    usual = state.app_state
    state.app_state = replace(usual, two_persons=frozenset({"closure"}))
    made = Desk(api)
    yield made
    state.app_state = usual
    for _, client in made.people.values():
        await client.aclose()


@pytest.mark.parametrize(("made", "may", "ruling"), MAY, ids=[made.__name__ for made, _, _ in MAY])
async def test_what_a_list_says_is_what_the_decision_answers(
    desk: Desk, made: Made, may: set[str], ruling: dict[str, Any]
) -> None:
    """For everybody: the case in a list, the filter, the counts, the person's view, the choices on the page, the claim,
    the persons to whom it may be given, and at last the decision itself.
    """
    for name in READERS:
        await desk.of(name)
    case = await made(desk)
    status = (await desk.api.operator.get(f"/v1/cases/{case}")).json()["case"]["status"]
    said = {name: await heard(await desk.of(name), case) for name in READERS}
    assert {name for name in READERS if said[name]["listed"]} == may
    assert {name for name in READERS if said[name]["filtered"]} == may
    assert {name for name in READERS if said[name]["second"]} == (
        may if status in {"proposed", "correcting"} else set()
    )
    for name in READERS:
        counted, listed = await counts(await desk.of(name))
        assert counted == listed, name
    refused = [name for name in READERS if name not in may]
    for name in refused:
        answer = await given(await desk.of(name), case, ruling, status)
        assert answer.status_code in {403, 409}, f"{name}: {answer.text}"
    chosen = await choices(desk, case, ruling, status)
    assert chosen == may
    for name in sorted(may):
        answer = await given(await desk.of(name), case, ruling, status, "/preview")
        [foreseen] = [one for one in answer.json()["outcomes"] if one["choice"]["outcome"] == ruling["outcome"]]
        assert foreseen["choice"]["may"], f"{name}: {answer.text}"
    if may:
        answer = await given(await desk.of(min(may)), case, ruling, status)
        assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("name", ["ben", "dan"])
async def test_nobody_takes_or_is_given_a_case_that_the_person_could_not_decide(desk: Desk, name: str) -> None:
    case = await appeal_closed_afterwards(desk)
    person, client = await desk.person(name)
    able = (await desk.api.operator.get(f"/v1/cases/{case}/assignees")).json()["assignees"]
    listed = person in {each["person"] for each in able}
    to = await desk.api.operator.post(f"/v1/cases/{case}/assignment", json={"to": person})
    claim = await client.post(f"/v1/cases/{case}/claim", json={})
    assert (listed, to.is_success, claim.is_success) == ((True,) * 3 if name == "dan" else (False,) * 3)


async def heard(client: httpx2.AsyncClient, case: str) -> dict[str, bool]:
    """Return what the lists say to a reader about a case."""
    every = ["open", "claimed", "proposed", "correcting", "deferred", "decided", "withdrawn"]
    return {
        "listed": (await one(client, case, search=case, status=every))["decidable"],
        "filtered": case in await found(client, search=case, status=every, decidable=True),
        "second": case in await found(client, search=case, status=every, second_person="me"),
    }


async def counts(client: httpx2.AsyncClient) -> tuple[dict[str, int], dict[str, int]]:
    """Return the counts of a reader, and the number of cases in the lists that they count."""
    answer = (await client.get("/v1/cases/counts")).json()
    views = {view["view"]: view["cases"] for view in answer["views"]}
    counted = {"decidable": answer["decidable"], "todo": views["todo"], "second": answer["second_person"]["me"]}
    asked: dict[str, dict[str, Any]] = {
        "decidable": {"decidable": True},
        "todo": {"view": "todo"},
        "second": {"second_person": "me"},
    }
    listed = {
        name: len((await client.get("/v1/cases", params={**query, "limit": 500})).json()["cases"])
        for name, query in asked.items()
    }
    return counted, listed


async def choices(desk: Desk, case: str, ruling: dict[str, Any], status: str) -> set[str]:
    """Return who may choose the outcome, by the page of the case."""
    able = set()
    for name in READERS:
        client = await desk.of(name)
        if status == "correcting":
            answer = await given(client, case, ruling, status, "/preview")
            shown = [one["choice"] for one in answer.json().get("outcomes", ())]
        else:
            shown = (await client.get(f"/v1/cases/{case}/outcomes")).json().get("outcomes", [])
        able |= {name for one in shown if one["outcome"] == ruling["outcome"] and one["may"]}
    return able


async def given(
    client: httpx2.AsyncClient, case: str, ruling: dict[str, Any], status: str, preview: str = ""
) -> httpx2.Response:
    """Decide the case, or correct its decision, as the reader."""
    what = "correction" if status == "correcting" else "decision"
    return await client.post(f"/v1/cases/{case}/{what}{preview}", json=ruling)
