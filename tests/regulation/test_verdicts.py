"""Verdicts: the answer, the reasons in their order, and the instants that matter."""

from datetime import date, datetime, timedelta
from itertools import permutations, product

import pytest

from models.accounts import commands as c
from models.accounts.standing import Grant, GrantEnd, Restriction, RestrictionKind, Standing
from models.accounts.verdicts import Answer, Verdict
from models.intervals import Interval
from models.names import AccountKind
from models.words.privileges import ASKABLE, Field, Method
from models.words.violations import Category
from regulation.standing.verdicts import (
    NEVER,
    PastNotKeptError,
    eligible_at,
    opens_at,
    outcome,
    permits,
    reasons,
    verdict,
)
from regulation.words.restrictions import PRECEDENCE
from tests.regulation.account import Account, on

NOW = on("03-10 12:00")
TICK = timedelta(microseconds=1)


def standing(*restrictions: Restriction, grants: tuple[Grant, ...] = (), past_kept: bool = True) -> Standing:
    return Standing(
        account="a1",
        version=1,
        as_of=NOW,
        registered_at=on("01-01"),
        kind=AccountKind.INDIVIDUAL,
        holder="h1",
        name="山野厨房",
        restrictions=restrictions,
        grants=grants,
        past_kept=past_kept,
    )


def closed(
    kind: RestrictionKind,
    cause: str,
    *,
    privilege: str = "publish",
    until: datetime | None = None,
    since: datetime = NOW,
) -> Restriction:
    return Restriction(
        privilege=privilege, interval=Interval(start=since, end=until), kind=kind, article=9, cause=cause
    )


ORDER = [
    "closure",
    "denial",
    "hold",
    "cancellation",
    "ban",
    "limit",
    "suspension",
    "network",
    "freeze",
    "expiry",
    "withheld",
]
"""What is final before what ends by itself, what was done before what was never there."""


@pytest.mark.parametrize(("one", "other"), list(permutations(ORDER, 2)))
def test_of_two_kinds_the_weightier_is_named_first(one: str, other: str) -> None:
    """For every pair of kinds the order is the table's, however long each lasts and whichever was recorded first."""
    found = reasons(
        standing(
            closed(RestrictionKind(one), "a", until=NOW + timedelta(days=9)),
            closed(RestrictionKind(other), "b", until=NOW + timedelta(days=1)),
        ),
        "publish",
        NOW,
    )

    assert [reason.kind.value for reason in found] == sorted([one, other], key=ORDER.index)


def test_the_precedence_knows_every_kind() -> None:
    """No kind of restriction is without a rank."""
    assert [kind.value for kind in PRECEDENCE] == ORDER
    assert set(PRECEDENCE) == set(RestrictionKind)


def test_of_one_kind_the_longest_is_named_first() -> None:
    """What never ends stands before what ends late, that before what ends early, and equals go by their cause."""
    found = reasons(
        standing(
            closed(RestrictionKind.BAN, "short", until=NOW + timedelta(days=1)),
            closed(RestrictionKind.BAN, "b-long", until=NOW + timedelta(days=9)),
            closed(RestrictionKind.BAN, "for-good"),
            closed(RestrictionKind.BAN, "a-long", until=NOW + timedelta(days=9)),
        ),
        "publish",
        NOW,
    )

    assert [reason.cause for reason in found] == ["for-good", "a-long", "b-long", "short"]


@pytest.mark.parametrize(("restricted", "asked"), list(product(["service", "publish", "monetize", *ASKABLE], ASKABLE)))
def test_a_restriction_closes_its_own_lineage_only(restricted: str, asked: str) -> None:
    """A restriction closes the privilege it names and what stands below it, and nothing beside or above it."""
    below = restricted in {"service", asked} or asked.startswith(f"{restricted}.")
    applying = restricted == "monetize" and asked == "apply_monetization"
    granted = Grant(privilege=asked, interval=Interval(start=NOW), article=2, source="g")
    subject = standing(closed(RestrictionKind.BAN, "x", privilege=restricted), grants=(granted,))

    assert permits(subject, asked, NOW) is not (below or applying)


