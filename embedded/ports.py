"""TCP ports: check that one is free, and name the process that uses it otherwise."""

import errno
import socket

import psutil

from embedded.errors import PortInUseError

LOOPBACK = "127.0.0.1"
HIGHEST_PORT = 65535


def require_free(port: int, name: str, env_var: str, *, host: str = LOOPBACK) -> None:
    """Check that a server can listen on `port` of `host`; `name` is its purpose ("API").

    Raises:
        PortInUseError: with the process that uses the port, and the remedy by `env_var`: "port 8000 (API) is already
            used by process 'uvicorn' (pid 123): stop it or choose another with STANDING_API_PORT=8001".
    """
    problem = _bind_problem(port, host)
    if problem is None:
        return
    if problem == errno.EADDRINUSE:
        said = f"port {port} ({name}) is already used by {_holder(port)}: stop it or choose another"
    elif problem == errno.EACCES:
        said = f"port {port} ({name}) may not be opened by this user (ports below 1024 need root): choose another"
    elif problem == errno.EADDRNOTAVAIL:
        raise PortInUseError(f"{host} ({name}) is not an address of this machine: use {LOOPBACK} or 0.0.0.0")
    else:
        said = (
            f"port {port} ({name}) cannot be opened on {host} ({errno.errorcode.get(problem, problem)}): choose another"
        )
    raise PortInUseError(f"{said} with {env_var}={_next_free(port, host)}")


def free_port(host: str = LOOPBACK) -> int:
    """Port that is free at this moment; another process may take it before the caller does."""
    with socket.socket(_family(host), socket.SOCK_STREAM) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def _bind_problem(port: int, host: str) -> int | None:
    """Error number of an attempt to listen there; None on success."""
    with socket.socket(_family(host), socket.SOCK_STREAM) as probe:
        # As servers do, so that a recently closed connection (TIME_WAIT) is no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.errno or errno.EINVAL
    return None


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _holder(port: int) -> str:
    """Process that listens on the port, in words; "another process" if this user may not know."""
    try:
        listening = [
            connection.pid
            for connection in psutil.net_connections(kind="tcp")
            if connection.status == psutil.CONN_LISTEN and connection.laddr and connection.laddr.port == port
        ]
        pid = next((pid for pid in listening if pid is not None), None)
        if pid is not None:
            return f"process '{psutil.Process(pid).name()}' (pid {pid})"
    except psutil.Error:
        # macOS shows the owners of sockets to root only.
        pass
    return "another process"


def _next_free(port: int, host: str) -> int:
    """Next higher free port, from 1024 on, since lower ones need root."""
    start = max(port + 1, 1024)
    for candidate in range(start, min(start + 100, HIGHEST_PORT + 1)):
        if _bind_problem(candidate, host) is None:
            return candidate
    return free_port(host)
