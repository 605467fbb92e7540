"""Table and bars of `docs/performance.md`, drawn anew by each full run; the text around them is kept."""

import platform
from datetime import UTC, datetime
from os import cpu_count
from pathlib import Path
from typing import Final

from bench.result import Result
from models.instants import shown

PAGE: Final = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
BEGIN: Final = "<!-- measured: begin -->"
END: Final = "<!-- measured: end -->"
_WIDTH: Final = 30


def write(results: list[Result]) -> None:
    """Write the results between the two markers of the page."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{drawn(results)}\n{END}{after}", encoding="utf-8")


def drawn(results: list[Result]) -> str:
    """Return the table, and a bar for each ratio."""
    measured = (
        f"Measured {shown(datetime.now(UTC))} (Shanghai) on {cpu_count()} cores, Python {platform.python_version()}."
    )
    rows = [
        f"| `{r.name}` | {r.value:,} {r.unit} | {r.limit:,} ({r.limit_name}) | {r.ratio:g} | {r.goal} | "
        f"{'yes' if r.holds else '**no**'} | {r.remarks} |"
        for r in results
    ]
    bars = [f"{r.name:<16} {'█' * min(_WIDTH, max(1, round(r.ratio * 10)))} {r.ratio:g}" for r in results]
    return "\n".join(
        (
            measured,
            "",
            "| benchmark | value | held against | ratio | goal | met | remarks |",
            "|---|---|---|---|---|---|---|",
            *rows,
            "",
            "Value divided by what it is held against (a bar of ten is 1.0; thirty is 3.0 or more):",
            "",
            "```",
            *bars,
            "```",
        )
    )
