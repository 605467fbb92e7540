"""The serialised OpenAPI description, generated once for each version of the code and stored with its compiled files.

The file is stored in `__pycache__`, like Python's compiled code. Where the folder is not writable, each process
generates the description itself; an image is built with the file.
"""

import contextlib
import importlib.util
import os
import sys
from collections.abc import Callable
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Final

PACKAGES: Final = (
    "activities",
    "api",
    "coordination",
    "documents",
    "emblems",
    "ledger",
    "lexicon",
    "models",
    "regulation",
    "reports",
    "screening",
    "settings",
)
"""Packages whose source determines the description: all of ours that the API imports."""
LIBRARIES: Final = ("fastapi", "pydantic", "pydantic-core", "starlette")

_NAME: Final = "openapi-"


class _Held:
    """The description in memory; a process runs one version of the code."""

    description: bytes | None = None


def once(make: Callable[[], bytes]) -> bytes:
    """Return the description from memory, else from disk, else generate and store it."""
    if _Held.description is None:
        _Held.description = kept(make, folder(), version_of_code())
    return _Held.description


def kept(make: Callable[[], bytes], place: Path, of: str) -> bytes:
    """Return the description stored in `place` for this version of the code, else generate and store it.

    Processes that generate it concurrently each store a complete and equal file.
    """
    path = place / f"{_NAME}{of}.json"
    with contextlib.suppress(OSError):
        return path.read_bytes()
    found = make()
    with contextlib.suppress(OSError):
        place.mkdir(exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(found)
        unfinished.replace(path)
        for older in place.glob(f"{_NAME}*.json"):
            if older != path:
                older.unlink(missing_ok=True)
    return found


def folder() -> Path:
    """Return the folder in which Python stores the compiled files of this package."""
    return Path(importlib.util.cache_from_source(__file__)).parent


def version_of_code() -> str:
    """Return a hash of everything that determines the description."""
    digest = sha256(sys.version.encode())
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    top = Path(__file__).parents[2]
    sources = [path for package in PACKAGES for path in (top / package).rglob("*.py")]
    for path in sorted([*sources, *Path(__file__).parent.glob("*.json")]):
        digest.update(f"{path.relative_to(top)}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:32]
