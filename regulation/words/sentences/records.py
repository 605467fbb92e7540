"""Refusals of commands on cases, rumours and other records."""

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {}
