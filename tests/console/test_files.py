"""Files of forms: a form that is shown again keeps the file that was chosen, and says which."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

import console as package
from console.http.kept_files import MOST_KEPT
from tests.api.test_runs import created, lines_of, registration
from tests.console.conftest import Console
from tests.console.test_bulk import NEW
from tests.console.test_lexicon import pictured

Form = dict[str, Any]


async def an_emblem(console: Console) -> tuple[str, str, bytes, Form, Form]:
    good = {"name": "山野银行", "id": f"kept-{console.api.numbers()}"}
    return "/console/lexicon/emblems", "picture", pictured(11), {**good, "name": ""}, good


async def a_run(console: Console) -> tuple[str, str, bytes, Form, Form]:
    good = {"commands": "register", "id": f"kept-{console.api.numbers()}", "rows": ""}
    rows = lines_of([{"ref": "1", **registration(f"kept-{console.api.numbers()}")}])
    return "/console/runs", "file", rows, {**good, "id": "not an identifier"}, good


async def more_rows(console: Console) -> tuple[str, str, bytes, Form, Form]:
    run = (await created(console.api, "register", f"kept-{console.api.numbers()}")).rpartition("/")[2]
    row = {"ref": "1", **registration(f"kept-{console.api.numbers()}")}
    other = lines_of([{"ref": "1", **registration(f"kept-{console.api.numbers()}")}]).decode()
    return f"/console/runs/{run}/rows", "file", lines_of([row]), {"rows": other}, {"rows": ""}


async def a_campaign_of_a_long_list(console: Console) -> tuple[str, str, bytes, Form, Form]:
    names = "".join(f"kept-{place:055}\n" for place in range(MOST_KEPT // 61)).encode()
    return "/console/campaigns/new/preview", "file", names, {**NEW, "reason": ""}, dict(NEW)


FORMS = {
    "lexicon/lexicon.html": an_emblem,
    "runs/new.html": a_run,
    "runs/run.html": more_rows,
    "bulk/new.html": a_campaign_of_a_long_list,
}
"""Forms with a file by their templates: what is sent with the file at first, in error, and then without it."""


def test_every_form_with_a_file_keeps_it() -> None:
    """The reference sends its files by a script, which keeps the page."""
    templates = Path(package.__file__).parent / "templates"
    found = {
        str(one.relative_to(templates))
        for one in templates.rglob("*.html")
        if re.search(r'type="file"|fields\.file\(', one.read_text()) and "macro file" not in one.read_text()
    }
    assert found == {*FORMS, "reference/operation.html"}


def kept_in(text: str) -> Form:
    return {name: unescape(value) for name, value in re.findall(r'name="(_file|_file_name)" value="([^"]*)"', text)}


@pytest.mark.parametrize("made", FORMS.values(), ids=lambda made: made.__name__)
async def test_a_refused_form_keeps_its_file(console: Console, made: Any) -> None:
    """It is named, and sent again with what was corrected, without being chosen again."""
    path, field, content, wrong, right = await made(console)
    refused = await console.operator.upload(path, wrong, {field: ("名单.bin", content)})
    assert refused.status_code in {400, 409, 422}, refused.text
    assert "Kept: 名单.bin" in refused.text
    kept = kept_in(refused.text)
    assert kept["_file_name"] == "名单.bin"
    if made is more_rows:  # its first row was taken, and the file's is another one of the same name
        left_out = await console.operator.upload(path, {**right, **kept, "_file_drop": "yes"}, {})
        assert "Type rows, or choose a file" in left_out.text
        assert "Kept: " not in left_out.text
        return
    done = await console.operator.upload(path, {**right, **kept}, {})
    assert done.status_code in {200, 303}, done.text
    if done.status_code == 200:
        assert kept_in(done.text) == kept, "the confirmation has it, too"
        confirmed = {**right, **kept, "step": "confirmed"}
        assert (await console.operator.post(path, confirmed)).status_code == 303


async def test_back_from_the_question_the_picture_is_there(console: Console) -> None:
    """And the question says which picture it is."""
    path, field, content, _, good = await an_emblem(console)
    asked = await console.operator.upload(path, good, {field: ("标识.png", content)})
    assert "标识.png" in asked.text
    back = await console.operator.post(path, {**good, **kept_in(asked.text), "step": "change"})
    assert "Kept: 标识.png" in back.text
    assert kept_in(back.text) == kept_in(asked.text)
    chinese = await console.operator.post(path, {**good, **kept_in(asked.text), "step": "change"}, Accept_Language="zh")
    assert "已保留文件：标识.png" in chinese.text


async def test_a_file_too_large_for_the_page_is_asked_for_again(console: Console) -> None:
    """It is named, and the form is not carried out without it."""
    path, field, _, wrong, right = await a_run(console)
    large = {field: ("rows.ndjson", b" " * (MOST_KEPT + 1))}
    refused = await console.operator.upload(path, wrong, large)
    assert "rows.ndjson was not kept: choose it again" in refused.text
    assert kept_in(refused.text) == {}
    lost = await console.operator.upload(path, {**right, "rows": "{}", "_file_name": "rows.ndjson"}, {})
    assert (lost.status_code, "Choose the file again" in lost.text) == (422, True)


@pytest.mark.parametrize("letters", ["%", "A", "====", "é"])
async def test_what_is_no_file_is_none(console: Console, letters: str) -> None:
    path, _, _, _, good = await an_emblem(console)
    answer = await console.operator.post(path, {**good, "_file": letters})
    assert (answer.status_code, "Choose the picture" in answer.text) == (422, True)
