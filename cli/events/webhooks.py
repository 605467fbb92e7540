"""Command `standing webhook`: addresses that receive events, signed and in order."""

from typing import Annotated, Any, Final

import typer
from rich.text import Text

from cli.terminal import asking
from cli.terminal.beginnings import found
from cli.terminal.console import FAULTS, CliError, Commands, out, print_table, say, show
from cli.terminal.tables import Table
from cli.terminal.values import print_secret, when

app = typer.Typer(
    cls=Commands, no_args_is_help=True, help="Webhooks: deliver events to an address, signed and in order."
)

MOST: Final = 500
_STYLES: Final = {"active": "green", "paused": "bold red"}

_Id = Annotated[str, typer.Argument(metavar="ID", help="Identifier of the webhook (`standing webhook list`).")]
_Types = Annotated[
    list[str] | None,
    typer.Option(
        "--type", metavar="TYPE", help="A type of event, for example account.ban_imposed or 'case.*'; repeatable."
    ),
]


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
    body = {"url": url, "types": types or ["*"], "after": after, "id": id_, "note": note}

    def made(known: Any) -> None:
        out.print(
            Text.assemble((known["id"], "bold"), f"  {', '.join(known['types'])} → {known['url']}"), soft_wrap=True
        )
        print_secret(known["secret"])

    show(asking.post("/v1/webhooks", body), made)


@app.command("list")
def list_webhooks() -> None:
    """List webhooks, with the number of events each is behind."""
    answer = asking.every("/v1/webhooks", "webhooks")
    answer["webhooks"] = [one for one in answer["webhooks"] if one["status"] in _STYLES]
    show(answer, _listed)


def _listed(answer: Any) -> None:
    if not answer["webhooks"]:
        say("No webhooks yet: create one with `standing webhook add URL`.")
        return
    table = Table("id*", "status", "types", "url", "behind", right=("behind",))
    for known in answer["webhooks"]:
        status = (known["status"], _STYLES[known["status"]])
        table.add(known["id"], status, ", ".join(known["types"]), known["url"], f"{max(0, known['behind']):,}")
    print_table(table)


@app.command()
def log(
    webhook: _Id,
    *,
    failed: Annotated[bool, typer.Option("--failed", help="Only failed deliveries.")] = False,
    most: Annotated[int, typer.Option(min=1, max=MOST, help="Number of lines, at most.")] = 30,
) -> None:
    """Show deliveries and their answers, newest last."""
    path = "/v1/webhooks/{}/deliveries".format
    show(found("webhook", webhook, lambda id_: asking.get(path(id_), failed=failed, limit=most)), _logged)


def _logged(answer: Any) -> None:
    for attempt in reversed(answer["deliveries"]):
        error = attempt["error"]
        said = Text(error, style="red") if error else Text(f"{attempt['status']}", style="green")
        at = when(attempt["at"], whole=True)
        line = f"event {attempt['event']}  {attempt['took_ms']} ms  "
        out.print(Text.assemble((f"{at}  ", "dim"), line, said), soft_wrap=True)


@app.command()
def test(webhook: _Id) -> None:
    """Send a test event now and show the answer."""
    sent = found("webhook", webhook, lambda id_: asking.post(f"/v1/webhooks/{id_}/test"))
    if sent["error"] is not None:
        raise CliError(f"not accepted after {sent['took_ms']} ms: {sent['error']}", FAULTS)
    show(sent, lambda sent: say(f"accepted: {sent['status']} after {sent['took_ms']} ms"))


@app.command()
def change(
    webhook: _Id,
    *,
    url: Annotated[str | None, typer.Option(metavar="URL", help="The new address.")] = None,
    types: _Types = None,
) -> None:
    """Change the address or the types. Delivery continues where it was."""
    _enter(webhook, "changes", url=url, types=types)


@app.command()
def rotate(webhook: _Id) -> None:
    """Create a new signing secret. For 24 hours deliveries are signed with both."""

    def rotated(known: Any) -> None:
        _tell(known)
        print_secret(known["secret"])

    show(found("webhook", webhook, lambda id_: asking.post(f"/v1/webhooks/{id_}/secret-rotation")), rotated)


@app.command()
def pause(webhook: _Id, reason: Annotated[str, typer.Option(help="The reason.")] = "") -> None:
    """Pause deliveries. The position in the stream is kept."""
    _enter(webhook, "pause", reason=reason)


@app.command()
def resume(webhook: _Id) -> None:
    """Resume deliveries where they stopped."""
    _enter(webhook, "resume")


@app.command()
def replay(
    webhook: _Id, after: Annotated[int, typer.Option(min=0, help="Deliver again everything after this event.")]
) -> None:
    """Deliver again from a position in the stream."""
    _enter(webhook, "replay", after=after)


@app.command()
def delete(webhook: _Id) -> None:
    """Delete a webhook. Its log stays readable."""
    _enter(webhook, "deletion")


def _enter(webhook: str, step: str, **body: Any) -> None:
    show(found("webhook", webhook, lambda id_: asking.post(f"/v1/webhooks/{id_}/{step}", body)), _tell)


def _tell(known: Any) -> None:
    say(f"{known['id']} is {known['status']}: {', '.join(known['types'])} → {known['url']}")
