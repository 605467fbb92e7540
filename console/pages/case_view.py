"""What the page of a case shows: the marked name, the history in words, and the standing as a drawing."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from console.texts.filters import instant
from console.texts.languages import N_, Language
from console.texts.words import MATERIALS, words
from regulation.cases.traits import TraitKind
from regulation.words.categories import CATEGORIES
from regulation.words.fields import FIELDS
from regulation.words.privileges import PRIVILEGES

COMMANDS: Final = ("claim", "release", "assignment", "hand-over", "notes", "evidence", "take-back")
"""Commands with a form of their own, by the last part of their path."""

STEPS: Final[Mapping[str, tuple[str, str]]] = {
    "opened": (N_("Opened"), "info"),
    "evidence_added": (N_("Evidence added"), "info"),
    "claimed": (N_("Claimed"), "wait"),
    "released": (N_("Claim ended"), "quiet"),
    "assigned": (N_("Assigned"), "wait"),
    "noted": (N_("Note"), "quiet"),
    "proposed": (N_("Proposed"), "wait"),
    "decided": (N_("Decided"), "good"),
    "deferred": (N_("Decided, not yet in effect"), "wait"),
    "taken_back": (N_("Taken back"), "quiet"),
    "correction_proposed": (N_("Correction proposed"), "wait"),
    "corrected": (N_("Corrected"), "good"),
    "correction_dropped": (N_("Correction dropped"), "quiet"),
    "reminded": (N_("Reminder"), "wait"),
    "escalated": (N_("Overdue"), "bad"),
    "withdrawn": (N_("Withdrawn"), "quiet"),
}
"""Entries of a case's history: the words, and the colour of the step."""

TRAITS: Final[Mapping[str, str]] = {
    TraitKind.ACCOUNT: N_("the account"),
    TraitKind.HOLDER: N_("the holder"),
    TraitKind.PROTECTED: N_("the protected name"),
    TraitKind.IMITATED: N_("whom it imitates"),
    TraitKind.EMBLEM: N_("the emblem"),
    TraitKind.NAME: N_("nearly the name"),
    TraitKind.NETWORK: N_("the network"),
    TraitKind.CATEGORY: N_("the category"),
    TraitKind.FIELD: N_("the field"),
}
"""What similar cases share."""

_BEFORE, _AFTER = timedelta(days=60), timedelta(days=180)
_LEFT, _RIGHT, _ROW, _HEAD = 150, 716, 22, 24
WIDTH: Final = 720
MOST_BARS: Final = 8


class Bar(NamedTuple):
    """One restriction in the drawing."""

    x: float
    width: float
    y: int
    tone: str
    label: str


class Drawing(NamedTuple):
    """Restrictions of an account over time."""

    width: int
    height: int
    now: float
    begin: datetime
    end: datetime
    bars: tuple[Bar, ...]


class Piece(NamedTuple):
    """Piece of a text, marked where screening matched."""

    text: str
    marked: bool


