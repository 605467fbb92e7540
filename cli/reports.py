"""Command `standing report`: reports to the regulator: request, verify, release, acknowledge, amend."""

from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.text import Text

from cli.terminal import asking
from cli.terminal.beginnings import found
from cli.terminal.console import FAULTS, CliError, Commands, out, print_json, print_table, say, show
from cli.terminal.tables import Table
from cli.terminal.values import counted, facts, history, when

app = typer.Typer(
    cls=Commands, no_args_is_help=True, help="Reports to the regulator on restrictions of profit (article 9)."
)

_STYLES: Final = {"mismatched": "bold red", "unreleased": "yellow", "rejected": "red", "acknowledged": "green"}

_Period = Annotated[str, typer.Option("--period", metavar="PERIOD", help="2026-10, 2026-W41 or 2026-Q4.")]
_Id = Annotated[str, typer.Argument(metavar="ID", help="Identifier of the report (`standing report list`).")]


@app.command()
def run(
    period: _Period,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Count what the report would say now; record and send nothing.")
    ] = False,
) -> None:
    """Request the report on a period. A worker builds it, counts it again and delivers it.

    A repeated request is the same report. `standing ledger build-report` makes its files without a request.
    """
    if dry_run:
        show(asking.get("/v1/reports/preview", period=period), _previewed)
    else:
        show(asking.post("/v1/reports", {"period": period}), _said)


def _previewed(answer: Any) -> None:
    period, counts = answer["period"], answer["counts"]
    running = "; the period still runs" if answer["running"] else ""
    span = f"{when(period['start'])} – {when(period['end'])}"
    say(f"{period['id']}  {span}, recorded before {when(answer['counted_at'])}{running}")
    numbers = ("begun", "ended", "in force")
    table = Table("", *numbers, right=numbers)
    for kind, moves in counts["by_kind"].items():
        table.add(kind.replace("_", " "), *_moves(moves))
    table.add("all", *_moves(counts["restrictions"]), style="bold")
    print_table(table)
    say(f"{counted(counts['accounts'], 'account')}; nothing was recorded or sent")


@app.command()
def backfill(
    first: Annotated[str, typer.Option("--from", metavar="PERIOD", help="The first period.")],
    last: Annotated[str, typer.Option("--to", metavar="PERIOD", help="The last one.")],
) -> None:
    """Request reports on every period of a range. Existing reports stay unchanged."""
    reports = [asking.post("/v1/reports", {"period": period}) for period in _between(first, last)]
    show({"reports": reports}, lambda _: _said(*reports))


@app.command("list")
def list_reports() -> None:
    """List reports, oldest request first."""
    show(asking.every("/v1/reports", "reports"), _listed)


def _listed(answer: Any) -> None:
    if not answer["reports"]:
        say("No reports yet: `standing report run --period 2026-10` asks for one.")
        return
    numbers = ("begun", "ended", "in force", "attempts")
    table = Table("id*", "status", *numbers, "receipt", right=numbers)
    for report in answer["reports"]:
        counts = _moves(report["restrictions"])
        status = (report["status"], _STYLES.get(report["status"], ""))
        table.add(report["id"], status, *counts, str(report["attempts"]), report["receipt"])
    print_table(table)


def _moves(moves: Any) -> tuple[str, str, str]:
    return ("", "", "") if moves is None else (str(moves["begun"]), str(moves["ended"]), str(moves["in_force"]))


@app.command("show")
def show_report(report: _Id) -> None:
    """Show a report with its history."""
    show(found("report", report, lambda id_: asking.get(f"/v1/reports/{id_}")), _drawn)


def _drawn(answer: Any) -> None:
    state = answer["report"]
    head = state["terms"]["head"]
    out.print(Text.assemble((state["id"], "bold"), "  ", (state["status"], _STYLES.get(state["status"], ""))))
    facts(
        {
            "period": f"{when(head['period']['start'])} – {when(head['period']['end'])}",
            "cut-off": when(head["cut_off"]),
            "replaces": head["replaces"],
            "replaced": state["replaced_by"],
            "receipt": state["receipt"],
            "reason": state["reason"] or state["terms"]["reason"],
            "failed": state["last_failure"],
        }
    )
    for difference in state["differences"]:
        out.print(Text(f"  {difference}", style="red"), soft_wrap=True)
    for file in state["files"]:
        say(f"  {file['sha256']}  {file['name']} ({file['size']:,} bytes)")
    history(answer["entries"], leave_out=("terms", "files", "restrictions"))


