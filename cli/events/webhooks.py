"""Command `standing webhook`: addresses that receive events, signed and in order."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final, TypeVar

import typer
from pydantic import ValidationError
from rich.text import Text

from cli.terminal import acting, clock, connect
from cli.terminal.console import FAULTS, CliError, Commands, listing, out
from models.events.announcements import UnknownTypeError, expanded
from models.events.webhooks import Subscription, SubscriptionChanged, SubscriptionCreated, SubscriptionStatus
from models.instants import shown
from regulation import webhooks as rules

app = typer.Typer(
    cls=Commands, no_args_is_help=True, help="Webhooks: deliver events to an address, signed and in order."
)

T = TypeVar("T")
MOST: Final = 500
_STYLES: Final = {SubscriptionStatus.ACTIVE: "green", SubscriptionStatus.PAUSED: "bold red"}

if TYPE_CHECKING:
    from ledger.store.database import Database
    from settings import Settings

_Id = Annotated[str, typer.Argument(metavar="ID", help="Identifier of the webhook (`standing webhook list`).")]
_Types = Annotated[
    list[str] | None,
    typer.Option(
        "--type", metavar="TYPE", help="A type of event, for example account.ban_imposed or 'case.*'; repeatable."
    ),
]


@dataclass(frozen=True)
class _Here:
    """Open database, and the settings with its address filled in."""

    database: "Database"
    settings: "Settings"

    async def enter(self, webhook: str, operation: str, decide: rules.DecideSubscription) -> Subscription:
        from ledger.streams import records
        from ledger.streams.records import Command

        actor = await acting.actor(self.database, operation)
        command = Command(rules.SUBSCRIPTION, webhook, decide, actor=actor, now=clock.now())
        entered = await records.execute(self.database, command)
        if entered.refusal is not None or entered.state is None:
            raise CliError(entered.refusal.message if entered.refusal else "nothing was entered", FAULTS)
        return entered.state

    async def found(self, webhook: str) -> Subscription:
        from ledger.streams import records

        state = (await records.state_of(self.database, rules.SUBSCRIPTION, webhook)).state
        if state is None:
            raise CliError(f"there is no webhook {webhook!r}: `standing webhook list` shows them", FAULTS)
        return state

    def secret(self, known: Subscription) -> str:
        from activities.webhooks.envelope import secret

        return secret(self.settings.holder_key_bytes(), known.salt)


def _run(work: Callable[[_Here], Awaitable[T]]) -> T:
    from settings import load_settings

    async def run() -> T:
        settings = load_settings()
        async with connect.database(settings) as database:
            return await work(_Here(database, settings))

    return asyncio.run(run())


@app.command()
def add(
    url: Annotated[
        str,
        typer.Argument(
            metavar="URL",
            help="Address for the events: https and public, unless STANDING_WEBHOOK_ALLOW_PRIVATE is set.",
        ),
    ],
    *,
    types: _Types = None,
    after: Annotated[
        int | None, typer.Option(min=0, help="Deliver events after this one; default: from now on.")
    ] = None,
    id_: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="Identifier of the webhook; default: a new one.")
    ] = None,
    note: Annotated[str, typer.Option(help="A note for operators.")] = "",
) -> None:
    """Add a webhook. The signing secret is shown only once."""
    from activities.webhooks.envelope import fresh_salt
    from activities.webhooks.guard import ForbiddenAddressError, require_sendable
    from ledger.events import feed
    from settings import load_settings

    wanted = _known(types or ["*"])
    try:
        require_sendable(url, allow_private=load_settings().webhook_allow_private)
    except ForbiddenAddressError as error:
        raise CliError(f"{url}: {error}") from None

    async def work(here: _Here) -> tuple[Subscription, str]:
        place = await feed.newest(here.database) if after is None else after
        try:
            created = SubscriptionCreated(url=url, types=wanted, after=place, salt=fresh_salt(), note=note)
        except ValidationError as error:
            raise CliError(f"{url}: {error.errors()[0]['msg']}") from None
        known = await here.enter(id_ or f"webhook-{secrets.token_hex(4)}", "create_webhook", rules.create(created))
        return known, here.secret(known)

    known, made = _run(work)
    out.print(Text.assemble((known.id, "bold"), f"  {', '.join(known.types)} → {known.url}"), soft_wrap=True)
    _show_secret(made)


@app.command("list")
def list_webhooks() -> None:
    """List webhooks, with the number of events each is behind."""
    from ledger.events import feed, webhooks
    from ledger.streams import records

    async def work(here: _Here) -> list[tuple[Subscription, int]]:
        living = [SubscriptionStatus.ACTIVE.value, SubscriptionStatus.PAUSED.value]
        found = await connect.every(
            lambda after: records.listing(here.database, rules.SUBSCRIPTION, statuses=living, after=after)
        )
        newest = await feed.newest(here.database)
        return [(one.state, newest - await webhooks.position_of(here.database, one.state)) for one in found]

    found = _run(work)
    if not found:
        out.print("No webhooks yet: create one with `standing webhook add URL`.")
        return
    table = listing("id", "status", "types", "url", "behind")
    for known, behind in found:
        status = Text(known.status.value, style=_STYLES[known.status])
        table.add_row(known.id, status, ", ".join(known.types), known.url, str(max(0, behind)))
    out.print(table)


@app.command()
def log(
    webhook: _Id,
    *,
    failed: Annotated[bool, typer.Option("--failed", help="Only failed deliveries.")] = False,
    most: Annotated[int, typer.Option(min=1, max=MOST, help="Number of lines, at most.")] = 30,
) -> None:
    """Show deliveries and their answers, newest last."""
    from ledger.events import webhooks

    async def work(here: _Here) -> list[webhooks.LoggedAttempt]:
        await here.found(webhook)
        return list(await webhooks.deliveries(here.database, webhook, failed=failed, most=most))

    for attempt in reversed(_run(work)):
        said = Text(attempt.error, style="red") if attempt.error else Text(f"{attempt.status}", style="green")
        at = shown(attempt.at.replace(microsecond=0))
        out.print(
            Text.assemble((f"{at}  ", "dim"), f"event {attempt.event}  {attempt.took_ms} ms  ", said), soft_wrap=True
        )


@app.command()
def test(webhook: _Id) -> None:
    """Send a test event now and show the answer."""
    from activities.webhooks.envelope import a_test
    from activities.webhooks.sending import Sender, Sent

    async def work(here: _Here) -> Sent:
        known = await here.found(webhook)
        sender = Sender(
            here.settings.holder_key_bytes(), allow_private=here.settings.webhook_allow_private, clock=clock.now
        )
        try:
            return await sender.send(known, a_test(clock.now()))
        finally:
            await sender.close()

    sent = _run(work)
    if sent.error is not None:
        raise CliError(f"not accepted after {sent.took_ms} ms: {sent.error}", FAULTS)
    out.print(f"accepted: {sent.status} after {sent.took_ms} ms")


@app.command()
def change(
    webhook: _Id,
    *,
    url: Annotated[str | None, typer.Option(metavar="URL", help="The new address.")] = None,
    types: _Types = None,
) -> None:
    """Change the address or the types. Delivery continues where it was."""
    from activities.webhooks.guard import ForbiddenAddressError, require_sendable
    from settings import load_settings

    if url is not None:
        try:
            require_sendable(url, allow_private=load_settings().webhook_allow_private)
        except ForbiddenAddressError as error:
            raise CliError(f"{url}: {error}") from None
    changed = SubscriptionChanged(url=url, types=None if types is None else _known(types))
    _tell(_run(lambda here: here.enter(webhook, "change_webhook", rules.change(changed))))


@app.command()
def rotate(webhook: _Id) -> None:
    """Create a new signing secret. For 24 hours deliveries are signed with both."""
    from activities.webhooks.envelope import fresh_salt

    async def work(here: _Here) -> tuple[Subscription, str]:
        known = await here.enter(webhook, "rotate_webhook_secret", rules.rotate(fresh_salt()))
        return known, here.secret(known)

    known, made = _run(work)
    _tell(known)
    _show_secret(made)


@app.command()
def pause(webhook: _Id, reason: Annotated[str, typer.Option(help="The reason.")] = "") -> None:
    """Pause deliveries. The position in the stream is kept."""
    _tell(_run(lambda here: here.enter(webhook, "pause_webhook", rules.pause("command", reason))))


@app.command()
def resume(webhook: _Id) -> None:
    """Resume deliveries where they stopped."""
    _tell(_run(lambda here: here.enter(webhook, "resume_webhook", rules.resume())))


@app.command()
def replay(
    webhook: _Id, after: Annotated[int, typer.Option(min=0, help="Deliver again everything after this event.")]
) -> None:
    """Deliver again from a position in the stream."""
    _tell(_run(lambda here: here.enter(webhook, "replay_webhook", rules.replay(after))))


@app.command()
def delete(webhook: _Id) -> None:
    """Delete a webhook. Its log stays readable."""
    _tell(_run(lambda here: here.enter(webhook, "delete_webhook", rules.delete())))


def _known(types: list[str]) -> tuple[str, ...]:
    for wanted in types:
        try:
            expanded(wanted)
        except UnknownTypeError as error:
            raise CliError(f"--type {wanted!r} {error}") from None
    return tuple(types)


def _tell(known: Subscription) -> None:
    out.print(
        f"{known.id} is {known.status.value}: {', '.join(known.types)} → {known.url}", markup=False, soft_wrap=True
    )


def _show_secret(made: str) -> None:
    out.print("The secret, shown only now:", style="dim")
    out.print(made, markup=False, soft_wrap=True)
