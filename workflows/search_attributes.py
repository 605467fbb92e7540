"""Search attributes of accounts and cases, by which operators find workflows in the Temporal UI. No personal data."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from temporalio.common import SearchAttributeKey, SearchAttributeUpdate

from models.accounts.standing import Standing
from regulation.standing.status import kinds_in_force, open_fields, status_of

STATUS: Final = SearchAttributeKey.for_keyword("StandingStatus")
RESTRICTIONS: Final = SearchAttributeKey.for_keyword_list("StandingRestrictions")
FIELDS: Final = SearchAttributeKey.for_keyword_list("StandingFields")
NEXT_BOUNDARY: Final = SearchAttributeKey.for_datetime("StandingNextBoundary")

KIND: Final = SearchAttributeKey.for_keyword("StandingKind")
"""Kind of a case. Its status uses the same attribute as an account's status, its next step that of a boundary."""

ALL: Final[tuple[SearchAttributeKey[Any], ...]] = (STATUS, RESTRICTIONS, FIELDS, NEXT_BOUNDARY, KIND)


@dataclass(frozen=True)
class Shown:
    """Values of the search attributes of an account."""

    status: str
    restrictions: tuple[str, ...]
    fields: tuple[str, ...]
    next_boundary: datetime | None


def shown_of(standing: Standing, at: datetime, next_boundary: datetime | None) -> Shown:
    """Return the values for a standing at an instant."""
    return Shown(
        status=status_of(standing, at).value,
        restrictions=tuple(sorted(kind.value for kind in kinds_in_force(standing, at))),
        fields=tuple(field.value for field in open_fields(standing, at)),
        next_boundary=next_boundary,
    )


def updates(shown: Shown) -> list[SearchAttributeUpdate[Any]]:
    """Return the updates that set these values."""
    return [
        STATUS.value_set(shown.status),
        RESTRICTIONS.value_set(list(shown.restrictions)),
        FIELDS.value_set(list(shown.fields)),
        NEXT_BOUNDARY.value_unset() if shown.next_boundary is None else NEXT_BOUNDARY.value_set(shown.next_boundary),
    ]


def updates_of_case(kind: str, status: str, next_step: datetime | None) -> list[SearchAttributeUpdate[Any]]:
    """Return the updates that set the values of a case."""
    return [
        KIND.value_set(kind),
        STATUS.value_set(status),
        NEXT_BOUNDARY.value_unset() if next_step is None else NEXT_BOUNDARY.value_set(next_step),
    ]
