"""Tables of the ledger, as SQLModel. They validate nothing on construction: values come from the vocabulary.

The docstring of each table states its purpose; `migrations/` creates the tables, and a test compares the two.
"""

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Identity,
    Index,
    LargeBinary,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlmodel import Field, SQLModel


def _instant(*, nullable: bool = False) -> Any:
    return Field(sa_column=Column(DateTime(timezone=True), nullable=nullable))


def _dated() -> Any:
    return Field(sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("'epoch'")))


class FactRow(SQLModel, table=True):
    """Facts of accounts: append-only, chained per account by hash. A trigger refuses update, delete and truncate."""

    __tablename__ = "facts"
    __table_args__ = (
        Index("facts_by_ref", "account", "ref", postgresql_where=text("ref IS NOT NULL")),
        Index("facts_by_recording", "recorded_at"),
        Index(
            "facts_by_last_day",
            text("(body ->> 'valid_until')"),
            postgresql_where=text("type = 'certification_granted'"),
        ),
        Index(
            "facts_by_declared_field",
            "account",
            postgresql_where=text("type = 'account_registered' AND body -> 'fields' <> '[]'::jsonb"),
        ),
        Index(
            "facts_by_holder",
            text("(body ->> 'holder')"),
            postgresql_where=text("type IN ('account_registered', 'holder_changed')"),
        ),
        Index(
            "facts_of_profit",
            "recorded_at",
            postgresql_where=text(
                "type IN ('ban_imposed', 'holder_changed', 'measure_imposed', 'monetization_cancelled', "
                "'monetization_withheld', 'network_restricted')"
            ),
        ),
        Index(
            "facts_by_origin",
            text("(body #>> '{origin,account}')"),
            postgresql_where=text("type = 'holder_restricted'"),
        ),
    )

    account: str = Field(primary_key=True, sa_type=Text)
    seq: int = Field(primary_key=True)
    type: str = Field(sa_type=Text)
    ref: str | None = Field(default=None, sa_type=Text)
    effective_at: datetime = _instant()
    recorded_at: datetime = _instant()
    actor: str = Field(sa_type=Text)
    body: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class StandingRow(SQLModel, table=True):
    """Fold of an account's facts, stored so that a verdict reads one row. It can be rebuilt at any time."""

    __tablename__ = "standings"
    __table_args__ = (
        Index("standings_by_boundary", "next_boundary", postgresql_where=text("next_boundary IS NOT NULL")),
        # Free space in each page keeps most updates on the same page, without a change of the indexes.
        {"postgresql_with": {"fillfactor": "70"}},
    )

    account: str = Field(primary_key=True, sa_type=Text)
    version: int
    snapshot: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    head: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    """Hash of the last fact: it reveals missing facts at the end of the chain."""
    settled_until: datetime = _instant()
    """Instant up to which every boundary is recorded, or was passed before its cause was recorded."""
    next_boundary: datetime | None = _instant(nullable=True)


