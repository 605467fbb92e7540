"""Queries and response bodies of the queue: its items, counts, presence and saved views."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any

from pydantic import Field, StringConstraints, field_validator

from api.handling.requests import Body, examples
from api.http.cursors import PageOf, PageQuery, Word, items_named
from api.http.parameters import nothing_personal
from ledger.cases.queue import COUNTED_TO, Counts, Queued
from ledger.cases.views import Views
from models.base import Frozen
from models.cases.cases import CaseKind, CaseStatus, Outcome, Priority
from models.cases.queue import LONGEST_SKIP, SECOND_STATUSES, CaseFilters, Looking, Sorting, View, ViewId
from models.cases.subjects import Appealed
from models.instants import Duration, Instant
from models.names import AccountId, CaseId
from models.records import RecordId
from models.texts.incoming import Line
from regulation.cases import queue as rules
from regulation.cases.queue import VIEW_NAMES, Reader
from regulation.cases.reducer import current
from regulation.words.case_kinds import KINDS
from regulation.words.languages import Words

Names = Mapping[str, str]
"""Names of actors, for people to read."""


class CasesQuery(CaseFilters, PageQuery):
    """Filters, order and page of the queue."""

    view: Annotated[
        ViewId | None,
        Field(description="Identifier of a saved view: its filters and order, where you give none of that name."),
    ] = None
    sort: Annotated[
        Sorting | None,
        Field(description="Omitted: `urgency`, or `decided` where only decided and withdrawn cases are listed."),
    ] = None

    def filters(self, view: View | None) -> CaseFilters:
        """Return the filters of the view, with those of the query in place of the view's own."""
        known = CaseFilters() if view is None else view.filters
        given = self.model_fields_set & set(CaseFilters.model_fields)
        return known.model_copy(update={name: getattr(self, name) for name in given})


class Bilingual(Frozen):
    """A text in Chinese and in English."""

    zh: str
    en: str


class LookingShown(Frozen):
    """A person who is looking at a case."""

    person: str
    person_name: str | None
    since: Instant
    me: Annotated[bool, Field(description="Whether it is you.")]


class AppealShown(Frozen):
    """What an appeal is against, and what it says."""

    action: CaseId
    says: str


class QueuedCase(Frozen):
    """A case in the queue, with the data needed to choose one."""

    id: RecordId
    kind: CaseKind
    kind_words: Bilingual
    status: CaseStatus
    title: str
    summary: Annotated[Bilingual, Field(description="The case in one line.")]
    account: AccountId | None
    account_name: str | None
    article: int
    priority: Annotated[Priority, Field(description="Priority now: urgent once it is overdue.")]
    score: Annotated[int, Field(ge=0, le=100, description="Urgency; it follows priority and deadline.")]
    opened_at: Instant
    age: Annotated[Bilingual, Field(description="Time since the opening, in words.")]
    due_at: Instant
    deadline: Annotated[Bilingual, Field(description="Time until the deadline, or beyond it, in words.")]
    overdue: bool
    claimed_by: str | None
    claimed_by_name: str | None
    claimed_until: Instant | None
    assigned_to: str | None
    assigned_to_name: str | None
    proposed_by: str | None
    proposed_by_name: str | None
    second_person: Annotated[bool, Field(description="Whether a second person must decide.")]
    decided_by: str | None
    decided_by_name: str | None
    decided_at: Instant | None
    outcome: Annotated[Outcome | None, Field(description="Outcome decided, or proposed.")]
    decidable: Annotated[bool, Field(description="Whether you may decide it now.")]
    mine: Annotated[bool, Field(description="Whether you have claimed it, or it is assigned to you.")]
    skipped: Annotated[bool, Field(description="Whether you have skipped it for now.")]
    looking: tuple[LookingShown, ...]
    evidence: int
    notes: int
    version: int
    appeal: Annotated[AppealShown | None, Field(description="Null for other kinds of case.")] = None


class CasesPage(PageOf[QueuedCase, Word]):
    """Cases, the most urgent first, then by due time."""

    model_config = items_named("cases")


def actors_of(found: Queued) -> set[str]:
    """Return the persons whose names are shown with a case."""
    case = found.state
    named = (
        case.claim and case.claim.by,
        case.assigned_to,
        case.proposal and case.proposal.by,
        case.correction and case.correction.by,
        case.decision and case.decision.by,
        case.deferral and case.deferral.by,
        *(one.person for one in found.looking),
    )
    return {actor for actor in named if actor}


