"""The context in which a consequence runs: the case, the decision, and the transaction of both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.accounts import commands, holding
from ledger.store.statements import one_of
from ledger.streams import records
from ledger.streams.records import Entered
from models.accounts.commands import Command, Receipt, Refusal
from models.cases.cases import Case, Decision, Ruling
from models.records import B, S
from models.tables import STANDINGS
from regulation.cases.correcting import own_id
from regulation.catalogue.rulebook import IN_FORCE, Rulebook
from regulation.holders.inheritance import holder_at
from regulation.records import Decided, RecordType

_HOLD: Final = (
    select(literal(1)).where(one_of(STANDINGS.c.account, "accounts")).order_by(STANDINGS.c.account).with_for_update()
)


@dataclass(frozen=True)
class Deciding:
    """A case that has just been decided, in the transaction that will commit the decision with its consequence."""

    connection: AsyncConnection
    case: Case
    decision: Decision
    rulebook: Rulebook = IN_FORCE
    receipts: list[Receipt] = field(default_factory=list)
    """Receipts of the facts recorded for accounts, for code that caches their standings."""

    @property
    def ruling(self) -> Ruling:
        """Ruling of the decision."""
        return self.decision.ruling

    @property
    def id(self) -> str:
        """Identifier under which accounts record what follows from the decision: the case's own for the first one."""
        return own_id(self.case.id, len(self.case.corrected))

    @property
    def account(self) -> str:
        """Account that the case is about."""
        if self.case.opening.account is None:
            raise ValueError(f"case {self.case.id} of kind {self.case.opening.kind} has no account")
        return self.case.opening.account

    async def command(self, command: Command, account: str | None = None) -> Refusal | None:
        """Give a command to an account: the case's own, unless another is named. Give commands to several accounts in
        the order of their identifiers.
        """
        request = commands.Request(
            account=account or self.account,
            command=command,
            actor=self.decision.by,
            now=self.decision.at,
            rulebook=self.rulebook,
            two_persons=self.decision.proposed_by is not None,
        )
        done = await commands.carry_out(self.connection, request)
        if done.receipt.facts:
            self.receipts.extend([done.receipt, *done.others])
        return done.receipt.refusal

    async def holder(self, finding: str | None = None) -> str | None:
        """Return the holder of the case's account at the time of the offence: when the finding was recorded, or else
        when the case was opened. Later changes of the account do not matter (article 7).
        """
        facts = await holding.facts_about(self.connection, self.account)
        return holder_at(facts, self.case.opened_at, finding)

    async def hold(self, accounts: Sequence[str]) -> None:
        """Lock several accounts at once, in order, before the first command: commands lock holders too, and two
        transactions with accounts of one holder must not wait for each other.
        """
        await self.connection.execute(_HOLD, {"accounts": list(accounts)})

    async def enter(
        self, record_type: RecordType[B, S], record: str, decide: Callable[[S | None, datetime], Decided[B]]
    ) -> Entered[B, S]:
        """Enter something in another record; before any command to an account. Among existing records only the case's
        `origin` is safe to enter in: it was locked first.
        """
        return await records.enter(
            self.connection,
            records.Command(record_type, record, decide, actor=self.decision.by, now=self.decision.at),
        )
