"""The hard tier: quote, value, unit, hedge and comparator are those of the evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from verification.claims import measure, number, other, problem, report, result, span, target

from summarizer.schema import Item, Span
from summarizer.verification import HARD, check

DOCUMENT = report()
ACRES = result(DOCUMENT, "全县新增高标准农田3.2万亩", "3.2万亩")
LEAFLETS = result(DOCUMENT, "发放技术资料5200余份", "5200余份")
BUDGET = result(DOCUMENT, "年初预算1,250.5万元", "1,250.5万元")
RATE = result(DOCUMENT, "办结率88.24%", "88.24%")
THIRD = result(DOCUMENT, "满意度排名全市第三", "第三")
SATISFIED = target(DOCUMENT, "受益农户满意度不低于90%", "不低于90%")


def altered(item: Any, **fields: Any) -> Any:
    return item.model_copy(update={"quantity": other(item.quantity, **fields)})


def retold(item: Any, text: str, **fields: Any) -> Any:
    """The item with its number printed otherwise in the item's text and the quantity's."""
    changed = altered(item, text=text, **fields)
    return changed.model_copy(update={"text": item.text.replace(item.quantity.text, text)})


@pytest.mark.parametrize("item", [ACRES, LEAFLETS, BUDGET, SATISFIED])
def test_a_true_item_is_verified(item: Item) -> None:
    assert check(item, DOCUMENT).verdict == "verified"
    assert check(item, DOCUMENT).reasons == ()


FALSE = [
    ("digit in the field", altered(ACRES, value="33000"), "value-mismatch"),
    ("digit in field and words", retold(ACRES, "3.3万亩", value="33000"), "value-mismatch"),
    ("point shifted", retold(RATE, "8.824%", value="8.824"), "value-mismatch"),
    ("rounded", retold(RATE, "88%", value="88"), "value-mismatch"),
    ("no number", altered(RATE, value="很多"), "value-mismatch"),
    ("endless number", altered(RATE, value="9" * 10_000), "value-mismatch"),
    ("scale", retold(BUDGET, "1,250.5亿元", value="125050000000"), "value-mismatch"),
    ("scale in the words", BUDGET.model_copy(update={"text": "年初预算1,250.5元"}), None),
    ("unit", altered(ACRES, unit="公顷"), "unit-mismatch"),
    ("kind", altered(ACRES, kind="money"), "unit-mismatch"),
    ("unit of a rank", altered(THIRD, unit="元"), "unit-mismatch"),
    ("points for percent", retold(RATE, "88.24个百分点", unit="个百分点"), "unit-mismatch"),
    ("hedge dropped", retold(LEAFLETS, "5200份", approx="exact"), "approx-dropped"),
    ("hedge dropped in the field", altered(LEAFLETS, approx="exact"), "approx-dropped"),
    ("hedge added", retold(RATE, "近88.24%", approx="near"), "approx-added"),
    ("hedge added in the words", RATE.model_copy(update={"text": "办结率约88.24%"}), None),
    ("bound lost", altered(SATISFIED, comparator=None), "comparator-mismatch"),
    ("bound turned", SATISFIED.model_copy(update={"comparator": "<="}), "comparator-mismatch"),
    ("bound as value", SATISFIED.model_copy(update={"comparator": "="}), "comparator-mismatch"),
    ("bound invented", target(DOCUMENT, "办结率88.24%", "88.24%", comparator=">="), None),
]


@pytest.mark.parametrize(
    ("item", "reason"), [case[1:] for case in FALSE], ids=[c[0] for c in FALSE]
)
def test_a_contradiction_fails(item: Item, reason: str | None) -> None:
    found = check(item, DOCUMENT)
    assert found.verdict == "failed"
    assert HARD & set(found.reasons)
    if reason:
        assert reason in found.reasons


@pytest.mark.parametrize(
    "item",
    [
        retold(ACRES, "32000亩"),
        retold(ACRES, "3.2万 亩"),
        retold(BUDGET, "12505000元"),
        retold(BUDGET, "1250.5万元"),
        retold(BUDGET, "１，２５０．５万元"),
        retold(LEAFLETS, "超5200份"),
        retold(LEAFLETS, "5200多份"),
        altered(BUDGET, value="1250.5", unit="万元"),
        BUDGET.model_copy(update={"metric": "丙县农业农村局年初预算"}),
        BUDGET.model_copy(update={"metric": "预算", "text": "预算1,250.5万元"}),
    ],
    ids=lambda item: item.text + item.metric,
)
def test_the_same_amount_in_other_words_does_not_fail(item: Item) -> None:
    assert check(item, DOCUMENT).verdict != "failed"


def test_a_number_of_another_place_is_not_in_the_evidence() -> None:
    moved = ACRES.model_copy(update={"quantity": number(DOCUMENT, "46公里"), "text": "46公里"})
    found = check(moved, DOCUMENT)
    assert found.verdict == "failed"
    assert {"not-in-evidence", "elsewhere-in-report"} <= set(found.reasons)


def test_a_number_of_no_place_is_not_in_the_report() -> None:
    made_up = altered(ACRES, text="7.7万亩", value="77000", start=900, end=905)
    found = check(made_up, DOCUMENT)
    assert found.verdict == "failed"
    assert {"not-in-evidence", "not-in-report"} <= set(found.reasons)


@pytest.mark.parametrize("places", [(-5, 3), (10**12, 10**12 + 4), (6, 2)])
def test_impossible_places_fail_and_raise_nothing(places: tuple[int, int]) -> None:
    start, end = places
    assert check(altered(ACRES, start=start, end=end), DOCUMENT).verdict == "failed"


def test_evidence_that_cuts_the_number_does_not_hold_it() -> None:
    place = span(DOCUMENT, "新增高标准农田3.2")
    cut = ACRES.model_copy(update={"evidence": (place,)})
    assert "not-in-evidence" in check(cut, DOCUMENT).reasons


@pytest.mark.parametrize(
    "quote",
    ["全县新增高标准农田3.3万亩", "全县新增高标准农田 3.2万亩", "全县新增高标准良田3.2万亩", ""],
)
def test_an_altered_quote_fails(quote: str) -> None:
    place = ACRES.evidence[0]
    told = Span(start=place.start, end=place.end, quote=quote)
    found = check(ACRES.model_copy(update={"evidence": (told,)}), DOCUMENT)
    assert found.verdict == "failed"
    assert "quote-not-in-report" in found.reasons


def test_one_altered_quote_among_true_ones_fails() -> None:
    false = Span(start=0, end=4, quote="二〇二三")
    item = ACRES.model_copy(update={"evidence": (*ACRES.evidence, false)})
    assert check(item, DOCUMENT).verdict == "failed"


def test_no_evidence_is_never_verified() -> None:
    assert check(ACRES.model_copy(update={"evidence": ()}), DOCUMENT).verdict == "failed"
    bare = measure(DOCUMENT, "开展业务培训3次").model_copy(update={"evidence": ()})
    assert check(bare, DOCUMENT).verdict == "failed"


class TestFurtherNumbers:
    """Every number in the words counts, not the item's own alone."""

    def test_a_second_number_that_the_evidence_lacks(self) -> None:
        longer = ACRES.model_copy(update={"text": ACRES.text + "，投入9.9亿元"})
        found = check(longer, DOCUMENT)
        assert found.verdict == "failed"
        assert "not-in-report" in found.reasons

    def test_a_second_number_from_elsewhere_is_a_doubt(self) -> None:
        longer = ACRES.model_copy(update={"text": ACRES.text + "，培训260人次"})
        found = check(longer, DOCUMENT)
        assert found.verdict == "review"
        assert "elsewhere-in-report" in found.reasons

    def test_the_only_number_of_a_result_from_elsewhere_fails(self) -> None:
        told = result(DOCUMENT, "受理投诉17件", None, metric="受理投诉", text="受理投诉46公里")
        assert {"not-in-evidence", "elsewhere-in-report"} <= set(check(told, DOCUMENT).reasons)

    def test_digits_within_other_digits_are_not_there(self) -> None:
        document = report("按照2060号文件要求，组建巡查队伍52支。")
        told = result(document, "组建巡查队伍52支", "52支", text="组建巡查队伍060支")
        assert "not-in-evidence" in check(told, document).reasons

    def test_digits_without_a_unit_count_too(self) -> None:
        longer = ACRES.model_copy(update={"text": ACRES.text + "（编号77123）"})
        assert check(longer, DOCUMENT).verdict == "failed"

    def test_a_text_about_another_number_is_a_doubt(self) -> None:
        both = "受理投诉17件，办结15件"
        told = result(DOCUMENT, both, "17件", metric="受理投诉", text="受理投诉15件")
        assert check(told, DOCUMENT).verdict == "review"

    def test_a_number_in_a_cause(self) -> None:
        why = "前期调研2次仍不充分"
        quote = "预算编制不够精准，主要是前期调研2次仍不充分"
        assert check(problem(DOCUMENT, quote, cause=why), DOCUMENT).verdict == "verified"
        false = problem(DOCUMENT, quote, cause="前期调研5次仍不充分")
        assert check(false, DOCUMENT).verdict == "failed"

    def test_a_number_in_a_measure(self) -> None:
        assert check(measure(DOCUMENT, "开展业务培训3次"), DOCUMENT).verdict == "verified"
        false = measure(DOCUMENT, "开展业务培训3次", text="开展业务培训8次")
        assert check(false, DOCUMENT).verdict == "failed"


