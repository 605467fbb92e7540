"""Settings for making and filing reports, and the terms of the report on a period that is over."""

from dataclasses import dataclass, field
from pathlib import Path

from models.reports.content import Head, Period
from models.reports.reports import Channel, Terms
from regulation.reports import periods


@dataclass(frozen=True)
class Filing:
    """Settings for reports. Address and secret must not appear in logs or in the ledger."""

    platform: str = ""
    bilingual: bool = True
    release: bool = False
    address: str | None = field(default=None, repr=False)
    secret: str | None = field(default=None, repr=False)
    folder: Path | None = None
    delivery_s: float = 60.0
    """Seconds that the regulator's server may be silent at any step of a delivery."""

    @property
    def channel(self) -> Channel:
        """Channel by which the regulator gets the reports."""
        if self.address is not None:
            return Channel.HTTP
        return Channel.API if self.folder is None else Channel.FOLDER


def terms_of(filing: Filing, period: Period) -> Terms:
    """Terms of the report on a period, by the settings in force now."""
    head = Head(
        report=period.id,
        platform=filing.platform,
        period=period,
        cut_off=period.end,
        previous=periods.before(period),
    )
    return Terms(head=head, bilingual=filing.bilingual, release=filing.release, channel=filing.channel)
