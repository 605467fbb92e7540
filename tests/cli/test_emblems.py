"""Command `standing emblem`: the bank, and a picture screened against it."""

import json
from pathlib import Path

import cv2
import pytest
from numpy.random import default_rng

from bench import emblem_pictures as pictures
from tests.cli.conftest import Run


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    """Return an emblem and an avatar that contains it, as files."""
    badge = pictures.badge(default_rng(1))
    cv2.imwrite(str(tmp_path / "badge.png"), badge)
    cv2.imwrite(str(tmp_path / "avatar.jpg"), pictures.in_corner(badge, default_rng(2)))
    cv2.imwrite(str(tmp_path / "cat.webp"), pictures.scene(default_rng(3)))
    (tmp_path / "notes.txt").write_text("no picture", encoding="utf-8")
    return tmp_path


def test_an_emblem_is_added_found_and_retired(standing: Run, drawn: Path) -> None:
    assert "No emblems yet" in standing("emblem", "list").output
    added = standing("emblem", "add", drawn / "badge.png", "--name", "某某市公安局", "--id", "police")
    assert added.output.strip() == "police is in the bank: 某某市公安局, 512 × 512 image/png.", added.stderr
    assert "police" in standing("emblem", "list").output
    found = standing("emblem", "screen", drawn / "avatar.jpg")
    assert found.exit_code == 1
    assert "like the emblem 某某市公安局 (police)" in found.output
    as_json = standing("emblem", "screen", drawn / "avatar.jpg", "--json")
    assert json.loads(as_json.output)["matches"][0]["emblem"] == "police"
    honest = standing("emblem", "screen", drawn / "cat.webp")
    assert (honest.exit_code, honest.output.strip()) == (0, "clear: 0 of 1 emblems (version 1 of the bank)")
    assert standing("emblem", "retire", "police", "--reason", "old").output.strip() == "police is retired."
    assert standing("emblem", "screen", drawn / "avatar.jpg").exit_code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("screen", "notes.txt"), "notes.txt: the bytes are no PNG, JPEG or WebP image"),
        (("screen", "missing.png"), "missing.png cannot be read"),
        (("add", "badge.png", "--name", " "), "--name is empty"),
        (("retire", "nobody"), "there is no emblem nobody"),
    ],
    ids=["no picture", "no file", "no name", "unknown"],
)
def test_what_is_wrong_is_said(standing: Run, drawn: Path, words: tuple[str, ...], said: str) -> None:
    known = {path.name for path in drawn.iterdir()} | {"missing.png"}
    answer = standing("emblem", *(drawn / word if word in known else word for word in words))
    assert answer.exit_code != 0
    assert said in answer.stderr
