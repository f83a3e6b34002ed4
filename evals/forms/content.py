"""Draw the content of a form from a seed: indicators with target and result, funds, scores."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from evals.forms.pool import OFFICES, PROJECTS, QUALITATIVE, QUANTITATIVE, REASONS, TIMELY

__all__ = ["Content", "Fund", "Indicator", "content", "plain"]

# Printed units: their scale and base unit.
SCALES = {
    "万元": (4, "元"),
    "元": (0, "元"),
    "万人": (4, "人"),
    "万吨": (4, "吨"),
    "万元/公里": (4, "元/公里"),
}
FUND_ROWS = ("其中：本年财政拨款", "上年结转资金", "其他资金")


@dataclass(frozen=True)
class Indicator:
    """A row of an indicator table. Without `number` the target is in words."""

    level1: str
    level2: str
    name: str
    unit: str
    sign: str
    number: Decimal | None
    actual: Decimal | None
    promise: str
    outcome: str
    weight: Decimal
    score: Decimal
    reason: str
    timely: bool = False

    @property
    def base(self) -> str:
        """Return the base unit of its value."""
        return SCALES.get(self.unit, (0, self.unit))[1]

    def value(self, number: Decimal) -> str:
        """Return a number in the base unit, as the program prints it."""
        return plain(number.scaleb(SCALES.get(self.unit, (0, ""))[0]))


@dataclass(frozen=True)
class Fund:
    """A row of the funds block, in 万元."""

    name: str
    initial: Decimal
    adjusted: Decimal
    executed: Decimal

    @property
    def rate(self) -> Decimal:
        """Return spending in percent of the adjusted budget, with two places."""
        if not self.adjusted:
            return Decimal(0)
        return (self.executed / self.adjusted * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Content:
    """The content of one form."""

    year: int
    office: str
    department: str
    project: str
    funds: tuple[Fund, ...]
    fund_score: Decimal
    indicators: tuple[Indicator, ...]
    seed: int

    @property
    def total(self) -> Decimal:
        """Return the score of the whole form."""
        return self.fund_score + sum((one.score for one in self.indicators), Decimal(0))


def plain(number: Decimal) -> str:
    """Return a decimal without exponent and trailing zeros."""
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def content(seed: int) -> Content:
    """Return the content of a form; the same for the same seed."""
    dice = random.Random(seed)
    office = dice.choice(OFFICES)
    funds = _funds(dice)
    rate = min(funds[0].executed / funds[0].adjusted, Decimal(1)) * 10
    return Content(
        year=dice.randint(2019, 2024),
        office=office,
        department=office,
        project=dice.choice(PROJECTS),
        funds=funds,
        fund_score=rate.quantize(Decimal("0.01"), ROUND_HALF_UP),
        indicators=_indicators(dice),
        seed=seed,
    )


def _funds(dice: random.Random) -> tuple[Fund, ...]:
    own = _cents(dice, 30, 900)
    carried = _cents(dice, 1, 60) if dice.random() < 0.6 else Decimal(0)
    other = _cents(dice, 1, 40) if dice.random() < 0.3 else Decimal(0)
    parts = []
    for name, adjusted in zip(FUND_ROWS, (own, carried, other), strict=True):
        share = Decimal(dice.choice((100, 100, 98, 95, 91, 86))) / 100
        executed = (adjusted * share).quantize(Decimal("0.01"))
        initial = adjusted if dice.random() < 0.5 else (adjusted * Decimal("0.9"))
        parts.append(Fund(name, initial.quantize(Decimal("0.01")), adjusted, executed))
    total = Fund(
        "年度资金总额",
        sum((one.initial for one in parts), Decimal(0)),
        sum((one.adjusted for one in parts), Decimal(0)),
        sum((one.executed for one in parts), Decimal(0)),
    )
    return (total, *parts)


def _cents(dice: random.Random, low: int, high: int) -> Decimal:
    return Decimal(dice.randint(low * 100, high * 100)) / 100


def _indicators(dice: random.Random) -> tuple[Indicator, ...]:
    """Return indicators of the four classes in form order, with a total weight of 90."""
    rows: list[tuple[str, ...] | tuple[object, ...]] = []
    for level, count in (("产出指标", 5), ("效益指标", 2), ("满意度指标", 1)):
        pool = [one for one in QUANTITATIVE if one[0] == level]
        rows += dice.sample(pool, min(count + dice.randint(0, 2), len(pool)))
    if dice.random() < 0.4:
        rows.insert(0, dice.choice([one for one in QUANTITATIVE if one[0] == "成本指标"]))
    rows += dice.sample(QUALITATIVE, dice.randint(1, 2))
    if dice.random() < 0.5:
        rows.append(("产出指标", "时效指标", *dice.choice(TIMELY)))
    order = ("成本指标", "产出指标", "效益指标", "满意度指标")
    inner = ("数量指标", "质量指标", "时效指标", "成本指标")
    rows.sort(
        key=lambda row: (
            order.index(str(row[0])),
            inner.index(str(row[1])) if row[1] in inner else 9,
            str(row[1]),
        )
    )
    weights = _weights(dice, len(rows))
    return tuple(_indicator(dice, row, weight) for row, weight in zip(rows, weights, strict=True))


def _weights(dice: random.Random, count: int) -> list[Decimal]:
    halves = [180 // count // 2 * 2] * count
    halves[-1] += 180 - sum(halves)
    for _ in range(count):
        first, second = dice.randrange(count), dice.randrange(count)
        if halves[first] > 4:
            halves[first] -= 2
            halves[second] += 2
    return [Decimal(half) / 2 for half in halves]


def _indicator(dice: random.Random, row: tuple[object, ...], weight: Decimal) -> Indicator:
    missed = dice.random() < 0.2
    score = weight if not missed else (weight * dice.choice((8, 9)) / 10).quantize(Decimal("0.1"))
    reason = dice.choice(REASONS) if missed else ""
    if len(row) == 5:
        level1, level2, name, promise, outcome = map(str, row)
        timely = (name, promise, outcome) in TIMELY
        return Indicator(
            level1,
            level2,
            name,
            "",
            "",
            None,
            None,
            promise,
            outcome,
            weight,
            score,
            reason,
            timely,
        )
    level1, level2, name, unit, sign = map(str, row[:5])
    low, high, places = row[5:]
    grain = Decimal(1).scaleb(-int(str(places)))
    number = Decimal(str(dice.uniform(float(str(low)), float(str(high))))).quantize(grain)
    actual = _actual(dice, number, sign, missed=missed).quantize(grain)
    if unit == "%":
        actual = min(actual, Decimal(100))
    return Indicator(
        level1, level2, name, unit, sign, number, actual, "", "", weight, score, reason
    )


def _actual(dice: random.Random, number: Decimal, sign: str, *, missed: bool) -> Decimal:
    share = Decimal(dice.choice((100, 100, 102, 105, 110)))
    if sign == "=":
        return number
    if sign == "≤":
        share = 200 - share
    if missed:
        share = Decimal(90) if sign == "≥" else Decimal(112)
    return number * share / 100
