"""Refusals of the API in words: the sentence, the places of faults, what would be right; in the user's language.

The API speaks English. Where the environment asks for Chinese (`LC_ALL`, `LC_MESSAGES`, `LANG`), titles and faults are
said in Chinese by the console's texts, and a sentence that has none stays in English beside them.
"""

import os
from collections.abc import Callable, Mapping
from typing import Any, Final

_BODY: Final = ("body.", "query.", "path.")


def chinese() -> bool:
    """Return whether the environment asks for Chinese."""
    wanted = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return wanted.lower().startswith("zh")


def in_words(problem: Mapping[str, Any]) -> str:
    """Return a problem (RFC 9457) as text: one sentence, or one line for each fault with its place."""
    said = _translated() if chinese() else str
    lines = [f"{_place(str(fault['path']))}: {said(str(fault['message']))}" for fault in problem.get("errors") or ()]
    title = said(str(problem.get("title", "")))
    if lines:
        return f"{title}：\n" + "\n".join(lines) if chinese() else "\n".join(lines)
    detail = str(problem.get("detail") or "")
    article = problem.get("article")
    if not chinese():
        return (detail or title) + ("" if article is None or "art" in detail else f" (article {article})")
    told = str(problem.get("message_zh") or problem.get("detail_zh") or said(detail))
    said_once = told if told in {title, ""} else f"{title}：{told}"
    return (said_once or title) + ("" if article is None else f"（第{article}条）")


def _place(path: str) -> str:
    """Return the place of a fault without the part of the request that has it."""
    return next((path.removeprefix(part) for part in _BODY if path.startswith(part)), path)


def _translated() -> Callable[[str], str]:
    from console.texts.languages import language
    from console.texts.problems import said

    spoken = language("zh")
    return lambda text: said(text, spoken)