class TestDerived:
    """A number that follows from the evidence is said to be derived, and a person looks at it."""

    QUOTE = "受理投诉17件，办结15件"

    @pytest.mark.parametrize(
        ("text", "value"), [("合计32件", "32"), ("相差2件", "2")], ids=["sum", "difference"]
    )
    def test_sums_and_differences(self, text: str, value: str) -> None:
        told = result(DOCUMENT, self.QUOTE, "17件", text=f"受理投诉办结{text}")
        told = altered(told, text=text[2:], value=value)
        found = check(told, DOCUMENT)
        assert found.verdict == "review"
        assert "derived" in found.reasons

    def test_a_rate_recomputed_at_its_printed_places(self) -> None:
        told = result(DOCUMENT, self.QUOTE, "15件", text="受理投诉17件，办结15件，占88.2%")
        assert check(told, DOCUMENT).reasons == ("derived",)

    def test_a_wrong_sum_fails(self) -> None:
        told = result(DOCUMENT, self.QUOTE, "17件", text="受理投诉办结合计31件")
        assert check(told, DOCUMENT).verdict == "failed"


@pytest.mark.parametrize("moved", [(1, 1), (-1, -1), (0, -1), (1, 0)])
def test_a_place_beside_the_number_is_no_place(moved: tuple[int, int]) -> None:
    true = result(DOCUMENT, "培训农技人员260人次", "260")
    quantity = true.quantity
    assert quantity is not None
    beside = replace(quantity, start=quantity.start + moved[0], end=quantity.end + moved[1])
    shifted = true.model_copy(update={"quantity": beside})
    assert "quote-not-in-report" in check(shifted, DOCUMENT).reasons
