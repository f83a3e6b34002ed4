"""Standing: a statement is told as what the report tells it as, at the place it stands."""

from __future__ import annotations

import pytest
from verification.claims import measure, problem, report, result, target

from summarizer.verification import check


@pytest.mark.parametrize(
    ("text", "quote", "figure"),
    [
        ("年初设定的总目标为：伤亡人数下降5%；站点规范化率90%。", "站点规范化率90%", "90%"),
        ("方案提出的年度任务是：开放300天，免费培训800人次。", "免费培训800人次", "800人次"),
        ("隧道维护计划检测隧道36座。", "隧道维护计划检测隧道36座", "36座"),
        ("今年计划投资217万元，新建道路32公里。", "新建道路32公里", "32公里"),
        ("由中心把申报材料压缩到8份以内。", "申报材料压缩到8份以内", "8份以内"),
        ("重复领取的12万元由体育局核实后收回。", "重复领取的12万元由体育局核实后收回", "12万元"),
    ],
)
def test_what_was_wanted_is_not_done(text: str, quote: str, figure: str) -> None:
    document = report(text)
    assert "status-mismatch" in check(result(document, quote, figure), document).reasons


@pytest.mark.parametrize(
    ("text", "quote", "figure"),
    [
        ("目标为：隐患整改率90%，实际隐患整改率95%。", "隐患整改率95%", "95%"),
        ("全年改造户厕340座，目标是400座；新增床位214张。", "新增床位214张", "214张"),
    ],
)
def test_what_was_reached_beside_a_target_is_done(text: str, quote: str, figure: str) -> None:
    document = report(text)
    assert not check(result(document, quote, figure), document).reasons


def test_what_was_corrected_is_no_measure() -> None:
    document = report(
        "审计指出价款没有缴库。归还原资金渠道158万元。今后要建立月度对账制度。",
        heading="一、预算执行问题的整改情况",
    )
    told, intended = (
        measure(document, "归还原资金渠道158万元"),
        measure(document, "建立月度对账制度"),
    )
    assert "kind-mismatch" in check(told, document).reasons
    assert not check(intended, document).reasons


@pytest.mark.parametrize(
    "text",
    [
        "审计发现2家机构虚报学员83人次",
        "更需要重视的是建后管护",
        "调整概算的手续仍在办理",
        "接待仅2140人次",
        "提出有针对性的意见和建议",
    ],
)
def test_what_was_found_is_no_measure(text: str) -> None:
    document = report(f"{text}。", heading="五、改进措施")
    assert "kind-mismatch" in check(measure(document, text), document).reasons


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("下一步，电杆未迁改的不办理开工手续。", "电杆未迁改的不办理开工手续"),
        ("到岗率低于90%的扣减监理费。", "到岗率低于90%的扣减监理费"),
        ("资金缺口拟分两年列入预算。", "资金缺口拟分两年列入预算"),
    ],
)
def test_what_will_be_done_is_no_problem(text: str, quote: str) -> None:
    document = report(text, heading="四、存在的问题及改进")
    assert "kind-mismatch" in check(problem(document, quote), document).reasons


@pytest.mark.parametrize(
    "text",
    [
        "账实相符",
        "指以前年度尚未完成的资金",
        "不得超预算安排支出",
        "按家庭困难程度发放补助",
        "紧紧围绕县城补短板",
    ],
)
def test_a_rule_and_a_good_state_are_no_problem(text: str) -> None:
    document = report(f"{text}。", heading="四、存在的问题")
    assert "kind-mismatch" in check(problem(document, text), document).reasons


def test_what_was_done_is_no_target() -> None:
    text = "做好了协调服务各项工作"
    document = report(f"{text}。", heading="（二）部门整体支出绩效目标")
    assert "kind-mismatch" in check(target(document, text, None), document).reasons
