"""Figures of the review queue."""

from datetime import date, timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from api.handling import answers
from api.handling.routing import Guarded
from api.http.parameters import Day
from api.http.permissions import AUDITOR
from api.http.problems import Fault, invalid
from api.state.app_state import WithAppState
from ledger import case_statistics
from models.base import Frozen
from models.cases.cases import CaseKind
from models.cases.statistics import CaseStatistics

router = APIRouter(prefix="/v1/statistics", route_class=Guarded, tags=["cases"])

USUAL: Final = timedelta(days=28)
LONGEST: Final = timedelta(days=400)


class StatisticsQuery(Frozen):
    """Period and kinds; the last 28 days and all kinds, where nothing is given."""

    from_: Annotated[Day | None, Field(alias="from", description="First day, in Shanghai.")] = None
    until: Annotated[Day | None, Field(description="Last day; today, if it is not given.")] = None
    kind: Annotated[tuple[CaseKind, ...], Field(max_length=len(CaseKind), description="Repeatable.")] = ()

    def period(self, today: date) -> tuple[date, date]:
        """Return the first and the last day.

        Raises:
            ProblemError: when the period ends before it begins, or is too long.
        """
        last = self.until or max(today, self.from_ or today)
        first = self.from_ or last - USUAL + timedelta(days=1)
        if last < first:
            raise invalid(Fault(path="query.until", message="must not be before `from`"))
        if last - first > LONGEST:
            raise invalid(Fault(path="query.from", message=f"the period may have at most {LONGEST.days} days"))
        return first, last


@router.get("/cases", response_model=CaseStatistics, summary="Count cases: age, throughput, agreement, appeals")
async def read_case_statistics(
    query: Annotated[StatisticsQuery, Query()], app_state: WithAppState, request: Request
) -> Response:
    """What waits now by age; what was opened and decided each day; for each kind and each person how many were decided,
    how many late, how long it took, how often a second person agreed, and what appeals changed.
    """
    first, last = query.period(app_state.today())
    kinds = [kind.value for kind in query.kind] or None
    found = await case_statistics.of_period(app_state.database, first, last, app_state.clock(), kinds=kinds)
    caller = request.state.caller
    if not caller.roles & AUDITOR:
        own = tuple(one for one in found.persons if one.actor == caller.actor)
        found = found.model_copy(update={"persons": own})
    return answers.json(found)
