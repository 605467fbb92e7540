"""Events of the audit: who came in, was refused, was given a key, looked at personal data, or took a file away.

The ledger of accounts and records says what was decided; the audit says who used the system. Each event is one class
with a literal type and identifiers only: no secret, no name of a person, no text that somebody wrote. An event names
its `actor` (a person's identifier, a service's key, or an empty text for a stranger) and the `object` concerned, as
`kind:identifier`. Types and fields are never renamed or removed, since events are never changed; new fields get a
default.
"""

from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import Field

from models.base import Frozen
from models.instants import Instant
from models.roles import Role

STRANGER: Final = ""
"""Actor of an event whose author is unknown."""
COMMAND_LINE: Final = "command line"
"""Actor of what is done at a terminal of the database's machine, without a key."""
PROCESS: Final = "process"
"""Prefix of the actor of a process of Standing itself: `process:api`."""

Via = Literal["", "api", "console", "cli", "worker"]
"""Way by which the actor came."""


class AuditEvent(Frozen):
    """What every event has beside its own fields."""

    ABOUT: ClassVar[str] = ""
    """Object concerned, as `kind:identifier`, with the event's own fields in braces."""

    type: str
    actor: str = STRANGER
    """Identifier of the person, of the service's key, or of the process; empty for a stranger."""
    via: Via = ""
    address: str = ""
    """Client's address, normalised (IPv6 as its /64 network); empty where there is none."""
    request: str = ""
    """Identifier of the request, as in the log and in `instance` of a problem."""

    @property
    def object(self) -> str:
        """Object concerned, as `kind:identifier`; lists are filtered by it."""
        return self.ABOUT.format_map(vars(self))


class SignedIn(AuditEvent):
    """A person signed in, or signed in again for an action that asks for it."""

    ABOUT = "person:{actor}"

    type: Literal["signed_in"] = "signed_in"
    method: Literal["oidc", "link", "terminal"]
    session: str
    issuer: str = ""
    again: bool = False
    """Whether the session existed already and was made fresh."""


class SignInRefused(AuditEvent):
    """Somebody came from the provider, or with a link, and was not signed in."""

    type: Literal["sign_in_refused"] = "sign_in_refused"
    method: Literal["oidc", "link"]
    why: str
    """`no_role`: no group has a role; `inactive`: the person was deactivated; `token`: the answer was not valid."""
    issuer: str = ""
    subject: str = ""
    """Identifier of the person at the provider; empty where its answer was not valid."""

    @property
    def object(self) -> str:
        """The person; where there is none, the identity."""
        return f"person:{self.actor}" if self.actor else f"identity:{self.subject}"


class SignInLinkMade(AuditEvent):
    """A one-time link was made with which a person signs in."""

    ABOUT = "person:{person}"

    type: Literal["sign_in_link_made"] = "sign_in_link_made"
    person: str
    ends_at: Instant | None = None


class SessionEnded(AuditEvent):
    """A session ended: by its person, by somebody else, or by time."""

    ABOUT = "person:{person}"

    type: Literal["session_ended"] = "session_ended"
    session: str
    person: str
    why: Literal["signed_out", "ended", "idle", "absolute", "deactivated", "replaced"]


class RequestRefused(AuditEvent):
    """Requests refused with 401 or 403: of a stranger, or of somebody who may not do this.

    The first one in a minute is recorded at once; further ones of the same actor or address, with the same code, are
    counted and recorded as one event at the end of the minute.
    """

    type: Literal["request_refused"] = "request_refused"
    status: int
    code: str
    """Code of the problem: `unauthenticated`, `forbidden`, `forged-request` …"""
    operation: str = ""
    """Operation of the API, or the route's pattern; of several requests, that of the first."""
    count: int = 1
    """Number of requests."""
    since: Instant | None = None
    """Instant of the first one counted; None for a single one."""

    @property
    def object(self) -> str:
        """The operation."""
        return f"operation:{self.operation}" if self.operation else ""


class KeyCreated(AuditEvent):
    """An API key was made."""

    ABOUT = "key:{key}"

    type: Literal["key_created"] = "key_created"
    key: str
    roles: tuple[Role, ...]
    person: str | None = None
    """Person to whom it belongs; None where it belongs to a service."""
    service: str | None = None


class KeyAssigned(AuditEvent):
    """A key of a service was given to a person."""

    ABOUT = "key:{key}"

    type: Literal["key_assigned"] = "key_assigned"
    key: str
    person: str


class KeyRevoked(AuditEvent):
    """An API key was revoked."""

    ABOUT = "key:{key}"

    type: Literal["key_revoked"] = "key_revoked"
    key: str
    cases: int = 0
    """Number of claimed or assigned cases that are free again."""


