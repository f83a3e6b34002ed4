"""A comparison as tables: conflicts first, then changes, unsure pairs, and the outcome of last
year's problems and measures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from summarizer.audit.figures import figure_of
from summarizer.comparison.doubts import UNSURE
from summarizer.comparison.labels import CHANGED, clear_name
from summarizer.comparison.model import Comparison, Conflict, Doubt, FollowUp, Pair, Side
from summarizer.figures import figure
from summarizer.rendering.labels import Language
from summarizer.rendering.look import Look
from summarizer.rendering.tabular import TitledTable, as_markdown, as_text, as_workbook
from summarizer.schema import DocumentRecord

__all__ = ["amount", "context", "is_unsure", "names", "printed", "render", "say", "tables"]

_WORDS: dict[str, tuple[str, str]] = {
    "title": ("比对结果", "Comparison"),
    "conflicts": ("两份文件不一致的数", "Figures that do not agree"),
    "no_conflicts": ("同一年度、同一名称的数 {0} 对，均一致。", "{0} pairs compared; all agree."),
    "none_compared": ("没有可以互相核对的数。", "No figure could be held against another."),
    "targets": ("绩效目标变化", "Changes of targets"),
    "results": ("结果变化", "Changes of results"),
    "unsure": (
        "待核对的对应项（不计变化）",
        "Unsure pairs (without change)",
    ),
    "follow_up": ("上年问题与措施的下落", "What became of last year's problems and measures"),
    "none": ("无", "None"),
    "subject": ("对象", "Subject"),
    "metric": ("指标", "Metric"),
    "year": ("年度", "Year"),
    "old": ("前一份", "Older"),
    "new": ("后一份", "Newer"),
    "difference": ("差额", "Difference"),
    "change": ("变化", "Change"),
    "rate": ("变化率%", "Rate %"),
    "doubt": ("存疑", "Doubts"),
    "context": ("原文语境", "Context"),
    "old_context": ("前一份语境", "Context, older"),
    "new_context": ("后一份语境", "Context, newer"),
    "kind": ("类别", "Kind"),
    "text": ("原文", "Text"),
    "state": ("下落", "State"),
    "evidence": ("本年依据", "Evidence"),
    "problem": ("问题", "problem"),
    "measure": ("措施", "measure"),
    "closed": ("已解决或已落实", "ended"),
    "repeated": ("再次出现", "repeated"),
    "similar": ("有相近的一条", "a similar one"),
    "unmentioned": ("本年未识别到", "not found"),
    "raised": ("提高", "raised"),
    "lowered": ("降低", "lowered"),
    "same": ("未变", "same"),
    "reworded": ("表述变化", "reworded"),
    "label-differs": ("名称不尽相同", "labels differ"),
    "subject-differs": ("对象不尽相同", "subjects differ"),
    "another-fits": ("另有相近的一项", "another one fits as well"),
    "place-differs": ("所在段落不同", "they stand in different passages"),
    "direction-differs": ("增减方向不同", "one rises and one falls"),
    "period-differs": ("一方为累计数", "one side is a total to date"),
    "approximate": ("有约数", "a figure is approximate"),
    "not-verified": ("有一方待复核", "one side needs review"),
    "office-differs": ("单位不同或不能确认是同一单位", "of two offices, or not known to be of one"),
    "growth-differs": (
        "与后一份自述的增减不符（上年数经修订、口径不同或已取整）",
        "the newer document prints another change: a figure was revised, rounded or redefined",
    ),
    "part-of-differs": ("所属总数不同", "parts of different totals"),
    "increase": ("增加", "up "),
    "decrease": ("减少", "down "),
    "other_name": ("{0}（前一份：{1}）", "{0} (older: {1})"),
    "left_out": (
        "名称相近、但不能认定为同一指标而未作比对：{0} 项。",
        "Not compared, though names are similar, since they may be two indicators: {0}.",
    ),
    "alone": (
        "未找到对应项：前一份 {0} 项，后一份 {1} 项。",
        "Without partner: {0} older, {1} newer.",
    ),
}

# Scales of printed figures.
_SCALES = {Decimal(10) ** 4: "万", Decimal(10) ** 8: "亿", Decimal(10) ** 12: "万亿"}


def say(key: str, language: Language) -> str:
    """Return a word of the tables. Raises KeyError for an unknown key."""
    return _WORDS[key][language == "en"]


def render(found: Comparison, format: str, look: Look) -> str | bytes:  # noqa: A002
    """Render the comparison as `table`, `json`, `md` or `xlsx`."""
    if format == "json":
        return found.model_dump_json(indent=2) + "\n"
    title = say("title", look.language)
    facts, listed = list(_facts(found, look.language)), tables(found, look.language)
    if format == "xlsx":
        return as_workbook(title, facts, listed)
    if format == "md":
        return as_markdown(title, facts, listed)
    return as_text(title, facts, listed, look)


def _facts(found: Comparison, language: Language) -> Iterator[str]:
    for key, document in (("old", found.old), ("new", found.new)):
        yield f"{say(key, language)}：{_name(document)}"
    yield from (note.en if language == "en" else note.zh for note in found.notes)
    yield say("alone", language).format(len(found.only_old), len(found.only_new))
    if found.left_out:
        yield say("left_out", language).format(found.left_out)


def _name(document: DocumentRecord) -> str:
    year = str(document.fiscal_year or "")
    return " · ".join(filter(None, (document.title or document.name, document.organization, year)))


def tables(found: Comparison, language: Language) -> list[TitledTable]:
    """Return the tables, conflicts first."""
    sure = [one for one in found.pairs if not is_unsure(one)]
    return [
        _conflicts(found, language),
        _pairs("targets", (one for one in sure if one.kind == "target"), language),
        _pairs("results", (one for one in sure if one.kind == "result"), language),
        _unsure((one for one in found.pairs if is_unsure(one)), language),
        *([_follow_up(found.follow_up, language)] if found.mode == "years" else []),
    ]


def is_unsure(pair: Pair) -> bool:
    """Whether a pair may be two indicators."""
    return not UNSURE.isdisjoint(pair.doubts)


def _conflicts(found: Comparison, language: Language) -> TitledTable:
    key = "no_conflicts" if found.compared else "none_compared"
    return TitledTable(
        say("conflicts", language),
        _head(("subject", "metric", "year", "old", "new", "difference", "doubt"), language),
        tuple(_conflict(one, language) for one in found.conflicts),
        say(key, language).format(found.compared),
    )


def _conflict(one: Conflict, language: Language) -> tuple[str, ...]:
    difference = amount(one.difference, one.new)
    return (
        one.subject or "",
        one.metric,
        str(one.year),
        figure(one.old.quantity),
        figure(one.new.quantity),
        difference,
        _told(one.doubts, language),
    )


def _told(doubts: Iterable[Doubt], language: Language) -> str:
    return "、".join(say(doubt, language) for doubt in doubts)


def _pairs(key: str, pairs: Iterable[Pair], language: Language) -> TitledTable:
    keys = ("subject", "metric", "old", "new", "change", "rate", "doubt", "context")
    # A figure that a document prints in several tables is listed once.
    rows = {_pair(one, language): context(one.new) for one in pairs}
    listed = tuple((*row, passage) for row, passage in rows.items())
    return TitledTable(say(key, language), _head(keys, language), listed, say("none", language))


def _unsure(pairs: Iterable[Pair], language: Language) -> TitledTable:
    keys = ("subject", "metric", "old", "new", "doubt", "old_context", "new_context")
    rows = dict.fromkeys(
        (
            *names(one, language),
            printed(one.old, language),
            printed(one.new, language),
            _told(one.doubts, language),
            context(one.old),
            context(one.new),
        )
        for one in pairs
    )
    title, none = say("unsure", language), say("none", language)
    return TitledTable(title, _head(keys, language), tuple(rows), none)


def names(one: Pair, language: Language) -> tuple[str, str]:
    """Return subject and metric of a pair; both metrics when the documents word it differently."""
    old, new = one.old.metric, one.new.metric
    same = clear_name(old) == clear_name(new)
    metric = new if same else say("other_name", language).format(new, old)
    return one.subject or "", metric


def printed(side: Side, language: Language) -> str:
    """Return the figure, with its direction when the label does not say it: 减少5.2%."""
    plain = figure(side.quantity)
    if side.direction == "none" or CHANGED.search(side.metric):
        return plain
    return say(side.direction, language) + plain


def context(side: Side) -> str:
    """Return the words around a figure unless its label says them all."""
    plain = figure(side.quantity)
    return "" if side.context in (plain, f"{side.metric}{plain}") else side.context


def _pair(one: Pair, language: Language) -> tuple[str, ...]:
    told = say(one.target_change, language) if one.target_change else ""
    change = amount(one.change, one.new) if one.change else ""
    return (
        *names(one, language),
        printed(one.old, language),
        printed(one.new, language),
        " ".join(filter(None, (told, change if one.change and Decimal(one.change) else ""))),
        one.rate if one.rate and Decimal(one.rate) else "",
        _told(one.doubts, language),
    )


def amount(change: str, new: Side) -> str:
    """Return a change in the unit in which the newer figure is printed; percentages in percentage
    points.

    >>> from summarizer.schema import Quantity
    >>> def side(text, value, unit, kind):
    ...     quantity = Quantity(text, value, unit, kind, "exact", None, 0, len(text))
    ...     return Side(item="r1", subject=None, metric="", quantity=quantity, period=None,
    ...                 verdict="verified", evidence=())
    >>> amount("25000", side("5万元", "50000", "元", "money"))
    '+2.5万元'
    >>> amount("-1.5", side("98.5%", "98.5", "%", "percent"))
    '-1.5个百分点'
    """
    value = Decimal(change)
    if new.quantity is None:
        return f"{value:+f}"
    unit = "个百分点" if new.quantity.unit == "%" else new.quantity.unit
    scale = figure_of(new.quantity).scale
    word = _SCALES.get(scale, "")
    plain = f"{value / scale if word else value:+f}"
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain) + word + unit


def _follow_up(entries: Sequence[FollowUp], language: Language) -> TitledTable:
    order = {"repeated": 0, "similar": 1, "unmentioned": 2, "closed": 3}
    rows = tuple(
        (
            say(one.kind, language),
            one.text,
            say(one.state, language),
            "；".join(span.quote for span in one.evidence),
            _told(one.doubts, language),
        )
        for one in sorted(entries, key=lambda one: (one.kind != "problem", order[one.state]))
    )
    head = _head(("kind", "text", "state", "evidence", "doubt"), language)
    return TitledTable(say("follow_up", language), head, rows, say("none", language))


def _head(keys: Sequence[str], language: Language) -> tuple[str, ...]:
    return tuple(say(key, language) for key in keys)
