"""All generated files with their texts, formatted as the project formats."""

import subprocess
import sys
from collections.abc import Mapping

from client_making import routes
from client_making.description import description, operations


def files() -> Mapping[str, str]:
    """Return the text of each generated file by its path within the package."""
    described = description()
    found = list(operations(described))
    return {name: formatted(text, name) for name, text in {"routes_table.py": routes.written(found)}.items()}


def formatted(text: str, name: str) -> str:
    """Return the text as `ruff format` writes it."""
    command = [
        sys.executable,
        "-m",
        "ruff",
        "format",
        "--stdin-filename",
        f"clients/python/standing_client/{name}",
        "-",
    ]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    return done.stdout
