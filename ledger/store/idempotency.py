"""Idempotency: a caller's key is claimed first, so that of two equal concurrent requests the second waits and gets the
first one's answer.

The fingerprint of the request is keyed, because a request may hold an identity number that must not be guessable.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store.statements import written_json
from models.tables import IDEMPOTENCY_KEYS


class KeyReusedError(Exception):
    """Raised when the idempotency key was used before for another request."""


@dataclass(frozen=True)
class RequestKey:
    """Identity of a request: its caller, the key the caller gave it, and the keyed hash of its content."""

    caller: str
    key: str
    fingerprint: bytes


_KEYS: Final = IDEMPOTENCY_KEYS.c
_CLAIM: Final = insert(IDEMPOTENCY_KEYS).on_conflict_do_nothing(index_elements=["caller", "key"]).returning(_KEYS.key)
_READ: Final = select(_KEYS.fingerprint, _KEYS.answer).where(
    _KEYS.caller == bindparam("caller"), _KEYS.key == bindparam("key")
)
_ANSWER: Final = (
    update(IDEMPOTENCY_KEYS)
    .where(_KEYS.caller == bindparam("of_caller"), _KEYS.key == bindparam("of_key"))
    .values(answer=written_json("given"))
)


async def claim(connection: AsyncConnection, request: RequestKey, now: datetime) -> dict[str, Any] | None:
    """Claim the key for this transaction; or return the answer that was given under it before.

    Raises:
        KeyReusedError: when the key belongs to another request.
    """
    named = {"caller": request.caller, "key": request.key}
    fresh = await connection.execute(_CLAIM, {**named, "fingerprint": request.fingerprint, "created_at": now})
    if fresh.one_or_none() is not None:
        return None
    return await given(connection, request)


async def given(connection: AsyncConnection, request: RequestKey) -> dict[str, Any] | None:
    """Return the answer that was given under the key before; None when it is not claimed.

    Raises:
        KeyReusedError: when the key belongs to another request.
    """
    row = (await connection.execute(_READ, {"caller": request.caller, "key": request.key})).one_or_none()
    if row is None:
        return None
    if row.fingerprint != request.fingerprint:
        raise KeyReusedError(request.key)
    answer: dict[str, Any] = row.answer
    return answer


async def keep(connection: AsyncConnection, request: RequestKey, answer: str) -> None:
    """Keep the answer (JSON) under the claimed key."""
    await connection.execute(_ANSWER, {"of_caller": request.caller, "of_key": request.key, "given": answer})
