"""The codes of findings: for each, the check of the reviewers' list and its name for a reader."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["CODES", "Code"]


class Code(NamedTuple):
    """The number of the check, 1 to 25, and what the finding is called."""

    check: int
    title: str


CODES: dict[str, Code] = {
    "sum-mismatch": Code(1, "分项之和不等于合计"),
    "sum-rounding": Code(1, "分项之和与合计有四舍五入差"),
    "budget-items-sum-to-spending": Code(2, "预算分项之和等于支出"),
    "budget-difference-mismatch": Code(3, "预决算差额不符"),
    "balance-mismatch": Code(3, "结转结余不平"),
    "comparison-conflict": Code(3, "预决算大小与文字不符"),
    "table-total-mismatch": Code(4, "表格合计不符"),
    "table-total-missing": Code(4, "表格缺合计数"),
    "table-row-mismatch": Code(4, "表格横向合计不符"),
    "composition-mismatch": Code(5, "支出构成不等于决算总额"),
    "table-prose-mismatch": Code(6, "正文与表格不一致"),
    "part-exceeds-whole": Code(7, "其中项大于总项"),
    "parts-exceed-whole": Code(7, "分项之和大于总项"),
    "count-list-mismatch": Code(7, "数目与所列名称不符"),
    "execution-rate-mismatch": Code(8, "执行率重算不符"),
    "execution-rate-unexplained": Code(9, "超预算或低执行无说明"),
    "completion-claim-contradicted": Code(10, "完成率与金额矛盾"),
    "growth-rate-mismatch": Code(11, "同比重算不符"),
    "growth-direction-conflict": Code(11, "增减方向相反"),
    "zero-base-growth": Code(12, "零基数增长率"),
    "ratio-mismatch": Code(13, "率值重算不符"),
    "share-mismatch": Code(13, "占比重算不符"),
    "average-mismatch": Code(13, "均值重算不符"),
    "difference-mismatch": Code(13, "差额不符"),
    "rate-impossible-for-base": Code(13, "基数算不出该率"),
    "rate-over-100": Code(14, "率值超过100%"),
    "target-without-result": Code(15, "有目标无结果"),
    "results-without-targets": Code(16, "有结果无目标"),
    "target-not-measurable": Code(17, "目标不可衡量"),
    "target-result-other-measure": Code(18, "目标与结果口径不同"),
    "indicator-class-missing": Code(19, "指标类别缺失"),
    "indicator-misplaced": Code(19, "指标内容错位"),
    "blanket-claim-contradicted": Code(20, "总评与证据矛盾"),
    "saving-target-missed": Code(20, "节约目标与金额矛盾"),
    "score-sum-mismatch": Code(21, "得分之和不等于总分"),
    "weight-sum-mismatch": Code(21, "分值之和不等于总分值"),
    "score-over-weight": Code(21, "得分高于分值"),
    "full-score-target-missed": Code(21, "未达目标而得满分"),
    "grade-score-mismatch": Code(21, "等级与得分不符"),
    "full-score-contradicted": Code(21, "满分与自认问题矛盾"),
    "partial-year-figures": Code(22, "数据未满全年"),
    "forecast-figures": Code(22, "数据为预计数"),
    "date-impossible": Code(22, "日期不存在"),
    "date-order": Code(22, "时间先后颠倒"),
    "conflicting-values": Code(23, "同一事项多值"),
    "money-unit-missing": Code(23, "金额缺单位"),
    "mixed-money-units": Code(23, "金额单位不统一"),
    "problem-without-measure": Code(24, "有问题无措施"),
    "problem-without-cause": Code(24, "问题未说明原因"),
    "numbering-gap": Code(25, "标题编号不连续"),
    "numbering-lost": Code(25, "下级标题编号缺失"),
    "leftover-mark": Code(25, "残留标记"),
    "empty-section": Code(25, "章节没有内容"),
    "year-mismatch": Code(25, "年度不一致"),
    "personal-number": Code(25, "身份证号或手机号"),
    "personal-name": Code(25, "可指认的个人"),
}
