"""Inherited actions: imported accounts are bound by the actions on their holders' other accounts, in the ledger and in
the batch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.accounts import holding
from ledger.importing.planning import Plan
from models.accounts.facts import Fact
from models.names import HolderRef
from regulation.holders import inheritance as rules
from regulation.holders.inheritance import ATTRIBUTING, Holding
from regulation.standing.fold import fold


class HoldersMovedError(Exception):
    """Raised when a holder got another account between our read and our locks: the caller reads again."""


@dataclass(frozen=True)
class Others:
    """The accounts in the ledger of a batch's holders, locked."""

    accounts: frozenset[str]
    holdings: tuple[Holding, ...]


async def locked(connection: AsyncConnection, plans: Sequence[Plan]) -> Others:
    """Lock the accounts that the holders have or had; call it before the holders themselves are locked."""
    names = {plan.holder for plan in plans}
    accounts = await holding.accounts_of(connection, *names)
    found = await holding.lock(connection, accounts) if accounts else {}
    facts = await holding.facts_of(connection, list(found))
    holdings = tuple(
        Holding(one.standing, facts.get(account, ())) for account, one in found.items() if one.standing is not None
    )
    return Others(frozenset(accounts), holdings)


async def require_same(connection: AsyncConnection, plans: Sequence[Plan], others: Others) -> None:
    """Check that the holders, locked by now, have no account that was not there before.

    Raises:
        HoldersMovedError: when they have.
    """
    if await holding.accounts_of(connection, *{plan.holder for plan in plans}) != others.accounts:
        raise HoldersMovedError


def bound(plans: Sequence[Plan], others: Others, now: datetime) -> list[Plan]:
    """Return the plans with the actions that were in force when their holders got the accounts, and still are."""
    by_holder: dict[HolderRef, list[Plan]] = {}
    for plan in plans:
        by_holder.setdefault(plan.holder, []).append(plan)
    return [_bound(plan, by_holder, others, now) for plan in plans]


def _bound(plan: Plan, by_holder: Mapping[HolderRef, list[Plan]], others: Others, now: datetime) -> Plan:
    beside = [_holding(one) for one in by_holder[plan.holder] if one is not plan]
    if plan.closed is not None or not (beside or others.holdings):
        return plan
    actions = rules.running(plan.holder, chain(others.holdings, beside), now)
    bodies = rules.inherited(actions, plan.account, None, plan.held_since, dated_back=True)
    facts = tuple(
        Fact(
            account=plan.account,
            seq=seq,
            effective_at=plan.held_since,
            recorded_at=plan.facts[-1].recorded_at,
            actor=plan.facts[-1].actor,
            body=body,
        )
        for seq, body in enumerate(bodies, start=len(plan.facts) + 1)
    )
    return replace(plan, facts=(*plan.facts, *facts))


def _holding(plan: Plan) -> Holding:
    standing = fold(plan.facts)
    if standing is None:
        raise AssertionError("a plan begins with a registration")
    return Holding(standing, tuple(fact for fact in plan.facts if fact.body.type in ATTRIBUTING))
