"""`standing coordination`: look for accounts that act in concert, and what was found."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from rich.table import Table

from cli import connect
from cli.console import FAULTS, CliError, Commands, err, out
from models.instants import shown
from settings import load_settings

if TYPE_CHECKING:
    from ledger.database import Database

app = typer.Typer(
    cls=Commands, no_args_is_help=True, help="Accounts that act in concert (article 7): look for them, see them."
)

T = TypeVar("T")


@app.command()
def sweep() -> None:
    """Look for clusters now, and open or add to their cases; the worker does it by itself once a day."""
    from ledger import sweeping

    now = datetime.now(UTC)

    def said(words: str) -> None:
        err.print(words, markup=False, style="dim")

    found = _with(lambda database: sweeping.sweep_now(database, f"cli-{now:%Y%m%dT%H%M%S.%f}", now, said))
    _say(
        f"{found.found} clusters from {found.links} ties and {found.texts} texts ({found.hubs} hubs passed over): "
        f"{found.opened} new cases, {found.grown} grown."
    )


@app.command("list")
def list_clusters() -> None:
    """List clusters in the order in which they were found."""
    from ledger import clusters

    rows = _with(lambda database: clusters.page(database, most=500))
    if not rows:
        _say("No clusters yet: `standing coordination sweep` looks for them.")
        return
    table = Table("id", "accounts", "pairs", "found", "case", box=None, pad_edge=False, header_style="dim")
    for row in rows:
        table.add_row(row.id, str(len(row.finding.members)), str(row.finding.pairs), shown(row.found_at), row.case)
    out.print(table)


@app.command()
def show(
    cluster: Annotated[str, typer.Argument(metavar="ID", help="As `standing coordination list` shows it.")],
    *,
    svg: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the graph there.")] = None,
) -> None:
    """One cluster: its members, what ties them, and its graph."""
    from ledger import clusters
    from regulation.coordination import tie_in_words

    found = _with(lambda database: clusters.one(database, cluster))
    if found is None:
        raise CliError(f"there is no cluster {cluster!r}: `standing coordination list` shows them", FAULTS)
    finding = found.finding
    _say(f"{found.id}  {len(finding.members)} accounts, {finding.pairs} pairs, case {found.case}")
    _say(f"  members   {' '.join(finding.members)}")
    for tie in finding.ties:
        _say(f"  tie       {tie_in_words(tie)}")
    if svg is not None:
        graph = _with(lambda database: clusters.graph_of(database, cluster))
        try:
            svg.write_text(graph or "", encoding="utf-8")
        except OSError as error:
            raise CliError(f"{svg} cannot be written: {error.strerror}") from None
        _say(f"The graph is in {svg}.")


def _say(text: str) -> None:
    out.print(text, markup=False, soft_wrap=True)


def _with(work: "Callable[[Database], Awaitable[T]]") -> T:
    async def working() -> T:
        async with connect.database(load_settings()) as database:
            return await work(database)

    return asyncio.run(working())
