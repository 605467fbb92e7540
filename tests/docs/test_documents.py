"""Documents: the links, files, commands, settings and routes that they name exist, and each page names its readers."""

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from api.app import create_app
from cli import COMMANDS
from settings import Settings
from tests.api.conftest import settings_for

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
INDEX = ROOT / "docs" / "README.md"
PAGES = sorted(path for path in (ROOT / "docs").glob("*.md"))
RECORDS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
CHINESE = sorted((ROOT / "docs" / "zh").glob("*.md"))
ALL = [README, *PAGES, *CHINESE, *RECORDS]
GIVEN = {"STANDING_": "the prefix alone", "STANDING_PICTURE_": "a family of settings", "STANDING_REPORT_": "the same"}
"""Words that begin like a setting and are none."""


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


each_document = pytest.mark.parametrize("document", ALL, ids=named)
each_page = pytest.mark.parametrize("page", [README, *PAGES], ids=named)


def text_of(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def anchors_of(document: Path) -> set[str]:
    """Return the anchors that GitHub gives to headings: lower case, no punctuation, hyphens for spaces."""
    headings = re.findall(r"^#+ (.+)$", text_of(document), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@each_document
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    """The test checks files and headings, not the web."""
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(document)):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        found = (document.parent / name).resolve() if name else document
        assert found.exists(), target
        if anchor:
            assert anchor in anchors_of(found), target


def files_named(text: str) -> Iterator[str]:
    """Yield texts between backticks that look like a path of this repository."""
    top = {path.name for path in ROOT.iterdir()}
    for words in re.findall(r"`([^`\n]+)`", text):
        for word in re.findall(r"[\w.*/-]+", words):
            first, slash, _ = word.partition("/")
            if slash and first in top and not set("*{") & set(word):
                yield word


@each_document
def test_every_file_that_is_named_exists(document: Path) -> None:
    """A path in backticks whose first folder is one of ours; `tests` and the tables of decision records too."""
    missing = [name for name in files_named(text_of(document)) if not (ROOT / name).exists()]
    assert not missing


def commands_named(text: str) -> Iterator[list[str]]:
    """Yield the words after `standing` in code, up to where a shell would end the command."""
    code = re.findall(r"```sh\n(.*?)```", text, re.DOTALL) + re.findall(r"`([^`\n]+)`", text)
    for piece in (re.sub(r"(?m)(^|\s)#.*$", "", whole) for whole in code):
        for words in re.findall(r"(?:^|[\s(\"`])(?:\.venv/bin/)?standing ((?:[^\n#|;&>\\]|\\\n)+)", piece):
            try:
                yield shlex.split(words.replace("\\\n", " "), comments=True)
            except ValueError:  # a quotation that continues after the cut
                yield words.split()


@cache
def command(name: str) -> Any:
    return COMMANDS[name].command(name)


def fault_of(words: list[str]) -> str:
    """Return why the command line would not know these words; empty when it does. Arguments are not checked."""
    first, *rest = [word for word in words if word not in {"…", "..."}] or [""]
    if first.startswith(("-", "$", "<")) or first not in COMMANDS:
        return "" if first in {"--help", "-h"} else f"no command {first!r}"
    found = command(first)
    if getattr(found, "commands", None):
        if not rest or rest[0].startswith("-"):
            return ""
        name = re.sub(r"\W+$", "", rest[0])
        if name not in found.commands:
            return f"no command {first} {name!r}"
        found, rest = found.commands[name], rest[1:]
    known = {option for parameter in found.params for option in (*parameter.opts, *parameter.secondary_opts)}
    known |= {"--help", "-h"}
    wrong = [word for word in rest if word.startswith("--") and word.partition("=")[0] not in known]
    return f"{found.name} knows no {wrong}" if wrong else ""


@each_page
def test_every_command_that_is_named_exists(page: Path) -> None:
    """The options of a command exist too, as an operator would copy them."""
    faults = [fault for words in commands_named(text_of(page)) if (fault := fault_of(words))]
    assert not faults


@each_page
def test_every_setting_that_is_named_exists(page: Path) -> None:
    """`STANDING_…` in a document is a field of the settings."""
    known = {f"STANDING_{name.upper()}" for name in Settings.model_fields} | set(GIVEN)
    assert set(re.findall(r"\bSTANDING_[A-Z_]*", text_of(page))) <= known


def without_names(path: str) -> str:
    return re.sub(r"\{\w+\}", "{}", path)


@cache
def routes() -> set[tuple[str, str]]:
    described = create_app(settings_for("postgresql+asyncpg://nobody@nowhere/standing")).openapi()["paths"]
    return {
        (method.upper(), re.sub(r"\{\w+\}", "{}", path)) for path, methods in described.items() for method in methods
    }


@each_page
def test_every_route_that_is_named_exists(page: Path) -> None:
    """A route is a method with a whole path under `/v1`; an identifier in braces matches any."""
    for method, path in re.findall(r"`(GET|POST|PUT|DELETE) (/v1/[\w{}/.-]+)", text_of(page)):
        assert (method, without_names(path).rstrip("/")) in routes(), (method, path)


@each_page
def test_every_page_says_for_whom_it_is(page: Path) -> None:
    """The first sentence after the title: "For operators: …". The README speaks to everybody."""
    if page == README:
        return
    first = text_of(page).split("\n\n")[1]
    assert re.match(r"For [a-z ,]+(\([^)]*\))?: ", first), first[:80]


def test_the_index_lists_every_page_once() -> None:
    """Pages are listed in reading order; a page that is not listed is not found."""
    listed = re.findall(r"^- \[[^\]]+\]\(([\w.-]+\.md)\)", text_of(INDEX), re.MULTILINE)
    assert sorted(listed) == sorted(page.name for page in PAGES if page != INDEX)


def test_the_readme_is_short() -> None:
    """A visitor reads it in a few minutes; what is longer belongs to a page of its own."""
    assert len(text_of(README).splitlines()) < 150


def test_pictures_are_small() -> None:
    """Pictures are loaded with every visit."""
    pictures = list((ROOT / "docs" / "pictures").iterdir())
    assert pictures
    assert all(picture.stat().st_size < 200_000 for picture in pictures)
