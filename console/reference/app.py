"""The reference as an application that the composition root mounts beside the API.

Whoever may read `/openapi.json` may read it: it says nothing that the description does not say.
"""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Final, cast

from fastapi import APIRouter, FastAPI, HTTPException, Path, Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup, escape
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from console.http import preferences
from console.http.headers import CONTENT_SECURITY_POLICY
from console.http.state import ConsoleState, console_of
from console.reference import calling, lines
from console.reference.calling import Calls
from console.reference.groups import GROUPS
from console.reference.operations import Listed, Operation, groups, listed, operation_of
from console.rendering.environment import Shown, environment, rendered
from console.rendering.static import Asset, assets
from console.texts.filters import this_moment
from console.texts.languages import CODES, language
from regulation.words.operations import OPERATIONS
from settings import Settings

PATH: Final = "/docs"
"""Path below which all pages are."""
STATIC: Final = f"{PATH}/static"
FILES: Final = ("standing.css", "reference.css", "reference.js", "icon.svg")
"""The page's files: the console's style sheet, and its own."""

HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cache-Control": "no-cache",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Vary": "Accept-Language",
}
_FOR_GOOD: Final = "public, max-age=31536000, immutable"

router = APIRouter(prefix=PATH)


def reference_app(settings: Settings, api: FastAPI) -> ASGIApp:
    """Return the reference of an API of the same process."""
    app = FastAPI(title="Standing reference", openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.include_router(router)
    app.state.console = ConsoleState(api, settings, frozenset())
    app.add_exception_handler(StarletteHTTPException, _missing)
    for code in CODES:
        environment(code)
    return _Reference(app, Calls(app.state.console))


class _Reference:
    """ASGI layer that tells calls with the session from pages."""

    def __init__(self, app: FastAPI, calls: Calls) -> None:
        self._app, self._calls = app, calls

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        scope["app"] = self._app
        chosen: ASGIApp = self._calls if scope["path"].startswith(f"{calling.PREFIX}/v1/") else self._app
        await chosen(scope, receive, send)


@router.get("")
async def show_reference(request: Request) -> Response:
    """All operations by group, and how to call them."""
    return _page(request, "reference/index.html")


@router.get("/static/{digest}/{name}")
async def read_file(digest: str, name: str) -> Response:
    """A file of the pages, kept by browsers under its hash."""
    asset: Asset | None = assets().get(name) if name in FILES else None
    if asset is None:
        raise HTTPException(404)
    kept = _FOR_GOOD if digest == asset.digest else "no-store"
    return Response(asset.content, media_type=asset.media_type, headers={"Cache-Control": kept})


@router.get("/{name}")
async def show_operation(request: Request, name: Annotated[str, Path(max_length=80)]) -> Response:
    """One operation: what it is given, what it answers, and an example that runs."""
    api, origin = console_of(request).api, _origin(request)
    one = _listed(api).get(name)
    if one is None:
        raise HTTPException(404)
    operation = _read(api, one)
    return _page(
        request,
        "reference/operation.html",
        operation=operation,
        written={
            "curl": lines.curl(operation.example, origin),
            "Python": lines.python(operation.example, origin),
            "TypeScript": lines.typescript(operation.example, origin),
        },
    )


async def _missing(request: Request, error: Exception) -> Response:
    status = cast("StarletteHTTPException", error).status_code
    return _page(request, "reference/missing.html", status=status)


def _page(request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
    code = preferences.language_of(request)
    console = console_of(request)
    common = {
        "here": request.url.path,
        "origin": _origin(request),
        "console": console.settings.console,
        "prose": prose,
        "group": lambda tag: GROUPS[tag] if code == "zh" else tag,
        "summary": lambda one: OPERATIONS[one.name] if code == "zh" else one.summary,
        "grouped": groups(_listed(console.api).values()),
        "file": lambda name: f"{STATIC}/{assets()[name].digest}/{name}",
    }
    text = rendered(code, template, {**common, **values}, Shown(this_moment(), request.url.path, ()))
    answer = HTMLResponse(text, status_code=status, headers={**HEADERS, "Content-Language": language(code).tag})
    preferences.remember_language(request, answer, secure=console.settings.behind_tls, path=PATH)
    return answer


@cache
def _listed(api: FastAPI) -> Mapping[str, Listed]:
    """Return all operations by name, read once from the description."""
    return {one.name: one for one in listed(api.openapi())}


@cache
def _read(api: FastAPI, one: Listed) -> Operation:
    """Return an operation, read when its page is first asked for."""
    return operation_of(api.openapi(), one)


def _origin(request: Request) -> str:
    """Return the address of this server as the visitor sees it."""
    secure = console_of(request).settings.behind_tls
    return f"{'https' if secure else request.url.scheme}://{request.url.netloc}"


def prose(text: str) -> Markup:
    """Return a text of the description with its paragraphs and its `words` in code."""
    paragraphs = []
    for paragraph in text.split("\n\n"):
        parts = str(escape(" ".join(paragraph.split()))).split("`")
        marked = [f"<code>{part}</code>" if place % 2 else part for place, part in enumerate(parts)]
        paragraphs.append(f"<p>{''.join(marked)}</p>")
    return Markup("".join(paragraphs))  # noqa: S704 - every part was escaped
