"""Article 2: publishing in finance, education, healthcare or justice takes a verified certification of that field;
without one, or after it has expired, publishing in the field is suspended.
"""

from datetime import date, datetime
from typing import Final

from models.accounts.commands import Certify, Refusal
from models.accounts.facts import CertificationGranted
from models.accounts.standing import Certification, Grant, GrantEnd, Standing
from models.accounts.verdicts import Reason
from models.gate.publishing import GateReason, Label, LabelKind
from models.intervals import Interval
from models.words.privileges import publish_in
from models.words.violations import Category
from regulation.articles.a02_materials import lacking as lacking_materials
from regulation.tables.calendar import midnight, through
from regulation.tables.parameters import Dated, dated
from regulation.words.fields import FIELDS

ARTICLE: Final = 2

WARNED_BEFORE: Final[Dated[tuple[int, ...]]] = dated({date(2023, 7, 10): (30, 7, 1)}, article=2)
"""Days before a certification expires at which a warning is given. The notice gives no number; the days are our
default.
"""


def opened_by(fact: CertificationGranted, verified_at: datetime) -> tuple[Grant, Certification] | None:
    """Grant and certification from a verified fact: the field is open from the first day written on the certification,
    or from its verification if that is later, through the last day (reading 7). None when no time of it is left.
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


def fallen_at(standing: Standing, at: datetime, certification: str | None = None) -> tuple[str, ...]:
    """Certifications (or the one named) that end at the instant before they begin: verified, but of no effect."""
    return tuple(
        grant.source
        for grant in standing.grants
        if grant.article == ARTICLE
        and grant.interval.start >= at
        and not grant.interval.is_empty
        and certification in {None, grant.source}
    )


def refusal_of(command: Certify, at: datetime, *, history: bool = False) -> Refusal | None:
    """Refusal of a certification that is over or shows no material; None when it can be granted. As part of an
    account's history (`history`) it may be over.
    """
    ended = over(command.id, command.valid_until, at)
    if ended is not None:
        return None if history else ended
    return None if command.materials is None else lacking_materials(command.field, command.materials, at)


def over(certification: str, valid_until: date, at: datetime) -> Refusal | None:
    """Refusal of a certification that is over, also when it is only applied for."""
    if through(valid_until) <= at:
        return Refusal(
            code="certification_over",
            article=ARTICLE,
            message=(
                f"certification {certification} was valid through {valid_until}, which has passed: "
                "submit one that is valid today or later"
            ),
        )
    return None


def lacking(reason: Reason, where: str) -> GateReason:
    """Reason for a draft in a field in which the account is not, or no longer, certified."""
    return GateReason.of(reason, where, code=Category.UNCERTIFIED_FIELD)


def label_of(certification: Certification, where: str) -> Label:
    """Label of the field, with the qualification that the author proved."""
    materials = certification.materials
    proved = (
        materials.professional_qualification or materials.service_qualification or materials.professional_background
    )
    name = FIELDS[certification.field].words
    return Label(
        kind=LabelKind.FIELD,
        article=ARTICLE,
        where=where,
        text_zh=f"{name.zh}领域 · 已认证" + (f"：{proved}" if proved else ""),
        text_en=f"{name.en.capitalize()} · certified" + (f": {proved}" if proved else ""),
        field=certification.field,
        certification=certification.id,
    )
