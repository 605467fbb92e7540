"""Words of options: the same as the enumerations of the models, in the same order."""

from enum import StrEnum
from typing import get_args

import pytest

from api.lists import exporting, filters
from api.lists.actions import ViolationListQuery
from cli.terminal import words
from ledger.accounts import search_filters
from ledger.lists import actions, appeals, certifications
from models import directives, exposures, followers, networks, roles, runs
from models.cases import cases
from models.evidence import EvidenceKind
from models.names import AccountKind
from models.rumours import rumours
from models.sanctions import bulk, listed
from models.screening.screening import ProtectedKind
from models.words import privileges, sanctions, violations
from models.words.restrictions import RestrictionKind
from regulation.words import restrictions

ALIKE: dict[str, type[StrEnum]] = {
    "AccountKind": AccountKind,
    "AccountSort": search_filters.Sort,
    "AccountStatus": restrictions.AccountStatus,
    "ActionSort": actions.Sort,
    "ActionState": listed.ActionState,
    "AppealOutcome": appeals.AppealOutcome,
    "AppealSort": appeals.Sort,
    "AppealState": appeals.State,
    "CertificationSort": certifications.Sort,
    "CertificationState": listed.CertificationState,
    "RestrictionKind": RestrictionKind,
    "Uncertified": search_filters.Uncertified,
    "CaseKind": cases.CaseKind,
    "CaseOutcome": cases.Outcome,
    "CaseStatus": cases.CaseStatus,
    "Category": violations.Category,
    "CleanupStatus": followers.CleanupStatus,
    "DirectiveStatus": directives.DirectiveStatus,
    "EvidenceKind": EvidenceKind,
    "ExposureStatus": exposures.ExposureStatus,
    "Field": privileges.Field,
    "Measure": sanctions.MeasureKind,
    "Method": privileges.Method,
    "NetworkMeasure": networks.NetworkMeasure,
    "NetworkStatus": networks.NetworkStatus,
    "Order": directives.Order,
    "ProtectedKind": ProtectedKind,
    "Role": roles.Role,
    "RowOutcome": runs.RowOutcome,
    "RunKind": runs.RunKind,
    "RunStatus": runs.RunStatus,
    "RumourField": rumours.RumourField,
    "RumourStatus": rumours.RumourStatus,
}

LITERALS = {
    "ListedMeasure": get_args(filters.Measure),
    "ViolationSort": get_args(get_args(ViolationListQuery.model_fields["sort"].annotation)[0]),
    "ViolationState": get_args(get_args(filters.ViolationFilters.model_fields["state"].annotation)[0]),
}
"""Words that the API states as literals."""


@pytest.mark.parametrize("name", ALIKE)
def test_a_word_is_taken_if_the_api_takes_it(name: str) -> None:
    assert [one.value for one in getattr(words, name)] == [one.value for one in ALIKE[name]]


def test_no_list_of_words_is_left_out() -> None:
    ours = {name for name, one in vars(words).items() if isinstance(one, type) and issubclass(one, StrEnum)}
    outcomes = [one.value for one in words.BulkOutcome]
    assert outcomes == list(get_args(bulk.Outcome) or [one.value for one in bulk.Outcome])
    assert [one.value for one in words.Form] == list(get_args(exporting.Form))
    for name, query in LITERALS.items():
        assert tuple(one.value for one in getattr(words, name)) == query, name
    assert ours - {"StrEnum", "BulkOutcome", "Form", *LITERALS} == set(ALIKE)
