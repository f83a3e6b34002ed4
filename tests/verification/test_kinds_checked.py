"""Kinds and phrases: problems name a lack, measures an action, and both are whole."""

from __future__ import annotations

import pytest
from verification.claims import measure, problem, report, result, target

from summarizer.schema import Document, Item
from summarizer.verification import check


def reasons(item: Item, document: Document) -> tuple[str, ...]:
    return check(item, document).reasons


PROBLEMS = "设定成本目标时，不准确，预算编制不够细化。个别站点台账缺失，与实际完成差距较大。"
MEASURES = "设定成本目标时，要加强沟通。按季度核对填报数据，规范台账管理。克服认知偏差。"


@pytest.mark.parametrize("text", ["预算编制不够细化", "个别站点台账缺失"])
def test_problems(text: str) -> None:
    document = report(PROBLEMS, heading="四、存在的问题")
    assert not reasons(problem(document, text), document)


@pytest.mark.parametrize("text", ["不准确", "个别站点台账", "与实际完成差距较大", "台账缺失"])
def test_torn_problems(text: str) -> None:
    document = report(PROBLEMS, heading="四、存在的问题")
    assert "label-incomplete" in reasons(problem(document, text), document)


@pytest.mark.parametrize("text", ["加强沟通", "按季度核对填报数据", "规范台账管理", "克服认知偏差"])
def test_measures(text: str) -> None:
    document = report(MEASURES, heading="五、改进措施")
    assert not reasons(measure(document, text), document)


def test_words_that_lead_to_a_phrase_do_not_tear_it() -> None:
    document = report("因库款紧张，导致补助没有发到学生手中。执行率未完成。")
    assert not reasons(problem(document, "补助没有发到学生手中"), document)
    assert not reasons(problem(document, "执行率未完成"), document)
    document = report("建议主管部门建立定期通报制度。", heading="五、改进措施")
    assert not reasons(measure(document, "建立定期通报制度"), document)


@pytest.mark.parametrize("text", ["设定成本目标时", "按季度", "填报数据"])
def test_torn_measures(text: str) -> None:
    document = report(MEASURES, heading="五、改进措施")
    assert {"label-incomplete", "kind-mismatch"} & set(reasons(measure(document, text), document))


def test_what_is_done_to_a_lack_is_no_problem() -> None:
    document = report(MEASURES, heading="四、存在的问题")
    assert "kind-mismatch" in reasons(problem(document, "克服认知偏差"), document)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("未发生安全事故", False),
        ("零就业家庭保持动态清零", False),
        ("已完成", True),
        ("绩效评价等级为优秀", True),
        ("工作成绩突出", True),
    ],
)
def test_statements_without_a_number(text: str, doubt: bool) -> None:
    document = report(f"{text}。")
    assert bool(reasons(result(document, text, None), document)) is doubt


def test_requirements_and_later_dates_are_not_done() -> None:
    for text, figure in (
        ("每个分局每年需划拨基金10万元", "10万元"),
        ("2025年前建成泵站4座", "4座"),
    ):
        document = report(f"{text}。", year=2023)
        told = result(document, text, figure, metric=text.replace(figure, ""))
        assert "status-mismatch" in reasons(told, document)


def test_a_target_is_not_reached_already() -> None:
    text = "视频监控已成为重要手段"
    document = report(f"{text}。", heading="一、绩效目标")
    assert "kind-mismatch" in reasons(target(document, text, None), document)


def test_instructions_of_a_form_are_nobody_s_target() -> None:
    text = "各地请根据实际情况选择适合的指标填报"
    document = report(f"{text}。", heading="一、绩效目标")
    assert "kind-mismatch" in reasons(target(document, text, None), document)


def test_wishes_beside_an_order_are_part_of_it() -> None:
    text = "建议追加资金800万元"
    alone = report(f"{text}。", heading="五、改进措施")
    assert not reasons(measure(alone, text), alone)
    beside = report(f"阅读者须写明任务超额完成。{text}。", heading="五、改进措施")
    assert "kind-mismatch" in reasons(measure(beside, text), beside)


TOLD = "档案室只收不整。\n下一步，与街道每季对账一次。\n本年度巡查工作扎实推进。"


def test_where_the_report_tells_it_proves_what_kind_it_is() -> None:
    document = report(TOLD, heading="四、存在的问题")
    assert not reasons(problem(document, "档案室只收不整"), document)
    assert not reasons(measure(document, "与街道每季对账一次"), document)
    assert "kind-mismatch" in reasons(problem(document, "与街道每季对账一次"), document)
    assert "kind-mismatch" in reasons(measure(document, "档案室只收不整"), document)
    elsewhere = report(TOLD, heading="三、绩效目标完成情况")
    assert "kind-mismatch" in reasons(problem(elsewhere, "档案室只收不整"), elsewhere)


@pytest.mark.parametrize(
    "text", ["没有与资金对应", "覆盖城区和乡镇", "每年更新比例不低于10%", "对执行率低的单位"]
)
def test_what_is_told_of_the_clause_before_is_a_fragment(text: str) -> None:
    document = report(f"部分指标空泛，{text}。")
    made = problem if text.startswith("没有") else measure
    assert "label-incomplete" in reasons(made(document, text), document)


@pytest.mark.parametrize(
    "text", ["会同财政局起草分配方案", "由后勤科每季度盘点一次", "补签入库手续"]
)
def test_measures_of_several_actors(text: str) -> None:
    document = report(f"{text}。", heading="五、改进措施")
    assert not reasons(measure(document, text), document)


@pytest.mark.parametrize("text", ["站点每年约需维护费120万元", "完成预算的100%"])
def test_needs_and_shares_are_no_measures(text: str) -> None:
    document = report(f"{text}。", heading="五、改进措施")
    assert "kind-mismatch" in reasons(measure(document, text), document)


def test_a_wish_is_no_result() -> None:
    document = report("平台建设目标为年内上线。")
    assert "kind-mismatch" in reasons(result(document, "平台建设目标为年内上线", None), document)
