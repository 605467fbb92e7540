"""The API's description as bytes, made once for a version of the code and kept beside its compiled files.

Python keeps what it has compiled in `__pycache__`; the description stands there for the same reason. Where nothing may
be written it is made anew by each process; an image is built with it.
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
"""Where the words come from that stand in the description: everything of ours that the API imports."""
LIBRARIES: Final = ("fastapi", "pydantic", "pydantic-core", "starlette")

_NAME: Final = "openapi-"


class _Held:
    """What this process has of it; a process runs one version of the code."""

    description: bytes | None = None


def once(make: Callable[[], bytes]) -> bytes:
    """The description: the one in memory, else the one on disk, else made now and kept."""
    if _Held.description is None:
        _Held.description = kept(make, folder(), version_of_code())
    return _Held.description


def kept(make: Callable[[], bytes], place: Path, of: str) -> bytes:
    """What the folder holds for this version of the code, else made now and kept there. Of processes that make it at
    once each keeps a whole one, and they are equal.
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
    """Where Python keeps the compiled files of this package."""
    return Path(importlib.util.cache_from_source(__file__)).parent


def version_of_code() -> str:
    """A hash over everything that the description is made from: with any other one it may be another."""
    digest = sha256(sys.version.encode())
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    top = Path(__file__).parents[2]
    for path in sorted(path for package in PACKAGES for path in (top / package).rglob("*.py")):
        digest.update(f"{path.relative_to(top)}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:32]
