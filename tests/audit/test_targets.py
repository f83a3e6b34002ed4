"""Targets and results."""

from summarizer import read_text
from summarizer.schema import Attainment, Indicator, Result, Span, Target

REPORT = """2023年度部门整体支出绩效自评报告
一、绩效目标
完成1次无偿献血活动，开展技能培训12期，群众满意度不低于90%，12345热线办结率达到100%，发生0次重大火灾事故。
不断提升环境品质。
二、完成情况
开展技能培训13期，培训620人次。
12345热线工单问题解决率86%。
慰问困难群众56户，走访企业120家，调解纠纷67起。
"""


def span(quote, text=REPORT):
    at = text.index(quote)
    return Span(start=at, end=at + len(quote), quote=quote)


def quantity(quote, text=REPORT):
    at = text.index(quote)
    inside = (q for q in read_text(text, "x").quantities if at <= q.start < at + len(quote))
    return next((q for q in inside if q.is_checked), None)


def target(name, quote, metric, state="not_reported", **changes):
    plain = {
        "id": name,
        "section": ("一、绩效目标",),
        "subject": None,
        "metric": metric,
        "text": quote,
        "indicator": Indicator(),
        "comparator": None,
        "quantity": quantity(quote),
        "period": None,
        "attainment": Attainment(state=state),
        "evidence": (span(quote),),
    }
    return Target(**plain | changes)


def result(name, quote, metric):
    return Result(
        id=name,
        section=(),
        subject=None,
        metric=metric,
        text=quote,
        quantity=quantity(quote),
        direction="none",
        status="done",
        period=None,
        part_of=None,
        theme=None,
        evidence=(span(quote),),
    )


RESULTS = (
    result("r1", "开展技能培训13期", "技能培训"),
    result("r2", "培训620人次", "培训"),
    result("r3", "12345热线工单问题解决率86%", "问题解决率"),
    result("r4", "慰问困难群众56户", "慰问困难群众"),
    result("r5", "走访企业120家", "走访企业"),
)
BLOOD = target("t1", "完成1次无偿献血活动", "无偿献血活动")


def untold(audited, *items):
    found = audited(REPORT, (*items, *RESULTS))
    return [f.items for f in found if f.code == "target-without-result"]


def test_a_target_that_nobody_speaks_of_again(audited):
    found = [f for f in audited(REPORT, (BLOOD, *RESULTS)) if f.code == "target-without-result"]
    # That we found none is no fault of the report.
    assert [(f.severity, f.items) for f in found] == [("info", ("t1",))]
    assert "完成1次无偿献血活动" in found[0].message


def test_a_target_with_a_result_in_other_words_stays_silent(audited):
    # Linking may have missed it; the words of the target do stand in another sentence.
    assert untold(audited, target("t1", "开展技能培训12期", "技能培训期数")) == []


def test_a_linked_target_stays_silent(audited):
    assert untold(audited, target("t1", "群众满意度不低于90%", "群众满意度", "met")) == []


def test_a_report_that_tells_no_results_at_all_stays_silent(audited):
    assert "target-without-result" not in [f.code for f in audited(REPORT, (BLOOD, RESULTS[0]))]


def test_one_finding_for_a_metric_of_several_projects(audited):
    twice = (
        target("t1", "群众满意度不低于90%", "群众满意度"),
        target("t2", "群众满意度不低于90%", "群众满意度"),
    )
    found = [f for f in audited(REPORT, (*twice, *RESULTS)) if f.code == "target-without-result"]
    assert [f.items for f in found] == [("t1", "t2")]


def test_what_must_not_happen_is_told_in_other_words(audited):
    assert untold(audited, target("t1", "发生0次重大火灾事故", "重大火灾事故")) == []


def test_a_wish_cannot_be_measured(audited):
    wish = target("t1", "不断提升环境品质", "提升环境品质")
    found = [f for f in audited(REPORT, (wish, *RESULTS)) if f.code == "target-not-measurable"]
    assert [f.severity for f in found] == ["info"]


def test_results_without_any_target(audited):
    found = audited(REPORT, RESULTS * 2)
    assert "results-without-targets" in [f.code for f in found]


CLASSES = """二、完成情况
数量指标：举办培训12期。
质量指标：培训合格率98%。
成本指标：培训费用控制在预算之内。
满意度指标：{last}
三、评价方法
从数量指标、质量指标、{announced}成本指标和满意度指标四个方面评价。
"""


def test_classes_as_announced(loud):
    assert loud(CLASSES.format(last="学员满意度96%。", announced="")) == []


def test_a_class_that_never_comes(audited):
    found = audited(CLASSES.format(last="学员满意度96%。", announced="时效指标、"))
    assert [f.severity for f in found if f.code == "indicator-class-missing"] == ["info"]


TOLD = "补助标准指标值1000元，全年实际完成值{done}元。{why}"


def test_a_value_told_far_from_its_target(loud):
    found = loud(TOLD.format(done=1500, why=""))
    assert [code for _, code, *_ in found] == ["deviation-unexplained"]
    assert loud(TOLD.format(done=1000, why="")) == []
    assert loud(TOLD.format(done=1500, why="主要原因是省级提高了标准。")) == []
