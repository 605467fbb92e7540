"""Summary that `standing up` prints: addresses, and commands to try next."""

import json
import secrets
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cli.servers import fictional
from cli.terminal import acting
from cli.terminal.console import out

if TYPE_CHECKING:
    from settings import Settings


_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared with, not bound to


def host_to_call(host: str) -> str:
    """Return the host under which a server that listens on `host` is reached from this machine."""
    if host in _EVERYWHERE:
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def api_address(settings: "Settings") -> str:
    """Return the API's address for this machine."""
    return f"http://{host_to_call(settings.api_host)}:{settings.api_port}"


def console_address(settings: "Settings") -> str:
    """Return the address of the console, as browsers reach it."""
    return f"{settings.public_address or api_address(settings)}/console"


def link_address(settings: "Settings", token: str) -> str:
    """Return the address of a one-time sign-in link."""
    return f"{console_address(settings)}/sign-in/link/{token}"


@dataclass(frozen=True)
class Shown:
    """Content of the summary."""

    api: str
    temporal: str
    metrics: tuple[str, ...]
    key: str
    data_dir: Path
    console: str | None = None
    """Address of the console; None where it is turned off."""
    link: str | None = None
    """One-time link that signs in whoever works on this machine; None where people sign in otherwise."""

    @classmethod
    def of(cls, settings: "Settings", key: str, token: str | None = None) -> Self:
        """Return the content that follows from the settings; `token` is that of the link."""
        metrics_host = host_to_call(settings.metrics_host)
        temporal = f"http://127.0.0.1:{settings.temporal_ui_port}/namespaces/{settings.temporal_namespace}/workflows"
        if not settings.temporal_is_embedded:
            temporal = settings.temporal_address or f"profile {settings.temporal_profile}"
        return cls(
            api=api_address(settings),
            temporal=temporal,
            metrics=(
                f"{api_address(settings)}/metrics",
                f"http://{metrics_host}:{settings.worker_metrics_port}/metrics",
                f"http://{metrics_host}:{settings.sdk_metrics_port}/metrics",
            ),
            key=key,
            data_dir=settings.data_dir,
            console=console_address(settings) if settings.console else None,
            link=None if token is None else link_address(settings, token),
        )


def show(shown: Shown, took_s: float) -> None:
    """Print the summary."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    rows = {
        "API": f"{shown.api}/v1    described in {shown.api}/docs",
        **({} if shown.console is None else {"Console": shown.console}),
        "Temporal": shown.temporal,
        "Metrics": "\n".join(shown.metrics),
        "API key": f"{shown.key}\n(platform, reviewer, operator, auditor; kept in {shown.data_dir / acting.KEY_FILE})",
        "Data": f"{shown.data_dir}    logs in {shown.data_dir / 'log'}",
    }
    for name, value in rows.items():
        table.add_row(name, Text(value))
    out.print(Text.assemble("\n", ("Standing runs", "bold green"), (f"  ready in {took_s:.1f} s", "dim"), "\n"))
    out.print(Padding(table, (0, 0, 0, 2)))
    if shown.link is not None:
        said = "\nSign in to the console, once, within 15 minutes (standing people link makes another):\n"
        out.print(Text(said, style="bold"))
        out.print(Text(f"  {shown.link}"), soft_wrap=True)
    out.print(Text("\nTry, in another terminal:\n", style="bold"))
    for said, line in tries(shown):
        out.print(Text(f"  # {said}", style="dim"), soft_wrap=True)
        out.print(Text(f"  {line}\n"), soft_wrap=True)
    out.print(Text("Ctrl-C stops everything.", style="dim"))


def tries(shown: Shown) -> list[tuple[str, str]]:
    """Return commands to copy, each with a description; the account differs each time."""
    account = f"try-{secrets.token_hex(3)}"
    person = fictional.resident_id(secrets.randbelow(fictional.HOW_MANY))
    registered = {"account": account, "kind": "individual", "name": "山野厨房", "holder": {"resident_id": person}}
    banned = {"id": "b1", "category": "recycled_news", "duration": "PT60S"}
    asked = {"account": account, "privilege": "publish"}
    return [
        ("open an account; the number is fictional", _curl(shown, "accounts", registered)),
        ("ban it for a minute (article 9)", _curl(shown, f"accounts/{account}/bans", banned)),
        ("may it publish? ask again in a minute", _curl(shown, "decisions", asked)),
    ]


def _curl(shown: Shown, path: str, body: Mapping[str, object]) -> str:
    words = ["curl", "-s", f"{shown.api}/v1/{path}", "-H", f"Authorization: Bearer {shown.key}"]
    words += ["-H", "Content-Type: application/json", "-d", json.dumps(body, ensure_ascii=False)]
    return shlex.join(words)
