"""The engine as a whole: what every text leaves true."""

from __future__ import annotations

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st
from rules_support import extract

from summarizer.chunking import split
from summarizer.engines.base import Engine
from summarizer.engines.rules import RulesEngine
from summarizer.readers import read_text
from summarizer.schema import Usage

WORDS = [
    "一、绩效目标",
    "二、完成情况",
    "三、存在的问题",
    "四、改进措施",
    "（一）",
    "1.",
    "一是",
    "①",
    "其中",
    "含",
    "预计",
    "正在",
    "分别为",
    "由",
    "提高到",
    "主要原因是",
    "由于",
    "导致",
    "对",
    "将",
    "完成",
    "开展",
    "新增",
    "建立",
    "有待",
    "不足",
    "全街",
    "社区",
    "12345热线",
    "项目",
    "资金",
    "预算",
    "支出",
    "年初预算",
    "满意度",
    "解决率",
    "完成率",
    "办结率",
    "安全隐患",
    "培训",
    "3场",
    "45人次",
    "12.5万元",
    "98%",
    "大于等于90%",
    "0次",
    "100余户",
    "第5",
    "2022年",
    "1-10月",
    "截至10月22日",
    "，",
    "。",
    "；",
    "：",
    "、",
    "（",
    "）",
    "“",
    "”",
    "《",
    "》",
]


async def test_it_is_an_engine() -> None:
    engine: Engine = RulesEngine()
    document = read_text("报告\n完成培训3场。\n", "x.txt")
    assert engine.name == "rules"
    assert await engine.overview(document, ()) == (None, Usage())


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*WORDS, "\n", "\t"]), max_size=60))
def test_any_text_leaves_drafts_that_point_into_it(words: list[str]) -> None:
    document = read_text("报告\n" + "".join(words) + "。\n", "x.txt")
    for chunk in split(document):
        found = asyncio.run(RulesEngine().extract(chunk))
        drafts = (*found.targets, *found.results, *found.problems, *found.measures)
        for draft in drafts:
            assert draft.spans
            assert all(0 <= start < end <= len(document.text) for start, end in draft.spans)
        for draft in (*found.targets, *found.results):
            if draft.figure_span:
                inside = document.quantities_in(*draft.figure_span)
                assert [quantity.text for quantity in inside] == [draft.figure]
        assert all(r.part_of is None or r.part_of < len(found.results) for r in found.results)


def test_every_draft_has_the_numbers_of_its_sentences() -> None:
    found = extract("完成培训3场。发放手册200份，参与群众150人。")
    assert [r.at for r in found.results] == [(3,), (4,), (4,)]


def test_duties_are_no_items_and_staff_are_facts() -> None:
    found = extract("负责全县公路养护管理。\n内设股室9个，在职人员118人。", "一、部门概况")
    assert [r.figure for r in found.results] == ["9个", "118人"]
    assert not [*found.targets, *found.problems, *found.measures]


def test_money_in_a_background_section_is_a_result() -> None:
    found = extract("本项目年初预算安排120万元。", "一、项目概况")
    assert [r.figure for r in found.results] == ["120万元"]


def test_labels_and_cells_of_a_form_are_no_statements() -> None:
    words = (
        "填报单位：县水利局\n项目名称\n年度目标\n资金管理情况 情况说明 存在问题和改进措施\n"
        "下达及时性 | 按规定执行 | 无\n完成堤防加固12公里。"
    )
    found = extract(words, "一、年度绩效目标")
    assert [(t.metric, t.figure) for t in found.targets] == [("堤防加固", "12公里")]
    assert not found.results
