"""Helpers that write drafts as a caller does, and shorten verdicts."""

from datetime import datetime
from typing import Any

from models.accounts.standing import Standing
from models.gate.drafts import Draft
from models.gate.publishing import PublishVerdict
from regulation.gate import decide_publish
from tests.regulation.account import Account, on

NOW = on("03-01 12:00")
OWN = {"kind": "self_shot", "shot_at": "2026-03-01T09:00:00+08:00", "place": "大理"}
MADE = {"kind": "synthetic", "marked": True}
QUOTED = {"kind": "quoted"}


def publish(written: dict[str, Any], standing: Standing | None = None, at: datetime = NOW) -> PublishVerdict:
    """Return the gate's verdict on a draft; without a standing, by an account without any restriction."""
    return decide_publish(standing or Account().pruned, Draft.model_validate(written), at)


def wanting(verdict: PublishVerdict) -> list[tuple[int, str, str]]:
    """Return the reasons in order: article, code, place."""
    return [(reason.article, reason.code.value, reason.where) for reason in verdict.reasons]


def shown_on(verdict: PublishVerdict) -> list[tuple[str, str]]:
    """Return the labels in order: kind, place."""
    return [(label.kind.value, label.where) for label in verdict.labels]
