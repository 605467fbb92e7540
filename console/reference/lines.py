"""An example as a line of curl, as a program in Python with `standing-client`, and in TypeScript with openapi-fetch."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Literal
from urllib.parse import quote, urlencode

from pydantic import TypeAdapter

from console.reference.fields import argument

JSON: Final = "application/json"
FILE: Final = "FILE"
"""What stands for the file in an example whose body is one."""
KEY: Final = "sk_…"


@dataclass(frozen=True)
class Example:
    """A request of one operation."""

    operation: str
    method: str
    template: str
    path: Mapping[str, Any]
    query: Mapping[str, Any]
    media: str | None
    body: Any
    lines: str | None
    """A body of lines."""
    keyed: bool
    """Whether the operation needs a key."""
    formats: Mapping[str, str]
    """Formats of the body's fields, where they are more than text."""
    is_whole: bool
    """Whether the Python client takes the body as one argument."""
    answers: Literal["json", "text", "bytes"]
    """What an answer is."""

    @property
    def address(self) -> str:
        """Return the path with its values, and the query."""
        path = self.template
        for name, value in self.path.items():
            path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
        pairs = [(name, _word(each)) for name, value in self.query.items() for each in _several(value)]
        return f"{path}?{urlencode(pairs)}" if pairs else path


def curl(example: Example, origin: str) -> str:
    """Return the command line, for a shell in which `KEY` is the key."""
    words = [f"curl {shlex.quote(origin + example.address)}"]
    if example.method != "GET" and example.media is None:
        words[0] = f"curl -X {example.method} {shlex.quote(origin + example.address)}"
    if example.keyed:
        words.append('-H "Authorization: Bearer $KEY"')
    if example.media is not None:
        words.append(f"-H {shlex.quote(f'Content-Type: {example.media}')}")
        if example.body is not None:
            words.append(f"-d {shlex.quote(_json(example.body))}")
        else:
            words.append(f"--data-binary {shlex.quote(example.lines or f'@{FILE}')}")
    return " \\\n  ".join(words)


def python(example: Example, origin: str) -> str:
    """Return the program; it prints the answer. `key` is the key."""
    arguments = [repr(value) for value in example.path.values()]
    arguments += [f"{argument(name)}={value!r}" for name, value in example.query.items()]
    if example.media == JSON:
        if example.is_whole:
            arguments.append(f"body={example.body!r}")
        else:
            arguments += [
                f"{argument(name)}={_literal(value, example.formats.get(name))}" for name, value in example.body.items()
            ]
    elif example.media is not None:
        content = f"{example.lines!r}.encode()" if example.lines is not None else f'Path("{FILE}").read_bytes()'
        arguments += [f"content={content}", f"content_type={example.media!r}"]
    call = f"client.{example.operation}({', '.join(arguments)})"
    if len(call) > 80:
        call = "client.{}(\n        {},\n    )".format(example.operation, ",\n        ".join(arguments))
    imports = [f"from datetime import {name}" for name in ("timedelta", "datetime", "date") if f"={name}" in call]
    imports += ["from pathlib import Path"] if "Path(" in call else []
    shows = {"json": "answer", "text": "answer.text", "bytes": "len(answer.content)"}[example.answers]
    return "\n".join(
        [*imports, *([""] if imports else []), "from standing_client import Client", "",
         f"with Client({origin!r}, key) as client:", f"    answer = {call}", f"    print({shows})"]
    )  # fmt: skip


def typescript(example: Example, origin: str) -> str:
    """Return the program; `key` is the key, `standing.js` has the types that openapi-typescript generates."""
    return "\n".join(
        [
            'import createClient from "openapi-fetch";',
            'import type { paths } from "./standing.js";',
            "",
            f"const client = createClient<paths>({{ baseUrl: {json.dumps(origin)}, "
            "headers: { Authorization: `Bearer ${key}` } });",
            typescript_call(example),
        ]
    )


def typescript_call(example: Example) -> str:
    """Return the call alone."""
    options = []
    params = {where: dict(values) for where, values in (("path", example.path), ("query", example.query)) if values}
    if params:
        options.append(f"params: {_json(params)}")
    if example.body is not None:
        options.append(f"body: {_json(example.body)}")
    elif example.media is not None:
        content = _json(example.lines) if example.lines is not None else "file as unknown as string"
        options += [
            f"body: {content}",
            "bodySerializer: (body) => body",
            f'headers: {{ "Content-Type": {json.dumps(example.media)} }}',
        ]
    if example.answers != "json":
        options.append(f'parseAs: "{"text" if example.answers == "text" else "blob"}"')
    said = "".join(f"  {option},\n" for option in options)
    given = f", {{\n{said}}}" if options else ""
    return f'const {{ data, error }} = await client.{example.method}("{example.template}"{given});'


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


_DURATION: Final = TypeAdapter(timedelta)


def _literal(value: Any, form: str | None) -> str:
    """Return a value as Python writes it, a length of time or an instant as what the client's method takes."""
    if isinstance(value, str) and form == "duration":
        length = _DURATION.validate_python(value)
        if length.seconds or length.microseconds:
            return f"timedelta(seconds={length.total_seconds():g})"
        return f"timedelta(days={length.days})"
    if isinstance(value, str) and form in {"date-time", "date"}:
        return f"{'datetime' if form == 'date-time' else 'date'}.fromisoformat({value!r})"
    return repr(value)
