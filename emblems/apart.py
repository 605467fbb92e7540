"""Process that decodes pictures: it forks a child with limits for each one and returns the result.

`python -m emblems.apart LIMITS` reads a line of JSON and the bytes of a picture from standard input, and writes a line
of JSON and the pixels to standard output, until its input ends. A malicious picture can only affect its own child,
which has seen no other picture, holds no secrets, and can neither open nor write a file.

On a system without `fork` (Windows) this process decodes the picture itself, bounded only by its owner's deadline.
"""

import json
import os
import select
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal, NoReturn

import cv2
import numpy as np

from emblems.decoding import decoded
from emblems.features import LONGEST, at_search_size, framed
from emblems.images import ImageError, Reason
from emblems.limits import Limits

Aim = Literal["picture", "reference"]
"""Purpose of a picture: emblems are searched in it (`picture`), or it is an emblem for the bank (`reference`)."""

LARGEST_ANSWER: Final = LONGEST * LONGEST * 3 + 4_096
"""Most bytes of an answer: the pixels and the line of JSON."""
_MIB: Final = 1024 * 1024
_FAILED: Final = 70
"""Exit status of a child that fails without an answer."""


def main() -> None:
    """Answer for one picture after the other until the input ends."""
    limits = Limits(**json.loads(sys.argv[1]))
    # Ctrl-C in a terminal reaches this process too; its owner ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cv2.setNumThreads(1)
    _warm(limits)
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    while line := asked.readline():
        wanted = json.loads(line)
        content = asked.read(wanted["size"])
        answers.write(answer(content, wanted["aim"], limits))
        answers.flush()


def answer(content: bytes, aim: Aim, limits: Limits) -> bytes:
    """Answer for a picture: a line of JSON with its header or the reason of a refusal, then any pixels."""
    if not hasattr(os, "fork"):
        return _read(content, aim, limits)
    begun = time.monotonic()
    answers, answering = os.pipe()
    pid = os.fork()
    if pid == 0:
        _as_child(answering, content, aim, limits)
    os.close(answering)
    said, in_time = _answer_in_time(answers, begun + limits.deadline_s)
    os.close(answers)
    if not in_time:
        os.kill(pid, signal.SIGKILL)
    _, status, used = os.wait4(pid, 0)
    end = os.waitstatus_to_exitcode(status)
    if end == 0 and in_time:
        return said
    return _refused(*_reason_of(end, in_time, used.ru_utime + used.ru_stime, limits))


def _answer_in_time(answers: int, until: float) -> tuple[bytes, bool]:
    """Bytes that a child writes before its deadline, and whether it finished in time."""
    said = bytearray()
    waiting = select.poll()
    waiting.register(answers, select.POLLIN | select.POLLHUP)
    while len(said) <= LARGEST_ANSWER:
        left = until - time.monotonic()
        if left <= 0 or not waiting.poll(left * 1000):
            return bytes(said), False
        more = os.read(answers, 65_536)
        if not more:
            return bytes(said), True
        said += more
    return b"", False


def _reason_of(end: int, in_time: bool, computed_s: float, limits: Limits) -> tuple[Reason, str]:
    if end == -signal.SIGXCPU or computed_s >= limits.processor_s:
        return (
            "processor_time",
            f"to decode the image takes more than {limits.processor_s} s of processor time: save it anew with another "
            "program, or send a smaller one",
        )
    if not in_time:
        return "deadline", f"the image was not decoded within {limits.deadline_s:g} s: send a smaller one"
    return "crashed", "the image broke the program that decodes it: save it anew with another program"


def _as_child(answering: int, content: bytes, aim: Aim, limits: Limits) -> NoReturn:
    """Decode within the limits and exit, without running exit handlers of the parent."""
    try:
        _close_pipes(answering)
        _limit(limits)
        left = memoryview(_read(content, aim, limits))
        while left:
            left = left[os.write(answering, left) :]
        os._exit(0)
    finally:
        os._exit(_FAILED)


def _close_pipes(answering: int) -> None:
    """Close the inherited pipes, so that a decoder can write only its answer; its messages go to the null device."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nothing, standard)
    os.closerange(3, answering)
    os.closerange(answering + 1, answering + 64)


def _limit(limits: Limits) -> None:
    """Limit processor time, memory, files and processes; open descriptors stay usable."""
    import resource

    # At the soft limit the kernel sends SIGXCPU, which tells the cause; at the hard limit it kills.
    _lower(resource.RLIMIT_CPU, limits.processor_s, limits.processor_s + 1)
    if (mapped := _mapped()) is not None:
        most = mapped + limits.memory_mib * _MIB
        _lower(resource.RLIMIT_AS, most, most)
    for kind in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_NPROC, resource.RLIMIT_NOFILE):
        _lower(kind, 0, 0)


def _lower(kind: int, soft: int, hard: int) -> None:
    import resource

    _, highest = resource.getrlimit(kind)
    if highest != resource.RLIM_INFINITY:
        soft, hard = min(soft, highest), min(hard, highest)
    resource.setrlimit(kind, (soft, hard))


def _mapped() -> int | None:
    """Bytes of address space of this process, mostly libraries; None if the system does not report it."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGESIZE")
    except OSError:
        return None


def _read(content: bytes, aim: Aim, limits: Limits) -> bytes:
    try:
        header, picture = decoded(content, limits)
        small = framed(picture) if aim == "reference" else at_search_size(picture)
    except ImageError as error:
        return _refused(error.reason, str(error))
    except MemoryError:
        return _refused(
            "memory",
            f"to decode the image takes more than {limits.memory_mib} MiB of memory: send a smaller one, or save it "
            "anew with 8 bits a channel",
        )
    return _line({**vars(header), "shape": small.shape}) + np.ascontiguousarray(small).tobytes()


def _refused(reason: Reason, said: str) -> bytes:
    return _line({"reason": reason, "said": said})


def _line(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said).encode() + b"\n"


def _warm(limits: Limits) -> None:
    """Decode one image of each format, so that the children need not load libraries, which they could not open."""
    blank = np.zeros((32, 32, 4), np.uint8)
    for form in (".png", ".jpg", ".webp"):
        for channels in (1, 3, 4):
            done, content = cv2.imencode(form, blank[:, :, :channels])
            if done:
                _read(content.tobytes(), "reference", limits)
                _read(content.tobytes(), "picture", limits)


if __name__ == "__main__":
    main()
