"""Command `standing directive`: orders to the platform, their status, and acknowledgement by hand."""

import asyncio
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.text import Text

from cli.terminal import acting, clock, connect, names
from cli.terminal.console import FAULTS, CliError, Commands, listing, out
from cli.terminal.values import entry_in_words
from models.directives import Counts, Directive, DirectiveBody, DirectiveEntry, DirectiveStatus, Order
from models.instants import shown
from regulation import directives as rules

if TYPE_CHECKING:
    from ledger.streams.records import Decide


app = typer.Typer(
    cls=Commands, no_args_is_help=True, help="Directives: orders to the platform and their acknowledgements."
)

_STYLES: Final = {
    DirectiveStatus.OPEN: "yellow",
    DirectiveStatus.OVERDUE: "bold red",
    DirectiveStatus.DONE: "green",
    DirectiveStatus.FAILED: "red",
    DirectiveStatus.WITHDRAWN: "dim",
}

_Id = Annotated[str, typer.Argument(metavar="ID", help="Identifier of the directive (`standing directive list`).")]


@app.command("list")
def list_directives(
    *,
    status: Annotated[DirectiveStatus | None, typer.Option(help="Only those with this status.")] = None,
    order: Annotated[Order | None, typer.Option(help="Only this kind of order.")] = None,
    account: Annotated[str | None, typer.Option(metavar="ACCOUNT", help="Only those about this account.")] = None,
) -> None:
    """List directives, oldest first."""
    found = asyncio.run(_listed(status, order, account))
    if not found:
        out.print("No directives.")
        return
    table = listing("id", "order", "about", "status", "due", "sent")
    for directive in found:
        terms = directive.terms
        about = terms.account or (f"{len(terms.targets)} targets" if terms.targets else "")
        table.add_row(
            directive.id,
            terms.order.value,
            about,
            Text(directive.status.value, style=_STYLES[directive.status]),
            shown(terms.due_at),
            str(directive.attempts),
        )
    out.print(table)


@app.command()
def show(directive: _Id) -> None:
    """Show a directive with its history."""
    entries = asyncio.run(_entries(directive))
    state = rules.DIRECTIVE.fold(entries)
    if state is None:
        raise CliError(f"there is no directive {directive!r}: `standing directive list` shows them", status=FAULTS)
    kind, terms = rules.ORDERS[state.terms.order], state.terms
    out.print(
        Text.assemble((state.id, "bold"), "  ", (state.status.value, _STYLES[state.status]), f"  {kind.words}"),
        soft_wrap=True,
    )
    said = {
        "article": str(terms.article),
        "account": terms.account,
        "targets": ", ".join(terms.targets),
        "label": " / ".join(filter(None, (terms.label_zh, terms.label_en))),
        "expected": None if terms.expected is None else str(terms.expected),
        "cause": terms.cause,
        "due": shown(terms.due_at),
    }
    for name, value in said.items():
        if value:
            out.print(Text.assemble((f"  {name:<9}", "dim"), value), soft_wrap=True)
    for entry in entries:
        out.print(Text.assemble((f"  {shown(entry.recorded_at)}  ", "dim"), _words(entry)), soft_wrap=True)


@app.command()
def acknowledge(
    directive: _Id,
    *,
    failed: Annotated[
        bool, typer.Option("--failed", help="The directive could not be carried out; give --reason.")
    ] = False,
    reason: Annotated[str, typer.Option(help="Why it failed, or a remark.")] = "",
    done: Annotated[int | None, typer.Option(min=0, help="Number of items done.")] = None,
    left: Annotated[int, typer.Option(min=0, help="Number of items that could not be done.")] = 0,
) -> None:
    """Acknowledge a directive by hand, in place of the platform's program."""
    if failed and not reason.strip():
        raise CliError("--failed needs a --reason: what prevented it")
    counts = None if done is None else Counts(done=done, left=left)
    decide = rules.acknowledge("failed" if failed else "done", reason.strip(), counts)
    state = asyncio.run(_enter(directive, "acknowledge_directive", decide))
    out.print(f"{state.id} is {state.status.value}.", markup=False)


@app.command()
def withdraw(directive: _Id, reason: Annotated[str, typer.Option(help="The reason for the withdrawal.")] = "") -> None:
    """Withdraw a directive. What was already carried out stays."""
    state = asyncio.run(_enter(directive, "withdraw_directive", rules.withdraw(reason.strip())))
    out.print(f"{state.id} is {state.status.value}.", markup=False)


def _words(entry: DirectiveEntry) -> str:
    body = entry.body.model_dump(mode="json", exclude_none=True, exclude={"terms"})
    body |= body.pop("counts", {})
    return entry_in_words(entry, body)


async def _listed(status: DirectiveStatus | None, order: Order | None, account: str | None) -> list[Directive]:
    from ledger.streams import records
    from settings import load_settings

    async with connect.database(load_settings()) as database:
        found = await connect.every(
            lambda after: records.listing(
                database,
                rules.DIRECTIVE,
                statuses=None if status is None else [status.value],
                label=None if order is None else order.value,
                account=account,
                after=after,
            )
        )
    return [filed.state for filed in found]


async def _entries(directive: str) -> list[DirectiveEntry]:
    from ledger.streams import records
    from settings import load_settings

    async with connect.database(load_settings()) as database:
        return await names.with_names(database, await records.entries_of(database, rules.DIRECTIVE, directive))


async def _enter(directive: str, operation: str, decide: "Decide[Directive, DirectiveBody]") -> Directive:
    from ledger.streams import records
    from ledger.streams.records import Command
    from settings import load_settings

    async with connect.database(load_settings()) as database:
        actor = await acting.actor(database, operation)
        command = Command(rules.DIRECTIVE, directive, decide, actor=actor, now=clock.now())
        entered = await records.execute(database, command)
    if entered.refusal is not None or entered.state is None:
        raise CliError(entered.refusal.message if entered.refusal else f"there is no directive {directive!r}", FAULTS)
    return entered.state
