"""Authentication, limits, outages, and records that do not exist."""

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {
    "there is no account {account}; register it first": "账号 {account} 不存在，请先注册",
}