class AccountNameRow(SQLModel, table=True):
    """Properties by which accounts are searched: name, holder, network. Derived from the standing, written with the
    facts that change them.
    """

    __tablename__ = "account_names"
    __table_args__ = (
        Index("account_names_by_pair", "pairs", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
        Index("account_names_by_prefix", "account", postgresql_ops={"account": "text_pattern_ops"}),
        Index("account_names_by_holder", "holder"),
        Index("account_names_by_network", "network", postgresql_where=text("network IS NOT NULL")),
    )

    account: str = Field(primary_key=True, sa_type=Text)
    name: str = Field(sa_type=Text)
    folded: str = Field(sa_type=Text)
    """The name in the form in which it is compared."""
    pairs: str = Field(sa_column=Column(TSVECTOR, nullable=False))
    """Pairs of neighbouring characters of the folded name, and its last character."""
    holder: str = Field(sa_type=Text)
    network: str | None = Field(default=None, sa_type=Text)
    kind: str = Field(sa_type=Text)
    fields: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    registered_at: datetime = _instant()
    edition: str = Field(sa_type=Text)


class AccountStateRow(SQLModel, table=True):
    """Words by which accounts are found at an instant (status, restrictions, articles, grants), and the instants by
    which they are sorted. Derived from the standing, written with each fact.
    """

    __tablename__ = "account_states"
    __table_args__ = (
        Index("account_states_by_word", "ever", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
        Index("account_states_by_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
        Index("account_states_by_registration", "registered_at", "account"),
        Index("account_states_by_change", "changed_at", "account"),
        Index("account_states_by_boundary", "next_at", "account", postgresql_where=text("next_at IS NOT NULL")),
        Index("account_states_cut", "cut_at", postgresql_where=text("cut_at IS NOT NULL")),
    )

    account: str = Field(primary_key=True, sa_type=Text)
    version: int
    since: list[datetime] = Field(sa_column=Column(ARRAY(DateTime(timezone=True)), nullable=False))
    """Instants from which each element of `words` holds, in order."""
    words: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    """Words that hold from each instant of `since`, separated by blanks."""
    ever: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    """Words that hold at any instant, and those that do not depend on it; for the index."""
    registered_at: datetime = _dated()
    changed_at: datetime = _dated()
    """Recording of the last fact."""
    edges: list[datetime] = Field(
        sa_column=Column(ARRAY(DateTime(timezone=True)), nullable=False, server_default=text("'{}'"))
    )
    """Boundaries to come, in order."""
    next_at: datetime | None = _instant(nullable=True)
    """The first of them."""
    cut_at: datetime | None = _instant(nullable=True)
    """Instant from which not everything is known, where there were too many boundaries; None where all is."""
    due_at: datetime | None = _instant(nullable=True)
    """Instant from which the row is written anew, without the words that have passed; 1970 where it was never
    written.
    """


class AccountActionRow(SQLModel, table=True):
    """Actions on accounts (violations, bans, other measures) by which they are listed across accounts. Derived from the
    facts with the action's identifier, written with them; the state at an instant is read from the instants.
    """

    __tablename__ = "account_actions"
    __table_args__ = (
        Index("account_actions_by_decision", "decided_at", "account", "id"),
        Index("account_actions_by_category", "category", "account", postgresql_where=text("category IS NOT NULL")),
        Index("account_actions_by_actor", "actor", "decided_at"),
        Index("account_actions_by_end", "until", "account", "id", postgresql_where=text("until IS NOT NULL")),
        Index("account_actions_overturned", "overturned_at", postgresql_where=text("overturned_at IS NOT NULL")),
        Index("account_actions_by_ban", "ban_until", "account", "id", postgresql_where=text("ban_until IS NOT NULL")),
    )

    account: str = Field(primary_key=True, sa_type=Text)
    id: str = Field(primary_key=True, sa_type=Text)
    category: str | None = Field(default=None, sa_type=Text)
    """Category of the finding; None for an action without one."""
    article: int
    decided_at: datetime = _instant()
    effective_at: datetime = _instant()
    actor: str = Field(sa_type=Text)
    measures: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    until: datetime | None = _instant(nullable=True)
    """End of the last of its measures; None where one has no end, or none lasts."""
    ban_until: datetime | None = _instant(nullable=True)
    unpaid_until: datetime | None = _instant(nullable=True)
    overturned_at: datetime | None = _instant(nullable=True)
    reduced: bool


class AccountCertificationRow(SQLModel, table=True):
    """Certifications by which they are listed across accounts. Derived from the facts, written with them."""

    __tablename__ = "account_certifications"
    __table_args__ = (
        Index("account_certifications_by_end", "ends_at", "account", "id"),
        Index("account_certifications_by_grant", "granted_at", "account", "id"),
        Index("account_certifications_by_field", "field", "ends_at"),
        Index("account_certifications_by_actor", "actor", "granted_at"),
        Index("account_certifications_ended", "ended_by", postgresql_where=text("ended_by IS NOT NULL")),
    )

    account: str = Field(primary_key=True, sa_type=Text)
    id: str = Field(primary_key=True, sa_type=Text)
    field: str = Field(sa_type=Text)
    valid_from: date = Field(sa_type=Date)
    valid_until: date = Field(sa_type=Date)
    starts_at: datetime = _instant()
    ends_at: datetime = _instant()
    ended_by: str | None = Field(default=None, sa_type=Text)
    granted_at: datetime = _instant()
    actor: str = Field(sa_type=Text)


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
    opened_at: datetime = _instant()
    due_at: datetime = _instant()
    decided_at: datetime | None = _instant(nullable=True)
    """Time of the decision or the withdrawal."""
    decided_by: str | None = Field(default=None, sa_type=Text)
    outcome: str | None = Field(default=None, sa_type=Text)


class HolderRow(SQLModel, table=True):
    """Holders: one row each, locked while seats are taken or released; says whether the holder is barred (article
    7).
    """

    __tablename__ = "holders"

    holder: str = Field(primary_key=True, sa_type=Text)
    barred_by: str | None = Field(default=None, sa_type=Text)
    barred_at: datetime | None = _instant(nullable=True)


class ClosedAccountRow(SQLModel, table=True):
    """Closures as a sanction in force: the holder at the time of the offence may not register again (article 7)."""

    __tablename__ = "closed_accounts"
    __table_args__ = (Index("closed_accounts_by_holder", "holder"),)

    account: str = Field(primary_key=True, sa_type=Text)
    holder: str = Field(sa_type=Text)
    category: str = Field(sa_type=Text)
    cause: str = Field(primary_key=True, sa_type=Text)
    """Identifier of the facts that justify the closure, with their evidence."""
    closed_at: datetime = _instant()


class SeatRow(SQLModel, table=True):
    """Open accounts of holders. The key prevents two accounts from sharing a seat (article 7)."""

    __tablename__ = "holder_seats"

    holder: str = Field(primary_key=True, sa_type=Text)
    seat: int = Field(primary_key=True)
    account: str = Field(sa_type=Text, unique=True)


class ContactRow(SQLModel, table=True):
    """Contacts that identify an account's holder beside the identity number, as keyed hashes (article 7)."""

    __tablename__ = "contacts"
    __table_args__ = (Index("contacts_by_ref", "kind", "ref"),)

    account: str = Field(primary_key=True, sa_type=Text)
    kind: str = Field(primary_key=True, sa_type=Text)
    ref: str = Field(primary_key=True, sa_type=Text)


class ClosedNameRow(SQLModel, table=True):
    """Forms of the names of accounts closed as a sanction: a name with the same form is nearly the same."""

    __tablename__ = "closed_names"
    __table_args__ = (Index("closed_names_by_account", "account"),)

    form: str = Field(primary_key=True, sa_type=Text)
    account: str = Field(primary_key=True, sa_type=Text)


class TransitionRow(SQLModel, table=True):
    """Boundaries that were passed, each recorded once: the key refuses a second recording."""

    __tablename__ = "transitions"

    account: str = Field(primary_key=True, sa_type=Text)
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), primary_key=True))
    version: int
    changes: list[Any] = Field(sa_column=Column(JSONB, nullable=False))
    message: str = Field(sa_type=Text)
    recorded_at: datetime = _instant()
    recorded_by: str = Field(sa_type=Text)


