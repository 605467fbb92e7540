"""A label in both languages."""

from typing import NamedTuple


class Words(NamedTuple):
    """The same label in Chinese, in the notice's own terms, and in English, in lower case within a sentence."""

    zh: str
    en: str

    def said(self, *, bilingual: bool) -> str:
        """Chinese alone, or with the English behind it."""
        return f"{self.zh} {self.en}" if bilingual else self.zh
