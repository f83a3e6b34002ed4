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
