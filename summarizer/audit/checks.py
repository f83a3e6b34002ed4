"""The checks of the audit by name, when each applies, and the codes of its findings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from summarizer.audit.context import AuditContext

__all__ = ["CHECKS", "CODES", "Check", "Code"]


class Check(NamedTuple):
    """What a check is called, how much it weighs (1 most), and what a report must hold for it."""

    zh: str
    en: str
    weight: int
    applies: Callable[[AuditContext], bool]


class Code(NamedTuple):
    """The check that a finding comes from, and what the finding is called."""

    check: str
    zh: str
    en: str


def _tables(context: AuditContext) -> bool:
    return bool(context.views)


def _scoring(context: AuditContext) -> bool:
    return any("分" in figure.unit for s in context.sentences for figure in s.figures) or any(
        column.role in ("score", "weight") for v in context.views for column in v.table.columns
    )


def _money(context: AuditContext) -> bool:
    return context.has_kind("money")


def _rates(context: AuditContext) -> bool:
    return context.has_kind("percent")


def _counts(context: AuditContext) -> bool:
    return context.has_kind("count") or context.has_kind("measure")


def _dates(context: AuditContext) -> bool:
    return context.has_kind("date") or context.has_kind("duration")


def _targets(context: AuditContext) -> bool:
    return bool(context.targets)


def _results(context: AuditContext) -> bool:
    return bool(context.results)


def _problems(context: AuditContext) -> bool:
    return bool(context.problems)


def _always(context: AuditContext) -> bool:
    return bool(context.text.strip())


CHECKS: dict[str, Check] = {
    "execution-rate": Check("执行率重算", "execution rate recomputed", 1, _money),
    "execution-explained": Check("超预算或低执行有无说明", "deviation explained", 2, _money),
    "budget-basis": Check("分项口径与总额口径", "items split the budget", 3, _money),
    "sum": Check("分项之和等于合计", "parts make up the total", 4, _money),
    "target-result": Check("有目标无结果", "targets have results", 5, _targets),
    "target-attainment": Check("目标与完成值", "results reach their targets", 5, _targets),
    "deadline": Check("计划时间与完成时间", "deadlines are kept", 5, _targets),
    "claim": Check("总评与证据", "claims match the figures", 6, _always),
    "problem-measure": Check("问题与措施", "problems have measures", 7, _problems),
    "problem-cause": Check("问题与原因", "problems have causes", 20, _problems),
    "part-whole": Check("其中项不超过总项", "parts stay below the whole", 8, _counts),
    "count-list": Check("数目与所列名称", "numbers match the names listed", 9, _counts),
    "rate-bound": Check("率值上限", "rates stay below 100 %", 9, _rates),
    "same-measure": Check("目标与结果口径", "target and result share a measure", 10, _targets),
    "table-total": Check("表格合计", "totals of tables", 4, _tables),
    "table-row": Check("表格横向合计", "totals along the rows", 4, _tables),
    "table-complete": Check("表格合计完整", "totals are there", 8, _tables),
    "composition": Check("支出构成", "kinds of spending make up the accounts", 4, _money),
    "text-table": Check("正文与表格一致", "text and table agree", 4, _tables),
    "budget-difference": Check("预决算差额", "difference of budget and spending", 4, _money),
    "completion-claim": Check("完成率与金额", "completion matches the amounts", 6, _rates),
    "growth": Check("同比重算", "growth recomputed", 6, _rates),
    "zero-base": Check("零基数增长率", "growth from nothing", 12, _rates),
    "ratio": Check("率值重算", "rates recomputed", 6, _rates),
    "share": Check("占比重算", "shares recomputed", 6, _rates),
    "average": Check("均值重算", "averages recomputed", 8, _counts),
    "difference": Check("差额重算", "differences recomputed", 8, _counts),
    "rate-base": Check("率值与基数", "rates fit their base", 12, _rates),
    "result-target": Check("有结果无目标", "results have targets", 14, _results),
    "target-measurable": Check("目标可衡量", "targets can be measured", 16, _targets),
    "indicator-class": Check("指标类别", "indicators of each class", 12, _always),
    "score-sum": Check("得分与分值合计", "scores make up the total", 4, _scoring),
    "score-rule": Check("按规则重算得分", "scores follow the printed rule", 6, _scoring),
    "score-grade": Check("等级与得分", "grade fits the score", 6, _scoring),
    "score-evidence": Check("满分与证据", "full marks are borne out", 10, _scoring),
    "period": Check("数据时段", "figures of the whole year", 18, _always),
    "date": Check("日期与先后", "dates exist, in order", 6, _dates),
    "repeat": Check("同一事项多值", "one thing, one value", 8, _always),
    "money-unit": Check("金额单位", "units of money", 16, _money),
    "numbering": Check("标题编号", "headings are numbered", 19, _always),
    "form": Check("结构完整", "nothing left over or empty", 19, _always),
    "year": Check("年度一致", "text and title share a year", 10, _always),
    "personal": Check("个人信息", "personal numbers", 6, _always),
}

CODES: dict[str, Code] = {
    "sum-mismatch": Code("sum", "分项之和不等于合计", "parts do not make up the total"),
    "sum-rounding": Code("sum", "分项与合计有四舍五入差", "rounding between parts and total"),
    "rate-rounding": Code("ratio", "率值末位截断", "last digit cut off"),
    "budget-items-sum-to-spending": Code(
        "budget-basis", "预算分项之和等于支出", "budget items sum to the spending"
    ),
    "budget-difference-mismatch": Code("budget-difference", "预决算差额不符", "wrong difference"),
    "balance-mismatch": Code("budget-difference", "结转结余不平", "carry-over does not balance"),
    "comparison-conflict": Code(
        "budget-difference", "预决算大小与文字不符", "larger and smaller confused"
    ),
    "table-total-mismatch": Code("table-total", "表格合计不符", "wrong total in a table"),
    "table-total-missing": Code("table-complete", "表格缺合计数", "total missing in a table"),
    "table-row-mismatch": Code("table-row", "表格横向合计不符", "wrong total along a row"),
    "composition-mismatch": Code(
        "composition", "支出构成不等于决算总额", "kinds of spending miss the total"
    ),
    "table-prose-mismatch": Code("text-table", "正文与表格不一致", "text and table differ"),
    "part-exceeds-whole": Code("part-whole", "其中项大于总项", "a part exceeds its whole"),
    "parts-exceed-whole": Code("part-whole", "分项之和大于总项", "parts exceed their whole"),
    "count-list-mismatch": Code("count-list", "数目与所列名称不符", "number and list differ"),
    "execution-rate-mismatch": Code("execution-rate", "执行率重算不符", "wrong execution rate"),
    "execution-rate-unexplained": Code(
        "execution-explained", "超预算或低执行未识别到说明", "deviation without a known reason"
    ),
    "completion-claim-contradicted": Code(
        "completion-claim", "完成率与金额矛盾", "completion contradicts amounts"
    ),
    "growth-rate-mismatch": Code("growth", "同比重算不符", "wrong rate of growth"),
    "growth-direction-conflict": Code("growth", "增减方向相反", "up and down confused"),
    "zero-base-growth": Code("zero-base", "零基数增长率", "growth from nothing"),
    "ratio-mismatch": Code("ratio", "率值重算不符", "wrong rate"),
    "share-mismatch": Code("share", "占比重算不符", "wrong share"),
    "average-mismatch": Code("average", "均值重算不符", "wrong average"),
    "difference-mismatch": Code("difference", "差额不符", "wrong difference"),
    "rate-impossible-for-base": Code("rate-base", "基数算不出该率", "rate impossible for its base"),
    "rate-over-100": Code("rate-bound", "率值超过100%", "rate above 100 %"),
    "target-without-result": Code("target-result", "未识别到完成情况", "no result found"),
    "target-not-reached": Code("target-attainment", "完成值未达目标值", "result below its target"),
    "deviation-unexplained": Code(
        "target-attainment", "偏差未识别到说明", "deviation without a known reason"
    ),
    "deadline-missed": Code("deadline", "完成时间晚于计划时间", "deadline missed"),
    "results-without-targets": Code("result-target", "有结果无目标", "results without targets"),
    "target-not-measurable": Code("target-measurable", "目标不可衡量", "target not measurable"),
    "target-result-other-measure": Code(
        "same-measure", "目标与结果口径不同", "target and result in two measures"
    ),
    "indicator-class-missing": Code(
        "indicator-class", "指标类别缺失", "class of indicators missing"
    ),
    "indicator-misplaced": Code("indicator-class", "指标内容错位", "content of another class"),
    "blanket-claim-contradicted": Code("claim", "总评与证据矛盾", "claim contradicts figures"),
    "saving-target-missed": Code("claim", "节约目标与金额矛盾", "saving target missed"),
    "score-sum-mismatch": Code("score-sum", "得分之和不等于总分", "scores miss the total"),
    "weight-sum-mismatch": Code("score-sum", "分值之和不等于总分值", "weights miss the total"),
    "score-over-weight": Code("score-sum", "得分高于分值", "score above its weight"),
    "score-rule-mismatch": Code("score-rule", "得分与计分规则不符", "score breaks its rule"),
    "full-score-target-missed": Code(
        "score-evidence", "未达目标而得满分", "full marks for a missed target"
    ),
    "grade-score-mismatch": Code("score-grade", "等级与得分不符", "grade does not fit the score"),
    "full-score-contradicted": Code(
        "score-evidence", "满分与自认问题矛盾", "full marks beside problems"
    ),
    "partial-year-figures": Code("period", "数据未满全年", "figures for part of the year"),
    "forecast-figures": Code("period", "数据为预计数", "forecasts"),
    "date-impossible": Code("date", "日期不存在", "no such day"),
    "date-order": Code("date", "时间先后颠倒", "events out of order"),
    "conflicting-values": Code("repeat", "同一事项多值", "one thing, two values"),
    "money-unit-missing": Code("money-unit", "金额缺单位", "amount without unit"),
    "mixed-money-units": Code("money-unit", "金额单位不统一", "mixed units of money"),
    "problem-without-measure": Code("problem-measure", "有问题无措施", "problems without measures"),
    "problem-without-cause": Code("problem-cause", "未识别到原因", "no cause found"),
    "numbering-gap": Code("numbering", "标题编号不连续", "numbering skips"),
    "numbering-lost": Code("numbering", "下级标题编号缺失", "numbering lost"),
    "leftover-mark": Code("form", "残留标记", "marks left over"),
    "empty-section": Code("form", "章节没有内容", "empty section"),
    "year-mismatch": Code("year", "年度不一致", "another year"),
    "personal-number": Code("personal", "身份证号或手机号", "identity or telephone number"),
}
