"""Commands `standing screen` and `standing lexicon`, as compliance staff use them."""

import json
from pathlib import Path

from tests.cli.conftest import Run


def test_names_are_screened_one_line_each(standing: Run, tmp_path: Path) -> None:
    file = tmp_path / "names.txt"
    file.write_text("﻿人民曰报\n\n北京小吃日记\n", encoding="utf-8")
    run = standing("screen", "--lines", str(file))
    assert run.exit_code == 0, run.output
    first, second = map(json.loads, run.stdout.splitlines())
    assert (first["text"], first["outcome"], first["matches"][0]["how"]) == ("人民曰报", "review", "look_alike")
    assert second == {"text": "北京小吃日记", "outcome": "clear", "matches": []}
    assert "2 names: 1 clear, 1 review (lexicon " in run.stderr
    assert json.loads(standing("screen", "上海发布").stdout)["outcome"] == "review"


def test_lines_that_are_no_names_do_not_spoil_the_rest(standing: Run, tmp_path: Path) -> None:
    file = tmp_path / "names.txt"
    file.write_bytes(b"\xff\xfe\n" + "山野\n".encode() + b"a" * 200 + b"\n")
    run = standing("screen", "--lines", str(file))
    assert run.exit_code == 2
    assert [json.loads(line)["text"] for line in run.stdout.splitlines()] == ["山野"]
    assert "line 1: is not UTF-8" in run.stderr
    assert "line 3: is longer" in run.stderr
    assert "--lines FILE" in standing("screen").stderr


def test_a_list_is_imported_looked_up_retired_and_a_row_is_switched(standing: Run, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("kind,name,aliases,plain\nnews_media,山野融媒观察社,山野融媒台|野融媒,\n", encoding="utf-8")
    imported = standing("lexicon", "import", str(file), "--source", "测试名录", "--listed-on", "2026-03-01")
    assert "added 1" in imported.output, imported.output
    assert (
        "Nothing changed"
        in standing("lexicon", "import", str(file), "--source", "测试名录", "--listed-on", "2026-03-01").output
    )
    assert json.loads(standing("screen", "我的山野融媒台").stdout)["outcome"] == "review"
    assert "山野融媒观察社" in standing("lexicon", "list", "--search", "野融媒").output
    assert "reason 停办" in standing("lexicon", "retire", "山野融媒观察社", "--reason", "停办").output
    assert json.loads(standing("screen", "我的山野融媒台").stdout)["outcome"] == "clear"
    assert standing("lexicon", "switch", "division_short", "off").exit_code == 0
    assert json.loads(standing("screen", "杭州").stdout)["outcome"] == "clear"
    assert "preset literal" in standing("lexicon", "preset", "literal", "--reason", "从严").output
    assert json.loads(standing("screen", "北京小吃日记").stdout)["outcome"] == "review"
    assert "the presets are balanced, literal" in standing("lexicon", "preset", "strict").stderr
    shown = standing("lexicon", "show").output
    assert "preset: literal" in shown
    assert "imported: 测试名录 of 2026-03-01, 1 names" in shown
    assert "administrative_division" in shown


def test_what_is_wrong_with_a_file_is_said_by_line_and_nothing_is_imported(standing: Run, tmp_path: Path) -> None:
    file = tmp_path / "list.tsv"
    file.write_text("kind\tname\nnews_media\t山野社团\nnewspaper\t河边社团\n", encoding="utf-8")
    run = standing("lexicon", "import", str(file), "--source", "x")
    assert run.exit_code == 1
    assert "line 3: kind: must be 'party'" in run.stderr
    file.write_text("name\n山野社团\n", encoding="utf-8")
    assert "the first line must name the columns" in standing("lexicon", "import", str(file), "--source", "x").stderr
    assert "no name in force with identifier 山野社团" in standing("lexicon", "retire", "山野社团").stderr
    assert "the rows are protected_name" in standing("lexicon", "switch", "none", "off").stderr
