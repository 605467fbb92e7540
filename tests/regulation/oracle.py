"""Oracle: an independent and naive implementation of the notice, compared with the rules.

It shares only the vocabulary of facts with the rules, none of their code. It has no intervals and no standing: for
every question it reads the raw facts again in the order they were recorded and compares instants. Months are found by
walking day by day. It is slow and short on purpose, so that its correctness can be seen.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta, timezone
from fractions import Fraction

from models.accounts import facts as f
from models.accounts.facts import Fact

CHINA = timezone(timedelta(hours=8))
FOREVER = datetime(9999, 1, 1, tzinfo=CHINA)
ONE_DAY = timedelta(days=1)

MEASURE_ON = {"gain_followers": "freeze_growth", "be_recommended": "limit_recommendation"}

Span = tuple[datetime, datetime]


def months_later(anchor: datetime, months: int) -> datetime:
    """Return the instant this many months later: walk day by day over month ends, then to the anchor's day, or to the
    month's last day.
    """
    local = anchor.astimezone(CHINA)
    day, passed = local.date(), 0
    while passed < months:
        tomorrow = day + ONE_DAY
        passed += tomorrow.month != day.month
        day = tomorrow
    if months:
        while day.day < local.day and (day + ONE_DAY).month == day.month:
            day += ONE_DAY
    return datetime.combine(day, local.time(), CHINA)


def first_instant(day: date) -> datetime:
    return datetime.combine(day, time(0), CHINA)


def within(at: datetime, spans: Iterator[Span]) -> bool:
    return any(start <= at < end for start, end in spans)


class Oracle:
    """Answers from the facts that were recorded by `as_of`."""

    def __init__(self, facts: Sequence[Fact], as_of: datetime | None = None) -> None:
        self.facts = [fact for fact in facts if as_of is None or fact.recorded_at <= as_of]

    # --- questions ---------------------------------------------------------------------------------------------------

    def may(self, privilege: str, at: datetime) -> bool:
        """Return whether the account is permitted to do it at the instant."""
        if not self.in_service(at):
            return False
        parent, _, detail = privilege.partition(".")
        if parent in {"gain_followers", "be_recommended"}:
            return not self.muted(at) and not self.measured(MEASURE_ON[parent], at)
        if parent == "publish":
            return not self.muted(at) and (not detail or self.certified(detail, at))
        if parent == "monetize":
            if self.withheld(at, as_a_whole=True):
                return False
            return not self.unpaid(at) and not self.frozen(at) and self.granted(detail, at)
        if parent == "apply_monetization":
            return self.may_apply(at)
        return parent == "service"

    def may_apply(self, at: datetime) -> bool:
        """Return whether an application would be granted at the instant."""
        if self.withheld(at, as_a_whole=True) or self.withheld(at, as_a_whole=False):
            return False
        return self.in_service(at) and not self.unpaid(at) and not self.frozen(at) and not self.unclean(at)

    def opens(self, privilege: str, at: datetime) -> datetime | None:
        """Return the first instant from `at` on at which it is permitted."""
        return next((t for t in [at, *self.turns_after(at)] if self.may(privilege, t)), None)

    def eligible(self, at: datetime) -> datetime | None:
        """Return the first instant from `at` on at which an application would be granted."""
        return next((t for t in [at, *self.turns_after(at)] if self.may_apply(t)), None)

    def turns_after(self, at: datetime) -> list[datetime]:
        """Return every later instant at which an answer might change, in order; more than those at which one does."""
        return sorted({turn for turn in self.turns() if at < turn < FOREVER})

    def turns(self) -> Iterator[datetime]:
        """Yield every instant at which an answer might change."""
        for fact in self.facts:
            yield fact.effective_at
            yield fact.recorded_at
            for start, end in (*self.bans_of(fact, 1), *self.bans_of(fact, None), *self.violations_of(fact)):
                yield from (start, end)
            for start, end in (*self.freezes_of(fact), *self.certifications_of(fact), *self.refusals_of(fact)):
                yield from (start, end)
            if isinstance(fact.body, f.BanShortened):
                ban = next(b for b in self.facts if isinstance(b.body, f.BanImposed) and b.body.id == fact.body.id)
                assert isinstance(ban.body, f.BanImposed)
                yield ban.effective_at + fact.body.duration
                yield ban.effective_at + times(fact.body.duration, Fraction(ban.body.factor))
            if isinstance(fact.body, f.MeasureImposed):
                for start, end in self.measures_of(fact):
                    yield from (start, end)
            if isinstance(fact.body, f.MeasureShortened):
                for other in self.facts:
                    if isinstance(other.body, f.MeasureImposed) and other.body.id == fact.body.id:
                        yield other.effective_at + fact.body.duration

    # --- what stands in the way --------------------------------------------------------------------------------------

    def in_service(self, at: datetime) -> bool:
        registered = self.facts[0].effective_at <= at
        ended = any(isinstance(fact.body, f.RegistrationRejected) and fact.effective_at <= at for fact in self.facts)
        closed = any(within(at, self.closures_of(fact)) for fact in self.facts)
        return (
            registered
            and not ended
            and not closed
            and not any(within(at, self.refusals_of(fact)) for fact in self.facts)
        )

    def muted(self, at: datetime) -> bool:
        return any(within(at, self.bans_of(fact, 1)) for fact in self.facts)

    def measured(self, measure: str, at: datetime) -> bool:
        return any(
            isinstance(fact.body, f.MeasureImposed)
            and fact.body.measure == measure
            and within(at, self.measures_of(fact))
            for fact in self.facts
        )

    def withheld(self, at: datetime, *, as_a_whole: bool) -> bool:
        """Return whether profit is withheld: as a whole by facts of the older form, also what is granted; otherwise
        only what is not granted yet.
        """
        return any(
            isinstance(fact.body, f.MeasureImposed)
            and fact.body.measure == "withhold_profit"
            and (fact.body.least_months is None) == as_a_whole
            and within(at, self.measures_of(fact))
            for fact in self.facts
        )

    def unpaid(self, at: datetime) -> bool:
        return any(within(at, self.bans_of(fact, None)) for fact in self.facts)

    def frozen(self, at: datetime) -> bool:
        return any(within(at, self.freezes_of(fact)) for fact in self.facts)

    def unclean(self, at: datetime) -> bool:
        return any(within(at, self.violations_of(fact)) for fact in self.facts)

    def certified(self, field: str, at: datetime) -> bool:
        return any(
            isinstance(fact.body, f.CertificationGranted)
            and fact.body.field == field
            and within(at, self.certifications_of(fact))
            for fact in self.facts
        )

    def granted(self, method: str, at: datetime) -> bool:
        return any(
            isinstance(fact.body, f.MonetizationGranted)
            and method in fact.body.methods
            and within(at, self.grants_of(fact))
            for fact in self.facts
        )

    # --- each fact's own time, after what was recorded later about it ------------------------------------------------

    def later(self, fact: Fact) -> Iterator[Fact]:
        return (other for other in self.facts if other.seq > fact.seq)

    def bans_of(self, fact: Fact, factor: int | None) -> Iterator[Span]:
        """Yield the ban that a fact imposes (factor 1), or its suspension (the fact's own factor)."""
        if not isinstance(fact.body, f.BanImposed):
            return
        by = Fraction(fact.body.factor) if factor is None else Fraction(factor)
        end = fact.effective_at + times(fact.body.duration, by)
        for other in self.later(fact):
            if isinstance(other.body, f.BanShortened) and other.body.id == fact.body.id:
                shorter = fact.effective_at + times(other.body.duration, by)
                end = min(end, max(shorter, other.effective_at))
            if isinstance(other.body, f.Overturned) and other.body.id == fact.body.id:
                end = min(end, other.effective_at)
        yield fact.effective_at, end

    def closures_of(self, fact: Fact) -> Iterator[Span]:
        """Yield the time from a closure until the account is reopened, if ever."""
        if not isinstance(fact.body, f.AccountClosed):
            return
        end = FOREVER
        for other in self.later(fact):
            if isinstance(other.body, f.AccountReopened) and other.body.id == fact.body.id:
                end = min(end, other.effective_at)
        yield fact.effective_at, end

    def measures_of(self, fact: Fact) -> Iterator[Span]:
        """Yield the duration of a measure."""
        if not isinstance(fact.body, f.MeasureImposed):
            return
        end = FOREVER if fact.body.duration is None else fact.effective_at + fact.body.duration
        if fact.body.least_months is not None:
            window = months_later(fact.recorded_at, fact.body.least_months)
            end = FOREVER if fact.body.for_ever else window if fact.body.duration is None else max(end, window)
        for other in self.later(fact):
            if isinstance(other.body, f.MeasureShortened) and (other.body.id, other.body.measure) == (
                fact.body.id,
                fact.body.measure,
            ):
                end = min(end, max(fact.effective_at + other.body.duration, other.effective_at))
            if isinstance(other.body, f.Overturned) and other.body.id == fact.body.id:
                end = min(end, other.effective_at)
            if isinstance(other.body, f.WithholdingLifted) and (other.body.id, "withhold_profit") == (
                fact.body.id,
                fact.body.measure,
            ):
                end = min(end, other.effective_at)
        yield fact.effective_at, end

    def violations_of(self, fact: Fact) -> Iterator[Span]:
        """Yield the time for which a violation closes the clean window."""
        body = fact.body
        if isinstance(body, f.ViolationRecorded | f.BanImposed):
            start = body.decided_at or fact.recorded_at
        elif (
            isinstance(body, f.ImpersonationFound)
            or (isinstance(body, f.MeasureImposed) and body.clean_months)
            or (isinstance(body, f.MonetizationCancelled) and body.category is not None)
        ):
            start = fact.recorded_at
        else:
            return
        end = months_later(start, body.clean_months)
        for other in self.later(fact):
            if isinstance(other.body, f.Overturned) and other.body.id == body.id:
                end = min(end, other.effective_at)
        yield start, end

    def refusals_of(self, fact: Fact) -> Iterator[Span]:
        """Yield the time for which a fact refuses all service to the account: a hold until decided, a finding until
        overturned.
        """
        if not isinstance(fact.body, f.RegistrationHeld | f.ImpersonationFound):
            return
        end = FOREVER
        for other in self.later(fact):
            undone = isinstance(other.body, f.HoldLifted | f.ImpersonationLifted | f.Overturned)
            if undone and other.body.id == fact.body.id:  # type: ignore[union-attr] # all three have one
                end = min(end, other.effective_at)
        yield fact.effective_at, end

    def freezes_of(self, fact: Fact) -> Iterator[Span]:
        """Yield the time for which a change of holder freezes profit."""
        if isinstance(fact.body, f.HolderChanged):
            yield fact.effective_at, months_later(fact.effective_at, fact.body.freeze_months)

    def certifications_of(self, fact: Fact) -> Iterator[Span]:
        """Yield the time for which a certification covers its field."""
        if not isinstance(fact.body, f.CertificationGranted):
            return
        start = max(first_instant(fact.body.valid_from), fact.effective_at)
        end = first_instant(fact.body.valid_until + ONE_DAY)
        for other in self.later(fact):
            revoked = isinstance(other.body, f.CertificationRevoked) and other.body.id == fact.body.id
            if revoked or isinstance(other.body, f.HolderChanged):
                end = min(end, other.effective_at)
        yield start, end

    def grants_of(self, fact: Fact) -> Iterator[Span]:
        """Yield the times in which a granted application holds: until it is cancelled, and again while every
        cancellation is overturned.
        """
        spans = [(fact.effective_at, FOREVER)]
        cancellations: set[str] = set()
        for other in self.later(fact):
            if isinstance(other.body, f.MonetizationCancelled):
                cancellations.add(other.body.id)
                spans = [(start, min(end, other.effective_at)) for start, end in spans]
            if isinstance(other.body, f.Overturned) and other.body.id in cancellations:
                cancellations.remove(other.body.id)
                if not cancellations:
                    spans.append((other.effective_at, FOREVER))
        yield from spans


def times(duration: timedelta, factor: Fraction) -> timedelta:
    """Return the duration times the factor, rounded down to the microsecond."""
    microseconds = (duration.days * 86_400 + duration.seconds) * 1_000_000 + duration.microseconds
    return timedelta(microseconds=(microseconds * factor).__floor__())
