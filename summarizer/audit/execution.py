"""Budget execution: stated rates, rates that require a reason, claims of completion."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, pairwise

from summarizer.audit.budget_lines import (
    BudgetLine,
    Roles,
    budget_lines,
    document_explains,
    is_explained_in,
    prose_lines,
    roles_in,
    table_lines,
)
from summarizer.audit.context import AuditContext, Sentence
from summarizer.audit.figures import Figure, Interval, percent, ratio_gives
from summarizer.audit.relations import Relation, claim, first_that_holds, ratio
from summarizer.audit.views import TableView
from summarizer.audit.wording import IS, Role, change_sign, is_spending, role_of
from summarizer.schema.terms import Severity

__all__ = ["completion_claims", "execution_columns", "execution_rates", "unexplained_execution"]

_PLANS: tuple[Role, ...] = ("budget", "adjusted", "received")
# The sources of money to spend.
_SOURCES: tuple[Role, ...] = ("received", "carried_in", "budget", "adjusted")
# A stated rate by its name: the roles of numerator and denominators.
_RATES: tuple[tuple[re.Pattern[str], Role, tuple[Role, ...]], ...] = (
    (re.compile("到位率" + IS), "received", ("budget", "adjusted")),
    (
        re.compile(
            r"(?:(?:执行|支付|支出|拨付)(?:率|进度|比例)|预算完成率|资金使用率"
            r"|(?:完成|占)[了到]?(?:年初|全年|调整后?|年度)?预算(?:数|安排)?的?)" + IS
        ),
        "spent",
        _PLANS,
    ),
    (re.compile("投资完成率" + IS), "invested", _PLANS),
    (re.compile("节[约支]率" + IS), "saved", ("budget", "adjusted")),
)
_ALL_SPENT = re.compile(r"(?:完成率|执行率|支付率|支出进度|使用率)" + IS)
# Headings of consecutive sections about the same money.
_FUNDS = re.compile(r"资金|预算|基本情况|概况|支出")
# The largest error of a rate in percentage points; beyond it the amounts are unrelated.
_LIKELY = 20
# Spending less than planned on these is intended.
_FRUGAL = re.compile(r"三公|公务接待|公务用车|因公出国|会议费")
_THINGS = frozenset({"count", "measure"})
_OF_MONEY = re.compile(r"预算|资金|经费|支出")
# The most amounts whose sum a rate may refer to.
_MOST_SOURCES = 6


def execution_rates(context: AuditContext) -> Iterator[Relation]:
    """执行率, 到位率 and 完成预算的 P% agree with their two amounts.

    Source: 执行率 = 执行数 / 预算数, 项目支出绩效自评表 of 财预〔2020〕10号.
    """
    above: list[Figure] = []
    section: tuple[str, ...] = ()
    for paragraph in context.paragraphs:
        path = context.document.section_at(paragraph[0].start).path[:1]
        of_funds = _FUNDS.search("".join(path)) and _FUNDS.search("".join(section))
        if path != section and not of_funds:
            above = []
        section = path
        earlier: Roles = {}
        sources: list[Figure] = []
        for sentence in paragraph:
            roles = roles_in(sentence.figures)
            for rate in sentence.figures:
                if not rate.is_rate or not rate.is_exact or rate.depth:
                    continue
                if not _given_by_others(sentence, rate, roles):
                    known = {} if _has_money(sentence, rate) else earlier
                    found = list(_stated_rate(rate, roles, known))
                    found = found or list(_rate_of_two(sentence, rate))
                    found = found or list(_rate_of_plan_above(sentence, rate, above))
                    yield from (
                        _with_sources(one, (*sources, *_of_sources(roles))) for one in found
                    )
            above.extend(f for role in _PLANS for f in roles.get(role, []))
            sources.extend(_of_sources(roles))
            earlier = roles or earlier


def _of_sources(roles: Roles) -> list[Figure]:
    return [figure for role in _SOURCES for figure in roles.get(role, [])]


def _with_sources(relation: Relation, sources: Iterable[Figure]) -> Relation:
    """Let a relation hold also if the sum of several amounts is its denominator."""
    rate = relation.target
    tops = [one for one in relation.inputs if isinstance(one, Figure) and one is not rate]
    known = list({figure.start: figure for figure in sources}.values())[:_MOST_SOURCES]
    if relation.holds or rate is None:
        return relation
    for size in range(2, len(known) + 1):
        for chosen in combinations(known, size):
            whole = sum((figure.value for figure in chosen), Decimal(0))
            step = max(figure.step for figure in chosen)
            base = Interval(whole - step, whole + step)
            shares = (top.interval().percent_of(base) for top in tops)
            if any(share is not None and share.meets(rate.interval()) for share in shares):
                return replace(relation, gives=None, fits=True)
    return relation


def _numerator(rate: Figure) -> Role | None:
    """Return the role of the numerator of a rate, by its label."""
    return next((role for name, role, _ in _RATES if name.search(rate.label)), None)


def _stated_rate(rate: Figure, roles: Roles, earlier: Roles) -> Iterator[Relation]:
    kind = next((kind for kind in _RATES if kind[0].search(rate.label)), None)
    if kind is None:
        return
    for amounts in (roles, earlier):
        tops = [f for f in amounts.get(kind[1], []) if f.end <= rate.start]
        bases = [f for role in kind[2] for f in amounts.get(role, []) if f.end <= rate.start]
        pairs = [(top, base) for top in tops for base in bases if base.value > 0]
        if pairs:
            severity: Severity = "error" if len(pairs) == 1 and amounts is roles else "warning"
            yield first_that_holds(_rate(pair, rate, severity) for pair in reversed(pairs))
            return


def _rate(pair: tuple[Figure, Figure], rate: Figure, severity: Severity) -> Relation:
    return ratio("execution-rate-mismatch", *pair, rate, severity=severity)


def _rate_of_two(sentence: Sentence, rate: Figure) -> Iterator[Relation]:
    """Spending after the only other amount: 项目资金共2179万元，已拨付2113.63万元，执行率97%."""
    money = [f for f in sentence.before(rate.start) if f.kind == "money" and f.is_exact]
    if _numerator(rate) != "spent" or len(money) != 2 or any(map(change_sign, money)):
        return
    base, top = money
    if is_spending(top.label) and role_of(base.label) in (None, *_PLANS) and base.value > 0:
        yield _rate((top, base), rate, "warning")


def _rate_of_plan_above(
    sentence: Sentence, rate: Figure, plans: Sequence[Figure]
) -> Iterator[Relation]:
    """The rate of a spending in this sentence, with a budget from earlier in the section."""
    if _numerator(rate) != "spent":
        return
    roles = roles_in(sentence.figures, outright=False)
    spent = [f for f in roles.get("spent", []) if f.end <= rate.start]
    plans = [plan for plan in plans if plan.value > 0]
    if len(spent) != 1 or not plans:
        return
    if any(f.end <= rate.start for role in _PLANS for f in roles.get(role, [])):
        return
    near = min(plans, key=lambda plan: abs(100 * spent[0].value / plan.value - rate.value))
    one = _rate((spent[0], near), rate, "warning")
    if one.holds or abs(100 * spent[0].value / near.value - rate.value) <= _LIKELY:
        yield one


def _has_money(sentence: Sentence, rate: Figure) -> bool:
    """True if the sentence has an amount before the rate, so that the rate does not refer to the
    previous sentence."""
    before = sentence.before(rate.start)
    return any(f.kind == "money" and not f.depth and not change_sign(f) for f in before)


def _given_by_others(sentence: Sentence, rate: Figure, roles: Roles) -> bool:
    """True if an amount that is not labelled as a budget gives the rate: 实际拨付1512万元."""
    before = [f for f in sentence.before(rate.start) if f.kind == "money" and f.value > 0]
    told = {id(f) for role in _PLANS for f in roles.get(role, [])}
    tops = [*roles.get("spent", []), *roles.get("received", [])]
    return any(
        ratio_gives(top, base, rate)
        for top in tops
        for base in before
        if base is not top and id(base) not in told
    )


def execution_columns(context: AuditContext) -> Iterator[Relation]:
    """The 执行率 cells of a table agree with budget and spending of their row.

    Source: 项目支出绩效自评表 of 财预〔2020〕10号.
    """
    for view in context.views:
        column = next((c for c in view.columns if "执行率" in view.title(c)), None)
        if column is not None:
            yield from _rate_column(view, column)


def _rate_column(view: TableView, column: int) -> Iterator[Relation]:
    rows = {figure.start: row for (row, _), figure in view.figures.items()}
    judged = [
        _cell(line, cell)
        for line in table_lines(view)
        if (cell := view.figures.get((rows[line.spent.start], column)))
    ]
    # If no row fits, the columns may mean something else.
    sure = any(one.holds for one in judged) or len(judged) == 1
    yield from (one if sure else replace(one, severity="warning") for one in judged)


def _cell(line: BudgetLine, cell: Figure) -> Relation:
    """Compare a cell with the rate, in percent or as a fraction of 1."""
    share = line.spent.interval().percent_of(line.budget.interval())
    scales = (Decimal(1), Decimal(100))
    own = [Interval(cell.interval().low * s, cell.interval().high * s) for s in scales]
    fits = share is not None and any(share.meets(interval) for interval in own)
    one = ratio(
        "execution-rate-mismatch",
        line.spent,
        line.budget,
        cell,
        severity="error",
        message="execution-rate-mismatch:table",
        before=line.before,
        row=line.name,
        top=line.spent.quantity.text,
        base=line.budget.quantity.text,
        rate=cell.quantity.text,
    )
    one = replace(one, expected=percent(line.rate, cell))
    return replace(one, gives=None, fits=True) if fits else one


def unexplained_execution(context: AuditContext) -> Iterator[Relation]:
    """Spending over 105 % or under 90 % of the budget has a reason near it.

    Source: 偏差原因分析 of the self-evaluation form, 财预〔2020〕10号; limits of practice.
    """
    every = context.once(budget_lines)
    seen: set[tuple[object, object]] = set()
    for view in context.views:
        lines = table_lines(view)
        seen.update(line.amounts for line in lines)
        reasons = view.table.columns_of("reason")
        if not any(view.text(row, c.number) for c in reasons for row in view.rows):
            yield from _explained(context, lines, every)
    for paragraph, following in pairwise((*context.paragraphs, ())):
        lines = tuple(
            line
            for sentence in (() if _is_frugal(paragraph) else paragraph)
            for line in prose_lines(sentence)
            if line.amounts not in seen
        )
        near = (*paragraph, *following)
        seen.update(line.amounts for line in lines if line.is_off)
        told = [line for line in lines if line.is_off and is_explained_in(near, line)]
        yield from _explained(context, lines, every, told)


def _is_frugal(paragraph: Sequence[Sentence]) -> bool:
    return any(_FRUGAL.search(sentence.text) for sentence in paragraph)


def _explained(
    context: AuditContext,
    lines: Sequence[BudgetLine],
    every: Sequence[BudgetLine],
    told: Sequence[BudgetLine] = (),
) -> Iterator[Relation]:
    """Yield one relation for neighbouring lines; lines in `told` have a reason nearby."""
    bare = [
        line
        for line in lines
        if line.is_off
        and line not in told
        and not document_explains(context, line, [o for o in every if o.name != line.name])
    ]
    if not lines:
        return
    shown = bare or lines
    yield claim(
        "execution-rate-unexplained",
        [one for line in shown for one in line.inputs],
        fits=not bare,
        expected="90%～105%",
        stated="、".join(f"{line.rate:.2f}%" for line in shown),
        lines="；".join(line.named_division for line in shown),
    )


def completion_claims(context: AuditContext) -> Iterator[Relation]:
    """“按预算……完成率为100%” requires that spending equals the budget.

    Source: 预算执行率 of the self-evaluation form, 财预〔2020〕10号.
    """
    lines = context.once(budget_lines)
    off = [line for line in lines if not line.spent.matches(line.budget)]
    totals = [line for line in off if line.is_total] or off
    for sentence in context.sentences if lines else ():
        for rate in sentence.figures:
            if rate.value == 100 and rate.is_rate and _is_claim(sentence, rate):
                line = (totals or lines)[0]
                yield claim(
                    "completion-claim-contradicted",
                    (*line.inputs, context.span(sentence.start, sentence.end)),
                    fits=not totals,
                    expected=f"{line.rate:.2f}%",
                    stated=rate.quantity.text,
                    said=sentence.text.strip(),
                    lines=line.division,
                )


def _is_claim(sentence: Sentence, rate: Figure) -> bool:
    """True if the rate refers to money and not to a count before it."""
    words = re.split(r"[；;]", sentence.words(sentence.start, rate.start))[-1]
    return bool(
        rate.is_exact
        and _ALL_SPENT.search(rate.label)
        and _OF_MONEY.search(words)
        and not any(figure.kind in _THINGS for figure in sentence.before(rate.start))
        and not any(figure.kind == "money" for figure in sentence.figures)
    )
