"""The command line: `standing`. One module a command or group of commands; `COMMANDS` says which module has which.

A module is imported when its command is called, and not before: `standing --help` and each command answer at once.
`connect` finds the servers, `console` says things, `values` reads them, `drawing` draws.
"""

import os
import sys
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

import typer
from typer.core import TyperCommand
from typer.main import get_command

from cli.console import Commands
from models.legible import require_readable, shows_something

_RUN: Final = "Run"
_ACCOUNTS: Final = "Accounts"
_CARE: Final = "Care"


@dataclass(frozen=True)
class Entry:
    """Where a command is found, and what the overview says of it: the first paragraph of its own help."""

    module: str
    attribute: str
    panel: str
    help: str

    def command(self, name: str) -> Any:
        """Import the command's module and return the command."""
        found = getattr(import_module(self.module), self.attribute)
        if not isinstance(found, typer.Typer):
            alone = typer.Typer(add_completion=False, rich_markup_mode="rich", context_settings=_HELP)
            alone.command(name)(found)
            found = alone
        command = get_command(found)
        command.name = name
        return command


_HELP: Final[dict[Any, Any]] = {"help_option_names": ["-h", "--help"]}

COMMANDS: Final = {
    "up": Entry(
        "cli.up", "up", _RUN, "Start everything on this machine: PostgreSQL, Temporal and its UI, worker, API."
    ),
    "demo": Entry(
        "cli.demo",
        "demo",
        _RUN,
        "Show the product at work: accounts are imported, certified, banned, and restored by themselves.",
    ),
    "api": Entry("cli.parts", "api", _RUN, "Serve the API, and nothing else."),
    "worker": Entry(
        "cli.parts", "worker", _RUN, "Run one worker: workflows and activities, the outbox relay and the backstop."
    ),
    "migrate": Entry(
        "cli.parts",
        "migrate",
        _RUN,
        "Bring the database's tables up to date. Safe to repeat, and from several places at once.",
    ),
    "import": Entry(
        "cli.imports",
        "import_accounts",
        _ACCOUNTS,
        "Bring along the accounts a platform has, with their certifications, bans and grants.",
    ),
    "check": Entry(
        "cli.check", "check", _ACCOUNTS, "Ask many questions at once: one answer a line, in the same order."
    ),
    "receipt": Entry(
        "cli.receipts",
        "receipt",
        _ACCOUNTS,
        "Show what was asked and answered, and answer it again from the same facts.",
    ),
    "timeline": Entry(
        "cli.accounts", "timeline", _ACCOUNTS, "Draw what an account could, can and will be able to do, and why not."
    ),
    "simulate": Entry(
        "cli.accounts",
        "simulate",
        _ACCOUNTS,
        "What if? Nothing is written: the rules are applied to what is known, and the difference is shown.",
    ),
    "scenario": Entry("cli.scenario", "scenario", _ACCOUNTS, "Run scenarios, one line each."),
    "screen": Entry(
        "cli.screening",
        "screen",
        _ACCOUNTS,
        "Screen names: which must be looked at by a person before they are used, and why (article 1).",
    ),
    "bulk": Entry("cli.bulk", "app", _ACCOUNTS, "One measure on many accounts, with one reason and one way back."),
    "catalogue": Entry(
        "cli.catalogue", "catalogue", _ACCOUNTS, "Show what each violation leads to, or check a file that shall say so."
    ),
    "violations": Entry(
        "cli.violations", "app", _ACCOUNTS, "Violations, what followed from each, and why (articles 1 to 12)."
    ),
    "appeals": Entry("cli.appeals", "app", _ACCOUNTS, "Appeals against what was decided about an account."),
    "case": Entry("cli.cases", "app", _ACCOUNTS, "What people must decide: the queue, and their decisions."),
    "exposure": Entry("cli.exposures", "app", _ACCOUNTS, "Decided cases as the public reads them."),
    "certification": Entry(
        "cli.certifications", "app", _ACCOUNTS, "Certifications: apply for one, and see what came of it."
    ),
    "coordination": Entry(
        "cli.coordination", "app", _ACCOUNTS, "Accounts that act in concert (article 7): look for them, see them."
    ),
    "exemption": Entry(
        "cli.exemptions", "app", _ACCOUNTS, "What is allowed to one holder beyond the rule: accounts, protected names."
    ),
    "rescreen": Entry("cli.rescreens", "app", _CARE, "Look at every live account again, and see how far it is."),
    "directive": Entry(
        "cli.directives", "app", _ACCOUNTS, "Orders to the platform: what was ordered, what came of it."
    ),
    "rumor": Entry("cli.rumours", "app", _ACCOUNTS, "Rumours: label, pin, recommend, measure (article 6)."),
    "network": Entry(
        "cli.networks", "app", _ACCOUNTS, "Networks (MCN): their rosters, and what was decided about them."
    ),
    "followers": Entry(
        "cli.followers", "app", _ACCOUNTS, "Followers: what is reported, and clean-ups of what a violation brought."
    ),
    "emblem": Entry("cli.emblems", "app", _ACCOUNTS, "Protected emblems: the bank, and pictures screened against it."),
    "events": Entry("cli.events", "app", _ACCOUNTS, "What happens, as it happens; and what can happen."),
    "report": Entry("cli.reports", "app", _ACCOUNTS, "Reports to the regulator (article 9)."),
    "webhook": Entry("cli.webhooks", "app", _CARE, "Webhooks: have events delivered to an address, signed."),
    "lexicon": Entry("cli.lexicon", "app", _CARE, "Protected names, and what is held because of them."),
    "keys": Entry("cli.keys", "app", _CARE, "API keys: make, list and revoke."),
    "ledger": Entry("cli.records", "app", _CARE, "Verify the ledger, or fold it again."),
}


class Overview(Commands):
    """The group of all commands: it lists them from the table, and imports the one that is called."""

    def __init__(self, **attributes: Any) -> None:
        attributes["commands"] = {
            name: TyperCommand(name, help=entry.help, rich_help_panel=entry.panel) for name, entry in COMMANDS.items()
        }
        super().__init__(**attributes)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments, each of them a text that people can read: whatever it is for, it ends up on record.

        Raises:
            BadParameter: when one holds what misleads, or nothing that is to be seen.
        """
        for place, word in enumerate(args, start=1):
            try:
                require_readable(word, "text")
            except ValueError as error:
                raise typer.BadParameter(f"argument {place}: {error}", ctx=ctx) from None
            if word.strip() and not shows_something(word):
                raise typer.BadParameter(f"argument {place}: nothing is to be seen in it", ctx=ctx)
        return list(super().parse_args(ctx, args))

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that the arguments name, imported.

        Raises:
            UsageError: when there is no such command.
        """
        name, command, rest = super().resolve_command(ctx, args)
        if name in COMMANDS:
            command = COMMANDS[name].command(name)
        return name, command, rest


app = typer.Typer(
    cls=Overview,
    name="standing",
    help="Standing keeps the standing of every self-media account: what it may do now, why not, and until when.",
    epilog="Settings come from environment variables that begin with STANDING_; `standing up` needs none.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings=_HELP,
)


@app.callback()
def _overview() -> None:
    """Have a group also where Typer sees no command: the table has them all."""


def main() -> None:
    """Run the command line and leave.

    Temporal's SDK sometimes aborts the process while the interpreter shuts down, and with it the exit status; where it
    was loaded we leave without that, after everything was written.
    """
    status = 0
    try:
        app()
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    sys.stdout.flush()
    sys.stderr.flush()
    if "temporalio" in sys.modules:
        os._exit(status)
    sys.exit(status)
