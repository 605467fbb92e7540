"""A label in both languages; articles and instants as a Chinese text writes them."""

from datetime import datetime
from typing import Final, NamedTuple

from models.instants import SHANGHAI


class Words(NamedTuple):
    """The same label in Chinese, in the notice's own terms, and in English, in lower case within a sentence."""

    zh: str
    en: str

    def said(self, *, bilingual: bool) -> str:
        """Chinese alone, or with the English behind it."""
        return f"{self.zh} {self.en}" if bilingual else self.zh


TITLE_ZH: Final = "关于加强“自媒体”管理的通知"
"""The notice by its title."""

_DIGITS: Final = "零一二三四五六七八九"


def article_zh(article: int) -> str:
    """An article of the notice by its Chinese numeral: 9 is `第九条`, 12 is `第十二条`.

    Raises:
        ValueError: for a number that is no article of a notice (below 1, above 99).
    """
    if not 1 <= article <= 99:
        raise ValueError(f"article {article}: 1 to 99")
    tens, ones = divmod(article, 10)
    ten = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return f"第{ten}{_DIGITS[ones] if ones or not tens else ''}条"


def shown_zh(at: datetime) -> str:
    """The instant in Shanghai time as a Chinese text has it: `2026年3月17日 12:00`; seconds only if there are some."""
    local = at.astimezone(SHANGHAI)
    minute = f"{local.year}年{local.month}月{local.day}日 {local.hour:02}:{local.minute:02}"
    return f"{minute}:{local.second:02}" if local.second or local.microsecond else minute
