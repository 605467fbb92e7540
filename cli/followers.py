"""Command `standing followers`: reports of gains and counts, and clean-ups of followers gained through a violation."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.text import Text

from cli.terminal import asking
from cli.terminal.beginnings import found
from cli.terminal.console import FAULTS, CliError, Commands, out, print_table, say, show
from cli.terminal.tables import Table
from cli.terminal.values import counted, facts, history, when
from cli.terminal.words import CleanupStatus

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    help="Followers: report gains and counts; remove followers gained through a violation (article 10).",
)

MOST_FAULTS: Final = 20
_STYLES: Final = {
    "open": "yellow",
    "ordered": "yellow",
    "answered": "yellow",
    "stuck": "bold red",
    "restoring": "yellow",
    "cleaned": "green",
    "restored": "green",
}

_Id = Annotated[str, typer.Argument(metavar="ID", help="Identifier of the clean-up (`standing followers list`).")]
_Account = Annotated[str, typer.Argument(metavar="ACCOUNT", help="The platform's identifier of the account.")]


@app.command()
def report(
    account: _Account,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON with gains and a count, see docs/followers.md.")],
) -> None:
    """Report gains and the count of one account from a file.

    Repeating it changes nothing. A wrong row is rejected alone, with its place and the reason.
    """
    answer = asking.post_whole(f"/v1/accounts/{asking.segment(account)}/follower-gains", _read(file))
    show(answer, _reported)
    if answer["rejected"]:
        raise CliError(f"{file}: rejected: {_rejections(answer['rejected'])}", FAULTS)


def _reported(answer: Any) -> None:
    say(f"{counted(answer['recorded'], 'gain')} recorded, {answer['known']:,} known before.")
    for cleanup in answer["verified"]:
        say(f"The count was compared with {cleanup}.")


@app.command("list")
def list_cleanups(
    *,
    status: Annotated[CleanupStatus | None, typer.Option(help="Only those with this status.")] = None,
    account: Annotated[str | None, typer.Option(metavar="ACCOUNT", help="Only clean-ups of this account.")] = None,
) -> None:
    """List clean-ups, oldest first."""
    show(asking.every("/v1/follower-cleanups", "cleanups", status=status, account=account), _listed)


def _listed(answer: Any) -> None:
    if not answer["cleanups"]:
        say("No clean-ups.")
        return
    numbers = ("tainted", "removed", "left")
    table = Table("id*", "account*", "violation", "status", *numbers, right=numbers)
    for one in answer["cleanups"]:
        left = "" if one["left"] is None else f"{one['left']:,}"
        terms = one["terms"]
        row = (one["id"], terms["account"], terms["violation"], _status(one))
        table.add(*row, f"{one['tainted']:,}", f"{one['removed']:,}", left)
    print_table(table)


@app.command("show")
def show_cleanup(cleanup: _Id) -> None:
    """Show a clean-up with its history."""
    show(found("cleanup", cleanup, lambda id_: asking.get(f"/v1/follower-cleanups/{id_}")), _drawn)


def _drawn(answer: Any) -> None:
    state = answer["cleanup"]
    terms, scope = state["terms"], state["terms"]["scope"]
    out.print(
        Text.assemble((state["id"], "bold"), "  ", _status(state), f"  followers of {terms['account']}"),
        soft_wrap=True,
    )
    windows = ", ".join(f"{when(one['begins'])} – {when(one['ends'])}" for one in scope["windows"])
    facts(
        {
            "article": terms["article"],
            "violation": terms["violation"],
            "contents": ", ".join(scope["contents"]),
            "windows": windows,
            "all": "every follower" if scope["everything"] else "",
            "orders": str(state["orders"]),
            "reason": state.get("reason") or terms["reason"],
        },
        10,
    )
    history([_counts_alone(entry) for entry in answer["entries"]], leave_out=("terms",))


def _counts_alone(entry: Any) -> Any:
    body = dict(entry["body"])
    for name in ("before", "count"):
        if isinstance(body.get(name), dict):
            body[name] = body[name]["followers"]
    return {**entry, "body": body}


@app.command()
def clean(
    account: _Account,
    *,
    violation: Annotated[str, typer.Option(metavar="ID", help="Identifier of the violation.")],
    content: Annotated[list[str] | None, typer.Option(help="Content that gained them; repeatable.")] = None,
    window: Annotated[
        list[str] | None,
        typer.Option(metavar="FROM/UNTIL", help="Window in which they were gained, RFC 3339 with offset; repeatable."),
    ] = None,
    everything: Annotated[bool, typer.Option("--everything", help="All followers of the account.")] = False,
    reason: Annotated[str, typer.Option(help="The reason, recorded with it.")] = "",
) -> None:
    """Order the removal of followers gained through a violation.

    Without --content, --window or --everything the platform finds out which they are.
    """
    body = {
        "violation": violation,
        "contents": content or [],
        "windows": [dict(zip(("begins", "ends"), one.split("/", 1), strict=False)) for one in window or ()],
        "everything": everything,
        "reason": reason.strip(),
    }
    show(asking.post(f"/v1/accounts/{asking.segment(account)}/follower-cleanups", body), _said)


@app.command()
def stop(cleanup: _Id, *, reason: Annotated[str, typer.Option(help="The reason.")] = "") -> None:
    """Undo a clean-up: stop what is not done, order the restoration of what was removed."""
    body = {"reason": reason.strip()}
    show(found("cleanup", cleanup, lambda id_: asking.post(f"/v1/follower-cleanups/{id_}/stop", body)), _said)


def _said(state: Any) -> None:
    say(f"{state['id']} is {state['status']}.")


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_bytes())
    except OSError as error:
        raise CliError(f"{file} cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise CliError(f"{file} is not JSON: {error}") from None


def _rejections(rejected: Sequence[Any]) -> str:
    said = [f"{row['path']}: {row['message']}" for row in rejected]
    more = len(said) - MOST_FAULTS
    return "; ".join(said[:MOST_FAULTS]) + (f"; and {more} more" if more > 0 else "")


def _status(cleanup: Any) -> tuple[str, str]:
    return cleanup["status"], _STYLES.get(cleanup["status"], "dim")
