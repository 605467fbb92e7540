"""Accounts: facts, standings, boundaries, and the rows by which accounts are searched and listed."""

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Column, Date, DateTime, Index, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlmodel import Field, SQLModel

from models.tables.columns import dated, instant, table_of


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
    effective_at: datetime = instant()
    recorded_at: datetime = instant()
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
    settled_until: datetime = instant()
    """Instant up to which every boundary is recorded, or was passed before its cause was recorded."""
    next_boundary: datetime | None = instant(nullable=True)


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
    registered_at: datetime = instant()
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
    registered_at: datetime = dated()
    changed_at: datetime = dated()
    """Recording of the last fact."""
    edges: list[datetime] = Field(
        sa_column=Column(ARRAY(DateTime(timezone=True)), nullable=False, server_default=text("'{}'"))
    )
    """Boundaries to come, in order."""
    next_at: datetime | None = instant(nullable=True)
    """The first of them."""
    cut_at: datetime | None = instant(nullable=True)
    """Instant from which not everything is known, where there were too many boundaries; None where all is."""
    due_at: datetime | None = instant(nullable=True)
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
    decided_at: datetime = instant()
    effective_at: datetime = instant()
    actor: str = Field(sa_type=Text)
    measures: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    until: datetime | None = instant(nullable=True)
    """End of the last of its measures; None where one has no end, or none lasts."""
    ban_until: datetime | None = instant(nullable=True)
    unpaid_until: datetime | None = instant(nullable=True)
    overturned_at: datetime | None = instant(nullable=True)
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
    starts_at: datetime = instant()
    ends_at: datetime = instant()
    ended_by: str | None = Field(default=None, sa_type=Text)
    granted_at: datetime = instant()
    actor: str = Field(sa_type=Text)


class TransitionRow(SQLModel, table=True):
    """Boundaries that were passed, each recorded once: the key refuses a second recording."""

    __tablename__ = "transitions"

    account: str = Field(primary_key=True, sa_type=Text)
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), primary_key=True))
    version: int
    changes: list[Any] = Field(sa_column=Column(JSONB, nullable=False))
    message: str = Field(sa_type=Text)
    recorded_at: datetime = instant()
    recorded_by: str = Field(sa_type=Text)


FACTS: Final = table_of(FactRow)
STANDINGS: Final = table_of(StandingRow)
ACCOUNT_NAMES: Final = table_of(AccountNameRow)
ACCOUNT_STATES: Final = table_of(AccountStateRow)
ACCOUNT_ACTIONS: Final = table_of(AccountActionRow)
ACCOUNT_CERTIFICATIONS: Final = table_of(AccountCertificationRow)
TRANSITIONS: Final = table_of(TransitionRow)
