"""Commands `standing receipt`: a recorded verdict with the facts it was based on, computed again and compared; and
`standing receipts`: those of an account, of a piece, or of both.
"""

from collections.abc import Iterator
from typing import Annotated, Any

import typer
from rich.text import Text

from cli.terminal import asking
from cli.terminal.console import FAULTS, CliError, out, print_table, say, show
from cli.terminal.tables import Table
from cli.terminal.values import called, instant, when


def receipt(
    receipt_id: Annotated[
        str, typer.Argument(metavar="ID", help="The receipt's identifier, from the header `Receipt` of the answer.")
    ],
) -> None:
    """Show a recorded question with its answer, and compute the answer again from the same facts.

    Exit status: 0 the answer is the same, 1 it is not, or something was changed, or there is no such receipt.
    """
    try:
        answer = asking.get(f"/v1/receipts/{asking.segment(receipt_id)}")
    except asking.RefusedError as error:
        if error.code not in {"unknown-receipt", "invalid-request"}:
            raise
        raise CliError(f"there is no receipt {receipt_id!r} in this ledger", FAULTS) from None
    show(answer, _drawn)
    if not answer["same"]:
        raise CliError(f"receipt {answer['id']} does not hold: see above", status=FAULTS)


def receipts(
    *,
    account: Annotated[str | None, typer.Option(help="Only receipts of this account.")] = None,
    content: Annotated[
        str | None, typer.Option(help="Only receipts of this piece: your `content` in questions.")
    ] = None,
    begin: Annotated[
        str | None, typer.Option("--from", metavar="TIME", help="First day, or instant with an offset.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="TIME", help="Day or instant at which the selection ends.")
    ] = None,
    most: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="Most receipts that are listed.")] = 100,
) -> None:
    """List the receipts of an account or of a piece, the newest first. Name one of them, or both."""
    if account is None and content is None:
        raise CliError("name an account or a piece: --account ID or --content ID")
    period = {name: None if at is None else instant(at) for name, at in (("from", begin), ("until", until))}
    show(asking.every("/v1/receipts", "receipts", most=most, account=account, content=content, **period), _listed)


def _listed(answer: Any) -> None:
    if not answer["receipts"]:
        say("No receipts.")
        return
    table = Table("id*", "account*", "asked for", "content*", "answer", "asked")
    for one in answer["receipts"]:
        about = (one["account"], one["privilege"] or one["kind"], one["content"] or "")
        table.add(one["id"], *about, one["answer"], when(one["asked_at"], whole=True))
    print_table(table)


def _drawn(answer: Any) -> None:
    facts = answer["facts"]
    asked = f"  {answer['kind']}, asked {when(answer['asked_at'])} by {called(answer, 'caller')}"
    _say(Text.assemble((answer["id"], "bold"), asked))
    _say(Text(f"hash {answer['hash']}", style="dim"))
    _say(Text(f"facts 1 to {facts['version']} of account {facts['account']}; the last has hash {facts['hash']}"))
    for heading, value in (("asked", answer["question"]), ("answered", answer["answer"])):
        _say(Text(f"\n{heading}", style="bold"))
        for path, said in _parts(value):
            _say(Text.assemble(f"  {path}  ", (said, "cyan")))
    _say(Text("\nanswered again", style="bold"))
    if answer["same"]:
        _say(Text.assemble("  ", ("the same", "green"), f", from facts 1 to {facts['version']} alone"))
    for fault in answer["faults"]:
        _say(Text(f"  {fault}", style="red"))
    for one in answer["reworded"]:
        _say(Text(f"  {one['path']} is worded otherwise today: {one['now']}", style="dim"))
    for one in answer["differences"]:
        _say(Text(f"  {one['path']}: was {one['stored']!r}, is now {one['now']!r}", style="red"))


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
