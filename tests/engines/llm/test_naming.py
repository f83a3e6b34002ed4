"""How subject and metric divide a name, and which items say nothing of their own."""

from __future__ import annotations

import json
from typing import Any

import pytest
from llm_support import chunk_of

from summarizer.engines.llm.drafts import drafts_of
from summarizer.engines.llm.reading import read_reply
from summarizer.engines.llm.reply import ChunkReply
from summarizer.schema import Chunk, Extraction, Section

REPORT = """二、完成情况
拆除违规围挡35处，违规围挡整改率96%。
96333热线接听诉求310件，满意率99%，热线比上年增长6%。
水利项目支出40万元，“三公”经费支出9万元，综合执法队经费31万元，会议费3万元。
全镇共排查塘坝12座，其中小型塘坝9座。
补贴对象满意度97%，仍有5个村未通水；受理信访件8件，办结7件。
2023年度收、支总计均为1200万元。
"""


def drafts(chunk: Chunk, **lists: list[dict[str, Any]]) -> Extraction:
    text = json.dumps(lists, ensure_ascii=False)
    return drafts_of(read_reply(ChunkReply.model_validate_json(text), chunk))


@pytest.mark.parametrize(
    ("at", "number", "subject", "metric", "told"),
    [
        # What a verb acts on, or a rate is of, is part of the name.
        (2, "35处", "违规围挡", "拆除", (None, "拆除违规围挡")),
        (2, "96%", "违规围挡", "整改率", (None, "违规围挡整改率")),
        (6, "97%", "补贴对象", "满意度", (None, "补贴对象满意度")),
        (6, "5个", "村", "未通水", (None, "村未通水")),
        (6, "7件", "信访件", "办结", (None, "信访件办结")),
        # Who and where stays apart.
        (3, "310件", "96333热线", "接听诉求", ("96333热线", "接听诉求")),
        (3, "99%", "96333热线", "满意率", ("96333热线", "满意率")),
        (4, "40万元", "水利项目", "支出", ("水利项目", "支出")),
        (4, "9万元", "“三公”经费", "支出", (None, "“三公”经费支出")),
        (4, "31万元", "综合执法队经费", "预算", ("综合执法队", "经费")),
        (4, "31万元", "", "综合执法队经费", ("综合执法队", "经费")),
        (4, "3万元", "会议费", "项目支出", (None, "会议费")),
        # A change needs what it is of; 比上年 is kept where it is printed.
        (3, "6%", "96333热线", "增长", (None, "96333热线增长")),
        (2, "96%", "", "整改率比上年提高", (None, "整改率提高")),
        # What stands before a name, and words that name nothing.
        (5, "12座", "", "全镇共排查塘坝", ("全镇", "排查塘坝")),
        (5, "9座", "", "小型塘坝", ("全镇", "小型塘坝")),
        (4, "40万元", "项目", "水利支出", (None, "水利支出")),
        (7, "1200万元", "", "收总计", (None, "收入总计")),
    ],
)
def test_subject_and_name_are_told_as_the_report_divides_them(
    at: int, number: str, subject: str, metric: str, told: tuple[str | None, str]
) -> None:
    entry = {"s": at, "number": number, "metric": metric, "subject": subject}
    (draft,) = drafts(chunk_of(REPORT), results=[entry]).results
    assert (draft.subject, draft.metric) == told


def test_a_target_keeps_the_project_above_it() -> None:
    chunk = chunk_of("（1）绿化项目\n绿化项目：补植率不低于98%，栽树3万株。\n")
    entry = {"s": 2, "number": "3万株", "metric": "栽树", "subject": "绿化项目"}
    (draft,) = drafts(chunk, targets=[entry]).targets
    assert (draft.subject, draft.metric) == ("绿化项目", "栽树")


def test_what_a_target_prints_as_one_name_is_one() -> None:
    chunk = chunk_of("孕产妇建档2000人；“矿山隐患整改率”指标，目标值100%；水务局巡河12次。\n")
    entries = [
        {"s": 1, "number": "2000人", "subject": "孕产妇", "metric": "建档"},
        {"s": 1, "number": "100%", "subject": "矿山", "metric": "隐患整改率"},
        {"s": 1, "number": "12次", "subject": "水务局", "metric": "巡河"},
    ]
    told = [(one.subject, one.metric) for one in drafts(chunk, targets=entries).targets]
    assert told == [(None, "孕产妇建档"), (None, "矿山隐患整改率"), ("水务局", "巡河")]


def test_a_fund_and_what_is_done_with_it_are_one_name() -> None:
    chunk = chunk_of("配套资金支出120万元。\n")
    entry = {"s": 1, "number": "120万元", "subject": "配套资金", "metric": "支出"}
    (draft,) = drafts(chunk, results=[entry]).results
    assert (draft.subject, draft.metric) == (None, "配套资金支出")


def test_a_heading_is_no_measure_beside_those_that_stand_below_it() -> None:
    text = "1.加强预算管理\n细化预算编制。严控预算追加。\n"
    chunk = chunk_of(text)
    object.__setattr__(chunk.document, "sections", (Section(("1.加强预算管理",), 0, len(text)),))
    heading = {"s": 1, "text": "加强预算管理"}
    below = [{"s": 2, "text": "细化预算编制"}, {"s": 3, "text": "严控预算追加"}]
    both = drafts(chunk, measures=[heading, *below]).measures
    assert [one.metric for one in both] == ["细化预算编制", "严控预算追加"]
    assert [one.metric for one in drafts(chunk, measures=[heading]).measures] == ["加强预算管理"]


def test_a_wish_that_all_goes_well_is_left_to_the_others_of_its_line() -> None:
    chunk = chunk_of("一、绩效目标\n保持街面整洁，确保各项工作顺利开展。\n")
    wish = {"s": 2, "metric": "确保各项工作顺利开展"}
    both = drafts(chunk, targets=[{"s": 2, "metric": "保持街面整洁"}, wish])
    assert [one.metric for one in both.targets] == ["保持街面整洁"]
    assert len(drafts(chunk, targets=[wish]).targets) == 1
