"""Article 10: a person has dealt with followers that were not removed, which settles the clean-up."""

from ledger.reactions.deciding import Deciding
from models.accounts.commands import Refusal
from regulation.followers.cleanups import settle
from regulation.followers.reducer import CLEANUP


async def settles(deciding: Deciding) -> Refusal | None:
    """Settle the clean-up, done or dismissed: nothing more is ordered; a pending order is withdrawn, with the case
    about it.
    """
    origin = deciding.case.opening.origin
    if origin is None:
        return None
    return (await deciding.enter(CLEANUP, origin.id, settle(deciding.ruling.reason))).refusal
