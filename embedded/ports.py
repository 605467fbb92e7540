"""TCP ports: is one free, and if not, who holds it?"""

import errno
import socket

import psutil

from embedded.errors import PortInUseError

LOOPBACK = "127.0.0.1"
HIGHEST_PORT = 65535


def require_free(port: int, name: str, env_var: str, *, host: str = LOOPBACK) -> None:
    """Make sure that `port` on `host` can be listened on; `name` is what we want it for ("API").

    Raises `PortInUseError` naming the holder and, with `env_var`, the way out:
    "port 8000 (API) is already used by process 'uvicorn' (pid 123): stop it or choose another with
    STANDING_API_PORT=8001".
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
    """A port that nobody uses at this moment; somebody else may take it before you do."""
    with socket.socket(_family(host), socket.SOCK_STREAM) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def _bind_problem(port: int, host: str) -> int | None:
    """The errno of trying to listen there, or None."""
    with socket.socket(_family(host), socket.SOCK_STREAM) as probe:
        # As servers do: a connection that has just been closed there (TIME_WAIT) is no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.errno or errno.EINVAL
    return None


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _holder(port: int) -> str:
    """Who listens on the port, as far as this user may know."""
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
        # macOS tells the owners of sockets to root only.
        pass
    return "another process"


def _next_free(port: int, host: str) -> int:
    """The next higher port that is free, staying clear of those only root may open."""
    start = max(port + 1, 1024)
    for candidate in range(start, min(start + 100, HIGHEST_PORT + 1)):
        if _bind_problem(candidate, host) is None:
            return candidate
    return free_port(host)
