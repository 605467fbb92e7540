"""Progress line on a terminal; silent otherwise."""

import sys


def progress(line: str, *, last: bool = False) -> None:
    """Show one line in place of the previous one."""
    if sys.stderr.isatty():
        print(f"\r{line:<70}", end="\n" if last else "", file=sys.stderr, flush=True)
