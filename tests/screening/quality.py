"""Quality of the screening on sets that it was not tuned on: `python -m tests.screening.quality` writes the numbers.

The numbers are in `docs/screening.md` between two markers. Lists written by hand are split by a hash: one half was read
while the tables were made, only the other is measured. Names are altered by other means than the program's own:
look-alikes from another font and another measure, OpenCC's phrases for traditional characters.
"""

import random
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

import opencc

from lexicon.seed import seed
from models.screening.screening import Outcome, ProtectedKind
from screening import grammar
from screening.compiling import SHORTEST_CONTAINED
from screening.folding import fold
from screening.holding import LITERAL
from screening.lookalikes import alike
from screening.screener import Screener

ROOT: Final = Path(__file__).parent.parent.parent
DATA: Final = Path(__file__).parent / "data"
SELF_MEDIA: Final = ROOT.parent / "shared" / "data" / "self_media_names.txt"
PAGE: Final = ROOT / "docs" / "screening.md"
BEGIN: Final = "<!-- numbers: made by `python -m tests.screening.quality`, do not edit -->"
END: Final = "<!-- end of the numbers -->"
SEED: Final = 20261125
INVISIBLE: Final = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\ufe0f\u3164"
SEPARATORS: Final = " ·-_.|★丨・。~"

Alter = Callable[[str, random.Random], str | None]
"""Function that returns the name in another form, or None where it has none."""


CLAIMS: Final[Mapping[str, str]] = {
    "an alias with more words around it": "claims_alias.txt",
    "a place with a service, and more words around them": "claims_service.txt",
    "protected names with other numerals": "claims_numerals.txt",
}
"""Lists of names that claim to be of a body."""


class Measured(NamedTuple):
    """Line of the table."""

    what: str
    names: int
    held: int
    must_be_held: bool

    @property
    def share(self) -> float:
        """Share of names that were held."""
        return self.held / self.names


