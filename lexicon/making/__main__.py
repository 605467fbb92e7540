"""Write every generated data file from its sources, or check that the committed files equal what would be written.

make lexicon                                # download the sources, then write
python -m lexicon.making FOLDER             # FOLDER holds what sources.txt names
python -m lexicon.making FOLDER --check     # exit code 1 and the names of the files that differ
"""

import argparse
from importlib import import_module
from pathlib import Path
from typing import Final

GENERATORS: Final = ("traditional", "divisions", "glyphs", "everyday")
"""Modules in the order they run. A later one reads the files of earlier ones, so each is imported at its turn."""


def main(folder: Path, *, check: bool) -> list[Path]:
    """Write the files that differ from what the generators make; with `check`, only return their paths."""
    different = []
    for name in GENERATORS:
        generator = import_module(f"lexicon.making.{name}")
        out: Path = generator.OUT
        text: str = generator.made(folder)
        if not out.exists() or out.read_text(encoding="utf-8") != text:
            different.append(out)
            if not check:
                out.write_text(text, encoding="utf-8")
    return different


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m lexicon.making", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="folder of the downloaded sources")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a file differs")
    arguments = parser.parse_args()
    changed = main(arguments.folder, check=arguments.check)
    for path in changed:
        print(f"{'differs' if arguments.check else 'written'}: {path}")
    if not changed:
        print("all data files are what the generators make")
    raise SystemExit(1 if changed and arguments.check else 0)
