"""Classify a report by its title first, then by its text."""

from __future__ import annotations

import re

from summarizer.schema import DocumentKind

__all__ = ["report_kind"]

# What the title states; the first match wins.
BY_TITLE: tuple[tuple[str, DocumentKind], ...] = (
    (r"重点(?:评价)?项目.{0,12}(?:评价|自评|绩效).{0,6}(?:结果|情况)", "key_project_result"),
    (r"整体支出|整体绩效|部门整体|单位整体", "dept_overall"),
    (r"自评|自我评价", "unit_self_eval"),
    (r"财政(?:重点|支出|绩效|再)?(?:绩效)?评价|重点绩效评价|再评价", "fiscal_eval"),
    (r"部门(?:绩效|重点)?评价", "dept_eval"),
    (r"决算", "final_accounts"),
)
_EVALUATION = re.compile("绩效|评价")
# A budget for a coming year is not an evaluation, even when it sets targets.
_BUDGET = re.compile("^(?!.*(?:绩效|评价|决算|自评|执行)).*(?:部门|单位|财政|区级|年度?)预算")
# Final accounts also have a performance part; their own chapters identify them.
_ACCOUNTS = re.compile("决算(?:总体)?情况说明|收入支出决算|决算总体情况|决算公开")
# The evaluator: a firm for the finance office, a department for its units, or the unit itself.
_FIRM = re.compile(
    r"第三方(?:评价)?机构|会计师事务所|咨询(?:有限)?公司|评价机构|受.{2,20}委托|评价组"
)
_FOR_FINANCE = re.compile(
    r"受.{0,16}财政(?:局|厅|部).{0,8}委托|财政(?:局|厅|部)(?:组织|委托|对|开展)|委托(?:方|单位)[：:].{0,12}财政"
    r"|财政(?:重点)?评价"
)
_BY_DEPARTMENT = re.compile(r"部门评价|部门绩效评价|主管部门(?:组织|开展|对).{0,20}评价")
_SELF = re.compile(
    r"自评|自我评价|我(?:单位|局|街道|镇|乡|委|院|校|中心|办|厅|区|站|馆)|本(?:单位|街道|局|镇|部门)"
)
_OVERALL = re.compile(r"(?:部门|单位)?整体支出")


def report_kind(text: str, title: str | None) -> DocumentKind:
    """Return the kind of the report.

    >>> report_kind("", "某市水利局2021年度部门整体支出绩效自评报告")
    'dept_overall'
    >>> report_kind("受某市财政局委托，本所评价", "2022年某专项资金绩效评价报告")
    'fiscal_eval'
    """
    words = re.sub(r"\s+", "", title or "")
    for pattern, kind in BY_TITLE:
        if re.search(pattern, words):
            return kind
    if _BUDGET.search(words):
        return "other"
    if not _EVALUATION.search(words) and _ACCOUNTS.search(text[:3000]):
        return "final_accounts"
    if not _EVALUATION.search(words) and not _EVALUATION.search(text[:3000]):
        accounts = "决算" in text[:300] and "预算" not in words
        return "final_accounts" if accounts else "other"
    return _by_text(text)


def _by_text(text: str) -> DocumentKind:
    head = text[:6000]
    if _FOR_FINANCE.search(head) and _FIRM.search(head):
        return "fiscal_eval"
    if _BY_DEPARTMENT.search(head) or (_FIRM.search(head) and not _SELF.search(head)):
        return "dept_eval"
    if len(_OVERALL.findall(head)) >= 3 and "项目支出绩效" not in head[:200]:
        return "dept_overall"
    if _SELF.search(text):
        return "unit_self_eval"
    return "other"
