"""People: persons, keys, sessions and sign-in."""

from datetime import datetime
from typing import Final

from sqlalchemy import CheckConstraint, Column, Index, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel

from models.tables.columns import instant, table_of


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
    created_at: datetime = instant()
    revoked_at: datetime | None = instant(nullable=True)
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
    created_at: datetime = instant()
    seen_at: datetime = instant()
    ends_at: datetime = instant()
    ended_at: datetime | None = instant(nullable=True)
    ended_by: str | None = Field(default=None, sa_type=Text)
    authenticated_at: datetime | None = instant(nullable=True)
    """When the person proved who it is; None where the provider did not say so."""
    address: str = Field(sa_type=Text)
    user_agent: str = Field(sa_type=Text)


class SignInLinkRow(SQLModel, table=True):
    """One-time links for signing in without a provider. Only the SHA-256 of the 256-bit token is stored."""

    __tablename__ = "sign_in_links"
    __table_args__ = (Index("sign_in_links_by_person", "person"),)

    hash: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    person: str = Field(sa_type=Text)
    made_at: datetime = instant()
    ends_at: datetime = instant()
    used_at: datetime | None = instant(nullable=True)


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
    began_at: datetime = instant()
    ends_at: datetime = instant()


class KeptFormRow(SQLModel, table=True):
    """Forms that were typed when a sign-in had to be repeated. Removed after an hour."""

    __tablename__ = "kept_forms"
    __table_args__ = (Index("kept_forms_by_person", "person", "kept_at"), Index("kept_forms_by_end", "ends_at"))

    id: str = Field(primary_key=True, sa_type=Text)
    session: str = Field(sa_type=Text)
    person: str = Field(sa_type=Text)
    path: str = Field(sa_type=Text)
    fields: list[list[str]] = Field(sa_column=Column(JSONB, nullable=False))
    kept_at: datetime = instant()
    ends_at: datetime = instant()


PEOPLE: Final = table_of(PersonRow)
IDENTITIES: Final = table_of(IdentityRow)
API_KEYS: Final = table_of(ApiKeyRow)
SESSIONS: Final = table_of(SessionRow)
SIGN_IN_LINKS: Final = table_of(SignInLinkRow)
SIGN_IN_ATTEMPTS: Final = table_of(SignInAttemptRow)
KEPT_FORMS: Final = table_of(KeptFormRow)
