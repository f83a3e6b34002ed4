"""How a quantity is shown: as the report printed it, or in 万元 when a table left the unit out."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from summarizer.rendering.labels import COMPARATORS
from summarizer.schema import Quantity, Target

__all__ = ["figure", "marks", "number", "promise", "told", "wan"]

_WAN = Decimal(10_000)
# Words with which a printed figure itself says how it is to be compared.
_COMPARES = ("以上", "以下", "以内", "不", "于", "至少", "最", "超", "≥", "≤", "＞", "＜", ">", "<")


def figure(quantity: Quantity | None) -> str:
    """A quantity in print; a bare table cell gets the unit that its caption gave.

    >>> bare = Quantity("259.25", "2592500", "元", "money", "exact", None, 0, 6)
    >>> figure(bare), figure(None)
    ('259.25万元', '')
    """
    if quantity is None:
        return ""
    printed = " ".join(quantity.text.split())
    if quantity.unit and _is_bare(printed):
        return _with_unit(printed, quantity)
    return printed


def promise(target: Target) -> str:
    """What a target asks for: comparator and value. A comparator that the printed figure already
    carries in words is not set before it a second time.

    >>> from summarizer.rendering.figures import _says_how
    >>> _says_how("90%以上"), _says_how("大于等于90%"), _says_how("90%")
    (True, True, False)
    """
    shown = figure(target.quantity)
    if not shown and _in_row(target):
        return told(target.text, target.metric)
    if not shown or target.comparator in (None, "=") or _says_how(shown):
        return shown
    return f"{COMPARATORS.get(target.comparator or '', '')} {shown}"


def told(text: str, metric: str) -> str:
    """What a text says of a metric that stands before it.

    >>> told("出行条件明显改善", "出行条件")
    '明显改善'
    """
    return text.removeprefix(metric).strip("，：: ")


def marks(target: Target) -> str:
    """What the row of a form scored of its weight: 9.6/10.

    >>> from summarizer.rendering.figures import _of
    >>> _of("9.6", "10"), _of(None, "10"), _of(None, None)
    ('9.6/10', '/10', '')
    """
    return _of(target.score, target.weight)


def _of(score: str | None, weight: str | None) -> str:
    return f"{score or ''}/{weight}" if weight else score or ""


def _in_row(target: Target) -> bool:
    """Does the target stand in a row of a form, where its words are a value?"""
    return target.weight is not None or target.score is not None or target.deadline is not None


def number(quantity: Quantity | None) -> Decimal | None:
    """The value as a number, or None for a range, a date, or anything else that is none."""
    if quantity is None or "/" in quantity.value or quantity.kind == "date":
        return None
    try:
        value = Decimal(quantity.value)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def wan(yuan: Decimal) -> str:
    """An amount of 元 in 万元, without trailing zeros.

    >>> wan(Decimal("2592500")), wan(Decimal("30000000"))
    ('259.25', '3000')
    """
    return f"{(yuan / _WAN).normalize():f}"


def _is_bare(printed: str) -> bool:
    return bool(printed) and all(sign.isdecimal() or sign in ".,，．-－ " for sign in printed)


def _with_unit(printed: str, quantity: Quantity) -> str:
    value = number(quantity)
    if quantity.unit == "元" and value is not None:
        return f"{wan(value)}万元"
    return f"{printed}{quantity.unit}"


def _says_how(printed: str) -> bool:
    return any(mark in printed for mark in _COMPARES)
