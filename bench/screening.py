"""`screen_names`: names screened a second on one core, against the bare automaton over the same words."""

from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time
from typing import Final

from ahocorasick_rs import AhoCorasick

from bench.result import Result
from lexicon.seed import seed
from screening.compiling import words_of
from screening.screener import Screener

ROOT: Final = Path(__file__).parent.parent
REAL: Final = ROOT.parent / "shared" / "data" / "self_media_names.txt"
HARD: Final = ROOT / "tests" / "screening" / "data" / "ordinary.txt"
OFFICIAL: Final = ROOT / "tests" / "screening" / "data" / "official.txt"
ROUNDS: Final = 9
NAMES: Final = 20_000
GOAL: Final = 100_000


async def names() -> Result:
    """Names as people have them: nearly all are clear. In the remarks those that are full of places, and those held.

    Time is the processor's, of this process, so that what else the machine does costs less.
    """
    lexicon = seed()
    screener, bare = Screener(lexicon), AhoCorasick(list(words_of(lexicon)))
    usual = _listed(REAL if REAL.exists() else HARD)
    values, limits = [], []
    for _ in range(ROUNDS):
        values.append(_rate(screener.screen, usual))
        limits.append(_rate(lambda name: bare.find_matches_as_indexes(name, overlapping=True), usual))
    value, limit = median(values), median(limits)
    hard, held = _rate(screener.screen, _listed(HARD)), _rate(screener.screen, _listed(OFFICIAL))
    return Result(
        name="screen_names",
        value=round(value),
        unit="names/s",
        limit=round(limit),
        limit_name=f"bare automaton (ahocorasick_rs) over the same {len(words_of(lexicon)):,} words",
        ratio=round(value / limit, 3),
        goal=f"at least {GOAL} names/s on one core",
        holds=value >= GOAL,
        remarks=f"{'real' if REAL.exists() else 'made-up'} names; ordinary ones full of places: {round(hard)}/s; "
        f"official ones, all held: {round(held)}/s",
    )


def _listed(file: Path) -> list[str]:
    return [line for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def _rate(screen: Callable[[str], object], listed: list[str]) -> float:
    repeated = listed * (NAMES // len(listed) + 1)
    started = process_time()
    for name in repeated:
        screen(name)
    return len(repeated) / (process_time() - started)
