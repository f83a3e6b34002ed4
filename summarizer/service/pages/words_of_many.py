"""The texts of the pages about many documents, Chinese and English."""

from __future__ import annotations

__all__ = ["WORDS"]

# key → (Chinese, English); `{…}` is a placeholder.
WORDS: dict[str, tuple[str, str]] = {
    "portfolio": ("文件台账", "Portfolio"),
    "all": ("全部", "All"),
    "filter": ("筛选", "Select"),
    "clear": ("清除条件", "Clear"),
    "office": ("单位", "Office"),
    "year": ("年度", "Year"),
    "type": ("类别", "Type"),
    "words": ("词语（至少两个字）", "Words (two signs at least)"),
    "documents_with": ("内容含有", "Documents that say"),
    "search_said": ("搜索条目与核查发现", "Search items and findings"),
    "whole_document": ("文件", "document"),
    "nothing_said": ("没有找到", "Nothing found"),
    "further": ("更多", "More"),
    "too_short": (
        "搜索词至少要有两个连续的字、字母或数字。",
        "Look for two letters or digits in a row at least.",
    ),
    "workbook": ("下载工作簿", "Workbook"),
    "never_added": (
        (
            "合计只在同一年度、同一种类之内计算；没有成对可靠的预算与支出、或已含在主管部门之内的文件不计入，"
            "份数见表。点文件数可看到各份文件，每个数都可点到原文。"
        ),
        (
            "Money is added within one year and kind alone. Documents without a sure pair of budget"
            " and spending, or held by their department's, are left out and counted. The number of"
            " documents leads to them, and each figure to its place."
        ),
    ),
    "no_totals": ("没有可以合计的文件", "No documents to add up"),
    "by_attainment": ("目标完成情况", "Targets by attainment"),
    "lines": ("{count} 行", "{count} lines"),
    "choose": ("选择", "Choose"),
    "with_year_before": ("与上年比对", "against the year before"),
    "compare_two": ("比对所选的两份", "Compare the two chosen"),
    "no_lines": ("没有符合条件的文件", "No document fits"),
    "expected_list": ("应报清单", "List of expected documents"),
    "expected_file": ("CSV 文件（不选文件则清除清单）", "CSV file (none: forget the list)"),
    "expected_hint": (
        "列：单位、年度，另可有 种类、截止日期（2024-04-30）、主管部门",
        "Columns office and year; kind, due (2024-04-30) and department if wanted",
    ),
    "expected_keep": ("保存清单", "Keep the list"),
    "expected_show": ("查看现有清单", "Show the list"),
}
