"""Fold: facts in the order they were recorded make the standing, and forgetting the past changes no answer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.accounts import commands as c
from models.accounts import facts as f
from models.accounts.facts import Fact
from models.accounts.standing import Standing
from models.names import AccountKind
from models.words.privileges import ASKABLE, GRANTED, Field, Method
from models.words.violations import Category
from regulation.standing.boundaries import next_boundary
from regulation.standing.fold import apply, fold
from regulation.standing.verdicts import eligible_at, opens_at, permits, verdict
from tests.examples import examples
from tests.regulation.account import Account, on
from tests.regulation.histories import Life, Move, histories

START = on("01-01 09:00")
WEEK = timedelta(days=7)


def banned(identifier: str = "b1", days: int = 10) -> c.ImposeBan:
    return c.ImposeBan(id=identifier, category=Category.RECYCLED_NEWS, duration=timedelta(days=days))


def certified(identifier: str, first: date, last: date) -> c.Certify:
    return c.Certify(id=identifier, field=Field.FINANCE, valid_from=first, valid_until=last)


@pytest.fixture
def account() -> Account:
    return Account(START)


def opened(standing: Standing, privilege: str, *days: str) -> list[bool]:
    return [permits(standing, privilege, on(day)) for day in days]


# --- order -----------------------------------------------------------------------------------------------------------


def test_nothing_folds_to_nothing() -> None:
    """Without facts there is no account."""
    assert fold([]) is None


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        (lambda facts: facts[1:], "expected fact 1, got 2"),
        (lambda facts: [facts[0], facts[2]], "expected fact 2, got 3"),
        (lambda facts: [facts[0], facts[1], facts[1]], "expected fact 3, got 2"),
        (lambda facts: [facts[0], facts[0]], "expected fact 2, got 1"),
    ],
)
def test_a_gap_or_a_repetition_is_a_fault(
    account: Account, chosen: Callable[[list[Fact]], list[Fact]], says: str
) -> None:
    """A ledger that lost, doubled or shuffled a fact is found out, and no standing is made of it."""
    account.do(c.ChangeName(name="海边厨房"), on("02-01"))
    account.do(c.ChangeName(name="湖边厨房"), on("02-02"))

    with pytest.raises(ValueError, match=says):
        fold(chosen(account.facts))


def test_the_first_fact_is_the_registration() -> None:
    """An account that begins with anything else is a fault."""
    fact = Fact(
        account="a1", seq=1, effective_at=START, recorded_at=START, actor="test", body=f.NameChanged(name="海边厨房")
    )

    with pytest.raises(ValueError, match="its first fact is name_changed, not its registration"):
        apply(None, fact)


def test_each_fact_is_a_version(account: Account) -> None:
    """The version counts the facts, and the standing answers from the last one's recording."""
    account.do(c.ChangeName(name="海边厨房"), on("02-01"))
    account.do(banned(), on("03-10"), effective=on("03-09"))

    assert (account.pruned.version, account.pruned.as_of, account.pruned.name) == (3, on("03-10"), "海边厨房")
    assert account.pruned.registered_at == START


def test_carrying_along_equals_folding_anew(account: Account) -> None:
    """Whether facts come one by one or all at once, the standing is the same."""
    account.do(banned(), on("03-10"))
    account.do(c.ChangeHolder(holder="h2", kind=AccountKind.ENTERPRISE), on("03-11"))

    assert fold(account.facts) == account.pruned
    assert (account.pruned.holder, account.pruned.kind) == ("h2", AccountKind.ENTERPRISE)


# --- both times ------------------------------------------------------------------------------------------------------


def test_a_backdated_ban_holds_from_when_it_took_effect_but_counts_from_its_recording(account: Account) -> None:
    """The ban and its suspension run from `effective_at`, the clean window from the recording (reading 4)."""
    account.do(banned(), on("03-15"), effective=on("03-10"))

    assert opened(account.standing, "publish", "03-09", "03-10", "03-19", "03-20") == [True, False, False, True]
    assert eligible_at(account.pruned, Method.ADVERTISING, on("03-15")).eligible_at == on("06-15")


