"""Command `standing webhook`: create, test, pause, rotate, replay and delete."""

import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook

from tests.cli.conftest import Run

DOCUMENTED = Path(__file__).parents[2] / "docs" / "webhooks.md"


class OneByOne(threading.Thread):
    """Receiver in a thread, for the command line with its own event loop; it answers as configured."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}/hook"
        self.answer = b"HTTP/1.1 204 No Content\r\n\r\n"
        self.got: list[tuple[dict[str, str], bytes]] = []

    def run(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as reading:
                reading.readline()
                headers: dict[str, str] = {}
                while line := reading.readline().strip():
                    name, _, value = line.decode().partition(": ")
                    headers[name.lower()] = value
                self.got.append((headers, reading.read(int(headers["content-length"]))))
                connection.sendall(self.answer)

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.join()


@pytest.fixture
def extra_settings(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Let the API deliver to this machine, but for the test of what it refuses."""
    return {"webhook_allow_private": "cannot" not in request.node.name}


@pytest.fixture
def receiver() -> Iterator[OneByOne]:
    receiver = OneByOne()
    receiver.start()
    yield receiver
    receiver.close()


def test_a_webhook_is_made_tried_and_led_through_its_life(standing: Run, receiver: OneByOne) -> None:
    made = standing("webhook", "add", receiver.url, "--id", "payout", "--type", "account.*", "--type", "case.decided")
    assert made.exit_code == 0, made.output
    assert "payout  account.*, case.decided →" in made.output
    [secret] = re.findall(r"whsec_\S+", made.output)
    tried = standing("webhook", "test", "payout")
    assert re.match(r"accepted: 204 after \d+ ms", tried.output), tried.output
    [(headers, body)] = receiver.got
    Webhook(secret).verify(body, headers)
    listed = standing("webhook", "list").output
    assert all(word in listed for word in ("payout", "active", "account.*")), listed
    assert "payout is paused" in standing("webhook", "pause", "payout", "--reason", "maintenance").output
    assert "payout is active" in standing("webhook", "resume", "payout").output
    rotated = standing("webhook", "rotate", "payout").output
    assert re.findall(r"whsec_\S+", rotated) not in ([], [secret])
    assert "case.*" in standing("webhook", "change", "payout", "--type", "case.*").output
    assert "payout is active" in standing("webhook", "replay", "payout", "--after", "0").output
    assert standing("webhook", "log", "payout").exit_code == 0
    assert "payout is deleted" in standing("webhook", "delete", "payout").output
    assert "No webhooks yet" in standing("webhook", "list").output
    gone = standing("webhook", "resume", "payout")
    assert (gone.exit_code, "was deleted" in gone.stderr) == (1, True)


def test_an_address_that_does_not_take_it_is_said(standing: Run, receiver: OneByOne) -> None:
    assert standing("webhook", "add", receiver.url, "--id", "w1").exit_code == 0
    receiver.answer = b"HTTP/1.1 500 No\r\nContent-Length: 7\r\n\r\nno disk"
    tried = standing("webhook", "test", "w1")
    assert tried.exit_code == 1
    assert "answered 500: no disk" in tried.stderr


@pytest.mark.parametrize(
    ("words", "status", "hint"),
    [
        (("add", "http://platform.example/hook"), 1, "https://"),
        (("add", "https://127.0.0.1/hook"), 1, "not a public address"),
        (
            ("add", "https://platform.example/hook", "--type", "nonsense"),
            2,
            "types.0: has a part that is no type of event",
        ),
        (("pause", "none"), 1, "there is no webhook 'none'"),
        (("test", "none"), 1, "there is no webhook 'none'"),
        (("log", "none"), 1, "there is no webhook 'none'"),
    ],
)
def test_what_cannot_be_is_said(standing: Run, words: tuple[str, ...], status: int, hint: str) -> None:
    answer = standing("webhook", *words)
    assert (answer.exit_code, hint in answer.stderr) == (status, True), answer.stderr


def test_the_receiver_of_the_documentation_takes_what_is_ours_and_nothing_else(standing: Run, tmp_path: Path) -> None:
    """The example of the documentation runs as written."""
    [code] = re.findall(r"```python\n(.*?)```", DOCUMENTED.read_text(encoding="utf-8"), re.DOTALL)
    program = tmp_path / "receiver.py"
    program.write_text(code, encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    made = standing("webhook", "add", f"http://127.0.0.1:{port}/", "--id", "first").output
    [secret] = re.findall(r"whsec_\S+", made)
    with subprocess.Popen([sys.executable, str(program), secret, str(port)], stdout=subprocess.PIPE, text=True) as ran:
        try:
            _listening(port)
            assert standing("webhook", "test", "first").output.startswith("accepted: 204")
            assert standing("webhook", "rotate", "first").exit_code == 0
            assert standing("webhook", "test", "first").output.startswith("accepted: 204"), "both secrets sign"
            forged = urllib.request.Request(
                f"http://127.0.0.1:{port}/",
                b"{}",
                {"webhook-id": "evt_1", "webhook-timestamp": str(int(time.time())), "webhook-signature": "v1,AAAA"},
            )
            with pytest.raises(urllib.error.HTTPError, match="401"):
                urllib.request.urlopen(forged)
        finally:
            ran.terminate()
        printed = ran.communicate()[0].splitlines()
    assert [line.split()[0] for line in printed] == ["webhook.test", "webhook.test"]


def _listening(port: int) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert time.monotonic() < deadline, "the receiver does not listen"
            time.sleep(0.05)
        else:
            return
