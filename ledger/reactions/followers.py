"""Article 10: a person has seen to followers that were not removed; the clean-up is settled with that."""

from ledger.reactions.deciding import Deciding
from models.accounts.commands import Refusal
from regulation.followers.cleanups import settle
from regulation.followers.reducer import CLEANUP


async def settles(deciding: Deciding) -> Refusal | None:
    """Done or dismissed, nothing is ordered any more; an order under way is withdrawn, with the case about it."""
    origin = deciding.case.opening.origin
    if origin is None:
        return None
    return (await deciding.enter(CLEANUP, origin.id, settle(deciding.ruling.reason))).refusal
