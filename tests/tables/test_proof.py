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


def test_scores_that_are_rates_say_that_cells_were_moved() -> None:
    head = "项目:信息化专项(2022年)\n\n一级指标\n\n权重(%)\n\n二级指标\n\n满分\n\n得分\n\n得分率"
    rows = (
        "决策\n\n20%\n\n项目立项\n\n8\n\n8\n\n100%",
        "\n\n绩效目标\n\n6\n\n4.5\n\n75%",
        "\n\n资金投入\n\n6\n\n6\n\n100%",
        "过程\n\n20%\n\n资金管理\n\n12\n\n10.8\n\n90%",
        "\n\n组织实施\n\n8\n\n7.2\n\n90%",
    )
    document = summarizer.read_text("\n\n".join((head, *rows)), "scores.txt")
    assert [table.proven for table in document.tables] == [False]


def test_a_further_part_below_one_is_told_by_the_sum() -> None:
    rows = "用车费 | 72.7\n其中：运行维护费 | 59.5\n购置费 | {}\n接待费 | 8\n总计 | 80.7\n"
    for printed, role in (("13.2", "part"), ("9.1", "body")):
        text = f"“三公”经费决算表\n单位：万元\n\n项目 | 预算数\n{rows.format(printed)}"
        (table,) = summarizer.read_text(text, "accounts.txt").tables
        assert [row.role for row in table.rows] == ["head", "body", "part", role, "body", "total"]
