"""Sessions: only a hash is kept, they end by time, by hand and with their person, and their roles are never more than
the person's.
"""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from ledger.audit import reading
from ledger.audit.reading import Selection
from ledger.people import kept_forms, people, sessions, sign_in_attempts, sign_in_links, signing_in
from ledger.people.sessions import From, Lasting, Visit
from ledger.people.sign_in_attempts import Begun
from ledger.people.signing_in import Came, NotAdmitted, NotAdmittedError, Rights, SignedIn
from ledger.store.database import Database
from models.cases.cases import CaseKind
from models.people.people import Identity, Person
from models.roles import Role
from models.tables import METADATA, PEOPLE
from regulation import people as rules
from tests.ledger.notebook import NOON

LASTING = Lasting(idle=timedelta(minutes=30), most=timedelta(hours=12))
ANN = Identity(issuer="https://id.example.cn", subject="ann")
REVIEW = Rights(roles=(Role.REVIEWER,), kinds=None)
LATER = NOON + timedelta(minutes=5)


def came(**more: Any) -> Came:
    usual = {"origin": From("203.0.113.7", "Browser/1.0"), "lasting": LASTING, "authenticated_at": NOON}
    return Came(**{**usual, **more})


async def signed_in(
    database: Database, identity: Identity = ANN, rights: Rights = REVIEW, now: datetime = NOON, **more: Any
) -> SignedIn:
    return await signing_in.by_provider(database, identity, "安莉", rights, came(**more), now)


async def visit(database: Database, token: str) -> Visit:
    found = await sessions.find(database, token)
    assert found is not None
    return found


async def audited(database: Database) -> list[tuple[str, dict[str, Any]]]:
    """Return what the audit has of sessions."""
    selection = Selection(types=["signed_in", "session_ended"])
    page = await reading.page(database, selection, order=reading.OLDEST_FIRST)
    return [(one.type, one.data) for one in page]


async def entries_of(database: Database, person: Person) -> list[tuple[str, str]]:
    from ledger.streams import records
    from regulation.people import PERSON

    return [(one.body.type, one.actor) for one in await records.entries_of(database, PERSON, person.id)]


async def test_the_first_sign_in_adds_the_person(database: Database) -> None:
    """With entries as for any other person; the second sign-in finds the same one."""
    first = await signed_in(database, rights=Rights((Role.REVIEWER, Role.AUDITOR), (CaseKind.APPEAL,)))
    assert (first.person.name, first.person.roles) == ("安莉", (Role.REVIEWER, Role.AUDITOR))
    assert first.person.kinds == (CaseKind.APPEAL,)
    assert await entries_of(database, first.person) == [("added", "sign-in"), ("identity_linked", "sign-in")]
    again = await signed_in(database, rights=Rights((Role.REVIEWER, Role.AUDITOR), (CaseKind.APPEAL,)), now=LATER)
    assert again.person == first.person
    assert again.session != first.session
    found = await visit(database, first.token)
    assert (found.caller.id, found.caller.person) == (first.session, first.person.id)
    assert found.caller.actor == first.person.id
    assert found.caller.roles == {Role.REVIEWER, Role.AUDITOR}
    assert found.caller.kinds == frozenset({CaseKind.APPEAL})


async def test_two_first_sign_ins_at_once_add_one_person(database: Database) -> None:
    """Two tabs: the second finds whom the first has added."""
    done = await asyncio.gather(*(signed_in(database) for _ in range(6)))
    assert len({one.person.id for one in done}) == 1
    async with database.transaction() as connection:
        assert len((await connection.execute(select(PEOPLE))).all()) == 1


async def test_changed_groups_change_roles_at_the_next_sign_in(database: Database) -> None:
    """Also for sessions that exist already, but those never get more than their own sign-in gave."""
    before = await signed_in(database)
    after = await signed_in(database, rights=Rights((Role.REVIEWER, Role.OPERATOR), (CaseKind.APPEAL,)), now=LATER)
    assert (await entries_of(database, after.person))[-1] == ("changed", "sign-in")
    assert (await visit(database, before.token)).caller.roles == {Role.REVIEWER}
    assert (await visit(database, after.token)).caller.roles == {Role.REVIEWER, Role.OPERATOR}
    assert (await visit(database, before.token)).caller.kinds == frozenset({CaseKind.APPEAL})
    await signed_in(database, rights=Rights((Role.AUDITOR,), None), now=LATER)
    assert (await visit(database, after.token)).caller.roles == frozenset()


