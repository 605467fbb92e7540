"""What a text says of the rumour that it speaks of: it repeats it, or denies it (reading 15)."""

import pytest

from models.rumours.rumours import Opening, RumourField
from models.words.stances import Stance
from regulation.rumours.matching import Index
from tests.regulation.test_rumour_matching import NEWS, NOW, WATER

MICROWAVE = Opening(claim="微波炉加热的食物会致癌", field=RumourField.LIVELIHOOD, terms=("微波炉致癌",))
VACCINE = Opening(claim="疫苗不安全，打了麻腮风疫苗的孩子会得自闭症", field=RumourField.EMERGENCY, terms=("疫苗自闭",))
CRAB = Opening(claim="螃蟹和柿子不能同吃，同吃会中毒", field=RumourField.LIVELIHOOD, terms=("螃蟹柿子",))
FAKE = Opening(claim="官方辟谣是假的，银行真的要倒闭", field=RumourField.LIVELIHOOD, terms=("银行倒闭",))
PENSION = Opening(
    claim="退休年龄明年统一延迟到七十岁",
    claim_en="The pension age will be raised to seventy next year",
    field=RumourField.PUBLIC_POLICY,
)
INDEX = Index(
    {"water": WATER, "microwave": MICROWAVE, "vaccine": VACCINE, "crab": CRAB, "fake": FAKE, "pension": PENSION}
)
REPEATS, DENIES = Stance.REPEATS, Stance.DENIES


@pytest.mark.parametrize(
    ("text", "rumour", "stance"),
    [
        # The row of the fault, and its kin
        ("辟谣：本市自来水已被污染、三天内不能饮用的说法不实", "water", DENIES),
        ("闢謠：本市自來水已被污染、三天內不能飲用的說法不實", "water", DENIES),
        ("网传“本市自来水已被污染，三天内不能饮用”，水务集团：假的", "water", DENIES),
        ("「本市自来水已被污染，三天内不能饮用」是谣言，别再转发", "water", DENIES),
        ("本市自来水没有被污染，可以放心饮用", "water", DENIES),
        ("本市自来水已被污染，三天内不能饮用？官方回应：没有的事", "water", DENIES),
        ("有人说不是谣言，本市自来水已被污染，三天内不能饮用，其实就是谣言", "water", DENIES),
        # A claim without a negation, denied by one; a double one affirms
        ("微波炉加热的食物不会致癌", "microwave", DENIES),
        ("微波炉加热食物致癌？没有科学依据", "microwave", DENIES),
        ("微波炉加热的食物不会不致癌", "microwave", REPEATS),
        # A claim with a negation of its own
        ("疫苗不安全，打了麻腮风疫苗的孩子会得自闭症", "vaccine", REPEATS),
        ("疫苗是安全的，打了麻腮风疫苗的孩子不会得自闭症", "vaccine", DENIES),
        ("螃蟹和柿子不能同吃，同吃会中毒，千万别一起吃", "crab", REPEATS),
        ("螃蟹和柿子可以同吃，不会中毒", "crab", DENIES),
        # A claim that holds a cue itself
        ("官方辟谣是假的，银行真的要倒闭", "fake", REPEATS),
        ("“官方辟谣是假的，银行真的要倒闭”一说纯属捏造", "fake", DENIES),
        # A denial is quoted, and the rumour repeated
        ("网传本市自来水已被污染，官方说是假的，其实是真的，三天内不能饮用", "water", REPEATS),
        ("这不是谣言！本市自来水已被污染，三天内不能饮用", "water", REPEATS),
        ("别信辟谣，本市自来水已被污染，三天内不能饮用", "water", REPEATS),
        ("本市自来水已被污染，三天内不能饮用，没人敢出来辟谣", "water", REPEATS),
        ("别说我造谣，本市自来水已被污染，三天内不能饮用", "water", REPEATS),
        # A question without an answer leaves its readers with the claim
        ("本市自来水已被污染，三天内不能饮用，是真的吗？", "water", REPEATS),
        ("本市自来水已被污染，三天内不能饮用，是不是谣言？", "water", REPEATS),
        # A claim put as a question, and somebody who answers; hearsay answers nothing
        ("微波炉加热的食物会致癌？营养学教授：微波只让水分子动起来", "microwave", DENIES),
        ("微波炉加热的食物会致癌？记者把十种食物送去化验", "microwave", DENIES),
        ("微波炉加热的食物会致癌？我朋友说：千万别再用了", "microwave", REPEATS),
        ("微波炉加热的食物会致癌？赶紧扔了", "microwave", REPEATS),
        ("你知道吗？专家：微波炉加热的食物会致癌", "microwave", REPEATS),
        # Who reports on a rumour, and words that only look like a negation
        ("官方通报：网传“本市自来水已被污染，三天内不能饮用”，经核实，实为管道检修", "water", DENIES),
        ("本市自来水已被污染，三天内不能饮用，这是有人恶意散布，已被警方辟谣", "water", DENIES),
        ("网传本市自来水已被污染，三天内不能饮用，情况属实", "water", REPEATS),
        ("专家辟谣也没用，本市自来水已被污染，三天内不能饮用", "water", REPEATS),
        ("官方还没通报，不过微波炉加热的食物会致癌", "microwave", REPEATS),
        # English
        ("Fact check: the pension age will be raised to seventy next year is false", "pension", DENIES),
        ("The pension age will be raised to seventy next year, this is not a hoax", "pension", REPEATS),
    ],
)
def test_a_text_repeats_or_denies(text: str, rumour: str, stance: Stance) -> None:
    found = {one.rumour: one.stance for one in INDEX.repeated(text, NOW)}
    assert found.get(rumour) is stance, INDEX.matches(text, NOW)


def test_a_cue_elsewhere_in_a_long_article_is_about_something_else() -> None:
    """A denial three sentences later is about another matter; in the title it is about all that follows."""
    far = f"{NEWS}{WATER.claim}。{NEWS}另一条消息是谣言。"
    titled = f"本周辟谣汇总。{NEWS}{WATER.claim}。{NEWS}"
    assert [one.stance for one in INDEX.repeated(far, NOW)] == [REPEATS]
    assert [one.stance for one in INDEX.repeated(titled, NOW)] == [DENIES]


def test_one_rumour_is_denied_and_another_repeated() -> None:
    text = f"{MICROWAVE.claim}是谣言。{NEWS}{WATER.claim}，请转告家人。"
    assert {one.rumour: one.stance for one in INDEX.repeated(text, NOW)} == {"microwave": DENIES, "water": REPEATS}


@pytest.mark.parametrize("stance", list(Stance))
def test_what_the_platform_says_of_its_draft_goes_before_what_is_read(stance: Stance) -> None:
    for text in (WATER.claim, f"辟谣：{WATER.claim}的说法不实"):
        assert [one.stance for one in INDEX.repeated(text, NOW, stance)] == [stance]
