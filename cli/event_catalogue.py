"""The catalogue of events as a page: made from the models, so that it cannot fall behind them."""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

from pydantic import BaseModel

from models.announcements import Announcement, bodies, example_of

_HEAD: Final = """\
# Events

Everything that happens is announced once, in one ordered stream that can always be caught up with.

```sh
curl -s "$API/events?after=0&limit=10" -H "Authorization: Bearer $KEY"  # a page; go on with `next`
curl -s "$API/events?after=latest&wait=30" -H "Authorization: Bearer $KEY"  # as soon as there is one
curl -sN "$API/events?types=account.ban_imposed" -H "Authorization: Bearer $KEY" -H 'Accept: text/event-stream'
.venv/bin/standing events follow --after 0 --types 'account.*'  # in the terminal
```

- **No gap.** An event's number never changes. Who goes on after the last number seen, or after `next`, misses nothing,
  also with filters and while many write at the same time: a page ends where a smaller number could still come.
- **Order.** The events of one account come in the order of its facts; so do the entries of one case or directive.
- **At least once** is for who reads to say: remember the last number *after* having dealt with it.
- `after=latest` begins with what comes from now on. A stream that breaks off goes on with `Last-Event-ID`.
- The key is looked at again while a stream or a `wait` lasts: when it is revoked, or loses its roles, a stream ends
  within two seconds with an event `problem`, and who waits is answered 401.
- New types and new fields may be added. A receiver passes over what it does not know.

Every event has the same frame:

"""


def as_markdown() -> str:
    """The whole page."""
    return "".join(_page())


def _page() -> Iterator[str]:
    yield _HEAD
    yield from _table(Announcement)
    yield "\n"
    for family, names in groupby(bodies(), key=lambda name: name.partition(".")[0]):
        yield f"## {family}\n\n"
        for name in names:
            body = bodies()[name]
            yield f"### `{name}`\n\n{(body.__doc__ or '').strip()}\n\n"
            yield from _table(body, leave_out=("type",))
            example = json.dumps(example_of(name), ensure_ascii=False, indent=2)
            yield f"\n```json\n{example}\n```\n\n"
    yield "This page is what `standing events catalogue` prints.\n"


def _table(model: type[BaseModel], leave_out: tuple[str, ...] = ()) -> Iterator[str]:
    schema = model.model_json_schema(mode="serialization")
    yield "| field | what it is |\n|---|---|\n"
    for name, field in schema["properties"].items():
        if name not in leave_out:
            said = field.get("description", "")
            yield f"| `{name}` | {_kind(field, schema.get('$defs', {}))}{': ' if said else ''}{said} |\n"


def _kind(field: dict[str, Any], named: dict[str, Any]) -> str:
    """A field's type in words; a closed list with its members."""
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        members = named.get(name, {}).get("enum")
        return f"`{name}`" if members is None else " · ".join(f"`{member}`" for member in members)
    if "anyOf" in field:
        return " or ".join(_kind(one, named) for one in field["anyOf"])
    if field.get("type") == "array":
        return f"list of {_kind(field['items'], named)}" if field.get("items") else "list"
    if "const" in field:
        return f"`{field['const']}`"
    return str(field.get("format") or field.get("type") or "anything")
