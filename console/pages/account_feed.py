"""The feed of an account as its page shows it: what the platform was told, in words, with a link to the record."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from console.navigation import PAGES
from console.pages import case_view, directives, exposures
from console.texts.languages import N_, Language
from console.texts.words import words
from regulation.words.facts import FACTS

_FACTS: Final = {str(body.model_fields["type"].default): row for body, row in FACTS.items()}

RECORDS: Final[Mapping[str, tuple[str, Mapping[str, tuple[str, str]]]]] = {
    "case": (N_("Case"), case_view.STEPS),
    "directive": (N_("Directive"), directives.STEPS),
    "exposure": (N_("Exposure"), exposures.STEPS),
}
"""Kinds of record with a page: the noun, and the words of the entries."""


def fact_words(language: Language) -> dict[str, str]:
    """Return the words of each type of fact."""
    return {kind: words(row, language) for kind, row in _FACTS.items()}


def told(events: Sequence[Mapping[str, Any]], language: Language, pages: Collection[str]) -> Iterator[dict[str, Any]]:
    """Yield the events as the page shows them: `said`, the type as the platform reads it, and where the record is."""
    of_facts = fact_words(language)
    for event in events:
        kind, _, name = event["type"].partition(".")
        noun, steps = RECORDS.get(kind, (None, {}))
        record: str | None = event.get("dossier")
        said: str | None = None
        if kind == "account" and name == "boundary_passed":
            said = language.text(N_("A boundary was passed"))
        elif kind == "account":
            said = of_facts.get(name) or of_facts.get(f"account_{name}")
        elif noun is not None and name in steps:
            said = f"{language.text(noun)}: {language.text(steps[name][0])}"
        yield {
            "id": event["id"],
            "type": event["type"],
            "at": event["recorded_at"],
            "said": said,
            "page": None if record is None else _page(PAGES[kind] if kind in RECORDS else "", record, pages),
        }


def _page(path: str, record: str, pages: Collection[str]) -> str | None:
    """Return the address of a record's page, where the console has one."""
    return f"{path}{quote(record, safe='')}" if path and any(page.startswith(path) for page in pages) else None
