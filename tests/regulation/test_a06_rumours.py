"""Labels of article 6: the claim is named as the rumour, and the verified information stands beside it (reading 15)."""

import pytest
from pydantic import TypeAdapter

from models.gate.publishing import LabelKind, PublishVerdict
from models.names import LabelText
from models.rumours.matching import Repeated
from models.rumours.rumours import Information, Opening, RumourField
from models.words.stances import Stance
from regulation.articles.a06_rumours import label_text, labels, repeated_in

CLAIM = "本市自来水已被污染，三天内不能饮用"
SO = Information(text_zh="自来水合格", text_en="Tap water is fine", link="https://www.piyao.org.cn/")
READ = TypeAdapter(LabelText)


def opening(claim: str = CLAIM, information: Information | None = SO, claim_en: str = "") -> Opening:
    return Opening(claim=claim, claim_en=claim_en, field=RumourField.LIVELIHOOD, information=information)


@pytest.mark.parametrize(
    ("of", "chinese", "english"),
    [
        (
            opening(claim_en="Tap water is polluted"),
            f"谣言：“{CLAIM}”。辟谣：自来水合格",
            "Rumour: “Tap water is polluted”. Debunked: Tap water is fine",
        ),
        # Nobody has translated anything: each language still says all there is.
        (
            opening(information=SO.model_copy(update={"text_en": ""})),
            f"谣言：“{CLAIM}”。辟谣：自来水合格",
            f"Rumour: “{CLAIM}”. Debunked: 自来水合格",
        ),
        # Nobody has said yet what is so: the claim is named all the same.
        (
            opening(information=None),
            f"谣言：“{CLAIM}”。请勿轻信和传播",
            f"Rumour: “{CLAIM}”. Do not believe or spread it",
        ),
        # A label is one line, with one pair of quotation marks around the claim.
        (opening("说是“盐”\n能防\x07辐射！！"), "谣言：“说是‘盐’ 能防 辐射”。辟谣：自来水合格", None),
    ],
)
def test_the_claim_is_the_rumour_and_the_information_its_refutation(
    of: Opening, chinese: str, english: str | None
) -> None:
    label_zh, label_en = label_text(of)
    assert label_zh == chinese
    assert english in {None, label_en}


def test_a_long_claim_is_cut_and_the_information_never() -> None:
    """The longest of everything still fits into a label."""
    information = Information(text_zh="真" * 200, text_en="t" * 200, link="https://a.cn/")
    for text, said in zip(label_text(opening("假" * 2000, information)), ("真" * 200, "t" * 200), strict=True):
        assert text.endswith(said)
        assert "…”" in text
        assert READ.validate_python(text) == text


def repeated(stance: Stance, rumour: str = "r1") -> Repeated:
    return Repeated(rumour=rumour, label_zh="谣言：甲", label_en="Rumour: a", link="https://a.cn/1", stance=stance)


def test_a_label_has_everything_that_is_known_of_its_rumour() -> None:
    """Texts, link and the rumour it is about; what denies a rumour is shown as it is."""
    [label] = labels((repeated(Stance.REPEATS), repeated(Stance.DENIES, "r2")))
    assert (label.text_zh, label.text_en, label.link, label.rumour) == ("谣言：甲", "Rumour: a", "https://a.cn/1", "r1")
    assert (label.kind, label.article, label.where, label.prominent) == (LabelKind.RUMOUR, 6, "text", True)


@pytest.mark.parametrize("stance", [Stance.REPEATS, Stance.ASKS])
def test_the_rumours_of_an_answer_are_read_off_it_whole(stance: Stance) -> None:
    """As they were when it was given, with what it denied; a draft that said nothing of itself repeats."""
    shown = (repeated(stance),)
    answer = PublishVerdict.trusted(labels=labels(shown), denies=("r2",))
    denied = Repeated(rumour="r2", label_zh="", label_en="", stance=Stance.DENIES)
    assert repeated_in(answer, stance) == (*shown, denied)
    assert repeated_in(answer, None)[0].stance is Stance.REPEATS
