"""Servers that run on this machine with nothing but Python installed: PostgreSQL and Temporal's development server.

For a laptop, tests and demonstrations. Production names its servers instead (`STANDING_DATABASE_URL`,
`STANDING_TEMPORAL_ADDRESS`). Only composition roots import this package; it knows nothing of Standing.
"""

from embedded.errors import (
    BinaryMissingError,
    EmbeddedError,
    PortInUseError,
    ServerFailedError,
    UnsupportedPlatformError,
)
from embedded.ports import free_port, require_free
from embedded.postgres import EmbeddedPostgres
from embedded.temporal import EmbeddedTemporal

__all__ = [
    "BinaryMissingError",
    "EmbeddedError",
    "EmbeddedPostgres",
    "EmbeddedTemporal",
    "PortInUseError",
    "ServerFailedError",
    "UnsupportedPlatformError",
    "free_port",
    "require_free",
]
