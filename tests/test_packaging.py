"""Packaging: the built wheel contains the files that the code reads, not only the code."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NOT_PACKED = {"tests", "docs", "bench", "build", "dist"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel built from a copy of the tracked and new files."""
    copy, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for entry in ROOT.iterdir():
        if entry.is_dir() and entry.name[0] != "." and entry.name not in NOT_PACKED and entry.suffix != ".egg-info":
            shutil.copytree(entry, copy / entry.name, ignore=shutil.ignore_patterns("__pycache__"))
        elif entry.name in {"worker.py", "pyproject.toml"}:
            shutil.copy(entry, copy)
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-deps"]
    subprocess.run([*command, "--no-build-isolation", "--wheel-dir", out, copy], check=True, timeout=200)
    (built,) = out.glob("*.whl")
    return built


def test_the_lexicon_and_the_tables_of_screening_are_read_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    """Python imports from the wheel itself, which precedes the checkout on its path."""
    code = (
        "import screening.tables as tables; from lexicon.seed import seed; from screening.screener import Screener\n"
        "lengths = map(len, (tables.simplified(), tables.everyday_words(), list(tables.lookalikes())))\n"
        "print(tables.__file__, *lengths)\n"
        "print(seed().version, Screener(seed()).screen('入民日报').outcome)"
    )
    environment = {**os.environ, "PYTHONPATH": str(wheel)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    from lexicon.seed import seed
    from screening import tables

    lengths = f"{len(tables.simplified())} {len(tables.everyday_words())} {len(list(tables.lookalikes()))}"
    assert done.stdout.splitlines() == [
        f"{wheel / 'screening' / 'tables.py'} {lengths}",
        f"{seed().version} review",
    ]


def test_the_console_is_rendered_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    """Templates, translations, stylesheet, scripts and the manifest of other people's files are in it."""
    code = (
        "import console; from console.rendering.environment import environment\n"
        "from console.rendering.static import assets, vendor_files; from console.texts.languages import language\n"
        "templates = [name for code in ('zh', 'en') for name in environment(code).list_templates()]\n"
        "print(console.__file__, len(templates), len(language('zh').texts), *sorted(assets()), len(vendor_files()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=unpacked(wheel, tmp_path),
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    from console.rendering import environment, static
    from console.texts.languages import language

    templates = 2 * len(environment.environment("zh").list_templates())
    expected = [templates, len(language("zh").texts), *sorted(static.assets()), len(static.vendor_files())]
    assert done.stdout.split() == [str(tmp_path / "console" / "__init__.py"), *map(str, expected)]


def unpacked(wheel: Path, folder: Path) -> Path:
    """Unpack the wheel as an installation does: the console reads folders, which an archive has not."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder
