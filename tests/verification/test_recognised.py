"""Numbers that were recognised in pictures of pages are never more than `review`."""

from __future__ import annotations

from dataclasses import replace

import summarizer
from summarizer.verification.free_text import verify_text
from summarizer.verification.verdicts import check

REPORT = """某某街道2022年度绩效自评报告
一、绩效目标
社会公众满意度不低于90%。
二、完成情况
全年新增就业730人，预算执行率98.6%。
三、存在的问题
预算编制不够精准。
"""


def test_numbers_of_a_scan_are_doubted() -> None:
    document = summarizer.read_text(REPORT, "report.txt")
    summary = summarizer.summarize(document, "rules")
    scan = replace(document, recognised=((0, len(REPORT)),))
    numbers = [*summary.targets, *summary.results]
    assert {item.check.verdict for item in numbers} == {"verified"}
    for item in numbers:
        judged = check(item, scan)
        assert judged.verdict == "review"
        assert judged.reasons == ("ocr",)
    for problem in summary.problems:
        assert check(problem, scan) == problem.check


def test_only_the_scanned_part_is_doubted() -> None:
    document = summarizer.read_text(REPORT, "report.txt")
    at = REPORT.index("全年")
    mixed = replace(document, recognised=((at, at + 11),))
    one, other = verify_text("新增就业730人。社会公众满意度不低于90%。", mixed)
    assert one.check.reasons == ("ocr",)
    assert other.check.reasons == ()


def test_spans_that_touch_a_recognised_part() -> None:
    document = replace(summarizer.read_text(REPORT, "report.txt"), recognised=((5, 9), (20, 30)))
    assert [document.is_recognised(*span) for span in ((0, 5), (4, 6), (9, 20), (8, 21))] == [
        False,
        True,
        False,
        True,
    ]
    assert not document.is_recognised(30, 40)
    assert document.is_recognised(0, 100)
