"""Chinese beside what the system itself has recorded in English: `"title": "overdue: …", "title_zh": "指令逾期：…"`.

What a person has typed has no Chinese beside it: it stands as it was typed. The feed and the mirror are passed on as
they were recorded. `api.handling.beside` adds it.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from starlette.responses import Response

from regulation.words.sentences.chinese import in_chinese

SAID: Final = ("title", "reason", "text", "fault")
"""Fields of answers that the system may have written."""
WITHOUT: Final = frozenset(
    {
        "list_events",
        "list_account_events",
        "read_mirror_changes",
        "list_mirrored_standings",
        "load_mirrored_standings",
        "read_mirrored_rumours",
    }
)
"""Operations whose answers are passed on as they were recorded."""
_SAID: Final = re.compile(rb'"(?:%s)": ?"[^"]' % "|".join(SAID).encode())
_CODE: Final = re.compile(r"[a-z_]*")


def concerns(operation: str, answer: Response) -> bool:
    """Return whether an answer may have a sentence of the system."""
    body = getattr(answer, "body", b"")
    return operation not in WITHOUT and answer.media_type == "application/json" and _SAID.search(body) is not None


def beside(place: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield each field of an object with a sentence of the system, with the field for its Chinese and its value."""
    for key in SAID:
        inner = place.get(key)
        if isinstance(inner, str) and not _CODE.fullmatch(inner) and (said := in_chinese(inner)):
            yield key, (f"{key}_zh", said)


def describe(components: Mapping[str, dict[str, Any]], requested: frozenset[str]) -> None:
    """Add the Chinese to the schemas of answers in an OpenAPI document; `requested` are the schemas of requests."""
    for name, schema in components.items():
        properties = schema.get("properties", {})
        for key in SAID if name not in requested else ():
            if properties.get(key, {}).get("type") == "string" and "enum" not in properties[key]:
                said = "The same in Chinese, where the system has written it."
                properties.setdefault(f"{key}_zh", {"type": "string", "description": said})
