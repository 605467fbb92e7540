"""Commands on accounts: idempotency key, expected version, execution, and the answer with the resulting standing."""

import hmac
import json
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any, Final, TypeVar

import structlog
from fastapi import Depends, Query, Request
from pydantic import BaseModel, SecretStr, ValidationError
from starlette.responses import Response

from api.handling import answers
from api.handling.foreseeing import NOT_DRY, DryRunQuery, foreseen_answer
from api.handling.fresh import asked_to_close, is_stale
from api.handling.requests import ContactsBody, HolderBody
from api.handling.routing import JSON, media_type
from api.http.authentication import require_part
from api.http.failures import faults
from api.http.parameters import IdempotencyKey, IfMatch
from api.http.problems import ANSWERED, Fault, invalid, refused
from api.state.app_state import AppState, app_state_of
from ledger import command_previews
from ledger.accounts import admissions, commands, reading
from ledger.accounts.reviews import LOOKED_AT, seeing_too
from ledger.command_previews import Foreseen
from ledger.people.callers import Caller
from ledger.store.idempotency import RequestKey
from models.accounts.commands import Command, Receipt
from models.accounts.profiles import Contact, Seen
from models.accounts.standing import Standing
from models.names import AccountKind, HolderRef
from regulation.holders.identifiers import (
    IDENTIFIED_BY,
    IdentifierError,
    IdentityKind,
    IrregularCreditCodeError,
    checked,
    contact_refs,
    holder_ref,
)
from regulation.screening.emblems import seen_in
from regulation.standing.fold import fold

C = TypeVar("C", bound=BaseModel)

REPLAYED = "Idempotent-Replayed"
HELD: Final = 202
"""Status of a recorded command that waits for a reviewer: the account has no service, or the old profile stays."""
HELD_ANSWER: Final[dict[int | str, dict[str, Any]]] = {
    HELD: {
        "model": answers.CommandAnswer,
        "description": "Held: a reviewer decides the case `id` first; `Location` is the address of its status.",
    }
}

log = structlog.get_logger("api")


@dataclass(frozen=True)
class Commanding:
    """Command handling for one request: caller, idempotency key and expected version."""

    app_state: AppState
    caller: Caller
    key: RequestKey | None
    expected_version: int | None
    dry_run: bool = False
    """Whether the command is rolled back, and the answer says what would follow."""

    def require_part(self, part: str) -> None:
        """Refuse a caller whose roles permit the operation but not this part of it."""
        require_part(self.caller, part)

    async def execute(
        self, account: str, command: Command, effective_at: datetime | None = None, seen: tuple[Seen, ...] = ()
    ) -> tuple[Receipt, Standing]:
        """Execute the command. Return its receipt, which has facts, and the standing that they result in.

        `seen` are the protected emblems recognised in the command's picture.

        Raises:
            ProblemError: when the rules refuse the command and the refusal is not a regular answer, or it takes a fresh
                sign-in.
        """
        if self.dry_run:
            executed = (await self.foresee(account, command, effective_at, seen)).executed
            return executed.receipt, executed.standing or await _standing_after(self.app_state, executed.receipt)
        request = await self._request(account, command, effective_at, seen)
        may_close = not is_stale(self.app_state, self.caller)
        with asked_to_close(self.app_state, self.caller):
            done = await self.app_state.commands.executed(replace(request, may_close=may_close))
        receipt = done.receipt
        for changed in (receipt, *done.others):
            self.app_state.snapshots.superseded(changed.account, changed.version)
        self.app_state.measures.command(command, receipt)
        log.info(
            "command",
            command=type(command).__name__,
            account=account,
            outcome=receipt.outcome,
            code=None if receipt.refusal is None else receipt.refusal.code,
            version=receipt.version,
            replayed=receipt.replayed,
            caller=self.caller.id,
        )
        if receipt.refusal is not None and receipt.refusal.code not in ANSWERED:
            raise _refused(receipt)
        return receipt, done.standing or await _standing_after(self.app_state, receipt)

    async def foresee(
        self, account: str, command: Command, effective_at: datetime | None = None, seen: tuple[Seen, ...] = ()
    ) -> Foreseen:
        """Return what the command would do now: it is carried out and rolled back.

        Raises:
            ProblemError: when the rules would refuse the command and the refusal is not a regular answer.
        """
        request = await self._request(account, command, effective_at, seen)
        foreseen = await command_previews.preview(
            self.app_state.database, request, appeal_window=self.app_state.appeal_window
        )
        receipt = foreseen.executed.receipt
        if receipt.refusal is not None and receipt.refusal.code not in ANSWERED:
            raise _refused(receipt)
        return foreseen

    async def _request(
        self, account: str, command: Command, effective_at: datetime | None, seen: tuple[Seen, ...]
    ) -> commands.Request:
        request = commands.Request(
            account=account,
            command=command,
            actor=self.caller.actor,
            now=self.app_state.clock(),
            effective_at=effective_at,
            key=self.key,
            expected_version=self.expected_version,
            backdating_limit=self.app_state.effective_at_limit,
            tolerance=self.app_state.tolerance,
            rulebook=self.app_state.rulebook,
        )
        if not isinstance(command, LOOKED_AT):
            return request
        return replace(request, screen=seeing_too(await self.app_state.screen(), seen))

    async def carry_out(
        self,
        account: str,
        command: Command,
        effective_at: datetime | None = None,
        *,
        status: int = 200,
        picture: bytes | None = None,
    ) -> Response:
        """Execute the command and return its answer; a picture is first screened for protected emblems."""
        seen = () if picture is None else seen_in(await self.app_state.recogniser.screened(picture))
        if self.dry_run:
            return answers.json(foreseen_answer(await self.foresee(account, command, effective_at, seen)))
        receipt, standing = await self.execute(account, command, effective_at, seen)
        return answered(answers.command(receipt, standing), receipt, HELD if receipt.outcome == "held" else status)


