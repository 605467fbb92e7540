"""Words of options: the same as the enumerations of the models, in the same order."""

from enum import StrEnum
from typing import get_args

import pytest

from cli.terminal import words
from models import directives, exposures, followers, networks, roles
from models.cases import cases
from models.evidence import EvidenceKind
from models.rumours import rumours
from models.sanctions import bulk
from models.screening.screening import ProtectedKind
from models.words import privileges, sanctions, violations

ALIKE: dict[str, type[StrEnum]] = {
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
    "RumourField": rumours.RumourField,
    "RumourStatus": rumours.RumourStatus,
}


@pytest.mark.parametrize("name", ALIKE)
def test_a_word_is_taken_if_the_api_takes_it(name: str) -> None:
    assert [one.value for one in getattr(words, name)] == [one.value for one in ALIKE[name]]


def test_no_list_of_words_is_left_out() -> None:
    ours = {name for name, one in vars(words).items() if isinstance(one, type) and issubclass(one, StrEnum)}
    outcomes = [one.value for one in words.BulkOutcome]
    assert outcomes == list(get_args(bulk.Outcome) or [one.value for one in bulk.Outcome])
    assert ours - {"StrEnum", "BulkOutcome"} == set(ALIKE)
