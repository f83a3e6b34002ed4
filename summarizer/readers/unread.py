"""Figures that no one read: none is lost without a word.

A run of digits is in a quantity, or it is one of the kinds of figures that count nothing (a list
marker, a date, the number of a document, a code, a telephone …), or it becomes a quantity without a
unit here, so that coverage lists it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from summarizer.quantities import kind_of, scan
from summarizer.quantities.numerals import scaled
from summarizer.quantities.vocabulary import RATE, SCORE, TALLY
from summarizer.schema import Quantity
from summarizer.tables.units import Unit, money_unit, printed_unit

__all__ = ["COUNTS_NOTHING", "unread_runs", "with_unread"]

Span = tuple[int, int]

_RUN = re.compile(r"[0-9０-９][0-9０-９,，.．]*")
_LONGEST = 24
# Kinds of figures that count nothing, by name; each line is a pattern that takes the whole of one.
COUNTS_NOTHING: dict[str, str] = {
    "date": r"""
(?:19|20)\d\d\s{0,2}(?:[-－—–~～至到、和及]\s{0,2}(?:19|20)?\d\d\s{0,2})*年
(?:19|20)\d\d(?=年?[度级届])
(?:19|20)\d\d\s?[-/.．年]\s?\d{1,2}(?:\s?[-/.．月]\s?\d{1,2})?(?![\d.])(?:[-—~至]\d{1,2}[./]\d{1,2}(?!\d))?
(?<!\d)(?:19|20)\d\d\s?[-－—–~～至]\s?(?:19|20)\d\d(?!\d)
\d{1,2}\s{0,2}月(?:份|底|末|初|前)?(?:\s{0,2}\d{1,2}\s{0,2}[日号])?
\d{1,2}\s{0,2}日
\d{1,2}[-—–~～]\d{1,2}\s?月
20[xX×*]{2}
(?<!\d)(?:19|20)\d\d(?:19|20)\d\d(?!\d)
""",
    "markup": r"<[^<>\n]{1,200}>",
    "clock": r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\s?[-—–~～至]\s?\d{1,2}[:：]\d{2})?",
    "document": r"""
[〔\[［【（(]\s?(?:19|20)\d\d\s?[〕\]］】）)]\s?第?\s?\d*\s?号?
第?\s?\d{1,6}(?:[、,，和]\d{1,6}){0,8}\s?号
GB\S{0,4}\d[\d.-]*
""",
    "order": r"""
第\s?\d{1,4}
(?:指标|目标|附件|附表|附录|附|表|图|注|说明|任务|措施|问题|项目|标段|科目)\s{0,2}\d{1,3}(?=[\s:：、,，。;；)）—|]|$)
附[件表]\s?\d{1,2}(?!\d)
(?<=支出)\d{1,2}(?=[:：][\u4e00-\u9fff])
公开\s?\d{1,3}\s?表
(?:(?<=^)|(?<=[\s|]))(?:指标|目标)\s?\d{1,2}(?=[\u4e00-\u9fff])(?![个项分条次年月日人万])
[-—–]\s{0,2}\d{1,4}\s{0,2}[-—–]
""",
    "marker": r"""
[\[［]\s?\d{1,3}\s?[\]］]
(?:(?<=^)|(?<=[\s。；;：:，,、|）)】］\]]))\d{1,2}\s{0,2}(?:[.．](?!\d|$)|[.．](?=(?:19|20)\d\d年)|[、)）])
(?<![\u4e00-\u9fff])[（(]\s?\d{1,2}\s?[）)]
(?<=[\s。；;：:，,、）)\u4e00-\u9fff])\d{1,2}[.．、](?=[\u4e00-\u9fff《“])
""",
    "telephone": r"""
(?<!\d)1[3-9]\d{9}(?!\d)
(?<!\d)0\d{2,3}[-—－\s]?\d{7,8}(?!\d)
(?:电话|热线|手机|传真|邮\s?编|邮政编码)\S{0,6}?[:：\s|]{0,4}\d[\d-]{2,14}
""",
    "code": r"""
