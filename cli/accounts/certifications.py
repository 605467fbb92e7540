"""Command `standing certification`: applications with materials, verified by a person, and outcomes (article 2)."""

from datetime import datetime
from typing import Annotated, Any, Final

import typer

from cli.terminal import asking
from cli.terminal.console import CliError, Commands, print_table, say, show
from cli.terminal.tables import Table
from cli.terminal.values import when
from cli.terminal.words import Field

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    help="Certifications: apply, list applications and their outcomes, list what is due (article 2).",
)

MOST: Final = 500

_Account = Annotated[str, typer.Argument(metavar="ACCOUNT", help="The account's identifier.")]
_DAY: Final = ["%Y-%m-%d"]


@app.command()
def apply(
    account: _Account,
    field: Annotated[Field, typer.Argument(help="The field to be certified in.")],
    *,
    valid_from: Annotated[datetime, typer.Option(formats=_DAY, help="First day of validity on the certificate.")],
    valid_until: Annotated[datetime, typer.Option(formats=_DAY, help="Last day of validity on the certificate.")],
    service: Annotated[str, typer.Option(help="Service qualification, shown on the homepage.")] = "",
    professional: Annotated[str, typer.Option(help="Professional qualification, shown on the homepage.")] = "",
    background: Annotated[str, typer.Option(help="Professional background, shown on the homepage.")] = "",
    document: Annotated[
        list[str] | None,
        typer.Option(metavar="ADDRESS", help="Link to a document, http or https; repeatable."),
    ] = None,
) -> None:
    """Submit materials. This opens a case; the field opens when a person approves it."""
    if valid_until < valid_from:
        raise CliError("--valid-until lies before --valid-from")
    materials = {
        "service_qualification": service,
        "professional_qualification": professional,
        "professional_background": background,
    }
    body = {
        "field": field,
        "valid_from": f"{valid_from:%Y-%m-%d}",
        "valid_until": f"{valid_until:%Y-%m-%d}",
        "materials": {name: text for name, text in materials.items() if text},
        "evidence": [{"kind": "document", "link": link} for link in document or ()],
    }

    def said(case: Any) -> None:
        listed = f"see `standing certification list {account}`"
        say(f"Case {case['id']}, to be decided by {when(case['due_at'])}: {listed}.")

    show(asking.post(f"/v1/accounts/{asking.segment(account)}/certification-applications", body), said)


@app.command("list")
def list_applications(account: _Account) -> None:
    """List an account's applications and their outcomes."""
    path = f"/v1/accounts/{asking.segment(account)}/certification-applications"
    show(asking.every(path, "applications"), _listed)


def _listed(answer: Any) -> None:
    if not answer["applications"]:
        say("No applications.")
        return
    table = Table("case*", "field", "valid", "status", "outcome", "reason")
    for case in answer["applications"]:
        applied = case["applied"]
        valid = "" if applied is None else f"{applied['valid_from']} to {applied['valid_until']}"
        field = "" if applied is None else applied["field"]
        table.add(case["id"], field, valid, case["status"], case["outcome"] or "", case["reason"])
    print_table(table)


@app.command("due")
def list_due(
    *,
    field: Annotated[Field | None, typer.Option(help="Only this field.")] = None,
    after: Annotated[str | None, typer.Option(metavar="ACCOUNT", help="Start after this account.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=MOST, help="Number of accounts to list.")] = 100,
) -> None:
    """List accounts that declared a field and are not certified in it, with since when and why."""
    show(asking.get("/v1/certifications/due", field=field, after=after, limit=limit), _due)


_WHY: Final = {"withheld": "never certified", "expiry": "expired", "cancellation": "taken away"}


def _due(answer: Any) -> None:
    if not answer["due"] and answer["next"] is None:
        say("No certifications are due.")
        return
    table = Table("account*", "name", "field", "since", "why", "certification*")
    for one in answer["due"]:
        why = _WHY.get(one["why"], one["why"])
        table.add(one["account"], one["name"], one["field"], when(one["since"]), why, one["certification"] or "")
    print_table(table)
    if answer["next"] is not None:
        say(f"There may be more: --after {answer['next']}")
