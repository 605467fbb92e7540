"""Keys: what is remembered of them, for how long, and what an unknown one may cost (FAULTS 5.16)."""

import asyncio
from collections.abc import AsyncIterator
from secrets import token_urlsafe
from typing import Any

import pytest
from sqlalchemy import event, text

from api.http.authentication import MOST_REMEMBERED, REMEMBERED_S, TRUST_S, Authentication
from api.http.permissions import ROLES_OF
from api.http.problems import ProblemError
from ledger import keys
from ledger.store.database import Database, DatabaseAwayError
from models.roles import Role
from tests.api.conftest import MORNING, Api, Clock, opened
from tests.api.test_problems import require_problem

NOWHERE = "postgresql+asyncpg://nobody@127.0.0.1:1/standing"
ASKED = {"account": "nobody", "privilege": "publish"}
DECIDE = ROLES_OF["ask_decision"]


class Statements:
    """Counts how often a database is asked about keys."""

    def __init__(self, database: Database) -> None:
        self.count = 0
        self._engine = database.engine.sync_engine
        event.listen(self._engine, "before_cursor_execute", self._counted)

    def _counted(self, _: Any, __: Any, statement: str, *___: Any) -> None:
        self.count += "api_keys" in statement

    def stop(self) -> None:
        event.remove(self._engine, "before_cursor_execute", self._counted)


def bearer(secret: str) -> str:
    return f"Bearer {secret}"


def made_up() -> str:
    return keys.PREFIX + token_urlsafe(32)


class Elapsed:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def statements(api: Api) -> AsyncIterator[Statements]:
    """What the tests' own database is asked, in which keys are looked up."""
    counted = Statements(api.database)
    yield counted
    counted.stop()


@pytest.mark.parametrize("shown", ["sk_", "sk_short", "sk_" + "a" * 42, "sk_" + "a" * 44, "sk_" + "é" * 43, "other"])
async def test_what_is_no_key_never_reaches_the_database(api: Api, statements: Statements, shown: str) -> None:
    """Keys have one form."""
    with pytest.raises(ProblemError, match="Authorization: Bearer"):
        await Authentication(api.database).admit(bearer(shown), DECIDE)
    assert statements.count == 0


async def test_an_unknown_key_is_looked_up_once(api: Api, statements: Statements) -> None:
    """A hundred times at once and a hundred times later: one question; it is forgotten after a while."""
    elapsed = Elapsed()
    authentication, wrong = Authentication(api.database, elapsed), bearer(made_up())
    authentication.begun()
    found = await asyncio.gather(*(authentication.admit(wrong, DECIDE) for _ in range(100)), return_exceptions=True)
    for _ in range(100):
        with pytest.raises(ProblemError, match="not known"):
            await authentication.admit(wrong, DECIDE)
    assert {type(one) for one in found} == {ProblemError}
    assert statements.count == 1
    elapsed.now = REMEMBERED_S
    with pytest.raises(ProblemError, match="not known"):
        await authentication.admit(wrong, DECIDE)
    assert statements.count == 2


async def test_without_the_watch_nothing_unknown_is_remembered(api: Api, statements: Statements) -> None:
    """Nobody would say that it is known meanwhile."""
    authentication, wrong = Authentication(api.database), bearer(made_up())
    for _ in range(3):
        with pytest.raises(ProblemError, match="not known"):
            await authentication.admit(wrong, DECIDE)
    assert statements.count == 3
    authentication.begun()
    for _ in range(3):
        with pytest.raises(ProblemError, match="not known"):
            await authentication.admit(wrong, DECIDE)
    authentication.ended()
    with pytest.raises(ProblemError, match="not known"):
        await authentication.admit(wrong, DECIDE)
    assert statements.count == 5


async def test_what_is_remembered_is_bounded(api: Api) -> None:
    """A flood of made-up keys drives out its own."""
    authentication = Authentication(api.database)
    authentication.begun()
    for number in range(MOST_REMEMBERED):
        authentication._unknown[b"%d" % number] = 1e9
    with pytest.raises(ProblemError, match="not known"):
        await authentication.admit(bearer(made_up()), DECIDE)
    assert len(authentication._unknown) == MOST_REMEMBERED


async def test_a_key_works_at_once_although_it_was_refused_before(api: Api) -> None:
    """Refused, then made (as a restored database might), then let in within the time for which it is remembered; and
    revoked it is refused at once by a process that has just let it in: both are told over the watch.
    """
    authentication = api.app.state.app_state.authentication
    secret = made_up()
    headers = {"Authorization": bearer(secret)}
    while not authentication._watched:  # noqa: ASYNC110 - nobody tells us
        await asyncio.sleep(0.01)
    require_problem(await api[None].post("/v1/decisions", json=ASKED, headers=headers), "unauthenticated")
    assert len(authentication._unknown) == 1
    made = {
        "id": "key_restored",
        "name": "restored",
        "roles": ["auditor"],
        "hash": keys._hash(secret),
        "created_at": MORNING,
        "person": None,
        "service": "restored",
    }
    async with api.database.transaction() as connection:
        await connection.execute(keys._CREATE, made)
    while authentication._unknown:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    require_problem(await api[None].post("/v1/decisions", json=ASKED, headers=headers), "unknown-account")
    authentication._found = {
        digest: type(one)(one.caller, float("inf")) if digest == keys._hash(secret) else one
        for digest, one in authentication._found.items()
    }
    await keys.revoke(api.database, "key_restored", MORNING)
    while keys._hash(secret) in authentication._found:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    require_problem(await api[None].post("/v1/decisions", json=ASKED, headers=headers), "unauthenticated")


