"""How a quantity is shown: as the report printed it, or in 万元 when a table left the unit out."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from summarizer.schema import Quantity

__all__ = ["figure", "number", "wan"]

_WAN = Decimal(10_000)


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
