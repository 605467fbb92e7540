"""Command `standing demo`: bans, certifications and changes on accounts with real names, until every account is
restored.
"""

import asyncio
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer
from rich.live import Live
from rich.text import Text

from cli.accounts import imports
from cli.servers import runs
from cli.terminal import acting, connect
from cli.terminal.console import FAULTS, OK, CliError, out
from settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from cli.servers.demo_story import Api, Ban, Story
    from ledger.store.database import Database
    from models.accounts.standing import Standing

ROOT: Final = Path(__file__).resolve().parents[2]
REAL_NAMES: Final = ROOT.parent / "shared" / "data" / "self_media_names.txt"
OUR_NAMES: Final = Path(__file__).with_name("demo_names.txt")

_LOOK_S: Final = 0.4
_PATIENCE: Final = timedelta(seconds=60)
"""Time after the end of the last suspension by which everything must have been announced."""
_STARTED_WITHIN_S: Final = 120.0


def demo() -> None:
    """Show the product at work: accounts are imported, certified and banned, and restored when the ban ends.

    Uses the `standing up` that runs, or starts one for as long as it takes. Ends by itself after less than a minute;
    exit status 1 when an account was not restored as the rules say.
    """
    from settings import load_settings

    settings = load_settings()
    with _standing(settings) as api:
        raise typer.Exit(_perform(settings, api))


def _perform(settings: Settings, address: str) -> int:
    from cli.servers.demo_story import Story
    from ledger.importing import Format, RejectFile

    story = Story(run=secrets.token_hex(3), names=_names())
    out.print(Text(f"Importing {len(story.names)} accounts, as a platform imports its own …"))
    with tempfile.TemporaryDirectory(prefix="standing-demo-") as folder:
        file = Path(folder) / "accounts.jsonl"
        story.write_file(file, datetime.now(UTC))
        began = time.monotonic()
        aside = RejectFile(file.with_suffix(".rejects"))
        _, done = imports.run(file, Format.JSONL, aside)
        took_s = time.monotonic() - began
        if done.imported != len(story.names):
            said = aside.path.read_text(encoding="utf-8").splitlines()[0] if done.rejected else "nothing was rejected"
            raise CliError(f"only {done.imported} of {len(story.names)} accounts were imported: {said}", status=FAULTS)
    out.print(f"  {done.imported:,} imported in {took_s:.1f} s")
    return asyncio.run(_Show(settings, story, address).run())


