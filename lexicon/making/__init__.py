"""Generators of the data files of `lexicon/data` and `screening/data`.

Each generator is a module with the path that it writes (`OUT`) and a function `made(folder)` that returns the text of
the file. `python -m lexicon.making FOLDER` runs all of them (see `__main__`); `sources.txt` pins what they read.
"""

from collections.abc import Iterable


def table(header: Iterable[str], rows: Iterable[str]) -> str:
    """Text of a data file: header lines, each behind `# `, then the rows."""
    return "".join([*(f"# {line}\n" for line in header), *(f"{row}\n" for row in rows)])
