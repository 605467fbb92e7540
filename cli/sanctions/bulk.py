"""Command `standing bulk`: one measure on many accounts, its progress and outcomes, and its reversal."""

import sys
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from cli.terminal import asking
from cli.terminal.beginnings import found
from cli.terminal.console import CliError, Commands, print_table, say, show
from cli.terminal.tables import Table
from cli.terminal.values import counted, when
from cli.terminal.words import BulkOutcome, Category

app = typer.Typer(
    cls=Commands, no_args_is_help=True, help="Bulk actions: one measure on many accounts, reversible as one."
)

_TAKES: Final = {
    "ban": "--category and --days",
    "violation": "--category",
    "cancel_profit": "at most --category",
    "close": "--category",
    "overturn": "--of",
}
"""Measures, and the options that each takes."""

MOST_AT_ONCE = 100_000
"""Accounts in one request; a longer list goes to a draft in parts."""

_Id = Annotated[str, typer.Argument(metavar="ID", help="Identifier of the bulk action (`standing bulk list`).")]


@app.command()
def start(
    measure: Annotated[str, typer.Argument(help="ban, violation, cancel_profit, close or overturn.")],
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A file with one account per line; - for standard input.")
    ],
    *,
    reason: Annotated[str, typer.Option(help="The reason; each holder reads it.")],
    category: Annotated[Category | None, typer.Option(help="Category of the violation.")] = None,
    days: Annotated[int | None, typer.Option(min=1, max=3653, help="Length of the ban in days.")] = None,
    factor: Annotated[
        float | None,
        typer.Option(help="Profit is suspended for this many times the ban; default: the category's factor."),
    ] = None,
    of: Annotated[str | None, typer.Option(metavar="ID", help="Identifier of the action that is overturned.")] = None,
    id_: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="Identifier of the bulk action; default: a new one.")
    ] = None,
) -> None:
    """Start a bulk action. The workers carry it out, account by account."""
    accounts = _accounts(file)
    ordered = _measure(measure, category, days, factor, of)
    if not reason.strip():
        raise CliError("--reason is empty: give the reason, which each holder reads")
    body = {"id": id_, "measure": ordered, "reason": reason.strip()}

    def said(state: Any) -> None:
        count = counted(state["accounts"], "account")
        say(f"{state['id']}: {state['measure']['type']} on {count}. `standing bulk show {state['id']}` follows it.")

    if len(accounts) <= MOST_AT_ONCE:
        show(asking.post("/v1/bulk-actions", {**body, "accounts": accounts}), said)
    else:
        show(_started_as_draft(body, accounts), said)


def _started_as_draft(body: dict[str, Any], accounts: list[str]) -> Any:
    """Draft the action, send its accounts in parts, and start it; return its state."""
    bulk = asking.post("/v1/bulk-actions/drafts", body)["id"]
    path = f"/v1/bulk-actions/{asking.segment(bulk)}"
    for begin in range(0, len(accounts), MOST_AT_ONCE):
        part = "\n".join(accounts[begin : begin + MOST_AT_ONCE]).encode()
        asking.request("POST", f"{path}/accounts", content=part, content_type="text/plain", timeout_s=asking.SWEEP_S)
    return asking.post(f"{path}/start", {"accounts": len(accounts)})


@app.command("list")
def list_bulk() -> None:
    """List bulk actions, oldest first."""
    show(asking.every("/v1/bulk-actions", "bulk_actions"), _listed)


def _listed(answer: Any) -> None:
    if not answer["bulk_actions"]:
        say("No bulk actions.")
        return
    table = Table("id*", "measure", "accounts", "status", "started", "by*", right=("accounts",))
    for bulk in answer["bulk_actions"]:
        started = when(bulk["started_at"], whole=True)
        row = (bulk["id"], bulk["measure"]["type"], f"{bulk['accounts']:,}", bulk["status"])
        table.add(*row, started, bulk.get("started_by_name") or bulk["started_by"])
    print_table(table)


