"""Markdown page of all event types, generated from the models so that it matches them."""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

from pydantic import BaseModel

from models.events.announcements import Announcement, bodies, example_of

_HEAD: Final = """\
# Events: the ordered stream of everything that happens

For platform engineers: how to read the feed without missing an event, and the fields of each type with an example.

```sh
curl -s "$API/events?after=0&limit=10" -H "Authorization: Bearer $KEY"  # a page; go on with `next`
curl -s "$API/events?after=latest&wait=5" -H "Authorization: Bearer $KEY"  # as soon as there is one (5 s at most)
curl -sN "$API/events?types=account.*" -H "Authorization: Bearer $KEY" -H 'Accept: text/event-stream'  # Ctrl-C ends it
.venv/bin/standing events follow --after 0 --types 'account.*'  # in the terminal; Ctrl-C ends it
```

- **No gap.** An event's number never changes. If you continue after the last number you saw, or after `next`, you miss
  nothing, with filters too: a page ends where a smaller number could still be committed.
- **Order.** Events of one account come in the order of its facts; events of one case or directive in the order of its
  entries.
- **At least once** is up to you: store the last number *after* you have handled the event.
- `after=latest` starts with the next event. An interrupted stream continues with `Last-Event-ID`.
- `GET /v1/accounts/{account}/events` lists what was told about one account, the newest first.
- The key is checked again during a stream or a `wait`. When it is revoked or loses its roles, a stream ends within two
  seconds with an event `problem`, and a waiting request is answered 401.
- New types and new fields may be added. Ignore what you do not know.

Every event has the same frame:

"""


def as_markdown() -> str:
    """Return the whole page as Markdown."""
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
    """Return a field's type in words; for an enumeration also its members."""
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
