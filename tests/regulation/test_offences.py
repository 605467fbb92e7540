"""One offence counts once: which findings are the same, and which of those before make one a repetition."""

from datetime import timedelta

import pytest

from models.accounts import commands as c
from models.accounts import facts as f
from models.words.sanctions import Basis, MeasureKind
from models.words.scopes import Scope
from models.words.violations import Category
from tests.regulation.account import Account, on

START, NOW = on("01-01 09:00"), on("03-10 12:00")
ONE, TWO = "https://files.example.cn/1", "https://files.example.cn/2"


def basis(contents: str = "", *evidence: str, **more: object) -> Basis:
    named = tuple(contents.split())
    return Basis.model_validate({"gained": Scope(contents=named) if named else None, "evidence": evidence, **more})


def finding(identifier: str, rests_on: Basis, category: Category = Category.DISTORTION) -> c.RecordViolation:
    return c.RecordViolation(id=identifier, category=category, basis=rests_on)


@pytest.mark.parametrize(
    ("before", "then", "repeats"),
    [
        ([basis("p1")], basis("p1"), "v0"),
        ([basis("p1 p2")], basis("p2"), "v0"),
        ([basis("p1 p2")], basis("p2 p3"), None),
        ([basis("p1"), basis("p2")], basis("p1 p2"), "v0"),
        ([basis("p1"), basis("p2")], basis("p2"), "v1"),
        ([basis("p1", ONE)], basis("p2", ONE), None),
        ([basis("", ONE)], basis("p1", ONE), "v0"),
        ([basis("p1", ONE)], basis("", ONE), "v0"),
        ([basis("", ONE)], basis("", ONE, TWO), None),
        ([basis("", ONE), basis("", TWO)], basis("", TWO, ONE), "v0"),
        ([basis("", ONE)], basis("p1"), None),
        ([basis("p1")], basis(), None),
        ([basis()], basis(), None),
        ([basis("p1")], basis("p1", another_offence=True), None),
    ],
)
def test_which_finding_is_the_same_offence(before: list[Basis], then: Basis, repeats: str | None) -> None:
    """By contents where both name them, else by evidence where both do, else not at all; with something new it is
    another; and the first that shares a ground is named.
    """
    account = Account(START)
    for number, rests_on in enumerate(before):
        assert account.do(finding(f"v{number}", rests_on), NOW).refusal is None
    refusal = account.do(finding("new", then), NOW + timedelta(seconds=1)).refusal

    assert (refusal is not None) == (repeats is not None)
    if refusal is not None:
        assert refusal.finding is not None
        assert (refusal.code, refusal.finding.id, refusal.finding.decided_at) == ("same_offence", repeats, NOW)
        assert "recorded 2026-03-10 12:00" in refusal.message
        assert "another_offence: true" in refusal.message


@pytest.mark.parametrize(
    "command",
    [
        c.Sanction(id="n", category=Category.DISTORTION, basis=basis("p1")),
        c.RecordViolation(id="n", category=Category.DISTORTION, basis=basis("p1")),
        c.ImposeBan(id="n", category=Category.DISTORTION, duration=timedelta(days=1), basis=basis("p1")),
        c.ImposeMeasure(id="n", measure=MeasureKind.WARNING, category=Category.DISTORTION, basis=basis("p1")),
        c.CancelMonetization(id="n", category=Category.DISTORTION, basis=basis("p1")),
        c.Close(id="n", category=Category.DISTORTION, basis=basis("p1")),
    ],
    ids=lambda command: type(command).__name__,
)
def test_whatever_records_a_finding_is_compared(command: c.Command) -> None:
    """Against one that stands, and against none that was overturned or is of another category."""
    account = Account(START)
    account.do(c.Sanction(id="v1", category=Category.DISTORTION, basis=basis("p1"), closing="by_case"), NOW)
    refusal = account.decide(command, NOW).refusal
    assert refusal is not None
    assert refusal.code == "same_offence"

    account.do(c.Overturn(id="v1"), NOW)
    account.do(finding("v2", basis("p1"), Category.MISSING_SOURCE), NOW)
    assert account.decide(command, NOW).refusal is None


def test_a_closure_by_wish_and_a_cancellation_without_a_category_are_no_findings() -> None:
    """Nothing is found by them, so nothing is repeated."""
    account = Account(START)
    account.do(finding("v1", basis("p1")), NOW)
    assert account.decide(c.Close(id="x1", basis=basis("p1")), NOW).refusal is None


def test_an_imitation_that_goes_on_is_found_once() -> None:
    """Of the same name while it lasts; after it has ended, or of another name, it is another."""
    account = Account(START)
    account.do(c.FindImpersonation(id="i1", imitated="东海日报"), NOW)
    refusal = account.decide(c.FindImpersonation(id="i2", imitated="东海日报"), NOW).refusal
    assert refusal is not None
    assert refusal.code == "same_offence"
    assert account.decide(c.FindImpersonation(id="i2", imitated="南山日报"), NOW).refusal is None
    account.do(c.LiftImpersonation(id="i1"), NOW)
    assert account.decide(c.FindImpersonation(id="i2", imitated="东海日报"), NOW).refusal is None


@pytest.mark.parametrize(
    ("occurred_at", "nth"),
    [
        (None, 3),
        (on("03-10 12:00"), 3),
        (on("02-10 12:00:01"), 3),
        (on("02-10 12:00"), 2),
        (on("01-10 12:00"), 1),
        (on("01-02"), 1),
    ],
)
def test_only_what_was_recorded_before_the_offence_makes_it_a_repetition(occurred_at: object, nth: int) -> None:
    """Findings recorded on 10 January and 10 February count against what was committed after that."""
    account = Account(START)
    for number, at in enumerate((on("01-10 12:00"), on("02-10 12:00"))):
        account.do(finding(f"v{number}", basis(f"p{number}")), at)
    rests_on = basis("new", occurred_at=occurred_at)
    decision = account.decide(c.Sanction(id="n", category=Category.DISTORTION, basis=rests_on), NOW)
    found = decision.facts[0]
    assert isinstance(found, f.BanImposed)
    assert found.basis is not None
    assert (found.basis.nth, found.basis.occurred_at) == (nth, occurred_at)


def test_twelve_months_are_counted_back_from_the_offence() -> None:
    """An offence of last year that is found now was the second within its own twelve months."""
    account = Account(START)
    account.do(finding("v1", basis("p1")), on("02-10 12:00"))
    late = on("2027-03-10 12:00")
    for occurred_at, nth in ((on("2027-02-09 12:00"), 2), (on("2027-02-10 12:00"), 1), (None, 1)):
        command = c.Sanction(id="n", category=Category.DISTORTION, basis=basis("new", occurred_at=occurred_at))
        found = account.decide(command, late).facts[0]
        assert isinstance(found, f.BanImposed)
        assert found.basis is not None
        assert found.basis.nth == nth


def test_what_follows_counts_once_and_closes_no_second_window() -> None:
    """A ban under a finding's identifier closes publishing, and the clean window runs from the finding."""
    account = Account(START)
    account.do(finding("v1", basis("p1")), on("02-01"))
    account.do(c.ImposeBan(id="v1", follows=True, category=Category.DISTORTION, duration=timedelta(days=7)), NOW)
    windows = [r.interval.end for r in account.pruned.restrictions if r.privilege == "apply_monetization"]
    assert windows == [on("05-01")]
    decision = account.decide(c.Sanction(id="v2", category=Category.DISTORTION), NOW)
    assert getattr(decision.facts[0], "basis").nth == 2  # noqa: B009 - of several types
