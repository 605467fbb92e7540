"""Version of the rules, as the server computes it. A built distribution has the number here instead."""

import importlib.util
from pathlib import Path
from typing import Final

_PROJECT: Final = Path(__file__).parents[4]


def _version() -> str:
    spec = importlib.util.spec_from_file_location("shared_rules", _PROJECT / "api" / "mirror" / "shared_rules.py")
    if spec is None or spec.loader is None:
        raise ImportError("the rules stand beside the client in the project, or in a built distribution")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return str(module.version_of(_PROJECT))


VERSION: Final = _version()
