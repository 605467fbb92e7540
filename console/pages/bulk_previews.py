"""Previews of bulk actions, slice by slice: the counts so far travel in the page, so that no process keeps them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self

from pydantic import ValidationError

from console.http.forms import Form
from console.http.visit import Visit
from console.pages.bulk_words import why
from models.base import Frozen

FIRST: Final = 10
"""Accounts that are named for each outcome."""


class Group(Frozen):
    """Accounts with the same outcome and code."""

    outcome: str
    code: str | None
    message: str
    """What is said of the first one."""
    accounts: int
    first: tuple[str, ...]


class _Kept(Frozen):
    position: int
    after: str | None
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Tally:
    """Counts of a preview up to a position in the list, or up to an account."""

    position: int = 0
    after: str | None = None
    groups: Mapping[tuple[str, str | None], Group] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the counts that the page carries; none for whatever it would not have written."""
        try:
            kept = _Kept.model_validate_json(text)
        except ValidationError:
            return cls()
        return cls(max(0, kept.position), kept.after, {(one.outcome, one.code): one for one in kept.groups})

    @property
    def text(self) -> str:
        """Return the counts as the page carries them."""
        kept = _Kept(position=self.position, after=self.after, groups=tuple(self.groups.values()))
        return json.dumps(kept.model_dump(), ensure_ascii=False)

    def with_slice(self, preview: Mapping[str, Any]) -> Self:
        """Return the counts with those of one more slice."""
        groups = dict(self.groups)
        for one in preview["accounts"]:
            key = (one["outcome"], one["code"])
            known = groups.get(key) or Group(outcome=key[0], code=key[1], message=one["message"], accounts=0, first=())
            first = known.first if len(known.first) >= FIRST else (*known.first, one["account"])
            groups[key] = known.model_copy(update={"accounts": known.accounts + 1, "first": first})
        return replace(self, position=self.position + len(preview["accounts"]), after=preview["next"], groups=groups)

    def count(self, outcome: str) -> int:
        """Return the number of accounts with an outcome."""
        return sum(group.accounts for group in self.groups.values() if group.outcome == outcome)

    def sorted(self) -> Iterable[Group]:
        """Return the groups: what would be done first, then refusals, the most first."""
        return sorted(self.groups.values(), key=lambda group: (group.outcome != "done", -group.accounts))


def groups(tally: Tally, visit: Visit) -> list[dict[str, Any]]:
    """Return the groups as the page shows them."""
    return [
        {
            "outcome": group.outcome,
            "why": "" if group.outcome == "done" else why(group.code, group.message, visit.language),
            "code": group.code,
            "accounts": group.accounts,
            "first": group.first,
            "more": group.accounts - len(group.first),
        }
        for group in tally.sorted()
    ]


async def next_slice(visit: Visit, path: str, body: Mapping[str, Any], form: Form, tally: Tally) -> tuple[Form, Tally]:
    """Preview the accounts after those counted; return the form with what refused them, if anything, and the counts."""
    answer = await visit.api.post(path, {**body, "after": tally.after})
    return (form, tally.with_slice(answer.json)) if answer.ok else (form.refused(answer), replace(tally, after=None))