def steps(entries: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the history, the newest first, each with its words and colour."""
    found, handed_over = [], False
    for entry in entries:
        words, tone = STEPS.get(entry["body"]["type"], (entry["body"]["type"], "quiet"))
        if entry["body"]["type"] == "assigned" and handed_over:
            words = N_("Handed over")
        handed_over = entry["body"].get("because") == "handed_over"
        found.append({**entry, "words": words, "tone": tone})
    return found[::-1]


def parts_of(context: Mapping[str, Any]) -> dict[str, list[Piece]]:
    """Return name and bio, as they were screened, in pieces with the matches marked."""
    about = context["about"]
    if about is None:
        return {}
    asked = about["asked"] or {}
    found: dict[str, list[Piece]] = {"name": [], "bio": []}
    for part in ("name", "bio"):
        text = asked.get(part) or about[part]
        spots = [spot for spot in about["spots"] if spot["part"] == part]
        # A name that has changed since is marked as it was screened.
        screened = next((spot["text"] for spot in spots), text)
        if screened:
            found[part] = list(_pieces(screened, [(spot["start"], spot["end"]) for spot in spots]))
    return found


def _pieces(text: str, places: Iterable[tuple[int, int]]) -> Iterator[Piece]:
    marked = {at for start, end in places for at in range(start, end)}
    begin = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or (at in marked) != (begin in marked):
            yield Piece(text[begin:at], begin in marked)
            begin = at


def account_link(pages: Collection[str]) -> Callable[[str], Markup]:
    """Return the function that shows an account: as a link, once the console has a page for accounts."""
    linked = "/console/accounts/{account}" in pages

    def shown(account: str) -> Markup:
        if not linked:
            return Markup("<code>{}</code>").format(account)
        return Markup('<a href="/console/accounts/{}"><code>{}</code></a>').format(quote(account, safe=""), account)

    return shown


def grouped(privileges: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Return the privileges whose answer changes, those that change alike together."""
    found: dict[tuple[str, str | None], list[Mapping[str, Any]]] = {}
    for one in privileges:
        found.setdefault((one["after"], one["opens_at"]), []).append(one)
    return list(found.values())


def measure_options(language: Language) -> Callable[[Sequence[Mapping[str, Any]]], list[tuple[str, str]]]:
    """Return the function that gives the measures of an action as options."""
    return lambda measures: [(one["measure"], one[language.code]) for one in measures]


def subject_of(case: Mapping[str, Any], language: Language) -> list[tuple[str, str]]:
    """Return what the case asks or claims, in pairs of label (English msgid) and value."""
    subject = case["opening"]["subject"] or {}
    found: list[tuple[str, str | None]] = []
    if subject.get("type") == "certification":
        materials = subject["materials"]
        found = [
            (N_("Field"), words(FIELDS[subject["field"]].words, language)),
            (N_("Applied for"), f"{subject['valid_from']} – {subject['valid_until']}"),
            *((label, materials[name]) for name, label in MATERIALS.items()),
        ]
    if subject.get("category"):
        found.append((N_("Violation of"), words(CATEGORIES[subject["category"]].words, language)))
    found += [(label, subject[name]) for name, label in _NAMED.items() if isinstance(subject.get(name), str)]
    return [(label, value) for label, value in found if value]


def evidence_of(case: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the evidence without what the page shows already: the parts that the holder asked for, and the addresses
    of the cluster that earlier versions wrote.
    """
    return [
        {**piece, "text": piece["text"].partition("; graph: GET /v1/coordination/")[0]}
        for piece in case["evidence"]
        if not piece["text"].startswith("asked for the ")
    ]


_NAMED: Final[Mapping[str, str]] = {
    "imitated": N_("Imitated"),
    "violation": N_("Finding"),
    "reference": N_("Organisation"),
    "fault": N_("Deviation from the standard"),
}
"""Parts of a subject that are shown as they are."""


def overdue(case: Mapping[str, Any], now: datetime) -> bool:
    """Return whether the case waits beyond its due time."""
    waiting = case["decision"] is None and case["withdrawn_at"] is None and case["deferral"] is None
    return waiting and instant(case["opening"]["due_at"]) <= now


def drawing(standing: Mapping[str, Any] | None, now: datetime, language: Language) -> Drawing | None:
    """Return the account's restrictions from two months ago to half a year ahead; None where there are none."""
    if standing is None or not standing["restrictions"]:
        return None
    begin, end = now - _BEFORE, now + _AFTER
    length = (end - begin).total_seconds()

    def place(at: datetime) -> float:
        share = (min(max(at, begin), end) - begin).total_seconds() / length
        return round(_LEFT + share * (_RIGHT - _LEFT), 1)

    bars = []
    for row, one in enumerate(standing["restrictions"][:MOST_BARS]):
        endless = one["until"] == "never"
        x, until = place(instant(one["since"])), place(end if endless else instant(one["until"]))
        bars.append(
            Bar(
                x,
                max(until - x, 2),
                _HEAD + row * _ROW,
                "bad" if endless or one["privilege"] in {"service", "publish"} else "wait",
                words(PRIVILEGES[one["privilege"]], language),
            )
        )
    return Drawing(WIDTH, _HEAD + len(bars) * _ROW + 4, place(now), begin, end, tuple(bars))


def actors(case: Mapping[str, Any], entries: Sequence[Mapping[str, Any]], context: Mapping[str, Any]) -> set[str]:
    """Return everybody whom the page names."""
    found = {entry["actor"] for entry in entries} | {case["assigned_to"], case["opened_by"]}
    found |= {entry["body"].get("of") for entry in entries} | {entry["body"].get("to") for entry in entries}
    found |= {case[held]["by"] for held in ("claim", "proposal", "decision", "deferral", "correction") if case[held]}
    decisions = (*case["corrected"], *([case["decision"]] if case["decision"] else ()))
    found |= {one[who] for one in decisions for who in ("by", "proposed_by")}
    found |= {wrong["by"] for one in context["earlier"] for wrong in one["superseded"]}
    found |= {fact["actor"] for fact in context["history"]} | {one["by"] for one in context["similar"]}
    found |= {one[who] for one in context["earlier"] for who in ("by", "proposed_by")}
    found |= set(context["appealed"]["decided_by"]) if context["appealed"] else set()
    return found - {None}
