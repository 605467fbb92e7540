"""A form that a sign-in interrupted, in words: the record that it is about, and what was typed."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple
from urllib.parse import unquote

from console.navigation import GROUPS, ROLE_NAMES
from console.texts.acts import ACTS_ON_ACCOUNTS
from console.texts.languages import N_, Language
from console.texts.problems import place
from console.texts.words import OUTCOMES, kind_of_case, words
from models.roles import Role
from regulation.words.categories import CATEGORIES
from regulation.words.languages import Words
from regulation.words.measures import MEASURES

UNSAID: Final = frozenset({"do", "step", "confirmed", "seen", "version", "back", "template"})
"""Fields that no person typed: which button was pressed, and what the page keeps for itself."""

_SECTIONS: Final[Mapping[str, str]] = {
    **{entry.path.rpartition("/")[2]: entry.label for group in GROUPS for entry in group.entries},
    "cases": N_("Case"),
}


_ROWS: Final[Mapping[str, Words]] = {
    **{category: row.words for category, row in CATEGORIES.items()},
    **{measure: row.words for measure, row in MEASURES.items()},
}


class About(NamedTuple):
    """The page from which a form was sent."""

    label: str
    href: str


def about(path: str, spoken: Language) -> About:
    """Return the page of the record that the form of a path is about, with the action on an account: 事项 close-41,
    账号 a1 · 关闭账号.
    """
    section, record, *rest = [*path.partition("?")[0].removeprefix("/console/").split("/"), ""]
    label = spoken.text(_SECTIONS.get(section, section))
    if not record:
        return About(label, f"/console/{section}")
    act = ACTS_ON_ACCOUNTS.get(rest[1]) if rest[:1] == ["act"] else None
    what = "" if act is None else f" · {spoken.text(act)}"
    return About(f"{label} {unquote(record)}{what}", f"/console/{section}/{record}")


def typed(fields: Iterable[tuple[str, str]], spoken: Language) -> list[tuple[str, str]]:
    """Return what was filled in, by the labels of the fields and in the words of the choices."""
    return [
        (place(f"body.{name}", spoken), _said(name, value, spoken))
        for name, value in fields
        if value.strip() and name not in UNSAID and not name.startswith("_")
    ]


def _said(name: str, value: str, spoken: Language) -> str:
    if name == "outcome" and value in OUTCOMES:
        return spoken.text(OUTCOMES[value])
    if name == "roles" and value in ROLE_NAMES:
        return spoken.text(ROLE_NAMES[Role(value)])
    if name in {"kind", "kinds"}:
        return kind_of_case(value, spoken)
    return words(_ROWS[value], spoken) if name in {"category", "measure"} and value in _ROWS else value
