"""The description is made before anything is served, once for a version of the code."""

import json
import sys
from pathlib import Path

import pytest

from api.app import create_app
from api.description import described, openapi
from embedded import free_port
from tests.api.conftest import Api, settings_for
from tests.api.test_events import served

TOP = Path(described.__file__).parent.parent


def test_everything_that_the_description_is_made_from_is_looked_at() -> None:
    """A package of ours that the API imports and nobody lists would leave an old description in use."""
    assert {"api", "models", "regulation"} <= set(described.PACKAGES)
    ours = {
        name
        for name, module in sys.modules.items()
        if "." not in name and str(getattr(module, "__file__", None) or "").startswith(str(TOP / name / "__init__"))
    }
    beside = {"tests", "cli", "background", "embedded", "workflows", "scenarios", "bench", "worker"}
    assert ours - beside - set(described.PACKAGES) == set()


def test_it_is_made_once_for_a_version_and_what_is_older_goes(tmp_path: Path) -> None:
    """Two processes of one version share what the first has made; another version makes its own."""
    calls: list[str] = []

    def made(words: str) -> bytes:
        calls.append(words)
        return words.encode()

    assert described.kept(lambda: made("old"), tmp_path, "1") == b"old"
    assert described.kept(lambda: made("never"), tmp_path, "1") == b"old"
    assert described.kept(lambda: made("new"), tmp_path, "2") == b"new"
    assert calls == ["old", "new"]
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"new"]


def test_where_nothing_can_be_kept_it_is_made_all_the_same(tmp_path: Path) -> None:
    """An image whose files are read-only has no cache."""
    nowhere = tmp_path / "a file"
    nowhere.write_bytes(b"")
    assert described.kept(lambda: b"made", nowhere, "1") == b"made"


async def test_it_is_there_before_the_first_request(module_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that listens has it: with a description that cannot be made it does not begin to serve."""
    monkeypatch.setattr(described._Held, "description", None)
    monkeypatch.setattr(described, "kept", lambda *_: b"{}")
    async with served(module_url):
        assert described._Held.description == b"{}"


async def test_what_is_served_is_what_the_application_says(api: Api) -> None:
    """The same document as `app.openapi()`, with the application's name and version."""
    answer = await api[None].get("/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == json.loads(json.dumps(api.app.openapi()))
    assert answer.json()["info"]["title"] == "Standing"
    other = create_app(settings_for("postgresql+asyncpg://nobody@nowhere/standing", api_port=free_port()))
    openapi.made(other)
    assert other.openapi() == api.app.openapi()
