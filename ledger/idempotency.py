"""Idempotency: a caller's key is claimed first, so that of two equal requests at once the second waits and repeats.

The fingerprint of the request is keyed, because a request may hold an identity number that must not be guessable.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection


class KeyReusedError(Exception):
    """The idempotency key was used before for another request."""


@dataclass(frozen=True)
class RequestKey:
    """Whose request it is, the key the caller gave it, and the keyed hash of what was asked."""

    caller: str
    key: str
    fingerprint: bytes


_CLAIM: Final = text(
    """
    INSERT INTO idempotency_keys (caller, key, fingerprint, created_at) VALUES (:caller, :key, :fingerprint, :now)
    ON CONFLICT (caller, key) DO NOTHING RETURNING key
    """
)
_READ: Final = text("SELECT fingerprint, answer FROM idempotency_keys WHERE caller = :caller AND key = :key")
_ANSWER: Final = text(
    "UPDATE idempotency_keys SET answer = CAST(:answer AS jsonb) WHERE caller = :caller AND key = :key"
)


async def claim(connection: AsyncConnection, request: RequestKey, now: datetime) -> dict[str, Any] | None:
    """Claim the key for this transaction; or the answer that was given under it before.

    Raises:
        KeyReusedError: when the key stands for another request.
    """
    named = {"caller": request.caller, "key": request.key}
    fresh = await connection.execute(_CLAIM, {**named, "fingerprint": request.fingerprint, "now": now})
    if fresh.one_or_none() is not None:
        return None
    return await given(connection, request)


async def given(connection: AsyncConnection, request: RequestKey) -> dict[str, Any] | None:
    """The answer that was given under the key before; None when it is not claimed.

    Raises:
        KeyReusedError: when the key stands for another request.
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
    await connection.execute(_ANSWER, {"caller": request.caller, "key": request.key, "answer": answer})
