"""Logs: one JSON object on each line, or text for people, without personal data."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, Final, Literal, TextIO

import structlog

from models.texts.legible import replaced
from regulation.holders.identifiers import holds_resident_id

_WORD: Final = re.compile(r"[0-9A-Za-z]{18}")


def configure(level: str, form: Literal["auto", "console", "json"], stream: TextIO | None = None) -> None:
    """Send the logs of this product and its libraries to one stream, in one format.

    `auto` writes text on a terminal and JSON elsewhere.
    """
    stream = stream or sys.stderr
    readable = form == "console" or (form == "auto" and stream.isatty())
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        without_identity_numbers,
        without_what_misleads,
    ]
    render: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer(colors=stream.isatty())
        if readable
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def without_identity_numbers(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Mask identity numbers, as a last safeguard should one reach a log."""
    for key, value in event.items():
        if isinstance(value, str) and _WORD.search(value):
            event[key] = _WORD.sub(_hidden, value)
    return event


def without_what_misleads(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Escape control characters, so that no text forges a log entry or moves the cursor; tracebacks keep their
    lines.
    """
    for key, value in event.items():
        if isinstance(value, str) and key != "exception":
            event[key] = replaced(value).replace("\n", "\\n").replace("\t", "\\t")
    return event


def _hidden(word: re.Match[str]) -> str:
    return "(identity number)" if holds_resident_id(word[0]) else word[0]
