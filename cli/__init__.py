"""The command line: `standing`. One module a command or group of commands; here they are put together.

| module | commands |
|---|---|
| `up` | everything on this machine, in one command |
| `parts` | `worker`, `api`, `migrate`: one part alone |
| `keys` | callers of the API |
| `accounts` | `timeline`, `simulate`: one account's past and future |
| `records` | `ledger verify`, `ledger rebuild` |
| `imports` | `import`: the accounts a platform has already |
| `check` | `check`: many questions from a file |
| `receipts` | `receipt`: what a platform was told, and whether it still follows |
| `events` | `events follow`, `events catalogue`: what happens, and what can |
| `directives` | `directive list`, …: what the platform was ordered to do |
| `bulk` | `bulk start`, …: one measure on many accounts |
| `exposures` | `exposure list`, …: decided cases as the public reads them |
| `cases` | `case list`, …: what people must decide |
| `violations` | `violations list`, …: what was decided about an account, what followed, and why |
| `appeals` | `appeals list`, …: against what was decided |
| `catalogue` | `catalogue`: what each violation leads to |
| `certifications` | `certification apply`, `certification list`: submitted to be verified |
| `exemptions` | `exemption grant`, …: what is allowed beyond the rule |
| `rescreens` | `rescreen start`, …: every live account is looked at again |
| `reports` | `report run`, …: what the regulator is told |
| `webhooks` | `webhook add`, …: addresses to which events are delivered |
| `screening` | `screen`: names against the protected ones |
| `lexicon` | `lexicon show`, …: protected names, and what is held |
| `rumours` | `rumor list`, …: what is done about rumours, and how far it reached |
| `networks` | `network list`, …: multi-channel networks, their rosters and sanctions |
| `followers` | `followers list`, …: what is reported of followers, and clean-ups |
| `emblems` | `emblem add`, …: protected emblems, and pictures screened against them |
| `coordination` | `coordination sweep`, …: accounts that act in concert |
| `scenario` | the rules as cases |
| `demo` | the product at work |

`connect` finds the servers, `console` says things, `values` reads them, `drawing` draws.
"""

import os
import sys

import typer

from cli import (
    accounts,
    appeals,
    bulk,
    cases,
    catalogue,
    certifications,
    check,
    coordination,
    demo,
    directives,
    emblems,
    events,
    exemptions,
    exposures,
    followers,
    imports,
    keys,
    lexicon,
    networks,
    parts,
    receipts,
    records,
    reports,
    rescreens,
    rumours,
    scenario,
    screening,
    up,
    violations,
    webhooks,
)
from cli.console import Commands

app = typer.Typer(
    cls=Commands,
    name="standing",
    help="Standing keeps the standing of every self-media account: what it may do now, why not, and until when.",
    epilog="Settings come from environment variables that begin with STANDING_; `standing up` needs none.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_RUN = "Run"
_ACCOUNTS = "Accounts"
_CARE = "Care"

app.command("up", rich_help_panel=_RUN)(up.up)
app.command("demo", rich_help_panel=_RUN)(demo.demo)
app.command("api", rich_help_panel=_RUN)(parts.api)
app.command("worker", rich_help_panel=_RUN)(parts.worker)
app.command("migrate", rich_help_panel=_RUN)(parts.migrate)
app.command("import", rich_help_panel=_ACCOUNTS)(imports.import_accounts)
app.command("check", rich_help_panel=_ACCOUNTS)(check.check)
app.command("receipt", rich_help_panel=_ACCOUNTS)(receipts.receipt)
app.command("timeline", rich_help_panel=_ACCOUNTS)(accounts.timeline)
app.command("simulate", rich_help_panel=_ACCOUNTS)(accounts.simulate)
app.command("scenario", rich_help_panel=_ACCOUNTS)(scenario.scenario)
app.command("screen", rich_help_panel=_ACCOUNTS)(screening.screen)
app.add_typer(bulk.app, name="bulk", rich_help_panel=_ACCOUNTS)
app.command("catalogue", rich_help_panel=_ACCOUNTS)(catalogue.catalogue)
app.add_typer(violations.app, name="violations", rich_help_panel=_ACCOUNTS)
app.add_typer(appeals.app, name="appeals", rich_help_panel=_ACCOUNTS)
app.add_typer(cases.app, name="case", rich_help_panel=_ACCOUNTS)
app.add_typer(exposures.app, name="exposure", rich_help_panel=_ACCOUNTS)
app.add_typer(certifications.app, name="certification", rich_help_panel=_ACCOUNTS)
app.add_typer(coordination.app, name="coordination", rich_help_panel=_ACCOUNTS)
app.add_typer(exemptions.app, name="exemption", rich_help_panel=_ACCOUNTS)
app.add_typer(rescreens.app, name="rescreen", rich_help_panel=_CARE)
app.add_typer(directives.app, name="directive", rich_help_panel=_ACCOUNTS)
app.add_typer(rumours.app, name="rumor", rich_help_panel=_ACCOUNTS)
app.add_typer(networks.app, name="network", rich_help_panel=_ACCOUNTS)
app.add_typer(followers.app, name="followers", rich_help_panel=_ACCOUNTS)
app.add_typer(emblems.app, name="emblem", rich_help_panel=_ACCOUNTS)
app.add_typer(events.app, name="events", rich_help_panel=_ACCOUNTS)
app.add_typer(reports.app, name="report", rich_help_panel=_ACCOUNTS)
app.add_typer(webhooks.app, name="webhook", rich_help_panel=_CARE)
app.add_typer(lexicon.app, name="lexicon", rich_help_panel=_CARE)
app.add_typer(keys.app, name="keys", rich_help_panel=_CARE)
app.add_typer(records.app, name="ledger", rich_help_panel=_CARE)


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
