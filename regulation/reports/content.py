"""Article 9: the platform regularly reports restrictions of profit-making. Rows of one account for a report.

The restrictions are those of the fold, so a report agrees with the gate. Facts are taken one after another, and the
same pass gives the rows of the previous report: its state of knowledge is a prefix of the same facts.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, Literal, TypeVar

from models.accounts import facts as f
from models.accounts.facts import Fact, reference_of
from models.accounts.standing import Restriction as InForce
from models.accounts.standing import Standing
from models.names import AccountKind
from models.reports.content import (
    NONE,
    AppealStatus,
    Correction,
    EndedBy,
    FiledReport,
    Moves,
    Others,
    Period,
    Restriction,
    Totals,
)
from models.words.privileges import APPLY_MONETIZATION, MONETIZE, Field, Method, monetize_by
from models.words.restrictions import ProfitRestriction
from models.words.sanctions import Basis
from models.words.violations import Category
from regulation.articles import a08_profit as a08
from regulation.articles import a09_bans as a09
from regulation.holders.findings import category_of
from regulation.reports.periods import first_reported_in
from regulation.standing.fold import APPLICATION, apply
from regulation.words.measures import withholds
from regulation.words.restrictions import RESTRICTIONS


@dataclass
class _Item:
    """Restriction as it is known so far."""

    kind: ProfitRestriction
    cause: str
    article: int
    start: datetime
    end: datetime | None
    recorded_at: datetime
    methods: tuple[Method, ...]
    category: Category | None = None
    occurred_at: datetime | None = None
    ban_length: timedelta | None = None
    factor: Decimal | None = None
    ended_by: EndedBy | None = None

    def cut(self, at: datetime, by: EndedBy) -> None:
        """End the restriction at the instant, unless it has ended before."""
        end = max(self.start, at)
        if self.end is None or end < self.end:
            self.end, self.ended_by = end, by


_Key = tuple[ProfitRestriction, str]
_Ends = dict[_Key, datetime | None]


@dataclass
class Reduced:
    """Rows of one account in a report."""

    restrictions: list[Restriction] = field(default_factory=list)
    before: list[Restriction] = field(default_factory=list)
    """Its rows in the previous report."""
    corrections: list[Correction] = field(default_factory=list)


class AccountReport:
    """Reducer of one account's facts, in the order in which they were recorded, to its rows of a report."""

    def __init__(
        self,
        period: Period,
        previous: Period | None,
        filed: Sequence[FiledReport] = (),
        appeals: Mapping[str, AppealStatus] | None = None,
    ) -> None:
        self._period, self._previous = period, previous
        self._filed, self._appeals = filed, appeals or {}
        self._standing: Standing | None = None
        self._items: dict[_Key, _Item] = {}
        self._categories: dict[str, Category] = {}
        """Category under each identifier, also for facts that follow from a finding."""
        self._occurred: dict[str, datetime] = {}
        self._known_before_previous: _Ends = {}
        self._known: _Ends | None = None
        self._previous_begun = False
        self._out = Reduced()

    def take(self, fact: Fact) -> None:
        """Take one more fact."""
        self._pass(fact.recorded_at)
        standing_before = self._standing
        standing = self._standing = apply(standing_before, fact, keep_past=True)
        if standing_before is None:
            return
        body = fact.body
        reference = reference_of(body)
        if reference is not None and (category := category_of(body)) is not None:
            self._categories.setdefault(reference, category)
            basis: Basis = getattr(body, "basis", None) or Basis()
            if basis.occurred_at is not None:
                self._occurred.setdefault(reference, basis.occurred_at)
        was = {key: item.end for key, item in self._items.items() if key[1] == reference}
        self._change(fact, standing_before, was)
        if reference is not None:
            self._follow(standing, standing_before, reference, fact)
        self._correct(fact, was)

    def _change(self, fact: Fact, before: Standing, was: _Ends) -> None:
        """Begin or end the restriction that the fact itself states."""
        body, at = fact.body, fact.effective_at
        if isinstance(body, f.MonetizationWithheld):
            self._add(_withheld(body, fact))
        elif isinstance(body, f.MonetizationCancelled):
            self._add(_cancelled(body, fact, before, self._categories.get(body.id)))
        elif isinstance(body, f.MonetizationGranted):
            for item in self._items.values():
                if item.kind is ProfitRestriction.CANCELLED or (
                    item.cause.startswith(APPLICATION) and set(item.methods) & set(body.methods)
                ):
                    item.cut(at, EndedBy.GRANTED)
        elif isinstance(body, f.Overturned | f.NetworkLifted):
            for key in was:
                self._items[key].cut(at, EndedBy.OVERTURNED if isinstance(body, f.Overturned) else EndedBy.LIFTED)
        elif isinstance(body, f.WithholdingLifted | f.ConsequenceWithdrawn):
            for kind in _lifted(body):
                if (kind, body.id) in was:
                    self._items[kind, body.id].cut(at, EndedBy.LIFTED)

    def result(self) -> Reduced:
        """Return the account's rows, once every fact was taken."""
        self._pass(self._period.end)
        if self._standing is not None:
            known = self._known or {}
            self._out.restrictions = self._reported(self._period, known, self._appeals)
        return self._out

    def _pass(self, at: datetime) -> None:
        """Keep what was known when each of the two periods began, before the first fact that was recorded in it."""
        if self._previous is not None and not self._previous_begun and at >= self._previous.start:
            self._previous_begun = True
            self._known_before_previous = self._ends()
        if self._known is None and at >= self._period.start:
            self._known = self._ends()
            if self._previous is not None and self._standing is not None:
                self._out.before = self._reported(self._previous, self._known_before_previous, {})

    def _ends(self) -> _Ends:
        return {key: self._end(item) for key, item in self._items.items()}

    def _end(self, item: _Item) -> datetime | None:
        """End of the restriction: at the closure, as a closed account makes no profit; a reopened account has its
        restrictions back.
        """
        closed_at = None if self._standing is None else self._standing.closed_at
        if closed_at is None:
            return item.end
        closed_at = max(closed_at, item.start)
        return closed_at if item.end is None else min(item.end, closed_at)

    def _add(self, item: _Item) -> None:
        item.occurred_at = self._occurred.get(item.cause)
        self._items[item.kind, item.cause] = item

    def _follow(self, standing: Standing, before: Standing, reference: str, fact: Fact) -> None:
        """Take over restrictions that the fold has closed because of this fact, or changed because of it."""
        for closing in standing.restrictions:
            # An inherited restriction is reported once, on the account that it comes from.
            if closing.cause != reference or closing.origin is not None:
                continue
            kind = _reported_as(closing)
            if kind is None:
                continue
            key = (kind, reference)
            known = self._items.get(key)
            if known is None:
                self._add(_closed(closing, kind, fact, before))
            elif closing.interval.end is not None and isinstance(fact.body, f.BanShortened | f.MeasureShortened):
                known.cut(closing.interval.end, EndedBy.SHORTENED)
                if isinstance(fact.body, f.BanShortened):
                    known.ban_length = fact.body.duration
            elif not isinstance(fact.body, _ENDING):
                known.end = closing.interval.end

    def _correct(self, fact: Fact, was: _Ends) -> None:
        """Record a correction of a restriction that an earlier report knew."""
        because = _CORRECTS.get(type(fact.body))
        if because is None or fact.recorded_at < self._period.start or self._standing is None:
            return
        for key, end in was.items():
            item = self._items[key]
            unchanged = because != "overturned" and end == item.end
            if item.recorded_at >= self._period.start or unchanged:
                continue
            self._out.corrections.append(
                Correction(
                    account=fact.account,
                    name=self._standing.name,
                    kind=item.kind,
                    cause=item.cause,
                    category=item.category,
                    because=because,
                    start=item.start,
                    end_reported=end,
                    end_now=item.end,
                    effective_at=fact.effective_at,
                    recorded_at=fact.recorded_at,
                    reported_in=first_reported_in(self._filed, recorded_at=item.recorded_at, start=item.start, end=end),
                )
            )

    def _reported(self, period: Period, known: _Ends, appeals: Mapping[str, AppealStatus]) -> list[Restriction]:
        rows = []
        for key, item in self._items.items():
            end = self._end(item)
            was_in_force = key in known and _reaches(known[key], period.start)
            if item.start >= period.end or not (
                was_in_force or period.start <= item.recorded_at < period.end or _reaches(end, period.start)
            ):
                continue
            rows.append(self._row(period, item, end, begun=not was_in_force, appeals=appeals))
        return sorted(rows, key=lambda row: (row.start, row.cause))

    def _row(
        self,
        period: Period,
        item: _Item,
        end: datetime | None,
        *,
        begun: bool,
        appeals: Mapping[str, AppealStatus],
    ) -> Restriction:
        standing = self._standing
        assert standing is not None
        ended = end is not None and end < period.end
        by = EndedBy.CLOSURE if end != item.end else item.ended_by
        return Restriction.trusted(
            account=standing.account,
            name=standing.name,
            account_kind=standing.kind,
            fields=standing.fields,
            kind=item.kind,
            article=item.article,
            category=item.category,
            cause=item.cause,
            occurred_at=item.occurred_at,
            methods=item.methods,
            start=item.start,
            end=end,
            ban_length=item.ban_length,
            factor=item.factor,
            recorded_at=item.recorded_at,
            begun=begun,
            ended=ended,
            late=begun and item.start < period.start,
            ended_by=by or (EndedBy.TIME if ended else None),
            appeal=appeals.get(item.cause, AppealStatus.NONE),
        )


