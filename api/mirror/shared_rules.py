"""The pure modules that a client's gate shares with this server, and the version of their code.

A gate in another process gives the server's answers only while it has the same rules. Each side computes the version
over the same files: the server over its own code, the client's build over what it takes along. Only the standard
library is used, since that build runs without the project installed.
"""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

TOP: Final = Path(__file__).parents[2]
"""Folder of the packages."""
PACKAGES: Final = ("models", "regulation", "screening")
"""Pure packages: only their modules are shared."""
ROOTS: Final = (
    "models.accounts.standing",
    "models.gate.drafts",
    "models.gate.publishing",
    "models.rumours.rumours",
    "regulation.gate",
    "regulation.rumours.matching",
    "regulation.standing.verdicts",
)
"""Modules that a gate imports; the others are those that these need."""
TABLES: Final = ("screening/data/simplified.tsv",)
"""Generated tables that the modules read."""


def modules(top: Path = TOP) -> Mapping[str, Path]:
    """Return the shared modules by name, each with its file."""
    found: dict[str, Path] = {}
    waiting = list(ROOTS)
    while waiting:
        name = waiting.pop()
        if name in found or (path := _file_of(top, name)) is None:
            continue
        found[name] = path
        waiting += _imported(path)
        waiting += [".".join(name.split(".")[:depth]) for depth in range(1, name.count(".") + 1)]
    return dict(sorted(found.items()))


def version_of(top: Path) -> str:
    """Return the version of the shared modules in a folder: a hash of their text and of the tables."""
    digest = sha256()
    for path in (*modules(top).values(), *(top / table for table in TABLES)):
        digest.update(f"{path.relative_to(top).as_posix()}\n".encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]


@cache
def version() -> str:
    """Return the version of the rules that this process answers with."""
    return version_of(TOP)


def _file_of(top: Path, name: str) -> Path | None:
    """Return the file of a module of the shared packages; None for any other name."""
    if name.split(".", maxsplit=1)[0] not in PACKAGES:
        return None
    path = top.joinpath(*name.split("."))
    return next((file for file in (path / "__init__.py", path.with_suffix(".py")) if file.exists()), None)


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