async def test_without_a_role_nobody_is_admitted(database: Database) -> None:
    """A stranger is not even added; somebody who had roles loses them, in every session at once."""
    with pytest.raises(NotAdmittedError) as caught:
        await signed_in(database, rights=Rights((), None))
    assert (caught.value.why, caught.value.person) == (NotAdmitted.NO_ROLE, None)
    assert (await people.everybody(database)).everybody == ()
    known = await signed_in(database)
    with pytest.raises(NotAdmittedError) as caught:
        await signed_in(database, rights=Rights((), None), now=LATER)
    assert (caught.value.why, caught.value.person) == (NotAdmitted.NO_ROLE, known.person.id)
    assert (await visit(database, known.token)).caller.roles == frozenset()


async def test_a_deactivated_person_is_refused_and_every_session_ends(database: Database) -> None:
    """Until reactivated; the old sessions stay ended then, too."""
    known = await signed_in(database)
    await people.execute(database, known.person.id, rules.deactivate(), actor="per_000000000009", now=LATER)
    assert await sessions.find(database, known.token) is None
    with pytest.raises(NotAdmittedError) as caught:
        await signed_in(database, now=LATER)
    assert (caught.value.why, caught.value.person) == (NotAdmitted.INACTIVE, known.person.id)
    await people.execute(database, known.person.id, rules.reactivate(), actor="per_000000000009", now=LATER)
    assert await sessions.find(database, known.token) is None
    assert (await sessions.one(database, known.session)).ended_by == "per_000000000009"  # type: ignore[union-attr]
    assert await sessions.find(database, (await signed_in(database, now=LATER)).token) is not None
    ended = [(data["session"], data["why"]) for kind, data in await audited(database) if kind == "session_ended"]
    assert ended == [(known.session, "deactivated")]


async def test_no_table_keeps_what_lets_anybody_in(database: Database) -> None:
    """A copy of the database is no key: tokens, states and links are there as hashes only."""
    token = (await signed_in(database)).token
    link = await sign_in_links.make(database, (await signed_in(database)).person.id, NOON, actor="command line")
    await sign_in_attempts.begin(database, Begun("the state", "n", "v", "/console", False, NOON), "the browser")
    async with database.transaction() as connection:
        for table in METADATA.sorted_tables:
            rows = (await connection.execute(text(f"SELECT t::text FROM {table.name} t"))).scalars().all()
            content = "".join(rows)
            for secret in (token, link, "the state", "the browser"):
                assert secret not in content, table.name
                assert secret.encode().hex() not in content, table.name


async def test_the_end_by_time_is_noted_once(database: Database) -> None:
    """In the list and in the audit; not when a request was noted meanwhile."""
    begun = await signed_in(database)
    found = await visit(database, begun.token)
    late = NOON + timedelta(minutes=30)
    assert not await sessions.expire(database, found, NOON + timedelta(minutes=29), LASTING)
    await sessions.seen(database, begun.session, NOON + timedelta(minutes=20))
    assert not await sessions.expire(database, found, late, LASTING)
    found = await visit(database, begun.token)
    late = NOON + timedelta(minutes=50)
    assert await sessions.expire(database, found, late, LASTING)
    assert not await sessions.expire(database, found, late, LASTING)
    assert await sessions.find(database, begun.token) is None
    assert await sessions.whose(database, begun.token) == (begun.session, begun.person.id)
    assert [data["why"] for kind, data in await audited(database) if kind == "session_ended"] == ["idle"]
    other = await visit(database, (await signed_in(database)).token)
    assert await sessions.expire(database, other, NOON + LASTING.most, LASTING)
    assert (await audited(database))[-1][1]["why"] == "absolute"


async def test_a_session_ends_by_idleness_and_by_age(database: Database) -> None:
    """Half an hour without a request, twelve hours in any case."""
    begun = await signed_in(database)
    found = await visit(database, begun.token)
    minute = timedelta(minutes=1)
    assert found.over_at(LASTING) == NOON + 30 * minute
    await sessions.seen(database, begun.session, NOON + 20 * minute)
    found = await visit(database, begun.token)
    assert found.over_at(LASTING) == NOON + 50 * minute
    await sessions.seen(database, begun.session, NOON + timedelta(hours=11, minutes=59))
    found = await visit(database, begun.token)
    assert found.over_at(LASTING) == NOON + timedelta(hours=12)


async def test_a_sign_in_never_keeps_the_token_that_the_browser_had(database: Database) -> None:
    """Whoever planted a token in the browser beforehand has nothing (session fixation)."""
    before = await signed_in(database)
    after = await signed_in(database, now=LATER, instead_of=before.token)
    assert after.token != before.token
    assert await sessions.find(database, before.token) is None
    planted = "planted-by-somebody"
    assert (await signed_in(database, now=LATER, instead_of=planted)).token != planted
    assert await sessions.find(database, planted) is None


