"""Composition: 基本支出, 项目支出 and the other budgets against the final accounts (check 5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from summarizer.audit.figures import Figure, printed, tolerance
from summarizer.audit.page import Page, Sentence
from summarizer.audit.vocabulary import IS, change_sign, role_of
from summarizer.schema import Finding

__all__ = ["composition"]

_NAMES = {
    "基本支出": "基本支出",
    "项目支出": "项目支出",
    "政府性基金": r"政府性基金(?:预算)?(?:财政拨款)?支出",
    "国有资本经营": r"国有资本经营(?:预算)?(?:财政拨款)?支出",
    "社会保险基金": r"社会保险基金(?:预算)?支出",
    "经营支出": "经营支出",
    "上缴上级支出": "上缴上级支出",
    "对附属单位补助支出": "对附属单位补助支出",
    "其他支出": r"(?:年|^|、|及)\s*其他支出",
    # A 总计 of the final accounts holds what is left over too.
    "结余分配": "结余分配",
    "年末结转和结余": r"(?:年末|年终|期末)(?:财政拨款|资金)*(?:结转|结余)?[和与及、]?(?:结转|结余)",
}
_KINDS = {
    kind: re.compile(name + r"(?:决算|预算)?(?:数|总?金?额|合计)?" + IS)
    for kind, name in _NAMES.items()
}
# How many figures after a total its kinds are looked for.
_REACH = 24
_TOTAL = re.compile(
    r"(?:支出(?:决算)?(?:总计|合计|总额|总数|共计)|总支出|合计支出|决算(?:金额|数|总额|总计)|共支出)"
    + IS
)


def composition(page: Page) -> Iterator[Finding]:
    """Check 5: the kinds of spending must make up the final accounts.

    In one sentence a mismatch is certain; across sections it is a doubt, since their scope may
    differ. Source: 支出决算表 (公开03表) of 部门决算.
    """
    settled = False
    for sentence in page.sentences:
        for found in _stated_together(page, sentence):
            settled = True
            if found is not None:
                yield found
    if not settled:
        yield from _across_sections(page)


def _kind(figure: Figure) -> str | None:
    if figure.kind != "money" or not figure.is_exact or change_sign(figure):
        return None
    return next((name for name, words in _KINDS.items() if words.search(figure.label)), None)


def _stated_together(page: Page, sentence: Sentence) -> Iterator[Finding | None]:
    figures = [f for f in sentence.figures if f.kind == "money" and f.depth == 0]
    for place, whole in enumerate(figures):
        if not _TOTAL.search(whole.label) or _kind(whole) or not whole.is_exact:
            continue
        following = figures[place + 1 : place + 1 + _REACH]
        parts = list(_siblings(following))
        kinds = [_kind(figure) for figure in parts]
        if following[:1] != parts[:1] or kinds[:1] != ["基本支出"] or "项目支出" not in kinds:
            continue
        if len(set(kinds)) != len(parts):
            continue
        if _fits(parts, whole):
            yield None
            if len(parts) == 2 and parts[0].value + parts[1].value != whole.value:
                yield _finding(page, whole, parts, "sum-rounding")
        else:
            yield _finding(page, whole, parts, "composition-mismatch", sure=len(parts) == 2)


def _siblings(figures: Sequence[Figure]) -> Iterator[Figure]:
    """基本支出, 项目支出 and what else stands beside them, not under one of them."""
    nested = False
    for figure in figures:
        kind = _kind(figure)
        nested = kind not in ("基本支出", "项目支出") and (nested or "其中" in figure.label)
        if kind and not nested:
            yield figure


def _fits(parts: Sequence[Figure], whole: Figure) -> bool:
    """Do the parts, or 基本支出, 项目支出 and some of the others, make up the whole?"""
    core, others = list(parts[:2]), list(parts[2:])
    for count in range(len(others) + 1):
        for more in combinations(others, count):
            chosen = [*core, *more]
            total = sum((figure.value for figure in chosen), Decimal(0))
            if abs(total - whole.value) <= tolerance(chosen, whole):
                return True
    return False


def _across_sections(page: Page) -> Iterator[Finding]:
    """The first amount that each kind is given, against the total, over the whole report."""
    first: dict[str, Figure] = {}
    totals: list[Figure] = []
    for sentence in page.sentences:
        for figure in sentence.figures:
            kind = None if figure.depth else _kind(figure)
            if kind and role_of(figure.label) == "spent":
                if "其中" not in figure.label:
                    first.setdefault(kind, figure)
            elif figure.kind == "money" and _TOTAL.search(figure.label) and figure.is_exact:
                totals.append(figure)
    if "基本支出" not in first or "项目支出" not in first or len(first) < 4 or len(totals) != 1:
        return
    core = [first.pop("基本支出"), first.pop("项目支出")]
    parts = [*core, *first.values()]
    if not _fits(parts, totals[0]):
        yield _finding(page, totals[0], parts, "composition-mismatch")


def _finding(
    page: Page, whole: Figure, parts: Sequence[Figure], code: str, *, sure: bool = False
) -> Finding:
    total = printed(sum((part.value for part in parts), Decimal(0)), whole)
    terms = "＋".join(f"“{page.clause_span(part).quote}”" for part in parts)
    return page.finding(
        code,
        "info" if code == "sum-rounding" else "error" if sure else "warning",
        f"支出构成合计{total}：{terms}，而“{page.clause_span(whole).quote}”"
        + ("，相差在四舍五入范围内" if code == "sum-rounding" else ""),
        page.spans((whole, *parts)),
        expected=total,
        stated=whole.quantity.text,
    )
