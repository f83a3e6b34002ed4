"""Quality sheets: elements with their place, points with deduction and reason."""

from __future__ import annotations

import pytest

import summarizer
from summarizer.quality import QualitySheet, quality_of

WHOLE = """青石县水利局2023年度部门整体支出绩效自评报告
一、基本情况
青石县水利局负责全县水利工作。
二、资金情况
2023年部门预算300万元，实际支出270万元，预算执行率90%。
三、绩效目标
新打机井100眼。
四、完成情况
新打机井118眼。自评得分92分，等级为“{grade}”。
五、存在的问题
项目档案管理不够规范。
六、改进措施
建立项目档案管理制度。
七、结果应用和公开情况
自评结果在政府网站公开。
"""


def sheet_of(text: str) -> QualitySheet:
    document = summarizer.read_text(text, "报告.txt")
    return quality_of(summarizer.summarize(document, "rules"), document)


@pytest.fixture(scope="module")
def whole() -> QualitySheet:
    return sheet_of(WHOLE.format(grade="优"))


def test_elements_are_found_at_their_place(whole: QualitySheet) -> None:
    found = {one.element: one for one in whole.elements if one.state == "present"}
    assert {"profile", "budget", "spending", "targets", "results", "problems", "measures"} <= set(
        found
    )
    assert found["publication"].section == ("七、结果应用和公开情况",)
    assert found["spending"].evidence is not None
    assert found["spending"].evidence.quote == "270万元"


def test_what_is_not_recognised_is_never_called_missing_in_the_report() -> None:
    cut = sheet_of(WHOLE.format(grade="优").split("五、")[0])
    assert {one.element for one in cut.elements if one.state == "not_found"} >= {
        "problems",
        "measures",
    }
    (point,) = [one for one in cut.points if one.point == "elements"]
    assert point.state == "deducted"
    assert point.reason.zh.startswith("未识别到：")
    assert "存在问题" in point.reason.zh


@pytest.mark.parametrize(("grade", "deduction"), [("优", "0.0"), ("良", "10.0")])
def test_a_grade_is_held_against_the_score(grade: str, deduction: str) -> None:
    (point,) = [p for p in sheet_of(WHOLE.format(grade=grade)).points if p.point == "grade"]
    assert point.deduction == deduction


def test_points_that_cannot_be_determined_count_neither_way(whole: QualitySheet) -> None:
    undetermined = [one for one in whole.points if one.state == "not_determined"]
    assert undetermined
    assert {one.full for one in undetermined} == {"0"}
    assert float(whole.full) == 10 * (len(whole.points) - len(undetermined))
