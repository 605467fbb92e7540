"""Records of an avatar's screening: the case that a match opens, and the answer under the caller's key, in one
transaction.
"""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store import idempotency
from ledger.store.database import Database
from ledger.store.idempotency import RequestKey
from ledger.streams import envelope, records
from ledger.streams.records import Command
from models.cases.cases import Case, CaseBody
from models.screening.emblems import EmblemScreening


async def answered(database: Database, key: RequestKey) -> EmblemScreening | None:
    """Return the answer that was given under the key, even when the bank has changed since; None when there is none.

    Raises:
        KeyReusedError: when the key belongs to another request.
    """
    async with database.transaction() as connection:
        given = await idempotency.given(connection, key)
    return None if given is None else EmblemScreening.model_validate(given)


async def conclude(
    database: Database,
    screening: EmblemScreening,
    opening: Command[CaseBody, Case] | None,
    *,
    key: RequestKey | None,
    now: datetime,
) -> tuple[EmblemScreening, bool]:
    """Open the case and keep the answer; or return the answer that was given under the key meanwhile, and True.

    Raises:
        KeyReusedError: when the key belongs to another request.
        RecordConflictError: when the case is at another version than expected.
    """
    if opening is None and key is None:
        return screening, False

    async def again(_: AsyncConnection, given: dict[str, Any]) -> tuple[EmblemScreening, bool]:
        return EmblemScreening.model_validate(given), True

    async def open_case(connection: AsyncConnection) -> tuple[EmblemScreening, bool]:
        if opening is not None:
            # A case already opened for this picture is the answer.
            await records.enter(connection, opening)
        return screening, False

    return await envelope.answered(
        database, key, now, open_case, kept=lambda answer: answer[0].model_dump_json(), again=again
    )
