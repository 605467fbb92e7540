"""Nothing follows from it by itself."""

from ledger.consequences.deciding import Deciding


async def follows(_: Deciding) -> None:
    """The decision alone is recorded."""
