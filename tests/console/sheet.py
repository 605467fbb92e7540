"""A sheet of all components on one page, to be looked at and measured in a browser."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from console.drawing.figures import Lane, Span, lanes
from console.http.calling import Answer
from console.http.forms import Form
from console.navigation import GROUPS
from console.rendering.environment import Shown, environment, showing
from console.texts.languages import Code, language
from ledger.people.callers import Caller
from models.roles import Role

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)

SHEET = (Path(__file__).parent / "sheet.html").read_text(encoding="utf-8")


def sheet(code: Code, theme: str = "system") -> str:
    """Return the sheet as a page."""
    spoken, day = language(code), timedelta(days=1)
    refused = Answer(
        422,
        b'{"title": "The request is not valid", "errors": [{"path": "body.duration", "message": "is required"},'
        b' {"path": "body.reason", "message": "must not be empty"}]}',
        {},
    )
    ban = Span(NOW - 3 * day, NOW + 4 * day, "bad", "禁言7日", "#ban")
    unpaid = Span(NOW - 3 * day, NOW + 11 * day, "wait", "暂停营利权限14日")
    figures = {
        "lanes": lanes(
            [Lane("发布", [ban]), Lane("营利", [unpaid]), Lane("涨粉", [])],
            NOW - 14 * day,
            NOW + 21 * day,
            NOW,
            "时间线",
            spoken,
        ),
    }
    page = environment(code).from_string(SHEET)
    with showing(Shown(NOW, "/console/sheet", (("kind", "closure"),))):
        return page.render(
            **figures,
            form=Form.of(duration="a week", reason="", outcome="approved").refused(refused),
            now=NOW,
            day=day,
            visitor=Caller("session-1", "安莉", frozenset({Role.REVIEWER})),
            roles=["reviewer"],
            navigation=GROUPS,
            here="/console/queue",
            query={},
            theme=theme,
            event=None,
            flash=spoken.text("done"),
        )
