"""Static files: read once at start, with addresses that contain a hash of their content, so that none goes stale."""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from fastapi import APIRouter, HTTPException, Request, Response

FOLDER: Final = Path(__file__).parent.parent / "static"
PREFIX: Final = "/console/static"
_TYPES: Final[Mapping[str, str]] = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_FOR_GOOD: Final = "public, max-age=31536000, immutable"

router = APIRouter(prefix=PREFIX)


@dataclass(frozen=True)
class Asset:
    """A static file."""

    content: bytes
    media_type: str
    digest: str
    """Beginning of the SHA-256 of its content."""


@cache
def assets() -> Mapping[str, Asset]:
    """Return every static file by its path below the folder."""
    found = {}
    for path in sorted(FOLDER.rglob("*")):
        if path.suffix in _TYPES:
            content = path.read_bytes()
            name = path.relative_to(FOLDER).as_posix()
            found[name] = Asset(content, _TYPES[path.suffix], sha256(content).hexdigest()[:16])
    return found


def address_of(name: str) -> str:
    """Return the address of a static file.

    Raises:
        KeyError: when there is no such file.
    """
    return f"{PREFIX}/{assets()[name].digest}/{name}"


@router.get("/{digest}/{name:path}")
async def read_static_file(digest: str, name: str, request: Request) -> Response:
    """A file under the address that pages name is kept by browsers for good. Under another hash, which another release
    of the program named, it is the present file, and not kept.
    """
    asset = assets().get(name)
    if asset is None:
        raise HTTPException(404)
    current = digest == asset.digest
    etag = f'"{asset.digest}"'
    headers = {"Cache-Control": _FOR_GOOD if current else "no-store", "ETag": etag}
    if current and request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return Response(asset.content, media_type=asset.media_type, headers=headers)


# --- files of others ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class VendorFile:
    """A file of somebody else's package, kept with the program."""

    file: str
    package: str
    version: str
    source: str
    """Its path inside the package."""
    sha256: str
    licence: str


def vendor_files() -> tuple[VendorFile, ...]:
    """Return the manifest of the files of others."""
    listed = json.loads((FOLDER / "vendor" / "manifest.json").read_text(encoding="utf-8"))
    return tuple(VendorFile(**entry) for entry in listed)


def integrity_of(name: str) -> str:
    """Return the hash of a file as browsers check it (`integrity`)."""
    return f"sha256-{b64encode(sha256(assets()[name].content).digest()).decode()}"
