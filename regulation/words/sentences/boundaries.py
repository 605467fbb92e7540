"""The Chinese of sentences on boundaries, as `regulation.words.english.announced` has written them and the ledger keeps
them: the rows of the restrictions and privileges give both languages.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from regulation.words.privileges import PRIVILEGES
from regulation.words.restrictions import RESTRICTIONS
from regulation.words.sentences.finding import Sentences

SENTENCES: Final[Mapping[str, str]] = {
    "the withholding of {id} ends": "不得赋予营利权限的措施 {id} 到期",
    **{row.ends.en: row.ends.zh for row in RESTRICTIONS.values()},
    "{what} ends ({id})": "{what}到期（{id}）",
    "{what} begins ({id})": "{what}生效（{id}）",
    "a boundary passes": "到达时间界限",
    "nothing else changes": "其他不变",
    "{what} opens": "{what}开放",
    "{what} open": "{what}开放",
    "{what} closes": "{what}关闭",
    "{what} close": "{what}关闭",
    **{
        f"{{what}} stays {row.stays.en} until {end} ({cited})": (
            f"{{what}}仍处于{row.stays.zh}状态{end_zh}（{cited_zh}）"
        )
        for row in RESTRICTIONS.values()
        for end, end_zh in (("further notice", "，无期限"), ("{until}", "，至{until}止"))
        for cited, cited_zh in (
            ("{id}, art. {article}", "{id}，{article}"),
            (
                "{id} on account {account}, which follows its holder, art. {article}",
                "{id}，{article}，由同一主体账号 {account} 的处置延续",
            ),
        )
    },
}
_WORDS: Final = {words.en: words.zh for words in PRIVILEGES.values()}
_SAID: Final = Sentences([SENTENCES], _WORDS)
_ORIGIN: Final = re.compile(r" on account (\S+) ?")


def announced_zh(message: str) -> str:
    """Return the Chinese of a sentence on a boundary; nothing for one that is worded otherwise."""
    cause, found, effects = message.partition(": ")
    if not found:
        return ""
    said = [list(_each(cause, ", ")), list(_each(effects, "; "))]
    if not all(part for parts in said for part in parts):
        return ""
    whole = f"{'、'.join(map(str, said[0]))}：{'；'.join(map(str, said[1]))}"
    return _ORIGIN.sub(r"（账号 \1）", whole)


def _each(text: str, joint: str) -> Iterator[str | None]:
    return (_SAID.said(part) for part in text.split(joint))
