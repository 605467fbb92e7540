"""`ETag` of lists: a caller that asks again with `If-None-Match` gets 304 while the answer is the same.

The tag is a hash of the answer as it is sent. So it is strong, and a 304 is never stale: not when a fact arrives, not
when a status changes because time passes, not when a name beside an actor changes. The list is read all the same; what
is saved is the transfer, and the caller's work.
"""

from collections.abc import Callable, Coroutine
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from fastapi import Request, Response

from api.handling.routing import Guarded
from models.accounts.standing import Standing
from regulation.standing.boundaries import next_boundary

NOT_MODIFIED: Final[dict[int | str, dict[str, Any]]] = {
    304: {"description": "The answer is still the one whose `ETag` was sent in `If-None-Match`."}
}
"""Description of 304 for routes of this class."""


class Tagged(Guarded):
    """Guarded route whose answers have an `ETag`."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the route's handler, which answers 304 where the caller has the answer already."""
        handle = super().get_route_handler()

        async def tagged(request: Request) -> Response:
            answer = await handle(request)
            body = getattr(answer, "body", None)
            return answer if answer.status_code != 200 or not body else conditional(request, answer, bytes(body))

        return tagged


def conditional(request: Request, answer: Response, body: bytes) -> Response:
    """Return the answer with its tag, or 304 where `If-None-Match` has that tag."""
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    if tag in _tags(request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers={"ETag": tag})
    answer.headers["ETag"] = tag
    return answer


def unchanged(request: Request, standing: Standing, at: datetime) -> bool:
    """Return whether the caller has this version of an account, and no boundary has passed since it was recorded: then
    whatever depends on the standing alone is as it was, whenever the caller read it.
    """
    if f'"{standing.version}"' not in _tags(request.headers.get("if-none-match", "")):
        return False
    boundary = next_boundary(standing, standing.as_of)
    return boundary is None or boundary > at


def _tags(given: str) -> set[str]:
    """Return the tags of a header; a weak one, which a proxy may have made of ours, counts as its strong form."""
    return {tag.strip().removeprefix("W/") for tag in given.split(",")}
