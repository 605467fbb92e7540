"""Picture decoding in processes with limits: one that exceeds a limit is refused by name, no other is affected."""

import ast
import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import psutil
import pytest

from emblems import features
from emblems.images import ImageError, plain
from emblems.limits import Limits
from emblems.readers import BusyError, Readers
from tests.emblems import hostile
from tests.emblems.limits import LIMITS

ROOT = Path(__file__).parents[2]
GOOD = hostile.encoded(".png", hostile.GREY)
UNREAD = replace(LIMITS, parts=1_000_000, scans=1_000_000)
"""Limits that no header exceeds, so that the process itself must stop."""


@pytest.fixture
async def readers() -> AsyncIterator[Readers]:
    opened = Readers(LIMITS)
    yield opened
    await opened.close()


async def refusal(readers: Readers, content: bytes) -> ImageError:
    with pytest.raises(ImageError) as caught:
        await readers.read(content, "picture")
    return caught.value


def children() -> list[psutil.Process]:
    """Return the processes that decode for us."""
    return [one for one in psutil.Process().children() if "emblems.apart" in one.cmdline()]


async def grandchild() -> psutil.Process:
    """Return the process that decodes one picture."""
    while not (found := [one for child in children() for one in child.children()]):  # noqa: ASYNC110 - it tells nobody
        await asyncio.sleep(0.01)
    return found[0]


@pytest.mark.parametrize("case", hostile.READ)
async def test_what_is_bounded_or_left_out_does_not_hinder(readers: Readers, case: str) -> None:
    make, size = hostile.READ[case]
    content = make()
    for aim in ("picture", "reference"):
        found = await readers.read(content, aim)
        assert (found.header.width, found.header.height) == size
        assert found.pixels.nbytes <= features.LONGEST**2 * 3


async def test_what_goes_beyond_a_limit_is_refused_by_its_name_without_being_decoded(readers: Readers) -> None:
    for case, (make, said) in hostile.REFUSED.items():
        assert said in str(await refusal(readers, make())), case
    assert (await readers.read(GOOD, "picture")).header.width == 96
    assert len(children()) == 1, "none of them cost a process"


BEYOND: dict[str, tuple[dict[str, Any], Callable[[], bytes], str]] = {
    "processor_time": ({"processor_s": 1}, lambda: hostile.with_scans(10_000), "more than 1 s of processor time"),
    "memory": ({"memory_mib": 96}, hostile.deep, "more than 96 MiB"),
    "deadline": ({"deadline_s": 0.05}, lambda: hostile.with_scans(10_000), "within 0.05 s"),
}


@pytest.mark.parametrize("reason", BEYOND)
async def test_what_no_header_tells_ends_at_the_limit_of_its_process(reason: str) -> None:
    """The next picture is read as usual."""
    limits, make, said = BEYOND[reason]
    readers = Readers(replace(UNREAD, **limits))
    refused = await refusal(readers, make())
    assert (refused.reason, said in str(refused)) == (reason, True), str(refused)
    before = children()
    if reason != "deadline":
        assert (await readers.read(GOOD, "picture")).header.width == 96
        assert children() == before, "the process that forks stays"
    await readers.close()
    assert children() == []


async def test_a_child_that_is_killed_fails_its_own_picture_alone() -> None:
    """The child may be killed by the kernel for memory, or by a fault in the decoder."""
    readers = Readers(replace(UNREAD, processor_s=100, deadline_s=100.0))
    await readers.read(GOOD, "picture")
    for fatal in (signal.SIGKILL, signal.SIGSEGV):
        slow = asyncio.create_task(refusal(readers, hostile.with_scans(100_000)))
        decoding = await grandchild()
        good = await asyncio.gather(*(readers.read(GOOD, "picture") for _ in range(8)))
        assert len(good) == 8, "another process reads on"
        decoding.send_signal(fatal)
        refused = await slow
        assert refused.reason == "crashed"
        assert "broke the program" in str(refused)
    await readers.close()


async def test_who_waits_too_long_for_a_free_process_is_told_to_come_again() -> None:
    """The wait is limited however long the previous picture takes; that one is read completely."""
    readers = Readers(replace(UNREAD, processes=1, wait_s=0.01, processor_s=100, deadline_s=100.0))
    slow = asyncio.create_task(readers.read(hostile.with_scans(1_000), "picture"))
    await grandchild()
    with pytest.raises(BusyError, match=r"for 0\.01 s"):
        await readers.read(GOOD, "picture")
    assert (await slow).header.width == 4000
    assert (await readers.read(GOOD, "picture")).header.width == 96
    await readers.close()


