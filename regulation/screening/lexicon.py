"""Commands on the lexicon: changes of the protected names and of the table of what is held (article 1)."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Final

from models.accounts.commands import Refusal
from models.records import Listed
from models.screening.lexicon import (
    KIND,
    MOST_LISTS,
    Imported,
    ImportedList,
    LexiconBody,
    LexiconEntry,
    LexiconState,
    ListedName,
    PresetChosen,
    Retired,
    Switched,
)
from models.screening.screening import ProtectedName
from regulation.records import Decided, RecordType, Step
from screening.folding import fold
from screening.holding import BALANCED, PRESETS, ROWS, stands

SHORTEST: Final = 2
"""Least characters of a protected name after normalisation: a single character occurs in every text."""

DecideLexicon = Callable[[LexiconState | None, datetime], Decided[LexiconBody]]


def _apply(state: LexiconState | None, entry: LexiconEntry) -> LexiconState:
    state = state or LexiconState(changed_at=entry.recorded_at)
    changed: dict[str, object] = {"changed_at": entry.recorded_at}
    body = entry.body
    if isinstance(body, Imported):
        newest = ImportedList(
            source=body.source,
            listed_on=body.listed_on,
            names=body.added + body.replaced,
            imported_at=entry.recorded_at,
        )
        others = [listed for listed in state.lists if listed.source != body.source]
        changed["lists"] = (*others, newest)[-MOST_LISTS:]
    elif isinstance(body, Retired):
        changed["retired"] = state.retired + len(body.entries)
    elif isinstance(body, PresetChosen):
        changed |= {"preset": body.preset, "switched": {}}
    else:
        changed["switched"] = {**state.switched, body.row: body.on}
    return state.model_copy(update=changed)


LEXICON: RecordType[LexiconBody, LexiconState] = RecordType(
    kind=KIND,
    entry=LexiconEntry,
    state=LexiconState,
    apply=_apply,
    listed=lambda _: Listed(status="current"),
    followed=False,
)


def protected(listed: ListedName, source: str, listed_on: date) -> ProtectedName:
    """Convert a name of a list into the lexicon's form."""
    return ProtectedName(
        id=listed.id or "".join(listed.name.split()),
        kind=listed.kind,
        name=listed.name,
        aliases=listed.aliases,
        plain=listed.plain,
        level=listed.level,
        source=source,
        listed_on=listed_on,
    )


def faults(names: Sequence[ProtectedName]) -> list[tuple[int, str]]:
    """Faults of names to be imported: the index of each faulty name, and what is wrong with it."""
    found = []
    first: dict[str, int] = {}
    for at, name in enumerate(names):
        if first.setdefault(name.id, at) != at:
            found.append((at, f"its identifier {name.id} occurs earlier in the list: give one of them another `id`"))
        found += [
            (at, f"{written!r} is too short: a name has at least {SHORTEST} letters or characters after normalisation")
            for written in (name.name, *name.aliases, *name.plain)
            if len(fold(written)) < SHORTEST
        ]
    return found


def nothing(_state: LexiconState | None, _now: datetime) -> Decided[LexiconBody]:
    """No entries: for commands whose entry is only known within the transaction (`ledger/screening/lexicon.py`)."""
    return Step()


def take_in(imported: Imported) -> DecideLexicon:
    """Import a list; no entry when every name of it is there already."""
    return lambda _state, _now: Step((imported,) if imported.added or imported.replaced else ())


def retire(entries: Sequence[str], unknown: Sequence[str], reason: str) -> DecideLexicon:
    """Retire names: they are protected no longer. All of them, or none where one is not in force."""

    def decide(_state: LexiconState | None, _now: datetime) -> Decided[LexiconBody]:
        if unknown:
            named = ", ".join(unknown[:5]) + (", …" if len(unknown) > 5 else "")
            return Refusal(
                code="unknown_protected_name",
                message=f"the lexicon has no name in force with identifier {named}: look it up in the list of names",
                article=1,
            )
        return Step((Retired(entries=tuple(entries), reason=reason),))

    return decide


def switch(row: str, *, on: bool, reason: str) -> DecideLexicon:
    """Switch a row of the table on or off; no entry when it is so already."""

    def decide(state: LexiconState | None, _now: datetime) -> Decided[LexiconBody]:
        if row not in ROWS:
            return Refusal(
                code="unknown_row", message=f"there is no row {row!r}: the rows are {', '.join(ROWS)}", article=1
            )
        preset = state.preset if state else BALANCED
        is_on = (state.switched if state else {}).get(row, stands(row, preset))
        return Step() if is_on == on else Step((Switched(row=row, on=on, reason=reason),))

    return decide


def choose(preset: str, *, reason: str) -> DecideLexicon:
    """Set all rows as a preset has them; no entry when they are so already."""

    def decide(state: LexiconState | None, _now: datetime) -> Decided[LexiconBody]:
        if preset not in PRESETS:
            return Refusal(
                code="unknown_preset",
                message=f"there is no preset {preset!r}: the presets are {', '.join(PRESETS)}",
                article=1,
            )
        if (state.preset if state else BALANCED) == preset and not (state and state.switched):
            return Step()
        return Step((PresetChosen(preset=preset, reason=reason),))

    return decide
