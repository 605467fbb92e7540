"""Command `standing exposure`: published notices of decided cases (article 13), published and withdrawn."""

from typing import Annotated, Any, Final

import typer
from rich.text import Text

from cli.terminal import asking
from cli.terminal.beginnings import found
from cli.terminal.console import CliError, Commands, out, say, show
from cli.terminal.values import history
from cli.terminal.words import ExposureStatus

app = typer.Typer(
    cls=Commands, no_args_is_help=True, help="Exposures: decided cases as the public reads them (article 13)."
)

_STYLES: Final = {"withheld": "yellow", "published": "green", "withdrawn": "dim", "overturned": "dim"}

_Number = Annotated[str, typer.Argument(metavar="NUMBER", help="Number of the exposure (`standing exposure list`).")]


@app.command("list")
def list_exposures(
    *,
    status: Annotated[ExposureStatus | None, typer.Option(help="Only those with this status.")] = None,
    account: Annotated[str | None, typer.Option(metavar="ACCOUNT", help="Only those about this account.")] = None,
) -> None:
    """List exposures with their cases, newest first."""
    show(asking.every("/v1/exposures", "exposures", status=status, account=account), _listed)


def _listed(answer: Any) -> None:
    if not answer["exposures"]:
        say("No exposures.")
    for one in answer["exposures"]:
        _drawn(one)


@app.command("show")
def show_exposure(number: _Number) -> None:
    """Show an exposure with its history."""

    def drawn(answer: Any) -> None:
        _drawn(answer["exposure"])
        history(answer["entries"], leave_out=("notice", "case", "account", "cause"))

    show(found("exposure", number, lambda id_: asking.get(f"/v1/exposures/{id_}")), drawn)


@app.command()
def publish(number: _Number) -> None:
    """Publish an exposure that was withheld or withdrawn."""
    _moved(number, "publication", {})


@app.command()
def withdraw(number: _Number, *, reason: Annotated[str, typer.Option(help="The reason; it is not published.")]) -> None:
    """Withdraw an exposure. An overturned decision withdraws its exposure by itself."""
    if not reason.strip():
        raise CliError("--reason is empty: give the reason")
    _moved(number, "withdrawal", {"reason": reason.strip()})


def _moved(number: str, step: str, body: dict[str, Any]) -> None:
    state = found("exposure", number, lambda id_: asking.post(f"/v1/exposures/{id_}/{step}", body))
    show(state, lambda state: say(f"{state['id']} is {state['status']}."))


def _drawn(state: Any) -> None:
    about = f"  case {state['case']}" + (f", account {state['account']}" if state["account"] else "")
    status = (state["status"], _STYLES.get(state["status"], ""))
    out.print(Text.assemble((state["id"], "bold"), "  ", status, about), soft_wrap=True)
    notice = state["notice"]
    for line in filter(None, (notice["zh"], notice["en"], notice["summary"])):
        say(f"  {line}")
