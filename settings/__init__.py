"""Settings of a process: environment variables that begin with `STANDING_`.

Only composition roots and the outer packages (api, background, scenarios) read settings; all others get plain
arguments.
"""

import contextlib
import difflib
import os
import re
import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import quote

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from models.texts.incoming import Line
from models.words.privileges import Privilege
from regulation.sanctions.appeals import WINDOW
from settings.deadlines import DeadlineSettings
from settings.kinds import Count, Duration, Expected, LogLevel, Port, Seconds, Word, listed
from settings.limits import LimitSettings
from settings.pictures import PictureSettings
from settings.signin import SignInSettings
from settings.status_links import StatusLinkSettings

if TYPE_CHECKING:
    from ledger.store.host_clock import Limits as ClockLimits
    from reports.filing import Filing

__all__ = ["PREFIX", "Expected", "Settings", "SettingsError", "load_settings"]

PREFIX = "STANDING_"
HOLDER_KEY_BYTES = 32


class SettingsError(Exception):
    """A setting cannot be used; the text names each wrong variable, its value and what would be right."""


class Settings(DeadlineSettings, LimitSettings, PictureSettings, SignInSettings, StatusLinkSettings):
    """Settings of one process. Use `load_settings()` to read them; its errors say what is wrong and what is right."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        frozen=True,
        extra="forbid",
        env_ignore_empty=True,  # compose files pass unset variables as empty texts
        use_attribute_docstrings=True,
        validate_default=True,
        hide_input_in_errors=True,
    )

    # --- where data lives --------------------------------------------------------------------------------------------

    data_dir: Annotated[Path, Expected("a folder that this user may write to, for example .standing")] = Path(
        ".standing"
    )
    """Folder of all embedded data: database, Temporal's file, logs, the generated key."""

    database_url: Annotated[
        SecretStr | None, Expected("an address such as postgresql://user:password@host:5432/standing")
    ] = None
    """Address of the PostgreSQL database. Not set: an embedded server in `data_dir`."""

    api_key: Annotated[SecretStr | None, Expected("a key as `standing keys create` prints it, sk_…")] = None
    """API key of whoever uses the command line: what a command records has its owner as actor."""

    api: Annotated[str | None, Field(pattern=r"^https?://[^\s/?#]+/?$"), Expected("https://standing.example.cn")] = None
    """Address of the API that the command line asks. Not set: that of the profile in use."""

    profile: Annotated[Word | None, Expected("the name of a profile, as `standing profile list` shows it")] = None
    """Profile that the command line uses, in place of the one chosen with `standing profile use`."""

    database_pool_size: Count = 20
    """Most connections of one process to the database."""

    # --- clocks ------------------------------------------------------------------------------------------------------

    clock_poll_s: Seconds = 5.0
    """Seconds between two readings of the database's clock, which decides what is due and when it was recorded."""

    clock_warned_s: Seconds = 1.0
    """Seconds that a host's clock may differ from the database's before it warns in its log, metrics and /readyz."""

    clock_refused_s: Seconds = 10.0
    """Seconds of difference from which on a host records nothing and does no work that depends on time."""

    clock_tolerance_s: Seconds = 300.0
    """Seconds that a caller's clock may be ahead of the database's; anything dated later is refused (422).

    A command dated within them counts as dated now."""

    # --- Temporal ----------------------------------------------------------------------------------------------------

    temporal_address: Annotated[
        str | None, Field(pattern=r"^[^\s/:]+:\d{1,5}$|^\[[0-9a-fA-F:]+\]:\d{1,5}$"),
        Expected("host:port without a scheme, for example temporal:7233"),
    ] = None  # fmt: skip
    """Address of Temporal's front end. Not set, and no profile named: an embedded development server in `data_dir`."""

    temporal_profile: Annotated[Word | None, Expected("the name of a profile in Temporal's configuration file")] = None
    """Profile of Temporal's own configuration file (temporal.toml): address, TLS, API key."""

    temporal_namespace: Word = "default"
    """Temporal namespace of all workflows."""

    task_queue: Word = "standing"
    """Temporal task queue of all workflows and workers."""

    temporal_port: Port = 7233
    """Port of the embedded Temporal server for clients."""

    temporal_ui_port: Port = 8233
    """Port of the embedded Temporal server's web UI."""

    temporal_ui_url: Annotated[
        str | None, Field(pattern=r"^https?://[^\s?#]+$"), Expected("an address such as https://temporal.example.cn")
    ] = None
    """Address of Temporal's web UI for links from the console. Not set: that of the embedded server, else no links."""
    console_url: Annotated[
        str | None,
        Field(pattern=r"^https?://[^\s?#]+$"),
        Expected("an address such as https://standing.example.cn/console"),
    ] = None
    """Address of the console for links from the workflows of accounts and cases. Not set: no links."""

    # --- addresses that are served -----------------------------------------------------------------------------------

    api_host: Annotated[str, Field(min_length=1), Expected("an address of this machine, or 0.0.0.0 for all")] = (
        "127.0.0.1"
    )
    """Address on which the API is served."""

    api_port: Port = 8000
    """Port of the API, which also serves its metrics there under /metrics."""

    metrics_host: Annotated[str, Field(min_length=1), Expected("an address of this machine, or 0.0.0.0 for all")] = (
        "127.0.0.1"
    )
    """Address on which a worker serves its metrics."""

    worker_metrics_port: Port = 9464
    """Port of a worker's own metrics: relay, backstop, ledger."""

    sdk_metrics_port: Port = 9465
    """Port of the metrics of Temporal's SDK in a worker: slots, polls, latencies."""

    shutdown_grace_s: Seconds = 10.0
    """Seconds that requests and activities in progress may take after a request to stop."""

    behind_tls: Annotated[bool, Expected("true or false")] = False
    """Whether callers reach the API over TLS only, through a proxy; then every answer has Strict-Transport-Security."""

    console: Annotated[bool, Expected("on or off")] = True
    """Whether the API also serves the console, the pages for people, under /console."""

    webhook_allow_private: Annotated[bool, Expected("true or false")] = False
    """Whether webhooks may use private and loopback addresses and no TLS, for development and closed networks."""

    # --- rules of the ledger ------------------------------------------------------------------------------------------

    holder_key: Annotated[
        SecretStr | None, Expected("a secret of at least 32 characters, for example from: openssl rand -hex 32")
    ] = None
    """Key of the hashes of identity numbers. It must never change, since with another key no holder is recognised.

    Not set: generated once and kept in `data_dir`. With `database_url` it must be set, equal for all processes.
    """

    effective_at_limit: Duration = timedelta(days=30)
    """Longest time by which a command may be backdated."""

    catalogue: Annotated[Path | None, Expected("a YAML file with the platform's own consequences of violations")] = None
    """Catalogue of the platform's own consequences of violations, beside the notice's (docs/sanctions.md)."""

    two_persons: Annotated[
        tuple[Literal["closure", "cancellation"], ...],
        NoDecode,
        BeforeValidator(listed),
        Expected("closure, cancellation, or both separated by a comma"),
    ] = ()
    """Actions that need two people; a violation that leads to one of them opens a case."""

    take_back_minutes: Annotated[int, Field(ge=0, le=30), Expected("minutes from 0 (off) to 30, for example 5")] = 0
    """Minutes in which a person may take back a decision of theirs before it takes effect, on kinds that may wait.

    0: every decision takes effect at once."""

    appeal_window: Duration = WINDOW
    """Time within which an account may appeal against an action (article 12)."""

    snapshots_kept: Annotated[int, Field(ge=0, le=10_000_000), Expected("a whole number from 0 to 10000000")] = 50_000
    """Most standings that an API process caches, about 4 kB each; 0 reads every standing from the database."""

    # --- outages of the database --------------------------------------------------------------------------------------

    stale_privileges: Annotated[
        tuple[Privilege, ...],
        NoDecode,
        BeforeValidator(listed),
        Expected("privileges separated by commas, for example publish,be_recommended"),
    ] = ()
    """Privileges that are decided by cached standings during an outage; others get 503 until it is over."""

    stale_within_s: Seconds = 30.0
    """Seconds since such a standing was last known to be the newest, at most."""

    # --- background --------------------------------------------------------------------------------------------------

    relay_poll_s: Seconds = 0.2
    """Seconds that the outbox relay sleeps if nothing wakes it."""

    relay_batch: Count = 500
    """Outbox rows that the relay sends to Temporal in one round, shared equally among the waiting kinds."""

    backstop_poll_s: Seconds = 0.5
    """Seconds between two searches of the backstop for boundaries that are not recorded."""

    backstop_overdue_s: Seconds = 2.0
    """Seconds that a boundary must be overdue before the backstop records it instead of the workflow."""

    backstop_batch: Count = 500
    """Boundaries that the backstop records in one transaction."""

    presence_poll_s: Seconds = 5.0
    """Seconds between two signs of life of a worker; `/readyz` counts workers with one in the last three periods."""

    expiry_poll_s: Seconds = 60.0
    """Seconds between two searches for certifications whose end must be announced."""

    roster_poll_s: Seconds = 15.0
    """Seconds between two counts of the violations on the rosters of networks."""

    # --- reports to the regulator ------------------------------------------------------------------------------------

    report_platform: Annotated[Line, Expected("the platform's name, at most 200 characters")] = ""
    """Name of the platform in its reports to the regulator."""

    report_schedule: Annotated[
        str,
        Field(pattern=r"^(monthly|weekly|quarterly|off|([0-9*/,-]+ ){4}[0-9*/,A-Za-z-]+)$"),
        Expected("one of monthly, weekly, quarterly, off, or a cron expression such as 0 2 10 * *"),
    ] = "monthly"
    """Times at which a report is due, in Asia/Shanghai; with `off`, only `standing report run` makes one."""

    report_release: Annotated[bool, Expected("true or false")] = False
    """Whether two people must release a report before it is filed."""

    report_address: Annotated[SecretStr | None, Expected("an address such as https://reports.example.cn/standing")] = (
        None
    )
    """Address that reports are delivered to. Without it and without a folder, the regulator fetches them by the API."""

    report_secret: Annotated[
        SecretStr | None, Expected("a secret as the Standard Webhooks have it: whsec_ and base64")
    ] = None
    """Key that signs deliveries; it must be set with `report_address`."""

    report_folder: Annotated[Path | None, Expected("a folder that the worker may write to")] = None
    """Folder that reports are written to instead of being sent."""

    report_bilingual: Annotated[bool, Expected("true or false")] = True
    """Whether reports have labels in Chinese and English; otherwise in Chinese alone."""

    # --- screening of all accounts -----------------------------------------------------------------------------------

    rescreen_per_s: Count = 5_000
    """Most accounts that a rescreen screens in a second."""

    rescreen_schedule: Annotated[
        str, Field(pattern=r"^(off|[0-9*,/-]+( [0-9A-Za-z*,/-]+){4})$"),
        Expected("five cron fields such as `0 3 * * *` (civil time in Asia/Shanghai), or off"),
    ] = "0 3 * * *"  # fmt: skip
    """Times at which all accounts are screened again, beside each change of the lexicon."""

    # --- logs --------------------------------------------------------------------------------------------------------

    log_level: LogLevel = "info"
    """Lowest level of messages that are logged."""

    log_format: Annotated[Literal["auto", "console", "json"], Expected("one of auto, console, json")] = "auto"
    """Format of log lines; `auto` writes for people on a terminal, and JSON elsewhere."""

    @field_validator("report_address")
    @classmethod
    def _over_http(cls, address: SecretStr | None) -> SecretStr | None:
        if address is not None and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", address.get_secret_value()):
            raise ValueError("not an address")
        return address

    @field_validator("report_secret")
    @classmethod
    def _signs(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and not re.fullmatch(r"whsec_[A-Za-z0-9+/]{32,}={0,2}", secret.get_secret_value()):
            raise ValueError("not a secret")
        return secret

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, path: Path) -> Path:
        """Absolute path, so that child processes in other folders find it."""
        path = path.expanduser().absolute()
        if path.exists() and not path.is_dir():
            raise ValueError("not a folder")
        return path

    @field_validator("database_url")
    @classmethod
    def _for_asyncpg(cls, url: SecretStr | None) -> SecretStr | None:
        """Address with the driver that SQLAlchemy needs; it may be written without."""
        if url is None:
            return None
        scheme, separator, rest = url.get_secret_value().partition("://")
        if scheme not in {"postgres", "postgresql", "postgresql+asyncpg"} or not separator or "/" not in rest:
            raise ValueError("not a PostgreSQL address")
        return SecretStr(f"postgresql+asyncpg://{rest}")

    @field_validator("holder_key")
    @classmethod
    def _long_enough(cls, key: SecretStr | None) -> SecretStr | None:
        if key is not None and len(key.get_secret_value()) < HOLDER_KEY_BYTES:
            raise ValueError("too short")
        return key

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the signature is given
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments and environment only, so that no stray file can redirect the process to another database."""
        return init_settings, env_settings

    @property
    def database_is_embedded(self) -> bool:
        """Whether the program starts PostgreSQL itself."""
        return self.database_url is None

    @property
    def temporal_is_embedded(self) -> bool:
        """Whether the program starts Temporal's development server itself."""
        return self.temporal_address is None and self.temporal_profile is None

    def workflow_address(self, workflow: str) -> str | None:
        """Address of a workflow in Temporal's web UI; None where there is no such UI."""
        address = self.temporal_ui_url
        if address is None and self.temporal_is_embedded:
            address = f"http://127.0.0.1:{self.temporal_ui_port}"
        if address is None:
            return None
        return f"{address.rstrip('/')}/namespaces/{quote(self.temporal_namespace)}/workflows/{quote(workflow, safe='')}"

    def clock_limits(self) -> "ClockLimits":
        """Limits on the difference between this host's clock and the database's."""
        from ledger.store.host_clock import Limits as ClockLimits

        return ClockLimits(said_s=self.clock_warned_s, refused_s=self.clock_refused_s)

    @property
    def clock_tolerance(self) -> timedelta:
        """Time that a caller's clock may be ahead of the database's."""
        return timedelta(seconds=self.clock_tolerance_s)

    def filing(self) -> "Filing":
        """Settings for making and filing reports."""
        from reports.filing import Filing

        address, secret = self.report_address, self.report_secret
        return Filing(
            platform=self.report_platform,
            bilingual=self.report_bilingual,
            release=self.report_release,
            address=None if address is None else address.get_secret_value(),
            secret=None if secret is None else secret.get_secret_value(),
            folder=self.report_folder,
            delivery_s=self.report_delivery_s,
        )

    def holder_key_bytes(self) -> bytes:
        """Key for hashes of identities; in embedded mode generated at first use, readable by this user only.

        Raises:
            SettingsError: when a database is set but no key, or when the kept key is damaged.
        """
        if self.holder_key is not None:
            return self.holder_key.get_secret_value().encode()
        if not self.database_is_embedded:
            raise SettingsError(_KEY_MISSING)
        return _kept_key(self.data_dir / "holder.key")


