"""Atom feed (RFC 4287) of published cases; withdrawn ones are deleted entries (RFC 6721)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from xml.etree import ElementTree as ET

from models.exposures import Exposure, ExposureStatus
from models.instants import rfc3339
from models.texts.legible import legible

MEDIA_TYPE: Final = "application/atom+xml"
TITLE: Final = "违规账号处置公示 · Handled cases"

_ATOM: Final = "http://www.w3.org/2005/Atom"
_DELETED: Final = "http://purl.org/atompub/tombstones/1.0"
_BEGINNING: Final = "2023-07-10T00:00:00+08:00"
"""`updated` of an empty feed: the date of the notice."""

ET.register_namespace("", _ATOM)
ET.register_namespace("at", _DELETED)


def feed(shown: Sequence[tuple[datetime, Exposure]], *, address: str, following: str | None) -> str:
    """Return the feed as XML. `address` is its URL; `following` is the URL of the next page, if any."""
    root = ET.Element(f"{{{_ATOM}}}feed")
    _add(root, "id", "urn:standing:exposures")
    _add(root, "title", TITLE)
    _add(root, "updated", rfc3339(shown[0][0]) if shown else _BEGINNING)
    author = ET.SubElement(root, f"{{{_ATOM}}}author")
    _add(author, "name", "Standing")
    ET.SubElement(root, f"{{{_ATOM}}}link", rel="self", href=address, type=MEDIA_TYPE)
    if following is not None:
        ET.SubElement(root, f"{{{_ATOM}}}link", rel="next", href=following, type=MEDIA_TYPE)
    for at, exposure in shown:
        _entry(root, at, exposure)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode")


def _entry(root: ET.Element, at: datetime, exposure: Exposure) -> None:
    name = f"urn:standing:exposure:{exposure.id}"
    if exposure.status is not ExposureStatus.PUBLISHED:
        ET.SubElement(root, f"{{{_DELETED}}}deleted-entry", ref=name, when=rfc3339(at))
        return
    notice = exposure.notice
    entry = ET.SubElement(root, f"{{{_ATOM}}}entry")
    _add(entry, "id", name)
    _add(entry, "title", notice.zh)
    _add(entry, "updated", rfc3339(at))
    _add(entry, "published", rfc3339(exposure.published_at or at))
    ET.SubElement(entry, f"{{{_ATOM}}}category", term=notice.kind.value, scheme="urn:standing:case-kind")
    if notice.category is not None:
        ET.SubElement(entry, f"{{{_ATOM}}}category", term=notice.category.value, scheme="urn:standing:violation")
    _add(entry, "summary", notice.en)
    said = "\n".join(part for part in (notice.zh, notice.en, notice.summary) if part)
    _add(entry, "content", said, type="text")


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes).text = legible(text)
