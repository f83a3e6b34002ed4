"""Forms that lost their grid, read back: rows, columns, units, and whether that is proven.

`flattened/*.txt` are texts in the manner of the genre, none from a real report; `*.expected` holds
a line for each table (role, proven or not) and for each of its rows the cells by column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import summarize
from summarizer.readers import read, read_text
from summarizer.readers.unread import unread_runs
from summarizer.schema import Document
from summarizer.tables.flat.forms import flattened_tables

CASES = sorted((Path(__file__).parent / "flattened").glob("*.txt"))


def told(text: str) -> Iterator[str]:
    """What the recovered tables say, a line for each row."""
    for table in flattened_tables(text):
        columns = " ".join(column.role for column in table.columns)
        yield f"# {table.role} {'proven' if table.proven else 'guessed'} | {columns}"
        for number in range(max(cell.row for cell in table.cells) + 1):
            cells = [cell for cell in table.cells if cell.row == number]
            yield " | ".join(
                f"{cell.column} {''.join(text[cell.start : cell.end].split())}"
                + (f" [{cell.unit}{cell.scale or ''}]" if cell.counted else "")
                for cell in cells
            )


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_flattened_forms_are_recovered(path: Path) -> None:
    expected = path.with_suffix(".expected").read_text(encoding="utf-8")
    assert "\n".join(told(path.read_text(encoding="utf-8"))) == expected.rstrip("\n")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_no_figure_of_a_form_is_lost(path: Path) -> None:
    document = read(path)
    noise = [(block.start, block.end) for block in document.blocks if block.kind == "noise"]
    assert list(unread_runs(document.text, document.quantities, noise)) == []


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_nothing_is_verified_on_a_guess(path: Path) -> None:
    document = read(path)
    guessed = [(table.start, table.end) for table in document.tables if not table.proven]
    summary = summarize(document, engine="rules")
    for item in (*summary.targets, *summary.results):
        for start, end in guessed:
            within = [span for span in item.evidence if start <= span.start < end]
            assert not within or item.check.verdict != "verified"


def figures(text: str) -> list[tuple[str, str, str]]:
    return [(one.text, one.value, one.unit) for one in read_text(text, "x").quantities]


def test_figures_that_touch_are_cut_where_the_arithmetic_says() -> None:
    head = "项目资金（万元）全年预算数全年执行数分值执行率得分年度资金总额"
    assert figures(f"{head}505010100%10") == [
        ("50", "500000", "元"),
        ("50", "500000", "元"),
        ("10", "10", "分"),
        ("100%", "100", "%"),
        ("10", "10", "分"),
    ]
    assert [text for text, _, _ in figures(f"{head}523.87500.581095.56%9.56")] == [
        "523.87",
        "500.58",
        "10",
        "95.56%",
        "9.56",
    ]


def test_a_cut_that_nothing_decides_is_no_fact() -> None:
    text = "一级指标二级指标三级指标指标值备注产出指标数量指标甲88100质量指标乙68100"
    (table,) = flattened_tables(text)
    assert (table.role, table.proven) == ("other", False)


def test_rows_with_columns_that_no_head_names_are_not_proven() -> None:
    text = (
        "序号 | 负责科室 | 年度金额（万元） | 一级指标 | 二级指标 | 三级指标 | 指标值\n"
        "1 | 综合科 | 776.06 | 产出指标 | 数量指标 | 维修路灯 | ≥360盏\n"
        "产出指标 | 质量指标 | 验收合格率 | ≥95%\n"
    )
    assert not any(table.proven for table in flattened_tables(text))


def test_a_table_beside_prose_leaves_the_prose() -> None:
    text = (
        "某局完成绩效自评。全年预算数全年执行数分值执行率得分年度资金总额505010100%10\n"
        "二、存在的问题\n培训次数不足。\n"
    )
    document = read_text(text, "x")
    said = [text[block.start : block.end] for block in document.blocks if block.kind != "table"]
    assert "某局完成绩效自评。" in said
    assert "培训次数不足。" in said


@given(
    st.lists(
        st.sampled_from(
            ["一级指标", "三级指标", "分值", "得分", "年度指标值", "产出指标", "数量指标", "总分",
             "年度资金总额", "执行率", "50", "100%", "≥3次", "—", "\n", " | ", "完成", "（万元）"]
        ),
        max_size=60,
    ).map("".join)
)  # fmt: skip
def test_made_up_forms_are_read_whole(text: str) -> None:
    document = _read(text)
    if document is None:
        return
    for table in document.tables:
        for cell in table.cells:
            assert cell.is_empty or table.start <= cell.start <= cell.end <= table.end
    noise = [(block.start, block.end) for block in document.blocks if block.kind == "noise"]
    lost = list(unread_runs(document.text, document.quantities, noise))
    assert all(re.search(r"\d", text[start:end]) is None for start, end in lost)


def _read(text: str) -> Document | None:
    return read_text(text, "x") if any(map(str.isalnum, text)) else None


def test_a_long_form_takes_time_in_proportion() -> None:
    row = "数量指标养护里程≥120公里126公里1515质量指标验收合格率100%100%1515"
    head = "一级指标二级指标三级指标年度指标值实际完成值分值得分产出指标"
    text = "\n".join([head + row * 40] * 40)
    assert len(flattened_tables(text)) == 40


def test_a_glued_form_with_a_rate_in_parts() -> None:
    text = (
        "预算执行情况(万元)(20分)预算数(A)执行数(B)执行率(B/A)得分(20分*执行率)"
        "年度财政资金总额2.472.47120年度绩效目标"
    )
    cells = [(text[one.start : one.end], one.unit) for one in flattened_tables(text)[0].cells]
    assert cells[5:9] == [("2.47", "元"), ("2.47", "元"), ("1", ""), ("20", "分")]


def test_funds_end_where_indicators_begin() -> None:
    text = (
        "预算数执行数执行率得分资金总额3030100%10产出指标数量指标走访户数6060质量指标合格率100%100%"
    )
    assert all(
        one.unit != "元"
        for table in flattened_tables(text)
        for one in table.cells
        if one.start > text.index("产出指标")
    )


def test_how_a_score_is_found_is_one_cell() -> None:
    text = (
        "一级指标二级指标三级指标目标值评分标准完成值分值得分产出指标数量指标安装护栏≥37米"
        "达标得满分，每低1个百分点扣0.7分，扣完为止37米100100"
    )
    said = [text[one.start : one.end] for one in flattened_tables(text)[0].cells]
    assert "达标得满分，每低1个百分点扣0.7分，扣完为止" in said


def test_prose_that_goes_through_the_classes_of_indicators_is_no_form():
    prose = (
        "一是产出指标方面,举办“邻里一家”活动130场,线下观众13万人次,推出2部参赛作品,"
        "活动完成率100%,活动贴合群众需求,二是效益指标方面,服务体系建设步伐加快,"
        "群众业余生活更为丰富,三是满意度指标方面,观众满意度达到设定的指标值"
    )
    assert flattened_tables(prose) == []


NUMBERED = (
    "序号 指标类型 绩效指标 计划完成数 实际完成数 权重 自评得分 备注 "
    "1 数量指标 安装路灯 ≥2371盏 2371盏 40 40 "
    "2 可持续影响指标 管护机制 健全 较健全 25 20 3 质量指标 合格率 ≥92% 100% 25 25"
)
ANSWERED = (
    "指标名称 计量单位 指标性质 年初指标值 调整指标值 全年完成值 得分系数（%） 指标权重（分） "
    "指标得分（分） 是否核心指标 安装路灯 盏 ≥ 2371 2371 2371 100 50 50 是 "
    "培训考核合格率 % ≥ 92 92 100 100 40 40 否"
)
TWICE = (
    "一级指标二级指标三级指标年度指标值实际完成值分值得分\n"
    "产出指标数量指标安装路灯≥2371盏2371盏5050\n"
    "效益指标可持续影响指标长效管护机制健全较健全4035\n总分9085\n"
)


@pytest.mark.parametrize("gap", [" ", "\n"])
@pytest.mark.parametrize(("form", "last"), [(NUMBERED, ["3"]), (ANSWERED, [])])
def test_a_number_or_an_answer_between_two_rows_is_in_its_own(
    form: str, last: list[str], gap: str
) -> None:
    text = form.replace(" ", gap)
    table = flattened_tables(text)[0]
    assert table.proven
    final = max(cell.row for cell in table.cells)
    said = [text[cell.start : cell.end] for cell in table.cells if cell.row == final]
    assert said[: len(last)] == last
    assert said[len(last)] in ("质量指标", "培训考核合格率")


def test_words_said_twice_are_target_and_outcome() -> None:
    table = flattened_tables(TWICE)[0]
    row = [TWICE[cell.start : cell.end] for cell in table.cells if cell.row == 2]
    assert row == ["效益指标", "可持续影响指标", "长效管护机制", "健全", "较健全", "40", "35"]


def test_sums_of_a_part_are_cut_like_those_of_the_total() -> None:
    text = (
        "项目支出绩效自评表项目名称道路保洁主管部门某街道办事处项目资金(万元)"
        "年初预算数(A)全年执行数(B)分值(10分)执行率(B/A)得分"
        "年度资金总额:410.6308.481075.13%7.51其中:本年财政拨款410.6308.48其他资金"
    )
    printed = [one.text for one in read_text(text, "x").quantities if one.unit == "元"]
    assert printed == ["410.6", "308.48", "410.6", "308.48"]
