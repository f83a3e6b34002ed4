"""Read a value cell: one number, several, a date, or words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.engines.tables.sheet import Offsets, Sheet, span_of
from summarizer.schema import Cell, Quantity

__all__ = ["Value", "values_in"]

# A separator between two numbers of a cell; the text after it names the second one.
_PART_END = re.compile(r"[，,；;。、：:\n（）()]")
_COMPARED = re.compile(
    r"(?:大于等于|小于等于|不低于|不少于|不高于|不超过|不大于|不小于|不多于|控制在|大于|小于|高于|低于|超过"
    r"|≥|≤|>=|<=|[><＞＜＝=：:]|均|达到?|已|为|至少|约|近|共计?|累计|实际|全年|年度|完成|计划|预计"
    r"|目标)+$"
)
_LED = re.compile(
    r"^(?:其中|以及|并|和|与|及|已|共计?|累计|实际|全年|年度|完成|计划|预计|\d+[.、．]|[①-⑳])+"
)
_SAYS = re.compile(r"[\u4e00-\u9fff]{2}")
LONGEST_LABEL = 30
# Numbers that only state time spans and ages, unless the cell holds nothing else.
_SPANS_OF_TIME = ("duration", "age")


@dataclass(frozen=True)
class Value:
    """One value in a cell: a quantity, a due date, or words only.

    `label` names a number among several in its cell; `span` is the part of the cell that states the
    value.
    """

    span: Offsets
    words: str
    quantity: Quantity | None = None
    date: Quantity | None = None
    label: str = ""


def values_in(sheet: Sheet, cell: Cell) -> tuple[Value, ...]:
    """Return the values of a non-empty cell in order; at least one."""
    numbers = sheet.numbers(cell)
    words = sheet.words(cell)
    date = next((one for one in numbers if one.kind == "date"), None)
    figures = [one for one in numbers if one.is_checked]
    figures = figures or [one for one in numbers if one.kind in _SPANS_OF_TIME]
    if len(figures) < 2:
        quantity = figures[0] if figures else None
        return (Value(span_of(cell), words, quantity, date),)
    return tuple(_several(sheet, cell, figures))


def _several(sheet: Sheet, cell: Cell, figures: Sequence[Quantity]) -> list[Value]:
    """Return the numbers of a cell, each with its name."""
    text = sheet.document.text
    ends = [one.end for one in figures]
    found = []
    for place, one in enumerate(figures):
        before = text[ends[place - 1] if place else cell.start : one.start]
        label = _PART_END.split(before)[-1]
        plain = _LED.sub("", _COMPARED.sub("", "".join(label.split())))
        named = plain if _SAYS.search(plain) and len(plain) <= LONGEST_LABEL else ""
        start = one.start - len(label)
        found.append(
            Value(
                (start, one.end), text[start : one.end].strip().removeprefix("且"), one, None, named
            )
        )
    return found
