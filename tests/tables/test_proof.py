"""Arithmetic that speaks against the columns of a table."""

from __future__ import annotations

import summarizer

HEAD = "项目名称 | 预算数 | 执行数 | 执行率\n"


def _proven(*rows: str) -> bool:
    document = summarizer.read_text(f"资金表\n\n{HEAD}{chr(10).join(rows)}\n", "funds.txt")
    return document.tables[0].proven


def test_rates_that_hold_keep_the_columns() -> None:
    assert _proven("培训 | 200 | 190 | 95%", "慰问 | 100 | 50 | 50%")


def test_one_wrong_rate_is_the_report_s_error() -> None:
    assert _proven("培训 | 200 | 190 | 95%", "慰问 | 100 | 50 | 80%")


def test_rates_that_never_hold_say_that_cells_were_moved() -> None:
    assert not _proven("培训 | 190 | 95 | 10%", "慰问 | 50 | 100 | 10%")
