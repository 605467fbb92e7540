"""Times of pages as `console_pages` tells them: a line of JSON and a bar for each page, the slowest first."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Final
from unicodedata import east_asian_width

from bench.result import Result

GOAL_MS: Final = 300.0
_WIDTH: Final = 40
_NAMED: Final = 60
"""Columns of a page's address."""


@dataclass(frozen=True)
class Measured:
    """Times of one page in milliseconds. Processor times are per request."""

    page: str
    median_ms: float
    p95_ms: float
    cold_ms: float
    api_cpu_ms: float
    database_cpu_ms: float
    kib: int
    holds: bool


def result(found: Sequence[Measured], accounts: int, cases: int) -> Result:
    """Print a line for each page and a drawing of all, and return the result of the slowest."""
    for one in found:
        print(json.dumps(asdict(one), ensure_ascii=False))
    state = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    print("\n".join([*_drawn(found), f"{accounts:,} accounts, {cases:,} undecided cases, {state}"]), file=sys.stderr)
    slowest, over = found[0], [one.page for one in found if not one.holds]
    coldest = max(found, key=lambda one: one.cold_ms)
    return Result(
        name="console_pages",
        value=slowest.median_ms,
        unit="ms",
        limit=GOAL_MS,
        limit_name="the time in which a page of the console must be there",
        ratio=round(slowest.median_ms / GOAL_MS, 2),
        goal=f"each page within {GOAL_MS:.0f} ms",
        holds=not over,
        remarks=f"{len(found)} pages, the slowest {slowest.page}; cold at most {coldest.cold_ms:.0f} ms "
        f"({coldest.page}); {state}",
    )


def _drawn(found: Sequence[Measured]) -> Iterator[str]:
    """Yield a bar for each page; the goal stands at the same place in each."""
    for one in found:
        length = min(_WIDTH, max(1, round(one.median_ms / GOAL_MS * _WIDTH)))
        mark = "│" if one.holds else "▌"
        yield (
            f"{_cell(one.page)} {'█' * length:<{_WIDTH}}{mark} {one.median_ms:>6.0f} ms of {GOAL_MS:.0f}"
            f"  (p95 {one.p95_ms:.0f}, cold {one.cold_ms:.0f}; "
            f"API {one.api_cpu_ms:.0f} + database {one.database_cpu_ms:.0f})"
        )


def _cell(page: str) -> str:
    """Return the address in as many columns as every other; a Chinese character takes two."""
    shown, left = "", _NAMED
    for character in page:
        width = 2 if east_asian_width(character) in "WF" else 1
        if width > left:
            break
        shown, left = shown + character, left - width
    return shown + " " * left
