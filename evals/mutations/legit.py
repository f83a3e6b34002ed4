"""Rewritings that leave an item true: none may fail, few may be flagged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

from evals.mutations.seeds import Edit, Seed, figures, plain
from evals.mutations.tables import (
    CHINESE_DIGITS,
    FUNCTION_WORDS,
    HEDGE_SYNONYMS,
    HEDGE_WORDS,
    YEAR_ON_YEAR,
)

__all__: list[str] = []

WIDE = {ord(c): ord(c) + 0xFEE0 for c in "0123456789%."}
LONGEST_QUOTE = 200
GROUPED = re.compile(r"\d{4,}(?:\.\d+)?")


def verbatim(seed: Seed, rng: Random) -> Iterator[Edit]:
    """Untouched."""
    del rng
    yield Edit(seed.kind, seed.copy(), "")


def reorder(seed: Seed, rng: Random) -> Iterator[Edit]:
    """Untouched too: the runner puts all items of this class in another order."""
    del rng
    yield Edit(seed.kind, seed.copy(), "in another order")


def widen_quote(seed: Seed, rng: Random) -> Iterator[Edit]:
    """The whole sentence as quote, as a model that points at sentences gives it."""
    del rng
    start, end = seed.sentence
    quote = seed.gold.text[start:end].strip()
    start = seed.gold.text.index(quote, start)
    if seed.entry["evidence"][0][2] != quote and len(quote) <= LONGEST_QUOTE:
        item = seed.copy()
        item["evidence"][0] = {"start": start, "end": start + len(quote), "quote": quote}
        yield Edit(seed.kind, item, quote)


def convert_unit(seed: Seed, rng: Random) -> Iterator[Edit]:
    """259.25万元 → 2592500元 in words, 2.9亿元 → 29000万元."""
    del rng
    found = _scaled(seed)
    if found is None:
        return
    digits, value = found
    head, _ = seed.printed.split(digits, 1)
    hedge = "余" if seed.entry["approx"] == "over" else ""
    unit = seed.number["unit"]
    yield _worded(seed, f"{head}{plain(value)}{hedge}{unit}")
    if "亿" in seed.printed:
        yield _worded(seed, f"{head}{plain(value / 10**4)}{hedge}万{unit}")


def keep_scale(seed: Seed, rng: Random) -> Iterator[Edit]:
    """2592500 元 → 259.25 万元 in the fields: not the base unit, and still the same amount."""
    del rng
    found = _scaled(seed)
    if found is None or "万" not in seed.printed:
        return
    item = seed.copy()
    unit = f"万{seed.number['unit']}"
    item["quantity"] |= {"value": plain(found[1] / 10**4), "unit": unit}
    yield Edit(seed.kind, item, f"{item['quantity']['value']} {unit}")


def other_numerals(seed: Seed, rng: Random) -> Iterator[Edit]:
    """五十万余 → 50万余, 4场次 → 四场次."""
    del rng
    digits = seed.number["num"]
    value = seed.number["value"]
    if figures(seed) is None:
        if re.fullmatch(r"[一二三四五六七八九十]万?千?", digits):
            scale = digits[1:]
            worth = {"": 1, "千": 1000, "万": 10**4}.get(scale, 0)
            if worth and Decimal(value) % worth == 0:
                number = f"{plain(Decimal(value) / worth)}{scale}"
                yield _worded(seed, seed.printed.replace(digits, number, 1))
        elif digits == "五十万":
            yield _worded(seed, seed.printed.replace(digits, "50万", 1))
    elif digits.isdigit() and 0 < int(digits) < 100 and seed.number["unit"] != "%":
        yield _worded(seed, seed.printed.replace(digits, _chinese(int(digits)), 1))


def separate(seed: Seed, rng: Random) -> Iterator[Edit]:
    """17800 → 17,800."""
    del rng
    digits = seed.number["num"]
    if GROUPED.fullmatch(digits):
        whole, dot, rest = digits.partition(".")
        yield _worded(seed, seed.printed.replace(digits, f"{int(whole):,}{dot}{rest}", 1))


def widen(seed: Seed, rng: Random) -> Iterator[Edit]:
    """85.11% → ８５．１１％."""
    del rng
    wide = seed.printed.translate(WIDE)
    if wide != seed.printed:
        yield _worded(seed, wide)


def square_metres(seed: Seed, rng: Random) -> Iterator[Edit]:
    """平米 → 平方米 and back, in words and in the field."""
    del rng
    names = {"平米": "平方米", "平方米": "平米"}
    unit = seed.number["unit"]
    if unit in names:
        edit = _worded(seed, seed.printed.replace(unit, names[unit]))
        yield edit
        item = seed.copy()
        item["quantity"]["unit"] = names[unit]
        yield Edit(seed.kind, item, f"{unit}→{names[unit]} (field)")


def other_hedge(seed: Seed, rng: Random) -> Iterator[Edit]:
    """30余 → 超30, 近万 → 接近万."""
    del rng
    if seed.number.get("comparator"):
        return
    for word in HEDGE_SYNONYMS.get(seed.entry["approx"], ()):
        bare = seed.printed
        for hedge in HEDGE_WORDS:
            bare = bare.replace(hedge, "")
        if bare != seed.printed:
            yield _worded(seed, word + bare)


def year_on_year(seed: Seed, rng: Random) -> Iterator[Edit]:
    """比上年 → 同比."""
    del rng
    for word, other in YEAR_ON_YEAR:
        if word in seed.item["text"]:
            metric = seed.item["metric"].replace(word, other)
            text = seed.item["text"].replace(word, other)
            yield _relabelled(seed, f"{word}→{other}", metric=metric, text=text)
            return


def truncate_label(seed: Seed, rng: Random) -> Iterator[Edit]:
    """残疾人家庭无障碍设施改造 → 无障碍设施改造."""
    metric = seed.item["metric"]
    if len(metric) >= 6:
        kept = max(4, len(metric) * 2 // 3)
        short = metric[-kept:] if rng.random() < 0.7 else metric[:kept]
        yield _relabelled(seed, f"{metric}→{short}", metric=short)


def drop_function_words(seed: Seed, rng: Random) -> Iterator[Edit]:
    """The text without 的, 共计, 累计 …."""
    del rng
    text, metric = seed.item["text"], seed.item["metric"]
    for word in FUNCTION_WORDS:
        text, metric = text.replace(word, ""), metric.replace(word, "")
    if metric and text != seed.item["text"]:
        yield _relabelled(seed, text, metric=metric, text=text)


def prefix_context(seed: Seed, rng: Random) -> Iterator[Edit]:
    """满意率 → 12345政务热线满意率: words of its own subject or heading before the label."""
    del rng
    metric, subject = seed.item["metric"], seed.entry["subject"]
    context = subject or next(iter(reversed(seed.item["section"])), "")
    context = re.sub(r"^[（(]?[一二三四五六七八九十\d]+[）)、.．]*\s*", "", context).strip("：:。 ")
    if context and context not in metric and len(context) <= 20:
        label = f"{context}{metric}"
        yield _relabelled(seed, label, metric=label, text=f"{label}{seed.printed}")


def _scaled(seed: Seed) -> tuple[str, Decimal] | None:
    found = figures(seed)
    if found is None or not any(scale in seed.printed for scale in "万亿"):
        return None
    return found[0], Decimal(seed.number["value"])


def _worded(seed: Seed, text: str) -> Edit:
    # `quantity.text` stays what the report printed; only the item's own words change.
    item = seed.copy()
    item["text"] = item["text"].replace(seed.printed, text, 1)
    return Edit(seed.kind, item, f"{seed.printed}→{text}")


def _relabelled(seed: Seed, note: str, **fields: Any) -> Edit:
    return Edit(seed.kind, seed.copy() | fields, note)


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{CHINESE_DIGITS[tens]}十")
    return f"{head}{CHINESE_DIGITS[ones] if ones or not tens else ''}"