_ENDING: Final = (f.Overturned, f.NetworkLifted, f.WithholdingLifted, f.ConsequenceWithdrawn)
"""Facts whose ends are stated by themselves."""

_CORRECTS: Final[Mapping[type, Literal["overturned", "shortened", "lifted"]]] = {
    f.Overturned: "overturned",
    f.BanShortened: "shortened",
    f.MeasureShortened: "shortened",
    f.NetworkLifted: "lifted",
    f.WithholdingLifted: "lifted",
    f.ConsequenceWithdrawn: "lifted",
}


def _lifted(body: f.WithholdingLifted | f.ConsequenceWithdrawn) -> tuple[ProfitRestriction, ...]:
    """Restrictions of the same cause that a person has ended."""
    if isinstance(body, f.WithholdingLifted):
        return (ProfitRestriction.WITHHELD,)
    if body.consequence == "closure":
        return ()
    return (ProfitRestriction.CANCELLED, *((ProfitRestriction.WITHHELD,) if body.withholding else ()))


def _reaches(end: datetime | None, start: datetime) -> bool:
    """Whether a restriction with that end was still in force when a period began, or ended at that very instant."""
    return end is None or end >= start


def _reported_as(closing: InForce) -> ProfitRestriction | None:
    """Heading of a restriction in the report; None for one that does not restrict profit-making."""
    reported = RESTRICTIONS[closing.kind].reported
    if closing.privilege == APPLY_MONETIZATION:
        of_profit = withholds(closing)
    else:
        of_profit = closing.privilege.partition(".")[0] == MONETIZE
    return reported[0] if reported is not None and of_profit else None


