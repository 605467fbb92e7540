"""The registry of holders as the facts make it: who has which accounts open, and who may not come back (article 7)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, NamedTuple

from models.commands import Seats
from models.facts import (
    AccountClosed,
    AccountRegistered,
    AccountReopened,
    Fact,
    HolderChanged,
    RegistrationRejected,
)
from models.names import AccountId, HolderRef


class SeatChange(NamedTuple):
    """What a fact does to the registry: the account takes or leaves a seat of its holder, bars the holder, or does so
    no longer.
    """

    change: Literal["taken", "released", "barred", "unbarred"]
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
    if isinstance(body, AccountReopened):
        return (SeatChange("unbarred", holder, account), SeatChange("taken", holder, account))
    return ()


@dataclass(frozen=True)
class Registry:
    """Every holder's seats, for where there is no database to ask."""

    open_accounts: Mapping[HolderRef, tuple[AccountId, ...]] = field(default_factory=lambda: MappingProxyType({}))
    barred_by: Mapping[HolderRef, tuple[AccountId, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Every account whose closure bars the holder, the first one first."""

    def seats(self, holder: HolderRef) -> Seats:
        """What is known of one holder."""
        return Seats(
            holder=holder,
            open_accounts=self.open_accounts.get(holder, ()),
            barred_by=next(iter(self.barred_by.get(holder, ())), None),
        )

    def after(self, *changes: SeatChange) -> "Registry":
        """The registry after the changes; who is barred by several accounts stays barred until none of them does it."""
        seats, barred = dict(self.open_accounts), dict(self.barred_by)
        for change, holder, account in changes:
            others = tuple(seat for seat in seats.get(holder, ()) if seat != account)
            if change in {"barred", "unbarred"}:
                barring = tuple(one for one in barred.get(holder, ()) if one != account)
                barred[holder] = (*barring, account) if change == "barred" else barring
            else:
                seats[holder] = (*others, account) if change == "taken" else others
        return Registry(MappingProxyType(seats), MappingProxyType(barred))