class OutgoingRow(SQLModel, table=True):
    """Outbox: committed facts and entries not yet sent to Temporal. The relay deletes a row after sending it.

    The key orders the rows of one kind by age: the relay reads the oldest of each kind.
    """

    __tablename__ = "outgoing"
    __table_args__ = (Index("outgoing_later", "stream", postgresql_where=text("kind = 'account_later'")),)

    kind: str = Field(primary_key=True, sa_type=Text)
    """Kind of the stream: `account`, or the kind of a record."""
    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(), primary_key=True))
    stream: str = Field(sa_type=Text)
    """Identifier of the account or record."""
    seq: int


class EventRow(SQLModel, table=True):
    """Announcements of a fact (`seq`), of a transition (`at`) or of an entry in a record (`entry`), written in the
    transaction that recorded it.
    """

    __tablename__ = "events"
    __table_args__ = (Index("events_by_account", "account", "id"),)

    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(), primary_key=True))
    account: str | None = Field(default=None, sa_type=Text)
    """Account concerned; None for a record that concerns no single account."""
    seq: int | None = Field(default=None)
    at: datetime | None = _instant(nullable=True)
    kind: str | None = Field(default=None, sa_type=Text)
    dossier: str | None = Field(default=None, sa_type=Text)
    entry: int | None = Field(default=None)


class RecordRow(SQLModel, table=True):
    """Newest state of each record, folded from its entries, with the columns by which lists are filtered and sorted."""

    __tablename__ = "dossiers"
    __table_args__ = (
        Index("dossiers_by_status", "kind", "status", "due_at"),
        Index("dossiers_by_account", "account", "kind", postgresql_where=text("account IS NOT NULL")),
        Index("dossiers_by_opening", "kind", "opened_at", "id"),
        Index(
            "cases_corrected",
            "changed_at",
            postgresql_where=text("kind = 'case' AND (state #> '{corrected,0}') IS NOT NULL"),
        ),
        Index("exposures_by_change", "changed_at", "id", postgresql_where=text("kind = 'exposure'")),
    )

    kind: str = Field(primary_key=True, sa_type=Text)
    id: str = Field(primary_key=True, sa_type=Text)
    version: int
    status: str = Field(sa_type=Text)
    label: str = Field(sa_type=Text)
    account: str | None = Field(default=None, sa_type=Text)
    due_at: datetime | None = _instant(nullable=True)
    priority: int
    opened_at: datetime = _instant()
    changed_at: datetime = _instant()
    state: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    head: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


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
    opened_at: datetime = _instant()
    due_at: datetime = _instant()
    ended_at: datetime | None = _instant(nullable=True)
    """Time of the decision or the withdrawal."""
    title: str = Field(sa_type=Text)
    account: str | None = Field(default=None, sa_type=Text)
    claimed_by: str | None = Field(default=None, sa_type=Text)
    claimed_until: datetime | None = _instant(nullable=True)
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
    created_at: datetime = _instant()
    changed_at: datetime = _instant()


class QueueViewUseRow(SQLModel, table=True):
    """Uses of views by persons: when each was last opened, and whether it is starred."""

    __tablename__ = "queue_view_uses"

    person: str = Field(primary_key=True, sa_type=Text)
    view: str = Field(primary_key=True, sa_type=Text)
    starred: bool
    used_at: datetime | None = _instant(nullable=True)


