"""Counts compared with listed names and points, and with their done and pending parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from summarizer.audit.context import AuditContext, Sentence
from summarizer.audit.enumerations import number_of, numeral, shape_of
from summarizer.audit.figures import Figure, tolerance
from summarizer.audit.lists import total_of
from summarizer.audit.relations import Relation, claim, total

__all__ = ["announced_points", "listed_names", "named_kinds", "progress"]

_AFTER = re.compile(
    r"[^，。；：:、\d]{0,12}[，,：:\s]*(?:分别|具体)(?:为|是|包括|有)[:：]?\s*(?P<names>[^，,。；;：:]+)"
    r"|[^，。；：:、\d]{0,12}[，,：:\s]*(?:包含|包括|即)[:：]?\s*(?P<weak>[^，,。；;：:]+)"
)
_SEATED = re.compile(r"(?:下辖|下设|辖有|内设)$")
_EDGE = re.compile(r"[，,；;。：:（）()]")
_LONGEST = 200
# Characters around a list that are searched for its names.
_AROUND = 20_000
_LEAD = re.compile(
    r"^.*(?:下辖|下设|辖有|设有|设立了?|内设|包括|包含|分别为|分别是|涉及|覆盖|完成对?|成立了?|[设辖对为在是])"
)
_OPEN = re.compile(r"等|以及|主要|例如|之一|部分|……")
_NOUN = re.compile(
    r"\s*(?:[一-龥]{0,6})(?:社区|行政村|村|乡镇|街道|机构|单位|部门|科室|处室|股室|办公室|中心|维度|街巷|道路|小区"
    r"|学校|医院|企业|公司|支部|子项目|项目|指标|目标|类别|领域|环节|工程|标段|片区|网格|区县|县区)"
)
_JOINTS = re.compile(r"[和及与]")
# 包括租房补贴、购房补贴和一次性补贴三类: 和 comes before the last name.
_KINDS = re.compile(
    r"""(?:包括|包含|分为|分成|涵盖|用于)
    (?P<names>[^，。；：:、]{2,14}(?:、[^，。；：:、和及]{2,14})+[和及][^，。；：:、和及]{2,14}?)
    (?P<n>[两三四五六七八九]|[3-9])(?:大?类|种|个?方面|个?部分)(?![一-龥]{0,4}[、和])""",
    re.VERBOSE,
)
_ANNOUNCED = re.compile(
    r"""(?P<n>[两二三四五六七八九十]|\d{1,2})\s*(?:个|项|大|点|条)?\s*(?:主要|重点|突出)?(?:方面)?的?
    (?:方面|问题|举措|措施|工作|任务|不足|建议)[^。；，：:一二三四五六七八九十\d]{0,8}[:：，。]?\s*
    (?=一是|1[.、．]|$)""",
    re.VERBOSE,
)
_POINT = re.compile(r"(?:^|[。；;，,：:\s])(?P<n>[一二三四五六七八九十]{1,2})是")
_OUTER = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}、|第.{1,3}[部章])")
# The most paragraphs of a list.
_LONG_LIST = 40
# A mistake is one or two names off; a larger gap means that something else is counted.
_SLIP = 2
_DONE = re.compile(r"已|完毕|完成了?$|办结|整改到位|完工|建成|达标")
_PENDING = re.compile(r"正在|正|尚|未|待|剩余|其余|剩下|在建|在途|停工|停建|另有")
_STILL = re.compile(r"[^，。；]{0,3}(?:正在|正|尚|未|待|还在)")
_DENIED = re.compile(r"(?:不|未能?|没有|尚未)(?P<deed>[一-龥]{2,6})$")


def listed_names(context: AuditContext) -> Iterator[Relation]:
    """A list of names without 等 has as many names as the count beside it says.

    Names may contain 、 or 和, so a count is reported only if no reading of the list gives it.
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
    """Names beside a count; `is_whole` if the words say that the list is complete."""

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
    # Fewer names than the count may be examples.
    if stated > most + _SLIP and not listed.is_whole:
        return
    place = context.span(listed.start, listed.start + len(names))
    fits = least <= stated <= most
    yield claim(
        "count-list-mismatch",
        (figure, place),
        fits=fits,
        expected=str(len(pieces)),
        stated=figure,
        message="count-list-mismatch:names",
        names=names.strip(),
    )


