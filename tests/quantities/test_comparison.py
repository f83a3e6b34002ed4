"""Equal after unit conversion, and what differs otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from summarizer.quantities import difference, kind_of, normal_unit, same, same_amount, scan
from summarizer.schema import Quantity


def _one(text: str) -> Quantity:
    (quantity,) = scan(text)
    return quantity


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("259.25万元", "2592500元"),
        ("2.9亿元", "29000万元"),
        ("五十万余人次", "50万余人次"),
        ("17,800元", "17800元"),
        ("33387平米", "33387平方米"),
        ("1000㎡", "1000平方米"),
        ("3公里", "3000米"),
        ("1公顷", "15亩"),
        ("12吨", "12000公斤"),
        ("85.0%", "85%"),
        ("百分之五", "5%"),
        ("5‰", "0.5%"),
        ("八成", "80%"),
        ("四分之一", "25%"),
        ("30余人", "30多人"),
        ("约30人", "30人左右"),
        ("超30人", "超过30人"),
        ("超过30人", "逾30人"),
        ("30%以上", "不低于30%"),
        ("≥30%", "大于等于30%"),
        ("投入487万。", "487万元"),
        ("壹佰元整", "100元"),
        ("第五名", "第5名"),
        ("18周岁", "18岁"),
        ("1-11月", "1至11月"),
        ("2022年1-10月", "2022年1月至10月"),
    ],
)
def test_the_same_said_otherwise(one: str, other: str) -> None:
    assert same(_one(one), _one(other))
    assert same(_one(other), _one(one))


@pytest.mark.parametrize(
    ("stated", "found", "reasons"),
    [
        ("85%", "85.11%", {"value-mismatch"}),
        ("637人", "673人", {"value-mismatch"}),
        ("392.66元", "392.66万元", {"value-mismatch"}),
        ("30人", "30人次", {"unit-mismatch"}),
        ("30人", "30户", {"unit-mismatch"}),
        ("30件", "30起", {"unit-mismatch"}),
        ("5%", "5个百分点", {"unit-mismatch"}),
        ("5%", "5分", {"unit-mismatch"}),
        ("30天", "30个月", {"unit-mismatch"}),
        ("30人", "30余人", {"approx-dropped"}),
        ("近30人", "30人", {"approx-added"}),
        ("近30人", "30余人", {"approx-added"}),
        ("90%", "不低于90%", {"comparator-mismatch"}),
        ("90%以上", "90%", {"approx-added", "comparator-mismatch"}),
        ("不超过90%", "不低于90%", {"comparator-mismatch"}),
        ("30余户", "40户", {"value-mismatch", "approx-added"}),
        ("30余人", "40户", {"value-mismatch", "unit-mismatch", "approx-added"}),
        ("3-5次", "3-6次", {"value-mismatch"}),
        ("2022年", "2021年", {"value-mismatch"}),
        ("第五名", "第二名", {"value-mismatch"}),
        ("约25万元", "25万元", {"approx-added"}),
    ],
)
def test_what_differs(stated: str, found: str, reasons: set[str]) -> None:
    assert set(difference(_one(stated), _one(found))) == reasons
    assert not same(_one(stated), _one(found))


def test_the_hedge_leaves_the_amount_as_it_is() -> None:
    assert same_amount(_one("30余人"), _one("近30人"))
    assert not same_amount(_one("30人"), _one("30名"))


def test_a_bare_number_is_an_equal_one() -> None:
    assert same(_one("=100%"), _one("100%"))


@pytest.mark.parametrize("value", ["", "abc", "1e999999999", "inf", "1/0/2", "１"])
def test_values_that_are_no_numbers_differ_and_break_nothing(value: str) -> None:
    stated = replace(_one("30人"), value=value)

    assert difference(stated, _one("30人")) == ("value-mismatch",)


def test_a_number_of_a_date_is_no_amount() -> None:
    assert not same_amount(_one("10月"), _one("10个月"))
    assert not same_amount(_one("第5名"), _one("5名"))


@pytest.mark.parametrize(
    ("unit", "normal", "kind"),
    [
        ("平米", "平方米", "measure"),
        ("人次", "人次", "count"),
        ("元/人", "元/人", "money"),
        ("元/㎡", "元/平方米", "money"),
        ("个百分点", "个百分点", "percent"),
        ("分", "分", "score"),
        ("工作日", "个工作日", "duration"),
        ("万元", "万元", "money"),
        ("架次", "架次", "count"),
        ("", "", "count"),
    ],
)
def test_units(unit: str, normal: str, kind: str) -> None:
    assert normal_unit(unit) == normal
    assert kind_of(unit) == kind
