"""A row: one account with its past. Each row is validated on its own, and a fault is reported without repeating the
row.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Final, Self

from pydantic import Field as Described
from pydantic import ValidationError, model_validator

from models.accounts.commands import Certify, GivenMaterials
from models.base import Frozen
from models.instants import Duration, Instant
from models.names import AccountId, AccountKind, CaseId, HolderRef
from models.texts.incoming import Name, Text, compared, phrase
from models.words.privileges import Field, Method
from models.words.violations import Category
from regulation.holders.identifiers import IDENTIFIED_BY, IdentityKind, holds_resident_id


class RowBan(Frozen):
    """A ban another system imposed; without `decided_at` it was decided when it started."""

    id: CaseId
    category: Category
    started_at: Instant
    duration: Duration
    factor: Decimal | None = None
    """2 to 3; the category's own when left out."""
    decided_at: Instant | None = None
    reason: Text = ""


class RowViolation(Frozen):
    """A finding of another system."""

    id: CaseId
    category: Category
    decided_at: Instant
    reason: Text = ""


class RowClosure(Frozen):
    """The account was closed before the import: with a category as a sanction, else by its holder's own wish."""

    id: CaseId = "closed"
    at: Instant
    category: Category | None = None
    reason: Text = ""


_Number = Annotated[Annotated[str, compared] | None, Described(repr=False, max_length=100)]
_MOST: Final = 500
"""Greatest number of bans, violations and certifications of a row: enough for an account's past, and no more than a
batch can hold.
"""


class RowCertification(Certify):
    """A certification of another system."""

    materials: GivenMaterials = GivenMaterials()

    def command(self) -> Certify:
        """Return the command that the rules decide."""
        return Certify(**{**dict(self), "materials": self.materials.recorded()})


class RowHolder(Frozen):
    """Holder of the account: an identity number, or the reference it became when it was hashed elsewhere."""

    resident_id: _Number = None
    unified_social_credit_code: _Number = None
    holder_ref: Annotated[HolderRef, phrase] | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if sum(getattr(self, name) is not None for name in HOLDER_COLUMNS) != 1:
            raise ValueError(f"name the holder exactly once, by one of {', '.join(HOLDER_COLUMNS)}")
        return self


HOLDER_COLUMNS: Final = tuple(RowHolder.model_fields)


class AccountRow(Frozen):
    """An account on the day of adoption."""

    account: AccountId
    kind: AccountKind
    holder: RowHolder
    name: Name
    registered_at: Instant
    fields: Annotated[tuple[Field, ...], Described(max_length=len(Field))] = ()
    bio: Text = ""
    mcn: Name | None = None
    holder_changed_at: Instant | None = None
    certifications: Annotated[tuple[RowCertification, ...], Described(max_length=_MOST)] = ()
    violations: Annotated[tuple[RowViolation, ...], Described(max_length=_MOST)] = ()
    bans: Annotated[tuple[RowBan, ...], Described(max_length=_MOST)] = ()
    monetization: Annotated[tuple[Method, ...], Described(max_length=len(Method))] = ()
    granted_at: Instant | None = None
    closed: RowClosure | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        right = IDENTIFIED_BY[self.kind].value
        given = next(name for name in HOLDER_COLUMNS if getattr(self.holder, name) is not None)
        if given not in {right, "holder_ref"}:
            raise ValueError(f"the holder of an account of kind {self.kind.value} is named by {right}, not {given}")
        if self.granted_at is not None and not self.monetization:
            raise ValueError("granted_at says when monetization was granted, but monetization names no method")
        if any(map(holds_resident_id, self._written())):
            raise ValueError("a text holds a resident ID number: it would be kept for ever; say it without")
        return self

    def identity(self) -> tuple[IdentityKind, str] | None:
        """The identity number and its kind; None for a holder whose reference is given."""
        kind = IDENTIFIED_BY[self.kind]
        number: str | None = getattr(self.holder, kind.value)
        return None if number is None else (kind, number)

    def _written(self) -> Iterator[str]:
        """Yield the texts that a person wrote."""
        yield self.name
        yield self.bio
        yield self.mcn or ""
        for certification in self.certifications:
            yield from certification.materials.model_dump().values()
        yield from (violation.reason for violation in self.violations)
        yield from (ban.reason for ban in self.bans)
        yield "" if self.closed is None else self.closed.reason


COLUMNS: Final = tuple(
    column for name in AccountRow.model_fields for column in (HOLDER_COLUMNS if name == "holder" else (name,))
)
"""Columns of a CSV file: the keys of a JSON line, with the holder's keys beside the others."""

_LISTED: Final = frozenset({"fields", "monetization"})
_AS_JSON: Final = frozenset({"certifications", "violations", "bans", "closed"})


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was not taken: its line, the path of the fault inside it, the reason with a correction."""

    line: int
    path: str
    reason: str
    account: str | None = None
    code: str | None = None
    """Code of the rules' refusal, where they refused the row."""

    def as_json(self) -> str:
        """Return one line of the reject file; it never holds an identity number."""
        said = {"line": self.line, "account": self.account, "path": self.path, "reason": self.reason}
        return json.dumps({key: _masked(value) for key, value in said.items()}, ensure_ascii=False)


def row_from(record: bytes | Mapping[str, str], line: int) -> AccountRow | Reject:
    """Return the row in a JSON line or in the cells of a CSV record, or its fault."""
    if isinstance(record, bytes):
        return _validated(lambda: AccountRow.model_validate_json(record), line)
    holder: dict[str, str] = {}
    values: dict[str, Any] = {"holder": holder}
    for column, cell in record.items():
        text = cell.strip()
        if not text:
            continue
        try:
            (holder if column in HOLDER_COLUMNS else values)[column] = _value(column, text)
        except ValueError as error:
            wanted = "object" if column == "closed" else "list"
            return Reject(line, column, f"is not a JSON {wanted}: {error}", record.get("account"))
    return _validated(lambda: AccountRow.model_validate(values), line, record.get("account"))


def _value(column: str, text: str) -> Any:
    if column in _LISTED:
        return [part.strip() for part in text.split(";") if part.strip()]
    return json.loads(text) if column in _AS_JSON else text


def _validated(make: Callable[[], AccountRow], line: int, account: str | None = None) -> AccountRow | Reject:
    try:
        return make()
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        path = ".".join(map(str, faults[0]["loc"]))
        return Reject(line, path, faults[0]["msg"].removeprefix("Value error, ") + more, account)


_NUMBER: Final = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{2}[0-9]{6}[0-9A-Za-z]{7,10}(?![0-9A-Za-z])")


def _masked(value: object) -> object:
    """Mask whatever looks like an identity number: people put them into wrong columns."""
    return _NUMBER.sub("[not repeated]", value) if isinstance(value, str) else value
