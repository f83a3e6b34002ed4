"""The money of the whole report: budget, adjusted budget, spending and rate, as a sure pair.

A pair is sure when the report's own rate results from the two amounts; else when both are in one
row or sentence; else when one named subject has both.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import product

from summarizer.brief.amounts import Amount, amount_of, row_of
from summarizer.figures import is_plan
from summarizer.schema import BriefFunds, CheckedResult, Document

__all__ = ["funds_of"]

# The greatest distance, in characters, of two amounts of one sentence.
_REACH = 80
# The greatest distance of a rate from the two amounts that it results from.
_PROOF_REACH = 600
# How surely two amounts belong together when only their subject is the same.
_SAME_SUBJECT = 2
# … and when they are in one row of a table.
_ONE_ROW = 8
_HUNDRED = Decimal(100)


def funds_of(
    document: Document, results: Sequence[CheckedResult]
) -> tuple[BriefFunds, frozenset[str]]:
    """Return the funds of the whole report and the ids of the results that give them."""
    amounts = [one for result in results if (one := amount_of(document, result))]
    amounts = _without_half(amounts, results)
    if is_plan(document.title):
        # What a budget calls spending is what will be spent, or what was spent a year ago.
        amounts = [one for one in amounts if one.role not in ("spent", "rate")]
    pair = _proved(amounts) or _joined(document, amounts)
    pair = None if pair and _is_small(pair, amounts) else pair
    chosen = _beside(document, amounts, *pair) if pair else _alone(amounts, results)
    slots = {_slot(role): one.item.quantity for role, one in chosen.items()}
    evidence = tuple(dict.fromkeys(one.item.evidence[0] for one in chosen.values()))
    used = {one.item.id for one in chosen.values()}
    return BriefFunds(**slots, evidence=evidence), frozenset(used)


def _slot(role: str) -> str:
    return "budget" if role == "received" else role


def _without_half(amounts: Sequence[Amount], results: Sequence[CheckedResult]) -> list[Amount]:
    """Return the amounts without project spending where the report has basic spending too."""
    if not any(result.metric.endswith("基本支出") for result in results):
        return list(amounts)
    return [one for one in amounts if not one.item.metric.endswith("项目支出")]


def _is_small(pair: tuple[Amount, Amount], amounts: Iterable[Amount]) -> bool:
    """Return whether a pair is under a tenth of the largest amount, as that of cars."""
    largest = max((one.value for one in amounts if one.whole and one.role != "rate"), default=0)
    return max(one.value for one in pair) * 10 < largest


def _is_likely(pair: tuple[Amount, Amount], amounts: Iterable[Amount]) -> bool:
    """Return whether neighbours can be the pair of the whole. They are not when the report has
    more spending of the whole, or when more than twice the budget was spent.
    """
    budget, spent = pair
    most = max((one.value for one in amounts if one.whole and one.role == "spent"), default=0)
    return spent.value >= most and spent.value <= 2 * budget.value


# Proof ------------------------------------------------------------------------------------------


def _proved(amounts: Sequence[Amount]) -> tuple[Amount, Amount] | None:
    """Return the budget and the spending that a rate of the report results from; None when
    several rates have such pairs and no single pair covers the whole.
    """
    found: dict[Decimal, tuple[Amount, Amount]] = {}
    spendings = [one for one in amounts if one.role == "spent"]
    budgets = [one for one in amounts if one.role in ("budget", "adjusted", "received")]
    for rate in (one for one in amounts if one.role == "rate" and one.own):
        # Two equal amounts prove nothing.
        if rate.value == _HUNDRED or rate.value in found:
            continue
        pairs = [
            (budget, spent)
            for spent in _near(rate, spendings)
            for budget in _near(rate, budgets)
            if _gives(rate, budget, spent)
        ]
        if pairs:
            found[rate.value] = max(pairs, key=lambda pair: (pair[0].whole, pair[1].whole))
    if len(found) > 1:
        found = {rate: pair for rate, pair in found.items() if pair[0].whole and pair[1].whole}
    return next(iter(found.values())) if len(found) == 1 else None


def _near(rate: Amount, amounts: Iterable[Amount]) -> list[Amount]:
    return [one for one in amounts if abs(one.place - rate.place) <= _PROOF_REACH]


def _gives(rate: Amount, budget: Amount, spent: Amount) -> bool:
    """Return whether the rate is that of the two amounts, within its printed digits.

    >>> from decimal import Decimal
    >>> _places(Decimal("72.03")), _places(Decimal("84"))
    (2, 0)
    """
    off = abs(spent.value / budget.value * _HUNDRED - rate.value)
    return off * 2 <= Decimal(10) ** -_places(rate.value) * Decimal("1.1")


def _places(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))


# Neighbours -------------------------------------------------------------------------------------


def _joined(document: Document, amounts: Sequence[Amount]) -> tuple[Amount, Amount] | None:
    """Return the surest pair of neighbours, the largest of equally sure ones."""
    budgets = [one for one in amounts if one.role in ("budget", "adjusted") and one.whole]
    spendings = [one for one in amounts if one.role == "spent" and one.whole]
    pairs = [
        one
        for one in _pairs(document, budgets, spendings)
        if one[0] >= _ONE_ROW or _is_likely(one[1:], amounts)
    ]
    if not pairs:
        return None
    _, budget, spent = max(pairs, key=lambda pair: (pair[0], pair[1].value, pair[2].value))
    return budget, spent


def _pairs(
    document: Document, budgets: Sequence[Amount], spendings: Sequence[Amount]
) -> list[tuple[int, Amount, Amount]]:
    """Return budgets and spendings that belong together, with how surely: neighbours, else pairs
    of one named subject.
    """
    spent_at = sorted(spendings, key=lambda one: one.item.evidence[0].start)
    places = [one.item.evidence[0].start for one in spent_at]
    rows: dict[tuple[int, int] | None, list[Amount]] = {}
    for one in spent_at:
        rows.setdefault(row_of(document, one.item), []).append(one)
    found: list[tuple[int, Amount, Amount]] = []
    for budget in budgets:
        at, row = budget.item.evidence[0].start, row_of(document, budget.item)
        low, high = bisect_left(places, at - _REACH), bisect_right(places, at + _REACH)
        beside = rows.get(row, []) if row is not None else []
        found += [
            (score, budget, spent)
            for spent in (*spent_at[low:high], *beside)
            if (score := _together(document, budget, spent)) > _SAME_SUBJECT
        ]
    return found or [
        (score, budget, spent)
        for budget, spent in product(budgets, spent_at)
        if budget.item.subject and (score := _together(document, budget, spent)) > 1
    ]


def _together(document: Document, one: Amount, other: Amount) -> int:
    """Return how surely two amounts belong together: same row, sentence or subject; 0 for a part
    beside a whole and for different periods.
    """
    if (one.item.part_of is None) != (other.item.part_of is None):
        return 0
    if one.item.period != other.item.period and one.item.period and other.item.period:
        return 0
    row = row_of(document, one.item)
    if row is not None and row == row_of(document, other.item):
        return _ONE_ROW
    start, end = sorted(amount.item.evidence[0].start for amount in (one, other))
    close = end - start <= _REACH and "\n" not in document.text[start:end]
    return 4 * close + 2 * (one.item.subject == other.item.subject)


# The other slots --------------------------------------------------------------------------------


def _beside(
    document: Document, amounts: Sequence[Amount], budget: Amount, spent: Amount
) -> dict[str, Amount]:
    """Return the pair with the other amounts near its spending. A rate that the amounts
    contradict belongs to something else and is left out.
    """
    chosen: dict[str, Amount] = {budget.role: budget, "spent": spent}
    taken = {_slot(budget.role)}
    for role in ("budget", "adjusted"):
        near = [
            one
            for one in amounts
            if one.role == role and one.whole and _together(document, one, spent) > 1
        ]
        if near and role not in taken:
            chosen[role] = max(near, key=lambda one: _together(document, one, spent))
    bases = [one for role, one in chosen.items() if role != "spent"]
    rates = [
        one
        for one in amounts
        if one.role == "rate" and one.own and any(_gives(one, base, spent) for base in bases)
    ]
    if rates:
        rate = chosen["rate"] = min(rates, key=lambda one: abs(one.place - spent.place))
        adjusted = chosen.get("adjusted")
        # The rate is that of the adjusted budget; a budget it does not fit is that of a part.
        if adjusted and not _gives(rate, adjusted, spent):
            del chosen["adjusted"]
    return chosen


def _alone(amounts: Sequence[Amount], results: Iterable[CheckedResult]) -> dict[str, Amount]:
    """Return the largest spending of the whole, else the largest budget; nothing when the report
    has more than twice as much spending elsewhere: then the amount is that of a part.
    """
    found = list(results)
    most = max((_size(one) for one in found if _is_spending(one)), default=Decimal(0))
    money = max((_size(one) for one in found if _is_money(one)), default=Decimal(0))
    for role in ("spent", "budget"):
        whole = [one for one in amounts if one.role == role and one.whole]
        largest = max(whole, key=lambda one: abs(one.value), default=None)
        # A single budget far below another amount is that of one project.
        bound = most if role == "spent" else money
        if largest and bound <= 2 * abs(largest.value):
            return {role: largest}
    return {}


def _is_spending(result: CheckedResult) -> bool:
    return _is_money(result) and result.metric.endswith(("支出", "决算数", "执行数"))


def _is_money(result: CheckedResult) -> bool:
    quantity = result.quantity
    return quantity is not None and quantity.kind == "money" and "/" not in quantity.value


def _size(result: CheckedResult) -> Decimal:
    return abs(result.quantity.decimal) if result.quantity else Decimal(0)
