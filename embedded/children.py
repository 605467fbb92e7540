"""Child processes that end neither later nor earlier than this process.

A terminal sends Ctrl-C to every process of its foreground group; a database that gets it together with its user breaks
an orderly shutdown. So each child gets a session of its own, and on Linux the kernel signals it when this process ends,
even by `kill -9`.
"""

import ctypes
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
LOG_LIMIT_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True)
class Account:
    """System account that a child runs under."""

    uid: int
    gid: int


def spawn(
    argv: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str],
    death_signal: signal.Signals,
    account: Account | None = None,
) -> subprocess.Popen[bytes]:
    """Start a child in its own session, with its output appended to `log`.

    On Linux the child receives `death_signal` when this process ends in any way. `account` is the account to run under
    (needs root); None keeps the current one. Children keep normal priority, since on a busy machine a lower one would
    stop them.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    _rotate(log)
    with log.open("ab") as output:
        return _spawner(os.getpid()).run(lambda: _popen(argv, output, env, death_signal, account))


def stop(child: subprocess.Popen[bytes], *signals: tuple[signal.Signals, float]) -> None:
    """End a child: send each signal in turn and wait its grace time in seconds, then send SIGKILL."""
    for number, grace_s in signals:
        if child.poll() is not None:
            return
        child.send_signal(number)
        try:
            child.wait(grace_s)
        except subprocess.TimeoutExpired:
            continue
    if child.poll() is None:
        child.kill()
        child.wait()


def log_tail(log: Path, lines: int = 15) -> str:
    """Last lines of a log, indented, for an error message."""
    try:
        text = log.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        return f"  (no log: {error})"
    return "\n".join(f"  {line}" for line in text.splitlines()[-lines:]) or "  (the log is empty)"


def _popen(
    argv: Sequence[str | Path],
    output: IO[bytes],
    env: Mapping[str, str],
    death_signal: signal.Signals,
    account: Account | None,
) -> subprocess.Popen[bytes]:
    preexec = _tied_to_parent(death_signal) if sys.platform == "linux" else None
    # preexec_fn may deadlock between fork and exec; this one only makes plain system calls.
    return subprocess.Popen(
        [str(word) for word in argv],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        env=dict(env),
        cwd="/",
        start_new_session=True,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        umask=0o077,
        preexec_fn=preexec,  # noqa: PLW1509
    )


def _tied_to_parent(death_signal: signal.Signals) -> Callable[[], None]:
    """Function to run in the new child; everything that it needs is looked up before the fork."""
    prctl = ctypes.CDLL(None).prctl
    parent, number = os.getpid(), int(death_signal)

    def tie() -> None:
        prctl(PR_SET_PDEATHSIG, number)
        # If the parent died before the call above, the signal will never come.
        if os.getppid() != parent:
            os._exit(1)

    return tie


def _rotate(log: Path) -> None:
    """Rename a log that exceeds `LOG_LIMIT_BYTES`, replacing the previous one."""
    if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
        log.replace(log.with_name(log.name + ".1"))


class _Spawner:
    """Thread that starts all children and never ends.

    For the kernel the parent of a child is the *thread* that forked it: a child started from a worker thread of a pool
    would get its death signal when the pool is closed.
    """

    def __init__(self) -> None:
        self._wanted: queue.SimpleQueue[
            tuple[Callable[[], subprocess.Popen[bytes]], Future[subprocess.Popen[bytes]]]
        ] = queue.SimpleQueue()
        threading.Thread(target=self._work, name="spawner of embedded servers", daemon=True).start()

    def run(self, start: Callable[[], subprocess.Popen[bytes]]) -> subprocess.Popen[bytes]:
        answer: Future[subprocess.Popen[bytes]] = Future()
        self._wanted.put((start, answer))
        return answer.result()

    def _work(self) -> None:
        while True:
            start, answer = self._wanted.get()
            try:
                answer.set_result(start())
            except BaseException as error:  # raised again in the caller's thread
                answer.set_exception(error)


@cache
def _spawner(_pid: int) -> _Spawner:
    """Spawner of this process; after a fork the process id differs, because the thread is not copied."""
    return _Spawner()
