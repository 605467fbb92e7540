"""Chinese beside what the system itself has recorded in English: `"title": "overdue: …", "title_zh": "指令逾期：…"`.

It happens once, for the answers of all routes, so that a new one cannot forget it. What a person has typed has no
Chinese beside it: it stands as it was typed. The feed and the mirror are passed on as they were recorded.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from starlette.responses import Response

from api.handling.naming import rewritten
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


def spoken(operation: str, answer: Response) -> Response:
    """Return the answer with the Chinese of every sentence in it that the system has written."""
    body = getattr(answer, "body", b"")
    if operation in WITHOUT or answer.media_type != "application/json" or not _SAID.search(body):
        return answer
    content = json.loads(bytes(body))
    beside = with_chinese(content)
    return answer if beside == content else rewritten(answer, beside)


def with_chinese(value: Any) -> Any:
    """Return the JSON value with the Chinese beside each sentence of the system."""
    if isinstance(value, list):
        return [with_chinese(one) for one in value]
    if not isinstance(value, dict):
        return value
    found: dict[str, Any] = {}
    for key, inner in value.items():
        found[key] = with_chinese(inner)
        if key in SAID and isinstance(inner, str) and not _CODE.fullmatch(inner):
            said = in_chinese(inner)
            if said:
                found.setdefault(f"{key}_zh", said)
    return found


def describe(components: Mapping[str, dict[str, Any]], requested: frozenset[str]) -> None:
    """Add the Chinese to the schemas of answers in an OpenAPI document; `requested` are the schemas of requests."""
    for name, schema in components.items():
        properties = schema.get("properties", {})
        for key in SAID if name not in requested else ():
            if properties.get(key, {}).get("type") == "string" and "enum" not in properties[key]:
                said = "The same in Chinese, where the system has written it."
                properties.setdefault(f"{key}_zh", {"type": "string", "description": said})
