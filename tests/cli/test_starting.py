"""Start of the command line: a command's imports are loaded only when it runs."""

import subprocess
import sys

import pytest

from cli import COMMANDS

HEAVY = ("asyncpg", "cv2", "fastapi", "httpx2", "ledger", "pypinyin", "sqlalchemy", "temporalio", "typst")

_LOADED = """
import sys
from importlib import import_module
from cli import COMMANDS
for entry in COMMANDS.values():
    import_module(entry.module)
    loaded = sorted(set(sys.argv[1:]) & set(sys.modules))
    if loaded:
        sys.exit(f"{entry.module} imports {', '.join(loaded)}")
"""


def test_no_command_imports_what_only_its_work_needs():
    """Importing every command's module loads neither database, nor Temporal, nor pictures, nor phrase tables."""
    done = subprocess.run([sys.executable, "-c", _LOADED, *HEAVY], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


HERE = ("cli.accounts.imports", "cli.ledger", "cli.scenario", "cli.servers")
"""Modules of commands that do not ask the API: they work here."""


def test_no_command_that_asks_the_api_waits_for_models():
    """Importing Pydantic with the models or the settings takes longer than a request."""
    asking = [entry.module for entry in COMMANDS.values() if not entry.module.startswith(HERE)]
    code = "import sys, importlib; [importlib.import_module(one) for one in sys.argv[1:]]; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code, *asking], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert len(asking) > 20
    assert loaded.isdisjoint({"pydantic", "settings", "models.instants", "standing_client"})


@pytest.mark.parametrize("name", COMMANDS)
def test_the_overview_says_what_each_command_says_of_itself(name):
    """The table's help is the first paragraph of the command's own help."""
    own = COMMANDS[name].command(name).help
    assert " ".join(own.split("\n\n")[0].split()) == COMMANDS[name].help


def test_an_unknown_command_is_refused_with_the_one_that_was_meant(standing):
    """A misspelt command names its neighbour and exits with 2."""
    done = standing("migrat")
    assert done.exit_code == 2
    assert "migrate" in done.output
