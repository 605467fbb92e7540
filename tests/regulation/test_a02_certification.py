"""Article 2: what a certification opens, from when and until when."""

from datetime import date, datetime

import pytest

from models.accounts.commands import Certify
from models.accounts.facts import CertificationGranted, Materials
from models.accounts.standing import GrantEnd
from models.words.privileges import Field
from regulation.articles.a02_certification import opened_by, refusal_of
from tests.regulation.account import on


def granted(first: date, last: date) -> CertificationGranted:
    return CertificationGranted(
        id="c1",
        field=Field.JUSTICE,
        valid_from=first,
        valid_until=last,
        materials=Materials(professional_qualification="律师执业证"),
    )


@pytest.mark.parametrize(
    ("first", "last", "verified", "covered"),
    [
        (date(2026, 3, 1), date(2026, 3, 31), on("02-01"), (on("03-01"), on("04-01"))),
        (date(2026, 3, 1), date(2026, 3, 31), on("03-01"), (on("03-01"), on("04-01"))),
        (date(2026, 3, 1), date(2026, 3, 31), on("03-10 12:00"), (on("03-10 12:00"), on("04-01"))),
        (date(2026, 3, 1), date(2026, 3, 1), on("03-01 23:59:59"), (on("03-01 23:59:59"), on("03-02"))),
        (date(2026, 3, 1), date(2026, 3, 1), on("03-02"), None),
        (date(2028, 2, 29), date(2028, 2, 29), on("02-01"), (on("2028-02-29"), on("2028-03-01"))),
    ],
)
def test_it_covers_from_its_first_day_or_its_verification_through_its_last_day(
    first: date, last: date, verified: datetime, covered: tuple[datetime, datetime] | None
) -> None:
    """The later of the first midnight and the verification begins it, the midnight after the last day ends it."""
    opened = opened_by(granted(first, last), verified)

    if covered is None:
        assert opened is None
        return
    assert opened is not None
    grant, certification = opened
    assert (grant.interval.start, grant.interval.end) == covered
    assert certification.interval == grant.interval
    assert (grant.privilege, grant.article, grant.source) == ("publish.justice", 2, "c1")
    assert grant.ended_by is GrantEnd.EXPIRY
    assert certification.materials.professional_qualification == "律师执业证"


@pytest.mark.parametrize(
    ("at", "is_refused"), [("2026-06-30 23:59:59", False), ("2026-07-01", True), ("2027-01-01", True)]
)
def test_what_is_over_is_refused(at: str, is_refused: bool) -> None:
    """Until the last midnight a certification may be recorded, from it on there is nothing left to record."""
    command = Certify(id="c1", field=Field.JUSTICE, valid_from=date(2026, 1, 1), valid_until=date(2026, 6, 30))
    refusal = refusal_of(command, on(at))

    assert (refusal is not None) is is_refused
    assert refusal is None or (refusal.code, refusal.article) == ("certification_over", 2)
