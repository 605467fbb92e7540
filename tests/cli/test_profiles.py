"""Profiles: which API is asked, as whom; files that nobody else reads; a secret goes to its own address only."""

import json
import stat
from pathlib import Path

import pytest

from cli.terminal import profiles
from cli.terminal.console import CliError
from cli.terminal.profiles import Profile
from tests.cli.conftest import Run, Served

ELSEWHERE = "https://standing.example.cn"


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Clear what names an API; return the data folder."""
    for name in ("STANDING_API", "STANDING_API_KEY", "STANDING_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("STANDING_DATA_DIR", str(tmp_path))
    return tmp_path


def test_what_the_environment_names_comes_first_then_the_profile_then_the_folder(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CliError, match="which Standing"):
        profiles.chosen()
    profiles.keep_local(nowhere, "http://127.0.0.1:8000", "sk_local", "ann")
    assert profiles.chosen() == Profile("local", "http://127.0.0.1:8000", "sk_local", "ann")
    profiles.write(profiles.Profiles("one", {"one": Profile("one", ELSEWHERE, "sk_one")}))
    assert profiles.chosen().secret == "sk_one"
    monkeypatch.setenv("STANDING_PROFILE", "local")
    assert profiles.chosen().secret == "sk_local"
    monkeypatch.setenv("STANDING_API_KEY", "sk_given")
    assert (profiles.chosen().api, profiles.chosen().secret) == ("http://127.0.0.1:8000", "sk_given")
    monkeypatch.setenv("STANDING_PROFILE", "two")
    with pytest.raises(CliError, match="there is no profile 'two'"):
        profiles.chosen()


def test_a_secret_goes_to_the_address_of_its_profile_only(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    profiles.write(profiles.Profiles("one", {"one": Profile("one", ELSEWHERE, "sk_one")}))
    monkeypatch.setenv("STANDING_API", "https://other.example.cn")
    assert profiles.chosen().secret is None
    monkeypatch.setenv("STANDING_API", f"{ELSEWHERE}/")
    assert profiles.chosen().secret == "sk_one"


def test_files_with_secrets_are_the_users_own(nowhere: Path) -> None:
    """Whatever the file was before."""
    profiles.write(profiles.Profiles())
    profiles.path().chmod(0o644)
    profiles.write(profiles.Profiles(None, {"one": Profile("one", ELSEWHERE, "sk_one")}))
    profiles.keep_local(nowhere, "http://127.0.0.1:8000", "sk_local", "ann")
    for path in (profiles.path(), nowhere / "profile.json"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "sk_one" not in repr(profiles.read())


@pytest.mark.parametrize(
    "wrong", ["standing.example.cn", "ftp://a.cn", "https://a.cn/v1", "https://u@a.cn", "https://"]
)
def test_an_address_is_one_of_an_api(nowhere: Path, wrong: str) -> None:
    with pytest.raises(CliError, match="is no address of an API"):
        profiles.require_address(wrong, "STANDING_API")


def test_a_profile_is_added_with_a_key_used_and_shown(
    standing: Run, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = profiles.chosen().secret or ""
    for name in ("STANDING_API", "STANDING_API_KEY"):
        monkeypatch.delenv(name)
    assert standing("case", "list").exit_code == 3
    added = standing("profile", "add", "here", served.address, "--key", given=f"{key}\n")
    assert added.output.strip() == f"here is in use: {served.address}, anna's key."
    assert standing("case", "list").output.strip() == "No cases."
    shown = json.loads(standing("profile", "show", "--json").output)
    assert (shown["name"], shown["me"]["name"]) == ("here", "anna")
    assert key not in standing("profile", "list", "--json").output
    wrong = standing("profile", "add", "wrong", served.address, "--key", given=f"sk_{'x' * 43}\n")
    assert wrong.exit_code == 3
    assert "wrong" not in standing("profile", "list").output
    assert standing("profile", "use", "local").exit_code == 2, "nothing runs in the folder"


def test_an_api_that_is_away_is_told_with_status_3(standing: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STANDING_API", "http://127.0.0.1:1")
    away = standing("case", "list")
    assert away.exit_code == 3
    assert "http://127.0.0.1:1 does not answer" in away.stderr
    assert "standing up" in away.stderr
