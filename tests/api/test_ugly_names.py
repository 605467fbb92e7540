"""The ugliest texts in what everybody reads: the Atom feed and the chart of a rumour stay XML."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest

from api.exposures import atom
from api.rumours import reach_svg
from models.cases.cases import CaseKind, Outcome
from models.exposures import Exposure, ExposureStatus, Notice
from models.rumours.reach import Reach
from models.rumours.rumours import Opening, Rumour, RumourStatus
from tests.ugly_names import REFUSED, TAKEN

AT = datetime(2026, 3, 10, 9, tzinfo=UTC)
UGLY = {**REFUSED, **TAKEN}


@pytest.mark.parametrize("text", UGLY.values(), ids=UGLY)
def test_an_old_summary_leaves_the_feed_xml(text: str) -> None:
    """Summaries that were recorded before the rule are shown with a mark for what misleads."""
    notice = Notice.trusted(
        kind=CaseKind.CLOSURE, article=12, outcome=Outcome.APPROVED, decided_on=AT.date(), summary=text, zh=text, en="e"
    )
    exposure = Exposure.trusted(
        id="x1", status=ExposureStatus.PUBLISHED, notice=notice, case="c", account=None, cause="b", drawn_up_at=AT
    )
    feed = ET.fromstring(atom.feed([(AT, exposure)], address="http://x/f", following=None))
    content = feed.findtext("{*}entry/{*}content") or ""
    assert "\u202e" not in content
    assert "\uffff" not in content


@pytest.mark.parametrize("text", UGLY.values(), ids=UGLY)
def test_an_old_claim_leaves_the_chart_xml(text: str) -> None:
    """The same of a rumour's claim, which is the title of its chart."""
    rumour = Rumour.trusted(id="r1", status=RumourStatus.OPEN, opening=Opening.trusted(claim=text))
    reach = Reach.trusted(
        rumour="r1", exposed=0, informed=0, known_exposed=0, reached=0, share=None, share_at_most=None, points=()
    )
    chart = reach_svg.drawn(rumour, reach)
    assert ET.fromstring(chart).tag.endswith("svg")
    assert "\u202e" not in chart
