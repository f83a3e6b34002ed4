"""Budget and spending: differences, balances and which is the larger (check 3)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.audit.figures import printed, tolerance
from summarizer.audit.page import Page, Sentence
from summarizer.audit.pairs import Pair, Roles, prose_pairs, roles_in
from summarizer.audit.vocabulary import Role
from summarizer.schema import Finding

__all__ = ["balances", "budget_comparisons", "differences"]

_COMPARED = re.compile(
    r"决算数?\s*(?P<verb>大于|高于|多于|小于|低于|少于)\s*(?:年初|全年|调整后?)?预算数?"
)
_MORE = frozenset({"大于", "高于", "多于"})


def differences(page: Page) -> Iterator[Finding]:
    """Check 3: budget minus spending against the stated saving, surplus or gap.

    Source: 勾稽关系 of reviewing practice.
    """
    for paragraph in page.paragraphs:
        carried = any("上年" in s.text and "结转" in s.text for s in paragraph)
        for sentence in paragraph:
            roles = roles_in(sentence.figures)
            yield from _difference(page, roles, "saved", sure=True)
            if not carried and not roles.get("carried_in"):
                yield from _difference(page, roles, "carried_out", sure=False)


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
    for sentence in page.sentences:
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