class PersonChanged(AuditEvent):
    """A person was added, changed, deactivated or activated; the record `person` has the entry itself."""

    ABOUT = "person:{person}"

    type: Literal["person_changed"] = "person_changed"
    person: str
    entry: str
    """Type of the entry in the person's record, such as `person_added`."""
    version: int
    """Number of that entry."""
    roles: tuple[Role, ...] = ()
    """Roles after the change."""
    kinds: tuple[str, ...] | None = None
    """Kinds of case that the person may decide after the change; None for all."""
    active: bool = True


class ProcessStarted(AuditEvent):
    """A process of Standing started, with its settings."""

    ABOUT = "process:{process}"

    type: Literal["process_started"] = "process_started"
    process: Literal["api", "worker"]
    instance: str
    """Random identifier of this run of the process."""
    version: str
    settings: dict[str, Any]
    """Every setting that is no secret, by name."""
    secrets: tuple[str, ...] = ()
    """Names of the secrets that are set. Their values are recorded nowhere."""


class ProcessStopped(AuditEvent):
    """A process of Standing stopped as asked. A start without a stop before it followed a crash."""

    ABOUT = "process:{process}"

    type: Literal["process_stopped"] = "process_stopped"
    process: Literal["api", "worker"]
    instance: str


class PersonalDataViewed(AuditEvent):
    """A person read personal data: an account, a holder, a case, a receipt, a text that somebody wrote.

    Recorded once for a person, an object and a clock hour, whatever was read of it how often.
    """

    ABOUT = "{kind}:{id}"

    type: Literal["personal_data_viewed"] = "personal_data_viewed"
    kind: str
    """Kind of object: `account`, `case` …; `list` for a list, whose identifier is the operation."""
    id: str
    operation: str


class StatusLinkIssued(AuditEvent):
    """A link was issued under which the holder of an account reads its status and may appeal."""

    ABOUT = "account:{account}"

    type: Literal["status_link_issued"] = "status_link_issued"
    link: str
    """Identifier of the link, as in the log; the link itself is a secret."""
    account: str
    ends_at: Instant


class FileDownloaded(AuditEvent):
    """A file was sent, or began to be: recorded before its first byte."""

    ABOUT = "{kind}:{id}"

    type: Literal["file_downloaded"] = "file_downloaded"
    kind: Literal["report", "evidence", "export", "emblem", "bulk", "run"]
    id: str
    """Identifier of the report, the case … to which it belongs."""
    file: str
    sha256: str = ""
    size: int | None = None
    """Bytes; None where the size is unknown when it begins."""
    selection: str = ""
    """Filters of an exported list, as in the query of the request; a text that was sought is left out."""


class AuditRead(AuditEvent):
    """Somebody read the audit; recorded once for an actor, a selection and a clock hour."""

    ABOUT = "audit:{selection}"

    type: Literal["audit_read"] = "audit_read"
    selection: str = ""
    """Filters, as in the query of the request."""


class AuditExported(AuditEvent):
    """Somebody took events of the audit away as a file; recorded before its first byte."""

    ABOUT = "audit:{selection}"

    type: Literal["audit_exported"] = "audit_exported"
    selection: str = ""
    form: Literal["ndjson", "csv"]


class EventsDropped(AuditEvent):
    """A process could not keep events while the database was away or too slow: the audit has a gap of this size."""

    ABOUT = "process:{process}"

    type: Literal["events_dropped"] = "events_dropped"
    process: Literal["api", "worker"]
    count: int
    since: Instant
    until: Instant


AnyEvent = Annotated[
    SignedIn
    | SignInRefused
    | SignInLinkMade
    | SessionEnded
    | RequestRefused
    | KeyCreated
    | KeyAssigned
    | KeyRevoked
    | PersonChanged
    | ProcessStarted
    | ProcessStopped
    | PersonalDataViewed
    | StatusLinkIssued
    | FileDownloaded
    | AuditRead
    | AuditExported
    | EventsDropped,
    Field(discriminator="type"),
]
"""One event of the audit."""

TYPES: Final[tuple[str, ...]] = tuple(one.model_fields["type"].default for one in AnyEvent.__origin__.__args__)  # type: ignore[attr-defined]
"""Types of the events, in this order."""


class Recorded(Frozen):
    """An event as it was recorded. Reading validates nothing: an event of a newer version is shown as it is."""

    seq: int
    """Number of the event, counted from 1 without gaps."""
    at: Instant
    """Instant at which it happened."""
    recorded_at: Instant
    """Instant at which it was recorded; later than `at` by the time it waited in its process."""
    type: str
    actor: str
    object: str
    data: dict[str, Any]
    """The event's fields."""
    hash: str
    """Hash over this event and the hash of the one before, as 64 hex digits."""
