"""The provider's process, and a person who signs in at it."""

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2

PROGRAM = Path(__file__).with_name("oidc_provider.py")
CLIENT_ID = "standing-console"
CLIENT_SECRET = "a secret of the tests only"
WITHIN_S = 60.0


@dataclass
class AtProvider:
    """The running provider, as tests command it."""

    issuer: str
    client: httpx2.Client

    def person(self, subject: str, **claims: Any) -> str:
        """Set what the provider says about a person."""
        self.client.put(f"{self.issuer}/users/{subject}", json={"name": subject, **claims}).raise_for_status()
        return subject

    def forge(self, **how: Any) -> None:
        """Choose how the next tokens are forged; without arguments they are honest again."""
        self.client.put(f"{self.issuer}/forge", json=how).raise_for_status()

    @property
    def seen(self) -> Any:
        """What the provider was asked."""
        return self.client.get(f"{self.issuer}/forge").json()

    def signed_in(self, address: str, subject: str) -> str:
        """Sign in at the address to which the browser was sent; return the address to which it is sent back."""
        answer = self.client.post(address, data={"sub": subject})
        assert answer.status_code == 302, answer.text
        return str(answer.headers["location"])

    def denied(self, address: str) -> str:
        """Decline at the provider; return the address to which the browser is sent back."""
        answer = self.client.post(address, data={"action": "deny"})
        assert answer.status_code == 302, answer.text
        return str(answer.headers["location"])


@contextlib.contextmanager
def provider_running(port: int | None = None) -> Iterator[AtProvider]:
    """Run the provider's program until the end of the block."""
    port = port or free_port()
    issuer = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [sys.executable, str(PROGRAM), str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        with httpx2.Client(trust_env=False, timeout=30.0) as client:
            _wait(client, issuer, process)
            yield AtProvider(issuer, client)
    finally:
        process.terminate()
        process.wait()


def _wait(client: httpx2.Client, issuer: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + WITHIN_S
    while True:
        with contextlib.suppress(httpx2.HTTPError):
            if client.get(f"{issuer}/jwks").is_success:
                return
        assert process.poll() is None, "the provider has ended"
        assert time.monotonic() < deadline, "the provider does not answer"
        time.sleep(0.05)


def free_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def query_of(address: str) -> dict[str, str]:
    """Return the parameters of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
