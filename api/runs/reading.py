"""Reading of an upload: lines that arrive in arbitrary pieces become rows with their commands, built by the functions
of the single commands. Identity numbers and contacts are hashed here, before anything is stored.
"""

import hmac
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, NamedTuple

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import from_json, to_jsonable_python

from api.accounts.accounts import profile_change, registration
from api.accounts.certifications import application_of, certification
from api.handling.commanding import built, fresh_id, holder_of
from api.handling.pictures import LARGEST_TEXT
from api.handling.requests import HolderBody
from api.http.failures import faults
from api.http.json_bodies import why_unreadable
from api.http.problems import Fault, ProblemError, faults_zh, invalid
from api.runs.bodies import (
    ROWS,
    ApplicationRow,
    CertifyRow,
    ImportRow,
    MonetizeRow,
    ProfileRow,
    RegisterRow,
)
from api.state.app_state import AppState
from ledger.importing.rows import AccountRow, RowHolder
from ledger.runs.carrying import AppliedFor, Commanded
from ledger.runs.rows import Received
from models.accounts import commands as c
from models.names import ID_PATTERN
from models.runs import RowRef, RunKind
from regulation.screening.emblems import seen_in

LONGEST_LINE: Final = 256 * 1024
"""Maximum bytes of a line without a picture: an account with five hundred past bans."""
LONGEST_WITH_PICTURE: Final = LARGEST_TEXT + LONGEST_LINE
LARGEST_UPLOAD: Final = 256 * 1024 * 1024
"""Maximum bytes of one upload; the rest goes into further uploads."""
_PICTURED: Final = frozenset({RunKind.REGISTER, RunKind.CHANGE_PROFILE})
_REF: Final = TypeAdapter[str](RowRef)


class Line(NamedTuple):
    """A line of the upload and its number; None for one that is too long."""

    number: int
    sent: bytes | None


async def lines(parts: AsyncIterator[bytes], first: int, longest: int) -> AsyncIterator[list[Line]]:
    """Yield the lines that each part of the upload completes, without blank ones.

    Raises:
        ProblemError: the upload is too large; the lines before have been yielded.
    """
    rest, number, size, skipping = b"", first, 0, False
    async for part in parts:
        size += len(part)
        if size > LARGEST_UPLOAD:
            raise ProblemError(
                "body-too-large", f"an upload may have at most {LARGEST_UPLOAD} bytes: send the rest in another"
            )
        *complete, rest = (rest + part).split(b"\n")
        found = [Line(number + place, sent) for place, sent in enumerate(complete)]
        number += len(complete)
        if skipping and found:
            found[0], skipping = found[0]._replace(sent=None), False
        if len(rest) > longest:
            rest, skipping = b"", True
        yield [_short(line, longest) for line in found if line.sent is None or line.sent.strip()]
    last = Line(number, None if skipping else rest)
    yield [_short(last, longest)] if last.sent is None or last.sent.strip() else []


def _short(line: Line, longest: int) -> Line:
    return line if line.sent is None or len(line.sent) <= longest else line._replace(sent=None)


@dataclass(frozen=True)
class Reader:
    """Reader of the lines of one run."""

    app_state: AppState
    commands: RunKind
    key: bytes
    """Key under which rows are fingerprinted."""

    @property
    def longest(self) -> int:
        """Maximum bytes of a line."""
        return LONGEST_WITH_PICTURE if self.commands in _PICTURED else LONGEST_LINE

    async def received(self, line: Line) -> Received:
        """Return the row in a line: with its command, or refused with the problem of the same command alone."""
        if line.sent is None:
            problem = ProblemError("malformed-body", f"the line has more than {self.longest} bytes")
            return _refused(f"#{line.number}", line, self._fingerprint(b"too long"), problem)
        try:
            given = from_json(line.sent, allow_inf_nan=False)
        except ValueError as error:
            problem = ProblemError("malformed-body", why_unreadable(line.sent, error))
            return _refused(f"#{line.number}", line, self._fingerprint(line.sent), problem)
        ref = _ref_of(given) or f"#{line.number}"
        fingerprint = self._fingerprint(json.dumps(given, sort_keys=True).encode())
        account = given.get("account") if isinstance(given, dict) else None
        try:
            row = _validated(ROWS[self.commands], given)
            content = await _CONTENTS[self.commands](row, self.app_state)
        except ProblemError as problem:
            known = account if isinstance(account, str) and re.fullmatch(ID_PATTERN, account) else None
            return _refused(ref, line, fingerprint, problem, known)
        return Received(ref, line.number, fingerprint, account, content)

    def _fingerprint(self, content: bytes) -> bytes:
        return hmac.new(self.key, f"{self.commands.value}\n".encode() + content, sha256).digest()