def test_a_violation_decided_elsewhere_counts_from_its_decision(account: Account) -> None:
    """An account that brings its past along has the window that it would have had."""
    account.do(c.RecordViolation(id="v1", category=Category.DISTORTION, decided_at=on("2025-12-31 18:00")), on("03-15"))

    assert eligible_at(account.pruned, Method.ADVERTISING, on("03-15")).eligible_at == on("03-31 18:00")


def test_a_backdated_change_of_holder_cuts_what_was_certified_since(account: Account) -> None:
    """A certification verified after the change took effect was the old holder's, and falls from then on."""
    account.do(certified("c1", date(2026, 2, 1), date(2026, 12, 31)), on("02-01"))
    account.do(certified("c2", date(2026, 3, 5), date(2026, 12, 31)), on("03-05"))
    account.do(c.ChangeHolder(holder="h2"), on("03-10"), effective=on("03-01"))

    assert opened(account.standing, "publish.finance", "02-28", "03-01", "03-06", "03-10") == [
        True,
        False,
        False,
        False,
    ]
    assert verdict(account.pruned, "publish.finance", on("03-10")).reasons[0].cause == "holder-change-4"


# --- corrections -----------------------------------------------------------------------------------------------------


def test_what_was_lived_through_before_an_overturn_stays(account: Account) -> None:
    """Before the overturn the ban is still there for who looks back, from it on nothing is (reading 3)."""
    account.do(banned(), on("03-10"))
    account.do(c.Overturn(id="b1"), on("03-12"))

    assert opened(account.standing, "publish", "03-09", "03-10", "03-11", "03-12") == [True, False, False, True]
    assert account.pruned.bans == ()
    assert account.pruned.restrictions == ()


def test_an_overturn_from_before_the_ban_leaves_nothing(account: Account) -> None:
    """Overturned with effect from before it began, a ban never was."""
    account.do(banned(), on("03-10"))
    account.do(c.Overturn(id="b1"), on("03-12"), effective=on("03-01"))

    assert account.standing.restrictions == ()


@pytest.mark.parametrize(
    ("shortened_on", "to_days", "publish_opens", "profit_opens"),
    [
        ("03-12", 4, "03-14", "03-18"),
        ("03-14", 4, "03-14", "03-18"),
        ("03-15", 3, "03-15", "03-16"),
        ("03-15", 2, "03-15", "03-15"),
        ("03-22", 6, "03-20", "03-22"),
        ("03-22", 7, "03-20", "03-24"),
    ],
)
def test_a_shortened_ban(
    account: Account, shortened_on: str, to_days: int, publish_opens: str, profit_opens: str
) -> None:
    """Ten days from 10 March at twice the profit, shortened: never before the shortening, and by the same factor."""
    account.do(c.ApplyMonetization(methods=(Method.ADVERTISING,)), on("02-01"))
    account.do(banned(), on("03-10"))
    account.do(c.ShortenBan(id="b1", duration=timedelta(days=to_days)), on(shortened_on))

    assert opens_at(account.standing, "publish", on("03-10")) == on(publish_opens)
    assert opens_at(account.standing, "monetize.advertising", on("03-10")) == on(profit_opens)
    assert opens_at(account.standing, "be_recommended", on("03-10")) == on(publish_opens)


def test_a_cancellation_that_is_overturned_gives_the_grants_back(account: Account) -> None:
    """What one cancellation took is granted again from the overturn on, as it was."""
    account.do(c.ApplyMonetization(methods=(Method.ADVERTISING, Method.ECOMMERCE)), on("02-01"))
    account.do(c.CancelMonetization(id="m1", category=Category.VULGAR_PERSONA), on("03-01"))
    account.do(c.Overturn(id="m1"), on("03-05"))

    for privilege in ("monetize.advertising", "monetize.ecommerce"):
        assert opened(account.standing, privilege, "02-28", "03-01", "03-04", "03-05") == [True, False, False, True]
    assert eligible_at(account.pruned, Method.LIVE_GIFTS, on("03-05")).eligible_at == on("03-05")


