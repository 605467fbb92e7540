"""Values made without validation are the same values."""

from datetime import datetime

import pytest
from pydantic import ValidationError

from models.accounts.verdicts import Answer, Verdict
from models.instants import SHANGHAI

NOON = datetime(2026, 3, 1, 12, tzinfo=SHANGHAI)
GIVEN = {"version": 3, "answer": Answer.ALLOWED, "at": NOON, "privilege": "publish", "account": "a1"}


def test_a_trusted_value_equals_the_validated_one_also_as_json() -> None:
    """Defaults included, and in the same order, whatever the order in which the values are given."""
    trusted, validated = Verdict.trusted(**GIVEN), Verdict.model_validate(GIVEN)
    assert trusted == validated
    assert trusted.model_dump_json() == validated.model_dump_json()
    assert list(trusted.model_dump()) == list(Verdict.model_fields)


def test_a_trusted_value_is_frozen_too() -> None:
    """It cannot be changed afterwards any more than a validated one."""
    with pytest.raises(ValidationError):
        Verdict.trusted(**GIVEN).version = 4  # type: ignore[misc]