@app.command()
def download(
    report: _Id,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--to", metavar="FOLDER", help="Folder for the files; default: one named after the report.", file_okay=False
        ),
    ] = None,
) -> None:
    """Download the files of a report."""
    state = found("report", report, lambda id_: asking.get(f"/v1/reports/{id_}"))["report"]
    if not state["files"]:
        raise CliError(f"report {state['id']} is {state['status']}: it has no files yet", FAULTS)
    into = folder or Path(f"report-{state['id']}")
    into.mkdir(parents=True, exist_ok=True)
    paths = [into / file["name"] for file in state["files"]]
    for path in paths:
        address = f"/v1/reports/{asking.segment(state['id'])}/files/{asking.segment(path.name)}"
        with asking.file(address) as parts, path.open("wb") as written:
            for part in parts:
                written.write(part)
    show({"files": [str(path) for path in paths]}, lambda answer: say("\n".join(answer["files"])))


@app.command()
def verify(report: _Id) -> None:
    """Hash the kept files again, and compare them with what was recorded.

    `standing ledger verify-report` also builds the report anew from the facts. Exit status: 0 every file is the same,
    1 one is not.
    """
    answer = found("report", report, lambda id_: asking.get(f"/v1/reports/{id_}/verification"))
    if not answer["files"]:
        raise CliError(f"report {answer['report']} has no files yet", FAULTS)
    show(answer, _verified)
    if not answer["same"]:
        differing = sum(not file["same"] for file in answer["files"])
        verb = "is" if differing == 1 else "are"
        files = counted(differing, "file")
        raise CliError(f"{files} of report {answer['report']} {verb} not what was recorded", FAULTS)


def _verified(answer: Any) -> None:
    for file in answer["files"]:
        word = ("same", "green") if file["same"] else ("differs", "red")
        out.print(Text.assemble("  ", (f"{word[0]:<9}", word[1]), f"kept: {file['name']}"))
    if answer["same"]:
        out.print("[green]ok[/green]  every file is what was recorded")


@app.command()
def release(report: _Id) -> None:
    """Release a report as one of two people, where STANDING_REPORT_RELEASE requires it."""
    _enter(report, "release")


@app.command()
def retry(report: _Id, reason: Annotated[str, typer.Option(help="What was corrected.")] = "") -> None:
    """Build a report again after its counts differed."""
    _enter(report, "retry", reason=reason.strip())


@app.command()
def acknowledge(
    report: _Id,
    receipt: Annotated[str, typer.Option(help="The regulator's receipt number.")] = "",
) -> None:
    """Record the regulator's acknowledgement, when it came on paper."""
    _enter(report, "acknowledgement", receipt=receipt.strip())


@app.command()
def reject(report: _Id, reason: Annotated[str, typer.Option(help="The regulator's reason.")]) -> None:
    """Record the regulator's rejection, when it came on paper."""
    if not reason.strip():
        raise CliError("--reason is empty: give the reason of the rejection")
    _enter(report, "rejection", reason=reason.strip())


@app.command()
def amend(report: _Id, reason: Annotated[str, typer.Option(help="The reason for the replacement.")]) -> None:
    """Replace a report by one on the same period, with everything recorded since."""
    if not reason.strip():
        raise CliError("--reason is empty: give the reason of the amendment")
    _enter(report, "amendment", reason=reason.strip())


@app.command()
def schema() -> None:
    """Print the JSON schema of a report's JSON form."""
    from models.reports.content import ReportDocument

    print_json(ReportDocument.model_json_schema(mode="serialization"))


def _enter(report: str, step: str, **body: Any) -> None:
    show(found("report", report, lambda id_: asking.post(f"/v1/reports/{id_}/{step}", body)), _said)


def _said(*reports: Any) -> None:
    for report in reports:
        say(f"{report['id']} is {report['status']}.")


def _between(first: str, last: str) -> list[str]:
    """Return all periods of a range, both ends included.

    Raises:
        CliError: when they are no two months, weeks or quarters in order.
    """
    from regulation.reports import periods

    try:
        wanted, end = [periods.period_of(first)], periods.period_of(last)
    except ValueError as error:
        raise CliError(f"--from {first} --to {last}: {error}") from None
    if wanted[0].cadence is not end.cadence or end.start < wanted[0].start:
        raise CliError(f"--from {first} --to {last}: name two months, two weeks or two quarters, the earlier one first")
    while wanted[-1].id != end.id:
        following = periods.after(wanted[-1])
        if following is None:
            break
        wanted.append(following)
    return [period.id for period in wanted]