@pytest.mark.parametrize("first", ["m1", "m2"])
def test_two_cancellations_must_both_be_overturned(account: Account, first: str) -> None:
    """While one of two cancellations stands nothing is granted; when it falls everything is again (reading 3)."""
    second = {"m1": "m2", "m2": "m1"}[first]
    account.do(c.ApplyMonetization(methods=(Method.ADVERTISING,)), on("02-01"))
    account.do(c.CancelMonetization(id="m1", category=Category.VULGAR_PERSONA), on("03-01"))
    account.do(c.CancelMonetization(id="m2", category=Category.PUBLIC_ORDER), on("03-02"))
    account.do(c.Overturn(id=first), on("03-03"))
    assert not permits(account.pruned, "monetize.advertising", on("03-03"))
    assert verdict(account.pruned, "monetize.advertising", on("03-03")).reasons[0].cause == second

    account.do(c.Overturn(id=second), on("03-04"))
    assert permits(account.pruned, "monetize.advertising", on("03-04"))


def test_a_grant_cancelled_in_its_first_instant_can_be_restored(account: Account) -> None:
    """Though nothing of the grant was lived through, overturning the cancellation brings it back."""
    account.do(c.ApplyMonetization(methods=(Method.ADVERTISING,)), on("03-01"))
    account.do(c.CancelMonetization(id="m1"), on("03-01"))
    given = verdict(account.pruned, "monetize.advertising", on("03-01"))
    assert [(reason.article, reason.kind.value) for reason in given.reasons] == [(9, "cancellation")]

    account.do(c.Overturn(id="m1"), on("03-02"))
    assert permits(account.pruned, "monetize.advertising", on("03-02"))


def test_a_withheld_application_changes_nothing(account: Account) -> None:
    """It is a fact, for the report to the regulator, but the standing only counts it."""
    account.do(banned(), on("03-10"))
    before = account.pruned
    account.do(c.ApplyMonetization(methods=(Method.ADVERTISING,)), on("03-10"))

    assert account.pruned == before.model_copy(update={"version": before.version + 1})


def test_a_certification_with_nothing_left_opens_nothing(account: Account) -> None:
    """A fact whose certification was over before it was verified, as an import may bring, folds to nothing."""
    account.record(
        f.CertificationGranted(
            id="c1", field=Field.FINANCE, valid_from=date(2025, 1, 1), valid_until=date(2025, 12, 31)
        ),
        on("01-02"),
    )

    assert account.standing.grants == ()
    assert account.standing.certifications == ()


# --- forgetting ------------------------------------------------------------------------------------------------------


def test_a_long_life_makes_no_large_standing(account: Account) -> None:
    """After ten years with a ban, an application and a certification every hundred days, what is over is gone."""
    now = on("2026-01-05")
    for turn in range(40):
        account.do(certified(f"c{turn}", now.date(), now.date() + WEEK), now)
        account.do(c.ApplyMonetization(methods=(Method.ADVERTISING,)), now)
        account.do(banned(f"b{turn}", days=1), now)
        account.do(c.CancelMonetization(id=f"m{turn}"), now + timedelta(days=1))
        now += timedelta(days=100)
    pruned, whole = account.pruned, account.standing

    assert len(account.facts) == 1 + 40 * 4
    assert len(pruned.restrictions) + len(pruned.grants) + len(pruned.certifications) + len(pruned.bans) < 12
    assert len(whole.restrictions) == 40 * 5


def test_the_last_end_of_each_privilege_is_kept(account: Account) -> None:
    """It says since when and why a privilege is closed, so that the reason does not depend on what was forgotten."""
    account.do(certified("c1", date(2026, 1, 2), date(2026, 1, 31)), on("01-02"))
    account.do(certified("c2", date(2026, 1, 2), date(2026, 2, 28)), on("01-03"))
    account.do(c.ChangeName(name="海边厨房"), on("05-01"))

    assert [grant.source for grant in account.pruned.grants] == ["c2"]
    (reason,) = verdict(account.pruned, "publish.finance", on("05-01")).reasons
    assert (reason.cause, reason.since, reason.kind.value) == ("c2", on("03-01"), "expiry")


