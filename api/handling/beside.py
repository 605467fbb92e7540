"""Additions to answers: names beside actors, and Chinese beside English. Each answer is read and written once for both.

It happens for the answers of all routes, so that a new one cannot forget it.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from fastapi import Request
from starlette.responses import Response

from api.handling import naming, speaking
from api.state.app_state import app_state_of
from ledger.people.names import names_of

_KEYS: Final = naming.ACTORS.union(speaking.SAID)


async def completed(request: Request, operation: str, answer: Response) -> Response:
    """Return an answer with the names of its actors, for a caller who reads them, and the Chinese of what the system
    says in it.
    """
    is_named = naming.concerns(operation, getattr(request.state, "caller", None), answer)
    is_spoken = speaking.concerns(operation, answer)
    if not (is_named or is_spoken):
        return answer
    content = json.loads(bytes(answer.body))
    places = list(_places(content))
    names: Mapping[str, str] = {}
    if is_named:
        names = await names_of(app_state_of(request).database, set(naming.actors_in(places)))
    # A list, so that no place is left out after the first that has changed.
    has_more = [_extend(place, names, is_spoken=is_spoken) for place in places]
    return _rewritten(answer, content) if any(has_more) else answer


def _places(content: Any) -> Iterator[dict[str, Any]]:
    """Objects of an answer that have a field which may get one beside it."""
    waiting = [[content]]
    while waiting:
        for value in waiting.pop():
            if isinstance(value, list):
                waiting.append(value)
            elif isinstance(value, dict):
                waiting.append(list(value.values()))
                if not _KEYS.isdisjoint(value):
                    yield value


def _extend(place: dict[str, Any], names: Mapping[str, str], *, is_spoken: bool) -> bool:
    """Add to an object what belongs beside its fields, each next to its own; whether there was any."""
    more = dict(naming.beside(place, names)) if names else {}
    if is_spoken:
        more.update(speaking.beside(place))
    if not more:
        return False
    fields = list(place.items())
    place.clear()
    for key, inner in fields:
        place[key] = inner
        if key in more:
            place.setdefault(*more[key])
    return True


def _rewritten(answer: Response, content: Any) -> Response:
    """Return the answer with another JSON body."""
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
    return Response(written, answer.status_code, headers)
