"""Servers paused by SIGSTOP: their connections stay open, and nothing answers, not even a refusal."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psutil

from embedded import EmbeddedPostgres, EmbeddedTemporal


@contextmanager
def standstill(*servers: EmbeddedPostgres | EmbeddedTemporal) -> Iterator[None]:
    """Pause every process of the servers within the block, and continue them after it."""
    processes = [process for server in servers for process in _processes(server)]
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.suspend()
    try:
        yield
    finally:
        for process in processes:
            with suppress(psutil.NoSuchProcess):  # its client has disconnected meanwhile
                process.resume()


def _processes(server: EmbeddedPostgres | EmbeddedTemporal) -> list[psutil.Process]:
    if isinstance(server, EmbeddedPostgres):
        postmaster = server.process
        assert postmaster is not None
        return [postmaster, *postmaster.children(recursive=True)]
    assert server._child is not None
    return [psutil.Process(server._child.pid)]
