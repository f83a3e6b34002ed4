"""Budget and spending: differences, balances and comparisons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from summarizer.audit.budget_lines import BudgetLine, Roles, prose_lines, roles_in
from summarizer.audit.context import AuditContext, Sentence
from summarizer.audit.figures import Figure, is_misprint
from summarizer.audit.relations import Relation, claim, difference, first_that_holds, total
from summarizer.audit.wording import Role
from summarizer.schema.terms import Severity

__all__ = ["additions", "balances", "budget_comparisons", "differences", "unspent_balances"]

_COMPARED = re.compile(
    r"决算数?\s*(?P<verb>大于|高于|多于|小于|低于|少于)\s*(?:年初|全年|调整后?)?预算数?"
)
_PLANS: tuple[Role, ...] = ("budget", "adjusted", "received")
_INITIAL = re.compile(r"(?:年初|当年|原|初始)预算|年初批复|年初安排")
_ADDED = re.compile(r"(?P<more>追加|调增|增加|增拨)|(?P<less>调减|压减|核减|收回)")
_ADJUSTED = re.compile(r"(?:全年|调整后?|追加后|最终|调整后的?)预算|预算调整[为数]|调整为")
_LEFT = re.compile(
    r"""^(?:资金|年末|项目|尚有|形成|尚|仍有|其余)*
    (?:结余|剩余|结转|节约|未支付|未支出|未使用)(?:资金|金额)?(?:为|共计?)?$""",
    re.VERBOSE,
)
# How many budgets before a spending are compared with it.
_KNOWN = 6
# A sentence with more amounts covers more than one budget.
_MOST_AMOUNTS = 5
_MORE = frozenset({"大于", "高于", "多于"})


def differences(context: AuditContext) -> Iterator[Relation]:
    """Budget minus spending is the stated saving, surplus or gap.

    Source: 勾稽关系 of reviewing practice.
    """
    for paragraph in context.paragraphs:
        carried = any("上年" in s.text and "结转" in s.text for s in paragraph)
        plans: list[Figure] = []
        amounts = 0
        for sentence in paragraph:
            roles = roles_in(sentence.figures)
            if roles.get("saved") and not roles.get("spent"):
                roles = roles_in(sentence.figures, outright=False)
            own = [figure for role in _PLANS for figure in roles.get(role, [])]
            known, plans = plans, [*plans, *own]
            told = roles if own else {**roles, "budget": known}
            here = sum(f.kind == "money" for f in sentence.figures)
            amounts += here
            if (here if own else amounts) > _MOST_AMOUNTS:
                continue
            yield from _difference(told, "saved", sure=bool(own))
            if not carried and not roles.get("carried_in"):
                yield from _difference(told, "carried_out", sure=False)


def _difference(roles: Roles, role: Role, *, sure: bool) -> Iterator[Relation]:
    plans = [f for name in ("budget", "adjusted", "received") for f in roles.get(name, [])]
    spent, stated = roles.get("spent", []), roles.get(role, [])
    if len(spent) == 1 and len(stated) == 1 and plans:
        severity: Severity = "error" if sure and len(plans) == 1 else "warning"
        one = first_that_holds(
            difference("budget-difference-mismatch", plan, spent[0], stated[0], severity=severity)
            for plan in plans
        )
        # Of several budgets, the right one may be unnamed.
        if one.holds or len(plans) == 1:
            yield one


def unspent_balances(context: AuditContext) -> Iterator[Relation]:
    """A balance stated apart from its budget and spending has no wrong digit.

    Source: 数据前后一致, reviewing practice.
    """
    left = [
        figure
        for sentence in context.sentences
        for figure in sentence.figures
        if figure.kind == "money" and figure.is_exact and _LEFT.match(figure.label)
    ]
    gaps: dict[Decimal, tuple[Figure, Figure]] = {}
    for plan, spent in _amounts(context) if left else ():
        gaps.setdefault(abs(plan.value - spent.value), (plan, spent))
    for figure in left:
        exact = (_left(gaps[gap], figure) for gap in gaps if abs(gap - figure.value) <= figure.step)
        fitting = next((one for one in exact if one.holds), None) or _slipped(
            gaps, _own_amounts(context, figure), figure
        )
        if fitting is not None:
            yield fitting


def _slipped(
    gaps: dict[Decimal, tuple[Figure, Figure]], own: list[tuple[Figure, Figure]], figure: Figure
) -> Relation | None:
    """Return the first pair of amounts whose difference the balance misprints."""
    if any(_left(pair, figure).holds for pair in own):
        return None
    slips = [pair for gap, pair in gaps.items() if is_misprint(gap, figure.value)]
    slips += [p for p in own if is_misprint(abs(p[0].value - p[1].value), figure.value)]
    return next((_left(pair, figure) for pair in slips), None)


def _left(amounts: tuple[Figure, Figure], figure: Figure) -> Relation:
    return difference("budget-difference-mismatch", *amounts, figure)


def _own_amounts(context: AuditContext, left: Figure) -> list[tuple[Figure, Figure]]:
    """Return pairs of the amounts that precede a balance in its sentence."""
    sentence = context.sentence_at(left.start)
    others = [f for f in sentence.before(left.start) if f.kind == "money"] if sentence else []
    return list(combinations(others[-_KNOWN:], 2))


def _amounts(context: AuditContext) -> Iterator[tuple[Figure, Figure]]:
    """Yield each spending with each of the last budgets before it."""
    plans: list[Figure] = []
    for sentence in context.sentences:
        roles = roles_in(sentence.figures)
        plans = [*plans[-_KNOWN:], *(f for role in _PLANS for f in roles.get(role, []))]
        for spent in roles.get("spent", []):
            yield from ((plan, spent) for plan in plans)


def additions(context: AuditContext) -> Iterator[Relation]:
    """年初预算 + 追加 − 调减 = 全年预算, if one sentence states them.

    Source: 预算调整 of 部门决算 and of the self-evaluation form, 财预〔2020〕10号.
    """
    for sentence in context.telling:
        money = [f for f in sentence.figures if f.kind == "money" and f.is_exact and not f.depth]
        for first, change, whole in zip(money, money[1:], money[2:], strict=False):
            sign = _ADDED.search(change.label)
            if sign and _INITIAL.search(first.label) and _ADJUSTED.search(whole.label):
                yield _signed((first, change), (1, -1 if sign["less"] else 1), whole, "error")


def balances(context: AuditContext) -> Iterator[Relation]:
    """年初结转 + 收入 − 支出 = 年末结转, if one sentence states all four.

    Source: 收入支出决算总表 of 部门决算.
    """
    for sentence in context.telling:
        roles = roles_in(sentence.figures, outright=False)
        four = [roles.get(role, []) for role in ("carried_in", "received", "spent", "carried_out")]
        if all(len(found) == 1 for found in four):
            *terms, closing = (found[0] for found in four)
            yield _signed(tuple(terms), (1, 1, -1), closing, "warning")


def _signed(
    terms: tuple[Figure, ...], signs: tuple[int, ...], whole: Figure, severity: Severity
) -> Relation:
    """Build the relation of signed terms to their total."""
    if len(terms) > 2:
        return total("balance-mismatch", terms, whole, signs=signs, severity=severity)
    message = "budget-difference-mismatch:added"
    code = "budget-difference-mismatch"
    return total(code, terms, whole, signs=signs, severity=severity, message=message)


def budget_comparisons(context: AuditContext) -> Iterator[Relation]:
    """决算数大于/小于预算数 agrees with the amounts.

    Source: wording of the explanation of 财政拨款支出决算 in 部门决算.
    """
    for paragraph in context.paragraphs:
        last: tuple[BudgetLine, ...] = ()
        for sentence in paragraph:
            last = prose_lines(sentence) or last
            if len(last) == 1:
                yield from _compared(context, sentence, last[0])


def _compared(context: AuditContext, sentence: Sentence, line: BudgetLine) -> Iterator[Relation]:
    match = _COMPARED.search(sentence.text)
    if match is None or sentence.start + match.start() < line.spent.end:
        return
    more = line.spent.value > line.budget.value
    said = context.span(sentence.start + match.start(), sentence.start + match.end())
    yield claim(
        "comparison-conflict",
        (*line.inputs, said),
        fits=more == (match["verb"] in _MORE) and line.spent.value != line.budget.value,
        expected=f"决算数{'大于' if more else '不大于'}预算数",
        stated=said.quote,
        budget=line.budget.quote,
        spent=line.spent.quote,
    )
