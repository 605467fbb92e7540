"""The table of routes that take an idempotency key, and of those that may be repeated without one."""

from collections.abc import Iterable

from client_making.description import HARMLESS, Operation

_HEAD = '"""Routes by kind, generated from the server\'s description by `make client`."""\n\nfrom typing import Final\n'


def written(operations: Iterable[Operation]) -> str:
    """Return the module `standing_client/routes_table.py`."""
    posts = [operation for operation in operations if operation.method == "POST"]
    tables = {
        "COMMANDS": [one for one in posts if one.takes_key],
        "QUESTIONS": [one for one in posts if not one.takes_key and one.path in HARMLESS],
        "WITHOUT_KEY": [one for one in posts if not one.takes_key and one.path not in HARMLESS],
    }
    return "\n".join([_HEAD, *(_table(name, some) for name, some in tables.items())])


def _table(name: str, some: Iterable[Operation]) -> str:
    paths = sorted({one.path for one in some})
    return "\n".join([f"{name}: Final = (", *(f'    "{path}",' for path in paths), ")\n"])
