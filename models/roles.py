"""Roles: what a caller of the API is, and so what it may do."""

from enum import StrEnum


class Role(StrEnum):
    """What a caller is; `api/http/permissions.py` says what each role may do."""

    PLATFORM = "platform"
    REVIEWER = "reviewer"
    OPERATOR = "operator"
    AUDITOR = "auditor"
    REGULATOR = "regulator"