class CasePresenceRow(SQLModel, table=True):
    """Persons who are looking at a case, each with the end of a lease of half a minute. Not logged: a crash of the
    database empties it, and the open pages fill it again.
    """

    __tablename__ = "case_presence"
    __table_args__ = ({"prefixes": ["UNLOGGED"]},)

    case: str = Field(primary_key=True, sa_type=Text)
    person: str = Field(primary_key=True, sa_type=Text)
    since: datetime = _instant()
    until: datetime = _instant()


class CaseSkipRow(SQLModel, table=True):
    """Cases that a person has skipped for a time: they are not offered to that person meanwhile."""

    __tablename__ = "case_skips"

    person: str = Field(primary_key=True, sa_type=Text)
    case: str = Field(primary_key=True, sa_type=Text)
    until: datetime = _instant()


class RecordEntryRow(SQLModel, table=True):
    """Entries of records: append-only, chained by hash. A trigger refuses update, delete and truncate."""

    __tablename__ = "dossier_entries"
    __table_args__ = (Index("dossier_entries_by_recording", "recorded_at"),)

    kind: str = Field(primary_key=True, sa_type=Text)
    dossier: str = Field(primary_key=True, sa_type=Text)
    seq: int = Field(primary_key=True)
    type: str = Field(sa_type=Text)
    recorded_at: datetime = _instant()
    actor: str = Field(sa_type=Text)
    body: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


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
    sent_at: datetime = _instant()
    sent_by: str = Field(sa_type=Text)


class ProtectedNameRow(SQLModel, table=True):
    """Protected names that operators imported, each from one version of the lexicon to another.

    `added_in` 0 stands for a name built into the program; such a row only records its retirement.
    """

    __tablename__ = "protected_names"

    id: str = Field(primary_key=True, sa_type=Text)
    added_in: int = Field(primary_key=True)
    retired_in: int | None = None
    body: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))


class RumourContentRow(SQLModel, table=True):
    """Contents that spread a rumour, with the orders that name each: to label it, and to remove the label."""

    __tablename__ = "rumour_contents"
    __table_args__ = (
        Index("rumour_contents_unlabelled", "rumour", "found_at", postgresql_where=text("label_order IS NULL")),
    )

    rumour: str = Field(primary_key=True, sa_type=Text)
    content: str = Field(primary_key=True, sa_type=Text)
    found_at: datetime = _instant()
    found_by: str = Field(sa_type=Text)
    via: str = Field(sa_type=Text)
    label_order: str | None = Field(default=None, sa_type=Text)
    unlabel_order: str | None = Field(default=None, sa_type=Text)


class RumourViewerRow(SQLModel, table=True):
    """Viewers of a rumour or of its debunking, with the first time. Only the platform can identify them."""

    __tablename__ = "rumour_viewers"

    rumour: str = Field(primary_key=True, sa_type=Text)
    viewer: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    rumour_at: datetime | None = _instant(nullable=True)
    debunking_at: datetime | None = _instant(nullable=True)


class RumourCountRow(SQLModel, table=True):
    """Numbers of viewers in an hour, for platforms that report only counts."""

    __tablename__ = "rumour_counts"

    rumour: str = Field(primary_key=True, sa_type=Text)
    seen: str = Field(primary_key=True, sa_type=Text)
    hour: datetime = Field(sa_column=Column(DateTime(timezone=True), primary_key=True))
    viewers: int = Field(sa_type=BigInteger)


class RumourReportRow(SQLModel, table=True):
    """New exposures in a report, with the time of the report: a period gives the same count at any later time."""

    __tablename__ = "rumour_reports"
    __table_args__ = (Index("rumour_reports_by_time", "told_at"),)

    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(), primary_key=True))
    rumour: str = Field(sa_type=Text)
    told_at: datetime = _instant()
    exposed: int = Field(sa_type=BigInteger)
    informed: int = Field(sa_type=BigInteger)
    reached: int = Field(sa_type=BigInteger)


class BulkAccountRow(SQLModel, table=True):
    """Accounts of a bulk action, with the result and that of the reversal, written in the transaction of the facts."""

    __tablename__ = "bulk_accounts"
    __table_args__ = (
        Index("bulk_accounts_waiting", "bulk", "account", postgresql_where=text("outcome = 'waiting'")),
        Index("bulk_accounts_reverting", "bulk", "account", postgresql_where=text("reversal = 'waiting'")),
    )

    bulk: str = Field(primary_key=True, sa_type=Text)
    account: str = Field(primary_key=True, sa_type=Text)
    outcome: str = Field(sa_type=Text)
    code: str | None = Field(default=None, sa_type=Text)
    message: str = Field(default="", sa_type=Text)
    version: int | None = Field(default=None)
    reversal: str | None = Field(default=None, sa_type=Text)
    reversal_code: str | None = Field(default=None, sa_type=Text)
    reversal_message: str = Field(default="", sa_type=Text)


