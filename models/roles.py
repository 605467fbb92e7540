"""Roles of API callers."""

from enum import StrEnum


class Role(StrEnum):
    """Role of a caller; `api/http/permissions.py` lists the permissions of each."""

    PLATFORM = "platform"
    REVIEWER = "reviewer"
    OPERATOR = "operator"
    AUDITOR = "auditor"
    REGULATOR = "regulator"