def _ref_of(given: Any) -> str | None:
    try:
        return _REF.validate_python(given.get("ref"), strict=True)
    except (AttributeError, ValidationError):
        return None


def _validated(model: type[BaseModel], given: Any) -> Any:
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise invalid(*faults(error.errors(include_url=False), inside=("body",))) from None


def _refused(ref: str, line: Line, fingerprint: bytes, problem: ProblemError, account: str | None = None) -> Received:
    errors = None if problem.errors is None else [fault.model_dump() for fault in problem.errors]
    return Received(
        ref,
        line.number,
        fingerprint,
        account,
        code=problem.code.replace("-", "_"),
        message=problem.detail,
        problem={"own": problem.code, "article": problem.article, "errors": errors},
    )


def fault_of(stored: Mapping[str, Any], message: str) -> ProblemError:
    """Return the problem of a row that was refused when it was read."""
    errors = tuple(Fault(path=one["path"], message=one["message"]) for one in stored["errors"] or ())
    return ProblemError(
        stored["own"], message, detail_zh=faults_zh(errors), article=stored["article"], errors=errors or None
    )


# --- contents: the commands as they are stored ------------------------------------------------------------------------


async def _register(row: RegisterRow, app_state: AppState) -> dict[str, Any]:
    return await _commanded(await registration(row, app_state), row, app_state)


async def _certify(row: CertifyRow, app_state: AppState) -> dict[str, Any]:
    return await _commanded(certification(row), row, app_state)


async def _monetize(row: MonetizeRow, app_state: AppState) -> dict[str, Any]:
    return await _commanded(built(c.ApplyMonetization, methods=row.methods), row, app_state)


async def _change_profile(row: ProfileRow, app_state: AppState) -> dict[str, Any]:
    return await _commanded(profile_change(row), row, app_state)


async def _commanded(command: BaseModel, row: BaseModel, app_state: AppState) -> dict[str, Any]:
    picture = getattr(row, "picture", None)
    seen = () if picture is None else seen_in(await app_state.recogniser.screened(picture))
    beside = Commanded(effective_at=getattr(row, "effective_at", None), seen=seen)
    return {
        "command": command.model_dump(mode="json", exclude_defaults=True),
        **beside.model_dump(mode="json", exclude_defaults=True),
    }


async def _apply(row: ApplicationRow, app_state: AppState) -> dict[str, Any]:  # noqa: ARG001 - as the others
    application = application_of(row.account, row)
    kept = AppliedFor(case=row.id or fresh_id("cert"), applied=application.applied, evidence=application.evidence)
    return kept.model_dump(mode="json")


async def _import(row: ImportRow, app_state: AppState) -> dict[str, Any]:
    holder = row.holder.holder_ref
    if holder is None:
        given = HolderBody.model_validate(row.holder.model_dump(exclude_none=True))
        holder, _ = await holder_of(given, row.kind, app_state)
    values = {**{name: getattr(row, name) for name in AccountRow.model_fields}, "holder": RowHolder(holder_ref=holder)}
    stored: dict[str, Any] = to_jsonable_python(AccountRow.model_construct(**values), exclude_none=True)
    return stored


_CONTENTS: Final[Mapping[RunKind, Callable[[Any, AppState], Awaitable[dict[str, Any]]]]] = {
    RunKind.REGISTER: _register,
    RunKind.CERTIFY: _certify,
    RunKind.APPLY_FOR_CERTIFICATION: _apply,
    RunKind.MONETIZE: _monetize,
    RunKind.CHANGE_PROFILE: _change_profile,
    RunKind.IMPORT: _import,
}
"""Function that returns the stored form of a row, by the kind of run."""
