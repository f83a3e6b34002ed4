"""Composition: 基本支出, 项目支出 and other spending compared with the final accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from summarizer.audit.context import AuditContext, Sentence
from summarizer.audit.figures import Figure
from summarizer.audit.relations import Relation, first_that_holds, total
from summarizer.audit.wording import IS, change_sign, role_of
from summarizer.schema.terms import Severity

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
    # A 总计 of the final accounts includes the balance.
    "结余分配": "结余分配",
    "年末结转和结余": r"(?:年末|年终|期末)(?:财政拨款|资金)*(?:结转|结余)?[和与及、]?(?:结转|结余)",
}
_KINDS = {
    kind: re.compile(name + r"(?:决算|预算)?(?:数|总?金?额|合计)?" + IS)
    for kind, name in _NAMES.items()
}
# How many figures after a total are searched for its parts.
_REACH = 24
_TOTAL = re.compile(
    r"(?:支出(?:决算)?(?:总计|合计|总额|总数|共计)|总支出|合计支出|决算(?:金额|数|总额|总计)|共支出)"
    + IS
)


def composition(context: AuditContext) -> Iterator[Relation]:
    """The kinds of spending sum to the final accounts.

    In one sentence a mismatch is an error; across sections it is a warning, since their scope may
    differ. Source: 支出决算表 (公开03表) of 部门决算.
    """
    together = [one for sentence in context.sentences for one in _stated_together(sentence)]
    yield from together or _across_sections(context)


def _kind(figure: Figure) -> str | None:
    if figure.kind != "money" or not figure.is_exact or change_sign(figure):
        return None
    return next((name for name, words in _KINDS.items() if words.search(figure.label)), None)


def _stated_together(sentence: Sentence) -> Iterator[Relation]:
    figures = [f for f in sentence.figures if f.kind == "money" and f.depth == 0]
    for place, whole in enumerate(figures):
        if not _TOTAL.search(whole.label) or _kind(whole) or not whole.is_exact:
            continue
        following = figures[place + 1 : place + 1 + _REACH]
        parts = list(_siblings(following))
        kinds = [_kind(figure) for figure in parts]
        if following[:1] != parts[:1] or kinds[:1] != ["基本支出"] or "项目支出" not in kinds:
            continue
        if len(set(kinds)) == len(parts):
            yield _composed(parts, whole, sure=len(parts) == 2)


def _siblings(figures: Sequence[Figure]) -> Iterator[Figure]:
    """Yield 基本支出, 项目支出 and other kinds on the same level."""
    nested = False
    for figure in figures:
        kind = _kind(figure)
        nested = kind not in ("基本支出", "项目支出") and (nested or "其中" in figure.label)
        if kind and not nested:
            yield figure


def _composed(parts: Sequence[Figure], whole: Figure, *, sure: bool = False) -> Relation:
    """Return the first reading that holds: all parts, else 基本支出, 项目支出 and some others."""
    core, others = list(parts[:2]), list(parts[2:])
    chosen = [
        [*core, *more]
        for count in range(len(others), -1, -1)
        for more in combinations(others, count)
    ]
    note = "sum-rounding" if len(parts) == 2 else ""
    severity: Severity = "error" if sure else "warning"
    return first_that_holds(
        total("composition-mismatch", some, whole, severity=severity, note=note) for some in chosen
    )


def _across_sections(context: AuditContext) -> Iterator[Relation]:
    """Compare the first amount of each kind with the total, over the whole report."""
    first: dict[str, Figure] = {}
    totals: list[Figure] = []
    for sentence in context.sentences:
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
    yield _composed([*core, *first.values()], totals[0])
