"""Forms printed column by column: set side by side by count and arithmetic, or not at all."""

from __future__ import annotations

from summarizer import summarize
from summarizer.readers import read_text
from summarizer.schema import Document
from summarizer.tables.flat.columns import column_forms
from summarizer.tables.flat.packed import pack

NAMES = ("三级指标", "举办培训班", "维修路灯", "验收合格率", "群众满意度")
PROMISED = ("年度指标值", "≥12期", "≥360盏", "≥95%", "≥90%")
REACHED = ("实际完成值", "12期", "366盏", "98%", "93%")
WEIGHTS = ("分值", "20", "30", "30", "10", "100")
SCORES = ("得分", "20", "30", "30", "9", "99")


def form(*columns: tuple[str, ...]) -> Document:
    return read_text("\n".join(cell for column in columns for cell in column), "x")


def test_columns_of_the_same_length_are_set_side_by_side() -> None:
    summary = summarize(form(NAMES, PROMISED, REACHED, WEIGHTS, SCORES), engine="rules")
    told = [(one.metric, one.quantity and one.quantity.value, one.weight, one.score)
            for one in summary.targets]  # fmt: skip
    assert told == [
        ("举办培训班", "12", "20", "20"),
        ("维修路灯", "360", "30", "30"),
        ("验收合格率", "95", "30", "30"),
        ("群众满意度", "90", "10", "9"),
    ]
    assert all(one.check.verdict == "verified" for one in summary.results)


def test_the_sums_of_funds_keep_their_units() -> None:
    budget = ("项目资金（万元）", "年度资金总额", "其中：财政拨款", "全年预算数", "776.06")
    read = form(budget, NAMES, PROMISED, REACHED, ("全年执行数", "760.54")).quantities
    assert [one.value for one in read if one.unit == "元"] == ["7760600", "7605400"]


def test_a_column_that_lacks_a_cell_proves_nothing() -> None:
    read = form(NAMES, PROMISED[:-1], REACHED)
    assert [(table.role, table.proven) for table in read.tables] == [("other", False)]
    assert [one.text for one in read.quantities] == [*PROMISED[1:-1], *REACHED[1:]]


def test_units_that_disagree_prove_nothing() -> None:
    turned = (REACHED[0], *REACHED[2:], REACHED[1])
    (table,) = form(NAMES, PROMISED, turned).tables
    assert not table.proven


def test_a_score_above_its_weight_proves_nothing() -> None:
    scores = ("得分", "20", "30", "10", "30", "90")
    (table,) = form(NAMES, PROMISED, REACHED, WEIGHTS, scores).tables
    assert not table.proven


def test_heads_side_by_side_are_no_columns_below_each_other() -> None:
    rows = zip(NAMES, PROMISED, REACHED, strict=True)
    text = "\n".join(cell for row in rows for cell in row)
    assert list(column_forms(pack(text, [(0, len(text))]))) == []
