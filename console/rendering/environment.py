"""Templates: one Jinja environment for each language, with autoescape, and an error for every undefined name.

The macros of `templates/parts` are known in every template by the name of their file: `blocks.head(…)`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from jinja2_fragments import render_block
from markupsafe import Markup

from console.rendering import static
from console.texts import filters, problems, words
from console.texts.languages import CODES, Code, Language, language

FOLDER: Final = Path(__file__).parent.parent / "templates"
PARTS: Final = ("icons", "states", "blocks", "fields", "live", "charts", "effects")
"""Files of macros, each after those that it uses."""


@dataclass(frozen=True)
class Shown:
    """What filters and macros know of the page that is rendered."""

    now: datetime
    path: str
    query: tuple[tuple[str, str], ...]


_SHOWN: Final[ContextVar[Shown]] = ContextVar("shown")


class _Compiled(BytecodeCache):
    """Compiled templates in memory, so that each is compiled once for all languages."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load the template if it was compiled before."""
        if (kept := self._kept.get(bucket.key)) is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the compiled template."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED: Final = _Compiled()


def compile_all() -> None:
    """Compile every template in every language, at start: the first request for a page need not wait for it."""
    for code in CODES:
        made = environment(code)
        for name in made.list_templates(extensions=["html"]):
            made.get_template(name)


@cache
def environment(code: Code) -> Environment:
    """Return the environment of a language."""
    spoken = language(code)
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_COMPILED,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        spoken.text, spoken.texts_of, newstyle=True
    )
    made.filters |= {
        "when": partial(_with_now, filters.when, spoken),
        "relative": partial(_with_now, filters.relative, spoken),
        "day": partial(filters.day, language=spoken),
        "duration": partial(filters.duration, language=spoken),
        "number": partial(filters.number, language=spoken),
        "percent": partial(filters.percent, language=spoken),
        "person": partial(filters.person, language=spoken),
        "coded": filters.coded,
        "key": filters.key,
        "said": partial(problems.said, spoken=spoken),
        "place": partial(problems.place, spoken=spoken),
        "case_kind": partial(words.kind_of_case, language=spoken),
        "account_status": partial(words.account_status, language=spoken),
        "article": partial(words.article, language=spoken),
        "status_of_case": words.STATUSES.__getitem__,
        "priority_of_case": words.PRIORITIES.__getitem__,
    }
    made.globals |= {"asset": static.address_of, "language": spoken, "address": address}
    for part in PARTS:
        made.globals[part] = made.get_template(f"parts/{part}.html").module
    return made


def rendered(code: Code, template: str, values: dict[str, Any], shown: Shown, *, part: str | None = None) -> str:
    """Return a page, or the block of it that is named `part`."""
    with showing(shown):
        if part is None:
            return environment(code).get_template(template).render(values)
        return render_block(environment(code), template, part, values)


def address(path: str | None = None, **changes: str | int | None) -> str:
    """Return the address of the page, or of another `path`, with the present query; `changes` set parameters, or remove
    them where they are None.
    """
    shown = _SHOWN.get()
    kept = [(name, value) for name, value in shown.query if name not in {*changes, "lang"}]
    query = urlencode([*kept, *((name, value) for name, value in changes.items() if value is not None)])
    return f"{path or shown.path}?{query}" if query else path or shown.path


@contextmanager
def showing(shown: Shown) -> Iterator[None]:
    """Render within this block what is `shown`."""
    token = _SHOWN.set(shown)
    try:
        yield
    finally:
        _SHOWN.reset(token)


def _with_now(filter_: Any, spoken: Language, value: Any) -> Markup:
    shown: Markup = filter_(value, spoken, now=_SHOWN.get().now)
    return shown
