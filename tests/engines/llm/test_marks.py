"""Marks: what a prompt numbers, and words that are read from the report instead of copied."""

from __future__ import annotations

import pytest
from llm_support import chunk_of

from summarizer.engines.llm.marks import label_before, marked_lines, marks_of, written_out
from summarizer.engines.llm.redaction import Redaction, leaks, redaction_of

TEXT = """二、完成情况
救助63户12.74万元；组织开展巡查河道120次，群众满意率为98%。
2023年完成整治“僵尸车”任务。
"""


def plain(text: str = TEXT) -> Redaction:
    return Redaction(text, found=[])


def test_sentences_and_numbers_share_one_count() -> None:
    assert marked_lines(chunk_of(TEXT), plain()) == [
        "1|二、完成情况",
        "2|救助63户^3 12.74万元^4；组织开展巡查河道120次^5，群众满意率为98%^6。",
        "7|2023年完成整治“僵尸车”任务。",
    ]
    marks = marks_of(chunk_of(TEXT))
    assert [mark.sentence for mark in marks] == [1, 2, 2, 2, 2, 2, 3]
    assert [mark.quantity.text for mark in marks if mark.quantity] == [
        "63户",
        "12.74万元",
        "120次",
        "98%",
    ]


def test_what_is_hidden_bears_no_mark_and_is_found_between_marks() -> None:
    text = "三、信访\n信访人刘桂芳反映补助2,000元，电话13912345678。\n"
    veil = redaction_of(text)
    (_, line) = marked_lines(chunk_of(text), veil)
    assert line == "2|信访人【人名_01】反映补助2,000元^3，电话【电话_01】。"
    assert leaks([{"content": "电话139^4 1234^5 5678"}]) == ["电话"]


@pytest.mark.parametrize(
    ("mark", "label"), [(3, "救助"), (4, ""), (5, "组织开展巡查河道"), (6, "群众满意率")]
)
def test_the_words_before_a_number_are_its_label(mark: int, label: str) -> None:
    chunk = chunk_of(TEXT)
    one = marks_of(chunk)[mark - 1]
    assert one.quantity
    assert label_before(one.quantity, chunk, one.sentence) == label


@pytest.mark.parametrize(
    ("mark", "short", "full"),
    [
        (5, "巡查…", "巡查河道"),
        (5, "组织…河道", "组织开展巡查河道"),
        (6, "群众…", "群众满意率"),
        (6, "巡查……满意率", "巡查河道120次，群众满意率"),
        (7, "完成…任务", "完成整治“僵尸车”任务"),
        (7, "救助...万元", "救助63户12.74万元"),
        (7, "完成情况", "完成情况"),
        (7, "二、…情况", "二、完成情况"),
        (5, "群众…", None),
        (7, "完成…", None),
        (7, "…任务", None),
        (7, "任务…完成", None),
    ],
)
def test_shortened_words_are_read_from_the_report(mark: int, short: str, full: str | None) -> None:
    chunk = chunk_of(TEXT)
    one = marks_of(chunk)[mark - 1]
    assert written_out(short, chunk, one.sentence, one.quantity) == full
