"""A port that is taken is found before a server stumbles over it, and its holder is named."""

import os
import socket

import psutil
import pytest

from embedded import PortInUseError, free_port, require_free


def test_a_free_port_passes_and_stays_free() -> None:
    """Nothing listens, nothing is said; the look leaves nothing behind, and as soon as somebody listens it says so."""
    port = free_port()
    require_free(port, "API", "STANDING_API_PORT")
    with socket.create_server(("127.0.0.1", port)), pytest.raises(PortInUseError, match=f"port {port} "):
        require_free(port, "API", "STANDING_API_PORT")
    require_free(port, "API", "STANDING_API_PORT")


def test_the_holder_and_the_way_out_are_named() -> None:
    """Who reads it at night knows what to stop and what to set."""
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
    """0.0.0.0 covers 127.0.0.1."""
    with socket.create_server(("0.0.0.0", 0)) as server, pytest.raises(PortInUseError, match="already used"):
        require_free(server.getsockname()[1], "API", "STANDING_API_PORT")


def test_a_connection_just_closed_is_no_obstacle() -> None:
    """Right after a restart the old connections still linger (TIME_WAIT) on the port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        client = socket.create_connection(("127.0.0.1", port))
        accepted, _ = server.accept()
        accepted.close()  # the server closes first: the waiting stays on its side
        client.close()
    require_free(port, "API", "STANDING_API_PORT")


def test_an_address_of_another_machine_is_refused() -> None:
    """192.0.2.1 is reserved for documentation; no machine has it."""
    with pytest.raises(PortInUseError, match=r"192\.0\.2\.1 \(API\) is not an address of this machine"):
        require_free(8000, "API", "STANDING_API_HOST", host="192.0.2.1")
