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


def test_elements_are_found_where_the_report_states_them() -> None:
    moved = WHOLE.format(grade="优").replace("新打机井118眼。", "全年支出270万元。新打机井118眼。")
    moved = moved.replace("负责全县水利工作。", "负责全县水利工作，每季度排查薄弱点。")
    found = {one.element: one for one in sheet_of(moved).elements}
    quotes = {name: one.evidence.quote for name, one in found.items() if one.evidence}
    assert "机井118眼" in quotes["results"]
    assert "92分" in quotes["score"]
    assert found["problems"].section == ("五、存在的问题",)


def test_amounts_that_only_the_text_tells_are_found() -> None:
    told = WHOLE.format(grade="优").replace(
        "2023年部门预算300万元，实际支出270万元，预算执行率90%。",
        "年初批复预算8个项目985万元；购置支出19.86万元，维护支出3万元。",
    )
    found = {one.element: one.state for one in sheet_of(told).elements}
    assert (found["budget"], found["spending"]) == ("present", "present")


def test_prose_is_not_marked_down_for_what_was_not_recognised() -> None:
    other = WHOLE.format(grade="优").replace("新打机井118眼。", "各项工作有序推进。")
    states = {one.point: one.state for one in sheet_of(other).points}
    assert states["answered"] == "not_determined"


def test_a_kind_without_an_outline_has_no_elements() -> None:
    sheet = sheet_of("青石县水利局2023年度部门决算公开\n一、收支情况\n2023年实际支出275万元。\n")
    assert sheet.document.kind == "final_accounts"
    assert sheet.elements == ()


def test_a_relation_to_be_checked_is_neither_deducted_nor_called_right() -> None:
    doubtful = WHOLE.format(grade="优").replace(
        "新打机井118眼。", "项目均按预算批复资金实施完成，完成率为100%。"
    )
    (rates,) = [one for one in sheet_of(doubtful).points if one.point == "rates"]
    assert rates.deduction == "0.0"
    assert rates.findings
    assert "待核实" in rates.reason.zh


def test_rounding_is_nothing_to_be_checked() -> None:
    rounded = WHOLE.format(grade="优").replace(
        "实际支出270万元", "实际支出270.00万元，其中人员经费150.01万元，公用经费120.00万元"
    )
    (sums,) = [one for one in sheet_of(rounded).points if one.point == "sums"]
    assert "均成立" in sums.reason.zh


@pytest.mark.parametrize(
    ("element", "said", "replaced"),
    [
        ("targets", "年初设置3个大类绩效目标，分别是防汛、供水和灌溉。", "新打机井100眼。"),
        ("budget", "项目总投资300万元，到位280万元。", "2023年部门预算300万元，"),
        ("score", "经评议，得92.5分。", "自评得分92分，等级为“优”。"),
        ("publication", "绩效差的项目压减经费。", "自评结果在政府网站公开。"),
        ("publication", "对“差”等次项目，余款交回财政。", "自评结果在政府网站公开。"),
        ("publication", "自评结果作为编制下年预算的参考。", "自评结果在政府网站公开。"),
        ("targets", "年度任务是：打井数量100眼，培训30人。", "新打机井100眼。"),
        ("score", "得分见下。\n总分 92\n", "自评得分92分，等级为“优”。"),
    ],
)
def test_an_element_may_be_told_in_other_words(element: str, said: str, replaced: str) -> None:
    text = WHOLE.format(grade="优").replace(replaced, said)
    text = text.replace("三、绩效目标", "三、主要工作").replace(
        "七、结果应用和公开情况", "七、其他"
    )
    found = {one.element: one for one in sheet_of(text).elements}
    assert found[element].state == "present"


def test_what_was_corrected_is_no_result_against_targets() -> None:
    text = WHOLE.format(grade="优")
    head = next(line for line in text.splitlines() if line.startswith("四、"))
    told = text.replace(head, "四、问题整改情况").replace("新打机井100眼", "保障供水")
    found = {one.element: one.state for one in sheet_of(told).elements}
    assert found["results"] == "not_found"


def test_the_use_of_last_years_results_is_not_this_years() -> None:
    text = WHOLE.format(grade="优").replace("结果应用和公开情况", "上年度自评结果应用情况")
    text = text.replace("自评结果在政府网站公开。", "上年问题已整改。")
    found = {one.element: one.state for one in sheet_of(text).elements}
    assert found["publication"] == "not_found"


FORM = """项目支出绩效自评表
（2023年度）
| 项目名称 | 灌区维修 |
|---|---|
| 实施单位 | 青石县水利局 |

| 三级指标 | 年度指标值 | {head} | 分值 | {score} |
|---|---|---|---|---|
| 维修水库数量 | ≥12座 | {done} | 20 | {got} |
| 群众满意度 | ≥90% | {done} | 10 | {got} |
"""


def test_a_form_needs_what_a_form_has_room_for() -> None:
    sheet = sheet_of(FORM.format(head="实际完成值", score="得分", done="95", got="10"))
    assert sheet.document.kind == "unit_self_eval"
    assert "problems" not in {one.element for one in sheet.elements}


def test_targets_of_a_declaration_need_no_results() -> None:
    sheet = sheet_of(FORM.format(head="说明", score="备注", done="", got=""))
    states = {one.point: one.state for one in sheet.points}
    assert states["answered"] == "not_determined"


def elements(text: str) -> dict[str, str]:
    return {one.element: one.state for one in sheet_of(text).elements}


def test_a_section_that_says_nothing_is_no_element() -> None:
    body = WHOLE.format(grade="优").replace("自评结果在政府网站公开。", "无。")
    assert elements(body)["publication"] == "not_found"
    assert elements(WHOLE.format(grade="优"))["publication"] == "present"


@pytest.mark.parametrize(
    "words", ["“三公”经费支出9万元，控制在预算12万元以内", "全年追加预算12万元", "调整预算12万元"]
)
def test_a_line_of_the_budget_is_not_the_budget(words: str) -> None:
    body = WHOLE.format(grade="优").replace("2023年部门预算300万元，", f"{words}。")
    assert elements(body.replace("，预算执行率90%", ""))["budget"] == "not_found"


def test_the_grade_is_shown_where_it_is_printed() -> None:
    title = "2023年度机井项目部门评价报告"
    body = WHOLE.format(grade="优").replace("2023年度部门整体支出绩效自评报告", title)
    (grade,) = [one for one in sheet_of(body).elements if one.element == "grade"]
    assert grade.evidence is not None
    assert "优" in grade.evidence.quote


def test_a_mention_of_a_score_is_no_score() -> None:
    body = WHOLE.format(grade="优").replace("自评得分92分，等级为“优”。", "")
    assert elements(f"{body}逐项评定后汇总确定自评得分。")["score"] == "not_found"
