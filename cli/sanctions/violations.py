"""Command `standing violations`: findings with their consequences, measures, reversals, and statements of reasons."""

from typing import Annotated, Any

import typer

from cli.terminal import asking
from cli.terminal.beginnings import found
from cli.terminal.console import Commands, print_table, say, show
from cli.terminal.tables import Table
from cli.terminal.values import when
from cli.terminal.words import Category, Measure

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    help="Violations: record them, show their consequences and statements of reasons (articles 1 to 12).",
)

Account = Annotated[str, typer.Argument(metavar="ACCOUNT", help="The account's identifier.")]
Action = Annotated[str, typer.Argument(metavar="ID", help="Identifier of the action (`standing violations list`).")]
Reason = Annotated[str, typer.Option(help="The reason; the statement of reasons repeats it.")]
Links = Annotated[
    list[str] | None, typer.Option(metavar="ADDRESS", help="Link to evidence, http or https; repeatable.")
]
_Id = Annotated[str | None, typer.Option("--id", metavar="ID", help="Identifier of the action; default: a new one.")]
_Category = Annotated[Category, typer.Argument(help="Category of the violation (`standing catalogue`).")]
_Contents = Annotated[
    list[str] | None, typer.Option("--content", metavar="ID", help="Identifier of the offending content; repeatable.")
]
_Occurred = Annotated[
    str | None, typer.Option(metavar="TIME", help="When the offence was committed, with a UTC offset, where known.")
]
_Another = Annotated[
    bool,
    typer.Option(
        "--another-offence", help="Record it although an earlier finding rests on the same contents or evidence."
    ),
]
_Automated = Annotated[
    bool | None, typer.Option("--automated/--by-person", help="Whether a machine or a person found it.")
]


@app.command("list")
def list_actions(account: Account) -> None:
    """List what was decided about an account, oldest first."""
    show(asking.every(f"/v1/accounts/{asking.segment(account)}/actions", "actions"), _listed)


def _listed(answer: Any) -> None:
    if not answer["actions"]:
        say("Nothing was decided about it.")
        return
    table = Table("id*", "decided", "category", "measures", "stands")
    for one in answer["actions"]:
        nth = "" if one["nth"] is None else f" ({one['nth']})"
        measures = "; ".join(measure["en"] for measure in one["measures"]) or "the finding alone"
        decided = when(one["decided_at"], whole=True)
        table.add(one["id"], decided, f"{one['category'] or ''}{nth}", measures, _stands(one))
    print_table(table)


@app.command("show")
def show_action(
    account: Account,
    action: Action,
    *,
    chinese: Annotated[bool, typer.Option("--chinese", help="In Chinese.")] = False,
) -> None:
    """Print the statement of reasons, as the account gets it."""
    show(statement(account, action), lambda found: say(found["zh"] if chinese else found["en"]))


@app.command()
def record(
    account: Account,
    category: _Category,
    *,
    id_: _Id = None,
    reason: Reason = "",
    evidence: Links = None,
    content: _Contents = None,
    occurred_at: _Occurred = None,
    another_offence: _Another = False,
    automated: _Automated = None,
    alone: Annotated[bool, typer.Option("--alone", help="Record the finding without consequences.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the consequences and record nothing.")] = False,
) -> None:
    """Record a violation with the consequences that the catalogue has for this account's record."""
    body = {
        "id": id_,
        "category": category,
        "consequences": "none" if alone else "catalogue",
        "reason": reason,
        "evidence": evidence or [],
        "contents": content or [],
        "occurred_at": occurred_at,
        "another_offence": another_offence,
        "automated": automated,
    }
    answer = asking.post(f"/v1/accounts/{asking.segment(account)}/violations", body, dry_run=dry_run)
    show(answer, lambda answer: _recorded(answer, category, dry_run=dry_run))


def _recorded(answer: Any, category: str, *, dry_run: bool) -> None:
    nth = "" if answer.get("nth") is None else f", number {answer['nth']} within the record"
    followed = _in_words(answer.get("consequences"))
    say(f"{answer['id']}: {category}{nth}. {'Would follow' if dry_run else 'Followed'}: {followed}.")
    say_status(answer, "would be" if dry_run else "is")


def _in_words(consequences: Any) -> str:
    from models.words.sanctions import Consequences
    from regulation.sanctions.consequence_words import english

    return english(Consequences.model_validate(consequences or {}))


@app.command()
def measure(
    account: Account,
    kind: Annotated[Measure, typer.Argument(metavar="MEASURE", help="The measure.")],
    category: _Category,
    *,
    duration: Annotated[
        str | None, typer.Option(metavar="P30D", help="Length, for example P7D; default: without end.")
    ] = None,
    id_: _Id = None,
    reason: Reason = "",
    evidence: Links = None,
    automated: _Automated = None,
) -> None:
    """Impose one measure: warn, limit, freeze, withhold, remove or clear followers."""
    body = {
        "id": id_,
        "measure": kind,
        "category": category,
        "duration": duration,
        "reason": reason,
        "evidence": evidence or [],
        "automated": automated,
    }

    def imposed(answer: Any) -> None:
        say(f"{answer['id']}: {kind}.")
        say_status(answer)

    show(asking.post(f"/v1/accounts/{asking.segment(account)}/actions", body), imposed)


@app.command()
def overturn(account: Account, action: Action, *, reason: Reason = "") -> None:
    """Overturn a finding with all its consequences, including a closure."""
    show(_on_action(account, action, "overturn", reason), say_status)


@app.command()
def lift(
    account: Account,
    action: Action,
    *,
    reason: Annotated[str, typer.Option(help="The reason, recorded with it.")],
) -> None:
    """Lift the withholding of profit-making before its end."""
    show(_on_action(account, action, "lift", reason), say_status)


@app.command()
def reopen(account: Account, *, reason: Reason = "") -> None:
    """Reopen an account that was closed as a sanction."""
    show(asking.post(f"/v1/accounts/{asking.segment(account)}/reopening", {"reason": reason}), say_status)


def statement(account: str, action: str) -> Any:
    """Return the statement of reasons of an action; a unique beginning of its identifier will do.

    Raises:
        CliError: when there is no such account, or no such action.
    """
    path = f"/v1/accounts/{asking.segment(account)}/actions"
    return found("action", action, lambda id_: asking.get(f"{path}/{id_}"), account=account)


def say_status(answer: Any, verb: str = "is") -> None:
    """Print the status of the account after a command on it."""
    say(f"{answer['account']} {verb} {answer['standing']['status']}, version {answer['version']}.")


def _on_action(account: str, action: str, step: str, reason: str) -> Any:
    path = f"/v1/accounts/{asking.segment(account)}/actions"
    return found("action", action, lambda id_: asking.post(f"{path}/{id_}/{step}", {"reason": reason}), account=account)


def _stands(one: Any) -> str:
    if one["overturned_at"] is not None:
        return f"overturned {when(one['overturned_at'], whole=True)}"
    appeal = one["appeal"]
    if appeal is not None and appeal["status"] is not None:
        return f"appeal {appeal['outcome'] or appeal['status']}"
    return "reduced" if one["reduced"] else "yes"
