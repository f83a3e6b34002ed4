"""Numbers and addresses of persons: identity cards, telephones, bank cards, birthdays, homes.

Full-width letters and digits are read like others. Every pattern has bounded parts, so the time is
linear in the length of the text. Numbers with a unit of money are amounts, not personal data.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

__all__ = ["LABELS", "personal_data"]

LABELS = ("邮箱", "证件号", "银行卡", "电话", "网络地址", "车牌", "生日", "地址", "账号")

# Full-width forms and their ASCII forms, one for one, so that offsets stay the same.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord("　"): ord(" "),
    **{ord(mark): ord("-") for mark in "‐‑‒–—―－﹣"},
}
_S = r"[\s-]{0,2}"
_NO_AMOUNT = r"(?!\d|\.\d|\s?(?:[元万亿人户件个次吨亩份家场项所处套台辆笔名]|平方|公里|%|‰))"
# A row of numbers is not a telephone.
_ALONE, _NO_MORE = r"(?<![\d.,])(?<!\d )(?<!\d\n)", r"(?! \d|\n\d)"
_BIRTH = r"(?:19|20)\d\d\s?[年./-]\s?\d{1,2}(?:\s?[月./-]\s?\d{1,2})?\s?[日号月]?"
_BIRTH_ZH = (
    r"[一二][九〇零○][〇零○一二三四五六七八九]{2}年(?:十?[一二三四五六七八九十]月)?"
    r"(?:[一二三四五六七八九十]{1,3}[日号])?"
)
_HOME = (
    "家庭住址|家庭地址|现住址|常住地址|户籍地址|户籍所在地|户口所在地|居住地址|居住地|通讯地址|通信地址|联系地址|收件地址"
    "|收货地址|送达地址|住址|住所地|住所"
)


def _luhn(digits: str) -> bool:
    """Return True if the check digit of a bank card is right."""
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _card(digits: str) -> bool:
    return 16 <= len(digits) <= 19 and _luhn(digits)


def _born(digits: str) -> bool:
    """Return True if the eight digits are a possible date of birth."""
    try:
        return 1900 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year <= 2100
    except ValueError:
        return False


def _identity(digits: str) -> bool:
    return _born(digits[6:14])


def _ipv4(digits_and_dots: str) -> bool:
    parts = [int(part) for part in digits_and_dots.split(".")]
    # Numbers of headings (3.1.2.1) look the same.
    return max(parts) <= 255 and max(parts) > 31


def _anything(_: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class _Finder:
    """One kind: its token, its pattern (group `it`), and a check of each match."""

    label: str
    pattern: re.Pattern[str]
    holds: Callable[[str], bool] = _anything


def _finder(label: str, pattern: str, holds: Callable[[str], bool] = _anything) -> _Finder:
    return _Finder(label, re.compile(pattern), holds)


_FINDERS = (
    _finder(
        "证件号",
        rf"(?<![\dA-Za-z])(?P<it>[1-8]\d{{3}}{_S}\d\d{_S}(?:19|20){_S}\d\d{_S}[01]\d{_S}[0-3]\d{_S}"
        rf"\d\d{_S}\d{_S}[\dXx])(?![\dA-Za-z])",
        _identity,
    ),
    _finder(
        "证件号",
        r"(?:身份证|证件|护照|通行证|军官证|士兵证|驾驶证|行驶证|残疾证|社保卡|医保卡|学籍|工作证)"
        r"(?:号码|编号|号)?\s{0,2}[:为是]?\s{0,2}(?P<it>[A-Za-z]{0,3}\d[\dA-Za-z-]{4,20})(?![\dA-Za-z])",
    ),
    _finder("银行卡", r"(?<![\d.,])(?P<it>[3-9]\d{15,18})" + _NO_AMOUNT, _card),
    _finder(
        "银行卡",
        r"(?<![\d.,])(?P<it>(?:62|4\d|5[1-5]|35|37)\d\d(?:[ -]\d{4}){3}(?:[ -]\d{1,3})?)"
        + _NO_AMOUNT,
        _card,
    ),
    _finder(
        "账号",
        r"(?:卡号|账号|帐号|账户|帐户|一卡通)(?:号码|号)?\s{0,2}[:为是]?\s{0,2}"
        r"(?P<it>\d(?:[ -]?\d){9,24})" + _NO_AMOUNT,
    ),
    _finder(
        "电话",
        r"(?<![\d.,])(?P<it>(?:(?:\+|00)?86[ -]?)?1[3-9]\d-?\d{4}-?\d{4})" + _NO_AMOUNT,
    ),
    _finder(
        "电话",
        rf"{_ALONE}(?P<it>(?:(?:\+|00)?86[ -]?)?1[3-9]\d[ -]\d{{3}}"
        rf"[ -]?\d[ -]?\d{{4}}){_NO_AMOUNT}{_NO_MORE}",
    ),
    _finder(
        "电话",
        r"(?<![\d.,])(?P<it>(?:\(0\d{2,3}\)|0\d{2,3}[- ])\s?[2-9]\d{6,7}(?:-\d{1,4})?)"
        + _NO_AMOUNT,
    ),
    _finder(
        "电话",
        r"(?:电话|電話|手机|手機|传真|联系方式|座机|微信|QQ|[Tt]el|TEL|[Pp]hone|[Mm]obile|[Ff]ax)"
        r"(?:号码|号|及短信)?\s{0,2}[:.为是]?\s{0,2}(?P<it>\+?\d(?:[\s()-]{0,2}\d){5,14})(?!\d|\.\d)",
    ),
    _finder(
        "账号",
        r"(?:微信号?|QQ号?|[Ww]e[Cc]hat)\s{0,2}[:为是]\s{0,2}(?P<it>[A-Za-z0-9][\w-]{4,19})",
    ),
    _finder("网络地址", r"(?<![\d.])(?P<it>\d{1,3}(?:\.\d{1,3}){3})(?![\d.])", _ipv4),
    _finder(
        "网络地址",
        r"(?<![0-9A-Za-z:])(?P<it>[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){7}"
        r"|(?:[0-9A-Fa-f]{1,4}:){1,6}(?::[0-9A-Fa-f]{1,4}){1,6})(?![0-9A-Za-z:])",
    ),
    _finder(
        "车牌",
        r"(?P<it>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-Z][·•. -]?"
        r"(?=[A-Z]{0,5}\d)[A-Z0-9]{4,5}[A-Z0-9挂学警港澳领])(?![A-Za-z0-9])",
    ),
    _finder(
        "生日",
        r"(?:出生日期|出生年月日?|出生时间|出生于|出生|生日|生于)\s{0,2}[:为是]?\s{0,2}"
        rf"(?P<it>{_BIRTH}|{_BIRTH_ZH})",
    ),
    _finder("生日", rf"(?P<it>{_BIRTH}|{_BIRTH_ZH})\s?(?:出生|生人|生(?=[,，。;；)）\s]|$))"),
    _finder("地址", rf"(?:{_HOME})\s{{0,2}}[:为是在]\s{{0,2}}(?P<it>[^\s,，。;；、)]{{3,60}})"),
    _finder(
        "地址",
        r"(?:家住|现住|住在|居住在|居住于|租住在?|(?<=[,，。;；、 ])住)"
        r"(?P<it>[^\s,，。;；、:的)]{2,40}[村组号栋幢楼室院巷弄路街屯庄][^\s,，。;；、:的)]{0,20})",
    ),
)
_AT = re.compile(r"@\s?[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\.[A-Za-z0-9-]{1,63}){1,6}")
_LOCAL = re.compile(r"[A-Za-z0-9._%+-]+\s?\Z")
_LONGEST_LOCAL = 254


def personal_data(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and label of each match, by kind.

    >>> list(personal_data("１３８ １２３ ４５６７８，预算13812345678元"))
    [(0, 13, '电话')]
    """
    plain = text.translate(_NARROW)
    yield from _mails(plain)
    for finder in _FINDERS:
        for match in finder.pattern.finditer(plain):
            if finder.holds(re.sub(r"[\s-]", "", match["it"])):
                yield *match.span("it"), finder.label


def _mails(text: str) -> Iterator[tuple[int, int, str]]:
    # Search to the left of the sign, so that a run of letters without one is read once.
    for match in _AT.finditer(text):
        low = max(0, match.start() - _LONGEST_LOCAL)
        local = _LOCAL.search(text[low : match.start()])
        if local:
            yield low + local.start(), match.end(), "邮箱"