instants = st.lists(st.integers(0, 10**10).map(lambda offset: timedelta(milliseconds=offset)), max_size=5)


def both_ways(moves: list[Move]) -> tuple[Standing, Standing]:
    """The standing after the moves, with its past and without."""
    life = Life()
    for move in moves:
        life.make(move)
    return life.account.standing, life.account.pruned


def from_now_on(pruned: Standing, later: list[timedelta]) -> set[datetime]:
    """The last fact's recording, every boundary to come with its neighbours, and some other instants."""
    asked = {pruned.as_of, *(pruned.as_of + offset for offset in later)}
    boundary = next_boundary(pruned, pruned.as_of)
    while boundary is not None:
        asked |= {boundary - timedelta(microseconds=1), boundary, boundary + timedelta(microseconds=1)}
        boundary = next_boundary(pruned, boundary)
    return asked


@settings(deadline=None, max_examples=examples(40))
@given(histories.map(lambda moves: [replace(move, backdated=timedelta(0)) for move in moves]), instants)
def test_forgetting_changes_nothing_that_is_said(moves: list[Move], later: list[timedelta]) -> None:
    """For any history recorded as it happened, from the last fact on, the standing that forgets gives the same verdicts
    as the one that keeps everything, with every reason and word.
    """
    whole, pruned = both_ways(moves)
    for at in from_now_on(pruned, later):
        assert next_boundary(pruned, at) == next_boundary(whole, at)
        for privilege in ASKABLE:
            assert verdict(pruned, privilege, at) == verdict(whole, privilege, at)
        for method in (Method.ADVERTISING, Method.PAID_KNOWLEDGE):
            assert eligible_at(pruned, method, at) == eligible_at(whole, method, at)


@settings(deadline=None, max_examples=examples(40))
@given(histories, instants)
def test_forgetting_changes_no_answer(moves: list[Move], later: list[timedelta]) -> None:
    """For any history, also with facts learned late, no answer, no instant and no restriction differs. (Only which of
    several ended certifications is named as the last may differ, when one of them is cut after it had ended.)
    """

    def essence(standing: Standing, privilege: str, at: datetime) -> tuple[object, ...]:
        given = verdict(standing, privilege, at)
        restrictions = [reason for reason in given.reasons if reason.privilege != privilege or privilege not in GRANTED]
        return given.answer, given.until, given.valid_until, restrictions

    whole, pruned = both_ways(moves)
    for at in from_now_on(pruned, later):
        assert next_boundary(pruned, at) == next_boundary(whole, at)
        for privilege in ASKABLE:
            assert essence(pruned, privilege, at) == essence(whole, privilege, at)
        for method in (Method.ADVERTISING, Method.PAID_KNOWLEDGE):
            assert eligible_at(pruned, method, at) == eligible_at(whole, method, at)


def test_facts_that_do_not_say_what_fell_fold_as_they_always_did(account: Account) -> None:
    """Facts recorded before that was said: a certification that was to begin later is gone without a trace, so that a
    snapshot of that time is still the fold of its facts.
    """
    account.do(certified("c1", date(2026, 1, 1), date(2026, 12, 31)), on("03-10"))
    account.do(c.ChangeHolder(holder="h2"), on("03-12"), effective=on("03-05"))
    body = account.facts[-1].body
    assert isinstance(body, f.HolderChanged)
    assert body.fallen == ("c1",)
    told = account.facts[-1].model_copy(update={"body": body.model_copy(update={"fallen": ()})})
    before = fold([*account.facts[:-1], told])
    now = fold(account.facts)
    assert before is not None
    assert now is not None
    assert before.grants == ()
    assert [(grant.source, grant.interval.is_empty) for grant in now.grants] == [("c1", True)]
    assert not permits(now, "publish.finance", on("03-12"))
