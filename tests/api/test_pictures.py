"""Hostile pictures against `standing api` as a person starts it: each fails alone, and everybody else is answered."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import psutil
import pytest

from ledger import keys
from ledger.store.database import Database
from models.roles import Role
from tests.api.conftest import MORNING, name_of, resident_id
from tests.api.test_problems import require_problem
from tests.api.test_two_processes import process
from tests.emblems import hostile

pytestmark = pytest.mark.long
GOOD = hostile.encoded(".png", hostile.GREY)
MIB = 1024 * 1024


@dataclass
class House:
    """One API process, and a client of it."""

    client: httpx2.AsyncClient
    api: psutil.Process

    async def screened(self, content: bytes, key: str | None = None) -> httpx2.Response:
        headers = {"Content-Type": "image/png"} | ({} if key is None else {"Idempotency-Key": key})
        return await self.client.post("/v1/emblems/screenings", content=content, headers=headers)

    async def decided(self) -> httpx2.Response:
        return await self.client.post("/v1/decisions", json={"account": "one", "privilege": "publish"})

    async def decided_until(self, done: Callable[[], bool]) -> list[int]:
        """The statuses of verdicts asked one after the other meanwhile."""
        statuses: list[int] = []
        while not done():
            statuses.append((await self.decided()).status_code)
        return statuses

    async def measured(self, outcome: str) -> str:
        text = (await self.client.get("/metrics")).text
        return next((line.split()[-1] for line in text.splitlines() if line.startswith(outcome + " ")), "0")

    async def decoding(self) -> psutil.Process:
        """The process that decodes one picture."""
        while not (found := [one for reader in self.readers() for one in reader.children()]):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        return found[0]

    def readers(self) -> list[psutil.Process]:
        return self.api.children()


@asynccontextmanager
async def house(database: Database, log: Path, **more: str) -> AsyncIterator[House]:
    _, secret = await keys.create(database, "operator", [Role.OPERATOR], MORNING)
    headers = {"Authorization": f"Bearer {secret}"}
    async with (
        process(database.url, log, **more) as address,
        httpx2.AsyncClient(base_url=address, headers=headers, timeout=120) as client,
    ):
        (api,) = (one for one in psutil.Process().children() if one.cmdline()[-1:] == ["api"])
        body = {
            "account": "one",
            "kind": "individual",
            "holder": {"resident_id": resident_id()},
            "name": name_of("one"),
        }
        assert (await client.post("/v1/accounts", json=body)).status_code == 201
        yield House(client, api)


async def together(house: House, *sent: Awaitable[httpx2.Response]) -> list[httpx2.Response]:
    """All answers, and that verdicts were given while they were waited for."""
    waiting = [asyncio.ensure_future(one) for one in sent]
    statuses = await house.decided_until(lambda: all(one.done() for one in waiting))
    assert set(statuses) == {200}
    return [await one for one in waiting]


async def test_each_hostile_picture_is_refused_or_bounded_and_the_process_grows_little(
    database: Database, tmp_path: Path
) -> None:
    """Each kind over both ways in, with a key and a good one beside it: 422 in words, or the answer, repeated."""
    async with house(database, tmp_path / "log") as opened:
        before = opened.api.memory_info().rss
        for number, (make, said) in enumerate(hostile.REFUSED.values()):
            content, key = make(), f"bad-{number}"
            in_json = {"name": "山野厨房", "avatar": b64encode(content).decode()}
            beside = opened.client.post("/v1/screenings", json=in_json)
            bad, inside, good = await together(opened, opened.screened(content, key), beside, opened.screened(GOOD))
            for refused in (bad, inside):
                assert said in require_problem(refused, "unusable-image")["detail"]
            assert good.status_code == 200
        for number, (make, (width, height)) in enumerate(hostile.READ.values()):
            content = make()
            first, good = await together(opened, opened.screened(content, f"large-{number}"), opened.screened(GOOD))
            assert (first.status_code, first.json()["width"], first.json()["height"]) == (200, width, height)
            again = await opened.screened(content, f"large-{number}")
            assert (again.content, again.headers["idempotent-replayed"]) == (first.content, "true")
            assert good.status_code == 200
        assert opened.api.memory_info().rss - before < 200 * MIB
        assert await opened.measured('standing_api_pictures_total{outcome="scans"}') == "4.0"
        assert await opened.measured("standing_api_picture_processes_replaced_total") == "0.0"


async def test_eight_that_never_end_beside_eight_good_ones(database: Database, tmp_path: Path) -> None:
    """What the header does not tell ends at its processor time; no good one and no verdict fails with it."""
    lifted = {"STANDING_PICTURE_SCANS": "100000", "STANDING_PICTURE_PARTS": "100000"}
    bounds = {"STANDING_PICTURE_PROCESSOR_S": "1", "STANDING_PICTURE_WAIT_S": "300"}
    async with house(database, tmp_path / "log", **lifted, **bounds) as opened:
        bad, sent = hostile.with_scans(50_000), []
        for _ in range(8):
            sent += [opened.screened(bad), opened.screened(GOOD)]
        answers = await together(opened, *sent)
        for refused, good in zip(answers[::2], answers[1::2], strict=True):
            assert "more than 1 s of processor time" in require_problem(refused, "unusable-image")["detail"]
            assert good.status_code == 200, good.text
        assert await opened.measured('standing_api_pictures_total{outcome="processor_time"}') == "8.0"
        assert await opened.measured('standing_api_pictures_total{outcome="read"}') == "8.0"
        assert len(opened.readers()) == 2


async def test_whatever_is_killed_only_its_own_picture_fails(database: Database, tmp_path: Path) -> None:
    """The process that decodes, the one that forks it, and the API itself, which leaves none behind."""
    slow = {"STANDING_PICTURE_SCANS": "100000", "STANDING_PICTURE_PARTS": "100000"}
    async with house(database, tmp_path / "log", **slow) as opened:
        waiting = asyncio.create_task(opened.screened(hostile.with_scans(20_000)))
        (await opened.decoding()).kill()
        assert "broke the program" in require_problem(await waiting, "unusable-image")["detail"]
        waiting = asyncio.create_task(opened.screened(hostile.with_scans(1_000)))
        await opened.decoding()
        opened.readers()[0].kill()
        assert (await waiting).status_code == 200, "its picture was sent once more"
        assert await opened.measured("standing_api_picture_processes_replaced_total") == "1.0"
        assert (await opened.screened(GOOD)).status_code == 200
        left = opened.readers()
        opened.api.kill()
        _, alive = await asyncio.to_thread(psutil.wait_procs, left, 60)
        assert alive == []