def listed(file: Path) -> list[str]:
    """Return the names of a list."""
    return [line for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def measured_half(names: Iterable[str]) -> list[str]:
    """Return the half that was not read while the tables were made."""
    return [name for name in names if sha256(name.encode()).digest()[0] % 2]


def listed_names() -> list[str]:
    """Return names of bodies and media with their aliases, and full names of divisions."""
    found = [
        written
        for name in seed().names
        for written in ((name.name,) if name.kind is ProtectedKind.DIVISION else (name.name, *name.aliases))
        if written not in name.plain and not fold(written).isascii()
    ]
    return [written for written in found if len(fold(written)) >= SHORTEST_CONTAINED]


def composed_names() -> list[str]:
    """Return composed names: a division, by its full or its short name, and an organ or a medium."""
    places = [
        written
        for name in seed().names
        if name.kind is ProtectedKind.DIVISION
        for written in (name.name, *name.aliases)
    ]
    organs = [word for table in grammar.STRICT.values() for word in grammar.words(table)]
    chance = random.Random(SEED)
    return [chance.choice(places) + chance.choice(organs) for _ in range(6_000)]


def held_out(count: int) -> list[str]:
    """Return names, half listed and half composed; the listed ones from the half that is measured."""
    chance = random.Random(SEED)
    halves = (measured_half(listed_names()), measured_half(composed_names()))
    return [name for half in halves for name in chance.sample(sorted(set(half)), count // 2)]


def look_alike(pairs: dict[str, str]) -> Alter:
    """Return an alteration that replaces one character by a look-alike."""

    def alter(name: str, chance: random.Random) -> str | None:
        spots = [at for at, character in enumerate(name) if character in pairs]
        if not spots:
            return None
        at = chance.choice(spots)
        return name[:at] + chance.choice(pairs[name[at]]) + name[at + 1 :]

    return alter


def inserted(characters: str) -> Alter:
    """Return an alteration that inserts one of these characters."""
    return lambda name, chance: name[: (at := chance.randrange(1, len(name)))] + chance.choice(characters) + name[at:]


def separated(name: str, chance: random.Random) -> str | None:
    """Return the name with a separator between all characters."""
    return chance.choice(SEPARATORS).join(name)


def wide(name: str, _: random.Random) -> str | None:
    """Return the name with letters and digits in full width."""
    other = "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in name)
    return other if other != name else None


def traditional(way: str) -> Alter:
    """Return an alteration to traditional characters, by OpenCC's phrases."""
    convert = opencc.OpenCC(way).convert
    return lambda name, _: other if (other := convert(name)) != name else None


def pairs_of_another_font() -> dict[str, str]:
    """Return look-alikes found by another font and measure (`making_pairs.py`): the two most similar of each."""
    lines = (line.split("\t") for line in listed(DATA / "pairs.tsv"))
    return {one: others[:2] for one, others in lines}


def pairs_by_hand() -> dict[str, str]:
    """Return look-alikes written down before the generated table was read, without those that the program lists by
    hand.
    """
    pairs: dict[str, str] = {}
    written = [(pair[0], pair[1]) for pair in " ".join(listed(DATA / "pairs_by_hand.txt")).split()]
    known = alike({one for one, _ in written}).known
    for one, other in written:
        if one not in known.get(fold(other), ()) and fold(other) != one:
            pairs[one] = pairs.get(one, "") + other
    return pairs


def latin_names() -> list[str]:
    """Return protected names with letters or digits in them."""
    every = {text for name in seed().names for text in (name.name, *name.aliases, *name.plain)}
    return sorted(text for text in every if any("!" <= each <= "~" for each in text))


ALTERATIONS: Final[Mapping[str, Alter]] = {
    "… one look-alike (another font, another measure)": look_alike(pairs_of_another_font()),
    "… one look-alike (pairs written by hand)": look_alike(pairs_by_hand()),
    "… one invisible character inserted": inserted(INVISIBLE),
    "… a separator or decoration inserted": inserted(SEPARATORS),
    "… separated throughout": separated,
    "… traditional characters": traditional("s2t"),
    "… traditional characters of Taiwan": traditional("s2tw"),
    "… traditional characters of Hong Kong": traditional("s2hk"),
}


def altered(names: Iterable[str], alter: Alter) -> Iterator[str]:
    """Yield the names in another form, the same ones each time; names that have none are left out."""
    chance = random.Random(SEED)
    return (each for name in names if (each := alter(name, chance)) is not None)


def measure(screener: Screener, count: int = 4_000) -> Iterator[Measured]:
    """Yield every line of the table."""

    def held(names: Iterable[str]) -> tuple[int, int]:
        outcomes = [screener.screen(name).outcome is Outcome.REVIEW for name in names]
        return len(outcomes), sum(outcomes)

    if SELF_MEDIA.exists():
        yield Measured("names of real self-media", *held(listed(SELF_MEDIA)), must_be_held=False)
    yield Measured(
        "ordinary names full of places, organs and media", *held(measured_half(listed(DATA / "ordinary.txt"))), False
    )
    yield Measured("names of official accounts", *held(measured_half(listed(DATA / "official.txt"))), True)
    chance = measured_half(listed(DATA / "by_chance.txt"))
    yield Measured("ordinary names that hold an alias, a service or a numeral by chance", *held(chance), False)
    for what, file in CLAIMS.items():
        yield Measured(what, *held(measured_half(listed(DATA / file))), must_be_held=True)
    if SELF_MEDIA.exists():
        literal = screener.switched({}, screener.version, LITERAL)
        outcomes = [literal.screen(name).outcome is Outcome.REVIEW for name in listed(SELF_MEDIA)]
        yield Measured("names of real self-media, preset `literal`", len(outcomes), sum(outcomes), must_be_held=False)
    protected = held_out(count)
    yield Measured("protected and composed names, plain", *held(protected), True)
    for what, alter in ALTERATIONS.items():
        yield Measured(what, *held(altered(protected, alter)), must_be_held=True)
    letters = altered(latin_names(), wide)
    yield Measured("protected names with letters, in full width", *held(letters), must_be_held=True)


def table(lines: Iterable[Measured]) -> str:
    """Return the lines as Markdown."""
    head = "| set | names | held | should be |\n|---|---|---|---|\n"
    return head + "".join(
        f"| {line.what} | {line.names:,} | {line.held:,} = {line.share:.2%} | "
        f"{'held' if line.must_be_held else 'clear'} |\n"
        for line in lines
    )


def main() -> None:
    """Measure, print the table, and write it into the page."""
    numbers = table(measure(Screener(seed())))
    sys.stdout.write(numbers)
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n\nLexicon {seed().version}.\n\n{numbers}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
