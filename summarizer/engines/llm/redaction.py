"""Redaction (脱敏): personal data is replaced before a prompt is made and put back in the reply.

Tokens are numbered in the order of the document (【人名_01】), the same value always gets the same
one, and the map is made anew from the document whenever it is needed, so it is stored nowhere.
Amounts and counts are never touched. What goes out is scanned once more; a hit stops the call.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

__all__ = ["Redaction", "leaks", "redaction_of"]

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴"
    "霍涂成苗谷曲盛冉翁蓝路游辛靳管柴蒙鲍华喻祁房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景"
    "党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
_COMPOUND = "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|令狐|司徒|慕容|夏侯|端木|轩辕"
# A name with a blank in it is how forms set two characters as wide as three.
_NAME = (
    rf"(?:(?:{_COMPOUND})[ 　]?[一-鿿]{{1,2}}|[{_SURNAMES}](?:[ 　]{{1,2}}[一-鿿]|[一-鿿]{{1,2}}))"
)
_FIELDS = (
    "(?:项目|单位|部门|机构|主要|财务|技术|业务)?(?:负责人|联系人|责任人|经办人|承办人)"
    "|填报人|填表人|填写人|审核人|复核人|制表人|编制人|报告人|评价人|组长|法定代表人|法人代表"
    "|姓名|户主|收款人|开户名|户名"
)
_TITLES = (
    "副?主任|副?书记|副?局长|副?科长|副?处长|副?(?:县|区|市|镇|乡)长|校长|院长|所长|站长|经理|会计"
    "|出纳"
)
_PERSONS = (
    "信访人|上访人|来访人|反映人|投诉人|举报人|当事人|申请人|被征收人|受助人|受害人|死者|伤者"
    "|患者|家属|业主|居民|村民|贫困户|低保户"
)
# Words that begin like a name and stand where one could stand.
_NO_NAME = (
    "(?!安全|安心|方便|方案|程序|高度|高兴|舒心|和谐|和睦|文化|文明|水平|金额|时间|平安|代表)"
)
_BEHIND = (
    r"(?=同志|等|先生|女士|的|因|反映|来电|来访|上访|信访|带队|率|，|。|、|；|：|,|;|\s|[（()）]|$)"
)


def _is_bank_card(digits: str) -> bool:
    """The Luhn check of bank cards."""
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _anything(_: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class _Finder:
    """One kind of personal data: its token, its pattern (group `it`), and a check of the digits."""

    label: str
    pattern: re.Pattern[str]
    holds: Callable[[str], bool] = _anything


# Digits may be set apart by blanks, hyphens or a line break; an amount is followed by its unit.
_NO_AMOUNT = r"(?![\d０-９]|[.．]\d|\s*[元万亿人户件个次吨亩])"
_FINDERS: tuple[_Finder, ...] = (
    _Finder("邮箱", re.compile(r"(?P<it>[A-Za-z0-9._%+-]+[@＠][A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")),
    _Finder(
        "证件号",
        re.compile(
            r"(?<![\dA-Za-z])(?P<it>[1-9]\d{5}\s*(?:19|20)\d{2}\s*(?:0[1-9]|1[0-2])"
            r"(?:0[1-9]|[12]\d|3[01])\s*\d{3}\s*[\dXxＸ])(?![\dA-Za-z])"
        ),
    ),
    _Finder(
        "银行卡",
        re.compile(
            r"(?<![\d.])(?P<it>[3-9]\d{3}(?:[\s-]?\d{4}){3}(?:[\s-]?\d{1,3})?)" + _NO_AMOUNT
        ),
        _is_bank_card,
    ),
    _Finder(
        "电话",
        re.compile(rf"(?<![\d.])(?P<it>(?:\+?86[- ]?)?1[3-9]\d(?:[\s-]?\d{{4}}){{2}}){_NO_AMOUNT}"),
    ),
    _Finder(
        "电话",
        re.compile(
            r"(?<![\d.])(?P<it>(?:[（(]0\d{2,3}[)）]|0\d{2,3}[-—－ ])\s?[2-9]\d{6,7}(?:-\d{1,4})?)"
            + _NO_AMOUNT
        ),
    ),
    _Finder(
        "电话",
        re.compile(r"(?:电话|手机|传真|联系方式)[号码]*[:：]?\s*(?P<it>[2-9]\d{6,7})(?!\d|[.]\d)"),
    ),
    _Finder(
        "人名",
        re.compile(
            rf"(?:{_FIELDS})(?:签字|签名|（签字）|（签章）)?\s*[:：]\s*(?P<it>{_NAME})(?![一-鿿])"
        ),
    ),
    _Finder(
        "人名", re.compile(rf"(?:{_FIELDS}|{_TITLES}|{_PERSONS}){_NO_NAME}(?P<it>{_NAME}){_BEHIND}")
    ),
    _Finder(
        "人名",
        re.compile(
            rf"{_NO_NAME}(?P<it>{_NAME})(?=(?:同志|先生|女士)(?:[^一-鿿]|的|为|任|因|反映))"
        ),
    ),
)
_TOKEN = re.compile(r"【(?:人名|电话|邮箱|证件号|银行卡|词)_\d{2,}】")


def _spans(text: str, words: Iterable[str] = ()) -> list[tuple[int, int, str]]:
    """Places of personal data in a text, in order, without overlap; the earlier finder wins."""
    found: list[tuple[int, int, str]] = []
    taken = bytearray(len(text))

    def take(start: int, end: int, label: str) -> None:
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            found.append((start, end, label))

    for token in _TOKEN.finditer(text):
        taken[token.start() : token.end()] = b"\1" * (token.end() - token.start())
    for word in words:
        for match in re.finditer(re.escape(word), text):
            take(*match.span(), "词")
    for finder in _FINDERS:
        for match in finder.pattern.finditer(text):
            digits = "".join(mark for mark in match.group("it") if mark.isdigit())
            if finder.holds(digits):
                take(*match.span("it"), finder.label)
    return sorted(found)


def leaks(messages: Iterable[dict[str, Any]], words: Iterable[str] = ()) -> list[str]:
    """The kinds of personal data still found in what is about to go out."""
    words = tuple(words)
    return [
        label
        for message in messages
        for _, _, label in _spans(str(message.get("content") or ""), words)
    ]


class Redaction:
    """What is replaced in one document. Names that were found once are replaced everywhere."""

    def __init__(
        self,
        text: str,
        words: tuple[str, ...] = (),
        *,
        found: list[tuple[int, int, str]] | None = None,
    ) -> None:
        """`found` are places that are known already; an empty list hides nothing."""
        self.text = text
        self.words = words
        self._found = found

    @cached_property
    def spans(self) -> list[tuple[int, int, str]]:
        """Start, end and token of every replacement, in order."""
        first = _spans(self.text, self.words) if self._found is None else self._found
        names = {_plain(self.text[start:end]) for start, end, label in first if label == "人名"}
        again = {
            match.span(): "人名"
            for name in names
            if len(name) > 2 or len(names) < 50
            for match in re.finditer(re.escape(name), self.text)
        }
        taken = bytearray(len(self.text))
        for start, end, _ in first:
            taken[start:end] = b"\1" * (end - start)
        extra = [(start, end, "人名") for (start, end) in again if not any(taken[start:end])]
        tokens: dict[tuple[str, str], str] = {}
        counts: dict[str, int] = {}
        placed = []
        for start, end, label in sorted([*first, *extra]):
            key = (label, _plain(self.text[start:end]))
            if key not in tokens:
                counts[label] = counts.get(label, 0) + 1
                tokens[key] = f"【{label}_{counts[label]:02d}】"
            placed.append((start, end, tokens[key]))
        return placed

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _, _ in self.spans]

    @cached_property
    def _values(self) -> dict[str, str]:
        """What each token stands for, as it was printed first."""
        values: dict[str, str] = {}
        for start, end, token in self.spans:
            values.setdefault(token, " ".join(self.text[start:end].split()))
        return values

    def cut(self, start: int, end: int) -> str:
        """A slice of the document with tokens for what must not leave."""
        parts, place = [], start
        for low, high, token in self._touching(start, end):
            parts += [self.text[place : max(low, place)], token]
            place = max(place, min(high, end))
        return "".join((*parts, self.text[place:end]))

    def _touching(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        first = max(0, bisect_left(self._starts, start) - 1)
        for low, high, token in self.spans[first:]:
            if low >= end:
                return
            if high > start:
                yield low, high, token

    def hide(self, words: str) -> str:
        """Words from elsewhere (a title, an item) with the document's tokens."""
        for token, value in self._values.items():
            words = words.replace(value, token)
        return words

    def restore(self, words: str) -> str:
        """The reply's words with the values back. A token that the document does not have stays
        visible."""
        return _TOKEN.sub(lambda token: self._values.get(token.group(), token.group()), words)


def _plain(value: str) -> str:
    return re.sub(r"[\s-]", "", value)


@lru_cache(maxsize=8)
def redaction_of(text: str, words: tuple[str, ...] = ()) -> Redaction:
    """The redaction of a document's text."""
    return Redaction(text, words)
