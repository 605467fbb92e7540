"""Examples of the documentation: the code blocks of a page, and running the ones for a shell as a reader would.

A page's shell blocks run in one shell, in the order of the page, in a folder like that of the repository. A comment
that begins with an arrow (`# → review: 1 of 1`) names a text that the block prints. A JSON block that follows a shell
block is an answer: what was printed contains it, instants and hashes apart. A block after "Save this as `file`:" is
that file.
"""

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
README: Final = ROOT / "README.md"
INDEX: Final = ROOT / "docs" / "README.md"
"""The page that sets what the shell examples of all other pages use: `$KEY`, `$API` and `post`."""

PAGES: Final = (README, *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "docs" / "zh").glob("*.md")))
BEGINNING: Final = 50
"""Characters of a block's first line that its name has."""

_FENCE: Final = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_SAVED: Final = re.compile(r"Save this as `([\w.-]+)`[^`]*:\s*$")
_ENDLESS: Final = re.compile(r"^(.+# .*Ctrl-C ends it.*)$", re.MULTILINE)
"""Commands that go on until somebody ends them: so does the test, after a moment."""

_CURL: Final = """#!/bin/sh
/usr/bin/curl --noproxy '*' --fail-with-body "$@"
status=$?
[ $status -ne 22 ] || echo "$@" >> {noted}
exit $status
"""
"""A `curl` that notes each answer that is a refusal, and fails then."""

_VARYING: Final = (
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[+-]\d\d:\d\d|Z)?"), "<instant>"),
    (re.compile(r"\d{4}年\d+月\d+日(?: \d\d:\d\d(?::\d\d)?)?"), "<日期>"),
    (re.compile(r"\d{4}-\d\d-\d\d"), "<date>"),
    (re.compile(r"\b[0-9a-f]{12,64}\b"), "<hash>"),
)
"""Texts that differ in each run: instants, dates and hashes."""


@dataclass(frozen=True)
class Block:
    """A code block of a page."""

    page: Path
    line: int
    language: str
    text: str
    saved_as: str = ""
    """Name of the file that the page says it is."""
    answers: bool = False
    """Whether it is JSON right after a block for a shell."""

    @property
    def name(self) -> str:
        """Return the name in a list: the page, and how the block begins."""
        return f"{self.page.relative_to(ROOT).as_posix()}: {self.text.strip().splitlines()[0][:BEGINNING].strip()}"


def blocks_of(page: Path) -> list[Block]:
    """Return the code blocks of a page."""
    text = page.read_text(encoding="utf-8")
    blocks: list[Block] = []
    end = 0
    for found in _FENCE.finditer(text):
        between = text[end : found.start()]
        saved = _SAVED.search(between)
        own = re.sub(f"(?m)^{found[1]}", "", found[3])
        follows = bool(blocks) and blocks[-1].language == "sh" and "\n#" not in between
        answers = found[2] == "json" and follows and saved is None
        line = text.count("\n", 0, found.start()) + 1
        blocks.append(Block(page, line, found[2], own, saved[1] if saved else "", answers))
        end = found.end()
    return blocks


@dataclass
class Shell:
    """A shell in a folder that looks like the repository beside a running product."""

    folder: Path
    data: Path
    """The product's data folder."""
    replaced: Mapping[str, str]
    """Addresses of the pages, and those of this product."""
    env: Mapping[str, str]

    def __post_init__(self) -> None:
        """Lay out the folder."""
        self.folder.mkdir()
        for name in (".venv", "bench", "tests"):
            (self.folder / name).symlink_to(ROOT / name)
        (self.folder / ".standing").symlink_to(self.data)
        own = self.folder / "bin"
        own.mkdir()
        (own / "curl").write_text(_CURL.format(noted=self.folder / "refused"))
        (own / "curl").chmod(0o755)

    def run(self, blocks: list[Block]) -> list[str]:
        """Run the blocks in one shell; return what each printed. The first command that fails ends it.

        Raises:
            AssertionError: when a command failed, or an answer was a refusal.
        """
        # What was started in the background ends with the shell.
        script = ["set -eu", "trap 'kill $(jobs -p) 2>/dev/null || true' EXIT"]
        for number, block in enumerate(blocks):
            text = _ENDLESS.sub(
                r"set +e\ntimeout --signal INT 4 \1\n[ $? -ge 124 ] || exit\nset -e", self.own(block.text)
            )
            script += [f"printf '\\n@@@ {number}\\n'", text]
        file = self.folder / "page.sh"
        file.write_text("\n".join(script) + "\n", encoding="utf-8")
        done = subprocess.run(
            ["bash", str(file)],
            cwd=self.folder,
            # The commands keep their profiles in the folder, not in the home of whoever runs the test.
            env={**self.env, "HOME": str(self.folder), "PATH": f"{self.folder / 'bin'}:{self.env['PATH']}"},
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        said = re.split(r"^@@@ \d+\n", done.stdout, flags=re.MULTILINE)[1:]
        noted = self.folder / "refused"
        if done.returncode or noted.exists():
            refused = noted.read_text() if noted.exists() else ""
            at = blocks[len(said) - 1]
            raise AssertionError(
                f"{at.name} (line {at.line}) ended with {done.returncode}\n{said[-1]}\n{done.stderr}\n{refused}"
            )
        return said

    def own(self, text: str) -> str:
        """Return a text of a page with the addresses of this product."""
        for shown, mine in self.replaced.items():
            text = text.replace(shown, mine)
        return text


def expected(block: Block) -> list[str]:
    """Return the texts that a block says its commands print."""
    return re.findall(r"^ *# → (.+)$", block.text, re.MULTILINE)


def parts_of(printed: str) -> Iterator[Any]:
    """Yield every JSON value in what was printed, and every value within it."""
    begins = 0
    while found := re.compile(r"[{\[]").search(printed, begins):
        try:
            value, begins = json.JSONDecoder().raw_decode(printed, found.start())
        except ValueError:
            begins = found.end()
        else:
            yield from _within(value)


def _within(value: Any) -> Iterator[Any]:
    yield value
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inside:
        yield from _within(one)


def comparable(value: Any) -> Any:
    """Return a JSON value without what differs in each run."""
    if isinstance(value, dict):
        return {key: comparable(one) for key, one in value.items()}
    if isinstance(value, list):
        return [comparable(one) for one in value]
    if not isinstance(value, str):
        return value
    for pattern, word in _VARYING:
        value = pattern.sub(word, value)
    return value
