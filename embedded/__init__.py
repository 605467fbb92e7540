"""Embedded servers from Python wheels: PostgreSQL and Temporal's development server.

They serve laptops, tests and demonstrations. Production names its own servers (`STANDING_DATABASE_URL`,
`STANDING_TEMPORAL_ADDRESS`). Only composition roots import this package, and it imports nothing else of Standing.
"""

import sys
from importlib.util import find_spec

from embedded.errors import (
    BinaryMissingError,
    EmbeddedError,
    PortInUseError,
    ServerFailedError,
    UnsupportedPlatformError,
)
from embedded.programs import INSTALL

if find_spec("psutil") is None:
    raise BinaryMissingError(
        f"the package 'psutil' is not installed in {sys.prefix}: {INSTALL}, "
        "or name the servers with STANDING_DATABASE_URL and STANDING_TEMPORAL_ADDRESS"
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
