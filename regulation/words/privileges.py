"""Privileges: the label of each; labels for fields and methods are made from the rows of `fields` and `methods`."""

from collections.abc import Mapping
from typing import Final

from models.words.privileges import (
    APPLY_MONETIZATION,
    BE_RECOMMENDED,
    GAIN_FOLLOWERS,
    MONETIZE,
    PUBLISH,
    SERVICE,
    Field,
    Method,
    monetize_by,
    publish_in,
)
from regulation.words.fields import FIELDS
from regulation.words.languages import Words
from regulation.words.methods import METHODS

_PLAIN: Final[Mapping[str, Words]] = {
    SERVICE: Words("账号", "the account"),
    PUBLISH: Words("发布", "publishing"),
    MONETIZE: Words("营利", "monetization"),
    GAIN_FOLLOWERS: Words("新增粉丝", "gaining followers"),
    BE_RECOMMENDED: Words("推荐", "being recommended"),
    APPLY_MONETIZATION: Words("申请开通营利", "applying for monetization"),
}


def _in(field: Field) -> Words:
    words = FIELDS[field].words
    return Words(f"{words.zh}领域发布", f"{_PLAIN[PUBLISH].en} in {words.en}")


def _by(method: Method) -> Words:
    words = METHODS[method]
    return Words(f"{words.zh}营利", f"{_PLAIN[MONETIZE].en} by {words.en}")


PRIVILEGES: Final[Mapping[str, Words]] = {
    **_PLAIN,
    **{publish_in(field): _in(field) for field in Field},
    **{monetize_by(method): _by(method) for method in Method},
}
"""Every privilege that a restriction can close or a question can name."""
