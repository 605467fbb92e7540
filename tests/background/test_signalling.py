"""One place starts and signals workflows."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"bench", "migrations", "tests"}
CALLS = re.compile(r"\.(start_workflow|execute_workflow|signal_workflow)\(|handle\.signal\(|start_child_workflow\(")


def test_workflows_are_started_and_signalled_in_one_place() -> None:
    """Every message to a workflow passes the outbox, or it would be lost while Temporal is unavailable."""
    sources = [ROOT / "worker.py", *(path for package in PROGRAM for path in (ROOT / package).rglob("*.py"))]
    found = {path.relative_to(ROOT).as_posix() for path in sources if CALLS.search(path.read_text(encoding="utf-8"))}
    assert found == {"background/stream_workflows.py"}
