"""Review queue: filters of a list of cases, saved views, and the people who are looking at a case."""

import re
from datetime import date, timedelta
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, StringConstraints, WithJsonSchema
from pydantic import Field as Described

from models.base import Frozen
from models.cases.cases import Actor, CaseKind, CaseStatus, Priority
from models.instants import CivilDate, Duration, Instant
from models.names import AccountId
from models.texts.incoming import Line, phrase

ME: Final = "me"
"""Stands for the reader in a filter, so that a shared view shows each reader's own cases."""

SECOND_STATUSES: Final = (CaseStatus.PROPOSED, CaseStatus.CORRECTING)
"""Statuses in which a second person must decide."""
CLOSED_STATUSES: Final = frozenset({CaseStatus.DECIDED, CaseStatus.WITHDRAWN})
WAITING_STATUSES: Final = (CaseStatus.OPEN, CaseStatus.CLAIMED, CaseStatus.PROPOSED, CaseStatus.CORRECTING)
"""Statuses of the cases in the queue: somebody has to decide them. A deferred decision is made already."""

Sorting = Literal["urgency", "newest", "decided"]
"""Order of a list: most urgent first; last opened first; last decided or withdrawn first."""

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


def _written_as_day(value: Any) -> Any:
    if isinstance(value, date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise ValueError("must be a day, such as 2026-03-01")


FilterDay = Annotated[
    CivilDate,
    BeforeValidator(_written_as_day),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-03-01"]}),
]
"""Civil day in Asia/Shanghai."""
Somebody = Annotated[Actor, phrase]
"""Person in a filter: an identifier, or `me`."""


class CaseFilters(Frozen):
    """Filters of a list of cases; a case is listed if it passes all of them."""

    status: Annotated[
        tuple[CaseStatus, ...],
        Described(
            max_length=len(CaseStatus),
            description="Statuses. Omitted: undecided cases, or all where the decision or its author is asked for.",
        ),
    ] = ()
    kind: Annotated[tuple[CaseKind, ...], Described(max_length=len(CaseKind))] = ()
    priority: Annotated[
        tuple[Priority, ...],
        Described(max_length=len(Priority), description="Priorities now: an overdue case is urgent."),
    ] = ()
    overdue: Annotated[bool | None, Described(description="Whether the deadline has passed.")] = None
    due_within: Annotated[
        Duration | None, Described(description="Only undecided cases that are overdue or due within this time.")
    ] = None
    mine: Annotated[bool | None, Described(description="Whether you have claimed it, or it is assigned to you.")] = None
    unclaimed: Annotated[
        bool | None, Described(description="Whether nobody has claimed it and it is assigned to nobody.")
    ] = None
    decidable: Annotated[
        bool | None,
        Described(
            description="Whether you may decide it now: your roles and kinds permit it, nobody else has claimed it or "
            "is assigned, and you made neither the proposal nor the decision under appeal."
        ),
    ] = None
    second_person: Annotated[
        Literal["needed", "me"] | None,
        Described(description="`needed`: a second person must decide. `me`: you may be that person."),
    ] = None
    skipped: Annotated[bool | None, Described(description="Whether you have skipped it for now.")] = None
    claimed_by: Annotated[Somebody | None, Described(description="Identifier of a person, or `me`.")] = None
    assigned_to: Annotated[Somebody | None, Described(description="Identifier of a person, or `me`.")] = None
    decider: Annotated[
        Somebody | None, Described(description="Person who decided or proposed the decision: an identifier, or `me`.")
    ] = None
    account: AccountId | None = None
    search: Annotated[
        Line | None, Described(description="Part of the title, or of the identifier of the case or its account.")
    ] = None
    opened_from: Annotated[FilterDay | None, Described(description="First day of opening, in Shanghai.")] = None
    opened_until: Annotated[FilterDay | None, Described(description="Last day of opening.")] = None
    decided_from: Annotated[FilterDay | None, Described(description="First day of the decision.")] = None
    decided_until: Annotated[FilterDay | None, Described(description="Last day of the decision.")] = None

    def statuses(self) -> tuple[CaseStatus, ...]:
        """Return the statuses that are listed."""
        if self.status:
            return self.status
        past = (self.decider, self.decided_from, self.decided_until)
        return WAITING_STATUSES if past == (None, None, None) else tuple(CaseStatus)

    def usual_sorting(self) -> Sorting:
        """Return the order of a list that names none: by urgency where somebody waits for a decision."""
        decided = (self.decided_from, self.decided_until) != (None, None)
        return "decided" if decided or CLOSED_STATUSES.issuperset(self.statuses()) else "urgency"


ViewId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,63}$"), "identifier of a view"]


class View(Frozen):
    """A saved view of the queue: filters and an order under a name."""

    id: ViewId
    name: Line
    owner: Actor | None
    """Person who saved it; None for a view that everybody has."""
    filters: CaseFilters
    sort: Sorting | None = None
    shared: bool = False


class Looking(Frozen):
    """A person who is looking at a case."""

    person: Actor
    since: Instant
    until: Instant
    """End of the lease: it is extended while the page is open."""


PRESENCE_LEASE: Final = timedelta(seconds=30)
"""Time after which a page that sends nothing counts as left."""

USUAL_SKIP: Final = timedelta(hours=1)
LONGEST_SKIP: Final = timedelta(days=3)
