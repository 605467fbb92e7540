"""Display data of an account's homepage and publishing page (articles 2, 4 and 11)."""

from datetime import date, datetime, timedelta
from typing import Annotated

from pydantic import Field as Described

from models.accounts.facts import Materials
from models.accounts.standing import RestrictionKind, Standing
from models.accounts.verdicts import Never
from models.base import Frozen
from models.instants import Instant
from models.names import AccountId, AccountKind, CaseId
from models.words.privileges import SERVICE, Field, publish_in
from models.words.restrictions import Origin
from regulation.articles.a02_certification import ARTICLE
from regulation.standing.verdicts import NEVER, permits, reasons
from regulation.tables.calendar import civil_date
from regulation.words import chinese, english
from regulation.words.fields import FIELDS


class FieldLabel(Frozen):
    """The label of one field in which the account is certified, with the materials shown beside it (article 2)."""

    field: Field
    label_zh: str
    label_en: str
    certification: str
    valid_through: date
    materials: Materials
    publishing_open: bool
    """Whether the account may publish in the field at that instant: a ban closes publishing although it is certified.
    """


class UncertifiedField(Frozen):
    """A declared field without a certification: publishing in it is closed, and a certification is due (article 2)."""

    field: Field
    label_zh: str
    label_en: str
    since: Annotated[Instant, Described(description="The registration, or the end of the last certification.")]
    why: Annotated[
        RestrictionKind,
        Described(description="Why there is none: never certified (`withheld`), expired (`expiry`), or taken away."),
    ]
    certification: Annotated[
        CaseId | None,
        Described(description="Identifier of what ended the last certification, or of that certification."),
    ] = None
    opens_at: Annotated[Instant | None, Described(description="Start of a certification that is verified already.")] = (
        None
    )


class Inherited(Frozen):
    """A restriction in force that comes from an action on another account of the holder (article 7)."""

    privilege: str
    kind: RestrictionKind
    until: Instant | Never
    origin: Origin
    message: str
    message_zh: str


class Homepage(Frozen):
    """Display data of one account at one instant."""

    account: AccountId
    at: Instant
    name: str
    """Name to show on the homepage and beside each post (article 4)."""
    kind: AccountKind
    bio: str
    mcn: str | None
    """Network that signed the account (article 11)."""
    closed: bool
    labels: tuple[FieldLabel, ...]
    uncertified: tuple[UncertifiedField, ...] = ()
    inherited: tuple[Inherited, ...] = ()
    """Restrictions inherited from the holder's other accounts; for the holder, not for the public."""
    version: int


def homepage(standing: Standing, at: datetime) -> Homepage:
    """Display data at the instant; several certifications of a field give one label, of the longest valid one."""
    by_field: dict[Field, FieldLabel] = {}
    in_force = [c for c in standing.certifications if c.interval.covers(at)]
    for certification in sorted(in_force, key=lambda c: c.interval.end or at):
        label = FIELDS[certification.field].words
        end = certification.interval.end or at
        by_field[certification.field] = FieldLabel(
            field=certification.field,
            label_zh=label.zh,
            label_en=label.en.capitalize(),
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
        uncertified=() if at < standing.registered_at else uncertified(standing, at),
        inherited=inherited(standing, at),
        version=standing.version,
    )


def inherited(standing: Standing, at: datetime) -> tuple[Inherited, ...]:
    """Restrictions in force at the instant that come from actions on other accounts of the holder."""
    return tuple(
        Inherited(
            privilege=closed.privilege,
            kind=closed.kind,
            until=closed.interval.end or NEVER,
            origin=closed.origin,
            message=english.closed(closed),
            message_zh=chinese.closed(closed),
        )
        for closed in standing.restrictions
        if closed.origin is not None and closed.interval.covers(at)
    )


def uncertified(standing: Standing, at: datetime) -> tuple[UncertifiedField, ...]:
    """Declared fields without a certification at the instant, each with its start; a ban alone does not count."""
    found: list[UncertifiedField] = []
    for field in (field for field in Field if field in standing.fields):
        privilege = publish_in(field)
        lacking = (r for r in reasons(standing, privilege, at) if r.article == ARTICLE and r.privilege == privilege)
        for reason in lacking:
            label = FIELDS[field].words
            found.append(
                UncertifiedField(
                    field=field,
                    label_zh=f"{label.zh}领域 · 未认证",
                    label_en=f"{label.en.capitalize()} · not certified",
                    since=reason.since,
                    why=reason.kind,
                    certification=None if reason.kind is RestrictionKind.WITHHELD else reason.cause,
                    opens_at=None if reason.until == NEVER else reason.until,
                )
            )
    return tuple(found)


def due(standing: Standing, at: datetime) -> tuple[UncertifiedField, ...]:
    """Uncertified fields of an account that may be asked for a certification: one that is neither closed nor denied
    service.
    """
    return uncertified(standing, at) if permits(standing, SERVICE, at) else ()
