"""All generated files with their texts, formatted as the project formats."""

import subprocess
import sys
from collections.abc import Mapping

from client_making import description as described_by
from client_making import models, operations, routes


def files() -> Mapping[str, str]:
    """Return the text of each generated file by its path within the package."""
    described = described_by.description()
    found = list(described_by.operations(described))
    texts = {
        "routes_table.py": routes.written(found),
        **operations.files(found, described["components"]["schemas"]),
        "models.py": models.written(described["components"]["schemas"]),
    }
    return {name: formatted(text, name) for name, text in texts.items()}


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