class RunRowRow(SQLModel, table=True):
    """Rows of runs with the command of each, and its outcome, written in the transaction of the facts.

    A row's identity numbers are hashed before it is stored. `place` is the order in which rows arrived.
    """

    __tablename__ = "run_rows"
    __table_args__ = (
        Index("run_rows_by_ref", "run", "ref", unique=True),
        Index("run_rows_by_outcome", "run", "outcome", "place"),
    )

    run: str = Field(primary_key=True, sa_type=Text)
    place: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(), primary_key=True))
    ref: str = Field(sa_type=Text)
    line: int = Field()
    fingerprint: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    account: str | None = Field(default=None, sa_type=Text)
    content: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB, nullable=True))
    outcome: str = Field(sa_type=Text)
    code: str | None = Field(default=None, sa_type=Text)
    message: str = Field(default="", sa_type=Text)
    version: int | None = Field(default=None)
    case: str | None = Field(default=None, sa_type=Text)
    problem: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB, nullable=True))


class NetworkMemberRow(SQLModel, table=True):
    """Accounts of a network's roster; an account is on one roster at a time.

    The decisions about the network are applied in the transaction of the account's facts (article 11).
    """

    __tablename__ = "network_members"
    __table_args__ = (
        Index("network_members_by_account", "account", unique=True, postgresql_where=text("released_at IS NULL")),
        Index("network_members_pending", "network", "account", postgresql_where=text("pending")),
    )

    network: str = Field(primary_key=True, sa_type=Text)
    account: str = Field(primary_key=True, sa_type=Text)
    signed_at: datetime = _instant()
    released_at: datetime | None = _instant(nullable=True)
    pending: bool
    code: str | None = Field(default=None, sa_type=Text)
    message: str = Field(default="", sa_type=Text)


class IdempotencyRow(SQLModel, table=True):
    """Answers to commands by the caller's idempotency key: the same key and body always get the same answer."""

    __tablename__ = "idempotency_keys"

    caller: str = Field(primary_key=True, sa_type=Text)
    key: str = Field(primary_key=True, sa_type=Text)
    fingerprint: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    answer: dict[str, Any] | None = Field(sa_column=Column(JSONB, nullable=True))
    created_at: datetime = _instant()


class WebhookPositionRow(SQLModel, table=True):
    """Position of each webhook in the stream of events."""

    __tablename__ = "webhook_positions"

    subscription: str = Field(primary_key=True, sa_type=Text)
    generation: int
    position: int = Field(sa_column=Column(BigInteger, nullable=False))
    moved_at: datetime = _instant()


class WebhookDeliveryRow(SQLModel, table=True):
    """Answers of the addresses of webhooks, kept for a month."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (Index("webhook_deliveries_by_subscription", "subscription", "id"),)

    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(), primary_key=True))
    subscription: str = Field(sa_type=Text)
    event: int = Field(sa_column=Column(BigInteger, nullable=False))
    at: datetime = _instant()
    status: int | None = Field(default=None)
    error: str | None = Field(default=None, sa_type=Text)
    took_ms: int


class FollowerGainRow(SQLModel, table=True):
    """Followers gained in a window, as reported by the platform; never changed."""

    __tablename__ = "follower_gains"
    __table_args__ = (Index("follower_gains_by_window", "account", "begins"),)

    account: str = Field(primary_key=True, sa_type=Text)
    id: str = Field(primary_key=True, sa_type=Text)
    begins: datetime = _instant()
    ends: datetime = _instant()
    gained: int = Field(sa_column=Column(BigInteger, nullable=False))
    content: str | None = Field(default=None, sa_type=Text)
    reported_at: datetime = _instant()
    reported_by: str = Field(sa_type=Text)


class FollowerCountRow(SQLModel, table=True):
    """Number of followers of an account at an instant, as reported by the platform; never changed."""

    __tablename__ = "follower_counts"

    account: str = Field(primary_key=True, sa_type=Text)
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), primary_key=True))
    followers: int = Field(sa_column=Column(BigInteger, nullable=False))
    reported_at: datetime = _instant()
    reported_by: str = Field(sa_type=Text)


class CleanupGainRow(SQLModel, table=True):
    """Share of a gain claimed by a clean-up, so that no follower is removed twice."""

    __tablename__ = "cleanup_gains"
    __table_args__ = (Index("cleanup_gains_by_gain", "account", "gain"),)

    cleanup: str = Field(primary_key=True, sa_type=Text)
    account: str = Field(primary_key=True, sa_type=Text)
    gain: str = Field(primary_key=True, sa_type=Text)
    tainted: int = Field(sa_column=Column(BigInteger, nullable=False))


class PersonRow(SQLModel, table=True):
    """Persons, folded from their records, for the look-up of callers. It can be rebuilt at any time."""

    __tablename__ = "people"

    id: str = Field(primary_key=True, sa_type=Text)
    name: str = Field(sa_type=Text)
    roles: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    kinds: list[str] | None = Field(default=None, sa_column=Column(ARRAY(Text), nullable=True))
    """Kinds of case that the person may decide; None: all."""
    aliases: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    active: bool


class IdentityRow(SQLModel, table=True):
    """Identities at sign-in providers, each of one person."""

    __tablename__ = "identities"
    __table_args__ = (Index("identities_by_person", "person"),)

    issuer: str = Field(primary_key=True, sa_type=Text)
    subject: str = Field(primary_key=True, sa_type=Text)
    person: str = Field(sa_type=Text)


class ApiKeyRow(SQLModel, table=True):
    """API keys of callers, each of a person or of a service. Only the SHA-256 of the 256-bit secret is stored."""

    __tablename__ = "api_keys"
    __table_args__ = (
        CheckConstraint("(person IS NULL) <> (service IS NULL)", name="api_keys_of_one"),
        Index("api_keys_by_person", "person", postgresql_where=text("person IS NOT NULL")),
    )

    id: str = Field(primary_key=True, sa_type=Text)
    name: str = Field(sa_type=Text)
    roles: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    created_at: datetime = _instant()
    revoked_at: datetime | None = _instant(nullable=True)
    person: str | None = Field(default=None, sa_type=Text)
    service: str | None = Field(default=None, sa_type=Text)
    """Name of the program that uses the key; None where it is a person's."""


