"""Fragments: what only announces, wishes, labels or quotes is no problem and no measure."""

from __future__ import annotations

import pytest
from verification.claims import measure, problem, report

from summarizer.verification import check


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("明年拟从以下几方面着手", "label-incomplete"),
        ("为深入学习贯彻会议精神", "label-incomplete"),
        ("综合评价80.06分", "kind-mismatch"),
        ("厘清了各环节职责", "kind-mismatch"),
        ("【打印本页】【关闭窗口】", "kind-mismatch"),
        ("附件3评价指标体系", "kind-mismatch"),
        ("对抽查发现的26座问题户厕", "label-incomplete"),
        ("积极协调财政", "label-incomplete"),
    ],
)
def test_no_measures(text: str, reason: str) -> None:
    document = report(f"{text}。", heading="五、改进措施")
    assert reason in check(measure(document, text), document).reasons


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("满意度偏低的对象主要反映两件事", "label-incomplete"),
        ("未完成原因和改进措施", "kind-mismatch"),
        ("有64个没有设定量化指标", "label-incomplete"),
        ("根子在于没有核定岗位", "label-incomplete"),
    ],
)
def test_no_problems(text: str, reason: str) -> None:
    document = report(f"{text}。", heading="四、存在的问题")
    assert reason in check(problem(document, text), document).reasons


def test_what_a_leader_says_is_no_measure_of_the_report() -> None:
    document = report(
        "县长批示要求建立台账。按季度核对填报数据，规范台账管理。", heading="五、改进措施"
    )
    assert "kind-mismatch" in check(measure(document, "建立台账"), document).reasons
    assert not check(measure(document, "规范台账管理"), document).reasons


@pytest.mark.parametrize(
    "text", ["纳入项目库统筹考虑", "由项目负责人签字后报送", "6月15日前改造完毕"]
)
def test_a_measure_without_what_it_is_done_to(text: str) -> None:
    document = report(f"群众的诉求，{text}。", heading="五、改进措施")
    assert "label-incomplete" in check(measure(document, text), document).reasons
