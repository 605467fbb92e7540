"""The desk on which a consequence works: the case, the decision, and the transaction of both."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from ledger import commands, dossiers
from ledger.commands import Receipt
from ledger.dossiers import Entered
from models.cases import Case, Decision, Ruling
from models.commands import Command, Refusal
from models.dossiers import B, S
from regulation.courses import Course, Decided


@dataclass(frozen=True)
class Deciding:
    """A case that has just been decided, in the transaction that will commit the decision with its consequence."""

    connection: AsyncConnection
    case: Case
    decision: Decision
    receipts: list[Receipt] = field(default_factory=list)
    """What was recorded for accounts, for whoever keeps their standings in memory."""

    @property
    def ruling(self) -> Ruling:
        """What was decided."""
        return self.decision.ruling

    @property
    def account(self) -> str:
        """The account that the case is about."""
        if self.case.opening.account is None:
            raise ValueError(f"case {self.case.id} of kind {self.case.opening.kind} is about no account")
        return self.case.opening.account

    async def command(self, command: Command, account: str | None = None) -> Refusal | None:
        """Give a command to an account: the case's own, unless another is named. Several accounts in the order of
        their identifiers.
        """
        request = commands.Request(
            account=account or self.account, command=command, actor=self.decision.by, now=self.decision.at
        )
        receipt = (await commands.carry_out(self.connection, request)).receipt
        if receipt.facts:
            self.receipts.append(receipt)
        return receipt.refusal

    async def enter(
        self, course: Course[B, S], dossier: str, decide: Callable[[S | None, datetime], Decided[B]]
    ) -> Entered[B, S]:
        """Enter something in another dossier; before any command to an account. Of dossiers that exist already only
        the case's `origin` is safe to enter in: it was locked first.
        """
        return await dossiers.enter(
            self.connection,
            dossiers.Command(course, dossier, decide, actor=self.decision.by, now=self.decision.at),
        )
