"""Accounts on which an overturn concerns more than the account: it is closed, others have inherited its actions, or a
case, a clean-up or an exposure depends on what is overturned.

On all others an overturn locks nothing but the account, and no reaction to it finds anything: many are carried out
together.
"""

from collections.abc import Sequence
from itertools import chain
from typing import Final

from sqlalchemy import select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.accounts.commands import Request
from ledger.accounts.reactions import cases_about
from ledger.store.statements import fixed, member, one_of
from models import exposures, followers
from models.accounts.commands import Overturn
from models.accounts.facts import HolderRestricted, type_of
from models.cases import cases
from models.tables import CLOSED_ACCOUNTS, FACTS, RECORDS, STANDINGS

_F: Final = FACTS.c
_D: Final = RECORDS.c
_S: Final = STANDINGS.c
_ORIGIN: Final = member(_F.body, "origin", "account")
_ENTANGLED: Final = union(
    select(_S.account).where(one_of(_S.account, "accounts"), _S.snapshot["closed_at"].astext.is_not(None)),
    select(CLOSED_ACCOUNTS.c.account).where(one_of(CLOSED_ACCOUNTS.c.account, "accounts")),
    select(_ORIGIN).where(_F.type == fixed(type_of(HolderRestricted)), one_of(_ORIGIN, "accounts")),
    *(
        select(_D.account).where(_D.kind == kind, one_of(_D.account, "accounts"))
        for kind in (followers.KIND, exposures.KIND)
    ),
    select(_D.account).where(_D.kind == cases.KIND, one_of(_D.id, "cases")),
)


async def entangled(connection: AsyncConnection, requests: Sequence[Request]) -> frozenset[str]:
    """Return the accounts of those overturns that concern more than their account."""
    about = [
        cases_about(request.account, request.command.id)
        for request in requests
        if isinstance(request.command, Overturn)
    ]
    named = {"accounts": [request.account for request in requests], "cases": list(chain.from_iterable(about))}
    return frozenset((await connection.execute(_ENTANGLED, named)).scalars())
