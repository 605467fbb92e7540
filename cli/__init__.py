"""Command line `standing`: one module for each command or group of commands; `COMMANDS` maps each command to its
module.

A module is imported only when its command is called, so that `standing --help` and each command start quickly.
`terminal/` has the shared code: connections, output, drawing. The other packages are named as in the other layers.
"""

import os
import sys
from dataclasses import dataclass
from importlib import import_module
from typing import Annotated, Any, Final

import typer
from typer.core import TyperCommand
from typer.main import get_command

from cli.terminal.console import Commands, set_json
from models.texts.legible import require_readable, shows_something

_RUN: Final = "Run"
_ACCOUNTS: Final = "Accounts"
_CARE: Final = "Care"


@dataclass(frozen=True)
class CommandEntry:
    """Location of a command, and its text in the overview: the first paragraph of its own help."""

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
        if name not in WITHOUT_JSON:
            _give_json(command)
        return command


WITHOUT_JSON: Final = frozenset({"up", "demo", "api", "worker", "migrate", "scenario"})
"""Commands that print no data: they run servers, or report as tests do."""


def _give_json(command: Any) -> None:
    """Give a command, or each command of a group, the option `--json`; one that has it already keeps its own."""
    for inner in getattr(command, "commands", {}).values():
        _give_json(inner)
    if hasattr(command, "commands") or any("--json" in parameter.opts for parameter in command.params):
        return
    command.params.append(_json_option())


def _json_option() -> Any:
    """Return the option, as Typer makes one."""
    alone = typer.Typer(add_completion=False)

    @alone.command()
    def asked(
        *, wanted: Annotated[bool, typer.Option("--json", help="Print the API's answer as JSON.")] = False
    ) -> None:
        """Only its option is used."""

    (option,) = (one for one in get_command(alone).params if "--json" in one.opts)
    option.expose_value = False
    option.callback = lambda _, __, wanted: set_json(wanted)
    return option


_HELP: Final[dict[Any, Any]] = {"help_option_names": ["-h", "--help"]}

