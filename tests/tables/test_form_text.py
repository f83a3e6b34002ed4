"""Stretches of text that read like a form are told from prose."""

from __future__ import annotations

import pytest

import summarizer
from summarizer.tables.form_text import form_spans

FORMS = {
    "survey, joined": """序号调查内容选项人数占比
1您对办事效率是否满意满意4160.3%
基本满意2536.8%
不满意22.9%""",
    "payees, one line": "序号 收款单位 拨付日期 拨款文号 金额（元） 1 青石村村民委员会"
    " 2024年8月4日 22,874 2 柳林村村民委员会 2024年7月5日 811,087 合计 833,961",
    "columns": """三级指标
培训农村实用人才
发放救助物资
指标值
220人次
7558件
分值
5
7
得分
5
7""",
}
PROSE = """一、项目概况
（一）资金情况
2024年年初预算数100万元，全年预算数120万元，全年执行数114万元，执行率95%，得分9.5分。
（二）指标完成情况
1.产出指标。数量指标：培训农村实用人才220人次，完成率100%；质量指标：培训合格率98%。
2.满意度指标。服务对象满意度96%，合计得分10分。
新增就业730人
"""


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_form_is_told_from_its_labels_and_figures(form: str) -> None:
    assert form_spans(form, [(0, len(form))]) == [(0, len(form))]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_nothing_in_a_form_without_proven_cells_is_verified(form: str) -> None:
    text = f"某县资金绩效自评报告\n{form}\n"
    summary = summarizer.summarize(summarizer.read_text(text, "form.txt"), "rules")
    targets = [(item.text, item.check) for item in summary.targets]
    told = [*targets, *((item.text, item.check) for item in summary.results)]
    assert [text for text, check in told if check.verdict == "verified"] == []
    assert all("unplaced" in check.reasons for _, check in told)


def test_prose_about_indicators_is_no_form() -> None:
    assert form_spans(PROSE, [(0, len(PROSE))]) == []


def test_prose_around_a_form_is_left_out() -> None:
    form = FORMS["survey, joined"]
    text = f"{PROSE}{form}\n{PROSE}"
    assert form_spans(text, [(0, len(text))]) == [(len(PROSE), len(PROSE) + len(form))]


def test_a_form_of_one_line_ends_where_its_indicators_do() -> None:
    rows = "".join(f"指标{n}:第{n}类人群体检数 2{n}4人 20{n}人 2 1.8 " for n in range(1, 7))
    form = f"产出指标 数量指标 {rows}"
    text = f"{form}1.体检少,秋收和疫情封控占去半个多月,卫生院只有一台设备;拟改为三月开始。"
    (span,) = form_spans(text, [(0, len(text))])
    assert span[0] == 0
    assert text[: span[1]].endswith("205人 2 1.8")