def queued(found: Queued, reader: Reader, names: Names, now: Instant) -> QueuedCase:
    """Return the queue row of a case."""
    case = current(found.state, now)
    opening, claim, decision, deferral = case.opening, case.claim, case.decision, case.deferral
    proposal = case.correction or case.proposal
    ruled = case.correction or decision or deferral or (proposal if case.status is CaseStatus.PROPOSED else None)
    claimed_by = None if claim is None else claim.by
    proposed_by = None if proposal is None else proposal.by
    decided = decision or deferral
    decided_by = None if decided is None else decided.by
    return QueuedCase(
        id=case.id,
        kind=opening.kind,
        kind_words=said(KINDS[opening.kind].words),
        status=case.status,
        title=opening.title,
        summary=said(rules.summary(case, found.name, found.change)),
        account=opening.account,
        account_name=found.name,
        article=opening.article,
        priority=rules.priority_at(case, now),
        score=rules.score(case, now),
        opened_at=case.opened_at,
        age=said(rules.age(case, now)),
        due_at=case.due_at,
        deadline=said(rules.deadline(case, now)),
        overdue=rules.is_overdue(case, now),
        claimed_by=claimed_by,
        claimed_by_name=_name(claimed_by, names),
        claimed_until=None if claim is None else claim.until,
        assigned_to=case.assigned_to,
        assigned_to_name=_name(case.assigned_to, names),
        proposed_by=proposed_by,
        proposed_by_name=_name(proposed_by, names),
        second_person=case.status in SECOND_STATUSES,
        decided_by=decided_by,
        decided_by_name=_name(decided_by, names),
        decided_at=None if decided is None else decided.at,
        outcome=None if ruled is None else ruled.ruling.outcome,
        decidable=rules.decidable(case, reader),
        mine=rules.is_mine(case, reader),
        skipped=found.skipped,
        looking=looking_shown(found.looking, reader, names),
        evidence=len(case.evidence),
        notes=case.notes,
        version=found.version,
        appeal=_appeal(opening.subject),
    )


def _appeal(subject: object) -> AppealShown | None:
    return AppealShown(action=subject.action, says=subject.says) if isinstance(subject, Appealed) else None


def looking_shown(looking: tuple[Looking, ...], reader: Reader, names: Names) -> tuple[LookingShown, ...]:
    """Return who looks at a case, with names."""
    return tuple(
        LookingShown(
            person=one.person,
            person_name=_name(one.person, names),
            since=one.since,
            me=one.person in reader.names,
        )
        for one in looking
    )


def said(words: Words) -> Bilingual:
    """Return words as an answer."""
    return Bilingual(zh=words.zh, en=words.en)


def _name(actor: str | None, names: Names) -> str | None:
    return None if actor is None else names.get(actor)


class SecondPersonCounts(Frozen):
    """Cases that a second person must decide."""

    needed: int
    me: Annotated[int, Field(description="Those of which you may be the second person.")]


class ViewCount(Frozen):
    """Number of cases of a view."""

    view: ViewId
    cases: Annotated[int, Field(description=f"At most {COUNTED_TO} for a view that lists decided cases.")]


class CaseCounts(Frozen):
    """Numbers of undecided cases, and of the cases of each view that you see."""

    waiting: int
    status: dict[CaseStatus, int]
    kind: dict[CaseKind, int]
    priority: dict[Priority, int]
    overdue: int
    mine: int
    unclaimed: int
    decidable: Annotated[int, Field(description="Cases that you may decide now.")]
    second_person: SecondPersonCounts
    views: tuple[ViewCount, ...]


def counted(counts: Counts) -> CaseCounts:
    """Return the counts as an answer, with a zero for each status and kind that no case has."""
    return CaseCounts(
        waiting=counts.waiting,
        status={status: counts.status.get(status.value, 0) for status in CaseStatus if status.value in _WAITING},
        kind={kind: counts.kind.get(kind.value, 0) for kind in CaseKind},
        priority={priority: counts.priority[priority] for priority in Priority},
        overdue=counts.overdue,
        mine=counts.mine,
        unclaimed=counts.unclaimed,
        decidable=counts.decidable,
        second_person=SecondPersonCounts(needed=counts.second_needed, me=counts.second_me),
        views=tuple(ViewCount(view=view, cases=cases) for view, cases in counts.views.items()),
    )


_WAITING = {status.value for status in rules.WAITING_STATUSES}


