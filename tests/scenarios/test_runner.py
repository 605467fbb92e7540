"""The runner: one line a scenario, what differs below it, and the worst status wins."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from scenarios.engine import Answer, Answered, AnsweredEligible, AnsweredRumour, Done, Engine, LostError
from scenarios.rules_engine import RulesEngine
from scenarios.runner import TRIES, files_in, run
from scenarios.steps import Happening, Question, Scenario

HOLDS = """\
title: It holds [brackets and all].
steps:
  - at: 2026-03-01T09:00+08:00
    register: {account: a1, kind: individual, holder: h1, name: 山野厨房}
    outcome: active
  - {at: 2026-03-01T09:00+08:00, ask: publish, account: a1, answer: allowed}
"""
DIFFERS = """\
title: It differs.
steps:
  - at: 2026-03-01T09:00+08:00
    register: {account: a1, kind: individual, holder: h1, name: 山野厨房}
    outcome: refused
  - at: 2026-03-01T10:00+08:00
    ban: {account: a1, id: b1, category: fabrication, duration: P7D, factor: 4}
  - at: 2026-03-01T11:00+08:00
    ban: {account: a1, id: b2, category: fabrication, duration: P1D}
  - {at: 2026-03-01T12:00+08:00, ask: publish, account: a1, answer: refused, article: 8, articles: [8], until: never}
  - {at: 2026-03-01T12:00+08:00, ask: eligible, account: a1, method: advertising, eligible_at: never}
"""
MALFORMED = "title: It is none.\nsteps: []\n"


async def rules() -> Engine:
    return RulesEngine()


async def run_in(folder: Path, **files: str) -> tuple[int, str]:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    out = StringIO()
    status = await run([folder], rules, Console(file=out, width=40))
    return status, out.getvalue().replace(f"{folder}/", "")


async def test_one_line_when_it_holds(tmp_path: Path) -> None:
    """A scenario that holds takes one line, however narrow the terminal, and the status is 0."""
    assert await run_in(tmp_path, a=HOLDS) == (0, "ok         a.yaml  It holds [brackets and all].\n")


async def test_what_differs_is_shown(tmp_path: Path) -> None:
    """Each difference names the step with its line, the expected and the actual value, and the status is 1."""
    status, out = await run_in(tmp_path, a=DIFFERS)

    assert status == 1
    assert out.splitlines()[:9] == [
        "differs    a.yaml  It differs.",
        "  a.yaml:3: register a1",
        "    outcome: expected refused, got active",
        "  a.yaml:10: ask publish a1",
        "    articles: expected [8], got [9]",
        "    article: expected 8, got 9",
        "    until: expected never, got 2026-03-02T11:00:00+08:00",
        "    publishing is banned since 2026-03-01 11:00, until 2026-03-02 11:00 (b2, art. 9)",
        "  a.yaml:11: ask eligible a1 advertising",
    ]


async def test_a_silent_refusal_is_shown_beside_a_difference(tmp_path: Path) -> None:
    """A step that was refused without saying so is named, as it often explains the difference."""
    _, out = await run_in(tmp_path, a=DIFFERS)

    assert "  a.yaml:6: ban a1 b1 was refused: factor_out_of_range: factor 4 is outside [2, 3]" in out


@pytest.mark.parametrize(
    ("files", "status", "words"),
    [
        ({"a": DIFFERS, "b": HOLDS}, 1, ["differs", "ok"]),
        ({"a": MALFORMED, "b": DIFFERS, "c": HOLDS}, 2, ["malformed", "differs", "ok"]),
        ({"a": HOLDS, "b": MALFORMED, "c": DIFFERS}, 2, ["ok", "malformed", "differs"]),
    ],
)
async def test_it_goes_on_and_the_worst_status_wins(
    tmp_path: Path, files: dict[str, str], status: int, words: list[str]
) -> None:
    """A scenario that fails stops no other, and 2 stands over 1 over 0."""
    found, out = await run_in(tmp_path, **files)

    assert found == status
    assert [line.split()[0] for line in out.splitlines() if not line.startswith(" ")] == words


async def test_nothing_to_run_is_not_success(tmp_path: Path) -> None:
    """A folder without scenarios, or a file that is not there, has status 2: a wrong path may not look like success."""
    out = StringIO()
    console = Console(file=out, width=200)

    assert await run([tmp_path], rules, console) == 2
    assert await run([tmp_path / "absent.yaml"], rules, console) == 2
    assert "no scenario (*.yaml) in" in out.getvalue()
    assert "absent.yaml:1: cannot be read" in out.getvalue()


def test_folders_are_walked_in_order_of_name(tmp_path: Path) -> None:
    """Folders give every scenario below them in order of name; a file is taken as it is named."""
    for name in ("b/z.yaml", "b/a.yml", "a/m.yaml", "a/readme.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()

    found = files_in([tmp_path / "b" / "z.yaml", tmp_path])

    assert [str(file.relative_to(tmp_path)) for file in found] == ["b/z.yaml", "a/m.yaml", "b/a.yml", "b/z.yaml"]


class Broken(RulesEngine):
    """An engine that falls over in the middle, and remembers whether it was given back."""

    closed = False

    async def do(self, step: Happening) -> Done:
        raise ConnectionError("the database is away")

    async def close(self) -> None:
        type(self).closed = True


async def test_a_broken_engine_is_no_answer(tmp_path: Path) -> None:
    """When an engine fails the scenario fails with what happened and where, the others go on, and it is given back."""
    (tmp_path / "a.yaml").write_text(HOLDS, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(MALFORMED, encoding="utf-8")
    out = StringIO()

    async def broken() -> Engine:
        return Broken()

    assert await run([tmp_path], broken, Console(file=out, width=200)) == 2
    assert "a.yaml:3: register a1" in out.getvalue()
    assert "the engine failed: ConnectionError: the database is away" in out.getvalue()
    assert Broken.closed


class Shaky(RulesEngine):
    """An engine whose server is lost at the first question, as often as it is told."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    async def ask(self, question: Question) -> Answer:
        self.times -= 1
        if self.times >= 0:
            raise LostError("the server does not answer any more")
        return await super().ask(question)


