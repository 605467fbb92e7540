"""Labels in both languages; articles and instants in Chinese notation."""

from datetime import datetime
from typing import Final, NamedTuple

from models.instants import SHANGHAI


class Words(NamedTuple):
    """Label in Chinese, in the notice's own terms, and in English, in lower case within a sentence."""

    zh: str
    en: str

    def said(self, *, bilingual: bool) -> str:
        """Chinese label alone, or followed by the English one."""
        return f"{self.zh} {self.en}" if bilingual else self.zh


TITLE_ZH: Final = "关于加强“自媒体”管理的通知"
"""Title of the notice."""

_DIGITS: Final = "零一二三四五六七八九"


def article_zh(article: int) -> str:
    """Article of the notice by its Chinese numeral: 9 is `第九条`, 12 is `第十二条`.

    Raises:
        ValueError: for a number below 1 or above 99.
    """
    if not 1 <= article <= 99:
        raise ValueError(f"no article {article}: give a number from 1 to 99")
    tens, ones = divmod(article, 10)
    ten = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return f"第{ten}{_DIGITS[ones] if ones or not tens else ''}条"


def shown_zh(at: datetime) -> str:
    """Instant in Shanghai time in Chinese notation: `2026年3月17日 12:00`; seconds only if there are some."""
    local = at.astimezone(SHANGHAI)
    minute = f"{local.year}年{local.month}月{local.day}日 {local.hour:02}:{local.minute:02}"
    return f"{minute}:{local.second:02}" if local.second or local.microsecond else minute
