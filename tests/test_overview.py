"""The overview: at most 300 characters, every number from the report."""

from __future__ import annotations

import summarizer

TEXT = """2023年度某县水务局部门整体支出绩效评价报告
一、预算执行情况
2023年年初预算数1250.5万元，决算数1198.3万元。
二、绩效目标完成情况
水质达标率96.5%，全县排名第二。新建管网14公里。群众满意度达到97%。
三、存在的问题
预算编制不够精准。
四、改进措施
加强预算编制培训。
"""


def test_it_quotes_funds_results_problems_and_measures() -> None:
    document = summarizer.read_text(TEXT, "水务.txt")
    overview = summarizer.summarize(document, engine="rules").overview
    for words in ("1250.5万元", "1198.3万元", "96.5%", "预算编制不够精准", "加强预算编制培训"):
        assert words in overview.text
    assert overview.check.verdict == "verified"
    for span in overview.evidence:
        assert document.text[span.start : span.end] == span.quote


def test_it_stays_within_its_limit_on_a_long_report() -> None:
    many = "".join(f"完成第{n}类检查{n * 7}次，整改率{n % 100}.5%。\n" for n in range(1, 300))
    document = summarizer.read_text(f"某局报告\n一、完成情况\n{many}", "长.txt")
    assert 0 < len(summarizer.summarize(document, engine="rules").overview.text) <= 300


def test_a_report_without_items_has_a_title_for_an_overview() -> None:
    document = summarizer.read_text("某局情况说明\n本年度工作平稳。\n", "无.txt")
    overview = summarizer.summarize(document, engine="rules").overview
    assert overview.text
    assert overview.check.verdict == "verified"
