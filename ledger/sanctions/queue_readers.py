"""Cases from which a reader of the queue is kept by what was decided elsewhere, or by the reader's part in a decision.

The projection of the queue knows who may not decide a case since its opening. An appeal is also kept from whoever took
part in the action since then, and a correction takes one person who had no part in the decision. Both are looked up
when a list is read, with the rules by which a decision is refused.
"""

from dataclasses import replace
from typing import Final

from sqlalchemy import ARRAY, Text, and_, bindparam, exists, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.people.people import directory
from ledger.sanctions import four_eyes
from ledger.store.database import Database
from ledger.store.statements import fixed, one_of
from models.cases.cases import KIND, Case, CaseKind, CaseStatus
from models.tables import CASE_QUEUE, FACTS, RECORD_ENTRIES, RECORDS
from regulation.cases.barring import kept_from
from regulation.cases.correcting import both_took_part
from regulation.cases.queue import Reader
from regulation.people import NOBODY, Persons

_Q: Final = CASE_QUEUE.c
_F: Final = FACTS.c
_D: Final = RECORDS.c
_E: Final = RECORD_ENTRIES.c
_O: Final = RECORDS.alias("others").c
_NAMES: Final = "names"
_SINCE: Final = or_(
    exists().where(
        _F.account == _Q.account, _F.ref.is_not(None), one_of(_F.actor, _NAMES), _F.recorded_at >= _Q.opened_at
    ),
    exists().where(
        _O.account == _Q.account,
        _O.kind == fixed(KIND),
        _O.id != _Q.id,
        _E.kind == _O.kind,
        _E.dossier == _O.id,
        one_of(_E.actor, _NAMES),
        _E.recorded_at >= _Q.opened_at,
    ),
)
"""Whether the reader has done anything about the account since the appeal was opened."""
_KNOWN: Final = _Q.not_by.overlap(bindparam(_NAMES, type_=ARRAY(Text)))
"""Whether the opening says already that the reader may not decide it."""
_MAY_BE_KEPT: Final = (
    select(_D.state)
    .select_from(RECORDS)
    .join(CASE_QUEUE, and_(_D.kind == fixed(KIND), _D.id == _Q.id))
    .where(
        _Q.waiting,
        or_(
            and_(
                _Q.kind == CaseKind.APPEAL.value, not_(_Q.not_by.overlap(bindparam(_NAMES, type_=ARRAY(Text)))), _SINCE
            ),
            _Q.status == CaseStatus.CORRECTING.value,
        ),
    )
)


async def informed(database: Database, reader: Reader) -> Reader:
    """Return the reader with the waiting cases that the reader may not decide although their openings say nothing
    of it.
    """
    if not reader.decides:
        return reader
    async with database.snapshot() as connection:
        rows = await connection.execute(_MAY_BE_KEPT, {_NAMES: sorted(reader.names)})
        cases = [Case.model_validate(row.state) for row in rows]
        persons = await directory(connection) if cases else NOBODY
        kept = [case.id for case in cases if await _kept(connection, case, reader.actor, persons)]
    return replace(reader, kept_from=frozenset(kept))


async def _kept(connection: AsyncConnection, case: Case, actor: str, persons: Persons) -> bool:
    if case.correction is not None and both_took_part(case, case.correction.by, actor, persons):
        return True
    further = await four_eyes.further(connection, case)
    return kept_from(further.of(case), actor, persons) is not None
