"""Command `standing rescreen`: screening of every live account again, and its progress (article 1)."""

import time
from typing import Annotated, Any, Final

import typer

from cli.terminal import asking
from cli.terminal.beginnings import found
from cli.terminal.console import Commands, as_json, err, print_json, print_table, say, show
from cli.terminal.tables import Table
from cli.terminal.values import when

app = typer.Typer(
    cls=Commands, no_args_is_help=True, help="Rescreens: screen every live account again, and show the progress."
)

POLL_S: Final = 0.5

_Id = Annotated[str, typer.Argument(metavar="ID", help="Identifier of the rescreen (`standing rescreen list`).")]


@app.command()
def start(
    *,
    reason: Annotated[str, typer.Option(help="The reason.")] = "",
    wait: Annotated[bool, typer.Option("--wait", help="Wait, and show the progress.")] = False,
) -> None:
    """Start a rescreen: a worker screens every live account with the lexicon in force."""
    begun = asking.post("/v1/rescreens", {"reason": reason})
    if wait:
        _follow(begun["id"])
        return
    follows = f"standing rescreen follow {begun['id']}"
    show(begun, lambda begun: say(f"{begun['id']} begins as soon as a worker takes it: `{follows}`"))


@app.command()
def follow(rescreen: _Id) -> None:
    """Show the progress of a rescreen until it ends."""
    _follow(rescreen)


@app.command("list")
def list_rescreens() -> None:
    """List rescreens, oldest first."""
    show(asking.every("/v1/rescreens", "rescreens"), _listed)


def _listed(answer: Any) -> None:
    if not answer["rescreens"]:
        say("No rescreens.")
        return
    numbers = ("found", "cases")
    table = Table("id*", "because", "status", "looked at", *numbers, "begun", right=numbers)
    for state in answer["rescreens"]:
        done = f"{state['looked_at']:,} of {state['accounts']:,}"
        counts = (f"{state['found']:,}", f"{state['opened']:,}")
        table.add(state["id"], state["because"], state["status"], done, *counts, when(state["started_at"], whole=True))
    print_table(table)


@app.command("stop")
def stop_rescreen(rescreen: _Id, *, reason: Annotated[str, typer.Option(help="The reason.")] = "") -> None:
    """Stop a rescreen early. Cases that it opened stay."""
    body = {"reason": reason}
    state = found("rescreen", rescreen, lambda id_: asking.post(f"/v1/rescreens/{id_}/stop", body))
    show(state, lambda state: say(f"{state['id']} is stopped."))


def _follow(rescreen: str) -> None:
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    answer = found("rescreen", rescreen, lambda id_: asking.get(f"/v1/rescreens/{id_}"))
    path = f"/v1/rescreens/{asking.segment(answer['rescreen']['id'])}"
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        bar = progress.add_task(rescreen, total=max(1, answer["rescreen"]["accounts"]))
        while answer["rescreen"]["status"] == "running":
            progress.update(bar, completed=answer["rescreen"]["looked_at"])
            time.sleep(POLL_S)
            answer = asking.get(path)
    if as_json():
        print_json(answer)
    else:
        say(_in_words(answer["rescreen"]))


def _in_words(state: Any) -> str:
    looked_at, accounts = state["looked_at"], state["accounts"]
    share = min(100 * looked_at // accounts if accounts else 100, 100)
    done = f"{looked_at:,} of {accounts:,} accounts ({share} %)"
    return f"{state['status']}: {done}, {state['found']:,} with a protected name, {state['opened']:,} new cases"