async def test_small_pictures_go_before_large_ones_that_came_earlier() -> None:
    """Large pictures in the queue delay small ones only by the one that is being decoded."""
    readers = Readers(replace(UNREAD, processes=1, wait_s=100.0))
    ended: list[str] = []

    async def read(name: str, content: bytes) -> None:
        await readers.read(content, "picture")
        ended.append(name)

    slow = hostile.with_scans(1_000)
    tasks = [asyncio.create_task(read("first", slow))]
    await grandchild()
    tasks += [asyncio.create_task(read("large", slow)) for _ in range(3)]
    while len(readers._waiting) < 3:  # noqa: ASYNC110 - nobody is told who waits
        await asyncio.sleep(0.01)
    tasks += [asyncio.create_task(read("small", GOOD)) for _ in range(3)]
    await asyncio.gather(*tasks)
    assert ended == ["first", *["small"] * 3, *["large"] * 3]
    await readers.close()


async def test_a_process_that_is_lost_is_replaced_and_its_picture_read_all_the_same() -> None:
    """A process lost while it reads is replaced, and its picture is read."""
    replaced: list[None] = []
    readers = Readers(replace(UNREAD, processes=1), lambda: replaced.append(None))
    await readers.read(GOOD, "picture")
    (first,) = children()
    first.kill()
    assert (await readers.read(GOOD, "picture")).header.width == 96
    slow = asyncio.create_task(readers.read(hostile.with_scans(1_000), "picture"))
    await grandchild()
    (second,) = children()
    second.kill()
    assert (await slow).header.width == 4000
    assert len(replaced) == 2
    await readers.close()
    assert children() == []


async def test_whoever_stops_waiting_leaves_no_answer_behind_for_the_next(readers: Readers) -> None:
    content = hostile.deep()
    for _ in range(3):
        waiting = asyncio.create_task(readers.read(content, "picture"))
        await asyncio.sleep(0.1)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert (await readers.read(GOOD, "picture")).header.width == 96


async def test_the_processes_know_nothing_of_our_surroundings(
    readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STANDING_HOLDER_KEY", "a secret that no decoder needs")
    await readers.read(GOOD, "picture")
    (child,) = children()
    assert not [name for name in child.environ() if name.startswith("STANDING_")]


@pytest.mark.parametrize("form", [".png", ".jpg", ".webp"])
def test_what_is_left_out_changes_no_pixel(form: str) -> None:
    """The decoder sees the same pixels in the whole file and in the reduced one."""
    noise = np.random.default_rng(1).integers(0, 256, (80, 90, 4), dtype=np.uint8)
    picture = noise[:, :, :3] if form == ".jpg" else noise
    content = hostile.encoded(form, picture)
    whole, rest = (
        cv2.imdecode(np.frombuffer(one, np.uint8), cv2.IMREAD_UNCHANGED)
        for one in (content, plain(content, LIMITS).content)
    )
    assert whole is not None
    assert np.array_equal(whole, np.asarray(rest))


def test_nothing_else_decodes_pictures() -> None:
    """One function calls the decoder, and one program that function."""
    decoders = {"imdecode", "imread", "imdecodemulti", "imreadmulti", "VideoCapture", "imdecodeanimation"}
    found: dict[str, set[str]] = {}
    for path in ROOT.rglob("*.py"):
        where = path.relative_to(ROOT)
        if where.parts[0].startswith(".") or where.parts[0] in {"tests", "bench", "lexicon", "build"}:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in decoders:
                found.setdefault(str(where), set()).add(node.attr)
            if isinstance(node, ast.ImportFrom) and node.module == "emblems.decoding":
                found.setdefault(str(where), set()).add("decoded")
            if isinstance(node, ast.ImportFrom | ast.Import):
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names]
                assert not {name.split(".")[0] for name in names} & {"PIL", "imageio", "imagehash"}, where
    assert found == {"emblems/decoding.py": {"imdecode"}, "emblems/apart.py": {"decoded"}}


def test_the_limits_are_those_of_the_settings() -> None:
    assert isinstance(LIMITS, Limits)
    assert set(LIMITS.as_dict()) == {"processes", "waiting", "wait_s", "pixels", "side_px", "parts", "scans"} | {
        "processor_s", "memory_mib", "deadline_s"
    }  # fmt: skip
