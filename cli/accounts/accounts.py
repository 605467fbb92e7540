"""Commands `standing timeline` and `standing simulate`: one account's standing over time, recorded or hypothetical."""

import asyncio
from datetime import datetime
from typing import Annotated

import typer
from pydantic import ValidationError
from pydantic.type_adapter import TypeAdapter
from rich.text import Text

from cli.terminal import clock, connect
from cli.terminal.console import CliError, out
from cli.terminal.drawing import draw, window_around
from models.accounts.standing import Standing
from models.instants import SHANGHAI, Instant, shown
from models.words.privileges import Method
from models.words.violations import Category
from regulation.standing.status import status_of
from regulation.tables.clocks import by_our_clock

_INSTANT: TypeAdapter[datetime] = TypeAdapter(Instant)

AccountArgument = Annotated[str, typer.Argument(metavar="ACCOUNT", help="The account's identifier.")]
_WHEN = "An instant, such as 2026-03-01T09:00+08:00, or a day, such as 2026-03-01 (its midnight in Shanghai)."


def instant(text: str) -> datetime:
    """Return the instant written as RFC 3339 with an offset, or as a day.

    Raises:
        CliError: when the text is neither.
    """
    written = f"{text}T00:00:00+08:00" if len(text) == len("2026-03-01") else text
    try:
        return _INSTANT.validate_python(written)
    except ValidationError as error:
        raise CliError(f"{text!r} is not a time: {error.errors()[0]['msg']}. {_WHEN}") from None


def timeline(
    account: AccountArgument,
    start: Annotated[str | None, typer.Option("--from", metavar="TIME", help=f"Start of the drawing. {_WHEN}")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="TIME", help="End of the drawing.")] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="TIME", help="Use only what was recorded by this instant.")
    ] = None,
) -> None:
    """Draw an account's privileges over time, past and future, with the reason for each refusal."""
    first, last, known = (None if text is None else instant(text) for text in (start, end, as_of))
    standing = asyncio.run(standing_with_past(account, known))
    now = clock.now().astimezone(SHANGHAI)
    heading(standing, now, known)
    show(standing, now, first, last)


def simulate(
    account: AccountArgument,
    ban: Annotated[list[str] | None, typer.Option(metavar="DURATION", help="A ban, such as P14D; repeatable.")] = None,
    category: Annotated[Category, typer.Option(help="Category of the ban.")] = Category.RECYCLED_NEWS,
    factor: Annotated[
        float | None,
        typer.Option(help="Profit is suspended for this many times the ban, 2 to 3. Default: the category's factor."),
    ] = None,
    at: Annotated[
        str | None, typer.Option(metavar="TIME", help=f"The instant of the change; default: now. {_WHEN}")
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
    from cli.accounts import what_if

    if not ban and not holder_change and not method:
        raise CliError(
            "nothing to simulate: give --ban P14D, --holder-change or --method advertising, or several of them"
        )
    standing = asyncio.run(standing_with_past(account, None))
    now = clock.now().astimezone(SHANGHAI)
    supposed = what_if.Supposed(
        at=now if at is None else instant(at),
        bans=tuple(what_if.duration(text) for text in ban or ()),
        category=category,
        factor=factor,
        holder_change=holder_change,
        methods=tuple(method or ()),
    )
    heading(standing, now, None)
    what_if.show(standing, supposed, now)


async def standing_with_past(account: str, as_of: datetime | None) -> Standing:
    """Return the account's standing with its past, so that it answers for any instant.

    Raises:
        CliError: when there is no such account.
    """
    from ledger.accounts.reading import history_of
    from settings import load_settings

    settings = load_settings()
    async with connect.database(settings) as database:
        now = clock.now()
        if as_of is not None:
            as_of = by_our_clock(as_of, now, settings.clock_tolerance)
        if as_of is not None and as_of > now:
            raise CliError(f"--as-of {shown(as_of)} lies in the future: leave it out for what is known now")
        standing = await history_of(database, account, as_of=as_of)
    if standing is None:
        known = "" if as_of is None else f" that was known at {shown(as_of)}"
        raise CliError(f"there is no account {account!r}{known} in this ledger")
    return standing


def heading(standing: Standing, now: datetime, as_of: datetime | None) -> None:
    """Print the heading: name, account, kind, status and version."""
    known = "" if as_of is None else f", as it was known at {shown(as_of)}"
    status = status_of(standing, max(now, standing.registered_at)).value
    out.print(
        Text.assemble(
            (standing.name, "bold"),
            f"  {standing.account}, {standing.kind.value}, {status}, version {standing.version}{known}",
        ),
        soft_wrap=True,
    )


def show(standing: Standing, now: datetime, start: datetime | None = None, end: datetime | None = None) -> None:
    """Print the drawing of a standing, as wide as the terminal.

    Raises:
        CliError: when the window ends before it starts.
    """
    window = window_around(standing, now, start, end)
    if window.end <= window.start:
        raise CliError(
            f"the drawing would end ({shown(window.end)}) before it starts ({shown(window.start)}): "
            "choose --from and --to in order"
        )
    for line in draw({"": standing}, window, out.width):
        out.print(line, soft_wrap=True)
