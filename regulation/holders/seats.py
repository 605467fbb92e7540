"""Registry of holders, built from facts: their open accounts, and who may not come back (article 7)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, NamedTuple

from models.accounts.commands import Seats
from models.accounts.facts import (
    AccountClosed,
    AccountRegistered,
    AccountReopened,
    ConsequenceWithdrawn,
    Fact,
    HolderChanged,
    Overturned,
    RegistrationRejected,
    RejectionLifted,
)
from models.names import AccountId, CaseId, HolderRef


class SeatChange(NamedTuple):
    """Change that a fact makes to the registry: the account takes or leaves a seat of its holder, bars the holder, or
    stops barring the holder.
    """

    change: Literal["taken", "released", "barred", "unbarred"]
    holder: HolderRef
    account: AccountId
    closure: CaseId = ""
    """Identifier of the closure that bars the holder, or stops doing so."""


def seat_changes(fact: Fact, holder: HolderRef | None) -> tuple[SeatChange, ...]:
    """Changes that follow from a fact, given who held the account before it (None before its registration)."""
    body, account = fact.body, fact.account
    if isinstance(body, AccountRegistered):
        return (SeatChange("taken", body.holder, account),)
    if holder is None:
        return ()
    if isinstance(body, HolderChanged):
        return (SeatChange("released", holder, account), SeatChange("taken", body.holder, account))
    if isinstance(body, RegistrationRejected):
        return (SeatChange("released", holder, account),)
    if isinstance(body, RejectionLifted):
        return (SeatChange("taken", holder, account),)
    if isinstance(body, AccountClosed):
        released = SeatChange("released", holder, account)
        if body.category is None:
            return (released,)
        return (released, SeatChange("barred", body.holder or holder, account, body.id))
    if isinstance(body, Overturned) or (isinstance(body, ConsequenceWithdrawn) and body.consequence == "closure"):
        return (SeatChange("unbarred", holder, account, body.id),)
    if isinstance(body, AccountReopened):
        return (SeatChange("unbarred", holder, account, body.id), SeatChange("taken", holder, account))
    return ()


@dataclass(frozen=True)
class Registry:
    """In-memory registry of every holder's seats, for callers without a database."""

    open_accounts: Mapping[HolderRef, tuple[AccountId, ...]] = field(default_factory=lambda: MappingProxyType({}))
    barred_by: Mapping[HolderRef, tuple[tuple[AccountId, CaseId], ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    """Every closure that bars the holder, by its account and identifier, oldest first."""

    def seats(self, holder: HolderRef) -> Seats:
        """Seats of one holder."""
        return Seats(
            holder=holder,
            open_accounts=self.open_accounts.get(holder, ()),
            barred_by=next((account for account, _ in self.barred_by.get(holder, ())), None),
        )

    def after(self, *changes: SeatChange) -> "Registry":
        """Registry after the changes; a holder barred by several closures stays barred until all of them are lifted."""
        seats, barred = dict(self.open_accounts), dict(self.barred_by)
        for change, holder, account, closure in changes:
            others = tuple(seat for seat in seats.get(holder, ()) if seat != account)
            if change == "barred":
                barred[holder] = (*barred.get(holder, ()), (account, closure))
            elif change == "unbarred":
                # The holder whom the closure barred: the account may have another one now.
                barred = {who: tuple(one for one in by if one != (account, closure)) for who, by in barred.items()}
            else:
                seats[holder] = (*others, account) if change == "taken" else others
        return Registry(MappingProxyType(seats), MappingProxyType(barred))