def test_a_verdict_at_each_edge() -> None:
    """A ban is refused from its first instant to the one before its end, and each answer says how long it holds."""
    account = Account(on("01-01 09:00"))
    account.do(c.ApplyMonetization(methods=(Method.ADVERTISING,)), on("01-02"))
    account.do(c.ImposeBan(id="b1", category=Category.RECYCLED_NEWS, duration=timedelta(days=7)), NOW)
    subject, ban_end, paid_again = account.standing, on("03-17 12:00"), on("03-24 12:00")

    def answered(privilege: str, at: datetime) -> tuple[str, object, datetime | None]:
        given = verdict(subject, privilege, at)
        return given.answer.value, given.until, given.valid_until

    assert answered("publish", NOW - TICK) == ("allowed", None, NOW)
    assert answered("publish", NOW) == ("refused", ban_end, ban_end)
    assert answered("publish", ban_end - TICK) == ("refused", ban_end, ban_end)
    assert answered("publish", ban_end) == ("allowed", None, None)
    assert answered("monetize.advertising", ban_end) == ("refused", paid_again, paid_again)
    assert answered("monetize.advertising", paid_again) == ("allowed", None, None)
    assert answered("monetize.ecommerce", ban_end) == ("refused", NEVER, paid_again)
    assert answered("monetize.ecommerce", paid_again) == ("refused", NEVER, None)


def test_a_verdict_carries_what_it_is_about() -> None:
    """A verdict names the account, the privilege, the instant and the version it was answered from."""
    given = verdict(standing(), "service", NOW)

    assert given == Verdict(account="a1", privilege="service", at=NOW, answer=Answer.ALLOWED, version=1)


def test_a_reason_explains_itself() -> None:
    """Each reason says article, kind, cause, since, until, in words, and what would lift it (reading 9)."""
    (reason,) = verdict(
        standing(closed(RestrictionKind.BAN, "b1", until=on("03-17 12:00"))), "publish.finance", NOW
    ).reasons[:1]

    assert (reason.article, reason.kind, reason.privilege, reason.cause) == (9, RestrictionKind.BAN, "publish", "b1")
    assert (reason.since, reason.until) == (NOW, on("03-17 12:00"))
    assert reason.message == "publishing is banned since 2026-03-10 12:00, until 2026-03-17 12:00 (b1, art. 9)"
    assert reason.lifted_by == "its end, a shortening, or overturning the ban"


@pytest.mark.parametrize(
    ("privilege", "ended_by", "kind", "article", "cause"),
    [
        ("publish.finance", None, RestrictionKind.WITHHELD, 2, "a1"),
        ("publish.finance", GrantEnd.EXPIRY, RestrictionKind.EXPIRY, 2, "g"),
        ("publish.finance", GrantEnd.REVOCATION, RestrictionKind.CANCELLATION, 2, "x"),
        ("publish.finance", GrantEnd.HOLDER_CHANGE, RestrictionKind.CANCELLATION, 2, "x"),
        ("monetize.ecommerce", None, RestrictionKind.WITHHELD, 8, "a1"),
        ("monetize.ecommerce", GrantEnd.CANCELLATION, RestrictionKind.CANCELLATION, 9, "x"),
    ],
)
def test_withheld_expired_and_cancelled_are_kept_apart(
    privilege: str, ended_by: GrantEnd | None, kind: RestrictionKind, article: int, cause: str
) -> None:
    """What was never granted is withheld, what ran out has expired, what was taken is cancelled (reading 8)."""
    ended = Grant(
        privilege=privilege,
        interval=Interval(start=on("02-01"), end=on("03-01")),
        article=article,
        source="g",
        ended_by=ended_by,
        ended_by_id=None if ended_by is GrantEnd.EXPIRY else "x",
    )
    (reason,) = reasons(standing(grants=() if ended_by is None else (ended,)), privilege, NOW)

    assert (reason.kind, reason.article, reason.cause, reason.until) == (kind, article, cause, NEVER)
    assert reason.since == (on("01-01") if ended_by is None else on("03-01"))


def test_of_several_ended_grants_the_last_to_end_is_the_reason() -> None:
    """The grant that closed the privilege is the one that ended last, whatever was recorded last."""

    def ended(source: str, end: datetime) -> Grant:
        span = Interval(start=on("02-01"), end=end)
        return Grant(privilege="publish.finance", interval=span, article=2, source=source, ended_by=GrantEnd.EXPIRY)

    late, early, same = ended("late", on("03-05")), ended("early", on("03-01")), ended("same", on("03-05"))

    assert reasons(standing(grants=(late, early)), "publish.finance", NOW)[0].cause == "late"
    assert reasons(standing(grants=(late, early, same)), "publish.finance", NOW)[0].cause == "same"


