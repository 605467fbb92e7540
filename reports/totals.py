"""The blocks of the totals, as tables show them."""

from models.report_content import Moves, Totals


def moves_of(totals: Totals, name: str) -> dict[str, Moves]:
    """A block of the totals, line by line."""
    found = getattr(totals, name)
    return {"": found} if isinstance(found, Moves) else {str(key): moves for key, moves in found.items()}
