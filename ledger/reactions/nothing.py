"""The empty consequence of a decision."""

from ledger.reactions.deciding import Deciding


async def follows(_: Deciding) -> None:
    """Record the decision alone."""
