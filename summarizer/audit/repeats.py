"""Repeats: one thing with two values, misprints of repeated figures, and mixed units of money."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, permutations

from summarizer.audit.context import AuditContext
from summarizer.audit.figures import Figure, digits_of, is_misprint, turned
from summarizer.audit.relations import Relation, claim, same_value
from summarizer.audit.wording import COMPARISON, change_sign, role_of

__all__ = [
    "conflicting_values",
    "missing_money_unit",
    "mixed_money_units",
    "same_digits",
    "turned_digits",
    "wrong_units",
]

# Words before a name that do not change what it denotes.
_LEAD = re.compile(
    r"^(?:共计?|累计|合计|全年|年度|本年度?|今年|目前|截至目前|现有?|实有|总|已|检查|排查|摸排|巡查|发现|查出"
    r"|梳理|登记|统计|存在|有|全[街镇乡区县市]道?|辖区|我[街镇乡区县市局院校]|本[单位部门]+|的|，)*"
)
# Activities occur many times; only holdings and findings have one value.
_DEED = re.compile(
    r"发放|开展|组织|召开|举办|完成|培训|检查|宣传|印发|出动|投入|支出|发布|拨付|补助|走访|慰问|服务|活动"
    r"|会议|清理|整治|拆除|张贴|推送|接待|办理|新增|购置|采购|上报|报送|报道|收缴|处罚|劝导|参加|奖励|救助"
)
_LEAST = 5
_TITLE = re.compile(r"^(?:(?:19|20)\d\d\s*年度?|本年度?|全年)")
# Words of a label that are not part of the name.
_BESIDE = re.compile(
    r"^\s*[（(]?\d{1,2}[)）.．、]|(?:19|20)\d\d\s*年(?:度)?|年度|全年|本年度?|今年|截至?|目前|累计|共计?|合计|总计|实际|已"
    r"|其中|约|为|是|达到?|的|项目|资金|经费|财政|部门|整体|单位|全[省市县区街镇乡]|我[省市县区街镇乡局院校]|本|该|数|总|额|[\s：:、“”（）()]"
)
_ROLE_WORDS = re.compile(
    r"预算|决算|支出|执行|使用|支付|到位|结转|结余|安排|拨款|收入|批复|年初|年末|调整后?|下达"
)
_PAST = re.compile(r"上年|去年|同期|往年|前年|原|以前")
_EXECUTION = re.compile(r"(?:执行|支付|支出|使用|到位)(?:率|进度)")
_SAME_UNIT = {"名": "人", "位": "人", "场次": "场", "起": "件", "宗": "件"}
# Minimum digits for a transposition to be significant; fewer with a common name.
_TELLING, _NAMED, _LONG = 5, 3, 10**6


def conflicting_values(context: AuditContext) -> Iterator[Relation]:
    """A name has one value in a paragraph.

    Two values that differ by a digit are reported as a `warning`: they may be counts on two days.
    Other values, and three or more, denote several things. Source: 同一事项多值, practice.
    """
    for paragraph in context.paragraphs:
        named: dict[tuple[str, str], list[Figure]] = {}
        for sentence in paragraph:
            if not COMPARISON.search(sentence.text):
                for figure in sentence.figures:
                    name = _name(figure)
                    if name:
                        named.setdefault((name, figure.unit), []).append(figure)
        for figures in named.values():
            if len(figures) == 2:
                yield from _conflict(*figures)


def _name(figure: Figure) -> str | None:
    """Return the name of a counted thing, if it is specific enough."""
    if figure.kind not in ("count", "money") or not figure.is_exact or figure.depth:
        return None
    if "其中" in figure.label or change_sign(figure):
        return None
    name = _LEAD.sub("", _TITLE.sub("", figure.label.strip()))
    return name if len(name) >= _LEAST and not _DEED.search(name) else None


def _conflict(first: Figure, second: Figure) -> Iterator[Relation]:
    if first.value == second.value or is_misprint(first.value, second.value):
        yield same_value(first, second)


def missing_money_unit(context: AuditContext) -> Iterator[Relation]:
    """Amounts are printed with 元 (not 营收9000万). Source: reviewing practice."""
    bare = [f for f in context.money if not re.search(r"[元角分币]", f.quantity.text)]
    if context.money:
        quotes = "、".join(f"“{figure.quote}”" for figure in bare)
        yield claim("money-unit-missing", bare, fits=not bare, quotes=quotes)


def mixed_money_units(context: AuditContext) -> Iterator[Relation]:
    """Large amounts in 元 are not mixed with amounts in 万元. Source: reviewing practice."""
    plain = [f for f in context.money if f.scale == 1 and f.value >= 10000 and "/" not in f.unit]
    scaled = [f for f in context.money if f.scale > 1]
    if context.money:
        mixed = bool(plain and scaled)
        quotes = "、".join(f"“{figure.quantity.text}”" for figure in plain)
        other = scaled[0].quantity.text if scaled else ""
        inputs = (*plain, *scaled[:1]) if mixed else ()
        yield claim("mixed-money-units", inputs, fits=not mixed, quotes=quotes, other=other)


def same_digits(context: AuditContext) -> Iterator[Relation]:
    """A name has the same digits in all sentences about the same year.

    A name with three or more values denotes several things. Source: 数据前后一致, reviewing
    practice.
    """
    named: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for sentence in context.sentences:
        if COMPARISON.search(sentence.text) or _PAST.search(sentence.text):
            continue
        for figure in sentence.figures:
            long = figure.is_exact and not figure.depth and digits_of(figure.value) > 99
            name = _called(figure) if long else None
            if name:
                named[name, _SAME_UNIT.get(figure.unit, figure.unit)].append(figure)
    for figures in named.values():
        values = list(dict.fromkeys(figure.value for figure in figures))
        if len(figures) > 1 and len(values) <= 2:
            first = figures[0]
            second = next((f for f in figures if f.value != first.value), figures[1])
            if first.value == second.value or _is_slip(context, first, second):
                yield same_value(first, second, "conflicting-values:typo")


def _is_slip(context: AuditContext, first: Figure, second: Figure) -> bool:
    """True if the second figure may be a misprint of the first, in another paragraph about the same
    year."""
    years = {context.year_at(first.start), context.year_at(second.start)}
    apart = not _same_paragraph(context, first, second)
    # 166万亩、167万亩: two values in one sentence denote two things.
    sentences = [context.sentence_at(figure.start) for figure in (first, second)]
    told = [{f.value for f in sentence.figures} for sentence in sentences if sentence]
    if any({first.value, second.value} <= values for values in told):
        return False
    return apart and len(years) == 1 and is_misprint(first.value, second.value)


def _called(figure: Figure) -> str | None:
    """Return the role of an amount or the name of a figure."""
    if change_sign(figure) or "其中" in figure.label or "分别" in figure.label:
        return None
    name = _BESIDE.sub("", figure.label)
    role = role_of(figure.label) if figure.kind == "money" else None
    if role and not _ROLE_WORDS.sub("", name):
        return role
    return name if len(name) >= 4 else None


def _same_paragraph(context: AuditContext, first: Figure, second: Figure) -> bool:
    """True if both are in one paragraph, which `conflicting_values` checks."""
    low, high = sorted((first.end, second.start))
    return "\n" not in context.text[low:high]


def turned_digits(context: AuditContext) -> Iterator[Relation]:
    """A long number that occurs several times has no variant with two digits transposed.

    Source: 数据前后一致, reviewing practice.
    """
    told: dict[tuple[str, str], dict[int, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for sentence in context.sentences:
        for figure in sentence.figures:
            digits = digits_of(figure.value)
            least = _NAMED if figure.kind in ("count", "percent") else _TELLING
            if figure.is_exact and digits >= 10 ** (least - 1):
                same = _SAME_UNIT.get(figure.unit, figure.unit), "".join(sorted(str(digits)))
                told[same][digits].append(figure)
    for values in told.values():
        for (one, known), (other, figures) in permutations(values.items(), 2):
            often = len(known) > 1 == len(figures) and known[0].scale == figures[0].scale
            once = len(known) == len(figures) == 1 and known[0].start < figures[0].start
            sure = often or (once and _is_telling(known[0], figures[0]))
            if sure and _is_turned(one, other):
                yield same_value(known[0], figures[0], "conflicting-values:typo")


def _is_telling(first: Figure, second: Figure) -> bool:
    """True if two figures that occur once each are long enough, or both execution rates, so that
    transposed digits are significant."""
    if first.is_rate:
        return all(map(_EXECUTION.search, (first.label, second.label)))
    return digits_of(first.value) >= _LONG


def _is_turned(first: int, second: int) -> bool:
    a, b = str(first), str(second)
    return len(a) == len(b) >= _NAMED + 1 and turned(a, b)


def wrong_units(context: AuditContext) -> Iterator[Relation]:
    """An amount in 万元 does not occur with the same digits in 元: 780万元, 780元.

    Requires four digits, or three and a common name. Source: 单位混用, reviewing practice.
    """
    alike: dict[int, list[Figure]] = defaultdict(list)
    for sentence in context.sentences:
        for figure in sentence.figures:
            if (
                figure.unit == "元"
                and figure.is_exact
                and digits_of(figure.value) >= 100 < figure.value
            ):
                alike[digits_of(figure.value)].append(figure)
    for digits, figures in alike.items():
        for first, second in combinations(figures, 2):
            if _printed_alike(first, second) and (digits >= 1000 or _named_alike(first, second)):
                yield claim(
                    "mixed-money-units",
                    (first, second),
                    fits=False,
                    severity="warning",
                    expected=first.quantity.text,
                    stated=second,
                    message="mixed-money-units:same",
                )
                break


def _named_alike(first: Figure, second: Figure) -> bool:
    return _BESIDE.sub("", first.label) == _BESIDE.sub("", second.label)


def _printed_alike(first: Figure, second: Figure) -> bool:
    """True if the printed numbers are equal and only the units differ."""
    plain = first.value / first.scale == second.value / second.scale
    return plain and first.scale != second.scale
