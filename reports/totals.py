"""Totals of a report as blocks of rows."""

from models.reports.content import Moves, Totals


def moves_of(totals: Totals, name: str) -> dict[str, Moves]:
    """Rows of the block with this name: begun, ended and in force by the row's key ("" for a block of one row)."""
    found = getattr(totals, name)
    return {"": found} if isinstance(found, Moves) else {str(key): moves for key, moves in found.items()}
