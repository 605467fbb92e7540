"""Methods of making profit (article 8): one row each, with its label in the article's own words."""

from collections.abc import Mapping
from typing import Final

from models.words.privileges import Method
from regulation.words.languages import Words

METHODS: Final[Mapping[Method, Words]] = {
    Method.ADVERTISING: Words("广告分成", "advertising"),
    Method.CONTENT_REVENUE: Words("内容分成", "content revenue"),
    Method.ECOMMERCE: Words("电商带货", "e-commerce"),
    Method.LIVE_GIFTS: Words("直播打赏", "live gifts"),
    Method.APPRECIATION: Words("文章或短视频赞赏", "appreciation"),
    Method.PAID_KNOWLEDGE: Words("知识付费", "paid knowledge"),
    Method.BRAND_COOPERATION: Words("品牌合作", "brand cooperation"),
}
