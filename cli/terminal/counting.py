"""Counts of a list by one dimension, drawn as bars with their numbers."""

from typing import Any, Final

from rich.text import Text

from cli.terminal.console import out, say
from cli.terminal.tables import cut, width_of

_BAR: Final = 30
_LONGEST: Final = 32


def print_counts(answer: Any) -> None:
    """Print counts, the largest first."""
    total, counts = answer["total"], answer["counts"]
    say(f"{total:,} by {answer['by']}")
    most = max(counts.values(), default=1)
    named = {cut(name, _LONGEST): number for name, number in sorted(counts.items(), key=lambda one: -one[1])}
    wide = max(map(width_of, named), default=0)
    digits = max((len(f"{number:,}") for number in counts.values()), default=1)
    for name, number in named.items():
        bar = "█" * max(1, round(_BAR * number / most))
        space = " " * (wide - width_of(name))
        out.print(Text.assemble(f"  {name}{space}  ", f"{number:>{digits},}", "  ", (bar, "cyan")), soft_wrap=True)
