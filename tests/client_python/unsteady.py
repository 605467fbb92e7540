"""A small real server that does, request by request, what a test wrote down: it answers, drops or stalls."""

import json
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal, Self


@dataclass(frozen=True)
class Answer:
    """An answer with this status."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def problem(cls, status: int, code: str, headers: Mapping[str, str] | None = None, **more: Any) -> Self:
        body = {"type": f"urn:standing:problem:{code}", "title": code, "status": status, "detail": "as told", **more}
        return cls(status, body, {"Content-Type": "application/problem+json", **(headers or {})})


Step = Answer | Literal["drop", "cut", "stall"]
"""`drop`: hang up without an answer; `cut`: hang up in the middle of one; `stall`: never answer."""


@dataclass(frozen=True)
class Received:
    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


class Unsteady:
    """The server; its last step is repeated for ever."""

    def __init__(self, *steps: Step) -> None:
        self.steps = list(steps)
        self.received: list[Received] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._stalled: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self._one(connection)

    def _one(self, connection: socket.socket) -> None:
        reader = connection.makefile("rb")
        line = reader.readline().decode().split()
        if not line:
            connection.close()
            return
        headers = {}
        while (header := reader.readline().decode().strip()) != "":
            name, _, value = header.partition(":")
            headers[name.lower()] = value.strip()
        body = reader.read(int(headers.get("content-length", 0)))
        self.received.append(Received(line[0], line[1], headers, body))
        step = self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]
        if isinstance(step, Answer):
            connection.sendall(self._written(step))
        elif step == "cut":
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
        elif step == "stall":
            self._stalled.append(connection)
            return
        reader.close()
        connection.close()

    def _written(self, answer: Answer) -> bytes:
        content = b"" if answer.body is None else json.dumps(answer.body, ensure_ascii=False).encode()
        headers = {"Content-Length": str(len(content)), "Connection": "close", **answer.headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"HTTP/1.1 {answer.status} As told\r\n{head}\r\n".encode() + content

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits for a connection
        self._listening.close()
        for connection in self._stalled:
            connection.close()


@contextmanager
def serving(*steps: Step) -> Iterator[Unsteady]:
    server = Unsteady(*steps)
    try:
        yield server
    finally:
        server.close()