@pytest.mark.parametrize(("times", "ends"), [(TRIES - 1, 0), (TRIES, 1)])
async def test_what_is_lost_on_the_way_begins_anew_but_not_for_ever(tmp_path: Path, times: int, ends: int) -> None:
    (tmp_path / "a.yaml").write_text(HOLDS, encoding="utf-8")
    out = StringIO()

    async def shaky() -> Engine:
        return Shaky(times)

    assert await run([tmp_path], shaky, Console(file=out, width=200)) == ends
    assert ("the engine failed: LostError" in out.getvalue()) == bool(ends)


class Opposite(RulesEngine):
    """An engine that answers everything wrongly."""

    async def start(self, scenario: Scenario) -> None:
        await super().start(scenario)

    async def ask(self, question: Question) -> Answer:
        answer = await super().ask(question)
        if isinstance(answer, AnsweredEligible):
            return answer.model_copy(update={"eligible_at": question.at.replace(year=1999)})
        if isinstance(answer, AnsweredRumour):
            return answer.model_copy(update={"status": None})
        return Answered(answer="allowed" if answer.answer == "refused" else "refused")


async def test_an_engine_that_answers_wrongly_is_found_out() -> None:
    """Not one of the repository's scenarios holds with an engine that lies."""

    async def opposite() -> Engine:
        return Opposite()

    out = StringIO()
    await run([Path(__file__).parent], opposite, Console(file=out, width=200))
    words = [line.split()[0] for line in out.getvalue().splitlines() if not line.startswith(" ")]

    assert words.count("ok") == len(WITHOUT_QUESTIONS)
    assert "malformed" not in words


WITHOUT_QUESTIONS = [
    file for file in files_in([Path(__file__).parent]) if "ask:" not in file.read_text(encoding="utf-8")
]
