"""Repeats: one thing with two values, and units that change (check 23)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from summarizer.audit.figures import Figure
from summarizer.audit.page import Page
from summarizer.audit.vocabulary import COMPARISON, change_sign
from summarizer.schema import Finding

__all__ = ["conflicting_values", "missing_money_unit", "mixed_money_units"]

# What may stand before the name of a thing without making it another thing.
_LEAD = re.compile(
    r"^(?:共计?|累计|合计|全年|年度|本年度?|今年|目前|截至目前|现有?|实有|总|已|检查|排查|摸排|巡查|发现|查出"
    r"|梳理|登记|统计|存在|有|全[街镇乡区县市]道?|辖区|我[街镇乡区县市局院校]|本[单位部门]+|的|，)*"
)
# Deeds are done many times over; only what is found or held has one value.
_DEED = re.compile(
    r"发放|开展|组织|召开|举办|完成|培训|检查|宣传|印发|出动|投入|支出|发布|拨付|补助|走访|慰问|服务|活动"
    r"|会议|清理|整治|拆除|张贴|推送|接待|办理|新增|购置|采购|上报|报送|报道|收缴|处罚|劝导|参加|奖励|救助"
)
_LEAST = 5
_TITLE = re.compile(r"^(?:(?:19|20)\d\d\s*年度?|本年度?|全年)")


def conflicting_values(page: Page) -> Iterator[Finding]:
    """Check 23: the same name with two values in one paragraph.

    May be two counts on two days, so it is a doubt. Three or more values are a listing of several
    things. Source: 同一事项多值, reviewing practice.
    """
    for paragraph in page.paragraphs:
        named: dict[tuple[str, str], list[Figure]] = {}
        for sentence in paragraph:
            if not COMPARISON.search(sentence.text):
                for figure in sentence.figures:
                    name = _name(figure)
                    if name:
                        named.setdefault((name, figure.unit), []).append(figure)
        for figures in named.values():
            yield from _conflict(page, figures)


def _name(figure: Figure) -> str | None:
    """The bare name of a counted thing, when it has one that says enough."""
    if figure.kind not in ("count", "money") or not figure.is_exact or figure.depth:
        return None
    if "其中" in figure.label or change_sign(figure):
        return None
    name = _LEAD.sub("", _TITLE.sub("", figure.label.strip()))
    return name if len(name) >= _LEAST and not _DEED.search(name) else None


def _conflict(page: Page, figures: Sequence[Figure]) -> Iterator[Finding]:
    values = {figure.value for figure in figures}
    if len(values) != 2 or len(figures) != 2:
        return
    first, second = figures
    yield page.finding(
        "conflicting-values",
        "warning",
        f"同一事项两个数：“{page.clause_span(first).quote}”与“{page.clause_span(second).quote}”，"
        "可能口径或时点不同，请核实",
        page.spans((first, second)),
        expected=first.quantity.text,
        stated=second.quantity.text,
    )


def missing_money_unit(page: Page) -> Iterator[Finding]:
    """Check 23: amounts printed without 元 (营收9000万). Source: reviewing practice."""
    bare = [
        figure
        for sentence in page.sentences
        for figure in sentence.figures
        if figure.kind == "money" and not re.search(r"[元角分币]", figure.quantity.text)
    ]
    if bare:
        quotes = "、".join(f"“{page.clause_span(figure).quote}”" for figure in bare)
        yield page.finding(
            "money-unit-missing", "info", f"金额缺少“元”：{quotes}", page.spans(bare)
        )


def mixed_money_units(page: Page) -> Iterator[Finding]:
    """Check 23: large amounts in 元 beside amounts in 万元. Source: reviewing practice."""
    money = [f for s in page.sentences for f in s.figures if f.kind == "money"]
    plain = [f for f in money if f.scale == 1 and f.value >= 10000]
    scaled = [f for f in money if f.scale > 1]
    if plain and scaled:
        quotes = "、".join(f"“{figure.quantity.text}”" for figure in plain)
        yield page.finding(
            "mixed-money-units",
            "info",
            f"金额单位不统一：{quotes}以元计，“{scaled[0].quantity.text}”等以万元或亿元计",
            page.spans((*plain, scaled[0])),
        )
