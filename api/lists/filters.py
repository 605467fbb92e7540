"""Filters of the lists of actions, violations, bans, certifications and appeals."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from api.http.parameters import Day, QueryMoment
from api.http.problems import Fault, invalid
from api.http.words import Actor, SoughtHolder
from ledger.accounts.search_counts import LAST_ARTICLE
from ledger.lists import actions, appeals, certifications
from models.base import Frozen
from models.names import AccountId
from models.sanctions.listed import ActionState, CertificationState
from models.words.privileges import Field as PublishingField
from models.words.violations import Category

Measure = Literal[
    "ban",
    "suspension",
    "cancellation",
    "closure",
    "denial",
    "warning",
    "limit_recommendation",
    "freeze_growth",
    "withhold_profit",
    "remove_followers",
    "clear_followers",
    "report",
]
"""Measures of an action, as statements of reasons name them."""


class OfAccounts(Frozen):
    """Whose."""

    account: Annotated[AccountId | None, Field(description="Of this account.")] = None
    holder: Annotated[
        SoughtHolder | None, Field(description="Of the accounts that this holder has now: its reference, `h_…`.")
    ] = None


class FoundFilters(OfAccounts):
    """Filters that actions, violations and bans share; all that are given must be passed."""

    category: Annotated[Category | None, Field(description="Category of the violation.")] = None
    article: Annotated[
        int | None, Field(ge=1, le=LAST_ARTICLE, description="Article that was offended, or that of the measure.")
    ] = None
    actor: Annotated[Actor | None, Field(description="Who decided it: a person's or service's identifier.")] = None
    decided_since: Annotated[QueryMoment | None, Field(description="Recorded at this instant or later.")] = None
    decided_before: Annotated[QueryMoment | None, Field(description="Recorded earlier than this instant.")] = None

    def wanted(self, kind: actions.Kind, sort: Any = None) -> actions.Wanted:
        """Return the filters of the ledger.

        Raises:
            ProblemError: when the period ends before it begins.
        """
        require_order(self.decided_since, self.decided_before, "decided_before", "decided_since")
        names = set(type(self).model_fields) & set(actions.Wanted.__dataclass_fields__) - {"sort"}
        values = {name: getattr(self, name) for name in names}
        if values.get("state") is not None:
            values["state"] = ActionState(values["state"])
        return actions.Wanted(kind=kind, sort=None if sort is None else actions.Sort(sort), **values)


class ViolationFilters(FoundFilters):
    """Filters of violations."""

    state: Annotated[
        Literal["standing", "overturned"] | None, Field(description="Whether it stands, or was overturned.")
    ] = None


class BanFilters(FoundFilters):
    """Filters of bans."""

    state: Annotated[
        ActionState | None, Field(description="Now: it lasts (`standing`), has `ended`, or was `overturned`.")
    ] = None
    until_before: Annotated[QueryMoment | None, Field(description="It lasts, and ends before this instant.")] = None


class ActionFilters(BanFilters):
    """Filters of actions."""

    state: Annotated[
        ActionState | None,
        Field(
            description="Now: everything that it closed is open again (`ended`), it was `overturned`, or neither "
            "(`standing`): it lasts, or stays on record."
        ),
    ] = None
    measure: Annotated[Measure | None, Field(description="With this measure.")] = None


class CertificationFilters(OfAccounts):
    """Filters of certifications; all that are given must be passed."""

    field: Annotated[PublishingField | None, Field(description="In this field.")] = None
    state: Annotated[CertificationState | None, Field(description="State now.")] = None
    actor: Annotated[Actor | None, Field(description="Who recorded it.")] = None
    granted_since: Annotated[QueryMoment | None, Field(description="Recorded at this instant or later.")] = None
    granted_before: Annotated[QueryMoment | None, Field(description="Recorded earlier than this instant.")] = None
    ends_before: Annotated[
        Day | None, Field(description="In force or to come, and not valid on this day any more.")
    ] = None

    def wanted(self, sort: certifications.Sort | None = None) -> certifications.Wanted:
        """Return the filters of the ledger.

        Raises:
            ProblemError: when the period ends before it begins.
        """
        require_order(self.granted_since, self.granted_before, "granted_before", "granted_since")
        return certifications.Wanted(**_values(self, CertificationFilters), sort=sort)


class AppealFilters(OfAccounts):
    """Filters of appeals; all that are given must be passed."""

    category: Annotated[Category | None, Field(description="Category of the action appealed against.")] = None
    state: Annotated[
        appeals.State | None, Field(description="`open` until a decision has taken effect, whoever works on it.")
    ] = None
    outcome: Annotated[appeals.AppealOutcome | None, Field(description="Outcome of the decision.")] = None
    decided_by: Annotated[Actor | None, Field(description="Who decided it.")] = None
    opened_since: Annotated[QueryMoment | None, Field(description="Opened at this instant or later.")] = None
    opened_before: Annotated[QueryMoment | None, Field(description="Opened earlier than this instant.")] = None
    due_before: Annotated[QueryMoment | None, Field(description="Open, and its deadline lies before this instant.")] = (
        None
    )

    def wanted(self, sort: appeals.Sort | None = None) -> appeals.Wanted:
        """Return the filters of the ledger.

        Raises:
            ProblemError: when the period ends before it begins.
        """
        require_order(self.opened_since, self.opened_before, "opened_before", "opened_since")
        return appeals.Wanted(**_values(self, AppealFilters), sort=sort)


def _values(query: Frozen, filters: type[Frozen]) -> dict[str, Any]:
    return {name: getattr(query, name) for name in filters.model_fields}


def require_order(begin: datetime | None, end: datetime | None, late: str, early: str) -> None:
    """Require that a period ends after it begins.

    Raises:
        ProblemError: when it does not.
    """
    if begin is not None and end is not None and end <= begin:
        raise invalid(Fault(path=f"query.{late}", message=f"must be later than `{early}`"))
