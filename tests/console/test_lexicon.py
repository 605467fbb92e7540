"""The page of the lexicon: a name tested, rows switched, names listed and imported."""

import re
from html import unescape

import cv2
import pytest
from numpy.random import default_rng

from bench import emblem_pictures as pictures
from console.pages.lexicon import marked
from models.roles import Role
from tests.console.conftest import Console


async def test_a_name_is_tested_and_the_matched_part_is_marked(console: Console) -> None:
    """What is held and why, with the matched characters marked; nothing is recorded."""
    page = (await console.reviewer.get("/console/lexicon?name=人民曰报评论")).text
    assert "held for a person" in page
    assert "<mark>人民曰报" in page
    assert "人民日报" in page
    clear = (await console.reviewer.get("/console/lexicon?name=山野厨房")).text
    assert "not held" in clear
    assert "<mark>" not in clear
    for row in (await console.api.operator.get("/v1/lexicon")).json()["rows"]:
        assert row["held"] in page
        assert row["clear"] in page


def test_overlapping_matches_are_marked_once_and_nothing_is_lost() -> None:
    """The pieces make up the text again, whatever overlaps."""
    text = "abcdefgh"
    spans = [(1, 3), (2, 5), (2, 4), (7, 8)]
    pieces = marked({"text": text, "matches": [{"start": start, "end": end} for start, end in spans]})
    assert "".join(piece for piece, _ in pieces) == text
    assert "".join(piece if hit else "." * len(piece) for piece, hit in pieces) == ".bcde..h"


async def test_a_row_is_switched_by_an_operator_alone(console: Console) -> None:
    """The reader sees the state; only the operator has the button."""
    assert "/console/lexicon/switch" not in (await console.reviewer.get("/console/lexicon")).text
    rows = (await console.api.operator.get("/v1/lexicon")).json()["rows"]
    row = rows[0]
    form = {"row": row["row"], "on": str(not row["on"]).lower()}
    assert (await console.reviewer.post("/console/lexicon/switch", form)).status_code == 403
    assert (await console.operator.confirmed("/console/lexicon/switch", form)).status_code == 303
    after = (await console.api.operator.get("/v1/lexicon")).json()["rows"]
    assert after[0]["on"] is not row["on"]
    back = {**form, "on": str(row["on"]).lower()}
    assert (await console.operator.confirmed("/console/lexicon/switch", back)).status_code == 303


async def test_names_are_imported_line_by_line_and_a_bad_line_is_named(console: Console) -> None:
    """Nothing is imported while a line is wrong, and what was typed stays."""
    form = {"source": "省级融媒体名录", "listed_on": "2026-10-01", "kind": "news_media"}
    names = "山野融媒，山野融媒客户端\n\n" + "长" * 300
    refused = await console.operator.confirmed("/console/lexicon/import", {**form, "names": names})
    assert refused.status_code == 422
    for text in ("3: 长长", "山野融媒客户端", 'value="省级融媒体名录"'):
        assert text in refused.text, text
    found = (await console.reviewer.get("/console/lexicon?search=山野融媒")).text
    assert "No protected name matches" in found
    done = await console.operator.confirmed("/console/lexicon/import", {**form, "names": "山野融媒，山野融媒客户端"})
    assert done.status_code == 303, done.text
    found = (await console.reviewer.get("/console/lexicon?search=山野融媒")).text
    assert "山野融媒客户端" in found
    identifier = (await console.api.operator.get("/v1/lexicon/names?search=山野融媒")).json()["names"][0]["id"]
    retired = await console.operator.confirmed("/console/lexicon/retire", {"entries": identifier, "reason": "停刊"})
    assert retired.status_code == 303


@pytest.mark.parametrize("role", [Role.REGULATOR])
async def test_who_may_not_read_it_is_told(console: Console, role: Role) -> None:
    """The regulator's role reads reports alone."""
    assert (await console[role].get("/console/lexicon")).status_code == 403


def pictured(serial: int) -> bytes:
    """Return the picture of an emblem, as a PNG."""
    written, content = cv2.imencode(".png", pictures.badge(default_rng(serial)))
    assert written
    return content.tobytes()


async def test_an_emblem_is_added_once_it_was_shown_what_it_resembles_and_retired(console: Console) -> None:
    """Only by an operator; the picture travels with the confirmation; a second like it is compared with the first."""
    path, form = "/console/lexicon/emblems", {"name": "山野银行", "id": "bank-1"}
    assert "Add an emblem" not in (await console.reviewer.get("/console/lexicon")).text
    assert (await console.reviewer.upload(path, form, {"picture": ("e.png", pictured(7))})).status_code == 403
    empty = await console.operator.upload(path, {"name": "山野银行", "id": ""}, {})
    assert (empty.status_code, "Choose the picture" in empty.text, 'value="山野银行"' in empty.text) == (
        422,
        True,
        True,
    )
    text = await console.operator.upload(path, form, {"picture": ("e.png", b"no picture")}, Accept_Language="zh")
    assert text.status_code in {415, 422}
    assert 'value="bank-1"' in text.text
    asked = await console.operator.upload(path, form, {"picture": ("e.png", pictured(7))})
    assert asked.status_code == 200, asked.text
    for said in ("PNG, ", "The bank is empty", "held for a person"):
        assert said in asked.text, said
    assert all(one["id"] != "bank-1" for one in (await console.api.operator.get("/v1/emblems")).json()["emblems"])
    kept = re.search(r'name="_file" value="([^"]+)"', asked.text)
    assert kept is not None
    sent = {**form, "_file": unescape(kept[1]), "_file_name": "e.png", "step": "confirmed"}
    assert (await console.operator.post(path, sent)).status_code == 303
    page = (await console.reviewer.get("/console/lexicon")).text
    assert '/console/lexicon/emblems/bank-1" alt="山野银行"' in page
    alike = await console.operator.upload(path, {"name": "另一家", "id": ""}, {"picture": ("e.png", pictured(7))})
    assert "It may be in the bank already" in alike.text
    gone = f"{path}/bank-1/retirement"
    assert (await console.reviewer.post(gone, {"reason": "x", "step": "confirmed"})).status_code == 403
    assert (await console.operator.post(gone, {"reason": ""})).status_code == 422
    assert (await console.operator.confirmed(gone, {"reason": "已更换标识"})).status_code == 303
    assert ">retired<" in (await console.reviewer.get("/console/lexicon")).text