(?<![≥≤＞＜>=])\d{1,2}[A-Z]{1,2}(?![A-Za-z\d])
[A-Za-z_]+[-.]?\d[\dA-Za-z_.-]*
\d{4,}[A-Za-z_]\d[\dA-Za-z_]*
\d+[A-Za-z_]{2,}\d+[\dA-Za-z_]*
(?<![\d.])0\d+(?![.\d%％])
\d{13,}
(?:编[码号]|代码|账号|帐号|索引号|文号|证号|序列号)\S{0,4}?[:：\s|]{0,4}\d[\d-]*
[\[［【]\d{5,}[\]］】]
(?<![\d.])\d{2,9}[-—－](?=[\u4e00-\u9fff])
https?://\S+
www\.\S+
\S+@\S+
""",
    "name": r"""
“[^“”\n]{0,12}\d[^“”\n]{0,12}”
(?:12345|12315|12333|12355|12328|12369|12388|12319)(?=[^\d.%％]{0,4}(?:热线|平台|工单|电话|中心|举报))
(?<!\d)(?:110|119|120)(?=[^\d.%％]{0,4}(?:热线|平台|工单|电话|中心|举报|接警))
""",
}
_KNOWN = re.compile(
    "|".join(f"(?P<{name}>{'|'.join(said.split())})" for name, said in COUNTS_NOTHING.items()),
    re.MULTILINE,
)
# The same number twice or more, and a number with two places before another: none else is sure.
_TWICE = re.compile(r"(\d+\.\d+?)(?:\1)+(?=\d|$|\D)")
_CENTS = re.compile(r"(\d+\.\d\d)(?=\d+\.)")
_LONG_CHAIN, _ALONE_CHAIN, _CAPTION_REACH = 5, 3, 2_000
_NUMBERED = re.compile("[行栏]\\s*次|序\\s*号")
_PLAIN_NUMBER = re.compile(r"[\d,，.．]+$")
_CENTS_ONLY = re.compile(r"\d{1,3}(?:,\d{3})+\.\d\d")
# A sum on a line of its own, so near below heads that name its unit: 资金情况（万元） … 216.80.
_UNPARTED_CENTS, _HEADS_REACH = re.compile(r"\d+\.\d\d"), 200
_CAPTION = re.compile(
    r"(?:[（(](?=[^（()）]{1,12}[）)])|单\s{0,4}位\s*[：:])\s*(?:人民币)?\s*"
    r"(?P<unit>[百千]?万元|亿元|千元|元)(?![/／])"
)
_MARKS = re.compile("[|:：]")
_STAFF = re.compile("(?:人数|编制数?|在职|在编|退休)$")
_MONEY_LABEL = re.compile(
    "(?:预算|资金|拨款|补助|财政|基金|总额|预算数|执行数|决算数|金额|经费|支出|收入|安排|投资|到位数?|结转|结余|合计数)"
    "(?:总额|总计|合计|小计|数)?(?:[（(][^（()）]{0,16}[）)])?$"
)
_TRAILING = ".,，．"
_CELL_BEFORE = re.compile(r"[|\n]\s*(?P<words>[^|\s]{1,6})\s*[|\n]\s*\Z")
_SCORE_HEADS = re.compile(r"(?:分\s?值|权\s?重)[\s|]{0,6}(?:自评)?得\s?分")
_POINTS, _MOST_POINTS = re.compile(r"\d{1,2}(?:\.\d{1,2})?"), 50


def with_unread(
    text: str, found: Sequence[Quantity], passed: Sequence[Span], settled: Sequence[Span] = ()
) -> Iterator[Quantity]:
    """The quantities found, in order of place, and between them each run of digits that none of
    them holds, as a bare count; not in the spans that are passed over. What stands in the spans
    that are settled keeps its unit.

    >>> [one.text for one in with_unread("1.维修78台，合计 514", [], [])]
    ['78', '514']
    """
    runs = _not_numbered(text, list(unread_runs(text, found, passed)))
    extra = [_bare(text, *span) for span in runs]
    both = sorted([*found, *extra], key=_start) if extra else found
    if extra:
        both = list(_scored(text, both, frozenset(one.start for one in extra)))
    yield from _told(text, both, settled, frozenset(one.start for one in extra))


def _not_numbered(text: str, runs: list[Span]) -> list[Span]:
    """Without the numbers of lines: five and more that count on from each other."""
    if not _NUMBERED.search(text):
        return runs
    chains: list[list[Span]] = []
    last: dict[int, list[Span]] = {}
    for start, end in runs:
        printed = text[start:end]
        if not printed.isdigit() or len(printed) > 3:
            continue
        number = int(printed)
        chain = last.pop(number - 1, None) or []
        if not chain:
            chains.append(chain)
        chain.append((start, end))
        last[number] = chain
    numbered = {
        span
        for chain in chains
        if len(chain) >= (_ALONE_CHAIN if all(_alone(text, *one) for one in chain) else _LONG_CHAIN)
        for span in chain
    }
    return [span for span in runs if span not in numbered]


def _scored(text: str, quantities: Sequence[Quantity], bare: frozenset[int]) -> Iterator[Quantity]:
    """Two bare figures behind a value with its unit, the second no more than the first, are what an
    indicator is worth and what it got, in a text with heads for both: 221人 203人 2 1.8."""
    if not _SCORE_HEADS.search(text):
        yield from quantities
        return
    pairs: set[int] = set()
    for value, worth, got in zip(quantities, quantities[1:], quantities[2:], strict=False):
        apart = text[value.end : worth.start] + text[worth.end : got.start]
        if not {worth.start, got.start} <= bare or not value.unit or apart.strip("\n |"):
            continue
        if text[got.end : got.end + 1].strip("\n |") or not (_is_score(worth) and _is_score(got)):
            continue
        if Decimal(got.value) <= Decimal(worth.value) <= _MOST_POINTS:
            pairs |= {worth.start, got.start}
    for one in quantities:
        yield replace(one, unit="分", kind="score") if one.start in pairs else one


def _is_score(one: Quantity) -> bool:
    return not one.unit and _POINTS.fullmatch(one.text) is not None


def _alone(text: str, start: int, end: int) -> bool:
    """Does the number stand alone on its line or in its cell?"""
    before, after = text[max(0, start - 3) : start].rstrip(" "), text[end : end + 3].lstrip(" ")
    return before[-1:] in ("", "\n", "|", "\t") and after[:1] in ("", "\n", "|", "\t")


def _told(
    text: str, quantities: Iterable[Quantity], settled: Sequence[Span], bare: frozenset[int]
) -> Iterator[Quantity]:
    """A bare number behind a label of money counts in the unit that the form gives for money."""
    captions: list[tuple[int, Unit]] | None = None
    starts = [start for start, _ in settled]
    for one in quantities:
        if one.unit or one.kind != "count" or one.comparator or not _PLAIN_NUMBER.match(one.text):
            yield one
            continue
        place = bisect_right(starts, one.start) - 1
        if place >= 0 and one.start < settled[place][1]:
            yield one
            continue
        if captions is None:
            captions = [
                (found.start(), unit)
                for found in _CAPTION.finditer(text)
                if (unit := money_unit(found["unit"]))
            ]
        unit = _money(text, one, captions, listed=one.start in bare)
        if unit is None:
            yield one
            continue
        value = scaled(one.value, extra=unit.scale)
        yield replace(one, value=value, unit=unit.base, kind=kind_of(unit.base))


def _money(
    text: str, one: Quantity, captions: Sequence[tuple[int, Unit]], *, listed: bool
) -> Unit | None:
    """The unit of a sum: that of the nearest caption in front, else behind. What nobody read under
    a caption of its own (单位：万元) is one where no sentence stands between."""
    place = bisect_right(captions, (one.start, Unit("\uffff"))) - 1
    near = [captions[at] for at in (place, place + 1) if 0 <= at < len(captions)]
    told = [(start, unit) for start, unit in near if abs(start - one.start) <= _CAPTION_REACH]
    if not told:
        return None
    start, unit = told[0]
    lettered = text[one.end : one.end + 1].isascii() and text[one.end : one.end + 1].isalpha()
    # Behind a cell that holds a unit stands what an indicator weighs: | 95 | % | 10 |.
    beside = _CELL_BEFORE.search(text, max(0, one.start - 24), one.start)
    if lettered or (beside and printed_unit(beside["words"])):
        return None
    if listed and start < one.start and text[start] == "单":
        parted = "。" in text[start : one.start]
        if not parted or _alone(text, one.start, one.end):
            return unit
    if listed and start < one.start and _UNPARTED_CENTS.fullmatch(one.text):
        between = text[start : one.start]
        if "。" not in between and len(between) < _HEADS_REACH and _alone(text, one.start, one.end):
            return unit
    head = "".join(_MARKS.sub("", text[max(0, one.start - 60) : one.start]).split())
    cents = _CENTS_ONLY.fullmatch(one.text) is not None
    return unit if cents or _MONEY_LABEL.search(head) else None


def _start(one: Quantity) -> int:
    return one.start


def _bare(text: str, start: int, end: int) -> Quantity:
    """A run as the scanner reads it when nothing stands in front, else as a bare count."""
    alone = scan(text[start : end + 8])
    if alone and alone[0].start == 0 and alone[0].unit in ("%", "分", "元"):
        one = alone[0]
        if one.end >= end - start and not any(map(str.isdigit, one.text[end - start :])):
            return replace(one, start=start, end=start + one.end)
    printed = text[start:end]
    digits = printed.translate(_PLAIN)
    value = scaled(digits) if digits.count(".") < 2 else scaled(digits.split(".")[0])
    head = "".join(_MARKS.sub("", text[max(0, start - 24) : start]).split())
    tally = TALLY.search(head) or _STAFF.search(head)
    unit = "分" if SCORE.search(head) else "%" if RATE.search(head) else ""
    unit = unit or ((tally.groupdict().get("unit") or "人") if tally else "")
    return Quantity(printed, value, unit, kind_of(unit), "exact", None, start, end)


_PLAIN = str.maketrans("０１２３４５６７８９．，", "0123456789.,")


def unread_runs(
    text: str, found: Iterable[Quantity], passed: Iterable[Span] = ()
) -> Iterator[Span]:
    """The runs of digits in none of the quantities or spans, and of no kind that counts nothing."""
    held = sorted([*((one.start, one.end) for one in found), *passed])
    starts = [start for start, _ in held]
    last = 0
    for run in _RUN.finditer(text):
        start, end = run.span()
        while text[end - 1] in _TRAILING:
            end -= 1
        for first, stop in _outside(starts, held, start, end):
            while first < stop and text[first] in _TRAILING:
                first += 1
            while first < stop and text[stop - 1] in _TRAILING:
                stop -= 1
            if first == stop or first < last or _counts_nothing(text, first, stop):
                continue
            last = stop
            if stop - first <= 2 * _LONGEST:
                yield from _numbers(text, first, stop)


def _numbers(text: str, start: int, end: int) -> Iterator[Span]:
    """The numbers of a run. With several points it is several that touch: 372.88504.55."""
    if text.count(".", start, end) < 2:
        yield start, end
        return
    twice = _TWICE.match(text, start, end)
    cut = twice or _CENTS.match(text, start, end)
    if cut is None:
        yield start, end
        return
    for size in [len(cut[1])] * (len(cut[0]) // len(cut[1])):
        yield start, start + size
        start += size
    if start < end:
        yield from _numbers(text, start, end)


def _outside(starts: Sequence[int], held: Sequence[Span], start: int, end: int) -> Iterator[Span]:
    """The parts of a run that no span holds."""
    at = start
    place = max(0, bisect_right(starts, start) - 1)
    while at < end and place < len(held):
        first, stop = held[place]
        if stop <= at:
            place += 1
            continue
        if first >= end:
            break
        if first > at:
            yield at, first
        at = max(at, stop)
        place += 1
    if at < end:
        yield at, end


def _counts_nothing(text: str, start: int, end: int) -> bool:
    """Is the run within a figure of a known kind that counts nothing?"""
    first = max(0, start - 40)
    for known in _KNOWN.finditer(text, first, min(len(text), end + 40)):
        if known.start() <= start and end <= known.end():
            return True
        if known.start() > start:
            return False
    return False
