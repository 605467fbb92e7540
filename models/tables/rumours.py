"""Rumours: contents, viewers and figures."""

from datetime import datetime
from typing import Final

from sqlalchemy import BigInteger, Column, DateTime, Identity, Index, LargeBinary, Text, text
from sqlmodel import Field, SQLModel

from models.tables.columns import instant, table_of


class RumourContentRow(SQLModel, table=True):
    """Contents that spread a rumour, with the orders that name each: to label it, and to remove the label."""

    __tablename__ = "rumour_contents"
    __table_args__ = (
        Index("rumour_contents_unlabelled", "rumour", "found_at", postgresql_where=text("label_order IS NULL")),
    )

    rumour: str = Field(primary_key=True, sa_type=Text)
    content: str = Field(primary_key=True, sa_type=Text)
    found_at: datetime = instant()
    found_by: str = Field(sa_type=Text)
    via: str = Field(sa_type=Text)
    label_order: str | None = Field(default=None, sa_type=Text)
    unlabel_order: str | None = Field(default=None, sa_type=Text)


class RumourViewerRow(SQLModel, table=True):
    """Viewers of a rumour or of its debunking, with the first time. Only the platform can identify them."""

    __tablename__ = "rumour_viewers"

    rumour: str = Field(primary_key=True, sa_type=Text)
    viewer: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    rumour_at: datetime | None = instant(nullable=True)
    debunking_at: datetime | None = instant(nullable=True)


class RumourCountRow(SQLModel, table=True):
    """Numbers of viewers in an hour, for platforms that report only counts."""

    __tablename__ = "rumour_counts"

    rumour: str = Field(primary_key=True, sa_type=Text)
    seen: str = Field(primary_key=True, sa_type=Text)
    hour: datetime = Field(sa_column=Column(DateTime(timezone=True), primary_key=True))
    viewers: int = Field(sa_type=BigInteger)


class RumourReportRow(SQLModel, table=True):
    """New exposures in a report, with the time of the report: a period gives the same count at any later time."""

    __tablename__ = "rumour_reports"
    __table_args__ = (Index("rumour_reports_by_time", "told_at"),)

    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(), primary_key=True))
    rumour: str = Field(sa_type=Text)
    told_at: datetime = instant()
    exposed: int = Field(sa_type=BigInteger)
    informed: int = Field(sa_type=BigInteger)
    reached: int = Field(sa_type=BigInteger)


RUMOUR_CONTENTS: Final = table_of(RumourContentRow)
RUMOUR_VIEWERS: Final = table_of(RumourViewerRow)
RUMOUR_COUNTS: Final = table_of(RumourCountRow)
RUMOUR_REPORTS: Final = table_of(RumourReportRow)
