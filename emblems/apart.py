"""The process that reads pictures: for each one it forks a child with limits, and tells what became of it.

`python -m emblems.apart LIMITS` takes, on its standard input, a line of JSON and the bytes of a picture, and answers on
its standard output with a line of JSON and the pixels; it ends with its input. Whatever a picture does, it does to a
child that has seen no other picture, holds none of our secrets, and can neither open nor write a file.

Where a system has no `fork` (Windows) this process decodes itself, and only its owner's deadline bounds it.
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
from emblems.features import LONGEST, framed, looked_at
from emblems.images import ImageError, Reason
from emblems.limits import Limits

Aim = Literal["picture", "reference"]
"""Whether emblems are looked for in it, or it is one."""

LARGEST_ANSWER: Final = LONGEST * LONGEST * 3 + 4_096
"""Bytes of the pixels and what is said of them."""
_MIB: Final = 1024 * 1024
_FAILED: Final = 70
"""The status with which a child ends that could not even say why."""


def main() -> None:
    """Read one picture after the other until there are no more."""
    limits = Limits(**json.loads(sys.argv[1]))
    # Ctrl-C in a terminal reaches us too; our owner ends us when it is done.
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
    """What became of a picture: a line of JSON and, when it could be read, its pixels."""
    if not hasattr(os, "fork"):
        return _read(content, aim, limits)
    begun = time.monotonic()
    answers, answering = os.pipe()
    pid = os.fork()
    if pid == 0:
        _as_child(answering, content, aim, limits)
    os.close(answering)
    said, in_time = _heard(answers, begun + limits.deadline_s)
    os.close(answers)
    if not in_time:
        os.kill(pid, signal.SIGKILL)
    _, status, used = os.wait4(pid, 0)
    end = os.waitstatus_to_exitcode(status)
    if end == 0 and in_time:
        return said
    return _refused(*_why(end, in_time, used.ru_utime + used.ru_stime, limits))


def _heard(answers: int, until: float) -> tuple[bytes, bool]:
    """All that a child says before its deadline, and whether that was all."""
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


def _why(end: int, in_time: bool, computed_s: float, limits: Limits) -> tuple[Reason, str]:
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
    """Decode within the limits, and end; nothing of our owner's may run here."""
    try:
        _let_go(answering)
        _limit(limits)
        left = memoryview(_read(content, aim, limits))
        while left:
            left = left[os.write(answering, left) :]
        os._exit(0)
    finally:
        os._exit(_FAILED)


def _let_go(answering: int) -> None:
    """Of our owner's pipes: a decoder must not be able to speak in our name, and what it complains of is not read."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nothing, standard)
    os.closerange(3, answering)
    os.closerange(answering + 1, answering + 64)


def _limit(limits: Limits) -> None:
    """Bound processor time, memory, files and processes; what is open stays usable."""
    import resource

    # Between the two numbers the kernel ends us with a signal that says why.
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
    """Bytes of address space that this process has, libraries above all; None where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGESIZE")
    except OSError:
        return None


def _read(content: bytes, aim: Aim, limits: Limits) -> bytes:
    try:
        header, picture = decoded(content, limits)
        small = framed(picture) if aim == "reference" else looked_at(picture)
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
    """Decode one of each form, so that no child has to load anything: it could not open a file."""
    blank = np.zeros((32, 32, 4), np.uint8)
    for form in (".png", ".jpg", ".webp"):
        for channels in (1, 3, 4):
            done, content = cv2.imencode(form, blank[:, :, :channels])
            if done:
                _read(content.tobytes(), "reference", limits)
                _read(content.tobytes(), "picture", limits)


if __name__ == "__main__":
    main()
