"""Announcements to the platform, in the feed and by webhooks, with one type for each kind of event.

`account.*` is a fact of an account, or a boundary that was passed; `case.*`, `directive.*` and so on are entries of
records. The catalogue is built from the vocabulary, so every event has a type.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Union, get_args

from pydantic import Field as Described
from pydantic import create_model

from models.accounts.certifications import CertificationBody
from models.accounts.exemptions import ExemptionBody
from models.accounts.facts import FactBody
from models.accounts.verdicts import Change
from models.base import Frozen
from models.cases.cases import CaseBody
from models.directives import DirectiveBody
from models.events.examples import EXAMPLES
from models.events.webhooks import SubscriptionBody
from models.exposures import ExposureBody
from models.followers import CleanupBody
from models.instants import Instant
from models.names import AccountId
from models.networks import NetworkBody
from models.people.people import PersonBody
from models.records import RecordId
from models.reports.reports import ReportBody
from models.rumours.rumours import RumourBody
from models.runs import RunBody
from models.sanctions.bulk import BulkBody
from models.screening.lexicon import LexiconBody
from models.screening.rescreens import RescreenBody

BOUNDARY_PASSED: Final = "account.boundary_passed"

ENTRY_BODIES: Final[Mapping[str, Any]] = {
    "directive": DirectiveBody,
    "case": CaseBody,
    "bulk": BulkBody,
    "run": RunBody,
    "exposure": ExposureBody,
    "lexicon": LexiconBody,
    "rumour": RumourBody,
    "cleanup": CleanupBody,
    "network": NetworkBody,
    "subscription": SubscriptionBody,
    "certification": CertificationBody,
    "report": ReportBody,
    "exemption": ExemptionBody,
    "rescreen": RescreenBody,
    "person": PersonBody,
}
"""Entries that are announced, by the kind of record."""


WITHHELD: Final[Mapping[str, tuple[str, ...]]] = {
    "case.noted": ("text",),
    "person.added": ("name",),
    "person.changed": ("name",),
    "person.identity_linked": ("issuer", "subject"),
    "person.identity_unlinked": ("issuer", "subject"),
}
"""Fields of entries that the feed leaves out, by type; people who work on the record see them."""


def told_of(name: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body of an entry without the fields that the feed leaves out."""
    return {key: "" if key in WITHHELD.get(name, ()) else value for key, value in body.items()}


class BoundaryPassed(Frozen):
    """An interval began or ended by itself: a ban, a certification or a freeze has ended."""

    changes: tuple[Change, ...]
    message: Annotated[str, Described(description="Description in words.")]
    message_zh: Annotated[str, Described(description="The same in Chinese.")] = ""
    recorded_by: Annotated[str, Described(description="First recorder: lifecycle, backstop or ledger.")]


class Announcement(Frozen):
    """Event of the feed. Its number never changes, and events of one account have the order of its facts."""

    id: Annotated[int, Described(description="Position in the stream; pass it as `after` to continue.")]
    type: str
    account: Annotated[
        AccountId | None, Described(description="The account concerned; null if there is no single one.")
    ] = None
    dossier: Annotated[RecordId | None, Described(description="The record concerned: a case, a directive, …")] = None
    version: Annotated[int, Described(description="Version of the account, or of the record, after it.")]
    at: Annotated[Instant, Described(description="When it took effect.")]
    recorded_at: Annotated[Instant, Described(description="When the ledger recorded it.")]
    actor: Annotated[str, Described(description="The actor: an API key, or a part of the system.")]
    data: Any


def example_of(name: str) -> dict[str, Any]:
    """Return a complete invented announcement of a type."""
    kind = name.partition(".")[0]
    return {
        "id": 4711,
        "type": name,
        "account": "kitchen",
        "dossier": None if kind == "account" else f"{kind}-1",
        "version": 3,
        "at": "2026-03-01T09:00:00+08:00",
        "recorded_at": "2026-03-01T09:00:00+08:00",
        "actor": "key_5f0c3a1be2d9",
        "data": dict(EXAMPLES[name]),
    }


class UnknownTypeError(ValueError):
    """Raised when a type of event does not exist."""


def expanded(types: str) -> tuple[str, ...]:
    """Return the types named by a text, separated by commas; `account.*` names a whole family.

    Raises:
        UnknownTypeError: a part names no type; the message suggests the nearest one.
    """
    wanted: list[str] = []
    for part in (part.strip() for part in types.split(",")):
        family = part.removesuffix("*")
        found = [name for name in bodies() if name == part or (family != part and name.startswith(family))]
        if not found:
            near = get_close_matches(part, bodies(), 1, 0.5)
            hint = f"did you mean {near[0]}?" if near else f"the types are {', '.join(sorted(bodies()))}"
            raise UnknownTypeError(f"has a part that is no type of event; {hint}")
        wanted += found
    return tuple(dict.fromkeys(wanted))


def _members(union: Any) -> tuple[type[Frozen], ...]:
    """Return the models of a discriminated union, also of one with a single member."""
    inner = get_args(union)[0] if get_args(union) and not isinstance(union, UnionType) else union
    return get_args(inner) or (inner,)


def _type_of(body: type[Frozen]) -> str:
    return str(body.model_fields["type"].default)


def account_type(fact_type: str) -> str:
    """Return the type under which a fact is announced: `account.closed` for `account_closed`."""
    return f"account.{fact_type.removeprefix('account_')}"


@cache
def bodies() -> Mapping[str, type[Frozen]]:
    """Return every type of announcement, with the model of its `data`."""
    found: dict[str, type[Frozen]] = {account_type(_type_of(body)): body for body in _members(FactBody)}
    found[BOUNDARY_PASSED] = BoundaryPassed
    for kind, union in ENTRY_BODIES.items():
        found |= {f"{kind}.{_type_of(body)}": body for body in _members(union)}
    return found


@cache
def catalogue() -> Mapping[str, type[Announcement]]:
    """Return every type of announcement, with the model of the whole announcement."""
    made = {
        name: create_model(
            f"{name.replace('.', '_').title().replace('_', '')}Announcement",
            __base__=Announcement,
            __doc__=body.__doc__,
            type=(Literal[name], name),  # type: ignore[arg-type] # the literal is made here
            data=(body, ...),
        )
        for name, body in bodies().items()
    }
    for name, model in made.items():
        if name in EXAMPLES:
            model.model_config["json_schema_extra"] = {"examples": [example_of(name)]}
            model.model_rebuild(force=True)
    return made


if TYPE_CHECKING:
    AnyAnnouncement = Announcement
else:
    AnyAnnouncement = Annotated[Union[tuple(catalogue().values())], Described(discriminator="type")]  # noqa: UP007
"""Announcement of any type of the catalogue, distinguished by `type`."""
