"""Execution of the budget: stated rates, rates that call for a reason (checks 8, 9 and 10)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from summarizer.audit.figures import Figure, percent, ratio_gives
from summarizer.audit.page import Page, Sentence
from summarizer.audit.pairs import (
    Pair,
    Roles,
    document_explains,
    paragraph_explains,
    prose_pairs,
    roles_in,
    table_pairs,
)
from summarizer.audit.sheets import Sheet
from summarizer.audit.vocabulary import IS, Role, change_sign
from summarizer.schema import Finding

__all__ = ["completion_claims", "execution_rates", "unexplained_execution"]

_PLANS: tuple[Role, ...] = ("budget", "adjusted", "received")
# Which amounts a stated rate is made of: its name, the numerator, the denominators.
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
# Sections that speak of the same money one after the other.
_FUNDS = re.compile(r"资金|预算|基本情况|概况|支出")
# How far a wrong rate may be from the right one, in points; beyond it the amounts are others.
_LIKELY = 20
# To spend less than planned on these is what is wanted.
_FRUGAL = re.compile(r"三公|公务接待|公务用车|因公出国|会议费")
_THINGS = frozenset({"count", "measure"})
_OF_MONEY = re.compile(r"预算|资金|经费|支出")


def execution_rates(page: Page) -> Iterator[Finding]:
    """Check 8: 执行率, 到位率 and 完成预算的 P% against their own two amounts.

    Source: 执行率 = 执行数 / 预算数, 项目支出绩效自评表 of 财预〔2020〕10号.
    """
    above: list[Figure] = []
    section: tuple[str, ...] = ()
    for paragraph in page.paragraphs:
        path = page.document.section_at(paragraph[0].start).path[:1]
        if path != section and not (
            _FUNDS.search("".join(path)) and _FUNDS.search("".join(section))
        ):
            above = []
        section = path
        earlier: Roles = {}
        for sentence in paragraph:
            roles = roles_in(sentence.figures)
            for rate in sentence.figures:
                if not rate.is_rate or not rate.is_exact or rate.depth:
                    continue
                if not _given_by_others(sentence, rate, roles):
                    known = {} if _has_money(sentence, rate) else earlier
                    found = list(_stated_rate(page, rate, roles, known))
                    yield from found or _rate_of_plan_above(page, sentence, rate, above)
            above.extend(f for role in _PLANS for f in roles.get(role, []))
            earlier = roles or earlier
    for sheet in page.sheets:
        yield from _rate_column(sheet)


def _stated_rate(page: Page, rate: Figure, roles: Roles, earlier: Roles) -> Iterator[Finding]:
    kind = next((kind for kind in _RATES if kind[0].search(rate.label)), None)
    if kind is None:
        return
    for amounts in (roles, earlier):
        tops = [f for f in amounts.get(kind[1], []) if f.end <= rate.start]
        bases = [f for role in kind[2] for f in amounts.get(role, []) if f.end <= rate.start]
        pairs = [(top, base) for top in tops for base in bases if base.value > 0]
        if not pairs:
            continue
        if not any(ratio_gives(top, base, rate) for top, base in pairs):
            sure = len(pairs) == 1 and amounts is roles
            yield _wrong_rate(page, pairs[-1], rate, sure=sure)
        return


def _rate_of_plan_above(
    page: Page, sentence: Sentence, rate: Figure, plans: Sequence[Figure]
) -> Iterator[Finding]:
    """The rate of spending told in this sentence, under a budget told further up in its section."""
    kind = next((kind for kind in _RATES if kind[0].search(rate.label)), None)
    roles = roles_in(sentence.figures, outright=False)
    spent = [f for f in roles.get("spent", []) if f.end <= rate.start]
    if kind is None or kind[1] != "spent" or len(spent) != 1 or not plans:
        return
    if any(f.end <= rate.start for role in _PLANS for f in roles.get(role, [])):
        return
    plans = [plan for plan in plans if plan.value > 0]
    if not plans or any(ratio_gives(spent[0], plan, rate) for plan in plans):
        return
    near = min(plans, key=lambda plan: abs(100 * spent[0].value / plan.value - rate.value))
    if abs(100 * spent[0].value / near.value - rate.value) <= _LIKELY:
        yield _wrong_rate(page, (spent[0], near), rate, sure=False)


def _has_money(sentence: Sentence, rate: Figure) -> bool:
    """Does a sentence print an amount of its own before the rate, which is then not that of the
    amounts of the sentence before?"""
    before = sentence.before(rate.start)
    return any(f.kind == "money" and not f.depth and not change_sign(f) for f in before)


def _given_by_others(sentence: Sentence, rate: Figure, roles: Roles) -> bool:
    """Is the rate that of an amount whose words tell no budget: 实际拨付1512万元?"""
    before = [f for f in sentence.before(rate.start) if f.kind == "money" and f.value > 0]
    tops = [*roles.get("spent", []), *roles.get("received", [])]
    return any(ratio_gives(top, base, rate) for top in tops for base in before if base is not top)


def _wrong_rate(page: Page, pair: tuple[Figure, Figure], rate: Figure, *, sure: bool) -> Finding:
    top, base = pair
    right = percent(100 * top.value / base.value, rate)
    return page.finding(
        "execution-rate-mismatch",
        "error" if sure else "warning",
        f"比率重算不符：“{page.clause_span(top).quote}”÷“{page.clause_span(base).quote}”"
        f"＝{right}，而“{page.clause_span(rate).quote}”",
        page.spans((base, top, rate)),
        expected=right,
        stated=rate.quantity.text,
    )


def _rate_column(sheet: Sheet) -> Iterator[Finding]:
    """The 执行率 cells of a table against budget and spending in the same row."""
    column = next((c for c in sheet.columns if "执行率" in sheet.title(c)), None)
    if column is None:
        return
    rows = {figure.start: row for (row, _), figure in sheet.figures.items()}
    judged = [
        (pair, cell, rows[pair.spent.start])
        for pair in table_pairs(sheet)
        if (cell := sheet.figures.get((rows[pair.spent.start], column)))
    ]
    wrong = [one for one in judged if not _cell_gives(one[0], one[1])]
    # Where no row fits, the columns mean something else than they seem to.
    sure = len(wrong) < len(judged) or len(judged) == 1
    for pair, cell, row in wrong:
        right = percent(pair.rate, cell)
        yield sheet.page.finding(
            "execution-rate-mismatch",
            "error" if sure else "warning",
            f"表中“{pair.name}”执行率重算不符：{pair.spent.quantity.text}÷{pair.budget.quantity.text}"
            f"＝{right}，而表中为{cell.quantity.text}",
            (*pair.evidence, sheet.span(row, column)),
            expected=right,
            stated=cell.quantity.text,
        )


def _cell_gives(pair: Pair, cell: Figure) -> bool:
    """Is the cell the rate, in percent or as a fraction of 1?"""
    share = pair.spent.interval().percent_of(pair.budget.interval())
    return share is not None and any(
        share.low <= (cell.value + cell.step / 2) * scale
        and (cell.value - cell.step / 2) * scale <= share.high
        for scale in (1, 100)
    )


def unexplained_execution(page: Page) -> Iterator[Finding]:
    """Check 9: spending over 105 % or under 90 % of the budget with no reason near.

    Source: 偏差原因分析 of the self-evaluation form, 财预〔2020〕10号; limits of practice.
    """
    every = page.pairs
    seen: set[tuple[object, object]] = set()
    for sheet in page.sheets:
        pairs = table_pairs(sheet)
        seen.update(pair.amounts for pair in pairs)
        yield from _unexplained(page, [pair for pair in pairs if pair.is_off], every)
    for paragraph, following in pairwise((*page.paragraphs, ())):
        pairs = tuple(
            pair
            for sentence in paragraph
            if not _FRUGAL.search(sentence.text)
            for pair in prose_pairs(page, sentence)
        )
        near = (*paragraph, *following)
        fresh = [
            pair
            for pair in pairs
            if pair.is_off and pair.amounts not in seen and not paragraph_explains(near, pair)
        ]
        seen.update(pair.amounts for pair in fresh)
        yield from _unexplained(page, fresh, every)


def _unexplained(page: Page, pairs: Sequence[Pair], every: Sequence[Pair]) -> Iterator[Finding]:
    pairs = [
        pair
        for pair in pairs
        if not document_explains(page, pair, [one for one in every if one.name != pair.name])
    ]
    if not pairs:
        return
    rates = [f"“{pair.name}”{pair.division}" if pair.name else pair.division for pair in pairs]
    yield page.finding(
        "execution-rate-unexplained",
        "warning",
        "支出偏离预算超过规定幅度（高于105%或低于90%）而未见原因说明：" + "；".join(rates),
        [span for pair in pairs for span in pair.evidence],
        expected="90%～105%，或说明原因",
        stated="、".join(f"{pair.rate:.2f}%" for pair in pairs),
    )


def completion_claims(page: Page) -> Iterator[Finding]:
    """Check 10: “按预算……完成率为100%” where spending is not the budget.

    Source: 预算执行率 of the self-evaluation form, 财预〔2020〕10号.
    """
    off = [pair for pair in page.pairs if not pair.spent.matches(pair.budget)]
    totals = [pair for pair in off if pair.is_total] or off
    for sentence in page.sentences if totals else ():
        for rate in sentence.figures:
            if rate.value == 100 and rate.is_rate and _is_claim(sentence, rate):
                yield _contradicted(page, sentence, rate, totals[0])


def _is_claim(sentence: Sentence, rate: Figure) -> bool:
    """Is the rate said of the money, and not of a count that stands before it?"""
    words = re.split(r"[；;]", sentence.words(sentence.start, rate.start))[-1]
    return bool(
        rate.is_exact
        and _ALL_SPENT.search(rate.label)
        and _OF_MONEY.search(words)
        and not any(figure.kind in _THINGS for figure in sentence.before(rate.start))
        and not any(figure.kind == "money" for figure in sentence.figures)
    )


def _contradicted(page: Page, sentence: Sentence, rate: Figure, pair: Pair) -> Finding:
    right = f"{pair.rate:.2f}%"
    return page.finding(
        "completion-claim-contradicted",
        "warning",
        f"“{sentence.text.strip()}”与金额不符：{pair.division}",
        (*pair.evidence, page.span(sentence.start, sentence.end)),
        expected=right,
        stated=rate.quantity.text,
    )
