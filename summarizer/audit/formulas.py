"""Formulas: what a report calculates before the reader's eyes (checks 1 and 13)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from summarizer.audit.page import Page
from summarizer.schema import Finding

__all__ = ["quotients", "written_sums"]

_N = r"\d+(?:,\d{3})*(?:\.\d+)?"
_UNIT = r"\s*(?:万元|亿元|元|分|人次|人|户|个|家|件|公里|亩|万亩)?\s*"
_QUOTIENT = re.compile(
    rf"(?<![\d.,/×*-])(?P<top>{_N}){_UNIT}[/÷／]\s*(?P<base>{_N}){_UNIT}[）)]?\s*"
    rf"(?:[×xX*＊]\s*(?P<times>{_N})\s*(?P<percent>[%％])?{_UNIT})?[=＝]\s*(?P<result>{_N})\s*(?P<sign>[%％])?"
)
_EQUALS = re.compile("[=＝]")
_SUM = re.compile(
    rf"(?<![\d.,×*/÷+＋-])(?P<terms>{_N}{_UNIT}(?:[+＋]\s*{_N}{_UNIT})+)[=＝]\s*(?P<result>{_N})(?!\s*[×*/÷%％])"
)


def quotients(page: Page) -> Iterator[Finding]:
    """Check 13: 298.6/320×100%=93.31%, 450/500×10=9: the result is what the formula gives.

    Source: 执行率、得分 formulas of the self-evaluation form, 财预〔2020〕10号.
    """
    for match in _QUOTIENT.finditer(page.text) if _EQUALS.search(page.text) else ():
        top, base = _number(match["top"]), _number(match["base"])
        if not base:
            continue
        right = top / base
        if match["times"] and not match["percent"]:
            right *= _number(match["times"])
        if match["sign"]:
            right *= 100
        yield from _unlike(page, match, right, "ratio-mismatch")


def written_sums(page: Page) -> Iterator[Finding]:
    """Check 1: 9.5+48+28=85.5: the result is the sum.

    Source: 勾稽关系 of reviewing practice.
    """
    for match in _SUM.finditer(page.text) if _EQUALS.search(page.text) else ():
        terms = re.findall(_N, match["terms"])
        yield from _unlike(page, match, sum(map(_number, terms), Decimal(0)), "sum-mismatch")


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _unlike(page: Page, match: re.Match[str], right: Decimal, code: str) -> Iterator[Finding]:
    stated = _number(match["result"])
    exponent = stated.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    if abs(right - stated) <= Decimal(1).scaleb(-places):
        return
    span = page.span(match.start(), match.end())
    expected = f"{right.quantize(Decimal(1).scaleb(-max(places, 2))).normalize():f}"
    expected += "%" if "sign" in match.groupdict() and match["sign"] else ""
    yield page.finding(
        code,
        "error",
        f"算式不成立：“{span.quote}”，应为{expected}",
        (span,),
        expected=expected,
        stated=match["result"],
    )