class SessionRow(SQLModel, table=True):
    """Sessions of people in a browser. Only the SHA-256 of the 256-bit token is stored."""

    __tablename__ = "sessions"
    __table_args__ = (
        Index("sessions_by_person", "person", "created_at"),
        Index("sessions_by_end", "ends_at"),
    )

    id: str = Field(primary_key=True, sa_type=Text)
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    person: str = Field(sa_type=Text)
    roles: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    way: str = Field(sa_type=Text)
    created_at: datetime = _instant()
    seen_at: datetime = _instant()
    ends_at: datetime = _instant()
    ended_at: datetime | None = _instant(nullable=True)
    ended_by: str | None = Field(default=None, sa_type=Text)
    authenticated_at: datetime | None = _instant(nullable=True)
    """When the person proved who it is; None where the provider did not say so."""
    address: str = Field(sa_type=Text)
    user_agent: str = Field(sa_type=Text)


class SignInLinkRow(SQLModel, table=True):
    """One-time links for signing in without a provider. Only the SHA-256 of the 256-bit token is stored."""

    __tablename__ = "sign_in_links"
    __table_args__ = (Index("sign_in_links_by_person", "person"),)

    hash: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    person: str = Field(sa_type=Text)
    made_at: datetime = _instant()
    ends_at: datetime = _instant()
    used_at: datetime | None = _instant(nullable=True)


