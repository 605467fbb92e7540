"""Applications for a certification (article 2): materials are submitted, a person verifies them in a case, and the
approval opens the field in the same transaction (`ledger/reactions/certification.py`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, literal, not_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.cases.cases import CaseCommand, EnteredCase
from ledger.store.statements import either
from ledger.streams import records
from models.accounts.commands import Refusal
from models.accounts.standing import Standing
from models.cases.cases import KIND, CaseKind, CaseStatus
from models.cases.subjects import CertificationApplied
from models.evidence import Evidence
from models.instants import shown
from models.tables import FACTS, RECORDS, STANDINGS
from regulation.articles import a02_certification as a02
from regulation.articles.a02_materials import lacking
from regulation.cases.cases import DecideCase, open_case, opening
from regulation.standing.unknown import no_account

_D: Final = RECORDS.c
_LOCK: Final = select(STANDINGS.c.snapshot).where(STANDINGS.c.account == bindparam("account")).with_for_update()
_PENDING: Final = (
    select(_D.id, _D.opened_at)
    .where(
        _D.account == bindparam("account"),
        _D.kind == KIND,
        _D.label == CaseKind.CERTIFICATION,
        _D.id != bindparam("case"),
        not_(either(_D.status, CaseStatus.DECIDED, CaseStatus.CORRECTING, CaseStatus.WITHDRAWN)),
        _D.state["opening", "subject", "field"].astext == bindparam("field"),
    )
    .limit(1)
)
_TAKEN: Final = (
    select(literal(1)).where(FACTS.c.account == bindparam("account"), FACTS.c.ref == bindparam("case")).limit(1)
)


@dataclass(frozen=True)
class Application:
    """An account's application for a certification in a field."""

    account: str
    applied: CertificationApplied
    evidence: tuple[Evidence, ...] = ()

    def decide(self, now: datetime) -> DecideCase:
        """Return the rule that opens the case."""
        title = f"certification in {self.applied.field}, {self.applied.valid_from} to {self.applied.valid_until}"
        made = opening(CaseKind.CERTIFICATION, now, account=self.account, title=title, subject=self.applied)
        return open_case(made, self.evidence)

    async def enter(self, connection: AsyncConnection, command: CaseCommand) -> EnteredCase:
        """Open the case within the caller's transaction; a field has one pending application at a time. The account is
        locked before the case, which is new, so that nobody waits for it.
        """
        refusal = await self._in_the_way(connection, command)
        if refusal is not None:
            return EnteredCase(command.record, 0, None, refusal=refusal)
        return await records.enter(connection, command)

    async def _in_the_way(self, connection: AsyncConnection, command: CaseCommand) -> Refusal | None:
        row = (await connection.execute(_LOCK, {"account": self.account})).one_or_none()
        if row is None:
            return no_account(self.account)
        closed_at = Standing.model_validate(row.snapshot).closed_at
        if closed_at is not None:
            return Refusal(
                code="account_closed",
                message=f"account {self.account} was closed at {shown(closed_at)}; nothing more can be applied for",
            )
        if refusal := a02.over(command.record, self.applied.valid_until, command.now):
            return refusal
        if refusal := lacking(self.applied.field, self.applied.materials, command.now):
            return refusal
        named = {"account": self.account, "case": command.record, "field": self.applied.field.value}
        if (await connection.execute(_TAKEN, named)).one_or_none() is not None:
            return Refusal(
                code="duplicate_id",
                message=f"{command.record} names a fact of account {self.account} already: choose another id, which "
                "the certification will have",
            )
        pending = (await connection.execute(_PENDING, named)).one_or_none()
        if pending is None:
            return None
        return Refusal(
            code="application_pending",
            message=f"application {pending.id} for {self.applied.field} of {shown(pending.opened_at)} is not decided "
            "yet: wait for it; more evidence can be added to its case",
            article=a02.ARTICLE,
        )
