"""Benchmark `screen_names`: names screened per second on one core, against the bare automaton over the same words."""

from collections.abc import Callable, Iterable
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
    """Measure names of ordinary accounts, screened as a file. The remarks give single requests, names with many places,
    and names that are held.

    Time is this process's CPU time, so that other work on the machine has less influence.
    """
    lexicon = seed()
    screener, bare = Screener(lexicon), AhoCorasick(list(words_of(lexicon)))
    usual = _listed(REAL if REAL.exists() else HARD)
    values, limits = [], []
    for _ in range(ROUNDS):
        values.append(_rate(screener.screen_each, usual))
        limits.append(
            _rate(lambda names: (bare.find_matches_as_indexes(name, overlapping=True) for name in names), usual)
        )
    value, limit = median(values), median(limits)
    single = _rate(lambda names: map(screener.screen, names), usual)
    hard, held = (_rate(screener.screen_each, _listed(file)) for file in (HARD, OFFICIAL))
    return Result(
        name="screen_names",
        value=round(value),
        unit="names/s",
        limit=round(limit),
        limit_name=f"bare automaton (ahocorasick_rs) over the same {len(words_of(lexicon)):,} words",
        ratio=round(value / limit, 3),
        goal=f"at least {GOAL} names/s on one core",
        holds=value >= GOAL,
        remarks=f"{'real' if REAL.exists() else 'made-up'} names; one by one: {round(single)}/s; "
        f"ordinary ones full of places: {round(hard)}/s; "
        f"official ones, all held: {round(held)}/s",
    )


def _listed(file: Path) -> list[str]:
    return [line for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def _rate(screen: Callable[[list[str]], Iterable[object]], listed: list[str]) -> float:
    repeated = listed * (NAMES // len(listed) + 1)
    started = process_time()
    for _ in screen(repeated):
        pass
    return len(repeated) / (process_time() - started)
