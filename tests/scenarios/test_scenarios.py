"""Every scenario holds under every engine, and none of them could hold whatever was answered."""

from pathlib import Path

import pytest

from models.rumours.rumours import RumourStatus, Step
from scenarios.engine import Engine, answer_differences
from scenarios.format import load, loads
from scenarios.rules_engine import RulesEngine
from scenarios.rumour_steps import AskRumour, ExpectedRumour
from scenarios.runner import files_in, run_scenario
from scenarios.steps import AskEligible, Happening

HERE = Path(__file__).parent
FILES = files_in([HERE])
DOCUMENT = HERE.parents[1] / "docs" / "scenarios.md"


def name_of(file: Path) -> str:
    return str(file.relative_to(HERE))


@pytest.mark.parametrize("file", FILES, ids=name_of)
async def test_the_scenario_holds(file: Path, engine: Engine) -> None:
    """What the scenario expects, worked out by hand from the notice, is what the engine answers."""
    report = await run_scenario(load(file), engine)

    assert report.findings == ()
    assert report.refused == ()


@pytest.mark.parametrize("file", FILES, ids=name_of)
async def test_every_question_could_fail(file: Path) -> None:
    """A question that expected the opposite would be reported, so no question passes unread."""
    scenario, engine = load(file), RulesEngine()
    await engine.start(scenario)
    for step in scenario.steps:
        if isinstance(step, Happening):
            await engine.do(step)
        elif isinstance(step, AskRumour):
            otherwise = RumourStatus.OPEN if step.expected.status is not RumourStatus.OPEN else RumourStatus.CLOSED
            never = ExpectedRumour(status=otherwise, orders=frozenset({Step.MEASURE}))
            found = answer_differences(step.model_copy(update={"expected": never}), await engine.ask(step))
            assert [difference.what for difference in found] == ["status", "orders"]
        elif isinstance(step, AskEligible):
            later = step.model_copy(update={"eligible_at": step.at.replace(year=1999)})
            assert [d.what for d in answer_differences(later, await engine.ask(step))] == ["eligible_at"]
        else:
            opposite = "allowed" if step.expected.answer == "refused" else "refused"
            wrong = step.expected.model_copy(update={"answer": opposite})
            other = step.model_copy(update={"expected": wrong})
            assert [d.what for d in answer_differences(other, await engine.ask(step))] == ["answer"]


def test_there_are_enough_of_them_for_each_article() -> None:
    """Each article that is decided has its cases, and each scenario stands in the folder of an article it names."""
    by_folder: dict[str, int] = {}
    for file in FILES:
        by_folder[file.parent.name] = by_folder.get(file.parent.name, 0) + 1

    assert set(by_folder) >= {
        "article-02",
        "article-03",
        "article-04",
        "article-05",
        "article-07",
        "article-08",
        "article-09",
        "article-10",
    }
    assert sum(by_folder.values()) >= 120


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_its_title_is_a_sentence(file: Path) -> None:
    """The title says in one sentence what the case shows, and no two files show the same."""
    title = load(file).title

    assert title[0].isupper()
    assert title.endswith(".")
    assert title.count(". ") == 0
    first_lines = [other.read_text(encoding="utf-8").partition("\n")[0] for other in FILES]
    assert first_lines.count(f"title: {title}") == 1


async def test_the_example_in_the_documentation_runs(engine: Engine) -> None:
    """What a reader copies from the documentation holds."""
    blocks = [block.partition("```")[0] for block in DOCUMENT.read_text(encoding="utf-8").split("```yaml\n")[1:]]
    examples = [block for block in blocks if block.startswith("title:")]

    assert examples
    for example in examples:
        assert (await run_scenario(loads(example), engine)).findings == ()
