"""The table of operators: number, name, gate and function. Numbers are those of the design."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from evals.mutations import legit, numbers, places, wording
from evals.mutations.seeds import Edit, Seed

__all__ = ["LEGIT", "NEVER_VERIFIED", "OPERATORS", "Operator"]

Make = Callable[[Seed, Random], Iterator[Edit]]


@dataclass(frozen=True, slots=True)
class Operator:
    """One way to falsify (or, for `number` 0, to reword) an item. `needs` is what a seed must
    have: "number", "label" (both: a metric and a number), or "" for any. `gate` is the least
    share of mutants that must be flagged."""

    number: int
    name: str
    make: Make
    gate: float
    needs: str = "number"


OPERATORS = (
    Operator(1, "digit changed", numbers.change_digit, 0.99),
    Operator(2, "digits transposed", numbers.transpose_digits, 0.99),
    Operator(3, "decimal point shifted", numbers.shift_decimal, 0.99),
    Operator(4, "scale changed", numbers.change_scale, 0.99),
    Operator(5, "% as percentage points", numbers.percent_to_points, 1.0),
    Operator(6, "hedge dropped", numbers.drop_hedge, 0.99),
    Operator(7, "hedge added", numbers.add_hedge, 0.98),
    Operator(8, "direction flipped", wording.flip_direction, 0.95, ""),
    Operator(9, "number of a neighbour", numbers.take_sibling, 0.90),
    Operator(10, "number from elsewhere", numbers.take_elsewhere, 0.99),
    Operator(11, "year shifted", wording.shift_year, 0.98, ""),
    Operator(12, "plan told as done", wording.plan_as_done, 0.95, ""),
    Operator(13, "done told as plan", wording.done_as_plan, 0.95, ""),
    Operator(14, "label invented", wording.invent_label, 0.97),
    Operator(15, "quote altered", places.alter_quote, 1.0, ""),
    Operator(16, "quote from elsewhere", places.quote_elsewhere, 0.99, ""),
    Operator(17, "negation flipped", wording.negate, 0.97, ""),
    Operator(18, "rounded in silence", numbers.round_off, 0.99),
    Operator(19, "sum invented", numbers.invent_sum, 0.97),
    Operator(20, "unit changed", numbers.change_unit, 0.99),
    Operator(21, "target or budget as actual", wording.swap_role, 0.90, ""),
    Operator(22, "quote paraphrased", places.paraphrase_quote, 1.0, ""),
    Operator(23, "two atoms merged", wording.merge_labels, 0.90),
    Operator(24, "part told as total", wording.part_as_total, 0.85),
    Operator(25, "period widened", wording.widen_period, 0.95, ""),
    Operator(26, "bound told as value", numbers.bound_as_value, 0.98),
    Operator(27, "rank or share changed", numbers.change_rank, 0.99),
    Operator(28, "subject swapped", wording.swap_subject, 0.85, ""),
    Operator(29, "problem and measure swapped", wording.flip_type, 0.85, ""),
    Operator(30, "link to the wrong item", places.link_elsewhere, 0.70, ""),
)
# Value, unit, scale, hedge and quote: none of these may be judged verified.
NEVER_VERIFIED = frozenset({*range(1, 8), 15, 18, 20})

LEGIT = (
    Operator(0, "verbatim", legit.verbatim, 0.95, ""),
    Operator(0, "order changed", legit.reorder, 0.95, ""),
    Operator(0, "whole sentence as quote", legit.widen_quote, 0.90, ""),
    Operator(0, "unit converted in words", legit.convert_unit, 0.90),
    Operator(0, "unit converted in fields", legit.keep_scale, 0.90),
    Operator(0, "other numerals", legit.other_numerals, 0.90),
    Operator(0, "thousands separated", legit.separate, 0.90),
    Operator(0, "full width", legit.widen, 0.90),
    Operator(0, "平米 for 平方米", legit.square_metres, 0.90),
    Operator(0, "other hedge word", legit.other_hedge, 0.90),
    Operator(0, "同比 spelled out", legit.year_on_year, 0.90, "label"),
    Operator(0, "label truncated", legit.truncate_label, 0.90, "label"),
    Operator(0, "function words dropped", legit.drop_function_words, 0.90, "label"),
    Operator(0, "context before the label", legit.prefix_context, 0.90, "label"),
)
