"""Build backend: setuptools, after it has put the shared rules into the package under the package's own name.

An editable install needs nothing of this, since the rules stand beside the client. For a wheel or a source
distribution the modules named by `api/mirror/shared_rules.py` are copied to `standing_client/_rules`, with `models`,
`regulation` and `screening` renamed in their imports. A source distribution contains them already.
"""

import importlib.util
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from setuptools import build_meta
from setuptools.build_meta import (
    build_editable,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
NAME = "standing_client._rules"
_IMPORT = re.compile(r"^(\s*(?:from|import)\s+)(models|regulation|screening)\b", re.MULTILINE)
_FILES = re.compile(r'\bfiles\("(screening)"\)')


def build_wheel(wheel_directory: str, config_settings: Any = None, metadata_directory: str | None = None) -> str:
    """Build a wheel that has the rules."""
    with _with_rules():
        return str(build_meta.build_wheel(wheel_directory, config_settings, metadata_directory))


def build_sdist(sdist_directory: str, config_settings: Any = None) -> str:
    """Build a source distribution that has the rules."""
    with _with_rules():
        return str(build_meta.build_sdist(sdist_directory, config_settings))


def renamed(text: str) -> str:
    """Return a module's text with the names that it has in the client."""
    return _FILES.sub(rf'files("{NAME}.\1")', _IMPORT.sub(rf"\1{NAME}.\2", text))


@contextmanager
def _with_rules() -> Iterator[None]:
    """Build in a copy of this folder, so that nothing is generated into it."""
    if not (PROJECT / "api" / "mirror" / "shared_rules.py").exists():  # a source distribution
        yield
        return
    before = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="standing-client-") as folder:
        copy = Path(folder) / "client"
        shutil.copytree(HERE, copy, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info", "build", "dist"))
        _put_rules(copy / "standing_client" / "_rules")
        os.chdir(copy)
        try:
            yield
        finally:
            os.chdir(before)


def _put_rules(place: Path) -> None:
    shared = _shared_rules()
    for path in shared.modules(PROJECT).values():
        target = place / path.relative_to(PROJECT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(renamed(path.read_text(encoding="utf-8")), encoding="utf-8")
    for table in shared.TABLES:
        target = place / table
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / table, target)
    entry = place / "__init__.py"
    entry.write_text(renamed(entry.read_text(encoding="utf-8")), encoding="utf-8")
    version = shared.version_of(PROJECT)
    (place / "version.py").write_text(
        f'"""Version of the rules, as the server computes it."""\n\nVERSION = "{version}"\n', encoding="utf-8"
    )


def _shared_rules() -> ModuleType:
    path = PROJECT / "api" / "mirror" / "shared_rules.py"
    spec = importlib.util.spec_from_file_location("shared_rules", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be read")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
