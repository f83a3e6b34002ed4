"""Subjects: whose number it is, by the order of words."""

from __future__ import annotations

import pytest
from verification.claims import report, result

from summarizer.verification import check


def doubted(text: str, figure: str, metric: str, subject: str | None) -> bool:
    """Is the subject of a result in doubt?"""
    document = report(text)
    quote, words = text.rstrip("。"), f"{metric}{figure}"
    told = result(document, quote, figure, metric=metric, subject=subject, text=words)
    return "subject-unsure" in check(told, document).reasons


@pytest.mark.parametrize(
    ("text", "figure", "metric", "subject"),
    [
        ("甲街道新增就业730人。", "730人", "新增就业", "甲街道"),
        ("12345热线回访工单20件，及时联系率98%。", "98%", "及时联系率", "12345热线"),
        ("对离校毕业生开展服务，回访率达到100%。", "100%", "回访率", "离校毕业生"),
        ("“三公”经费支出28万元，其中公务接待费15万元。", "15万元", "公务接待费", "“三公”经费"),
        ("组织安全讲座30场，受益群众4000人。", "4000人", "受益群众", "安全讲座"),
        ("甲镇、乙镇补助资金分别为12万元、15万元。", "15万元", "补助资金", "乙镇"),
        ("为193名残疾人发放补贴。", "193名", "发放补贴", "残疾人"),
        ("便民服务：代办事项287件。", "287件", "代办事项", "便民服务"),
        ("1.展厅接待参观143场；设备完好率98.5%。", "98.5%", "设备完好率", "展厅"),
        ("全县完成收入8亿元；其中税收收入5亿元。", "5亿元", "税收收入", "全县"),
    ],
)
def test_whose_it_is(text: str, figure: str, metric: str, subject: str) -> None:
    assert not doubted(text, figure, metric, subject)


@pytest.mark.parametrize(
    ("text", "figure", "metric", "subject"),
    [
        ("为54户居民发放补助7万元；为193名残疾人发放补贴。", "193名", "发放补贴", "居民"),
        ("教师参加培训184人次；完成防水维修1350平方米。", "1350平方米", "防水维修", "教师"),
        ("公用经费支出77万元，项目支出286万元。", "286万元", "项目支出", "公用经费"),
        ("启动了老旧小区改造项目，完成电梯加装22台。", "22台", "电梯加装", "启动了老旧小区"),
        ("对18名矫正对象，36名刑满释放人员动态管控。", "36名", "动态管控", "矫正对象"),
        ("累计为甲公司等企业解决问题19个，问题解决率100%。", "100%", "问题解决率", "甲公司等企业"),
        ("分局因此预算30万元。", "30万元", "预算", "分局因此"),
        ("问题解决率85%，满意率98%。", "98%", "满意率", "问题解决率"),
    ],
)
def test_whose_it_is_not(text: str, figure: str, metric: str, subject: str) -> None:
    assert doubted(text, figure, metric, subject)


def test_a_gift_of_a_company_is_not_nobody_s() -> None:
    text = "某建设集团有限公司党支部组织员工积极捐款，累计捐款100万元。"
    assert doubted(text, "100万元", "累计捐款", None)
    assert not doubted(text, "100万元", "累计捐款", "某建设集团有限公司党支部")