def _readings(text: str, names: str, pieces: Sequence[str]) -> tuple[int, int]:
    """Return the least and the most names that a list may have.

    Neighbours that occur together elsewhere may be one name with a 、 in it.
    """
    pairs = [f"{a.strip()}、{b.strip()}" for a, b in pairwise(pieces)]
    joined = sum(1 for pair in pairs if text.find(pair, text.find(pair) + 1) >= 0)
    return len(pieces) - joined, len(pieces) + len(_JOINTS.findall(names))


def named_kinds(context: AuditContext) -> Iterator[Relation]:
    """A list has as many names as kinds are announced: 包括甲补贴、乙补贴和丙补贴三类.

    Source: reviewing practice.
    """
    for match in _KINDS.finditer(context.text):
        names = match["names"]
        pieces = re.split(r"、|[和及](?=[^和及]+$)", names)
        if not _OPEN.search(names) and "及" not in pieces[0]:
            yield claim(
                "count-list-mismatch",
                (context.span(match.start(), match.end()),),
                fits=numeral(match["n"]) == len(pieces),
                expected=str(len(pieces)),
                stated=match["n"],
                message="count-list-mismatch:names",
                names=names,
            )


def announced_points(context: AuditContext) -> Iterator[Relation]:
    """As many points follow as are announced, in one paragraph or several: 三个方面：一是……二是…….

    Source: reviewing practice.
    """
    paragraphs = context.paragraphs
    for place, paragraph in enumerate(paragraphs):
        start, end = paragraph[0].start, paragraph[-1].end
        announced = list(_ANNOUNCED.finditer(context.text, start, end))
        if len(announced) != 1:
            continue
        match, following = announced[0], paragraphs[place + 1 : place + 1 + _LONG_LIST]
        if match.end() < end:
            listed = _inline(context.text[match.end() - 3 : end])
        elif following and number_of(following[0][0].text) == 1:
            listed = _numbered(following)
            end = following[0][0].end
        else:
            continue
        stated = numeral(match["n"])
        if listed > 1 and stated and abs(listed - stated) <= _SLIP:
            yield claim(
                "count-list-mismatch",
                (context.span(match.start(), match.end()), context.span(start, end)),
                fits=listed == stated,
                expected=str(listed),
                stated=match["n"],
            )


def _inline(text: str) -> int:
    """Return the number of points 一是, 二是 …; 0 if they are out of order."""
    points = [numeral(match["n"]) for match in _POINT.finditer(text)]
    return len(points) if points == list(range(1, len(points) + 1)) else 0


def _numbered(paragraphs: Sequence[Sequence[Sentence]]) -> int:
    """Return the last number of the paragraphs numbered like the first; others are skipped."""
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


def progress(context: AuditContext) -> Iterator[Relation]:
    """Done and pending sum to their total: 145处，已整改105处，正在整改40处.

    Source: reviewing practice.
    """
    for sentence in context.sentences:
        counts = [figure for figure in sentence.figures if figure.kind != "percent"]
        for place, (done, rest) in enumerate(pairwise(counts)):
            if place and done.unit == rest.unit and _are_opposite(done, rest):
                yield from _progress(sentence, counts[:place], [done, rest])


def _are_opposite(done: Figure, rest: Figure) -> bool:
    """True for opposites: 合格 and 不合格, 已办结 and 正在办理."""
    denied = _DENIED.search(rest.label)
    if denied and denied["deed"][:2] in done.label:
        return True
    pending = _PENDING.search(rest.label) or _STILL.match(rest.after)
    return bool(_DONE.search(done.label + done.after[:4]) and pending)


def _progress(
    sentence: Sentence, before: Sequence[Figure], parts: list[Figure]
) -> Iterator[Relation]:
    wholes = [f for f in before if f.unit == parts[0].unit and f.kind == "count"]
    if not wholes or not all(f.is_exact for f in (*wholes, *parts)):
        return
    fitting = [f for f in wholes if abs(total_of(parts) - f.value) <= tolerance(parts, f)]
    whole = (fitting or wholes)[-1]
    apart = re.search(r"[;；]", sentence.words(whole.end, parts[0].start))
    if fitting or not (apart or _DONE.search(whole.label)):
        over = total_of(parts) > whole.value
        yield total("parts-exceed-whole" if over else "sum-mismatch", parts, whole)
