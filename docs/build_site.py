"""Build the documentation as a site (`make docs`): prepare the pages, run the generator, check every link.

The pages of `docs/` stay files of the repository, whose links lead to other files too. For the site, links that leave
`docs/` become plain text, and three pages are added: the README, the API reference, from its description, and a list of
the decision records. The Chinese pages (`docs/zh`) are a site of their own within it, in Chinese throughout.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pydantic import SecretStr

from api.app import create_app
from settings import Settings

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = ROOT / "build" / "docs"
CHINESE = ROOT / "build" / "docs-zh"
SITE = ROOT / "build" / "site"
WORDS = {
    'placeholder:"Search"': 'placeholder:"搜索"',
    '"aria-label":"Search"': '"aria-label":"搜索"',
    '"No results"': '"没有找到结果"',
    '"Loading search\\u2026"': '"正在载入搜索…"',
    '"Search is unavailable. Reload the page to try again."': '"搜索暂不可用，请刷新页面"',
    '"result":"results"': '"个结果":"个结果"',
}
"""Words of the search that the generator has in English whatever the language, and the Chinese ones."""
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")


def prepare(description: dict[str, Any]) -> None:
    """Write the pages of the site into `build/docs`, the Chinese ones into `build/docs-zh`."""
    shutil.rmtree(PAGES, ignore_errors=True)
    shutil.rmtree(CHINESE, ignore_errors=True)
    shutil.copytree(DOCS, PAGES, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    (PAGES / "project.md").write_text(re.sub(r"\]\(docs/?", "](./", readme), encoding="utf-8")
    (PAGES / "README.md").rename(PAGES / "index.md")
    for page in PAGES.rglob("*.md"):
        text = _LINK.sub(partial(_within, page), page.read_text(encoding="utf-8"))
        page.write_text(text, encoding="utf-8")
    (PAGES / "zh").rename(CHINESE)
    (PAGES / "api.md").write_text(reference(description), encoding="utf-8")
    records = sorted(path for path in (PAGES / "decisions").glob("[0-9]*.md"))
    titles = [record.read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("# ") for record in records]
    listed = "\n".join(f"- [{title}]({record.name})" for title, record in zip(titles, records, strict=True))
    (PAGES / "decisions" / "index.md").write_text(f"# Decision records\n\n{listed}\n", encoding="utf-8")


def _within(page: Path, link: re.Match[str]) -> str:
    """Return a link as the site has it: text alone where it leaves the documentation."""
    mark, text, target = link.groups()
    name, hash_, anchor = target.partition("#")
    if re.match(r"[a-z]+:", target) or not name:
        return link[0]
    found = (page.parent / name).resolve()
    if found == PAGES / "README.md" or found == PAGES:
        found = PAGES / "index.md"
    elif found == PAGES.parent / "README.md":
        found = PAGES / "project.md"
    elif found == PAGES / "decisions":
        found = PAGES / "decisions" / "index.md"
    elif not found.is_relative_to(PAGES) or found.is_dir():
        return text
    if (PAGES / "zh" in found.parents) != (page.parent == PAGES / "zh"):
        found = found.with_suffix(".html") if found.suffix == ".md" else found  # a page of the other language's site
    return f"{mark}[{text}]({os.path.relpath(found, page.parent)}{hash_}{anchor})"


def reference(description: dict[str, Any]) -> str:
    """Return the API reference as a page: every operation with its parameters, body and answers, by subject."""
    by_tag: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            by_tag.setdefault(operation.get("tags", ["other"])[0], []).append((method, path, operation))
    parts = []
    for tag, operations in by_tag.items():
        rows = [
            f"| [{_in_one_line(one['summary'])}](#{one['operationId']}) | `{method.upper()} {path}` |"
            for method, path, one in operations
        ]
        table = "| operation | request |\n|---|---|\n" + "\n".join(rows)
        parts.append(f"## {tag.capitalize()}\n\n{table}\n\n{''.join(_operation(*each) for each in operations)}")
    return (
        "# API reference\n\nFor engineers: every operation of the API, by subject, with its parameters and answers. "
        "This page is generated from `/openapi.json`, which has the schemas of bodies and answers; "
        "`/docs` of a running server has them all with examples to try. What holds for every request "
        "(keys, problems, idempotency, pages) is at the top of that description. "
        "A method of the [Python client](clients.md) has the name of its operation.\n\n" + "\n".join(parts)
    )


def _operation(method: str, path: str, operation: dict[str, Any]) -> str:
    taken = [
        f"| `{one['name']}` | {one['in']} | {_in_one_line(one.get('description', ''))} |"
        for one in operation.get("parameters", ())
    ]
    table = "| parameter | in | meaning |\n|---|---|---|\n" + "\n".join(taken) + "\n\n" if taken else ""
    body = _schemas(operation.get("requestBody", {}))
    answers = [
        f"- {status}: {_in_one_line(answer['description'].replace('Successful Response', ''))}{_schemas(answer)}"
        for status, answer in operation["responses"].items()
        if "$ref" not in answer
    ]
    name = operation["operationId"]
    return (
        f"### {operation['summary']} {{#{name}}}\n\n`{method.upper()} {path}` · `{name}`\n\n"
        f"{operation.get('description', '')}\n\n{table}"
        + (f"Body:{body}\n\n" if body else "")
        + "\n".join(answers)
        + "\n\n"
    )


def _schemas(part: dict[str, Any]) -> str:
    named = re.findall(r"#/components/schemas/([\w.-]+)", str(part.get("content", "")))
    return "" if not named else " " + ", ".join(f"`{name}`" for name in dict.fromkeys(named))


def _in_one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


class _Links(HTMLParser):
    """Addresses and anchors of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what a tag leads to, loads, or names."""
        given = dict(attrs)
        if name := given.get("id") or given.get("name"):
            self.anchors.add(name)
        if tag == "a" and (address := given.get("href")):
            self.links.append(address)
        if tag in {"img", "script", "link", "source", "iframe"} and given.get("rel") != "canonical":
            self.loaded += [address for address in (given.get("src"), given.get("href")) if address]


def faults() -> Iterator[str]:
    """Yield every link that leads nowhere, and everything that a page would load from another host."""
    pages = {page: _Links() for page in SITE.rglob("*.html")}
    for page, links in pages.items():
        links.feed(page.read_text(encoding="utf-8"))
    for page, links in pages.items():
        name = page.relative_to(SITE)
        yield from (f"{name}: loads {one}" for one in links.loaded if urlsplit(one).netloc)
        for address in (*links.links, *links.loaded):
            parts = urlsplit(address)
            if parts.scheme or parts.netloc or name.name == "404.html":
                continue
            found = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            found = found / "index.html" if found.is_dir() else found
            anchor = unquote(parts.fragment)
            if not found.exists():
                yield f"{name}: {address} does not exist"
            elif anchor and found in pages and anchor not in pages[found].anchors:
                yield f"{name}: {address} has no such place"


def build() -> None:
    """Build both sites from the prepared pages.

    Raises:
        LookupError: when the generator has other words than `WORDS` says.
    """
    shutil.rmtree(SITE, ignore_errors=True)
    for settings in ("zensical.toml", "zensical.zh.toml"):
        generator = Path(sys.executable).parent / "zensical"
        subprocess.run([generator, "build", "--clean", "--config-file", settings], cwd=ROOT, check=True)
    [script] = (SITE / "zh" / "assets" / "javascripts").glob("bundle.*.js")
    text = script.read_text(encoding="utf-8")
    for english, chinese in WORDS.items():
        if english not in text:
            raise LookupError(f"{script.name} has no {english}: how does the generator say it now?")
        text = text.replace(english, chinese)
    script.write_text(text, encoding="utf-8")


def main() -> int:
    """Prepare, build and check; return the exit code."""
    # Nothing is connected: the description depends on the code alone.
    address, key = SecretStr("postgresql+asyncpg://nobody@nowhere/standing"), SecretStr("00" * 32)
    prepare(create_app(Settings(database_url=address, holder_key=key)).openapi())
    build()
    found = sorted(faults())
    said = found or [
        f"The site is in {SITE.relative_to(ROOT)}: open index.html, or with search: python -m http.server -d build/site"
    ]
    sys.stdout.write("\n".join(said) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
