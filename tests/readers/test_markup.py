"""Markdown: what a word processor's export marks as heading is one, and the text stays as it is."""

from __future__ import annotations

import pytest

from summarizer.readers import read_text
from summarizer.readers.lines import lines

LINES = {
    "## 一、概况": ("一、概况", 2),
    "##一、概况": ("一、概况", 2),
    "### **（一）目标** ###": ("（一）目标", 3),
    "# []{#_Toc1 .anchor}一、概况 {#概况 .unnumbered}": ("一、概况", 1),
    '<a id="_Toc1"></a>__一、概况__': ("一、概况", 7),
    "**存在的问题：**": ("存在的问题：", 7),
    "**存在的问题**：": ("存在的问题", 7),
    "**1.预算不细。**测算粗": ("1.预算不细。**测算粗", 0),
    "**完成**甲，**完成**乙": ("**完成**甲，**完成**乙", 0),
    "**指标** | **值** | 分": ("**指标** | **值** | 分", 0),
    "#1机组检修": ("#1机组检修", 0),
    "****": ("****", 0),
    "- **加强监管**，督促报账": ("加强监管**，督促报账", 0),
    "> 接种率98.7%。": ("接种率98.7%。", 0),
    "- 3 -": ("- 3 -", 0),
    "* * *": ("* * *", 0),
    "- 5": ("- 5", 0),
}

REPORT = """\
# **某县水务局2021年度农村饮水项目支出绩效评价报告**

[一、概况 [1](#概况)](#概况)

## 项目概况 {#概况}

总投资1200万元。

## 绩效目标完成情况

### 产出指标

建成水厂3座。

**1\\. 数量**

铺设管道120公里。

## 存在的问题

**（一）预算编制不够精细。**测算依据不足。

**（二）执行进度偏慢**：开工较晚。

## 改进措施

**完成改造12个村，受益居民3000人。**

加强管理。
"""
PATHS = [
    "某县水务局2021年度农村饮水项目支出绩效评价报告",
    "项目概况",
    "绩效目标完成情况",
    "绩效目标完成情况/产出指标",
    "绩效目标完成情况/产出指标/1. 数量",
    "存在的问题",
    "存在的问题/（一）预算编制不够精细",
    "存在的问题/（二）执行进度偏慢",
    "改进措施",
]


@pytest.mark.parametrize(("words", "expected"), LINES.items(), ids=LINES)
def test_marks_around_a_line(words: str, expected: tuple[str, int]) -> None:
    (line,) = lines(words)
    assert (line.words, line.mark) == expected


def test_headings_are_told_without_their_marks_and_the_text_keeps_them() -> None:
    document = read_text(REPORT, "报告.md")
    assert document.text == REPORT
    assert document.title == PATHS[0]
    assert ["/".join(section.path) for section in document.sections] == PATHS


def test_marks_are_noise_and_bold_sentences_are_none() -> None:
    document = read_text(REPORT, "报告.md")
    noise = {document.text[b.start : b.end] for b in document.blocks if b.kind == "noise"}
    assert {"##", "# **", "{#概况}", "[一、概况 [1](#概况)](#概况)"} <= noise
    said = [document.text[b.start : b.end] for b in document.blocks if b.kind == "paragraph"]
    assert "测算依据不足。" in said
    assert "完成改造12个村，受益居民3000人。" in said


def test_one_style_under_two_marks_is_two_levels() -> None:
    text = "## 1. 概况\n甲。\n### 1. 背景\n乙。\n### 2. 目标\n丙。\n## 2. 问题\n丁。"
    paths = ["/".join(section.path) for section in read_text(text, "甲").sections]
    assert paths == ["1. 概况", "1. 概况/1. 背景", "1. 概况/2. 目标", "2. 问题"]


def test_a_mark_without_number_stands_beside_the_numbers_of_its_kind() -> None:
    text = "## 一、概况\n甲。\n### （一）背景\n乙。\n## 附则\n丙。\n## 二、问题\n丁。"
    paths = ["/".join(section.path) for section in read_text(text, "甲").sections]
    assert paths == ["一、概况", "一、概况/（一）背景", "附则", "二、问题"]


def test_figures_are_read_through_bold_marks_and_escapes() -> None:
    document = read_text(
        "某局自评报告\n一、成效\n讲座**120**场次，比例**72\\.3%**，**5\\-6万份**。", "x.md"
    )
    told = [(one.text, one.value, one.unit) for one in document.quantities]
    assert told == [
        ("120**场次", "120", "场次"),
        ("72\\.3%", "72.3", "%"),
        ("5\\-6万份", "50000/60000", "份"),
    ]
