"""Regulator's receiver: accepts files and manifests over real HTTP, checks signatures, and may be unavailable."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from standardwebhooks import Webhook

SECRET = "whsec_" + "c2VjcmV0IG9mIHRoZSByZWd1bGF0b3IncyBzaWRlIQ=="


@dataclass
class Regulator:
    """Received files and manifests, and the configured answer."""

    address: str = ""
    status: int = 200
    answer: dict[str, Any] | str = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    manifests: list[dict[str, Any]] = field(default_factory=list)
    unsigned: list[str] = field(default_factory=list)
    knocks: int = 0


@contextmanager
def listening() -> Iterator[Regulator]:
    """Yield a receiver that listens until the end of the test."""
    regulator = Regulator()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None:
            """Log nothing."""

        def do_PUT(self) -> None:
            content = self._content()
            digest = sha256(content).hexdigest()
            if self._signed(digest) and regulator.status == 200:
                regulator.files[self.path] = content
            self._answer()

        def do_POST(self) -> None:
            regulator.knocks += 1
            content = self._content()
            if self._signed(content.decode()) and regulator.status == 200:
                regulator.manifests.append(json.loads(content))
            self._answer()

        def _content(self) -> bytes:
            return self.rfile.read(int(self.headers["content-length"]))

        def _signed(self, said: str) -> bool:
            try:
                Webhook(SECRET).verify(said.encode(), dict(self.headers), json_parse=False)
            except Exception as error:
                regulator.unsigned.append(f"{self.path}: {error}")
                return False
            return True

        def _answer(self) -> None:
            said = regulator.answer if isinstance(regulator.answer, str) else json.dumps(regulator.answer)
            self.send_response(regulator.status)
            self.send_header("content-length", str(len(said.encode())))
            self.end_headers()
            self.wfile.write(said.encode())

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    regulator.address = f"http://127.0.0.1:{server.server_port}/standing"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield regulator
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
