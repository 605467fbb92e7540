"""Story of the demonstration: a file of accounts to import, and commands to some of them through the API."""

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import httpx2

from cli.servers import fictional
from cli.terminal.console import CliError
from models.instants import SHANGHAI, iso_8601

BANNED: Final = 40
CERTIFIED: Final = 20
CHANGED: Final = 6
METHODS: Final = ("advertising", "appreciation")
FACTORS: Final = ("2", "2.5", "3")
CATEGORIES: Final = ("recycled_news", "hot_event_exploitation", "missing_source", "follow_inducement")
FIELDS: Final = ("finance", "education", "healthcare", "justice")
SHORTEST_S, LONGEST_S = 4, 10

_AT_ONCE: Final = 8


@dataclass(frozen=True)
class Ban:
    """Ban of the story, as it was imposed."""

    account: str
    start: datetime
    duration: timedelta
    suspension: timedelta


@dataclass
class Story:
    """Accounts of the story, and what was done so far."""

    run: str
    names: Sequence[str]
    bans: list[Ban] = field(default_factory=list)
    certified: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """Messages of the refusals so far."""
    _first_holder: int = field(default_factory=lambda: secrets.randbelow(fictional.HOW_MANY // 2))

    @property
    def accounts(self) -> list[str]:
        """Identifiers of all accounts; they differ from run to run."""
        return [self.account(place) for place in range(len(self.names))]

    def longest(self) -> Ban:
        """Return the ban whose suspension ends last."""
        return max(self.bans, key=lambda ban: (ban.start + ban.suspension, ban.account))

    def account(self, place: int) -> str:
        """Return the account with the name at this index."""
        return f"demo-{self.run}-{place + 1:04}"

    def holder(self, place: int) -> dict[str, str]:
        """Return a fictional holder; every fourth is an enterprise."""
        number = self._first_holder + place
        if _is_enterprise(place):
            return {"unified_social_credit_code": fictional.credit_code(number)}
        return {"resident_id": fictional.resident_id(number)}

    def write_file(self, path: Path, now: datetime) -> None:
        """Write the import file: the accounts of a platform that adopts Standing."""
        with path.open("w", encoding="utf-8") as file:
            for place, name in enumerate(self.names):
                file.write(json.dumps(self._row(place, name, now), ensure_ascii=False) + "\n")

    def _row(self, place: int, name: str, now: datetime) -> dict[str, Any]:
        registered = (now - timedelta(days=200 + place)).astimezone(SHANGHAI).replace(microsecond=0)
        row: dict[str, Any] = {
            "account": self.account(place),
            "kind": "enterprise" if _is_enterprise(place) else "individual",
            "holder": self.holder(place),
            "name": name,
            "registered_at": registered.isoformat(),
        }
        if place % 10 == 9:
            row["bans"] = [
                {
                    "id": "before-adoption",
                    "category": CATEGORIES[place % len(CATEGORIES)],
                    "started_at": (registered + timedelta(days=30)).isoformat(),
                    "duration": "P7D",
                }
            ]
        return row


class Api:
    """Client of the HTTP API with the development key."""

    def __init__(self, address: str, key: str) -> None:
        self._client = httpx2.AsyncClient(
            base_url=f"{address}/v1", headers={"Authorization": f"Bearer {key}"}, timeout=30.0, trust_env=False
        )
        self._room = asyncio.Semaphore(_AT_ONCE)

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to a command or a question.

        Raises:
            CliError: when the API answers with an error.
        """
        async with self._room:
            try:
                response = await self._client.post(path, json=body)
            except httpx2.HTTPError as error:
                raise CliError(
                    f"the API does not answer ({type(error).__name__}): is `standing up` running?"
                ) from error
        if not response.is_success:
            raise CliError(f"the API refused POST {path}: {response.status_code} {response.text[:500]}")
        answer: dict[str, Any] = response.json()
        return answer

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()


async def perform(story: Story, api: Api) -> None:
    """Certify, apply, change holders, then ban: the operations of a month, in seconds."""
    accounts = story.accounts
    banned = accounts[: min(BANNED, len(accounts) // 2)]
    rest = accounts[len(banned) :]
    story.certified += rest[:CERTIFIED]
    changing = rest[CERTIFIED : CERTIFIED + CHANGED]
    await _each(story.certified, lambda account: _certify(api, account))
    await _each([*banned, *changing], lambda account: _apply(api, account))
    await _each(changing, lambda account: _change_holder(api, story, account))
    await _each(banned, lambda account: _ban(api, story, account, accounts.index(account)))
    # During the ban and for three months after it an application is refused; the refusal says until when.
    answer = await api.post(f"/accounts/{banned[0]}/monetization-applications", {"methods": ["ecommerce"]})
    if answer["outcome"] == "refused":
        story.refused.append(f"{banned[0]}: {answer['message']}")


async def _each(accounts: Iterable[str], do: Callable[[str], Awaitable[None]]) -> None:
    async with asyncio.TaskGroup() as tasks:
        for account in accounts:
            tasks.create_task(_awaited(do(account)))


async def _awaited(step: Awaitable[None]) -> None:
    await step


async def _certify(api: Api, account: str) -> None:
    today = datetime.now(SHANGHAI).date()
    chosen = FIELDS[int(account[-4:]) % len(FIELDS)]
    await api.post(
        f"/accounts/{account}/certifications",
        {
            "id": "cert-1",
            "field": chosen,
            "valid_from": today.isoformat(),
            "valid_until": (today + timedelta(days=365)).isoformat(),
            "materials": {"professional_qualification": f"演示资格证 {account[-4:]}"},
        },
    )


async def _apply(api: Api, account: str) -> None:
    await api.post(f"/accounts/{account}/monetization-applications", {"methods": list(METHODS)})


async def _change_holder(api: Api, story: Story, account: str) -> None:
    place = story.accounts.index(account)
    # A number of the same kind that no account of this run has.
    await api.post(f"/accounts/{account}/holder-changes", {"holder": story.holder(place + 4 * len(story.names))})
    story.changed.append(account)


async def _ban(api: Api, story: Story, account: str, place: int) -> None:
    duration = timedelta(seconds=SHORTEST_S + place % (LONGEST_S - SHORTEST_S + 1))
    factor = FACTORS[place % len(FACTORS)]
    answer = await api.post(
        f"/accounts/{account}/bans",
        {
            "id": "ban-1",
            "category": CATEGORIES[place % len(CATEGORIES)],
            "duration": iso_8601(duration),
            "factor": factor,
        },
    )
    start = datetime.fromisoformat(answer["facts"][-1]["effective_at"])
    story.bans.append(Ban(account, start, duration, duration * float(factor)))


def _is_enterprise(place: int) -> bool:
    return place % 4 == 3