_KEY_MISSING = (
    f"{PREFIX}HOLDER_KEY is not set, but {PREFIX}DATABASE_URL is. Identity numbers are kept as hashes under this key, "
    "so every process on one database needs the same one, forever. For a new database make one "
    "(openssl rand -hex 32) and keep it where you keep the database's password."
)


_SECRET_MISSING = (
    f"{PREFIX}REPORT_SECRET is not set, but {PREFIX}REPORT_ADDRESS is: reports are sent signed. Agree on a secret with "
    "whoever receives them: whsec_ followed by base64 (openssl rand -base64 32)."
)


def load_settings(**overrides: Any) -> Settings:
    """Read the settings from the environment; `overrides` (such as options of a command) take precedence.

    Raises:
        SettingsError: with every error at once.
    """
    problems = _unknown_variables()
    try:
        settings = Settings(**overrides)
    except ValidationError as error:
        problems += [_explained(str(problem["loc"][0]), overrides) for problem in error.errors()]
        raise SettingsError("\n".join(problems)) from None
    if not settings.database_is_embedded and settings.holder_key is None:
        problems.append(_KEY_MISSING)
    if settings.report_address is not None and settings.report_secret is None:
        problems.append(_SECRET_MISSING)
    problems += settings.deadlines_out_of_order(PREFIX)
    problems += settings.sign_in_incomplete(PREFIX)
    if problems:
        raise SettingsError("\n".join(problems))
    return settings


