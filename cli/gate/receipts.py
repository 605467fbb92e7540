"""Command `standing receipt`: a recorded verdict with the facts it was based on, computed again and compared."""

import asyncio
from collections.abc import Iterator
from typing import Annotated, Any

import typer
from rich.text import Text

from cli.terminal import connect
from cli.terminal.console import FAULTS, CliError, out
from models.gate.receipts import DecisionReceipt, Reevaluation
from models.instants import shown


def receipt(
    receipt_id: Annotated[
        str, typer.Argument(metavar="ID", help="The receipt's identifier, from the header `Receipt` of the answer.")
    ],
) -> None:
    """Show a recorded question with its answer, and compute the answer again from the same facts.

    Exit status: 0 the answer is the same, 1 it is not, or something was changed.
    """
    found = asyncio.run(_found(receipt_id))
    if found is None:
        raise CliError(f"there is no receipt {receipt_id!r} in this ledger")
    kept, again = found
    _show(kept)
    _compare(kept, again)
    if not again.same:
        raise CliError(f"receipt {kept.id} does not hold: see above", status=FAULTS)


async def _found(receipt_id: str) -> tuple[DecisionReceipt, Reevaluation] | None:
    from ledger.receipts import find
    from settings import load_settings

    async with connect.database(load_settings()) as database:
        return await find(database, receipt_id)


def _show(kept: DecisionReceipt) -> None:
    _say(Text.assemble((kept.id, "bold"), f"  {kept.kind}, asked {shown(kept.asked_at)} by {kept.caller}"))
    _say(Text(f"hash {kept.hash}", style="dim"))
    _say(Text(f"facts 1 to {kept.version} of account {kept.account}; the last has hash {kept.head}"))
    for heading, value in (("asked", kept.question), ("answered", kept.answer)):
        _say(Text(f"\n{heading}", style="bold"))
        for path, said in _parts(value):
            _say(Text.assemble(f"  {path}  ", (said, "cyan")))


def _compare(kept: DecisionReceipt, again: Reevaluation) -> None:
    _say(Text("\nanswered again", style="bold"))
    if again.same:
        _say(Text.assemble("  ", ("the same", "green"), f", from facts 1 to {kept.version} alone"))
    for fault in again.faults:
        _say(Text(f"  {fault}", style="red"))
    for one in again.reworded:
        _say(Text(f"  {one.path} is worded otherwise today: {one.now}", style="dim"))
    for one in again.differences:
        _say(Text(f"  {one.path}: was {one.stored!r}, is now {one.now!r}", style="red"))


def _parts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield each leaf value that is not empty, with its path."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _parts(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _parts(inner, f"{path}[{place}]")
    elif value is not None and value != "":
        yield path, str(value)


def _say(line: Text) -> None:
    out.print(line, soft_wrap=True)