async def test_sessions_are_ended_one_by_one_and_all_together(database: Database) -> None:
    """What is ended is refused from then on, and said once."""
    one, two, three = [await signed_in(database) for _ in range(3)]
    other = await signed_in(database, Identity(issuer=ANN.issuer, subject="bo"))
    by = {"actor": "per_000000000009", "via": "api"}
    assert await sessions.end(database, one.session, why="ended", origin=by, now=LATER)
    assert not await sessions.end(database, one.session, why="ended", origin=by, now=LATER)
    assert not await sessions.end(database, "ses_000000000000", why="ended", origin=by, now=LATER)
    assert await sessions.find(database, one.token) is None
    ended = await sessions.end_all(
        database, one.person.id, origin={"actor": one.person.id}, now=LATER, but=three.session
    )
    assert ended == (two.session,)
    assert await sessions.find(database, two.token) is None
    assert await sessions.find(database, three.token) is not None
    assert await sessions.find(database, other.token) is not None
    said = [(data["actor"], data["session"]) for kind, data in await audited(database) if kind == "session_ended"]
    assert said == [("per_000000000009", one.session), (one.person.id, two.session)]


async def test_the_list_shows_what_is_in_force(database: Database) -> None:
    """Newest first, of one person or of all; what is over by time is not in force, whether noted or not."""
    old = await signed_in(database)
    new = await signed_in(database, now=NOON + timedelta(minutes=20))
    other = await signed_in(database, Identity(issuer=ANN.issuer, subject="bo"), now=NOON + timedelta(minutes=20))
    now = NOON + timedelta(minutes=31)

    async def ids(person: str | None, **more: Any) -> list[str]:
        return [one.id for one in await sessions.listed(database, person, now=now, lasting=LASTING, **more)]

    assert await ids(new.person.id) == [new.session]
    assert set(await ids(None)) == {new.session, other.session}
    assert await ids(new.person.id, ended=True) == [new.session, old.session]
    first = await sessions.listed(database, None, now=now, lasting=LASTING, ended=True, most=2)
    rest = await sessions.listed(database, None, now=now, lasting=LASTING, ended=True, after=first.next)
    assert [len(first), len(rest)] == [2, 1]
    shown = (await sessions.listed(database, new.person.id, now=now, lasting=LASTING))[0]
    assert (shown.address, shown.user_agent, shown.way) == ("203.0.113.7", "Browser/1.0", "provider")
    assert "token" not in shown.model_dump() and "hash" not in shown.model_dump()  # noqa: PT018


async def test_sessions_of_long_ago_are_removed(database: Database) -> None:
    """Address and browser are personal data; the audit keeps that there was a sign-in."""
    old = await signed_in(database)
    await signed_in(database, now=NOON + LASTING.most + sessions.KEPT_FOR)
    assert await sessions.one(database, old.session) is not None
    await signed_in(database, now=NOON + LASTING.most + sessions.KEPT_FOR + timedelta(seconds=1))
    assert await sessions.one(database, old.session) is None
    assert (await audited(database))[0][1]["session"] == old.session


async def test_a_link_is_in_the_audit_when_it_is_made(database: Database) -> None:
    """Whoever may run the command line may sign in as anybody: that leaves a trace."""
    person = (await signed_in(database)).person
    await sign_in_links.make(database, person.id, NOON, actor="command line")
    page = await reading.page(database, Selection(types=["sign_in_link_made"]))
    assert [(one.actor, one.object) for one in page] == [("command line", f"person:{person.id}")]


async def test_every_sign_in_is_in_the_audit(database: Database) -> None:
    """By whom, how, from where; and that it took the place of another session."""
    first = await signed_in(database, request="req_1")
    again = await signed_in(database, now=LATER, instead_of=first.token)
    link = await sign_in_links.make(database, first.person.id, LATER, actor="command line")
    by_link = await signing_in.by_link(database, link, came(), LATER)
    events = await audited(database)
    assert [kind for kind, _ in events] == ["signed_in", "session_ended", "signed_in", "signed_in"]
    signed = events[0][1]
    assert (signed["actor"], signed["method"], signed["session"]) == (first.person.id, "oidc", first.session)
    assert (signed["address"], signed["request"], signed["issuer"]) == ("203.0.113.7", "req_1", ANN.issuer)
    assert (events[1][1]["session"], events[1][1]["why"]) == (first.session, "replaced")
    assert (events[2][1]["session"], events[2][1]["again"]) == (again.session, True)
    assert (events[3][1]["session"], events[3][1]["method"]) == (by_link.session, "link")


# --- links --------------------------------------------------------------------------------------------------------


