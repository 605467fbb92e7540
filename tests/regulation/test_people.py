"""Persons: what may be entered, the fold, and who is whom among actors."""

from datetime import UTC, datetime, timedelta

import pytest

from models.accounts.commands import Refusal
from models.cases.cases import CaseKind
from models.people.people import Identity, Person, PersonStatus
from models.roles import Role
from regulation import people as rules
from regulation.people import PERSON, DecidePerson, Persons

NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)
ANN = "per_00000000000a"
BOB = "per_00000000000b"


def after(person: Person | None, decide: DecidePerson, who: str = ANN) -> Person | None:
    """Return the person after the command; what it enters is what it decides."""
    decided = decide(person, NOON)
    assert not isinstance(decided, Refusal), decided
    for body in decided.bodies:
        entry = PERSON.entry(kind=PERSON.kind, record=who, seq=1, recorded_at=NOON, actor="op", body=body)
        person = PERSON.apply(person, entry)
    return person


def made(who: str = ANN, name: str = "安莉", *roles: Role, kinds: tuple[CaseKind, ...] | None = None) -> Person:
    person = after(None, rules.add(name, roles or [Role.REVIEWER], kinds), who)
    assert person is not None
    return person


def test_a_change_leaves_what_it_does_not_name() -> None:
    ann = made(ANN, "安莉", Role.REVIEWER, kinds=(CaseKind.APPEAL,))
    renamed = after(ann, rules.change(name="安丽"))
    assert renamed == ann.model_copy(update={"name": "安丽"})
    every = after(ann, rules.change(kinds=None))
    assert every == ann.model_copy(update={"kinds": None})
    none = after(ann, rules.change(roles=[]))
    assert none == ann.model_copy(update={"roles": ()})
    assert rules.change(name="安莉")(ann, NOON).bodies == ()  # type: ignore[union-attr]


def test_deactivated_and_active_again() -> None:
    gone = after(made(), rules.deactivate("离职"))
    assert gone is not None
    assert (gone.status, gone.deactivated_at, gone.active) == (PersonStatus.INACTIVE, NOON, False)
    assert after(gone, rules.deactivate()) == gone
    assert after(gone, rules.reactivate()) == made()
    refusal = rules.give_key("key_1")(gone, NOON)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "person_inactive"


def test_identities_are_linked_once() -> None:
    mine = Identity(issuer="https://id.example", subject="ann")
    linked = after(made(), rules.link(mine))
    assert linked is not None
    assert linked.identities == (mine,)
    assert after(linked, rules.link(mine)) == linked
    assert after(linked, rules.unlink(mine)) == made()


def test_a_person_has_a_bounded_number_of_aliases() -> None:
    full = made().model_copy(update={"aliases": tuple(f"key_{n}" for n in range(rules.MOST_ALIASES))})
    refusal = rules.add_alias("key_more")(full, NOON)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "person_full"
    assert after(full, rules.add_alias("key_0")) == full


@pytest.mark.parametrize("decide", [rules.change(name="x"), rules.deactivate(), rules.give_key("key_1")])
def test_nobody_is_changed_who_was_not_added(decide: DecidePerson) -> None:
    refusal = decide(None, NOON)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "unknown_person"


def test_a_person_is_added_once() -> None:
    refusal = rules.add("博文")(made(), NOON + timedelta(days=1))
    assert isinstance(refusal, Refusal)
    assert refusal.code == "duplicate_id"


def test_actors_of_one_person_are_the_same() -> None:
    ann = after(made(), rules.give_key("key_1"))
    assert ann is not None
    persons = Persons((ann, made(BOB, "安莉")))
    assert persons.same(ANN, "key_1")
    assert persons.same("key_1", "key_1")
    assert not persons.same(ANN, BOB), "two persons may have one name"
    assert not persons.same("key_2", "key_3")
    assert not persons.same(ANN, ANN.upper())
    assert not persons.same(ANN, f"{ANN}\u200b"), "no such actor is recorded: identifiers are exact"
    assert persons.of("key_1") == ann
    assert persons.of("安莉") is None, "a name is nobody's proof"


@pytest.mark.parametrize(
    ("roles", "kinds", "active", "may"),
    [
        ((Role.REVIEWER,), None, True, True),
        ((Role.OPERATOR,), None, True, True),
        ((Role.AUDITOR, Role.PLATFORM), None, True, False),
        ((), None, True, False),
        ((Role.REVIEWER,), (CaseKind.CLOSURE,), True, True),
        ((Role.REVIEWER,), (CaseKind.APPEAL,), True, False),
        ((Role.REVIEWER,), (), True, False),
        ((Role.REVIEWER,), None, False, False),
    ],
)
def test_who_may_decide(roles: tuple[Role, ...], kinds: tuple[CaseKind, ...] | None, active: bool, may: bool) -> None:
    person = after(None, rules.add("安莉", roles, kinds))
    assert person is not None
    if not active:
        person = after(person, rules.deactivate())
        assert person is not None
    persons = Persons((person,))
    assert persons.may_decide(ANN, CaseKind.CLOSURE) is may
    assert persons.deciders(CaseKind.CLOSURE) == ((person,) if may else ())
