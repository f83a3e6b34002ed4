"""Operators on the number itself: 1–7, 9, 10, 18–20, 26, 27."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from evals.atoms import same_unit, same_value
from evals.mutations.seeds import Edit, Seed, figures, plain, reprinted
from evals.mutations.tables import HEDGE_WORDS, HEDGES, UNITS
from evals.oracle import mention_of, printed

__all__: list[str] = []

SCALES = {"": 0, "万": 4, "亿": 8}
LONGEST_QUOTE = 200


def change_digit(seed: Seed, rng: Random) -> Iterator[Edit]:
    """1. One digit is another: 85.11 → 85.41."""
    for digits in _digit_changes(seed):
        yield _with_digits(seed, digits, rng)


def transpose_digits(seed: Seed, rng: Random) -> Iterator[Edit]:
    """2. Two neighbours change places: 637 → 673."""
    found = figures(seed)
    for i in range(len(found[0]) - 1) if found else ():
        digits = found[0] if found else ""
        a, b = digits[i], digits[i + 1]
        if a.isdigit() and b.isdigit() and a != b and not (i == 0 and b == "0"):
            yield _with_digits(seed, digits[:i] + b + a + digits[i + 2 :], rng)


def shift_decimal(seed: Seed, rng: Random) -> Iterator[Edit]:
    """3. Ten times too much or too little: 392.66 → 39.266."""
    found = figures(seed)
    if found is None or not Decimal(seed.number["value"]):
        return
    bare = Decimal(found[0].replace(",", ""))
    for factor in (Decimal(10), Decimal("0.1")):
        yield _with_digits(seed, plain(bare * factor), rng)


def change_scale(seed: Seed, rng: Random) -> Iterator[Edit]:
    """4. 万元 → 元 or 亿元."""
    found = figures(seed)
    scale = next((s for s in ("亿", "万") if s in seed.printed), "")
    if found is None or not Decimal(seed.number["value"]):
        return
    if not scale and seed.number["unit"] != "元":
        return
    head, tail = seed.printed.split(found[0], 1)
    for other, power in SCALES.items():
        if other == scale:
            continue
        rest = tail.replace(scale, other, 1) if scale else other + tail
        value = Decimal(found[0].replace(",", "")).scaleb(power)
        yield reprinted(seed, head + found[0] + rest, rng, value=plain(value))


def percent_to_points(seed: Seed, rng: Random) -> Iterator[Edit]:
    """5. % → 个百分点."""
    if seed.number["unit"] == "%":
        text = seed.printed.replace("%", "个百分点")
        yield reprinted(seed, text, rng, unit="个百分点")


def drop_hedge(seed: Seed, rng: Random) -> Iterator[Edit]:
    """6. 30余 → 30, once as field alone and once in words."""
    if seed.entry["approx"] == "exact":
        return
    text = seed.printed
    for word in HEDGE_WORDS:
        text = text.replace(word, "")
    yield reprinted(seed, text, Random(0), approx="exact")
    yield reprinted(seed, text, Random(1), approx="exact")
    del rng


def add_hedge(seed: Seed, rng: Random) -> Iterator[Edit]:
    """7. 730 → 近730."""
    if seed.entry["approx"] != "exact" or seed.number["kind"] == "rank":
        return
    digits = seed.number["num"]
    for approx, (before, after) in HEDGES.items():
        # 及以上 is read as over with ≥: to say so is no fault.
        if approx == "over" and "以上" in seed.printed:
            continue
        text = seed.printed.replace(digits, f"{before}{digits}{after}", 1)
        yield reprinted(seed, text, rng, approx=approx)


def take_sibling(seed: Seed, rng: Random) -> Iterator[Edit]:
    """9. The number of a neighbour of the same unit, in a quote that holds both."""
    for other in seed.siblings:
        mention = mention_of(other, seed.gold)
        start = min(seed.entry["evidence"][0][0], other["evidence"][0][0])
        end = max(seed.entry["evidence"][0][1], other["evidence"][0][1])
        if mention is None or end - start > LONGEST_QUOTE or "table_cell" in mention["kind"]:
            continue
        item = seed.copy()
        quote = seed.gold.text[start:end]
        item["evidence"][0] = {"start": start, "end": end, "quote": quote}
        item["text"] = item["text"].replace(seed.printed, mention["text"], 1)
        item["quantity"] |= _place(mention) | {"approx": other["approx"]}
        yield Edit(seed.kind, item, f"{seed.printed}→{mention['text']} of {other['id']}")
    del rng


def take_elsewhere(seed: Seed, rng: Random) -> Iterator[Edit]:
    """10. A number of the same unit from another clause, the evidence unchanged."""
    unit, value = seed.number["unit"], seed.number["value"]
    low, high = seed.sentence
    others = [
        mention
        for mention in seed.gold.quantities
        if same_unit(mention["unit"], unit)
        and mention["kind"] == seed.number["kind"]
        and not low <= mention["start"] < high
        and mention["value"]
        and not same_value(mention["value"], value)
    ]
    for mention in rng.sample(others, min(2, len(others))):
        item = seed.copy()
        item["text"] = item["text"].replace(seed.printed, printed(mention), 1)
        item["quantity"] |= _place(mention)
        yield Edit(seed.kind, item, f"{seed.printed}→{mention['text']} at {mention['start']}")


def round_off(seed: Seed, rng: Random) -> Iterator[Edit]:
    """18. 85.11% → 85%, without saying that it is rounded."""
    found = figures(seed)
    if found is None:
        return
    bare = Decimal(found[0].replace(",", ""))
    powers = (1, 0) if bare != bare.to_integral_value() else (-1, -2, -3)
    for places in powers:
        step = Decimal(1).scaleb(-places)
        rounded = (bare / step).quantize(Decimal(1), ROUND_HALF_UP) * step
        if rounded != bare and abs(rounded - bare) <= bare / 5:
            yield _with_digits(seed, plain(rounded), rng)


def invent_sum(seed: Seed, rng: Random) -> Iterator[Edit]:
    """19. A sum with a neighbour that the report nowhere states, under the same label."""
    for other in (other for other in seed.siblings if Decimal(other["value"])):
        value = plain(Decimal(seed.entry["value"]) + Decimal(other["value"]))
        yield reprinted(seed, f"{value}{seed.entry['unit'] or ''}", rng, value=value)


def change_unit(seed: Seed, rng: Random) -> Iterator[Edit]:
    """20. 人次 → 人, 件 → 起."""
    unit = seed.number["unit"]
    for other in UNITS.get(unit, ()):
        yield reprinted(seed, seed.printed.replace(unit, other), rng, unit=other)


def bound_as_value(seed: Seed, rng: Random) -> Iterator[Edit]:
    """26. ≥90% → 达到90%."""
    comparator = seed.entry["comparator"]
    if comparator not in {">=", "<="}:
        return
    for wording in (False, True):
        item = seed.copy()
        item["comparator"] = item["quantity"]["comparator"] = "="
        text = f"{seed.number['num']}{seed.number['unit']}"
        if wording:
            item["text"] = f"{seed.entry['metric']}达到{text}"
            item["quantity"]["text"] = text
        yield Edit(seed.kind, item, f"{seed.printed}→达到{text}{'' if wording else ' (field)'}")
    del rng


def change_rank(seed: Seed, rng: Random) -> Iterator[Edit]:
    """27. 排名第5 → 第2; a share likewise."""
    value = seed.entry["value"]
    if seed.number["kind"] == "rank":
        for other in "123456789":
            if other != value:
                text = seed.printed.replace(seed.number["num"], other)
                yield reprinted(seed, text, rng, value=other)
    elif "占比" in seed.entry["metric"] or "占比" in seed.item["text"]:
        for digits in _digit_changes(seed):
            yield _with_digits(seed, digits, rng)


def _digit_changes(seed: Seed) -> Iterator[str]:
    found = figures(seed)
    for i, digit in enumerate(found[0]) if found else ():
        for other in "0123456789" if digit.isdigit() else ():
            digits = f"{found[0][:i]}{other}{found[0][i + 1 :]}" if found else ""
            leading_zero = i == 0 and other == "0" and len(digits) > 1
            if other != digit and not leading_zero:
                yield digits


def _with_digits(seed: Seed, digits: str, rng: Random) -> Edit:
    found = figures(seed)
    if found is None:
        raise ValueError(f"{seed.entry['id']}: no plain digits")
    value = Decimal(digits.replace(",", "")) * found[1]
    text = seed.printed.replace(found[0], digits, 1)
    return reprinted(seed, text, rng, value=plain(value))


def _place(mention: dict[str, object]) -> dict[str, object]:
    return {key: mention[key] for key in ("text", "value", "unit", "start", "end")}
