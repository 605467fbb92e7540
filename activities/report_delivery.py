"""Delivery of a report to the regulator: by signed HTTP requests, into a folder, or by download from the API.

Repeating a delivery is safe: the receiver recognises a report by its identifier and its files by their hashes.
"""

import json
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import httpx2
from pydantic import ValidationError
from standardwebhooks import Webhook

from ledger.reports import files
from ledger.store.database import Database
from ledger.store.host_clock import time_of
from models.base import Frozen
from models.names import TEXT_LENGTH, Line, Text
from models.reports.reports import Acknowledged, Channel, Delivered, DeliveryFailed, File, Rejected, Report
from reports.filing import Filing

MOST_ANSWER: Final = 64 << 10
"""Bytes of an answer that are read."""
MANIFEST: Final = "manifest.json"


@dataclass(frozen=True)
class Attempt:
    """Result of a delivery, with the receiver's immediate answer."""

    body: Delivered | DeliveryFailed
    then: tuple[Acknowledged | Rejected, ...] = ()


class _Answer(Frozen):
    """Answer that a receiver may send; an empty one is valid."""

    status: str = "received"
    receipt: Line = ""
    reason: Text = ""


def manifest(report: Report) -> str:
    """Return the manifest of a report's files, which is the signed text."""
    head = report.terms.head
    said = {
        "report": report.id,
        "platform": head.platform,
        "period": head.period.model_dump(mode="json"),
        "cut_off": head.model_dump(mode="json")["cut_off"],
        "replaces": head.replaces,
        "files": [file.model_dump(mode="json") for file in report.files],
    }
    return json.dumps(said, ensure_ascii=False, indent=1)


async def deliver(database: Database, filing: Filing, report: Report, attempt: int) -> Attempt:
    """Deliver a report once, by the channel that was fixed at its request."""
    channel = report.terms.channel
    if channel is Channel.API:
        return Attempt(Delivered(attempt=attempt, to="ready to be fetched"))
    if channel is Channel.FOLDER:
        if filing.folder is None:
            return _failed(attempt, "this worker has no STANDING_REPORT_FOLDER")
        return await _written_to_folder(database, filing.folder, report, attempt)
    if filing.address is None or filing.secret is None:
        return _failed(attempt, "this worker has no STANDING_REPORT_ADDRESS and STANDING_REPORT_SECRET")
    return await _send(database, filing.address.rstrip("/"), filing.secret, report, attempt, within_s=filing.delivery_s)


async def _written_to_folder(database: Database, folder: Path, report: Report, attempt: int) -> Attempt:
    """Write the files into a temporary folder and rename it: a folder with the final name is complete."""
    unfinished, place = folder / f".{report.id}.unfinished", folder / report.id
    try:
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        for file in report.files:
            with (unfinished / file.name).open("wb") as out:
                async for content in files.pieces(database, file.sha256):
                    out.write(content)
        (unfinished / MANIFEST).write_text(manifest(report), encoding="utf-8")
        if place.exists():
            shutil.rmtree(place)
        unfinished.rename(place)
    except OSError as error:
        return _failed(attempt, f"the folder cannot be written: {error.strerror}")
    return Attempt(Delivered(attempt=attempt, to=f"folder {folder.name}"))


async def _send(
    database: Database, address: str, secret: str, report: Report, attempt: int, *, within_s: float
) -> Attempt:
    host = urlsplit(address).hostname or ""
    place = f"{address}/{report.id}"
    async with httpx2.AsyncClient(timeout=within_s, trust_env=False, follow_redirects=False) as client:
        try:
            for file in report.files:
                answer = await client.put(
                    f"{place}/{file.name}",
                    content=_content(database, file),
                    headers={
                        **_signed(secret, f"{report.id}/{file.name}", file.sha256, await time_of(database)),
                        "content-type": file.media_type,
                        "content-length": str(file.size),
                        "standing-sha256": file.sha256,
                    },
                )
                if not answer.is_success:
                    return _failed(attempt, f"{host} answered {answer.status_code} to {file.name}")
            said = manifest(report)
            headers = {**_signed(secret, report.id, said, await time_of(database)), "content-type": "application/json"}
            answer = await client.post(place, content=said.encode(), headers=headers)
        except (httpx2.HTTPError, OSError) as error:
            return _failed(attempt, f"{host} cannot be reached: {str(error) or type(error).__name__}")
    if not answer.is_success:
        return _failed(attempt, f"{host} answered {answer.status_code}")
    return _understood(answer.content[:MOST_ANSWER], attempt, host)


def _understood(content: bytes, attempt: int, host: str) -> Attempt:
    try:
        answer = _Answer.model_validate(_known_keys(json.loads(content)) if content.strip() else {})
    except (ValueError, ValidationError):
        # The report was accepted; an answer of another form is ignored.
        answer = _Answer()
    delivered = Delivered(attempt=attempt, receipt=answer.receipt, to=host)
    if answer.status == "acknowledged":
        return Attempt(delivered, (Acknowledged(receipt=answer.receipt),))
    if answer.status == "rejected":
        return Attempt(delivered, (Rejected(reason=answer.reason or "no reason given"),))
    return Attempt(delivered)


def _known_keys(answer: Any) -> dict[str, Any]:
    return {key: answer[key] for key in _Answer.model_fields if key in answer} if isinstance(answer, dict) else {}


async def _content(database: Database, file: File) -> AsyncIterator[bytes]:
    async for content in files.pieces(database, file.sha256):
        yield content


def _signed(secret: str, name: str, said: str, now: datetime) -> dict[str, str]:
    """Return the headers of Standard Webhooks. A file is signed by its hash, so that it can be sent as a stream."""
    return {
        "webhook-id": name,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(name, now, said),
    }


def _failed(attempt: int, reason: str) -> Attempt:
    return Attempt(DeliveryFailed(attempt=attempt, reason=reason[:TEXT_LENGTH]))
