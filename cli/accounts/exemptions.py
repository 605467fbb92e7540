"""Command `standing exemption`: exemptions of one holder from a rule, with a reason and an end (articles 1 and 7)."""

from typing import Annotated, Any

import typer

from cli.terminal import asking
from cli.terminal.beginnings import found
from cli.terminal.console import CliError, Commands, print_table, say, show
from cli.terminal.tables import Table
from cli.terminal.values import TIME, instant, past, when

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    help="Exemptions for one holder: more accounts than the quota, or a protected name.",
)


_Id = Annotated[str, typer.Argument(metavar="ID", help="Identifier of the exemption (`standing exemption list`).")]


@app.command()
def grant(
    exemption: Annotated[str, typer.Argument(metavar="ID", help="Identifier of the exemption.")],
    *,
    until: Annotated[str, typer.Option(metavar="TIME", help=f"End of the exemption. {TIME}")],
    reason: Annotated[str, typer.Option(help="The reason.")],
    account: Annotated[str | None, typer.Option(metavar="ACCOUNT", help="An account of the holder.")] = None,
    holder: Annotated[str | None, typer.Option(metavar="REF", help="The holder, as accounts show it (`h_…`).")] = None,
    accounts: Annotated[int | None, typer.Option(min=1, help="Number of accounts beyond the quota.")] = None,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="A protected name that is the holder's own.")] = None,
    evidence: Annotated[
        list[str] | None, typer.Option(metavar="TEXT", help="Evidence for the name; repeatable.")
    ] = None,
) -> None:
    """Grant a holder more accounts than the quota, or a protected name of its own."""
    if (account is None) == (holder is None):
        raise CliError("the holder is missing: give --account ACCOUNT or --holder REF")
    if (accounts is None) == (name is None):
        raise CliError("the exemption allows nothing: give --accounts N or --name NAME")
    body = {
        "id": exemption,
        "account": account,
        "reference": holder,
        "more_accounts": accounts,
        "own_name": name,
        "until": instant(until),
        "reason": reason,
        "evidence": [{"kind": "text", "text": text} for text in evidence or ()],
    }
    state = asking.post("/v1/exemptions", body)
    show(state, lambda state: say(f"{state['id']} holds until {when(state['terms']['until'])}."))


@app.command()
def revoke(exemption: _Id, *, reason: Annotated[str, typer.Option(help="The reason.")] = "") -> None:
    """Revoke an exemption. Accounts that were opened under it stay open."""
    body = {"reason": reason}
    state = found("exemption", exemption, lambda id_: asking.post(f"/v1/exemptions/{id_}/revocation", body))
    show(state, lambda state: say(f"{state['id']} holds no longer."))


@app.command("list")
def list_exemptions(
    *,
    every: Annotated[bool, typer.Option("--all", help="Include exemptions that have ended.")] = False,
) -> None:
    """List exemptions, oldest first."""
    answer = asking.every("/v1/exemptions", "exemptions")
    if not every:
        answer["exemptions"] = [one for one in answer["exemptions"] if _holds(one)]
    show(answer, _listed)


def _listed(answer: Any) -> None:
    if not answer["exemptions"]:
        say("No exemptions.")
        return
    table = Table("id*", "holder*", "allows", "until", "reason")
    for row in answer["exemptions"]:
        terms = row["terms"]
        ends = (when(terms["until"]), "" if _holds(row) else "dim strike")
        table.add(row["id"], terms["holder"], _allowed(terms["allows"]), ends, terms["reason"])
    print_table(table)


def _holds(exemption: Any) -> bool:
    return exemption["status"] == "granted" and not past(exemption["terms"]["until"])


def _allowed(allows: Any) -> str:
    return f"the name {allows['name']}" if "name" in allows else f"{allows['seats']} more accounts"
