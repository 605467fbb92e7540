"""The registry of holders as the facts make it: who has which accounts open, and who may not come back (article 7)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, NamedTuple

from models.commands import Seats
from models.facts import AccountClosed, AccountRegistered, Fact, HolderChanged, RegistrationRejected
from models.names import AccountId, HolderRef


class SeatChange(NamedTuple):
    """What a fact does to the registry: the account takes or leaves a seat of its holder, or bars the holder."""

    change: Literal["taken", "released", "barred"]
    holder: HolderRef
    account: AccountId


def seat_changes(fact: Fact, holder: HolderRef | None) -> tuple[SeatChange, ...]:
    """What follows from a fact, given who held the account before it (nobody before its registration)."""
    body, account = fact.body, fact.account
    if isinstance(body, AccountRegistered):
        return (SeatChange("taken", body.holder, account),)
    if holder is None:
        return ()
    if isinstance(body, HolderChanged):
        return (SeatChange("released", holder, account), SeatChange("taken", body.holder, account))
    if isinstance(body, RegistrationRejected):
        return (SeatChange("released", holder, account),)
    if isinstance(body, AccountClosed):
        released = SeatChange("released", holder, account)
        return (released,) if body.category is None else (released, SeatChange("barred", holder, account))
    return ()


@dataclass(frozen=True)
class Registry:
    """Every holder's seats, for where there is no database to ask."""

    open_accounts: Mapping[HolderRef, tuple[AccountId, ...]] = field(default_factory=lambda: MappingProxyType({}))
    barred_by: Mapping[HolderRef, AccountId] = field(default_factory=lambda: MappingProxyType({}))

    def seats(self, holder: HolderRef) -> Seats:
        """What is known of one holder."""
        return Seats(
            holder=holder,
            open_accounts=self.open_accounts.get(holder, ()),
            barred_by=self.barred_by.get(holder),
        )

    def after(self, *changes: SeatChange) -> "Registry":
        """The registry after the changes; who is barred stays barred by the first account that did it."""
        seats, barred = dict(self.open_accounts), dict(self.barred_by)
        for change, holder, account in changes:
            others = tuple(seat for seat in seats.get(holder, ()) if seat != account)
            if change == "barred":
                barred.setdefault(holder, account)
            else:
                seats[holder] = (*others, account) if change == "taken" else others
        return Registry(MappingProxyType(seats), MappingProxyType(barred))
