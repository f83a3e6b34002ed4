"""Counts against the names that they count (check 7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from summarizer.audit.enumerations import Enumeration, enumerations, number_of, shape_of
from summarizer.audit.figures import Figure
from summarizer.audit.page import Page, Sentence
from summarizer.schema import Finding, Span

__all__ = [
    "announced_items",
    "counted_points",
    "items_above",
    "listed_names",
    "named_kinds",
    "unit_names",
]

_AFTER = re.compile(
    r"[^，。；：:、\d]{0,12}[，,：:\s]*(?:分别|具体)(?:为|是|包括|有)[:：]?\s*(?P<names>[^，,。；;：:]+)"
    r"|[^，。；：:、\d]{0,12}[，,：:\s]*(?:包含|包括|即)[:：]?\s*(?P<weak>[^，,。；;：:]+)"
)
_SEATED = re.compile(r"(?:下辖|下设|辖有|内设)$")
_EDGE = re.compile(r"[，,；;。：:（）()]")
_LONGEST = 200
# How far around a name is looked for a second time.
_AROUND = 20_000
_LEAD = re.compile(
    r"^.*(?:下辖|下设|辖有|设有|设立了?|内设|包括|包含|分别为|分别是|涉及|覆盖|完成对?|成立了?|[设辖对为在是])"
)
_OPEN = re.compile(r"等|以及|主要|例如|之一|部分|……")
_NOUN = re.compile(
    r"\s*(?:[一-龥]{0,6})(?:社区|行政村|村|乡镇|街道|机构|单位|部门|科室|处室|股室|办公室|中心|维度|街巷|道路|小区"
    r"|学校|医院|企业|公司|支部|子项目|项目|指标|目标|类别|领域|环节|工程|标段|片区|网格|区县|县区)"
)
# 包括租房补贴、购房补贴和一次性补贴三类: the last name follows 和.
_KINDS = re.compile(
    r"(?:包括|包含|分为|分成|涵盖|用于)"
    r"(?P<names>[^，。；：:、]{2,14}(?:、[^，。；：:、和及]{2,14})+[和及][^，。；：:、和及]{2,14}?)"
    r"(?P<n>[两三四五六七八九]|[3-9])(?:大?类|种|个?方面|个?部分)(?![一-龥]{0,4}[、和])"
)
_ANNOUNCED = re.compile(
    r"(?P<n>[两二三四五六七八九十]|\d{1,2})\s*(?:个|项|大|点|条)?\s*(?:主要|重点|突出)?(?:方面)?的?"
    r"(?:方面|问题|举措|措施|任务|不足|建议)[^，。；：:]{0,6}[:：。]?\s*$"
)
_OUTER = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}、|第.{1,3}[部章])")
# How many paragraphs a list may have.
_LONG_LIST = 40
_ABOVE = re.compile(
    r"(?:以上|上述)(?P<n>[三四五六七八九十]|\d{1,2})\s*个(?P<what>项目|子项目|方面|问题)"
)
_JOINTS = re.compile(r"[和及与]")
_UNITS = re.compile(
    r"(?P<n>[一二两三四五六七八九十]{1,2}|\d{1,2})\s*个?(?P<kind>中心|大队|办|部|科|室|局|组|所|站|队)"
)
_UNIT_RUN = re.compile(f"(?:{re.sub('[?]P<[a-z]+>', '?:', _UNITS.pattern)}){{2,4}}")
_TAILS = {"办": r"(?:办公室|办)", "大队": "大队", "队": "队"}
_POINTS = re.compile(
    r"(?P<n>[两二三四五六七八九十]|\d{1,2})\s*(?:个|项|大|点|条)?\s*(?:主要|重点|突出)?"
    r"(?:方面|问题|举措|措施|工作|任务|不足|建议)[^。；，一二三四五六七八九十\d]{0,8}[:：，。]?\s*(?:一是|1[.、．])"
)
_POINT = re.compile(r"(?:^|[。；;，,：:\s])(?P<n>[一二三四五六七八九十]{1,2})是")
_DIGITS = {digit: place for place, digit in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
# A slip leaves a list one or two names off; anything more counts something else.
_SLIP = 2
# How long the head of an item is, and how far behind a list its number may stand.
_HEAD, _NEXT = 40, 60


def listed_names(page: Page) -> Iterator[Finding]:
    """Check 7: “A、B、C等”-free lists against the count before or after them.

    Names may hold 、 or 和 themselves, so only a count that no reading gives is reported.
    Source: reviewing practice.
    """
    for sentence in page.sentences:
        for figure in sentence.figures:
            if figure.kind == "count" and figure.is_exact and figure.scale == 1:
                names = _names_after(sentence, figure) or _names_before(sentence, figure)
                if names:
                    yield from _judge(page, figure, names)


@dataclass(frozen=True, slots=True)
class _Names:
    """Names beside a count. `is_whole` when the words say that they are all of them."""

    text: str
    start: int
    is_whole: bool


def _names_after(sentence: Sentence, figure: Figure) -> _Names | None:
    match = _AFTER.match(sentence.text, figure.end - sentence.start)
    if match is None:
        return None
    group = "names" if match["names"] else "weak"
    names = match[group]
    if "、" not in names or re.search(r"[\d（(]", names):
        return None
    return _Names(names, sentence.start + match.start(group), is_whole=group == "names")


def _names_before(sentence: Sentence, figure: Figure) -> _Names | None:
    at = figure.start - sentence.start
    words = _EDGE.split(sentence.text[max(0, at - _LONGEST) : at])[-1]
    if words.count("、") < 2 or not _NOUN.match(figure.after):
        return None
    head, mark, tail = words.partition("、")
    lead = _LEAD.match(head)
    first = head[lead.end() :] if lead else head
    names = first + mark + tail
    if not first or len(first) > 12 or re.search(r"\d", names):
        return None
    whole = bool(lead and _SEATED.search(lead[0]))
    return _Names(names, figure.start - len(names), is_whole=whole)


def _judge(page: Page, figure: Figure, listed: _Names) -> Iterator[Finding]:
    names = listed.text
    pieces = [piece for piece in names.split("、") if piece.strip()]
    around = page.text[max(0, listed.start - _AROUND) : listed.start + _AROUND]
    least, most = _readings(around, names, pieces)
    stated = int(figure.value)
    if _OPEN.search(names) or least <= stated <= most or len(pieces) < 2:
        return
    # Fewer names than things may be examples; more names than things are too many.
    if stated > most + _SLIP and not listed.is_whole:
        return
    yield page.finding(
        "count-list-mismatch",
        "warning",
        f"数目与所列名称不符：“{figure.quantity.text}”，而所列“{names.strip()}”为{len(pieces)}个",
        (page.clause_span(figure), page.span(listed.start, listed.start + len(names))),
        expected=str(len(pieces)),
        stated=figure.quantity.text,
    )


def _readings(text: str, names: str, pieces: Sequence[str]) -> tuple[int, int]:
    """The least and the most names that a list may hold.

    Neighbours that the report also writes together elsewhere may be one name with a 、 in it.
    """
    pairs = [f"{a.strip()}、{b.strip()}" for a, b in pairwise(pieces)]
    joined = sum(1 for pair in pairs if text.find(pair, text.find(pair) + 1) >= 0)
    return len(pieces) - joined, len(pieces) + len(_JOINTS.findall(names))


def announced_items(page: Page) -> Iterator[Finding]:
    """Check 7: 存在三个问题： and two numbered paragraphs below.

    Source: reviewing practice.
    """
    paragraphs = page.paragraphs
    for place, paragraph in enumerate(paragraphs):
        match = _ANNOUNCED.search(paragraph[-1].text)
        following = paragraphs[place + 1 : place + 1 + _LONG_LIST]
        if match is None or not following or number_of(following[0][0].text) != 1:
            continue
        listed = _numbered(following)
        stated = _numeral(match["n"])
        if listed > 1 and listed != stated and abs(listed - stated) <= _SLIP:
            start = paragraph[-1].start
            yield page.finding(
                "count-list-mismatch",
                "warning",
                f"“{match[0]}”与所列{listed}项不符",
                (
                    page.span(start + match.start(), start + match.end()),
                    page.span(following[0][0].start, following[0][0].end),
                ),
                expected=str(listed),
                stated=match["n"],
            )


def _numbered(paragraphs: Sequence[Sequence[Sentence]]) -> int:
    """How far paragraphs count on in the shape of the first; others go on with the one before."""
    shape, last = shape_of(paragraphs[0][0].text), 0
    for paragraph in paragraphs:
        text = paragraph[0].text
        if shape_of(text) == shape:
            if number_of(text) != last + 1:
                return last
            last += 1
        elif shape_of(text) and _OUTER.match(text):
            return last
    return last


def named_kinds(page: Page) -> Iterator[Finding]:
    """Check 7: 包括甲补贴、乙补贴和丙补贴三类: as many names as kinds.

    Source: reviewing practice.
    """
    for match in _KINDS.finditer(page.text):
        names = match["names"]
        pieces = re.split(r"、|[和及](?=[^和及]+$)", names)
        stated = _numeral(match["n"])
        if stated != len(pieces) and not _OPEN.search(names) and "及" not in pieces[0]:
            yield page.finding(
                "count-list-mismatch",
                "warning",
                f"数目与所列名称不符：所列“{names}”为{len(pieces)}个，而为“{match['n']}”",
                (page.span(match.start(), match.end()),),
                expected=str(len(pieces)),
                stated=match["n"],
            )


def items_above(page: Page) -> Iterator[Finding]:
    """Check 7: 以上5个项目 behind a list of four.

    Source: reviewing practice.
    """
    for listing in enumerations(page):
        last = listing.items[-1]
        texts = page.text[last[0].start : last[-1].end + _NEXT]
        for match in _ABOVE.finditer(texts):
            stated, listed = _numeral(match["n"]), len(listing.items)
            heads = sum(1 for item in listing.items if match["what"][-2:] in item[0].text[:_HEAD])
            if stated != listed and abs(stated - listed) <= _SLIP and heads * 2 > listed:
                start = last[0].start + match.start()
                yield page.finding(
                    "count-list-mismatch",
                    "warning",
                    f"“{match[0]}”与所列{listed}项不符",
                    (page.span(start, start + len(match[0])), *_heads(page, listing)),
                    expected=str(listed),
                    stated=match["n"],
                )


def _heads(page: Page, listing: Enumeration) -> list[Span]:
    return [page.span(item[0].start, item[0].start + _HEAD // 2) for item in listing.items]


def counted_points(page: Page) -> Iterator[Finding]:
    """Check 7: 三个方面：一是……二是…… must hold as many points as announced.

    Source: reviewing practice.
    """
    for paragraph in page.paragraphs:
        start, end = paragraph[0].start, paragraph[-1].end
        text = page.text[start:end]
        announced = list(_POINTS.finditer(text))
        if len(announced) != 1:
            continue
        points = [_numeral(m["n"]) for m in _POINT.finditer(text, announced[0].end() - 3)]
        run = 0
        for point in points:
            run = point if point == run + 1 else run
        stated = _numeral(announced[0]["n"])
        if run >= 2 and points == list(range(1, run + 1)) and run != stated:
            place = start + announced[0].start()
            yield page.finding(
                "count-list-mismatch",
                "warning",
                f"“{announced[0][0][:-2]}”与所列{run}点不符",
                (page.span(place, start + announced[0].end()), page.span(start, end)),
                expected=str(run),
                stated=announced[0]["n"],
            )


def unit_names(page: Page) -> Iterator[Finding]:
    """Check 7: 五办七中心 against the offices and centres that a numbered list goes through.

    Source: reviewing practice.
    """
    lists = [listing for listing in enumerations(page) if len(listing.leads) == len(listing.items)]
    seen: set[str] = set()
    for match in _UNIT_RUN.finditer(page.text) if lists else ():
        if match[0] not in seen:
            seen.add(match[0])
            for listing in lists:
                yield from _units_listed(page, match, listing)


def _units_listed(page: Page, match: re.Match[str], listing: Enumeration) -> Iterator[Finding]:
    said = {m["kind"]: _numeral(m["n"]) for m in _UNITS.finditer(match[0])}
    heads = [lead.label for lead in listing.leads]
    found = {kind: sum(1 for head in heads if _is_unit(head, kind)) for kind in said}
    total, listed = sum(said.values()), len(heads)
    if sum(found.values()) * 2 < total or found == said or listed == total:
        return
    details = "、".join(f"{found[kind]}个{kind}" for kind in said)
    evidence = [page.span(match.start(), match.end()), *page.spans(listing.leads)]
    yield page.finding(
        "count-list-mismatch",
        "warning",
        f"“{match[0]}”应为{total}个单位，而分项只列出{listed}个（其中{details}）",
        evidence,
        expected=str(total),
        stated=str(listed),
    )


def _is_unit(head: str, kind: str) -> bool:
    tail = _TAILS.get(kind, kind)
    return bool(re.search(rf"{tail}(?:经费|工作经费|预算|支出|资金|费用?|及|$)", head))


def _numeral(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if len(text) == 1:
        return _DIGITS[text]
    tens, _, ones = text.partition("十")
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
