"""Article 10: a person has seen to followers that were not removed; the clean-up is settled with that."""

from ledger import dossiers
from ledger.consequences.deciding import Deciding
from ledger.dossiers import Command
from models.commands import Refusal
from models.followers import Status
from regulation.cleanup_course import CLEANUP
from regulation.cleanups import settle
from regulation.directives import DIRECTIVE, withdraw


async def settles(deciding: Deciding) -> Refusal | None:
    """Done or dismissed, nothing is ordered any more; an order under way is withdrawn, with the case about it."""
    origin = deciding.case.opening.origin
    if origin is None:
        return None
    before = (await dossiers.state_within(deciding.connection, CLEANUP, origin.id)).state
    entered = await deciding.enter(CLEANUP, origin.id, settle(deciding.ruling.reason))
    if entered.entries and before is not None and before.status is Status.ORDERED and before.directive is not None:
        # Imported here: an order that is escalated opens cases, and so stands above what follows from deciding one.
        from ledger import directives

        command = Command(
            DIRECTIVE, before.directive, withdraw("a person has seen to it"), deciding.decision.by, deciding.decision.at
        )
        await directives.enter(deciding.connection, command)
    return entered.refusal
