"""Command `standing list`: actions, violations, bans, certifications, appeals of all accounts; counts and files."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final

import typer

from cli.terminal import asking
from cli.terminal.console import Commands, print_table, say, show
from cli.terminal.counting import print_counts
from cli.terminal.files import FileForm, OutFile, written
from cli.terminal.tables import Table
from cli.terminal.values import counted, instant, when
from cli.terminal.words import (
    ActionSort,
    ActionState,
    AppealOutcome,
    AppealSort,
    AppealState,
    Category,
    CertificationSort,
    CertificationState,
    Field,
    ListedMeasure,
    ViolationSort,
    ViolationState,
)

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    help="Lists across accounts: actions, violations, bans, certifications, appeals; counts and files of them.",
)

Most = Annotated[int, typer.Option("--limit", min=1, max=1_000_000, help="Most items that are listed.")]
_Account = Annotated[str | None, typer.Option(metavar="ACCOUNT", help="Of this account.")]
_Holder = Annotated[str | None, typer.Option(metavar="h_…", help="Of the accounts that this holder has now.")]
_Category = Annotated[Category | None, typer.Option(help="Category of the violation.")]
_Article = Annotated[int | None, typer.Option(min=1, max=13, help="Article offended, or that of the measure.")]
_Actor = Annotated[str | None, typer.Option(metavar="ID", help="Who decided it: a person or a service.")]
_Since = Annotated[str | None, typer.Option("--since", metavar="TIME", help="Recorded at this time or later.")]
_Before = Annotated[str | None, typer.Option("--before", metavar="TIME", help="Recorded earlier than this time.")]
_UntilBefore = Annotated[str | None, typer.Option(metavar="TIME", help="It lasts, and ends before this time.")]
_State = Annotated[ActionState | None, typer.Option(help="State now.")]
_Sort = Annotated[ActionSort | None, typer.Option(help="Order; default: the newest first.")]
By = Annotated[str | None, typer.Option("--by", metavar="DIMENSION", help="Count them by this instead of listing.")]
_COLOURS: Final = {"standing": "yellow", "in_force": "green", "open": "yellow", "overturned": "dim", "expired": "dim"}


@app.command()
def actions(
    *,
    account: _Account = None,
    holder: _Holder = None,
    category: _Category = None,
    article: _Article = None,
    measure: Annotated[ListedMeasure | None, typer.Option(help="With this measure.")] = None,
    state: _State = None,
    actor: _Actor = None,
    since: _Since = None,
    before: _Before = None,
    until_before: _UntilBefore = None,
    sort: _Sort = None,
    by: By = None,
    form: FileForm = None,
    out_file: OutFile = None,
    most: Most = 100,
) -> None:
    """List enforcement actions, whatever their measures. Counted by state, category, article or measure."""
    wanted = {
        **_found(account, holder, category, article, state, actor, since, before),
        "until_before": _time(until_before),
        "measure": measure,
    }
    answer("actions", wanted, _findings, sort=sort, by=by, form=form, out_file=out_file, most=most)


@app.command()
def violations(
    *,
    account: _Account = None,
    holder: _Holder = None,
    category: _Category = None,
    article: _Article = None,
    state: Annotated[ViolationState | None, typer.Option(help="State now.")] = None,
    actor: _Actor = None,
    since: _Since = None,
    before: _Before = None,
    sort: Annotated[ViolationSort | None, typer.Option(help="Order; default: the newest first.")] = None,
    by: By = None,
    form: FileForm = None,
    out_file: OutFile = None,
    most: Most = 100,
) -> None:
    """List violations, whatever their consequences. Counted by state, category or article."""
    wanted = _found(account, holder, category, article, state, actor, since, before)
    answer("violations", wanted, _findings, sort=sort, by=by, form=form, out_file=out_file, most=most)


@app.command()
def bans(
    *,
    account: _Account = None,
    holder: _Holder = None,
    category: _Category = None,
    article: _Article = None,
    state: _State = None,
    actor: _Actor = None,
    since: _Since = None,
    before: _Before = None,
    until_before: _UntilBefore = None,
    sort: _Sort = None,
    by: By = None,
    form: FileForm = None,
    out_file: OutFile = None,
    most: Most = 100,
) -> None:
    """List bans. Counted by state, category or article."""
    wanted = {
        **_found(account, holder, category, article, state, actor, since, before),
        "until_before": _time(until_before),
    }
    answer("bans", wanted, _findings, sort=sort, by=by, form=form, out_file=out_file, most=most)


@app.command()
def certifications(
    *,
    account: _Account = None,
    holder: _Holder = None,
    field: Annotated[Field | None, typer.Option(help="In this field.")] = None,
    state: Annotated[CertificationState | None, typer.Option(help="State now.")] = None,
    actor: Annotated[str | None, typer.Option(metavar="ID", help="Who recorded it.")] = None,
    since: _Since = None,
    before: _Before = None,
    ends_before: Annotated[
        str | None, typer.Option(metavar="DAY", help="In force or to come, and not valid on this day any more.")
    ] = None,
    sort: Annotated[CertificationSort | None, typer.Option(help="Order; default: the newest first.")] = None,
    by: By = None,
    form: FileForm = None,
    out_file: OutFile = None,
    most: Most = 100,
) -> None:
    """List certifications, in force or not. Counted by state or field."""
    wanted = {
        "account": account,
        "holder": holder,
        "field": field,
        "state": state,
        "actor": actor,
        "granted_since": _time(since),
        "granted_before": _time(before),
        "ends_before": ends_before,
    }
    answer("certifications", wanted, _certified, sort=sort, by=by, form=form, out_file=out_file, most=most)


@app.command()
def appeals(
    *,
    account: _Account = None,
    holder: _Holder = None,
    category: _Category = None,
    state: Annotated[AppealState | None, typer.Option(help="State now.")] = None,
    outcome: Annotated[AppealOutcome | None, typer.Option(help="Outcome of the decision.")] = None,
    decided_by: _Actor = None,
    since: Annotated[str | None, typer.Option("--since", metavar="TIME", help="Opened at this time or later.")] = None,
    before: Annotated[str | None, typer.Option("--before", metavar="TIME", help="Opened before this time.")] = None,
    due_before: Annotated[
        str | None, typer.Option(metavar="TIME", help="Open, and its deadline lies before this time.")
    ] = None,
    sort: Annotated[AppealSort | None, typer.Option(help="Order; default: the newest first.")] = None,
    by: By = None,
    form: FileForm = None,
    out_file: OutFile = None,
    most: Most = 100,
) -> None:
    """List appeals, decided or not. Counted by state, outcome or category."""
    wanted = {
        "account": account,
        "holder": holder,
        "category": category,
        "state": state,
        "outcome": outcome,
        "decided_by": decided_by,
        "opened_since": _time(since),
        "opened_before": _time(before),
        "due_before": _time(due_before),
    }
    answer("appeals", wanted, _appealed, sort=sort, by=by, form=form, out_file=out_file, most=most)


def answer(
    name: str,
    wanted: Mapping[str, Any],
    draw: Callable[[str, Any], Table],
    *,
    sort: Any,
    by: str | None,
    form: Any,
    out_file: Any,
    most: int,
    path: str | None = None,
) -> None:
    """Print a list, its counts, or write it as a file, as the options ask for."""
    at = path or f"/v1/{name}"
    if by is not None:
        show(asking.get(f"{at}/counts", **wanted, by=by), print_counts)
    elif form is not None or out_file is not None:
        written(f"{at}/export", out_file, **wanted, sort=sort, form=form or "ndjson")
    else:
        show(asking.every(at, name, most=most, **wanted, sort=sort), lambda found: _printed(name, found, draw))


def _printed(name: str, found: Any, draw: Callable[[str, Any], Table]) -> None:
    if not found[name]:
        say(f"No {name} pass the filters.")
        return
    print_table(draw(name, found[name]))
    if found.get("next"):
        say(f"The first {counted(len(found[name]), name[:-1], name)}; `--limit` lists more, `--form csv` writes all.")
    if not found["complete"]:
        say("Some older accounts are still being prepared after an upgrade, and may be missing.")


def _found(
    account: Any, holder: Any, category: Any, article: Any, state: Any, actor: Any, since: Any, before: Any
) -> dict[str, Any]:
    return {
        "account": account,
        "holder": holder,
        "category": category,
        "article": article,
        "state": state,
        "actor": actor,
        "decided_since": _time(since),
        "decided_before": _time(before),
    }


def _time(text: str | None) -> str | None:
    return None if text is None else instant(text)


def _state_of(row: Any) -> tuple[str, str]:
    return row["state"], _COLOURS.get(row["state"], "")


def _findings(name: str, rows: Any) -> Table:
    ends = () if name == "violations" else ("until",)
    table = Table("account*", "name", "category", "state", "decided", *ends, "id*")
    for row in rows:
        until = () if name == "violations" else (when(row["until"], whole=True) or "–",)
        what = row["category"] or ", ".join(row["measures"])
        decided = when(row["decided_at"], whole=True)
        table.add(row["account"], row["name"], what, _state_of(row), decided, *until, row["id"])
    return table


def _certified(_: str, rows: Any) -> Table:
    table = Table("account*", "name", "field", "state", "valid from", "until", "id*")
    for row in rows:
        days = (row["valid_from"], row["valid_until"])
        table.add(row["account"], row["name"], row["field"], _state_of(row), *days, row["id"])
    return table


def _appealed(_: str, rows: Any) -> Table:
    table = Table("account*", "name", "action*", "state", "opened", "due", "id*")
    for row in rows:
        state = f"{row['state']}: {row['outcome']}" if row["outcome"] else row["state"]
        opened, due = (when(row[key], whole=True) for key in ("opened_at", "due_at"))
        table.add(
            row["account"], row["name"], row["action"], (state, _COLOURS.get(row["state"], "")), opened, due, row["id"]
        )
    return table