@app.command("show")
def show_bulk(
    bulk: _Id,
    *,
    accounts: Annotated[bool, typer.Option("--accounts", help="Also list the outcome of each account.")] = False,
    outcome: Annotated[BulkOutcome | None, typer.Option(help="Only accounts with this outcome.")] = None,
) -> None:
    """Show the progress and the outcome of each account."""
    answer = found("bulk", bulk, lambda id_: asking.get(f"/v1/bulk-actions/{id_}"))
    if accounts or outcome is not None:
        path = f"/v1/bulk-actions/{asking.segment(answer['bulk']['id'])}/accounts"
        answer["accounts"] = asking.every(path, "accounts", outcome=outcome)["accounts"]
    show(answer, _drawn)


def _drawn(answer: Any) -> None:
    state, progress = answer["bulk"], answer["progress"]
    count = counted(state["accounts"], "account")
    say(f"{state['id']} is {state['status']}: {state['measure']['type']} on {count} ({state['reason']})")
    done = f"{progress['done']} done, {progress['refused']} refused, {progress['waiting']} waiting"
    if progress["cancelled"]:
        done += f", {progress['cancelled']} cancelled"
    say(f"  {done} of {progress['total']}")
    for member in answer.get("accounts", ()):
        back = member["reversal"]
        said = "" if back is None else f"; reverted: {back} {member['reversal_message']}"
        say(f"  {member['account']}  {member['outcome']}  {member['message']}{said}".rstrip())


@app.command()
def cancel(
    bulk: _Id,
    *,
    reversal: Annotated[
        bool,
        typer.Option("--reversal", help="Cancel its reversal: what was overturned stays so, and `revert` continues."),
    ] = False,
    reason: Annotated[str, typer.Option(help="The reason; colleagues read it.")] = "",
) -> None:
    """Cancel a bulk action: accounts that wait stay as they are; what was carried out stays, and can be reversed."""
    body = {"reason": reason.strip()}
    path = "reversal/cancellation" if reversal else "cancellation"
    state = found("bulk", bulk, lambda id_: asking.post(f"/v1/bulk-actions/{id_}/{path}", body))
    show(
        state, lambda state: say(f"{state['id']} is {state['status']}. `standing bulk show {state['id']}` follows it.")
    )


@app.command()
def revert(bulk: _Id, *, reason: Annotated[str, typer.Option(help="The reason; each holder reads it.")]) -> None:
    """Reverse a bulk action on every account on which it was carried out; after a cancelled reversal, on the others."""
    body = {"reason": reason.strip()}
    state = found("bulk", bulk, lambda id_: asking.post(f"/v1/bulk-actions/{id_}/reversal", body))
    show(state, lambda state: say(f"{state['id']} is {state['status']}."))


def _accounts(file: Path) -> list[str]:
    """Return the identifiers in the file, each once.

    Raises:
        CliError: with the line number, when an identifier is malformed or repeated.
    """
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CliError(f"{file} cannot be read: {error}") from None
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        name = line.strip()
        if not name:
            continue
        if any(blank in name for blank in " \t"):
            raise CliError(f"{file}, line {number}: {name!r} is no account identifier")
        if name in lines:
            raise CliError(f"{file}, line {number}: {name} is already on line {lines[name]}")
        lines[name] = number
    if not lines:
        raise CliError(f"{file} names no accounts: give one on each line")
    return list(lines)


def _measure(
    measure: str, category: Category | None, days: int | None, factor: float | None, of: str | None
) -> dict[str, Any]:
    """Return the measure that the options describe.

    Raises:
        CliError: when an option is missing, or does not belong to the measure.
    """
    if measure not in _TAKES:
        raise CliError(f"{measure!r} is no measure: choose {', '.join(_TAKES)}")
    match measure, category, days, of:
        case "ban", Category(), int(), None:
            exact = None if factor is None else str(factor)
            return asking.given({"type": measure, "category": category, "duration": f"P{days}D", "factor": exact})
        case ("violation" | "close", Category(), None, None) | ("cancel_profit", _, None, None):
            return asking.given({"type": measure, "category": category})
        case "overturn", None, None, str():
            return {"type": measure, "of": of}
    raise CliError(f"{measure} takes {_TAKES[measure]}, and nothing else")
