"""Commands `standing timeline` and `standing simulate`: one account's standing over time, recorded or hypothetical."""

from typing import Annotated

import typer

from cli.terminal import asking
from cli.terminal.console import CliError, as_json, print_json
from cli.terminal.values import TIME, instant
from cli.terminal.words import Category, Method

AccountArgument = Annotated[str, typer.Argument(metavar="ACCOUNT", help="The account's identifier.")]


def timeline(
    account: AccountArgument,
    start: Annotated[str | None, typer.Option("--from", metavar="TIME", help=f"Start of the drawing. {TIME}")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="TIME", help="End of the drawing.")] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="TIME", help="Use only what was recorded by this instant.")
    ] = None,
) -> None:
    """Draw an account's privileges over time, past and future, with the reason for each refusal."""
    first, last, known = (None if text is None else instant(text) for text in (start, end, as_of))
    if as_json():
        query = {"from_": first, "to": last, "as_of": known}
        print_json(asking.get(f"/v1/accounts/{asking.segment(account)}/timeline", **query))
        return
    from cli.accounts import drawing

    drawing.timeline(account, first, last, known)


def simulate(
    account: AccountArgument,
    ban: Annotated[list[str] | None, typer.Option(metavar="DURATION", help="A ban, such as P14D; repeatable.")] = None,
    category: Annotated[Category, typer.Option(help="Category of the ban.")] = Category.recycled_news,
    factor: Annotated[
        float | None,
        typer.Option(help="Profit is suspended for this many times the ban, 2 to 3. Default: the category's factor."),
    ] = None,
    at: Annotated[
        str | None, typer.Option(metavar="TIME", help=f"The instant of the change; default: now. {TIME}")
    ] = None,
    *,
    holder_change: Annotated[bool, typer.Option("--holder-change", help="Simulate a change of holder.")] = False,
    method: Annotated[
        list[Method] | None,
        typer.Option(help="An application for profit by this method; repeatable."),
    ] = None,
) -> None:
    """Show what a ban, a holder change or an application would change. Nothing is recorded.

    A change of holder comes first, then bans, then applications, all at the same instant.
    """
    if not ban and not holder_change and not method:
        raise CliError(
            "nothing to simulate: give --ban P14D, --holder-change or --method advertising, or several of them"
        )
    from cli.accounts import drawing

    drawing.simulate(
        account,
        None if at is None else instant(at),
        bans=ban or (),
        category=category,
        factor=factor,
        holder_change=holder_change,
        methods=method or (),
    )
