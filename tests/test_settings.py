"""Settings come from the environment, and a wrong one is explained to the user who set it."""

import stat
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from ledger.store.deadlines import USUAL
from settings import Expected, Settings, SettingsError, load_settings

KEY = "k" * 32


def test_without_any_variable_everything_is_embedded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fresh clone runs without any setting."""
    monkeypatch.chdir(tmp_path)
    settings = load_settings()
    assert settings.database_is_embedded
    assert settings.temporal_is_embedded
    assert settings.data_dir == tmp_path / ".standing"
    assert settings.effective_at_limit == timedelta(days=30)


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("STANDING_API_PORT", "80a", "STANDING_API_PORT is '80a'; it must be a TCP port, 1 to 65535"),
        ("STANDING_API_PORT", "70000", "STANDING_API_PORT is '70000'; it must be a TCP port"),
        ("STANDING_RELAY_POLL_S", "-1", "STANDING_RELAY_POLL_S is '-1'; it must be seconds"),
        ("STANDING_RELAY_POLL_S", "nan", "STANDING_RELAY_POLL_S is 'nan'; it must be seconds"),
        ("STANDING_EFFECTIVE_AT_LIMIT", "30", "is '30'; it must be a positive ISO-8601 duration, for example P30D"),
        ("STANDING_EFFECTIVE_AT_LIMIT", "-P1D", "is '-P1D'; it must be a positive ISO-8601 duration"),
        ("STANDING_TEMPORAL_ADDRESS", "http://temporal:7233", "must be host:port without a scheme"),
        ("STANDING_TEMPORAL_NAMESPACE", "a b", "STANDING_TEMPORAL_NAMESPACE is 'a b'; it must be a name of letters"),
        ("STANDING_LOG_LEVEL", "loud", "must be one of debug, info, warning, error"),
        ("STANDING_DATA_DIR", __file__, "must be a folder that this user may write to"),
        ("STANDING_DATABSE_URL", "x", "no variable of Standing: did you mean STANDING_DATABASE_URL?"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_explained(monkeypatch: pytest.MonkeyPatch, variable: str, value: str, words: str) -> None:
    """The message names the variable, its value and what would be right."""
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert words in str(caught.value)


def test_all_problems_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """All faults are reported at once, not one for each restart."""
    monkeypatch.setenv("STANDING_API_PORT", "x")
    monkeypatch.setenv("STANDING_LOG_LEVEL", "x")
    monkeypatch.setenv("STANDING_NONSENSE", "x")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert len(str(caught.value).splitlines()) == 3


@pytest.mark.parametrize(
    ("variable", "value"),
    [("STANDING_DATABASE_URL", "mysql://root:hunter2@db/standing"), ("STANDING_HOLDER_KEY", "hunter2")],
)
def test_the_values_of_secrets_are_never_shown(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    """Messages may be written to logs."""
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert variable in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_a_setting_given_in_code_is_named_as_such() -> None:
    """On a command line the variable's name would mislead."""
    with pytest.raises(SettingsError, match="the setting api_port is 0; it must be a TCP port"):
        load_settings(api_port=0)
    with pytest.raises(SettingsError, match="portt is no setting"):
        load_settings(portt=1)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
def test_the_database_address_may_be_written_as_usual(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    """Providers give addresses without SQLAlchemy's driver; the password is not in the repr."""
    monkeypatch.setenv("STANDING_DATABASE_URL", f"{scheme}://user:hunter2@db:5432/standing")
    monkeypatch.setenv("STANDING_HOLDER_KEY", KEY)
    settings = load_settings()
    assert settings.database_url is not None
    assert settings.database_url.get_secret_value() == "postgresql+asyncpg://user:hunter2@db:5432/standing"
    assert "hunter2" not in repr(settings)
    assert settings.holder_key_bytes() == KEY.encode()


def test_a_named_database_needs_a_named_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two machines with generated keys would let one person hold two accounts."""
    monkeypatch.setenv("STANDING_DATABASE_URL", "postgresql://db/standing")
    with pytest.raises(SettingsError, match="STANDING_HOLDER_KEY is not set, but STANDING_DATABASE_URL is"):
        load_settings()


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compose passes an unset variable as an empty text."""
    monkeypatch.setenv("STANDING_DATABASE_URL", "")
    assert load_settings().database_is_embedded


def test_the_generated_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    """The same data folder gives the same key, readable by this user only."""
    settings = load_settings(data_dir=tmp_path / "data")
    key = settings.holder_key_bytes()
    assert len(key) == 64
    assert load_settings(data_dir=tmp_path / "data").holder_key_bytes() == key
    kept = tmp_path / "data" / "holder.key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert list(kept.parent.iterdir()) == [kept]
    assert load_settings(data_dir=tmp_path / "other").holder_key_bytes() != key


def test_a_damaged_key_stops_us(tmp_path: Path) -> None:
    """A new key in its place would match no known holder."""
    (tmp_path / "holder.key").write_text("")
    with pytest.raises(SettingsError, match="is damaged: restore it from a backup"):
        load_settings(data_dir=tmp_path).holder_key_bytes()


def test_settings_do_not_change() -> None:
    """Settings are frozen: all parts of the program read the same values."""
    with pytest.raises(ValidationError):
        setattr(load_settings(), "api_port", 1)  # noqa: B010 - mypy knows it, Python must too


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_every_setting_says_what_it_means_and_expects(name: str) -> None:
    """The text is used in messages and in the documentation."""
    field = Settings.model_fields[name]
    assert field.description
    assert any(isinstance(words, Expected) for words in field.metadata)


def test_deadlines_that_contradict_one_another_are_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    """A transaction that ends before its own statement would hide the slow statement."""
    monkeypatch.setenv("STANDING_DATABASE_STATEMENT_S", "20")
    with pytest.raises(SettingsError, match="STANDING_DATABASE_STATEMENT_S is 20, more than STANDING_DATABASE_WORK_S"):
        load_settings()


def test_the_ledger_has_the_same_deadlines_as_the_settings() -> None:
    """An unset variable has the same meaning for every reader of settings."""
    assert load_settings().database_deadlines() == USUAL
