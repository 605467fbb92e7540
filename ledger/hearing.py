"""Orders that a dossier gave by itself: it hears what becomes of them, in the transaction in which that is recorded.

Whoever gives orders names their dossier as `origin` in the order's terms, and adds a row to `LISTENERS`.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from ledger import cleanups, directives, dossiers, rumours
from ledger.directives import DirectiveCommand, EnteredDirective
from ledger.dossiers import Command
from models import followers as follower_models
from models import rumours as rumour_models
from regulation.directives import DIRECTIVE

Listener = Callable[[AsyncConnection, str, EnteredDirective, Command[Any, Any]], Awaitable[None]]
"""Told the identifier of its dossier, what was entered in the order, and by which command. The dossier is locked."""

LISTENERS: Final[Mapping[str, Listener]] = {
    rumour_models.KIND: rumours.heard,
    follower_models.KIND: cleanups.heard,
}
"""Who hears of the orders that dossiers of a kind gave."""


async def enter(connection: AsyncConnection, command: DirectiveCommand) -> EnteredDirective:
    """Enter something in an order: to be used wherever somebody answers, withdraws or follows one up."""
    before = (await dossiers.state_within(connection, DIRECTIVE, command.dossier)).state
    origin = None if before is None else before.terms.origin
    if origin is not None:
        # Who gives an order holds the dossier first and then the order; so does who answers it.
        await dossiers.lock(connection, origin.kind, origin.id)
    entered = await directives.enter(connection, command)
    if origin is not None and entered.entries:
        await LISTENERS[origin.kind](connection, origin.id, entered, command)
    return entered
