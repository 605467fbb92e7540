"""The built client in an environment of its own: one name at the top, everything that it needs, and the same rules."""

import os
import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

from api.mirror import shared_rules
from tests.client_python.conftest import Server, banned, registered

ROOT = Path(__file__).parents[2]
CLIENT = ROOT / "clients" / "python"
PROJECT = tomllib.loads((CLIENT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PIP = ("-m", "pip", "--disable-pip-version-check", "--quiet")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, *PIP, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(out), str(CLIENT)]
    subprocess.run(command, check=True, timeout=200)
    (built,) = out.glob("*.whl")
    return built


def test_one_name_at_the_top_and_nothing_of_the_project_beside_it(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"standing_client"}
    modules = {name.removeprefix("standing_client/_rules/") for name in names if "/_rules/" in name}
    shared = {path.relative_to(ROOT).as_posix() for path in shared_rules.modules().values()}
    assert modules == {*shared, *shared_rules.TABLES, "__init__.py", "version.py"}
    assert "standing_client/py.typed" in names


def test_no_import_in_the_wheel_names_a_package_of_the_project(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as files:
        for name in files.namelist():
            if name.endswith(".py"):
                text = files.read(name).decode()
                assert not re.search(r"^\s*(from|import)\s+(models|regulation|screening|api)\b", text, re.MULTILINE), (
                    name
                )


def test_the_source_tree_is_left_as_it_was(wheel: Path) -> None:
    assert sorted(path.name for path in (CLIENT / "standing_client" / "_rules").glob("*.py")) == [
        "__init__.py",
        "version.py",
    ]


def test_the_shared_modules_are_those_that_the_gate_imports() -> None:
    text = (CLIENT / "standing_client" / "_rules" / "__init__.py").read_text(encoding="utf-8")
    imported = set(re.findall(r"^from ((?:models|regulation)[\w.]*) import", text, re.MULTILINE))
    assert imported <= set(shared_rules.modules())
    assert set(shared_rules.ROOTS) <= imported


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Python of an empty environment with the wheel and what it declares, by the hashes of our locks."""
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder, with_pip=True)
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = dict(re.findall(r"^([\w.-]+)(==(?:[^\n]*\\\n)+[^\n]*)", lock, re.MULTILINE))
    wanted, waiting = (
        set[str](),
        [_name(one) for one in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["gate"])],
    )
    while waiting:
        name = waiting.pop()
        if name not in wanted and name in entries:
            wanted.add(name)
            waiting += _requirements(name)
    requirements = folder / "requirements.txt"
    requirements.write_text("\n".join(f"{name}{entries[name]}" for name in sorted(wanted)), encoding="utf-8")
    own = folder / "bin" / "python"
    subprocess.run([own, *PIP, "install", "--no-deps", "--require-hashes", "-r", requirements], check=True, timeout=400)
    subprocess.run([own, *PIP, "install", "--no-deps", wheel], check=True, timeout=200)
    subprocess.run([own, *PIP, "check"], check=True, timeout=100)
    return own


def _name(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement, maxsplit=1)[0]).lower()


def _requirements(name: str) -> list[str]:
    from importlib.metadata import requires

    return [_name(one) for one in requires(name) or () if "extra ==" not in one]


@pytest.mark.long
def test_its_gate_answers_in_an_empty_environment_as_the_server_does(python: Path, server: Server) -> None:
    with server.client() as client:
        account = registered(client)
        banned(client, account, "b1")
        code = f"""
import sys
from datetime import datetime, timedelta
from standing_client import Client
from standing_client.gate import Gate
with Client({server.url!r}, {client._key!r}) as client, Gate(client) as gate:
    answer = gate.decide({account!r}, "publish")
    assert answer.local and not answer.allowed
    asked = client.request("POST", "/v1/decisions", json={{
        "account": {account!r}, "privilege": "publish", "at": answer.at.isoformat()}})
    assert answer.json == asked.text, (answer.json, asked.text)
    text = {{"text": "紧急通知：城东自来水厂被投毒"}}
    assert gate.decide_publish({account!r}, text).local
    print(client.read_me().id, sorted(name for name in sys.modules if name in ("models", "regulation", "screening")))
"""
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        command = [str(python), "-I", "-c", code]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        assert done.stdout.endswith("[]\n")
