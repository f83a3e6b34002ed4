"""An overview that a model wrote: only what the items bear is left of it."""

from __future__ import annotations

import pytest

import summarizer
from summarizer.verification import borne_clauses

REPORT = """某县水务局2023年度绩效评价报告
一、绩效目标
新建管网不少于12公里。
二、完成情况
全年新建管网14公里，水质达标率96.5%，比上年提高2.5%。投入资金1,250.5万元。甲乡道路已完工，丁乡道路未完工。
未发生安全生产事故。预计年底完成投资300万元。
三、存在的问题
部分资金拨付不及时。预算编制不够精准。
四、改进措施
加强预算编制培训。
"""


def borne(text: str) -> str:
    document = summarizer.read_text(REPORT, "水务.txt")
    items = summarizer.summarize(document, engine="rules").items
    left = borne_clauses(text, items, document)
    cut = [document.text[span.start : span.end] for span in left.evidence]
    assert cut == [span.quote for span in left.evidence]
    return left.text


@pytest.mark.parametrize(
    "text",
    [
        "全年新建管网14公里，水质达标率96.5%。",
        "投入资金1,250.5万元。",
        "存在部分资金拨付不及时的问题。",
        "下一步将加强预算编制培训。",
        "预计年底完成投资300万元。",
        "未发生安全生产事故。",
        "目标为新建管网不少于12公里。",
    ],
)
def test_what_items_say_is_left(text: str) -> None:
    assert borne(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "经审计，局长王某涉嫌贪污，已移送司法机关。",
        "绩效等级为优。",
        "全年新建管网14公里<script>alert(1)</script>。",
        "[全年新建管网14公里](https://example.org)。",
        "部分资金拨付及时。",
        "新建管网12公里。",
        "全年新建管网41公里。",
        "全年新建管网14米。",
        "水质达标率比上年下降2.5%。",
        "发生安全生产事故。",
        "完成投资300万元。",
        "甲乡道路未完工。",
        "丁乡道路已完工。",
        "丙乡道路已完工。",
        "全部目标均已完成。",
        "加强预算编制培训已完成。",
        "水质达标率14公里。",
    ],
)
def test_what_no_item_says_falls_out(text: str) -> None:
    assert borne(text) == ""


def test_a_clause_falls_out_alone() -> None:
    text = "全年新建管网14公里，经审计等级为优，投入资金1,250.5万元。局长已被查处。"
    assert borne(text) == "全年新建管网14公里，投入资金1,250.5万元。"
