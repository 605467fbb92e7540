"""Nothing follows from it by itself."""

from ledger.reactions.deciding import Deciding


async def follows(_: Deciding) -> None:
    """The decision alone is recorded."""
