"""Command `standing appeals`: appeals against decisions about an account."""

from typing import Annotated, Any, Final

import typer

from cli.cases import decided, say_status
from cli.sanctions.violations import Account, Action, Links, Reason, statement
from cli.terminal import asking
from cli.terminal.console import FAULTS, CliError, Commands, print_table, say, show
from cli.terminal.tables import Table
from cli.terminal.values import when

app = typer.Typer(cls=Commands, no_args_is_help=True, help="Appeals against decisions about an account.")

_WAITING: Final = ("open", "claimed", "proposed")
_RULINGS: Final = ("upheld", "reduced", "overturned")
_EVERY: Final = ("open", "claimed", "proposed", "deferred", "decided", "withdrawn")


@app.command("list")
def list_appeals(
    *,
    account: Annotated[str | None, typer.Option(metavar="ACCOUNT", help="Only appeals of this account.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Include decided appeals.")] = False,
) -> None:
    """List undecided appeals, the most urgent first."""
    status = _EVERY if everything else _WAITING
    answer = asking.every("/v1/cases", "cases", status=status, kind="appeal", account=account, sort="urgency")
    show(answer, _listed)


def _listed(answer: Any) -> None:
    if not answer["cases"]:
        say("No appeals.")
        return
    table = Table("account*", "action*", "status", "due", "it says", "case*")
    for case in answer["cases"]:
        outcome = f": {case['outcome']}" if case["decided_at"] and case["outcome"] else ""
        status = f"{case['status']}{outcome}"
        appeal = case["appeal"] or {"action": "", "says": case["summary"]["en"]}
        due = when(case["due_at"], whole=True)
        table.add(case["account"] or "", appeal["action"], status, due, appeal["says"], case["id"])
    print_table(table)


@app.command("open")
def open_appeal(
    account: Account,
    action: Action,
    says: Annotated[str, typer.Argument(metavar="WHY", help="Grounds of the appeal, in the account's own words.")],
    *,
    evidence: Links = None,
) -> None:
    """Appeal on the account's behalf: once per action, within the appeal window."""
    if not says.strip():
        raise CliError("the grounds are empty: say in the account's own words why the action is wrong")
    path = f"/v1/accounts/{asking.segment(account)}/actions/{asking.segment(statement(account, action)['id'])}/appeal"
    answer = asking.post(path, {"reason": says.strip(), "evidence": evidence or []})
    show(answer, lambda answer: say(f"{answer['id']} is open, to be decided until {when(answer['due_at'])}."))


@app.command()
def decide(
    account: Account,
    action: Action,
    ruling: Annotated[str, typer.Argument(metavar="RULING", help="upheld, reduced or overturned.")],
    *,
    duration: Annotated[
        str | None, typer.Option(metavar="P3D", help="With `reduced`: the new total length, for example P2D.")
    ] = None,
    measure: Annotated[
        str | None,
        typer.Option(metavar="MEASURE", help="With `reduced`: the measure to shorten, where there are several."),
    ] = None,
    reason: Reason = "",
) -> None:
    """Decide an appeal. Whoever decided about the action may not; consequences take effect with the decision. What two
    people decided is overturned when a second person decides the same.
    """
    if ruling not in _RULINGS:
        raise CliError(f"{ruling!r} is no ruling: give one of {', '.join(_RULINGS)}")
    if duration is None and measure is not None:
        raise CliError("--measure needs --duration: the new total length, for example P2D")
    terms = None if duration is None else asking.given({"duration": duration, "of": measure})
    found = statement(account, action)
    case = (found["appeal"] or {}).get("case")
    if case is None:
        raise CliError(f"there is no appeal against {action!r}: `standing appeals list` shows the appeals", FAULTS)
    state = decided(case, outcome=ruling, reason=reason, terms=terms)
    if state["decision"] is None:
        show(state, say_status)
    else:
        show(statement(account, found["id"]), lambda found: say(found["en"]))