def _closed(closing: InForce, kind: ProfitRestriction, fact: Fact, before: Standing) -> _Item:
    body: Any = fact.body
    return _Item(
        kind=kind,
        cause=closing.cause,
        article=closing.article,
        start=closing.interval.start,
        end=closing.interval.end,
        recorded_at=fact.recorded_at,
        # A withholding of applications ends no grant.
        methods=() if closing.privilege == APPLY_MONETIZATION else _granted(before, closing.interval.start),
        category=getattr(body, "category", None),
        ban_length=body.duration if isinstance(body, f.BanImposed) else None,
        factor=getattr(body, "factor", None),
    )


def _withheld(body: f.MonetizationWithheld, fact: Fact) -> _Item:
    return _Item(
        kind=ProfitRestriction.WITHHELD,
        cause=f"{APPLICATION}{fact.seq}",
        article=body.articles[0] if body.articles else a08.ARTICLE,
        start=fact.effective_at,
        end=None if body.eligible_at is None else max(body.eligible_at, fact.effective_at),
        recorded_at=fact.recorded_at,
        methods=body.methods,
    )


def _cancelled(body: f.MonetizationCancelled, fact: Fact, before: Standing, category: Category | None) -> _Item:
    return _Item(
        kind=ProfitRestriction.CANCELLED,
        cause=body.id,
        article=a09.ARTICLE,
        start=fact.effective_at,
        end=None,
        recorded_at=fact.recorded_at,
        methods=_granted(before, fact.effective_at),
        category=category,
    )


def _granted(standing: Standing, at: datetime) -> tuple[Method, ...]:
    open_ = {grant.privilege for grant in standing.grants if grant.interval.covers(at)}
    return tuple(method for method in Method if monetize_by(method) in open_)


# --- totals ----------------------------------------------------------------------------------------------------------

E = TypeVar("E", bound=StrEnum)


class Tally:
    """Counter of restrictions, in constant memory for any number of them."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str, str]] = Counter()
        self._accounts = 0

    def add(self, rows: Iterable[Restriction]) -> None:
        """Add the restrictions of one account."""
        any_ = False
        for row in rows:
            any_ = True
            lines = [
                ("all", ""),
                ("kind", row.kind.value),
                ("category", NONE if row.category is None else row.category.value),
                ("account_kind", row.account_kind.value),
                *(("field", one.value) for one in row.fields or ()),
                *(("method", one.value) for one in row.methods or ()),
            ]
            if not row.fields:
                lines.append(("field", NONE))
            if not row.methods:
                lines.append(("method", NONE))
            for line in lines:
                if row.begun:
                    self._counts[*line, "begun"] += 1
                self._counts[*line, "ended" if row.ended else "in_force"] += 1
        self._accounts += any_

    def totals(self, others: Others) -> Totals:
        """Totals of the counts. Rows without a count are left out, except those of kinds."""
        return Totals(
            restrictions=self._moves("all", ""),
            accounts=self._accounts,
            by_kind={kind: self._moves("kind", kind.value) for kind in ProfitRestriction},
            by_category=self._lines("category", Category),
            by_field=self._lines("field", Field),
            by_method=self._lines("method", Method),
            by_account_kind={kind: self._moves("account_kind", kind.value) for kind in AccountKind},
            others=others,
        )

    def _moves(self, line: str, value: str) -> Moves:
        return Moves(**{name: self._counts[line, value, name] for name in Moves.model_fields})

    def _lines(self, name: str, keys: type[E]) -> dict[E | Literal["none"], Moves]:
        wanted: tuple[E | Literal["none"], ...] = (*keys, "none")
        counted = {key: self._moves(name, str(key)) for key in wanted}
        return {key: moves for key, moves in counted.items() if moves != Moves()}
