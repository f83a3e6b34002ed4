"""Words of the standard form and of workbooks of many reports."""

from __future__ import annotations

__all__ = ["WORDS"]

# group → code → (Chinese, English)
WORDS: dict[str, dict[str, tuple[str, str]]] = {
    "engine": {"rules": ("内置规则", "built-in rules"), "llm": ("大模型", "language model")},
    "decision": {
        "accepted": ("已采纳", "accepted"),
        "edited": ("已更正", "corrected"),
        "rejected": ("已驳回", "rejected"),
    },
    "gathered": {
        "file": ("文件", "File"),
        "state": ("状态", "State"),
        "organization": ("单位", "Organisation"),
        "fiscal_year": ("年度", "Year"),
        "kind": ("类型", "Kind"),
        "budget": ("预算（万元）", "Budget (10,000 yuan)"),
        "adjusted": ("调整后预算（万元）", "Adjusted (10,000 yuan)"),
        "spent": ("支出（万元）", "Spent (10,000 yuan)"),
        "rate": ("执行率（%）", "Rate (%)"),
        "score": ("得分", "Score"),
        "grade": ("等级", "Grade"),
        "targets_total": ("目标数", "Targets"),
        "targets_met": ("达成", "Met"),
        "targets_exceeded": ("超额", "Exceeded"),
        "targets_partly": ("部分", "Partly"),
        "targets_not_met": ("未达", "Missed"),
        "targets_not_reported": ("无结果", "No result"),
        "problems": ("问题", "Problems"),
        "review": ("待复核", "Review"),
        "failed": ("不一致", "Failed"),
        "errors": ("错误", "Errors"),
        "warnings": ("疑点", "Warnings"),
        "message": ("说明", "Message"),
        "level1": ("一级指标", "Level 1"),
        "level2": ("二级指标", "Level 2"),
        "subject": ("主体", "Subject"),
        "metric": ("指标", "Metric"),
        "target": ("目标值", "Target"),
        "actual": ("完成值", "Reached"),
        "attainment": ("达成情况", "Attainment"),
        "deviation": ("偏差率（%）", "Deviation (%)"),
        "weight": ("分值", "Weight"),
        "reason": ("偏差原因", "Reason"),
        "verdict": ("核对结论", "Verdict"),
        "severity": ("级别", "Severity"),
        "expected": ("应为", "Expected"),
        "stated": ("报告所写", "Stated"),
        "quote": ("依据原文", "Evidence"),
    },
    "form": {
        "fund_total": ("年度资金总额", "Funds of the year"),
        "fund_budget": ("其中：本年财政拨款", "of which: this year's budget"),
        "fund_carried": ("上年结转资金", "carried over"),
        "fund_other": ("其他资金", "other funds"),
        "qualitative": ("定性", "qualitative"),
    },
}