async def commanding(
    request: Request, idempotency_key: str | None, if_match: str | None, *, dry_run: bool = False
) -> Commanding:
    """Return the command handling of a request whose headers are valid."""
    app_state, caller = app_state_of(request), request.state.caller
    key = None
    if idempotency_key is not None:
        key = RequestKey(caller.id, idempotency_key, await fingerprint(await app_state.holder_key.proven(), request))
    return Commanding(app_state, caller, key, None if if_match is None else int(if_match.strip('"')), dry_run)


async def _commanding(request: Request, idempotency_key: IdempotencyKey = None) -> Commanding:
    return await commanding(request, idempotency_key, None)


async def _commanding_known(
    request: Request,
    query: Annotated[DryRunQuery, Query()] = NOT_DRY,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> Commanding:
    return await commanding(request, idempotency_key, if_match, dry_run=query.dry_run)


NewCommand = Annotated[Commanding, Depends(_commanding)]
"""Dependency for a command that creates an account."""

KnownCommand = Annotated[Commanding, Depends(_commanding_known)]
"""Dependency for a command on an existing account; the caller may state the version that it expects, and may ask for
a dry run.
"""


async def fingerprint(key: bytes, request: Request) -> bytes:
    """Return a keyed hash of the request: a body may contain an identity number that must not be found by guessing.

    The hash covers the parsed JSON body, so that white space and the order of fields make no difference; for a picture,
    its bytes and the query.
    """
    asked, body = f"{request.method} {request.url.path}", await request.body()
    if body and media_type(request) == JSON:
        body = json.dumps(json.loads(body), sort_keys=True).encode()
    elif body:
        asked += f"?{json.dumps(sorted(request.query_params.multi_items()))}"
    return hmac.new(key, f"{asked}\n".encode() + body, sha256).digest()


async def _standing_after(app_state: AppState, receipt: Receipt) -> Standing:
    """Return the standing at the receipt's version, also when later facts exist."""
    standing = await reading.standing_of(app_state.database, receipt.account)
    if standing is None or standing.version != receipt.version:
        facts = [recorded.fact async for recorded in reading.every_fact(app_state.database, receipt.account)]
        standing = fold(facts[: receipt.version])
    if standing is None:
        raise AssertionError("a receipt with facts results in a standing")
    return standing


def _refused(receipt: Receipt) -> Exception:
    if receipt.refusal is None:
        raise AssertionError("the receipt must have a refusal")
    problem = refused(receipt.refusal)
    if receipt.replayed:
        problem.headers = {REPLAYED: "true"}
    return problem


def answered(answer: answers.CommandAnswer, receipt: Receipt, status: int) -> Response:
    """Return the answer to a command; `Location` is where the result can be read."""
    headers = answers.versioned(receipt.version)
    if status == HELD and isinstance(answer.id, str):
        headers["Location"] = f"/v1/cases/{answer.id}/status"
    if status == 201:
        registered = receipt.facts[0].seq == 1
        headers["Location"] = f"/v1/accounts/{receipt.account}" + (
            "" if registered else f"/facts?after={receipt.facts[0].seq - 1}&limit={len(receipt.facts)}"
        )
    if receipt.replayed:
        headers[REPLAYED] = "true"
    return answers.json(answer, status, headers)


def built(kind: type[C], /, **values: Any) -> C:
    """Return a command of the domain; its validation errors become faults of the body.

    Raises:
        ProblemError: when the values are inconsistent.
    """
    try:
        return kind(**values)
    except ValidationError as error:
        raise invalid(*faults(error.errors(include_url=False), inside=("body",))) from None


def fresh_id(prefix: str) -> str:
    """Return a generated identifier with this prefix."""
    return f"{prefix}-{secrets.token_hex(8)}"


async def holder_of(body: HolderBody, kind: AccountKind | None, app_state: AppState) -> tuple[HolderRef, AccountKind]:
    """Return the holder's reference, and the kind of account that the number belongs to.

    Raises:
        ProblemError: when the number is invalid, or of another kind.
        WrongHolderKeyError: when the key differs from the one that this database was created with.
    """
    identity, number = _number(body)
    found = next(account for account, identified in IDENTIFIED_BY.items() if identified is identity)
    path = f"body.holder.{identity.value}"
    if kind is not None and kind is not found:
        right = IDENTIFIED_BY[kind].value
        raise invalid(Fault(path=path, message=f"the holder of an {kind.value} account is named by {right}"))
    ref = holder_ref(identity, number.get_secret_value(), await app_state.holder_key.proven())
    try:
        checked(identity, number.get_secret_value(), app_state.today())
    except IrregularCreditCodeError as error:
        await _require_admitted(ref, app_state, path, str(error))
    except IdentifierError as error:
        raise invalid(Fault(path=path, message=str(error))) from None
    return ref, found


async def _require_admitted(holder: HolderRef, app_state: AppState, path: str, fault: str) -> None:
    """Require that a reviewer has admitted the holder's irregular code.

    Raises:
        ProblemError: when it is not admitted; the message says how to apply.
    """
    async with app_state.database.transaction() as connection:
        name, case = await admissions.standing_case(connection, holder)
    if case is not None and admissions.is_admission(case):
        return
    way = (
        "if the licence shows this code, apply for its admission: POST /v1/credit-code-admissions, with evidence"
        if case is None
        else f"its admission is decided in case {name}: send this again once that is approved"
    )
    raise invalid(Fault(path=path, message=f"{fault}; {way}"))


async def contacts_of(body: ContactsBody | None, app_state: AppState) -> tuple[Contact, ...]:
    """Return the contacts of an account as references (keyed hashes).

    Raises:
        WrongHolderKeyError: when the key differs from the one that this database was created with.
    """
    if body is None:
        return ()
    key = await app_state.holder_key.proven()
    return tuple(
        Contact.model_validate({"kind": kind, "ref": ref})
        for kind, value in body
        if value is not None
        for ref in contact_refs(kind, value.get_secret_value(), key)
    )


def _number(body: HolderBody) -> tuple[IdentityKind, SecretStr]:
    if body.resident_id is not None:
        return IdentityKind.RESIDENT_ID, body.resident_id
    if body.unified_social_credit_code is not None:
        return IdentityKind.UNIFIED_SOCIAL_CREDIT_CODE, body.unified_social_credit_code
    raise AssertionError("the body has exactly one number")
