"""A program that calls every operation by a client that openapi-python-client has generated.

It runs in an environment that has the generated package and what that needs, and nothing of Standing:
`python python_walk.py FOLDER REQUESTS ADDRESS KEY`. It writes one line of JSON for each operation: what went wrong.
"""

import base64
import importlib
import inspect
import json
import sys
from datetime import datetime
from enum import Enum
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_type_hints

PACKAGE = "standing_generated"


def main(folder: str, requests: str, address: str, key: str) -> None:
    sys.path.insert(0, folder)
    client = importlib.import_module(f"{PACKAGE}.client").AuthenticatedClient
    with client(address, key, timeout=60) as caller, client(address, "sk_nobody", timeout=60) as nobody:
        for one in json.loads(Path(requests).read_text(encoding="utf-8")):
            try:
                wrong = called(one, caller, nobody)
            except Exception as error:
                wrong = f"{type(error).__name__}: {error}"
            print(json.dumps({"operation": one["operation"], "wrong": wrong}), flush=True)


def called(one: dict[str, Any], caller: Any, nobody: Any) -> str:
    """Call the operation as somebody and as nobody; return what was wrong, if anything."""
    module = importlib.import_module(f"{PACKAGE}.api.{one['tag'].replace(' ', '_')}.{one['operation']}")
    parameters = inspect.signature(module.sync_detailed).parameters
    if one["keyed"]:
        refused = module.sync_detailed(**arguments(module, one), client=nobody)
        problem = refused.parsed
        if type(problem).__name__ != "Problem" or problem.status != 401 or problem.type_ != UNAUTHENTICATED:
            return f"without a key it got {refused.status_code} as {problem!r}"
    if "dry_run" in parameters and (
        wrong := misread(one, module.sync_detailed(**arguments(module, one), dry_run=True, client=caller))
    ):
        return f"as a dry run {wrong}"
    return misread(one, module.sync_detailed(**arguments(module, one), client=caller))


UNAUTHENTICATED = "urn:standing:problem:unauthenticated"


def misread(one: dict[str, Any], answer: Any) -> str:
    """Return what the parsed answer lacks of what was sent; empty if it lacks nothing."""
    if int(answer.status_code) not in one["statuses"]:
        return f"got {answer.status_code}: {answer.content[:500]!r}"
    parsed, sent = answer.parsed, answer.content
    if parsed is None:
        return f"parsed nothing of {sent[:200]!r}"
    if hasattr(parsed, "payload") or "application/json" not in answer.headers["content-type"]:
        read = parsed.payload.getvalue() if hasattr(parsed, "payload") else parsed
        return "" if read in {sent, sent.decode(errors="replace")} else f"read {read[:200]!r} of {sent[:200]!r}"
    if type(parsed).__module__.partition(".")[0] != PACKAGE:
        return f"parsed a {type(parsed)}"
    return difference(json.loads(sent), parsed.to_dict(), "answer")


def difference(sent: Any, read: Any, at: str) -> str:
    """Return where two JSON values differ, times compared as times; empty if nowhere."""
    if isinstance(sent, dict) and isinstance(read, dict):
        for key in sent.keys() | read.keys():
            if key not in read or key not in sent:
                return f"{at}.{key} is {'lost' if key in sent else 'made up'}"
            if said := difference(sent[key], read[key], f"{at}.{key}"):
                return said
        return ""
    if isinstance(sent, list) and isinstance(read, list) and len(sent) == len(read):
        return next(
            (said for n, (a, b) in enumerate(zip(sent, read, strict=True)) if (said := difference(a, b, f"{at}[{n}]"))),
            "",
        )
    return "" if sent == read or is_same_time(sent, read) else f"{at} was {sent!r} and is {read!r}"


def is_same_time(sent: Any, read: Any) -> bool:
    try:
        return datetime.fromisoformat(sent) == datetime.fromisoformat(read)
    except (TypeError, ValueError):
        return False


def arguments(module: ModuleType, one: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of the generated function, each in the type that it declares."""
    hints = get_type_hints(module.sync_detailed)
    found = {name: typed(hints[name], value) for name, value in (one["path"] | one["query"]).items()}
    if one["content"] is not None:
        file = importlib.import_module(f"{PACKAGE}.types").File
        found["body"] = file(BytesIO(base64.b64decode(one["content"])))
    elif one["body"] is not None:
        models = [kind for kind in members(hints["body"]) if hasattr(kind, "from_dict")]
        found["body"] = models[0].from_dict(one["body"])
    return found


def typed(hint: Any, value: Any) -> Any:
    kinds = [kind for kind in members(hint) if isinstance(kind, type) and issubclass(kind, Enum)]
    return kinds[0](value) if kinds and isinstance(value, str) else value


def members(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) or (hint,)


if __name__ == "__main__":
    main(*sys.argv[1:])
