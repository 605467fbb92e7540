"""Generator of random histories of an account, made of commands that the rules accept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from models.accounts import commands as c
from models.accounts.commands import Command
from models.accounts.standing import Ban
from models.words.privileges import Field, Method
from models.words.sanctions import FOR_EVER, Consequences, MeasureKind
from models.words.violations import Category
from regulation.standing.boundaries import next_boundary
from tests.regulation.account import Account, on

MICROSECOND = timedelta(microseconds=1)
FIRST = on("2027-11-29 09:00")
"""Start near a leap day and the ends of months of every length."""

spans = st.one_of(
    st.sampled_from([timedelta(0), timedelta(days=1), timedelta(days=31), timedelta(days=92)]),
    st.integers(0, 45 * 86_400).map(lambda seconds: timedelta(seconds=seconds)),
    st.integers(0, 120).map(lambda days: timedelta(days=days)),
)
durations = st.one_of(
    st.integers(1, 60).map(lambda days: timedelta(days=days)),
    st.integers(1, 10**12).map(lambda microseconds: timedelta(microseconds=microseconds)),
)
terms = st.one_of(st.none(), st.none(), st.just(FOR_EVER), durations)
days = st.integers(0, 200)
fields = st.sampled_from([Field.FINANCE, Field.JUSTICE])
methods = st.lists(st.sampled_from([Method.ADVERTISING, Method.ECOMMERCE]), min_size=1, max_size=2).map(tuple)
categories = st.sampled_from([Category.RECYCLED_NEWS, Category.MATRIX_MANIPULATION])
factors = st.one_of(st.none(), st.sampled_from([Decimal(2), Decimal("2.5"), Decimal(3), Decimal("2.333333")]))
picks = st.sampled_from([0, 0, 0, 1, 2])


@dataclass(frozen=True)
class Move:
    """Attempted command, some time after the previous one."""

    what: str
    after: timedelta
    to_boundary: int | None
    """Alternative to `after`: on the next boundary (0), or a microsecond before or after it."""
    backdated: timedelta
    details: tuple[Any, ...]


def moves(*what: str) -> st.SearchStrategy[Move]:
    """Return a strategy of moves of these kinds, most of them without backdating."""
    return st.sampled_from(what).flatmap(
        lambda name: st.builds(
            Move,
            what=st.just(name),
            after=spans,
            to_boundary=st.one_of(st.none(), st.sampled_from([-1, 0, 1])),
            backdated=st.one_of(st.just(timedelta(0)), st.just(timedelta(0)), st.just(timedelta(0)), spans),
            details=DETAILS[name],
        )
    )


DETAILS: dict[str, st.SearchStrategy[tuple[Any, ...]]] = {
    "certify": st.tuples(fields, days, days),
    "revoke": st.tuples(picks),
    "ban": st.tuples(categories, durations, factors, st.one_of(st.none(), spans)),
    "shorten": st.tuples(picks, st.integers(1, 99), st.integers(0, 105)),
    "overturn": st.tuples(picks),
    "violation": st.tuples(categories, st.one_of(st.none(), spans)),
    "holder": st.tuples(),
    "apply": st.tuples(methods),
    "cancel": st.tuples(st.one_of(st.none(), categories)),
    "imitate": st.tuples(),
    "lift": st.tuples(picks),
    "sanction": st.tuples(
        st.builds(
            Consequences,
            ban=st.one_of(st.none(), durations),
            limit_recommendation=terms,
            freeze_growth=terms,
            withhold_profit=terms,
            cancel_profit=st.booleans(),
            close=st.sampled_from([False, False, False, True]),
        )
    ),
    "measure": st.tuples(
        st.sampled_from([MeasureKind.FREEZE_GROWTH, MeasureKind.LIMIT_RECOMMENDATION, MeasureKind.WITHHOLD_PROFIT]),
        st.one_of(st.none(), durations),
    ),
    "shorten_measure": st.tuples(picks, durations),
    "lift_withholding": st.tuples(picks),
    "reopen": st.tuples(),
    "close": st.tuples(st.one_of(st.none(), categories)),
}

SINGLE = (
    "sanction",
    "measure",
    "ban",
    "violation",
    "certify",
    "holder",
    "apply",
    "cancel",
    "shorten",
    "overturn",
    "revoke",
    "imitate",
)
STORIES = (
    ("ban", "shorten"),
    ("ban", "overturn"),
    ("ban", "ban", "shorten", "overturn"),
    ("violation", "overturn"),
    ("certify", "revoke"),
    ("certify", "certify", "holder"),
    ("certify", "certify", "ban"),
    ("apply", "cancel"),
    ("apply", "cancel", "overturn"),
    ("apply", "cancel", "cancel", "overturn", "overturn"),
    ("apply", "holder", "ban"),
    ("holder", "apply"),
    ("ban", "overturn", "apply"),
    ("imitate", "lift"),
    ("imitate", "ban", "overturn", "overturn"),
    ("measure", "shorten_measure", "overturn"),
    ("sanction", "lift_withholding", "apply"),
    ("apply", "sanction", "overturn"),
    ("apply", "ban", "close", "reopen", "apply"),
    ("apply", "sanction", "overturn", "reopen"),
)
"""Sequences of related moves, drawn together so that most moves find their subject."""


def one_after_the_other(story: tuple[str, ...]) -> st.SearchStrategy[list[Move]]:
    """Return a strategy of the moves of one story."""
    return st.tuples(*(moves(what) for what in story)).map(list)


stories = st.one_of(moves(*SINGLE).map(lambda move: [move]), *map(one_after_the_other, STORIES))


def until_now(told: tuple[list[list[Move]], list[Move], int]) -> list[Move]:
    """Return the stories one after the other, perhaps with a closure; the last moves are left out, so that many
    boundaries are still ahead.
    """
    moves = [*(move for story in told[0] for move in story), *told[1]]
    return moves[: max(1, len(moves) - told[2])]


histories = st.tuples(
    st.lists(stories, min_size=1, max_size=4),
    st.one_of(st.just([]), st.just([]), moves("close").map(lambda move: [move])),
    st.sampled_from([0, 0, 1, 2]),
).map(until_now)


class Life:
    """Account on which moves are tried. A refused command leaves no fact, except for a withheld application."""

    def __init__(self) -> None:
        self.account = Account(FIRST)
        self.now = FIRST
        self.findings: list[str] = []
        self.certifications: list[str] = []
        self.bans: list[str] = []
        self.imitations: list[str] = []
        self.measures: list[tuple[str, MeasureKind]] = []

    def make(self, move: Move) -> c.Decision:
        """Let the time pass and try the move."""
        if move.what == "shorten":
            self.live_through_part_of_a_ban(*move.details)
        else:
            self.now += move.after
        if move.to_boundary is not None and move.what != "shorten":
            boundary = next_boundary(self.account.pruned, self.now)
            if boundary is not None:
                self.now = max(self.now, boundary + move.to_boundary * MICROSECOND)
        command = self.command(move)
        return self.account.do(command, self.now, effective=None if move.what == "apply" else self.effective(move))

    def effective(self, move: Move) -> datetime:
        """Return the instant from which it takes effect: now, or some time ago."""
        return self.now - move.backdated

    def command(self, move: Move) -> Command:
        """Return the command of the move, with identifiers picked among the existing ones."""
        number = len(self.account.facts) + 1
        make: dict[str, Callable[..., Command]] = {
            "certify": self.certify,
            "revoke": lambda pick: c.RevokeCertification(id=picked(self.certifications, pick)),
            "ban": self.ban,
            "shorten": self.shorten,
            "overturn": lambda pick: c.Overturn(id=picked(self.findings, pick)),
            "violation": self.violation,
            "holder": lambda: c.ChangeHolder(holder=f"h{number}"),
            "apply": lambda methods: c.ApplyMonetization(methods=methods),
            "cancel": self.cancel,
            "imitate": self.imitate,
            "lift": lambda pick: c.LiftImpersonation(id=picked(self.imitations, pick)),
            "sanction": self.sanction,
            "measure": self.measure,
            "shorten_measure": self.shorten_measure,
            "lift_withholding": lambda pick: c.LiftWithholding(id=picked(self.findings, pick), reason="seen to"),
            "reopen": c.Reopen,
            "close": lambda category: c.Close(id=f"x{number}", category=category),
        }
        return make[move.what](*move.details)

    def certify(self, field: Field, begins: int, lasts: int) -> Command:
        identifier = f"c{len(self.account.facts)}"
        self.certifications.append(identifier)
        first = self.now.date() + timedelta(days=begins - 60)
        return c.Certify(id=identifier, field=field, valid_from=first, valid_until=first + timedelta(days=lasts))

    def ban(
        self, category: Category, duration: timedelta, factor: Decimal | None, decided: timedelta | None
    ) -> Command:
        identifier = f"b{len(self.account.facts)}"
        self.bans.append(identifier)
        self.findings.append(identifier)
        return c.ImposeBan(
            id=identifier,
            category=category,
            duration=duration,
            factor=factor,
            decided_at=None if decided is None else self.now - decided,
        )

    def live_through_part_of_a_ban(self, pick: int, _: int, lived: int) -> None:
        """Advance until this percentage of the ban's suspension is over, unless it is later already."""
        ban = self.ban_named(picked(self.bans, pick))
        if ban is not None:
            self.now = max(self.now, ban.start + ban.suspension * lived / 100)

    def shorten(self, pick: int, percent: int, _: int) -> Command:
        identifier = picked(self.bans, pick)
        ban = self.ban_named(identifier)
        whole = timedelta(days=1) if ban is None else ban.duration
        return c.ShortenBan(id=identifier, duration=max(MICROSECOND, whole * percent / 100))

    def ban_named(self, identifier: str) -> Ban | None:
        return next((ban for ban in self.account.pruned.bans if ban.id == identifier), None)

    def violation(self, category: Category, decided: timedelta | None) -> Command:
        identifier = f"v{len(self.account.facts)}"
        self.findings.append(identifier)
        return c.RecordViolation(
            id=identifier, category=category, decided_at=None if decided is None else self.now - decided
        )

    def imitate(self) -> Command:
        identifier = f"i{len(self.account.facts)}"
        self.findings.append(identifier)
        self.imitations.append(identifier)
        return c.FindImpersonation(id=identifier, imitated="某市公安局")

    def sanction(self, consequences: Consequences) -> Command:
        identifier = f"s{len(self.account.facts)}"
        self.findings.append(identifier)
        return c.Sanction(id=identifier, category=Category.DISTORTION, consequences=consequences)

    def measure(self, measure: MeasureKind, duration: timedelta | None) -> Command:
        identifier = f"q{len(self.account.facts)}"
        self.findings.append(identifier)
        self.measures.append((identifier, measure))
        return c.ImposeMeasure(id=identifier, measure=measure, category=Category.DISTORTION, duration=duration)

    def shorten_measure(self, pick: int, duration: timedelta) -> Command:
        none = [("none", MeasureKind.FREEZE_GROWTH)]
        identifier, measure = (self.measures or none)[-1 - pick % len(self.measures or none)]
        return c.ShortenMeasure(id=identifier, measure=measure, duration=duration)

    def cancel(self, category: Category | None) -> Command:
        identifier = f"m{len(self.account.facts)}"
        self.findings.append(identifier)
        return c.CancelMonetization(id=identifier, category=category)


def picked(identifiers: list[str], pick: int) -> str:
    """Return one of the identifiers, or one that does not exist."""
    return identifiers[-1 - pick % len(identifiers)] if identifiers else "none"
