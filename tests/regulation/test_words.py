"""The words: what people read about a standing."""

from datetime import timedelta

import pytest

from models.intervals import Interval
from models.privileges import ASKABLE
from models.standing import Grant, GrantEnd, Restriction, RestrictionKind
from regulation.words.english import LIFTED_BY, closed, lasting, lifted_by_grant, not_granted, spoken
from tests.regulation.account import on


@pytest.mark.parametrize(
    ("privilege", "words"),
    [
        ("service", "the account"),
        ("publish", "publishing"),
        ("publish.finance", "publishing in finance"),
        ("monetize", "monetization"),
        ("monetize.live_gifts", "monetization by live gifts"),
        ("gain_followers", "gaining followers"),
        ("be_recommended", "being recommended"),
        ("apply_monetization", "applying for monetization"),
    ],
)
def test_a_privilege_is_spoken(privilege: str, words: str) -> None:
    """Each privilege reads as part of a sentence."""
    assert spoken(privilege) == words


@pytest.mark.parametrize("privilege", ASKABLE)
def test_every_privilege_can_be_spoken(privilege: str) -> None:
    """No privilege is without words, and none shows its identifier."""
    assert "_" not in spoken(privilege)
    assert "." not in spoken(privilege)


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(days=7), "7 days"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=1, hours=12), "1 day 12 hours"),
        (timedelta(hours=1, minutes=1, seconds=1), "1 hour 1 minute 1 second"),
        (timedelta(seconds=30), "30 seconds"),
        (timedelta(days=3653), "3653 days"),
        (timedelta(microseconds=5), "no time"),
    ],
)
def test_a_length_of_time_is_spoken(length: timedelta, words: str) -> None:
    """Only the units that there are, each in its number."""
    assert lasting(length) == words


@pytest.mark.parametrize("kind", RestrictionKind)
def test_every_restriction_says_what_how_long_and_why(kind: RestrictionKind) -> None:
    """Each kind says what is closed, since and until when, the cause, the article, and what would lift it."""
    span = Interval(start=on("03-10 12:00"), end=on("03-17"))
    restriction = Restriction(privilege="publish", interval=span, kind=kind, article=9, cause="b1")
    endless = restriction.model_copy(update={"interval": Interval(start=span.start)})

    assert closed(restriction).startswith("publishing ")
    assert closed(restriction).endswith("since 2026-03-10 12:00, until 2026-03-17 00:00 (b1, art. 9)")
    assert closed(endless).endswith("since 2026-03-10 12:00, without end (b1, art. 9)")
    assert LIFTED_BY[kind]


def test_the_three_words_are_kept_apart() -> None:
    """Withheld, suspended and cancelled are never said for one another (reading 8)."""
    kinds = {RestrictionKind.WITHHELD: "withheld", RestrictionKind.SUSPENSION: "suspended"}
    span = Interval(start=on("03-10"), end=on("03-17"))
    for kind, word in (*kinds.items(), (RestrictionKind.CANCELLATION, "cancelled")):
        said = closed(Restriction(privilege="monetize", interval=span, kind=kind, article=9, cause="b1"))
        assert [other for other in ("withheld", "suspended", "cancelled") if other in said] == [word]


@pytest.mark.parametrize(
    ("privilege", "ended_by", "words"),
    [
        ("publish.finance", None, "publishing in finance is not open: no certification was verified"),
        ("monetize.ecommerce", None, "monetization by ecommerce is not open: no application was granted"),
        ("publish.finance", GrantEnd.EXPIRY, "certification g expired at 2026-03-17 00:00"),
        ("publish.finance", GrantEnd.REVOCATION, "certification g was revoked at 2026-03-17 00:00"),
        ("publish.finance", GrantEnd.HOLDER_CHANGE, "certification g fell with its holder at 2026-03-17 00:00"),
        ("monetize.ecommerce", GrantEnd.CANCELLATION, "the grant was cancelled at 2026-03-17 00:00"),
    ],
)
def test_an_absent_grant_says_how_it_ended(privilege: str, ended_by: GrantEnd | None, words: str) -> None:
    """For each way of ending there are words, and a grant to come is announced."""
    span = Interval(start=on("03-10"), end=on("03-17"))
    ended = Grant(privilege=privilege, interval=span, article=2, source="g", ended_by=ended_by)

    assert words in not_granted(privilege, ended if ended_by else None, None)
    assert not_granted(privilege, None, on("05-01")).endswith("; the next one begins at 2026-05-01 00:00")


def test_what_would_open_it() -> None:
    """A field takes a certification, a method an application."""
    assert lifted_by_grant("publish.justice") == "a verified certification"
    assert lifted_by_grant("monetize.ecommerce") == "a granted application"
