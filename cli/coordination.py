"""Command `standing coordination`: search for accounts that act in concert, and the clusters found."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TypeVar

import typer
from pydantic import ValidationError
from rich.table import Column

from cli.terminal import clock, connect
from cli.terminal.console import FAULTS, CliError, Commands, err, listing, out
from models.base import Frozen
from models.instants import shown

if TYPE_CHECKING:
    from ledger.coordination.links import Taken
    from ledger.store.database import Database
    from models.coordination import Cluster, SweepResult

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    help="Accounts that act in concert: report links and posts, find clusters (article 7).",
)

T = TypeVar("T")
B = TypeVar("B", bound=Frozen)

MOST_FAULTS: Final = 20
_File = Annotated[Path, typer.Argument(metavar="FILE", help="JSON lines, see docs/coordination.md.")]


@app.command("links")
def report_links(file: _File) -> None:
    """Report links between accounts from a file of JSON lines. Repeating it changes nothing."""
    from api.coordination.bodies import MOST_LINKS, LinkBody, fault_of_link, link_rows
    from ledger.coordination import links
    from ledger.store.holder_key import require_same_key
    from settings import load_settings

    key = load_settings().holder_key_bytes()

    async def write(database: "Database", said: "Sequence[LinkBody]") -> "links.Taken":
        await require_same_key(database, key)
        return await links.add_links(database, link_rows(said, key, clock.now()))

    _report(file, LinkBody, lambda link: fault_of_link(link, _latest()), MOST_LINKS, write)


@app.command("posts")
def report_posts(file: _File) -> None:
    """Report posts from a file of JSON lines. A known post stays unchanged."""
    from api.coordination.bodies import MOST_POSTS, PostBody, fault_of_post, post_rows
    from ledger.coordination import links

    async def write(database: "Database", said: "Sequence[PostBody]") -> "links.Taken":
        rows, too_short = post_rows(said)
        return await links.add_posts(database, rows, too_short)

    _report(file, PostBody, lambda post: fault_of_post(post, _latest()), MOST_POSTS, write)


@app.command()
def sweep() -> None:
    """Find clusters now and open or extend their cases. The worker does this once a day."""
    from ledger.coordination import sweeps

    def said(words: str) -> None:
        err.print(words, markup=False, style="dim")

    def swept(database: "Database") -> "Awaitable[SweepResult]":
        now = clock.now()
        return sweeps.sweep_now(database, f"cli-{now:%Y%m%dT%H%M%S.%f}", now, said)

    found = _with(swept)
    _say(
        f"{found.found} clusters from {found.links} ties and {found.texts} texts ({found.hubs} hubs passed over): "
        f"{found.opened} new cases, {found.grown} grown."
    )


@app.command("list")
def list_clusters() -> None:
    """List clusters, oldest first."""
    from ledger.coordination import clusters, sweeps

    async def read(database: "Database") -> "tuple[list[Cluster], SweepResult | None]":
        found = await connect.every(lambda after: clusters.page(database, after=after))
        return found, await sweeps.newest(database)

    rows, newest = _with(read)
    if newest is not None:
        _say(f"Last sweep {shown(newest.at)}: {newest.opened} new cases, {newest.grown} grown.")
    if not rows:
        _say("No clusters yet: `standing coordination sweep` looks for them.")
        return
    table = listing("id", "case", "accounts", "pairs", "found")
    for row in rows:
        table.add_row(row.id, row.case, str(len(row.finding.members)), str(row.finding.pairs), shown(row.found_at))
    out.print(table)


@app.command()
def show(
    cluster: Annotated[
        str, typer.Argument(metavar="ID", help="Identifier of the cluster (`standing coordination list`).")
    ],
    *,
    svg: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the graph to this SVG file.")] = None,
) -> None:
    """Show a cluster: its members, their ties, and its graph."""
    from ledger.coordination import clusters
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


def _whole(name: str) -> Column:
    """Return a column for text that people copy: never cut, however narrow the terminal is."""
    return Column(name, no_wrap=True)


def _say(text: str) -> None:
    out.print(text, markup=False, soft_wrap=True)


def _latest() -> datetime:
    """Return the latest instant accepted from the file: now plus the tolerance for the writer's clock."""
    from settings import load_settings

    return clock.now() + load_settings().clock_tolerance


def _with(work: "Callable[[Database], Awaitable[T]]") -> T:
    from settings import load_settings

    async def working() -> T:
        async with connect.database(load_settings()) as database:
            return await work(database)

    return asyncio.run(working())


def _report(
    file: Path,
    model: type[B],
    fault_of: Callable[[B], tuple[str, str] | None],
    most: int,
    write: "Callable[[Database, Sequence[B]], Awaitable[Taken]]",
) -> None:
    """Validate every line, then write: a file with a fault changes nothing."""
    faults = [fault for _, fault in _lines(file, model, fault_of) if fault is not None]
    if faults:
        more = f"\n… and {len(faults) - MOST_FAULTS} more" if len(faults) > MOST_FAULTS else ""
        raise CliError(
            "\n".join(faults[:MOST_FAULTS]) + f"{more}\nNothing was recorded: correct the file and send it again."
        )

    async def written(database: "Database") -> tuple[int, int, int]:
        new = known = too_short = 0
        rows = (row for row, _ in _lines(file, model, fault_of) if row is not None)
        while part := list(islice(rows, most)):
            taken = await write(database, part)
            new, known, too_short = new + taken.new, known + taken.known, too_short + taken.too_short
            err.print(f"{new + known + too_short} rows read", markup=False, style="dim")
        return new, known, too_short

    new, known, too_short = _with(written)
    short = f", {too_short} texts too short to compare" if too_short else ""
    _say(f"{new} new, {known} known before{short}.")


def _lines(
    file: Path, model: type[B], fault_of: Callable[[B], tuple[str, str] | None]
) -> Iterator[tuple[B | None, str | None]]:
    """Yield each line as a row or as a fault. A fault never repeats the line's values, which may be personal data."""
    try:
        with file.open("rb") as opened:
            for number, line in enumerate(opened, start=1):
                if not line.strip():
                    continue
                try:
                    row = model.model_validate_json(line)
                except ValidationError as error:
                    first = error.errors(include_url=False, include_input=False)[0]
                    where = ".".join(str(part) for part in first["loc"]) or "the line"
                    yield None, f"{file}, line {number}: {where}: {first['msg']}"
                    continue
                fault = fault_of(row)
                yield (row, None) if fault is None else (None, f"{file}, line {number}: {fault[0]}: {fault[1]}")
    except OSError as error:
        raise CliError(f"{file} cannot be read: {error.strerror}") from None