class PresenceBody(Body):
    """Presence at a case: you look at it for the next 30 seconds, or leave it."""

    model_config = examples({}, {"leaving": True})

    leaving: bool = False


class PresenceAnswer(Frozen):
    """Everybody who is looking at the case now, the one who came first first."""

    looking: tuple[LookingShown, ...]
    lease_s: Annotated[int, Field(description="Seconds after which you count as gone, unless you send it again.")]


class SkipBody(Body):
    """The time for which a case is not offered to you; null: an hour."""

    model_config = examples({}, {"for": "PT4H"})

    length: Annotated[Duration | None, Field(alias="for", description="At most P3D. Omitted: one hour.")] = None

    @field_validator("length")
    @classmethod
    def _not_for_ever(cls, value: timedelta | None) -> timedelta | None:
        if value is not None and value > LONGEST_SKIP:
            raise ValueError("must be at most P3D: ask an operator to assign it to somebody else")
        return value


class SkipAnswer(Frozen):
    """The time until which the case is not offered to you."""

    case: RecordId
    skipped_until: Instant


ViewName = Annotated[Line, StringConstraints(max_length=60)]


class FiltersBody(CaseFilters):
    """Filters of a saved view. `me` stands for whoever opens it."""

    @field_validator("search", mode="after")
    @classmethod
    def _nothing_personal(cls, value: str | None) -> str | None:
        return None if value is None else nothing_personal(value)


class NewViewBody(Body):
    """A view to save."""

    model_config = examples(
        {"name": "Appeals due today", "filters": {"kind": ["appeal"], "due_within": "P1D"}, "shared": True},
        {"id": "closures", "name": "关闭账号", "filters": {"kind": ["closure"]}, "sort": "newest"},
    )

    id: Annotated[ViewId | None, Field(description="Your identifier. Omitted: one is generated.")] = None
    name: Annotated[ViewName, Field(min_length=1)]
    filters: FiltersBody = FiltersBody()
    sort: Sorting | None = None
    shared: Annotated[bool, Field(description="Whether everybody sees it; only you may change it.")] = False


class ViewChangesBody(Body):
    """Changes of a view; what is omitted stays."""

    model_config = examples({"name": "Appeals"}, {"shared": True}, {"filters": {"overdue": True}, "sort": None})

    name: Annotated[ViewName | None, Field(min_length=1)] = None
    filters: FiltersBody | None = None
    sort: Sorting | None = None
    shared: bool | None = None

    def changes(self) -> dict[str, Any]:
        """Return the fields to change, with their new values."""
        given = {name: getattr(self, name) for name in self.model_fields_set}
        found = {name: value for name, value in given.items() if name == "sort" or value is not None}
        if self.filters is not None:
            found["filters"] = filters_of(self.filters)
        return found


def filters_of(body: FiltersBody) -> CaseFilters:
    """Return the filters as they are saved."""
    return CaseFilters(**{name: getattr(body, name) for name in body.model_fields_set})


class StarBody(Body):
    """Whether the view stands among your starred ones."""

    model_config = examples({"starred": True})

    starred: bool = True


class NothingBody(Body):
    """An empty body."""

    model_config = examples({})


class ViewShown(Frozen):
    """A view of the queue."""

    id: ViewId
    name: Bilingual
    owner: Annotated[str | None, Field(description="Person who saved it; null for a view that everybody has.")]
    owner_name: str | None
    mine: bool
    filters: CaseFilters
    sort: Sorting | None
    shared: bool
    starred: Annotated[bool, Field(description="Whether you have starred it.")]


class ViewsAnswer(Frozen):
    """The views that you see: those of everybody, then your own and shared ones, oldest first."""

    views: tuple[ViewShown, ...]
    last_used: Annotated[ViewId | None, Field(description="View that you opened last.")]


def view_shown(view: View, reader: Reader, names: Names, starred: frozenset[str] = frozenset()) -> ViewShown:
    """Return a view as an answer."""
    return ViewShown(
        id=view.id,
        name=said(VIEW_NAMES.get(view.id) or Words(view.name, view.name)),
        owner=view.owner,
        owner_name=_name(view.owner, names),
        mine=view.owner in reader.names,
        filters=view.filters,
        sort=view.sort,
        shared=view.shared,
        starred=view.id in starred,
    )


def views_shown(views: Views, reader: Reader, names: Names) -> ViewsAnswer:
    """Return all views of a reader as an answer."""
    shown = tuple(view_shown(view, reader, names, views.starred) for view in views.views)
    return ViewsAnswer(views=shown, last_used=views.last_used)
