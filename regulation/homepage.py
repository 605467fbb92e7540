"""What an account's homepage and publishing page must display (articles 2, 4 and 11)."""

from datetime import date, datetime, timedelta

from models.base import Frozen
from models.facts import Materials
from models.instants import Instant
from models.names import AccountId, AccountKind
from models.privileges import Field, publish_in
from models.standing import Standing
from regulation.articles.a02_certification import FIELD_NAMES
from regulation.calendar import civil_date
from regulation.verdicts import permits


class FieldLabel(Frozen):
    """The label of one field in which the account is certified, with the materials shown beside it (article 2)."""

    field: Field
    label_zh: str
    label_en: str
    certification: str
    valid_through: date
    materials: Materials
    publishing_open: bool
    """Whether the account may publish in the field at that instant: a ban closes it although it is certified."""


class Homepage(Frozen):
    """The display data of one account at one instant."""

    account: AccountId
    at: Instant
    name: str
    """The name to show on the homepage and beside each post (article 4)."""
    kind: AccountKind
    bio: str
    mcn: str | None
    """The network that signed the account (article 11)."""
    closed: bool
    labels: tuple[FieldLabel, ...]
    version: int


def homepage(standing: Standing, at: datetime) -> Homepage:
    """What to display at the instant; several certifications of a field give one label, of the longest valid one."""
    by_field: dict[Field, FieldLabel] = {}
    in_force = [c for c in standing.certifications if c.interval.covers(at)]
    for certification in sorted(in_force, key=lambda c: c.interval.end or at):
        label_zh, label_en = FIELD_NAMES[certification.field]
        end = certification.interval.end or at
        by_field[certification.field] = FieldLabel(
            field=certification.field,
            label_zh=label_zh,
            label_en=label_en,
            certification=certification.id,
            valid_through=civil_date(end - timedelta(microseconds=1)),
            materials=certification.materials,
            publishing_open=permits(standing, publish_in(certification.field), at),
        )
    return Homepage(
        account=standing.account,
        at=at,
        name=standing.name,
        kind=standing.kind,
        bio=standing.bio,
        mcn=standing.mcn,
        closed=standing.closed_at is not None and standing.closed_at <= at,
        labels=tuple(by_field[field] for field in Field if field in by_field),
        version=standing.version,
    )