async def test_an_answer_from_before_a_change_is_not_kept(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key is revoked while it is being looked up: it is let in once, and not for a second more."""
    authentication = Authentication(api.database)
    authentication.begun()
    caller, secret = await keys.create(api.database, "raced", [Role.AUDITOR], MORNING)
    find = keys.find

    async def overtaken(database: Database, shown: str) -> Any:
        found = await find(database, shown)
        await keys.revoke(database, caller.id, MORNING)
        authentication.changed(keys._hash(shown))
        return found

    monkeypatch.setattr(keys, "find", overtaken)
    assert (await authentication.admit(bearer(secret), DECIDE)).id == caller.id
    monkeypatch.setattr(keys, "find", find)
    with pytest.raises(ProblemError, match="revoked"):
        await authentication.admit(bearer(secret), DECIDE)


async def test_in_an_outage_a_key_is_trusted_so_long_and_no_longer(api: Api) -> None:
    """The limit for keys is their own: standings from before the outage do not stretch it."""
    elapsed = Elapsed()
    _, secret = await keys.create(api.database, "kept", [Role.AUDITOR], MORNING)
    authentication, away = (
        Authentication(api.database, elapsed, trust_while_away_s=30.0),
        Database(NOWHERE, pool_size=1),
    )
    await authentication.admit(bearer(secret), DECIDE)
    authentication._database = away
    elapsed.now = TRUST_S + 29.9
    assert (await authentication.admit(bearer(secret), DECIDE)).name == "kept"
    elapsed.now = TRUST_S + 30.0
    with pytest.raises(DatabaseAwayError):
        await authentication.admit(bearer(secret), DECIDE)
    await away.close()


async def test_a_key_that_was_refused_does_not_come_back_in_an_outage(api: Api) -> None:
    """Let in, revoked, refused; then the database goes, while keys are trusted for longer."""
    elapsed = Elapsed()
    caller, secret = await keys.create(api.database, "revoked", [Role.AUDITOR], MORNING)
    authentication, away = (
        Authentication(api.database, elapsed, trust_while_away_s=30.0),
        Database(NOWHERE, pool_size=1),
    )
    await authentication.admit(bearer(secret), DECIDE)
    await keys.revoke(api.database, caller.id, MORNING)
    elapsed.now = TRUST_S
    with pytest.raises(ProblemError, match="revoked"):
        await authentication.admit(bearer(secret), DECIDE)
    authentication._database = away
    with pytest.raises((ProblemError, DatabaseAwayError)):
        await authentication.admit(bearer(secret), DECIDE)
    await away.close()


async def test_made_up_keys_of_one_address_are_bounded_and_disturb_nobody(module_url: str) -> None:
    """Of three hundred different ones as many are looked up as the budget allows; who was let in before goes on, and a
    key that is made meanwhile works at once, from the same address.
    """
    async with opened(module_url, Clock(), rate_wrong_keys="20/hour") as api:
        app_state = api.app.state.app_state
        assert (await api.operator.post("/v1/decisions", json=ASKED)).status_code == 404
        counted = Statements(app_state.database)
        answers = [
            await api[None].post("/v1/decisions", json=ASKED, headers={"Authorization": bearer(made_up())})
            for _ in range(90)
        ]
        counted.stop()
        statuses = [answer.status_code for answer in answers]
        refused = require_problem(answers[-1], "too-many-requests")
        assert "unknown keys" in refused["detail"]
        assert int(answers[-1].headers["retry-after"]) > 0
        assert statuses.count(401) == counted.count <= 20
        assert (await api.operator.post("/v1/decisions", json=ASKED)).status_code == 404
        _, secret = await keys.create(api.database, "new", [Role.AUDITOR], MORNING)
        while not app_state.authentication.knows(bearer(secret)):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        headers = {"Authorization": bearer(secret)}
        assert (await api[None].post("/v1/decisions", json=ASKED, headers=headers)).status_code == 404


async def test_roles_are_read_anew(api: Api) -> None:
    """What was taken in the database itself is taken a second later."""
    elapsed = Elapsed()
    authentication = Authentication(api.database, elapsed)
    caller, secret = await keys.create(api.database, "fewer", [Role.AUDITOR], MORNING)
    await authentication.admit(bearer(secret), DECIDE)
    async with api.database.transaction() as connection:
        await connection.execute(text("UPDATE api_keys SET roles = '{}' WHERE id = :id"), {"id": caller.id})
    elapsed.now = TRUST_S
    with pytest.raises(ProblemError, match="role"):
        await authentication.admit(bearer(secret), DECIDE)
