"""Progress for whoever watches; silent where nobody does."""

import sys


def progress(line: str, *, last: bool = False) -> None:
    """Show one line in place of the one before."""
    if sys.stderr.isatty():
        print(f"\r{line:<70}", end="\n" if last else "", file=sys.stderr, flush=True)
