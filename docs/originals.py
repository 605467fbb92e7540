"""Keep the Chinese pages beside their English originals.

A page of `docs/zh` ends with a comment that lists the sections of English pages which it follows, each with a hash of
the section. When a section changes, a test fails until somebody has compared the Chinese page: correct it if needed,
then run `python docs/originals.py docs/zh/PAGE.md`, which writes the hashes anew. Code blocks do not count:
they are not translated.
"""

import re
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

DOCS = Path(__file__).parent
_LISTED = re.compile(r"<!-- 原文\n(.*?)-->", re.DOTALL)
_CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def followed(page: Path) -> Iterator[tuple[str, str]]:
    """Yield the sections that a Chinese page follows (`cases.md#the-queue`), each with the hash noted; empty: none yet.

    Raises:
        LookupError: when the page lists none.
    """
    listed = _LISTED.search(page.read_text(encoding="utf-8"))
    if listed is None:
        raise LookupError(f"{page.name} does not list the English sections that it follows")
    for line in listed[1].splitlines():
        section, _, noted = line.strip().partition(" ")
        yield section, noted


def hash_of(section: str) -> str:
    """Return the hash of a section as it is now: the text below its heading, up to the next heading of its level.

    Raises:
        LookupError: when there is no such section.
    """
    name, _, anchor = section.partition("#")
    text = _CODE.sub("", (DOCS / name).read_text(encoding="utf-8"))
    if anchor:
        for heading in re.finditer(r"^(#+) (.+)$", text, re.MULTILINE):
            if re.sub(r"[^\w\- ]", "", heading[2].lower()).replace(" ", "-") == anchor:
                rest = text[heading.end() :]
                end = re.search(rf"^#{{1,{len(heading[1])}}} ", rest, re.MULTILINE)
                text = rest[: end.start()] if end else rest
                break
        else:
            raise LookupError(f"{name} has no section {anchor}")
    return sha256(" ".join(text.split()).encode()).hexdigest()[:12]


def note(page: Path) -> None:
    """Write the hashes of today into a Chinese page."""
    lines = [f"{section} {hash_of(section)}" for section, _ in followed(page)]
    listed = "<!-- 原文\n" + "\n".join(lines) + "\n-->"
    page.write_text(_LISTED.sub(listed, page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    for given in sys.argv[1:]:
        note(Path(given))
