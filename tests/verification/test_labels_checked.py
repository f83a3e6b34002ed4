"""Labels: whose words they are, and whether they are names."""

from __future__ import annotations

from typing import Any

import pytest
from verification.claims import report, result, span, target

from summarizer.schema import Result, Table
from summarizer.verification import check

CROSSES, JOINED, INCOMPLETE = "label-crosses-clause", "label-joined", "label-incomplete"


def reasons(text: str, figure: str, metric: str, **fields: Any) -> tuple[str, ...]:
    """The reasons of a result under a label, the whole sentence its evidence."""
    document = report(text)
    told = result(document, text.rstrip("。"), figure, metric=metric, **fields)
    return check(told, document).reasons


@pytest.mark.parametrize(
    ("text", "figure", "metric"),
    [
        ("全县新增就业730人，失业人员再就业637人。", "637人", "失业人员再就业"),
        ("开展了7次集中培训和45次支部学习。", "7次", "集中培训"),
        ("全年封停160家店铺。", "160家", "封停店铺"),
        ("开展2次人民武装（民兵）训练。", "2次", "人民武装（民兵）训练"),
        ("实际支出98万元，比上年增加6万元。", "6万元", "实际支出比上年增加"),
        ("实际支出98万元，比上年增加6万元，增长6.52%。", "6.52%", "实际支出增长"),
        ("新建两新党支部37家，占比68%。", "68%", "新建两新党支部占比"),
        ("排查隐患145处，已整改105处。", "105处", "隐患已整改"),
        ("办结率、群众满意率均达100%。", "100%", "群众满意率"),
        ("市容环境满意度排名全市第三。", "第三", "市容环境满意度排名"),
        ("收入92万元，较上年决算数减少8万元，下降8%。", "8%", "收入较上年决算数下降"),
        ("基本支出9万元，占本年支出的45%。", "45%", "基本支出占本年支出"),
        ("漏损率由上年的12.1%下降到10.3%。", "10.3%", "漏损率"),
    ],
)
def test_own_labels(text: str, figure: str, metric: str) -> None:
    assert not reasons(text, figure, metric)


@pytest.mark.parametrize(
    ("text", "figure", "metric", "why"),
    [
        ("新建6个垃圾分类屋、9个大件收集点、67个垃圾投放点。", "67个", "收集垃圾投放点", JOINED),
        ("发放宣传册210份、环保袋90份。", "90份", "环保袋", JOINED),
        ("任务中康复和托养两项超过目标。", "两项", "托养超过目标", JOINED),
        ("已完工的23条道路中，7条已移交。", "23条", "完工的道路中", INCOMPLETE),
        ("开展了7次集中培训和45次支部学习。", "45次", "培训和支部学习", JOINED),
        ("完成2次就业培训或招聘会、2次应急救护培训。", "2次应", "招聘会、应急救护培训", JOINED),
        ("组织讲座12场和志愿活动9次。", "9次", "讲座、志愿活动", JOINED),
        ("支出16万元，比上年增加9万元，增长128%。", "9万元", "支出增长支出比上年增加", JOINED),
        ("问题解决率85%，满意率98%。", "98%", "问题解决率满意率", JOINED),
        ("调解案件16起，形成案卷9本，调解成功率100%。", "100%", "形成案卷调解成功率", CROSSES),
        ("开展宣传29次，不断强化氛围，获全区考核第二名。", "第二名", "宣传获全区考核", CROSSES),
        ("投入资金23万元，检测列全县第4名，较上年上升3位。", "3位", "投入资金上升", CROSSES),
        (
            "投入5万元，其中甲项2万元，乙项3万元，比上年减少4万元。",
            "4万元",
            "乙项比上年减少",
            CROSSES,
        ),
    ],
)
def test_labels_of_others(text: str, figure: str, metric: str, why: str) -> None:
    assert why in reasons(text, figure, metric)


