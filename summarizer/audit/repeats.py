"""Repeats: one thing with two values, and mixed units of money."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.audit.context import AuditContext
from summarizer.audit.figures import Figure, is_misprint
from summarizer.audit.relations import Relation, claim
from summarizer.audit.wording import COMPARISON, change_sign

__all__ = ["conflicting_values", "missing_money_unit", "mixed_money_units"]

# Words before a name that do not change what it denotes.
_LEAD = re.compile(
    r"^(?:共计?|累计|合计|全年|年度|本年度?|今年|目前|截至目前|现有?|实有|总|已|检查|排查|摸排|巡查|发现|查出"
    r"|梳理|登记|统计|存在|有|全[街镇乡区县市]道?|辖区|我[街镇乡区县市局院校]|本[单位部门]+|的|，)*"
)
# Activities occur many times; only holdings and findings have one value.
_DEED = re.compile(
    r"发放|开展|组织|召开|举办|完成|培训|检查|宣传|印发|出动|投入|支出|发布|拨付|补助|走访|慰问|服务|活动"
    r"|会议|清理|整治|拆除|张贴|推送|接待|办理|新增|购置|采购|上报|报送|报道|收缴|处罚|劝导|参加|奖励|救助"
)
_LEAST = 5
_TITLE = re.compile(r"^(?:(?:19|20)\d\d\s*年度?|本年度?|全年)")


def conflicting_values(context: AuditContext) -> Iterator[Relation]:
    """A name has one value in a paragraph.

    Two values that differ by a digit are reported as a `warning`: they may be counts on two days.
    Other values, and three or more, denote several things. Source: 同一事项多值, practice.
    """
    for paragraph in context.paragraphs:
        named: dict[tuple[str, str], list[Figure]] = {}
        for sentence in paragraph:
            if not COMPARISON.search(sentence.text):
                for figure in sentence.figures:
                    name = _name(figure)
                    if name:
                        named.setdefault((name, figure.unit), []).append(figure)
        for figures in named.values():
            if len(figures) == 2:
                yield from _conflict(*figures)


def _name(figure: Figure) -> str | None:
    """Return the name of a counted thing, if it is specific enough."""
    if figure.kind not in ("count", "money") or not figure.is_exact or figure.depth:
        return None
    if "其中" in figure.label or change_sign(figure):
        return None
    name = _LEAD.sub("", _TITLE.sub("", figure.label.strip()))
    return name if len(name) >= _LEAST and not _DEED.search(name) else None


def _conflict(first: Figure, second: Figure) -> Iterator[Relation]:
    if first.value == second.value or is_misprint(first.value, second.value):
        yield claim(
            "conflicting-values",
            (first, second),
            fits=first.value == second.value,
            expected=first.quantity.text,
            stated=second,
        )


def missing_money_unit(context: AuditContext) -> Iterator[Relation]:
    """Amounts are printed with 元 (not 营收9000万). Source: reviewing practice."""
    money = [f for s in context.sentences for f in s.figures if f.kind == "money"]
    bare = [f for f in money if not re.search(r"[元角分币]", f.quantity.text)]
    if money:
        quotes = "、".join(f"“{figure.quote}”" for figure in bare)
        yield claim("money-unit-missing", bare, fits=not bare, severity="info", quotes=quotes)


def mixed_money_units(context: AuditContext) -> Iterator[Relation]:
    """Large amounts in 元 are not mixed with amounts in 万元. Source: reviewing practice."""
    money = [f for s in context.sentences for f in s.figures if f.kind == "money"]
    plain = [f for f in money if f.scale == 1 and f.value >= 10000 and "/" not in f.unit]
    scaled = [f for f in money if f.scale > 1]
    if money:
        mixed = bool(plain and scaled)
        quotes = "、".join(f"“{figure.quantity.text}”" for figure in plain)
        other = scaled[0].quantity.text if scaled else ""
        yield claim(
            "mixed-money-units",
            (*plain, *scaled[:1]) if mixed else (),
            fits=not mixed,
            severity="info",
            quotes=quotes,
            other=other,
        )
