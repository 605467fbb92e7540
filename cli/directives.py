"""Command `standing directive`: orders to the platform, their status, and acknowledgement by hand."""

from typing import Annotated, Any, Final

import typer
from rich.text import Text

from cli.terminal import asking
from cli.terminal.beginnings import found
from cli.terminal.console import CliError, Commands, out, print_table, say, show
from cli.terminal.tables import Table
from cli.terminal.values import counted, facts, history, when
from cli.terminal.words import DirectiveStatus, Order

app = typer.Typer(
    cls=Commands, no_args_is_help=True, help="Directives: orders to the platform and their acknowledgements."
)

_STYLES: Final = {"open": "yellow", "overdue": "bold red", "done": "green", "failed": "red", "withdrawn": "dim"}

_Id = Annotated[str, typer.Argument(metavar="ID", help="Identifier of the directive (`standing directive list`).")]


@app.command("list")
def list_directives(
    *,
    status: Annotated[DirectiveStatus | None, typer.Option(help="Only those with this status.")] = None,
    order: Annotated[Order | None, typer.Option(help="Only this kind of order.")] = None,
    account: Annotated[str | None, typer.Option(metavar="ACCOUNT", help="Only those about this account.")] = None,
) -> None:
    """List directives, oldest first."""
    show(asking.every("/v1/directives", "directives", status=status, order=order, account=account), _listed)


def _listed(answer: Any) -> None:
    if not answer["directives"]:
        say("No directives.")
        return
    table = Table("id*", "order", "about*", "status", "due", "sent", right=("sent",))
    for directive in answer["directives"]:
        terms, status = directive["terms"], directive["status"]
        about = terms["account"] or (counted(len(terms["targets"]), "target") if terms["targets"] else "")
        table.add(
            directive["id"],
            terms["order"],
            about,
            (status, _STYLES.get(status, "")),
            when(terms["due_at"]),
            str(directive["attempts"]),
        )
    print_table(table)


@app.command("show")
def show_directive(directive: _Id) -> None:
    """Show a directive with its history."""
    show(found("directive", directive, lambda id_: asking.get(f"/v1/directives/{id_}")), _drawn)


def _drawn(answer: Any) -> None:
    state = answer["directive"]
    terms, status = state["terms"], state["status"]
    order = terms["order"].replace("_", " ")
    out.print(
        Text.assemble((state["id"], "bold"), "  ", (status, _STYLES.get(status, "")), f"  {order}"), soft_wrap=True
    )
    facts(
        {
            "article": terms["article"],
            "account": terms["account"],
            "targets": ", ".join(terms["targets"]),
            "label": " / ".join(filter(None, (terms["label_zh"], terms["label_en"]))),
            "expected": terms["expected"],
            "cause": terms["cause"],
            "due": when(terms["due_at"]),
        }
    )
    history(answer["entries"], leave_out=("terms",))


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
    body = {
        "outcome": "failed" if failed else "done",
        "reason": reason.strip(),
        "counts": None if done is None else {"done": done, "left": left},
    }
    show(found("directive", directive, lambda id_: asking.post(f"/v1/directives/{id_}/acknowledgement", body)), _said)


@app.command()
def withdraw(directive: _Id, reason: Annotated[str, typer.Option(help="The reason for the withdrawal.")] = "") -> None:
    """Withdraw a directive. What was already carried out stays."""
    body = {"reason": reason.strip()}
    show(found("directive", directive, lambda id_: asking.post(f"/v1/directives/{id_}/withdrawal", body)), _said)


def _said(state: Any) -> None:
    say(f"{state['id']} is {state['status']}.")
