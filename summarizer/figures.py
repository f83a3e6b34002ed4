"""Display of quantities: as printed, or in 万元 if a table omits the unit."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from summarizer.schema import Brief, Quantity

__all__ = [
    "FUND_SLOTS",
    "figure",
    "fund_name",
    "has_blocks",
    "is_performance",
    "is_plan",
    "number",
    "quotes_funds",
    "wan",
]

_WAN = Decimal(10_000)
FUND_SLOTS = ("budget", "adjusted", "spent", "rate")
# The usual name of an amount, by a pattern of its printed name.
_NAMES: dict[str, tuple[tuple[str, str], ...]] = {
    "budget": (
        ("年初", "年初预算"),
        ("下达", "下达资金"),
        ("到位|到账|拨入|收到", "到位资金"),
        ("", "预算"),
    ),
    "adjusted": (("全年", "全年预算"), ("", "调整后预算")),
    "spent": (
        ("决算", "决算支出"),
        ("发放", "发放"),
        ("支付", "支付"),
        ("执行", "执行数"),
        ("", "支出"),
    ),
    "rate": (("支出率", "支出率"), ("使用率", "资金使用率"), ("", "预算执行率")),
}

# Titles of budgets and declarations of targets.
_PLAN = re.compile(
    r"预算(?:信息)?(?:公开|草案|说明|编制说明)?$|收支预算总表$|绩效目标(?:申报|批复)?表?(?:（[^（）]*）)?$"
)


def is_plan(title: str | None) -> bool:
    """Return True if the title is that of a plan, which has no results and no score.

    >>> is_plan("青岚县文化馆2024年单位预算"), is_plan("青岚县文化馆2024年部门决算")
    (True, False)
    """
    return bool(_PLAN.search("".join((title or "").split())))


def has_blocks(title: str | None, kind: str) -> bool:
    """Return True for a budget or final accounts, which consist of standard blocks.

    >>> has_blocks("青岚县文化馆2024年单位预算", "other")
    True
    """
    return kind == "final_accounts" or is_plan(title)


_OF_MONEY = re.compile("绩效|自评|评价|预算|决算|支出|资金")


def is_performance(title: str | None, kind: str) -> bool:
    """Return False for a text about something else, such as a communiqué of statistics.

    >>> is_performance("青岚县2024年国民经济和社会发展统计公报", "other")
    False
    >>> is_performance(None, "other")
    True
    """
    return kind != "other" or title is None or bool(_OF_MONEY.search(title))


def figure(quantity: Quantity | None) -> str:
    """Return a quantity as text; a bare table cell gets the unit of its caption.

    >>> bare = Quantity("259.25", "2592500", "元", "money", "exact", None, 0, 6)
    >>> figure(bare), figure(None)
    ('259.25万元', '')
    """
    if quantity is None:
        return ""
    # Converters of PDF print a rate as mathematics: 93.35\%; offices fill in 「100百分比」.
    printed = " ".join(quantity.text.replace("\\%", "%").replace("百分比", "%").split())
    if quantity.unit and _is_bare(printed):
        return _with_unit(printed, quantity)
    return printed


def fund_name(slot: str, metric: str) -> str:
    """Return the usual name of an amount in a slot of the brief's funds, by its printed name.

    >>> fund_name("budget", "2022年初预算数"), fund_name("budget", "到账资金")
    ('年初预算', '到位资金')
    """
    return next(name for words, name in _NAMES[slot] if re.search(words, metric))


def quotes_funds(brief: Brief) -> bool:
    """Return True if the sentences that a brief quotes state all amounts in its slots."""
    said = "".join(one.text for one in brief.told if one.part == "funds")
    slots = [one for slot in FUND_SLOTS if (one := getattr(brief.funds, slot)) is not None]
    return all("".join(one.text.replace("\\%", "%").split()) in said for one in slots)


def number(quantity: Quantity | None) -> Decimal | None:
    """Return the value as a number, or None for a range, a date or another non-number."""
    if quantity is None or "/" in quantity.value or quantity.kind == "date":
        return None
    try:
        value = Decimal(quantity.value)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def wan(yuan: Decimal) -> str:
    """Return an amount of 元 in 万元, without trailing zeros.

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
