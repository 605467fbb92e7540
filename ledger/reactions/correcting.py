"""The context in which a withdrawal runs: the corrected case, the decision that is withdrawn, and the transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.accounts import reactions, reading
from ledger.reactions.deciding import Deciding
from ledger.store.chain import fact_from
from ledger.store.statements import one_of
from models.accounts.commands import Command, Overturn, Refusal
from models.accounts.facts import Fact
from models.cases.cases import Decision
from models.tables import FACTS
from regulation.cases.correcting import OVER, action_id

_F: Final = FACTS.c
_FACTS: Final = select(_F.account, _F.seq, _F.effective_at, _F.recorded_at, _F.actor, _F.body).order_by(_F.seq)
_UNDER: Final = _FACTS.where(_F.account == bindparam("account"), _F.ref == bindparam("ref"))
_OF_TYPES: Final = _FACTS.where(_F.account == bindparam("account"), one_of(_F.type, "types"))


@dataclass(frozen=True)
class Correcting:
    """A decision that is withdrawn, before the consequences of the new one are carried out."""

    deciding: Deciding
    """The new decision, whose author and instant the withdrawal has."""

    @property
    def earlier(self) -> Decision:
        """Decision that is withdrawn."""
        return self.deciding.case.corrected[-1]

    @property
    def action(self) -> str:
        """Identifier under which accounts have recorded what followed from the earlier decision."""
        return action_id(self.deciding.case, len(self.deciding.case.corrected) - 1)

    @property
    def reason(self) -> str:
        """Reason of the correction."""
        return self.deciding.ruling.reason

    async def command(self, command: Command, account: str | None = None) -> Refusal | None:
        """Give a command to an account; what is over already needs no withdrawal."""
        refusal = await self.deciding.command(command, account)
        return None if refusal is not None and refusal.code in OVER else refusal

    async def overturn(self) -> Refusal | None:
        """Overturn what the earlier decision has recorded on the case's account."""
        return await self.command(Overturn(id=self.action, reason=self.reason))

    async def overturn_everywhere(self) -> Refusal | None:
        """Overturn what the earlier decision has recorded on every account, in the order of their identifiers."""
        connection = self.deciding.connection
        accounts = await reading.sanctioned_under(connection, self.action)
        command = Overturn(id=self.action, reason=self.reason)
        for account in accounts:
            await reactions.hold(connection, account, command)
        await self.deciding.hold(accounts)
        for account in accounts:
            refusal = await self.command(command, account)
            if refusal is not None:
                return refusal
        return None

    async def facts(self, types: Sequence[str]) -> list[Fact]:
        """Return the account's facts of these types, once the account is locked."""
        await self.deciding.hold([self.deciding.account])
        return await _read(self.deciding.connection, _OF_TYPES, account=self.deciding.account, types=list(types))

    async def facts_under(self, reference: str) -> list[Fact]:
        """Return the account's facts with this identifier, once the account is locked."""
        await self.deciding.hold([self.deciding.account])
        return await _read(self.deciding.connection, _UNDER, account=self.deciding.account, ref=reference)


async def _read(connection: AsyncConnection, statement: Select[tuple[object, ...]], **named: object) -> list[Fact]:
    return [fact_from(dict(row)) for row in (await connection.execute(statement, named)).mappings()]
