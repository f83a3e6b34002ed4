"""Attribution: whether quotes exist, and whether they support the statement of the item."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from statistics import median
from typing import Any

from evals.atoms import normal
from evals.matching import bigrams
from evals.scorers.case import Case, spans
from evals.scorers.numbers import is_same_number, numbers_of, stated_in
from evals.scorers.ratio import Agreement, Fault, Share

__all__ = [
    "citation_precision",
    "citation_recall",
    "exist",
    "quote_length",
    "repairable",
    "span_agreement",
    "too_long",
]

Json = Mapping[str, Any]
Quote = tuple[int, int, str]
COVERED = 0.5
LONGEST = 200
SMALL_CHANGE = 2
# A change in one of these is a change of fact.
TELLING = re.compile(r"[\d%‰万亿元人次户家件起个未无不没增减升降高低]")
NEGATIVE = ("未", "无", "不", "没有")
# Words that the quotes (or the heading above them) must contain to support a field.
DIRECTION_WORDS = {
    "increase": ("增", "升", "提高", "扩大", "上涨", "多"),
    "decrease": ("减", "降", "缩", "少", "节约"),
}
STATUS_WORDS = {
    "expected": ("预计", "预期", "将", "力争", "有望"),
    "planned": ("计划", "拟", "目标", "力争", "应", "要", "继续", "将"),
    "ongoing": ("正在", "推进", "开始", "进行", "持续"),
}


def exist(case: Case) -> Share:
    """Shipped items whose every quote equals the report's slice at its offsets, ignoring blanks."""
    items = [item for _, item in case.shipped()]
    return Share(sum(_is_quoted(case, item) for item in items), len(items))


def citation_recall(case: Case) -> Share:
    """Shipped items that are supported by their own quotes."""
    items = [item for _, item in case.shipped()]
    return Share(sum(is_borne(case, item, spans(item)) for item in items), len(items))


def citation_precision(case: Case) -> Share:
    """Quotes that support their item alone, or are needed by the others.

    All quotes of an unsupported item count as wrong.
    """
    outcomes = [
        is_borne(case, item, spans(item)) and _is_needed(case, item, quote)
        for _, item in case.shipped()
        for quote in spans(item)
    ]
    return Share(sum(outcomes), len(outcomes))


def quote_length(cases: Iterable[Case]) -> float:
    """Return the median number of characters of a quote; 0 without quotes."""
    lengths = [len(q) for case in cases for _, item in case.shipped() for _, _, q in spans(item)]
    return float(median(lengths)) if lengths else 0.0


def repairable(case: Case) -> Share:
    """Items with a false quote that differs from the report in at most two harmless characters: no
    digit, unit, negation or direction.
    """
    broken = [item for _, item in case.items if not _is_quoted(case, item)]
    near = [item for item in broken if all(_is_near(case, quote) for quote in spans(item))]
    return Share(sum(bool(spans(item)) for item in near), len(broken))


def too_long(case: Case) -> Fault:
    """Quotes of more than 200 characters, which are impractical to look up."""
    quotes = [quote for _, item in case.shipped() for _, _, quote in spans(item)]
    return Fault(sum(len(quote) > LONGEST for quote in quotes), len(quotes))


def span_agreement(case: Case) -> Agreement:
    """Characters of evidence over matched pairs: shared, predicted, gold."""
    pairs = case.matching.pairs
    return Agreement(
        sum(len(pair.gold.places & pair.predicted.places) for pair in pairs),
        sum(len(pair.predicted.places) for pair in pairs),
        sum(len(pair.gold.places) for pair in pairs),
    )


def is_borne(case: Case, item: Json, quotes: Iterable[Quote]) -> bool:
    """Return whether the quotes contain the item's numbers, half of its wording, and its fields."""
    true = [quote for quote in quotes if _is_slice(case, quote)]
    said = normal("".join(quote for _, _, quote in true))
    stated = stated_in(case.gold, true)
    return (
        bool(true)
        and all(any(is_same_number(n, other) for other in stated) for n in numbers_of(item))
        and _covered(item, said) >= COVERED
        and _fields_are_borne(item, said)
    )


def _covered(item: Json, said: str) -> float:
    words = bigrams(item.get("text") or item.get("metric") or "")
    context = bigrams(said + "".join(item.get("section") or ()))
    return len(words & context) / len(words) if words else 1.0


def _fields_are_borne(item: Json, said: str) -> bool:
    heading = "".join(item.get("section") or ())
    direction, status = item.get("direction") or "none", item.get("status") or "done"
    text = item.get("text") or ""
    return (
        any(word in said for word in DIRECTION_WORDS.get(direction, ("",)))
        and any(word in said + heading for word in STATUS_WORDS.get(status, ("",)))
        and (any(mark in said for mark in NEGATIVE) or not any(mark in text for mark in NEGATIVE))
    )


def _is_needed(case: Case, item: Json, quote: Quote) -> bool:
    others = [other for other in spans(item) if other != quote]
    return is_borne(case, item, [quote]) or not is_borne(case, item, others)


def _is_near(case: Case, quote: Quote) -> bool:
    start, end, text = quote
    told, there = normal(text), normal(case.gold.text[start:end])
    edits = [op for op in SequenceMatcher(None, told, there).get_opcodes() if op[0] != "equal"]
    touched = "".join(told[a:b] + there[c:d] for _, a, b, c, d in edits)
    changed = sum(max(b - a, d - c) for _, a, b, c, d in edits)
    return changed <= SMALL_CHANGE and not TELLING.search(touched)


def _is_quoted(case: Case, item: Json) -> bool:
    return bool(spans(item)) and all(_is_slice(case, quote) for quote in spans(item))


def _is_slice(case: Case, quote: Quote) -> bool:
    start, end, text = quote
    return bool(text) and normal(case.gold.text[start:end]) == normal(text)
