"""Ports: a port in use is detected before a server starts, and its holder is named."""

import os
import socket

import psutil
import pytest

from embedded import PortInUseError, free_port, require_free


def test_a_free_port_passes_and_stays_free() -> None:
    """A free port passes, and the check leaves nothing behind; as soon as a server listens, the check reports it."""
    port = free_port()
    require_free(port, "API", "STANDING_API_PORT")
    with socket.create_server(("127.0.0.1", port)), pytest.raises(PortInUseError, match=f"port {port} "):
        require_free(port, "API", "STANDING_API_PORT")
    require_free(port, "API", "STANDING_API_PORT")


def test_the_holder_and_the_way_out_are_named() -> None:
    """The message names the process to stop and the variable to set."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(PortInUseError) as caught:
            require_free(port, "API", "STANDING_API_PORT")
    name = psutil.Process().name()
    expected = (
        f"port {port} (API) is already used by process '{name}' (pid {os.getpid()}): stop it or choose another with "
    )
    said, _, proposal = str(caught.value).partition("STANDING_API_PORT=")
    assert said == expected
    require_free(int(proposal), "API", "STANDING_API_PORT")


def test_a_server_on_all_addresses_is_found_too() -> None:
    """A server on 0.0.0.0 covers 127.0.0.1."""
    with socket.create_server(("0.0.0.0", 0)) as server, pytest.raises(PortInUseError, match="already used"):
        require_free(server.getsockname()[1], "API", "STANDING_API_PORT")


def test_a_connection_just_closed_is_no_obstacle() -> None:
    """Old connections linger (TIME_WAIT) on the port right after a restart."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        client = socket.create_connection(("127.0.0.1", port))
        accepted, _ = server.accept()
        accepted.close()  # the server closes first, so that TIME_WAIT is on its side
        client.close()
    require_free(port, "API", "STANDING_API_PORT")


def test_an_address_of_another_machine_is_refused() -> None:
    """192.0.2.1 is reserved for documentation; no machine has it."""
    with pytest.raises(PortInUseError, match=r"192\.0\.2\.1 \(API\) is not an address of this machine"):
        require_free(8000, "API", "STANDING_API_HOST", host="192.0.2.1")
