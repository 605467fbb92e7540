"""Command `standing followers`: report, clean up and undo."""

import json
import re
from pathlib import Path
from typing import Any

from tests.cli.conftest import Run, Write, row

DAY = {"begins": "2025-03-01T00:00:00+08:00", "ends": "2025-03-02T00:00:00+08:00"}


def written(tmp_path: Path, **said: Any) -> Path:
    path = tmp_path / "followers.json"
    path.write_text(json.dumps(said), encoding="utf-8")
    return path


def test_gains_are_reported_and_what_a_violation_brought_is_cleaned_up(
    standing: Run, accounts: Write, tmp_path: Path
) -> None:
    assert standing("import", accounts(row(1))).exit_code == 0
    file = written(tmp_path, gains=[{"id": "g1", **DAY, "gained": 900, "content": "p1"}])
    assert standing("followers", "report", "a1", file).output.strip() == "1 gain recorded, 0 known before."
    assert standing("followers", "report", "a1", file).output.strip() == "0 gains recorded, 1 known before."
    opened = standing("followers", "clean", "a1", "--violation", "v1", "--content", "p1", "--reason", "bait")
    assert opened.exit_code == 0, opened.stderr
    cleanup = opened.output.split()[0]
    listed = standing("followers", "list", "--account", "a1", "--status", "open").output
    assert cleanup in listed
    shown = standing("followers", "show", cleanup).output
    assert re.search("contents +p1", shown)
    assert "opened by anna (per_" in shown
    assert standing("followers", "stop", cleanup, "--reason", "not so").output.strip() == f"{cleanup} is stopped."
    assert standing("followers", "list", "--status", "open").output.strip() == "No clean-ups."


def test_what_cannot_be_is_said(standing: Run, accounts: Write, tmp_path: Path) -> None:
    assert standing("import", accounts(row(1))).exit_code == 0
    gain = {"id": "g1", **DAY, "gained": 900}
    twice, ahead = [gain, {**gain, "gained": 901}], [{**gain, "ends": "2125-03-02T00:00:00+08:00"}]
    for gains, status, hint in (
        (twice, 1, "names the id of gains.0"),
        (ahead, 2, "gains.0.ends: lies in the future"),
        ([{**gain, "gain": 1}], 2, "gains.0.gain: is not known here"),
        ([{**gain, "transferred_from": "a2"}], 1, "never transferred between accounts"),
    ):
        refused = standing("followers", "report", "a1", written(tmp_path, gains=gains))
        assert (refused.exit_code, hint in refused.stderr) == (status, True), refused.stderr
    window = standing("followers", "clean", "a1", "--violation", "v1", "--window", "yesterday")
    assert "windows.0.begins" in window.stderr
    for command in (("clean", "a9", "--violation", "v1"), ("show", "none"), ("stop", "none")):
        missing = standing("followers", *command)
        assert (missing.exit_code, "there is no" in missing.stderr) == (1, True), missing.stderr