COMMANDS: Final = {
    "up": CommandEntry(
        "cli.servers.up", "up", _RUN, "Start everything on this machine: PostgreSQL, Temporal and its UI, worker, API."
    ),
    "demo": CommandEntry(
        "cli.servers.demo",
        "demo",
        _RUN,
        "Show the product at work: accounts are imported, certified and banned, and restored when the ban ends.",
    ),
    "api": CommandEntry("cli.servers.processes", "api", _RUN, "Serve the API alone."),
    "worker": CommandEntry(
        "cli.servers.processes",
        "worker",
        _RUN,
        "Run one worker: workflows and activities, the outbox relay and the backstop.",
    ),
    "migrate": CommandEntry(
        "cli.servers.processes",
        "migrate",
        _RUN,
        "Bring the database's tables up to date. Safe to repeat, also from several machines at once.",
    ),
    "import": CommandEntry(
        "cli.accounts.imports",
        "import_accounts",
        _ACCOUNTS,
        "Import existing accounts with their certifications, bans and grants.",
    ),
    "check": CommandEntry(
        "cli.gate.check", "check", _ACCOUNTS, "Ask for many verdicts at once: one answer per line, in the same order."
    ),
    "receipt": CommandEntry(
        "cli.gate.receipts",
        "receipt",
        _ACCOUNTS,
        "Show a recorded question with its answer, and compute the answer again from the same facts.",
    ),
    "receipts": CommandEntry(
        "cli.gate.receipts",
        "receipts",
        _ACCOUNTS,
        "List the receipts of an account or of a piece, the newest first. Name one of them, or both.",
    ),
    "accounts": CommandEntry(
        "cli.accounts.finding",
        "app",
        _ACCOUNTS,
        "Accounts: find them by filters that combine, show one; counts and files of them.",
    ),
    "list": CommandEntry(
        "cli.lists",
        "app",
        _ACCOUNTS,
        "Lists across accounts: actions, violations, bans, certifications, appeals; counts and files of them.",
    ),
    "timeline": CommandEntry(
        "cli.accounts.accounts",
        "timeline",
        _ACCOUNTS,
        "Draw an account's privileges over time, past and future, with the reason for each refusal.",
    ),
    "simulate": CommandEntry(
        "cli.accounts.accounts",
        "simulate",
        _ACCOUNTS,
        "Show what a ban, a holder change or an application would change. Nothing is recorded.",
    ),
    "scenario": CommandEntry("cli.scenario", "scenario", _ACCOUNTS, "Run scenarios and print one line for each."),
    "screen": CommandEntry(
        "cli.screening.screening",
        "screen",
        _ACCOUNTS,
        "Screen names: show which ones a person must review before they are used, and why (article 1).",
    ),
    "bulk": CommandEntry(
        "cli.sanctions.bulk", "app", _ACCOUNTS, "Bulk actions: one measure on many accounts, reversible as one."
    ),
    "runs": CommandEntry(
        "cli.runs",
        "app",
        _ACCOUNTS,
        "Runs: many registrations, certifications or applications from a file, with the outcome of each row.",
    ),
    "catalogue": CommandEntry(
        "cli.sanctions.catalogue",
        "catalogue",
        _ACCOUNTS,
        "Show the consequences of each violation, or check a platform's own catalogue file.",
    ),
    "violations": CommandEntry(
        "cli.sanctions.violations",
        "app",
        _ACCOUNTS,
        "Violations: record them, show their consequences and statements of reasons (articles 1 to 12).",
    ),
    "appeals": CommandEntry("cli.sanctions.appeals", "app", _ACCOUNTS, "Appeals against decisions about an account."),
    "case": CommandEntry("cli.cases", "app", _ACCOUNTS, "Cases: the queue of decisions that people must make."),
    "exposure": CommandEntry(
        "cli.exposures", "app", _ACCOUNTS, "Exposures: decided cases as the public reads them (article 13)."
    ),
    "certification": CommandEntry(
        "cli.accounts.certifications",
        "app",
        _ACCOUNTS,
        "Certifications: apply, list applications and their outcomes, list what is due (article 2).",
    ),
    "coordination": CommandEntry(
        "cli.coordination",
        "app",
        _ACCOUNTS,
        "Accounts that act in concert: report links and posts, find clusters (article 7).",
    ),
    "exemption": CommandEntry(
        "cli.accounts.exemptions",
        "app",
        _ACCOUNTS,
        "Exemptions for one holder: more accounts than the quota, or a protected name.",
    ),
    "rescreen": CommandEntry(
        "cli.screening.rescreens", "app", _CARE, "Rescreens: screen every live account again, and show the progress."
    ),
    "directive": CommandEntry(
        "cli.directives", "app", _ACCOUNTS, "Directives: orders to the platform and their acknowledgements."
    ),
    "rumor": CommandEntry(
        "cli.rumours.rumours", "app", _ACCOUNTS, "Rumours: label, answer and measure them (article 6)."
    ),
    "network": CommandEntry("cli.networks", "app", _ACCOUNTS, "Networks (MCN): rosters and sanctions (article 11)."),
    "followers": CommandEntry(
        "cli.followers",
        "app",
        _ACCOUNTS,
        "Followers: report gains and counts; remove followers gained through a violation (article 10).",
    ),
    "emblem": CommandEntry(
        "cli.screening.emblems",
        "app",
        _ACCOUNTS,
        "Emblems: the bank of protected emblems, and screening of pictures (article 1).",
    ),
    "events": CommandEntry(
        "cli.events.events", "app", _ACCOUNTS, "Events: follow the feed, or print the catalogue of types."
    ),
    "report": CommandEntry(
        "cli.reports", "app", _ACCOUNTS, "Reports to the regulator on restrictions of profit (article 9)."
    ),
    "webhook": CommandEntry(
        "cli.events.webhooks", "app", _CARE, "Webhooks: deliver events to an address, signed and in order."
    ),
    "lexicon": CommandEntry(
        "cli.screening.lexicon", "app", _CARE, "Lexicon: protected names, and the rows that say what is held."
    ),
    "people": CommandEntry(
        "cli.people",
        "app",
        _CARE,
        "Persons: add, list, change, deactivate. Keys and sessions belong to persons or to services.",
    ),
    "profile": CommandEntry(
        "cli.profile", "app", _CARE, "Profiles: which Standing the commands ask, and as whom; list, add, use, show."
    ),
    "sign-in": CommandEntry("cli.signing_in", "sign_in", _CARE, "Sign in at this terminal, in a browser."),
    "sign-out": CommandEntry("cli.signing_in", "sign_out", _CARE, "End the session of this terminal."),
    "keys": CommandEntry("cli.keys", "app", _CARE, "API keys of persons and services: create, list, assign, revoke."),
    "audit": CommandEntry(
        "cli.audit",
        "app",
        _CARE,
        "Audit: who signed in, was refused, looked at data, took files; list, export, verify.",
    ),
    "ledger": CommandEntry(
        "cli.ledger", "app", _CARE, "Ledger: verify all hashes and standings, or fold the standings again."
    ),
}


class Overview(Commands):
    """Group of all commands: lists them from the table, and imports only the called one."""

    def __init__(self, **attributes: Any) -> None:
        attributes["commands"] = {
            name: TyperCommand(name, help=entry.help, rich_help_panel=entry.panel) for name, entry in COMMANDS.items()
        }
        super().__init__(**attributes)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Return the arguments after checking that each is readable text, because any of them may be recorded.

        Raises:
            BadParameter: when an argument holds misleading or only invisible characters.
        """
        for place, word in enumerate(args, start=1):
            try:
                require_readable(word, "text")
            except ValueError as error:
                raise typer.BadParameter(f"argument {place}: {error}", ctx=ctx) from None
            if word.strip() and not shows_something(word):
                raise typer.BadParameter(f"argument {place}: nothing is to be seen in it", ctx=ctx)
        return list(super().parse_args(ctx, args))

    def invoke(self, ctx: Any) -> Any:
        """Run the command that the arguments name.

        Raises:
            BadParameter: for a value that an option does not take, in the words of this project.
        """
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = error.message.removeprefix("Value error, ").replace("Input should", "must")
            raise

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Return the command that the arguments name, imported.

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
    """Make Typer build a group: it sees no command here, since the table has all of them."""


def main() -> None:
    """Run the command line and exit the process.

    Temporal's SDK sometimes aborts the process while the interpreter shuts down, and the exit status is lost. Where the
    SDK was loaded, the process therefore ends with `os._exit` after the output was flushed.
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
