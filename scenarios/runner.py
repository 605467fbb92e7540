"""Run of scenarios: one line each with the differences below it, and an exit status."""

from collections.abc import Awaitable, Callable, Iterable
from enum import IntEnum
from pathlib import Path
from typing import Final

import structlog
from rich.console import Console
from rich.text import Text

from documents.document import MalformedError, Place, Problem
from models.base import Frozen
from scenarios.engine import Difference, Engine, LostError, answer_differences, outcome_differences
from scenarios.format import load
from scenarios.steps import Happening, Question, Scenario, Step, described

TRIES: Final = 4
"""Most runs of one scenario when its engine loses its server."""
SUFFIXES: Final = (".yaml", ".yml")

log = structlog.get_logger("scenarios")


class Status(IntEnum):
    """Exit status of a run; the highest of its scenarios counts."""

    OK = 0
    DIFFERS = 1
    MALFORMED = 2


_WORDS: Final = {
    Status.OK: ("ok", "green"),
    Status.DIFFERS: ("differs", "red"),
    Status.MALFORMED: ("malformed", "yellow"),
}
_WIDTH: Final = max(len(word) for word, _ in _WORDS.values())


class Finding(Frozen):
    """Step that differs from what the scenario expects."""

    place: Place
    step: str
    differences: tuple[Difference, ...]
    because: str = ""


class Report(Frozen):
    """Result of one scenario."""

    file: str
    title: str
    status: Status
    findings: tuple[Finding, ...] = ()
    refused: tuple[Finding, ...] = ()
    """Steps that were refused while the scenario expects no outcome of them; often the cause of the findings."""
    problems: tuple[Problem, ...] = ()


def files_in(paths: Iterable[Path]) -> list[Path]:
    """Scenario files at the paths; those of a folder in order of name."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(file for file in path.rglob("*") if file.suffix in SUFFIXES and file.is_file())
        else:
            found.append(path)
    return found


async def run(paths: Iterable[Path], make_engine: Callable[[], Awaitable[Engine]], console: Console) -> int:
    """Run files and folders with one engine, and print the result of each.

    Returns:
        0 when all answers are as expected, 1 when one differs, 2 when a file is malformed or there is none.
    """
    paths = list(paths)
    files = files_in(paths)
    if not files:
        _print(console, f"no scenario (*.yaml) in {', '.join(map(str, paths)) or 'nothing'}")
        return Status.MALFORMED
    worst = Status.OK
    engine = await make_engine()
    try:
        for file in files:
            report = await run_file(file, engine)
            show(report, console)
            worst = max(worst, report.status)
    finally:
        await engine.close()
    return worst


async def run_file(file: Path, engine: Engine) -> Report:
    """Run the scenario in one file."""
    title = ""
    try:
        scenario = load(file)
        title = scenario.title
        return await run_scenario(scenario, engine)
    except MalformedError as error:
        return Report(file=str(file), title=title, status=Status.MALFORMED, problems=error.problems)


async def run_scenario(scenario: Scenario, engine: Engine) -> Report:
    """Run one scenario to its end, also past differences; run it again if the engine lost its server.

    Raises:
        MalformedError: when the scenario cannot be run by this engine.
    """
    for _ in range(TRIES - 1):
        try:
            return await _run_once(scenario, engine)
        except LostError as error:
            log.warning("scenario restarted", title=scenario.title, error=str(error))
    return await _run_once(scenario, engine, last=True)


async def _run_once(scenario: Scenario, engine: Engine, *, last: bool = False) -> Report:
    await engine.start(scenario)
    findings: list[Finding] = []
    refused: list[Finding] = []
    for step in scenario.steps:
        try:
            finding = await _did(step, engine) if isinstance(step, Happening) else await _asked(step, engine)
        except MalformedError:
            raise
        except Exception as error:  # an engine's server may fail in any way; the other scenarios are still run
            if isinstance(error, LostError) and not last:
                raise
            findings.append(_finding(step, (), f"the engine failed: {type(error).__name__}: {error}"))
            break
        if finding is not None:
            (findings if finding.differences else refused).append(finding)
    return Report(
        file=scenario.file,
        title=scenario.title,
        status=Status.DIFFERS if findings else Status.OK,
        findings=tuple(findings),
        refused=tuple(refused) if findings else (),
    )


def show(report: Report, console: Console) -> None:
    """Print one line for the scenario, and below it its errors and differences."""
    word, style = _WORDS[report.status]
    line = Text.assemble((f"{word:<{_WIDTH}}", style), "  ", report.file, (f"  {report.title}", "dim"))
    console.print(line, soft_wrap=True)
    for problem in report.problems:
        _print(console, f"  {problem}")
    for finding in report.findings:
        _print(console, f"  {finding.place}: {finding.step}")
        for what, expected, actual in finding.differences:
            _print(console, f"    {what}: expected {expected}, got {actual}")
        if finding.because:
            _print(console, f"    {finding.because}")
    for finding in report.refused:
        _print(console, f"  {finding.place}: {finding.step} was refused: {finding.because}")


async def _did(step: Happening, engine: Engine) -> Finding | None:
    done = await engine.do(step)
    differences = outcome_differences(step, done)
    if differences or (step.outcome is None and done.outcome == "refused"):
        return _finding(step, differences, done.because)
    return None


async def _asked(question: Question, engine: Engine) -> Finding | None:
    answer = await engine.ask(question)
    differences = answer_differences(question, answer)
    return _finding(question, differences, answer.because) if differences else None


def _finding(step: Step, differences: tuple[Difference, ...], because: str) -> Finding:
    return Finding(place=step.place, step=described(step), differences=differences, because=because)


def _print(console: Console, line: str) -> None:
    # Text instead of markup, because a name may contain brackets.
    console.print(Text(line), soft_wrap=True)