@pytest.mark.parametrize(
    ("text", "figure", "metric"),
    [
        ("市容满意度达95%。", "95%", "市容满意"),
        ("失业人员再就业637人。", "637人", "业人员再就业"),
        ("出动巡查人员1860人次。", "1860人次", "出动"),
        ("全年开展消防演练119次。", "119次", "防演练"),
        ("实际支出98万元，比上年增加6万元。", "6万元", "增加"),
        ("党员人数占68%。", "68%", "占"),
        (
            "招募一支由物业人员、在职党员、居民小组长组成的队伍。",
            "一支",
            "招募由物业人员、在职党员",
        ),
        ("建成队伍，即3位医护人员、5名干部。", "3位", "即医护人员"),
        ("抽查发现5个县亩均投入低于1500元。", "5个", "县亩均投入"),
        ("支出9万元，控制在预算12万元以内。", "12万元以内", "控制在预算"),
        ("开展12次主题党日活动。", "12次", "主题党日活"),
    ],
)
def test_no_names(text: str, figure: str, metric: str) -> None:
    assert INCOMPLETE in reasons(text, figure, metric)


def test_a_number_within_a_code_is_no_result() -> None:
    document = report("索引号01526405-X/20240327-00014。")
    told = (
        result(document, "索引号01526405-X/20240327-00014", one.text, metric="索引号")
        for one in document.quantities
        if one.is_checked
    )
    assert "verified" not in [check(one, document).verdict for one in told]


def test_old_value_is_not_what_it_fell_to() -> None:
    assert "period-mismatch" in reasons("漏损率由12.1%下降到10.3%。", "12.1%", "漏损率下降到")


def test_a_subject_fills_the_label() -> None:
    assert not reasons("抽查厕所320户。", "320户", "抽查", subject="厕所")


def test_a_target_has_a_label_too() -> None:
    document = report("满意度不低于90%。", heading="一、绩效目标")
    assert not check(target(document, "满意度不低于90%", "90%", metric="满意度"), document).reasons
    cut = target(document, "满意度不低于90%", "90%", metric="满意")
    assert INCOMPLETE in check(cut, document).reasons


def test_the_same_label_twice_is_judged_the_same() -> None:
    document = report("开展宣传29次，张贴海报40张。")
    told = result(document, "张贴海报40张", "40张", metric="张贴海报")
    assert isinstance(told, Result)
    assert check(told, document) == check(told, document)
    assert not any(isinstance(table, Table) for table in document.tables)
    assert span(document, "张贴海报40张") in told.evidence


@pytest.mark.parametrize(
    ("text", "figure", "metric", "why"),
    [
        ("本县12座桥梁中完成检测9座。", "12座", "桥梁中完成检测", "bound-to-other-label"),
        ("其中4个村把补助与工资合并记账。", "4个", "村把补助与工资合并记账", CROSSES),
        ("另有3个标段因征地受阻。", "3个", "标段因征地受阻", CROSSES),
        ("主要用于会务支出8万元。", "8万元", "主要用于会务支出", INCOMPLETE),
        ("文化馆、图书馆补助各20万元。", "20万元", "文化馆、图书馆补助各", INCOMPLETE),
        ("年中预算调整为125万元。", "125万元", "预算调整", INCOMPLETE),
        ("得分靠后的乡镇下浮5%。", "5%", "得分靠后的乡镇下浮", "kind-mismatch"),
        ("与预算数相比，支出下降34%。", "34%", "支出下降", INCOMPLETE),
        ("随访老年人420人，规范服务率81%。", "81%", "规范服务率", INCOMPLETE),
        ("治理面积20平方公里，实际完成18平方公里。", "20平方公里", "治理面积", "kind-mismatch"),
        ("有2项课题没有启动。", "2项", "课题没有启动", "status-mismatch"),
    ],
)
def test_clauses_are_no_labels(text: str, figure: str, metric: str, why: str) -> None:
    assert why in reasons(text, figure, metric)


@pytest.mark.parametrize(
    ("text", "figure", "metric"),
    [
        ("318件提案全部办理完毕。", "318件", "提案全部办理完毕"),
        ("9名预备党员转为正式党员。", "9名", "预备党员转为正式党员"),
        ("森林覆盖率稳定在38%以上。", "38%以上", "森林覆盖率"),
    ],
)
def test_clauses_that_read_as_they_are_meant(text: str, figure: str, metric: str) -> None:
    assert not reasons(text, figure, metric)


def test_what_is_to_be_built_is_not_done() -> None:
    document = report("新建泵房9间。", heading="（二）建设内容")
    told = result(document, "新建泵房9间", "9间", metric="新建泵房")
    assert "status-mismatch" in check(told, document).reasons


def test_a_place_is_no_owner_of_what_is_only_held() -> None:
    told = reasons("辖区实有29辆。", "29辆", "实有", subject="辖区")
    assert INCOMPLETE in told
