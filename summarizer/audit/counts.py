"""Counts against the names and points that they count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from summarizer.audit.context import AuditContext, Sentence
from summarizer.audit.enumerations import Enumeration, enumerations_of, number_of, shape_of
from summarizer.audit.figures import Figure
from summarizer.audit.relations import Relation, claim
from summarizer.schema import Span

__all__ = ["announced_items", "counted_points", "listed_names", "named_kinds", "unit_names"]

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


def listed_names(context: AuditContext) -> Iterator[Relation]:
    """Lists of names without 等 hold as many names as the count before or after them says.

    Names may hold 、 or 和 themselves, so only a count that no reading gives is reported.
    Source: reviewing practice.
    """
    for sentence in context.sentences:
        for figure in sentence.figures:
            if figure.kind == "count" and figure.is_exact and figure.scale == 1:
                names = _names_after(sentence, figure) or _names_before(sentence, figure)
                if names:
                    yield from _judge(context, figure, names)


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


def _judge(context: AuditContext, figure: Figure, listed: _Names) -> Iterator[Relation]:
    names = listed.text
    pieces = [piece for piece in names.split("、") if piece.strip()]
    around = context.text[max(0, listed.start - _AROUND) : listed.start + _AROUND]
    least, most = _readings(around, names, pieces)
    stated = int(figure.value)
    if _OPEN.search(names) or len(pieces) < 2:
        return
    # Fewer names than things may be examples; more names than things are too many.
    if stated > most + _SLIP and not listed.is_whole:
        return
    place = context.span(listed.start, listed.start + len(names))
    fits = least <= stated <= most
    yield _counted((figure, place), fits, len(pieces), figure.quantity.text, names=names.strip())


def _counted(
    inputs: Sequence[Figure | Span],
    fits: bool,
    listed: int,
    stated: str,
    *,
    names: str = "",
    said: str = "",
) -> Relation:
    """A number against what is listed: names, or points that something `said` announces."""
    return claim(
        "count-list-mismatch",
        inputs,
        fits=fits,
        expected=str(listed),
        stated=stated,
        message="count-list-mismatch:names" if names else "",
        words={"names": names, "listed": str(listed), "said": said},
    )


def _readings(text: str, names: str, pieces: Sequence[str]) -> tuple[int, int]:
    """The least and the most names that a list may hold.

    Neighbours that the report also writes together elsewhere may be one name with a 、 in it.
    """
    pairs = [f"{a.strip()}、{b.strip()}" for a, b in pairwise(pieces)]
    joined = sum(1 for pair in pairs if text.find(pair, text.find(pair) + 1) >= 0)
    return len(pieces) - joined, len(pieces) + len(_JOINTS.findall(names))


def announced_items(context: AuditContext) -> Iterator[Relation]:
    """存在三个问题： and two numbered paragraphs below.

    Source: reviewing practice.
    """
    paragraphs = context.paragraphs
    for place, paragraph in enumerate(paragraphs):
        match = _ANNOUNCED.search(paragraph[-1].text)
        following = paragraphs[place + 1 : place + 1 + _LONG_LIST]
        if match is None or not following or number_of(following[0][0].text) != 1:
            continue
        listed = _numbered(following)
        stated = _numeral(match["n"])
        if listed > 1 and abs(listed - stated) <= _SLIP:
            start = paragraph[-1].start
            said = context.span(start + match.start(), start + match.end())
            first = context.span(following[0][0].start, following[0][0].end)
            yield _counted((said, first), listed == stated, listed, match["n"], said=match[0])


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


def named_kinds(context: AuditContext) -> Iterator[Relation]:
    """包括甲补贴、乙补贴和丙补贴三类: as many names as kinds.

    Source: reviewing practice.
    """
    for match in _KINDS.finditer(context.text):
        names = match["names"]
        pieces = re.split(r"、|[和及](?=[^和及]+$)", names)
        stated = _numeral(match["n"])
        if not _OPEN.search(names) and "及" not in pieces[0]:
            place = context.span(match.start(), match.end())
            yield _counted((place,), stated == len(pieces), len(pieces), match["n"], names=names)


def counted_points(context: AuditContext) -> Iterator[Relation]:
    """三个方面：一是……二是…… must hold as many points as announced.

    Source: reviewing practice.
    """
    for paragraph in context.paragraphs:
        start, end = paragraph[0].start, paragraph[-1].end
        text = context.text[start:end]
        announced = list(_POINTS.finditer(text))
        if len(announced) != 1:
            continue
        points = [_numeral(m["n"]) for m in _POINT.finditer(text, announced[0].end() - 3)]
        run = 0
        for point in points:
            run = point if point == run + 1 else run
        stated = _numeral(announced[0]["n"])
        if run >= 2 and points == list(range(1, run + 1)):
            place = start + announced[0].start()
            said = context.span(place, start + announced[0].end())
            inputs = (said, context.span(start, end))
            number, words = announced[0]["n"], announced[0][0][:-2]
            yield _counted(inputs, run == stated, run, number, said=words)


def unit_names(context: AuditContext) -> Iterator[Relation]:
    """五办七中心 counts the offices and centres that a numbered list of amounts goes through.

    Source: reviewing practice.
    """
    every = context.once(enumerations_of)
    lists = [listing for listing in every if len(listing.leads) == len(listing.items)]
    runs = {match[0]: match for match in _UNIT_RUN.finditer(context.text if lists else "")}
    for match in runs.values():
        for listing in lists:
            yield from _units_listed(context, match, listing)


def _units_listed(
    context: AuditContext, match: re.Match[str], listing: Enumeration
) -> Iterator[Relation]:
    said = {m["kind"]: _numeral(m["n"]) for m in _UNITS.finditer(match[0])}
    heads = [lead.label for lead in listing.leads]
    found = {kind: sum(1 for head in heads if _is_unit(head, kind)) for kind in said}
    whole, listed = sum(said.values()), len(heads)
    if sum(found.values()) * 2 < whole:
        return
    yield claim(
        "count-list-mismatch",
        (context.span(match.start(), match.end()), *listing.leads),
        fits=found == said or listed == whole,
        expected=str(whole),
        stated=str(listed),
        message="count-list-mismatch:units",
        words={
            "names": match[0],
            "whole": str(whole),
            "listed": str(listed),
            "kinds": "、".join(f"{found[kind]}个{kind}" for kind in said),
        },
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
