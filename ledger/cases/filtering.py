"""Filters of the queue as conditions of SQL, over the table `case_queue`.

The same conditions select a page and count a view. A case whose lease has lapsed may still be stored as claimed, and
one that is overdue as not yet urgent: the conditions are about the instant asked about, not about what is recorded.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Text, and_, any_, case, exists, literal, not_, or_, true
from sqlalchemy.dialects.postgresql import ARRAY

from ledger.store.statements import INSTANT
from models.cases.cases import CaseStatus, Priority
from models.cases.queue import ME, SECOND_STATUSES, WAITING_STATUSES, CaseFilters
from models.tables import CASE_QUEUE, CASE_SKIPS
from regulation.cases.queue import Reader
from regulation.tables.calendar import midnight, through
from regulation.words.case_kinds import RANK

Q: Final = CASE_QUEUE.c
Names = Mapping[str, frozenset[str]]
"""All names of each person that a filter names: the identifier, and those in earlier entries."""


class Conditions:
    """Conditions for one reader at one instant."""

    def __init__(self, reader: Reader, now: datetime, names: Names) -> None:
        self._reader, self._names = reader, names
        self._now = literal(now, INSTANT)
        self.overdue: Final = and_(Q.waiting, Q.due_at <= self._now)
        self.claimed: Final = Q.claimed_until > self._now
        """Whether a claim is in force; NULL where there is none."""
        self.status: Final = case((and_(Q.status == "claimed", Q.claimed_until <= self._now), "open"), else_=Q.status)
        self.rank: Final = case((self.overdue, RANK[Priority.URGENT]), else_=Q.priority)
        """Rank of the priority: an overdue case is urgent, also before its escalation is recorded."""
        self.unclaimed: Final = and_(Q.waiting, self.claimed.is_not(True), Q.assigned_to.is_(None))
        self.mine: Final = or_(
            and_(self.claimed, _among(Q.claimed_by, reader.names)), _among(Q.assigned_to, reader.names)
        )
        self.second_needed: Final = _among(Q.status, [status.value for status in SECOND_STATUSES])
        self.decidable: Final = self._decidable()
        self.second_me: Final = and_(self.second_needed, self.decidable)

    def _decidable(self) -> ColumnElement[bool]:
        names, own = self._reader.names, literal(sorted(self._reader.names), ARRAY(Text))
        second = and_(literal(self._reader.counts_as_second), not_(_among(Q.proposed_by, names)))
        return and_(
            Q.waiting,
            _among(Q.kind, [kind.value for kind in self._reader.decides]),
            or_(self.claimed.is_not(True), _among(Q.claimed_by, names)),
            or_(Q.assigned_to.is_(None), _among(Q.assigned_to, names)),
            Q.not_by == literal([], ARRAY(Text)) if not self._reader.counts_as_second else not_(Q.not_by.overlap(own)),
            not_(_among(Q.id, self._reader.kept_from)),
            or_(not_(self.second_needed), second),
        )

    def of(self, filters: CaseFilters) -> ColumnElement[bool]:
        """Return the condition that a case passes all filters."""
        asked = {name: value for name in _FILTERS if (value := getattr(filters, name)) not in (None, ())}
        found = [_FILTERS[name](self, value) for name, value in asked.items()]
        statuses = {*filters.statuses()}
        if self.waiting_only(filters):
            found.append(Q.waiting)  # literally, as the partial index has it
        if statuses not in ({*WAITING_STATUSES}, {*CaseStatus}):
            found.append(_among(self.status, [status.value for status in statuses]))
        return and_(true(), *found)

    @staticmethod
    def waiting_only(filters: CaseFilters) -> bool:
        """Whether only undecided cases can pass the filters."""
        return {*WAITING_STATUSES}.issuperset(filters.statuses())

    def person(self, column: ColumnElement[Any], actor: str) -> ColumnElement[bool]:
        """Return whether the column has one of the names of a person, or of the reader for `me`."""
        names = self._reader.names if actor == ME else self._names.get(actor, frozenset()) | {actor}
        return _among(column, names)

    def skipped(self) -> ColumnElement[bool]:
        """Return whether the reader has skipped the case for now."""
        skip = CASE_SKIPS.c
        return exists().where(skip.case == Q.id, _among(skip.person, self._reader.names), skip.until > self._now)

    def due_before(self, length: Any) -> ColumnElement[bool]:
        """Return whether the case is undecided and due within the length of time."""
        return and_(Q.waiting, Q.due_at <= self._now + length)


def _among(column: ColumnElement[Any], values: Collection[str]) -> ColumnElement[bool]:
    return column == any_(literal(sorted(values), ARRAY(Text)))


def _whether(condition: ColumnElement[bool], wanted: bool) -> ColumnElement[bool]:
    return condition if wanted else condition.is_not(True)


def _found(text: str) -> ColumnElement[bool]:
    return or_(*(column.icontains(text, autoescape=True) for column in (Q.title, Q.id, Q.account)))


_Make = Callable[[Conditions, Any], ColumnElement[bool]]
_FILTERS: Final[Mapping[str, _Make]] = {
    "kind": lambda _, kinds: _among(Q.kind, [kind.value for kind in kinds]),
    "priority": lambda at, priorities: or_(*(at.rank == RANK[priority] for priority in priorities)),
    "overdue": lambda at, wanted: _whether(at.overdue, wanted),
    "due_within": lambda at, length: at.due_before(length),
    "mine": lambda at, wanted: _whether(at.mine, wanted),
    "unclaimed": lambda at, wanted: _whether(at.unclaimed, wanted),
    "decidable": lambda at, wanted: _whether(at.decidable, wanted),
    "second_person": lambda at, who: at.second_me if who == ME else at.second_needed,
    "skipped": lambda at, wanted: _whether(at.skipped(), wanted),
    "claimed_by": lambda at, actor: and_(at.claimed, at.person(Q.claimed_by, actor)),
    "assigned_to": lambda at, actor: at.person(Q.assigned_to, actor),
    "decider": lambda at, actor: or_(at.person(Q.decided_by, actor), at.person(Q.proposed_by, actor)),
    "account": lambda _, account: Q.account == account,
    "search": lambda _, text: _found(text),
    "opened_from": lambda _, day: Q.opened_at >= midnight(day),
    "opened_until": lambda _, day: Q.opened_at < through(day),
    "decided_from": lambda _, day: and_(Q.decided_by.is_not(None), Q.ended_at >= midnight(day)),
    "decided_until": lambda _, day: and_(Q.decided_by.is_not(None), Q.ended_at < through(day)),
}
"""Condition of each filter beside the status, which `Conditions.of` adds."""
