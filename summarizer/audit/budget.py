"""Budget and spending: differences, balances and which is the larger (check 3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from summarizer.audit.figures import Figure, is_misprint, printed, tolerance
from summarizer.audit.page import Page, Sentence
from summarizer.audit.pairs import Pair, Roles, prose_pairs, roles_in
from summarizer.audit.vocabulary import Role
from summarizer.schema import Finding

__all__ = ["additions", "balances", "budget_comparisons", "differences", "residues"]

_COMPARED = re.compile(
    r"决算数?\s*(?P<verb>大于|高于|多于|小于|低于|少于)\s*(?:年初|全年|调整后?)?预算数?"
)
_PLANS: tuple[Role, ...] = ("budget", "adjusted", "received")
_INITIAL = re.compile(r"(?:年初|当年|原|初始)预算|年初批复|年初安排")
_ADDED = re.compile(r"(?P<more>追加|调增|增加|增拨)|(?P<less>调减|压减|核减|调减|收回)")
_ADJUSTED = re.compile(r"(?:全年|调整后?|追加后|最终|调整后的?)预算|预算调整[为数]|调整为")
_LEFT = re.compile(
    r"^(?:资金|年末|项目|尚有|形成|尚|仍有|其余)*(?:结余|剩余|结转|节约|未支付|未支出|未使用)(?:资金|金额)?(?:为|共计?)?$"
)
# How many budgets back a spending may belong to.
_KNOWN = 6
_MORE = frozenset({"大于", "高于", "多于"})


def differences(page: Page) -> Iterator[Finding]:
    """Check 3: budget minus spending against the stated saving, surplus or gap.

    Source: 勾稽关系 of reviewing practice.
    """
    for paragraph in page.paragraphs:
        carried = any("上年" in s.text and "结转" in s.text for s in paragraph)
        plans: list[Figure] = []
        for sentence in paragraph:
            roles = roles_in(sentence.figures)
            if roles.get("saved") and not roles.get("spent"):
                roles = roles_in(sentence.figures, outright=False)
            own = [figure for role in _PLANS for figure in roles.get(role, [])]
            told = roles if own else {**roles, "budget": plans}
            yield from _difference(page, told, "saved", sure=bool(own))
            if not carried and not roles.get("carried_in"):
                yield from _difference(page, told, "carried_out", sure=False)
            plans.extend(own)


def residues(page: Page) -> Iterator[Finding]:
    """Check 3: what is left over, told apart from its budget and spending, with a wrong digit.

    Source: 数据前后一致, reviewing practice.
    """
    left = [
        figure
        for sentence in page.sentences
        for figure in sentence.figures
        if figure.kind == "money" and figure.is_exact and _LEFT.match(figure.label)
    ]
    gaps: dict[Decimal, tuple[Figure, Figure]] = {}
    for plan, spent in _amounts(page) if left else ():
        gaps.setdefault(abs(plan.value - spent.value), (plan, spent))
    for figure in left:
        fits = any(abs(gap - figure.value) <= figure.step for gap in gaps)
        twin = next((gap for gap in gaps if is_misprint(gap, figure.value)), None)
        if not fits and twin is not None:
            yield _residue(page, gaps[twin], figure, twin)


def _amounts(page: Page) -> Iterator[tuple[Figure, Figure]]:
    """Every budget with every spending that follows it in one paragraph or the next section."""
    plans: list[Figure] = []
    for sentence in page.sentences:
        roles = roles_in(sentence.figures)
        plans = [*plans[-_KNOWN:], *(f for role in _PLANS for f in roles.get(role, []))]
        for spent in roles.get("spent", []):
            yield from ((plan, spent) for plan in plans)


def _residue(page: Page, pair: tuple[Figure, Figure], figure: Figure, gap: Decimal) -> Finding:
    plan, spent = pair
    right = printed(gap, figure)
    return page.finding(
        "budget-difference-mismatch",
        "warning",
        f"预决算差额不符：“{page.clause_span(plan).quote}”与“{page.clause_span(spent).quote}”"
        f"相差{right}，而“{page.clause_span(figure).quote}”",
        page.spans((plan, spent, figure)),
        expected=right,
        stated=figure.quantity.text,
    )


def additions(page: Page) -> Iterator[Finding]:
    """Check 3: 年初预算 + 追加 − 调减 = 全年预算, when a sentence states them.

    Source: 预算调整 of 部门决算 and of the self-evaluation form, 财预〔2020〕10号.
    """
    for sentence in page.telling:
        money = [f for f in sentence.figures if f.kind == "money" and f.is_exact and not f.depth]
        for first, change, total in zip(money, money[1:], money[2:], strict=False):
            sign = _ADDED.search(change.label)
            if sign and _INITIAL.search(first.label) and _ADJUSTED.search(total.label):
                yield from _added(page, (first, change, total), -1 if sign["less"] else 1)


def _added(page: Page, terms: tuple[Figure, Figure, Figure], sign: int) -> Iterator[Finding]:
    first, change, total = terms
    right = first.value + sign * change.value
    if abs(right - total.value) > tolerance((first, change), total):
        yield page.finding(
            "budget-difference-mismatch",
            "error",
            f"预算调整不符：{first.quantity.text}{'＋' if sign > 0 else '－'}{change.quantity.text}"
            f"＝{printed(right, total)}，而“{page.clause_span(total).quote}”",
            page.spans(terms),
            expected=printed(right, total),
            stated=total.quantity.text,
        )


def _difference(page: Page, roles: Roles, role: Role, *, sure: bool) -> Iterator[Finding]:
    plans = [*roles.get("budget", []), *roles.get("adjusted", []), *roles.get("received", [])]
    spent, stated = roles.get("spent", []), roles.get(role, [])
    if len(spent) != 1 or len(stated) != 1 or not plans:
        return
    cost, gap = spent[0], stated[0]
    if any(abs(abs(p.value - cost.value) - gap.value) <= tolerance((p, cost), gap) for p in plans):
        return
    plan = plans[0]
    right = printed(abs(plan.value - cost.value), plan)
    yield page.finding(
        "budget-difference-mismatch",
        "error" if sure and len(plans) == 1 else "warning",
        f"预决算差额不符：“{page.clause_span(plan).quote}”与“{page.clause_span(cost).quote}”"
        f"相差{right}，而“{page.clause_span(gap).quote}”",
        page.spans((plan, cost, gap)),
        expected=right,
        stated=gap.quantity.text,
    )


def balances(page: Page) -> Iterator[Finding]:
    """Check 3: 年初结转 + 收入 − 支出 = 年末结转, when one sentence states all four.

    Source: 收入支出决算总表 of 部门决算.
    """
    for sentence in page.telling:
        roles = roles_in(sentence.figures, outright=False)
        four = [roles.get(role, []) for role in ("carried_in", "received", "spent", "carried_out")]
        if any(len(found) != 1 for found in four):
            continue
        (opening,), (income,), (cost,), (closing,) = four
        right = opening.value + income.value - cost.value
        if abs(right - closing.value) > tolerance((opening, income, cost), closing):
            yield page.finding(
                "balance-mismatch",
                "warning",
                f"结转结余不平：{opening.quantity.text}＋{income.quantity.text}"
                f"－{cost.quantity.text}＝{printed(right, closing)}，"
                f"而“{page.clause_span(closing).quote}”",
                page.spans((opening, income, cost, closing)),
                expected=printed(right, closing),
                stated=closing.quantity.text,
            )


def budget_comparisons(page: Page) -> Iterator[Finding]:
    """Check 3: 决算数大于/小于预算数, said of two amounts that lie the other way round.

    Source: wording of the explanation of 财政拨款支出决算 in 部门决算.
    """
    for paragraph in page.paragraphs:
        last: tuple[Pair, ...] = ()
        for sentence in paragraph:
            last = prose_pairs(page, sentence) or last
            if len(last) == 1:
                yield from _compared(page, sentence, last[0])


def _compared(page: Page, sentence: Sentence, pair: Pair) -> Iterator[Finding]:
    match = _COMPARED.search(sentence.text)
    if match is None or sentence.start + match.start() < pair.spent.end:
        return
    more = pair.spent.value > pair.budget.value
    if more == (match["verb"] in _MORE) and pair.spent.value != pair.budget.value:
        return
    said = page.span(sentence.start + match.start(), sentence.start + match.end())
    yield page.finding(
        "comparison-conflict",
        "warning",
        f"“{said.quote}”与数字不符：“{page.clause_span(pair.budget).quote}”，"
        f"“{page.clause_span(pair.spent).quote}”",
        (*pair.evidence, said),
        expected=f"决算数{'大于' if more else '不大于'}预算数",
        stated=said.quote,
    )
