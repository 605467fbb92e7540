"""Commands: what is refused at the border, before any rule is asked."""

from typing import Any

import pytest
from pydantic import ValidationError

from models.accounts import commands as c
from models.base import Frozen


@pytest.mark.parametrize(
    ("command", "given", "says"),
    [
        (c.Certify, {"id": "c", "field": "finance", "valid_from": "2026-03-02", "valid_until": "2026-03-01"}, "before"),
        (
            c.Certify,
            {"id": "c", "field": "finance", "valid_from": "2026-03-02", "valid_until": "9999-12-31"},
            "between",
        ),
        (c.ApplyMonetization, {"methods": []}, "at least 1 item"),
        (c.ApplyMonetization, {"methods": ["advertising"] * 8}, "at most 7 items"),
        (c.ImposeBan, {"id": "b", "category": "fabrication", "duration": "P1M"}, "months and years"),
        (c.ImposeBan, {"id": "b", "category": "fabrication", "duration": "P1D", "factor": "NaN"}, "finite number"),
        (c.ImposeBan, {"id": "b", "category": "fabrication", "duration": "P1D", "factor": "Infinity"}, "finite number"),
        (c.ImposeBan, {"id": "b", "category": "lies", "duration": "P1D"}, "Input should be 'impersonation'"),
        (c.RecordViolation, {"id": "v", "category": "fabrication", "decided_at": "2026-03-01T09:00"}, "no offset"),
        (c.Register, {"kind": "person", "holder": "h", "name": "n"}, "'individual' or 'enterprise'"),
        (c.Overturn, {"id": "b", "why": "a typo"}, "Extra inputs"),
    ],
)
def test_what_cannot_be_meant_is_refused(command: type[Frozen], given: dict[str, Any], says: str) -> None:
    """A command that could not be carried out in any state is refused with what would be right."""
    with pytest.raises(ValidationError, match=says):
        command.model_validate(given)


def test_a_certification_may_last_one_day() -> None:
    """The first and the last day may be the same."""
    command = c.Certify.model_validate(
        {"id": "c", "field": "finance", "valid_from": "2026-03-02", "valid_until": "2026-03-02"}
    )

    assert command.valid_from == command.valid_until


def test_timing_at_an_instant_is_the_usual_case() -> None:
    """What is recorded as it happens holds from then on."""
    timing = c.Timing.model_validate({"effective_at": "2026-03-01T09:00Z", "recorded_at": "2026-03-01T09:00Z"})

    assert c.Timing.at(timing.recorded_at) == timing