class SignInAttemptRow(SQLModel, table=True):
    """Sign-ins that are on their way to the provider and back. Taken once, removed after ten minutes."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index("sign_in_attempts_by_end", "ends_at"),)

    state: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    browser: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    """Hash of a value in a cookie of the browser that began it."""
    nonce: str = Field(sa_type=Text)
    verifier: str = Field(sa_type=Text)
    next: str = Field(sa_type=Text)
    fresh: bool
    began_at: datetime = _instant()
    ends_at: datetime = _instant()


class KeptFormRow(SQLModel, table=True):
    """Forms that were typed when a sign-in had to be repeated. Removed after an hour."""

    __tablename__ = "kept_forms"
    __table_args__ = (Index("kept_forms_by_person", "person", "kept_at"), Index("kept_forms_by_end", "ends_at"))

    id: str = Field(primary_key=True, sa_type=Text)
    session: str = Field(sa_type=Text)
    person: str = Field(sa_type=Text)
    path: str = Field(sa_type=Text)
    fields: list[list[str]] = Field(sa_column=Column(JSONB, nullable=False))
    kept_at: datetime = _instant()
    ends_at: datetime = _instant()


class ReceiptRow(SQLModel, table=True):
    """Receipts of answers, with the facts behind each. A trigger refuses update, delete and truncate."""

    __tablename__ = "receipts"
    __table_args__ = (
        Index("receipts_by_account", "account", "asked_at", "id"),
        Index("receipts_by_content", "content", "asked_at", "id", postgresql_where=text("content IS NOT NULL")),
    )

    id: str = Field(primary_key=True, sa_type=Text)
    caller: str = Field(sa_type=Text)
    account: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)
    version: int
    head: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    """Hash of the fact of that version, so that the facts behind an answer cannot be exchanged."""
    asked_at: datetime = _instant()
    question: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    answer: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    content: str | None = Field(default=None, sa_type=Text)
    """The piece that the question is about, which `question` has too; a column of its own to find receipts by it."""


class EmblemRow(SQLModel, table=True):
    """Protected emblems that avatars are screened against, with their bytes and features. Never deleted."""

    __tablename__ = "emblems"
    __table_args__ = (Index("emblems_by_digest", "digest", unique=True, postgresql_where=text("retired_at IS NULL")),)

    id: str = Field(primary_key=True, sa_type=Text)
    name: str = Field(sa_type=Text)
    media_type: str = Field(sa_type=Text)
    width: int
    height: int
    digest: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    edition: int
    """Edition of the code that computed the features; those of another edition are computed again."""
    described: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    added_at: datetime = _instant()
    added_by: str = Field(sa_type=Text)
    retired_at: datetime | None = _instant(nullable=True)
    retired_by: str | None = Field(default=None, sa_type=Text)
    reason: str = Field(sa_type=Text)


class LinkRow(SQLModel, table=True):
    """Uses of a device, a phone, a payout account … by an account (article 7); the token is a keyed hash."""

    __tablename__ = "links"
    __table_args__ = (Index("links_by_account", "account"),)

    kind: str = Field(primary_key=True, sa_type=Text)
    token: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    account: str = Field(primary_key=True, sa_type=Text)
    first_seen: datetime = _instant()
    last_seen: datetime = _instant()


class PostRow(SQLModel, table=True):
    """MinHash signatures of posts, without their texts. The sweep removes old ones."""

    __tablename__ = "posts"
    __table_args__ = (Index("posts_by_time", "published_at"),)

    account: str = Field(primary_key=True, sa_type=Text)
    post: str = Field(primary_key=True, sa_type=Text)
    published_at: datetime = _instant()
    edition: int
    signature: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class ClusterRow(SQLModel, table=True):
    """Clusters of accounts that may act in concert, as found by the newest sweep, with the case about each."""

    __tablename__ = "clusters"

    id: str = Field(primary_key=True, sa_type=Text)
    case: str = Field(sa_type=Text)
    round: int
    found_at: datetime = _instant()
    changed_at: datetime = _instant()
    merged_into: str | None = Field(default=None, sa_type=Text)
    finding: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    graph: str = Field(sa_type=Text)


class ClusterMemberRow(SQLModel, table=True):
    """Accounts of a cluster, with the case to which each belongs. An account is in at most one cluster."""

    __tablename__ = "cluster_members"
    __table_args__ = (Index("cluster_members_by_cluster", "cluster", "round"),)

    account: str = Field(primary_key=True, sa_type=Text)
    cluster: str = Field(sa_type=Text)
    round: int
    joined_at: datetime = _instant()


class SweepFindingRow(SQLModel, table=True):
    """Findings of a sweep that are not processed yet, so that a retry need not search again."""

    __tablename__ = "sweep_findings"

    sweep: str = Field(primary_key=True, sa_type=Text)
    place: int = Field(primary_key=True)
    finding: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))


class SweepRow(SQLModel, table=True):
    """Sweeps for accounts in concert, with their results."""

    __tablename__ = "sweeps"

    id: str = Field(primary_key=True, sa_type=Text)
    at: datetime = _instant()
    links: int
    texts: int
    hubs: int
    found: int
    opened: int
    grown: int
    finished_at: datetime | None = _instant(nullable=True)


class ReportPieceRow(SQLModel, table=True):
    """Pieces of reports' files, by the hash of the whole. A trigger refuses update, delete and truncate."""

    __tablename__ = "report_pieces"

    sha256: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    piece: int = Field(primary_key=True)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class ImportRow(SQLModel, table=True):
    """Progress of the import of each file, by which it is resumed."""

    __tablename__ = "imports"

    digest: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    file: str = Field(sa_type=Text)
    rows_done: int
    rows_imported: int
    rows_rejected: int
    updated_at: datetime = _instant()


class WorkerPresenceRow(SQLModel, table=True):
    """Workers that Temporal saw polling, with the last time, by the database's clock."""

    __tablename__ = "worker_presence"

    worker: str = Field(sa_type=Text, primary_key=True)
    polling_at: datetime = _instant()


class AuditEventRow(SQLModel, table=True):
    """Events of the audit: append-only, chained by hash. A trigger refuses update, delete and truncate."""

    __tablename__ = "audit_events"
    __table_args__ = (
        Index("audit_events_by_time", "at"),
        Index("audit_events_by_actor", "actor", "seq"),
        Index("audit_events_by_object", "object", "seq"),
        Index("audit_events_by_type", "type", "seq"),
        Index(
            "audit_events_once_an_hour",
            "actor",
            "object",
            "at",
            postgresql_where=text("type IN ('personal_data_viewed', 'audit_read')"),
        ),
    )

    seq: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    type: str = Field(sa_type=Text)
    at: datetime = _instant()
    recorded_at: datetime = _instant()
    actor: str = Field(sa_type=Text)
    object: str = Field(sa_type=Text)
    body: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class AuditHeadRow(SQLModel, table=True):
    """Head of the audit's chain: one row, locked by whoever appends; it reveals missing events at the end."""

    __tablename__ = "audit_head"

    only: bool = Field(default=True, primary_key=True)
    seq: int = Field(sa_column=Column(BigInteger, nullable=False))
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    recorded_at: datetime | None = _instant(nullable=True)


