"""Cases: the queue with its views, who looks at which case, similar cases, evidence, and appeals."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, Index, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel

from models.tables.columns import instant, table_of


class AppealRow(SQLModel, table=True):
    """Appeals by which they are listed. A trigger on `dossiers` projects each new state of a case of that kind; the
    view `appeal_states` gives the rows from which this table can be filled again.
    """

    __tablename__ = "appeals"
    __table_args__ = (
        Index("appeals_by_opening", "opened_at", "id"),
        Index("appeals_by_account", "account"),
        Index("appeals_by_due", "due_at", "id", postgresql_where=text("decided_at IS NULL")),
        Index("appeals_by_decision", "decided_at", "id", postgresql_where=text("decided_at IS NOT NULL")),
    )

    id: str = Field(primary_key=True, sa_type=Text)
    account: str = Field(sa_type=Text)
    action: str = Field(sa_type=Text)
    category: str | None = Field(default=None, sa_type=Text)
    status: str = Field(sa_type=Text)
    opened_at: datetime = instant()
    due_at: datetime = instant()
    decided_at: datetime | None = instant(nullable=True)
    """Time of the decision or the withdrawal."""
    decided_by: str | None = Field(default=None, sa_type=Text)
    outcome: str | None = Field(default=None, sa_type=Text)


class CaseQueueRow(SQLModel, table=True):
    """Queue of cases: the columns by which lists of cases are filtered, sorted and counted. A trigger on `dossiers`
    projects each new state of a case; the view `case_states` gives the rows from which this table can be filled again.
    """

    __tablename__ = "case_queue"
    __table_args__ = (
        Index("case_queue_waiting", "priority", "due_at", "id", postgresql_where=text("waiting")),
        Index("case_queue_by_account", "account", postgresql_where=text("account IS NOT NULL")),
        Index("case_queue_by_opening", "opened_at", "id"),
        Index("case_queue_by_end", "ended_at", "id", postgresql_where=text("ended_at IS NOT NULL")),
        Index("case_queue_by_decider", "decided_by", "ended_at", postgresql_where=text("decided_by IS NOT NULL")),
        Index("case_queue_by_proposer", "proposed_by", "ended_at", postgresql_where=text("proposed_by IS NOT NULL")),
    )

    id: str = Field(primary_key=True, sa_type=Text)
    kind: str = Field(sa_type=Text)
    """Kind of the case."""
    status: str = Field(sa_type=Text)
    waiting: bool
    """Whether somebody has to decide it."""
    priority: int
    opened_at: datetime = instant()
    due_at: datetime = instant()
    ended_at: datetime | None = instant(nullable=True)
    """Time of the decision or the withdrawal."""
    title: str = Field(sa_type=Text)
    account: str | None = Field(default=None, sa_type=Text)
    claimed_by: str | None = Field(default=None, sa_type=Text)
    claimed_until: datetime | None = instant(nullable=True)
    assigned_to: str | None = Field(default=None, sa_type=Text)
    proposed_by: str | None = Field(default=None, sa_type=Text)
    decided_by: str | None = Field(default=None, sa_type=Text)
    not_by: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))


class QueueViewRow(SQLModel, table=True):
    """Saved views of the queue. They are settings of persons, not facts: they are changed and deleted in place."""

    __tablename__ = "queue_views"
    __table_args__ = (Index("queue_views_by_owner", "owner"),)

    id: str = Field(primary_key=True, sa_type=Text)
    owner: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    filters: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    sort: str | None = Field(default=None, sa_type=Text)
    shared: bool
    created_at: datetime = instant()
    changed_at: datetime = instant()


class QueueViewUseRow(SQLModel, table=True):
    """Uses of views by persons: when each was last opened, and whether it is starred."""

    __tablename__ = "queue_view_uses"

    person: str = Field(primary_key=True, sa_type=Text)
    view: str = Field(primary_key=True, sa_type=Text)
    starred: bool
    used_at: datetime | None = instant(nullable=True)


class CasePresenceRow(SQLModel, table=True):
    """Persons who are looking at a case, each with the end of a lease of half a minute. Not logged: a crash of the
    database empties it, and the open pages fill it again.
    """

    __tablename__ = "case_presence"
    __table_args__ = ({"prefixes": ["UNLOGGED"]},)

    case: str = Field(primary_key=True, sa_type=Text)
    person: str = Field(primary_key=True, sa_type=Text)
    since: datetime = instant()
    until: datetime = instant()


class CaseSkipRow(SQLModel, table=True):
    """Cases that a person has skipped for a time: they are not offered to that person meanwhile."""

    __tablename__ = "case_skips"

    person: str = Field(primary_key=True, sa_type=Text)
    case: str = Field(primary_key=True, sa_type=Text)
    until: datetime = instant()


class CaseTraitRow(SQLModel, table=True):
    """Traits of cases, kept when each is opened: cases of one kind that share some are similar."""

    __tablename__ = "case_traits"
    __table_args__ = (Index("case_traits_by_case", "case"),)

    kind: str = Field(primary_key=True, sa_type=Text)
    """Kind of the case."""
    trait: str = Field(primary_key=True, sa_type=Text)
    value: str = Field(primary_key=True, sa_type=Text)
    case: str = Field(primary_key=True, sa_type=Text)


class EvidenceFileRow(SQLModel, table=True):
    """Files sent as evidence, by the hash of their content; a case names them by it."""

    __tablename__ = "evidence_files"

    digest: str = Field(primary_key=True, sa_type=Text)
    media_type: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    size: int
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    sent_at: datetime = instant()
    sent_by: str = Field(sa_type=Text)


APPEALS: Final = table_of(AppealRow)
CASE_QUEUE: Final = table_of(CaseQueueRow)
QUEUE_VIEWS: Final = table_of(QueueViewRow)
QUEUE_VIEW_USES: Final = table_of(QueueViewUseRow)
CASE_PRESENCE: Final = table_of(CasePresenceRow)
CASE_SKIPS: Final = table_of(CaseSkipRow)
CASE_TRAITS: Final = table_of(CaseTraitRow)
EVIDENCE_FILES: Final = table_of(EvidenceFileRow)
