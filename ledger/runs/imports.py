"""Imported rows of a run: planned, seated and written as the first-day import does it (`ledger.importing`)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.importing import writing
from ledger.importing.planning import Plan, plan
from ledger.importing.rows import AccountRow, Reject
from ledger.runs.rows import Result, Waiting
from ledger.store.clock import recording_instant
from models.accounts.commands import Refusal
from models.runs import RowOutcome
from regulation.catalogue.rulebook import Rulebook
from regulation.words.field_names import place_zh
from regulation.words.sentences.chinese import UNKNOWN_SENTENCE, in_chinese

PRESENT = "the account exists already with the same content"


async def carry_out(
    connection: AsyncConnection,
    waiting: Sequence[Waiting],
    *,
    actor: str,
    now: datetime,
    rulebook: Rulebook,
    tolerance: timedelta,
) -> list[Result]:
    """Import rows within the caller's transaction. Their places stand for the lines of a file.

    Raises:
        IntegrityError: another transaction created one of the accounts meanwhile.
        HoldersMovedError: a holder got another account meanwhile.
    """
    at = await recording_instant(connection, now)
    planned = [_planned(row, actor, at, rulebook, tolerance) for row in waiting]
    plans = [one for one in planned if isinstance(one, Plan)]
    written = await writing.write_within(connection, plans, now=at, rulebook=rulebook)
    rejects = {one.line: one for one in (*(one for one in planned if isinstance(one, Reject)), *written.rejects)}
    versions = {one.line: len(one.facts) for one in written.taken}
    return [_result(row, rejects.get(row.place), versions.get(row.place)) for row in waiting]


def _planned(row: Waiting, actor: str, at: datetime, rulebook: Rulebook, tolerance: timedelta) -> Plan | Reject:
    account = AccountRow.model_validate(row.content)
    return plan(account, row.place, account.holder.holder_ref or "", at, rulebook, tolerance, actor)


def _result(row: Waiting, reject: Reject | None, version: int | None) -> Result:
    if reject is not None:
        message = f"{reject.path}: {reject.reason}"
        message_zh = f"{place_zh(reject.path)}：{in_chinese(reject.reason, UNKNOWN_SENTENCE)}"
        if reject.code is None:
            refusal = Refusal(code="import_refused", message=message, message_zh=message_zh)
        else:
            refusal = Refusal(code=reject.code, message=message, message_zh=message_zh)
        return Result(row.place, RowOutcome.REFUSED, refusal=refusal)
    return Result(row.place, RowOutcome.DONE, version, message=PRESENT if version is None else "")
