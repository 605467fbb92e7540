"""How reports are made and filed on this platform, and what is asked for when a period is over."""

from dataclasses import dataclass, field
from pathlib import Path

from models.report_content import Head, Period
from models.reports import Channel, Terms
from regulation import report_periods as periods


@dataclass(frozen=True)
class Filing:
    """What the settings say about reports. Address and secret stay out of logs and of the ledger."""

    platform: str = ""
    bilingual: bool = True
    release: bool = False
    address: str | None = field(default=None, repr=False)
    secret: str | None = field(default=None, repr=False)
    folder: Path | None = None
    delivery_s: float = 60.0
    """How long the regulator's side may be silent at any step of a delivery."""

    @property
    def channel(self) -> Channel:
        """How the regulator gets them."""
        if self.address is not None:
            return Channel.HTTP
        return Channel.API if self.folder is None else Channel.FOLDER


def terms_of(filing: Filing, period: Period) -> Terms:
    """What is asked for when a period is over, as things are configured now."""
    head = Head(
        report=period.id,
        platform=filing.platform,
        period=period,
        cut_off=period.end,
        previous=periods.before(period),
    )
    return Terms(head=head, bilingual=filing.bilingual, release=filing.release, channel=filing.channel)