async def test_a_link_counts_once_for_a_quarter_of_an_hour(database: Database) -> None:
    """And the newest of a person alone; looking at it does not use it up."""
    person = (await signed_in(database)).person
    old = await sign_in_links.make(database, person.id, NOON, actor="command line")
    link = await sign_in_links.make(database, person.id, NOON, actor="command line")
    assert await sign_in_links.person_of(database, old, NOON) is None
    assert await sign_in_links.person_of(database, link, LATER) == person.id
    assert (await signing_in.by_link(database, link, came(), LATER)).person.id == person.id
    late = await sign_in_links.make(database, person.id, NOON, actor="command line")
    for token, now in ((link, LATER), (old, LATER), ("made up", LATER), (late, NOON + sign_in_links.LASTS)):
        assert await sign_in_links.person_of(database, token, now) is None
        with pytest.raises(NotAdmittedError) as caught:
            await signing_in.by_link(database, token, came(), now)
        assert caught.value.why is NotAdmitted.LINK_USED


async def test_a_link_opened_many_times_at_once_signs_in_once(database: Database) -> None:
    """Two browsers race for it."""
    person = (await signed_in(database)).person
    link = await sign_in_links.make(database, person.id, NOON, actor="command line")
    done = await asyncio.gather(
        *(signing_in.by_link(database, link, came(), NOON) for _ in range(6)), return_exceptions=True
    )
    assert sum(isinstance(one, SignedIn) for one in done) == 1
    assert sum(isinstance(one, NotAdmittedError) for one in done) == 5


async def test_a_link_of_a_deactivated_person_counts_no_more(database: Database) -> None:
    """The person was deactivated after it was made."""
    person = (await signed_in(database)).person
    link = await sign_in_links.make(database, person.id, NOON, actor="command line")
    await people.execute(database, person.id, rules.deactivate(), actor="command line", now=NOON)
    with pytest.raises(NotAdmittedError) as caught:
        await signing_in.by_link(database, link, came(), NOON)
    assert caught.value.why is NotAdmitted.INACTIVE


# --- attempts and forms -------------------------------------------------------------------------------------------


async def test_an_attempt_counts_once_in_its_browser_and_in_time(database: Database) -> None:
    """A state that was begun elsewhere, a foreign browser, a second use, and ten minutes: refused."""
    begun = Begun("state", "nonce", "verifier", "/console/queue?kind=appeal", True, NOON)
    await sign_in_attempts.begin(database, begun, "browser")
    assert await sign_in_attempts.take(database, "other", "browser", NOON) is None
    assert await sign_in_attempts.take(database, "state", "other", NOON) is None
    assert await sign_in_attempts.take(database, "state", "browser", NOON + sign_in_attempts.LASTS) is None
    assert await sign_in_attempts.take(database, "state", "browser", LATER) == begun
    assert await sign_in_attempts.take(database, "state", "browser", LATER) is None


async def test_attempts_that_never_came_back_are_removed(database: Database) -> None:
    """Strangers begin them, so none may stay."""
    for number in range(5):
        await sign_in_attempts.begin(database, Begun(str(number), "n", "v", "/console", False, NOON), "browser")
    late = NOON + sign_in_attempts.LASTS
    await sign_in_attempts.begin(database, Begun("late", "n", "v", "/console", False, late), "browser")
    async with database.transaction() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM sign_in_attempts"))).scalar_one() == 1


async def test_a_kept_form_is_for_its_person_and_an_hour(database: Database) -> None:
    """What was typed may hold personal data."""
    fields = (("reason", "重复违规"), ("measure", "ban"), ("measure", "mute"))
    form = await kept_forms.keep(database, "ses_1", "per_1", "/console/accounts/a/close", fields, NOON)
    found = await kept_forms.kept(database, form, "per_1", LATER)
    assert found is not None
    assert (found.path, found.fields) == ("/console/accounts/a/close", fields)
    assert await kept_forms.kept(database, form, "per_2", LATER) is None
    assert await kept_forms.kept(database, form, "per_1", NOON + kept_forms.LASTS) is None
    assert await kept_forms.last_of(database, "ses_1", "per_1", LATER) == form
    assert await kept_forms.last_of(database, "ses_1", "per_2", LATER) is None
    await kept_forms.keep(database, "ses_2", "per_2", "/console", (), NOON + kept_forms.LASTS)
    async with database.transaction() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM kept_forms"))).scalar_one() == 1


async def test_only_so_many_forms_of_a_person_are_kept(database: Database) -> None:
    """The oldest make room."""
    last = ""
    for number in range(kept_forms.MOST + 5):
        at = NOON + timedelta(seconds=number)
        last = await kept_forms.keep(database, "ses_1", "per_1", f"/console/{number}", (), at)
    async with database.transaction() as connection:
        paths = set((await connection.execute(text("SELECT path FROM kept_forms"))).scalars())
    assert paths == {f"/console/{number}" for number in range(5, kept_forms.MOST + 5)}
    assert await kept_forms.last_of(database, "ses_1", "per_1", LATER) == last
