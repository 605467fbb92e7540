"""Events: how far each webhook has been told, and its deliveries."""

from datetime import datetime
from typing import Final

from sqlalchemy import BigInteger, Column, Identity, Index, Text
from sqlmodel import Field, SQLModel

from models.tables.columns import instant, table_of


class WebhookPositionRow(SQLModel, table=True):
    """Position of each webhook in the stream of events."""

    __tablename__ = "webhook_positions"

    subscription: str = Field(primary_key=True, sa_type=Text)
    generation: int
    position: int = Field(sa_column=Column(BigInteger, nullable=False))
    moved_at: datetime = instant()


class WebhookDeliveryRow(SQLModel, table=True):
    """Answers of the addresses of webhooks, kept for a month."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (Index("webhook_deliveries_by_subscription", "subscription", "id"),)

    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(), primary_key=True))
    subscription: str = Field(sa_type=Text)
    event: int = Field(sa_column=Column(BigInteger, nullable=False))
    at: datetime = instant()
    status: int | None = Field(default=None)
    error: str | None = Field(default=None, sa_type=Text)
    took_ms: int


WEBHOOK_POSITIONS: Final = table_of(WebhookPositionRow)
WEBHOOK_DELIVERIES: Final = table_of(WebhookDeliveryRow)
