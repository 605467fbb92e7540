"""Command `standing coordination`: search for accounts that act in concert, and the clusters found."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from cli.terminal import asking
from cli.terminal.console import FAULTS, CliError, Commands, err, print_table, say, show
from cli.terminal.tables import Table
from cli.terminal.values import counted, when

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    help="Accounts that act in concert: report links and posts, find clusters (article 7).",
)

MOST_FAULTS: Final = 20
_AT_ONCE: Final = {"links": 10_000, "posts": 1_000}
"""Most rows of a request."""
_NAMED: Final = 12
_File = Annotated[Path, typer.Argument(metavar="FILE", help="JSON lines, see docs/coordination.md.")]


@app.command("links")
def report_links(file: _File) -> None:
    """Report links between accounts from a file of JSON lines. Repeating it changes nothing."""
    _report(file, "links")


@app.command("posts")
def report_posts(file: _File) -> None:
    """Report posts from a file of JSON lines. A known post stays unchanged."""
    _report(file, "posts")


@app.command()
def sweep() -> None:
    """Find clusters now and open or extend their cases. The worker does this once a day."""
    show(asking.post_whole("/v1/coordination/sweeps", {}, timeout_s=asking.SWEEP_S), _swept)


def _swept(found: Any) -> None:
    clusters, ties = counted(found["found"], "cluster"), counted(found["links"], "tie")
    texts, hubs = counted(found["texts"], "text"), counted(found["hubs"], "hub")
    cases = f"{counted(found['opened'], 'new case')}, {found['grown']} grown"
    say(f"{clusters} from {ties} and {texts} ({hubs} passed over): {cases}.")


@app.command("list")
def list_clusters() -> None:
    """List clusters, oldest first."""
    show(asking.every("/v1/coordination/clusters", "clusters"), _listed)


def _listed(answer: Any) -> None:
    newest = answer["sweep"]
    if newest is not None:
        cases = f"{counted(newest['opened'], 'new case')}, {newest['grown']} grown"
        say(f"Last sweep {when(newest['at'], whole=True)}: {cases}.")
    if not answer["clusters"]:
        say("No clusters yet: `standing coordination sweep` looks for them.")
        return
    table = Table("id*", "case*", "accounts", "pairs", "found", right=("accounts", "pairs"))
    for row in answer["clusters"]:
        finding = row["finding"]
        found_at = when(row["found_at"], whole=True)
        table.add(row["id"], row["case"], str(len(finding["members"])), str(finding["pairs"]), found_at)
    print_table(table)


@app.command("show")
def show_cluster(
    cluster: Annotated[
        str, typer.Argument(metavar="ID", help="Identifier of the cluster (`standing coordination list`).")
    ],
    *,
    svg: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the graph to this SVG file.")] = None,
) -> None:
    """Show a cluster: its members, their ties, and its graph."""
    path = f"/v1/coordination/clusters/{asking.segment(cluster)}"
    try:
        answer = asking.get(path)
    except asking.RefusedError as error:
        if error.code != "unknown-cluster":
            raise
        raise CliError(f"there is no cluster {cluster!r}: `standing coordination list` shows them", FAULTS) from None
    show(answer, _drawn)
    if svg is not None:
        graph = asking.request("GET", f"{path}/graph").content
        try:
            svg.write_bytes(graph)
        except OSError as error:
            raise CliError(f"{svg} cannot be written: {error.strerror}") from None
        err.print(f"The graph is in {svg}.", markup=False, soft_wrap=True)


def _drawn(found: Any) -> None:
    from models.coordination import TieKind
    from regulation.coordination import TIES

    finding = found["finding"]
    accounts, pairs = counted(len(finding["members"]), "account"), counted(finding["pairs"], "pair")
    say(f"{found['id']}  {accounts}, {pairs}, case {found['case']}")
    say(f"  members   {' '.join(finding['members'])}")
    for tie in finding["ties"]:
        names = tie["accounts"]
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        named = f"{', '.join(names[:_NAMED])}{more}"
        words = TIES[TieKind(tie["kind"])].words
        say(f"  tie       {words} ({tie['token']}): {counted(len(names), 'account')}, {named}")


def _report(file: Path, rows: str) -> None:
    """Send the rows in parts; a file with a line that is no JSON is not begun."""
    faults = [fault for _, _, fault in _lines(file) if fault is not None]
    if faults:
        raise CliError(_told(faults))
    taken = {"new": 0, "known": 0, "too_short": 0, "invalid": 0}
    wrong: list[str] = []
    given = ((number, row) for number, row, _ in _lines(file))
    while part := list(islice(given, _AT_ONCE[rows])):
        try:
            answer = asking.post(f"/v1/coordination/{rows}", {rows: [row for _, row in part]})
        except asking.RefusedError as error:
            raise _placed(file, rows, [number for number, _ in part], error, sum(taken.values())) from None
        for name in taken:
            taken[name] += answer.get(name, 0)
        numbers = [number for number, _ in part]
        for item in answer["items"]:
            line = numbers[int(item["path"].removeprefix(f"{rows}."))]
            wrong += [f"{file}, line {line}: {one['path'] or 'the line'}: {one['message']}" for one in item["errors"]]
        err.print(f"{counted(sum(taken.values()), 'row')} read", markup=False, style="dim")
    show(taken, _taken)
    if wrong:
        left = f"{counted(taken['invalid'], 'row')} not recorded: correct the file and send it again."
        raise CliError(f"{_shown(wrong)}\n{left}", FAULTS)


def _taken(taken: Any) -> None:
    short = f", {counted(taken['too_short'], 'text')} too short to compare" if taken["too_short"] else ""
    say(f"{taken['new']:,} new, {taken['known']:,} known before{short}.")


def _placed(file: Path, rows: str, numbers: list[int], error: asking.RefusedError, before: int) -> CliError:
    """Return the refusal of a part with the lines of the file that have its faults. It never repeats their values."""
    faults: list[str] = []
    for fault in error.problem.get("errors") or ():
        place, _, field = fault["path"].removeprefix(f"body.{rows}.").partition(".")
        if not place.isdigit():
            return error
        faults.append(f"{file}, line {numbers[int(place)]}: {field or 'the line'}: {fault['message']}")
    return CliError(_told(faults, before)) if faults else error


def _told(faults: list[str], before: int = 0) -> str:
    done = "Nothing" if not before else f"Of the rows after the first {before:,} nothing"
    return f"{_shown(faults)}\n{done} was recorded: correct the file and send it again."


def _shown(faults: list[str]) -> str:
    more = f"\n… and {len(faults) - MOST_FAULTS} more" if len(faults) > MOST_FAULTS else ""
    return "\n".join(faults[:MOST_FAULTS]) + more


def _lines(file: Path) -> Iterator[tuple[int, Any, str | None]]:
    """Yield each line with its number, as a row or as a fault."""
    try:
        with file.open("rb") as opened:
            for number, line in enumerate(opened, start=1):
                if not line.strip():
                    continue
                try:
                    row = json.loads(line)
                except ValueError:
                    yield number, None, f"{file}, line {number}: the line: is not JSON"
                else:
                    yield number, row, None
    except OSError as error:
        raise CliError(f"{file} cannot be read: {error.strerror}") from None
