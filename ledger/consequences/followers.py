"""Article 10: a person has seen to followers that were not removed; the clean-up is settled with that."""

from ledger.consequences.deciding import Deciding
from models.commands import Refusal
from regulation.cleanup_course import CLEANUP
from regulation.cleanups import settle


async def settles(deciding: Deciding) -> Refusal | None:
    """Done or dismissed, nothing is ordered any more; an order under way is withdrawn, with the case about it."""
    origin = deciding.case.opening.origin
    if origin is None:
        return None
    return (await deciding.enter(CLEANUP, origin.id, settle(deciding.ruling.reason))).refusal
