"""The rules against a second opinion that knows no intervals: they agree on random histories at every instant."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from models.accounts.standing import Standing
from models.accounts.verdicts import Answer
from models.words.privileges import ASKABLE, Method
from regulation.standing.boundaries import next_boundary
from regulation.standing.fold import fold
from regulation.standing.verdicts import eligible_at, opens_at, permits, verdict
from tests.examples import examples
from tests.regulation.histories import FIRST, MICROSECOND, Life, Move, histories
from tests.regulation.oracle import Oracle

PRIVILEGES = [
    privilege
    for privilege in ASKABLE
    if "." not in privilege or privilege.endswith((".finance", ".justice", ".advertising", ".ecommerce", ".live_gifts"))
]
"""Those that the histories touch, and one that they never do."""

somewhen = st.lists(st.integers(-10, 900).map(lambda days: timedelta(days=days)), max_size=4)
some = settings(deadline=None, max_examples=examples(50))


def lived(moves: list[Move]) -> Life:
    life = Life()
    for move in moves:
        life.make(move)
    return life


def instants(oracle: Oracle, more: list[timedelta]) -> list[datetime]:
    """Every instant at which anything might turn with its two neighbours, and some others."""
    turns = {turn for turn in oracle.turns_after(FIRST - timedelta(days=1)) if turn.year < 2900} | {FIRST}
    around = {turn + offset * MICROSECOND for turn in turns for offset in (-1, 0, 1)}
    return sorted(around | {FIRST + offset for offset in more})


def as_one(instant: datetime | str) -> datetime | None:
    return None if isinstance(instant, str) else instant


@some
@given(histories, somewhen)
def test_what_is_permitted(moves: list[Move], more: list[timedelta]) -> None:
    """At every instant each privilege is open exactly if the naive reading of the facts says so, with and without the
    past kept.
    """
    account = lived(moves).account
    oracle, whole, pruned = Oracle(account.facts), account.standing, account.pruned
    for at in instants(oracle, more):
        for privilege in PRIVILEGES:
            expected = oracle.may(privilege, at)
            assert permits(whole, privilege, at) == expected, (privilege, at)
            if at >= pruned.as_of:
                assert permits(pruned, privilege, at) == expected, (privilege, at)


@some
@given(histories, st.integers(0, 9))
def test_what_was_known_by_then(moves: list[Move], upto: int) -> None:
    """A standing folded from the facts recorded by an instant answers as the oracle does that knows no more."""
    account = lived(moves).account
    by = account.facts[min(upto, len(account.facts) - 1)].recorded_at
    standing = fold([fact for fact in account.facts if fact.recorded_at <= by], keep_past=True)
    oracle = Oracle(account.facts, as_of=by)
    assert standing is not None
    for at in instants(oracle, []):
        for privilege in PRIVILEGES:
            assert permits(standing, privilege, at) == oracle.may(privilege, at), (privilege, at)


@some
@given(histories, somewhen)
def test_when_it_opens(moves: list[Move], more: list[timedelta]) -> None:
    """The first instant at which it opens, and the one from which an application is granted, are the oracle's."""
    account = lived(moves).account
    oracle, pruned = Oracle(account.facts), account.pruned
    asked = [at for at in instants(oracle, more) if at >= pruned.as_of]
    for at in [pruned.as_of, *asked[::3]]:
        for privilege in PRIVILEGES:
            assert as_one(opens_at(pruned, privilege, at)) == oracle.opens(privilege, at), (privilege, at)
        for method in (Method.ADVERTISING, Method.LIVE_GIFTS):
            assert as_one(eligible_at(pruned, method, at).eligible_at) == oracle.eligible(at), (method, at)


@some
@given(histories)
def test_nothing_changes_between_boundaries(moves: list[Move]) -> None:
    """From the last fact on, the oracle's answers change only at the boundaries that the rules announce, and a verdict
    holds until its `valid_until`.
    """
    account = lived(moves).account
    oracle, pruned = Oracle(account.facts), account.pruned
    announced = set(boundaries(pruned))
    turns = [turn for turn in oracle.turns_after(pruned.as_of) if turn.year < 2900]
    assert announced <= set(turns)
    for turn in turns:
        for privilege in PRIVILEGES:
            before, after = oracle.may(privilege, turn - MICROSECOND), oracle.may(privilege, turn)
            assert before == after or turn in announced, (privilege, turn)
    for privilege in PRIVILEGES:
        answered = verdict(pruned, privilege, pruned.as_of)
        held = answered.answer is Answer.ALLOWED
        for turn in turns:
            if answered.valid_until is None or turn < answered.valid_until:
                assert oracle.may(privilege, turn) == held, (privilege, turn)


def boundaries(standing: Standing) -> Iterator[datetime]:
    boundary = next_boundary(standing, standing.as_of)
    while boundary is not None:
        yield boundary
        boundary = next_boundary(standing, boundary)


@some
@given(histories)
def test_an_application_is_granted_exactly_when_the_oracle_would(moves: list[Move]) -> None:
    """Each application in a history was granted if and only if the facts before it let it be."""
    life = Life()
    for move in moves:
        before = Oracle(list(life.account.facts))
        decision = life.make(move)
        if move.what == "apply":
            assert (decision.outcome == "granted") == before.may_apply(life.now)
