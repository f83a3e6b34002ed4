"""What no item mentions, and what no engine read."""

from __future__ import annotations

import summarizer
from summarizer.coverage import cover
from summarizer.schema import Unread

TEXT = "某局报告\n一、完成情况\n办结案件730件。\n二、存在问题\n有2个项目进度滞后。\n"


def test_without_items_every_checked_quantity_is_listed() -> None:
    document = summarizer.read_text(TEXT, "例.txt")
    coverage = cover(document, (), ())
    assert [gap.text for gap in coverage.uncited] == ["730件", "2个"]
    assert (coverage.quantities, coverage.cited) == (2, 0)
    assert coverage.uncited[0].section[-1] == "一、完成情况"


def test_a_quantity_within_evidence_is_cited() -> None:
    document = summarizer.read_text(TEXT, "例.txt")
    items = summarizer.summarize(document, engine="rules").items
    coverage = cover(document, items, ())
    assert "730件" not in [gap.text for gap in coverage.uncited]


def test_an_unread_part_marks_its_section_with_the_reason() -> None:
    document = summarizer.read_text(TEXT, "例.txt")
    place = TEXT.index("有2个")
    unread = Unread(place, place + 5, "llm-timeout", "超时 / timed out")
    states = {row.path[-1]: row for row in cover(document, (), (unread,)).sections}
    assert states["一、完成情况"].state == "read"
    assert states["二、存在问题"].state == "unread"
    assert states["二、存在问题"].reason == "llm-timeout: 超时 / timed out"


PAYEES = """\
某局专项资金报告
拨款明细表
单位：元
序号\t收款单位\t金额
1\t甲村委会\t12000
2\t乙村委会\t8000
合计\t\t20000
共发放2万元。
"""


def test_numbers_of_a_list_of_payees_are_counted_in_its_table() -> None:
    document = summarizer.read_text(PAYEES, "例.txt")
    assert [table.role for table in document.tables] == ["payees"]
    coverage = cover(document, (), ())
    assert [gap.text for gap in coverage.uncited] == ["2万元"]
    assert (coverage.quantities, coverage.cited, coverage.in_tables) == (4, 0, 3)


def test_each_table_has_an_entry_with_its_items() -> None:
    text = "单位：万元\n项目名称\t预算数\t执行数\n道路养护\t120\t118\n水利维修\t80\t79\n"
    document = summarizer.read_text(text, "例.txt")
    summary = summarizer.summarize(document, engine="rules")
    (entry,) = summary.tables
    assert (entry.id, entry.role, entry.unit) == ("tb1", "funds", "万元")
    assert (entry.rows, entry.columns, entry.quantities) == (3, 3, 4)
    held = [item.id for item in summary.items if item.evidence[0].start >= entry.start]
    assert list(entry.items) == sorted(held, key=held.index)
    assert summarizer.verify(summary, document).tables == summary.tables
