"""The brief (简报): the slots of a leader's page, filled from checked items and findings.

A slot stays empty rather than wrong: money is shown as a pair only where one table row, one
sentence or one subject joins budget and spending, and nothing that failed its check is used.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from summarizer.schema import (
    Brief,
    BriefFunds,
    BriefScore,
    BriefTargets,
    CheckedItem,
    CheckedMeasure,
    CheckedProblem,
    CheckedResult,
    CheckedTarget,
    Coverage,
    Document,
    Finding,
)

__all__ = ["MOST_RESULTS", "brief_of"]

MOST_UNMET, MOST_RESULTS, MOST_PROBLEMS, MOST_MEASURES, MOST_FINDINGS = 6, 8, 6, 6, 5

# What a name says an amount is; the first that matches.
_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        (
            "other",
            r"相差|差额|节约|结余|结转|超出|增加|减少|增长|下降|人均|标准|成本|占比|三公|接待|车",
        ),
        ("rate", r"(?:预算|资金|支出)?(?:执行率|支出率|使用率)|(?:预算|资金)完成率"),
        ("budget", r"年初预算|年初批复|批复预算|预算批复"),
        ("adjusted", r"(?:全年|调整后?|调整后的?项目)预算|预算调整数|调整数"),
        (
            "spent",
            r"执行数|决算|实际(?:支出|使用|执行)|支出(?:合计|总计|总额|金额)|总支出|整体支出",
        ),
        ("budget", r"预算"),
        ("spent", r"支出$|已?支付$|使用资金$|^支出|发放资金"),
    )
)
# Names and subjects of the whole: a total row, the department, the project. A name that is made of
# such words and the role alone speaks of the whole too.
_WHOLE = re.compile(r"总额|合计|总计|共计|整体|部门|总投资|全部")
_GENERIC = re.compile(
    r"总额|合计|总计|共计|整体|部门|指标|全年|年度|本年|年初|调整后?|批复|财政|拨款|专项|资金|项目|经费|实际|数|额"
    r"|预算|决算|执行率?|支出|使用|金额|安排|完成|已|共|\d{4}年"
)
_SCORE = re.compile(r"总分|总得分|综合(?:评|得)分|自评(?:总|得)?分|评价(?:总|得)?分|得分")
_GRADE = re.compile(
    r"""
    (?:等级|等次|结果|结论|级别|评级|评定)?[为是：:]?\s*[“"]?
    (?P<grade>优秀|良好|不合格|合格|优|良|中|差)
    (?=[”"。；，、\s]|等|级|$)
    """,
    re.VERBOSE,
)
_NEGATED = re.compile("未|没有|不足|尚")
_REACH = 40
# How sure it is that two amounts are of one thing when only their subject is the same.
_SAME_SUBJECT = 2


def brief_of(
    document: Document,
    items: Sequence[CheckedItem],
    findings: Sequence[Finding],
    coverage: Coverage,
) -> Brief:
    """The brief of a summary; references are ids of its items and places of its findings."""
    sound = [item for item in items if item.check.verdict != "failed"]
    targets = [item for item in sound if isinstance(item, CheckedTarget)]
    results = [item for item in sound if isinstance(item, CheckedResult)]
    problems = [item for item in sound if isinstance(item, CheckedProblem)]
    measures = [item for item in sound if isinstance(item, CheckedMeasure)]
    funds, used = _funds(document, results)
    return Brief(
        funds=funds,
        targets=_counts(targets),
        score=_score(document, results),
        unmet=tuple(item.id for item in _unmet(targets)),
        results=tuple(item.id for item in _worth_telling(results, used)),
        problems=tuple(item.id for item in problems[:MOST_PROBLEMS]),
        measures=tuple(item.id for item in measures[:MOST_MEASURES]),
        findings=tuple(_weightiest(findings)),
        unread=tuple(
            place for place, part in enumerate(coverage.sections) if part.state == "unread"
        ),
    )


def _counts(targets: Iterable[CheckedTarget]) -> BriefTargets:
    states = Counter(target.attainment.state for target in targets)
    named = {
        name: states[name] for name in ("met", "exceeded", "partly", "not_met", "not_reported")
    }
    total = sum(states.values())
    return BriefTargets(total=total, unclear=total - sum(named.values()), **named)


def _unmet(targets: Iterable[CheckedTarget]) -> list[CheckedTarget]:
    """Missed targets, those with a figure first."""
    missed = [one for one in targets if one.attainment.state in ("not_met", "partly")]
    return sorted(missed, key=lambda one: (one.quantity is None, _place(one)))[:MOST_UNMET]


def _place(item: CheckedItem) -> int:
    return item.evidence[0].start


# Money ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Amount:
    """An amount or rate of funds, what its name says it is, and how sure it is of the whole."""

    role: str
    item: CheckedResult
    whole: bool


def _funds(
    document: Document, results: Sequence[CheckedResult]
) -> tuple[BriefFunds, frozenset[str]]:
    """Budget and spending of the whole, and the ids of the results that say so."""
    amounts = [one for result in results if (one := _amount(document, result))]
    budgets = [one for one in amounts if one.role in ("budget", "adjusted")]
    spendings = [one for one in amounts if one.role == "spent"]
    pairs = _best_pairs(document, budgets, spendings)
    chosen: dict[str, CheckedResult] = {}
    if pairs:
        _, budget, spent = max(pairs, key=lambda pair: (pair[0], _size(pair[1]), _size(pair[2])))
        chosen = {budget.role: budget.item, "spent": spent.item}
        for role in ("budget", "adjusted", "rate"):
            beside = [one for one in amounts if one.role == role and role not in chosen]
            near = [one for one in beside if one.whole and _together(document, one, spent) > 1]
            if near:
                chosen[role] = max(near, key=lambda one: _together(document, one, spent)).item
    else:
        alone = [one for one in amounts if one.whole and one.role != "rate"]
        for role in ("spent", "budget"):
            largest = max((x for x in alone if x.role == role), key=_size, default=None)
            if largest and not chosen:
                chosen[role] = largest.item
    evidence = tuple(dict.fromkeys(one.evidence[0] for one in chosen.values()))
    slots = {role: one.quantity for role, one in chosen.items()}
    return BriefFunds(**slots, evidence=evidence), frozenset(one.id for one in chosen.values())


def _best_pairs(
    document: Document, budgets: Sequence[_Amount], spendings: Sequence[_Amount]
) -> list[tuple[int, _Amount, _Amount]]:
    """Budgets and spendings of one thing, with how surely: those that stand together; where none
    do, those of one subject."""
    spent_at = sorted((one for one in spendings if one.whole), key=lambda one: _place(one.item))
    places = [_place(one.item) for one in spent_at]
    rows: dict[tuple[int, int] | None, list[_Amount]] = {}
    for one in spent_at:
        rows.setdefault(_row(document, one.item), []).append(one)
    whole = [one for one in budgets if one.whole]
    found: list[tuple[int, _Amount, _Amount]] = []
    for budget in whole:
        at, row = _place(budget.item), _row(document, budget.item)
        low, high = bisect_left(places, at - 2 * _REACH), bisect_right(places, at + 2 * _REACH)
        beside = rows.get(row, []) if row is not None else []
        found += [
            (score, budget, spent)
            for spent in (*spent_at[low:high], *beside)
            if (score := _together(document, budget, spent)) > _SAME_SUBJECT
        ]
    return found or [
        (score, budget, spent)
        for budget, spent in product(whole, spent_at)
        if (score := _together(document, budget, spent)) > 1
    ]


def _amount(document: Document, result: CheckedResult) -> _Amount | None:
    quantity = result.quantity
    if quantity is None or result.status != "done" or result.direction != "none":
        return None
    if quantity.kind not in ("money", "percent") or "/" in quantity.value or not quantity.decimal:
        return None
    before = re.split(r"[。；\n]", document.text[: quantity.start][-200:])[-1]
    if quantity.comparator or "其中" in before or _NEGATED.search(result.text):
        return None
    role = next((role for role, words in _ROLES if words.search(result.metric)), "other")
    if role == "other" or (role == "rate") != (quantity.kind == "percent"):
        return None
    return _Amount(role, result, result.part_of is None and _is_whole(document, result))


def _is_whole(document: Document, result: CheckedResult) -> bool:
    """Is an amount that of the whole report: of a total, of the office, or of the project that the
    title names?"""
    subject, titles = result.subject or "", f"{document.title or ''}{document.organization or ''}"
    if subject and subject not in titles and not _WHOLE.search(subject):
        return False
    return not _GENERIC.sub("", result.metric.replace(subject, "") if subject else result.metric)


def _size(amount: _Amount) -> Decimal:
    quantity = amount.item.quantity
    return abs(quantity.decimal) if quantity else Decimal(0)


def _together(document: Document, one: _Amount, other: _Amount) -> int:
    """How surely two amounts are of one thing: the same table row, sentence or subject. 0 for a
    part beside a whole, and for different periods."""
    if (one.item.part_of is None) != (other.item.part_of is None):
        return 0
    if one.item.period != other.item.period and one.item.period and other.item.period:
        return 0
    row, row_ = _row(document, one.item), _row(document, other.item)
    same_subject = one.item.subject == other.item.subject
    if row is not None and row == row_:
        return 6
    start, end = sorted((_place(one.item), _place(other.item)))
    close = end - start <= 2 * _REACH and "\n" not in document.text[start:end]
    return 4 * close + 2 * same_subject


def _row(document: Document, item: CheckedResult) -> tuple[int, int] | None:
    """The table and row that an item's number stands in."""
    at = item.quantity.start if item.quantity else _place(item)
    table = document.table_at(at)
    cell = table.cell_at(at) if table else None
    return (table.start, cell.row) if table and cell else None


# Score ------------------------------------------------------------------------------------------


def _score(document: Document, results: Sequence[CheckedResult]) -> BriefScore | None:
    """The one total score of the report; None where several differ."""
    scored = [
        item
        for item in results
        if item.quantity is not None
        and item.quantity.kind == "score"
        and item.part_of is None
        and _SCORE.search(item.metric)
        and item.quantity.decimal <= 100
    ]
    totals = [item for item in scored if item.metric.startswith(("总", "综合", "自评", "评价"))]
    chosen = totals or scored
    values = {item.quantity.decimal for item in chosen if item.quantity}
    if len(values) != 1:
        return None
    quantity = chosen[0].quantity
    assert quantity is not None
    return BriefScore(value=quantity.value, full="100", grade=_grade(document.text, quantity.end))


def _grade(text: str, end: int) -> str | None:
    """The grade printed behind a score, in its sentence."""
    behind = re.split(r"[。\n]", text[end : end + _REACH])[0]
    named = _GRADE.search(behind)
    return named["grade"] if named else None


# What else matters ------------------------------------------------------------------------------

_KINDS = ("percent", "money", "rank", "count", "measure", "score")


def _worth_telling(results: Sequence[CheckedResult], used: frozenset[str]) -> list[CheckedResult]:
    """Core results that stand for themselves, a theme at a time, rates and ranks first."""
    chosen = [
        item
        for item in results
        if item.id not in used
        and item.salience == "core"
        and item.theme != "funds"
        and item.part_of is None
        and item.status == "done"
        and item.check.verdict == "verified"
    ]
    by_theme: dict[str, list[CheckedResult]] = {}
    for item in sorted(chosen, key=_worth):
        by_theme.setdefault(item.theme or "other", []).append(item)
    told: list[CheckedResult] = []
    while len(told) < MOST_RESULTS and any(by_theme.values()):
        for items in by_theme.values():
            if items and len(told) < MOST_RESULTS:
                told.append(items.pop(0))
    return sorted(told, key=_place)


def _worth(item: CheckedResult) -> tuple[int, int]:
    kind = item.quantity.kind if item.quantity else ""
    return (_KINDS.index(kind) if kind in _KINDS else len(_KINDS), _place(item))


_SEVERITIES = ("error", "warning")


def _weightiest(findings: Sequence[Finding]) -> list[int]:
    """Places of errors, then of warnings, one of each kind before a second of any."""
    told: list[int] = []
    for severity in _SEVERITIES:
        places = [at for at, one in enumerate(findings) if one.severity == severity]
        seen: Counter[str] = Counter()
        rounds: list[tuple[int, int]] = []
        for at in places:
            rounds.append((seen[findings[at].code], at))
            seen[findings[at].code] += 1
        told += [at for _, at in sorted(rounds)]
    return told[:MOST_FINDINGS]
