"""Materials: what a certification must show, by field (article 2)."""

from datetime import date

import pytest

from models.accounts.commands import Certify
from models.accounts.facts import CertificationGranted, Materials
from models.words.privileges import Field
from regulation.articles.a02_certification import refusal_of
from regulation.articles.a02_materials import KINDS, lacking
from regulation.words.fields import FIELDS
from tests.regulation.account import Account, on

NOW = on("03-10")


@pytest.mark.parametrize("field", Field)
@pytest.mark.parametrize("kind", KINDS)
def test_every_row_of_the_table(field: Field, kind: str) -> None:
    """Each kind of a field's row is enough by itself; any other is refused, and the refusal says what would be."""
    refusal = lacking(field, Materials(**{kind: "证书 1"}), NOW)
    wanted = FIELDS[field].materials.at(NOW)

    if kind in wanted:
        assert refusal is None
    else:
        assert refusal is not None
        assert (refusal.code, refusal.article) == ("materials_missing", 2)
        assert f"only {kind} was given" in refusal.message
        assert all(one in refusal.message for one in wanted)


@pytest.mark.parametrize("field", Field)
@pytest.mark.parametrize("text", ["", " ", "无", "暂无", "N/A", "none", "—", "……", "\u200b", "ＴＥＳＴ", "待 补"])
def test_what_says_nothing_is_nothing(field: Field, text: str) -> None:
    """A blank, a sign, or a word that stands where a qualification should."""
    refusal = lacking(field, Materials(service_qualification=text, professional_qualification=text), NOW)

    assert refusal is not None
    assert "none was given" in refusal.message


@pytest.mark.parametrize("text", ["执业医师资格证 20260017", "无锡市第一人民医院主任医师", "Testament lawyer", "CPA"])
def test_what_says_something_is_enough(text: str) -> None:
    assert lacking(Field.HEALTHCARE, Materials(professional_qualification=text), NOW) is None


def test_every_field_takes_at_least_one_kind() -> None:
    for row in FIELDS.values():
        for since, kinds in row.materials.values:
            assert since >= date(2023, 7, 10)
            assert set(kinds) <= set(KINDS)
            assert kinds


@pytest.mark.parametrize("history", [True, False])
def test_one_that_is_over_is_history_whatever_it_showed(history: bool) -> None:
    """Brought along by an import it may be over, and then nobody asks what it showed."""
    over = Certify(
        id="c1", field=Field.FINANCE, valid_from=date(2025, 1, 1), valid_until=date(2025, 6, 30), materials=Materials()
    )
    refusal = refusal_of(over, NOW, history=history)
    assert (refusal is None) is history
    lasting = over.model_copy(update={"valid_until": date(2026, 6, 30)})
    found = refusal_of(lasting, NOW, history=history)
    assert found is not None
    assert found.code == "materials_missing"


def test_facts_without_materials_fold_as_before() -> None:
    """What was recorded before materials were asked for still opens its field."""
    account = Account(on("01-01"))
    account.do(
        Certify(id="c1", field=Field.FINANCE, valid_from=date(2026, 1, 1), valid_until=date(2026, 6, 30)), on("02-01")
    )
    fact = account.facts[-1].body

    assert isinstance(fact, CertificationGranted)
    assert fact.materials == Materials()
    assert [one.id for one in account.pruned.certifications] == ["c1"]