def _unknown_variables() -> list[str]:
    """Errors for unknown variables: an ignored misspelling could start Standing on an embedded database unnoticed."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    problems = []
    for name in sorted(os.environ):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            near = difflib.get_close_matches(name.upper(), known, n=1)
            problems.append(f"{name} is no variable of Standing" + (f": did you mean {near[0]}?" if near else ""))
    return problems


def _explained(name: str, overrides: Mapping[str, object]) -> str:
    """Error message for one setting; values of secrets are not shown."""
    field = Settings.model_fields.get(name)
    if field is None:
        return f"{name} is no setting of Standing"
    variable = PREFIX + name.upper()
    value = overrides.get(name, os.environ.get(variable))
    shown = "set, but not usable (its value is not shown)" if "Secret" in str(field.annotation) else repr(value)
    where = f"the setting {name}" if name in overrides else variable
    right = next(words.words for words in field.metadata if isinstance(words, Expected))
    return f"{where} is {shown}; it must be {right}"


def _kept_key(path: Path) -> bytes:
    """Generated key; if two processes start at the same time, one writes it and both use it."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o711)
        unfinished = path.with_name(f"{path.name}.{os.getpid()}")
        unfinished.touch(mode=0o600)
        unfinished.write_text(secrets.token_hex(HOLDER_KEY_BYTES), encoding="ascii")
        with contextlib.suppress(FileExistsError):
            os.link(unfinished, path)  # unlike a rename, never replaces a key that is there
        unfinished.unlink()
    key = path.read_text(encoding="ascii", errors="replace").strip()
    if len(key) < HOLDER_KEY_BYTES:
        raise SettingsError(
            f"{path} is damaged: restore it from a backup. With another key no holder would be recognised; only if "
            "this data folder holds nothing worth keeping, delete the whole folder."
        )
    return key.encode()
