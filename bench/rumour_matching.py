"""Quality of matching texts to rumours: recall of repeats and paraphrases, and false labels of denials and other texts.

`python -m bench.rumour_matching [tuning|unseen|third]...` reads tests/regulation/data, opens all of its rumours at once
and prints a row of figures for each set; `--misses` prints each text with a wrong result.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import yaml

from models.rumours.rumours import Information, Opening, RumourField
from regulation.rumours.matching import Index

DATA: Final = Path(__file__).parent.parent / "tests" / "regulation" / "data"
SETS: Final = ("tuning", "unseen", "third")
"""Sets of texts: the half used for tuning, the other half, and rumours written later."""
NOW: Final = datetime(2026, 3, 1, tzinfo=UTC)
LABELLED: Final = {"repeats": True, "paraphrases": True, "defiant": True, "denials": False, "unrelated": False}
"""Kinds of text, and whether each must be labelled."""


@dataclass(frozen=True)
class Outcome:
    """Text, and the rumours that it was labelled with."""

    rumour: str
    kind: str
    text: str
    labelled: tuple[str, ...]
    denied: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether it has the label of its rumour exactly where it must, and no other."""
        return self.labelled == ((self.rumour,) if LABELLED[self.kind] else ())


def rumours(name: str) -> list[dict[str, Any]]:
    """Return the rumours of one set, with their texts."""
    return list(yaml.safe_load((DATA / f"rumours-{name}.yaml").read_text(encoding="utf-8")))


def index() -> Index:
    """Return an index of all rumours of all sets, open at once."""
    return Index({one["id"]: _opening(one) for name in SETS for one in rumours(name)})


def _opening(one: Mapping[str, Any]) -> Opening:
    information = Information(text_zh=one["truth"], link="https://www.piyao.org.cn/")
    return Opening(
        claim=one["claim"], field=RumourField(one["field"]), terms=tuple(one["terms"]), information=information
    )


def outcomes(name: str) -> Iterator[Outcome]:
    """Yield every text of a set with its labels; the claim itself counts as a repeat."""
    known = index()
    for one in rumours(name):
        for kind in LABELLED:
            texts = [one["claim"], *one["repeats"]] if kind == "repeats" else one.get(kind, [])
            for text in texts:
                matches = known.matches(text, NOW)
                yield Outcome(
                    one["id"],
                    kind,
                    text,
                    tuple(match.rumour for match in matches if match.repeats),
                    tuple(match.rumour for match in matches if match.denies),
                )


def shares(found: Sequence[Outcome]) -> dict[str, float]:
    """Return, for each kind of text, the share with its rumour's label.

    `others` is the share of texts with the label of another rumour; `counted` the share of denials that count as
    debunking.
    """
    figures: dict[str, float] = {}
    for kind, wanted in LABELLED.items():
        of_kind = [one for one in found if one.kind == kind]
        labelled = [one for one in of_kind if (one.rumour in one.labelled if wanted else bool(one.labelled))]
        figures[kind] = len(labelled) / max(1, len(of_kind))
    figures["others"] = sum(bool({*one.labelled} - {one.rumour}) for one in found) / max(1, len(found))
    denials = [one for one in found if one.kind == "denials"]
    figures["counted"] = sum(one.rumour in one.denied for one in denials) / max(1, len(denials))
    return figures


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=list(SETS), metavar="SET", help=", ".join(SETS))
    parser.add_argument("--misses", action="store_true", help="Name each text that came out otherwise.")
    asked = parser.parse_args()
    for name in asked.sets:
        found = list(outcomes(name))
        print(name, len(found), "texts:", ", ".join(f"{kind} {share:.1%}" for kind, share in shares(found).items()))
        for one in found if asked.misses else ():
            if not one.right:
                print(f"  {one.kind:<11} {one.rumour:<22} {one.text}  -> {one.labelled}")


if __name__ == "__main__":
    main()
