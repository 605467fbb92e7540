"""Examples for a shell, run as they are printed, page by page, against one product as `standing up` runs it."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from embedded import free_port
from tests.docs import test_tutorial as tutorial
from tests.docs.examples import INDEX, PAGES, README, ROOT, Block, Shell, blocks_of, comparable, expected, parts_of
from tests.docs.test_examples import NOT_RUN
from tests.e2e.test_up import Up

pytestmark = pytest.mark.long

SECRET = "whsec_QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVoxMjM0NTY="


def shells_of(page: Path) -> list[Block]:
    return [block for block in blocks_of(page) if block.language == "sh" and block.name not in NOT_RUN]


@dataclass
class Reader:
    """Somebody who tries the examples, with the product running beside."""

    up: Up
    folder: Path
    receiver: dict[str, str]

    def tries(self, page: Path) -> list[tuple[Block, str]]:
        """Run a page's examples; return what each printed."""
        port = self.up.ports["API_PORT"]
        env = {name: value for name, value in os.environ.items() if not name.startswith(("STANDING_", "LC_", "LANG"))}
        shell = Shell(
            self.folder / page.relative_to(ROOT).as_posix().replace("/", "-"),
            self.up.data_dir,
            {"127.0.0.1:8000": f"127.0.0.1:{port}", **self.receiver},
            env | {"COLUMNS": "100", "LANG": "C.UTF-8", "SECRET": SECRET},
        )
        for block in blocks_of(page):
            if block.saved_as:
                (shell.folder / block.saved_as).write_text(shell.own(block.text), encoding="utf-8")
        before = [] if page in {README, INDEX} else shells_of(INDEX)
        blocks = shells_of(page)
        return list(zip(blocks, shell.run([*before, *blocks])[len(before) :], strict=True))


@pytest.fixture(scope="module")
def receiver() -> dict[str, str]:
    """Return the ports at which examples receive webhooks and reports, and those of this run."""
    return {"8099": str(free_port()), "8098": str(free_port())}


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory, receiver: dict[str, str]) -> Iterator[Up]:
    """Yield the product, started once with the settings that pages ask for."""
    up = Up(tmp_path_factory.mktemp("product"))
    up.env |= {
        "STANDING_WEBHOOK_ALLOW_PRIVATE": "true",
        "STANDING_REPORT_PLATFORM": "山野平台",
        "STANDING_REPORT_ADDRESS": f"http://127.0.0.1:{receiver['8098']}/standing",
        "STANDING_REPORT_SECRET": SECRET,
    }
    try:
        up.start()
        yield up
    finally:  # also when it did not become ready in time
        left = up.process.children(recursive=True) if up.process is not None else []
        up.stop()
        psutil.wait_procs(left, timeout=30)


@pytest.fixture(scope="module")
def reader(
    product: Up, receiver: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Path], list[tuple[Block, str]]]:
    """Return what tries a page. The README is read first, since its account is used by others."""
    somebody = Reader(product, tmp_path_factory.mktemp("reading"), receiver)
    first = somebody.tries(README)
    return lambda page: first if page == README else somebody.tries(page)


@pytest.mark.parametrize(
    "page", [page for page in PAGES if shells_of(page)], ids=lambda page: page.relative_to(ROOT).as_posix()
)
def test_examples_do_what_the_page_says(page: Path, reader: Callable[[Path], list[tuple[Block, str]]]) -> None:
    """No command fails, no answer is a refusal; what the page shows as printed is printed."""
    printed = {block.line: said for block, said in reader(page)}
    for block in blocks_of(page):
        said = printed.get(block.line, "")
        assert [text for text in expected(block) if text not in said] == [], said
        if block.answers:
            shown = comparable(json.loads(block.text))
            before = said_before(printed, block)
            assert shown in [comparable(value) for value in parts_of(before)], before


def test_the_tutorial_answers_as_printed_beside_the_product(
    reader: Callable[[Path], list[tuple[Block, str]]], product: Up
) -> None:
    """It does not matter what else was recorded before."""
    text = tutorial.TUTORIAL.read_text(encoding="utf-8")
    address = f"http://127.0.0.1:{product.ports['API_PORT']}"
    own = text.replace(tutorial.KEY, repr(product.key)).replace(tutorial.ADDRESS, address)
    attempted, failed, said = tutorial.run(own)
    assert attempted > 25
    assert failed == 0, said


def said_before(printed: dict[int, str], answer: Block) -> str:
    return printed[max(line for line in printed if line < answer.line)]


def test_a_shown_answer_is_compared() -> None:
    """Instants and hashes may differ, nothing else."""
    said = 'x {"items": [{"id": "5f0c3a1be2d9", "at": "2026-03-10T17:00:00+08:00", "answer": "refused"}]}'
    values = [comparable(value) for value in parts_of(said)]
    shown = {"id": "d5778873c930", "at": "2026-12-01T05:26:30.361173+08:00", "answer": "refused"}
    assert comparable(shown) in values
    assert comparable(shown | {"answer": "allowed"}) not in values