@dataclass
class _Show:
    """Live part of the demonstration: perform the story, show its effects, and check them at the end."""

    settings: Settings
    story: "Story"
    address: str
    standings: "dict[str, Standing]" = field(default_factory=dict)
    lately: list[str] = field(default_factory=list)
    watched: "Standing | None" = None
    """Standing of the account that is drawn, with its past."""
    passed: "dict[tuple[str, datetime], int]" = field(default_factory=dict)
    """Announced boundaries, each with the number of announcements."""
    seen: int = 0

    async def run(self) -> int:
        """Run the demonstration; return the exit status."""
        from cli.servers.demo_story import Api, perform

        key = (self.settings.data_dir / acting.KEY_FILE).read_text(encoding="ascii").strip()
        async with connect.database(self.settings) as database, Api(self.address, key) as api:
            await self._catch_up(database)
            self.lately.clear()
            out.print(Text("Certifying, letting apply, changing holders, banning for seconds …"))
            performing = asyncio.create_task(perform(self.story, api))
            with Live(console=out, refresh_per_second=4, transient=out.is_terminal) as live:
                while not (performing.done() and self._over()):
                    if performing.done():
                        performing.result()
                    await self._catch_up(database)
                    if out.is_terminal:
                        live.update(self._picture())
                    await asyncio.sleep(_LOOK_S)
                live.update(self._picture())
            faults = await self._faults(api)
        return self._summed_up(faults)

    async def _catch_up(self, database: "Database") -> None:
        """Read the events since the last call, and the standings of their accounts."""
        from cli.servers.demo_view import words_of
        from ledger.accounts import reading
        from ledger.events import feed

        ours = set(self.story.accounts)
        concerned: set[str] = set()
        while page := (await feed.page(database, after=self.seen, most=1_000)).events:
            for event in page:
                if event.account in ours:
                    concerned.add(event.account)
                    self.lately.append(words_of(event))
                    if event.transition is not None:
                        boundary = (event.account, event.transition.at)
                        self.passed[boundary] = self.passed.get(boundary, 0) + 1
            self.seen = page[-1].id
        for account in concerned:
            standing = await reading.standing_of(database, account)
            if standing is not None:
                self.standings[account] = standing
        if self.story.bans:
            self.watched = await reading.history_of(database, self.story.longest().account)
        del self.lately[:-20]

    def _over(self) -> bool:
        """Return whether every end was announced, or the time for it has passed."""
        due = [(ban.account, end) for ban in self.story.bans for end in _ends(ban)]
        latest = max((end for _, end in due), default=datetime.now(UTC))
        return all(boundary in self.passed for boundary in due) or datetime.now(UTC) > latest + _PATIENCE

    def _picture(self) -> "RenderableType":
        from cli.servers.demo_view import view

        return view(self.standings, self.lately, self.watched, datetime.now(UTC), out.width)

    async def _faults(self, api: "Api") -> list[str]:
        """Return every deviation from the rules, one line each."""
        faults = []
        for ban in self.story.bans:
            for end in _ends(ban):
                times = self.passed.get((ban.account, end), 0)
                if times != 1:
                    faults.append(f"{ban.account}: the boundary at {end.isoformat()} was announced {times} times")
        wanted = [(ban.account, privilege, "allowed") for ban in self.story.bans for privilege in _RESTORED]
        wanted += [(account, "monetize.advertising", "refused") for account in self.story.changed]
        for account, privilege, right in wanted:
            answer = await api.post("/decisions", {"account": account, "privilege": privilege})
            if answer["answer"] != right:
                faults.append(f"{account}: {privilege} is {answer['answer']}, not {right}")
        return faults

    def _summed_up(self, faults: list[str]) -> int:
        story = self.story
        out.print(
            f"\n{len(story.names):,} accounts imported, {len(story.certified)} certified, {len(story.changed)} taken "
            f"over by another holder and frozen for three months, {len(story.bans)} banned.",
            soft_wrap=True,
        )
        for line in story.refused:
            out.print(Text(f"Refused, with its reasons: {line}"), soft_wrap=True)
        for fault in faults:
            out.print(Text(f"✗ {fault}", style="red"), soft_wrap=True)
        if not faults:
            out.print(
                Text(f"✓ All {len(story.bans)} bans ended by themselves, each end was announced exactly once;"),
                Text("publishing is open again, and so is profit.", style="green"),
                soft_wrap=True,
            )
        if self.settings.temporal_is_embedded:
            links = f"http://127.0.0.1:{self.settings.temporal_ui_port}/namespaces/{self.settings.temporal_namespace}"
            out.print("\nTheir workflows in the Temporal UI, while `standing up` runs:")
            for account in [story.longest().account, *story.changed[:1], *story.certified[:1]]:
                out.print(Text(f"  {links}/workflows/account:{account}"), soft_wrap=True)
        out.print(Text(f"In the terminal: standing timeline {story.longest().account}"), soft_wrap=True)
        return FAULTS if faults else OK


_RESTORED: Final = ("publish", "gain_followers", "be_recommended", "monetize.advertising", "monetize.appreciation")


def _ends(ban: "Ban") -> tuple[datetime, datetime]:
    return ban.start + ban.duration, ban.start + ban.suspension


def _names() -> list[str]:
    """Return real names where the file exists, else invented ones."""
    source = REAL_NAMES if REAL_NAMES.exists() else OUR_NAMES
    names = [line.strip() for line in source.read_text(encoding="utf-8").splitlines()]
    return list(dict.fromkeys(name[:100] for name in names if name))


@contextmanager
def _standing(settings: Settings) -> Iterator[str]:
    """Yield the address of a running API: of the running `standing up`, or of one started for this block."""
    running = runs.running_on(settings)
    if running is not None and running.api is not None:
        yield running.api
        return
    from cli.servers.supervising import Command, tail

    log = settings.data_dir / "log" / "up.log"
    started = Command("Standing", ["up"], log, {"STANDING_DATA_DIR": str(settings.data_dir)}, grace_s=60.0)
    out.print("Nothing runs yet: starting everything for the demonstration …")
    started.start()
    try:
        yield _address(settings, started.alive, lambda: f"the end of {log}:\n{tail(log)}")
    finally:
        out.print("\nStopping what was started …", style="dim")
        started.stop()


def _address(settings: Settings, alive: Callable[[], bool], said: Callable[[], str]) -> str:
    deadline = time.monotonic() + _STARTED_WITHIN_S
    with out.status("starting …"):
        while alive() and time.monotonic() < deadline:
            running = runs.running_on(settings)
            if running is not None and running.api is not None:
                return running.api
            time.sleep(_LOOK_S)
    raise CliError(f"Standing did not start; {said()}")
