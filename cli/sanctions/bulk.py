"""Command `standing bulk`: one measure on many accounts, its progress and outcomes, and its reversal."""

import secrets
import sys
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import TypeAdapter, ValidationError

from cli.terminal import acting, clock, connect, names
from cli.terminal.console import FAULTS, CliError, Commands, listing, out
from models.instants import shown
from models.names import AccountId
from models.sanctions.bulk import (
    MOST_ACCOUNTS,
    Ban,
    Bulk,
    CancelProfit,
    Closing,
    Measure,
    Member,
    Outcome,
    Overturning,
    Progress,
    Violation,
)
from models.words.violations import Category
from regulation.sanctions import bulk as rules

if TYPE_CHECKING:
    from ledger.sanctions import bulk as ledger_bulk


app = typer.Typer(
    cls=Commands, no_args_is_help=True, help="Bulk actions: one measure on many accounts, reversible as one."
)

_ACCOUNT: TypeAdapter[str] = TypeAdapter(AccountId)

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
    from ledger.sanctions import bulk as ledger_bulk
    from ledger.store.database import Database
    from ledger.streams import records
    from ledger.streams.records import Command
    from settings import load_settings

    accounts = _accounts(file)
    ordered = _measure(measure, category, days, factor, of)
    if not reason.strip():
        raise CliError("--reason is empty: give the reason, which each holder reads")
    if (what := rules.TAKES_TWO.get(measure)) in load_settings().two_persons:
        raise CliError(f"two people must decide: open a case of kind {what} for each account", FAULTS)

    async def done(database: Database) -> ledger_bulk.EnteredBulk:
        command = Command(
            rules.BULK,
            id_ or f"bulk-{secrets.token_hex(8)}",
            rules.start(ordered, reason.strip(), len(accounts)),
            actor=await acting.actor(database, "start_bulk_action"),
            now=clock.now(),
            besides=accounts,
        )
        return await records.execute(database, command)

    state = _unless_refused(connect.run(done))
    _say(f"{state.id}: {state.measure.type} on {state.accounts} accounts. `standing bulk show {state.id}` follows it.")


@app.command("list")
def list_bulk() -> None:
    """List bulk actions, oldest first."""
    from ledger.store.database import Database
    from ledger.streams import records

    async def read(database: Database) -> tuple[list[records.Filed[Bulk]], Mapping[str, str]]:
        found = await connect.every(lambda after: records.listing(database, rules.BULK, after=after))
        return found, await names.called(database, [one.state.started_by for one in found])

    rows, called = connect.run(read)
    if not rows:
        out.print("No bulk actions.")
        return
    table = listing("id", "measure", "accounts", "status", "started", "by")
    for row in rows:
        bulk = row.state
        table.add_row(
            bulk.id,
            bulk.measure.type,
            str(bulk.accounts),
            bulk.status.value,
            shown(bulk.started_at),
            called[bulk.started_by],
        )
    out.print(table)


@app.command()
def show(
    bulk: _Id,
    *,
    accounts: Annotated[bool, typer.Option("--accounts", help="Also list the outcome of each account.")] = False,
    outcome: Annotated[Outcome | None, typer.Option(help="Only accounts with this outcome.")] = None,
) -> None:
    """Show the progress and the outcome of each account."""
    from ledger.sanctions import bulk as ledger_bulk
    from ledger.store.database import Database
    from ledger.streams import records

    async def found(database: Database) -> tuple[Bulk, Progress, list[Member]]:
        state = (await records.state_of(database, rules.BULK, bulk)).state
        if state is None:
            raise CliError(f"there is no bulk action {bulk!r}: `standing bulk list` shows them", FAULTS)
        members: list[Member] = []
        if accounts or outcome is not None:
            members = await connect.every(
                lambda after: ledger_bulk.members(database, bulk, outcome=outcome, after=after)
            )
        return state, await ledger_bulk.progress_of(database, state), members

    state, progress, members = connect.run(found)
    _say(f"{state.id} is {state.status}: {state.measure.type} on {state.accounts} accounts ({state.reason})")
    _say(f"  {progress.done} done, {progress.refused} refused, {progress.waiting} waiting of {progress.total}")
    for member in members:
        back = "" if member.reversal is None else f"; reverted: {member.reversal} {member.reversal_message}"
        _say(f"  {member.account}  {member.outcome}  {member.message}{back}".rstrip())


@app.command()
def revert(bulk: _Id, *, reason: Annotated[str, typer.Option(help="The reason; each holder reads it.")]) -> None:
    """Reverse a bulk action on every account on which it was carried out."""
    from ledger.sanctions import bulk as ledger_bulk
    from ledger.store.database import Database
    from ledger.streams import records
    from ledger.streams.records import Command

    async def done(database: Database) -> ledger_bulk.EnteredBulk:
        actor = await acting.actor(database, "revert_bulk_action")
        command = Command(rules.BULK, bulk, rules.revert(reason.strip()), actor=actor, now=clock.now())
        return await records.execute(database, command)

    state = _unless_refused(connect.run(done))
    _say(f"{state.id} is {state.status}.")


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
        try:
            _ACCOUNT.validate_python(name)
        except ValidationError:
            raise CliError(f"{file}, line {number}: {name!r} is no account identifier") from None
        if name in lines:
            raise CliError(f"{file}, line {number}: {name} is already on line {lines[name]}")
        lines[name] = number
    if not 1 <= len(lines) <= MOST_ACCOUNTS:
        raise CliError(f"{file} names {len(lines)} accounts: it must be 1 to {MOST_ACCOUNTS}")
    return list(lines)


def _measure(
    measure: str, category: Category | None, days: int | None, factor: float | None, of: str | None
) -> Measure:
    """Return the measure that the options describe.

    Raises:
        CliError: when an option is missing, or does not belong to the measure.
    """
    if measure not in rules.REVERTED_BY:
        raise CliError(f"{measure!r} is no measure: choose {', '.join(rules.REVERTED_BY)}")
    match measure, category, days, of:
        case "ban", Category(), int(), None:
            exact = None if factor is None else Decimal(str(factor))
            return Ban(category=category, duration=timedelta(days=days), factor=exact)
        case "violation", Category(), None, None:
            return Violation(category=category)
        case "cancel_profit", _, None, None:
            return CancelProfit(category=category)
        case "close", Category(), None, None:
            return Closing(category=category)
        case "overturn", None, None, str():
            return Overturning(of=of)
    needs = {
        "ban": "--category and --days",
        "violation": "--category",
        "cancel_profit": "at most --category",
        "close": "--category",
        "overturn": "--of",
    }
    raise CliError(f"{measure} takes {needs[measure]}, and nothing else")


def _unless_refused(entered: "ledger_bulk.EnteredBulk") -> Bulk:
    if entered.refusal is not None or entered.state is None:
        raise CliError(entered.refusal.message if entered.refusal else "nothing was entered", FAULTS)
    return entered.state


def _say(text: str) -> None:
    out.print(text, markup=False, soft_wrap=True)
