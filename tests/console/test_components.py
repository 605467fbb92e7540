"""Components: fields keep what was typed and say what is wrong beside them; the sheet has all of them."""

import re

import pytest

from console.rendering.environment import environment
from console.texts.languages import CODES, Code
from tests.console.sheet import SHEET, sheet

COMMON = ("icons", "states", "blocks", "fields")
"""Parts that every page may use; the others belong to a few pages, which show them."""


@pytest.mark.parametrize("code", CODES)
def test_the_sheet_has_nothing_inline(code: Code) -> None:
    """The policy would refuse it."""
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", sheet(code))


def test_the_sheet_shows_every_component() -> None:
    """A new macro is put on the sheet, where it is looked at in every look."""
    for part in COMMON:
        for macro in vars(environment("en").globals[part]):
            if not macro.startswith("_"):
                assert f"{part}.{macro}(" in SHEET, f"{part}.{macro}"


def test_a_wrong_field_keeps_what_was_typed_and_names_its_message() -> None:
    """A screen reader reads the message with the field."""
    page = sheet("en")
    field = re.search(r'<input type="text" value="a week"[^>]*>', page)
    assert field is not None
    assert 'aria-invalid="true"' in field[0]
    assert 'aria-describedby="f-duration-error f-duration-hint"' in field[0]
    assert re.search(r'id="f-duration-error">.*is required', page)
    assert re.search(r'value="approved" checked', page)
    assert "Correct what is marked below" in page