class HolderKeyRow(SQLModel, table=True):
    """Fingerprint of the key with which identity numbers are hashed: another key would recognise nobody."""

    __tablename__ = "holder_key"

    only: bool = Field(default=True, primary_key=True)
    fingerprint: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


METADATA = SQLModel.metadata
"""Metadata of these tables; `migrations/` creates the same, and a test compares the two."""


def _table(row: type[SQLModel]) -> Table:
    return METADATA.tables[str(row.__tablename__)]


# Tables from which statements are built: `select(FACTS.c.body).where(FACTS.c.account == bindparam("account"))`.
FACTS: Final = _table(FactRow)
STANDINGS: Final = _table(StandingRow)
ACCOUNT_NAMES: Final = _table(AccountNameRow)
ACCOUNT_STATES: Final = _table(AccountStateRow)
ACCOUNT_ACTIONS: Final = _table(AccountActionRow)
ACCOUNT_CERTIFICATIONS: Final = _table(AccountCertificationRow)
APPEALS: Final = _table(AppealRow)
TRANSITIONS: Final = _table(TransitionRow)
OUTGOING: Final = _table(OutgoingRow)
EVENTS: Final = _table(EventRow)
RECORDS: Final = _table(RecordRow)
RECORD_ENTRIES: Final = _table(RecordEntryRow)
CASE_TRAITS: Final = _table(CaseTraitRow)
EVIDENCE_FILES: Final = _table(EvidenceFileRow)
CASE_QUEUE: Final = _table(CaseQueueRow)
CASE_PRESENCE: Final = _table(CasePresenceRow)
CASE_SKIPS: Final = _table(CaseSkipRow)
QUEUE_VIEWS: Final = _table(QueueViewRow)
QUEUE_VIEW_USES: Final = _table(QueueViewUseRow)
HOLDERS: Final = _table(HolderRow)
HOLDER_SEATS: Final = _table(SeatRow)
CLOSED_ACCOUNTS: Final = _table(ClosedAccountRow)
CLOSED_NAMES: Final = _table(ClosedNameRow)
CONTACTS: Final = _table(ContactRow)
PROTECTED_NAMES: Final = _table(ProtectedNameRow)
EMBLEMS: Final = _table(EmblemRow)
RUMOUR_CONTENTS: Final = _table(RumourContentRow)
RUMOUR_VIEWERS: Final = _table(RumourViewerRow)
RUMOUR_COUNTS: Final = _table(RumourCountRow)
RUMOUR_REPORTS: Final = _table(RumourReportRow)
BULK_ACCOUNTS: Final = _table(BulkAccountRow)
RUN_ROWS: Final = _table(RunRowRow)
NETWORK_MEMBERS: Final = _table(NetworkMemberRow)
FOLLOWER_GAINS: Final = _table(FollowerGainRow)
FOLLOWER_COUNTS: Final = _table(FollowerCountRow)
CLEANUP_GAINS: Final = _table(CleanupGainRow)
LINKS: Final = _table(LinkRow)
POSTS: Final = _table(PostRow)
CLUSTERS: Final = _table(ClusterRow)
CLUSTER_MEMBERS: Final = _table(ClusterMemberRow)
SWEEPS: Final = _table(SweepRow)
SWEEP_FINDINGS: Final = _table(SweepFindingRow)
REPORT_PIECES: Final = _table(ReportPieceRow)
RECEIPTS: Final = _table(ReceiptRow)
IDEMPOTENCY_KEYS: Final = _table(IdempotencyRow)
PEOPLE: Final = _table(PersonRow)
IDENTITIES: Final = _table(IdentityRow)
API_KEYS: Final = _table(ApiKeyRow)
AUDIT_EVENTS: Final = _table(AuditEventRow)
AUDIT_HEAD: Final = _table(AuditHeadRow)
SESSIONS: Final = _table(SessionRow)
SIGN_IN_LINKS: Final = _table(SignInLinkRow)
SIGN_IN_ATTEMPTS: Final = _table(SignInAttemptRow)
KEPT_FORMS: Final = _table(KeptFormRow)
HOLDER_KEY: Final = _table(HolderKeyRow)
WEBHOOK_POSITIONS: Final = _table(WebhookPositionRow)
WEBHOOK_DELIVERIES: Final = _table(WebhookDeliveryRow)
IMPORTS: Final = _table(ImportRow)
WORKER_PRESENCE: Final = _table(WorkerPresenceRow)
