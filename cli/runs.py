"""Command `standing runs`: many commands as rows of a file, what of it cannot be carried out, progress and outcomes."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import Annotated, Any, BinaryIO, Final

import typer
from rich.text import Text

from cli.terminal import asking
from cli.terminal.beginnings import found
from cli.terminal.console import FAULTS, CliError, Commands, err, out, print_table, say, show
from cli.terminal.files import FileForm, written
from cli.terminal.problems import chinese
from cli.terminal.tables import Table
from cli.terminal.values import called, counted, facts, history, when
from cli.terminal.words import RowOutcome, RunKind, RunStatus

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    help="Runs: many registrations, certifications or applications from a file, with the outcome of each row.",
)

PART: Final = 8 * 1024 * 1024
"""Bytes of a file that are sent at once; a part ends with a line."""
SHOWN: Final = 20
"""Rows that cannot be carried out, which are shown before a run starts."""
LOOK_S: Final = 1.0
"""Seconds between two looks at a run that is watched."""
_BAR: Final = 30
_OUTCOMES: Final = {"done": "green", "held": "yellow", "refused": "red", "cancelled": "dim", "waiting": "dim"}
"""Colours by outcome, in the order of the bar."""

_Id = Annotated[str, typer.Argument(metavar="ID", help="Identifier of the run (`standing runs list`).")]
_Kind = Annotated[RunKind, typer.Argument(metavar="COMMANDS", help=f"What the rows do: {', '.join(RunKind)}.")]
_Watch = Annotated[bool, typer.Option("--watch", help="Follow it until it has ended.")]


@app.command("list")
def list_runs(
    *,
    status: Annotated[RunStatus | None, typer.Option(help="Only runs with this status.")] = None,
    commands: Annotated[RunKind | None, typer.Option(help="Only runs of these commands.")] = None,
    most: Annotated[int, typer.Option("--limit", min=1, max=100_000, help="Most runs that are listed.")] = 100,
) -> None:
    """List runs, the newest first."""
    show(asking.every("/v1/runs", "runs", most=most, status=status, commands=commands, sort="-created"), _listed)


def _listed(answer: Any) -> None:
    if not answer["runs"]:
        say("No runs.")
        return
    table = Table("id*", "commands", "status", "rows", "refused", "created", "by*", right=("rows", "refused"))
    for run in answer["runs"]:
        refused = run["totals"]["refused"] if run["totals"] else None
        by = run.get("created_by_name") or run["created_by"]
        rows = (_number(run["rows"]), _number(refused))
        table.add(run["id"], run["commands"], run["status"], *rows, when(run["created_at"], whole=True), by)
    print_table(table)


@app.command("show")
def show_run(run: _Id) -> None:
    """Show a run: its progress and its history."""
    show(found("run", run, lambda id_: asking.get(f"/v1/runs/{id_}")), _drawn)


def _drawn(answer: Any) -> None:
    run, progress = answer["run"], answer["progress"]
    out.print(Text.assemble((run["id"], "bold"), f"  {run['status']}  {run['commands']}"), soft_wrap=True)
    out.print(_bar(progress))
    facts({"note": run["note"], "created": f"{when(run['created_at'])} by {called(run, 'created_by')}"})
    history(answer["entries"], leave_out=("commands", "note"))


@app.command()
def start(
    commands: _Kind,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="NDJSON, one row a line; - for standard input.")],
    *,
    id_: Annotated[
        str | None,
        typer.Option("--id", metavar="ID", help="Identifier of the run; default: a new one. Sent again: continued."),
    ] = None,
    note: Annotated[str, typer.Option(help="For people who look at the run.")] = "",
    despite_faults: Annotated[
        bool, typer.Option("--despite-faults", help="Start it even if rows cannot be carried out.")
    ] = False,
    send_only: Annotated[bool, typer.Option("--send-only", help="Send and check the rows; start nothing.")] = False,
    watch: _Watch = False,
) -> None:
    """Send the rows of a file, and start them unless some cannot be carried out; those are shown with their lines.

    Exit status: 1 where rows cannot be carried out.
    """
    if str(file) != "-" and not file.is_file():
        raise CliError(f"{file} is no file: name one with a row, a JSON object, on each line")
    run = asking.post("/v1/runs", {"id": id_, "commands": commands, "note": note})["id"]
    path = f"/v1/runs/{asking.segment(run)}"
    _send(path, file)
    total, faults = _checked(path, run)
    if send_only or (faults and not despite_faults):
        show(
            asking.get(path),
            lambda _: say(f"{run}: {counted(total, 'row')} sent. Start it: `standing runs begin {run}`"),
        )
        if faults:
            raise typer.Exit(FAULTS)
        return
    _begin(path, total, watch=watch)


@app.command()
def begin(run: _Id, *, watch: _Watch = False) -> None:
    """Start a run whose rows were sent before."""
    answer = found("run", run, lambda id_: asking.get(f"/v1/runs/{id_}"))
    _begin(f"/v1/runs/{asking.segment(answer['run']['id'])}", answer["progress"]["total"], watch=watch)


def _begin(path: str, rows: int, *, watch: bool) -> None:
    state = asking.post(f"{path}/start", {"rows": rows})
    if watch:
        _watched(path)
        return
    said = f"{state['id']}: {counted(rows, 'row')}. `standing runs watch {state['id']}` follows it."
    show(state, lambda _: say(said))


@app.command()
def watch(run: _Id) -> None:
    """Follow a run until it has ended. Exit status: 1 where rows were refused, or it was cancelled."""
    answer = found("run", run, lambda id_: asking.get(f"/v1/runs/{id_}"))
    _watched(f"/v1/runs/{asking.segment(answer['run']['id'])}")


def _watched(path: str) -> None:
    """Print the progress of a run each second, on one line of a terminal, until it has ended."""
    from cli.terminal.console import as_json

    answer = asking.get(path)
    if err.is_terminal and not as_json():
        from rich.live import Live

        with Live(_bar(answer["progress"]), console=err, transient=True, auto_refresh=False) as live:
            while answer["run"]["status"] == "running":
                sleep(LOOK_S)
                answer = asking.get(path)
                live.update(_bar(answer["progress"]), refresh=True)
    while answer["run"]["status"] == "running":
        sleep(LOOK_S)
        answer = asking.get(path)
    show(answer, _ended)
    if answer["run"]["status"] == "cancelled" or answer["progress"]["refused"]:
        raise typer.Exit(FAULTS)


def _ended(answer: Any) -> None:
    run = answer["run"]
    say(f"{run['id']} is {run['status']}.")
    out.print(_bar(answer["progress"]))
    if answer["progress"]["refused"]:
        say(f"`standing runs rows {run['id']} --outcome refused` says why.")


@app.command()
def rows(
    run: _Id,
    *,
    outcome: Annotated[RowOutcome | None, typer.Option(help="Only rows with this outcome.")] = None,
    ref: Annotated[str | None, typer.Option(help="Only the row with this identifier.")] = None,
    most: Annotated[int, typer.Option("--limit", min=1, max=1_000_000, help="Most rows that are listed.")] = 1_000,
    form: FileForm = None,
    out_file: Annotated[
        Path | None, typer.Option("--out", help="With --form: the file to write. It may not exist yet.")
    ] = None,
) -> None:
    """List the outcome of each row, in the order of the file; with --form all of them as a file."""
    answer = found("run", run, lambda id_: asking.get(f"/v1/runs/{id_}"))
    path = f"/v1/runs/{asking.segment(answer['run']['id'])}/rows"
    if form is not None or out_file is not None:
        written(path, out_file, format=form or "ndjson", outcome=outcome, ref=ref)
        return
    show(asking.every(path, "rows", most=most, outcome=outcome, ref=ref), _rows_listed)


def _rows_listed(answer: Any) -> None:
    if not answer["rows"]:
        say("No rows.")
        return
    print_table(_table(answer["rows"]))
    if answer.get("next"):
        say(f"The first {counted(len(answer['rows']), 'row')}; `--limit` lists more, `--form csv` writes all.")


def _table(found_rows: Any) -> Table:
    table = Table("line", "row*", "account*", "outcome", "why or case", right=("line",))
    for row in found_rows:
        style = _OUTCOMES.get(row["outcome"], "")
        table.add(str(row["line"]), row["ref"], row["account"] or "", (row["outcome"], style), _why(row))
    return table


def _why(row: Any) -> str:
    problem = row.get("problem") or {}
    told = problem.get("detail_zh") if chinese() else problem.get("detail")
    return str(told or row["message"] or row.get("case") or "")


@app.command()
def cancel(run: _Id, *, reason: Annotated[str, typer.Option(help="The reason.")] = "") -> None:
    """Cancel a run: rows that wait are not carried out, what is recorded stays."""
    body = {"reason": reason.strip()}
    state = found("run", run, lambda id_: asking.post(f"/v1/runs/{id_}/cancellation", body))
    show(state, lambda state: say(f"{state['id']} is {state['status']}."))


# --- sending ---------------------------------------------------------------------------------------------------------


def _send(path: str, file: Path) -> None:
    """Send a file in parts, each with the number of its first line; the same part sent twice changes nothing."""
    line = 1
    with _opened(file) as lines:
        for part in _parts(lines):
            query = {"line": line}
            asking.request(
                "POST",
                f"{path}/rows",
                query=query,
                content=part,
                content_type="application/x-ndjson",
                timeout_s=asking.SWEEP_S,
            )
            line += part.count(b"\n")


@contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    if str(file) == "-":
        yield sys.stdin.buffer
        return
    try:
        with file.open("rb") as lines:
            yield lines
    except OSError as error:
        raise CliError(f"{file} cannot be read: {error.strerror}") from None


def _parts(lines: BinaryIO) -> Iterator[bytes]:
    """Yield pieces of about `PART` bytes that end with a line; a byte order mark is left out."""
    first = True
    while piece := lines.readlines(PART):
        part = b"".join(piece)
        yield part.removeprefix("\ufeff".encode()) if first else part
        first = False


def _checked(path: str, run: str) -> tuple[int, int]:
    """Print rows that cannot be carried out, on standard error; return the number of all rows, and of those."""
    progress = asking.get(path)["progress"]
    total, refused = progress["total"], progress["refused"]
    if not total:
        raise CliError(f"{run} has no rows: the file is empty")
    if refused:
        err.print(f"{refused:,} of {counted(total, 'row')} cannot be carried out:", markup=False, soft_wrap=True)
        faults = asking.get(f"{path}/rows", outcome="refused", limit=SHOWN)["rows"]
        for row in faults:
            err.print(f"  line {row['line']}, {row['ref']}: {_why(row)}", markup=False, soft_wrap=True)
        if refused > len(faults):
            err.print(f"  and {refused - len(faults):,} more", markup=False)
    return total, refused


# --- drawing ---------------------------------------------------------------------------------------------------------


def _bar(progress: Any) -> Text:
    """Return the outcomes of the rows as one bar with their numbers."""
    total = progress["total"]
    bar, drawn = Text("  "), 0
    for name, style in list(_OUTCOMES.items())[:-1]:
        wide = 0 if not total else round(_BAR * progress[name] / total)
        wide = min(_BAR - drawn, max(wide, 1 if progress[name] else 0))
        bar.append("█" * wide, style)
        drawn += wide
    bar.append("░" * (_BAR - drawn), "dim")
    share = 0 if not total else int(100 * (total - progress["waiting"]) / total)
    said = ", ".join(f"{progress[name]:,} {name}" for name in _OUTCOMES if progress[name])
    return bar.append(f" {share:>3} %  {said or 'no rows'}")


def _number(value: int | None) -> str:
    return "–" if value is None else f"{value:,}"
