"""Irregular credit codes, which deviate from the standard and which a person has admitted on evidence (article 7).

An admission is the decision of a case: there is no second record of it. The ledger does not know the code itself, only
the reference of its holder.
"""

from itertools import count
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.cases import cases
from ledger.store.database import Database
from ledger.store.statements import one_of
from ledger.streams import records
from models.cases.cases import KIND, Case, CaseKind, CaseStatus, Outcome
from models.names import HolderRef
from models.tables import RECORDS
from regulation.cases.reducer import CASE, SETTLED

_D: Final = RECORDS.c
_ADMITTED: Final = select(_D.state["opening", "subject", "holder"].astext.label("holder")).where(
    _D.kind == bindparam("kind"),
    one_of(_D.status, "decided"),
    _D.label == bindparam("label"),
    _D.state["decision", "ruling", "outcome"].astext == bindparam("outcome"),
)


async def standing_case(connection: AsyncConnection, holder: HolderRef) -> tuple[str, Case | None]:
    """Return the case about this holder's code that is open or has admitted it; else the identifier of the next one."""
    for turn in count(1):
        name = cases.case_id(CaseKind.CREDIT_CODE, holder if turn == 1 else f"{holder}#{turn}")
        known = (await records.state_within(connection, CASE, name)).state
        if known is None or known.status not in SETTLED or is_admission(known):
            return name, known
    raise AssertionError("the numbers of cases do not end")


def is_admission(case: Case) -> bool:
    """Return whether a person has decided that the code is the organisation's own."""
    return case.decision is not None and case.decision.ruling.outcome is Outcome.APPROVED


async def every_admitted(database: Database) -> frozenset[HolderRef]:
    """Return the holders whose irregular codes were admitted, for callers that check many holders."""
    named = {
        "kind": KIND,
        "decided": [CaseStatus.DECIDED, CaseStatus.CORRECTING],
        "label": CaseKind.CREDIT_CODE,
        "outcome": Outcome.APPROVED,
    }
    async with database.transaction() as connection:
        return frozenset((await connection.execute(_ADMITTED, named)).scalars())