def test_before_its_registration_nothing_is_permitted() -> None:
    """An account has no standing before it exists, and that opens when it is registered."""
    subject = standing()
    before = verdict(subject, "service", on("01-01") - TICK)

    assert (before.answer, before.until) == (Answer.REFUSED, on("01-01"))
    assert [reason.article for reason in before.reasons] == [7]
    assert permits(subject, "publish", on("01-01"))


def test_a_standing_without_its_past_does_not_guess() -> None:
    """An instant before the last fact is an error and not a wrong answer, unless the past was kept."""
    pruned = standing(past_kept=False)

    with pytest.raises(PastNotKeptError, match="fold the facts with keep_past"):
        verdict(pruned, "publish", NOW - TICK)
    with pytest.raises(PastNotKeptError, match="fold the facts with keep_past"):
        eligible_at(pruned, Method.ADVERTISING, NOW - TICK)
    assert verdict(pruned, "publish", NOW).answer is Answer.ALLOWED


def test_opening_jumps_over_a_gap_that_something_else_closes() -> None:
    """It opens at the first instant at which nothing at all stands in the way, which may lie after several edges."""
    subject = standing(
        closed(RestrictionKind.BAN, "a", until=on("03-12")),
        closed(RestrictionKind.BAN, "b", since=on("03-11"), until=on("03-14")),
        closed(RestrictionKind.BAN, "c", since=on("03-15"), until=on("03-16")),
        closed(RestrictionKind.HOLD, "d", privilege="service", since=on("03-14"), until=on("03-15")),
    )

    assert opens_at(subject, "publish", NOW) == on("03-16")
    assert opens_at(subject, "gain_followers", NOW) == NOW
    assert opens_at(subject, "gain_followers", on("03-14 06:00")) == on("03-15")


def test_an_application_needs_the_window_and_the_absence_of_freeze_and_suspension() -> None:
    """Eligibility is clear of everything that closes applying, and names each with its reason, the weightiest first."""
    account = Account(on("01-01 09:00"))
    account.do(c.ImposeBan(id="b1", category=Category.MATRIX_MANIPULATION, duration=timedelta(days=60)), on("03-01"))
    account.do(c.ChangeHolder(holder="h2"), on("03-05"))
    given = eligible_at(account.pruned, Method.ADVERTISING, on("03-05"))

    assert given.eligible_at == on("08-28")
    assert [(reason.article, reason.kind.value) for reason in given.reasons] == [
        (9, "suspension"),
        (8, "freeze"),
        (8, "withheld"),
    ]


def test_what_is_granted_already_does_not_bar_an_application() -> None:
    """Eligibility does not depend on grants, so that it can be asked for a method that one has."""
    account = Account(on("01-01 09:00"))
    account.do(c.ApplyMonetization(methods=(Method.ADVERTISING,)), on("01-02"))

    assert eligible_at(account.pruned, Method.ADVERTISING, on("01-03")).eligible_at == on("01-03")


def test_a_certification_to_come_is_told() -> None:
    """A field whose certification has yet to begin opens then, and the reason says so."""
    account = Account(on("01-01 09:00"))
    account.do(c.Certify(id="c1", field=Field.FINANCE, valid_from=date(2026, 5, 1), valid_until=date(2026, 5, 31)), NOW)
    given = verdict(account.pruned, "publish.finance", NOW)

    assert given.until == on("05-01")
    assert [(reason.kind.value, reason.until) for reason in given.reasons] == [("withheld", on("05-01"))]
    assert "the next one begins at 2026-05-01 00:00" in given.reasons[0].message


@pytest.mark.parametrize("privilege", sorted(ASKABLE))
def test_the_outcome_is_the_verdicts_without_its_words(privilege: str) -> None:
    """The same answer until the same instant, before and after each boundary."""
    kept = standing(
        closed(RestrictionKind.BAN, "b1", until=NOW + timedelta(days=7)),
        closed(RestrictionKind.SUSPENSION, "b1", privilege="monetize", until=NOW + timedelta(days=14)),
        grants=(Grant(privilege="monetize.advertising", interval=Interval(start=on("02-01")), article=8, source="m1"),),
    )
    for days, tick in product((0, 7, 14, 30), (timedelta(0), TICK)):
        at = NOW + timedelta(days=days) + tick
        whole = verdict(kept, privilege, at)
        assert outcome(kept, privilege, at) == (whole.answer, whole.valid_until)
    with pytest.raises(PastNotKeptError):
        outcome(standing(past_kept=False), privilege, NOW - TICK)
