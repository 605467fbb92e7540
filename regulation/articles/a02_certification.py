"""Article 2: publishing in finance, education, healthcare or justice takes a verified certification of that field;
without one, or once it has expired, publishing in the field is suspended.
"""

from datetime import datetime
from typing import Final

from models.commands import Certify, Refusal
from models.facts import CertificationGranted
from models.intervals import Interval
from models.privileges import publish_in
from models.standing import Certification, Grant, GrantEnd
from regulation.calendar import midnight, through

ARTICLE: Final = 2


def opened_by(fact: CertificationGranted, verified_at: datetime) -> tuple[Grant, Certification] | None:
    """The field is open from the first day written on the certification, or from its verification if that is later,
    through the last day (reading 7). None when nothing of it is left.
    """
    start, end = max(midnight(fact.valid_from), verified_at), through(fact.valid_until)
    if end <= start:
        return None
    covered = Interval(start=start, end=end)
    grant = Grant(
        privilege=publish_in(fact.field),
        interval=covered,
        article=ARTICLE,
        source=fact.id,
        ended_by=GrantEnd.EXPIRY,
    )
    return grant, Certification(id=fact.id, field=fact.field, interval=covered, materials=fact.materials)


def refusal_of(command: Certify, at: datetime) -> Refusal | None:
    """A certification that is over cannot open anything any more."""
    if through(command.valid_until) <= at:
        return Refusal(
            code="certification_over",
            article=ARTICLE,
            message=(
                f"certification {command.id} was valid through {command.valid_until}, which has passed: "
                "submit one that is valid today or later"
            ),
        )
    return None
