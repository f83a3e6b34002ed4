"""What holds for every text: slices, order, canonical values; and no text that costs too much."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.quantities import scan, scan_cell
from summarizer.schema import Quantity

VALUE = re.compile(
    r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?(/(0|[1-9][0-9]*)(\.[0-9]*[1-9])?)?"
    r"|[0-9]{4}(-[0-9]{2}){0,2}|[0-9]{1,2}-[0-9]{1,2}"
    r"|[0-9]{1,4}(-[0-9]{1,2}){0,2}/[0-9]{1,4}(-[0-9]{1,2}){0,2}"
)
# Everything that the scanner looks at, so that a few characters make a hard text.
ALPHABET = (
    "0123456789０９.．,，%％‰-—~至到/:：()（）+×¥±负 \n\t\u3000\u00a0\u200b\ufeff"
    "一二三四五十百千万亿零〇半几数两点分之余多来约近超过不低于少至大等≥≤><=以上下内左右及含第前名位"
    "年月日号季度天小时个人次户家元角成倍率得满意度是条项处“”壹拾佰万元整公里㎡mgk"
)
# And what it knows as words, so that they meet as nobody would write them.
FRAGMENTS = """
1 22 2022 3.5 0 年 月 日 - — 至 约 近 不低于 ≥ 以上 左右 内 第 前 名 位 万 亿 千 百 十 一 三 两
半 余 多 元 人 人次 % 个 个月 个百分点 分之 百分之 率 得分 ： ， 。 （ ） “ ” ¥ ± 负 / : 点 壹 拾 整
角 季度 岁 公里 倍 成 至少 完成 A + 户 条 项 1,250 ，111 ０ ％ 处 栋 的
"""
texts = (
    st.text(alphabet=ALPHABET, max_size=60)
    | st.text(max_size=40)
    | st.lists(st.sampled_from([*FRAGMENTS.split(), " ", "\n", "\u200b"])).map("".join)
)


def _holds(text: str, found: list[Quantity]) -> None:
    ends = [0]
    for one in found:
        assert text[one.start : one.end] == one.text
        assert ends[-1] <= one.start < one.end
        assert VALUE.fullmatch(one.value), one
        assert one.kind == "date" or one.decimal is not None
        ends.append(one.end)


@given(texts)
@settings(max_examples=1500, deadline=None)
def test_spans_are_slices_in_order_and_values_are_canonical(text: str) -> None:
    found = scan(text)

    _holds(text, found)
    assert scan(text) == found


@given(texts, st.integers(0, 8), st.sampled_from(["元", "人", "%", ""]))
@settings(max_examples=400, deadline=None)
def test_cells_too(text: str, scale: int, unit: str) -> None:
    start, end = len(text) // 3, len(text) - len(text) // 4
    found = scan_cell(text, start, end, unit=unit, scale=scale)

    _holds(text, found)
    assert all(start <= one.start and one.end <= end for one in found)


@given(st.lists(texts, max_size=4))
@settings(max_examples=300, deadline=None)
def test_what_stands_in_other_paragraphs_changes_nothing(paragraphs: list[str]) -> None:
    paragraphs = [text.replace("\n", "。").strip() for text in paragraphs]
    alone = [[one.text for one in scan(text)] for text in paragraphs]
    together = scan("\n\n".join(paragraphs))

    assert [one.text for one in together] == [text for texts in alone for text in texts]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("(分)O76%当年", [("76", "%")]),
        ("国道G318，型号C86", []),
        ("完成率l00%", []),
        ("自评总分97.6部门联系人", []),
        ("涉及3部门联合", [("3", "部门")]),
    ],
)
def test_cells_that_run_together(text: str, read: list[tuple[str, str]]) -> None:
    assert [(one.value, one.unit) for one in scan(text)] == read


@pytest.mark.parametrize(
    "unit", ["1", "万", "一", "、", "1.", "1,", "1,111", "，", "百", " ", "\u200b"]
)
def test_a_megabyte_of_one_thing_is_read_through(unit: str) -> None:
    assert scan(unit * (1_000_000 // len(unit.encode()))) == []


REPEATED = """
1至 第一 1年 1% ，111 半 负1 1亿 百分之 得分1 壹元
一个 约 大于等于 1- 2022- ¥1 一点 几十 前 至少 1/ 1: １，
"""


@pytest.mark.parametrize("unit", [*REPEATED.split(), "111 ", "\n1"])
def test_no_repetition_costs_more_than_its_length(unit: str) -> None:
    text = unit * (40_000 // len(unit))

    _holds(text, scan(text))


@pytest.mark.long
@pytest.mark.parametrize("unit", ["1", "万", "一", "、"])
def test_ten_megabytes_of_one_thing_are_read_through(unit: str) -> None:
    assert scan(unit * (10_000_000 // len(unit.encode()))) == []
